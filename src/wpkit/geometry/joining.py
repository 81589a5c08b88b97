"""The parts of a table on each page → one logical table: heads dropped, cut rows and merged cells made whole.

What decides is in `evidence`; each join is told as a finding, and a doubtful one as a warning.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from wpkit.blocks import Cell, Row, Table, Where
from wpkit.geometry.evidence import SURE, Column, Piece, cut_score, goes_on, spills
from wpkit.geometry.grid import cells_by_row
from wpkit.geometry.model import Box, PageTable
from wpkit.text import number_of

SAME_EDGE = 4.0  # points between the column edges of parts of one table
HEAD_ROWS = 6  # the most rows that a repeated head has
Tell = Callable[..., object]
Key = tuple[int, int, str]  # column, columns covered, words


def fits(first: PageTable, table: PageTable) -> bool:
    """Whether a part has the columns of another: the same edges (the page may be shifted), or some of them; edges that
    may have been told from blanks need only be near where the head comes again."""
    if len(first.xs) == len(table.xs) and (
        table.goes_on or (_same_head(first, table) and _near(first.xs, table.xs, 0.5))
    ):
        return True
    if not first.ruled or not table.ruled:
        return len(first.xs) == len(table.xs) and _near(first.xs, table.xs)
    ours = [x - first.xs[0] for x in first.xs]
    theirs = [x - table.xs[0] for x in table.xs]
    if abs(ours[-1] - theirs[-1]) > SAME_EDGE * 1.5:
        return False
    few, many = sorted((ours, theirs), key=len)
    return all(any(abs(x - y) <= SAME_EDGE for y in many) for x in few) and (len(few) > 2 or len(many) == 2)


def _near(ours: list[float], theirs: list[float], share: float = 1 / 3) -> bool:
    """Whether edges that were told from blanks may be the same: within a `share` of the narrower column beside each.

    The outer ones stand where the longest line happens to end.
    """
    widths = [min(b - a for a, b in pairwise(ours[max(k - 1, 0) : k + 2])) for k in range(len(ours))]
    widths[0], widths[-1] = max(widths[0], 180.0), max(widths[-1], 180.0)
    return all(
        abs(a - b) <= max(width * share, 12.0) for a, b, width in zip(ours, theirs, widths, strict=True)
    )


def _same_head(first: PageTable, table: PageTable) -> bool:
    ours, theirs = (
        ["".join(c.text.split()) for c in t.cells if c.row == 0 and c.lines] for t in (first, table)
    )
    return len(ours) > 2 and ours == theirs


def join(parts: list[PageTable], number: int, tell: Tell) -> Table:
    """The logical table of these parts, one a page in order; `number` is its place among the paper's tables."""
    _same_columns(parts)
    keys = [_keys(part) for part in parts]
    skips = [0] + [_repeated_head(keys[0], key) for key in keys[1:]]
    pieces = [_pieces(part) for part in parts]
    growing = _Growing(number, tell, _columns(parts, skips, pieces))
    for part, skip, its in zip(parts, skips, pieces, strict=True):
        growing.add(part, skip, its)
    return growing.table(parts[0].ruled)


def _same_columns(parts: list[PageTable]) -> None:
    """Counts the columns of all parts by the union of their edges; parts without rulings have the same ones."""
    if not all(part.ruled for part in parts) or len({len(part.xs) for part in parts}) == 1:
        return
    union: list[float] = []
    for part in sorted(parts, key=lambda p: -len(p.xs)):
        for x in part.xs:
            at = x - part.xs[0]
            if all(abs(at - known) > SAME_EDGE for known in union):
                union.append(at)
    union.sort()
    for part in parts:
        if len(part.xs) == len(union):
            continue
        edges = [min(range(len(union)), key=lambda k: abs(union[k] - (x - part.xs[0]))) for x in part.xs]
        for cell in part.cells:
            end = edges[cell.column + cell.column_span]
            cell.column = edges[cell.column]
            cell.column_span = end - cell.column
        part.xs = [x + part.xs[0] for x in union]


def _keys(table: PageTable) -> list[list[Key]]:
    rows = cells_by_row(table)[:HEAD_ROWS]
    return [[(c.column, c.column_span, "".join(c.text.split())) for c in row] for row in rows]


def _repeated_head(first: list[list[Key]], here: list[list[Key]]) -> int:
    """How many of the part's first rows are the table's own first rows again; a caption row may be missing."""
    for start in range(min(3, len(first))):
        head = first[start:]
        for count in range(min(len(head), len(here)), 0, -1):
            if head[:count] == here[:count] and sum(bool(t) for row in here[:count] for _, _, t in row) > 1:
                return count
    return 0


def _columns(parts: list[PageTable], skips: list[int], pieces: list[list[Piece]]) -> list[Column]:
    inner: list[list[Piece]] = [[] for _ in range(len(parts[0].xs) - 1)]
    for index, part in enumerate(parts):
        first = skips[index] + (1 if index else max(1, max(skips)))
        last = part.height - (index < len(parts) - 1)
        for piece in pieces[index]:
            if piece.row >= first and piece.end <= last:
                inner[piece.column].append(piece)
    return [Column(its) for its in inner]


def _pieces(table: PageTable) -> list[Piece]:
    return [
        Piece(c.row, c.column, c.row_span, c.column_span, c.lines, Where(page=c.page or table.page, box=_round(c.box)), c.box, c.lines)
        for c in table.cells
    ]  # fmt: skip


def _round(box: Box) -> Box:
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))


class _Growing:
    """A table that gets its parts page by page."""

    def __init__(self, number: int, tell: Tell, columns: list[Column]) -> None:
        self.number, self.tell, self.columns = number, tell, columns
        self.pieces: list[Piece] = []
        self.rows: list[Where] = []
        self.open: dict[int, Piece] = {}  # by column: the cells that reach the last row
        self.page = 0
        self.last_numbers: list[int] = []  # of the last two rows that have one

    def add(self, part: PageTable, skip: int, pieces: list[Piece]) -> None:
        """Puts the part below, without its first `skip` rows."""
        if skip:
            pieces = [p for p in pieces if p.row >= skip]
            for piece in pieces:
                piece.row -= skip
        if self.rows:
            self._say("P502", part, table=self.number, page=part.page, header=skip)
        glued = 0
        if self.rows and pieces:
            top = {p.column: p for p in pieces if p.row == 0}
            score = cut_score(self.columns, top, self.open, self._number_before())
            if score > 0:
                code = "P503" if score >= SURE else "P504"
                where = Where(page=self.page, end_page=part.page, table=self.number, row=len(self.rows))
                self.tell(code, where, page=self.page, next=part.page)
                glued = 1
                self._glue(top)
                pieces = [p for p in pieces if p.row > 0]
            else:
                carried = self._carry(part, top)
                pieces = [p for p in pieces if id(p) not in carried]
        self._append(part, pieces, skip, glued)

    def _append(self, part: PageTable, pieces: list[Piece], skip: int, glued: int) -> None:
        base = len(self.rows) - glued
        for piece in pieces:
            piece.row += base
            self.pieces.append(piece)
        for row in range(skip, part.height):
            box = _round((part.xs[0], part.ys[row], part.box[2], part.ys[row + 1]))
            if row < skip + glued:
                self.rows[-1] = self.rows[-1].to(Where(page=part.page, box=box))
                continue
            self.rows.append(Where(page=part.page, table=self.number, row=len(self.rows) + 1, box=box))
        self.page = part.page
        height = len(self.rows)
        self.open = {p.column: p for p in [*self.open.values(), *pieces] if p.end == height}
        for piece in pieces:
            if (
                self.columns[piece.column].numbers
                and (value := number_of(piece.words.rstrip(".．、"))) is not None
            ):
                self.last_numbers = [*self.last_numbers[-1:], value]

    def _number_before(self) -> int | None:
        return self.last_numbers[0] if len(self.last_numbers) == 2 else None

    def _glue(self, top: dict[int, Piece]) -> None:
        """Puts the rest of a cut row under its first half, cell by cell."""
        for column, piece in top.items():
            before = self.open[column]
            again = before.words == piece.words and (before.row_span > 1 or piece.row_span > 1)
            _lengthen(before, piece, piece.row_span - 1, take=not again)

    def _carry(self, part: PageTable, top: dict[int, Piece]) -> set[int]:
        """Lengthens merged cells that go on over the break; the pieces that they swallow come back by id."""
        going: dict[int, bool] = {}
        for column, piece in top.items():
            before = self.open.get(column)
            if before is None or before.column_span != piece.column_span:
                continue
            sure = goes_on(self.columns[column], before, piece)
            if sure or (sure is False and (going or column < self._longest())):
                going[column] = sure
        spans = {(self.open[c].row_span, top[c].row_span) for c in going}
        for column, piece in top.items():
            before = self.open.get(column)
            if (
                column not in going
                and before is not None
                and before.column_span == piece.column_span
                and (before.row_span, piece.row_span) in spans
                and self.columns[column].merged
                and not self.columns[column].numbers
                and piece.lines
                and spills(self.columns[column], before, piece) >= 1.5
            ):
                going[column] = True  # its text runs over beside a merged cell of the same rows that goes on
        for column, sure in going.items():
            before, piece = self.open[column], top[column]
            if before.words and piece.words.startswith(before.words):
                before.lines = []  # its first lines only on the page above, and all of it here
            _lengthen(before, piece, piece.row_span, take=piece.words not in before.words)
            self._say("P505" if sure else "P506", part, column=column, text=before.words[:40], page=part.page)
        return {id(top[column]) for column in going}

    def _longest(self) -> int:
        """The column with the longest texts: what stands left of it groups the rows."""
        return max(range(len(self.columns)), key=lambda c: self.columns[c].length)

    def _say(self, code: str, part: PageTable, column: int | None = None, **data: str | int) -> None:
        row = len(self.rows) + 1
        where = Where(
            page=part.page, table=self.number, row=row, column=None if column is None else column + 1
        )
        self.tell(code, where, **data)

    def table(self, spans_known: bool) -> Table:
        """The logical table as a block."""
        rows = [
            Row([], where, new_page=i > 0 and where.page != self.rows[i - 1].page)
            for i, where in enumerate(self.rows)
        ]
        for piece in sorted(self.pieces, key=lambda p: (p.row, p.column)):
            where = piece.where._replace(table=self.number, row=piece.row + 1, column=piece.column + 1)
            rows[piece.row].cells.append(
                Cell(piece.text, piece.column, piece.row_span, piece.column_span, where)
            )
        first, last = self.rows[0], self.rows[-1]
        end = last if last.page == self.page else Where(page=self.page)
        where = Where(page=first.page, table=self.number, box=first.box).to(Where(page=end.page, box=end.box))
        return Table(rows, where, spans_known=spans_known, wrapped=True)


def _lengthen(before: Piece, piece: Piece, rows: int, *, take: bool) -> None:
    if take and piece.lines:
        before.lines = before.lines + piece.lines
    before.row_span += rows
    before.last_box, before.last_lines = piece.last_box, piece.last_lines
    before.where = before.where.to(piece.where)
