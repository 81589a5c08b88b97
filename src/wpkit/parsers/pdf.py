"""PDF → blocks: characters, boxes and rulings by pdfium, lines and tables by `wpkit.geometry`.

Pages are read one at a time. Out of scope: pages that are pictures (the `ocr` extra), annotations, forms.
"""

from __future__ import annotations

from collections.abc import Iterator

from wpkit.blocks import Document, Line, Where
from wpkit.errors import EncryptedError, NoTextError, TooLargeError, UnreadableError
from wpkit.findings import Report
from wpkit.geometry import Page, pages_to_layout
from wpkit.source import Source


def parse(source: Source) -> Document:
    """The document's lines and tables with page and box.

    Raises EncryptedError, UnreadableError, TooLargeError (more than `max_pages`) or NoTextError.
    """
    from wpkit.parsers import pdfium

    report = Report()
    with pdfium.Reader(source.data, source.options.password) as reader:
        if reader.error == "password":
            wrong = source.options.password is not None
            reason = "the password is wrong" if wrong else "is encrypted"
            raise EncryptedError(source.name, reason, "Give its password with --password.")
        if reader.error or not reader.count:
            raise UnreadableError(source.name, "is a damaged PDF", "Download or export it again.")
        if reader.count > source.options.max_pages:
            raise TooLargeError(
                source.name,
                f"has {reader.count} pages, more than {source.options.max_pages}",
                "Raise --max-pages.",
            )
        empty: list[int] = []
        layout = pages_to_layout(_pages(reader, empty, report), report)
    if len(empty) == reader.count:
        raise NoTextError(
            source.name,
            "has no text layer on any page (a scan)",
            "Install the extra that reads pictures: pip install 'wpkit[ocr]'.",
        )
    if empty:
        report.add("P501", Where(page=empty[0]), pages=_ranges(empty), count=len(empty))
    return Document(
        "pdf", layout.blocks, pages=reader.count, findings=report.findings, left_out=_in_order(layout.left_out)
    )  # fmt: skip


def _pages(reader: object, empty: list[int], report: Report) -> Iterator[Page]:
    from wpkit.parsers import pdfium

    assert isinstance(reader, pdfium.Reader)
    for number in range(1, reader.count + 1):
        page = reader.page(number)
        if page is None:
            report.add("P510", Where(page=number), page=number)
            empty.append(number)
            continue
        if not any(not g.text.isspace() for g in page.glyphs):
            empty.append(number)
        if reader.unmapped:
            report.add("P509", Where(page=number), page=number, count=reader.unmapped)
        if page.hidden:
            report.add("P507", Where(page=number), page=number, count=len(page.hidden))
        if reader.ocr_layer:
            report.add("P508", Where(page=number), page=number)
        yield page


def _ranges(numbers: list[int]) -> str:
    """
    >>> _ranges([2, 3, 4, 7])
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
