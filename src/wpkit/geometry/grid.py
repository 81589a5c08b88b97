"""A page's glyphs and grids → its tables with text, and the lines outside them.

A glyph belongs to the cell that holds its middle: boxes of tightly set text cross rulings and neighbouring lines.
"""

from __future__ import annotations

from bisect import bisect_right

from wpkit.geometry.columns import beside, between, level_groups, unruled, upright_groups
from wpkit.geometry.glyphs import Run, lines_of_runs, rows_of, runs_of, text_lines
from wpkit.geometry.model import Glyph, Page, PageCell, PageLayout, PageTable
from wpkit.geometry.order import lines_in_order
from wpkit.geometry.rulings import Grid, Loose, Ruling, grids, merged_rulings, squeezed
from wpkit.geometry.strips import HANGING, strips_of

EDGE = 1.5  # points beyond a table's outline that still count as inside


def page_layout(page: Page, above: PageTable | None = None) -> PageLayout:
    """The page's lines and tables from top to bottom; a table without a character is a drawing.

    `above` is the table that the page before ended with, whose columns may go on here.
    """
    tables: list[PageTable] = []
    rest = runs_of(page.glyphs)

    def place(grid: Grid, ruled: bool) -> None:
        nonlocal rest
        rest, filled = _fill(grid, rest)
        if filled:
            goes_on, grid = grid.goes_on, _without_stray_rulings(grid)
            tables.append(PageTable(page.number, grid.xs, grid.ys, grid.cells, ruled, goes_on))

    flat, upright = merged_rulings(page.rules)
    found, loose = grids(flat, upright)
    for grid in found:
        place(grid, True)
    turned = [run for run in rest if run[0][6]]
    if turned:
        rest = [run for run in rest if not run[0][6]]
    above = above if above is not None and above.page == page.number - 1 else None
    for left, right, levels in loose + _levels(flat, page.width, tables, above):
        known = _moved(above.xs, left, right) if above is not None else None
        table = between(
            left,
            right,
            levels,
            strips_of(rows_of(rest)),
            (page.width, page.height),
            known,
        )
        if table is not None:
            place(*table)
    for edges, top, bottom in upright_groups(upright, [t.box for t in tables]):
        table_beside = beside(edges, top, bottom, strips_of(rows_of(rest)), continued=above is not None)
        if table_beside is not None:
            place(table_beside, False)
    rows = rows_of(rest) if rest else []
    lines = lines_in_order(rows)
    open_ = above if above is not None and not above.ruled and not tables else None
    # a table of which each half looks like a column of the page has lines of few pieces
    if open_ is not None or any(len(line.chunks) > 1 or line.zone for line in lines):
        before = len(tables)
        for grid in unruled(strips_of(rows), page.width, open_):
            place(grid, False)
        if len(tables) > before:
            lines = lines_in_order(rows_of(rest) if rest else [])
    lines += lines_of_runs(turned)
    return PageLayout(page.number, page.width, page.height, lines, tables, text_lines(page.hidden))


def _moved(xs: list[float], left: float, right: float) -> list[float] | None:
    """The edges of a table as wide as this one, moved to its place; None for another width."""
    if abs(xs[-1] - xs[0] - (right - left)) > 6:
        return None
    return [left, *(x + left - xs[0] for x in xs[1:-1]), right]


def _levels(
    flat: list[Ruling], width: float, tables: list[PageTable], above: PageTable | None
) -> list[Loose]:
    """Where level rulings alone may make a table: three of one length, or two as long as those of the table above."""
    free = [r for r in flat if not any(t.ys[0] - 3 <= r.at <= t.ys[-1] + 3 for t in tables)]
    found: list[Loose] = []
    for group in level_groups(free, width, 3 if above is None else 2):
        left, right, first, last = group[0].start, group[0].end, group[0].at, group[-1].at
        goes_on = above is not None and abs(left - above.xs[0]) < 6 and abs(right - above.xs[-1]) < 6
        if len(group) < 3 and not goes_on:
            continue
        found.append(
            (
                left,
                right,
                [r for r in free if first <= r.at <= last and r.start > left - 6 and r.end < right + 6],
            )
        )
    return found


def _fill(grid: Grid, runs: list[Run]) -> tuple[list[Run], bool]:
    """Hands the glyphs inside to the grid's cells; those outside come back."""
    xs, ys = grid.xs, grid.ys
    left, right, top, bottom = xs[0] - EDGE, xs[-1] + EDGE, ys[0] - EDGE, ys[-1] + EDGE
    inner_xs, inner_ys = xs[1:-1], ys[1:-1]
    owner = _owners(grid)
    buckets: list[list[Run]] = [[] for _ in grid.cells]
    outside: list[Run] = []
    for run in runs:
        first, last = run[0], run[-1]
        y = (first[2] + first[4]) / 2
        if not top <= y <= bottom or first[1] > right or last[3] < left:
            outside.append(run)
            continue
        row = owner[bisect_right(inner_ys, y)]
        start, stop = _middle(first), _middle(last)
        column = bisect_right(inner_xs, start)
        if start >= left and stop <= right and bisect_right(inner_xs, stop) == column:
            buckets[row[column]].append(run)
            continue
        into: list[Run] | None = None
        low = high = 0.0  # the stretch in which the last glyph's column is also the next one's
        for glyph in run:
            x = glyph[1] * 0.75 + glyph[3] * 0.25 if glyph[0] in HANGING else (glyph[1] + glyph[3]) / 2
            if into is not None and (
                low <= x < high
                or (glyph[0] in HANGING and into is not outside and _is_close(into[-1][-1], glyph))
            ):
                into[-1].append(glyph)
                continue
            if left <= x <= right:
                column = bisect_right(inner_xs, x)
                low = inner_xs[column - 1] if column else left
                high = inner_xs[column] if column < len(inner_xs) else right
                target = buckets[row[column]]
            else:
                low = high = 0.0
                target = outside
            if target is into:
                into[-1].append(glyph)
            else:
                into = target
                into.append([glyph])
    for cell, bucket in zip(grid.cells, buckets, strict=True):
        if bucket:
            cell.lines = lines_of_runs(bucket)
    return outside, any(cell.lines for cell in grid.cells)


def _is_close(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph is set close behind another on the same line."""
    return abs(glyph[1] - before[3]) < 0.1 * glyph[5]


def _without_stray_rulings(grid: Grid) -> Grid:
    """Without a ruling that parts one column only and has nothing below or above it: an underline as wide as the cell, or
    a merged cell that was drawn in two."""
    starts: dict[int, list[PageCell]] = {}
    for cell in grid.cells:
        starts.setdefault(cell.row, []).append(cell)
    alone = {row: cells[0] for row, cells in starts.items() if len(cells) == 1}
    if not alone or len(grid.xs) < 3:
        return grid
    ends = {(c.row + c.row_span, c.column, c.column_span): c for c in grid.cells}
    gone: set[int] = set()
    for row, below in alone.items():
        above = ends.get((row, below.column, below.column_span))
        if above is None or (above.lines and below.lines):
            continue
        above.row_span += below.row_span
        above.lines = above.lines or below.lines
        above.box = (*above.box[:3], below.box[3])
        ends[row + below.row_span, below.column, below.column_span] = above
        gone.add(id(below))
    return squeezed(Grid(grid.xs, grid.ys, [c for c in grid.cells if id(c) not in gone])) if gone else grid


def _middle(glyph: Glyph) -> float:
    """The middle of the glyph's ink, across: closing punctuation may hang over the cell's edge."""
    return glyph[1] * 0.75 + glyph[3] * 0.25 if glyph[0] in HANGING else (glyph[1] + glyph[3]) / 2


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
