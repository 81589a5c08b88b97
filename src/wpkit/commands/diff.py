"""`wpkit diff`: what changed between two notices, as coloured text, plain text or JSON."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from wpkit.commands import NOTHING, OK
from wpkit.commands.reading import Reading
from wpkit.commands.words import either, tell, visible
from wpkit.diff import Change, Kind, compare, pieces, plain
from wpkit.errors import UsageError
from wpkit.parting import SHORTEST_RUN
from wpkit.schema import Task
from wpkit.source import Options
from wpkit.writers.rows import ROLE_NAMES

Piece = tuple[str, str]
"""A text and its style: "" plain, "old", "new", "dim"."""

_STYLES = {"old": "red strike", "new": "green", "dim": "dim", "": ""}
_MARKS = {"new": "+", "dropped": "-", "changed": "~", "same": " ", "split": "<", "merged": ">"}
_KINDS: dict[Kind, tuple[str, str]] = {"split": ("split", "拆分"), "merged": ("merged", "合并")}
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
            print(json.dumps(plain(change), ensure_ascii=False))
    else:
        _print([list(_lines(change, lang)) for change in wanted])
    counts = Counter(change.kind for change in changes)
    fields = Counter(field for change in changes if not change.parts for field in change.fields)
    parted_en = "".join(f", {counts[kind]} {_KINDS[kind][0]}" for kind in _KINDS if counts[kind])
    parted_zh = "".join(f"，{_KINDS[kind][1]} {counts[kind]}" for kind in _KINDS if counts[kind])
    tell(
        either(
            f"{counts['new']} new, {counts['dropped']} dropped, {counts['changed']} changed"
            f" ({fields['content']} reworded, {fields['units']} other units, {fields['deadline']} other deadline)"
            f"{parted_en}, {counts['same']} the same",
            f"新增 {counts['new']}，取消 {counts['dropped']}，变化 {counts['changed']}"
            f"（措辞 {fields['content']}，单位 {fields['units']}，时限 {fields['deadline']}）{parted_zh}"
            f"，不变 {counts['same']}",
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
            console.print(Text.assemble(*((visible(text), _STYLES[style]) for text, style in line)))
        return
    marks = {"old": ("[-", "-]"), "new": ("{+", "+}"), "dim": ("", ""), "": ("", "")}
    for line in (line for block in blocks for line in block):
        print("".join(f"{marks[style][0]}{visible(text)}{marks[style][1]}" for text, style in line))


def _lines(change: Change, lang: str) -> Iterator[list[Piece]]:
    old, new = change.old, change.new
    mark = _MARKS[change.kind]
    if change.parts:
        yield from _parted(change, mark, lang)
        return
    if old is None or new is None:
        task = new or old
        if task:
            yield [(f"{mark} {_number(task)}{_words(task)}", "")]
            yield from _details(task, "    ", lang)
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


def _parted(change: Change, mark: str, lang: str) -> Iterator[list[Piece]]:
    """The whole, then each part on a line of its own with its units and deadline; marked is what only one side has."""
    whole = change.old or change.new
    if whole is None:
        return
    only_whole, only_part = ("old", "new") if change.kind == "split" else ("new", "old")
    numbers = "、".join(task.number or task.id for task in change.parts)
    between = (
        (whole.number or whole.id, numbers) if change.kind == "split" else (numbers, whole.number or whole.id)
    )
    said = [either(*_KINDS[change.kind], lang)]
    said += [_FIELDS[f] if lang == "zh" else f for f in change.fields if f != "content"]
    words = _words(whole)
    shared: set[int] = set()
    for task in change.parts:
        at = 0
        for kind, text in pieces(words, _words(task)):
            shared |= (
                set(range(at, at + len(text))) if kind == "same" and len(text) >= SHORTEST_RUN else set()
            )
            at += 0 if kind == "new" else len(text)
    yield [
        (f"{mark} {between[0]}→{between[1]} ", ""),
        (f"({('、' if lang == 'zh' else ', ').join(said)}) ", "dim"),
        *_marked(words, shared, only_whole),
    ]
    yield from _details(whole, "    ", lang)
    for task in change.parts:
        own = [
            (text, "" if k == "same" else only_part) for k, text in pieces(words, _words(task)) if k != "old"
        ]
        yield [(f"    {_number(task)}", ""), *own]
        yield from _details(task, "        ", lang)


def _details(task: Task, indent: str, lang: str) -> Iterator[list[Piece]]:
    yield from ([(f"{indent}{text}", "dim")] for text in (_units(task, lang), _deadline(task)) if text)


def _marked(text: str, plain: set[int], style: str) -> list[Piece]:
    """The text with the characters that are not at `plain` places in a style."""
    runs = groupby(enumerate(text), key=lambda pair: pair[0] in plain or not pair[1].isalnum())
    return [("".join(char for _, char in run), "" if same else style) for same, run in runs]


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
