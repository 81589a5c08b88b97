"""A table drawn with rules between its rows (┌─┬─┐, +---+---+) → a `Table` with the spans that the drawing states.

Between two rules stands one row, whatever lines its cells are wrapped over. A rule that leaves columns out
(│    ├────┼────┤) parts the rows of the others; the cell beside it is merged over both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field

from wpkit.blocks import Cell, Line, Row, Table, Where
from wpkit.fields.numbering import row_number
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.structure.columns import read_header
from wpkit.structure.reflow import width

_BARS = str.maketrans(
    dict.fromkeys("┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋║╔╗╚╝╠╣╦╩╬┃│｜∣┠┨┯┷┿╂", "|") | {"━": "─", "═": "─", "－": "-"}
)
_LEAST_COLUMNS = 3
_RULED = pattern(r"[-─=]{2,}")


def is_rule(text: str) -> bool:
    """Whether a whole line is a rule over the table's width, from one corner to the other."""
    text = text.translate(_BARS).strip()
    if text[:1] not in ("|", "+") or text[-1] not in "|+" or not _RULED.search(text):
        return False
    return all(_RULED.fullmatch(piece) for piece in _pieces(text.replace("+", "|")))


@record()
class _Open:
    """A cell that is still being read: its lines, the row it began in."""

    row: int
    lines: list[str] = field(default_factory=list)
    where: Where | None = None


def drawn_table(region: Sequence[Line]) -> Table | None:
    """The table that the lines draw; None where no rule parts its rows."""
    texts = [line.text.translate(_BARS).strip() for line in region]
    rules = [n for n, text in enumerate(texts) if is_rule(text)]
    groups = [range(a + 1, b) for a, b in zip([-1, *rules], [*rules, len(texts)], strict=True) if b > a + 1]
    if len(rules) < 3 or len(groups) < 3:
        return None
    bars = [text.replace("+", "|") if _RULED.search(text) else text for text in texts]
    pieces = [_pieces(text) for text in bars]
    widest = max(len(p) for p in pieces)
    if widest < _LEAST_COLUMNS or _several_rows(groups, pieces):
        return None
    spans: list[tuple[_Open, int, int]] = []
    wheres: list[Where] = []
    for group in groups:
        opened: dict[int, _Open] = {}
        heading = all(len(pieces[n]) == 1 for n in group)
        row = len(wheres)
        wheres.append(region[group[0]].where.to(region[group[-1]].where))
        for n in group:
            cells = pieces[n]
            ruled = [bool(_RULED.fullmatch(c)) for c in cells]
            if any(ruled) and len(cells) == widest:
                row = len(wheres)
                wheres.append(region[n].where)
                for k, is_ruled in enumerate(ruled):
                    if is_ruled and k in opened:
                        spans.append((opened.pop(k), k, row - 1))
            elif len(cells) not in (widest, 1) or (len(cells) == 1 and not heading):
                return None
            for k, text in enumerate(cells):
                if not ruled[k]:
                    cell = opened.setdefault(k, _Open(row))
                    cell.lines.append(text.removesuffix("\\"))  # Markdown's mark of a line's end
                    cell.where = region[n].where if cell.where is None else cell.where.to(region[n].where)
        spans += [(cell, k, row) for k, cell in opened.items()]
    out = [Row([], where) for where in wheres]
    begun = Counter(cell.row for cell, _, _ in spans)
    for cell, k, last in sorted(spans, key=lambda s: (s[0].row, s[1])):
        text = "\n".join(cell.lines).strip("\n")
        alone = begun[cell.row] == 1
        out[cell.row].cells.append(
            Cell(text, k, last - cell.row + 1, widest if alone else 1, cell.where or out[cell.row].where)
        )
    # a program that draws every rule across the table draws no merged cell: the rows below it are left empty
    merged = any(last > cell.row for cell, _, last in spans)
    where = region[0].where.to(region[-1].where)
    return Table(out, where, spans_known=merged, label_first=True, wrapped=True)


_SHORT_OF = 2  # what may be left of a line before a wide character


def with_rules(region: Sequence[Line]) -> list[Line] | None:
    """The lines of a table with upright rules alone, a rule put between its rows: cells are wrapped in columns of one
    width, a row begins with its number or, where there are none, where the content above does not reach the margin.
    None where the lines are no such table."""
    texts = [line.text.translate(_BARS).strip() for line in region]
    if any(text[:1] != "|" or text[-1:] != "|" or _RULED.search(text) for text in texts):
        return None
    pieces = [_pieces(text) for text in texts]
    columns = read_header(pieces[0]) or ()
    roles = [column.role for column in columns]
    sizes = [width(piece) for piece in _padded(texts[0])]
    if "content" not in roles or len(sizes) < _LEAST_COLUMNS:
        return None
    content = roles.index("content")
    number = roles.index("number") if "number" in roles else None
    rule = f"+{'+'.join('-' * max(2, size) for size in sizes)}+"
    out: list[Line] = []
    wrapped = False
    above: Sequence[str] = ()  # the line above, where it is one of cells
    for line, text, cells in zip(region, texts, pieces, strict=True):
        heading = len(cells) == 1
        if not heading and [width(piece) for piece in _padded(text)] != sizes:
            return None
        full = [width(a) >= size - _SHORT_OF for a, size in zip(above, sizes, strict=False)]
        both = bool(above) and not heading and bool(cells[content] and above[content])
        if number is not None:
            begins = bool(not above or heading or cells[number])
            if not begins and both and not full[content]:
                return None
        else:
            begins = not above or heading or bool(cells[content] and not (both and full[content]))
            if not begins and both:
                # Full, and yet a cell's end: where a time begins beside what follows, a row does; behind the end of
                # a sentence also where units do, which elsewhere may stand a name a line.
                ended = above[content][-1] in "。；"
                begins = any(
                    cells[k] and not (above[k] and full[k])
                    for k, role in enumerate(roles)
                    if role == "deadline" or (ended and role == "units")
                )
        goes_on = all(not cell or (k < len(above) and above[k] and full[k]) for k, cell in enumerate(cells))
        wrapped = wrapped or (not begins and both and (number is not None or goes_on))
        if begins:
            out.append(Line(rule, line.where))
        out.append(line)
        above = () if heading else cells
    return [*out, Line(rule, region[-1].where)] if wrapped else None


def _padded(text: str) -> list[str]:
    return text.removeprefix("|").removesuffix("|").split("|")


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in text.removeprefix("|").removesuffix("|").split("|")]


def _several_rows(groups: Sequence[range], pieces: Sequence[Sequence[str]]) -> bool:
    """Whether rules part pages or the header only: several rows' numbers between two of them."""
    for group in groups:
        numbers = 0
        for n in group:
            numbers = (
                0 if _RULED.fullmatch(pieces[n][0]) else numbers + (row_number(pieces[n][0]) is not None)
            )
            if numbers > 1:
                return True
    return False
