"""A table whose header did not survive, a cell a line → a `Table` without one.

Sites that share files cut a page out of a table's middle. Each row's task begins with its number and ends as a sentence; the
cells behind it are bodies, times and persons, in one order in all of the rows. A merged cell is printed in one row alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wpkit.blocks import Block, Cell, Line, Row, Table
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.structure.placed import opens_field

_LEAST_ROWS, _JUDGED = 4, 12  # rows; those that tell what the columns hold
_MOST_CELLS = 5  # behind the task
_LONGEST = 60
_SENTENCE_END = frozenset("。；;")
_PERSON = pattern(r"[^\W\d_a-zA-Z]{2,4}(?:[ 、\u3000]{1,2}[^\W\d_a-zA-Z]{2,4}){0,2}")
_OF_TABLE = pattern(r"(?:分解|分工|任务|责任|安排|一览|计划|项目)表|清单|台账")
_WITHIN = 8


def headless(lines: Sequence[Line], start: int) -> tuple[list[Block], int] | None:
    """The table whose first row begins in line `start`, and the line behind it; None where there is none."""
    if not _task_at(lines, start):
        return None
    rows: list[list[str]] = []
    at = start
    while len(rows) < _JUDGED and (found := _row(lines, at)) is not None:
        kinds, at = found
        rows.append(kinds)
    order = _order(rows)
    named = any(_OF_TABLE.search(line.text) for line in lines[max(0, start - _WITHIN) : start])
    if order is None or len(rows) < _LEAST_ROWS or not (named or set(order) - {"units"}):
        return None
    out: list[Row] = []
    at = start
    while at < len(lines) and (size := _task_at(lines, at)):
        first = [Cell(lines[at + k].text.strip(), k, where=lines[at + k].where) for k in range(size)]
        row = Row(first, lines[at].where)
        at += size
        column = 0
        while at < len(lines) and (kind := _kind(lines[at].text)) in order[column:]:
            column = order.index(kind, column)
            row.cells.append(Cell(lines[at].text.strip(), size + column, where=lines[at].where))
            row.where = row.where.to(lines[at].where)
            column += 1
            at += 1
        out.append(row)
    where = lines[start].where.to(lines[at - 1].where)
    return [Table(out, where, spans_known=True)], at


def _task_at(lines: Sequence[Line], i: int) -> int:
    """Over how many lines a row's number and its task stand: one or two; 0 where none begins."""
    text = lines[i].text.strip()
    if row_number(text) is not None:
        return 2 if i + 1 < len(lines) and _is_task(lines[i + 1].text.strip()) else 0
    marker = read_marker(text)
    return int(marker is not None and marker.notation == "arabic" and _is_task(text[marker.end :]))


def _is_task(text: str) -> bool:
    return text[-1:] in _SENTENCE_END and read_marker(text) is None


def _row(lines: Sequence[Line], start: int) -> tuple[list[str], int] | None:
    """What the cells behind the task of the row that begins here hold, and the line behind them; None where there are
    none of this kind."""
    size = _task_at(lines, start) if start < len(lines) else 0
    at = start + size
    kinds: list[str] = []
    while size and at < len(lines) and len(kinds) < _MOST_CELLS and not _task_at(lines, at):
        kind = _kind(lines[at].text)
        if kind is None:
            break
        kinds.append(kind)
        at += 1
    return (kinds, at) if kinds else None


def _kind(text: str) -> str | None:
    """What a cell behind the task holds."""
    text = text.strip()
    if (
        len(text) > _LONGEST
        or text[-1:] in _SENTENCE_END
        or opens_field(text)
        or read_marker(text) is not None
    ):
        return None
    if is_deadline(text):
        return "deadline"
    if is_units(text):
        return "units"
    return "person" if _PERSON.fullmatch(text) and header_kind(text) is None else None


def _order(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """The order of the cells in most rows, several and bodies among them, in which those of every row stand, but for the
    last: behind it other lines may follow."""
    if not rows:
        return None
    (order, count), *_ = Counter(map(tuple, rows)).most_common(1)
    whole = len(order) > 1 and "units" in order and 2 * count > len(rows)
    return list(order) if whole and all(_stands_in(row, order) for row in rows[:-1]) else None


def _stands_in(row: Sequence[str], order: Sequence[str]) -> bool:
    rest = iter(order)
    return all(kind in rest for kind in row)
