"""A text object → its characters with boxes.

OFD places each character's origin on the base line and says nothing of its box. The em square stands in
for it (0.88 above the line, 0.12 below); a width is the distance to the next character where that is
shorter, the object's own where it holds one character, or about as wide as such a character is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from wpkit.geometry.model import Glyph
from wpkit.ofd.matrix import Matrix, moved, scale_of, turn_of
from wpkit.ofd.package import Element, children, number, numbers

ASCENT, DESCENT = 0.88, 0.12
SQUARE_TURN = 2.0  # degrees off a quarter turn that still count as one
# What producers print for a glyph without a code: private use, the currency sign of a library, replacement.
_NO_CODE = frozenset("\ufffd\xa4\0")
# About the width of an ASCII character in ems.
_NARROW, _BROAD = frozenset("iljtfrI!,.:;'|()[]-` "), frozenset("mwMW%@")


class Placed(NamedTuple):
    """A text of one character or more (a ligature) at its origin in the object's space."""

    text: str
    x: float
    y: float
    width: float


def glyphs_of(node: Element, matrix: Matrix) -> tuple[list[Glyph], bool]:
    """The object's characters on the page, and whether they stand askew."""
    size = size_of(node)
    own_turn = number(node.get("CharDirection"), 0.0) % 360
    turn = (turn_of(matrix) + own_turn) % 360
    quarter = round(turn / 90) * 90
    askew = abs(turn - quarter) > SQUARE_TURN
    points = size * scale_of(matrix)
    quarter = 0 if askew else quarter % 360
    glyphs = []
    for placed in placed_in(node, size):
        rise, fall, wide = -ASCENT * size, DESCENT * size, placed.width
        if own_turn == 90:
            box = (-fall, 0.0, -rise, wide)
        elif own_turn == 180:
            box = (-wide, -fall, 0.0, -rise)
        elif own_turn == 270:
            box = (rise, -wide, fall, 0.0)
        else:
            box = (0.0, rise, wide, fall)
        x, y = placed.x, placed.y
        box = moved((x + box[0], y + box[1], x + box[2], y + box[3]), matrix)
        glyphs.append(Glyph(placed.text, *box, points, quarter))
    return glyphs, askew


def size_of(node: Element) -> float:
    """The size of the object's characters in its own space."""
    return abs(number(node.get("Size"), 0.0)) or 4.2


def has_no_code(text: str) -> bool:
    """Whether a character stands for a glyph whose code the producer did not know."""
    return text[0] in _NO_CODE or "\ue000" <= text[0] <= "\uf8ff" or text[0] >= "\U000f0000"


def placed_in(node: Element, size: float) -> Iterator[Placed]:
    """The object's characters in its own space, in their order."""
    stretch = number(node.get("HScale"), 1.0) or 1.0
    direction = number(node.get("ReadDirection"), 0.0) % 360
    transforms = list(children(node, "CGTransform"))
    x = y = 0.0
    start = 0
    own = _own_width(node, size)
    for code in children(node, "TextCode"):
        text = "".join(code.itertext())
        if "\n" in text:  # set in lines by whoever wrote the XML, not by the notice
            text = text.replace("\r", "").replace("\n", "").strip(" \t")
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        units = _units(text, start, transforms)
        start += len(text)
        across, down = (_deltas(code.get(key), len(text)) for key in ("DeltaX", "DeltaY"))
        given = max(len(across), len(down))
        if given != len(units) - 1 and given in (len(text) - 1, len(text.encode("utf-16-le")) // 2 - 1):
            units = list(text) if given == len(text) - 1 else _by_halves(text)
        here_x, here_y = x, y
        for index, unit in enumerate(units):
            wide = (own if own and len(units) == 1 else _width(unit) * size) * stretch
            step_x, step_y = _step(across, index), _step(down, index)
            if step_x is step_y is None:
                step_x, step_y = _natural(direction, wide, size)
            step_x, step_y = step_x or 0.0, step_y or 0.0
            if index + 1 < len(units) and direction in (0, 180) and unit:
                wide = _fitted(unit, wide, abs(step_x), size)
            if unit:
                yield Placed(unit, here_x, here_y, wide)
            here_x, here_y = here_x + step_x, here_y + step_y


def _own_width(node: Element, size: float) -> float | None:
    """The width of a single character as its object's boundary tells it, where that is no wider than it may be."""
    boundary, matrix = numbers(node.get("Boundary"), 4), numbers(node.get("CTM"), 6)
    scale = matrix[0] if matrix else 1.0
    wide = boundary[2] / scale if boundary and scale > 0 and not (matrix and matrix[1]) else 0.0
    return wide if 0.2 * size <= wide <= 1.02 * size else None


def _step(deltas: list[float], index: int) -> float | None:
    """The distance after a character; a list that is too short goes on as it ended."""
    return None if not deltas else deltas[min(index, len(deltas) - 1)]


def _natural(direction: float, wide: float, size: float) -> tuple[float, float]:
    """The step where the file gives none: the font's, which is about the character's width."""
    if direction == 90:
        return 0.0, size
    if direction == 270:
        return 0.0, -size
    return (-wide if direction == 180 else wide), 0.0


def _fitted(unit: str, wide: float, step: float, size: float) -> float:
    """The width of a character with its neighbour `step` away."""
    if 0 < step < wide:
        return step
    if unit.isascii() and unit.isalnum() and step <= wide + 0.25 * size:
        return step or wide
    return wide


def _width(unit: str) -> float:
    """In ems."""
    return sum(map(_char_width, unit))


def _char_width(char: str) -> float:
    if not char.isascii():
        wide = unicodedata.east_asian_width(char) in "WFA"
        return 1.0 if wide else 0.0 if unicodedata.combining(char) else 0.55
    if char in _NARROW:
        return 0.3 if char != " " else 0.5
    return 0.85 if char in _BROAD else 0.66 if char.isupper() else 0.5


def _deltas(text: str | None, most: int) -> list[float]:
    """The distances of a DeltaX or DeltaY list; `g n v` stands for n times v.

    >>> _deltas("3 g 2 4.5 1", 10), _deltas("g 900000000 1", 3)
    ([3.0, 4.5, 4.5, 1.0], [1.0, 1.0, 1.0])
    """
    found: list[float] = []
    tokens = iter((text or "").replace(",", " ").split())
    for token in tokens:
        if len(found) >= most:
            break
        if token in ("g", "G"):
            count, value = number(next(tokens, None), 0.0), number(next(tokens, None), 0.0)
            found += [value] * int(max(0, min(count, most - len(found))))
        else:
            found.append(number(token, 0.0))
    return found


def _units(text: str, start: int, transforms: list[Element]) -> list[str]:
    """The text as the glyphs that print it: several characters in one glyph, none in a further one.

    `start` is the text's place in the whole object, from which glyph transforms count.
    """
    spans: dict[int, tuple[int, int]] = {}
    for node in transforms:
        first = int(number(node.get("CodePosition"), 0.0)) - start
        codes, glyphs = (int(number(node.get(key), 1.0)) for key in ("CodeCount", "GlyphCount"))
        if codes != glyphs and 0 < codes <= len(text) - first and 0 < glyphs <= 8 * codes:
            spans[first] = codes, glyphs
    units: list[str] = []
    index = 0
    while index < len(text):
        codes, glyphs = spans.get(index, (1, 1))
        chars = list(text[index : index + codes])
        index += codes
        kept = min(codes, glyphs) - 1
        units += [*chars[:kept], "".join(chars[kept:]), *[""] * (glyphs - codes)]
    return units


def _by_halves(text: str) -> list[str]:
    """Characters outside the basic plane take two places, the second of them empty."""
    return [part for char in text for part in ((char, "") if char > "\uffff" else (char,))]
