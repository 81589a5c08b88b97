"""A table wider than its paper, whose right part is printed on pages of its own → one table again.

A spreadsheet prints such a table page by page: first the left part of all its rows and then the right one, or both
parts of the same rows one after the other. Rows of one height on both pages, in another set of columns, tell it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from wpkit.blocks import Where
from wpkit.geometry.joining import fits
from wpkit.geometry.model import PageCell, PageLayout, PageTable, TextLine

NEAR = 1.0  # points by which the rows of both parts may differ
LEAST_ROWS = 4  # rows of one height come by chance where there are fewer
Tell = Callable[..., object]


def put_beside(pages: list[PageLayout], tell: Tell) -> list[PageLayout]:
    """The pages with each right part put to its left one; pages of which nothing is left are gone. Each is told."""
    at = 0
    while at < len(pages):
        width = next((k for k in range(1, (len(pages) - at) // 2 + 1) if _are_halves(pages, at, k)), 0)
        for left, right in zip(pages[at : at + width], pages[at + width : at + 2 * width], strict=True):
            for line in right.lines:  # a caption over both parts
                begun = _beginning(line, left)
                if begun is not None and not begun.text.endswith(line.text):
                    begun.text += line.text
            _join(left.tables[-1], right.tables[0])
            tell("P512", Where(page=left.number), page=left.number, next=right.number)
        if width:
            pages = pages[: at + width] + pages[at + 2 * width :]  # and perhaps a third part follows
        else:
            at += 1
    return pages


def _are_halves(pages: list[PageLayout], at: int, width: int) -> bool:
    """Whether the `width` pages from `at` and as many behind them are the left and the right part of one table."""
    # the first pair alone tells nearly always, and every width is asked of every page
    one, other = pages[at], pages[at + width]
    if len(one.tables) != 1 or len(other.tables) != 1:
        return False
    if not _same_rows(one, other) or fits(one.tables[0], other.tables[0]):
        return False
    lefts, rights = pages[at : at + width], pages[at + width : at + 2 * width]
    if not all(len(p.tables) == 1 and p.tables[0].ruled for p in (*lefts, *rights)):
        return False
    sides = list(zip(lefts, rights, strict=True))
    if any(_beginning(line, left) is None for left, right in sides for line in right.lines):
        return False
    if any(not _same_rows(left, right) for left, right in sides):
        return False
    parts = [p.tables[0] for p in lefts], [p.tables[0] for p in rights]
    return all(fits(one, other) for side in parts for one, other in pairwise(side))


def _beginning(line: TextLine, left: PageLayout) -> TextLine | None:
    """The line of the left page at the same height above the table."""
    top = left.tables[0].ys[0]
    return next((b for b in left.lines if abs(b.middle - line.middle) <= NEAR and b.middle < top), None)


def _same_rows(left: PageLayout, right: PageLayout) -> bool:
    ours, theirs = left.tables[0].ys, right.tables[0].ys
    return (
        len(ours) == len(theirs) > LEAST_ROWS
        and abs(left.width - right.width) < NEAR
        and all(abs(a - b) <= NEAR for a, b in zip(ours, theirs, strict=True))
    )


def _join(left: PageTable, right: PageTable) -> None:
    columns, shift = len(left.xs) - 1, left.xs[-1] - right.xs[0]
    left.last_page, left.right_edge = right.page, left.right_edge or left.xs[-1]
    left.xs += [x + shift for x in right.xs[1:]]
    ends = {(c.row, c.row_span): c for c in left.cells if c.column + c.column_span == columns > c.column + 1}
    own: list[PageCell] = []
    for cell in right.cells:
        over = ends.get((cell.row, cell.row_span)) if not cell.column and not cell.lines else None
        if over is not None:  # a heading over all columns
            over.column_span += cell.column_span
            continue
        cell.page = cell.page or right.page
        cell.column += columns
        own.append(cell)
    left.cells = sorted((*left.cells, *own), key=_place)


def _place(cell: PageCell) -> tuple[int, int]:
    return cell.row, cell.column
