"""Tables that stand as HTML in another text: converters to Markdown keep merged cells that way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wpkit.blocks import Cell, Row, Table, Where
from wpkit.webpage.flow import Flow, Grid
from wpkit.webpage.tree import read_fragment

_TAG = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)


def table_of(grid: Grid, number: int, *, after: int = 0) -> Table:
    """The block of a page's table, the `number`th of it; `after` lines stand before what it was read from."""
    table = Table([], Where(table=number, line=_line(grid.line, after)))
    for index, (cells, line) in enumerate(grid.rows, 1):
        at = Where(table=number, row=index, line=_line(line, after))
        made = [
            Cell(c.text, c.column, c.row_span, c.column_span, at._replace(column=c.column + 1)) for c in cells
        ]
        table.rows.append(Row(made, at))
    return table


def _line(line: int | None, after: int) -> int | None:
    return None if line is None else line + after


def split(text: str) -> Iterator[tuple[str, Table | None, int]]:
    """The text in pieces: what stands outside tables, with None, and each table's source with the table.

    The last of the three is the number of lines before the piece. What cannot be read as a table stays text.
    """
    line, number, done = 0, 0, 0
    for start, end in _extents(text):
        source = text[start:end]
        body = read_fragment(source)
        grids = [item for item in Flow().walk(body) if isinstance(item, Grid)] if body is not None else []
        if len(grids) != 1:
            continue
        yield text[done:start], None, line
        line += text.count("\n", done, start)
        number += 1
        yield source, table_of(grids[0], number, after=line), line
        line += source.count("\n")
        done = end
    yield text[done:], None, line


def _extents(text: str) -> Iterator[tuple[int, int]]:
    """Where tables begin and end that stand in no other."""
    depth = start = 0
    for tag in _TAG.finditer(text):
        if not tag[1]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, tag.end()
