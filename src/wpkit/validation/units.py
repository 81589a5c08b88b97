"""Units: missing where others have them, left in the content, or no units at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wpkit.fields.deadlines import is_deadline
from wpkit.findings import finding
from wpkit.patterns import pattern
from wpkit.schema import Finding, Notice
from wpkit.text import fold_in_place

# Units are a notice's habit where half of its tasks have one.
USUAL = 0.5
LONGEST_NAME = 40

_LABEL = re.compile(
    r"(?:责任|牵头|配合|主办|协办|承办|实施|落实|负责)(?:及|和|与|、)?(?:责任|配合|协办)?(?:单位|部门|科室|处室)\s*[:]"
)


_FOR_ALL = pattern(r"工作要求|有关要求|保障措施|保障机制|(?:组织|工作)(?:实施|保障|领导)|(?:加强|强化)保障")


def missing_units(notice: Notice) -> Iterator[Finding]:
    """Each task without unit where units are usual; else one finding for the notice."""
    without = [task for task in notice.tasks if not task.units]
    total = len(notice.tasks)
    if not without:
        return
    if total - len(without) < USUAL * total:
        yield finding("U003", without[0].place, count=len(without), total=total)
        return
    with_units = {task.category.path[:1] for task in notice.tasks if task.units}
    for task in without:
        # requirements on how all is to be done are for everybody: their section names nobody at all
        top = task.category.path[:1]
        if task.origin == "body" and top and top not in with_units and _FOR_ALL.search(top[0]):
            continue
        yield finding("U002", task.place, task=task.id, number=task.number or task.id)


def units_left_in_content(notice: Notice) -> Iterator[Finding]:
    for task in notice.tasks:
        if match := _LABEL.search(fold_in_place(task.content)):
            text = task.content[match.start() : match.start() + 24]
            yield finding("U004", task.places.get("content", task.place), task=task.id, text=text)


def prose_among_units(notice: Notice) -> Iterator[Finding]:
    """A name that is a sentence, or longer than any body's name."""
    for task in notice.tasks:
        for unit in task.units:
            if len(unit.name) > LONGEST_NAME or any(mark in unit.name for mark in "。！？：!?"):
                yield finding("U005", task.places.get("units", task.place), task=task.id, text=unit.name[:60])


def times_among_units(notice: Notice) -> Iterator[Finding]:
    """A unit's name that is a time: the row's cells stand one column off."""
    for task in notice.tasks:
        for unit in task.units:
            if is_deadline(unit.name):
                yield finding("T003", task.places.get("units", task.place), task=task.id, text=unit.name)
