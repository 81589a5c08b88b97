"""The pictures on a page → one picture of the page, for the recogniser of the `ocr` extra."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from wpkit.errors import WpkitError
from wpkit.geometry.model import Page, Rule
from wpkit.ofd.package import Package

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS = 200  # per inch
LONG_SIDE = 3200  # pixels at most
MAX_PIXELS = 200_000_000
MOST_PICTURES = 200  # on one page: a scanner cuts it into a few strips


def rendered(package: Package, page: Page, shown: list[tuple[Rule, str]]) -> Image | None:
    """The page with its pictures in grey where they stand; None where none can be read (JBIG2, damaged)."""
    from PIL import Image as pil

    scale = min(DOTS / 72, LONG_SIDE / max(page.width, page.height))
    canvas = pil.new("L", (max(1, round(page.width * scale)), max(1, round(page.height * scale))), 255)
    pasted = False
    for box, part in shown[:MOST_PICTURES]:
        x0, top, x1, bottom = (round(v * scale) for v in box)
        image = _opened(package, part)
        if image is None or not (0 < x1 - x0 <= 2 * canvas.width and 0 < bottom - top <= 2 * canvas.height):
            continue
        fitted = image.resize((x1 - x0, bottom - top), pil.Resampling.LANCZOS)
        canvas.paste(fitted.convert("L"), (x0, top), fitted.getchannel("A"))
        pasted = True
    return canvas if pasted else None


def _opened(package: Package, part: str) -> Image | None:
    from PIL import Image as pil

    try:
        image = pil.open(io.BytesIO(package.read(part)))
        if image.width * image.height > MAX_PIXELS:
            return None
        image.draft("L", (LONG_SIDE, LONG_SIDE))
        return image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, WpkitError, pil.DecompressionBombError):
        return None
