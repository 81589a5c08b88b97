"""The columns that lines set with blanks stand in: the header's words and their places, and for each page the borders
between its columns; then the column of each part of a line.

PDF exports count characters, whatever their width; browsers' dumps count the columns of a terminal, in which a Chinese
character takes two: `measure` is either.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Sequence
from dataclasses import field

from wpkit.blocks import Line
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import read_marker, row_number
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.structure.columns import WHOLE_WORDS, read_header
from wpkit.text import number_of

_WORD = pattern(r"[^ \u3000]+")


@record()
class Part:
    """A run of printed characters without a blank. `blanks`: how many stand before it on its line; `loose`: how many
    single blanks lie between it and a part that surely stands at its place."""

    text: str
    start: int
    end: int
    blanks: int
    loose: int = 0


def parts_of(text: str, measure: Callable[[str], int]) -> list[Part]:
    out: list[Part] = []
    at, end = 0, 0
    for match in _WORD.finditer(text):
        start = at + measure(text[end : match.start()])
        blanks = start - at
        at, end = start + measure(match.group()), match.end()
        loose = out[-1].loose + 1 if out and blanks == 1 else 0
        out.append(Part(match.group(), start, at, blanks, loose))
    return out


# The header -----------------------------------------------------------------------------------------

_MOST_HEADER_LINES = 4
_LEAST_COLUMNS = 3


@record()
class Header:
    """Header words with the places of the line that they take, on `lines` lines."""

    words: list[str]
    places: list[tuple[int, int]]
    lines: int
    loose: list[bool]


def header_at(lines: Sequence[Line], start: int, measure: Callable[[str], int]) -> Header | None:
    """The header that begins with a line; words may stand on several lines, each below its beginning."""
    found: Header | None = None
    parts: list[list[Part]] = []
    for n in range(start, min(start + _MOST_HEADER_LINES, len(lines))):
        text = lines[n].text
        if len(text.strip()) > _LONGEST_LINE or lines[n].where.page != lines[start].where.page:
            break
        line = _spaced(parts_of(text, measure))
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


def _spaced(parts: list[Part]) -> list[Part]:
    """The parts with words that are printed with blanks between their characters (序 号) put together."""
    out: list[Part] = []
    for part in parts:
        if (
            out
            and len(part.text) == 1
            and len(out[-1].text) <= 3
            and part.blanks <= 2
            and header_kind(out[-1].text) is None
            and (header_kind(out[-1].text + part.text) or len(out[-1].text) < 3)
        ):
            out[-1] = Part(out[-1].text + part.text, out[-1].start, part.end, out[-1].blanks, out[-1].loose)
        else:
            out.append(part)
    return out


def _goes_below(header: Header, line: Sequence[Part]) -> bool:
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


def _words(parts: Sequence[Sequence[Part]], count: int) -> Header | None:
    """The header words that the parts of some lines make, those above one another joined."""
    clusters: list[list[Part]] = []
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
    return Header(words, places, count, [any(p.loose for p in c) for c in clusters])


# Columns -----------------------------------------------------------------------------------------------


@record()
class Page:
    """The lines of a table on one page: `borders[k]` is where column k + 1 begins, `at` the columns of each line's parts."""

    lines: list[Line]
    parts: list[list[Part]]
    borders: list[int] = field(default_factory=list)
    at: list[list[int]] = field(default_factory=list)


def _crossings(page: Page, size: int) -> tuple[list[float], list[float]]:
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


def _spans_all(line: Sequence[Part]) -> bool:
    """Whether a line stands alone from the left edge on and is numbered like a heading."""
    marker = read_marker(line[0].text) if line[0].start <= 2 and line[-1].blanks < 2 else None
    return marker is not None and marker.notation in ("han", "part")


_DRIFT = 12


def set_borders(
    page: Page, header: Header | None, before: Page | None, number: int | None, times: Sequence[int] = ()
) -> float:
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
        # an export may give each page a scale of its own, on which all columns stand further left: then
        # the last one has text all the same
        last = max((p.start for line in page.parts for p in line), default=0)
        within = [(min(low, last), min(high, last)) for low, high in ranges]
        tried = [_moved(crossing, starts, before.borders, r) for r in (ranges, within)]
        page.borders = tried[0]
        if tried[1] != tried[0]:
            page.borders = min(tried, key=lambda borders: _against(page, borders, number, times))
    total = sum(map(len, page.parts))
    return sum(crossing[b] for b in page.borders) / max(total, 1)


_NEAR = 5


def _against(page: Page, borders: Sequence[int], number: int | None, times: Sequence[int]) -> float:
    """What speaks against the columns that these borders make of the page's lines."""
    return sum(min(columns_of(parts, borders, number, times)[1], 10.0) for parts in page.parts)


def _number_places(page: Page, low: int, high: int) -> tuple[int, int] | None:
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
_LEVELS = "省市县区州旗乡镇各縣區鄉鎮"
# what times are written with, whole or a piece of one
_TIME = pattern(
    r"[\d年月日旬季周天底末初前后後内全半上下每常态態化长長期持续續坚堅推进進完成时時限实實适適随隨即节節〇○零一二三四五六七八九十/—-]+"
)


def columns_of(
    parts: Sequence[Part], borders: Sequence[int], number: int | None = None, times: Sequence[int] = ()
) -> tuple[list[int], float]:
    """The column of each part of a line, and what speaks against it: characters beyond a border, blanks in a cell,
    words that are no number or no time in columns (`number`, `times`) of those."""
    clear = _clear_columns(parts, borders, number)
    if clear is not None:
        return clear
    count = len(borders) + 1
    edges = [-(10**6), *borders, 10**6]
    best: list[tuple[float, int]] = []
    back: list[list[int]] = []
    for i, part in enumerate(parts):
        costs = []
        begins, ends, wide = part.start + 2 * part.loose, part.end, part.end - part.start
        # blanks around numbers push the rest of a cell's line to the right; a body's name opens with its level
        pushed = i and part.blanks == 1 and _beside_digit(parts[i - 1], part) and part.text[0] not in _LEVELS
        over = part.loose if pushed else 0
        for left, right in itertools.pairwise(edges):
            cost = 0.0
            if begins < left:
                # a part that ends before its column begins stands in another
                cost += min(left - begins, wide) + max(0, left - ends - 2 * part.loose)
            if ends - over > right:
                cost += min(ends - over - right, wide) + max(0, part.start - over - right)
            costs.append(cost)
        if number is not None:
            # a figure that wholly stands behind the column of numbers is none of them
            within = number == len(borders) or part.start < borders[number]
            costs[number] += 2.0 if row_number(part.text) is None else -1.0 if within else 0.0
        time = _TIME.search(part.text) if times else None
        if times and time is None:
            for k in times:
                costs[k] += 1.5
        elif time is not None and time[0] == part.text and not _counts(parts, i):
            costs = [cost if k in times or k == number else cost + 1.5 for k, cost in enumerate(costs)]
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


def _clear_columns(
    parts: Sequence[Part], borders: Sequence[int], number: int | None
) -> tuple[list[int], float] | None:
    """What `columns_of` finds where each part stands within a column of its own, as most lines' parts do: nothing
    speaks against that, and something against all else."""
    out: list[int] = []
    cost = 0.0
    for part in parts:
        k = bisect.bisect_right(borders, part.start)
        if k < len(borders) and part.end > borders[k]:
            return None
        if out and (k <= out[-1] or part.blanks == 1 or _is_name(parts[len(out) - 1], part)):
            return None
        if number is not None:
            if (row_number(part.text) is not None) != (k == number):
                return None
            cost -= float(k == number)
        out.append(k)
    return out, cost


def _counts(parts: Sequence[Part], i: int) -> bool:
    """Whether a part is a figure that counts what the next names, and no time (8 次, not 8 月)."""
    after = parts[i + 1] if i + 1 < len(parts) else None
    return (
        after is not None and after.blanks == 1 and parts[i].text.isdecimal() and not _TIME.match(after.text)
    )


def _beside_digit(before: Part, part: Part) -> bool:
    return bool(_NARROW.match(before.text[-1]) or _NARROW.match(part.text[0]))


def _blank_in_cell(before: Part, part: Part) -> float:
    """What speaks against two parts of a line being in one cell."""
    if _is_name(before, part):
        return 0.0
    if part.blanks == 1:
        if _beside_digit(before, part):
            return 0.0
        return 0.8 if len(before.text) == 1 or len(part.text) == 1 else 2.2
    return min(2.0 + 2.0 * (part.blanks - 1), 10.0)


def _is_name(before: Part, part: Part) -> bool:
    """Whether two characters with a blank or two between them are a person's name (刘 芳)."""
    return part.blanks <= 2 and all(len(p.text) == 1 and p.text.isalpha() for p in (before, part))
