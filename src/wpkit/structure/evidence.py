"""What the pieces of a table's page read as: the evidence that every search for their cells weighs.

How well a text reads as a whole cell of a column, and what speaks against a piece going on a cell: the width that the
column wraps at, sentence ends, names seen elsewhere, blank lines. A first reading teaches the columns' widths and names.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from typing import NamedTuple

from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import read_marker
from wpkit.fields.units import is_units, unit_likeness
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.structure.columns import MEASURED, Column
from wpkit.structure.pieces import Piece, is_person
from wpkit.text import join, squeeze, tidy

# A text that opens with an amount is mostly the rest of a sentence that was cut at the blank before it.
_AMOUNT = pattern(
    r"\d[\d.]*(?:件|个|项|家|万|亿|次|场|人|名|处|座|条|公里|亩|%|％|册|卷|套|户|台|所|期|吨|米|元)"
)
_YEAR = pattern(r"20\d\d年?")
_DATE = pattern(r"20\d\d年|\d月")
_CLOSING = tuple("，。、；：）)”》,;")
ENDS = tuple("。；;！")
_LEVELS = frozenset("省市区县州旗镇乡")
HEADING, LOOSE = -1, -2
LONGEST_CELL = 600
_SKIP = {"content": 6.0, "deadline": 2.0, "units": 3.0, "person": 2.0, "other": 0.3, "category": 0.0}
# What a whole cell of each kind reads as: a column with all its cells costs nothing.
_BEST = {"content": 3.0, "deadline": 4.0, "units": 3.5, "person": 3.0, "category": 2.5}
_FURTHER = 1.6  # what an empty cell costs in a further column of units: few rows lack a lead, many a support
THROWN = 14.0  # what it costs to give a piece to no cell


_UNFINISHED = 3.0  # that a cell ends where a line's end tore its last word
_NEAR_REST = 8  # pieces among which the rest of a torn word stands


def _torn(pieces: Sequence[Piece]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The texts that are a time only with a piece a line or two below, the names that are one only with the beginning of
    such a piece, and the texts that begin with the rest of a name."""
    times: set[str] = set()
    names: set[str] = set()
    rests: set[str] = set()
    for i, piece in enumerate(pieces):
        text = squeeze(piece.text)
        last = text.split("、")[-1]
        may_be_time = len(text) <= 10 and not is_deadline(text) and "、" not in text
        may_be_name = 2 <= len(last) <= 12 and text[-1] not in _CLOSING and not is_units(last)
        if piece.value is not None or not (may_be_time or may_be_name):
            continue
        below = [
            squeeze(after.text)
            for after in pieces[i + 1 : i + 1 + _NEAR_REST]
            if 1 <= after.line - piece.line <= 2 and after.value is None
        ]
        if may_be_time and any(
            len(rest) <= 4 and is_deadline(text + rest) and (text[0].isdigit() or not is_deadline(rest))
            for rest in below
        ):
            times.add(text)
        elif may_be_name:
            for rest in below:
                first = rest.split("、")[0]
                if len(first) <= 6 and rest[-1] not in ENDS and is_units(last + first):
                    names.add(last)
                    if not is_units(first):
                        rests.add(rest)
                    break
    return frozenset(times), frozenset(names), frozenset(rests)


class Open(NamedTuple):
    """The cell that was last begun in a column: its row, its text, its last piece and its first."""

    row: int
    text: str
    fit: float
    last: int
    first: int


class Step(NamedTuple):
    before: Step | None
    piece: int
    column: int
    row: int
    begins: bool


@record()
class Spilled:
    """What a search found: for each row its cells' pieces by column, headings before rows, pieces without a cell."""

    cells: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    headings: list[tuple[int, str, list[int]]] = field(default_factory=list)
    labels: dict[int, list[list[int]]] = field(default_factory=dict)
    loose: list[int] = field(default_factory=list)
    rows: int = 0


def kind_of(column: Column) -> str:
    return "person" if column.role == "other" and header_kind(column.title) == "person" else column.role


class Evidence:
    def __init__(self, pieces: list[Piece], columns: Sequence[Column]) -> None:
        self.pieces, self.columns = pieces, columns
        self.kinds = [kind_of(c) for c in columns]
        self.number = next((k for k, kind in enumerate(self.kinds) if kind == "number"), None)
        self.units = [k for k, kind in enumerate(self.kinds) if kind == "units"]
        self.skips = [
            _FURTHER if k in self.units[1:] else _SKIP.get(kind, 0.0) for k, kind in enumerate(self.kinds)
        ]
        if self.number is not None:
            self.skips[self.number] = 0.0
        # of the pieces before each, how many are row numbers
        self.numbers = list(itertools.accumulate((p.value is not None for p in pieces), initial=0))
        gaps = sum(p.gap for p in pieces)
        self.gaps = gaps > 0.08 * len(pieces)
        self.margins: dict[int, int] = {}
        prose = Counter(p.wide for p in pieces if p.wide >= 24)
        self.margin = (
            max(prose, key=lambda w: (sum(n for v, n in prose.items() if w - 3 <= v <= w), w)) if prose else 0
        )
        ended = [p for p in pieces if p.wide >= 16 and p.text[-1] in ENDS]
        full = [p for p in pieces if p.wide >= 16]
        self.closed = min(1.0, 2.5 * len(ended) / max(len(full), 1))
        items = Counter(i for p in pieces for i in p.text.split("、") if 1 < len(i) < 16)
        self.listed = frozenset(
            i for p in pieces if "、" in p.text and unit_likeness(p.text) > 0.5 for i in p.text.split("、")
        )
        self.known = frozenset(
            i for i, n in items.items() if n >= 2 and (i in self.listed or is_units(i)) and not is_deadline(i)
        )
        lists = Counter(p.wide for p in pieces if "、" in p.text and unit_likeness(p.text) > 0.5)
        best = max(lists, key=lambda w: (sum(n for v, n in lists.items() if w - 2 <= v <= w), w), default=0)
        often = sum(n for v, n in lists.items() if best - 2 <= v <= best)
        self.list_margin = best if often >= 3 else 0
        self.leads: Counter[str] = Counter()
        self.supports: Counter[str] = Counter()
        self.torn_times, self.torn_names, self.rests = _torn(pieces)
        self._fits: dict[tuple[int, str], float] = {}
        self._firsts: dict[int, list[float]] = {}

    # What a cell's words read as

    def fit(self, c: int, text: str) -> float:
        key = (c, text)
        known = self._fits.get(key)
        if known is None:
            known = self._fits[key] = self._fit(c, text) - _BEST.get(self.kinds[c], 0.0)
        return known

    def _fit(self, c: int, text: str) -> float:
        kind = self.kinds[c]
        text = squeeze(text)
        time = len(text) <= 40 and is_deadline(text)
        if kind == "deadline":
            if time:
                return 4.0
            if text in self.torn_times:
                return 4.0 - _UNFINISHED
            return -2.5 if len(text) <= 24 and re.match(r"\d", text) else -6.0
        if kind == "person":
            return 3.0 if is_person(text) else -6.0
        if time or text in self.torn_times:
            return -4.0
        if kind == "units":
            return self._unit_fit(c, text)
        likeness = unit_likeness(text) if len(text) <= 80 else 0.0
        if kind == "content":
            score = 1.0 if len(text) >= 8 else -1.5
            score += 2.0 if text[-1] in ENDS else -2.5 * self.closed
            score -= 2.0 if text[-1] in "，、（" or text[0] in _CLOSING else 0.0
            score -= 3.0 if likeness > 0.8 and text[-1] not in ENDS else 0.0
            score -= 3.0 if is_person(text) else 0.0
            return score - (1.5 if _AMOUNT.match(text) else 0.0)
        if kind == "category":
            score = 1.0 - 0.15 * max(0, len(text) - 14) if 3 <= len(text) <= 24 else -1.5
            score -= 0.15 * max(0, len(text) - 24)
            score -= 4.0 if text[-1] in ENDS or "，" in text else 0.0
            score -= 4.0 if _DATE.search(text) else 0.0
            score -= 3.5 if likeness > (0.5 if "、" in text else 0.8) or text in self.listed else 0.0
            score -= 3.0 if is_person(text) and any(k == "person" for k in self.kinds) else 0.0
            return score - (2.0 if text[0] in _CLOSING else 0.0)
        return 0.0 if len(text) <= 12 and likeness < 0.5 and text[-1] not in ENDS else -3.0

    def _unit_fit(self, c: int, text: str) -> float:
        if text[-1] in "。" or len(text) > 160 or _DATE.search(text):
            return -6.0
        units = is_units(text) and not MEASURED.search(text)
        unfinished = not units and text.split("、")[-1] in self.torn_names
        if unfinished:
            before = text.rpartition("、")[0]
            units = not before or is_units(before)
        if "person" in self.kinds and is_person(text):
            return -4.0
        items = [i for i in text.split("、") if i]
        known = sum(i in self.known for i in items) / max(len(items), 1)
        score = 2.5 + 1.5 * known if units or known == 1.0 else (0.5 if unit_likeness(text) > 0.5 else -4.0)
        score -= 1.5 if text[-1] in "、，" or text[0] in _CLOSING else 0.0
        score -= 2.5 * any(map(self._glued, items))
        score -= _UNFINISHED if unfinished else 0.0
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

    def _glued(self, name: str) -> bool:
        """Whether a name is two: it tells its level twice (区教育局区财政局), or both parts stand by themselves elsewhere."""
        if name in self.known:
            return False
        for at in range(2, len(name) - 2):
            if name[at] == name[0] and at > 2 and name[0] in _LEVELS and is_units(name[at:]):
                return True
            if name[at:] in self.known and name[:at] in self.known and is_units(name[:at]):
                return True
        return False

    # What it costs that a cell goes on

    def full(self, c: int) -> int:
        """The width that a column's lines wrap at, as far as it is known."""
        if c in self.margins:
            return self.margins[c]
        if self.kinds[c] == "content":
            return self.margin
        return self.list_margin if c in self.units[-1:] else 0

    def wrap(self, c: int, cell: Open, i: int) -> float:
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
        if kind == "content" and before.text[-1] in ENDS:
            cost += 1.2
        if kind == "deadline" and is_deadline(cell.text) and is_deadline(piece.text):
            cost += 2.0 if not _YEAR.fullmatch(squeeze(cell.text)) else 0.0
        if kind != "content" and not piece.same_line and piece.wide > before.wide + 3:
            cost += 2.0  # a line that wrapped is about as wide as any below it
        if self.gaps and cell.last != i - 1:
            cost += 1.0
        if kind == "category":
            cost += 3.0 if len(piece.text) > 3 and unit_likeness(piece.text) > 0.8 else 0.0
            # the lines of a name stand together, at most the middle of one row between them
            cost += 2.0 if self.numbers[i] - self.numbers[cell.last] > 1 else 0.0
        if kind == "content" and "、" in piece.text and unit_likeness(piece.text) > 0.6:
            cost += 2.0 if piece.wide < full - 3 or not full else 0.0
        if kind == "person" and is_person(cell.text) and not is_person(piece.text):
            cost += 4.0
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
            and text[-1] not in ENDS
            and not is_units(text[marker.end :])
        )

    def found(self, back: Step | None, rows: int) -> Spilled:
        steps: list[Step] = []
        step = back
        while step is not None:
            steps.append(step)
            step = step.before
        out = Spilled(rows=rows)
        content = self.kinds.index("content")
        row_of_content = -1
        for step in reversed(steps):
            c = step.column
            if c == LOOSE:
                out.loose.append(step.piece)
            elif c == HEADING:
                out.headings.append(
                    (
                        max(row_of_content, step.row) + 1 if row_of_content >= 0 else max(step.row, 0),
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
        counted = {*self.leads, *self.supports}
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
        # only lists of units that were counted read otherwise than before
        counted |= {*self.leads, *self.supports}
        for key in [key for key in self._fits if key[0] in self.units and squeeze(key[1]) in counted]:
            del self._fits[key]
        self._firsts.clear()

    def text(self, pieces: Sequence[int]) -> str:
        text = ""
        for i in pieces:
            text = join(text, self.pieces[i].text) if text else self.pieces[i].text
        return tidy(text)
