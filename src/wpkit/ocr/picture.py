"""A picture of a page → the picture set straight, what is dark in it, and its rulings; in numpy alone.

Pixels count from the upper left corner. A ruling is a long thin run of dark pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wpkit.records import record

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

DOTS = 170  # per inch: what a page is read at; print of 9 points is 21 pixels high then
SIDES = (1000, 3000)  # pixels that the longer side may have
LARGEST_PAPER = 1700.0  # points (A2): a larger page is one whose size means nothing
MOST_GROWTH = 1.5
DARKER = 0.80  # of its surroundings' brightness: what is darker is ink
MAX_SKEW = 5.0  # degrees
STRAIGHT = 0.08  # degrees of skew that stay
LONG_RULING = 0.1  # of the long side: longer than what strokes of neighbouring characters make together
MIDDLING_RULING = 0.03  # of the long side: longer than one character; counts where it meets a ruling
SHORT_RULING = 0.008  # of the long side: counts where it runs from one ruling to another
TOUCHING = 4  # pixels between the end of a ruling and the one that it meets
THICKEST = 0.0035  # of the long side: a thicker run is a dark area
MOST_RULINGS = 6000
_DRIFT = float(np.tan(np.radians(2 * STRAIGHT)))  # pixels that a level line may climb in one

Pixels = tuple[int, int, int, int]  # x0, y0, x1, y1, the last two beyond


def long_side_of(points: float) -> int:
    """The pixels of the longer side at which a page of that length is read."""
    return round(min(max((points if points <= LARGEST_PAPER else 842.0) / 72 * DOTS, SIDES[0]), SIDES[1]))


def grey(image: Image, long_side: int = 2000) -> Image:
    """The picture in grey on white, its longer side `long_side` pixels; a small one grows by half at most."""
    from PIL import Image as pil

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = pil.new("RGBA", image.size, "white")
        image = pil.alpha_composite(ground, image)
    image = image.convert("L")
    scale = min(long_side / max(image.size), MOST_GROWTH)
    if abs(scale - 1) > 0.01:
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        image = image.resize(size, pil.Resampling.LANCZOS if scale < 1 else pil.Resampling.BICUBIC)
    return image


def ink_of(image: Image) -> NDArray[np.bool_]:
    """Which pixels are clearly darker than what surrounds them, so that shadows and tinted paper are paper."""
    from PIL import ImageFilter

    around = image.filter(ImageFilter.BoxBlur(max(image.size) // 50))
    pixels, ground = np.asarray(image, dtype=np.float32), np.asarray(around, dtype=np.float32)
    dark: NDArray[np.bool_] = pixels < np.minimum(ground * DARKER + 8, 225)
    return dark


def is_blank(ink: NDArray[np.bool_]) -> bool:
    """Whether there is less ink than one small line of text has."""
    return int(ink.sum()) < ink.size * 0.0001


def skew_of(ink: NDArray[np.bool_]) -> float:
    """How far lines climb to the right, in degrees: the turn at which the ink falls into the sharpest rows."""
    ys, xs = np.nonzero(ink[::2, ::2])
    if len(ys) < 200:
        return 0.0
    if len(ys) > 150_000:
        step = len(ys) // 150_000 + 1
        ys, xs = ys[::step], xs[::step]
    offset = int(xs.max() * np.tan(np.radians(MAX_SKEW))) + 1

    def sharpness(angle: float) -> float:
        rows = np.bincount(
            (ys + xs * np.tan(np.radians(angle)) + offset).astype(np.int64), minlength=1
        ).astype(np.float64)
        return float((rows * rows).sum())

    best = max((k * 0.5 for k in range(-int(MAX_SKEW / 0.5), int(MAX_SKEW / 0.5) + 1)), key=sharpness)
    for finer in (0.25, 0.1, 0.05):
        best = max((best + k * finer for k in (-2, -1, 0, 1, 2)), key=sharpness)
    return best if sharpness(best) > 1.02 * sharpness(0.0) else 0.0


def straightened(image: Image) -> Image:
    """The picture turned so that its lines run level."""
    from PIL import Image as pil

    skew = skew_of(ink_of(image))
    if abs(skew) <= STRAIGHT:
        return image
    return image.rotate(-skew, resample=pil.Resampling.BICUBIC, fillcolor=255)


def rulings_of(ink: NDArray[np.bool_]) -> tuple[list[Pixels], list[Pixels]]:
    """The level and the upright rulings: long ones, and short ones that run from one ruling to another."""
    level, upright = _level(ink), [(y0, x0, y1, x1) for x0, y0, x1, y1 in _level(ink.T)]
    flat = [_Side.of(r, max(ink.shape)) for r in level]
    high = [_Side.of((r[1], r[0], r[3], r[2]), max(ink.shape)) for r in upright]
    for _ in range(2):  # a short one may end at a short one
        sure_flat, sure_high = [s for s in flat if not s.ends], [s for s in high if not s.ends]
        for sides, across in ((flat, sure_high), (high, sure_flat)):
            for side in sides:
                side.settle(across)
    return (
        [s.box for s in flat if not s.ends],
        [(s.box[1], s.box[0], s.box[3], s.box[2]) for s in high if not s.ends],
    )


@record()
class _Side:
    """A run along its own axis: `box` is (start, at, end, at + thickness) there, `ends` how many of its ends must
    meet a ruling."""

    box: Pixels
    ends: int

    @classmethod
    def of(cls, box: Pixels, long_side: int) -> _Side:
        share = (box[2] - box[0]) / long_side
        return cls(box, 0 if share >= LONG_RULING else 1 if share >= MIDDLING_RULING else 2)

    def settle(self, across: list[_Side]) -> None:
        """Counts the ends that meet rulings across it, whose own boxes are along the other axis."""
        start, at, end, beyond = self.box
        near = [o for o in across if o.box[0] - TOUCHING <= beyond and at <= o.box[2] + TOUCHING]
        met = [any(o.box[1] - TOUCHING <= p <= o.box[3] + TOUCHING for o in near) for p in (start, end)]
        if sum(met) >= self.ends:
            self.ends = 0


def _level(ink: NDArray[np.bool_]) -> list[Pixels]:
    """Level runs as boxes, the longest first: what touches a longer one is no ruling of its own."""
    long_side = max(ink.shape)
    # two neighbouring rows together: a ruling that climbs by a pixel is still one run
    rows = ink.copy()
    rows[:-1] |= ink[1:]
    found: list[Pixels] = []
    for share in (LONG_RULING, MIDDLING_RULING, SHORT_RULING):
        boxes = _boxes(rows, round(share * long_side))
        if len(found) + len(boxes) > MOST_RULINGS:
            break
        for x0, y0, x1, y1 in boxes:
            rows[max(0, y0 - 1) : y1 + 1, x0:x1] = False
        most = max(4, round(THICKEST * long_side))
        found += [
            (x0, y0, x1, y1 + 1)
            for x0, y0, x1, y1 in boxes
            if y1 - y0 <= most + (x1 - x0) * _DRIFT and x1 - x0 > 3 * (y1 - y0)
        ]
    return found


def _boxes(rows: NDArray[np.bool_], least: int) -> list[Pixels]:
    """The boxes around runs of at least `least` that touch from row to row."""
    boxes: list[list[int]] = []
    above: list[list[int]] = []
    for y in np.nonzero(rows.sum(axis=1) >= least)[0]:
        here = []
        for x0, x1 in _runs(rows[y], least):
            box = next((b for b in above if b[3] >= y and b[0] < x1 + 3 and b[2] > x0 - 3), None)
            if box is None:
                box = [x0, int(y), x1, int(y) + 1]
                boxes.append(box)
            else:
                box[0], box[2], box[3] = min(box[0], x0), max(box[2], x1), int(y) + 1
            here.append(box)
        above = here
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in boxes]


def _runs(row: NDArray[np.bool_], least: int) -> list[tuple[int, int]]:
    """Runs of at least `least` dark pixels; a gap of up to two is part of a run."""
    edges = np.diff(np.concatenate(([0], row.astype(np.int8), [0])))
    starts, ends = np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0]
    if len(starts) > 1:
        apart = starts[1:] - ends[:-1] > 2
        starts, ends = starts[np.concatenate(([True], apart))], ends[np.concatenate((apart, [True]))]
    long = ends - starts >= least
    return [(int(a), int(b)) for a, b in zip(starts[long], ends[long], strict=True)]


def without(image: Image, rulings: list[Pixels]) -> NDArray[Any]:
    """The picture's pixels with the rulings painted over."""
    pixels = np.array(image)
    for x0, y0, x1, y1 in rulings:
        pixels[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1] = 255
    return pixels
