"""Notices → flat rows, one a task: the columns that all flat formats share, and which rows are wanted.

Row values are text, int, date or None; several values of one kind stand in one cell, parted by 、 or ；.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Literal

from wpkit.errors import UsageError
from wpkit.findings import words
from wpkit.records import record
from wpkit.schema import Deadline, Notice, Place, Role, Task

Value = str | int | date | None


@record(frozen=True)
class Column:
    """A column: `name` in English headings, `title` in Chinese ones; `width` in Chinese characters."""

    name: str
    title: str
    kind: Literal["text", "number", "date"]
    width: int
    value: Callable[[Notice, Task, str], Value]


ROLE_NAMES: dict[Role, dict[str, str]] = {
    "lead": {"en": "lead", "zh": "牵头单位"},
    "responsible": {"en": "responsible", "zh": "责任单位"},
    "support": {"en": "support", "zh": "配合单位"},
}


def head_line(notice: Notice) -> str:
    """Issuer, document number and date in one line; "" where none is printed."""
    day = notice.issued_on.isoformat() if notice.issued_on else None
    return " · ".join(part for part in (notice.issuer, notice.document_number, day) if part)


def _units(task: Task, role: Role) -> str:
    return "、".join(unit.name for unit in task.units if unit.role == role)


def last_day(task: Task) -> date | None:
    """The latest stated end among the task's deadlines."""
    return max((d.end for d in task.deadlines if d.end), default=None)


def first_day(task: Task) -> date | None:
    return min((d.start for d in task.deadlines if d.start), default=None)


def _joined(deadlines: Iterable[Deadline], field: str) -> str:
    values = [str(getattr(d, field)) for d in deadlines if getattr(d, field)]
    return "；".join(dict.fromkeys(values))


def _section(notice: Notice, task: Task, field: str) -> Value:
    found = next((s for s in notice.sections if s.id == task.section), None)
    value: Value = getattr(found, field) if found else None
    return value


def place_words(place: Place, lang: str = "en") -> str:
    """Where it stands, as people say it: "page 3, line 120" or "第3页 第120行"; "" where nothing is known."""
    names = (
        [("sheet", "工作表“{}”"), ("page", "第{}页"), ("table", "表{}"), ("row", "第{}行"), ("line", "第{}行"), ("paragraph", "第{}段")]
        if lang == "zh"
        else [(n, n + " {}") for n in ("sheet", "page", "table", "row", "line", "paragraph")]
    )  # fmt: skip
    parts = [form.format(getattr(place, name)) for name, form in names if getattr(place, name) is not None]
    return (" " if lang == "zh" else ", ").join(parts)


ORIGINS = {"table": "表格", "body": "正文"}
KINDS = {
    "by": "截止",
    "period": "时段",
    "ongoing": "持续",
    "recurring": "周期",
    "relative": "相对",
    "unread": "未读出",
}


FIELDS = {
    "number": "序号",
    "title": "任务名称",
    "content": "任务内容",
    "category": "任务类别",
    "topic": "主题",
    "units": "责任单位",
    "deadlines": "完成时限",
    "time_mentions": "提到的时间",
    "section": "所属章节",
    "task": "整项",
}
"""What can be corrected in a task, by its name in `Task.corrected`."""


def _corrected(task: Task, lang: str) -> str:
    return "、".join(FIELDS.get(f, f) if lang == "zh" else f for f in task.corrected)


def _kinds(task: Task, lang: str) -> str:
    return "；".join(dict.fromkeys(KINDS[d.kind] if lang == "zh" else d.kind for d in task.deadlines))


COLUMNS: tuple[Column, ...] = (
    Column("file", "文件", "text", 14, lambda n, t, lang: n.source.name),
    Column("notice", "通知标题", "text", 18, lambda n, t, lang: n.title),
    Column("issuer", "发文机关", "text", 12, lambda n, t, lang: n.issuer),
    Column("document_number", "发文字号", "text", 12, lambda n, t, lang: n.document_number),
    Column("year", "年度", "number", 5, lambda n, t, lang: n.year),
    Column("issued_on", "成文日期", "date", 7, lambda n, t, lang: n.issued_on),
    Column("task", "任务编号", "text", 6, lambda n, t, lang: t.id),
    Column("number", "序号", "text", 5, lambda n, t, lang: t.number),
    Column("origin", "来源", "text", 5, lambda n, t, lang: ORIGINS[t.origin] if lang == "zh" else t.origin),
    Column("category", "任务类别", "text", 16, lambda n, t, lang: " / ".join(t.category.path)),
    Column("topic", "主题", "text", 8, lambda n, t, lang: t.category.topic),
    Column("title", "任务名称", "text", 16, lambda n, t, lang: t.title),
    Column("content", "任务内容", "text", 40, lambda n, t, lang: t.content),
    Column("units", "责任单位", "text", 18, lambda n, t, lang: "、".join(u.name for u in t.units)),
    Column("lead", "牵头单位", "text", 14, lambda n, t, lang: _units(t, "lead")),
    Column("responsible", "承办单位", "text", 14, lambda n, t, lang: _units(t, "responsible")),
    Column("support", "配合单位", "text", 14, lambda n, t, lang: _units(t, "support")),
    Column("deadline", "完成时限", "text", 10, lambda n, t, lang: _joined(t.deadlines, "text")),
    Column("deadline_kind", "时限类型", "text", 7, lambda n, t, lang: _kinds(t, lang)),
    Column("start", "开始日期", "date", 7, lambda n, t, lang: first_day(t)),
    Column("end", "截止日期", "date", 7, lambda n, t, lang: last_day(t)),
    Column("recurrence", "重复规则", "text", 10, lambda n, t, lang: _joined(t.deadlines, "recurrence")),
    Column("section", "所属章节", "text", 16, lambda n, t, lang: _section(n, t, "title")),
    Column("section_number", "章节序号", "text", 6, lambda n, t, lang: _section(n, t, "number")),
    Column("page", "页", "number", 4, lambda n, t, lang: t.place.page),
    Column("line", "行", "number", 5, lambda n, t, lang: t.place.line),
    Column("place", "位置", "text", 10, lambda n, t, lang: place_words(t.place, lang)),
    Column(
        "findings", "疑点", "text", 16,
        lambda n, t, lang: "；".join(f"{f.code} {words(f, lang)}" for f in n.findings if f.task == t.id),
    ),
    Column("corrected", "更正", "text", 8, lambda n, t, lang: _corrected(t, lang)),
)  # fmt: skip


@record(frozen=True)
class Selection:
    """Which tasks and columns are wanted, in which order; what is empty asks for nothing.

    `unit` is part of a unit's name; `role` narrows it to that role. `due_after` and `due_before` are
    inclusive days that the task's last day is held against: a task without one is then left out. `sort`
    names columns; a leading "-" turns the order round. `columns` names columns in English or Chinese.
    Of the ledger alone: `by_unit` adds a sheet for each unit. Of the calendar alone: `alarm_days`
    before the day an alarm goes off.
    """

    columns: tuple[str, ...] = ()
    unit: str = ""
    role: Role | None = None
    due_after: date | None = None
    due_before: date | None = None
    topic: str = ""
    origin: str = ""
    sort: tuple[str, ...] = ()
    by_unit: bool = False
    alarm_days: int | None = None

    def chosen(self, default: tuple[str, ...] = ()) -> tuple[Column, ...]:
        """The columns, or those of `default`, or all. Raises UsageError for a name that is none."""
        return tuple(column_of(name) for name in self.columns or default) or COLUMNS

    def wants(self, task: Task) -> bool:
        if self.unit or self.role:
            units = [u for u in task.units if self.role in (None, u.role)]
            if not any(self.unit in u.name or self.unit in u.canonical for u in units):
                return False
        if self.topic and self.topic != task.category.topic:
            return False
        if self.origin and self.origin != task.origin:
            return False
        if self.due_after or self.due_before:
            day = last_day(task)
            return day is not None and (self.due_after or day) <= day <= (self.due_before or day)
        return True


def column_of(name: str, option: str = "--columns") -> Column:
    """Raises UsageError, which names the option, for a name that is no column's."""
    for column in COLUMNS:
        if name in (column.name, column.title):
            return column
    known = ", ".join(column.name for column in COLUMNS)
    raise UsageError(option, f"there is no column {name!r}", f"Columns: {known}.")


def select(notices: Iterable[Notice], selection: Selection) -> Iterator[tuple[Notice, Task]]:
    """The wanted tasks with their notices: as printed, or sorted (then all are held at once)."""
    pairs = ((notice, task) for notice in notices for task in notice.tasks if selection.wants(task))
    if not selection.sort:
        return pairs
    columns = [column_of(name.removeprefix("-"), "--sort") for name in selection.sort]
    ordered = list(pairs)
    for name, column in reversed(list(zip(selection.sort, columns, strict=True))):
        ordered.sort(
            key=lambda pair: _rank(column.value(pair[0], pair[1], "en")), reverse=name.startswith("-")
        )
    return iter(ordered)


def by_notice(
    notices: Iterable[Notice], selection: Selection
) -> Iterator[tuple[Notice, list[tuple[Notice, Task]]]]:
    """The wanted tasks of each notice together, in the order of `select`: for formats that part them by notice."""
    if not selection.sort:
        for notice, group in groupby(select(notices, selection), key=lambda pair: pair[0]):
            yield notice, list(group)
        return
    groups: dict[int, list[tuple[Notice, Task]]] = {}
    for pair in select(notices, selection):
        groups.setdefault(id(pair[0]), []).append(pair)
    yield from ((pairs[0][0], pairs) for pairs in groups.values())


def _rank(value: Value) -> tuple[bool, int | float, str]:
    """Numbers and days by value, text by its code points, what is absent last."""
    if isinstance(value, date):
        return (False, value.toordinal(), "")
    if isinstance(value, int):
        return (False, value, "")
    if value and value.isdigit():
        return (False, int(value), "")
    return (not value, 0 if not value else float("inf"), value or "")


def cells(notice: Notice, task: Task, columns: Iterable[Column], lang: str = "en") -> list[Value]:
    """The task's values in these columns; fixed words and findings in `lang`."""
    return [column.value(notice, task, lang) for column in columns]


def headings(columns: Iterable[Column], lang: str = "en") -> list[str]:
    return [column.title if lang == "zh" else column.name for column in columns]


_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def safe(value: str) -> str:
    """The text, so that no spreadsheet runs it as a formula: an apostrophe stands before what would be one.

    >>> safe("=HYPERLINK(1)"), safe("区教育局"), safe("-")
    ("'=HYPERLINK(1)", '区教育局', '-')
    """
    return f"'{value}" if len(value) > 1 and value[0] in _FORMULA else value
