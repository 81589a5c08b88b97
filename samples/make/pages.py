"""Text set on pages → the lines a PDF holds, and the text that a stream-order extractor gives for them.

Positions are in line pitches, counted downwards from the top of the page; widths in full-width characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NOT_FIRST = "，。、；：？！”’）》〉】〕％%…·"
NOT_LAST = "“‘（《〈【〔"


def width(text: str) -> float:
    """The width of a text: 1 for a full-width character, a half for any other."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def wrap(text: str, columns: float, indent: float = 0) -> list[str]:
    """The printed lines of a paragraph: closing marks may hang over the edge, words and numbers stay whole."""
    lines, line, room = [], "", columns - indent
    for piece in _pieces(text):
        if line and width(line) + width(piece) > room and not (piece in NOT_FIRST and width(line) <= room):
            carried = line[-1] if line[-1] in NOT_LAST and len(line) > 1 else ""
            lines.append(line.removesuffix(carried).rstrip() if carried else line.rstrip())
            line, room = carried, columns
            if piece == " ":
                continue
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for char in text:
        if (
            pieces
            and char.isascii()
            and char.isalnum()
            and pieces[-1][-1].isascii()
            and pieces[-1][-1].isalnum()
        ):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


@dataclass(frozen=True, slots=True)
class Printed:
    """One line of one cell: `top` is its middle, in pitches from the top of the page. `tall` is true of
    figures set in a Latin font, whose glyph boxes reach half a line up."""

    top: float
    text: str
    tall: bool = False


def extract(lines: Sequence[Printed]) -> str:
    """What an extractor that keeps the stream's order makes of one page.

    Lines at one height are parted by a blank; so is what stands up to half a line above tall figures.
    Anything further than the glyphs are high (full-width glyphs: short, figures: tall) is a new paragraph.
    """
    text = ""
    before: Printed | None = None
    for line in lines:
        if before is None:
            text = line.text
        else:
            down = line.top - before.top
            joined = abs(down) < 0.05 or (before.tall and -0.55 < down < 0)
            near = 1.25 if before.tall or before.text[-1].isdigit() else 0.75
            text += (" " if joined else "\n" if abs(down) <= near else "\n\n") + line.text
            if joined and before.tall and abs(down) > 0.05:
                line = Printed(line.top, line.text)
        before = line
    return text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a ruled table: what it holds, and how many characters a line of it takes."""

    field: str
    columns: float


@dataclass(slots=True)
class RowLines:
    """One row's own cells as printed lines, and its height in pitches."""

    cells: dict[str, list[str]]
    height: float


def set_rows(
    rows: Iterable[dict[str, str]], columns: Sequence[Column], padding: float = 0.3
) -> list[RowLines]:
    """Rows with their cells wrapped to the columns' widths."""
    printed = []
    for row in rows:
        cells = {c.field: wrap_cell(row[c.field], c.columns) for c in columns if c.field in row}
        printed.append(RowLines(cells, max(map(len, cells.values())) + padding))
    return printed


def wrap_cell(text: str, columns: float) -> list[str]:
    """A cell's lines; a line feed in the text starts a new one."""
    return [line for part in text.split("\n") for line in wrap(part, columns)]


def place(lines: Sequence[str], top: float, height: float) -> list[Printed]:
    """A cell's lines, centred between the rulings above and below it."""
    first = top + height / 2 - (len(lines) - 1) / 2
    return [Printed(round(first + i, 3), line) for i, line in enumerate(lines)]
