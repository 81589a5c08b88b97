"""A sheet's cells → one `Table` with real spans: what is hidden is left out, and empty edges go.

Shared by the parsers of spreadsheets. Rows and columns here count from 1, as the program names them.
"""

from __future__ import annotations

from dataclasses import field

from wpkit.blocks import Cell, Row, Table, Where
from wpkit.findings import Report
from wpkit.records import record
from wpkit.text import clean

MAX_CELLS = 2_000_000
# A string that a file holds once may fill any number of its cells.
MAX_CHARACTERS = 50_000_000
MAX_COLUMNS = 256
# As many as a sheet of Excel has: text in more columns is no table.
MOST_COLUMNS = 16_384


@record()
class Sheet:
    """What a sheet shows. `merges` are (first row, first column, last row, last column), inclusive."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False


def table_of(sheet: Sheet, number: int, report: Report) -> Table | None:
    """The sheet's table, or None where it shows nothing. `number` counts the file's tables from 1.

    `spans_known` is false where no cell is merged downwards: then an empty cell may stand for the one above.
    """
    texts = {at: text for at, raw in sheet.texts.items() if (text := clean(raw).strip())}
    owners, covered_texts = _spans(sheet, texts)
    shown = {at for at in texts if at[0] not in sheet.hidden_rows and at[1] not in sheet.hidden_columns}
    unseen = len(texts) - len(shown) + covered_texts
    if unseen:
        report.add("P142", Where(sheet=sheet.name), sheet=sheet.name, count=unseen)
    if not shown:
        return None
    columns = _columns(sheet, shown)
    place = {column: index for index, column in enumerate(columns)}
    rows = _rows(sheet, shown, owners)
    line = {row: index for index, row in enumerate(rows)}
    table = Table(
        [],
        Where(sheet=sheet.name, table=number),
        spans_known=any(at in shown and bottom > at[0] for at, (_, _, bottom, _) in owners.items()),
    )
    covered: set[tuple[int, int]] = set()
    for row in rows:
        at = Where(sheet=sheet.name, table=number, row=row)
        made = []
        for column in columns:
            if (row, column) in covered:
                continue
            cell = Cell(texts.get((row, column), ""), place[column], where=at._replace(column=column))
            span = owners.get((row, column))
            if span:
                down = [r for r in range(row, span[2] + 1) if r in line]
                across = [c for c in range(column, min(span[3], columns[-1]) + 1) if c in place]
                cell.row_span, cell.column_span = len(down), len(across)
                covered.update((r, c) for r in down for c in across)
            made.append(cell)
        table.rows.append(Row(made, at))
    return table


def _spans(
    sheet: Sheet, texts: dict[tuple[int, int], str]
) -> tuple[dict[tuple[int, int], tuple[int, int, int, int]], int]:
    """Each merged range under its first cell that shows, to which its text moves, and the number of
    texts under merged cells, which no program shows. Ranges are cut to the used part of the sheet."""
    owners: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    last_row = max((row for row, _ in texts), default=0)
    last_column = max((column for _, column in texts), default=0)
    covered = 0
    budget = MAX_CELLS
    for top, left, bottom, right in sheet.merges:
        bottom, right = min(bottom, last_row), min(right, last_column)
        budget -= max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if bottom < top or right < left or budget < 0:
            continue
        rows = [r for r in range(top, bottom + 1) if r not in sheet.hidden_rows]
        columns = [c for c in range(left, right + 1) if c not in sheet.hidden_columns]
        text = texts.pop((top, left), "")
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                covered += texts.pop((row, column), None) is not None
        if not rows or not columns:
            covered += bool(text)
        else:
            owners[rows[0], columns[0]] = (rows[0], columns[0], bottom, right)
            if text:
                texts[rows[0], columns[0]] = text
    return owners, covered


def _columns(sheet: Sheet, shown: set[tuple[int, int]]) -> list[int]:
    used = {column for _, column in shown}
    return [c for c in range(min(used), max(used) + 1) if c not in sheet.hidden_columns][:MAX_COLUMNS]


def _rows(
    sheet: Sheet, shown: set[tuple[int, int]], owners: dict[tuple[int, int], tuple[int, int, int, int]]
) -> list[int]:
    """The rows that show something, and those that a shown cell covers between them."""
    used = {row for row, _ in shown}
    last = max(used)
    for at, (top, _, bottom, _) in owners.items():
        if at in shown:
            used.update(range(top, min(bottom, last) + 1))
    return sorted(used - sheet.hidden_rows)
