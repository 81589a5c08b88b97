"""Tables without upright rulings: columns told by the blank strips between them, rows by level rulings and by all that
`rows` weighs.

Across columns the spans of cells are told by text that crosses them; down the rows, by where a label stands in the
rows that it may cover.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from wpkit.geometry.furniture import PAGE_NUMBER
from wpkit.geometry.model import Box, PageCell, PageTable
from wpkit.geometry.rows import MARK, Item, Lines, Rows, heights, items_of
from wpkit.geometry.rulings import Grid, Ruling, ruled_grid
from wpkit.geometry.strips import (
    LEAST_STRIP,
    Strip,
    blank_strips,
    crosses,
    is_single,
    parted_at_starts,
    pieces,
    size_of,
)
from wpkit.text import number_of

LEAST_RULES = 3  # level rulings of one length that make a table
LEAST_ROWS = 4  # printed lines, head included, of a table without rulings
MOST_LINES = 300  # printed lines of a table without rulings on one page
LONG = 0.35  # of the page's width: a shorter level ruling is an underline
FAR = 3.5  # in ems: a wider gap ends a table without rulings
_NOTE = re.compile(r"(?:备?注|说明)\d{0,2}[：:.、]")  # how a note below a table begins
WORDS = 14  # in ems: the longest piece of a head


# -- tables between level rulings -----------------------------------------------------------------


def level_groups(flat: list[Ruling], width: float, least: int = LEAST_RULES) -> list[list[Ruling]]:
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
    return [g for g in groups if len(g) >= least]


def between(
    left: float,
    right: float,
    flat: list[Ruling],
    strips: list[Strip],
    page: tuple[float, float],
    known: list[float] | None = None,
) -> tuple[Grid, bool] | None:
    """The table between these level rulings, and whether they also tell which cells are merged.

    None where the text there shows no columns, nor keeps to the `known` ones. Some of the rulings may cover a part
    of the columns only. A row cut by an edge of the page (`page` is its width and height) has no ruling there.
    """
    ats = sorted({r.at for r in flat})
    inside = [
        s
        for s in strips
        if ats[0] - 1 <= s.middle <= ats[-1] + 1 and s.ink[0][0] > left - 6 and s.ink[-1][1] < right + 6
    ]
    if not inside or len(inside) > MOST_LINES or (len(inside) < 3 and known is None):
        return None
    size = size_of(inside)
    parted_at_starts(inside)
    edges = [left, *_inner_edges(inside, size, known), right]
    if len(edges) < 3:
        return None
    strips = _without_page_numbers(strips, page[0])
    below = [s for s in strips if s.middle > ats[-1] + 1]
    if below and below[-1].bottom > 0.85 * page[1]:
        wider = [left, *_inner_edges(inside + below, size, known), right]
        if len(wider) == len(edges) and _is_rest(inside[-1:] + below, wider, size):
            inside, edges = inside + below, wider
            ats.append(below[-1].bottom + 2)
            flat = [*flat, Ruling(ats[-1], left, right)]
    above = [s for s in strips if s.middle < ats[0] - 1] if known is not None else []
    if above and above[0].top < 0.15 * page[1]:
        wider = [left, *_inner_edges(above + inside, size, known), right]
        if len(wider) == len(edges) and _is_rest(above + inside[:1], wider, size):
            inside, edges = above + inside, wider
            ats.insert(0, above[0].top - 2)
            flat = [Ruling(ats[0], left, right), *flat]
    lines = _lines(inside, edges, size)
    numbers = 0
    if lines.number is not None:
        numbers = sum(number_of(i.text.rstrip(".．、")) is not None for i in lines.items[lines.number])
    whole = len(ats) > 4 and numbers <= 1.5 * (len(ats) - 1)
    added: list[float] = []
    upright = [Ruling(left, ats[0], ats[-1]), Ruling(right, ats[0], ats[-1])]
    if not whole:
        lines.forced = {
            k for at in ats[1:-1] if (k := next((n for n, s in enumerate(inside) if s.middle > at), 0))
        }
        told = _told_grid(lines, edges, continued=known is not None)
        return None if told is None else (told, False)
    for top, bottom in pairwise(ats):
        band = [k for k, s in enumerate(inside) if top <= s.middle < bottom]
        if len(band) == 1 and band[0] in lines.headings:
            continue
        upright += [
            Ruling(x, top, bottom) for x in edges[1:-1] if not any(crosses(inside[k], x) for k in band)
        ]
    parted = any(r.start > left + 6 or r.end < right - 6 for r in flat)
    grid = ruled_grid([*flat, *(Ruling(y, left, right) for y in added)], upright)
    return None if grid is None else (grid, whole and parted)


def _is_rest(strips: list[Strip], edges: list[float], size: float) -> bool:
    """Whether lines beyond the last ruling are the rest of a row: all in the columns, close to each other and to the
    line before them."""
    return (
        all(s.ink[0][0] > edges[0] - 3 and s.ink[-1][1] < edges[-1] + 3 for s in strips)
        and all(b.middle - a.middle < FAR * size for a, b in pairwise(strips))
        and _keep(strips, edges, size)
    )


# -- tables between upright rulings ---------------------------------------------------------------


def upright_groups(upright: list[Ruling], taken: Sequence[Box]) -> list[tuple[list[float], float, float]]:
    """Upright rulings of one height beside each other, as edges, top and bottom; those in `taken` boxes left out, those
    of the same columns further down put together."""
    groups: list[list[Ruling]] = []
    for ruling in sorted(upright, key=lambda r: r.at):
        middle = (ruling.start + ruling.end) / 2
        if any(x0 - 3 <= ruling.at <= x1 + 3 and top <= middle <= bottom for x0, top, x1, bottom in taken):
            continue
        for group in groups:
            if abs(group[-1].start - ruling.start) < 6 and abs(group[-1].end - ruling.end) < 6:
                group.append(ruling)
                break
        else:
            groups.append([ruling])
    found: list[tuple[list[float], float, float]] = []
    for g in sorted(groups, key=lambda g: g[0].start):
        if len(g) < 3 or g[0].end - g[0].start < 12:
            continue
        edges = [r.at for r in g]
        same = found and len(found[-1][0]) == len(edges)
        if same and all(abs(a - b) < 4 for a, b in zip(found[-1][0], edges, strict=True)):
            found[-1] = (edges, found[-1][1], g[0].end)  # rows that span the table part its rulings
        else:
            found.append((edges, g[0].start, g[0].end))
    return found


def beside(
    edges: list[float], top: float, bottom: float, strips: list[Strip], *, continued: bool
) -> Grid | None:
    """The table whose columns these upright rulings part; the outermost may be open. `continued`: where it may be the rest
    of one on the page before."""
    inside = [s for s in strips if top - 2 <= s.middle <= bottom + 2]
    if not inside or len(inside) > MOST_LINES:
        return None
    size = size_of(inside)
    left, right = min(s.ink[0][0] for s in inside), max(s.ink[-1][1] for s in inside)
    if left < edges[0] - size:
        edges = [left - 3, *edges]
    if right > edges[-1] + size:
        edges = [*edges, right + 3]
    if len(edges) < 4:
        return None
    return _told_grid(_lines(inside, edges, size), edges, continued=continued)


# -- columns --------------------------------------------------------------------------------------


def _inner_edges(strips: list[Strip], size: float, known: Sequence[float] | None) -> list[float]:
    """The edges between the columns of these lines: the `known` ones where all lines keep to them."""
    if known is not None and len(known) > 3 and _keep(strips, known, size):
        return list(known[1:-1])
    return [(a + b) / 2 for a, b in _gutters(strips, size)]


def _keep(strips: Sequence[Strip], edges: Sequence[float], size: float) -> bool:
    """Whether the lines stand in these columns, but for headings that go over them."""
    return not any(
        crosses(s, x) and not (is_single(s, size) and MARK.match(s.text)) for s in strips for x in edges[1:-1]
    )


def _gutters(strips: list[Strip], size: float) -> list[tuple[float, float]]:
    """The blank strips between the columns.

    Lines in several pieces show them, a few of which may cross one; a line in one piece (a heading, a long cell's) only
    narrows those that it does not cross.
    """
    head = _header(strips, size)
    several = [s for s in strips[head:] if not is_single(s, size, LEAST_STRIP)]
    if head:
        glyphs = [g for s in strips[:head] for g in s.glyphs]
        several.append(Strip(0.0, 0.0, _words(strips[:head], size, LEAST_STRIP), glyphs))
    found = blank_strips(several, size)
    if len(several) >= 8:
        for a, b in blank_strips(several, size, len(several) // 8):
            if not any(x < b and a < y for x, y in found):
                found.append((a, b))
        found.sort()
    gutters = []
    for a, b in found:
        for s in strips:
            if not is_single(s, size, LEAST_STRIP):
                continue
            for start, end in s.ink:
                if start <= a < end < b - 4:
                    a = end
                elif a + 4 < start < b <= end:
                    b = start
        gutters.append((a, b))
    return _headed(strips, _without_spaced_words(strips, gutters, size), size)


def _without_spaced_words(
    strips: list[Strip], gutters: list[tuple[float, float]], size: float
) -> list[tuple[float, float]]:
    """Without the blanks inside a spaced-out word of the head (序  号)."""
    head = strips[0]
    kept = []
    for a, b in gutters:
        before = [g for g in head.glyphs if g[3] <= a + 1]
        after = [g for g in head.glyphs if g[1] >= b - 1]
        if before and after:
            one, other = before[-1], after[0]
            alone = len(before) == 1 or one[1] - before[-2][3] > 0.9 * size
            single = len(after) == 1 or after[1][1] - other[3] > 0.9 * size
            if alone and single and other[1] - one[3] < 3 * size:
                continue
        kept.append((a, b))
    return kept


def _headed(
    strips: list[Strip], gutters: list[tuple[float, float]], size: float
) -> list[tuple[float, float]]:
    """Without the blanks between a word of the head and cells that all stand beside it, not below it."""
    head = _header(strips, size)
    if not head or not gutters:
        return gutters
    edges = [(a + b) / 2 for a, b in gutters]
    inked = [[False] * (len(edges) + 1) for _ in range(2)]
    for k, strip in enumerate(strips):
        if k < head or not is_single(strip, size, LEAST_STRIP):
            for a, b in strip.ink:
                inked[k >= head][bisect_left(edges, (a + b) / 2)] = True
    words, cells = inked
    gone: set[int] = set()
    for c, filled in enumerate(cells):
        if not filled or words[c]:
            continue
        near = [g for g in (c - 1, c) if 0 <= g < len(gutters)]
        near = [g for g in near if not cells[g if g < c else c + 1]]
        if near:
            gone.add(min(near, key=lambda g: gutters[g][1] - gutters[g][0]))
    return [g for n, g in enumerate(gutters) if n not in gone]


def _lines(strips: list[Strip], edges: list[float], size: float) -> Lines:
    items = items_of(strips, edges)
    held = [0] * len(strips)
    for column in items:
        for item in column:
            held[item.line] += 1
    headings = {k for k in range(len(strips)) if _is_heading(strips, k, edges, size, held[k])}
    header = _header(strips, size)
    headings = {k for k in headings if held[k] > 1 or not _goes_on_above(items, k, header, size)}
    return Lines(strips, items, headings, size, header=header)


def _goes_on_above(items: list[list[Item]], line: int, header: int, size: float) -> bool:
    """Whether the one item of a line goes on the sentence of the item close above it, which is as wide as its column."""
    column = next(column for column in items if any(i.line == line for i in column))
    at = next(k for k, i in enumerate(column) if i.line == line)
    if not at or column[at - 1].line < header:
        return False
    above = column[at - 1]
    least = min(
        (s for c in items for a, b in pairwise(c) if (s := b.middle - a.middle) > 0.9 * size), default=size
    )
    near = column[at].middle - above.middle < 1.2 * least
    wide = above.x1 - above.x0 > 0.7 * max(i.x1 - i.x0 for i in column)
    return near and wide and above.text[-1] not in "。；！"


def _is_heading(strips: list[Strip], k: int, edges: list[float], size: float, held: int) -> bool:
    """Whether the line stands alone over rows: in one piece, over the columns' edges or with a heading's number."""
    strip = strips[k]
    if not is_single(strip, size) or len(strip.glyphs) > 45:
        return False
    for near in strips[max(0, k - 1) : k] + strips[k + 1 : k + 2]:
        if abs(near.middle - strip.middle) < 1.05 * size:
            return False
    if any(crosses(strip, x) for x in edges[1:-1]):
        return True
    return MARK.match(strip.text) is not None and (held > 1 or not set("，。；") & set(strip.text))


def _cluster(strips: Sequence[Strip], start: int, size: float) -> int:
    """The line after those that stand beside the one at `start`, half a line lower each."""
    end = start + 1
    while end < min(len(strips), start + 4) and strips[end].middle - strips[end - 1].middle < 1.05 * size:
        end += 1
    return end


def _words(strips: Sequence[Strip], size: float, gap: float = 0.9) -> list[tuple[float, float]]:
    """The pieces of the lines, those below each other as one."""
    found: list[tuple[float, float]] = []
    for a, b in sorted(piece for s in strips for piece in pieces(s, gap * size)):
        if found and a < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], b))
        else:
            found.append((a, b))
    return found


def _is_head(strips: Sequence[Strip], size: float) -> bool:
    """Whether the lines, which stand beside each other, may be a table's head: three or more short pieces, none a number
    or a sentence."""
    found = _words(strips, size)
    if len(found) < 3 or any(b - a > WORDS * size for a, b in found):
        return False
    glyphs = [g for s in strips for g in s.glyphs]
    texts = ["".join(g[0] for g in glyphs if a - 1 <= (g[1] + g[3]) / 2 <= b + 1) for a, b in found]
    return not any(t[-1:] in ("。", "；", "，", "、") for t in texts) and not any(
        number_of(t.rstrip(".．、")) is not None for t in texts if t
    )


def _header(strips: list[Strip], size: float) -> int:
    """How many of the first lines are the head; 0 where there is none."""
    end = _cluster(strips, 0, size)
    if not _is_head(strips[:end], size):
        if end < 2 or not _is_head(strips[:1], size):
            return 0
        end = 1  # the first row stands close below it
    words = _words(strips[:end], size)
    while end < len(strips):
        strip, step = strips[end], strips[end].middle - strips[end - 1].middle
        if step > 2 * size or any(g[0].isdigit() for g in strip.glyphs):
            break
        found = pieces(strip, 0.9 * size)
        if any(b - a >= 6.5 * size for a, b in found):
            break
        if step > 1.05 * size:
            # a second line of all words of the first, but for one (序号)
            most = len(pieces(strips[end - 1], 0.9 * size))
            if len(found) < (most - 1 if most > 3 else most) or not _below(found, words, size):
                break
        end += 1
    return end


def _below(found: list[tuple[float, float]], words: list[tuple[float, float]], size: float) -> bool:
    """Whether each piece stands below a word of the head."""
    return all(
        any(abs(a - x) < size / 2 or abs(a + b - x - y) < size for x, y in words if b - a < y - x + 3 * size)
        for a, b in found
    )


# -- tables without any ruling --------------------------------------------------------------------


def unruled(strips: list[Strip], width: float, above: PageTable | None = None) -> list[Grid]:
    """Tables told by their columns alone.

    A table begins with a head of three or more short pieces, or on top of the page with lines that keep the columns
    of the table `above` that the page before ended with. `width` is the page's.
    """
    strips = _without_page_numbers(strips, width)
    parted_at_starts(strips)
    found: list[Grid] = []
    index = 0
    known = above.xs if above is not None and len(above.xs) > 3 else None
    fresh = known is not None
    while index < len(strips):
        grid, end = None, index + 1
        if fresh and above is not None and known is not None:
            grid, end = _going_on(strips, index, known, above)
            fresh = grid is None and index < 2
        if grid is None:
            grid, end = _beginning(strips, index, continued=above is not None and not found)
        if grid is not None:
            found.append(grid)
            fresh = False
        index = max(end, index + 1)
    return found


def _beginning(strips: list[Strip], start: int, *, continued: bool) -> tuple[Grid | None, int]:
    """The table whose head stands at `start`, and the line after it."""
    head = strips[start]
    size = size_of([head])
    if not (_is_head([head], size) or _is_head(strips[start : _cluster(strips, start, size)], size)):
        return None, start + 1
    end = _reach(strips, start)
    if end - start < LEAST_ROWS:
        return None, start + 1
    block = strips[start:end]
    size = size_of(block)
    inner = [(a + b) / 2 for a, b in _gutters(block, size)]
    if len(inner) < 2:
        return None, start + 1
    # once more without what follows the table
    end = start + _kept(block, inner, size)
    block = strips[start:end]
    if end - start < LEAST_ROWS:
        return None, start + 1
    inner = [(a + b) / 2 for a, b in _gutters(block, size)]
    if len(inner) < 2:
        return None, start + 1
    edges = _outer(block, inner)
    told = _told_grid(_lines(block, edges, size), edges, continued=continued)
    return (told, end) if told is not None and len(told.ys) > 2 else (None, start + 1)


def _without_page_numbers(strips: list[Strip], width: float) -> list[Strip]:
    """Without a page number as the first or the last line: one with more than digits, or in the page's middle."""
    kept = list(strips)
    for at in (-1, 0):
        if kept and PAGE_NUMBER.fullmatch(kept[at].text):
            middle = (kept[at].ink[0][0] + kept[at].ink[-1][1]) / 2
            if not kept[at].text.isdigit() or abs(middle - width / 2) < 0.1 * width:
                del kept[at]
    return kept


def _going_on(
    strips: list[Strip], start: int, known: list[float], above: PageTable
) -> tuple[Grid | None, int]:
    """The rest of a table of the page before, if the lines at `start` keep its columns."""
    size = size_of(strips[start : start + 3])
    if strips[start].ink[0][0] < known[0] - size or strips[start].ink[-1][1] > known[-1] + size:
        return None, start + 1
    end = _reach(strips, start)
    block = strips[start:end]
    size = size_of(block)
    inner = _adjusted(block, known, size)
    if not _keep(block[:1], [known[0], *inner, known[-1]], size):
        return None, start + 1
    end = start + _kept(block, inner, size)
    block = strips[start:end]
    if not block:
        return None, start + 1
    edges = _outer(block, inner)
    edges[0], edges[-1] = min(edges[0], known[0]), max(edges[-1], known[-1])
    lines = _lines(block, edges, size)
    filled = [c for c, items in enumerate(lines.items) if items]
    if len(filled) < 2 and not (filled and _is_open(above, filled[0])):
        return None, start + 1  # a paragraph or a signature as narrow as a column
    told = _told_grid(lines, edges, continued=True)
    if told is not None:
        told.goes_on = True
    return told, end


def _adjusted(block: list[Strip], known: list[float], size: float) -> list[float]:
    """The known edges between columns, moved to the gutter nearby where lines cross one: a column's lines may be longer
    on this page than they were on the page before."""
    inner = list(known[1:-1])
    if _keep(block, known, size):
        return inner
    gutters = _gutters(block, size)
    for k, x in enumerate(inner):
        if not any(crosses(s, x) and not (is_single(s, size) and MARK.match(s.text)) for s in block):
            continue
        room = min(known[k + 1] - known[k], known[k + 2] - known[k + 1]) / 2
        near = min(((a + b) / 2 for a, b in gutters), key=lambda m: abs(m - x), default=x)
        if abs(near - x) < max(room, 2 * size):
            inner[k] = near
    if all(a < b for a, b in pairwise(inner)):
        return inner
    return list(known[1:-1])


def _is_open(above: PageTable, column: int) -> bool:
    """Whether the last cell of this column stops in mid-sentence."""
    last = max((c for c in above.cells if c.column == column), key=lambda c: c.row, default=None)
    return last is not None and last.text[-1:] not in ("。", "；", "", "：")


def _outer(block: list[Strip], inner: list[float]) -> list[float]:
    return [min(s.ink[0][0] for s in block) - 3, *inner, max(s.ink[-1][1] for s in block) + 3]


def _reach(strips: list[Strip], start: int) -> int:
    """The line after the last that stands near enough to those above it, in letters of about their size."""
    size = size_of(strips[start : start + 3])
    end = start + 1
    while end < min(len(strips), start + MOST_LINES):
        below = strips[end]
        if below.middle - strips[end - 1].middle > (FAR + 1) * size:
            break
        if not 0.7 < size_of([below]) / size < 1.4:
            break
        end += 1
    return end


def _kept(block: list[Strip], inner: list[float], size: float) -> int:
    """How many lines of the block belong to a table with these columns: running text goes over their edges, line after
    line, and no rows follow the last heading of a table."""
    last = run = 0
    for k, strip in enumerate(block):
        if _NOTE.match(strip.text) and is_single(strip, size):
            break
        if any(crosses(strip, x) for x in inner):
            marked = is_single(strip, size) and MARK.match(strip.text) is not None
            run += not marked
            if run > 1 or not is_single(strip, size):
                if len(strip.ink) > 2 and run < 2:
                    last = k + 1  # a row that strays over an edge
                    continue
                break
            if marked:
                last = k + 1
        else:
            run = 0
            last = k + 1
    return last


# -- cells ----------------------------------------------------------------------------------------


def _told_grid(lines: Lines, edges: list[float], *, continued: bool) -> Grid | None:
    rows = Rows(lines)
    cuts, _ = rows.find()
    if not cuts:
        return None
    ys = heights(lines.strips, cuts, lines.header, rows.used)
    top = {cut: n for n, cut in enumerate(cuts)}
    bounds = [*cuts, len(lines.strips)]
    cells: list[PageCell] = []
    # a cell ends where the text of its column does, not in mid-gutter
    ends = [
        max((i.x1 for i in column if i.line not in lines.headings), default=edges[c + 1])
        for c, column in enumerate(lines.items)
    ]
    ends = [min(end + 0.3 * lines.size, edge) for end, edge in zip(ends, edges[1:], strict=True)]
    merged = _merged_cells(lines, rows, cuts, ys, edges, continued)
    taken = {(r, c.column) for c in merged for r in range(c.row, c.row + c.row_span)}
    for row, (a, b) in enumerate(pairwise(bounds)):
        if a in lines.headings and a in top:
            cells.append(PageCell(row, 0, 1, len(edges) - 1, (edges[0], ys[row], edges[-1], ys[row + 1])))
            continue
        block = [s for s in lines.strips[a:b] if ys[row] <= s.middle < ys[row + 1]]
        column = 0
        while column < len(edges) - 1:
            end = column + 1
            if (row, column) in taken:
                column = end
                continue
            while a < lines.header and end < len(edges) - 1 and any(crosses(s, edges[end]) for s in block):
                end += 1
            cells.append(
                PageCell(row, column, 1, end - column, (edges[column], ys[row], ends[end - 1], ys[row + 1]))
            )
            column = end
    cells += merged
    cells.sort(key=lambda c: (c.row, c.column))
    return Grid(edges, ys, cells)


def _merged_cells(
    lines: Lines, rows: Rows, cuts: list[int], ys: list[float], edges: list[float], continued: bool
) -> list[PageCell]:
    """The cells over several rows of the columns that group rows."""
    found: list[PageCell] = []
    bounds = [*cuts, len(lines.strips)]
    body: list[list[int]] = [[]]  # runs of rows with no heading between them
    for n, cut in enumerate(cuts):
        if cut in lines.headings or cut < lines.header:
            body.append([])
        else:
            body[-1].append(n)
    extents = [rows._extent(a, b) for a, b in pairwise(bounds)]
    for c in lines.grouping():
        blocks = _blocks(lines.items[c], rows.pitch, lines)
        for n, run in enumerate(r for r in body if r):
            held = [b for b in blocks if ys[run[0]] <= (b[0].middle + b[-1].middle) / 2 < ys[run[-1] + 1]]
            filled = {bisect_left(ys, i.middle) for block in held for i in block}
            if not held or max(len(held), len(filled)) >= 0.9 * len(run):
                continue  # a cell of its own in each row
            spans = [e if (e := extents[r]) is not None else (ys[r], ys[r + 1]) for r in run]
            groups = _grouped(spans, held, rows.pitch, continued and n == 0)
            if groups is None:
                continue
            for a, b in groups:
                first, last = run[a], run[b - 1]
                found.append(
                    PageCell(first, c, last - first + 1, 1, (edges[c], ys[first], edges[c + 1], ys[last + 1]))
                )
    return found


def _blocks(items: list[Item], pitch: float, lines: Lines) -> list[list[Item]]:
    """The items that follow each other at a cell's line distance, below the head."""
    blocks: list[list[Item]] = []
    for item in items:
        if item.line < lines.header or item.line in lines.headings:
            continue
        if blocks and item.middle - blocks[-1][-1].middle < 1.2 * pitch:
            blocks[-1].append(item)
        else:
            blocks.append([item])
    return blocks


def _grouped(
    spans: list[tuple[float, float]], blocks: list[list[Item]], pitch: float, continued: bool
) -> list[tuple[int, int]] | None:
    """Which of the rows each label surely covers: those in whose middle it stands, or beside which its lines run.

    The first rows of a page may belong to a label of the page before. A label of one line at the top of its rows may be
    merged over them or stand alone, which nothing on the page tells. None where labels stand neither way.
    """
    (middle, groups), (top, starts) = (
        _partition(spans, blocks, at_top, continued) for at_top in (False, True)
    )
    if min(middle, top) > 0.6 * pitch * len(blocks):
        return None
    if middle <= top:
        return groups
    covered = []
    for block, (start, end) in zip(blocks, starts[len(starts) - len(blocks) :], strict=True):
        last = next(
            (n for n in range(end - 1, start, -1) if spans[n][0] < block[-1].middle + pitch / 2), start
        )
        if last > start:
            covered.append((start, last + 1))
    return covered


def _partition(
    spans: list[tuple[float, float]], blocks: list[list[Item]], top: bool, continued: bool
) -> tuple[float, list[tuple[int, int]]]:
    count = len(spans)
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    if continued:
        for lead in range(1, count):
            best[lead] = (6.0, [(0, lead)])
    for block in blocks:
        found: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for start, (cost, groups) in best.items():
            for end in range(start + 1, count + 1):
                if top:
                    off = abs(block[0].middle - spans[start][0])
                else:
                    off = abs(block[0].middle + block[-1].middle - spans[start][0] - spans[end - 1][1]) / 2
                if end not in found or cost + off < found[end][0]:
                    found[end] = (cost + off, [*groups, (start, end)])
        best = found
    return best.get(count, (1e9, []))
