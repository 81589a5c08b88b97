"""A table whose cells an exporter printed out of their rows' order → a `Table`.

Such a table may also read well in the order it is printed in: what makes more of the lines stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from wpkit.blocks import Block, Line, Table
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import row_number
from wpkit.structure.aligned import set_with_blanks
from wpkit.structure.around import BLANKS, before_signature, tail_of
from wpkit.structure.columns import Column, fits, read_header
from wpkit.structure.headed import headed, with_whole_names
from wpkit.structure.readingorder import by_lines, line_tokens
from wpkit.text import one_bar

_LEAST_WORDS = 3
_ABOVE = 4  # lines of a title that may begin like a header


def of_page(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """A table whose cells an exporter printed out of their rows' order."""
    text = lines[start].text
    first = BLANKS.split(text.strip())[0]
    if len(first) == 1 and start + 1 < len(lines):
        first += lines[start + 1].text.strip()  # a narrow column's word, a character a line
    if len("".join(text.split())) > 60 or header_kind(first) is None:
        return None
    # most notices hold no such table: the reader of one is loaded for those that may
    from wpkit.structure.pieces import NEAR, read_scattered
    from wpkit.structure.spilled import UNREAD, quality, reader_of, spilled_table

    near = lines[start : start + NEAR]
    if any("\t" in line.text.strip() or "|" in one_bar(line.text) for line in near):
        return None
    header = read_scattered(near)
    if header is None:
        return None
    plain = headed(lines, start)
    if plain is not None and _row_by_row(lines[start : plain[1]], plain[0]):
        return plain
    begin = start
    while not (first in header.words and begin == start) and not all(
        word in header.words for word in lines[begin].text.split()
    ):
        begin += 1
        if begin - start > _ABOVE or begin >= len(lines):
            return None
    kept = set_with_blanks(lines, begin) if begin > start else None
    if kept is not None:
        return [*lines[start:begin], *kept[0]], kept[1]
    timed = header.columns[-1].role == "deadline"
    end = before_signature(lines, begin, tail_of(lines, begin), split=False, timed=timed)
    plain = headed(lines, begin) if begin > start else plain
    told = next((b for b in plain[0] if isinstance(b, Table)), None) if plain else None
    reads, whole = UNREAD, None
    if plain is not None and told is not None:
        whole = [*lines[start:begin], *plain[0]], plain[1]
        roles = [c.role for c in header.columns]
        columns = read_header([c.text for c in told.rows[0].cells])
        # where rows go over several lines, a column without a word may be made up of what those left over
        made_up = len(lines[begin].text.split()) >= _LEAST_WORDS
        if columns is not None and sum(bool(c.title) or not made_up for c in columns) > len(roles):
            return whole
        if columns is not None and [c.role for c in columns] != roles:
            # one of the words found apart may be no header word: a table well read by its own header stands
            if quality(told, reader_of(lines[begin:end], columns)) > -_WELL_READ * len(told.rows):
                return whole
        elif columns is not None:
            if _row_a_line(lines[begin + 1 : plain[1]], columns):
                return whole
            reads = quality(told, reader_of(lines[begin:end], columns))
            if reads > -_WELL_READ * len(told.rows):
                # labels of groups, which this does not weigh, are what goes wrong in rows read well otherwise
                printed = _lines_a_cell(lines[begin:end], told)
                if "category" not in roles or printed <= (_LINES_A_CELL if reads >= 0 else _ONE_LINE):
                    return whole
                found = spilled_table(lines[begin:end], header, in_order=True)
                if found is None or not ((found.sure and printed > _LINES_A_CELL) or found.quality > reads):
                    return whole
                return [*lines[start:begin], *found.above, found.table, *found.loose], end
    found = spilled_table(lines[begin:end], header)
    if found is None:
        return whole
    if told is not None and not found.sure:
        # a table read by its rows' order is more likely right than one put together from pieces
        least = reads if found.in_order else reads + _SURELY * len(told.rows)
        if found.quality <= least:
            return whole
    return [*lines[start:begin], *found.above, found.table, *found.loose], end


_WELL_READ, _SURELY = 1.0, 1.0


def _lines_a_cell(lines: Sequence[Line], table: Table) -> float:
    """On how many lines a table's cells are printed, on the whole."""
    cells = sum(bool(c.text.strip()) for row in table.rows for c in row.cells)
    from wpkit.structure.pieces import pieces_of

    return sum(len(pieces_of(line, 0)) for line in lines) / max(cells, 1)


_LINES_A_CELL, _ONE_LINE = 1.3, 1.05


_MOST_FIT = 0.8


def _row_by_row(lines: Sequence[Line], blocks: Sequence[Block]) -> bool:
    """Whether a table with a cell a line is printed row by row: each row has its content whole on one line and, where rows
    have numbers, the next one; the cells of nearly all read as those of their columns, however many are merged over a row."""
    table = next((b for b in blocks if isinstance(b, Table)), None)
    columns = read_header([c.text for c in table.rows[0].cells]) if table is not None else None
    roles = [c.role for c in columns or ()]
    if table is None or columns is None or "content" not in roles:
        return False
    texts = {line.text.strip() for line in lines}
    number = roles.index("number") if "number" in roles else None
    content = roles.index("content")
    rows = [{c.column: c.text for c in row.cells if c.text} for row in table.rows[1:]]
    rows = [row for row in rows if row.keys() != {0} or content == 0]
    if len(rows) < _LEAST_WORDS or not all(
        (number is None or row.get(number) == str(n)) and row.get(content) in texts
        for n, row in enumerate(rows, 1)
    ):
        return False
    fitting = sum(fits([row.get(k, "") for k in range(len(columns))], columns) for row in rows)
    if fitting < _MOST_FIT * len(rows):
        return False
    # where columns are printed one after another, all but the last row lack what stands behind their content
    return number is not None or 2 * sum(max(row) > content for row in rows) >= len(rows)


def _row_a_line(lines: Sequence[Line], columns: Sequence[Column]) -> bool:
    """Whether nearly every line is a whole row: a number, and as many cells as there are columns, an empty one for each
    blank too many."""
    rows = by_lines(with_whole_names(line_tokens(lines), columns))
    whole = sum(
        len(row) + sum(t.skips for t in row) == len(columns) and row_number(row[0].text) is not None
        for row in rows
    )
    return 10 * whole >= 9 * len(lines) > 0
