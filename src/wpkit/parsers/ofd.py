"""OFD → blocks: what is drawn on each page by `wpkit.ofd`, lines and tables by `wpkit.geometry`.

Annotations, stamps and signatures are not read; a page that is a picture is the `ocr` extra's.
The libraries that read OFD give lines of text but neither rulings nor the place of each character, which
is what a table is found by; hence the reader of our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from wpkit.blocks import Document, Where
from wpkit.errors import TooLargeError, UnreadableError
from wpkit.findings import Report
from wpkit.ofd.document import Sheet, sheets
from wpkit.ofd.drawn import Painter
from wpkit.ofd.package import Package
from wpkit.ofd.pictures import rendered
from wpkit.paper import Leaf, document_of
from wpkit.source import Source


def parse(source: Source) -> Document:
    """The document's lines and tables with page and box; pages of several documents in one file count on.

    Raises EncryptedError, UnreadableError, FormatError, TooLargeError or NoTextError.
    """
    package, report = Package(source), Report()
    listed: list[Sheet] = []
    for sheet in sheets(package):
        listed.append(sheet)
        if len(listed) > source.options.max_pages:
            raise TooLargeError(
                source.name, f"has more than {source.options.max_pages} pages", "Raise --max-pages."
            )
    if not listed:
        raise UnreadableError(source.name, "has no pages", "Fetch or save the file again.")
    return document_of("ofd", _leaves(package, listed, report), source, report)


def _leaves(package: Package, listed: list[Sheet], report: Report) -> Iterator[Leaf]:
    painter = Painter(package)
    for number, sheet in enumerate(listed, 1):
        page = painter.page(sheet, number)
        if page is not None and sheet.part in package.broken:
            report.add("P531", Where(page=number), page=number)
        picture = (
            partial(rendered, package, page, painter.shown) if page is not None and painter.shown else None
        )
        yield Leaf(number, page, painter.unmapped, painter.picture_layer, picture)
