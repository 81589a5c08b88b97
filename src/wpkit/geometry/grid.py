"""A page's glyphs and grids → its tables with text, and the lines outside them.

A glyph belongs to the cell that holds its middle: boxes of tightly set text cross rulings and neighbouring lines.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from wpkit.geometry.columns import HANGING, Strip, between, level_groups, strips_of, unruled
from wpkit.geometry.glyphs import glyph_rows, text_lines
from wpkit.geometry.model import Glyph, Page, PageCell, PageLayout, PageTable
from wpkit.geometry.order import lines_in_order
from wpkit.geometry.rulings import Grid, Loose, Ruling, grids, merged_rulings

EDGE = 1.5  # points beyond a table's outline that still count as inside


def page_layout(page: Page, above: PageTable | None = None) -> PageLayout:
    """The page's lines and tables from top to bottom; a table without a character is a drawing.

    `above` is the table without rulings that the page before ended with, whose columns may go on here.
    """
    tables: list[PageTable] = []
    rest = page.glyphs
    flat, upright = merged_rulings(page.rules)
    found, loose = grids(flat, upright)
    for grid in found:
        rest, filled = _fill(grid, rest)
        if filled:
            tables.append(PageTable(page.number, grid.xs, grid.ys, grid.cells))
    turned = [g for g in rest if g.turn]
    rows = glyph_rows([g for g in rest if not g.turn] if turned else rest)
    strips: list[Strip] | None = None
    for left, right, levels in loose + _levels(flat, page.width, tables):
        strips = strips_of(rows) if strips is None else strips
        table = between(left, right, levels, strips)
        if table is not None:
            grid_, spans_known = table
            rest, _ = _fill(grid_, [g for row in rows for g in row])
            rows, strips = glyph_rows(rest), None
            tables.append(PageTable(page.number, grid_.xs, grid_.ys, grid_.cells, ruled=spans_known))
    if above is not None or any(_may_be_head(row) for row in rows):
        strips = strips_of(rows)
        known = above.xs if above is not None and above.page == page.number - 1 else None
        for _, _, grid_ in unruled(strips, known):
            rest, _ = _fill(grid_, [g for row in rows for g in row])
            rows = glyph_rows(rest)
            tables.append(PageTable(page.number, grid_.xs, grid_.ys, grid_.cells, ruled=False))
    lines = lines_in_order(rows) + text_lines(turned)
    return PageLayout(page.number, page.width, page.height, lines, tables, text_lines(page.hidden))


def _levels(flat: list[Ruling], width: float, tables: list[PageTable]) -> list[Loose]:
    """Where level rulings alone may make a table."""
    free = [r for r in flat if not any(t.ys[0] - 3 <= r.at <= t.ys[-1] + 3 for t in tables)]
    found: list[Loose] = []
    for group in level_groups(free, width):
        left, right, first, last = group[0].start, group[0].end, group[0].at, group[-1].at
        found.append(
            (
                left,
                right,
                [r for r in free if first <= r.at <= last and r.start > left - 6 and r.end < right + 6],
            )
        )
    return found


def _may_be_head(row: list[Glyph]) -> bool:
    """Whether the line has three pieces or more, parted by wide blanks."""
    if len(row) > 60:
        return False
    inked = [g for g in row if not g[0].isspace()]
    return sum(b[1] - a[3] > 0.9 * b[5] for a, b in pairwise(inked)) >= 2


def _fill(grid: Grid, glyphs: list[Glyph]) -> tuple[list[Glyph], bool]:
    """Hands the glyphs inside to the grid's cells; those outside come back."""
    xs, ys = grid.xs, grid.ys
    left, right, top, bottom = xs[0] - EDGE, xs[-1] + EDGE, ys[0] - EDGE, ys[-1] + EDGE
    inner_xs, inner_ys = xs[1:-1], ys[1:-1]
    owner = _owners(grid)
    buckets: list[list[Glyph]] = [[] for _ in grid.cells]
    outside: list[Glyph] = []
    for glyph in glyphs:
        y = (glyph[2] + glyph[4]) / 2
        x = (glyph[1] + glyph[3]) / 2 if glyph[0] not in HANGING else glyph[1] * 0.75 + glyph[3] * 0.25
        if top <= y <= bottom and left <= x <= right:
            buckets[owner[bisect_right(inner_ys, y)][bisect_right(inner_xs, x)]].append(glyph)
        else:
            outside.append(glyph)
    for cell, bucket in zip(grid.cells, buckets, strict=True):
        cell.lines = text_lines(bucket)
    return outside, any(cell.lines for cell in grid.cells)


def _owners(grid: Grid) -> list[list[int]]:
    owner = [[0] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    for index, cell in enumerate(grid.cells):
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                owner[row][column] = index
    return owner


def cells_by_row(table: PageTable) -> list[list[PageCell]]:
    """The table's cells, each in the row where it begins, from left to right."""
    rows: list[list[PageCell]] = [[] for _ in range(table.height)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    for row in rows:
        row.sort(key=lambda c: c.column)
    return rows
