"""The search for the cells of pieces printed in a known order: row by row, or line by line over all columns.

`pdftotext -raw`, pypdf and PyMuPDF print what a page draws as it is drawn: the cells of a row one after another, each
whole, then those of the next row. pdfplumber prints what stands at one height on one line, so that the lines of a
row's cells interleave, the shorter cells at the middle of the row or at its top. In both, a row is done before the next
begins, and on a line pieces go from left to right; so far fewer readings are possible than where columns are printed
apart, and the same evidence tells them apart better.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from wpkit.fields.numbering import read_marker
from wpkit.fields.units import is_units, unit_likeness
from wpkit.patterns import pattern
from wpkit.structure.columns import Column
from wpkit.structure.evidence import ENDS, HEADING, LONGEST_CELL, LOOSE, THROWN, Evidence, Open, Spilled, Step
from wpkit.structure.pieces import Piece
from wpkit.structure.reflow import width
from wpkit.text import join

# What no line break comes into: a number or Latin word with the brackets around it, and a character that clings to it
_WHOLE = pattern(r"[^\x00-\x7f]?[“‘（《〔]?[!-~]{2,}[”’）》〕，。、；：]*|.[，。、；：”’）》〕]")
_NARROWEST = 10
_NARROW, _BEAM = 10, 24  # how many readings are kept
_HOPELESS = 20.0
_UNNUMBERED = 6.0  # what a row without a number costs where rows have one
_MISCOUNTED = 5.0  # that a row's number is not the next
# That a number is printed behind other cells of its row, where the cells of a row are printed one after another
_LATE = 2.5
_LABEL = 1.5  # that a label reads as well as a cell of another kind: what speaks for one where it stands
_OFF = 0.6  # what it costs that a cell stands off its row's middle by a line
_LOW = float("-inf")
_PARTING = "、，；"  # a list may be broken behind them wherever it is
_PARTED = 3.0  # that blanks part two pieces of one cell where they part columns
_BESIDE_DIGIT = 0.6  # … and a digit stands beside them
_RECENT = 8  # lines; a label begun before them is as good as closed
_PROSE = 1.5  # that a label's line is as wide as one of a task
_NAMELESS = 3.0  # that the first row has no label in a grouping column
_UNDIVIDED = 1.5  # that a group begins without a label of a group in it
_NAMES = 1.5  # that whole names stand beside each other in one cell
_OUT_OF_STEP = 1.5  # that a cell goes on between the lines that stand beside its own
_CLOSE = 2  # lines between the labels of two groups, at least
_MOST_OFF = 2.4
_GAIN = 1.1  # the most that a cell gains by going on, whatever its words read as


class _State(NamedTuple):
    score: float
    row: int
    column: int  # of the last piece: of its line, or of its row
    cells: tuple[Open | None, ...]  # of the row, and the last label of each grouping column
    number: int  # the piece that is the row's number; -1 before it
    back: Step | None


# A way to go on: score, from, column, row, whether a cell begins, its text
_Choice = tuple[float, _State, int, int, bool, str]


class Ordered(Evidence):
    """`by_lines`: the pieces of a line stand beside each other in several columns; `top`: at the top of their row."""

    def __init__(
        self, pieces: list[Piece], columns: Sequence[Column], *, by_lines: bool, top: bool = False
    ) -> None:
        super().__init__(pieces, columns)
        self.by_lines, self.top = by_lines, top
        self.numbered = self.number is not None and any(p.value is not None for p in pieces)
        self.labels = [k for k, kind in enumerate(self.kinds) if kind == "category"]
        prose = Counter(p.wide for p in pieces if p.wide >= _NARROWEST and unit_likeness(p.text) < 0.5)
        self.margin = max(
            prose, key=lambda w: (w * sum(n for v, n in prose.items() if w - 2 <= v <= w), w), default=0
        )
        self.content = self.kinds.index("content")
        self.lines = [p.line for p in pieces]
        self.clings = [_clings(p.text) for p in pieces]
        self.apart = [_set_apart(p.text) for p in pieces]
        self.filled = [k for k, kind in enumerate(self.kinds) if kind not in ("category", "number")]

    def read(self, *, narrowly: bool = False) -> tuple[Spilled, float]:
        """The likeliest reading, and what speaks for it: 0 where nothing speaks against it. Where lines go over all columns
        more readings than a few have to be kept; `narrowly`: those few."""
        most = _BEAM if self.by_lines and not narrowly else _NARROW
        nothing: tuple[Open | None, ...] = (None,) * len(self.columns)
        beam = [_State(0.0, -1, len(self.columns), nothing, 0, None)]
        for i, piece in enumerate(self.pieces):
            choices: list[_Choice] = []
            least = _LOW
            for state in beam:
                self._steps(state, i, piece, choices, least)
                if least == _LOW:  # the likeliest state's
                    least = max(map(itemgetter(0), choices)) - _HOPELESS
            for state in self._begun(beam, i):
                self._begins(state, i, piece, choices, least)
            choices.sort(key=itemgetter(0), reverse=True)
            least = choices[0][0] - _HOPELESS
            found: dict[tuple[object, ...], _State] = {}
            for choice in choices[: 4 * most]:
                if choice[0] < least:
                    break
                new = self._taken(choice, i)
                key = (new.row, new.column, new.number >= 0, *self._open(new.cells, i))
                if key not in found:
                    found[key] = new
                    if len(found) == most:
                        break
            beam = list(found.values())
        score, best = max(((s.score - self._left(s), s) for s in beam), key=itemgetter(0))
        return self.found(best.back, best.row + 1), score

    def _closed(self, s: _State) -> bool:
        """Whether no row is open: at the beginning, and below a heading."""
        return s.column >= len(self.columns)

    def _left(self, s: _State) -> float:
        """What it costs that a row ends: the cells that it lacks, and those that stand off its middle."""
        if self._closed(s):
            return 0.0
        cost = (
            _NAMELESS * sum(s.cells[k] is None for k in self.labels)
            if s.row == 0 and not self.by_lines
            else 0.0
        )
        cost += _UNNUMBERED if self.numbered and s.number < 0 else 0.0
        for k in self.filled:
            if s.cells[k] is None and (self.by_lines or k > s.column):
                cost += self.skips[k]
        return cost + (self._off(s) if self.by_lines else 0.0)

    def _off(self, s: _State) -> float:
        """What speaks against the lines that a row's cells stand on: their middles, or their tops, are at one height."""
        at = [
            (self.pieces[cell.first].line + (0 if self.top else self.pieces[cell.last].line))
            / (1 if self.top else 2)
            for k in self.filled
            if (cell := s.cells[k]) is not None
        ]
        if s.number >= 0 and self.numbered:
            middle = float(self.pieces[s.number].line)
        elif at:
            middle = sorted(at)[len(at) // 2]
        else:
            return 0.0
        return sum(min(_MOST_OFF, _OFF * max(0.0, abs(a - middle) - 0.5)) for a in at)

    def _begun(self, beam: Sequence[_State], i: int) -> list[_State]:
        """The states in which a row begins with piece i: of those that will go on alike, the likeliest."""
        if self.by_lines and self.pieces[i].same_line:
            return []
        best: dict[tuple[object, ...], tuple[float, _State]] = {}
        for s in beam:
            key: tuple[object, ...] = (s.row,)
            if self.by_lines:
                key = (s.row, *self._open([s.cells[k] for k in self.labels], i))
            score = s.score - self._left(s)
            if key not in best or score > best[key][0]:
                best[key] = score, s
        return [
            _State(
                score,
                s.row + 1,
                -1,
                tuple([c if k in self.labels else None for k, c in enumerate(s.cells)]),
                -1,
                s.back,
            )
            for score, s in best.values()
        ]

    def _open(self, cells: Sequence[Open | None], i: int) -> list[int]:
        """The first piece of each cell, as far as it stands near enough to go on with piece i; else -1."""
        lines = self.lines
        near = lines[i] - _RECENT
        return [cell.first if cell is not None and lines[cell.last] > near else -1 for cell in cells]

    def _begins(self, s: _State, i: int, piece: Piece, out: list[_Choice], least: float) -> None:
        """The ways to begin a row with piece i."""
        if piece.value is not None:
            out.append(
                (s.score - _MISCOUNTED * abs(piece.value - s.row), s, self.number or 0, piece.value, True, "")
            )
            return
        if not piece.same_line and self.is_heading(i):
            out.append((s.score + 0.5, s, HEADING, s.row - 1, True, ""))
        self._cells(s, i, piece, out, least)

    def _steps(self, s: _State, i: int, piece: Piece, out: list[_Choice], least: float) -> None:
        """The ways to go on in a row with piece i, each with its score."""
        out.append((s.score - THROWN, s, LOOSE, s.row, False, ""))
        if self._closed(s):
            return
        if piece.value is not None:
            c = self.number or 0
            if s.number < 0:
                late = _LATE if s.column > c and not self.by_lines else 0.0
                cost = _MISCOUNTED * abs(piece.value - s.row) + late
                out.append((s.score - cost, s, c, piece.value, True, ""))
            return
        if self.by_lines and not piece.same_line:
            s = s._replace(column=-1)
        self._cells(s, i, piece, out, least)
        if not self.by_lines and i and piece.page != self.pieces[i - 1].page:
            # the rest of a row that the page cut
            self._cells(s._replace(score=s.score - 1.0, column=-1), i, piece, out, least)

    def wrap(self, c: int, cell: Open, i: int) -> float:
        """What it costs that a cell goes on; a line of prose that leaves room ends its cell, or a sentence."""
        cost = super().wrap(c, cell, i)
        if self.by_lines and self.pieces[i].same_line and cell.last == i - 1:
            digits = self.pieces[i - 1].text[-1].isascii() or self.pieces[i].text[0].isascii()
            return cost + (_BESIDE_DIGIT if digits else _PARTED)
        if self.pieces[i].same_line and self.kinds[c] == "units" and is_units(cell.text.split("、")[-1]):
            cost += _NAMES if is_units(self.pieces[i].text) else 0.0
        if self.kinds[c] == "units" and c in self.margins and cell.text[-1] not in _PARTING:
            cost += 1.5 if self._free(c, cell.last, i) >= 1 else 0.0
        if self.kinds[c] == "content" and self.pieces[cell.last].text[-1] not in ENDS:
            free = self._free(c, cell.last, i)
            cost += min(3.0, 0.8 + 0.4 * free) if free >= 1 else 0.4 if free >= 0 else 0.0
        return cost

    def _out_of_step(self, c: int, cell: Open, content: Open | None, piece: Piece) -> bool:
        """Whether a cell goes on where the task, whose last line stood beside its own and ends no sentence, does not: lines
        that stand side by side once do so further down."""
        if not self.by_lines or c <= self.content or content is None or cell.row != content.row:
            return False
        beside = self.pieces[content.last]
        return beside.line == self.pieces[cell.last].line < piece.line and beside.text[-1] not in ENDS

    def _free(self, c: int, last: int, i: int) -> float:
        """How much room a line left at its end that what begins the next would have fitted into; below 0 for none."""
        before, after = self.pieces[last], self.pieces[i]
        beside = 0.5 * (before.text[-1].isascii() != after.text[0].isascii())
        return self.full(c) - before.wide - self.clings[i] - self.apart[last] - beside

    def _opening(self, kind: str, text: str) -> float:
        """What speaks against a task that begins with a list of names."""
        return -2.0 if kind == "content" and "、" in text and unit_likeness(text) > 0.6 else 0.0

    def _label(self, c: int, i: int, cells: Sequence[Open | None]) -> float:
        """What speaks for a piece beginning a label rather than a cell of another kind."""
        piece = self.pieces[i]
        over = piece.wide - self.margins[c] if c in self.margins else 0
        content = self.full(self.content)
        marker = read_marker(piece.text)
        value = _LABEL + (1.5 if marker is not None and marker.notation in ("han", "part") else 0.0)
        value -= min(3.0, 0.5 * over) if over > 2 else 0.0
        value -= 2.0 if piece.text in self.rests else 0.0
        above = cells[c]
        if self.by_lines and above is not None and piece.line - self.pieces[above.last].line <= _CLOSE:
            value -= 1.5
        if content and not self.by_lines and i + 1 < len(self.pieces):
            free = self._free(self.content, i, i + 1)
        else:
            free = content - piece.wide - 1.5 if content else 2.0
        value -= _PROSE if free < 0 else 0.5 * _PROSE if free < 1 else 0.0
        return value

    def _cells(self, s: _State, i: int, piece: Piece, out: list[_Choice], least: float) -> None:
        """The cells of a row that piece i may begin or go on; none that is surely worth less than `least`."""
        text, cells, column, score, row = piece.text, s.cells, s.column, s.score, s.row
        fits = self.firsts(i)
        passed = 0.0
        for c in range(max(column, 0), len(self.kinds)):
            kind = self.kinds[c]
            if kind == "number":
                continue
            cell = cells[c]
            label = kind == "category"
            goes_on = cell is not None and (
                (c > column or (piece.same_line and cell.last == i - 1))
                if self.by_lines or piece.page != self.pieces[cell.last].page
                else c == column and cell.last == i - 1
            )
            if cell is not None and goes_on:
                joint = join(cell.text, text)
                if len(joint) <= LONGEST_CELL:
                    fit = self.fit(c, joint)
                    if score + fit - cell.fit - passed + _GAIN >= least:
                        value = score + fit - cell.fit - self.wrap(c, cell, i) - passed
                        if self._out_of_step(c, cell, cells[self.content], piece):
                            value -= _OUT_OF_STEP
                        out.append((value, s, c, row, False, joint))
            if c == column:
                continue
            if label or cell is None:
                more = self._label(c, i, cells) if label else self._opening(kind, text)
                out.append((score + fits[c] - passed + more, s, c, row, True, text))
            if self.by_lines:
                continue
            if label:
                # a group begins with the first of the groups in it
                outer = (cells[k] for k in self.labels if k < c)
                passed += _UNDIVIDED if any(o is not None and o.row == row for o in outer) else 0.0
            elif cell is None:
                passed += self.skips[c]

    def _taken(self, choice: _Choice, i: int) -> _State:
        """The state that a choice leads to."""
        score, s, c, row, begins, text = choice
        back = Step(s.back, i, c, row, begins)
        if c == LOOSE:
            return _State(score, s.row, s.column, s.cells, s.number, back)
        if c == HEADING:
            none = tuple([None] * len(self.columns))
            return _State(score, row, len(self.columns), none, 0, back)
        if c == self.number:
            return _State(score, row, c, s.cells, i, back)
        before = s.cells[c]
        first = i if begins or before is None else before.first
        cell = Open(row, text, self.fit(c, text), i, first)
        cells = (*s.cells[:c], cell, *s.cells[c + 1 :])
        return _State(score, row, c, cells, s.number, back)


def _clings(text: str) -> int:
    """How wide the beginning of a line is that no line break comes into."""
    match = _WHOLE.match(text)
    return width(match.group()) if match else 2


def _set_apart(text: str) -> float:
    """How wide the room is that is set between Chinese and Latin characters."""
    return 0.5 * sum(a.isascii() != b.isascii() for a, b in itertools.pairwise(text))
