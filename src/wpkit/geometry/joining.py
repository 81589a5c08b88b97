"""The parts of a table on each page → one logical table: heads dropped, cut rows and merged cells made whole.

A page break can cut a row in two, and it ends every merged cell. What speaks for a cut row is weighed (`_cut`);
each join is a finding, and a doubtful one is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from wpkit.blocks import Cell, Row, Table, Where
from wpkit.geometry.grid import cells_by_row
from wpkit.geometry.model import PageTable, TextLine
from wpkit.text import number_of

SAME_EDGE = 4.0  # points between the column edges of parts of one table
Tell = Callable[..., object]


@dataclass(slots=True)
class Piece:
    """A cell while its table is put together. `parts` are its lines page by page with the part's outline."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: list[TextLine]
    where: Where
    last_box: tuple[float, float, float, float]
    last_lines: list[TextLine]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def end(self) -> int:
        return self.row + self.row_span


@dataclass(slots=True)
class Growing:
    """A table that may go on: its pieces, the pages its rows begin on, and its column edges."""

    xs: list[float]
    pieces: list[Piece]
    row_pages: list[int]
    row_boxes: list[tuple[float, float, float, float]]
    page: int
    ruled: bool
    number: int
    header: list[list[tuple[int, int, str]]] = field(default_factory=list)

    @property
    def height(self) -> int:
        return len(self.row_pages)


def begin(table: PageTable, number: int) -> Growing:
    """A table whose first part is this one; `number` is its place among the paper's tables."""
    grown = Growing(list(table.xs), [], [], [], table.page, table.ruled, number)
    _append(grown, table, _pieces(table), 0)
    grown.header = _keys(table)[:6]
    return grown


def fits(grown: Growing, table: PageTable) -> bool:
    """Whether the part has the table's columns: the same edges (the page may be shifted), or some of them."""
    ours = [x - grown.xs[0] for x in grown.xs]
    theirs = [x - table.xs[0] for x in table.xs]
    if abs(ours[-1] - theirs[-1]) > SAME_EDGE * 1.5:
        return False
    few, many = sorted((ours, theirs), key=len)
    return all(any(abs(x - y) <= SAME_EDGE for y in many) for x in few) and (len(few) > 2 or len(many) == 2)


def extend(grown: Growing, table: PageTable, tell: Tell) -> None:
    """Puts the next page's part under the table, cut rows and merged cells made whole."""
    _same_columns(grown, table)
    skip = _repeated_header(grown, table)
    pieces = [p for p in _pieces(table) if p.row >= skip]
    for piece in pieces:
        piece.row -= skip
    tell("P502", Where(page=table.page, table=grown.number), table=grown.number, page=table.page, header=skip)
    if pieces:
        top = {p.column: p for p in pieces if p.row == 0}
        open_ = {p.column: p for p in grown.pieces if p.end == grown.height}
        score = _cut(grown, pieces, top, open_)
        if score > 0:
            code = "P503" if score >= 2 else "P504"
            tell(code, Where(page=grown.page, end_page=table.page, table=grown.number, row=grown.height),
                 page=grown.page, next=table.page)  # fmt: skip
            _glue(grown, table, pieces, top, open_)
        else:
            carried = _carry(grown, table, pieces, top, open_, tell)
            _append(grown, table, [p for p in pieces if id(p) not in carried], skip)
    grown.page = table.page


def finish(grown: Growing) -> Table:
    """The logical table as a block."""
    rows = [
        Row(
            [],
            Where(page=page, table=grown.number, row=i + 1, box=box),
            new_page=i > 0 and page != grown.row_pages[i - 1],
        )
        for i, (page, box) in enumerate(zip(grown.row_pages, grown.row_boxes, strict=True))
    ]
    for piece in sorted(grown.pieces, key=lambda p: (p.row, p.column)):
        where = piece.where._replace(table=grown.number, row=piece.row + 1, column=piece.column + 1)
        rows[piece.row].cells.append(Cell(piece.text, piece.column, piece.row_span, piece.column_span, where))
    first, last = rows[0].where, rows[-1].where
    where = Where(page=first.page, table=grown.number, box=first.box).to(Where(page=grown.page, box=last.box))
    return Table(rows, where, spans_known=grown.ruled)


# -- columns and heads ---------------------------------------------------------------------------


def _same_columns(grown: Growing, table: PageTable) -> None:
    """Gives both the union of their column edges, so that columns count alike."""
    shift = table.xs[0] - grown.xs[0]
    union = list(grown.xs)
    for x in table.xs:
        if all(abs(x - shift - known) > SAME_EDGE for known in union):
            union.append(x - shift)
    union.sort()
    if len(union) != len(grown.xs):
        _renumber(grown.pieces, grown.xs, union)
        grown.header = [
            [
                (_index(union, grown.xs[c]), _index(union, grown.xs[c + n]) - _index(union, grown.xs[c]), t)
                for c, n, t in row
            ]
            for row in grown.header
        ]
        grown.xs = union
    if len(union) != len(table.xs):
        shifted = [x + shift for x in union]
        for cell in table.cells:
            first = _index(shifted, table.xs[cell.column])
            cell.column_span = _index(shifted, table.xs[cell.column + cell.column_span]) - first
            cell.column = first
        table.xs = shifted


def _renumber(pieces: list[Piece], old: list[float], new: list[float]) -> None:
    for piece in pieces:
        first = _index(new, old[piece.column])
        piece.column_span = _index(new, old[piece.column + piece.column_span]) - first
        piece.column = first


def _index(edges: list[float], x: float) -> int:
    return min(range(len(edges)), key=lambda k: abs(edges[k] - x))


def _keys(table: PageTable) -> list[list[tuple[int, int, str]]]:
    return [[(c.column, c.column_span, "".join(c.text.split())) for c in row] for row in cells_by_row(table)]


def _repeated_header(grown: Growing, table: PageTable) -> int:
    """How many of the part's first rows are the table's own first rows again."""
    here = _keys(table)
    for start in range(min(3, len(grown.header))):
        head = grown.header[start:]
        for count in range(min(len(head), len(here)), 0, -1):
            if head[:count] == here[:count] and sum(bool(t) for row in here[:count] for _, _, t in row) > 1:
                return count
    return 0


def _pieces(table: PageTable) -> list[Piece]:
    return [
        Piece(
            c.row,
            c.column,
            c.row_span,
            c.column_span,
            list(c.lines),
            Where(page=table.page, box=c.box),
            c.box,
            c.lines,
        )
        for c in table.cells
    ]


def _append(grown: Growing, table: PageTable, pieces: list[Piece], skip: int) -> None:
    base = grown.height
    for piece in pieces:
        piece.row += base
        grown.pieces.append(piece)
    for row in range(skip, table.height):
        grown.row_pages.append(table.page)
        grown.row_boxes.append((table.xs[0], table.ys[row], table.xs[-1], table.ys[row + 1]))


# -- the row that the break cut ------------------------------------------------------------------

_FINAL = frozenset("。．！？；!?;.”’）)")


def _cut(grown: Growing, pieces: list[Piece], top: dict[int, Piece], open_: dict[int, Piece]) -> float:
    """Above 0 where the part's first row is the rest of the table's last; 2 or more where that is sure."""
    if not all(c in open_ and open_[c].column_span == p.column_span for c, p in top.items()):
        return -9.0
    if not any(p.lines for p in top.values()):
        return -9.0
    score = 0.0
    for column, piece in top.items():
        before = open_[column]
        score += _evidence(_Column(grown, column), before, piece)
    return score


class _Column:
    """What the table so far tells about one column."""

    def __init__(self, grown: Growing, column: int) -> None:
        cells = [p for p in grown.pieces if p.column == column and p.row > 0]
        self.cells = [p for p in cells if p.end < grown.height or p.row_span == 1]
        self.filled = [p for p in self.cells if p.lines]
        self.merged = sum(p.row_span > 1 for p in cells) * 5 > len(cells)
        numbers = [number_of("".join(p.text.split()).rstrip(".．、")) for p in self.filled]
        self.numbers = len(numbers) > 0 and sum(n is not None for n in numbers) > 0.7 * len(numbers)
        self.texts = {"".join(p.text.split()) for p in self.filled}
        self.repeats = len(self.texts) < 0.7 * len(self.filled)
        ends = [p.text[-1] in _FINAL for p in self.filled if p.text]
        self.final = sum(ends) > 0.7 * len(ends) if ends else False


def _evidence(column: _Column, before: Piece, after: Piece) -> float:
    text = "".join(after.text.split())
    if column.numbers and after.row_span == 1:
        if not text:
            return 3.0 if before.lines else 0.0
        return -6.0 if before.lines else 3.0
    share = len(column.filled) / len(column.cells) if column.cells else 0.5
    if column.merged or after.row_span > 1 or before.row_span > 1:
        return 0.0 if not text or not before.lines else -0.5
    if not text:
        return 1.0 if share > 0.95 else 0.5 if share > 0.7 else 0.0
    if not before.lines:
        return -1.0
    score = 0.0
    if column.final:
        score += 2.0 if before.text[-1] not in _FINAL else -0.5
    if not _is_full(before):
        score -= 2.0
    if text in column.texts and column.repeats:
        score -= 1.5
    return score


def _is_full(piece: Piece) -> bool:
    """Whether the cell's last line reaches its right edge, as a line does that goes on below."""
    if not piece.last_lines:
        return False
    last = piece.last_lines[-1]
    right = max(line.x1 for line in piece.last_lines)
    free = piece.last_box[2] - max(
        last.x1, right if len(piece.last_lines) > 1 and right - last.x1 < 1.2 * last.size else 0
    )
    return free < 2.2 * last.size


def _glue(
    grown: Growing, table: PageTable, pieces: list[Piece], top: dict[int, Piece], open_: dict[int, Piece]
) -> None:
    for column, piece in top.items():
        before = open_[column]
        same = "".join(before.text.split()) == "".join(piece.text.split())
        if piece.lines and not (same and (before.row_span > 1 or piece.row_span > 1)):
            _take(before, piece)
        before.row_span += piece.row_span - 1
        before.last_box, before.last_lines = piece.last_box, piece.last_lines
    below = [p for p in pieces if p.row > 0]
    base = grown.height - 1
    for piece in below:
        piece.row += base
        grown.pieces.append(piece)
    skipped = table.height - max(p.end - base for p in [*below, *open_.values()])
    for row in range(skipped + 1, table.height):
        grown.row_pages.append(table.page)
        grown.row_boxes.append((table.xs[0], table.ys[row], table.xs[-1], table.ys[row + 1]))


def _take(before: Piece, piece: Piece) -> None:
    before.lines = before.lines + piece.lines
    if before.where.page != piece.where.page:
        before.where = before.where._replace(end_page=piece.where.page)


# -- merged cells over the break -----------------------------------------------------------------


def _carry(
    grown: Growing,
    table: PageTable,
    pieces: list[Piece],
    top: dict[int, Piece],
    open_: dict[int, Piece],
    tell: Tell,
) -> set[int]:
    """Lengthens merged cells that go on over the break; the pieces that they swallow come back by id."""
    carried: set[int] = set()
    for column, piece in top.items():
        before = open_.get(column)
        if before is None or before.column_span != piece.column_span:
            continue
        sure = _goes_on(_Column(grown, column), before, piece)
        if sure is None:
            continue
        if piece.lines and "".join(piece.text.split()) != "".join(before.text.split()):
            _take(before, piece)
        before.row_span += piece.row_span
        before.last_box, before.last_lines = piece.last_box, piece.last_lines
        before.where = before.where._replace(end_page=table.page)
        carried.add(id(piece))
        tell("P505" if sure else "P506", Where(page=table.page, table=grown.number, row=grown.height + 1, column=column + 1),
             text=" ".join(before.text.split())[:40], page=table.page)  # fmt: skip
    return carried


def _goes_on(column: _Column, before: Piece, after: Piece) -> bool | None:
    """None: a cell of its own. True: the merged cell goes on. False: it seems to."""
    text, known = "".join(after.text.split()), "".join(before.text.split())
    merged = before.row_span > 1 or after.row_span > 1
    if column.numbers and not merged:
        return None
    if not text:
        if merged and known:
            return True
        if column.merged and known:
            return len(column.filled) == len(column.cells)
        return None
    if text == known and (merged or column.merged):
        return True
    if not known and merged:
        return False
    if (merged or column.merged) and _spills(column, before, after) >= 3:
        return True
    return None


_OPENING, _CLOSING = "（(《“〔[【", "）)》”〕]】"
_NO_START = frozenset(_CLOSING + "，。、；：！？,;:!?")
_MARK = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")


def _spills(column: _Column, before: Piece, after: Piece) -> float:
    """What speaks for a label that was too long for its cell on the page above: 3 or more is enough."""
    text = "".join(after.text.split())
    known = "".join(before.text.split())
    if not known or text in column.texts or _MARK.match(text):
        return 0.0
    lines = before.last_lines
    pitch = (
        (lines[-1].middle - lines[0].middle) / (len(lines) - 1) if len(lines) > 1 else lines[-1].size * 1.4
    )
    if before.last_box[3] - lines[-1].bottom > pitch or after.lines[0].top - after.last_box[1] > pitch:
        return 0.0
    score = 1.0 + _is_full(before) + (before.row_span > 1)
    if any(known.count(a) > known.count(b) for a, b in zip(_OPENING, _CLOSING, strict=True)):
        score += 2
    return score + 2 * (text[0] in _NO_START)
