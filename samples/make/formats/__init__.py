"""The same notices as files of other formats; `WRITERS` makes each from the notice's data."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from ..model import Notice
from .html import html
from .word import docx
from .workbook import xlsx

WRITERS: dict[str, Callable[[str, Notice], bytes]] = {"docx": docx, "html": html, "xlsx": xlsx}
# Made from the .docx by LibreOffice; all of them for these samples, only PDF for the others.
CONVERTED = ("pdf", "odt", "doc", "rtf")
IN_EVERY_FORMAT = ("tab-table", "pdf-lines")


def same_bytes(data: bytes) -> bytes:
    """A zip file that bears one date everywhere, so that the same notice gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            words = re.sub(
                rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2024-01-01T00:00:00Z", old.read(member)
            )
            new.writestr(zipfile.ZipInfo(member, (2024, 1, 1, 0, 0, 0)), words, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def write(suffix: str, name: str, notice: Notice) -> bytes:
    """The sample as a .docx, .html or .xlsx file."""
    data = WRITERS[suffix](name, notice)
    return data if suffix == "html" else same_bytes(data)


def formats_of(name: str, notice: Notice) -> list[str]:
    """The formats that a sample is kept in, beside text."""
    written = [f for f in WRITERS if f != "xlsx" or notice.rows]
    return written + list(CONVERTED if name in IN_EVERY_FORMAT else CONVERTED[:1])
