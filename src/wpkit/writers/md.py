"""Notices → Markdown: a readable list, the tasks under what groups them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wpkit.schema import Notice, Task
from wpkit.writers.rows import ROLE_NAMES, Selection, head_line, select

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|"})


def write(notices: Iterable[Notice], selection: Selection, lang: str) -> Iterator[bytes]:
    notice: Notice | None = None
    path: tuple[str, ...] | None = None
    for current, task in select(notices, selection):
        lines: list[str] = []
        if current is not notice:
            lines += ["", ""] if notice else []
            lines += [f"# {_text(current.title or current.source.name)}", "", _text(head_line(current))]
            notice, path = current, None
        if task.category.path != path:
            path = task.category.path
            lines += ["", f"## {' / '.join(map(_text, path))}", ""] if path else ["", ""]
        lines += _item(task, lang)
        yield ("\n".join(lines).removeprefix("\n\n") + "\n").encode("utf-8", "replace")


def _item(task: Task, lang: str) -> list[str]:
    number = f"**{_text(task.number)}** " if task.number else ""
    title = f"**{_text(task.title)}** " if task.title else ""
    return [f"- {number}{title}{_text(task.content)}", *(f"  - {detail}" for detail in _details(task, lang))]


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
