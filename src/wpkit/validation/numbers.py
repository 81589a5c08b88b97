"""Numbers of rows and sections: skipped, given twice, out of order, not printed.

Numbering may begin again at 1 under a new heading or in a new table, and may run on through the
sections. One number on several rows that follow each other is a merged cell where the notice does it
often, and a slip where it does it once.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from wpkit.findings import finding
from wpkit.records import record
from wpkit.schema import Finding, Notice, Place
from wpkit.text import fold, number_of

# A number printed on this many pairs of rows that follow each other is a merged cell.
MERGED_PAIRS = 2
# Numbers are a notice's habit where this share of its rows has one.
USUAL = 0.7
# One gap is a loss; a list with so many, and more missing than present, is an extract.
FEWEST_GAPS = 2


@record(frozen=True)
class Numbered:
    """A row or section: its number as printed and as a value, and the group that may begin again at 1."""

    printed: str
    value: int
    group: Hashable
    place: Place
    task: str | None = None


def row_numbers(notice: Notice) -> Iterator[Finding]:
    """Table rows, by the shape of their numbers, in reading order."""
    series: dict[str, list[Numbered]] = defaultdict(list)
    for task in notice.tasks:
        if task.origin == "table" and task.number and (known := shape_and_value(task.number)):
            shape, prefix, value = known
            group = (task.place.table, task.place.sheet, prefix, task.category.path[:1])
            series[shape].append(Numbered(task.number, value, group, task.place, task.id))
    for rows in series.values():
        if len(rows) > 1 and len(rows) >= USUAL / 2 * len(notice.tasks):
            yield from _extract(rows) or _odd(rows)


def section_numbers(notice: Notice) -> Iterator[Finding]:
    """Sections, by the shape of their numbers, in reading order; the group is the section around them."""
    series: dict[str, list[Numbered]] = defaultdict(list)
    for section in notice.sections:
        if section.number and (known := shape_and_value(section.number)):
            shape, prefix, value = known
            series[shape].append(Numbered(section.number, value, (section.parent, prefix), section.place))
    for sections in series.values():
        if len(sections) > 1:
            yield from _extract(sections) or _odd(sections)


def rows_without_number(notice: Notice) -> Iterator[Finding]:
    rows = [task for task in notice.tasks if task.origin == "table"]
    numbered = sum(task.number is not None for task in rows)
    if numbered >= USUAL * len(rows):
        for task in rows:
            if task.number is None:
                yield finding("N004", task.place, task=task.id, content=task.content[:20])


def _extract(rows: Sequence[Numbered]) -> list[Finding]:
    """One finding for each table or list whose numbers are those of a larger one, of which it holds the smaller part;
    none where any of them is no such extract: then each gap is odd."""
    begin = [at for at, (a, b) in enumerate(pairwise(rows), 1) if b.value < a.value and b.group != a.group]
    found: list[Finding] = []
    for low, high in pairwise([0, *begin, len(rows)]):
        part = rows[low:high]
        values = [row.value for row in part]
        steps = [b - a for a, b in pairwise([0, *values])]
        present = len(set(values))
        missing = values[-1] - present
        if min(steps) < 0 or missing <= present or sum(step > 1 for step in steps) < FEWEST_GAPS:
            return []
        found.append(finding("N006", part[0].place, last=part[-1].printed, found=present))
    return found


def _odd(rows: Sequence[Numbered]) -> Iterator[Finding]:
    """One finding for each step that is none of: one further, the same in a merged cell, anew at 1."""
    merged = sum(a.value == b.value for a, b in pairwise(rows)) >= MERGED_PAIRS
    last = rows[0].value
    if last > 1:
        yield _skipped(0, rows[0])
    for at, row in enumerate(rows[1:], 1):
        follows = rows[at + 1].value if at + 1 < len(rows) else None
        if row.value == last + 1 or (row.value == last and merged):
            last = row.value
        elif follows == last + 2:
            # the number after this one is right: this one alone is misprinted
            code = "N002" if row.value == last else "N003"
            yield finding(code, row.place, task=row.task, number=row.printed, due=last + 1)
            last += 1
        elif row.value == 1 or (row.value < last and row.group != rows[at - 1].group):
            last = row.value
            if last > 1:
                yield _skipped(0, row)
        elif row.value == last:
            yield finding("N002", row.place, task=row.task, number=row.printed, due=last + 1)
        elif row.value > last + 1:
            yield _skipped(last, row)
            last = row.value
        else:
            yield finding("N003", row.place, task=row.task, number=row.printed, due=last + 1)
            last = row.value if follows == row.value + 1 else last


def _skipped(last: int, row: Numbered) -> Finding:
    first, until = last + 1, row.value - 1
    missing = str(first) if first == until else f"{first}-{until}"
    return finding("N001", row.place, task=row.task, number=row.printed, missing=missing)


_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十百零〇]+")


@lru_cache(maxsize=4096)
def shape_and_value(number: str) -> tuple[str, str, int] | None:
    """A number's shape (numerals taken out), what stands before its last numeral, and that numeral's value.

    >>> shape_and_value("（三）"), shape_and_value("1.2"), shape_and_value("③"), shape_and_value("附")
    (('(汉)', '(', 3), ('0.0', '1.', 2), ('圈', '', 3), None)
    """
    folded = fold(number).strip(".、")
    if len(folded) == 1 and not _NUMERAL.fullmatch(folded):
        sign = unicodedata.numeric(folded, 0.0)
        return ("圈", "", int(sign)) if sign >= 1 else None
    found = list(_NUMERAL.finditer(folded))
    value = number_of(found[-1].group()) if found else None
    if value is None:
        return None
    shape = _NUMERAL.sub(lambda m: "0" if m.group().isascii() else "汉", folded)
    return shape, folded[: found[-1].start()], value
