"""PDF → blocks: characters, boxes and rulings by pdfium, lines and tables by `wpkit.geometry`.

Pages are read one at a time; one that is a picture is rendered for the `ocr` extra. Out of scope: annotations, forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from wpkit.blocks import Document
from wpkit.errors import EncryptedError, TooLargeError, UnreadableError
from wpkit.findings import Report
from wpkit.paper import Leaf, document_of
from wpkit.source import Source

if TYPE_CHECKING:
    from wpkit.parsers.pdfium import Reader


def parse(source: Source) -> Document:
    """The document's lines and tables with page and box.

    Raises EncryptedError, UnreadableError, TooLargeError (more than `max_pages`, forms without end) or NoTextError.
    """
    from wpkit.parsers import pdfium
    from wpkit.parsers.pdfium_forms import draws_too_much

    if draws_too_much(source.data):
        raise TooLargeError(source.name, "draws too many objects on its pages", "It may be made to do harm.")
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
        return document_of("pdf", _leaves(reader), source, Report())


def _leaves(reader: Reader) -> Iterator[Leaf]:
    for number in range(1, reader.count + 1):
        page = reader.page(number)
        yield Leaf(number, page, reader.unmapped, reader.ocr_layer, partial(reader.picture, number))
