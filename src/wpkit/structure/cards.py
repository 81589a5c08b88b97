"""A table that names its columns in its own cells → one with a header and a row a task.

Word and spreadsheet forms print a card a task: 任务名称 | 甲 | 责任单位 | 乙, the same labels again for the next one, or
a numbered content with a row 责任单位 | 甲 | 完成时限 | 乙 below it. What is told of cells holds for cards of several
tables below one another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from itertools import pairwise

from wpkit.blocks import Block, Cell, Row, Table, Where, stretch
from wpkit.fields.headings import Kind, header_kind
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.units import is_units
from wpkit.records import record
from wpkit.structure.columns import read_header
from wpkit.text import tidy

_NUMBER, _CONTENT = "序号", "工作内容"
_FIELDS: frozenset[Kind] = frozenset({"units", "deadline"})


@record()
class _Record:
    """One card: its cells by label, in printed order; `opened` by a row without labels."""

    cells: dict[str, Cell] = field(default_factory=dict)
    where: list[Where] = field(default_factory=list)


def unfold_cards(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with every table of cards turned into one of rows, those beside each other into one."""
    out: list[Block] = []
    run: list[Table] = []
    for block in [*blocks, None]:
        if isinstance(block, Table) and _labelled(block):
            run.append(block)
            continue
        out += _unfolded(run)
        run = []
        if block is not None:
            out.append(block)
    return out


def _label(text: str) -> str | None:
    """The label that a cell is, without its colon; None where it is none."""
    label = tidy(text).strip().rstrip("：: ")
    label = "".join(label.split())
    listed = "、" in label and is_units(label)  # 镇农村工作局、各行政村
    return label if label and len(label) <= 12 and not listed and header_kind(label) is not None else None


def _labels_of(tables: Sequence[Table]) -> frozenset[str]:
    """The labels that the tables print more than once: what stands in one cell alone may be a value."""
    counts = Counter(
        label for t in tables for row in t.rows for c in row.cells if (label := _label(c.text)) is not None
    )
    return frozenset(label for label, count in counts.items() if count > 1)


def _pairs(row: Row, labels: frozenset[str]) -> list[tuple[str, Cell | None, Cell]]:
    """(label, value, label's cell) for each of the labels that a value, or an empty cell, stands right beside."""
    found: list[tuple[str, Cell | None, Cell]] = []
    value: Cell | None = None
    for cell, after in pairwise(row.cells):
        label = _label(cell.text)
        if cell is value or label not in labels or label is None:
            continue
        if after.column != cell.column + cell.column_span or _label(after.text) in labels:
            continue
        value = after
        found.append((label, after if after.text.strip() else None, cell))
    return found


def _labelled(table: Table) -> bool:
    """Whether cells of the table name units or times beside them, and no header row does."""
    if len(table.rows) < 2:
        return False
    for row in table.rows:
        words = [tidy(c.text) for c in row.cells]
        # a value may read as a label by chance, three labels in a row are a header
        if (
            sum(bool(_label(a) and _label(b)) for a, b in pairwise(words)) > 1
            and read_header(words) is not None
        ):
            return False
    every = frozenset(label for row in table.rows for c in row.cells if (label := _label(c.text)) is not None)
    return any(header_kind(label) in _FIELDS for row in table.rows for label, _, _ in _pairs(row, every))


def _unfolded(run: list[Table]) -> list[Block]:
    if not run:
        return []
    known = _labels_of(run)
    labels: list[str] = []
    records: list[_Record | Row] = []
    for table in run:
        last = records[-1] if records else None
        begun = len(run) > 1  # each of several tables opens a card
        for row in table.rows:
            pairs = _pairs(row, known)
            taken = {id(c) for label, value, own in pairs for c in (value, own)}
            free = [c for c in row.cells if id(c) not in taken and c.text.strip()]
            if not pairs and not free:
                continue
            record = last if isinstance(last, _Record) and not begun else None
            again = record is not None and any(label in record.cells for label, _, _ in pairs)
            heading = not pairs and len(free) == 1 and not _is_content(free[0], table)
            if heading:
                records.append(Row([Cell(tidy(free[0].text), 0, where=free[0].where)], row.where))
                last, begun = None, False
                continue
            opens = bool(free) and record is not None and any(label in record.cells for label in known)
            if record is None or again or opens:
                record = _Record()
                records.append(record)
            last, begun = record, False
            for cell in free:
                label = (
                    _NUMBER
                    if row_number(cell.text.strip()) is not None and _NUMBER not in record.cells
                    else _CONTENT
                )
                _put(record, labels, label, cell)
            for label, value, own in pairs:
                _put(record, labels, label, value or Cell("", own.column, where=own.where))
            record.where.append(row.where)
    rows = [r for r in records if isinstance(r, _Record)]
    columns = read_header(sorted(labels, key=lambda label: label != _NUMBER))
    if len(rows) < 2 or columns is None:
        return list(run)
    order = sorted(labels, key=lambda label: label != _NUMBER)
    where = run[0].where
    out = [Row([Cell(label, k, where=where) for k, label in enumerate(order)], where)]
    for item in records:
        if isinstance(item, Row):
            item.cells[0].column_span = len(order)
            out.append(item)
            continue
        cells = [
            Cell(c.text, k, where=c.where)
            for k, label in enumerate(order)
            if (c := item.cells.get(label)) is not None
        ]
        out.append(Row(cells, stretch(item.where)))
    return [Table(out, where, spans_known=True, wrapped=run[0].wrapped)]


def _is_content(cell: Cell, table: Table) -> bool:
    """Whether a cell alone in its row is a task's text rather than a heading over those below."""
    text = tidy(cell.text).strip()
    marker = read_marker(text)
    return text[-1] in "。；;" or (len(text) > 40 and marker is None) or cell.column_span < table.width - 1


def _put(record: _Record, labels: list[str], label: str, cell: Cell) -> None:
    if label not in labels:
        labels.append(label)
    if label in record.cells:
        before = record.cells[label]
        record.cells[label] = Cell(f"{before.text}\n{cell.text}", before.column, where=before.where)
    else:
        record.cells[label] = cell
