"""A finished notice → what is odd in it: a tuple of rules, each a function from the notice to findings.

A rule sees the contract and nothing else, so that a notice read from JSON is judged like one just parsed.
What the parse itself reported is not reported again. A rule that speaks of what a notice does as a habit
(numbers, units, deadlines) looks at the neighbours first: where no task has a deadline, none is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wpkit.schema import Finding, Notice
from wpkit.validation import coverage, dates, integrity, numbers, units

Rule = Callable[[Notice], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    integrity.repeated_ids,
    integrity.broken_references,
    coverage.empty_tasks,
    coverage.repeated_tasks,
    numbers.row_numbers,
    numbers.rows_without_number,
    numbers.section_numbers,
    units.missing_units,
    units.units_left_in_content,
    units.prose_among_units,
    units.times_among_units,
    dates.unread_deadlines,
    dates.missing_deadlines,
    dates.deadlines_left_in_content,
    dates.early_deadlines,
    dates.late_deadlines,
    dates.reversed_periods,
    dates.notice_of_another_year,
    coverage.items_without_row,
    coverage.claimed_totals,
)


def validate(notice: Notice) -> tuple[Finding, ...]:
    """What the rules find odd in a notice, in the order of `RULES`, without what `notice.findings` holds already."""
    known = {(found.code, found.task) for found in notice.findings if found.task}
    found: dict[tuple[object, ...], Finding] = {}
    for rule in RULES:
        for one in rule(notice):
            if one.task is None or (one.code, one.task) not in known:
                found.setdefault((one.code, one.task, one.place, one.message), one)
    return tuple(found.values())
