"""`wpkit show`: the tasks as a table for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wpkit.commands.reading import Reading
from wpkit.commands.words import either, visible
from wpkit.schema import Notice
from wpkit.source import Options
from wpkit.writers.rows import Selection, cells, head_line

if TYPE_CHECKING:
    from rich.console import Console

COLUMNS = ("number", "category", "title", "content", "units", "deadline")


def show(files: Sequence[str] | None, *, lang: str, options: Options | None = None) -> int:
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console = Console(width=160)
    reading = Reading(files, lang, options)
    for notice in reading:
        _print(notice, console, lang)
    return reading.status


def _print(notice: Notice, console: Console, lang: str) -> None:
    from rich.table import Table
    from rich.text import Text

    columns = [c for c in Selection(columns=COLUMNS).chosen() if _used(notice, c.name)]
    table = Table(
        show_lines=True, title=Text(visible(notice.title or notice.source.name)), title_justify="left"
    )
    for column in columns:
        share = 4 if column.name == "content" else 1
        heading = column.title if lang == "zh" else column.name
        table.add_column(heading, ratio=None if column.name == "number" else share, overflow="fold")
    for task in notice.tasks:
        values = cells(notice, task, columns, lang)
        table.add_row(*(Text("" if value is None else visible(str(value))) for value in values))
    console.print(table)
    console.print(Text(visible(head_line(notice))))
    console.print(
        either(
            f"{len(notice.tasks)} tasks, {len(notice.sections)} sections, {len(notice.findings)} findings",
            f"任务 {len(notice.tasks)} 项，章节 {len(notice.sections)} 个，疑点 {len(notice.findings)} 条",
            lang,
        ),
        highlight=False,
    )


def _used(notice: Notice, name: str) -> bool:
    column = Selection(columns=(name,)).chosen()[0]
    return any(column.value(notice, task, "en") for task in notice.tasks)
