"""The search for the reading of pieces printed in whatever order: a *beam* that gives each piece to a column and a row.

In every order of printing a column's cells come from the top down. So the beam goes over the pieces once and gives each
to the cell that is open in a column, to its next row, or to a row that was passed over. What speaks for a choice: what
the cell's words read as, the width that the column wraps at, sentence ends, names seen elsewhere, blank lines, how far
the row is from the one before, and that each column has as many cells as the page has rows, which the running numbers
tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from wpkit.structure.columns import Column
from wpkit.structure.evidence import HEADING, LONGEST_CELL, LOOSE, THROWN, Evidence, Open, Spilled, Step
from wpkit.structure.pieces import Page, Piece
from wpkit.text import join

_BEAM = 48
_HOPELESS = 25.0
_RECENT = 12  # pieces; a cell begun before them is as good as closed
_APART = 0.5  # a row's distance from that of the piece before
_PASS = 1.0  # what it costs to pass over rows that may yet be filled
_FILL = 1.0  # that one is filled later: columns are printed from the top down
_NEXT = 1.0  # the most that the next row of a column costs for being far from the row of the piece before
_LEFTWARDS = 1.5  # that a cell of the same row or of one above stands left of the one before


class _State(NamedTuple):
    score: float
    cells: tuple[Open | None, ...]
    rows: tuple[int, ...]  # the last row with a cell in each column
    holes: tuple[tuple[int, ...], ...]  # the rows passed over in each column
    column: int  # of the last piece
    row: int
    top: int  # the greatest row so far
    back: Step | None


# A way to go on: score, from, column (or HEADING, LOOSE), row, whether a cell begins, how many rows are passed over
# (-1: one is filled that was), the cell's text.
_Choice = tuple[float, _State, int, int, bool, int, str]


class Search(Evidence):
    def __init__(self, pieces: list[Piece], pages: list[Page], columns: Sequence[Column]) -> None:
        super().__init__(pieces, columns)
        self.pages = pages
        self.begin = 0

    def read(self) -> Spilled:
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
        best = max(beam, key=lambda s: s.score)
        return self.found(best.back, best.top + 1)

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
            back=Step(s.back, i, c, row, True),
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
        loose = score - THROWN
        out.append((loose, s, LOOSE, s.row, True, 0, ""))
        if not same and self.is_heading(i):
            out.append((score + 0.5, s, HEADING, s.row, True, 0, ""))
        cells, rows, column = s.cells, s.rows, s.column
        for c in range(column if same and column >= 0 else 0, len(self.kinds)):
            kind = self.kinds[c]
            if kind == "number":
                continue
            cell = cells[c]
            if cell is not None and (not same or c > column or cell.last == i - 1):
                joint = join(cell.text, text)
                if len(joint) <= LONGEST_CELL:
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
            value -= back if following <= s.row else 0.0
            if value > loose:
                out.append((value, s, c, following, True, 0, text))
            for row in {following + 1, following + 2, s.row - 1, s.row, s.row + 1, s.top}:
                if following < row <= limit:
                    value = fit - self._apart(s, row) - _PASS - (back if row <= s.row else 0.0)
                    if value > loose:
                        out.append((value, s, c, row, True, row - following, text))
            if holes:
                goes_on = (c == column and holes[0] == s.row + 1) or piece.under == self.columns[c].title
                value = (
                    fit
                    - min(self._apart(s, holes[0]), _NEXT)
                    - (0.0 if goes_on else _FILL)
                    + below
                    - (back if holes[0] <= s.row else 0.0)
                )
                out.append((value, s, c, holes[0], True, -1, text))

    def _taken(self, choice: _Choice, i: int) -> _State:
        """The state that a choice leads to."""
        score, s, c, row, begins, passed, text = choice
        back = Step(s.back, i, c, row, begins)
        if c < 0:
            column = -1 if c == HEADING else s.column
            return _State(score, s.cells, s.rows, s.holes, column, s.row, s.top, back)
        before = s.cells[c]
        cell = Open(row, text, self.fit(c, text), i, i if begins or before is None else before.first)
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
