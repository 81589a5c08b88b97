"""Which printed lines make one row of a table, where no ruling parts its rows.

All evidence is weighed at once: a row has one number; the lines of a cell follow each other at one distance, and only
the last of them ends before the cell's edge; the cells of a row stand level at the top, the middle or the bottom;
rows are as far from each other as the table's other rows are. The rows that it speaks least against are found.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import field
from itertools import pairwise
from typing import Literal

from wpkit.geometry.strips import Strip
from wpkit.records import record
from wpkit.text import number_of

MOST_IN_ROW = 48  # printed lines, those of cells beside each other counted apart
MARK = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章节部])"
)
_NEVER = 1e4  # more than can speak against any row
_FINAL = frozenset("。！？；;")
_GOES_ON = frozenset("、，,（(《“")
_NO_START = frozenset("，。、；：！？）》”’」』】〕,;:!?)")
_WORD = re.compile(r"[0-9A-Za-z.%-]+")
Edge = Literal["top", "middle", "bottom"]


@record()
class Item:
    """What stands in one column on one printed line; `line` counts the lines, `middle` is the text's own: cells beside
    each other seldom stand on exactly one height."""

    line: int
    text: str
    x0: float
    x1: float
    middle: float


@record()
class _Column:
    items: list[Item]
    lines: list[int]
    width: float = 0.0
    centred: bool = False
    together: list[float] = field(
        default_factory=list
    )  # what speaks against joining item k to those before it, summed up
    opens: list[float] = field(default_factory=list)  # what speaks against item k as a cell's first
    closes: list[float] = field(default_factory=list)  # … and as a cell's last
    numbers: list[int] = field(default_factory=list)  # how many items before k are numbers
    strange: list[int] = field(
        default_factory=lambda: [0]
    )  # how many items before k are neither numbers nor parts of one
    level: Edge = "middle"
    filled: float = 1.0
    weight: float = 1.0


@record()
class Lines:
    """The printed lines of a table by column, and what is known of them: which of them stand alone as a heading of rows,
    where rulings part them, which columns group rows."""

    strips: list[Strip]
    items: list[list[Item]]
    headings: set[int]
    size: float
    forced: set[int] = field(default_factory=set)
    header: int = 0  # lines of the header at the top

    @property
    def number(self) -> int | None:
        """The column of numbers."""
        best: tuple[int, int] | None = None
        for c, items in enumerate(self.items[:3]):
            body = [i for i in items if i.line >= self.header and i.line not in self.headings]
            count = sum(number_of(i.text.rstrip(".．、")) is not None for i in body)
            if body and count >= 0.7 * len(body) and (best is None or count > best[0]):
                best = (count, c)
        return None if best is None else best[1]

    @property
    def content(self) -> int:
        """The column with most text."""
        return max(range(len(self.items)), key=lambda c: sum(len(i.text) for i in self.items[c]))

    def grouping(self) -> list[int]:
        """The columns left of the content that may hold cells merged over several rows."""
        number = self.number
        return [c for c in range(self.content) if c != number]


def items_of(strips: Sequence[Strip], edges: Sequence[float]) -> list[list[Item]]:
    """The text of each column, line by line."""
    inner = list(edges[1:-1])
    found: list[list[Item]] = [[] for _ in range(len(edges) - 1)]
    for line, strip in enumerate(strips):
        column, text, x0, x1, middle = -1, "", 0.0, 0.0, 0.0
        for g in strip.glyphs:
            here = bisect_right(inner, (g[1] + g[3]) / 2)
            if here == column or (column >= 0 and g[1] < x1 - 0.6 * g[5]):
                text += g[0]
                x1 = max(x1, g[3])
                continue
            if column >= 0:
                found[column].append(Item(line, text, x0, x1, middle))
            column, text, x0, x1, middle = here, g[0], g[1], g[3], (g[2] + g[4]) / 2
        if column >= 0:
            found[column].append(Item(line, text, x0, x1, middle))
    return found


def _is_digits(item: Item) -> bool:
    return number_of(item.text.rstrip(".．、")) is not None


def _values(items: Sequence[Item], pitch: float) -> list[int | None]:
    """The number that each item of a column of numbers begins; a narrow column wraps 10 into 1 and 0."""
    values: list[int | None] = []
    last = current = 0
    for k, item in enumerate(items):
        value, whole = number_of(item.text.rstrip(".．、")), None
        close = k > 0 and item.middle - items[k - 1].middle < 1.15 * pitch
        if value is not None and close and values[-1] is not None:
            whole = number_of(items[k - 1].text + item.text.rstrip(".．、"))
        if whole is not None and whole == last + 1 and whole > 9:
            current = whole
            values.append(None)
            continue
        if value is not None:
            last, current = current, value
        values.append(value)
    return values


class Rows:
    """Finds the rows of `lines`."""

    def __init__(self, lines: Lines) -> None:
        self.lines, self.size = lines, lines.size
        self.number = lines.number
        self.content = lines.content
        left_out = set(lines.grouping())
        self.columns = [
            _Column(items, [i.line for i in items])
            for c, items in enumerate(lines.items)
            if c not in left_out
        ]
        kept = [c for c in range(len(lines.items)) if c not in left_out]
        self.at_number = kept.index(self.number) if self.number is not None else None
        self.at_content = kept.index(self.content)
        used = {i.line for column in self.columns for i in column.items} | lines.headings
        self.used = sorted(used)
        self.pitch = self._pitch()
        for c, column in enumerate(self.columns):
            self._weigh(c, column)
        self.starts = [*self._candidates(), len(lines.strips)]
        self.apart: float | None = None  # usual distance of rows

    def _pitch(self) -> float:
        """The distance between the lines of a cell."""
        steps = sorted(
            b.middle - a.middle
            for column in self.columns
            for a, b in pairwise(column.items)
            if b.middle - a.middle > 0.5 * self.size
        )
        least = steps[len(steps) // 20] if steps else 1.5 * self.size
        return least if least < 2.3 * self.size else 1.5 * self.size

    def _weigh(self, c: int, column: _Column) -> None:
        items, number = column.items, c == self.at_number
        body = [i for i in items if i.line >= self.lines.header and i.line not in self.lines.headings]
        widths = sorted(i.x1 - i.x0 for i in body)
        column.width = widths[-1] if widths else 0.0
        content = c == self.at_content
        column.weight = 1.0 if content else 0.5
        total = count = 0.0
        column.numbers = [0]
        values = _values(items, self.pitch) if number else []
        for k, item in enumerate(items):
            if k:
                before = items[k - 1]
                total += self._joining(before, item, column, content)
            column.together.append(total)
            if number and values[k] is not None:
                count += 1
            column.numbers.append(int(count))
            column.strange.append(
                column.strange[-1] + (number and values[k] is None and not _is_digits(item))
            )
            column.opens.append(3.0 if item.text[:1] in _NO_START else 0.0)
            end = item.text[-1:]
            slack = column.width - (item.x1 - item.x0)
            closes = 3.0 if end in _GOES_ON else 0.0
            if (
                content
                and not closes
                and end not in _FINAL
                and slack < 1.2 * self.size
                and len(item.text) > 6
            ):
                closes = 1.5
            column.closes.append(closes)

    def _joining(self, before: Item, item: Item, column: _Column, content: bool) -> float:
        step = item.middle - before.middle
        cost = 0.0
        if step > 1.25 * self.pitch:
            cost += 6.0 if content else 4.0
        elif step > 1.1 * self.pitch:
            cost += 2.0
        word = _WORD.match(item.text)
        need = self.size * (0.55 * len(word.group()) if word else 1.0)
        if item.text[1:2] in _NO_START:
            need += self.size
        slack = column.width - (before.x1 - before.x0)
        short = before.line < self.lines.header
        if slack > need + 0.8 * self.size and not short:
            cost += 3.0 if content else 1.0
            if content and before.text[-1:] in _FINAL:
                cost += 1.0
        return cost

    def _candidates(self) -> list[int]:
        """The lines at which a row may begin: nothing of the lines above reaches down to them."""
        strips, used = self.lines.strips, self.used
        half = 0.5 * self.size
        found = [used[0]] if used else []
        low = -1e9
        lows: dict[int, float] = {}
        for line in used:
            lows[line] = low
            low = max(low, strips[line].middle + half)
        high = 1e9
        ok = []
        for line in reversed(used):
            high = min(high, strips[line].middle - half)
            if lows[line] <= high + 0.25 * self.size:
                ok.append(line)
        return sorted({*found, *ok})

    def find(self) -> tuple[list[int], float]:
        """The lines at which rows begin, and how much speaks against them, for each line."""
        if len(self.starts) < 2:
            return [], 0.0
        best: tuple[float, list[int]] | None = None
        levels: tuple[Edge, ...] = ("middle", "top", "bottom")
        chosen: Edge = "middle"
        for level in levels:
            for column in self.columns:
                column.level = level
            cost, cuts = self._best()
            if best is None or cost < best[0] - 1e-6:
                best = (cost, cuts)
                chosen = level
        assert best is not None
        for column in self.columns:
            column.level = chosen
        cuts = best[1]
        for _ in range(2):
            self._learn(cuts)
            cost, cuts = self._best()
        return cuts, cost / max(len(self.used), 1)

    def _learn(self, cuts: list[int]) -> None:
        """Takes from rows found how each column stands in its row, how often it is filled and how far rows are apart."""
        rows = [
            (a, b)
            for a, b in pairwise([*cuts, len(self.lines.strips)])
            if a >= self.lines.header and a not in self.lines.headings
        ]
        gaps = []
        for above, below in pairwise(rows):
            if above[1] == below[0]:
                gaps.append(self._gap(below[0]))
        gaps.sort()
        self.apart = gaps[len(gaps) // 2] if len(gaps) >= 2 else None
        for column in self.columns:
            off = {"top": 0.0, "middle": 0.0, "bottom": 0.0}
            filled = 0
            for a, b in rows:
                block = self._block(column, a, b)
                extent = self._extent(a, b)
                if block is None or extent is None:
                    continue
                filled += 1
                if extent[1] - extent[0] < 0.5 * self.pitch:
                    continue
                off["top"] += min(1.0, abs(block[0] - extent[0]) / self.pitch)
                off["middle"] += min(1.0, abs(block[0] + block[1] - extent[0] - extent[1]) / 2 / self.pitch)
                off["bottom"] += min(1.0, abs(block[1] - extent[1]) / self.pitch)
            least = min(off.values())
            if off[column.level] > least + 0.3:
                column.level = min(off, key=lambda key: off[key])  # type: ignore[arg-type]
            column.filled = filled / len(rows) if rows else 1.0

    def _gap(self, line: int) -> float:
        """How far the lines from `line` on are from those before it."""
        strips = self.lines.strips
        at = bisect_left(self.used, line)
        above = [strips[i].middle for i in self.used[max(0, at - 6) : at]]
        below = [strips[i].middle for i in self.used[at : at + 6]]
        return min(below) - max(above) if above and below else 0.0

    def _block(self, column: _Column, start: int, end: int) -> tuple[float, float] | None:
        a, b = bisect_left(column.lines, start), bisect_left(column.lines, end)
        return (column.items[a].middle, column.items[b - 1].middle) if a < b else None

    def _extent(self, start: int, end: int) -> tuple[float, float] | None:
        blocks = [x for column in self.columns if (x := self._block(column, start, end)) is not None]
        return (min(b[0] for b in blocks), max(b[1] for b in blocks)) if blocks else None

    def _best(self) -> tuple[float, list[int]]:
        starts = self.starts
        count = len(starts)
        best: list[float] = [0.0] + [1e18] * (count - 1)
        back = [0] * count
        for j in range(1, count):
            for i in range(j - 1, -1, -1):
                if starts[j] - starts[i] > MOST_IN_ROW and j - i > 1:
                    break
                cost = best[i] + self._row(starts[i], starts[j]) + (self._parting(starts[i]) if i else 0.0)
                if cost < best[j]:
                    best[j], back[j] = cost, i
        cuts, at = [], count - 1
        while at > 0:
            at = back[at]
            cuts.append(starts[at])
        return best[-1], cuts[::-1]

    def _parting(self, line: int) -> float:
        """What speaks against a new row at `line` in its distance from what is above it."""
        if line in self.lines.forced:
            return -4.0
        if self.apart is None or line in self.lines.headings or line <= self.lines.header:
            return 0.0
        short = (self.apart - self._gap(line)) / self.pitch
        return 2.5 if short > 0.2 else 1.0 if short > 0.1 else 0.0

    def _head(self, start: int, end: int) -> float:
        """What speaks against these lines as the head, which may have words on more lines than are sure to be its own."""
        header = self.lines.header
        if end == header or end < header:
            return 0.0 if end == header and start == self.starts[0] else _NEVER
        if self.at_number is None or end > header + 3:
            return _NEVER
        column = self.columns[self.at_number]
        a, b = bisect_left(column.lines, start), bisect_left(column.lines, end)
        if column.numbers[b] > column.numbers[a] or not all(
            self._wraps(items, item)
            for items in self.lines.items
            for item in items
            if header <= item.line < end
        ):
            return _NEVER
        return 1.0 * (end - header)

    def _wraps(self, items: list[Item], item: Item) -> bool:
        """Whether an item below the head is the end of a word of the head that is as wide as its column."""
        words = [i for i in items if i.line < self.lines.header]
        body = [
            i.x1 - i.x0 for i in items if i.line >= self.lines.header and i.line not in self.lines.headings
        ]
        return (
            bool(words)
            and len(item.text) <= 3
            and item.text[-1] not in _FINAL
            and max(body) - (words[-1].x1 - words[-1].x0) < 1.1 * self.size
        )

    def _row(self, start: int, end: int) -> float:
        lines = self.lines
        if any(start < f < end for f in lines.forced):
            return _NEVER
        inside = sum(1 for h in lines.headings if start <= h < end)
        if inside:
            alone = bisect_left(self.used, end) - bisect_left(self.used, start) == 1
            return 0.0 if alone else _NEVER
        if start < lines.header:
            return self._head(start, end)
        cost = 0.5
        extent = self._extent(start, end)
        if extent is None:
            return 0.0
        top, bottom = extent
        first, last = start == self.starts[0], end == self.starts[-1]
        for c, column in enumerate(self.columns):
            a, b = bisect_left(column.lines, start), bisect_left(column.lines, end)
            if c == self.at_number:
                held = column.numbers[b] - column.numbers[a]
                cost += 0.0 if held == 1 else 14.0 * (held - 1) if held else 2.0 if first or last else 6.0
                cost += 3.0 * (column.strange[b] - column.strange[a])
            if a == b:
                if c != self.at_number:
                    cost += (
                        (5.0 if c == self.at_content else 2.0)
                        * column.filled**2
                        * (0.4 if first or last else 1.0)
                    )
                continue
            cost += column.together[b - 1] - column.together[a]
            cost += column.opens[a] * (0.2 if first else 1.0) + column.closes[b - 1] * (0.2 if last else 1.0)
            high, low = column.items[a].middle, column.items[b - 1].middle
            if column.level == "top":
                off = high - top
            elif column.level == "bottom":
                off = bottom - low
            else:
                off = (high + low - top - bottom) / 2
                # a row that the page cuts in two had its middle beyond the cut
                off = 0.0 if (off > 0 and last) or (off < 0 and first) else abs(off)
            off /= self.pitch
            if off > 0.12:
                cost += min(3.0, 3.5 * off) * (0.5 if first or last else 1.0)
        return cost


def heights(strips: Sequence[Strip], cuts: Sequence[int], header: int, used: Sequence[int]) -> list[float]:
    """Where rows part that begin at these lines, the outer edges included."""
    ys = [min(s.top for s in strips) - 1]
    for cut in cuts[1:]:
        at = bisect_left(used, cut)
        above = [strips[i].middle for i in (range(header) if cut == header else used[:at])]
        below = min(strips[i].middle for i in used[at:])
        ys.append((max(above) + below) / 2)
    return [*ys, max(s.bottom for s in strips) + 1]
