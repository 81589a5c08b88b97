"""A notice and the source it was read from → what of the notice the source does not bear out.

The source is read again by its parser alone: nothing here knows how sections, rows and tasks were told
apart. Each printed field must stand where its record says it stands (`Place`); each computed value (a day, a
role, a canonical name) must come out of the printed words again; and no printed word may be left over.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from wpkit.findings import finding
from wpkit.schema import Finding, Notice
from wpkit.source import Options, Source, open_source
from wpkit.verification.evidence import Evidence
from wpkit.verification.head import check_head
from wpkit.verification.remainder import check_remainder
from wpkit.verification.sections import check_sections
from wpkit.verification.source import check_source
from wpkit.verification.tasks import check_tasks

CHECKS = (check_source, check_head, check_sections, check_tasks, check_remainder)


def verify(
    notice: Notice,
    source: str | Path | bytes | Source,
    *,
    name: str | None = None,
    options: Options | None = None,
) -> tuple[Finding, ...]:
    """What in `notice` the source does not confirm, in the order head, sections, tasks, remainder; empty where
    every field does.

    What a person set (`corrected`) is not held against the source: one note (V107) a task, and one for the head,
    names it. Raises a WpkitError where the source cannot be read.
    """
    opened = source if isinstance(source, Source) else open_source(source, name=name, options=options)
    if opened.options.timeout:
        from wpkit.limits import within

        return within(opened.options.timeout, opened.name, partial(_verify, notice, opened))
    return _verify(notice, opened)


def _verify(notice: Notice, source: Source) -> tuple[Finding, ...]:
    evidence = Evidence(notice, source)
    found = (one for check in CHECKS for one in check(evidence))
    return (*(one for one in found if not _is_by_hand(one, notice)), *_by_hand(notice))


# Of a task that a person put under another section these come from the section that it had.
_OF_SECTION = {"section", "category", "title", "number"}


def _is_by_hand(found: Finding, notice: Notice) -> bool:
    """Whether a person set the field that a finding speaks of."""
    field = str(found.data.get("field") or "")
    if found.task is None:
        return field in notice.corrected
    task = next(task for task in notice.tasks if task.id == found.task)
    said = set(task.corrected) | (_OF_SECTION if "section" in task.corrected else set())
    return "task" in said or field.partition(".")[2].partition(".")[0] in said


def _by_hand(notice: Notice) -> Iterator[Finding]:
    if notice.corrected:
        yield finding("V107", None, about="notice", fields=", ".join(notice.corrected))
    for task in notice.tasks:
        if task.corrected:
            about = f"{task.id}" + (f" ({task.number})" if task.number else "")
            yield finding("V107", task.place, task=task.id, about=about, fields=", ".join(task.corrected))
