"""Parsers: bytes → blocks, a module a format. `FORMATS` is the list of them; the format is found from the bytes.

A parser is a module with `parse(source: Source) -> Document`. It raises a `WpkitError` for a file
that cannot be read and puts what is merely odd into `Document.findings`. It says what the file says
and where, and decides nothing about what it means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

from wpkit.archive import is_zip, names_in, open_document_type
from wpkit.blocks import Document
from wpkit.errors import FormatError, UnreadableError
from wpkit.novalues import emptied
from wpkit.ole import BOOKS, LOCKED, MAGIC, WORD, is_ole, top_names
from wpkit.records import record
from wpkit.source import Source


@record(frozen=True)
class Format:
    """A format that can be read: `module` holds its parser; `looks` recognises it from the bytes; `needs`
    names the module or program that must be installed beside wpkit. Files of a format that is not `in_folders`
    are read where they are named themselves, and passed over where a folder is."""

    name: str
    module: str
    title: str
    suffixes: tuple[str, ...]
    looks: Callable[[Source], bool]
    needs: str = ""
    in_folders: bool = True


def _is_utf8(head: bytes) -> bool:
    """Whether the bytes are UTF-8 but for a character that is cut off at their end."""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4
    return True


_CONTROLS = bytes(c for c in range(32) if c not in (9, 10, 11, 12, 13, 26, 27))


def _is_text(source: Source) -> bool:
    """Whether the bytes are text: hardly a NUL in them, but for UTF-16 and UTF-32."""
    head = source.data[:65536]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:3] == b"\xef\xbb\xbf":
        return True
    if head.count(0) and len(head) >= 4:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        wide = max(even, odd) > len(head) // 8 and min(even, odd) <= len(head) // 64
        return wide or (head.count(0) <= len(head) // 100 and _is_utf8(head))
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls <= len(head) // 100


def _holds(source: Source, folder: str) -> bool:
    """Whether the bytes are a zip with members in this folder, or a damaged one that still shows its name."""
    if not is_zip(source.data):
        return False
    names = names_in(source.data)
    return any(n.startswith(folder) for n in names) or (not names and folder.encode() in source.data)


def _is_docx(source: Source) -> bool:
    """A zip with a Word document in it, or an office file locked with a password."""
    return _holds(source, "word/") or (
        LOCKED in top_names(source.data) and source.suffix not in ("xlsx", "xlsm")
    )


def _is_xlsx(source: Source) -> bool:
    return _holds(source, "xl/") or LOCKED in top_names(source.data)


def _is_doc(source: Source) -> bool:
    """An OLE file with a Word document in it (or none that is known: Microsoft Works), or Word's XML of 2003."""
    if is_ole(source.data):
        return WORD in (names := top_names(source.data)) or (
            not names & BOOKS and source.suffix in ("doc", "wps", "dot")
        )
    head = source.data[:4096]
    return head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml") and (
        b'progid="Word.Document"' in head or b"<w:wordDocument" in head or b"<pkg:package" in head
    )


def _is_rtf(source: Source) -> bool:
    return source.data.lstrip()[:5] == b"{\\rtf"


def _is_odt(source: Source) -> bool:
    head = source.data[:4096]
    flat = b"<office:document" in head and b"opendocument.text" in head
    return flat or "text" in (open_document_type(source.data) or "")


def _is_ods(source: Source) -> bool:
    head = source.data[:4096]
    flat = b"<office:document" in head and b"opendocument.spreadsheet" in head
    return flat or "spreadsheet" in (open_document_type(source.data) or "")


def _is_xls(source: Source) -> bool:
    """An OLE file with a workbook stream, or a bare BIFF stream."""
    if is_ole(source.data):
        return bool(BOOKS & top_names(source.data))
    return source.data[:2] == b"\x09\x08" and source.data[2:4] in (b"\x10\x00", b"\x08\x00")


def _is_csv(source: Source) -> bool:
    """Text whose name says that it stands in columns: its bytes are those of plain text."""
    return source.suffix in ("csv", "tsv") and _is_text(source)


def _is_ofd(source: Source) -> bool:
    """A zip with an OFD entry part, in a folder or not; or a damaged one that still shows its name."""
    if not is_zip(source.data):
        return False
    names = names_in(source.data)
    entries = {n.replace("\\", "/").rsplit("/", 1)[-1].lower() for n in names}
    return bool(entries & {"ofd.xml", "encryptions.xml"}) or (not names and b"OFD.xml" in source.data)


def _is_pdf(source: Source) -> bool:
    """A PDF header in the first 1024 bytes, where readers look for it; a zip may hold one."""
    return b"%PDF-" in source.data[:1024] and not is_zip(source.data)


_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF87a", b"GIF89a")


def _is_image(source: Source) -> bool:
    head = source.data[:16]
    bitmap = head[:2] == b"BM" and head[6:10] == b"\0\0\0\0"
    return head.startswith(_PICTURES) or bitmap or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def _is_html(source: Source) -> bool:
    """Text that opens with a tag, or with an XML declaration and then an HTML tag; a web archive."""
    head = source.data[:4096]
    if (
        b"mime-version:" in head.lower()
        and b"content-type:" in head.lower()
        and re.match(rb"\s*[A-Za-z][A-Za-z-]{1,40}:[ \t]", head)
    ):
        return b"text/html" in source.data[:65536].lower()
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head.count(0) * 4 > len(head):
        head = head.replace(b"\0", b"")
    if b"<" not in head:
        return False
    head = re.sub(
        rb"<!--.*?(?:-->|$)|<\?xml[^>]*>", b"", head.lstrip(b"\xef\xbb\xbf\xff\xfe"), flags=re.DOTALL
    ).lstrip()
    tag = rb"<(?:!doctype\s+html|html|head|body|table|div|article|meta\s|p|center|title|font|style|h[1-6]|span|section|ul|ol)\b"
    found = re.match(tag, head, re.IGNORECASE)
    if found is None or not _is_text(source):
        return False
    # Markdown may open with a tag too; a page says what it is
    page = (
        found[0]
        .lower()
        .startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<meta", b"<title", b"<style"))
    )
    return page or not _MARKDOWN.search(head)


_MARKDOWN = re.compile(rb"^#{1,6} \S|^\|[^\n]*\|[ ]*$", re.MULTILINE)


def _is_zip(source: Source) -> bool:
    return is_zip(source.data)


FORMATS: tuple[Format, ...] = (
    Format("docx", "wpkit.parsers.docx", "Word", ("docx", "docm", "dotx"), _is_docx),
    Format("xlsx", "wpkit.parsers.xlsx", "Excel", ("xlsx", "xlsm", "xltx"), _is_xlsx),
    Format("xls", "wpkit.parsers.xls", "Excel 97 to 2003, WPS sheets", ("xls", "et"), _is_xls, needs="xlrd"),
    Format("doc", "wpkit.parsers.office", "Word 97 to 2003, WPS", ("doc", "wps", "dot"), _is_doc),
    Format("rtf", "wpkit.parsers.office", "rich text", ("rtf",), _is_rtf, needs="LibreOffice"),
    Format("odt", "wpkit.parsers.office", "OpenDocument text", ("odt", "fodt"), _is_odt, needs="LibreOffice"),
    Format(
        "ods", "wpkit.parsers.office", "OpenDocument sheets", ("ods", "fods"), _is_ods, needs="LibreOffice"
    ),
    Format("pdf", "wpkit.parsers.pdf", "PDF", ("pdf",), _is_pdf),
    Format("ofd", "wpkit.parsers.ofd", "OFD", ("ofd",), _is_ofd),
    Format(
        "image",
        "wpkit.parsers.image",
        "picture",
        ("png", "jpg", "jpeg", "tif", "tiff", "bmp", "webp", "gif"),
        _is_image,
        needs="rapidocr",
        in_folders=False,  # most pictures beside notices are logos and icons
    ),
    Format("html", "wpkit.parsers.html", "web page", ("html", "htm", "shtml", "mht", "mhtml"), _is_html),
    Format("zip", "wpkit.members", "files packed together", ("zip",), _is_zip),
    Format("csv", "wpkit.parsers.csv", "text in columns", ("csv", "tsv"), _is_csv),
    Format("txt", "wpkit.parsers.txt", "plain text", ("txt", "text", "md"), _is_text),
)


def formats() -> tuple[Format, ...]:
    """The formats that can be read, in the order in which they are tried."""
    return FORMATS


# Known by their first bytes and not read.
_UNREAD = (
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."),
    (b"\x1f\x8b", "packed by gzip", "Unpack it first."),
    (MAGIC, "an office file of a kind that wpkit does not read", "Save it as .docx, .xlsx or .pdf."),
)
_EXTRAS = {"xlrd": "xls", "rapidocr": "ocr"}


def available() -> list[tuple[Format, bool, str]]:
    """Each format, whether it can be read on this machine, and what is missing if not (one line, else "")."""
    return [(known, not (missing := _missing(known.needs)), missing) for known in FORMATS]


def _missing(needs: str) -> str:
    if needs == "LibreOffice":
        from wpkit.libreoffice import program

        return "" if program() else "needs LibreOffice: install it from your system's packages"
    from importlib.util import find_spec

    if needs and find_spec(needs) is None:
        return f"needs {needs}: pip install 'wpkit[{_EXTRAS.get(needs, needs)}]'"
    return ""


def format_of(source: Source) -> Format:
    """The first format in `FORMATS` that the bytes look like; the name decides nothing.

    Raises UnreadableError for an empty file and FormatError where no format fits.
    """
    if source.options.format:
        for known in FORMATS:
            if known.name == source.options.format:
                return known
        raise FormatError(source.name, f"unknown format {source.options.format!r}", "See `wpkit formats`.")
    if not source.data.strip():
        raise UnreadableError(source.name, "is empty", "Check the file; perhaps a download failed.")
    for known in FORMATS:
        if known.looks(source):
            return known
    for magic, what, remedy in _UNREAD:
        if source.data.startswith(magic):
            raise FormatError(source.name, f"is {what}", remedy)
    raise FormatError(source.name, "is in no format that wpkit reads", "See `wpkit formats`.")


def read_blocks(source: Source) -> Document:
    """The file's blocks, by the parser of its format."""
    parse: Callable[[Source], Document] = import_module(format_of(source).module).parse
    return emptied(parse(source))
