"""Tables without upright rulings: columns told by the blank strips between them, rows by level rulings, by wider
gaps, or by the numbers in the first column.

The cells that come out have no known spans below each other; across columns they have.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise

from wpkit.geometry.furniture import PAGE_NUMBER
from wpkit.geometry.model import Glyph, PageCell
from wpkit.geometry.rulings import Grid, Ruling, ruled_grid
from wpkit.text import number_of

LEAST_STRIP = 0.4  # in ems: a narrower blank strip parts no columns
LEAST_RULES = 3  # level rulings of one length that make a table
LEAST_ROWS = 4  # printed lines, head included, of a table without rulings
FEW_LINES = 8  # so few lines may leave blank strips where no columns part
MOST_LINES = 300  # printed lines of a table without rulings on one page
LONG = 0.35  # of the page's width: a shorter level ruling is an underline
_HEADING = re.compile(r"(?:[（(][一二三四五六七八九十百]+[）)]|[一二三四五六七八九十百]+、).{2}")
_BLANK = frozenset(" \t\u3000\xa0\r\n")
HANGING = frozenset("，。、；：！？）》”’」』】〕")  # ink in the left half; may hang over a cell's edge


@dataclass(slots=True)
class Strip:
    """A printed line as its stretches of ink."""

    top: float
    bottom: float
    ink: list[tuple[float, float]]
    glyphs: list[Glyph]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def strips_of(rows: list[list[Glyph]]) -> list[Strip]:
    """The printed lines with their ink; blank lines are left out. Touching glyphs make one stretch.

    A stretch ends behind a comma or full stop, which may hang over its cell's edge and touch the next cell's text.
    """
    strips = []
    for row in rows:
        glyphs = sorted((g for g in row if g[0] not in _BLANK), key=lambda g: g[1])
        if not glyphs:
            continue
        ink: list[tuple[float, float]] = []
        for g in glyphs:
            end = 0.7 * g[1] + 0.3 * g[3] if g[0] in HANGING else g[3]
            if ink and g[1] - ink[-1][1] < 0.35 * g[5]:
                ink[-1] = (ink[-1][0], max(ink[-1][1], end))
            else:
                ink.append((g[1], end))
        strips.append(Strip(min(g[2] for g in glyphs), max(g[4] for g in glyphs), ink, glyphs))
    return sorted(strips, key=lambda s: s.middle)


def blank_strips(strips: list[Strip], size: float, spanning: int = 0) -> list[tuple[float, float]]:
    """The upright stretches that no line's ink touches, or at most `spanning` lines', with ink on both sides."""
    if not strips:
        return []
    left = min(s.ink[0][0] for s in strips)
    right = max(s.ink[-1][1] for s in strips)
    steps = [0] * (int(right - left) + 3)
    for strip in strips:
        for a, b in strip.ink:
            steps[max(int(a - left), 0)] += 1
            steps[min(int(b - left) + 1, len(steps) - 1)] -= 1
    found, count, start = [], 0, -1
    for x, step in enumerate(steps[:-1]):
        count += step
        if count <= spanning:
            if start < 0:
                start = x
        else:
            if start > 0 and x - start >= max(LEAST_STRIP * size, 4):
                found.append((left + start, left + x))
            start = -1
    return found


def size_of(strips: list[Strip]) -> float:
    """The usual size of the glyphs."""
    sizes = sorted(g[5] for s in strips for g in s.glyphs[:20])
    return sizes[len(sizes) // 2] if sizes else 10.0


# -- tables between level rulings -----------------------------------------------------------------


def level_groups(flat: list[Ruling], width: float) -> list[list[Ruling]]:
    """Level rulings below each other that are as long as the first, or begin or end with it (a merged cell breaks those
    that pass it), each group a table's worth."""
    groups: list[list[Ruling]] = []
    for ruling in sorted((r for r in flat if r.end - r.start > LONG * width), key=lambda r: r.at):
        for group in groups:
            left, right = ruling.start - group[0].start, group[0].end - ruling.end
            if min(left, right) > -6 and (left < 6 or right < 6):
                group.append(ruling)
                break
        else:
            groups.append([ruling])
    return [g for g in groups if len(g) >= LEAST_RULES]


def between(
    left: float, right: float, flat: list[Ruling], strips: list[Strip], known: list[float] | None = None
) -> tuple[Grid, bool] | None:
    """The table between these level rulings, and whether they also tell which cells are merged.

    None where the text there shows no columns. Some of the rulings may cover a part of the columns only. `known` are the
    edges of the table that the page before ended with: its columns stand here too where no text says otherwise.
    """
    ats = sorted({r.at for r in flat})
    inside = [
        s
        for s in strips
        if ats[0] - 1 <= s.middle <= ats[-1] + 1 and s.ink[0][0] > left - 6 and s.ink[-1][1] < right + 6
    ]
    if len(inside) < 3:
        return None
    size = size_of(inside)
    headings = [s for s in inside if _is_heading(s, left, size)]
    inside = [s for s in inside if s not in headings]
    edges = _edges(inside, size, left, right) if inside else [left, right]
    if known is not None and abs(known[-1] - known[0] - (right - left)) < 6:
        edges = _known_edges(inside, edges, [left, *(x + left - known[0] for x in known[1:-1]), right])
    if len(edges) < 3:
        return None
    inside = sorted([*inside, *(replace(s, ink=[(left, right)]) for s in headings)], key=lambda s: s.middle)
    numbers = sum(_number(s, edges) is not None for s in inside)
    whole = len(ats) > 4 and numbers <= 1.5 * (len(ats) - 1)
    added: list[float] = []
    upright = [Ruling(left, ats[0], ats[-1]), Ruling(right, ats[0], ats[-1])]
    for top, bottom in pairwise(ats):
        block = [s for s in inside if top <= s.middle < bottom]
        one_row = whole or not block or (top == ats[0] and _is_one_head(block, edges))
        rows = [top, bottom] if one_row else [top, *row_edges(block, edges, size)[1:-1], bottom]
        added += rows[1:-1]
        for a, b in pairwise(rows):
            band = [s for s in block if a <= s.middle < b]
            upright += [Ruling(x, a, b) for x in edges[1:-1] if not any(_crosses(s, x) for s in band)]
    parted = any(r.start > left + 6 or r.end < right - 6 for r in flat)
    grid = ruled_grid([*flat, *(Ruling(y, left, right) for y in added)], upright)
    return None if grid is None else (grid, whole and parted)


def _is_heading(strip: Strip, left: float, size: float) -> bool:
    """Whether a line is the name of a group over all columns: 一、 or （一） at the left edge and words right behind it."""
    words = "".join(g[0] for g in strip.glyphs)
    gaps = (b[1] - a[3] for a, b in pairwise(strip.glyphs))
    return (
        _HEADING.match(words) is not None
        and strip.ink[0][0] - left < 2 * size
        and all(gap < 0.9 * size for gap in gaps)
    )


def _edges(strips: list[Strip], size: float, left: float, right: float) -> list[float]:
    strict = blank_strips(strips, size)
    loose = blank_strips(strips, size, max(1, len(strips) // 10)) if len(strips) >= 6 else strict
    best = loose if len(loose) > len(strict) else strict
    parted = [x for x in best if not _is_chance(strips, x, size)] if strips else best
    return [left, *((a + b) / 2 for a, b in parted), right]


def _is_chance(strips: list[Strip], blank: tuple[float, float], size: float) -> bool:
    """Whether a blank strip lies within text: behind it the first line has no word right away, and each line that has one
    runs on over it."""
    middle = sum(blank) / 2
    behind = [min((a - blank[1] for a, _ in s.ink if a > middle), default=size) for s in strips]
    if behind[0] < size:
        return False
    return all(
        gap >= size or blank[0] - max((b for _, b in s.ink if b <= middle), default=0.0) < size
        for s, gap in zip(strips, behind, strict=True)
    )


def _known_edges(strips: list[Strip], found: list[float], known: list[float]) -> list[float]:
    """The known edges where no line crosses them and they are no fewer than those found: a column may be empty on this
    page. Fewer count as well where lines show more by chance: they are few, or the first has no word in some column."""
    if not strips or any(_crosses(s, x) for s in strips for x in known[1:-1]):
        return found
    doubtful = len(strips) <= FEW_LINES or len(_columns_of(strips[0], found)) < len(found) - 1
    return known if len(known) >= len(found) or doubtful else found


def _columns_of(strip: Strip, edges: list[float]) -> set[int]:
    """The columns that a line has words in."""
    return {bisect_right(edges, (a + b) / 2) for a, b in strip.ink}


def _is_one_head(strips: list[Strip], edges: list[float]) -> bool:
    """Whether these lines are one row of column names that are too long for a line: each line below the first has words
    in some of the columns that the line above it has words in, and none covers two columns."""
    if any(_crosses(s, x) for s in strips for x in edges[1:-1]):
        return False
    held = [_columns_of(s, edges) for s in strips]
    return all(below < above for above, below in pairwise(held))


# -- tables without any ruling --------------------------------------------------------------------


def unruled(strips: list[Strip], known: list[float] | None = None) -> list[tuple[int, int, Grid]]:
    """Tables told by their columns alone, as (first line, line after the last, grid).

    A table begins with a head of three or more short pieces, or on top of the page with lines that keep the columns
    (`known` edges) of the table that the page before ended with.
    """
    found: list[tuple[int, int, Grid]] = []
    index = 0
    while index < len(strips):
        end = _reach(strips, index, known if index == 0 else None)
        if end - index >= LEAST_ROWS:
            block = strips[index:end]
            size = size_of(block)
            left, right = min(s.ink[0][0] for s in block) - 3, max(s.ink[-1][1] for s in block) + 3
            plain = [s for s in block if not _is_heading(s, left, size)]
            edges = _edges(plain, size, left, right)
            if known is not None and index == 0:
                moved = [min(left, known[0]), *known[1:-1], max(right, known[-1])]
                edges = _known_edges(plain, edges, moved)
            over_all = [(edges[0], edges[-1])]
            block = [replace(s, ink=over_all) if _is_heading(s, left, size) else s for s in block]
            ys = row_edges(block, edges, size)
            if len(ys) > 2 and len(edges) > 3:
                found.append((index, end, _grid(edges, ys, block)))
                index = end
                continue
        index += 1
    return found


def _reach(strips: list[Strip], start: int, known: list[float] | None) -> int:
    """The line after the last that keeps the columns which begin at `start`; `start` if none begin there."""
    head = strips[start]
    size = size_of([head])
    pieces = _pieces(head, 0.9 * size)
    columns = len(pieces)
    inner = known[1:-1] if known is not None and len(known) > 3 else []
    if inner and not any(_crosses(head, x) for x in inner):
        columns = 0
    elif columns < 3 or any(b - a > 14 * size for a, b in pieces):
        return start
    end, left, held = start + 1, head.ink[0][0], [head]
    while end < min(len(strips), start + MOST_LINES):
        below = strips[end]
        if below.top - strips[end - 1].bottom > 3.5 * size or not 0.7 < size_of([below]) / size < 1.4:
            break
        if not columns and sum(_crosses(below, x) for x in inner) > 1:
            break
        if end == len(strips) - 1 and _is_page_number(below, left + size):
            break
        if not _is_heading(below, left, size):
            held.append(below)
        # a few lines may cross a strip; but a column with words in no more lines than those would count as blank
        if max(len(blank_strips(held, size, some)) for some in (0, (len(held) - 1) // 8)) < columns - 1:
            break
        end += 1
    return end


def _is_page_number(strip: Strip, first: float) -> bool:
    """Whether a line is a number and nothing else, further right than where the numbers of rows begin."""
    return strip.ink[0][0] > first and PAGE_NUMBER.fullmatch("".join(g[0] for g in strip.glyphs)) is not None


def _pieces(strip: Strip, gap: float) -> list[tuple[float, float]]:
    pieces = [strip.ink[0]]
    for a, b in strip.ink[1:]:
        if a - pieces[-1][1] < gap:
            pieces[-1] = (pieces[-1][0], b)
        else:
            pieces.append((a, b))
    return pieces


def _crosses(strip: Strip, x: float) -> bool:
    return any(a < x - 1 and b > x + 1 for a, b in strip.ink)


# -- rows -----------------------------------------------------------------------------------------


def row_edges(strips: list[Strip], edges: list[float], size: float) -> list[float]:
    """Where the rows part, the outer edges included.

    Gaps wider than those between the lines of a cell part rows if each row then has one number at most. Else a row begins
    at its number, or, where numbers stand in mid-row, lies evenly around it.
    """
    top, bottom = strips[0].top - 1, max(s.bottom for s in strips) + 1
    numbered = [i for i, s in enumerate(strips) if _number(s, edges) is not None or _covers(s, edges)]
    gaps = _gaps(strips)
    if len(numbered) < 2:
        wide = [k for k, gap in gaps if gap > min(g for _, g in gaps) + 0.3 * size] if gaps else []
        cuts = wide if 0 < len(wide) < len(gaps) else _filled_lines(strips, edges)
    else:
        cuts = _one_number_each(gaps, numbered, len(strips)) or _around(strips, numbered, edges)
    return [top, *((max(s.bottom for s in strips[:k][-3:]) + strips[k].top) / 2 for k in cuts), bottom]


def _number(strip: Strip, edges: list[float]) -> int | None:
    text = "".join(g[0] for g in strip.glyphs if (g[1] + g[3]) / 2 < edges[1])
    return number_of(text.strip().rstrip(".．、")) if text else None


def _covers(strip: Strip, edges: list[float]) -> bool:
    """Whether the line is of a cell over all columns."""
    return strip.ink[0][0] <= edges[0] and strip.ink[0][1] >= edges[-1]


def _gaps(strips: list[Strip]) -> list[tuple[int, float]]:
    """Before each line but the first, how far it is from the lowest above it."""
    gaps, low = [], strips[0].bottom
    for k, strip in enumerate(strips[1:], 1):
        gaps.append((k, strip.top - low))
        low = max(low, strip.bottom)
    return gaps


def _one_number_each(gaps: list[tuple[int, float]], numbered: list[int], count: int) -> list[int]:
    """The lines after wide gaps, if there is a width of gap that parts the lines into rows of one number each.

    A head and a heading row now and then have none. Empty if there is no such width.
    """
    best: tuple[int, list[int]] = (0, [])
    for least in sorted({round(gap, 1) for _, gap in gaps}):
        cuts = [k for k, gap in gaps if gap >= least - 0.05]
        held = [sum(a <= n < b for n in numbered) for a, b in pairwise([0, *cuts, count])]
        # the head is the first; a width that takes it together with the first row is no better
        score = held.count(1) - held[1:].count(0)
        if max(held) == 1 and held.count(0) <= 1 + len(held) // 10 and score > best[0]:
            best = (score, cuts)
    return best[1]


def _filled_lines(strips: list[Strip], edges: list[float]) -> list[int]:
    """Each line that begins in the first column begins a row."""
    return [k for k, s in enumerate(strips) if k and s.ink[0][0] < edges[1]]


def _around(strips: list[Strip], numbered: list[int], edges: list[float]) -> list[int]:
    """Row starts from the places of the numbers: at them, or evenly around them where the first is in mid-row."""
    # words in the number column before the first number are the head
    start = max((k + 1 for k in range(numbered[0]) if strips[k].ink[0][0] < edges[1]), default=0)
    if numbered[0] == start:
        return [n for n in numbered if n]
    cuts: list[int] = []
    pitch = min((b.middle - a.middle for a, b in pairwise(strips) if b.middle - a.middle > 2), default=1.0)
    for n in numbered:
        cuts.append(start)
        reach = 2 * strips[n].middle - strips[min(start, n)].middle
        start = next(
            (k for k in range(n + 1, len(strips)) if strips[k].middle > reach + 0.5 * pitch), len(strips)
        )
    return [k for k in sorted(set(cuts)) if 0 < k < len(strips)]


def _grid(edges: list[float], ys: list[float], strips: list[Strip]) -> Grid:
    cells: list[PageCell] = []
    for row, (top, bottom) in enumerate(pairwise(ys)):
        block = [s for s in strips if top <= s.middle < bottom]
        column = 0
        while column < len(edges) - 1:
            end = column + 1
            while end < len(edges) - 1 and any(_crosses(s, edges[end]) for s in block):
                end += 1
            cells.append(PageCell(row, column, 1, end - column, (edges[column], top, edges[end], bottom)))
            column = end
    return Grid(edges, ys, cells)
