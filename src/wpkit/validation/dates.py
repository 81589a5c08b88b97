"""Deadlines against their neighbours, against themselves, and against the notice's year and day of issue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import MAXYEAR, date, timedelta

from wpkit.findings import finding
from wpkit.schema import Finding, Notice, Task, dated
from wpkit.text import fold_in_place

# A deadline is a habit of rows where this share has one, of body items where nearly all have.
USUAL_ROWS, USUAL_ITEMS = 0.6, 0.8
NEAR = 2
# Work points of a year are printed in its first months and tell of the whole year: what was due a quarter
# before they were printed is no slip.
BEFORE_ISSUE = timedelta(days=92)

_LABEL = re.compile(r"(?:完成|办结|整改)(?:时限|时间|期限|时点|日期)\s*[:]|时间节点\s*[:]|时限要求\s*[:]")
_SPAN = re.compile(r"(20\d\d)\s*年?\s*[-—–~～至到]+\s*(20\d\d)\s*年?")


def unread_deadlines(notice: Notice) -> Iterator[Finding]:
    for task in notice.tasks:
        for deadline in task.deadlines:
            if deadline.kind == "unread":
                yield finding("D001", task.place, task=task.id, text=deadline.text[:60])


def missing_deadlines(notice: Notice) -> Iterator[Finding]:
    """A task without deadline, one of whose neighbours has one, where deadlines are usual."""
    for origin, usual in (("table", USUAL_ROWS), ("body", USUAL_ITEMS)):
        tasks = [task for task in notice.tasks if task.origin == origin]
        having = [bool(task.deadlines) for task in tasks]
        if sum(having) < usual * len(tasks):
            continue
        for at, task in enumerate(tasks):
            if not having[at] and any(having[max(0, at - NEAR) : at + NEAR + 1]):
                yield finding("D007", task.place, task=task.id, number=task.number or task.id)


def deadlines_left_in_content(notice: Notice) -> Iterator[Finding]:
    for task in notice.tasks:
        if match := _LABEL.search(fold_in_place(task.content)):
            text = task.content[match.start() : match.start() + 24]
            yield finding("D012", task.places.get("content", task.place), task=task.id, text=text)


def early_deadlines(notice: Notice) -> Iterator[Finding]:
    """A deadline that had passed for more than a quarter when the notice was issued, or before its year began."""
    heads = dated(notice)
    for task, text, end in _ends(notice):
        year, issued = heads[task.id].year, heads[task.id].issued_on
        if year and year <= MAXYEAR and end < date(year, 1, 1):
            yield finding("D009", task.place, task=task.id, text=text, year=year)
        elif issued and issued - end > BEFORE_ISSUE:
            yield finding("D008", task.place, task=task.id, text=text, issued=issued.isoformat())


def late_deadlines(notice: Notice) -> Iterator[Finding]:
    """A deadline after the last year that the title names."""
    heads = dated(notice)
    for task, text, end in _ends(notice):
        head = heads[task.id]
        if head.year is None:
            continue
        span = _SPAN.search(head.title or "")
        last = max(head.year, int(span.group(2))) if span else head.year
        if end.year > last:
            yield finding("D010", task.place, task=task.id, text=text, year=last)


def _ends(notice: Notice) -> Iterator[tuple[Task, str, date]]:
    """Each stated last day with its task; what recurs or lasts has none."""
    for task in notice.tasks:
        for deadline in task.deadlines:
            if deadline.end is not None and deadline.kind in ("by", "period", "relative"):
                yield task, deadline.text, deadline.end


def reversed_periods(notice: Notice) -> Iterator[Finding]:
    for task in notice.tasks:
        for deadline in task.deadlines:
            if deadline.start and deadline.end and deadline.end < deadline.start:
                yield finding("D011", task.place, task=task.id, text=deadline.text)


def notice_of_another_year(notice: Notice) -> Iterator[Finding]:
    """Work points of a year are issued in it, or in the last months of the year before."""
    if notice.year and notice.issued_on and not notice.year - 1 <= notice.issued_on.year <= notice.year:
        span = _SPAN.search(notice.title or "")
        if not (span and notice.issued_on.year <= int(span.group(2))):
            yield finding("H001", year=notice.year, issued=notice.issued_on.isoformat())
