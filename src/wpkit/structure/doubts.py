"""Characters that a recogniser was unsure of → a finding for each task that rests on them."""

from __future__ import annotations

from dataclasses import replace

from wpkit.schema import Finding, Notice, Place, Task
from wpkit.text import squeeze

DOUBTFUL = "P542"  # told by the parser for a line on a page; which task stands there is known only here


def with_tasks(notice: Notice) -> Notice:
    """The notice with each doubt given to the tasks that hold its line, once for each of them; a doubt that no task
    rests on stays as it is."""
    if not any(f.code == DOUBTFUL for f in notice.findings):
        return notice
    words = [(task, _category(task), _words(task)) for task in notice.tasks]
    found: list[Finding] = []
    for finding in notice.findings:
        resting = []
        if finding.code == DOUBTFUL and finding.task is None:
            line = squeeze(str(finding.data.get("text") or ""))
            resting = [
                task.id
                for task, category, text in words
                if line in category
                or (_is_on(task, finding.place) and (line in text or _holds(task, finding.place)))
            ]
        found += [replace(finding, task=task) for task in resting] or [finding]
    return replace(notice, findings=tuple(found))


def _category(task: Task) -> str:
    return squeeze("\n".join(task.category.path))


def _words(task: Task) -> str:
    parts = [task.title or "", task.content, *(u.name for u in task.units), *(d.text for d in task.deadlines)]
    return squeeze("\n".join(parts))


def _is_on(task: Task, place: Place) -> bool:
    """Whether the task has a part on the page."""
    places = (task.place, *task.places.values())
    return place.page is not None and any(
        p.page is not None and p.page <= place.page <= (p.end_page or p.page) for p in places
    )


def _holds(task: Task, place: Place) -> bool:
    """Whether the middle of `place` is in one of the task's boxes on the same page."""
    if place.box is None:
        return False
    x, y = (place.box[0] + place.box[2]) / 2, (place.box[1] + place.box[3]) / 2
    return any(
        p.box is not None and p.page == place.page and p.box[0] <= x <= p.box[2] and p.box[1] <= y <= p.box[3]
        for p in (task.place, *task.places.values())
    )
