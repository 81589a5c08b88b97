"""Where the text of each page begins and ends, so that a line can tell whether it is indented, full or centred."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from wpkit.geometry.model import PageLayout, TextLine


@dataclass(frozen=True, slots=True)
class Margins:
    """`left` and `right` edges of the running text and its usual `pitch` from line to line, in points."""

    left: float
    right: float
    pitch: float

    def centers(self, line: TextLine) -> bool:
        """Whether the line stands in the middle and reaches neither edge."""
        before, after = line.x0 - self.left, self.right - line.x1
        return min(before, after) > 1.2 * line.size and abs(before - after) < max(
            1.0 * line.size, 0.06 * (before + after)
        )


def margins_of(pages: list[PageLayout]) -> dict[int, Margins]:
    """Margins by page number. Pages of one size share them; left and right pages may be shifted."""
    groups: dict[tuple[int, int], list[PageLayout]] = {}
    for page in pages:
        groups.setdefault((round(page.width / 20), round(page.height / 20)), []).append(page)
    found: dict[int, Margins] = {}
    for group in groups.values():
        shared = _margins(group)
        for page in group:
            found[page.number] = shared
    return found


def _margins(pages: list[PageLayout]) -> Margins:
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return Margins(0.0, 0.0, 0.0)
    left = _edge([line.x0 for line in lines], first=True)
    right = _edge([line.x1 for line in lines], first=False)
    steps = Counter(
        round(b.bottom - a.bottom)
        for page in pages
        for a, b in zip(page.lines, page.lines[1:], strict=False)
        if 0 < b.bottom - a.bottom < 5 * a.size
    )
    pitch = float(steps.most_common(1)[0][0]) if steps else lines[0].size * 1.5
    return Margins(left, right, pitch)


def _edge(values: list[float], *, first: bool) -> float:
    """The outermost value that comes often: one line that sticks out does not move the margin."""
    counts = Counter(round(value) for value in values)
    needed = max(1, len(values) // 12)
    for value in sorted(counts, reverse=not first):
        if sum(counts[value + step] for step in range(-3, 4)) >= needed:
            return (
                min(v for v in values if v > value - 0.6)
                if first
                else max(v for v in values if v < value + 0.6)
            )
    return values[0]
