"""The search for the reading of pieces printed in whatever order: a *beam* that gives each piece to a column and a row.

In every order of printing a column's cells come from the top down. So the beam goes over the pieces once and gives each
to the cell that is open in a column, to its next row, or to a row that was passed over. What speaks for a choice: what
the cell's words read as, the width that the column wraps at, sentence ends, names seen elsewhere, blank lines, how far
the row is from the one before, and that each column has as many cells as the page has rows, which the running numbers
tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import read_marker
from wpkit.fields.units import is_units, unit_likeness
from wpkit.structure.columns import MEASURED, Column
from wpkit.structure.pieces import Page, Piece, is_person
from wpkit.text import join, squeeze, tidy

_BEAM = 48
_CLOSING = tuple("，。、；：）)”》,;")
_ENDS = tuple("。；;！")


class _Open(NamedTuple):
    """The cell that was last begun in a column: its row, its text, the pieces that it has so far."""

    row: int
    text: str
    fit: float
    last: int  # its last piece


class _State(NamedTuple):
    score: float
    cells: tuple[_Open | None, ...]
    rows: tuple[int, ...]  # the last row with a cell in each column
    holes: tuple[tuple[int, ...], ...]  # the rows passed over in each column
    column: int  # of the last piece
    row: int
    top: int  # the greatest row so far
    back: _Step | None


class _Step(NamedTuple):
    before: _Step | None
    piece: int
    column: int
    row: int
    begins: bool


# A way to go on: score, from, column (or _HEADING, _LOOSE), row, whether a cell begins, how many rows are passed over
# (-1: one is filled that was), the cell's text.
_Choice = tuple[float, _State, int, int, bool, int, str]
_HEADING, _LOOSE = -1, -2
_HOPELESS = 25.0
_LONGEST_CELL = 600
_RECENT = 12  # pieces; a cell begun before them is as good as closed
_SKIP = {"content": 6.0, "deadline": 2.0, "units": 3.0, "person": 2.0, "other": 0.3, "category": 0.0}
# What a whole cell of each kind reads as: a column with all its cells costs nothing.
_BEST = {"content": 3.0, "deadline": 4.0, "units": 3.5, "person": 3.0, "category": 2.5}
_FURTHER = 1.6  # what an empty cell costs in a further column of units: few rows lack a lead, many a support
_APART = 0.5  # a row's distance from that of the piece before
_PASS = 1.0  # what it costs to pass over rows that may yet be filled
_FILL = 1.0  # that one is filled later: columns are printed from the top down
_NEXT = 1.0  # the most that the next row of a column costs for being far from the row of the piece before
_LEFTWARDS = 0.8  # that a cell of the same row stands left of the one before
_THROWN = 14.0  # what it costs to give a piece to no cell


@dataclass(slots=True)
class Spilled:
    """What the beam found: for each row its cells' pieces by column, headings before rows, pieces without a cell."""

    cells: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    headings: list[tuple[int, str, list[int]]] = field(default_factory=list)
    labels: dict[int, list[list[int]]] = field(default_factory=dict)
    loose: list[int] = field(default_factory=list)
    rows: int = 0


def _kind(column: Column) -> str:
    return "person" if column.role == "other" and header_kind(column.title) == "person" else column.role


class Search:
    def __init__(self, pieces: list[Piece], pages: list[Page], columns: Sequence[Column]) -> None:
        self.pieces, self.pages, self.columns = pieces, pages, columns
        self.kinds = [_kind(c) for c in columns]
        self.number = next((k for k, kind in enumerate(self.kinds) if kind == "number"), None)
        self.units = [k for k, kind in enumerate(self.kinds) if kind == "units"]
        self.skips = [
            _FURTHER if k in self.units[1:] else _SKIP.get(kind, 0.0) for k, kind in enumerate(self.kinds)
        ]
        if self.number is not None:
            self.skips[self.number] = 0.0
        gaps = sum(p.gap for p in pieces)
        self.gaps = gaps > 0.08 * len(pieces)
        self.margins: dict[int, int] = {}
        prose = Counter(p.wide for p in pieces if p.wide >= 24)
        self.margin = (
            max(prose, key=lambda w: (sum(n for v, n in prose.items() if w - 3 <= v <= w), w)) if prose else 0
        )
        ended = [p for p in pieces if p.wide >= 16 and p.text[-1] in _ENDS]
        full = [p for p in pieces if p.wide >= 16]
        self.closed = min(1.0, 2.5 * len(ended) / max(len(full), 1))
        items = Counter(i for p in pieces for i in p.text.split("、") if 1 < len(i) < 16)
        self.listed = frozenset(
            i for p in pieces if "、" in p.text and unit_likeness(p.text) > 0.5 for i in p.text.split("、")
        )
        self.known = frozenset(
            i for i, n in items.items() if n >= 2 and (i in self.listed or is_units(i)) and not is_deadline(i)
        )
        self.begin = 0
        lists = Counter(p.wide for p in pieces if "、" in p.text and unit_likeness(p.text) > 0.5)
        best = max(lists, key=lambda w: (sum(n for v, n in lists.items() if w - 2 <= v <= w), w), default=0)
        often = sum(n for v, n in lists.items() if best - 2 <= v <= best)
        self.list_margin = best if often >= 3 else 0
        self.leads: Counter[str] = Counter()
        self.supports: Counter[str] = Counter()
        self._fits: dict[tuple[int, str], float] = {}
        self._firsts: dict[int, list[float]] = {}

    # What a cell's words read as

    def fit(self, c: int, text: str) -> float:
        key = (c, text)
        if key not in self._fits:
            self._fits[key] = self._fit(c, text) - _BEST.get(self.kinds[c], 0.0)
        return self._fits[key]

    def _fit(self, c: int, text: str) -> float:
        kind = self.kinds[c]
        text = squeeze(text)
        time = len(text) <= 40 and is_deadline(text)
        if kind == "deadline":
            if time:
                return 4.0
            return -2.5 if len(text) <= 24 and re.match(r"\d", text) else -6.0
        if kind == "person":
            return 3.0 if is_person(text) else -6.0
        if time:
            return -4.0
        if kind == "units":
            return self._unit_fit(c, text)
        likeness = unit_likeness(text) if len(text) <= 80 else 0.0
        if kind == "content":
            score = 1.0 if len(text) >= 8 else -1.5
            score += 2.0 if text[-1] in _ENDS else -2.5 * self.closed
            score -= 2.0 if text[-1] in "，、（" or text[0] in _CLOSING else 0.0
            score -= 3.0 if likeness > 0.8 and text[-1] not in _ENDS else 0.0
            score -= 3.0 if is_person(text) else 0.0
            return score
        if kind == "category":
            score = 1.0 - 0.15 * max(0, len(text) - 14) if 3 <= len(text) <= 24 else -1.5
            score -= 4.0 if text[-1] in _ENDS or "，" in text else 0.0
            score -= 3.5 if likeness > (0.5 if "、" in text else 0.8) or text in self.listed else 0.0
            score -= 3.0 if is_person(text) and any(k == "person" for k in self.kinds) else 0.0
            return score - (2.0 if text[0] in _CLOSING else 0.0)
        return 0.0 if len(text) <= 12 and likeness < 0.5 and text[-1] not in _ENDS else -3.0

    def _unit_fit(self, c: int, text: str) -> float:
        if text[-1] in "。" or len(text) > 160:
            return -6.0
        units = is_units(text) and not MEASURED.search(text)
        if "person" in self.kinds and is_person(text):
            return -4.0
        items = [i for i in text.split("、") if i]
        known = sum(i in self.known for i in items) / max(len(items), 1)
        score = 2.5 + 1.5 * known if units or known == 1.0 else (0.5 if unit_likeness(text) > 0.5 else -4.0)
        score -= 1.5 if text[-1] in "、，" or text[0] in _CLOSING else 0.0
        if len(self.units) > 1:
            lead = c == self.units[0]
            several = len(items) > 1
            score += (-0.4 if several else 0.2) if lead else (0.2 if several else 0.0)
            score += 0.5 if lead and text[:1] == "各" else 0.0
            seen, other = self.leads[text], self.supports[text]
            if seen + other >= 2:
                share = (seen if lead else other) / (seen + other)
                score += 0.8 * share - 0.4
        return score

    # What it costs that a cell goes on

    def full(self, c: int) -> int:
        """The width that a column's lines wrap at, as far as it is known."""
        if c in self.margins:
            return self.margins[c]
        if self.kinds[c] == "content":
            return self.margin
        return self.list_margin if c in self.units[-1:] else 0

    def wrap(self, c: int, cell: _Open, i: int) -> float:
        piece, before = self.pieces[i], self.pieces[cell.last]
        kind = self.kinds[c]
        full = self.full(c)
        cost = 0.0
        if full:
            short = full - before.wide
            if kind == "category" and short > 1:
                cost += 2.0  # a name breaks only where the next sign does not fit
            elif short > 4:
                cost += min(4.0 if kind == "content" else 2.0, 0.2 * short)
            over = piece.wide - full - (2 if piece.text[-1] in _CLOSING else 0)
            cost += min(3.0, 0.5 * over) if over > 3 else 0.0
        elif kind != "content" and not piece.same_line:
            cost += 0.2
        if kind == "content" and before.text[-1] in _ENDS:
            cost += 1.2
        if kind == "deadline" and is_deadline(cell.text) and is_deadline(piece.text):
            cost += 2.0
        if kind != "content" and not piece.same_line and piece.wide > before.wide + 3:
            cost += 2.0  # a line that wrapped is about as wide as any below it
        if self.gaps and cell.last != i - 1:
            cost += 1.0
        if kind == "category":
            cost += 3.0 if len(piece.text) > 3 and unit_likeness(piece.text) > 0.8 else 0.0
        if kind == "content" and "、" in piece.text and unit_likeness(piece.text) > 0.6:
            cost += 2.0
        if kind == "units":
            cost += self._torn(cell.text, piece.text)
        if piece.same_line:
            cost += 0.3
        elif self.gaps and piece.gap:
            cost += 1.5
        between = piece.line - before.line - 1
        cost += min(3.0, 0.3 * between) if between > 0 else 0.0
        return cost

    def _torn(self, text: str, after: str) -> float:
        """What it costs that a list of names goes on: next to nothing where a line's end tore a name."""
        if text[-1] in "、，":
            return -0.5
        last, first = text.split("、")[-1], after.split("、")[0]
        if last + first in self.known:
            return -1.0
        return 2.0 if last in self.known and first in self.known else 0.0

    def read(self) -> _State:
        columns = len(self.columns)
        self.begin = 0
        nothing = tuple(() for _ in range(columns))
        beam = [_State(0.0, (None,) * columns, (-1,) * columns, nothing, 0, 0, -1, None)]
        for page in self.pages:
            for i in page.pieces:
                piece = self.pieces[i]
                if piece.value is not None:
                    beam = [self._numbered(s, i, piece.value) for s in beam]
                    continue
                choices: list[_Choice] = []
                for state in beam:
                    self._steps(state, i, page, choices)
                choices.sort(key=itemgetter(0), reverse=True)
                found: dict[tuple[object, ...], _State] = {}
                for choice in choices[: 4 * _BEAM]:
                    if choice[0] < choices[0][0] - _HOPELESS:
                        break
                    new = self._taken(choice, i)
                    key = (
                        new.rows,
                        new.column,
                        new.row,
                        new.holes,
                        tuple([c and c.last > i - _RECENT and (c.row, len(c.text)) for c in new.cells]),
                    )
                    if key not in found:
                        found[key] = new
                        if len(found) == _BEAM:
                            break
                beam = list(found.values())
            beam = self._close_page(beam, page)
        return max(beam, key=lambda s: s.score)

    def _close_page(self, beam: list[_State], page: Page) -> list[_State]:
        """Each column's rows that the page does not hold are empty from here on."""
        out = []
        for s in beam:
            last = page.last if page.last is not None else s.top
            missing = sum(
                (max(0, last - r) + len(holes)) * skip
                for r, holes, skip in zip(s.rows, s.holes, self.skips, strict=True)
            )
            rows = tuple(max(last, r) for r in s.rows)
            out.append(
                s._replace(
                    score=s.score - missing,
                    rows=rows,
                    holes=tuple(() for _ in rows),
                    top=max(last, s.top),
                    row=last,
                )
            )
        out.sort(key=lambda s: -s.score)
        self.begin = out[0].top + 1
        return out

    def _numbered(self, s: _State, i: int, row: int) -> _State:
        c = self.number or 0
        cost = self._apart(s, row)
        rows = (*s.rows[:c], max(row, s.rows[c]), *s.rows[c + 1 :])
        return s._replace(
            score=s.score - cost,
            rows=rows,
            column=c,
            row=row,
            top=max(s.top, row),
            back=_Step(s.back, i, c, row, True),
        )

    def _apart(self, s: _State, row: int) -> float:
        away = row - s.row
        return 0.0 if 0 <= away <= 1 else _APART * min(abs(away), 4)

    def _steps(self, s: _State, i: int, page: Page, out: list[_Choice]) -> None:
        """The ways to go on from a state with piece i, each with its score."""
        piece = self.pieces[i]
        text = piece.text
        fits = self.firsts(i)
        score = s.score
        same = piece.same_line
        limit = page.last if page.last is not None else s.top + 1
        loose = score - _THROWN
        out.append((loose, s, _LOOSE, s.row, True, 0, ""))
        if not same and self.is_heading(i):
            out.append((score + 0.5, s, _HEADING, s.row, True, 0, ""))
        cells, rows, column = s.cells, s.rows, s.column
        for c in range(column if same and column >= 0 else 0, len(self.kinds)):
            kind = self.kinds[c]
            if kind == "number":
                continue
            cell = cells[c]
            if cell is not None and (not same or c > column or cell.last == i - 1):
                joint = join(cell.text, text)
                if len(joint) <= _LONGEST_CELL:
                    value = score + self.fit(c, joint) - cell.fit - self.wrap(c, cell, i)
                    if kind != "category":
                        value -= self._apart(s, cell.row)
                    if value > loose:
                        out.append((value, s, c, cell.row, False, 0, joint))
            if same and c == column:
                continue
            fit = score + fits[c]
            if self.gaps and not piece.gap and not same and c != column:
                fit -= 1.0
            if fit < loose:
                continue
            if kind == "category":
                out.append((fit, s, c, max(s.row, 0), True, 0, text))
                continue
            if cell is not None and cell.last == i - 1 and not piece.gap and kind != "content":
                full = self.full(c)
                if full and self.pieces[i - 1].wide >= full - 2:
                    fit -= 1.5
            following = rows[c] + 1
            holes = s.holes[c]
            first = holes[0] if holes else following
            below = 0.0
            if piece.under is not None:
                own = self.columns[c].title == piece.under
                below = (1.5 if first == self.begin else 0.0) if own else -1.5
            back = _LEFTWARDS if c < column and not same else 0.0
            value = fit - min(self._apart(s, following), _NEXT) - (8.0 if following > limit else 0.0)
            value += below if first == following else 0.0
            value -= back if following == s.row else 0.0
            if value > loose:
                out.append((value, s, c, following, True, 0, text))
            for row in {following + 1, following + 2, s.row - 1, s.row, s.row + 1, s.top}:
                if following < row <= limit:
                    value = fit - self._apart(s, row) - _PASS - (back if row == s.row else 0.0)
                    if value > loose:
                        out.append((value, s, c, row, True, row - following, text))
            if holes:
                goes_on = (c == column and holes[0] == s.row + 1) or piece.under == self.columns[c].title
                value = (
                    fit
                    - min(self._apart(s, holes[0]), _NEXT)
                    - (0.0 if goes_on else _FILL)
                    + below
                    - (back if holes[0] == s.row else 0.0)
                )
                out.append((value, s, c, holes[0], True, -1, text))

    def firsts(self, i: int) -> list[float]:
        """How a piece reads as the beginning of a cell in each column."""
        if i not in self._firsts:
            self._firsts[i] = [
                0.0 if kind == "number" else self.fit(c, self.pieces[i].text)
                for c, kind in enumerate(self.kinds)
            ]
        return self._firsts[i]

    def is_heading(self, i: int) -> bool:
        """Whether a line can be a row that is one heading across all columns."""
        text = self.pieces[i].text
        marker = read_marker(text)
        return (
            marker is not None
            and marker.notation in ("han", "part", "han-bracket")
            and marker.end < len(text) <= 60
            and text[-1] not in _ENDS
            and not is_units(text[marker.end :])
        )

    def _taken(self, choice: _Choice, i: int) -> _State:
        """The state that a choice leads to."""
        score, s, c, row, begins, passed, text = choice
        back = _Step(s.back, i, c, row, begins)
        if c < 0:
            column = -1 if c == _HEADING else s.column
            return _State(score, s.cells, s.rows, s.holes, column, s.row, s.top, back)
        cell = _Open(row, text, self.fit(c, text), i)
        cells = (*s.cells[:c], cell, *s.cells[c + 1 :])
        if self.kinds[c] == "category":
            return _State(score, cells, s.rows, s.holes, c, s.row, s.top, back)
        rows, holes, top = s.rows, s.holes, s.top
        if begins:
            if passed > 0:
                own = (*holes[c], *range(row - passed, row))
                holes = (*holes[:c], own, *holes[c + 1 :])
            elif passed < 0:
                holes = (*holes[:c], holes[c][1:], *holes[c + 1 :])
            if passed >= 0:
                rows = (*rows[:c], row, *rows[c + 1 :])
                top = max(top, row)
        return _State(score, cells, rows, holes, c, row, top, back)

    def found(self, state: _State) -> Spilled:
        steps: list[_Step] = []
        step = state.back
        while step is not None:
            steps.append(step)
            step = step.before
        out = Spilled(rows=state.top + 1)
        content = self.kinds.index("content")
        row_of_content = -1
        for step in reversed(steps):
            c = step.column
            if c == _LOOSE:
                out.loose.append(step.piece)
            elif c == _HEADING:
                out.headings.append(
                    (
                        max(row_of_content, step.row) + 1 if row_of_content >= 0 else step.row,
                        self.pieces[step.piece].text,
                        [step.piece],
                    )
                )
            elif self.kinds[c] == "category":
                groups = out.labels.setdefault(c, [])
                if step.begins:
                    groups.append([])
                groups[-1].append(step.piece)
            else:
                out.cells.setdefault((step.row, c), []).append(step.piece)
                if c == content:
                    row_of_content = step.row
        return out

    def learn(self, found: Spilled) -> None:
        """The widths that columns wrap at and the names in them, from a first reading."""
        wide: dict[int, list[int]] = {}
        self.leads.clear()
        self.supports.clear()
        for (_, c), pieces in found.cells.items():
            if len(pieces) > 1:
                wide.setdefault(c, []).extend(self.pieces[i].wide for i in pieces[:-1])
            if c in self.units:
                text = self.text(pieces)
                (self.leads if c == self.units[0] else self.supports)[text] += 1
        for c, groups in found.labels.items():
            for pieces in groups:
                wide.setdefault(c, []).extend(self.pieces[i].wide for i in pieces[:-1])
        for c, widths in wide.items():
            if len(widths) >= 3:
                counts = Counter(widths)
                best = max(counts, key=lambda w: (sum(n for v, n in counts.items() if w - 2 <= v <= w), w))
                self.margins[c] = best
        self._fits.clear()
        self._firsts.clear()

    def text(self, pieces: Sequence[int]) -> str:
        text = ""
        for i in pieces:
            text = join(text, self.pieces[i].text) if text else self.pieces[i].text
        return tidy(text)
