"""A page of an open PDF → its picture, for the recogniser of the `ocr` extra."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as c

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS = 200  # per inch
SIDES = (1000, 3200)  # pixels that the longer side may have


def rendered(document: Any, index: int) -> Image | None:
    """The page counted from 0, in grey, as a viewer shows it; None if it cannot be loaded."""
    from PIL import Image as pil

    page = c.FPDF_LoadPage(document, index)
    if not page:
        return None
    try:
        sides = c.FPDF_GetPageWidthF(page), c.FPDF_GetPageHeightF(page)
        if min(sides) <= 0:
            return None
        scale = min(max(max(sides) / 72 * DOTS, SIDES[0]), SIDES[1]) / max(sides)
        width, height = (max(1, round(side * scale)) for side in sides)
        pixels = ctypes.create_string_buffer(width * height)
        bitmap = c.FPDFBitmap_CreateEx(width, height, c.FPDFBitmap_Gray, pixels, width)
        if not bitmap:
            return None
        try:
            c.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, c.FPDF_ANNOT)
        finally:
            c.FPDFBitmap_Destroy(bitmap)
        return pil.frombytes("L", (width, height), pixels.raw)
    finally:
        c.FPDF_ClosePage(page)
