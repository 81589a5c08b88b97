"""Tables whose columns stand at fixed places of the line, kept apart by blanks → `Table`.

So a page's layout is kept in text: `pdftotext -layout`, pdfplumber's `layout=True` and browsers' text dumps print each
line of a cell where it stood, beside those of the other cells. PDF exports count characters, whatever their width; the
dumps count the columns of a terminal, in which a Chinese character takes two: the one under which the columns stay
apart holds. Cells that stood close together are parted by one blank alone, and what follows that blank stands a little
left of its column.

A line is cut at its blanks, each part goes to the column it stands in; then lines go to rows, and the cells of the
columns beside the content to one row or to several that they are merged over. Cells stand at the middle of their rows
or at the top; the table as a whole tells.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from wpkit.blocks import Block, Cell, Line, Row, Table, Where, stretch
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.structure.columns import WHOLE_WORDS, Column, read_header
from wpkit.structure.reflow import width as printed_width
from wpkit.text import join, number_of

_WORD = pattern(r"[^ \u3000]+")


@dataclass(slots=True)
class _Part:
    """A run of printed characters without a blank. `blanks`: how many stand before it on its line; `loose`: how many
    single blanks lie between it and a part that surely stands at its place."""

    text: str
    start: int
    end: int
    blanks: int
    loose: int = 0


def _parts(text: str, measure: Callable[[str], int]) -> list[_Part]:
    out: list[_Part] = []
    at, end = 0, 0
    for match in _WORD.finditer(text):
        start = at + measure(text[end : match.start()])
        blanks = start - at
        at, end = start + measure(match.group()), match.end()
        loose = out[-1].loose + 1 if out and blanks == 1 else 0
        out.append(_Part(match.group(), start, at, blanks, loose))
    return out


# The header -----------------------------------------------------------------------------------------

_MOST_HEADER_LINES = 4
_LEAST_COLUMNS = 3


@dataclass(slots=True)
class _Header:
    """Header words with the places of the line that they take, on `lines` lines."""

    words: list[str]
    places: list[tuple[int, int]]
    lines: int
    loose: list[bool]


def _header(lines: Sequence[Line], start: int, measure: Callable[[str], int]) -> _Header | None:
    """The header that begins with a line; words may stand on several lines, each below its beginning."""
    found: _Header | None = None
    parts: list[list[_Part]] = []
    for n in range(start, min(start + _MOST_HEADER_LINES, len(lines))):
        text = lines[n].text
        if len(text.strip()) > _LONGEST_LINE:
            break
        line = _spaced(_parts(text, measure))
        if not line or any(len(p.text) > _LONGEST_WORD for p in line):
            break
        parts.append(line)
        if found is not None and not _goes_below(found, line):
            break
        now = _words(parts, n - start + 1)
        if now is None:
            if found is not None:
                break
            continue
        found = now
    return found


_LONGEST_WORD, _LONGEST_PIECE, _LONGEST_LINE = 16, 6, 300
_MARKS = pattern(r"[，。、；：,;:\d]")


def _spaced(parts: list[_Part]) -> list[_Part]:
    """The parts with words that are printed with blanks between their characters (序 号) put together."""
    out: list[_Part] = []
    for part in parts:
        if (
            out
            and len(part.text) == 1
            and len(out[-1].text) <= 3
            and part.blanks <= 2
            and header_kind(out[-1].text) is None
            and (header_kind(out[-1].text + part.text) or len(out[-1].text) < 3)
        ):
            out[-1] = _Part(out[-1].text + part.text, out[-1].start, part.end, out[-1].blanks, out[-1].loose)
        else:
            out.append(part)
    return out


def _goes_below(header: _Header, line: Sequence[_Part]) -> bool:
    """Whether a line under a header only ends words of it that are not whole (完成 / 时限)."""
    for part in line:
        at = [k for k, (a, b) in enumerate(header.places) if part.start < b and a < part.end]
        if len(at) != 1 or len(part.text) > 4:
            return False
        word = header.words[at[0]]
        if word.endswith(WHOLE_WORDS) and header_kind(word) is not None:
            return False
        if header_kind(word + part.text) is None:
            return False
    return True


def _words(parts: Sequence[Sequence[_Part]], count: int) -> _Header | None:
    """The header words that the parts of some lines make, those above one another joined."""
    clusters: list[list[_Part]] = []
    ordered = sorted(((p, n) for n, line in enumerate(parts) for p in line), key=lambda x: (x[0].start, x[1]))
    rows: list[list[int]] = []
    for part, n in ordered:
        if clusters and part.start < max(p.end for p in clusters[-1]) and n not in rows[-1]:
            clusters[-1].append(part)
            rows[-1].append(n)
        else:
            clusters.append([part])
            rows.append([n])
    words = [
        "".join(p.text for _, p in sorted(zip(r, c, strict=True), key=lambda x: x[0]))
        for r, c in zip(rows, clusters, strict=True)
    ]
    if len(words) < _LEAST_COLUMNS or sum(header_kind(w) is None for w in words) > len(words) // 4:
        return None
    columns = read_header(words)
    if columns is None or not any(c.role == "content" for c in columns):
        return None
    for word, lines, cluster in zip(words, rows, clusters, strict=True):
        if 0 in lines and header_kind(word) is None:
            return None  # a caption over the header
        if len(cluster) > 1 and any(len(p.text) > _LONGEST_PIECE or _MARKS.search(p.text) for p in cluster):
            return None  # the end of a cell over it
    if not any(c.role in ("units", "deadline") for c in columns):
        return None
    places = [(min(p.start for p in c), max(p.end for p in c)) for c in clusters]
    return _Header(words, places, count, [any(p.loose for p in c) for c in clusters])


# Columns -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Page:
    """The lines of a table on one page: `borders[k]` is where column k + 1 begins, `at` the columns of each line's parts."""

    lines: list[Line]
    parts: list[list[_Part]]
    borders: list[int] = field(default_factory=list)
    at: list[list[int]] = field(default_factory=list)


def _crossings(page: _Page, size: int) -> tuple[list[float], list[float]]:
    """For each place of the line, how many parts go over it, and how many begin at it."""
    change, starts = [0.0] * (size + 2), [0.0] * (size + 2)
    for line in page.parts:
        if _spans_all(line):
            continue
        for part in line:
            weight = 1.0 if not part.loose else 0.3
            # a place is crossed where characters stand on both sides of it
            change[min(part.start + 1, size)] += weight
            change[min(part.end, size)] -= weight
            if not part.loose:
                starts[min(part.start, size)] += 1
    return list(itertools.accumulate(change)), starts


def _spans_all(line: Sequence[_Part]) -> bool:
    """Whether a line stands alone from the left edge on and is numbered like a heading."""
    marker = read_marker(line[0].text) if line[0].start <= 2 and line[-1].blanks < 2 else None
    return marker is not None and marker.notation in ("han", "part")


_DRIFT = 12


def _set_borders(page: _Page, header: _Header | None, before: _Page | None, number: int | None) -> float:
    """Finds where the page's columns begin; returns the share of parts that cross a border."""
    size = max((p.end for line in page.parts for p in line), default=0) + 1
    if header is not None:
        size = max(size, header.places[-1][1] + 3)
    elif before is not None:
        size = max(size, before.borders[-1] + _DRIFT + 1)
    crossing, starts = _crossings(page, size)
    if header is not None:
        ranges = [
            (a[1], max(a[1], b[0] + 2 * loose))
            for (a, b), loose in zip(itertools.pairwise(header.places), header.loose[1:], strict=True)
        ]
        if number is not None:
            place = header.places[number]
            _around_numbers(ranges, number, _number_places(page, place[0] - 3, place[1] + 3))
        page.borders = [_border(crossing, starts, low, high) for low, high in ranges]
    elif before is not None:
        ranges = [(b - _DRIFT, b + _DRIFT) for b in before.borders]
        if number is not None:
            left = before.borders[number - 1] if number else 0
            right = before.borders[number] if number < len(before.borders) else size
            _around_numbers(ranges, number, _number_places(page, left - _NEAR, right + _NEAR))
        page.borders = _moved(crossing, starts, before.borders, ranges)
    total = sum(map(len, page.parts))
    return sum(crossing[b] for b in page.borders) / max(total, 1)


_NEAR = 5


def _number_places(page: _Page, low: int, high: int) -> tuple[int, int] | None:
    """Where the running numbers of rows stand on a page, between two places of the line."""
    best: dict[int, tuple[int, int, int]] = {}  # value → length of the run that ends in it, where it stands
    for line in page.parts:
        for part in line:
            if part.start < low or part.end > high or (printed := row_number(part.text)) is None:
                continue
            value = number_of(printed.strip("()（）、.． "))
            if value is None:
                continue
            length, start, end = best.get(value - 1, (0, part.start, part.end))
            if length + 1 > best.get(value, (0, 0, 0))[0]:
                best[value] = (length + 1, min(start, part.start), max(end, part.end))
    length, start, end = max(best.values(), default=(0, 0, 0))
    return (start, end) if length > 1 else None


def _around_numbers(ranges: list[tuple[int, int]], number: int, places: tuple[int, int] | None) -> None:
    """Keeps the borders beside the column of numbers off the numbers."""
    if places is None:
        return
    start, end = places
    if number:
        low, high = ranges[number - 1]
        ranges[number - 1] = (max(min(low, start), start - 1), start)
    if number < len(ranges):
        low, high = ranges[number]
        ranges[number] = (max(low, end), max(high, end))


def _border(crossing: Sequence[float], starts: Sequence[float], low: int, high: int) -> int:
    """The place between two header words that the fewest parts cross: where many begin, or in the gutter's middle."""
    least = min(crossing[low : high + 1])
    free = [x for x in range(low, high + 1) if crossing[x] <= least + 0.01]
    best = max(free, key=lambda x: starts[x])
    if starts[best] >= 2:
        # what begins further left, in the same gutter, belongs to the same column
        while best - 1 >= low and crossing[best - 1] <= least + 0.01 and starts[best - 1]:
            best -= 1
        return best
    # the gutter at the right: a cell set at the left leaves room before the next column
    last = free[-1]
    first = last
    while first - 1 in free:
        first -= 1
    return (first + last + 1) // 2


def _moved(
    crossing: Sequence[float],
    starts: Sequence[float],
    borders: Sequence[int],
    ranges: Sequence[tuple[int, int]],
) -> list[int]:
    """The borders of a page without a header: those of the page before, moved to where the fewest parts cross them."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for k, (border, (low, high)) in enumerate(zip(borders, ranges, strict=True)):
        found: dict[int, tuple[float, list[int]]] = {}
        step = border - (borders[k - 1] if k else 0)
        for x in range(max(1, low), min(len(crossing) - 1, high) + 1):
            own = crossing[x] - 0.3 * min(starts[x], 5.0)
            options = [
                (cost + own + 0.25 * abs(x - at - step), [*path, x])
                for at, (cost, path) in best.items()
                if at < x
            ]
            if options:
                found[x] = min(options)
        if not found:
            return list(borders)
        best = found
    return min(best.values())[1]


_NARROW = pattern(r"[!-~]")


def _columns_of(
    parts: Sequence[_Part], borders: Sequence[int], number: int | None = None
) -> tuple[list[int], float]:
    """The column of each part of a line, and what speaks against it: characters beyond a border, blanks in a cell."""
    count = len(borders) + 1
    edges = [-(10**6), *borders, 10**6]
    best: list[tuple[float, int]] = []
    back: list[list[int]] = []
    for i, part in enumerate(parts):
        drift = 2 * part.loose
        costs = []
        for k in range(count):
            left = max(0, edges[k] - part.start - drift)
            right = max(0, part.end - edges[k + 1])
            costs.append(float(min(left, part.end - part.start) + min(right, part.end - part.start)))
            # a part that ends before its column begins stands in another
            away = max(0, edges[k] - part.end - drift, part.start - edges[k + 1])
            costs[-1] += 1.0 * away
        if number is not None:
            costs[number] += -1.0 if row_number(part.text) is not None else 2.0
        if not i:
            best = [(c, k) for k, c in enumerate(costs)]
            back.append(list(range(count)))
            continue
        together = _blank_in_cell(parts[i - 1], part)
        named = _is_name(parts[i - 1], part)
        numbered = number is not None and row_number(parts[i - 1].text) is not None
        apart = 1.2 if part.blanks == 1 and _beside_digit(parts[i - 1], part) else 0.0
        apart += 1.5 if named else 0.0
        now: list[tuple[float, int]] = []
        steps: list[int] = []
        low = (float("inf"), 0)
        for k in range(count):
            stay = best[k][0] + together
            change = 0.0 if numbered and low[1] == number else apart
            if low[0] + change < stay:
                now.append((low[0] + change + costs[k], k))
                steps.append(low[1])
            else:
                now.append((stay + costs[k], k))
                steps.append(k)
            low = min(low, (best[k][0], k))
        best = now
        back.append(steps)
    cost, k = min(best)
    out = [k]
    for steps in back[:0:-1]:
        k = steps[k]
        out.append(k)
    return out[::-1], cost


def _beside_digit(before: _Part, part: _Part) -> bool:
    return bool(_NARROW.match(before.text[-1]) or _NARROW.match(part.text[0]))


def _blank_in_cell(before: _Part, part: _Part) -> float:
    """What speaks against two parts of a line being in one cell."""
    if _is_name(before, part):
        return 0.0
    if part.blanks == 1:
        if _beside_digit(before, part):
            return 0.0
        return 0.8 if len(before.text) == 1 or len(part.text) == 1 else 2.2
    return min(2.0 + 2.0 * (part.blanks - 1), 10.0)


def _is_name(before: _Part, part: _Part) -> bool:
    """Whether two characters with a blank or two between them are a person's name (刘 芳)."""
    return part.blanks <= 2 and all(len(p.text) == 1 and p.text.isalpha() for p in (before, part))


# Lines ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Printed:
    """A printed line by columns. `y`: how far down it stands, in lines of a cell; `page` counts within the table."""

    line: Line
    cells: dict[int, str]
    page: int
    y: float = 0.0
    begins: bool = False  # where a blank line or a page parts it from the one above
    heading: bool = False


def _joined(parts: Sequence[_Part]) -> str:
    text = parts[0].text
    for part in parts[1:]:
        text = (
            f"{text} {part.text}" if text[-1].isascii() or part.text[0].isascii() else join(text, part.text)
        )
    return text


_HEADINGS = ("han", "part", "han-bracket")
_LONGEST_HEADING = 50


def _may_head(parts: Sequence[_Part], borders: Sequence[int]) -> bool:
    """Whether a line stands alone in the first column and is numbered 一、 like a heading, or like a group's name."""
    marker = read_marker(parts[0].text)
    alone = parts[0].start < borders[0] and all(p.blanks == 1 for p in parts[1:])
    return alone and marker is not None and marker.notation in ("han", "part")


def _is_heading(parts: Sequence[_Part], borders: Sequence[int], content: int, number: int | None) -> bool:
    """Whether a line is a row over the whole table: numbered like a heading, and no cell of a single column."""
    text = "".join(p.text for p in parts)
    if len(text) > _LONGEST_HEADING or text[-1] in "。；，、" or any(p.blanks > 1 for p in parts[1:]):
        return False
    marker = read_marker(text)
    if marker is None or marker.notation not in _HEADINGS or marker.end >= len(text):
        return False
    edges = [-(10**6), *borders, 10**6]
    start, end = parts[0].start, parts[-1].end
    at = max(k for k in range(len(edges) - 1) if edges[k] <= start)
    return end > edges[at + 1] + 2 or at == number or (at == content and marker.notation != "han-bracket")


def _is_foreign(parts: Sequence[_Part], borders: Sequence[int]) -> bool:
    """Whether a line is no line of the table: a run of characters that goes on over two borders and more."""
    edges = [-(10**6), *borders, 10**6]
    return any(
        sum(part.start < e - 2 and part.end > e + 2 for e in edges) >= 2 and not part.loose for part in parts
    )


def _set_heights(lines: Sequence[_Printed]) -> None:
    """Tells how far down each line stands. Lines of one column are a line apart; lines that share no column stand beside
    each other, half a line apart, for cells of two heights do so at the middle of a row."""
    y = 0.0
    for above, line in itertools.pairwise(lines):
        shared = above.cells.keys() & line.cells.keys()
        y += 1.0 if shared or line.begins or line.heading or above.heading else 0.5
        line.y = y


# Rows ----------------------------------------------------------------------------------------------------

_ENDS = frozenset("。；;！!")
_OPEN = frozenset("，、,：:（(“《")
_MOST_OPTIONS = 60


def _off(away: float) -> float:
    """What it costs that a cell stands off its row's middle by so many lines; exports shift a line by half of one."""
    return 0.5 * away if away <= 0.5 else min(0.25 + 2.5 * (away - 0.5), 8.0)


_LONGEST_ROW, _NO_ROW = 40, 14.0


@dataclass(slots=True)
class _Run:
    """The lines between two heading rows, with what the reading of rows needs to know of the whole table."""

    lines: list[_Printed]
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
        if text[-1] in _ENDS:
            return 0.0
        cost = 2.0 * self.ended + (1.5 if text[-1] in _OPEN else 0.0)
        return cost + (0.7 if printed_width(text) >= self.margins[self.content] - 2 else 0.0)

    def _within(self, text: str) -> float:
        room = self.margins[self.content] - printed_width(text)
        if text[-1] in _ENDS:
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
        elif column.role in ("units", "category"):
            cost += 1.2 if text[-1] in "、（(" or text[0] in "、）)（(" else 0.0
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
    run: _Run, rows: Sequence[tuple[int, int]], k: int, merged: bool
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


def _torn(run: _Run, k: int, pieces: Sequence[int], upto: int) -> float:
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
    run: _Run, rows: Sequence[tuple[int, int]], end: int, pieces: Sequence[int]
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
    run: _Run, rows: Sequence[tuple[int, int]], first: int, end: int, k: int, found: Sequence[int]
) -> float:
    lines, column = run.lines, run.columns[k]
    text = "".join(lines[n].cells[k] for n in found)
    cost = run.as_cell(k, column, found)
    if column.role == "units":
        cost += 0.5 if not is_units(text) else 0.0
    elif column.role == "category":
        cost += 1.0 if text[0] in "的和与" or text[-1] in "和与及" else 0.0
        cost += 1.5 if len(text) == 1 else 0.0
        cost += 3.0 * sum(
            (marker := read_marker(lines[n].cells[k])) is not None and marker.notation in _HEADINGS
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


def _meet(lines: Sequence[_Printed], above: int, below: int) -> bool:
    """Whether one line is the last of its page or nearly, and the other nearly the first of the next."""
    between = [n for n in range(above, below) if lines[n].page != lines[n + 1].page]
    return len(between) == 1 and between[0] - above <= 1 and below - between[0] <= 2


# The table -----------------------------------------------------------------------------------------------------


def set_columns(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """The table whose header begins with a line; None where its columns do not stand at fixed places."""
    text = lines[start].text
    if "\t" in text or "|" in text or not ("  " in text.strip() or text.startswith("  ")):
        return None
    best: tuple[float, float, _Header, list[_Page], int] | None = None
    for measure in (len, printed_width):
        header = _header(lines, start, measure)
        if header is None:
            continue
        found = _pages(lines, start, header, measure)
        if found is not None and (best is None or found[0] < best[0] - 0.01):
            best = (*found[:2], header, *found[2:])
    if best is None:
        return None
    _, crossed, header, pages, end = best
    columns = read_header(header.words)
    if columns is None or crossed > _MOST_CROSSED:
        return None
    return _read(lines, start, header, columns, pages, end)


_MOST_CROSSED = 0.12


def _pages(
    lines: list[Line], start: int, header: _Header, measure: Callable[[str], int]
) -> tuple[float, float, list[_Page], int] | None:
    """The lines below a header page by page with the borders of their columns, up to the table's end; and what speaks
    against the columns: a line's parts that stand off them, the share of parts that cross a border."""
    groups: list[tuple[_Header | None, list[Line]]] = [(header, [])]
    n = start + header.lines
    page = lines[start].where.page
    while n < len(lines):
        text = lines[n].text
        if "\t" in text or _closes(text.strip()):
            break
        again = (
            _header(lines, n, measure)
            if header_kind(text.split()[0]) is not None or len(text.split()) <= 2
            else None
        )
        if again is not None:
            if again.words != header.words:
                break
            groups.append((again, []))
            page = lines[n].where.page
            n += again.lines
            continue
        if lines[n].where.page != page:
            page = lines[n].where.page
            groups.append((None, []))
        groups[-1][1].append(lines[n])
        n += 1
    pages: list[_Page] = []
    number = next((k for k, word in enumerate(header.words) if header_kind(word) == "number"), None)
    crossed = total = against = 0.0
    end = start + header.lines
    for own, group in groups:
        made = _Page(group, [_parts(line.text, measure) for line in group])
        crossed += len(group) * _set_borders(made, own, pages[-1] if pages else None, number)
        total += len(group)
        for parts in made.parts:
            at, cost = _columns_of(parts, made.borders, number)
            made.at.append(at)
            against += min(cost, 10.0)
        pages.append(made)
        end += len(group) + (own.lines if own is not None and own is not header else 0)
    return (against / total, crossed / total, pages, end) if total >= 2 else None


_CLOSING = pattern(
    r"(?:附?注|备注|備註|说明|說明|填表说明)(?:\s*[:：]|\s*\d[.、．:：])|抄送|抄报|主题词|附件\s*\d*[:：]?$"
)


def _closes(text: str) -> bool:
    return bool(_CLOSING.match(text))


def _read(
    lines: list[Line],
    start: int,
    header: _Header,
    columns: tuple[Column, ...],
    pages: list[_Page],
    end: int,
) -> tuple[list[Block], int] | None:
    content = next(k for k, c in enumerate(columns) if c.role == "content")
    counted = next((k for k, c in enumerate(columns) if c.role == "number"), None)
    printed: list[_Printed] = []
    apart = together = 0
    # names of groups stand at the middle of their rows, so some of them on a line with other cells
    marked = [
        _may_head(parts, page.borders) or _is_heading(parts, page.borders, content, counted)
        for page in pages
        for parts in page.parts
        if (marker := read_marker(parts[0].text)) is not None and marker.notation in ("han", "part")
    ]
    heads = all(marked)
    for number, page in enumerate(pages):
        for n, (line, parts, at) in enumerate(zip(page.lines, page.parts, page.at, strict=True)):
            begins = bool(line.gap) or (n == 0 and number > 0)
            if _is_heading(parts, page.borders, content, counted) or (
                heads and _may_head(parts, page.borders)
            ):
                printed.append(_Printed(line, {0: _joined(parts)}, number, begins=begins, heading=True))
                continue
            if _is_foreign(parts, page.borders):
                printed.append(_Printed(line, {}, number, begins=begins))
                continue
            cells: dict[int, list[_Part]] = {}
            for k, part in zip(at, parts, strict=True):
                cells.setdefault(k, []).append(part)
            for k, own in cells.items():
                if own[0].blanks > 1:
                    apart += 1
                elif k:
                    together += own[0].blanks == 1
            printed.append(
                _Printed(line, {k: _joined(own) for k, own in cells.items()}, number, begins=begins)
            )
    cut = next((n for n, p in enumerate(printed) if not p.cells), len(printed))
    end -= len(printed) - cut
    printed = _unsigned(printed[:cut], content, columns)
    end -= cut - len(printed)
    if len(printed) < 2 or apart < 3 or together > apart * 2:
        return None
    if counted is not None and all(p.heading or row_number(p.cells.get(counted, "")) for p in printed):
        return None  # a row a line
    _set_heights(printed)
    table = _table(lines, start, header, columns, printed, content)
    return ([table], end) if table is not None else None


_DAY = pattern(
    r"(?:\d{4}|[〇○零一二三四五六七八九十]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)


def _unsigned(printed: list[_Printed], content: int, columns: Sequence[Column]) -> list[_Printed]:
    """The lines without a body's name and a day of their own at the end, which sign the notice."""
    if len(printed) < 4 or not _DAY.fullmatch(printed[-1].line.text.strip()):
        return printed
    name = printed[-2].line.text.strip()
    if len(printed[-1].cells) > 1 or len(name.split()) > 1 or not is_units(name):
        return printed
    return printed[:-2]


def _table(
    lines: list[Line],
    start: int,
    header: _Header,
    columns: tuple[Column, ...],
    printed: list[_Printed],
    content: int,
) -> Table | None:
    number = next((k for k, c in enumerate(columns) if c.role == "number"), None)
    texts = [p.cells[content] for p in printed if content in p.cells and not p.heading]
    if len(texts) < 2:
        return None
    margins = [
        max((printed_width(p.cells[k]) for p in printed if k in p.cells and not p.heading), default=0)
        for k in range(len(columns))
    ]
    counted = sum(
        number is not None and not p.heading and row_number(p.cells.get(number, "")) is not None
        for p in printed
    )
    ended = sum(t[-1] in _ENDS for t in texts)
    share = min(1.0, ended / counted) if counted else min(1.0, 3 * ended / len(texts))
    gaps = 0 < sum(p.begins for p in printed) < 0.5 * len(printed)
    if number is not None and counted < 2:
        number = None
    runs: list[list[_Printed]] = [[]]
    headings: list[_Printed | None] = [None]
    for p in printed:
        if p.heading:
            headings.append(p)
            runs.append([])
        else:
            runs[-1].append(p)
    readings = []
    known: list[dict[tuple[int, int, int], float]] = [{} for _ in runs]
    for top in (False, True):
        total, made = 0.0, []
        for run, cells in zip(runs, known, strict=True):
            paragraph = 1.3 if number is not None else 2.4
            one = _Run(run, columns, content, number, top, margins, paragraph, share, gaps, known=cells)
            rows, cost = one.rows()
            total += cost
            made.append((one, rows))
        readings.append((total, top, made))
    _, top, chosen = min(readings, key=lambda r: (r[0], r[1]))
    others = [k for k in range(len(columns)) if k not in (content, number)]
    blocks = _cells_of(chosen, others)
    where = lines[start].where.to(lines[start + header.lines - 1].where)
    out = [Row([Cell(word, k, where=where) for k, word in enumerate(header.words)], where)]
    for n, (heading, (own, rows)) in enumerate(zip(headings, chosen, strict=True)):
        if heading is not None:
            text = heading.cells[0]
            out.append(
                Row([Cell(text, 0, column_span=len(columns), where=heading.line.where)], heading.line.where)
            )
        if rows:
            out += _made(own, rows, others, {k: found[n] for k, found in blocks.items()})
    if sum(len(rows) for _, rows in chosen) < 2:
        return None
    # without numbers, and with a unit over several rows, only sentences tell where a row ends
    guessed = number is None and any(
        span > 1 for k in others if columns[k].role != "category" for run in blocks[k] for _, span, _ in run
    )
    whole = where.to(printed[-1].line.where)
    return Table(out, whole, spans_known=False, label_first=top, guessed=guessed, wrapped=True)


_Cells = list[tuple[int, int, list[int]]]


def _cells_of(
    chosen: Sequence[tuple[_Run, list[tuple[int, int]]]], others: Sequence[int]
) -> dict[int, list[_Cells]]:
    """The cells of the columns beside the content in each run of rows. Groups are merged over rows; units and times are
    where that explains these columns together much better than cells that are empty."""
    out: dict[int, list[_Cells]] = {}
    gains: dict[int, tuple[float, list[_Cells]]] = {}
    for k in others:
        role = chosen[0][0].columns[k].role
        if role != "category":
            single = [_blocks(run, rows, k, merged=False) for run, rows in chosen]
            out[k] = [blocks for blocks, _ in single]
            cells = [cell for blocks in out[k] for cell in blocks]
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


def _made(
    run: _Run, rows: Sequence[tuple[int, int]], others: Sequence[int], blocks: dict[int, _Cells]
) -> list[Row]:
    out = []
    for first, end in rows:
        where = stretch(p.line.where for p in run.lines[first:end])
        cells = []
        for k in (run.number, run.content):
            if k is not None:
                cells.append(
                    _cell(run, k, [n for n in range(first, end) if k in run.lines[n].cells], 1, where)
                )
        out.append(
            Row(cells, where, new_page=first > 0 and run.lines[first].page != run.lines[first - 1].page)
        )
    for k in others:
        for n, span, found in blocks[k]:
            out[n].cells.append(_cell(run, k, found, span, out[n].where))
    for row in out:
        row.cells.sort(key=lambda c: c.column)
    return out


def _cell(run: _Run, k: int, found: Sequence[int], span: int, where: Where) -> Cell:
    """A cell from its lines; those that reach the column's margin go on with the next."""
    text, full = "", False
    for n in found:
        piece = run.lines[n].cells[k]
        text = (join(text, piece) if full else f"{text}\n{piece}") if text else piece
        full = printed_width(piece) >= run.margins[k] - 3
    place = stretch(run.lines[n].line.where for n in found) if found else where
    return Cell(text, k, row_span=span, where=place)
