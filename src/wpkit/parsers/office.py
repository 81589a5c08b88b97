"""Old and open office formats (.doc, .wps, .rtf, .odt, .ods) → blocks.

Word 97 to 2003 files are read directly, in milliseconds. What is built in an unusual way, and the other
formats, go through LibreOffice and are read as the .docx or .xlsx that it makes, which has the same
paragraphs and tables. firecrawl-anydoc was weighed and left: it turns 一、 into 1、 and states no places.
"""

from __future__ import annotations

import re

from wpkit.archive import Archive, is_zip, names_in, open_document_type
from wpkit.blocks import Document
from wpkit.errors import EncryptedError
from wpkit.libreoffice import convert
from wpkit.msdoc import Doubt
from wpkit.msdoc.document import read_doc
from wpkit.ole import WORD, is_ole, top_names
from wpkit.ooxml.word import read_word
from wpkit.ooxml.workbook import read_workbook
from wpkit.source import Source

# The head of a Word 97 document: its magic number, and the bit that says that it is encrypted.
_WORD_HEAD = re.compile(rb"\xec\xa5[\x00-\xff]{2}")
_ENCRYPTED_BIT = 0x0100


def parse(source: Source) -> Document:
    """The document's blocks. Raises FormatError where LibreOffice is not installed, EncryptedError or UnreadableError."""
    name = kind_of(source)
    if _is_locked(source):
        raise EncryptedError(source.name, "is locked with a password", "Save it without one first.")
    if name == "doc" and is_ole(source.data):
        try:
            return read_doc(source.data)
        except Doubt:
            pass  # LibreOffice knows more of the format's past
    to = "xlsx" if name == "ods" else "docx"
    made = Source(source.name, convert(source.data, name, to, source.name), source.options)
    return read_workbook(made, name) if to == "xlsx" else read_word(made, name)


def kind_of(source: Source) -> str:
    """The format's name, from the bytes: rtf, odt, ods, wps (Microsoft Works) or doc."""
    data = source.data
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    opened = open_document_type(data)
    if opened is not None or b"office:document" in data[:4096]:
        return "ods" if "spreadsheet" in (opened or data[:4096].decode("latin-1")) else "odt"
    return "doc" if not is_ole(data) or WORD in top_names(data) else "wps"


def _is_locked(source: Source) -> bool:
    data = source.data
    if is_zip(data):
        manifest = "META-INF/manifest.xml"
        return manifest in names_in(data) and b"encryption-data" in Archive(source).read(manifest)
    if not is_ole(data):
        return False
    for match in _WORD_HEAD.finditer(data):
        if match.start() % 512 == 0 and len(data) >= match.start() + 12:
            flags = int.from_bytes(data[match.start() + 10 : match.start() + 12], "little")
            return bool(flags & _ENCRYPTED_BIT)
    return False
