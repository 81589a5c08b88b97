"""A picture of a page → `geometry.Page`: characters where they stand, rulings, and which characters are unsure.

A picture that was taken askew or on its side is set straight first; boxes are those of the page set straight.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

import numpy as np

from wpkit.geometry.model import Box, Glyph, Page, Rule
from wpkit.geometry.rulings import grids, merged_rulings
from wpkit.ocr import engine
from wpkit.ocr.picture import SIDES, grey, ink_of, is_blank, long_side_of, rulings_of, straightened, without
from wpkit.records import record

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

SURE = 0.8  # probability below which a character may well be wrong
SURE_MARK = 0.5  # the same for punctuation, of which the recogniser is right and unsure more often
LEAST_LINE = 0.45  # mean probability below which a box holds no text (a seal, a picture)
TURNED = 1.6  # times as high as wide: a line of text on its side
PAPER = 842.0  # points: the long side of A4
MIN_INK = 12  # dark pixels below which there is nothing


@record(frozen=True)
class Doubt:
    """A line with characters that the recogniser is not sure of; `chars` are those."""

    text: str
    chars: str
    box: Box


@record()
class Recognised:
    """`page` is what was read; `blank` is true of a picture with nothing on it."""

    page: Page
    doubts: list[Doubt] = field(default_factory=list)
    blank: bool = False


def recognise(image: Image, number: int, width: float, height: float) -> Recognised:
    """The page that a picture shows; `width` and `height` are its size in points."""
    # a picture that is finer than its paper asks for may be of a larger paper than it says
    side = max(long_side_of(max(width, height)), min(SIDES[1], round(0.6 * max(image.size))))
    image = grey(image, side)
    if is_blank(ink_of(image)):
        return Recognised(Page(number, width, height, []), blank=True)
    image = straightened(image)
    reader = _Reader(image)
    if reader.lies_on_its_side():
        turned = [_Reader(image.rotate(angle, expand=True)) for angle in (90, 270)]
        reader = max(turned, key=lambda r: r.sureness())
        width, height = height, width
    elif reader.sureness() < 0.75:
        other = _Reader(image.rotate(180))
        reader = max((reader, other), key=lambda r: r.sureness())
    return reader.page(number, width, height)


@record()
class _Line:
    box: Box
    chars: list[engine.Read]

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.chars)

    @property
    def sure(self) -> float:
        return sum(c.sure for c in self.chars) / len(self.chars) if self.chars else 0.0


class _Reader:
    """One picture, the right way up or not."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self.ink = ink_of(image)
        self.level, self.upright = rulings_of(self.ink)
        self.pixels = without(image, self.level + self.upright)
        self.boxes = engine.text_boxes(self.pixels)
        self._lines: list[_Line] | None = None

    def lies_on_its_side(self) -> bool:
        high = sum(b[3] - b[1] > TURNED * (b[2] - b[0]) for b in self.boxes)
        return len(self.boxes) >= 3 and high * 2 > len(self.boxes)

    def sureness(self) -> float:
        """The mean probability of the characters, 0 to 1."""
        sure = [c.sure for line in self.lines() for c in line.chars]
        return sum(sure) / len(sure) if sure else 0.0

    def lines(self) -> list[_Line]:
        if self._lines is None:
            pieces = [piece for box in self.boxes for piece in self._pieces(box)]
            self._lines = self._read([p for p in _apart(pieces) if self._inked(p) >= MIN_INK])
            self._lines += self._read(self._overlooked(self._lines))
        return self._lines

    def _pieces(self, box: Box) -> list[Box]:
        """A box cut where upright rulings pass through it: the recogniser's boxes reach over columns."""
        x0, top, x1, bottom = box
        middle, high = (top + bottom) / 2, bottom - top
        cuts = sorted(
            (r[0], r[2])
            for r in self.upright
            if r[1] <= middle <= r[3] and x0 + 0.15 * high < r[2] and r[0] < x1 - 0.15 * high
        )
        pieces = []
        for left, right in [*cuts, (x1, x1)]:
            if left - x0 > 0.3 * high:
                pieces.append((x0, top, float(left), bottom))
            x0 = max(x0, float(right))
        return pieces

    def _read(self, boxes: list[Box]) -> list[_Line]:
        crops = [self._crop(box) for box in boxes]
        usable = [(b, c) for b, c in zip(boxes, crops, strict=True) if c.shape[0] > 3 and c.shape[1] > 3]
        found = engine.characters([c for _, c in usable])
        lines = [_Line(box, _widened(chars)) for (box, _), chars in zip(usable, found, strict=True)]
        return [line for line in lines if line.sure >= LEAST_LINE]

    def _crop(self, box: Box) -> NDArray[Any]:
        x0, top, x1, bottom = (round(v) for v in box)
        return self.pixels[max(0, top) : bottom, max(0, x0) : x1]

    def _inked(self, box: Box) -> int:
        return int((self._crop(box) < 160).sum())

    def _overlooked(self, lines: list[_Line]) -> list[Box]:
        """Ink in table cells that no box of text covers: single characters and digits, mostly."""
        free = self.pixels < 160
        heights = sorted(line.box[3] - line.box[1] for line in lines)
        high = heights[len(heights) // 2] if heights else 0.02 * max(self.image.size)
        for line in lines:
            x0, top, x1, bottom = (round(v) for v in line.box)
            free[max(0, top - 2) : bottom + 2, max(0, x0 - 2) : x1 + 2] = False
        scale = PAPER / max(self.image.size)  # the grid finder's limits are in points
        rules = [Rule(*(v * scale for v in r)) for r in self.level + self.upright]
        boxes: list[Box] = []
        for grid in grids(*merged_rulings(rules))[0]:
            for cell in grid.cells:
                x0, top, x1, bottom = (round(v / scale) for v in cell.box)
                inner = free[top + 4 : bottom - 4, x0 + 4 : x1 - 4]
                for box in _inked_rows(inner, 0.35 * high):
                    if 0.3 * high < box[3] - box[1] < 2.5 * high:
                        left, upper = x0 + 4, top + 4
                        boxes.append(
                            (left + box[0] - 5, upper + box[1] - 5, left + box[2] + 5, upper + box[3] + 5)
                        )
        return boxes

    def page(self, number: int, width: float, height: float) -> Recognised:
        scale = max(width, height) / max(self.image.size)
        found = Recognised(
            Page(
                number, width, height, [], [Rule(*(v * scale for v in r)) for r in self.level + self.upright]
            )
        )
        for line in self.lines():
            found.page.glyphs += _glyphs(line, scale)
            unsure = "".join(c.text for c in line.chars if _is_unsure(c))
            if unsure:
                x0, top, x1, bottom = (v * scale for v in line.box)
                found.doubts.append(Doubt(line.text, unsure, (x0, top, x1, bottom)))
        return found


_WIDE = str.maketrans("(),:;!?", "（），：；！？")


def _widened(chars: list[engine.Read]) -> list[engine.Read]:
    """Punctuation beside a Chinese character is full-width; a recogniser tells the two apart by chance."""
    widened = []
    for index, char in enumerate(chars):
        beside = chars[max(0, index - 1) : index + 2]
        if any(c.text >= "\u2e80" for c in beside):
            char = char._replace(text=char.text.translate(_WIDE))
        widened.append(char)
    return widened


def _apart(boxes: list[Box]) -> list[Box]:
    """The boxes without what a longer one in the same line covers already: ends that reach into a neighbour."""
    kept: list[Box] = []
    for x0, top, x1, bottom in sorted(boxes, key=lambda b: b[0] - b[2]):
        for k in kept:
            if min(bottom, k[3]) - max(top, k[1]) > 0.5 * (bottom - top) and k[0] < x1 and x0 < k[2]:
                x0, x1 = (x0, min(x1, k[0])) if x0 < k[0] else (max(x0, k[2]), x1)
        if x1 - x0 > 0.25 * (bottom - top):
            kept.append((x0, top, x1, bottom))
    return sorted(kept, key=lambda b: (b[1], b[0]))


def _inked_rows(ink: NDArray[np.bool_], gap: float) -> list[tuple[int, int, int, int]]:
    """The boxes around ink, parted where `gap` rows or more have none."""
    rows = np.nonzero(ink.any(axis=1))[0]
    if len(rows) == 0:
        return []
    parts = np.split(rows, np.nonzero(np.diff(rows) > max(gap, 1.0))[0] + 1)
    boxes = []
    for part in parts:
        top, bottom = int(part[0]), int(part[-1]) + 1
        columns = np.nonzero(ink[top:bottom].any(axis=0))[0]
        if int(ink[top:bottom].sum()) >= MIN_INK:
            boxes.append((int(columns[0]), top, int(columns[-1]) + 1, bottom))
    return boxes


def _is_unsure(char: engine.Read) -> bool:
    return char.sure < (SURE if char.text[0].isalnum() else SURE_MARK)


def _glyphs(line: _Line, scale: float) -> list[Glyph]:
    """The line's characters; the height of a box of text is about 1.3 times the type's."""
    x0, top, x1, bottom = (v * scale for v in line.box)
    size = _size(line, x1 - x0, bottom - top)
    middle = (top + bottom) / 2
    glyphs: list[Glyph] = []
    for index, char in enumerate(line.chars):
        at = x0 + char.at * (x1 - x0)
        half = size / 2 if char.text >= "\u2e80" else size / 4
        left = at - half
        if index and not _is_apart(line.chars[index - 1], char, x1 - x0, size):
            left = max(left, min(glyphs[-1].x1, at - 0.1 * size))
        glyphs.append(Glyph(char.text, left, middle - size / 2, at + half, middle + size / 2, size))
    return glyphs


def _is_apart(before: engine.Read, after: engine.Read, width: float, size: float) -> bool:
    return (after.at - before.at) * width > 1.5 * size


def _size(line: _Line, width: float, height: float) -> float:
    """The type's size: the usual step between neighbouring Chinese characters, else what the box's height says."""
    steps = sorted(
        (b.at - a.at) * width
        for a, b in zip(line.chars, line.chars[1:], strict=False)
        if a.text >= "\u4e00" and b.text >= "\u4e00"
    )
    by_height = height / 1.3
    if len(steps) < 3:
        return by_height
    return min(max(steps[len(steps) // 2], 0.7 * by_height), 1.2 * by_height)
