"""What a file cuts though it reads on: tables parted by an empty paragraph → one table, and paragraphs that
are single printed lines → lines.

Shared by the parsers of formats that state paragraphs and cells. What a text means is not asked here.
"""

from __future__ import annotations

from wpkit.blocks import Block, Cell, Line, Paragraph, Row, Table
from wpkit.findings import Report
from wpkit.text import fold, number_of

# A heading names a column in a few words; a cell longer than this is content.
_LONGEST_HEADING = 15
_SENTENCE = frozenset("。；;！")
_ENDS = frozenset("。；;：:！!？?”’）)】》")
_FEWEST_LINES = 12
_LONGEST_LINE = 60


def join_tables(blocks: list[Block], report: Report) -> list[Block]:
    """The blocks with each run of neighbouring tables made one where the grid is the same and the later
    table has no header of its own. Each join is a finding at the place of the table joined on."""
    out: list[Block] = []
    for block in blocks:
        above = out[-1] if out else None
        if isinstance(block, Table) and isinstance(above, Table) and _goes_on(above, block):
            report.add("P102", block.where, rows=len(block.rows))
            above.rows.extend(block.rows)
        else:
            out.append(block)
    return out


def _goes_on(above: Table, below: Table) -> bool:
    if not below.rows or above.width < 2 or above.width != below.width:
        return False
    first = below.rows[0]
    if _key(first) in {_key(row) for row in above.rows[:3]}:
        return False
    return _is_content(first)


def _key(row: Row) -> tuple[str, ...]:
    return tuple(fold(cell.text) for cell in row.cells)


def _is_content(row: Row) -> bool:
    """Whether a row cannot be a header: a number stands in it, a sentence, or more than a heading's length."""
    texts = [fold(cell.text) for cell in row.cells]
    if len([t for t in texts if t]) < 2:
        return False
    return any(
        len(t) > _LONGEST_HEADING or _SENTENCE & set(t) or number_of(t.rstrip("、.")) is not None
        for t in texts
    )


def lines_if_wrapped(blocks: list[Block]) -> list[Block]:
    """The blocks with every paragraph as a line where the paragraphs are printed lines: most are nearly as long
    as the longest and end in mid-sentence. Word files made from PDF, and pages copied line by line, are so."""
    lengths = sorted(len(b.text) for b in blocks if isinstance(b, Paragraph) and not b.centered)
    if len(lengths) < _FEWEST_LINES:
        return blocks
    usual = lengths[len(lengths) * 9 // 10]
    if not _LONGEST_HEADING < usual <= _LONGEST_LINE or lengths[-1] > usual * 3 // 2:
        return blocks
    full = sum(
        len(b.text) * 5 >= usual * 4 and b.text[-1:] not in _ENDS
        for b in blocks
        if isinstance(b, Paragraph) and not b.centered
    )
    if full * 5 < len(lengths) * 2:
        return blocks
    return [Line(b.text, b.where) if isinstance(b, Paragraph) and not b.centered else b for b in blocks]


def merge_down(table: Table) -> list[Cell]:
    """Cells marked as covered (row_span 0) go, and the cell above spans their rows. Returns the covered
    cells that hold text, which no program shows."""
    above: dict[int, Cell] = {}
    covered: list[Cell] = []
    for row in table.rows:
        kept: list[Cell] = []
        now: dict[int, Cell] = {}
        for cell in row.cells:
            owner = above.get(cell.column) if cell.row_span == 0 else None
            if owner is None:
                cell.row_span = 1
                kept.append(cell)
                owner = cell
            else:
                owner.row_span += 1
                if cell.text:
                    covered.append(cell)
            now[cell.column] = owner
        row.cells = kept
        above = now
    return covered
