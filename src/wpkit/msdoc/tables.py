"""Rows as a Word 97 file states them (edges and flags of cells) → tables with columns and spans."""

from __future__ import annotations

import struct
from dataclasses import field

from wpkit.blocks import Cell, Paragraph, Row, Table, Where
from wpkit.msdoc import Doubt
from wpkit.msdoc.file import properties
from wpkit.records import record

# Edges nearer than this are one: programs round them differently from row to row (twentieths of a point).
_NEAR = 40


@record()
class RawCell:
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


@record()
class RawRow:
    """A row's cells, their edges (one more than cells), and which continue the cell before or above."""

    cells: list[RawCell]
    edges: list[int]
    across: list[bool]
    down: list[bool]


def raw_row(cells: list[RawCell], packed: bytes) -> RawRow:
    """The row whose end has these properties. Raises Doubt where they do not fit its cells."""
    edges: list[int] = []
    flags: list[int] = []
    for code, operand in properties(packed):
        if code == 0xD608:
            count = operand[0]
            edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
            first = 1 + 2 * (count + 1)
            flags = [
                struct.unpack_from("<H", operand, first + 20 * i)[0]
                if first + 20 * i + 2 <= len(operand)
                else 0
                for i in range(count)
            ]
        elif code == 0xD62B and operand[0] < len(flags):
            flags[operand[0]] = flags[operand[0]] & ~0x60 | (operand[1] & 3) << 5
        elif code == 0x5624:
            for i in range(operand[0] + 1, min(operand[1], len(flags))):
                flags[i] |= 2
        elif code in (0x7621, 0x5622, 0x5625):
            raise Doubt("cells inserted, deleted or split beside the row's definition")
    if len(flags) != len(cells):
        raise Doubt(f"a row of {len(cells)} cells that is defined with {len(flags)}")
    across = [bool(flag & 2) for flag in flags]
    down = [flag >> 5 & 3 == 1 for flag in flags]
    return RawRow(cells, edges, across, down)


def lines_of(cell: RawCell) -> list[str]:
    return [p.text for p in cell.paragraphs if p.text]


def table_of(rows: list[RawRow], where: Where) -> Table:
    """The table with its columns counted by the edges of all rows. Covered cells are marked with a row
    span of 0, as `joins.merge_down` reads them."""
    columns = _columns(sorted({edge for row in rows for edge in row.edges}))
    table = Table([], where)
    for number, row in enumerate(rows, 1):
        at = where._replace(row=number)
        made: list[Cell] = []
        for i, raw in enumerate(row.cells):
            left, right = columns[row.edges[i]], columns[row.edges[i + 1]]
            span = max(right - left, 1)
            text = "\n".join(lines_of(raw))
            if row.across[i] and made:
                made[-1].column_span += span
                continue
            cell = Cell(text, left, 1, span, at._replace(column=left + 1))
            if row.down[i]:
                cell.row_span = 0
            made.append(cell)
        table.rows.append(Row(made, at))
    return table


def _columns(edges: list[int]) -> dict[int, int]:
    """The number of the column that begins at each edge."""
    found: dict[int, int] = {}
    column, last = -1, None
    for edge in edges:
        if last is None or edge - last > _NEAR:
            column += 1
            last = edge
        found[edge] = column
    return found
