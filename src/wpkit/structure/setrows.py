"""Lines that are cut into columns → rows, and the cells of the columns beside the content, merged over several rows
or not. Cells stand at the middle of their rows or at the top.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import field

from wpkit.blocks import Line
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.structure.columns import Column
from wpkit.structure.reflow import width as printed_width


@record()
class Printed:
    """A printed line by columns. `y`: how far down it stands, in lines of a cell; `page` counts within the table."""

    line: Line
    cells: dict[int, str]
    page: int
    y: float = 0.0
    begins: bool = False  # where a blank line or a page parts it from the one above
    heading: bool = False


def set_heights(lines: Sequence[Printed]) -> None:
    """Tells how far down each line stands. Lines of one column are a line apart; lines that share no column stand beside
    each other, half a line apart, for cells of two heights do so at the middle of a row."""
    y = 0.0
    for above, line in itertools.pairwise(lines):
        shared = above.cells.keys() & line.cells.keys()
        y += 1.0 if shared or line.begins or line.heading or above.heading else 0.5
        line.y = y


# Rows ----------------------------------------------------------------------------------------------------

HEADING_MARKS = ("han", "part", "han-bracket")
ENDS = frozenset("。；;！!")
_UNDONE = pattern(
    r"[、（(]$|(?:^|[、，；])[省市县区州縣區]$"
)  # a list that goes on: behind a mark, or a name's level
_OPEN = frozenset("，、,：:（(“《")
_MOST_OPTIONS = 60
_NO_UNITS = 1.2  # a cell of units that is none, as where the end of a name went to the next row


def _off(away: float) -> float:
    """What it costs that a cell stands off its row's middle by so many lines; exports shift a line by half of one."""
    return 0.5 * away if away <= 0.5 else min(0.25 + 2.5 * (away - 0.5), 8.0)


_LONGEST_ROW, _NO_ROW = 40, 14.0


@record()
class Run:
    """The lines between two heading rows, with what the reading of rows needs to know of the whole table."""

    lines: list[Printed]
    columns: Sequence[Column]
    content: int
    number: int | None
    top: bool
    margins: Sequence[int]  # how wide the widest line of each column is
    paragraph: float  # what it costs that a sentence ends with a short line within a row
    ended: float  # the share of rows that end a sentence, roughly
    gaps: bool
    at: list[list[int]] = field(init=False)  # the lines with words in each column
    known: dict[tuple[int, int, int], float] = field(default_factory=dict)  # column, its pieces → `as_cell`
    inner: list[float] = field(init=False)  # what lines of content cost within a row, summed up
    breaks: list[int] = field(init=False)  # how many lines begin anew, summed up

    def __post_init__(self) -> None:
        self.at = [[] for _ in self.columns]
        for n, line in enumerate(self.lines):
            for k in line.cells:
                self.at[k].append(n)
        self.inner = [0.0]
        for n in self.at[self.content]:
            self.inner.append(self.inner[-1] + self._within(self.lines[n].cells[self.content]))
        self.breaks = [0, *itertools.accumulate(int(line.begins) for line in self.lines)]

    def cost(self, first: int, end: int, anchor: int | None) -> float:
        """What speaks against the lines from `first` to before `end` being one row, its number on line `anchor`."""
        lines, own = self.lines, self.at[self.content]
        a, b = bisect.bisect_left(own, first), bisect.bisect_left(own, end)
        if a == b:
            return 5.0
        cost = self._opening(lines[own[a]].cells[self.content]) + self._ending(
            lines[own[b - 1]].cells[self.content]
        )
        cost += self.inner[b - 1] - self.inner[a]
        whole = lines[first].page == lines[end - 1].page
        top, bottom = lines[own[a]].y, lines[own[b - 1]].y
        if anchor is not None and whole:
            at = lines[anchor].y
            cost += _off(abs(at - top) if self.top else abs(at - (top + bottom) / 2))
        for k, column in enumerate(self.columns):
            if k in (self.content, self.number) or column.role == "category":
                continue
            i, j = bisect.bisect_left(self.at[k], first), bisect.bisect_left(self.at[k], end)
            if i == j:
                cost += 0.5 if column.role in ("units", "deadline") and anchor is None else 0.1
                continue
            cost += self._cell(k, i, j, top, bottom if whole else None)
        if self.gaps:
            cost += 0.6 * (self.breaks[end] - self.breaks[first + 1])
            cost -= 1.0 if lines[first].begins else 0.0
        return cost

    def _opening(self, text: str) -> float:
        return 3.0 if text[0] in "，。、；：）)”》,.;" else 0.0

    def _ending(self, text: str) -> float:
        if text[-1] in ENDS:
            return 0.0
        cost = 2.0 * self.ended + (1.5 if text[-1] in _OPEN else 0.0)
        return cost + (0.7 if printed_width(text) >= self.margins[self.content] - 2 else 0.0)

    def _within(self, text: str) -> float:
        room = self.margins[self.content] - printed_width(text)
        if text[-1] in ENDS:
            # a sentence may end within a row, and its line then reaches the margin by chance only
            return 0.5 if room <= 3 else self.paragraph
        return 0.4 if room > 8 else 0.0

    def _cell(self, k: int, i: int, j: int, top: float, bottom: float | None) -> float:
        """What speaks against the pieces of column k from the i-th to before the j-th being one cell of a row."""
        lines, found = self.lines, self.at[k]
        cost = self.known.get((k, i, j))
        if cost is None:
            cost = self.as_cell(k, self.columns[k], found[i:j])
            cost += 0.6 * sum(b - a > 2 for a, b in itertools.pairwise(found[i:j]))
            self.known[k, i, j] = cost
        if bottom is None:
            return cost
        first, last = lines[found[i]].y, lines[found[j - 1]].y
        away = abs(first - top) if self.top else max(0.0, abs(first + last - top - bottom) / 2 - 0.25)
        return cost + min(0.8 * away, 1.6)

    def as_cell(self, k: int, column: Column, found: Sequence[int]) -> float:
        """What speaks against what these lines print in a column being one cell."""
        pieces = [self.lines[n].cells[k] for n in found]
        text = "".join(pieces)
        cost = 0.0
        if column.role == "deadline":
            cost += 0.0 if is_deadline(text) else 1.2
            cost += 2.0 * max(0, sum(map(is_deadline, pieces)) - 1)
        if column.role == "units":
            cost += _NO_UNITS if not is_units(text) else 0.0
        if column.role in ("units", "category"):
            cost += 1.2 if _UNDONE.search(text) or text[0] in "、）)（(" else 0.0
            # a line that leaves room at its end ends its cell
            room = [self.margins[k] - printed_width(piece) for piece in pieces[:-1]]
            cost += sum(min(0.6 * max(0, free - 3), 2.5) for free in room)
        return cost

    def rows(self) -> tuple[list[tuple[int, int]], float]:
        """The rows as (first line, line behind the last), and what speaks against them in all."""
        if not self.lines:
            return [], 0.0
        anchors = self._anchors()
        return self._between(anchors) if anchors else self._free()

    def _anchors(self) -> list[int]:
        if self.number is None:
            return []
        return [
            n for n, line in enumerate(self.lines) if row_number(line.cells.get(self.number, "")) is not None
        ]

    def _between(self, anchors: Sequence[int]) -> tuple[list[tuple[int, int]], float]:
        """Each row has one number; where the lines between two numbers part is looked for."""
        size = len(self.lines)
        best: dict[int, tuple[float, int]] = {0: (0.0, 0)}
        trace: list[dict[int, tuple[float, int]]] = []
        for i, anchor in enumerate(anchors):
            after = anchors[i + 1] if i + 1 < len(anchors) else size
            ends = range(anchor + 1, after + 1) if after < size else range(size, size + 1)
            if self.top or len(ends) > _MOST_OPTIONS:
                ends = range(after, after + 1)
            found: dict[int, tuple[float, int]] = {}
            for end in ends:
                found[end] = min(
                    (cost + self.cost(first, end, anchor), first) for first, (cost, _) in best.items()
                )
            trace.append(found)
            best = found
        out: list[tuple[int, int]] = []
        end = size
        for found in reversed(trace):
            first = found[end][1]
            out.append((first, end))
            end = first
        return out[::-1], trace[-1][size][0]

    def _free(self) -> tuple[list[tuple[int, int]], float]:
        """Rows without numbers."""
        size = len(self.lines)
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, size + 1):
            options = []
            for first in range(end - 1, max(-1, end - 1 - _LONGEST_ROW), -1):
                cost = self.cost(first, end, None)
                options.append((best[first][0] + 1.0 + cost, first))
                if cost > _NO_ROW:
                    break  # a longer one has the same against it
            best.append(min(options))
        out: list[tuple[int, int]] = []
        end = size
        while end:
            out.append((best[end][1], end))
            end = best[end][1]
        return out[::-1], best[size][0]


# Merged cells -----------------------------------------------------------------------------------------------

_MOST_MERGED = 16
_NO_CELL = 12.0


def _blocks(
    run: Run, rows: Sequence[tuple[int, int]], k: int, merged: bool
) -> tuple[list[tuple[int, int, list[int]]], float]:
    """The cells of column k as (first row, rows, lines), and what speaks against them in all.

    A line that holds nothing of the content, between two rows, may belong to a cell of either.
    """
    column = run.columns[k]
    pieces = [n for n, line in enumerate(run.lines) if k in line.cells]
    empty = 4.0 if column.role == "category" else 0.9
    base, more = (0.15, 0.0) if column.role == "category" else (0.5, 0.2)
    # end of the rows so far → how many of the pieces are theirs → cost, and the rows and pieces before the last cell
    best: list[dict[int, tuple[float, int, int]]] = [{0: (0.0, 0, 0)}]
    for end in range(1, len(rows) + 1):
        now: dict[int, tuple[float, int, int]] = {}
        for upto, extra in _cuts(run, rows, end, pieces):
            extra += _torn(run, k, pieces, upto) if merged else 0.0
            for first in range(end - 1, max(-1, end - 1 - (_MOST_MERGED if merged else 1)), -1):
                size = end - first
                tried = []
                for start, (before, _, _) in best[first].items():
                    if start > upto:
                        continue
                    if start == upto:
                        cost = empty if size == 1 else float("inf")
                    else:
                        cost = _cell_cost(run, rows, first, end, k, pieces[start:upto])
                        cost += base * (size > 1 or column.role == "category") + more * (size - 1)
                        tried.append(cost)
                    if before + cost + extra < now.get(upto, (float("inf"), 0, 0))[0]:
                        now[upto] = (before + cost + extra, first, start)
                if min(tried, default=0.0) >= _NO_CELL and size > 1:
                    break
        best.append(now)
    out: list[tuple[int, int, list[int]]] = []
    end, upto = len(rows), len(pieces)
    total = best[end][upto][0]
    while end:
        _, first, start = best[end][upto]
        out.append((first, end - first, pieces[start:upto]))
        end, upto = first, start
    return out[::-1], total


def _torn(run: Run, k: int, pieces: Sequence[int], upto: int) -> float:
    """What speaks against two cells of a column parting between two of its pieces: the upper line is full, and the lower
    stands right below it."""
    role = run.columns[k].role
    if not 0 < upto < len(pieces) or role not in ("units", "category"):
        return 0.0
    above, below = run.lines[pieces[upto - 1]], run.lines[pieces[upto]]
    if above.page != below.page or printed_width(above.cells[k]) < run.margins[k] - 3 or run.margins[k] < 10:
        return 0.0
    if read_marker(below.cells[k]) is not None:
        return 0.0
    away = below.y - above.y
    return 0.9 if away <= 1 else 0.7 if away <= 2 else 0.0


def _cuts(
    run: Run, rows: Sequence[tuple[int, int]], end: int, pieces: Sequence[int]
) -> list[tuple[int, float]]:
    """How many of a column's pieces may stand in the rows before `end`, and what each costs."""
    if end == len(rows):
        return [(len(pieces), 0.0)]
    own = [n for n in range(*rows[end - 1]) if run.content in run.lines[n].cells]
    following = [n for n in range(*rows[end]) if run.content in run.lines[n].cells]
    last, first = (own or [rows[end - 1][1] - 1])[-1], (following or [rows[end][0]])[0]
    usual = bisect.bisect_left(pieces, rows[end][0])
    low, high = bisect.bisect_right(pieces, last), bisect.bisect_left(pieces, first)
    low, high = max(low, usual - 4), min(high, usual + 4)
    cuts = [(n, 0.0 if n == usual else 0.2) for n in range(low, high + 1)]
    if low and last - pieces[low - 1] < 1:
        cuts.append((low - 1, 1.0))
    if high < len(pieces) and pieces[high] - first < 1:
        cuts.append((high + 1, 1.0))
    return cuts


def _cell_cost(
    run: Run, rows: Sequence[tuple[int, int]], first: int, end: int, k: int, found: Sequence[int]
) -> float:
    lines, column = run.lines, run.columns[k]
    text = "".join(lines[n].cells[k] for n in found)
    cost = run.as_cell(k, column, found)
    if column.role == "category":
        cost += 1.0 if text[0] in "的和与" or text[-1] in "和与及" else 0.0
        cost += 1.5 if len(text) == 1 else 0.0
        cost += 3.0 * sum(
            (marker := read_marker(lines[n].cells[k])) is not None and marker.notation in HEADING_MARKS
            for n in found[1:]
        )
    # lines of a cell stand below one another
    for a, b in itertools.pairwise(found):
        if lines[a].page == lines[b].page:
            cost += min(1.0 * max(0.0, lines[b].y - lines[a].y - 1.0), 6.0)
        elif not _meet(lines, a, b):
            cost += 4.0
    page = lines[found[0]].page
    inside = [n for n in range(rows[first][0], rows[end - 1][1]) if lines[n].page == page]
    cut = len(inside) < rows[end - 1][1] - rows[first][0]
    own = [n for n in inside if run.content in lines[n].cells] or inside
    if not own:
        return cost + 4.0  # on another page than its rows
    there = [n for n in found if lines[n].page == page]
    if run.top:
        away = abs(lines[found[0]].y - lines[own[0]].y)
    else:
        away = abs(lines[there[0]].y + lines[there[-1]].y - lines[own[0]].y - lines[own[-1]].y) / 2
    if cut:
        return cost + min(0.5 * away, 1.5) + 0.3
    return cost + _off(away) * (1.0 if end - first > 1 else 0.5)


def _meet(lines: Sequence[Printed], above: int, below: int) -> bool:
    """Whether one line is the last of its page or nearly, and the other nearly the first of the next."""
    between = [n for n in range(above, below) if lines[n].page != lines[n + 1].page]
    return len(between) == 1 and between[0] - above <= 1 and below - between[0] <= 2


Cells = list[tuple[int, int, list[int]]]


def cells_of(
    chosen: Sequence[tuple[Run, list[tuple[int, int]]]], others: Sequence[int]
) -> dict[int, list[Cells]]:
    """The cells of the columns beside the content in each run of rows. Groups are merged over rows; units and times are
    where that explains these columns together much better than cells that are empty."""
    out: dict[int, list[Cells]] = {}
    gains: dict[int, tuple[float, list[Cells]]] = {}
    for k in others:
        role = chosen[0][0].columns[k].role
        single = [_blocks(run, rows, k, merged=False) for run, rows in chosen]
        out[k] = [blocks for blocks, _ in single]
        cells = [cell for blocks in out[k] for cell in blocks]
        if role == "category" and len(cells) > 2 and all(len(found) == 1 for _, _, found in cells):
            lines = [run.lines[n] for (run, _), made in zip(chosen, out[k], strict=True) for *_, (n,) in made]
            if not any(read_marker(line.cells[k]) for line in lines):
                continue  # a line in each row and no number: names of single tasks
        if role != "category":
            empty = sum(not found for _, _, found in cells)
            if role == "other" or (chosen[0][0].top and empty < 0.3 * len(cells)):
                continue
        merged = [_blocks(run, rows, k, merged=True) for run, rows in chosen]
        if role == "category":
            out[k] = [blocks for blocks, _ in merged]
            continue
        gain = sum(cost for _, cost in single) - sum(cost for _, cost in merged)
        gains[k] = gain, [blocks for blocks, _ in merged]
    least = 1.0 + 0.05 * sum(len(rows) for _, rows in chosen)
    if sum(max(gain, 0.0) for gain, _ in gains.values()) >= least:
        out.update({k: blocks for k, (gain, blocks) in gains.items() if gain >= 0.5})
    return out
