"""A Word file (.docx) → paragraphs with their printed numbers, and tables with their spans."""

from __future__ import annotations

from wpkit.blocks import Document
from wpkit.ooxml.word import read_word
from wpkit.source import Source


def parse(source: Source) -> Document:
    """The file's blocks. Raises EncryptedError, UnreadableError, TooLargeError or FormatError."""
    return read_word(source)
