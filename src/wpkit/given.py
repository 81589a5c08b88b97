"""What a person gave for a field → the contract's record: what was left out is read from the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from wpkit.patch import GivenDeadline, GivenUnit
from wpkit.schema import Category, Deadline, Notice, Task, Unit

_DATED = frozenset({"by", "period", "relative"})


def task_of(task: Task, values: Mapping[str, Any]) -> Task:
    """The task with these values; `category` is its path, and a topic that was set has no evidence."""
    plain = {k: v for k, v in values.items() if k not in ("category", "topic")}
    category = task.category
    if "category" in values:
        category = replace(category, path=tuple(values["category"]))
    if "topic" in values and values["topic"] != category.topic:
        category = replace(category, topic=values["topic"], evidence=())
    return replace(task, category=Category() if category == Category() else category, **plain)


def units_of(given: Sequence[GivenUnit]) -> tuple[Unit, ...]:
    return tuple(_unit(one) for one in given)


def _unit(given: GivenUnit) -> Unit:
    if given.canonical is not None:
        return Unit(
            name=given.name, canonical=given.canonical, role=given.role, collective=bool(given.collective)
        )
    from wpkit.fields.units import read_units

    read = read_units(given.name).units
    if len(read) == 1 and read[0].name == given.name:
        return replace(read[0], role=given.role)
    return Unit(name=given.name, canonical=given.name, role=given.role, collective=bool(given.collective))


def deadlines_of(given: Sequence[GivenDeadline], notice: Notice) -> tuple[Deadline, ...]:
    """The deadlines; one without a kind is what its text reads as in the notice's year, as printed where it
    reads as several."""
    return tuple(_deadline(one, notice) for one in given)


def _deadline(given: GivenDeadline, notice: Notice) -> Deadline:
    if given.kind is None:
        return _read(given.text, notice) or Deadline(text=given.text, kind="unread")
    edtf = given.edtf
    if edtf is None and given.end is not None:
        edtf = f"{given.start.isoformat() if given.start else '..'}/{given.end.isoformat()}"
    return Deadline(
        text=given.text,
        kind=given.kind,
        start=given.start,
        end=given.end,
        edtf=edtf,
        recurrence=given.recurrence,
        anchor=given.anchor,
        duration=given.duration,
        working_days=given.working_days,
    )


def _read(text: str, notice: Notice) -> Deadline | None:
    from wpkit.fields.deadlines import read_deadlines

    read = read_deadlines(text, year=notice.year, issued_on=notice.issued_on)
    if len(read.deadlines) != 1 or read.rest:
        return None
    return replace(read.deadlines[0], text=text)


def mentions_in(content: str, notice: Notice) -> tuple[Deadline, ...]:
    """The times that a content mentions, in the notice's year."""
    from wpkit.fields.mentions import read_mentions

    return read_mentions(content, year=notice.year, issued_on=notice.issued_on)


def with_year(task: Task, notice: Notice) -> Task:
    """The task with those of its deadlines read anew that had no day for want of a year."""
    if "deadlines" in task.corrected:
        return task
    deadlines = tuple(
        (_read(one.text, notice) or one) if one.kind in _DATED and not one.start and not one.end else one
        for one in task.deadlines
    )
    return replace(task, deadlines=deadlines)
