"""Whether each task stands where it says, in order, in its section or group, with its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wpkit.findings import finding
from wpkit.printed import Span
from wpkit.schema import Finding, Task, around
from wpkit.text import fold
from wpkit.verification.evidence import Evidence
from wpkit.verification.times import check_deadlines, check_mentions
from wpkit.verification.units import Columns, check_units


def check_tasks(evidence: Evidence) -> Iterator[Finding]:
    yield from _order(evidence)
    columns = Columns(evidence)
    before: Task | None = None
    for task, pieces in zip(evidence.notice.tasks, evidence.account.tasks, strict=True):
        yield from _task(evidence, columns, task, before, evidence.account.reach(task, pieces))
        before = task
    yield from _groups(evidence)


def _order(evidence: Evidence) -> Iterator[Finding]:
    """Tasks stand in the order of the source."""
    last, before = (-1, -1), None
    for task, pieces in zip(evidence.notice.tasks, evidence.account.tasks, strict=True):
        # rows under one merged cell begin with the same piece
        at = (
            (pieces[0], pieces[-1])
            if pieces and task.origin == "table"
            else (pieces[0], 0)
            if pieces
            else last
        )
        if at < last and task.place != before:
            yield finding("V104", task.place, task=task.id, field="place")
        last, before = max(last, at), task.place


def _task(
    evidence: Evidence, columns: Columns, task: Task, before: Task | None, pieces: Sequence[int]
) -> Iterator[Finding]:
    if not pieces:
        yield evidence.missing("place", str(task.place.model_dump()), task)
        return
    begin = None
    in_section = task.origin == "body" and task.section is not None
    for field, words in (("title", task.title or ""), ("content", task.content)):
        if in_section and field == "title":
            continue
        where = evidence.account.pieces_of(task, field, pieces)
        spans = evidence.printed.trace(words, where)
        if spans is None:
            spans = _sentences(evidence, words, where)
        if spans is None:
            yield evidence.missing(field, words, task)
        elif spans:
            begin = spans[0][0] if begin is None else begin
            if not evidence.ends_well(spans):
                yield evidence.cut(field, words, task)
    numbered = in_section or task.number is None or evidence.numbered(task.number, pieces, begin)
    if not numbered and not _beside(evidence, task, before, pieces):
        yield evidence.missing("number", task.number or "", task)
    yield from _belongs(evidence, task, pieces)
    yield from check_units(evidence, columns, task, evidence.account.pieces_of(task, "units", pieces))
    yield from check_deadlines(evidence, task, evidence.account.pieces_of(task, "deadlines", pieces))
    yield from check_mentions(evidence, task)


def _beside(evidence: Evidence, task: Task, before: Task | None, pieces: Sequence[int]) -> bool:
    """Whether a row without a number of its own stands beside the number that the row before it has."""
    first = evidence.printed.pieces[pieces[0]]
    return (
        before is not None
        and task.origin == before.origin == "table"
        and task.number == before.number
        and not re.match(r"\d{1,4}\W?$", first.raw.split()[0])
    )


def _sentences(evidence: Evidence, words: str, pieces: Sequence[int]) -> list[Span] | None:
    """Content from which labels inside were dropped: its sentences in order, each as printed; its full stop may stand
    behind the bracket of its units."""
    out: list[Span] = []
    for sentence in re.findall(r"[^。；;\n]+[。；;]?", words):
        spans = evidence.printed.trace(sentence, pieces) or evidence.printed.trace(
            sentence.rstrip("。"), pieces
        )
        if spans is None or (out and spans[0][0] < out[-1][0]):
            return None
        out += spans
    return out


def _belongs(evidence: Evidence, task: Task, pieces: Sequence[int]) -> Iterator[Finding]:
    """A body task stands in its section, with its number and the titles around it; a row in none."""
    by_id = {section.id: section for section in evidence.notice.sections}
    section = by_id.get(task.section or "")
    if task.section is not None and section is None:
        yield evidence.missing("section", task.section, task)
    if section is None or task.origin == "table":
        if task.origin == "body" and evidence.notice.sections:
            yield evidence.differs(task, "section", task.section, "a section")
        return
    if pieces[0] not in evidence.whole(section):
        yield evidence.differs(task, "section", section.id, "another section")
    path: list[str] = []
    for at in around(section.parent, by_id):
        path += [at.title] if at.title else []
    if list(task.category.path) != path[::-1]:
        yield evidence.differs(task, "category", " > ".join(task.category.path), " > ".join(path[::-1]))
    if task.title != section.title:
        yield evidence.differs(task, "title", task.title, section.title)
    if fold(task.number or "") != fold(section.number or ""):
        yield evidence.differs(task, "number", task.number, section.number)


def _groups(evidence: Evidence) -> Iterator[Finding]:
    """The name of a group of rows is printed between the group before it and the one after it."""
    rows = [
        (t, p)
        for t, p in zip(evidence.notice.tasks, evidence.account.tasks, strict=True)
        if t.origin == "table" and p
    ]
    depth = max((len(task.category.path) for task, _ in rows), default=0)
    for level in range(depth):
        runs: list[list[tuple[Task, Sequence[int]]]] = []
        for task, pieces in rows:
            if runs and runs[-1][0][0].category.path[: level + 1] == task.category.path[: level + 1]:
                runs[-1].append((task, pieces))
            else:
                runs.append([(task, pieces)])
        for at, run in enumerate(runs):
            task = run[0][0]
            if len(task.category.path) <= level:
                continue
            low = runs[at - 1][0][1][0] if at else 0
            high = runs[at + 1][-1][1][-1] if at + 1 < len(runs) else len(evidence.printed.pieces) - 1
            around = sorted({*range(low, high + 1), *(k for _, pieces in run for k in pieces)})
            if evidence.printed.trace(task.category.path[level], around) is None:
                yield evidence.missing("category", task.category.path[level], task)
