"""Which lines of the pages are furniture: page numbers and heads and feet that come again on each page."""

from __future__ import annotations

import re
from collections import defaultdict

from wpkit.geometry.model import PageLayout, TextLine

ZONE = 0.13  # of the page's height, from its upper and lower edge: where furniture stands
PAGE_NUMBER = re.compile(
    r"""
      [-–—－一―~·.\s]{0,40} (?P<number>\d{1,4}) [-–—－一―~·.\s]{0,40}          # — 3 —
    | 第? \s{0,9} \d{1,4} \s{0,9} (?:页\s{0,9})? (?:[,，]\s{0,9})? [共/／] \s* \d{1,4} \s* 页?   # 第3页 共12页, 3/12
    | 第 \s* [\d一二三四五六七八九十百]{1,5} \s* 页
    | (?:Page|PAGE|page|P\.?) \s* \d{1,4} (?:\s* (?:of|/) \s* \d{1,4})?
    | [-–—]\s*[ivxlcIVXLC]{1,7}\s*[-–—]
    | (?:https?|file)://\S+                                              # what a browser prints on its pages: address, day and time
    | \d{1,4}[/.-]\d{1,2}[/.-]\d{1,4} [,，]? (?:上午|下午)? \d{1,2}:\d{2} (?:AM|PM)?
    """,
    re.VERBOSE,
)
LARGE = 1.25  # times the usual size: a repeated head as large as that is a title
_DIGITS = re.compile(r"\d+")
_NEVER = re.compile(r"附[件表录]")  # 附件1, 附件2 on following pages count up like page numbers


def take_furniture(pages: list[PageLayout]) -> list[tuple[int, TextLine]]:
    """Takes furniture out of the pages' lines; what was taken comes back with its page number.

    A piece of a head or foot is a page number, comes again at the same height within two pages (odd and even
    ones may differ), or counts with the pages on three of them.
    """
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    outer = [(page, line) for page in pages for line in _outer(page)]
    for page, line in outer:
        for piece in _pieces(line):
            for key in (piece, *_counted(piece, page.number)):
                for step in (-1, 0, 1):
                    seen[key, _height(line) + step].add(page.number)
    taken: list[tuple[int, TextLine]] = []
    kept: set[str] = set()
    large = LARGE * _usual_size(pages)
    for page, line in outer:
        if line.size > large and line.text not in kept and line.middle < page.height / 2:
            kept.add(line.text)  # a title that each page prints again is one once
            continue
        if len(line.chunks) < 4 and all(
            _is_furniture(p, page.number, _height(line), seen) for p in _pieces(line)
        ):
            page.lines.remove(line)
            taken.append((page.number, line))
    return taken


def _usual_size(pages: list[PageLayout]) -> float:
    sizes = [line.size for page in pages for line in page.lines]
    sizes += [
        line.size for page in pages for table in page.tables for c in table.cells for line in c.lines[:1]
    ]
    return sorted(sizes)[len(sizes) // 2] if sizes else 0.0


def _is_furniture(piece: str, page: int, height: int, seen: dict[tuple[str, int], set[int]]) -> bool:
    if PAGE_NUMBER.fullmatch(piece):
        return True
    if _NEVER.match(piece):
        return False
    return any(0 < abs(n - page) <= 2 for n in seen[piece, height]) or any(
        len(seen[key, height]) >= 3 for key in _counted(piece, page)
    )


def _pieces(line: TextLine) -> list[str]:
    return ["".join(text.split()) for text, _, _ in line.chunks]


def _height(line: TextLine) -> int:
    return round(line.middle / 8)


def _counted(piece: str, page: int) -> list[str]:
    """The text with each of its numbers in turn put as its distance from the page's."""
    return [
        f"{piece[: m.start()]}\0{int(m.group()[:6]) - page}\0{piece[m.end() :]}"
        for m in list(_DIGITS.finditer(piece))[:4]
    ]


def _outer(page: PageLayout) -> list[TextLine]:
    """The lines that stand in the page's outer zones with nothing of the body's tables beyond them."""
    top, bottom = page.height * ZONE, page.height * (1 - ZONE)
    first = min((t.ys[0] for t in page.tables), default=page.height)
    last = max((t.ys[-1] for t in page.tables), default=0.0)
    return [
        line
        for line in page.lines
        if (line.middle < top and line.middle < first) or (line.middle > bottom and line.middle > last)
    ]
