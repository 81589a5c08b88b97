"""What breaks the contract itself: a notice that was put together or edited by another program."""

from __future__ import annotations

from collections.abc import Iterator

from wpkit.findings import finding
from wpkit.schema import Finding, Notice, Section, Task


def repeated_ids(notice: Notice) -> Iterator[Finding]:
    records: tuple[Section | Task, ...] = (*notice.sections, *notice.tasks)
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            yield finding("V001", record.place, id=record.id)
        seen.add(record.id)


def broken_references(notice: Notice) -> Iterator[Finding]:
    """Sections and findings are named by ids that must be there; a parent stands before its children."""
    before: set[str] = set()
    for section in notice.sections:
        if section.parent is not None and section.parent not in before:
            yield finding("V002", section.place, id=section.id, target=section.parent)
        before.add(section.id)
    tasks = {task.id for task in notice.tasks}
    for task in notice.tasks:
        if task.section is not None and task.section not in before:
            yield finding("V002", task.place, task=task.id, id=task.id, target=task.section)
    for found in notice.findings:
        if found.task is not None and found.task not in tasks:
            yield finding("V002", found.place, id=found.code, target=found.task)
