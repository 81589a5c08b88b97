"""What is printed over or around a paper's pages and kept in their text: a slanted watermark, a browser's lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from wpkit.blocks import Block, Line
from wpkit.patterns import pattern
from wpkit.text import is_han


def overprinted(blocks: Sequence[Block]) -> set[int]:
    """The `id`s of these lines."""
    lines = [block for block in blocks if isinstance(block, Line)]
    return _watermark(lines) | _browsers(lines)


_LEAST = 3  # characters of a watermark that tell it from the ends of cells


def _watermark(lines: Sequence[Line]) -> set[int]:
    """The characters of a slanted watermark, each alone on a line and further in than the one above it, or less far:
    the same on every page, but for those that other words stand beside."""
    pages: dict[int, list[tuple[str, int, Line]]] = {}
    for line in lines:
        text = line.text.strip()
        if len(text) == 1 and line.where.page and is_han(text):
            pages.setdefault(line.where.page, []).append((text, line.text.find(text), line))
    seen = Counter(text for found in pages.values() for text in {text for text, *_ in found})
    marked = [[one for one in found if seen[one[0]] > 1] for found in pages.values()]
    marked = [found for found in marked if len(found) > 1]
    whole = "".join(text for text, *_ in max(marked, key=len, default=[]))
    if len(marked) < 2 or len(whole) < _LEAST or not all(map(_is_slanted, marked)):
        return set()
    if not all(_is_part("".join(text for text, *_ in found), whole) for found in marked):
        return set()
    return {id(line) for found in marked for *_, line in found}


def _is_part(text: str, whole: str) -> bool:
    """Whether the text is the whole with some of its characters left out."""
    rest = iter(whole)
    return all(char in rest for char in text)


def _is_slanted(found: Sequence[tuple[str, int, Line]]) -> bool:
    steps = [b[1] - a[1] for a, b in pairwise(found)]
    return min(steps) > 0 or max(steps) < 0


# 2024/3/5 10:20 and the page's title, at its top; its address and 2/7, at its foot.
_DAY_AND_TIME = pattern(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}[,，]?\s*(?:上午|下午)?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?(?:\s+(?P<title>\S.{0,79}))?",
    needs=":",
)
_ADDRESS = pattern(r"(?:https?|file)://\S+(?:\s+\d{1,4}/\d{1,4})?", needs="://")


def _browsers(lines: Sequence[Line]) -> set[int]:
    """What a browser prints on each page: where the same day and time stands on several lines, those, the title that
    stands behind or below each, and the addresses."""
    tops = [
        (k, match)
        for k, line in enumerate(lines)
        if (match := _DAY_AND_TIME.fullmatch(line.text.strip())) is not None
    ]
    if len(tops) < 2 or len({match[0].removesuffix(match["title"] or "").strip() for _, match in tops}) > 1:
        return set()
    found = {id(lines[k]) for k, _ in tops}
    below = [lines[k + 1] for k, match in tops if match["title"] is None and k + 1 < len(lines)]
    for text, times in Counter(line.text.strip() for line in below).items():
        if times > 1 and times >= len(tops) - 1:  # on the first page other words may stand before the title
            found |= {id(line) for line in below if line.text.strip() == text}
    return found | {id(line) for line in lines if _ADDRESS.fullmatch(line.text.strip())}
