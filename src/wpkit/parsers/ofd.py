"""OFD → blocks: what is drawn on each page by `wpkit.ofd`, lines and tables by `wpkit.geometry`.

Annotations, stamps and signatures are not read, and the pictures of a page are the `ocr` extra's.
The libraries that read OFD give lines of text but neither rulings nor the place of each character, which
is what a table is found by; hence the reader of our own.
"""

from __future__ import annotations

from collections.abc import Iterator

from wpkit.blocks import Document, Line, Where
from wpkit.errors import NoTextError, TooLargeError, UnreadableError
from wpkit.findings import Report
from wpkit.geometry import Page, pages_to_layout
from wpkit.ofd.document import Sheet, sheets
from wpkit.ofd.drawn import Painter
from wpkit.ofd.package import Package
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
    empty: list[int] = []
    layout = pages_to_layout(_pages(package, listed, empty, report), report)
    if len(empty) == len(listed):
        raise NoTextError(
            source.name,
            "has no text on any page (a scan)",
            "Install the extra that reads pictures: pip install 'wpkit[ocr]'.",
        )
    if empty:
        report.add("P501", Where(page=empty[0]), pages=", ".join(map(str, empty)), count=len(empty))
    return Document(
        "ofd", layout.blocks, pages=len(listed), findings=report.findings, left_out=_in_order(layout.left_out)
    )  # fmt: skip


def _pages(package: Package, listed: list[Sheet], empty: list[int], report: Report) -> Iterator[Page]:
    painter = Painter(package)
    for number, sheet in enumerate(listed, 1):
        page = painter.page(sheet, number)
        if page is None:
            report.add("P510", Where(page=number), page=number)
            empty.append(number)
            continue
        if sheet.part in package.broken:
            report.add("P531", Where(page=number), page=number)
        if not any(not g.text.isspace() for g in page.glyphs):
            empty.append(number)
        if painter.unmapped:
            report.add("P509", Where(page=number), page=number, count=painter.unmapped)
        if page.hidden:
            report.add("P507", Where(page=number), page=number, count=len(page.hidden))
        if painter.picture_layer:
            report.add("P508", Where(page=number), page=number)
        yield page


def _in_order(lines: list[Line]) -> list[Line]:
    return sorted(
        lines, key=lambda line: (line.where.page or 0, line.where.box[1] if line.where.box else 0.0)
    )
