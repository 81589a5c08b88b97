"""The column in which programs for data number a table's rows, from 0 and under no word of its own, is none of the table's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wpkit.blocks import Cell, Row

_LEAST_ROWS = 2


def without_count(rows: Sequence[Row]) -> list[Row]:
    """The rows without such a column; a 序号 begins with 1 and is not one."""
    firsts = [row.cells[0] if row.cells and row.cells[0].column == 0 else None for row in rows]
    texts = [cell.text.strip() if cell is not None else "" for cell in firsts]
    if not counts(texts):
        return list(rows)
    return [
        replace(row, cells=[_moved(cell) for cell in row.cells if cell.column or cell.column_span > 1])
        for row in rows
    ]


def counts(texts: Sequence[str]) -> bool:
    """Whether the cells of a table's first column are such a count below an empty header."""
    begin = next((n for n, text in enumerate(texts) if text), len(texts))
    return 0 < begin <= len(texts) - _LEAST_ROWS and texts[begin:] == [
        str(n) for n in range(len(texts) - begin)
    ]


def _moved(cell: Cell) -> Cell:
    return (
        replace(cell, column=cell.column - 1)
        if cell.column
        else replace(cell, column_span=cell.column_span - 1)
    )
