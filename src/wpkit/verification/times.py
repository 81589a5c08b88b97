"""Whether a task's deadlines and the times that its content mentions are printed and read as stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wpkit.fields.deadlines import read_deadlines
from wpkit.fields.mentions import read_mentions
from wpkit.schema import Deadline, Finding, Task
from wpkit.text import fold
from wpkit.verification.evidence import Evidence


def check_deadlines(evidence: Evidence, task: Task, pieces: Sequence[int]) -> Iterator[Finding]:
    for deadline in task.deadlines:
        if not evidence.printed.trace(deadline.text, pieces):
            yield evidence.missing("deadlines", deadline.text, task)
        elif not _same_days(evidence, task, deadline, pieces):
            yield evidence.differs(task, "deadlines", _words(deadline), deadline.text)


def _same_days(evidence: Evidence, task: Task, deadline: Deadline, pieces: Sequence[int]) -> bool:
    head = evidence.dated[task.id]
    texts = [deadline.text]
    for k in pieces:
        piece = evidence.printed.pieces[k]
        words = evidence.printed.text[piece.start : piece.end]
        if fold(deadline.text) in words:
            texts.append(words)
    return any(
        _days(one) == _days(deadline)
        for text in texts
        for one in read_deadlines(text, year=head.year, issued_on=head.issued_on).deadlines
    )


def check_mentions(evidence: Evidence, task: Task) -> Iterator[Finding]:
    head = evidence.dated[task.id]
    again = read_mentions(task.content, year=head.year, issued_on=head.issued_on)
    if again != task.time_mentions:
        stated = "、".join(d.text for d in task.time_mentions)
        yield evidence.differs(task, "time_mentions", stated, "、".join(d.text for d in again))


def _days(deadline: Deadline) -> tuple[object, ...]:
    return (
        deadline.kind, deadline.start, deadline.end, deadline.edtf, deadline.recurrence, deadline.anchor,
        deadline.duration, deadline.working_days,
    )  # fmt: skip


def _words(deadline: Deadline) -> str:
    return f"{deadline.kind} {deadline.start or ''}..{deadline.end or ''}"
