"""An Excel file (.xlsx) → a table for each sheet, with merged cells, dates and numbers as Excel shows them."""

from __future__ import annotations

from wpkit.blocks import Document
from wpkit.ooxml.workbook import read_workbook
from wpkit.source import Source


def parse(source: Source) -> Document:
    """A table for each sheet that shows something. Raises EncryptedError, UnreadableError, TooLargeError or
    FormatError."""
    return read_workbook(source)
