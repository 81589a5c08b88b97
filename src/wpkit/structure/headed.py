"""A table below header words that stand on one line, parted by blanks, or on lines of their own, or in one paragraph
with all of its cells → a `Table`."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from wpkit.blocks import Block, Line, Table
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.structure.around import BLANKS, NOTE, before_signature, tail_of
from wpkit.structure.columns import Column, cell_fit
from wpkit.structure.readingorder import by_lines, header_size, is_wrapped, line_tokens, table_of
from wpkit.structure.reflow import width
from wpkit.structure.stream import Token, joined
from wpkit.text import join


def headed(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """A table below header words that stand on one line, parted by blanks, or on lines of their own."""
    text = lines[start].text
    if len("".join(text.split())) > 60 or header_kind(BLANKS.split(text.strip())[0]) is None:
        return None
    # header words on lines of their own: a line is a cell, blanks in it part nothing
    split = len(BLANKS.split(text.strip())) >= 3
    if not header_size(line_tokens(lines[start : start + 24], split=split)):
        return None
    tokens = line_tokens(lines[start:], split=split)
    if split:
        tokens = _knit(tokens)
    wrapped = is_wrapped(tokens)
    size = header_size(tokens, wraps=wrapped)
    if not size:
        return None
    columns, count = size
    body = tokens[count:]
    # header words on a line that also holds more belong to no table
    if not body or body[0].same_line:
        return None
    end = before_signature(
        lines, start, tail_of(lines, start), split=split, timed=columns[-1].role == "deadline"
    )
    notes = [] if wrapped else [n for n in range(start, end) if NOTE.match(lines[n].text.strip())]
    noted = {id(lines[n].where) for n in notes}
    body = [
        t
        for t in body
        if (t.where.line is None or end >= len(lines) or t.where < lines[end].where)
        and id(t.where) not in noted
    ]
    body = with_whole_names(body, columns) if split else body
    table = table_of([*tokens[:count], *body], wrapped=wrapped, header=(columns, count))
    return ([table, *(lines[n] for n in notes)], end) if table else None


def _knit(tokens: list[Token]) -> list[Token]:
    """The tokens with the second lines of cells that wrap side by side joined to the first (县公 5月31 / 安局 日前)."""
    out: list[Token] = []
    begin = 0  # of the last whole line in out
    i = 0
    while i < len(tokens):
        end = i + 1
        while end < len(tokens) and tokens[end].same_line:
            end += 1
        line, above = tokens[i:end], out[begin:]
        pairs = list(zip(above[-len(line) :], line, strict=False))
        if 2 <= len(line) < len(above) and all(len(t.text) <= 8 for t in line) and _wrap_on(pairs):
            for upper, lower in pairs:
                upper.text = join(upper.text, lower.text)
                upper.where = upper.where.to(lower.where)
        else:
            begin = len(out)
            out.extend(line)
        i = end
    return out


_SENTENCE = pattern("[。；;，,]")


def with_whole_names(tokens: list[Token], columns: Sequence[Column]) -> list[Token]:
    """The tokens with the pieces of each grouping cell between a row's number and its content joined, where one blank
    parts two cells and each empty cell leaves one more: then the blanks tell how many cells the pieces are of, and
    the pieces of one are lines of a narrow column, equally wide but for the last."""
    roles = [c.role for c in columns]
    groups = roles.index("content") - 1 if "content" in roles else 0
    if groups < 2 or roles[: groups + 1] != ["number"] + ["category"] * groups:
        return tokens
    rows = by_lines(tokens)
    numbered = [len(row) > 1 and row_number(row[0].text) is not None for row in rows]
    behind = [row[1].skips for number, row in zip(numbered, rows, strict=True) if number]
    # the first row has all its groups; more blanks in it only set the numbers apart
    if not any(behind) or behind[0] or max(behind) > groups:
        return tokens
    out: list[Token] = []
    for number, row in zip(numbered, rows, strict=True):
        content = next((k for k, t in enumerate(row) if k and _SENTENCE.search(t.text)), 0)
        names = row[1:content] if number else []
        filled = groups - sum(t.skips for t in row[1 : content + 1])
        # a blank too many within the pieces parts two cells with an empty one between them: left to the reading of rows
        cells = _cells_of(names, filled) if names and not any(t.skips for t in names[1:]) else None
        out.extend(row if cells is None else [row[0], *cells, *row[content:]])
    return out


def _cells_of(pieces: Sequence[Token], count: int) -> list[Token] | None:
    """The pieces as one or two whole cells; None where there are more, or their widths do not tell where one ends."""
    if count == 1:
        parted = [[pieces]]
    elif count == 2:
        parted = [
            [pieces[:k], pieces[k:]]
            for k in range(1, len(pieces))
            if _is_narrow(pieces[:k]) and _is_narrow(pieces[k:])
        ]
    else:
        return None
    if len(parted) != 1:
        return None
    return [replace(cell[0], text=joined(cell), where=cell[0].where.to(cell[-1].where)) for cell in parted[0]]


def _is_narrow(pieces: Sequence[Token]) -> bool:
    """Whether the pieces have the widths of lines of one narrow cell."""
    widths = [width(t.text) for t in pieces]
    return all(abs(w - widths[0]) <= 1 for w in widths[:-1]) and widths[-1] <= widths[0] + 1


def _wrap_on(pairs: Sequence[tuple[Token, Token]]) -> bool:
    """Whether every lower piece goes on the one above it, a time that only both make among them."""
    whole = [join(a.text, b.text) for a, b in pairs]
    times = [
        is_deadline(t) and not (is_deadline(a.text) and is_deadline(b.text))
        for t, (a, b) in zip(whole, pairs, strict=True)
    ]
    return any(times) and all(time or is_units(t) for time, t in zip(times, whole, strict=True))


def run_together(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """A table run together in one paragraph, header and all, its cells parted by single blanks."""
    from wpkit.structure.unmarked import unmarked_table

    unmarked = unmarked_table(lines, start)
    if unmarked is not None:
        guess, opening, end = unmarked
        return [*([Line(opening, lines[start].where)] if opening.strip() else []), guess], end
    tokens = line_tokens(lines[start : start + 1])
    for i in range(min(24, len(tokens) - 6)):
        if header_kind(tokens[i].text) is None:
            continue
        found = header_size(tokens[i:], wraps=False)
        if not found or len(tokens) - i - found[1] < len(found[0]):
            continue
        for token in tokens:
            token.same_line = False
        end = _end_of_rows(tokens, i, i + found[1], found[0])
        table = table_of(tokens[i:end], wrapped=False, header=found)
        if table is None or not _makes_sense(table):
            return None
        above, below = (_sentences(tokens[:i]), _sentences(tokens[end:]))
        return [*above, table, *below], start + 1
    return None


_NEVER_FIRST = frozenset("，、。；：）,;:)")


def _makes_sense(table: Table) -> bool:
    """Whether most cells below header words of bodies and of times can be read as such, and cells begin as text does: not
    those of a table whose lines were taken across the page, or whose marks were taken apart from the words."""
    torn = sum(
        any(cell.text[:1] in _NEVER_FIRST for cell in row.cells if cell.text) for row in table.rows[1:]
    )
    if 4 * torn >= len(table.rows) - 1 > 1:
        return False
    named: dict[int, Column] = {}
    for cell in table.rows[0].cells:
        kind = header_kind(cell.text)
        if kind == "units" or kind == "deadline":
            named[cell.column] = Column(kind)
    cells = [
        (named[c.column], c.text) for row in table.rows[1:] for c in row.cells if c.text and c.column in named
    ]
    fitting = sum(cell_fit(column, text) > 0 for column, text in cells)
    return len(cells) < _LEAST_ROWS or 2 * fitting >= len(cells)


def _end_of_rows(tokens: Sequence[Token], start: int, first: int, columns: Sequence[Column]) -> int:
    """Where the rows below the header from `start` to `first` end: behind the last one's time, or its bodies where the
    columns end in them, if no row has two such cells. Rows without numbers are told by it alone, if they have equally
    many cells."""
    named = [c for c in columns if c.role in ("units", "deadline")]
    end = before_signature(tokens, start, len(tokens), split=False, timed=named[-1].role == "deadline")
    closed = [i for i in range(first, end) if cell_fit(named[-1], tokens[i].text) > 0]
    if len(closed) < _LEAST_ROWS:
        return end
    if all(c.role != "number" for c in columns):
        rows = [tokens[a + 1 : b] for a, b in itertools.pairwise([first - 1, *closed])]
        cells = {sum(read_marker(t.text) is None for t in row) for row in rows}
        return closed[-1] + 1 if len(cells) == 1 else end
    numbers: list[int] = []
    for i in range(first, end):
        if row_number(tokens[i].text) == str(len(numbers) + 1):
            numbers.append(i)
    own = [[i for i in closed if a + 1 < i < b] for a, b in itertools.pairwise([*numbers, end])]
    if len(own) < _LEAST_ROWS or any(len(found) > 1 for found in own[:-1]):
        return end
    # the last row's closing cell may be merged over it
    last = own[-1][:1] or [
        i for i in range(numbers[-1] + 2, end) if any(cell_fit(c, tokens[i].text) > 0 for c in named)
    ]
    return last[-1] + 1 if last else end


_LEAST_ROWS = 3
_PART_OF_DATE = pattern(r"[年月日号]|\d{1,2}[月日号]")


def _sentences(tokens: Sequence[Token]) -> list[Block]:
    """What blanks part around a table run together, a line each; a date with blanks in it is one."""
    out: list[Block] = []
    for token in tokens:
        above = out[-1] if out else None
        if isinstance(above, Line) and (
            _PART_OF_DATE.match(token.text) or (token.text[0].isdigit() and above.text[-1] in "年月")
        ):
            above.text += token.text
        else:
            out.append(Line(token.text, token.where))
    return out
