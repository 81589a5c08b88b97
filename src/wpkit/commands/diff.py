"""`wpkit diff`: what changed between two notices, as coloured text, plain text or JSON."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator

from wpkit.commands import NOTHING, OK
from wpkit.commands.reading import Reading
from wpkit.commands.words import either, tell
from wpkit.diff import Change, compare, pieces, record
from wpkit.errors import UsageError
from wpkit.schema import Task
from wpkit.source import Options
from wpkit.writers.rows import ROLE_NAMES

Piece = tuple[str, str]
"""A text and its style: "" plain, "old", "new", "dim"."""

_STYLES = {"old": "red strike", "new": "green", "dim": "dim", "": ""}
_MARKS = {"new": "+", "dropped": "-", "changed": "~", "same": " "}
_FIELDS = {"content": "措辞", "units": "单位", "deadline": "时限", "category": "类别"}


def diff(
    old: str,
    new: str,
    *,
    format: str = "text",
    everything: bool = False,
    lang: str = "en",
    options: Options | None = None,
) -> int:
    """`everything` tells of unchanged tasks too."""
    if format not in ("text", "json"):
        raise UsageError(f"--format {format}", "is neither text nor json", "Leave it out for text.")
    if old == new == "-":
        raise UsageError("-", "cannot be both notices", "Name one of them as a file.")
    sides = []
    for name in (old, new):
        reading = Reading([name], lang, options)
        sides.append(list(reading))
        if not sides[-1]:
            return NOTHING
    changes = compare(*sides)
    wanted = [change for change in changes if everything or change.kind != "same"]
    if format == "json":
        for change in wanted:
            print(json.dumps(record(change), ensure_ascii=False))
    else:
        _print([list(_lines(change, lang)) for change in wanted])
    counts = Counter(change.kind for change in changes)
    fields = Counter(field for change in changes for field in change.fields)
    tell(
        either(
            f"{counts['new']} new, {counts['dropped']} dropped, {counts['changed']} changed"
            f" ({fields['content']} reworded, {fields['units']} other units, {fields['deadline']} other deadline),"
            f" {counts['same']} the same",
            f"新增 {counts['new']}，取消 {counts['dropped']}，变化 {counts['changed']}"
            f"（措辞 {fields['content']}，单位 {fields['units']}，时限 {fields['deadline']}），不变 {counts['same']}",
            lang,
        )
    )
    return OK


def _print(blocks: list[list[list[Piece]]]) -> None:
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.text import Text

        console = Console()
        for line in (line for block in blocks for line in block):
            console.print(Text.assemble(*((text, _STYLES[style]) for text, style in line)))
        return
    marks = {"old": ("[-", "-]"), "new": ("{+", "+}"), "dim": ("", ""), "": ("", "")}
    for line in (line for block in blocks for line in block):
        print("".join(f"{marks[style][0]}{text}{marks[style][1]}" for text, style in line))


def _lines(change: Change, lang: str) -> Iterator[list[Piece]]:
    old, new = change.old, change.new
    mark = _MARKS[change.kind]
    if old is None or new is None:
        task = new or old
        if task:
            yield [(f"{mark} {_number(task)}{_words(task)}", "")]
            yield from ([(f"    {text}", "dim")] for text in (_units(task, lang), _deadline(task)) if text)
        return
    number = _number(new) if old.number == new.number else f"{old.number or old.id}→{new.number or new.id} "
    said = "、".join(_FIELDS[f] for f in change.fields) if lang == "zh" else ", ".join(change.fields)
    yield [
        (f"{mark} {number}", ""),
        *([(f"({said}) ", "dim")] if said else []),
        *_both(_words(old), _words(new)),
    ]
    for field, show in (
        ("units", lambda t: _units(t, lang)),
        ("deadline", _deadline),
        ("category", _category),
    ):
        if field in change.fields:
            yield [("    ", ""), *_pair(show(old), show(new))]


def _both(old: str, new: str) -> list[Piece]:
    if old == new:
        return [(new, "")]
    return [(text, "" if kind == "same" else kind) for kind, text in pieces(old, new)]


def _pair(old: str, new: str) -> list[Piece]:
    found: list[Piece] = [(old, "old")] if old else []
    return [*found, (new, "new")] if new else found


def _number(task: Task) -> str:
    return f"{task.number or task.id} "


def _words(task: Task) -> str:
    return f"{task.title}：{task.content}" if task.title and task.content else task.title or task.content


def _units(task: Task, lang: str) -> str:
    parts = []
    for role, names in ROLE_NAMES.items():
        units = "、".join(unit.name for unit in task.units if unit.role == role)
        parts += [f"{names[lang]}{'：' if lang == 'zh' else ': '}{units}"] if units else []
    return ("；" if lang == "zh" else "; ").join(parts)


def _deadline(task: Task) -> str:
    return "；".join(d.text for d in task.deadlines)


def _category(task: Task) -> str:
    return " / ".join(task.category.path)
