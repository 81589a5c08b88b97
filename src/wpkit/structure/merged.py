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

from wpkit.structure.grid import Grid, GridRow
from wpkit.text import fold

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
            found = self._index.get(gram, ())
            for n in found:
                hits[n] += 1000 // len(found)
        return {n: count / 1000 / max(len(grams), 1) for n, count in hits.items()}


def _grams(text: str, size: int) -> list[str]:
    return [text[i : i + size] for i in range(len(text) - size + 1)]


def fill(grid: Grid, body: Body | None) -> list[GridRow]:
    """Fills grouping and unit cells that are merged over several rows; returns the rows filled by a guess."""
    guessed: list[GridRow] = []
    content = grid.indices("content")[0]
    _fill_units(grid)
    outer: int | None = None
    categories = grid.indices("category")
    for k in categories:
        for block in _blocks(grid.rows, outer):
            if grid.label_first:
                _fill_down(block, k)
            else:
                guessed.extend(_fill_block(block, k, content, body if k == categories[-1] else None))
        outer = k
    return guessed


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
    for a, b in zip(labelled, [*labelled[1:], len(rows)], strict=False):
        between = rows[a + 1 : b]
        split = len(between)
        if between and b < len(rows):
            split, guess = _split(rows[a], between, rows[b], k, content, body)
            guessed.extend(between[split:] if guess else ())
        for n, row in enumerate(between):
            _take(row, rows[a] if n < split else rows[b], k)
    return guessed


def _take(row: GridRow, source: GridRow, k: int) -> None:
    row.cells[k], row.places[k], row.own[k] = source.cells[k], source.places[k], False


def _split(
    upper: GridRow, between: list[GridRow], lower: GridRow, k: int, content: int, body: Body | None
) -> tuple[int, bool]:
    """How many of the rows between two labels belong to the upper one, and whether that is a guess."""
    enough = 0.4
    if body is not None:
        above, below = (_home(row, k, content, body) for row in (upper, lower))
        if above is not None and below is not None and above != below:
            found = _split_by_body(between, above, below, content, body)
            if found is not None:
                return found, False
        elif above is not None and above == below:
            enough = 0.25  # the body treats both groups in one paragraph: fewer common words will do
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
