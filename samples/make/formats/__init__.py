"""The same notices as files of other formats; `WRITERS` makes each from the notice's data."""

from __future__ import annotations

from collections.abc import Callable

from ..model import Notice
from .html import html
from .word import docx
from .workbook import xlsx

WRITERS: dict[str, Callable[[str, Notice], bytes]] = {"docx": docx, "html": html, "xlsx": xlsx}
# Made from the .docx by LibreOffice; all of them for these samples, only PDF for the others.
CONVERTED = ("pdf", "odt", "doc", "rtf")
IN_EVERY_FORMAT = ("tab-table", "pdf-lines", "heading-rows", "pipe-merged", "spilled", "label-lines")


def formats_of(name: str, notice: Notice) -> list[str]:
    """The formats that a sample is kept in, beside text."""
    written = [f for f in WRITERS if f != "xlsx" or notice.rows]
    return written + list(CONVERTED if name in IN_EVERY_FORMAT else CONVERTED[:1])
