"""A picture file (photograph, scan, screenshot) → blocks: recognised by `wpkit.ocr`, a TIFF page by page.

Needs the `ocr` extra. Nothing is known here of what the characters say.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from wpkit.blocks import Document
from wpkit.errors import FormatError, TooLargeError, UnreadableError
from wpkit.findings import Report
from wpkit.geometry import Page
from wpkit.paper import INSTALL, Leaf, document_of
from wpkit.source import Source

MAX_PIXELS = 200_000_000
A4 = (595.0, 842.0)  # points
_BELIEVED = (60, 1300)  # dots per inch that a file may state
_LEAST_SIDE, _MOST_SIDE = 100.0, 4000.0  # points that the paper's sides may have by what the file states


def parse(source: Source) -> Document:
    """The document's lines and tables with page and box, in points of a paper about as large as A4 where the file
    states no size.

    Raises FormatError (extra not installed), UnreadableError, TooLargeError or NoTextError.
    """
    from wpkit.ocr.engine import is_installed

    if not is_installed():
        raise FormatError(source.name, "is a picture", INSTALL)
    return document_of("image", leaves(source), source, Report())


def leaves(source: Source) -> Iterator[Leaf]:
    """The pages of the file, each with its picture. Raises UnreadableError or TooLargeError."""
    from PIL import Image

    huge = TooLargeError(source.name, f"has more than {MAX_PIXELS} pixels", "Save it smaller.")
    try:
        opened = Image.open(io.BytesIO(source.data))
    except Image.DecompressionBombError:
        raise huge from None
    except (OSError, ValueError, SyntaxError):
        raise UnreadableError(source.name, "is a damaged picture", "Fetch or scan it again.") from None
    if opened.width * opened.height > MAX_PIXELS:
        raise huge
    yield from _leaves(opened, source)


def _leaves(opened: Any, source: Source) -> Iterator[Leaf]:
    frames = opened.n_frames if opened.format == "TIFF" else 1  # of an animation, the first
    if frames > source.options.max_pages:
        raise TooLargeError(
            source.name, f"has {frames} pages, more than {source.options.max_pages}", "Raise --max-pages."
        )
    for index in range(frames):
        image, width, height = _frame(opened, index, source)
        yield Leaf(index + 1, Page(index + 1, width, height, []), picture=lambda image=image: image)  # type: ignore[misc]


def _frame(opened: Any, index: int, source: Source) -> tuple[Any, float, float]:
    """One page's picture the way it was held, and the size of its paper."""
    from PIL import Image, ImageOps

    try:
        opened.seek(index)
        if opened.width * opened.height > MAX_PIXELS:
            raise ValueError("a page larger than the first")
        width, height = _paper(opened)
        opened.draft("L", (3000, 3000))  # a JPEG is read no larger than it is used
        image = ImageOps.exif_transpose(opened)
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        raise UnreadableError(source.name, "is a damaged picture", "Fetch or scan it again.") from None
    if min(image.size) < 20:
        raise UnreadableError(source.name, "is a picture too small to read", "Scan it larger.")
    if (image.width > image.height) != (width > height):  # the camera lay on its side
        width, height = height, width
    return image, width, height


def _paper(image: Any) -> tuple[float, float]:
    """The paper's size in points: by the resolution that the file states if that makes a paper, else near A4."""
    dots = image.info.get("dpi", (0, 0))
    try:
        across, down = float(dots[0]), float(dots[1])
    except (TypeError, ValueError, IndexError):
        across = down = 0.0
    if all(_BELIEVED[0] <= d <= _BELIEVED[1] for d in (across, down)):
        sides = (image.width / across * 72, image.height / down * 72)
        if min(sides) >= _LEAST_SIDE and max(sides) <= _MOST_SIDE:
            return sides
    short, long = sorted(image.size)
    scale = A4[1] / long if long <= 1.7 * short else A4[0] / short
    return (image.width * scale, image.height * scale)
