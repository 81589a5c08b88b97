"""Printed lines as stretches of ink, and the blank strips that run down between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import field
from itertools import pairwise
from operator import itemgetter

from wpkit.geometry.model import Glyph
from wpkit.records import record

LEAST_STRIP = 0.28  # in ems: a narrower blank strip parts no columns
_FINE = 4  # steps of a point in which blank strips are measured
_BLANK = frozenset(" \t\u3000\xa0\r\n")
HANGING = frozenset("，。、；：！？）》”’」』】〕")  # ink in the left half; may hang over a cell's edge


@record()
class Strip:
    """A printed line as its stretches of ink; `joints` are where a glyph is set close behind closing punctuation."""

    top: float
    bottom: float
    ink: list[tuple[float, float]]
    glyphs: list[Glyph]
    joints: list[float] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        return "".join(g[0] for g in self.glyphs)


def strips_of(rows: list[list[Glyph]]) -> list[Strip]:
    """The printed lines with their ink; blank lines are left out. Touching glyphs make one stretch.

    A stretch ends behind closing punctuation, which may hang over its cell's edge and touch the next cell's text, but
    where the next glyph is set close to it.
    """
    strips = []
    for row in rows:
        glyphs = sorted([g for g in row if g[0] not in _BLANK], key=itemgetter(1))
        if not glyphs:
            continue
        ink: list[tuple[float, float]] = []
        before: Glyph | None = None
        joints: list[float] = []
        for g in glyphs:
            end = 0.7 * g[1] + 0.3 * g[3] if g[0] in HANGING else g[3]
            if (
                before is not None
                and before[0] in HANGING
                and g[1] < before[3] - 0.2 * g[5]
                and g[0].isalnum()
            ):
                ink[-1] = (
                    ink[-1][0],
                    max(before[1], ink[-1][0] + 0.1),
                )  # it hangs over into the next cell's text
                ink.append((g[1], end))
                before = g
                continue
            close = before is not None and before[0] in HANGING and abs(g[1] - before[3]) < 0.05 * g[5]
            if close:
                joints.append(g[1])
            if ink and (close or g[1] - ink[-1][1] < LEAST_STRIP * g[5]):
                ink[-1] = (ink[-1][0], max(ink[-1][1], end))
            else:
                ink.append((g[1], end))
            before = g
        strips.append(Strip(min(g[2] for g in glyphs), max(g[4] for g in glyphs), ink, glyphs, joints))
    return sorted(strips, key=lambda s: s.middle)


def parted_at_starts(strips: Sequence[Strip]) -> None:
    """Parts ink behind closing punctuation where many other lines' stretches begin at the same place: the punctuation
    hangs over its cell's edge and only touches the next cell's text."""
    starts = sorted(a for s in strips for a, _ in s.ink)
    for strip in strips:
        for x in strip.joints:
            common = bisect_right(starts, x + 0.7) - bisect_left(starts, x - 0.7)
            if common >= max(3, 0.15 * len(strips)):
                at = next((k for k, (a, b) in enumerate(strip.ink) if a < x - 0.7 and b > x + 0.7), None)
                if at is not None:
                    a, b = strip.ink[at]
                    end = next(0.7 * g[1] + 0.3 * g[3] for g in reversed(strip.glyphs) if g[1] < x - 0.7)
                    strip.ink[at : at + 1] = [(a, end), (x, b)]


def blank_strips(strips: Sequence[Strip], size: float, spanning: int = 0) -> list[tuple[float, float]]:
    """The upright stretches that no line's ink touches, or at most `spanning` lines', with ink on both sides."""
    if not strips:
        return []
    left = min(s.ink[0][0] for s in strips)
    right = max(s.ink[-1][1] for s in strips)
    steps = [0] * (int((right - left) * _FINE) + 3)
    for strip in strips:
        for a, b in strip.ink:
            steps[max(int((a - left) * _FINE), 0)] += 1
            steps[min(int((b - left) * _FINE) + 1, len(steps) - 1)] -= 1
    found, count, start = [], 0, -1
    least = max(LEAST_STRIP * size, 3) * _FINE - 1
    for x, step in enumerate(steps[:-1]):
        count += step
        if count <= spanning:
            if start < 0:
                start = x
        else:
            if start > 0 and x - start >= least:
                found.append((left + start / _FINE, left + x / _FINE))
            start = -1
    return found


def size_of(strips: Sequence[Strip]) -> float:
    """The usual size of the glyphs."""
    sizes = sorted(g[5] for s in strips for g in s.glyphs[:20])
    return sizes[len(sizes) // 2] if sizes else 10.0


def pieces(strip: Strip, gap: float) -> list[tuple[float, float]]:
    """The line's ink in pieces that are `gap` or more apart."""
    found = [strip.ink[0]]
    for a, b in strip.ink[1:]:
        if a - found[-1][1] < gap:
            found[-1] = (found[-1][0], b)
        else:
            found.append((a, b))
    return found


def crosses(strip: Strip, x: float) -> bool:
    return any(a < x - 1 and b > x + 1 for a, b in strip.ink)


def is_single(strip: Strip, size: float, gap: float = 0.9) -> bool:
    """Whether the line is one stretch of text without a blank of `gap` ems, as a line of a cell or a heading is."""
    return all(b[1] - a[3] < gap * size for a, b in pairwise(strip.glyphs))
