"""Affine maps of the plane as OFD writes them: x' = a·x + c·y + e, y' = b·x + d·y + f, with y downwards."""

from __future__ import annotations

import math

from wpkit.geometry.model import Box
from wpkit.ofd.package import Element, numbers

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """The map that does `first`, then `then`."""
    a, b, c, d, e, f = first
    k, m, n, o, p, q = then
    return (a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q)


def point(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def moved(box: Box, m: Matrix) -> Box:
    """The upright box around the image of a box."""
    if m[1] == m[2] == 0 and m[0] > 0 and m[3] > 0:
        return (*point(box[0], box[1], m), *point(box[2], box[3], m))
    corners = [point(x, y, m) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def turn_of(m: Matrix) -> float:
    """How far the map turns the x axis, in degrees clockwise, 0 to 360."""
    return math.degrees(math.atan2(m[1], m[0])) % 360


def scale_of(m: Matrix) -> float:
    """The length that a unit of height becomes."""
    return math.hypot(m[2], m[3])


def of_object(node: Element, outer: Matrix) -> Matrix:
    """From an object's own space to the page: its CTM, the corner of its boundary, then what stands around it."""
    found = numbers(node.get("CTM"), 6)
    a, b, c, d, e, f = found if found is not None else UNIT
    corner = numbers(node.get("Boundary"), 2) or (0.0, 0.0)
    return times((a, b, c, d, e + corner[0], f + corner[1]), outer)
