"""A `Document` as one string of folded characters that knows where each of them stands.

It is what a finished notice is held against: every field of it must be found here, and every character
of this must be found in the notice or in a finding. Nothing of how a notice is built is known here.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from wpkit.blocks import Box, Cell, Document, Line, Table, Where
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.schema import Place
from wpkit.text import fold

Span = tuple[int, int]
_Chain = tuple[Span, "_Chain | None"]  # a part and those before it

# Where a line of text may be parted into cells; a bar that Markdown escapes is one inside a cell.
_CELLS = pattern(
    r"[\t｜│┃]|(?<!\\)\||(?<=\S) {2,}(?=\S)|(?<=\S)\u3000{2,}(?=\S)",
    needs=(
        "\t",
        "|",
        "｜",
        "│",
        "┃",
        "  ",
        "\u3000\u3000",
    ),
)
# Text that is printed by turns is looked for among this many pieces at most, in this many steps.
_MOST_PIECES, _MOST_STEPS = 3000, 500_000
_NUMBERED = pattern(r"\d{1,3}[、.](?=[^\W\d])")
_NUMBERED_LABEL = pattern(r"(?:\d{1,3}[、.]?|\(\d{1,2}\))[^\W\d_a-zA-Z]{2,10}:", needs=":")
# A label at the beginning is the same in such brackets as before a colon.
_LABEL = pattern(r"^\s*【([^【】]{2,8})】\s*[:：]?", needs="【")


@record(frozen=True)
class Piece:
    """Characters that stand together: a line or a part of one between cell marks, a paragraph, a cell. `slot` is
    the part's number in its line, or the cell's column; `raw` is the part as printed, with its blanks; `parts` is how
    many parts its line has, in which blanks may stand between cells; 0 where it is no line's."""

    start: int
    end: int
    where: Where
    slot: int = 0
    raw: str = ""
    parts: int = 0


class Printed:
    """`text` is every printed character but blanks, folded; `pieces` parts it without gaps, in reading order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.pieces: list[Piece] = []
        self._parts: list[str] = []
        self._length = 0
        self._rows: dict[tuple[str | None, int | None, int | None], list[int]] = {}
        for block in document.blocks:
            if isinstance(block, Table):
                self._add_table(block)
            elif isinstance(block, Line):
                parts = _CELLS.split(block.text) if _CELLS.search(block.text) else [block.text]
                for slot, part in enumerate(parts):
                    self._add(part.replace("\\|", "|"), block.where, slot, len(parts))
            else:
                self._add(block.text, block.where)
        self.text = "".join(self._parts)
        self._starts = [piece.start for piece in self.pieces]
        self._by_line = sorted(
            (p.where.line, k) for k, p in enumerate(self.pieces) if p.where.line is not None
        )
        self._words: dict[Span, list[Span]] = {}  # by where their piece stands
        self._lines_only = all(n == k for n, (_, k) in enumerate(self._by_line))
        self._by_paragraph: dict[int, list[int]] = {}
        self._by_page: dict[int, list[int]] = {}
        for k, piece in enumerate(self.pieces):
            if piece.where.paragraph is not None:
                self._by_paragraph.setdefault(piece.where.paragraph, []).append(k)
            if piece.where.page is not None:
                for page in range(piece.where.page, (piece.where.end_page or piece.where.page) + 1):
                    self._by_page.setdefault(page, []).append(k)

    def _add(self, text: str, where: Where, slot: int = 0, parts: int = 0) -> int | None:
        text = _with_colon(text)
        words = fold(text)
        if not words:
            return None
        self.pieces.append(Piece(self._length, self._length + len(words), where, slot, text, parts))
        self._parts.append(words)
        self._length += len(words)
        return len(self.pieces) - 1

    def _add_table(self, table: Table) -> None:
        keys = [(row.where.sheet, row.where.table, row.where.row) for row in table.rows]
        for at, row in enumerate(table.rows):
            for cell in row.cells:
                index = self._add(cell.text, _where(cell, row.where), cell.column)
                if index is None:
                    continue
                for key in keys[at : at + max(cell.row_span, 1)]:
                    self._rows.setdefault(key, []).append(index)

    # Places ---------------------------------------------------------------------------------------

    def at(self, place: Place) -> Sequence[int]:
        """The pieces that stand at a place, in reading order; a row has the merged cells that reach into it."""
        if place.row is not None and (found := self._rows.get((place.sheet, place.table, place.row))):
            return found
        if place.table is not None and place.row is None and place.paragraph is None and place.line is None:
            inside = [
                found for (s, t, _), found in self._rows.items() if (s, t) == (place.sheet, place.table)
            ]
            return sorted({k for found in inside for k in found})
        if place.paragraph is not None:
            last = place.end_paragraph or place.paragraph
            return [
                k for number in range(place.paragraph, last + 1) for k in self._by_paragraph.get(number, ())
            ]
        if place.line is not None and self._by_line:
            last = place.end_line or place.line
            low = bisect_left(self._by_line, (place.line, -1))
            high = bisect_right(self._by_line, (last, len(self.pieces)))
            if self._lines_only:
                return range(low, high)
            return [k for _, k in self._by_line[low:high]]
        if place.page is not None:
            return self._on_pages(place)
        return []

    def _on_pages(self, place: Place) -> list[int]:
        first, last = place.page or 1, place.end_page or place.page or 1
        found = [k for page in range(first, last + 1) for k in self._by_page.get(page, ())]
        if place.box is None:
            return found
        boxes: dict[int | None, list[Box]] = {first: [place.box]}
        for part in place.continued or ():
            boxes.setdefault(part.page, []).append(part.box)
        if last > first and not place.continued:  # how far it reaches is not told
            boxes[first] = [(-math.inf, place.box[1], math.inf, math.inf)]
        out = []
        for k in dict.fromkeys(found):
            where = self.pieces[k].where
            on = boxes.get(where.page)
            if where.box is None or on is None or any(_meet(where.box, box) for box in on):
                out.append(k)
        return out

    def index_at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def piece_at(self, offset: int) -> Piece:
        return self.pieces[self.index_at(offset)]

    # Finding --------------------------------------------------------------------------------------

    def trace(self, words: str, pieces: Sequence[int], after: int = 0) -> list[Span] | None:
        """Where the words stand in these pieces: in one stretch, or in parts one after another with others between
        (cells whose lines are printed by turns): whole pieces, or of each line as many whole words side by side.
        None where they do not. Of several such stretches the first that stands `after` a place, or else the first."""
        wanted = fold(_with_colon(words))
        if not wanted:
            return []
        stretches = self._stretches(pieces)
        if len(stretches) == 1:
            low, high = stretches[0]
            at = self.text.find(wanted, after, high) if after > low else -1
            at = at if at >= 0 else self.text.find(wanted, low, high)
            if at >= 0:
                return [(at, at + len(wanted))]
        else:
            joined = "".join(self.text[a:b] for a, b in stretches)
            at = joined.find(wanted)
            if at >= 0:
                return _mapped(stretches, at, at + len(wanted))
        return self._by_turns(wanted, pieces)

    def by_turns(self, words: str, pieces: Sequence[int]) -> list[Span] | None:
        """Where the words stand in parts one after another, whatever holds them in one stretch; None where they do not."""
        return self._by_turns(fold(_with_colon(words)), pieces) if words else None

    def every(self, words: str, pieces: Sequence[int]) -> list[Span]:
        """Each place where the words stand in one stretch of adjoining pieces."""
        wanted = fold(words)
        out: list[Span] = []
        for low, high in self._stretches(pieces) if wanted else ():
            at = self.text.find(wanted, low, high)
            while at >= 0:
                out.append((at, at + len(wanted)))
                at = self.text.find(wanted, at + len(wanted), high)
        return out

    def _stretches(self, pieces: Sequence[int]) -> list[Span]:
        if isinstance(pieces, range) and pieces.step == 1:
            return [(self.pieces[pieces[0]].start, self.pieces[pieces[-1]].end)] if pieces else []
        out: list[Span] = []
        for k in pieces:
            piece = self.pieces[k]
            if out and out[-1][1] == piece.start:
                out[-1] = (out[-1][0], piece.end)
            else:
                out.append((piece.start, piece.end))
        return out

    def _by_turns(self, wanted: str, pieces: Sequence[int]) -> list[Span] | None:
        """Parts that make up the words in order, at most one of each line; only the first may begin, the last end,
        inside a word. A page's running number or a numbered label (3.活动内容：) before a line is no part of it."""
        if len(pieces) > _MOST_PIECES:
            return None
        reached: dict[int, _Chain | None] = {0: None}  # length found → the last parts that make it up
        steps = 0
        for words in self._by_lines(pieces):
            if len(reached) == 1 and self.text.find(wanted[0], words[0][0], words[-1][1]) < 0:
                continue  # nothing begins on this line
            ends = [end for _, end in words]
            inside = [at for a, b in words if (at := _tail(self.text[a:b], wanted, a)) is not None]
            label = _NUMBERED_LABEL.match(self.text, words[0][0], ends[-1])
            numbered = (_NUMBERED.match(self.text, *words[0]), label)
            starts = [*(a for a, _ in words), *(found.end() for found in numbered if found)]
            fresh: dict[int, _Chain | None] = {}
            for length, chain in sorted(reached.items(), reverse=True, key=itemgetter(0)):
                steps += len(words)
                for start in [*starts, *(inside if not length else ())]:
                    if start == ends[-1] or self.text[start] != wanted[length]:
                        continue
                    if self.text.startswith(wanted[length:], start, ends[-1]):
                        return _spans(((start, start + len(wanted) - length), chain))
                    at = start
                    for end in ends[bisect_right(ends, start) :]:
                        steps += 1
                        if not wanted.startswith(self.text[at:end], length + at - start):
                            break
                        fresh.setdefault(length + end - start, ((start, end), chain))
                        at = end
                if steps > _MOST_STEPS:
                    return None
            reached.update(fresh)
        return None

    def _by_lines(self, pieces: Sequence[int]) -> Iterator[list[Span]]:
        """The words of each line among these pieces; a piece that is no part of a line is one word."""
        words: list[Span] = []
        before: Piece | None = None
        for k in pieces:
            piece = self.pieces[k]
            if before is not None and (before.where is not piece.where or before.end != piece.start):
                yield words
                words = []
            words += self.words(piece)
            before = piece
        if words:
            yield words

    def words(self, piece: Piece) -> list[Span]:
        """The words of a piece of a line, which blanks part; a piece that is no part of a line is one word."""
        if (known := self._words.get((piece.start, piece.end))) is not None:
            return known
        out = self._words[piece.start, piece.end] = []
        at = piece.start
        for part in piece.raw.split() if piece.parts else (piece.raw,):
            length = len(fold(part))
            out.append((at, at + length))
            at += length
        return out


def _with_colon(text: str) -> str:
    """The text with a label that it begins with before a colon (【责任单位】区教育局 → 责任单位：区教育局)."""
    return _LABEL.sub(r"\1：", text, count=1) if "【" in text else text


def _where(cell: Cell, row: Where) -> Where:
    known = cell.where if any(value is not None for value in cell.where) else row
    return known._replace(
        sheet=known.sheet or row.sheet, table=known.table or row.table, row=known.row or row.row
    )


def _meet(one: Box, other: Box) -> bool:
    return one[3] > other[1] + 1 and one[1] < other[3] - 1 and one[2] > other[0] + 1 and one[0] < other[2] - 1


def _tail(word: str, wanted: str, start: int) -> int | None:
    """Where the longest end of a word that starts there begins that the wanted words begin with; two characters at
    least, or one behind a mark."""
    opening = wanted[:2]
    at = word.find(opening, max(1, len(word) - len(wanted))) if len(opening) == 2 else -1
    while at >= 0:
        if wanted.startswith(word[at:]):
            return start + at
        at = word.find(opening, at + 1)
    single = len(word) > 1 and word[-2] in "、,;:。" and wanted.startswith(word[-1])
    return start + len(word) - 1 if single else None


def _spans(chain: _Chain | None) -> list[Span]:
    spans: list[Span] = []
    while chain is not None:
        span, chain = chain
        spans.append(span)
    return spans[::-1]


def _mapped(stretches: Sequence[Span], start: int, end: int) -> list[Span]:
    """The stretch [start, end) of the joined stretches as spans of the whole text."""
    out: list[Span] = []
    before = 0
    for a, b in stretches:
        low, high = max(start - before, 0), min(end - before, b - a)
        if low < high:
            out.append((a + low, a + high))
        before += b - a
    return out
