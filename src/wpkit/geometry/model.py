"""What a page is made of: glyphs and rules in, printed lines and tables on one page out.

All coordinates are points from the upper left corner of the page as it is read.
"""

from __future__ import annotations

from dataclasses import field
from typing import NamedTuple

from wpkit.records import record

Box = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """One printed character (or a ligature). `size` is about the font size; `turn` is how far the
    character is turned clockwise against the page: 0, 90, 180 or 270."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turn: int = 0


class Rule(NamedTuple):
    """A ruling: a thin box, horizontal if it is wider than high."""

    x0: float
    top: float
    x1: float
    bottom: float


@record()
class Page:
    """`number` counts from 1. `hidden` are glyphs that no reader of the page sees; `shades` are filled areas."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule] = field(default_factory=list)
    hidden: list[Glyph] = field(default_factory=list)
    shades: list[Rule] = field(default_factory=list)
    pictures: list[Rule] = field(default_factory=list)


@record()
class TextLine:
    """One printed line. `chunks` are its pieces that wide blanks part, as (text, x0, x1); `zone` is the part of a
    page with several columns that it stands in (see `order`)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    chunks: list[tuple[str, float, float]] = field(default_factory=list)
    zone: int = 0

    @property
    def box(self) -> Box:
        return (self.x0, self.top, self.x1, self.bottom)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@record()
class PageCell:
    """A cell of a table on one page; `lines` are its printed lines, `box` is its outline. `page` is set where it stands
    on another page than its table (see `beside`)."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    lines: list[TextLine] = field(default_factory=list)
    page: int | None = None

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@record()
class PageTable:
    """The part of a table that stands on one page: edges of its columns and rows, and its cells row by row.

    `goes_on`: it was read as the rest of the table that the page before ended with.
    `last_page` and `right_edge` (of the part on `page`) are set where its right columns are on other pages.
    """

    page: int
    xs: list[float]
    ys: list[float]
    cells: list[PageCell]
    ruled: bool = True
    goes_on: bool = False
    last_page: int | None = None
    right_edge: float | None = None

    @property
    def box(self) -> Box:
        return (self.xs[0], self.ys[0], self.right_edge or self.xs[-1], self.ys[-1])

    @property
    def height(self) -> int:
        return len(self.ys) - 1


@record()
class PageLayout:
    """One page read: its lines outside tables and its tables, each from top to bottom."""

    number: int
    width: float
    height: float
    lines: list[TextLine]
    tables: list[PageTable]
    hidden: list[TextLine] = field(default_factory=list)
