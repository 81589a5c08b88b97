"""An Excel package → a table for each sheet, with merged cells, dates and numbers as Excel shows them.

The XML is read directly: openpyxl takes ten times as long to import and to read, and gives dates in the
Chinese built-in formats (27 to 36, 50 to 58) as bare numbers.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from wpkit.blocks import Block, Document, Where
from wpkit.errors import TooLargeError, UnreadableError
from wpkit.findings import Report
from wpkit.ooxml.formats import BUILT_IN, shown
from wpkit.ooxml.package import Element, Package, integer, parse_xml
from wpkit.records import record
from wpkit.sheets import MAX_CELLS, MAX_CHARACTERS, Sheet, table_of
from wpkit.source import Source

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ON = ("1", "true", "on")


def read_workbook(source: Source, name: str = "xlsx") -> Document:
    """A table for each sheet that shows something, under the format's name. Raises EncryptedError,
    UnreadableError, TooLargeError or FormatError."""
    book = _Book(Package(source, "xl/workbook.xml"))
    report = Report()
    blocks: list[Block] = []
    for sheet, formulas in book.sheets():
        if sheet.hidden:
            report.add("P141", Where(sheet=sheet.name), sheet=sheet.name)
            continue
        if formulas:
            report.add("P143", Where(sheet=sheet.name), sheet=sheet.name, count=formulas)
        table = table_of(sheet, len(blocks) + 1, report)
        if table is not None:
            blocks.append(table)
    return Document(name, blocks, findings=report.findings)


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _position(reference: str | None) -> tuple[int, int] | None:
    """(row, column) of a reference such as B7."""
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return None
    column = 0
    for letter in match.group(1).upper():
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)), column


@record()
class _Progress:
    row: int = 0
    cells: int = 0
    formulas: int = 0


class _Book:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.source = package.source
        self._cells = self._characters = 0  # filled ones and what is in them, in all sheets so far
        self.root = package.root()
        self.from_1904 = any(n.get("date1904") in _ON for n in self.root.iter("{*}workbookPr"))
        self.formats = self._formats()
        self.strings = self._strings()

    def _part(self, kind: str) -> str | None:
        return next((t for k, t, _ in self.package.related if k == kind and t in self.package.archive), None)

    def _formats(self) -> list[str]:
        """The format code of each cell style."""
        part = self._part("styles")
        if part is None:
            return []
        root = parse_xml(self.source, part, self.package.archive.read(part))
        codes = dict(BUILT_IN)
        for node in root.iter("{*}numFmt"):
            number = integer(node.get("numFmtId"))
            if number is not None:
                codes[number] = node.get("formatCode", "General")
        return [
            codes.get(integer(xf.get("numFmtId")) or 0, "General")
            for xfs in root.iter("{*}cellXfs")
            for xf in xfs.iter("{*}xf")
        ]

    def _strings(self) -> list[str]:
        part = self._part("sharedStrings")
        return [] if part is None else [_string(node) for node in self._stream(part, ("{*}si",))]

    def _stream(self, part: str, tags: tuple[str, ...]) -> Iterator[Element]:
        """The elements of these tags one after the other; each is emptied when the next is asked for."""
        from lxml import etree

        data = self.package.archive.read(part)
        if b"<!DOCTYPE" in data[:1024]:
            raise UnreadableError(
                self.source.name, f"part {part} declares a document type", "Save the file again."
            )
        try:
            events = etree.iterparse(
                io.BytesIO(data),
                events=("end",),
                tag=tags,
                resolve_entities=False,
                no_network=True,
                remove_comments=True,
            )
            for _, node in events:
                yield node
                node.clear(keep_tail=False)
                while node.getprevious() is not None and node.getparent() is not None:
                    del node.getparent()[0]
        except etree.XMLSyntaxError:
            raise UnreadableError(
                self.source.name, f"part {part} is broken XML", "Save the file again."
            ) from None

    def sheets(self) -> Iterator[tuple[Sheet, int]]:
        """Each sheet with the number of formulas without a value in it."""
        targets = {rid: target for kind, target, rid in self.package.related if kind == "worksheet"}
        for node in self.root.iter("{*}sheet"):
            rid = next((v for k, v in node.attrib.items() if k.endswith("}id")), "")
            sheet = Sheet(node.get("name", ""))
            sheet.hidden = node.get("state", "visible") != "visible"
            progress = _Progress(cells=self._cells)
            if rid in targets and targets[rid] in self.package.archive and not sheet.hidden:
                self._fill(sheet, targets[rid], progress)
                self._cells = progress.cells
            if rid in targets:
                yield sheet, progress.formulas

    def _fill(self, sheet: Sheet, part: str, progress: _Progress) -> None:
        for node in self._stream(part, ("{*}row", "{*}mergeCell", "{*}col")):
            kind = _local(node)
            if kind == "row":
                self._row(sheet, node, progress)
            elif kind == "mergeCell":
                first, _, last = node.get("ref", "").partition(":")
                start, end = _position(first), _position(last or first)
                if start and end:
                    sheet.merges.append((*start, *end))
            elif node.get("hidden") in _ON or node.get("width") == "0":
                low, high = integer(node.get("min")), integer(node.get("max"))
                if low and high:
                    sheet.hidden_columns.update(range(low, min(high, 16384) + 1))

    def _row(self, sheet: Sheet, node: Element, progress: _Progress) -> None:
        progress.row = integer(node.get("r")) or progress.row + 1
        if node.get("hidden") in _ON:
            sheet.hidden_rows.add(progress.row)
        column = 0
        for cell in node.iterchildren("{*}c"):
            at = _position(cell.get("r"))
            column = at[1] if at else column + 1
            text, lost = self._cell(cell)
            progress.formulas += lost
            if text:
                progress.cells += 1
                self._characters += len(text)
                sheet.texts[progress.row, column] = text
        if progress.cells > MAX_CELLS:
            raise TooLargeError(self.source.name, f"has more than {MAX_CELLS} filled cells", "Split it.")
        if self._characters > MAX_CHARACTERS:
            raise TooLargeError(
                self.source.name, f"has more than {MAX_CHARACTERS} characters in its cells", "Split it."
            )

    def _cell(self, cell: Element) -> tuple[str, bool]:
        """The text that a cell shows, and whether it is a formula without a stored value."""
        kind = cell.get("t", "n")
        value, inline, formula = None, None, False
        for child in cell:
            name = _local(child)
            if name == "v":
                value = child.text
            elif name == "is":
                inline = child
            elif name == "f":
                formula = True
        if inline is not None:
            return _string(inline), False
        if value is None:
            return "", formula
        if kind == "s":
            index = integer(value)
            return (
                self.strings[index] if index is not None and 0 <= index < len(self.strings) else ""
            ), False
        if kind == "b":
            return ("TRUE" if value == "1" else "FALSE"), False
        if kind in ("str", "e", "d"):
            return _unescaped(value), False
        try:
            number = float(value)
        except ValueError:
            return value, False
        style = integer(cell.get("s")) or 0
        code = self.formats[style] if 0 <= style < len(self.formats) else "General"
        return shown(number, code, from_1904=self.from_1904), False


def _string(node: Element) -> str:
    """A string of runs, without the readings (ruby) that stand over it."""
    texts = [t.text or "" for t in node.iter("{*}t") if _local(t.getparent()) != "rPh"]
    return _unescaped("".join(texts))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text
