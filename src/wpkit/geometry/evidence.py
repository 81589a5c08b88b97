"""What speaks for a row cut by a page break and for a merged cell that goes on over it.

A page break can cut a row in two, and it ends every merged cell. Nothing in the file says so; columns do: a
number column without a number, a column that is never empty but here, a line that reaches its cell's edge and
stops without a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from wpkit.blocks import Where
from wpkit.geometry.model import Box, TextLine
from wpkit.records import record
from wpkit.text import number_of

_FINAL = frozenset("。．！？；!?;.”’）)")
_OPENING, _CLOSING = "（(《“〔[【", "）)》”〕]】"
_NO_START = frozenset(_CLOSING + "，。、；：！？,;:!?")
_NO_END = frozenset(_OPENING + "、，,")
_MARK = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)、]|[.．](?!\d))")
_DIGITS = re.compile(r"\d+")
SURE = 2.0  # a cut row that scores less is told as unsure


@record()
class Piece:
    """A cell while its table is put together. `last_box` and `last_lines` are its part on the last page."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: list[TextLine]
    where: Where
    last_box: Box
    last_lines: list[TextLine]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> str:
        return "".join("".join(line.text.split()) for line in self.lines)

    @property
    def end(self) -> int:
        return self.row + self.row_span


def shape(text: str) -> str:
    """The text with 0 for each of its numbers: 8月底前 and 12月底前 are of one shape."""
    return _DIGITS.sub("0", text)


class Column:
    """What all parts of a table tell about one column, from the rows that no page break touches."""

    def __init__(self, inner: Iterable[Piece]) -> None:
        cells = list(inner)
        self.count = len(cells)
        filled = [p.words for p in cells if p.lines]
        self.share = len(filled) / self.count if self.count else 0.5
        self.merged = any(p.row_span > 1 for p in cells)
        self.texts = set(filled)
        self.shapes = {shape(text) for text in filled}
        numbers = [number_of(text.rstrip(".．、")) for text in filled]
        self.numbers = bool(numbers) and sum(n is not None for n in numbers) > 0.7 * len(numbers)
        self.repeats = len(self.texts) < 0.7 * len(filled)
        self.final = sum(text[-1] in _FINAL for text in filled) > 0.7 * len(filled) if filled else False
        self.length = sum(map(len, filled)) / len(filled) if filled else 0.0


def cut_score(
    columns: list[Column], top: dict[int, Piece], open_: dict[int, Piece], last_number: int | None
) -> float:
    """Above 0 where the part's first row (`top`) is the rest of the table's last (`open_`); `SURE` or more where
    that is beyond doubt. `last_number` is the number of the row before the last."""
    if not all(c in open_ and open_[c].column_span == p.column_span for c, p in top.items()):
        return -9.0
    if not any(p.lines for p in top.values()):
        return SURE  # the empty rest of a row whose space, not whose text, went over the page
    return sum(_cut(columns[c], open_[c], p, last_number) for c, p in top.items())


def _cut(column: Column, before: Piece, after: Piece, last_number: int | None) -> float:
    text = after.words
    if column.numbers and not column.merged and after.row_span == 1:
        if not text:
            return 3.0 if before.lines else 0.0
        if not before.lines:
            return 3.0
        # a narrow column wraps 80 into 8 and 0
        whole = number_of((before.words + text).rstrip(".．、"))
        return 3.0 if last_number is not None and whole == last_number + 1 else -6.0
    if column.merged or after.row_span > 1 or before.row_span > 1:
        return 0.0 if not text or not before.lines else -0.5
    if not text:
        return 1.0 if column.share > 0.95 else 0.5 if column.share > 0.7 else 0.0
    if not before.lines:
        return 1.0 if column.share > 0.95 else -0.5  # the row above lacks what every row has
    if text[0] in _NO_START or before.words[-1] in _NO_END:
        return 2.5
    if column.repeats:
        if before.words + text in column.texts and before.words not in column.texts:
            return 2.5
        if text in column.texts:
            return -3.0 if before.words in column.texts else -1.5
    score = 0.0
    if column.final:
        score += 2.0 if before.words[-1] not in _FINAL else -0.5
    return score if is_full(before) else score - 2.0


def is_full(piece: Piece) -> bool:
    """Whether the cell's last line reaches its right edge, as a line does that goes on below."""
    if not piece.last_lines:
        return False
    last = piece.last_lines[-1]
    right = max(line.x1 for line in piece.last_lines)
    reaches = len(piece.last_lines) > 1 and right - last.x1 < 1.2 * last.size
    return piece.last_box[2] - (right if reaches else last.x1) < 2.2 * last.size


def goes_on(column: Column, before: Piece, after: Piece) -> bool | None:
    """Whether the cell above the break goes on as `after`. True: surely; False: it seems so; None: it does not."""
    text, known = after.words, before.words
    merged = before.row_span > 1 or after.row_span > 1
    if column.numbers and not merged and not column.merged:
        return None
    if not text:
        if not known:
            return True if merged else None
        if merged or column.merged:
            return True if column.share == 1 else merged or None
        return False if column.share == 1 and column.count >= 8 else None
    if text == known and (merged or column.merged):
        return True
    if not known and merged:
        return column.share == 1
    if (merged or column.merged) and spills(column, before, after) >= 3:
        return True
    return None


def spills(column: Column, before: Piece, after: Piece) -> float:
    """What speaks for a label that was too long for its cell on the page above: 3 or more is enough."""
    text, known = after.words, before.words
    if not known or not before.last_lines or text in column.texts or _MARK.match(text):
        return 0.0
    if known in column.texts or column.shapes.issuperset((shape(known), shape(text))):
        return 0.0  # each is a whole cell, as others of the column are
    lines = before.last_lines
    pitch = (
        (lines[-1].middle - lines[0].middle) / (len(lines) - 1) if len(lines) > 1 else lines[-1].size * 1.4
    )
    if before.last_box[3] - lines[-1].bottom > pitch:
        return 0.0
    score = 0.5 + is_full(before) + (before.row_span > 1)
    score += 0.5 * (after.lines[0].top - after.last_box[1] < pitch)
    if any(known.count(a) > known.count(b) for a, b in zip(_OPENING, _CLOSING, strict=True)):
        score += 2
    return score + 2 * (text[0] in _NO_START)
