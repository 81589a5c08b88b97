"""A notice's table as a grid of cells with their spans: what every format that has tables prints."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Notice, Task, times


@dataclass(slots=True)
class GridCell:
    text: str
    field: str
    rows: int = 1
    columns: int = 1


GridRow = list[GridCell | None]  # None where the cell above or to the left is merged over it


def cell(task: Task, column: str) -> str:
    """What stands in a column for a row."""
    match column:
        case "number":
            return task.number or ""
        case "group":
            return task.groups[0] if task.groups else ""
        case "group2":
            return task.groups[1] if len(task.groups) > 1 else ""
        case "content":
            return task.content
        case "numbered content":
            return f"{task.number}.{task.content}"
        case "time":
            return times(task)
    return task.more.get(column, "")


def same_group(rows: tuple[Task, ...], index: int, depth: int = 1) -> bool:
    """Whether a row is in the same group as the row above it."""
    return (
        index > 0
        and bool(rows[index].groups)
        and rows[index].groups[:depth] == rows[index - 1].groups[:depth]
    )


def grid(notice: Notice, *, header: bool = True) -> list[GridRow]:
    """The table's rows. Groups without a column of their own are rows that span all columns."""
    fields = [field for _, field in notice.columns]
    printed: list[GridRow] = [[GridCell(words, field) for words, field in notice.columns]] if header else []
    owners: dict[str, GridCell] = {}
    for index, row in enumerate(notice.rows):
        if row.groups and "group" not in fields and not same_group(notice.rows, index):
            spanning = GridCell(row.groups[0], "heading", 1, len(fields))
            printed.append([spanning, *[None] * (len(fields) - 1)])
        cells: GridRow = []
        for field in fields:
            depth = {"group": 1, "group2": 2}.get(field, 0)
            if field in row.covered or (depth and same_group(notice.rows, index, depth)):
                owners[field].rows += 1
                cells.append(None)
            else:
                owners[field] = GridCell(cell(row, field), field)
                cells.append(owners[field])
        printed.append(cells)
    return printed
