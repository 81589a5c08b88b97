"""An old Excel or WPS sheet file (.xls, .et) → a table for each sheet, by xlrd.

xlrd and not calamine: it knows the formats by which dates are shown (2022年9月), and what is hidden.
"""

from __future__ import annotations

import io
import struct
from typing import Any

from wpkit.blocks import Block, Document, Where
from wpkit.errors import EncryptedError, FormatError, TooLargeError, UnreadableError
from wpkit.findings import Report
from wpkit.ooxml.formats import BUILT_IN, shown
from wpkit.sheets import MAX_CELLS, MAX_CHARACTERS, Sheet, table_of
from wpkit.source import Source

_NUMBER_KINDS = (2, 3)  # XL_CELL_NUMBER, XL_CELL_DATE
_BROKEN = (struct.error, IndexError, KeyError, ValueError, AssertionError, TypeError, AttributeError, OverflowError,
           NotImplementedError, RecursionError, EOFError)  # fmt: skip


def parse(source: Source) -> Document:
    """A table for each sheet that shows something. Raises FormatError where xlrd is not installed,
    EncryptedError, UnreadableError or TooLargeError."""
    try:
        import xlrd
        from xlrd.compdoc import CompDocError
        from xlrd.formula import FormulaError
    except ImportError:
        raise FormatError(
            source.name, "reading .xls needs xlrd", "Run `pip install wpkit[xls]`, or save it as .xlsx."
        ) from None
    try:
        book = xlrd.open_workbook(file_contents=source.data, formatting_info=True, logfile=io.StringIO())
        sheets = [_sheet(book, sheet) for sheet in book.sheets()]
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise EncryptedError(
                source.name, "is locked with a password", "Save it without one first."
            ) from None
        raise UnreadableError(source.name, "is damaged or no Excel file", "Save it as .xlsx.") from None
    except (CompDocError, FormulaError, *_BROKEN):
        raise UnreadableError(source.name, "is damaged", "Open it and save it as .xlsx.") from None
    if sum(len(sheet.texts) for sheet in sheets) > MAX_CELLS:
        raise TooLargeError(source.name, f"has more than {MAX_CELLS} filled cells", "Split it.")
    if sum(len(text) for sheet in sheets for text in sheet.texts.values()) > MAX_CHARACTERS:
        raise TooLargeError(
            source.name, f"has more than {MAX_CHARACTERS} characters in its cells", "Split it."
        )
    return _document(sheets)


def _document(sheets: list[Sheet]) -> Document:
    report = Report()
    blocks: list[Block] = []
    for sheet in sheets:
        if sheet.hidden:
            report.add("P141", Where(sheet=sheet.name), sheet=sheet.name)
            continue
        table = table_of(sheet, len(blocks) + 1, report)
        if table is not None:
            blocks.append(table)
    return Document("xls", blocks, findings=report.findings)


def _sheet(book: Any, sheet: Any) -> Sheet:
    out = Sheet(sheet.name, hidden=sheet.visibility != 0)
    out.hidden_rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
    out.hidden_columns = {column + 1 for column, info in sheet.colinfo_map.items() if info.hidden}
    out.merges = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    for row in range(sheet.nrows):
        for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
            text = _text(book, kind, value, sheet.cell_xf_index(row, column))
            if text:
                out.texts[row + 1, column + 1] = text
    return out


def _text(book: Any, kind: int, value: Any, style: int) -> str:
    import xlrd

    if kind in _NUMBER_KINDS:
        key = book.xf_list[style].format_key
        known = book.format_map.get(key)
        code = BUILT_IN.get(key) or (known.format_str if known else "General")
        return shown(float(value), code, from_1904=bool(book.datemode))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#N/A"))
    return str(value)
