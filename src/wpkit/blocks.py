"""The narrow waist between parsers and structure: what a file says and where, not what it means.

A parser yields a `Document` of blocks in reading order:

* `Line`: one printed line whose paragraph is not known (text files, PDF, OFD, scans);
* `Paragraph`: one whole paragraph (Word, HTML), with the number that the program prints before it;
* `Table`: rows of cells with their spans, one logical table over any number of pages.

Text is kept as printed, but for characters that no reader sees (see `text.clean`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Any, NamedTuple

from wpkit.records import record
from wpkit.schema import Finding, Place, PlacePart

Box = tuple[float, float, float, float]
# Points that the next column of a page begins above the end of the last one, at the least.
_BACK_UP = 60.0


class Where(NamedTuple):
    """A `schema.Place` that is cheap to make: one for each line of a long file."""

    page: int | None = None
    end_page: int | None = None
    line: int | None = None
    end_line: int | None = None
    paragraph: int | None = None
    end_paragraph: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    box: Box | None = None
    continued: tuple[tuple[int, Box], ...] | None = None
    member: str | None = None

    def place(self) -> Place:
        known: dict[str, Any] = {k: v for k, v in zip(self._fields, self, strict=True) if v is not None}
        if self.continued:
            known["continued"] = tuple(PlacePart(page=page, box=box) for page, box in self.continued)
        return Place.model_construct(**known)

    @classmethod
    def of(cls, place: Place) -> Where:
        """The same place as a `Where`."""
        known = {name: getattr(place, name) for name in cls._fields}
        known["continued"] = tuple((part.page, part.box) for part in place.continued or ()) or None
        return cls(**known)

    def to(self, last: Where) -> Where:
        """The stretch from here to `last`: a box for each page and each column that they stand in."""
        box, continued = self.box, self.continued
        if box and last.box:
            parts = [(self.page or 1, box), *(continued or ())]
            for part in ((last.page or 1, last.box), *(last.continued or ())):
                _put(parts, *part)
            box, continued = parts[0][1], tuple(parts[1:]) or None
        end_line, end_page = last.end_line or last.line, last.end_page or last.page
        end_paragraph = last.end_paragraph or last.paragraph
        return self._replace(
            end_line=end_line if end_line != self.line else None,
            end_page=end_page if end_page != self.page else None,
            end_paragraph=end_paragraph if end_paragraph != self.paragraph else None,
            box=box,
            continued=continued,
        )


def _put(parts: list[tuple[int, Box]], page: int, box: Box) -> None:
    """Puts a box to the others: into the last one of its page where it stands in the same column."""
    at = next((k for k in range(len(parts) - 1, -1, -1) if parts[k][0] == page), None)
    last = box if at is None else parts[at][1]
    if at is None or (box[0] > last[2] and box[3] < last[1] - _BACK_UP):
        parts.append((page, box))
        return
    parts[at] = (
        page,
        (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3])),
    )


def stretch(wheres: Iterable[Where]) -> Where:
    """The stretch over all of these, in their order; on pages with positions each adds its box.

    Raises ValueError where there are none.
    """
    listed = list(wheres)
    if not listed:
        raise ValueError("no places")
    first, *rest = listed
    if rest and first.box is None:
        return first.to(rest[-1])
    for where in rest:
        first = first.to(where)
    return first


@record()
class Line:
    """One printed line. `gap` counts the blank lines before it (text), or is 1 where the
    distance to the line above is clearly more than the usual one (pages with positions).

    Only pages with positions tell the rest: `size` of its characters in points; `indent`, its distance from the
    left margin of the page's text, and `room`, what is free up to the right margin, both in its own sizes (a line
    that wraps leaves less than 2); `centered` where it stands in the middle and reaches neither margin.
    """

    text: str
    where: Where = Where()
    gap: int = 0
    size: float | None = None
    indent: float | None = None
    room: float | None = None
    centered: bool = False

    @property
    def full(self) -> bool | None:
        """Whether the line reaches the right margin, so that its paragraph may go on; None where it is unknown."""
        return None if self.room is None else self.room < 1.8


@record()
class Paragraph:
    """One whole paragraph. `text` includes an automatic number as the program prints it."""

    text: str
    where: Where = Where()
    heading: int | None = None  # the outline level that the file itself states, 1 to 9
    centered: bool = False


@record()
class Cell:
    """One cell with the columns and rows that it covers; lines inside it are parted by \\n.

    `column` counts from 0. A covered slot has no Cell of its own: the cell that covers it says so
    with its spans.
    """

    text: str
    column: int
    row_span: int = 1
    column_span: int = 1
    where: Where = Where()


@record()
class Row:
    """A table's row: its cells from left to right, without the slots that other cells cover."""

    cells: list[Cell]
    where: Where = Where()
    new_page: bool = False  # the first row on a new page, where pages show


@record()
class Table:
    """`spans_known` is true where the file itself states merged cells (Word, HTML, ruled PDF,
    spreadsheets); false where an empty cell may be a merged one (text exports). `label_first`: a merged
    cell's words stand in the first of its rows for sure (exports of web tables); page exports print them
    at its middle. `guessed`: no mark parts the cells, where each begins is a guess. `wrapped`: a cell's lines may be
    what the column's width made of one (pages); else whoever wrote it parted them."""

    rows: list[Row]
    where: Where = Where()
    spans_known: bool = True
    label_first: bool = False
    guessed: bool = False
    wrapped: bool = False

    @property
    def width(self) -> int:
        return max((c.column + c.column_span for r in self.rows for c in r.cells), default=0)


Block = Line | Paragraph | Table


@record()
class Document:
    """What a parser found. `head` holds what the file states about the notice beside its text
    (an HTML index box): keys are field names of `Notice`. `left_out` holds printed text that the
    parser knows to be no part of the notice (page furniture), with its place."""

    format: str
    blocks: list[Block]
    encoding: str | None = None
    pages: int | None = None
    head: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    left_out: list[Line] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        return (b for b in self.blocks if isinstance(b, Line))
