"""A page's glyphs and grids → its tables with text, and the lines outside them.

A glyph belongs to the cell that holds its middle: boxes of tightly set text cross rulings and neighbouring lines.
"""

from __future__ import annotations

from bisect import bisect_right

from wpkit.geometry.glyphs import text_lines
from wpkit.geometry.model import Glyph, Page, PageCell, PageLayout, PageTable, TextLine
from wpkit.geometry.rulings import Grid, grids

EDGE = 1.5  # points beyond a table's outline that still count as inside


def page_layout(page: Page) -> PageLayout:
    """The page's lines and tables from top to bottom; a table without a character is a drawing."""
    tables: list[PageTable] = []
    rest = page.glyphs
    for grid in grids(page.rules):
        rest, filled = _fill(grid, rest)
        if filled:
            tables.append(PageTable(page.number, grid.xs, grid.ys, grid.cells))
    lines = text_lines(rest)
    hidden: list[TextLine] = text_lines(page.hidden)
    return PageLayout(page.number, page.width, page.height, lines, tables, hidden)


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
        x = (glyph[1] + glyph[3]) / 2
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
