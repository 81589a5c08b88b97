"""Text in columns (.csv, .tsv) → one table. An empty cell may stand for the one above: nothing is merged here.

Known by its name alone: the bytes of a CSV file are those of plain text.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Literal

from wpkit.blocks import Cell, Document, Row, Table, Where
from wpkit.decoding import decode
from wpkit.errors import TooLargeError, UnreadableError
from wpkit.findings import Report
from wpkit.schema import Finding
from wpkit.sheets import MAX_CELLS, MOST_COLUMNS
from wpkit.source import Source
from wpkit.text import clean

_DELIMITERS = ",\t;|，"
_SAMPLE_ROWS = 200
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def parse(source: Source) -> Document:
    """The file's one table; rows without a filled cell are left out. Raises UnreadableError where it has no row,
    TooLargeError where it has too many cells."""
    text, encoding, findings = decode(source.data)
    try:
        return _document(source, text, encoding, findings)
    except _TooMany:
        raise TooLargeError(
            source.name, f"has more than {MAX_CELLS} filled cells or {MOST_COLUMNS} columns", "Split it."
        ) from None


class _TooMany(Exception):
    """More cells than are read."""


def _document(source: Source, text: str, encoding: str, findings: list[Finding]) -> Document:
    report = Report()
    report.findings.extend(findings)
    first = 0
    delimiter = _delimiter(text)
    stated = _SEPARATOR_LINE.match(text)
    if stated:
        delimiter, text, first = stated.group(1), text[stated.end() :], 1
    table = Table([], Where(table=1), spans_known=False, label_first=True)
    for number, (line, cells) in enumerate(_records(text, delimiter), 1):
        at = Where(table=1, row=number, line=line + first)
        texts = [clean(cell).strip() for cell in cells]
        if any(texts):
            made = [Cell(t, column, where=at._replace(column=column + 1)) for column, t in enumerate(texts)]
            table.rows.append(Row(made, at))
    if not table.rows:
        raise UnreadableError(source.name, "has no filled row", "Check the file.")
    _cut_empty_columns(table)
    return Document("csv", [table], encoding=encoding, findings=report.findings)


def _records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """(source line, cells) of each record. A quote that never ends is read as a plain character."""
    records = _read(text, delimiter, csv.QUOTE_MINIMAL)
    if records is None or (text.count('"') % 2 and records and "".join(records[-1][1]).count("\n") > 1):
        return _read(text, delimiter, csv.QUOTE_NONE) or []
    return records


def _read(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[tuple[int, list[str]]] | None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    records: list[tuple[int, list[str]]] = []
    before = filled = 0
    try:
        for cells in reader:
            filled += sum(map(bool, cells))
            if filled > MAX_CELLS or len(cells) > MOST_COLUMNS:
                raise _TooMany
            records.append((before + 1, cells))
            before = reader.line_num
    except csv.Error:  # a field over the module's limit
        return None
    return records


def _delimiter(text: str) -> str:
    """The delimiter that gives most rows the same number of columns, more than one."""
    best, chosen = 0.0, ","
    sample = "".join(text.splitlines(keepends=True)[:_SAMPLE_ROWS])
    for delimiter in _DELIMITERS:
        widths = Counter(len(cells) for _, cells in _records(sample, delimiter) if any(cells))
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        score = (width > 1) * (count / widths.total() + min(width, 12) / 100)
        if score > best:
            best, chosen = score, delimiter
    return chosen


def _cut_empty_columns(table: Table) -> None:
    width = max(cell.column for row in table.rows for cell in row.cells if cell.text) + 1
    for row in table.rows:
        row.cells = row.cells[:width]
