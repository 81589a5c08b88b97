"""Which rows a merged cell covers, where the file does not state it.

A text export prints the words of a merged cell once, at the block's vertical middle or top, or once a page. Rows
between two labels belong to the upper one unless something says otherwise: a body that treats the same
groups in the same order (row and label stand in one of its paragraphs), or, for want of a body, words that
the row shares with the lower label alone. The latter is a guess and is reported as one.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from wpkit.fields.numbering import read_marker, row_number
from wpkit.structure.grid import Grid, GridRow
from wpkit.text import fold, number_of

_GRAM = 4


class Body:
    """The paragraphs of a notice's body, ready to be compared with the rows of its table."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.paragraphs = list(paragraphs)
        self._index: dict[str, list[int]] = {}
        for n, text in enumerate(paragraphs):
            for gram in set(_grams(fold(text), _GRAM)):
                self._index.setdefault(gram, []).append(n)

    def likeness(self, text: str) -> dict[int, float]:
        """Paragraph → the share of the text's four-character pieces that it holds; pieces that stand in
        several paragraphs count less."""
        grams = set(_grams(fold(text), _GRAM))
        hits: Counter[int] = Counter()
        for gram in grams:
            if found := self._index.get(gram):
                share = 1000 // len(found)
                for n in found:
                    hits[n] += share
        return {n: count / 1000 / max(len(grams), 1) for n, count in hits.items()}

    def opening(self, label: str) -> int | None:
        """The one paragraph that opens with a label's words, the number before them left out."""
        words = fold(label)
        marker = read_marker(label)
        words = fold(label[marker.end :]) if marker else words
        found = [n for n, text in enumerate(self.paragraphs) if words and fold(text[:40]).startswith(words)]
        return found[0] if len(found) == 1 else None


def _grams(text: str, size: int) -> list[str]:
    return [text[i : i + size] for i in range(len(text) - size + 1)]


def fill(grid: Grid, body: Body | None) -> dict[str, list[GridRow]]:
    """Fills grouping and unit cells that are merged over several rows; returns the rows filled by a guess, under the
    finding's code that tells of it."""
    guessed: list[GridRow] = []
    content = grid.indices("content")[0]
    _fill_covered(grid, content)
    _fill_leading(grid, content)
    _fill_units(grid)
    beside = [*_fill_times(grid, content), *_fill_beside(grid, content)]
    _fill_numbers(grid)
    outer: int | None = None
    categories = grid.indices("category")
    for k in categories:
        for block in _blocks(grid.rows, outer):
            if grid.label_first:
                _fill_down(block, k)
            else:
                guessed.extend(_fill_block(block, k, content, body if k == categories[-1] else None))
        outer = k
    return {"T002": guessed, "T008": beside}


def _fill_leading(grid: Grid, content: int) -> None:
    """Units or a time before the content group the rows: an empty cell there is one merged with the cell above."""
    for k, column in enumerate(grid.columns[:content]):
        if column.role in ("units", "deadline"):
            for block in _blocks(grid.rows, None):
                _fill_down(block, k)


_DITTO = frozenset(
    '同上 同前 同上栏 同上格 同上行 〃 〃〃 ″ ″″ ” ”” “ " "" \'\' ,, 々 々々 〻 (同上) 同上。'.split()
)


def take_ditto(grid: Grid) -> None:
    """Gives a cell of a group, of units or of a time that says 同上 what the cell above says."""
    for k, column in enumerate(grid.columns):
        if column.role in ("category", "units", "deadline"):
            for above, row in itertools.pairwise(grid.rows):
                if fold(row.cells[k] or "") in _DITTO and above.cells[k]:
                    _take(row, above, k)


def fill_blank(grid: Grid) -> None:
    """Gives a row whose grouping cell is empty the group above: of a group's cells often only the first is filled
    instead of all being merged."""
    outer: int | None = None
    for k in grid.indices("category"):
        for block in _blocks(grid.rows, outer):
            _fill_down(block, k)
        outer = k


def _fill_covered(grid: Grid, content: int) -> None:
    """A row that has a content and nothing else, in a table whose rows are numbered, stands beside the cells of the
    row above: number, names, units and times are merged over both."""
    fields = [k for k, c in enumerate(grid.columns) if c.role in ("number", "category", "units", "deadline")]
    numbers = grid.indices("number")[:1]
    if not numbers or 4 * sum(bool(row.cells[numbers[0]]) for row in grid.rows) < len(grid.rows):
        return
    for above, row in itertools.pairwise(grid.rows):
        bare = row.cells[content] and not any(row.cells[k] for k in fields)
        if bare and above.headings == row.headings and above.cells[numbers[0]]:
            for k in fields:
                _take(row, above, k)


def _fill_units(grid: Grid) -> None:
    """A row that lacks a unit or deadline cell takes that of the cell merged over it; but beside a lead of its own
    a row without support has none."""
    units = grid.indices("units")
    for k, column in enumerate(grid.columns):
        if column.role not in ("units", "deadline"):
            continue
        supports = column.unit_role == "support" or (column.role == "units" and k != units[0])
        above: GridRow | None = None
        for row in grid.rows:
            if row.cells[k] is None and supports and any(row.own[i] and row.cells[i] for i in units):
                row.cells[k] = ""
                above = row
            elif row.cells[k] is None:
                if above is not None and above.headings == row.headings:
                    row.cells[k], row.places[k], row.own[k] = above.cells[k], above.places[k], False
            else:
                above = row


def _fill_beside(grid: Grid, content: int) -> list[GridRow]:
    """Rows beside a merged grouping cell that have no unit at all, where each group's first row has: their units,
    and the time that lacks with them are merged too. Exports of web tables and copies of sheets print "" for a covered
    cell and for an empty one, so that it stays a guess."""
    units, groups = grid.indices("units"), grid.indices("category")
    if not units or not groups:
        return []
    times = [k for k in grid.indices("deadline") if k > content]
    bare = [
        not any(row.cells[k] for k in (*units, *groups)) and all(row.own[k] for k in units)
        for row in grid.rows
    ]
    firsts = [row for row in grid.rows if row.cells[groups[-1]]]
    if not any(bare) or not all(any(row.cells[k] for k in units) for row in firsts):
        return []
    found = []
    for n, row in enumerate(grid.rows[1:], 1):
        above = grid.rows[n - 1]
        if bare[n] and above.headings == row.headings and any(above.cells[k] for k in units):
            # beside a time of its own the time above is not merged
            lacking = [k for k in times if not row.cells[k] and not (bare[n - 1] and above.own[k])]
            for k in (*units, *lacking):
                _take(row, above, k)
            found.append(row)
    return found


_LEAST_LACKING = 2


def _fill_times(grid: Grid, content: int) -> list[GridRow]:
    """Rows without a time in a table where each group prints a time in its first row and then in all of its rows or in none:
    the time of a group that prints one is merged over it. Rows that print units of their own must tell so: a time that is
    simply not set lacks here and there. It stays a guess."""
    found: list[GridRow] = []
    units = grid.indices("units")
    for k in grid.indices("deadline"):
        for group in grid.indices("category") if k > content else ():
            runs: list[list[GridRow]] = []
            for row in grid.rows:
                if row.cells[group] or not runs or runs[-1][0].headings != row.headings:
                    runs.append([])
                runs[-1].append(row)
            printed = [[bool(row.own[k] and row.cells[k]) for row in run] for run in runs]
            even = all(times[0] and (all(times) or not any(times[1:])) for times in printed)
            lacking = sum(
                not row.cells[k] and any(row.cells[u] and row.own[u] for u in units) for row in grid.rows
            )
            if even and len(runs) > 1 and lacking >= _LEAST_LACKING:
                for run in runs:
                    for row in run[1:]:
                        if not row.cells[k]:
                            _take(row, run[0], k)
                            found.append(row)
                break
    return found


def _fill_numbers(grid: Grid) -> None:
    """A row without a number between rows n and n + 1 stands beside the cell of n: two tasks under one number."""
    for k in grid.indices("number")[:1]:
        values = [_value(row.cells[k]) for row in grid.rows]
        following: list[int | None] = [None]  # from the last row up: the first number below each
        for value in values[:0:-1]:
            following.append(value if value is not None else following[-1])
        following.reverse()
        for n, row in enumerate(grid.rows[1:], 1):
            above = grid.rows[n - 1]
            after = following[n]
            if row.cells[k] or values[n - 1] is None or above.headings != row.headings:
                continue
            last = after is None and len(grid.rows) - n <= 2
            if last or after == values[n - 1] + 1:  # type: ignore[operator]
                _take(row, above, k)
                values[n] = values[n - 1]


def _value(cell: str | None) -> int | None:
    printed = row_number(cell or "")
    return number_of(printed.strip("()（）、.． ")) if printed else None


def _blocks(rows: Sequence[GridRow], outer: int | None) -> list[list[GridRow]]:
    """Rows in runs that share their heading rows and, where there is one, the outer group."""
    out: list[list[GridRow]] = []
    key: object = None
    for row in rows:
        own = (row.headings, fold(row.cells[outer] or "") if outer is not None else None)
        if not out or own != key:
            out.append([])
            key = own
        out[-1].append(row)
    return out


def _fill_down(rows: list[GridRow], k: int) -> None:
    for above, row in itertools.pairwise(rows):
        if not row.cells[k] and above.cells[k]:
            _take(row, above, k)


def _fill_block(rows: list[GridRow], k: int, content: int, body: Body | None) -> list[GridRow]:
    labelled = [i for i, row in enumerate(rows) if row.cells[k]]
    if not labelled:
        return []
    guessed: list[GridRow] = []
    for i in range(labelled[0]):
        _take(rows[i], rows[labelled[0]], k)
    # no label beside the first row: they are printed at their blocks' middle
    ends = _centred(rows, labelled, k, content, body) if labelled[0] else []
    for n, (a, b) in enumerate(zip(labelled, [*labelled[1:], len(rows)], strict=False)):
        between = rows[a + 1 : b]
        split = len(between)
        if between and b < len(rows):
            split, guess = _split(
                rows[a], between, rows[b], k, content, body, ends[n] - a - 1 if ends else None
            )
            guessed.extend(between[split:] if guess else ())
        for n, row in enumerate(between):
            _take(row, rows[a] if n < split else rows[b], k)
    return guessed


_MOST_TRIALS = 40_000


def _centred(rows: list[GridRow], labelled: list[int], k: int, content: int, body: Body | None) -> list[int]:
    """Where each label's block ends, so that every label stands as near its block's middle as can be; empty where
    the gaps are too long to try. What rows share with a label, or with its paragraph of the body, breaks ties.

    A row is as high as the lines that it was printed on, where its place tells them.
    """
    gaps = [b - a for a, b in zip(labelled, [*labelled[1:], len(rows)], strict=True)]
    if sum(x * y for x, y in itertools.pairwise(gaps)) > _MOST_TRIALS:
        return []
    edges = [0.0]
    for row in rows:
        edges.append(edges[-1] + _height(row))
    best = {0: 0.0}  # the end of the blocks so far → its cost
    back: list[dict[int, int]] = []
    for n, at in enumerate(labelled):
        last = n + 1 == len(labelled)
        following = len(rows) if last else labelled[n + 1]
        middle, slack = _middle(rows[at], k, edges[at], edges[at + 1])
        label = rows[at].cells[k] or ""
        home = body.opening(label) if body is not None else None
        near = [_near(row, label, home, content, body) for row in rows[at + 1 : following]]
        first = labelled[n - 1] + 1 if n else at
        before = [_near(row, label, home, content, body) for row in rows[first:at]]
        found: dict[int, float] = {}
        steps: dict[int, int] = {}
        for end in [len(rows)] if last else range(at + 1, following + 1):
            for start, cost in best.items():
                away = abs(middle - (edges[start] + edges[end]) / 2)
                off = max(0.0, away - slack)
                shared = sum(near[: end - at - 1]) + sum(before[start - first :])
                total = cost + off * off + 0.1 * away - 0.5 * shared
                if end not in found or total < found[end]:
                    found[end], steps[end] = total, start
        best = found
        back.append(steps)
    ends = [len(rows)]
    for steps in back[:0:-1]:
        ends.append(steps[ends[-1]])
    return ends[::-1]


def _middle(row: GridRow, k: int, top: float, bottom: float) -> tuple[float, float]:
    """Where a label stands between the top and the bottom of its row, and how far its middle may be off."""
    label, others = (
        row.places[k],
        [w for i, w in enumerate(row.places) if w is not None and w.line and i != k],
    )
    if label is None or not label.line or not row.where.line:
        return (top + bottom) / 2, (bottom - top) / 2
    last = label.end_line or label.line
    if not any(w.line <= last and label.line <= (w.end_line or w.line) for w in others if w.line):
        # printed after one another, not beside one another
        return (top + bottom) / 2, (bottom - top) / 2
    height = last - label.line + 1
    return top + label.line - row.where.line + height / 2, min(0.5 * height, (bottom - top) / 2)


def _near(row: GridRow, label: str, home: int | None, content: int, body: Body | None) -> float:
    """The share of a label's words in a row, or of a row's words in the label's paragraph."""
    text, words = row.cells[content] or "", _pairs(label)
    shared = len(words & _pairs(text)) / max(len(words), 1)
    if body is None or home is None:
        return shared
    return max(shared, 2 * body.likeness(text).get(home, 0.0))


def _height(row: GridRow) -> float:
    where = row.where
    if where.line is None:
        return 1.0
    return float(max(1, (where.end_line or where.line) - where.line + 1))


def _take(row: GridRow, source: GridRow, k: int) -> None:
    row.cells[k], row.places[k], row.own[k] = source.cells[k], source.places[k], False


def _split(
    upper: GridRow,
    between: list[GridRow],
    lower: GridRow,
    k: int,
    content: int,
    body: Body | None,
    centred: int | None = None,
) -> tuple[int, bool]:
    """How many of the rows between two labels belong to the upper one, and whether that is a guess; `centred`: how
    many if the labels stand at their blocks' middle."""
    enough = 0.4
    if body is not None:
        above, below = (_home(row, k, content, body) for row in (upper, lower))
        if above is not None and below is not None and above != below:
            found = _split_by_body(between, above, below, content, body)
            if found is not None:
                return found, False
        elif above is not None and above == below:
            enough = 0.25  # the body treats both groups in one paragraph: fewer common words will do
    if centred is not None:
        return centred, centred < len(between)
    return _split_by_words(upper, between, lower, k, content, enough)


_SURE = 0.3


def _split_by_body(between: list[GridRow], above: int, below: int, content: int, body: Body) -> int | None:
    """The split that the body's paragraphs ask for; None where they say nothing of these rows."""
    rows = [body.likeness(row.cells[content] or "") for row in between]
    if not any(like.get(p, 0.0) >= _SURE for like in rows for p in (above, below)):
        return None
    gain = [like.get(above, 0.0) - like.get(below, 0.0) + 0.02 for like in rows]
    best, total, split = 0.0, 0.0, 0
    for n, value in enumerate(gain, 1):
        total += value
        if total >= best:
            best, split = total, n
    return split


def _home(row: GridRow, k: int, content: int, body: Body) -> int | None:
    """The paragraph that a labelled row stands in, if one clearly holds its words."""
    like = body.likeness(row.cells[content] or "")
    for n, value in body.likeness(row.cells[k] or "").items():
        like[n] = like.get(n, 0.0) + 0.5 * value
    if not like:
        return None
    best = max(like, key=lambda n: like[n])
    return best if like[best] >= _SURE else None


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(_grams(fold(text), 2))


def _split_by_words(
    upper: GridRow, between: list[GridRow], lower: GridRow, k: int, content: int, enough: float
) -> tuple[int, bool]:
    """Rows right above a label that share its words, and none of the upper label's, belong to the lower one."""
    up, low = _pairs(upper.cells[k] or ""), _pairs(lower.cells[k] or "")
    own_up, own_low = up - low, low - up
    split = len(between)
    while split:
        text = _pairs(between[split - 1].cells[content] or "")
        share = len(own_low & text) / max(len(own_low), 1)
        # a row that stands off its columns does so where a new merged cell begins
        begins = between[split - 1].shifted and split == len(between)
        if not begins and (share < enough or len(own_up & text) / max(len(own_up), 1) >= 0.5 * share):
            break
        split -= 1
    return split, split < len(between)
