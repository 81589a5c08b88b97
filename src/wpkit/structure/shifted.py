"""Tables set in columns in which rows lack the cells merged over them, so that their other cells stand too far left.

Extractors that know no merged cells print a web page's table so: every cell begins right below a header word, but the
second row of a group has its content below the word for groups. The cells in their order tell where they belong.
A row's lines stand around the one that its first cell is on, as many above it as below, or one more below.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from wpkit.blocks import Block, Cell, Line, Row, Table, Where, stretch
from wpkit.structure.columns import Column, cell_fit, fits, read_header
from wpkit.structure.reflow import width as printed_width
from wpkit.structure.setlines import Header, header_at, parts_of

_MOST_COLUMNS, _MOST_MISSING = 12, 3
_MOST_UNREAD = 0.1
_MOST_LINES = 40  # of a row, on one side of its first cell

_Cells = dict[int, str]  # the text below each header word


def shifted_rows(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """The table whose header begins with a line; None where its cells do not begin below the header's words, or no row
    lacks any and none has several lines."""
    read = [
        found for measure in (len, printed_width) if (found := _aligned(lines, start, measure)) is not None
    ]
    if not read:
        return None
    header, cut, columns = max(read, key=lambda found: len(found[1]))
    first = start + header.lines
    rows, lopsided = _rows(lines[first : first + len(cut)], cut)
    if len(rows) < 2:
        return None
    out: list[Row] = []
    where = lines[start].where.to(lines[first - 1].where)
    out.append(Row([Cell(word, k, where=where) for k, word in enumerate(header.words)], where))
    over: list[Cell] = []
    lacking = unread = 0
    for texts, place in rows:
        if len(texts) == 1 and 0 in texts and columns[0].role == "number":
            out.append(Row([Cell(texts[0], 0, where=place)], place))  # a heading
            over = []
            continue
        missing = _missing(texts, columns)
        if missing != () and not over:
            return None  # no cell above is merged over a first row
        unread += missing is None
        kept = [k for k in range(len(columns)) if k not in (missing or ())]
        cells = [Cell(texts.get(n, ""), k, where=place) for n, k in enumerate(kept)]
        for k in missing or ():
            over[k].row_span += 1
        lacking += bool(missing)
        out.append(Row(cells, place))
        at = {cell.column: cell for cell in cells}
        over = [at.get(k) or over[k] for k in range(len(columns))]
    # without groups no row may lack a cell; its lines around the one with its number tell of the form
    plain = columns[0].role == "number" and len(rows) < len(cut) and not lopsided
    plain = plain and all(column.role != "category" for column in columns)
    if not (lacking or plain) or unread > _MOST_UNREAD * len(rows):
        return None
    whole = where.to(out[-1].where)
    return [Table(out, whole, spans_known=False, label_first=True)], first + len(cut)


def _aligned(
    lines: Sequence[Line], start: int, measure: Callable[[str], int]
) -> tuple[Header, list[_Cells], tuple[Column, ...]] | None:
    """A header, and the lines below it cut at its words' beginnings, as far as all their cells begin there."""
    header = header_at(lines, start, measure)
    columns = read_header(header.words) if header is not None else None
    if header is None or columns is None or len(columns) > _MOST_COLUMNS:
        return None
    edges = {begin: k for k, (begin, _) in enumerate(header.places)}
    out: list[_Cells] = []
    first = start + header.lines
    spaced = first < len(lines) and bool(lines[first].gap)  # blank lines part rows
    for n in range(first, len(lines)):
        if lines[n].gap and not spaced:
            break
        cells: _Cells = {}
        k: int | None = None
        for part in parts_of(lines[n].text, measure):
            if k is not None and part.blanks == 1:
                cells[k] += f" {part.text}"
                continue
            k = edges.get(part.start)
            if k is None and cells:
                return None
            if k is None:
                return header, out, columns
            cells[k] = part.text
        out.append(cells)
    return header, out, columns


def _rows(lines: Sequence[Line], cut: Sequence[_Cells]) -> tuple[list[tuple[_Cells, Where]], float]:
    """The rows, for each line with a first cell the lines around it, and what speaks against them in all."""
    anchors = [n for n, cells in enumerate(cut) if 0 in cells]
    if not anchors or max(b - a for a, b in itertools.pairwise([0, *anchors, len(cut)])) > _MOST_LINES:
        return [], 0.0
    heights = list(itertools.accumulate(1 + line.gap for line in lines))
    # where a row begins → what speaks against the rows so far, and where the one before begins
    best: dict[int, tuple[float, int]] = {0: (0.0, 0)}
    trace: list[dict[int, tuple[float, int]]] = []
    for n, anchor in enumerate(anchors):
        after = anchors[n + 1] if n + 1 < len(anchors) else len(cut)
        ends = range(anchor + 1, after + 1) if n + 1 < len(anchors) else [after]
        found = {}
        for end in ends:
            found[end] = min(
                (cost + _lopsided(heights, cut, first, anchor, end), first)
                for first, (cost, _) in best.items()
            )
        trace.append(found)
        best = found
    out = []
    end = len(cut)
    for found in reversed(trace):
        first = found[end][1]
        texts: dict[int, list[str]] = {}
        for cells in cut[first:end]:
            for k, text in cells.items():
                texts.setdefault(k, []).append(text)
        place = stretch(line.where for line in lines[first:end])
        out.append(({k: "\n".join(own) for k, own in texts.items()}, place))
        end = first
    return out[::-1], best[len(cut)][0]


def _lopsided(heights: Sequence[int], cut: Sequence[_Cells], first: int, anchor: int, end: int) -> float:
    """What speaks against a row's lines standing around one of them: how many more are on one side, no cell that is as
    high as the row."""
    above, below = heights[anchor] - heights[first], heights[end - 1] - heights[anchor]
    cost = 0.0 if cut[first].keys() & cut[end - 1].keys() else 0.5
    return cost if below - above in (0, 1) else cost + abs(below - above - 0.5)


def _missing(texts: _Cells, columns: Sequence[Column]) -> tuple[int, ...] | None:
    """The columns whose cells a row lacks; None where it reads well in no columns."""
    best: tuple[float, tuple[int, ...]] | None = None
    last = max(texts)
    for missing in _subsets(columns):
        kept = [c for k, c in enumerate(columns) if k not in missing]
        if last >= len(kept):
            continue
        cells = [texts.get(n, "") for n in range(len(kept))]
        content = next(n for n, c in enumerate(kept) if c.role == "content")
        if not cells[content] or not fits(cells, kept):
            continue
        if not missing:
            return ()
        score = sum(cell_fit(c, cell) for c, cell in zip(kept, cells, strict=True))
        if best is None or score > best[0]:
            best = score, missing
    return best[1] if best is not None else None


def _subsets(columns: Sequence[Column]) -> Iterator[tuple[int, ...]]:
    """The columns that may be merged over a row, few first, the outermost group first."""
    own = [k for k, c in enumerate(columns) if c.role not in ("content", "number")]
    for count in range(min(_MOST_MISSING, len(own)) + 1):
        yield from itertools.combinations(own, count)
