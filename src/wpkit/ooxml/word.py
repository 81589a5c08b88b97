"""A Word package → paragraphs with their printed numbers, and tables with their spans.

The XML is read directly: python-docx knows neither automatic numbers nor tracked changes, and takes
several times as long. Places count as Word's own object model does: paragraphs outside tables from 1,
empty ones included; tables in the body from 1, and their rows from 1, those of tables that only a frame holds among
them.
"""

from __future__ import annotations

from collections.abc import Iterator

from wpkit.blocks import Block, Cell, Document, Line, Paragraph, Row, Table, Where
from wpkit.findings import Report
from wpkit.joins import join_tables, lines_if_wrapped, merge_down
from wpkit.ooxml.numbering import Numbering, before
from wpkit.ooxml.package import Element, Package, W, integer, is_on, value
from wpkit.ooxml.runs import ALTERNATE, Printed, Runs, chosen
from wpkit.ooxml.styles import Styles
from wpkit.source import Source
from wpkit.text import clean

_MAX_SPAN = 1000
_WRAPPERS = frozenset(W + name for name in ["sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"])
_AROUND_STORY = ("header", "footer", "footnotes", "endnotes")


def read_word(source: Source, name: str = "docx") -> Document:
    """The blocks of a .docx file, under the format's name. Raises EncryptedError, UnreadableError, TooLargeError or
    FormatError."""
    return _Reader(Package(source)).document(name)


def _children(node: Element, tags: frozenset[str]) -> Iterator[Element]:
    """The children with one of these tags, those inside content controls and tracked insertions included."""
    for child in node:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tags)
        elif child.tag == ALTERNATE:
            yield from _children(chosen(child), tags)


_ALT_CHUNK = W + "altChunk"
_H_MERGE = W + "hMerge"
_P = W + "p"
_TBL = W + "tbl"
_TC = W + "tc"
_TC_PR = W + "tcPr"
_TR = W + "tr"
_TR_PR = W + "trPr"
_V_MERGE = W + "vMerge"
_VAL = W + "val"
_BLOCKS = frozenset((_P, _TBL, _ALT_CHUNK))
_ROWS, _CELLS = frozenset((_TR,)), frozenset((_TC,))


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.report = Report()
        self.styles = Styles(package.part("styles"))
        self.numbering = Numbering(package.part("numbering"), self.styles)
        self.runs = Runs(self.styles)
        self.blocks: list[Block] = []
        self.left_out: list[Line] = []
        self.paragraphs = self.tables = self.rows = self.hidden = 0
        self.hidden_at: Where | None = None
        # Text that waits for the paragraph whose line it belongs to, with the number it brings.
        self.waiting, self.waiting_number = "", ("", "")

    def document(self, name: str) -> Document:
        body = self.package.root().find(W + "body")
        if body is not None:
            self._story(body)
        for kind in _AROUND_STORY:
            for part in self.package.parts(kind):
                self._aside(part)
        if self.hidden:
            self.report.add("P101", self.hidden_at, count=self.hidden)
        blocks = lines_if_wrapped(join_tables(self.blocks, self.report))
        return Document(name, blocks, findings=self.report.findings, left_out=self.left_out)

    # the body -----------------------------------------------------------------------------------
    def _story(self, body: Element) -> None:
        for node in _children(body, _BLOCKS):
            if node.tag == _P:
                self.paragraphs += 1
                self._paragraph(node, Where(paragraph=self.paragraphs))
            elif node.tag == _TBL:
                self.tables += 1
                self.rows = 0
                self._table(node, Where(table=self.tables))
            else:
                self.report.add("P104", Where(paragraph=self.paragraphs or None))
        if self.waiting:
            self.blocks.append(Paragraph(clean(self.waiting).strip(), Where(paragraph=self.paragraphs)))

    def _paragraph(self, node: Element, where: Where) -> None:
        printed = self.runs.paragraph(node)
        text = self._numbered(printed, where)
        if text is not None:
            if printed.contents:
                self.left_out.append(Line(text, where))
            elif text:
                heading, centered = self._look(printed)
                self.blocks.append(Paragraph(text, where, heading, centered))
        for box in printed.boxes:
            for block in _children(box, _BLOCKS):
                if block.tag == _P:
                    self._paragraph(block, where)
                elif block.tag == _TBL:
                    self._table(block, where)

    def _numbered(self, printed: Printed, where: Where) -> str | None:
        """The paragraph's text behind its number; None where it goes on in the next paragraph."""
        self._hide(printed.hidden, where)
        if printed.glued == "next":
            self.waiting += printed.text
            return None
        if printed.glued and not printed.text.strip():
            return None
        number = self.waiting_number if self.waiting_number[0] else self._number(printed)
        text = self.waiting + printed.text
        if printed.glued:
            self.waiting, self.waiting_number = text, number
            return None
        self.waiting, self.waiting_number = "", ("", "")
        return before(clean(number[0]), number[1], clean(text).strip())

    def _number(self, printed: Printed) -> tuple[str, str]:
        """The number that Word prints before a paragraph and the gap behind it; counts it."""
        found = self.numbering.of_paragraph(printed.properties, printed.style)
        return self.numbering.label(*found) if found else ("", "")

    @staticmethod
    def _look(printed: Printed) -> tuple[int | None, bool]:
        """The outline level (1 to 9) that the file states, and whether the paragraph is centred."""
        properties = printed.properties
        outline, justify = printed.style.outline, printed.style.justify
        if properties is not None:
            own = integer(value(properties, "outlineLvl"))
            outline = outline if own is None else own
            justify = value(properties, "jc") or justify
        heading = outline + 1 if outline is not None and 0 <= outline <= 8 else None
        return heading, justify == "center"

    # tables -------------------------------------------------------------------------------------
    def _table(self, node: Element, where: Where) -> None:
        rows = [r for r in _children(node, _ROWS) if not _deleted(r)]
        if len(rows) == 1 and len(only := _cells_of(rows[0])) == 1:
            self.rows += 1
            self._frame(only[0], where._replace(row=self.rows, column=1))
            return
        table = Table([], where)
        for row in rows:
            self.rows += 1
            at = where._replace(row=self.rows)
            cells = _cells_of(row)
            if len(cells) == 1 and len(cells[0].findall(_TBL)) and _is_frame(rows, row, cells[0]):
                self._flush(table)
                table = Table([], where)
                self._frame(cells[0], at)
                continue
            table.rows.append(self._row(row, cells, at))
        self._flush(table)

    def _flush(self, table: Table) -> None:
        for covered in merge_down(table):
            self._hide(covered.text, covered.where)
        if any(cell.text for row in table.rows for cell in row.cells):
            self.blocks.append(table)

    def _frame(self, cell: Element, at: Where) -> None:
        """A cell across the whole table that holds tables: a frame for layout, its content stands by itself."""
        for block in _children(cell, _BLOCKS):
            if block.tag == _P:
                self._paragraph(block, at)
            elif block.tag == _TBL:
                self._table(block, at)

    def _row(self, row: Element, cells: list[Element], at: Where) -> Row:
        properties = row.find(_TR_PR)
        column = 0
        if properties is not None:
            column = min(max(integer(value(properties, "gridBefore")) or 0, 0), _MAX_SPAN)
        made: list[Cell] = []
        for cell in cells:
            own = cell.find(_TC_PR)
            span = 1 if own is None else min(max(integer(value(own, "gridSpan")) or 1, 1), _MAX_SPAN)
            place = at._replace(column=column + 1)
            lines = self._cell_lines(cell, place)
            across = None if own is None else own.find(_H_MERGE)
            if across is not None and across.get(_VAL, "continue") == "continue" and made:
                made[-1].column_span += span
                self._hide("".join(lines), place)
            else:
                made.append(Cell("\n".join(lines).strip(), column, 1, span, place))
                merge = None if own is None else own.find(_V_MERGE)
                if merge is not None and merge.get(_VAL, "continue") != "restart":
                    made[-1].row_span = 0  # covered by the cell above: see merge_down
            column += span
        return Row(made, at)

    def _cell_lines(self, cell: Element, at: Where) -> list[str]:
        lines: list[str] = []
        for block in _children(cell, _BLOCKS):
            if block.tag == _P:
                printed = self.runs.paragraph(block)
                text = self._numbered(printed, at)
                if text:
                    lines.append(text)
                for box in printed.boxes:
                    lines += self._cell_lines(box, at)
            elif block.tag == _TBL:
                lines += self._nested(block, at)
        if self.waiting.strip():
            lines.append(clean(self.waiting).strip())
        self.waiting, self.waiting_number = "", ("", "")
        return [line for line in lines if line]

    def _nested(self, node: Element, at: Where) -> list[str]:
        """A table inside a cell as lines of that cell: a row a line."""
        lines = []
        for row in _children(node, _ROWS):
            if not _deleted(row):
                cells = [" ".join(self._cell_lines(c, at)) for c in _cells_of(row)]
                lines.append("\t".join(c for c in cells if c))
        if sum(map(bool, lines)) > 1:
            self.report.add("P103", at, rows=len(lines))
        return lines

    def _hide(self, text: str, where: Where) -> None:
        if text.strip():
            self.hidden += len(text.strip())
            self.hidden_at = self.hidden_at or where

    # around the body ----------------------------------------------------------------------------
    def _aside(self, root: Element) -> None:
        """Heads, feet and notes: printed, but no part of the running text."""
        said = {line.text for line in self.left_out}
        for node in root.iter(_P):
            text = clean(self.runs.paragraph(node).text).strip()
            if text and text not in said:
                said.add(text)
                self.left_out.append(Line(text))


def _deleted(row: Element) -> bool:
    properties = row.find(_TR_PR)
    return properties is not None and (
        properties.find(W + "del") is not None or bool(is_on(properties, "hidden"))
    )


def _cells_of(row: Element) -> list[Element]:
    return [c for c in _children(row, _CELLS) if c.find(f"{W}tcPr/{W}cellDel") is None]


def _is_frame(rows: list[Element], row: Element, cell: Element) -> bool:
    """Whether the row's one cell is as wide as the table: every other row has one cell too, or the
    nested table has more than one row and the cell spans more columns than any other cell."""
    if all(len(_cells_of(other)) == 1 for other in rows):
        return True
    span = integer(value(cell.find(_TC_PR), "gridSpan")) if cell.find(_TC_PR) is not None else 1
    widths = [
        sum(integer(value(c.find(_TC_PR), "gridSpan")) or 1 if c.find(_TC_PR) is not None else 1
            for c in _cells_of(other))
        for other in rows
    ]  # fmt: skip
    return (span or 1) >= max(widths) and any(len(list(_children(t, _ROWS))) > 1 for t in cell.findall(_TBL))
