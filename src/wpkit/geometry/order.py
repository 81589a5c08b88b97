"""Running text in two columns (gazettes): its lines in the order in which they are read.

A page is cut into zones counted in steps of three: text over the full width (0, 3, …), the left column below it
(1, 4, …), the right one (2, 5, …). An ordinary page is all zone 0.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise

from wpkit.geometry.glyphs import WIDE, lines_of, text_lines
from wpkit.geometry.model import Glyph, TextLine
from wpkit.geometry.strips import Strip, strips_of

LEAST_LINES = 10  # printed lines side by side that make two columns
FILLED = 0.65  # of a column's width: what its lines fill on the average, as running text does
NARROW = 1.0  # a gutter is wider, in sizes of the text beside it
MIDDLE = (0.35, 0.65)  # of the text's width: where the gutter stands


def lines_in_order(rows: list[list[Glyph]]) -> list[TextLine]:
    """The lines of the page's printed rows, the left column before the right one."""
    if len(rows) < LEAST_LINES:
        return lines_of(rows)
    strips = strips_of(rows)
    gutter = _gutter(strips)
    if gutter is None:
        return lines_of(rows)
    lines: list[TextLine] = []
    zone = 0
    sides: tuple[list[Glyph], list[Glyph]] = ([], [])
    for strip in [*strips, None]:
        crosses = strip is None or _crosses(strip, gutter)
        if crosses and (sides[0] or sides[1]):
            for step, side in enumerate(sides, 1):
                lines += _zoned(side, zone + step)
            sides = ([], [])
            zone += 3
        if strip is None:
            break
        if crosses:
            lines += _zoned(strip.glyphs, zone)
        else:
            for glyph in strip.glyphs:
                sides[glyph.x0 > gutter].append(glyph)
    return lines


def _crosses(strip: Strip, gutter: float) -> bool:
    """Whether a printed row goes on over the gutter: with ink, or with a blank that is none between columns (· 1 ·)."""
    return any(a < gutter < b for a, b in strip.ink) or any(
        b < gutter < c and c - b < NARROW * strip.glyphs[0].size for (_, b), (c, _) in pairwise(strip.ink)
    )


def _zoned(glyphs: list[Glyph], zone: int) -> list[TextLine]:
    lines = text_lines(glyphs)
    for line in lines:
        line.zone = zone
    return lines


def _crossed(strips: list[Strip], places: list[float]) -> list[int]:
    """How many of the lines have ink within three points of each place; the places go from left to right."""
    starts, ends = [x - 3 for x in places], [x + 3 for x in places]
    steps = [0] * (len(places) + 1)
    for strip in strips:
        last = 0
        for a, b in strip.ink:
            first, stop = max(bisect_right(ends, a), last), bisect_left(starts, b)
            if first < stop:
                steps[first] += 1
                steps[stop] -= 1
                last = stop
    return list(accumulate(steps[:-1]))


def _gutter(strips: list[Strip]) -> float | None:
    """The middle of the strip between two columns of running text; None where there is one column."""
    left = min(s.ink[0][0] for s in strips)
    right = max(s.ink[-1][1] for s in strips)
    places: list[float] = []
    x = left + MIDDLE[0] * (right - left)
    while x < left + MIDDLE[1] * (right - left):
        places.append(x)
        x += 3
    crossed = _crossed(strips, places)
    fewest = min(crossed, default=len(strips))
    if not places or fewest > 0.3 * len(strips):
        return None
    gutter = places[crossed.index(fewest)]
    beside = [
        s for s in strips if s.ink[0][1] < gutter < s.ink[-1][0] and not any(a < gutter < b for a, b in s.ink)
    ]
    if len(beside) < LEAST_LINES:
        return None
    ends = [max(b for a, b in s.ink if b < gutter) for s in beside]
    starts = [min(a for a, b in s.ink if a > gutter) for s in beside]
    filled_left = sum(e - left for e in ends) / len(ends) / (max(ends) - left)
    filled_right = sum(s.ink[-1][1] - min(starts) for s in beside) / len(beside) / (right - min(starts))
    gaps = sum(c - b > WIDE * s.glyphs[0].size for s in beside for (_, b), (c, _) in pairwise(s.ink))
    return gutter if min(filled_left, filled_right) > FILLED and gaps < 1.5 * len(beside) else None
