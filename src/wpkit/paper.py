"""Pages as a parser of a format with pages gives them → the document, with what was odd about each page told.

A page without text that shows something is read from its picture where the `ocr` extra is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from wpkit.blocks import Document, Line, Where
from wpkit.errors import NoTextError, UnreadableError
from wpkit.findings import Report
from wpkit.geometry import Page, pages_to_layout
from wpkit.records import record
from wpkit.source import Source

if TYPE_CHECKING:
    from PIL.Image import Image

INSTALL = "Install the extra that reads pictures: pip install 'wpkit[ocr]'."
SCANT = 40  # characters: a page with fewer and a picture over most of it is a scan with a stamp or a number
MOST = 0.5  # of the page


@record()
class Leaf:
    """One page of a file. `page` is None where it cannot be read; `picture` renders it, where that is possible.

    `unmapped` counts characters without a code; `picture_layer` is true of text that lies unseen over a picture.
    """

    number: int
    page: Page | None
    unmapped: int = 0
    picture_layer: bool = False
    picture: Callable[[], Image | None] | None = None


def document_of(kind: str, leaves: Iterable[Leaf], source: Source, report: Report) -> Document:
    """The document in format `kind`.

    Raises NoTextError where no page has text or could be recognised, UnreadableError where none can be read at all.
    """
    reading = _Reading(source, report)
    layout = pages_to_layout(reading.pages(leaves), report)
    if not reading.with_text:
        if reading.damaged == reading.count:
            raise UnreadableError(source.name, "has no page that can be read", "Download or export it again.")
        if reading.recognised:
            raise NoTextError(
                source.name, "shows no text that can be recognised", "Scan it again, larger and sharper."
            )
        raise NoTextError(source.name, "has no text layer on any page (a scan)", INSTALL)
    if reading.unread:
        pages = number_ranges(reading.unread)
        report.add("P501", Where(page=reading.unread[0]), pages=pages, count=len(reading.unread))
    if reading.recognised:
        pages = number_ranges(reading.recognised)
        report.add("P541", Where(page=reading.recognised[0]), pages=pages, count=len(reading.recognised))
    return Document(
        kind, layout.blocks, pages=reading.count, findings=report.findings, left_out=_in_order(layout.left_out)
    )  # fmt: skip


class _Reading:
    def __init__(self, source: Source, report: Report) -> None:
        self.source, self.report = source, report
        self.count = self.with_text = self.damaged = 0
        self.unread: list[int] = []
        self.recognised: list[int] = []

    def pages(self, leaves: Iterable[Leaf]) -> Iterator[Page]:
        for leaf in leaves:
            self.count += 1
            page = self._seen(leaf) if _needs_recognising(leaf) else leaf.page
            if page is leaf.page and page is not None:
                self._tell(leaf, page)
            if page is None:
                self.report.add("P510", Where(page=leaf.number), page=leaf.number)
                self.damaged += 1
                self.unread.append(leaf.number)
                continue
            self.with_text += any(g.text != "\ufffd" and not g.text.isspace() for g in page.glyphs)
            yield page

    def _tell(self, leaf: Leaf, page: Page) -> None:
        where = Where(page=leaf.number)
        if leaf.unmapped:
            self.report.add("P509", where, page=leaf.number, count=leaf.unmapped)
        if page.hidden:
            self.report.add("P507", where, page=leaf.number, count=len(page.hidden))
        if leaf.picture_layer:
            self.report.add("P508", where, page=leaf.number)

    def _seen(self, leaf: Leaf) -> Page | None:
        """The page read from its picture; as it is where there is no picture or nothing that reads it."""
        if leaf.page is None:
            return None
        picture = leaf.picture() if leaf.picture is not None and self._can_recognise() else None
        if picture is None:
            if not leaf.unmapped:
                self.unread.append(leaf.number)
            return leaf.page
        from wpkit.ocr.page import recognise

        found = recognise(picture, leaf.number, leaf.page.width, leaf.page.height)
        if found.blank:
            return leaf.page
        self.recognised.append(leaf.number)
        for doubt in found.doubts:
            where = Where(page=leaf.number, box=doubt.box)
            self.report.add("P542", where, text=doubt.text, chars=doubt.chars, page=leaf.number)
        return found.page

    def _can_recognise(self) -> bool:
        from wpkit.ocr.engine import is_installed

        return self.source.options.ocr and is_installed()


def _needs_recognising(leaf: Leaf) -> bool:
    """Whether a page has no text that can be told, or next to none beside a picture that covers most of it."""
    page = leaf.page
    if page is None or leaf.picture_layer:
        return False
    inked = (1 for g in page.glyphs if not g.text.isspace())
    printed = sum(islice(inked, max(SCANT, 2 * leaf.unmapped + 1)))
    if leaf.unmapped * 2 >= printed:
        return True
    covered = max(((p.x1 - p.x0) * (p.bottom - p.top) for p in page.pictures), default=0.0)
    return printed < SCANT and covered > MOST * page.width * page.height


def number_ranges(numbers: list[int]) -> str:
    """
    >>> number_ranges([2, 3, 4, 7])
    '2-4, 7'
    """
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)


def _in_order(lines: list[Line]) -> list[Line]:
    return sorted(
        lines, key=lambda line: (line.where.page or 0, line.where.box[1] if line.where.box else 0.0)
    )
