"""Where the text of each page begins and ends, so that a line can tell whether it is indented, full or centred."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from wpkit.geometry.model import PageLayout, TextLine
from wpkit.geometry.strips import HANGING
from wpkit.records import record


@record(frozen=True)
class Margins:
    """`left` and `right` edges of the running text, its usual `pitch` from line to line and `size`, in points."""

    left: float
    right: float
    pitch: float
    size: float

    def centers(self, line: TextLine) -> bool:
        """Whether the line stands in the middle and reaches neither edge.

        An indented first line that leaves two characters free does not; larger text may come nearer to the edges.
        """
        before, after = line.x0 - self.left, self.right - line.x1
        least = 1.2 if line.size > 1.15 * self.size else 2.3
        return min(before, after) > least * line.size and abs(before - after) < max(
            line.size, 0.06 * (before + after)
        )


def margins_of(pages: list[PageLayout]) -> dict[tuple[int, int], Margins]:
    """Margins by page number and column (0 full width, 1 left, 2 right). Pages of one size share them."""
    groups: dict[tuple[int, int, int], list[tuple[int, list[TextLine]]]] = {}
    for page in pages:
        for column in (0, 1, 2):
            # a caption over two columns is measured against the whole page's text
            lines = [line for line in page.lines if line.zone % 3 == column or not column]
            if lines or not column:
                key = (round(page.width / 20), round(page.height / 20), column)
                groups.setdefault(key, []).append((page.number, lines))
    found: dict[tuple[int, int], Margins] = {}
    for (_, _, column), group in groups.items():
        shared = _margins([lines for _, lines in group])
        for number, _ in group:
            found[number, column] = shared
    return found


def _margins(pages: list[list[TextLine]]) -> Margins:
    lines = [line for page in pages for line in page]
    if not lines:
        return Margins(0.0, 0.0, 0.0, 0.0)
    left = _edge([line.x0 for line in lines], first=True)
    right = _edge([line.x1 - line.size * (line.text[-1] in HANGING) for line in lines], first=False)
    steps = Counter(
        round(b.bottom - a.bottom)
        for page in pages
        for a, b in pairwise(page)
        if 0 < b.bottom - a.bottom < 5 * a.size
    )
    pitch = float(steps.most_common(1)[0][0]) if steps else lines[0].size * 1.5
    size = sorted(line.size for line in lines)[len(lines) // 2]
    return Margins(left, right, pitch, size)


def _edge(values: list[float], *, first: bool) -> float:
    """The outermost value that comes often: one line that sticks out, or punctuation that hangs over, moves nothing."""
    counts = Counter(round(value) for value in values)
    for share in (6, 12, len(values)):
        for value in sorted(counts, reverse=not first):
            if sum(counts[value + step] for step in range(-3, 4)) * share >= len(values):
                near = [v for v in values if abs(v - value) < 3.6]
                return min(near) if first else max(near)
    return values[0]
