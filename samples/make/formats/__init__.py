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
# Saved by LibreOffice: what from, and whether Word's automatic numbers are kept (it writes ? for their 、 into RTF).
CONVERTED = {
    "pdf": ("docx", True),
    "odt": ("docx", True),
    "doc": ("docx", True),
    "rtf": ("docx", False),
    "xls": ("xlsx", True),
}
OF_TABLES = ("xlsx", "xls")


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


def formats_of(notice: Notice) -> list[str]:
    """The formats that a sample is kept in, beside text; the last one is made from its PDF."""
    return [f for f in (*WRITERS, *CONVERTED, "ofd") if f not in OF_TABLES or notice.rows]
