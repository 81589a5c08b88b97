"""Drawn paths → rulings: the straight upright and level strokes, and filled areas too thin to be anything else."""

from __future__ import annotations

from itertools import pairwise

from wpkit.geometry.model import Box, Rule

THIN = 3.2  # points: what is thinner than this is a ruling
_STRAIGHT = 0.6  # points by which the ends of an upright or level stroke may differ

Run = list[tuple[float, float]]


def bounds(points: Run) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs), min(ys), max(xs), max(ys))


def is_thin(box: Box) -> bool:
    """Whether a box is a ruling: thin, and longer than it is thick."""
    wide, high = box[2] - box[0], box[3] - box[1]
    return min(wide, high) <= THIN and max(wide, high) > 1.5 * min(wide, high)


def rules_of(runs: list[Run], *, stroked: bool) -> list[Rule]:
    """The rulings that the runs of straight strokes of one path draw.

    A run that is thin as a whole is one ruling, however it was drawn; of a stroked one each side counts, and
    of a filled one that is the narrow strip between two boxes, as browsers draw a border.
    """
    found: list[Rule] = []
    stroked = stroked or _are_rings([bounds(run) for run in runs if len(run) > 1])
    for run in runs:
        if len(run) < 2:
            continue
        box = bounds(run)
        if is_thin(box):
            found.append(Rule(*box))
        elif stroked:
            for (x0, y0), (x1, y1) in pairwise(run):
                if abs(x0 - x1) < _STRAIGHT or abs(y0 - y1) < _STRAIGHT:
                    found.append(Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return found


def _are_rings(boxes: list[Box]) -> bool:
    """Whether each second box lies just inside or around the one before it."""
    return (
        bool(boxes)
        and len(boxes) % 2 == 0
        and all(
            all(abs(a - b) <= THIN for a, b in zip(outer, inner, strict=True))
            for outer, inner in zip(boxes[::2], boxes[1::2], strict=True)
        )
    )
