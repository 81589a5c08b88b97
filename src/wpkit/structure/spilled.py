"""The text of a table's page, its cells in whatever order an exporter printed them → a `Table`.

Exporters put a page out by rows, by columns, in bands of either, or line by line over all columns with the cells
centred in their rows. The page is cut into `pieces`, a `search` finds the row and column of each, and the labels of
grouping columns cover the rows that they stand at the middle of.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Literal

from wpkit.blocks import Cell, Line, Row, Table, Where
from wpkit.fields.numbering import row_number
from wpkit.records import record
from wpkit.structure.columns import Column, read_header
from wpkit.structure.evidence import Evidence, Spilled
from wpkit.structure.ordered import Ordered
from wpkit.structure.pieces import LEAST_ROWS, Header, Page, Piece, chain, mended, pieces_of, prepared
from wpkit.structure.search import Search
from wpkit.text import tidy

_Order = Literal["rows", "lines"] | None
_FIRST = 1000  # pieces; they tell in which order those of a table more than twice as long are printed
_BESIDE = 0.2  # the share of pieces that follow others on their line where lines are printed over all columns
_WELL, _SURE = (
    0.5,
    3.0,
)  # what may speak against a row of a reading for it to be the only one, and to be taken


@record()
class _Text:
    """The pieces of some lines under their columns, and the lines before them."""

    pieces: list[Piece]
    pages: list[Page]
    columns: Sequence[Column]
    above: list[Line]


@record()
class Found:
    """A table, the lines before it, the lines that found no cell, how well its cells read; whether they are printed row
    by row or line by line, and whether next to nothing speaks against that."""

    table: Table
    above: list[Line]
    loose: list[Line]
    quality: float
    in_order: bool
    sure: bool


def spilled_table(lines: Sequence[Line], header: Header, *, in_order: bool = False) -> Found | None:
    """The table that the lines hold under their header words; None where they make no table. `in_order`: nor where its
    cells are printed in another order than row by row or line by line."""
    text = _cut(lines, header)
    if not text.pieces:
        return None
    over_columns = sum(p.same_line for p in text.pieces) > _BESIDE * len(text.pieces)
    most = _FIRST if len(text.pieces) > 2 * _FIRST else None
    text, (score, reader, found, order) = _likeliest(text, lines, header, over_columns, most)
    hopeless = score < -_SURE * found.rows
    if most is not None and not (hopeless and (in_order or not over_columns)):
        score, reader, found, order = _ordered(text, by_lines=order == "lines")
        hopeless = score < -_SURE * found.rows
    if hopeless and in_order:
        return None
    if hopeless and not over_columns:
        search = Search(text.pieces, text.pages, text.columns)
        search.learn(search.read())
        reader, found, order = search, search.read(), None
    table = _table(reader, found, text.columns, order, lines)
    if table is None:
        return None
    loose = [Line(reader.pieces[i].text, reader.pieces[i].where) for i in found.loose]
    in_order = order is not None
    sure = in_order and score >= -_WELL * found.rows
    return Found(table, text.above, loose, quality(table, reader), in_order, sure)


def _cut(lines: Sequence[Line], header: Header, *, beside: bool = False) -> _Text:
    pieces, above = prepared(lines, header, beside=beside)
    columns = header.columns
    chain(pieces)
    numbered = any(p.value is not None for p in pieces)
    if numbered and not any(c.role == "number" for c in columns):
        at = next((k for k, c in enumerate(columns) if c.role == "content"), 0)
        columns = (*columns[:at], Column("number"), *columns[at:])
    pieces, pages = mended(pieces)
    for page in pages:
        values = [v for i in page.pieces if (v := pieces[i].value) is not None]
        if values:
            page.first, page.last = min(values), max(values)
    return _Text(pieces, pages, columns, above)


_MOST_ARRANGED = 6


def _arrangements(header: Header, columns: Sequence[Column]) -> Sequence[Sequence[Column]]:
    """The orders that the columns may stand in whose header words stand above or below the line of the others: together,
    behind the task's number and the groups that it belongs to."""
    moved = [header.columns[k] for k in header.apart if header.columns[k].role != "number"]
    if not moved or any(c.role in ("content", "category") for c in moved):
        return [columns]
    fixed = [c for c in columns if c not in moved]
    first = next((k for k, c in enumerate(fixed) if c.role == "content"), 0) + 1
    places = range(first, len(fixed) + 1)
    return [(*fixed[:k], *moved, *fixed[k:]) for k in places][:_MOST_ARRANGED]


_Reading = tuple[float, Evidence, Spilled, _Order]


def _likeliest(
    text: _Text, lines: Sequence[Line], header: Header, over_columns: bool, most: int | None
) -> tuple[_Text, _Reading]:
    """The likeliest reading of the first pieces (`most`, or all) in a known order, and the text that was read: as it is, or
    cut anew for lines that go over all columns."""
    best = text, _ordered(replace(text, pieces=text.pieces[:most]), by_lines=False)
    score, _, found, _ = best[1]
    if over_columns and score < -_WELL * found.rows:
        beside = _cut(lines, header, beside=True)
        for columns in _arrangements(header, beside.columns):
            arranged = replace(beside, columns=columns)
            other = _ordered(replace(arranged, pieces=beside.pieces[:most]), by_lines=True)
            if other[0] > best[1][0]:
                best = arranged, other
    return best


def _ordered(text: _Text, *, by_lines: bool) -> _Reading:
    """The likeliest reading of pieces printed row by row, or line by line, and what speaks for it."""
    tried = []
    for top in (False, True) if by_lines else (False,):
        reader = Ordered(text.pieces, text.columns, by_lines=by_lines, top=top)
        tried.append((*reader.read(narrowly=True), reader))
    found, _, reader = max(tried, key=itemgetter(1))
    reader.learn(found)
    found, score = reader.read()
    return score, reader, found, "lines" if by_lines else "rows"


UNREAD = float("-inf")


_LONGEST_GROUP = 40


def quality(table: Table, reader: Evidence) -> float:
    """How well the cells of a table read as what its columns hold."""
    score = 0.0
    for row in table.rows:
        cells = {c.column: tidy(c.text) for c in row.cells}
        words = [t for t in cells.values() if t]
        if len(words) < 2 or (read_header(words) is not None):
            continue
        for k, kind in enumerate(reader.kinds):
            text = cells.get(k, "")
            if kind == "category" or kind == "other":
                if kind == "category":
                    score -= 4.0 if len(text) > _LONGEST_GROUP else 0.0  # several names in one
                    score -= (
                        1.5 if text[-1:].isdecimal() else 0.0
                    )  # the rest of an amount stands in the next cell
                continue
            if kind == "number":
                score += (0.0 if row_number(text) else -4.0) if text else -2.0
            elif text:
                score += reader.fit(k, text)
            else:
                score -= reader.skips[k]
    return score


def reader_of(lines: Sequence[Line], columns: Sequence[Column]) -> Evidence:
    pieces = [p for n, line in enumerate(lines) for p in pieces_of(line, n)]
    return Evidence(pieces, columns)


def _table(
    reader: Evidence, found: Spilled, columns: Sequence[Column], order: _Order, lines: Sequence[Line]
) -> Table | None:
    pieces = reader.pieces
    content = reader.kinds.index("content")
    rows = found.rows
    if sum((r, content) in found.cells for r in range(rows)) < LEAST_ROWS:
        return None
    headings: dict[int, list[tuple[str, Where]]] = {}
    for row, text, own in found.headings:
        headings.setdefault(min(row, rows - 1), []).append((text, pieces[own[0]].where))
    spans = {c: _blocks(reader, found, c, set(headings), order) for c in found.labels}
    where = lines[0].where.to(lines[-1].where)
    out = [Row([Cell(c.title, k, where=lines[0].where) for k, c in enumerate(columns)], lines[0].where)]
    guessed = bool(found.loose) or order == "lines" or (order is None and not _in_order(reader, found))
    for r in range(rows):
        for text, at in headings.get(r, ()):
            out.append(Row([Cell(text, 0, column_span=len(columns), where=at)], at))
        cells: list[Cell] = []
        for k, kind in enumerate(reader.kinds):
            if kind == "category":
                label = next(((t, s, e, w) for t, s, e, w in spans.get(k, ()) if s <= r < e), None)
                cells.append(Cell(label[0] if label else "", k, where=label[3] if label else where))
                continue
            own = found.cells.get((r, k), [])
            if own:
                at = _over([pieces[i].where for i in own])
                cells.append(Cell(reader.text(own), k, where=at))
            else:
                cells.append(Cell("", k))
                guessed = guessed or kind in ("content", "deadline", "person") or k in reader.units[:1]
        known = [c.where for c in cells if c.text and reader.kinds[c.column] != "category"]
        row_where = _over(known) if known else lines[0].where
        for cell in cells:
            if not cell.text:
                cell.where = row_where
        if any(c.text for c in cells):
            out.append(Row(cells, row_where))
    return Table(out, where, spans_known=True, guessed=guessed, wrapped=True)


def _over(wheres: Sequence[Where]) -> Where:
    ordered = sorted(wheres, key=lambda w: w.line or 0)
    return ordered[0].to(ordered[-1])


_LONGEST_BLOCK = 30
_BESIDE_ROWS = 4.0  # heights
# A label: its text, the heights between which its middle stands, the likeliest one, its place.
_Label = tuple[str, float, float, float, Where]


def _blocks(
    reader: Evidence, found: Spilled, c: int, breaks: set[int], order: _Order
) -> list[tuple[str, int, int, Where]]:
    """The rows that each label of a grouping column covers: (label, first row, row behind the last, place)."""
    pieces = reader.pieces
    if order == "lines":
        edges, at = _by_lines(pieces, found)
    else:
        edges, at = _by_heights(found)
    pages: dict[int, tuple[int, int]] = {}
    for (r, _), own in found.cells.items():
        for i in own:
            low, high = pages.get(pieces[i].page, (r, r))
            pages[pieces[i].page] = (min(low, r), max(high, r))
    labels: dict[int, list[_Label]] = {}
    for own in found.labels[c]:
        page = pieces[own[0]].page
        ranges = [_between(pieces, at, i) for i in own]
        low, high = (sum(side) / len(own) for side in zip(*ranges, strict=True))
        labels.setdefault(page, []).append(
            (reader.text(own), low, high, (low + high) / 2, _over([pieces[i].where for i in own]))
        )
    out: list[tuple[str, int, int, Where]] = []
    if order == "rows":
        row_at = {i: r for (r, k), own in found.cells.items() for i in own}
        for own in found.labels[c]:
            begin = next(
                (row_at[i] for i in range(own[-1] + 1, min(len(pieces), own[-1] + 12)) if i in row_at), None
            )
            if begin is None:
                continue
            if out:
                out[-1] = (out[-1][0], out[-1][1], begin, out[-1][3])
            where = _over([pieces[i].where for i in own])
            out.append((reader.text(own), begin if out else 0, found.rows, where))
        return out
    for page in sorted(pages):
        first, last = pages[page]
        if out:
            first = max(first, out[-1][2])
        own_labels = labels.get(page, [])
        ends = _ends(own_labels, edges, first, last + 1, breaks, bool(out))
        begin = first
        if out and ends and ends[0] > begin:
            text, s, _, w = out[-1]
            out[-1] = (text, s, ends[0], w)
        if not own_labels and out:
            text, s, _, w = out[-1]
            out[-1] = (text, s, last + 1, w)
            continue
        for (text, _, _, _, w), (s, e) in zip(own_labels, itertools.pairwise(ends), strict=False):
            if out and out[-1][0] == text and out[-1][2] == s:
                out[-1] = (text, out[-1][1], e, out[-1][3])
            else:
                out.append((text, s, e, w))
    return out


def _by_heights(found: Spilled) -> tuple[list[float], dict[int, float]]:
    """The heights at which rows begin and end, and at which pieces stand: in lines, each cell at its row's middle."""
    heights = [1] * found.rows
    for (r, _), own in found.cells.items():
        heights[r] = max(heights[r], len(own))
    edges = [0.0]
    for h in heights:
        edges.append(edges[-1] + h)
    at: dict[int, float] = {}
    for (r, _), own in found.cells.items():
        top = edges[r] + (heights[r] - len(own)) / 2
        for n, i in enumerate(own):
            at[i] = top + n + 0.5
    return edges, at


def _by_lines(pieces: Sequence[Piece], found: Spilled) -> tuple[list[float], dict[int, float]]:
    """The same where lines go over all columns: the lines tell."""
    edges = [0.0]
    for r in range(found.rows):
        own = [pieces[i].line for (row, _), cell in found.cells.items() if row == r for i in cell]
        edges.append(max([edges[-1], *[n + 1.0 for n in own]]))
    return edges, {i: piece.line + 0.5 for i, piece in enumerate(pieces)}


def _in_order(reader: Evidence, found: Spilled) -> bool:
    """Whether cells are printed one after another, each whole, a row's number before its other cells."""
    broken = total = 0
    for (r, c), own in found.cells.items():
        if len(own) > 1:
            total += 1
            broken += own[-1] - own[0] >= len(own)
        if c == reader.number and (r + 1, c) in found.cells:
            total += 1
            broken += found.cells[r + 1, c][0] - own[0] == 1
    return broken <= 0.03 * total


def _between(pieces: Sequence[Piece], at: dict[int, float], i: int) -> tuple[float, float]:
    """The heights between which a label's line stands: those of what is printed before and behind it."""
    page = pieces[i].page
    low: float | None = None
    high: float | None = None
    k_low, beside = 0, 0.0
    after = i + 1
    if after in at and pieces[after].line == pieces[i].line and pieces[after].value is not None:
        return at[after] - 0.5, at[after] + 0.5
    for k in range(i - 1, max(-1, i - 8), -1):
        if pieces[k].page != page:
            break
        if k in at:
            low, k_low = at[k], k
            break
    for k in range(i + 1, min(len(pieces), i + 8)):
        if pieces[k].page != page:
            break
        if k in at:
            high = at[k]
            # a blank line below it: a block of its own, that may stand beside the rows and not only above them
            beside = _BESIDE_ROWS if low is None and pieces[k].gap else 0.0
            break
    if low is None and high is not None and beside:
        return high - 1.5, high + beside
    if low is None:
        return (high - 1.5, high) if high is not None else (0.0, 0.0)
    if high is not None and high >= low:
        return low, high
    # it stands beside the run of lines before it, wherever that ends
    while k_low > 0 and k_low - 1 in at and not pieces[k_low].gap and at[k_low - 1] < at[k_low]:
        k_low -= 1
    return at[k_low], low + 0.5


def _ends(
    labels: Sequence[_Label],
    edges: Sequence[float],
    first: int,
    last: int,
    breaks: set[int],
    carried: bool,
) -> list[int]:
    """Where the first label's block begins and each block ends, so that each label stands at its block's middle."""
    if not labels:
        return []
    starts = {first: 0.0}
    if carried:
        for s in range(first + 1, min(last, first + _LONGEST_BLOCK)):
            if s in breaks and s != first:
                pass
            starts[s] = 1.5 + 0.1 * (s - first)
    best = starts
    back: list[dict[int, int]] = []
    for n, (_, low, high, likely, _) in enumerate(labels):
        found: dict[int, float] = {}
        steps: dict[int, int] = {}
        rest = len(labels) - n - 1
        for s, cost in best.items():
            ends = [last] if not rest else range(s + 1, min(last - rest, s + _LONGEST_BLOCK) + 1)
            for e in ends:
                if e <= s:
                    continue
                middle = (edges[s] + edges[e]) / 2
                off = max(0.0, low - middle, middle - high)
                total = cost + off * off + 0.01 * abs(middle - likely)
                total += sum(6.0 for b in breaks if s < b < e)
                if e not in found or total < found[e]:
                    found[e], steps[e] = total, s
        back.append(steps)
        best = found
        if not best:
            return []
    end = min(best, key=lambda e: best[e])
    out = [end]
    for steps in reversed(back):
        end = steps[end]
        out.append(end)
    return out[::-1]
