"""Notices → Markdown: a readable list, the tasks under what groups them; with chosen columns, a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wpkit.schema import Notice, Task
from wpkit.writers.rows import ROLE_NAMES, Column, Selection, by_notice, cells, head_line, headings

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|"})


def write(notices: Iterable[Notice], selection: Selection, lang: str) -> Iterator[bytes]:
    columns = selection.chosen() if selection.columns else ()
    between = ""
    for notice, pairs in by_notice(notices, selection):
        head = [f"# {_text(notice.title or notice.source.name)}", "", _text(head_line(notice))]
        lines = _table(pairs, columns, lang) if columns else _items(pairs, bool(selection.sort), lang)
        yield (between + "\n".join([*head, *lines]) + "\n").encode("utf-8", "replace")
        between = "\n"


def _table(pairs: Iterable[tuple[Notice, Task]], columns: Sequence[Column], lang: str) -> Iterator[str]:
    """The chosen columns as a table: a list has no place for just any of them."""
    yield from ("", f"| {' | '.join(headings(columns, lang))} |", f"|{' --- |' * len(columns)}")
    for notice, task in pairs:
        values = cells(notice, task, columns, lang)
        yield f"| {' | '.join('' if v is None else _text(str(v)) for v in values)} |"


def _items(pairs: Iterable[tuple[Notice, Task]], is_sorted: bool, lang: str) -> Iterator[str]:
    """The tasks under what groups them; where they are sorted otherwise, each names its group."""
    path: tuple[str, ...] | None = None
    for _, task in pairs:
        if is_sorted:
            yield from [""] if path is None else []
            path = ()
        elif task.category.path != path:
            path = task.category.path
            yield from ("", f"## {' / '.join(map(_text, path))}", "") if path else ("", "")
        yield from _item(task, lang, named=is_sorted)


def _item(task: Task, lang: str, *, named: bool) -> list[str]:
    number = f"**{_text(task.number)}** " if task.number else ""
    title = f"**{_text(task.title)}** " if task.title else ""
    details = list(_details(task, lang))
    if named and task.category.path:
        group = (
            f"{'任务类别：' if lang == 'zh' else 'category: '}{' / '.join(map(_text, task.category.path))}"
        )
        details.insert(0, group)
    return [f"- {number}{title}{_text(task.content)}", *(f"  - {detail}" for detail in details)]


def _details(task: Task, lang: str) -> Iterator[str]:
    colon = "：" if lang == "zh" else ": "
    for role, names in ROLE_NAMES.items():
        units = "、".join(unit.name for unit in task.units if unit.role == role)
        if units:
            yield f"{names[lang]}{colon}{_text(units)}"
    if task.deadlines:
        stated = "；".join(
            f"{_text(d.text)}（{d.end.isoformat()}）" if d.end else _text(d.text) for d in task.deadlines
        )
        yield f"{'完成时限' if lang == 'zh' else 'deadline'}{colon}{stated}"


def _text(text: str) -> str:
    """The text, so that none of it is Markdown."""
    return " ".join(text.split()).translate(_SPECIAL)
