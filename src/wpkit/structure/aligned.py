"""Columns set with blanks → a `Table`: every cell begins below its header word, give or take a character."""

from __future__ import annotations

from collections.abc import Sequence

from wpkit.blocks import Block, Cell, Line, Row, Table, Where
from wpkit.patterns import pattern
from wpkit.structure.around import before_signature, tail_of
from wpkit.structure.columns import Column, read_header
from wpkit.structure.readingorder import cell_of
from wpkit.structure.reflow import width
from wpkit.structure.stream import Token, joined, rows_of

_WIDE_BLANK = pattern(r"[ \u3000]{2,}", needs=" \u3000")
_WORD = pattern(r"\S+")


def set_with_blanks(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """A table whose columns stand at fixed places of the line, two blanks at least in its first one, or each below its
    header word."""
    if "  " in lines[start].text:
        from wpkit.structure.setcolumns import set_columns
        from wpkit.structure.shifted import shifted_rows

        found = shifted_rows(lines, start) or set_columns(lines, start)
        if found is not None:
            return found
    return _aligned(lines, start)


def _aligned(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """Columns set with blanks: every cell begins below its header word."""
    text = lines[start].text
    if "  " not in text.strip() and "\u3000" not in text.strip():
        return None
    head = _cells_at(text)
    columns = read_header([cell for _, cell in head])
    if columns is None or len(columns) < 3 or not _WIDE_BLANK.search(text.strip()):
        return None
    edges = [at for at, _ in head]
    end = before_signature(
        lines, start, tail_of(lines, start), split=True, timed=columns[-1].role == "deadline"
    )
    rows: list[list[list[tuple[str, Where]]]] = []
    wheres: list[Where] = []
    last = start
    for n in range(start + 1, end):
        cells = _cells_at(lines[n].text, edges)
        at = [_below(column, edges) for column, _ in cells]
        joined_by_blank = len(cells) < len(edges) and any(" " in cell for _, cell in cells)
        if any(k is None for k in at) or (joined_by_blank and at[0] == 0):
            # a cell wider than its column pushes the others to the right
            pushed = _pushed(lines[n], edges, columns)
            if pushed is None and any(k is None for k in at):
                break
            if pushed is not None:
                cells, at = [(0, cell) for cell, _ in pushed], [k for _, k in pushed]
        if at[0] == 0 or not rows:
            rows.append([[] for _ in edges])
            wheres.append(lines[n].where)
        for k, (_, cell) in zip(at, cells, strict=True):
            rows[-1][k or 0].append((cell, lines[n].where))
        wheres[-1] = wheres[-1].to(lines[n].where)
        last = n
    if len(rows) < 2:
        return None
    out = [
        Row([Cell(cell, k, where=lines[start].where) for k, (_, cell) in enumerate(head)], lines[start].where)
    ]
    for parts, where in zip(rows, wheres, strict=True):
        out.append(Row([cell_of(part, k, where) for k, part in enumerate(parts)], where))
    return [Table(out, lines[start].where.to(lines[last].where), spans_known=False)], last + 1


def _cells_at(text: str, edges: Sequence[int] = ()) -> list[tuple[int, str]]:
    """The pieces of a line with the printed column that each begins at, parted by two or more blanks, or by one
    before an edge."""
    text = text.replace("\u3000", "  ").expandtabs(8)
    out: list[tuple[int, str]] = []
    end = -9
    for match in _WORD.finditer(text):
        at = width(text[: match.start()])
        if out and match.start() - end == 1 and at not in edges:
            out[-1] = (out[-1][0], f"{out[-1][1]} {match.group()}")
        else:
            out.append((at, match.group()))
        end = match.end()
    return out


def _pushed(line: Line, edges: Sequence[int], columns: Sequence[Column]) -> list[tuple[str, int]] | None:
    """A row whose cells stand off their edges: (text, column), in printed order; None if it is no row."""
    pieces = line.text.split()
    if _below(width(line.text) - width(line.text.lstrip()), edges) != 0 or len(pieces) < 2:
        return None
    if len(pieces) == len(edges):
        return [(piece, k) for k, piece in enumerate(pieces)]
    tokens = [Token(piece, line.where, row_break=k == 0) for k, piece in enumerate(pieces)]
    rows = rows_of(tokens, columns, wrapped=False)
    if len(rows) != 1 or rows[0].heading:
        return None
    return [(joined(part), k) for k, part in sorted(rows[0].cells.items())]


def _below(column: int, edges: Sequence[int]) -> int | None:
    """The column whose edge a piece begins at, give or take one character; None between columns."""
    return next((k for k, edge in enumerate(edges) if abs(column - edge) <= 2), None)
