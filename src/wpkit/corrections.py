"""A notice and a patch → the notice with the corrections that fit, and for each correction what became of it.

A task is found again by its words, not by its id: after a new parse it may bear another. A correction whose task is
gone, or whose field reads otherwise than when it was corrected, changes nothing and is told as a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from wpkit.blocks import Where, stretch
from wpkit.diff import match, words_of
from wpkit.findings import finding
from wpkit.given import deadlines_of, mentions_in, task_of, units_of, with_year
from wpkit.patch import (
    TASK_FIELDS,
    Add,
    Correction,
    Delete,
    Edit,
    GivenTask,
    Join,
    Part,
    Split,
    correction_of,
)
from wpkit.records import record
from wpkit.schema import Finding, Notice, Place, Section, Task

State = Literal["applied", "already", "unfit"]
# A task whose words changed is still the same one for an edit of another field, above this likeness.
LIKE_ENOUGH = 0.75
# Findings on a field that a person has set speak of what stands there no longer.
_FIELD_OF_LETTER = {"D": "deadlines", "U": "units", "C": "topic"}
_FIELD_OF_CODE = {"T002": "category"}


@record(frozen=True)
class Outcome:
    """What became of one correction; `what` says it in a few words, `reason` (English, Chinese) why it does not fit."""

    record: Mapping[str, Any]
    state: State
    what: str
    reason: tuple[str, str] = ("", "")


@record(frozen=True)
class Corrected:
    notice: Notice
    outcomes: tuple[Outcome, ...]


class _Unfit(Exception):
    def __init__(self, english: str, chinese: str) -> None:
        self.reason = (english, chinese)


class _Already(Exception):
    """The notice says already what the correction wants."""


_GONE = ("its task is not there any more", "找不到相应任务")
_OTHERWISE = ("its field reads otherwise now", "该字段的内容已不同")
_REWORDED = ("the words of its task changed", "任务的文字已变化")
_NOT_NEIGHBOURS = ("its tasks do not follow each other any more", "相应任务已不相邻")


def apply_corrections(notice: Notice, part: Part) -> Corrected:
    """The notice with one notice's part of a patch. Applying it twice gives what applying it once gives."""
    work = _Work(notice, part)
    outcomes = [work.outcome(record) for record in part.corrections]
    return Corrected(work.finished(outcomes), tuple(outcomes))


def part_for(notice: Notice, parts: Iterable[Part]) -> Part | None:
    """The notice's part of a patch: of the same file, else of a file of the same name."""
    listed = list(parts)
    same = [part for part in listed if part.source.sha256 == notice.source.sha256]
    return next(iter([*same, *(part for part in listed if part.source.name == notice.source.name)]), None)


class _Work:
    """The notice while corrections are made in it. `ids` maps a patch's ids to the notice's; None: gone."""

    def __init__(self, notice: Notice, part: Part) -> None:
        self.notice, self.part = notice, part
        self.tasks = list(notice.tasks)
        self.findings: list[Finding] = []
        self.deleted: dict[str, str | None] = {}  # ids of tasks that are gone, and what they are part of now
        self.ids: dict[str, str | None] = _found(part, notice.tasks)

    def outcome(self, record: dict[str, Any]) -> Outcome:
        correction = correction_of(record)
        what = _what(correction, self.part, record)
        tasks, ids = list(self.tasks), dict(self.ids)
        try:
            self._make(correction, record)
        except _Already:
            return Outcome(record, "already", what)
        except _Unfit as unfit:
            self.tasks, self.ids = tasks, ids
            return Outcome(record, "unfit", what, unfit.reason)
        return Outcome(record, "applied", what)

    def _make(self, one: Correction, record: dict[str, Any]) -> None:
        if isinstance(one, Edit):
            self._edit(one, record)
        elif isinstance(one, Split):
            self._split(one, record)
        elif isinstance(one, Join):
            self._join(one, record)
        elif isinstance(one, Delete):
            self._delete(one)
        else:
            self._add(one)

    # one method a kind of correction

    def _edit(self, one: Edit, record: dict[str, Any]) -> None:
        if one.task is None:
            now = getattr(self.notice, one.field)
            _judge(now.isoformat() if isinstance(now, date) else now, record)
            corrected = _with(self.notice.corrected, one.field)
            self.notice = replace(self.notice, **{one.field: one.after, "corrected": corrected})
            if one.field in ("year", "issued_on"):
                self.tasks = [with_year(task, self.notice) for task in self.tasks]
            return
        at = self._at(one.task)
        after = self._section(one.after) if one.field == "section" else one.after
        if one.field == "section":
            record = {**record, "before": self._section(record["before"]), "after": after}
        _judge(_plain(self.tasks[at])[one.field], record)
        self.tasks[at] = self._with_values(self.tasks[at], {one.field: after}, one.field)

    def _split(self, one: Split, record: dict[str, Any]) -> None:
        at = self._whole(one.task, one.before, one.into)
        task, before = self.tasks[at], _values(one.before)
        made = []
        for given, raw in zip(one.into, record["into"], strict=True):
            # What both parts took over from the task is what it says now, a newer reading of it too.
            changed = {k: v for k, v in _values(given).items() if k in raw and v != before[k]}
            part = self._with_values(task, changed, "task")
            made.append(part if given.id == one.task else replace(part, id=self._new_id(given.id)))
        self.tasks[at : at + 1] = made

    def _join(self, one: Join, record: dict[str, Any]) -> None:
        places = [
            self._whole(id, before, [one.into]) for id, before in zip(one.tasks, one.before, strict=True)
        ]
        if places != list(range(places[0], places[0] + len(places))):
            raise _Unfit(*_NOT_NEIGHBOURS)
        first, *rest = (self.tasks[at] for at in places)
        said = {field: value for field, value in _values(one.into).items() if field in record["into"]}
        joined = self._with_values(replace(first, place=_over([first, *rest])), said, "task")
        self.tasks[places[0] : places[-1] + 1] = [joined]
        for id, task in zip(one.tasks[1:], rest, strict=True):
            self.ids[id] = None
            self.deleted[task.id] = joined.id

    def _delete(self, one: Delete) -> None:
        text = (one.before.title or one.before.content)[:60]
        if any(found.code == "R003" and found.data.get("text") == text for found in self.notice.findings):
            raise _Already
        task = self.tasks.pop(self._whole(one.task, one.before, []))
        self.ids[one.task] = None
        self.deleted[task.id] = None
        self.findings.append(finding("R003", task.place, number=task.number or task.id, text=text))

    def _add(self, one: Add) -> None:
        if self._says(one.into):
            raise _Already
        at = self._at(one.after) + 1 if one.after is not None else 0
        like = self.tasks[at - 1] if at else None
        empty = Task(
            id=self._new_id(one.into.id), number=None, origin=like.origin if like else "body", place=one.place
        )
        self.tasks.insert(at, self._with_values(empty, _values(one.into), "task"))

    # what they need

    def _at(self, id: str) -> int:
        """Where the patch's task stands now."""
        now = self.ids.get(id, id if id not in self.part.tasks and self._made(id) else None)
        at = next((i for i, task in enumerate(self.tasks) if task.id == now), None)
        if at is None:
            raise _Unfit(*_GONE)
        return at

    def _made(self, id: str) -> bool:
        """Whether an earlier run of this patch may have made the task under this id."""
        return any(task.id == id and "task" in task.corrected for task in self.tasks)

    def _whole(self, id: str, before: GivenTask, into: Sequence[GivenTask]) -> int:
        """Where the task stands, if it says what it said; `into` is what is to say it in its stead."""
        if into and all(self._says(given) for given in into):
            raise _Already
        at = self._at(id)
        task = self.tasks[at]
        if words_of(task.title or "", task.content) != words_of(before.title or "", before.content):
            raise _Unfit(*_REWORDED)
        return at

    def _says(self, given: GivenTask) -> bool:
        words = words_of(given.title or "", given.content)
        return any(words_of(t.title or "", t.content) == words and "task" in t.corrected for t in self.tasks)

    def _new_id(self, wanted: str) -> str:
        used, id, number = {task.id for task in self.tasks}, wanted or "a1", 2
        while id in used:
            id, number = f"{wanted}-{number}", number + 1
        self.ids[wanted] = id
        return id

    def _section(self, id: str | None) -> str | None:
        """The section of a patch, by what its heading says where the patch knows that."""
        said = self.part.sections.get(id or "")
        sections = self.notice.sections
        if id is None:
            return None
        if said is None:
            fits: list[Section] = [s for s in sections if s.id == id]
        else:
            fits = [s for s in sections if (s.title, s.number) == (said.title, said.number)]
            fits = [s for s in fits if s.id == id] or fits
        if not fits:
            raise _Unfit("its section is not there any more", "找不到相应章节")
        return fits[0].id

    def _with_values(self, task: Task, values: Mapping[str, Any], corrected: str) -> Task:
        values = dict(values)
        if corrected == "task" and values.get("section") is not None:
            values["section"] = self._section(values["section"])
        if "units" in values:
            values["units"] = units_of(values["units"])
        for field in ("deadlines", "time_mentions"):
            if field in values:
                values[field] = deadlines_of(values[field], self.notice)
        if "content" in values and "time_mentions" not in {*values, *task.corrected}:
            values["time_mentions"] = mentions_in(values["content"], self.notice)
        return replace(task_of(task, values), corrected=_with(task.corrected, corrected))

    def finished(self, outcomes: Sequence[Outcome]) -> Notice:
        """The notice with its tasks, and its findings as they stand now."""
        tasks = {task.id: task for task in self.tasks}
        kept = []
        for one in self.notice.findings:
            id = self.deleted.get(one.task, one.task) if one.task else None
            if one.task is not None and id is None:
                continue
            if not (id and _settled(one, tasks.get(id))):
                kept.append(one if id == one.task else replace(one, task=id))
        for outcome in outcomes:
            if outcome.state == "unfit":
                found = finding("R001" if outcome.reason == _GONE else "R002", what=outcome.what)
                if found not in kept:
                    kept.append(found)
        return replace(self.notice, tasks=tuple(self.tasks), findings=(*kept, *self.findings))


def _settled(found: Finding, task: Task | None) -> bool:
    field = field_of(found.code)
    return task is not None and field is not None and field in task.corrected


def field_of(code: str) -> str | None:
    """The field that a finding of this kind speaks of, where it is one field."""
    return _FIELD_OF_CODE.get(code) or _FIELD_OF_LETTER.get(code[0])


def _found(part: Part, tasks: Sequence[Task]) -> dict[str, str | None]:
    """For each task that the patch speaks of, the notice's task with its words; of several the one with its id or
    number, else the likest; None where there is none."""
    now = [words_of(task.title or "", task.content) for task in tasks]
    found: dict[str, str | None] = dict.fromkeys(part.tasks)
    taken: set[int] = set()
    for id, said in part.tasks.items():
        equal = [i for i, words in enumerate(now) if words == words_of(said.title or "", said.content)]
        for fits in (
            [i for i in equal if tasks[i].id == id],
            [i for i in equal if tasks[i].number == said.number],
            equal,
        ):
            if len(fits) == 1:
                found[id] = tasks[fits[0]].id
                taken.add(fits[0])
                break
    rest = [id for id, task in found.items() if task is None]
    free = [i for i in range(len(tasks)) if i not in taken]
    said_words = [words_of(part.tasks[id].title or "", part.tasks[id].content) for id in rest]
    for i, j, _ in match(said_words, [now[i] for i in free], LIKE_ENOUGH):
        found[rest[i]] = tasks[free[j]].id
    # A task that this patch has reworded already is known by its id.
    for id in rest:
        if found[id] is None:
            found[id] = next((t.id for t in tasks if t.id == id and t.corrected), None)
    return found


def _over(tasks: Sequence[Task]) -> Place:
    """The place of neighbouring tasks together; the first one's where it cannot be said as one."""
    places = [Where.of(task.place) for task in tasks]
    if len({(where.member, where.sheet, where.table) for where in places}) > 1:
        return tasks[0].place
    return stretch(places).place()


def _with(fields: tuple[str, ...], field: str) -> tuple[str, ...]:
    return fields if field in fields else (*fields, field)


def _plain(task: Task) -> dict[str, Any]:
    """The task's correctable fields as plain data."""
    held = task.model_dump()
    return {**held, "category": held["category"]["path"], "topic": held["category"]["topic"]}


def _values(given: GivenTask) -> dict[str, Any]:
    return {field: getattr(given, field) for field in TASK_FIELDS}


def _judge(now: Any, record: Mapping[str, Any]) -> None:
    """Raises where the field does not say what it said when it was corrected."""
    if _same(now, record["before"]):
        return
    if _same(now, record["after"]):
        raise _Already
    raise _Unfit(*_OTHERWISE)


def _same(now: Any, said: Any) -> bool:
    """Whether two values say the same in all that both say: records may have gained fields."""
    if isinstance(now, dict) and isinstance(said, dict):
        return all(_same(now[key], said[key]) for key in now.keys() & said.keys())
    if isinstance(now, list) and isinstance(said, list):
        return len(now) == len(said) and all(map(_same, now, said))
    return bool(now == said)


def _what(one: Correction, part: Part, record: Mapping[str, Any]) -> str:
    """The correction in signs that need no language: of which task, from what to what."""
    if isinstance(one, Add):
        return f"+ {_short(one.into.title or one.into.content)}"
    if isinstance(one, Edit):
        change = f"{_short(_said(record['before']))} → {_short(_said(record['after']))}"
        return f"{_name(one.task, part)} {one.field}: {change}" if one.task else f"{one.field}: {change}"
    if isinstance(one, Split):
        return f"{_name(one.task, part)} → {' | '.join(_short(part.content) for part in one.into)}"
    if isinstance(one, Join):
        return " + ".join(_name(id, part) for id in one.tasks)
    return f"− {_name(one.task, part)}"


def _name(id: str, part: Part) -> str:
    said = part.tasks.get(id)
    return f"{said.number or id} {_short(said.title or said.content)}" if said else id


def _said(value: Any) -> str:
    """A field's value as one text."""
    if isinstance(value, list):
        return "、".join(map(_said, value))
    if isinstance(value, dict):
        return str(value.get("name") or value.get("text") or "")
    return "" if value is None else str(value)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text[:24]}…”" if len(text) > 24 else f"“{text}”"
