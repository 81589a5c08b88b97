"""Tables whose columns rulers of dashes measure out (------ ----------) → `Table`.

Converters print them so: a ruler below the header, or one above and one below the table, each column as wide as its run
of dashes. Where blank lines part the rows a row's cells may stand on several lines; else each line is a row.
"""

from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Callable, Sequence

from wpkit.blocks import Block, Cell, Line, Row, Table, stretch
from wpkit.patterns import pattern
from wpkit.structure.columns import read_header
from wpkit.structure.reflow import width as printed_width

_RULE = pattern(r"\s*[-=─]{2,}(?:\s+[-=─]{2,})*\s*")
_RUN = pattern(r"[-=─]+")
_LEAST_COLUMNS, _LONGEST_RULE_ALONE = 3, 9
_LONGEST_HEADER = 4  # lines
_MOST_OFF = 0.1


def _runs(line: Line) -> list[tuple[int, int]]:
    """Where a rule's runs of dashes stand; none for a line that is no rule."""
    text = line.text
    if not _RULE.fullmatch(text):
        return []
    runs = [match.span() for match in _RUN.finditer(text)]
    whole = len(runs) == 1 and runs[0][1] - runs[0][0] >= _LONGEST_RULE_ALONE
    return runs if whole or len(runs) >= _LEAST_COLUMNS else []


def ruled_columns(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """The table that begins with a line, a rule or its header; None where no ruler measures its columns."""
    rules = [_runs(lines[start])]
    first = start + bool(rules[0])
    near = [_runs(line) for line in lines[first : first + _LONGEST_HEADER + 1]]
    if len(rules[0]) < _LEAST_COLUMNS and not any(near):
        return None
    end = _next_rule(lines, first)
    if end == len(lines) or end == first:
        return None
    parts = [lines[first:end]]
    rules.append(_runs(lines[end]))
    runs = max(rules, key=len)
    if len(runs) < _LEAST_COLUMNS:
        return None
    if end - first <= _LONGEST_HEADER and read_header(_header(parts[0], runs)) is not None:
        first, end = end + 1, _next_rule(lines, end + 1)
        if not rules[0]:
            # no rule closes what none opens
            end = next((n for n in range(first + 1, end) if lines[n].gap), end)
        elif end == len(lines):
            return None
        parts.append(lines[first:end])
    elif not rules[0]:
        return None
    closed = end < len(lines) and bool(_runs(lines[end]))
    table = _table(parts, runs)
    return ([table], end + closed) if table is not None else None


def _next_rule(lines: Sequence[Line], first: int) -> int:
    return next((n for n in range(first, len(lines)) if _runs(lines[n])), len(lines))


def _narrow(text: str) -> int:
    """The columns of a terminal that a text takes, where quotation marks take one."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


_MEASURES: tuple[Callable[[str], int], ...] = (_narrow, printed_width, len)


def _cut(text: str, runs: Sequence[tuple[int, int]], measure: Callable[[str], int]) -> tuple[list[str], bool]:
    """A line's text in each column, and whether all its characters stand in columns."""
    starts = [start for start, _ in runs]
    cells = [""] * len(runs)
    at, fits = 0, True
    for char in text:
        k = max(bisect.bisect_right(starts, at) - 1, 0)
        wide = measure(char)
        if not char.isspace():
            fits = fits and starts[k] <= at and (at + wide <= runs[k][1] or k == len(runs) - 1)
        cells[k] += char
        at += wide
    return [cell.strip().removesuffix("\\") for cell in cells], fits


def _header(lines: Sequence[Line], runs: Sequence[tuple[int, int]]) -> list[str]:
    cut = [_cut(line.text, runs, _narrow)[0] for line in lines]
    return ["".join(words) for words in zip(*cut, strict=True)]


def _table(parts: Sequence[Sequence[Line]], runs: Sequence[tuple[int, int]]) -> Table | None:
    """The table of a header's lines and those of its rows, or of the latter alone."""
    lines = [line for part in parts for line in part]
    readings = [[_cut(line.text, runs, measure) for line in lines] for measure in _MEASURES]
    cut = min(readings, key=lambda reading: sum(not fits for _, fits in reading))
    if sum(not fits for _, fits in cut) > _MOST_OFF * len(lines):
        return None
    rows: list[list[int]] = []
    first = 0
    for part in parts:
        spaced = any(line.gap for line in part[1:])
        header = len(parts) > 1 and not first
        for n, line in enumerate(part, first):
            if n == first or (line.gap if spaced else not header):
                rows.append([])
            rows[-1].append(n)
        first += len(part)
    if len(rows) < 2:
        return None
    out = []
    for row in rows:
        where = stretch(lines[n].where for n in row)
        cells = []
        for k in range(len(runs)):
            own = [n for n in row if cut[n][0][k]]
            place = stretch(lines[n].where for n in own) if own else where
            cells.append(Cell("\n".join(cut[n][0][k] for n in own), k, where=place))
        out.append(Row(cells, where))
    widest = max(range(len(runs)), key=lambda k: runs[k][1] - runs[k][0])
    wrapped = any(len(row.cells[widest].text.split("\n")) > 2 for row in out[1:])
    whole = lines[0].where.to(lines[-1].where)
    return Table(out, whole, spans_known=False, label_first=True, wrapped=wrapped)
