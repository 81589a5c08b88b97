"""A parsed notice held against its truth, field by field: the share of perfect tasks, and what differs.

White space and character width are ignored in every text; nothing else is. Tasks are matched one to
one in reading order; a task too many costs as much as one too few.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

WIDTHS = {0xFF01 + i: 0x21 + i for i in range(94)}
HEAD = ("title", "year", "issuer", "document_number", "issued_on")


def squeeze(value: object) -> str:
    return "" if value is None else re.sub(r"\s+", "", str(value)).translate(WIDTHS)


def view(task: dict[str, Any]) -> dict[str, Any]:
    """The fields of a task that are compared, in one form for truth and output."""
    category = task.get("category") or []
    path = category.get("path") or [] if isinstance(category, dict) else category
    return {
        "number": squeeze(task.get("number")).strip("()"),
        "origin": task.get("origin"),
        "category": [squeeze(part) for part in path],
        "title": squeeze(task.get("title")),
        "content": squeeze(task.get("content")),
        "units": [
            (squeeze(u["name"]), u["role"], bool(u.get("collective"))) for u in task.get("units") or []
        ],
        "deadlines": [
            (
                squeeze(d.get("text")),
                d["kind"],
                d.get("start") and str(d["start"]),
                d.get("end") and str(d["end"]),
            )
            for d in task.get("deadlines") or []
        ],
    }


def sections(notice: dict[str, Any]) -> list[tuple[str, int, str]]:
    found = notice.get("sections") or []
    return [(squeeze(s.get("number")).strip("()"), s["level"], squeeze(s.get("title"))) for s in found]


def compare(
    truth: dict[str, Any], parsed: dict[str, Any], head: tuple[str, ...] = HEAD
) -> tuple[float, list[str]]:
    """The share of perfect tasks, 0 to 1, and one line for each difference anywhere in the notice.

    Of the notice's own fields, those in `head` are compared.
    """
    wrong = []
    for name in head:
        want, got = squeeze(truth["notice"][name]), squeeze(parsed.get(name))
        if want != got:
            wrong.append(f"{name}: want {want!r}, got {got!r}")
    wanted, found = sections(truth), sections(parsed)
    for tag, a, b, c, d in difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        if tag != "equal":
            wrong.append(f"sections: want {wanted[a:b]}, got {found[c:d]}")
    tasks, others = [view(t) for t in truth["tasks"]], [view(t) for t in parsed.get("tasks") or []]
    perfect = 0
    for want_task, got_task in _pairs(tasks, others):
        if want_task is None or got_task is None:
            one = want_task or got_task or {}
            wrong.append(
                f"task {'missing' if want_task else 'too many'}: {one['number']} {one['content'][:30]}"
            )
            continue
        differing = [field for field in want_task if want_task[field] != got_task[field]]
        perfect += not differing
        wrong += [
            f"task {want_task['number']} {f}: want {want_task[f]!r}, got {got_task[f]!r}" for f in differing
        ]
    most = max(len(tasks), len(others))
    return (perfect / most if most else 1.0), wrong


def _pairs(
    wanted: list[dict[str, Any]], found: list[dict[str, Any]]
) -> list[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Equal numbers and contents first; between those, tasks in their order."""
    keys = [[(t["number"], t["content"][:12]) for t in side] for side in (wanted, found)]
    pairs: list[tuple[dict[str, Any] | None, dict[str, Any] | None]] = []
    for _, a, b, c, d in difflib.SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        for i in range(max(b - a, d - c)):
            pairs.append((wanted[a + i] if a + i < b else None, found[c + i] if c + i < d else None))
    return pairs


def labelled_topics() -> tuple[int, list[str]]:
    """(how many of the sample tasks labelled by hand get their topic, what the others get instead)."""
    from wpkit.fields.topics import read_topic

    here = Path(__file__).parent
    labels = tomllib.loads((here / "corpus" / "topics.toml").read_text(encoding="utf-8"))
    right, wrong = 0, []
    for sample, topics in labels.items():
        notice = json.loads((here.parent / "samples" / sample / "truth.json").read_text(encoding="utf-8"))
        for topic, positions in topics.items():
            for task in (notice["tasks"][i] for i in positions):
                got, words = read_topic(
                    task["category"], task["title"], task["content"], subject=notice["notice"]["title"]
                )
                right += got == topic
                if got != topic:
                    wrong.append(f"{sample}: want {topic}, got {got} for {words}: {task['content'][:40]}")
    return right, wrong


def plain_fields(task: Any, **changed: Any) -> dict[str, Any]:
    """The fields of a task as a patch file holds them, some of them changed."""
    held = task.model_dump()
    held |= {"category": held["category"]["path"], "topic": held["category"]["topic"]}
    names = (
        "number",
        "title",
        "content",
        "category",
        "topic",
        "units",
        "deadlines",
        "time_mentions",
        "section",
    )
    return {name: held[name] for name in names} | changed
