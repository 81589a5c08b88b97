"""Which lines of the pages are furniture: page numbers and heads and feet that come again on each page."""

from __future__ import annotations

import re
from collections import defaultdict

from wpkit.geometry.model import PageLayout, TextLine

ZONE = 0.13  # of the page's height, from its upper and lower edge: where furniture stands
_NUMBER = re.compile(
    r"""
      [-–—－一―~·.\s]* (?P<number>\d{1,4}) [-–—－一―~·.\s]*          # — 3 —
    | 第? \s* \d{1,4} \s* 页? \s* (?:[,，/／]|\ )? \s* [共/／] \s* \d{1,4} \s* 页?   # 第3页 共12页, 3/12
    | 第 \s* [\d一二三四五六七八九十百]{1,5} \s* 页
    | (?:Page|PAGE|page|P\.?) \s* \d{1,4} (?:\s* (?:of|/) \s* \d{1,4})?
    | [-–—]\s*[ivxlcIVXLC]{1,7}\s*[-–—]
    """,
    re.VERBOSE,
)
_DIGITS = re.compile(r"\d+")
REPEATS = 3  # pages on which a head or foot must come again; 2 where the paper has no more


def take_furniture(pages: list[PageLayout]) -> list[tuple[int, TextLine]]:
    """Takes furniture out of the pages' lines; what was taken comes back with its page number."""
    taken: list[tuple[int, TextLine]] = []
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    edges: list[tuple[PageLayout, TextLine, tuple[str, int]]] = []
    for page in pages:
        for line in _outer(page):
            key = (_DIGITS.sub("#", "".join(line.text.split())), round(line.middle / 6))
            edges.append((page, line, key))
            seen[key].add(page.number)
    needed = min(REPEATS, max(2, len(pages)))
    for page, line, key in edges:
        near = {n for k in (-1, 0, 1) for n in seen.get((key[0], key[1] + k), ())}
        if _NUMBER.fullmatch(line.text.strip()) or (len(near) >= needed and _close(near, page.number)):
            page.lines.remove(line)
            taken.append((page.number, line))
    return taken


def _close(numbers: set[int], here: int) -> bool:
    """Whether the line comes again on a page close by (odd and even pages may differ)."""
    return any(n != here and abs(n - here) <= 2 for n in numbers)


def _outer(page: PageLayout) -> list[TextLine]:
    """The lines that stand in the page's outer zones with nothing of the body beyond them."""
    top, bottom = page.height * ZONE, page.height * (1 - ZONE)
    first = min((t.ys[0] for t in page.tables), default=page.height)
    last = max((t.ys[-1] for t in page.tables), default=0.0)
    return [
        line
        for line in page.lines
        if (line.middle < top and line.middle < first) or (line.middle > bottom and line.middle > last)
    ]
