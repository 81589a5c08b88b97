"""A page whose text stands on its side → the page as it is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from wpkit.geometry.model import Box, Glyph, Page, Rule


def leaning(page: Page) -> int:
    """How far most of the page's characters are turned, in degrees clockwise: 0, 90, 180 or 270."""
    turns = Counter(g.turn for g in page.glyphs if not g.text.isspace())
    turn, count = turns.most_common(1)[0] if turns else (0, 0)
    return turn if count * 2 > turns.total() else 0


def upright(page: Page) -> Page:
    """The page turned so that most of its characters stand upright; the same page where they do."""
    turn = leaning(page)
    if not turn:
        return page
    turned = _turner(page.width, page.height, turn)

    def glyph(g: Glyph) -> Glyph:
        return Glyph(g.text, *turned(g.x0, g.top, g.x1, g.bottom), g.size, (g.turn - turn) % 360)

    def rule(r: Rule) -> Rule:
        return Rule(*turned(*r))

    width, height = (page.width, page.height) if turn == 180 else (page.height, page.width)
    return replace(
        page,
        width=width,
        height=height,
        glyphs=[glyph(g) for g in page.glyphs],
        rules=[rule(r) for r in page.rules],
        hidden=[glyph(g) for g in page.hidden],
        pictures=[rule(r) for r in page.pictures],
    )


def _turner(width: float, height: float, turn: int) -> Callable[[float, float, float, float], Box]:
    if turn == 90:
        return lambda x0, y0, x1, y1: (y0, width - x1, y1, width - x0)
    if turn == 180:
        return lambda x0, y0, x1, y1: (width - x1, height - y1, width - x0, height - y0)
    return lambda x0, y0, x1, y1: (height - y1, x0, height - y0, x1)
