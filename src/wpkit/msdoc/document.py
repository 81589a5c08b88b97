"""A Word 97 file → paragraphs with their printed numbers, and tables with their spans.

Places count as for .docx: paragraphs outside tables from 1, empty ones included; tables from 1. Text that
is deleted but tracked, and hidden text, are not read; heads, feet and notes are left out.
"""

from __future__ import annotations

import re
import struct
from dataclasses import field

from wpkit.blocks import Block, Document, Line, Paragraph, Where
from wpkit.findings import Report
from wpkit.joins import join_tables, lines_if_wrapped, merge_down
from wpkit.msdoc import Doubt
from wpkit.msdoc.file import ANCHORS, BOXES, WordFile, properties
from wpkit.msdoc.styles import Format, StyleSheet, counters, flag, formatted
from wpkit.msdoc.tables import RawCell, RawRow, lines_of, raw_row, table_of
from wpkit.ooxml.fields import Fields
from wpkit.ooxml.numbering import before
from wpkit.ooxml.symbols import plain_signs, symbol
from wpkit.records import record
from wpkit.text import clean

_CELL, _PAGE = "\x07", "\x0c"
_STOP = re.compile("[\r\x07\x0c]")
_LITERAL = {"\x0b": "\n", "\x0e": "\n", "\x0c": "\n", "\x1e": "-", "\t": "\t", "\xa0": "\xa0"}
_HIDDEN, _DELETED = 1, 2
_DEEPEST = 12
_MAIN, _NOTES, _HEADS, _MACROS, _ANNOTATIONS, _ENDNOTES, _BOXES = range(7)


def read_doc(data: bytes, name: str = "doc") -> Document:
    """The blocks of a Word 97 to 2003 file. Raises Doubt where it is not built as expected."""
    try:
        return _Reader(WordFile(data)).document(name)
    except (struct.error, IndexError, ValueError, KeyError, OverflowError) as error:
        raise Doubt(f"damaged ({type(error).__name__})") from None


@record()
class _Level:
    """A table that is being read: its finished rows, and the cells of the open one."""

    rows: list[RawRow] = field(default_factory=list)
    cells: list[RawCell] = field(default_factory=list)
    open: RawCell = field(default_factory=RawCell)


class _Reader:
    def __init__(self, file: WordFile) -> None:
        self.file = file
        self.styles = StyleSheet(file)
        self.counters = counters(file)
        self.report = Report()
        self.blocks: list[Block] = []
        self.left_out: list[Line] = []
        self.levels: list[_Level] = []
        self.paragraphs = self.tables = self.hidden = 0
        self.waiting = ""
        self.fields = Fields()
        self.marks, self.signs = self._marks()
        self.boxes = self._boxes()

    def document(self, name: str) -> Document:
        self._story(0, self.file.lengths[_MAIN])
        self._close(0)
        start = self.file.lengths[_MAIN]
        for story, length in enumerate(self.file.lengths[1:], 1):
            if story in (_NOTES, _HEADS, _ENDNOTES):
                self._aside(start, start + length)
            start += length
        if self.hidden:
            self.report.add("P101", count=self.hidden)
        blocks = lines_if_wrapped(join_tables(self.blocks, self.report))
        return Document(name, blocks, findings=self.report.findings, left_out=self.left_out)

    def _marks(self) -> tuple[bytearray, dict[int, str]]:
        """For each character whether it is hidden or deleted, and the signs that stand for symbols."""
        marks = bytearray(len(self.file.units))
        signs: dict[int, str] = {}
        for start, end, packed in self.file.characters():
            mark = _HIDDEN * flag(packed, 0x083C, False) | _DELETED * flag(packed, 0x0800, False)
            if mark:
                marks[start:end] = bytes([mark]) * (end - start)
            for code, operand in properties(packed):
                if code == 0x6A09:
                    sign = symbol(struct.unpack("<HH", operand)[1])
                    signs.update(dict.fromkeys(range(start, end), sign))
        return marks, signs

    # paragraphs ---------------------------------------------------------------------------------
    def _story(self, start: int, end: int) -> None:
        first = start
        for match in _STOP.finditer(self.file.units, start, end):
            at = match.start()
            if match.group() != _PAGE or self.file.paragraph(at)[2]:
                self._paragraph(first, at)
                first = at + 1
        if first < end:
            raise Doubt("text behind the last paragraph")

    def _paragraph(self, first: int, last: int) -> None:
        index, packed, _ = self.file.paragraph(last)
        base, hidden = self.styles.get(index)
        format = formatted(base, packed)
        depth = max(format.depth, 1) if format.in_table else 0
        if depth > _DEEPEST:
            raise Doubt("tables nested without end")
        self._close(depth)
        while len(self.levels) < depth:
            self.levels.append(_Level())
        if not depth:
            self.paragraphs += 1
        where = Where(table=self.tables + 1) if depth else Where(paragraph=self.paragraphs)
        ends_row = format.ends_row or format.ends_inner_row
        if not ends_row:
            text = self.waiting + self._text(first, last, hidden)
            self.waiting = ""
            if self.marks[last] & _DELETED and self.file.units[last] == "\r" and not format.ends_inner_cell:
                self.waiting, text = text, ""  # its mark is deleted: it goes on in the next paragraph
            else:
                text = self._numbered(format, text, bool(self.marks[last] & _HIDDEN))
            if text:
                outline = format.outline + 1 if format.outline is not None and format.outline < 9 else None
                self._put(Paragraph(text, where, outline, format.centered))
        for box in [b for a, b in self.boxes if first <= a <= last]:
            for text in self._box(*box):
                self._put(Paragraph(text, where))
        if depth:
            level = self.levels[-1]
            if ends_row:
                level.rows.append(raw_row(level.cells, packed))
                level.cells = []
            elif self.file.units[last] == _CELL or format.ends_inner_cell:
                level.cells.append(level.open)
                level.open = RawCell()

    def _put(self, paragraph: Paragraph) -> None:
        if self.levels:
            self.levels[-1].open.paragraphs.append(paragraph)
        else:
            self.blocks.append(paragraph)

    def _numbered(self, format: Format, text: str, hidden: bool) -> str:
        text = clean(text).strip()
        name = str(format.list)
        if name not in self.counters.lists or (hidden and not text):
            return text
        number, gap = self.counters.label(name, format.level)
        return before(clean(number), gap, text)

    def _text(self, first: int, last: int, hidden: bool) -> str:
        out: list[str] = []
        for at in range(first, last):
            char = self.file.units[at]
            mark = self.marks[at] | (_HIDDEN if hidden else 0)
            if mark & _DELETED:
                continue
            if char in "\x13\x14\x15":
                out.append(self.fields.mark(char))
            elif self.fields.in_code:
                self.fields.add(char)
            elif mark & _HIDDEN:
                self.hidden += char > " "
            elif char in _LITERAL:
                out.append(_LITERAL[char])
            elif char >= " ":
                out.append(self.signs.get(at, char))
        self.fields.end_paragraph()
        text = "".join(out)
        return plain_signs(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))

    # tables -------------------------------------------------------------------------------------
    def _close(self, depth: int) -> None:
        """Ends the tables that lie deeper than `depth`."""
        while len(self.levels) > depth:
            level = self.levels.pop()
            if level.cells or level.open.paragraphs:
                raise Doubt("a table that ends within a row")
            if not level.rows:
                continue
            if self.levels:
                self._flatten(level.rows)
                continue
            self.tables += 1
            if len(level.rows) == 1 and len(level.rows[0].cells) == 1:
                self.blocks += level.rows[0].cells[0].paragraphs
                continue
            table = table_of(level.rows, Where(table=self.tables))
            for covered in merge_down(table):
                self.hidden += len(covered.text)
            if any(cell.text for row in table.rows for cell in row.cells):
                self.blocks.append(table)

    def _flatten(self, rows: list[RawRow]) -> None:
        """A table inside a cell as lines of that cell: a row a line."""
        lines = ["\t".join(text for cell in row.cells if (text := " ".join(lines_of(cell)))) for row in rows]
        where = Where(table=self.tables + 1)
        if sum(map(bool, lines)) > 1:
            self.report.add("P103", where, rows=len(lines))
        self.levels[-1].open.paragraphs += [Paragraph(line, where) for line in lines if line]

    # around the body ----------------------------------------------------------------------------
    def _aside(self, start: int, end: int) -> None:
        said = {line.text for line in self.left_out}
        for raw in self.file.units[start:end].replace(_CELL, "\r").split("\r"):
            text = clean("".join(c for c in _without_fields(raw) if c >= " " or c == "\t")).strip()
            if text and text not in said:
                said.add(text)
                self.left_out.append(Line(text))

    def _boxes(self) -> list[tuple[int, tuple[int, int]]]:
        """(anchor, (start, end)) of each text box of the body."""
        if not self.file.lengths[_BOXES]:
            return []
        base = sum(self.file.lengths[:_BOXES])
        texts, anchors = self.file.block(BOXES), self.file.block(ANCHORS)
        count, many = (len(texts) - 4) // 26, (len(anchors) - 4) // 30
        ends = struct.unpack_from(f"<{count + 1}I", texts, 0)
        places = struct.unpack_from(f"<{many + 1}I", anchors, 0)
        shapes = {
            struct.unpack_from("<i", anchors, 4 * (many + 1) + 26 * i)[0]: places[i] for i in range(many)
        }
        found = []
        for i in range(count):
            shape = struct.unpack_from("<i", texts, 4 * (count + 1) + 22 * i + 14)[0]
            if shape in shapes:
                found.append((shapes[shape], (base + ends[i], base + ends[i + 1])))
        return found

    def _box(self, start: int, end: int) -> list[str]:
        found = []
        for raw in self.file.units[start:end].split("\r"):
            text = clean(
                "".join(_LITERAL.get(c, c if c >= " " else "") for c in _without_fields(raw))
            ).strip()
            if text:
                found.append(text)
        return found


def _without_fields(raw: str) -> str:
    """A text with the results of its fields alone."""
    fields = Fields()
    out: list[str] = []
    for char in raw:
        if char in "\x13\x14\x15":
            out.append(fields.mark(char))
        elif not fields.in_code:
            out.append(char)
    return "".join(out)
