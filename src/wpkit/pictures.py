"""A file whose pages have positions → what each page looks like: a compressed picture, or what is drawn on it.

PDF pages are drawn by pdfium, OFD pages by `wpkit.ofd.view`, picture files are pages as they are. The characters of a
page come beside its picture, to be found and picked in it; where no pictures are wanted, characters and rulings are
all there is, for the reader's program to draw. Sizes and boxes are those of the parsers:
points from the upper left corner of the page as it is read.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from wpkit.geometry.model import Glyph, Page
from wpkit.records import record
from wpkit.source import Source

# Dots per inch: a page stays readable at one and a half times the width of half a screen.
_DOTS = 120
_MOST_PIXELS = 4_000_000
# A page with more colours than this holds a photograph or a scan; text with a red head has some hundreds.
_COLOURS = 3000
_PALETTE = 16

Run = tuple[float, float, float, float, str]


@record()
class Sight:
    """One page: its size in points; `picture`, a data address, or `svg`, the picture itself, in which `image:KEY`
    stands for a picture that this or an earlier page has in `images`; `runs` (left, baseline, width, size, text) and,
    where there is no picture, `rules` (left, top, right, bottom). None is there for a page that cannot be read."""

    number: int
    width: float
    height: float
    picture: str = ""
    svg: str = ""
    images: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    rules: list[tuple[float, ...]] = field(default_factory=list)


def sights(source: Source, format: str, *, pictures: bool = True) -> Iterator[Sight]:
    """The pages of a file that a parser has read already, in order; none for a format without pages."""
    if format == "pdf":
        yield from _pdf(source, pictures)
    elif format == "ofd":
        yield from _ofd(source, pictures)
    elif format == "image":
        yield from _image(source)


def _pdf(source: Source, pictures: bool) -> Iterator[Sight]:
    import pypdfium2

    from wpkit.parsers.pdfium import Reader

    shown = pypdfium2.PdfDocument(source.data, password=source.options.password) if pictures else None
    try:
        with Reader(source.data, source.options.password) as reader:
            for number in range(1, reader.count + 1):
                page = reader.page(number)
                if page is None:
                    yield Sight(number, 595, 842)
                elif shown is None:
                    yield _drawing(page)
                else:
                    yield _picture(shown[number - 1], page, reader.turn if page.glyphs else 0)
    finally:
        if shown is not None:
            shown.close()


def _picture(shown: Any, page: Page, turn: int) -> Sight:
    """The page drawn and compressed; as its characters where pdfium cannot draw it."""
    from pypdfium2 import PdfiumError

    if not page.glyphs:  # a scan: its boxes are those of the page as it is shown
        page.width, page.height = shown.get_size()
    scale = _DOTS / 72
    area = page.width * page.height * scale * scale
    if area > _MOST_PIXELS:
        scale *= (_MOST_PIXELS / area) ** 0.5
    try:
        image = shown.render(scale=scale, rotation=turn).to_pil()
    except PdfiumError:
        return _drawing(page)
    finally:
        shown.close()
    return Sight(
        page.number, page.width, page.height, picture=compressed(image), runs=list(_runs(page.glyphs))
    )


def compressed(image: Any) -> str:
    """A picture as a data address, as small as its kind allows: few colours for print, lossy for photographs."""
    from PIL import Image, features

    into = io.BytesIO()
    photograph = image.getcolors(_COLOURS) is None
    if not photograph:
        image = image.quantize(_PALETTE, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    if features.check("webp"):
        kind = "webp"
        image.convert("RGB").save(
            into, "WEBP", lossless=not photograph, quality=45 if photograph else 10, method=2
        )
    elif photograph:
        kind = "jpeg"
        image.convert("RGB").save(into, "JPEG", quality=45)
    else:
        kind = "png"
        image.save(into, "PNG")
    return f"data:image/{kind};base64,{base64.b64encode(into.getvalue()).decode('ascii')}"


def _image(source: Source) -> Iterator[Sight]:
    from wpkit.parsers.image import leaves

    for leaf in leaves(source):
        image = leaf.picture() if leaf.picture else None
        if image is None or leaf.page is None:
            yield Sight(leaf.number, 595, 842)
            continue
        image.thumbnail((leaf.page.width / 72 * _DOTS, leaf.page.height / 72 * _DOTS))
        yield Sight(leaf.number, leaf.page.width, leaf.page.height, picture=compressed(image.convert("RGB")))


def _ofd(source: Source, pictures: bool) -> Iterator[Sight]:
    from wpkit.geometry.turning import leaning, upright
    from wpkit.ofd.document import sheets
    from wpkit.ofd.drawn import Painter
    from wpkit.ofd.package import Package
    from wpkit.ofd.view import Viewer

    package = Package(source)
    painter, viewer = Painter(package), Viewer(package, image_address)
    for number, sheet in enumerate(sheets(package), 1):
        page = painter.lying(sheet, number)
        if page is None:
            yield Sight(number, 595, 842)
            continue
        sight = _drawing(upright(page))
        known = len(viewer.images)
        svg = viewer.page(sheet, leaning(page)) if pictures else None
        if svg is not None:
            sight.svg, sight.rules = svg, []
            sight.images = dict(list(viewer.images.items())[known:])
        yield sight


_SHOWN = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"BM": "bmp"}
_SMALL = 150_000  # bytes that a picture inside a page may have as it is
_LONGEST = 1800  # pixels


def image_address(data: bytes) -> str | None:
    """A picture's bytes as a data address that a browser shows; None where they are no picture that can be read."""
    from PIL import Image

    kind = next((name for magic, name in _SHOWN.items() if data.startswith(magic)), None)
    if kind and len(data) <= _SMALL:
        return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
    try:
        image: Image.Image = Image.open(io.BytesIO(data))
        if image.width * image.height > 50 * _MOST_PIXELS:
            return None
        image.draft("RGB", (_LONGEST, _LONGEST))  # a JPEG is read no larger than it is shown
        clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
        image = image.convert("RGBA" if clear else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    image.thumbnail((_LONGEST, _LONGEST))
    if not clear:
        return compressed(image)
    into = io.BytesIO()
    image.save(into, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(into.getvalue()).decode('ascii')}"


def _drawing(page: Page) -> Sight:
    return Sight(
        page.number,
        page.width,
        page.height,
        runs=list(_runs(page.glyphs)),
        rules=[tuple(round(v, 1) for v in rule) for rule in page.rules],
    )


# Of its size, how far a character's baseline stands above the bottom of its box.
_DESCENT = 0.14


def _runs(glyphs: list[Glyph]) -> Iterator[Run]:
    """Neighbours on one baseline as one run, so that a page is hundreds of texts and not thousands."""
    held: list[Glyph] = []
    for glyph in glyphs:
        if held and not _follows(held[-1], glyph):
            yield _run(held)
            held = []
        held.append(glyph)
    if held:
        yield _run(held)


def _follows(last: Glyph, glyph: Glyph) -> bool:
    near = -0.3 * last.size < glyph.x0 - last.x1 < 0.3 * last.size
    return near and abs(glyph.bottom - last.bottom) < 1.5 and abs(glyph.size - last.size) < 1


def _run(glyphs: list[Glyph]) -> Run:
    first, size = glyphs[0], max(g.size for g in glyphs)
    bottom = max(g.bottom for g in glyphs)
    width = glyphs[-1].x1 - first.x0
    text = "".join(g.text for g in glyphs)
    return (round(first.x0, 1), round(bottom - _DESCENT * size, 1), round(width, 1), round(size, 1), text)
