"""A path's data and a colour's value as OFD writes them → their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wpkit.ofd.package import Element, number

MAX_SEGMENTS = 20_000  # of one path
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def segments(data: str) -> Iterator[tuple[str, list[float]]]:
    """The strokes of a path: an operator (M and S begin, L a line, Q and B curves, A an arc, C closes) with its numbers.

    >>> list(segments("M 0 0 L 10 0 10 5 C"))
    [('M', [0.0, 0.0]), ('L', [10.0, 0.0]), ('L', [10.0, 5.0]), ('C', [])]
    """
    operator, operands = "", list[float]()
    for count, match in enumerate(_TOKEN.finditer(data)):
        if count > 8 * MAX_SEGMENTS:
            return
        token = match.group()
        if token.isalpha():
            operator, operands = token.upper(), []
        else:
            operands.append(number(token, 0.0))
        needed = _OPERANDS.get(operator)
        if needed is not None and len(operands) >= needed:
            yield operator, operands
            operands = []


def color_parts(color: Element) -> list[float]:
    """The components of a colour, 0 to 255: one of grey, three of light or four of ink; none for a pattern."""
    return [
        int(part[1:], 16) if re.fullmatch("#[0-9A-Fa-f]{1,4}", part) else number(part, 0.0)
        for part in (color.get("Value") or "").replace(",", " ").split()
    ]
