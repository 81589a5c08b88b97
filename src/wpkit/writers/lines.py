"""What a ledger (台账) holds before it is a workbook: its fields, and a line for each task and each row of people's own.

A cell of a task's line holds what the notice says, or what a person made of it: then the line tells both apart.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime

from wpkit.records import record
from wpkit.schema import Notice, Role, Task
from wpkit.writers.rows import Column, Selection, column_of, headings, last_day

Cell = str | int | float | date | datetime | None

COLUMNS = (
    "number",
    "category",
    "title",
    "content",
    "lead",
    "responsible",
    "support",
    "deadline",
    "end",
    "corrected",
)
# The field of a task that a column shows, where the two are named differently.
FIELDS = {
    "lead": "units",
    "responsible": "units",
    "support": "units",
    "deadline": "deadlines",
    "end": "deadlines",
}
# Columns that say where a task stands; they are behind what people fill.
BEHIND = ("place", "file")
UNIT_COLUMNS: dict[str, Role] = {
    "lead": "lead",
    "responsible": "responsible",
    "support": "support",
    "units": "responsible",
}
# In Chinese characters; the sum fits the width of A4 laid across without becoming too small to read.
WIDTHS = {"notice": 10, "number": 4, "category": 11, "title": 11, "content": 30, "units": 12, "lead": 10,
          "responsible": 10, "support": 10, "deadline": 7, "end": 6, "corrected": 5,
          "status": 5, "progress": 12, "remark": 8, "check": 16, "place": 7, "file": 7, "": 8}  # fmt: skip
DUE_SOON_DAYS = 15


@record(frozen=True)
class Words:
    """The fixed words of a ledger in one language."""

    ledger: str
    summary: str
    dropped: str
    as_printed: str
    status: str
    progress: str
    remark: str
    check: str
    key: str
    states: tuple[str, str, str, str]
    page: str
    by: tuple[str, str, str]
    counts: tuple[str, str, str, str, str]
    totals: tuple[str, str, str, str]
    notice_says: str
    nothing: str
    not_in: str
    no_heading: str
    colon: str

    def standard(self) -> dict[str, str]:
        """The headings of the columns that are no task's field, by their names."""
        return {
            "status": self.status,
            "progress": self.progress,
            "remark": self.remark,
            "check": self.check,
            "key": self.key,
        }


WORDS = {
    "zh": Words(
        "台账", "汇总", "已撤任务", "通知原值（勿删）", "状态", "进展情况", "备注", "待核对", "键值",
        ("未开始", "进行中", "已完成", "已销号"), "第 &P 页，共 &N 页",
        ("单位", "主题", "月份"), ("牵头", "责任", "配合", "合计", "已办结"),
        ("任务总数", "已办结", "已逾期", f"{DUE_SOON_DAYS}日内到期"),
        "通知：", "（空）", "新通知中未见", "（无标题）", "：",
    ),
    "en": Words(
        "Ledger", "Summary", "Dropped", "As printed (keep)", "status", "progress", "remark", "to check", "key",
        ("not started", "in progress", "done", "closed"), "Page &P of &N",
        ("unit", "topic", "month"), ("lead", "responsible", "support", "total", "finished"),
        ("tasks", "finished", "overdue", f"due within {DUE_SOON_DAYS} days"),
        "Notice: ", "(empty)", "not in", "(no heading)", ": ",
    ),
}  # fmt: skip


@record(frozen=True)
class Field:
    """A column of the ledger. `name` is that of a column of tasks, of one to fill (status, progress, remark, check),
    or "" for people's own. `width` in the sheet's units and `hidden` where people set them."""

    name: str
    heading: str
    column: Column | None = None
    width: float | None = None
    hidden: bool = False

    @property
    def ident(self) -> str:
        """What it is called beside the others, whatever its heading's language."""
        return self.name or f":{self.heading}"


class Formula(str):
    """A formula of people's own, as the workbook states it. In a row of the ledger its own row's cells are named by
    their fields between two bars: "=|end|-TODAY()"."""

    __slots__ = ()


@record()
class Look:
    """How people made cells look, and what they noted on them or had them reckon, by field: a fill as RRGGBB, a note's
    text, a number's format, a formula."""

    formulas: dict[str, Formula] = field(default_factory=dict)
    fills: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)


@record()
class Line:
    """A row of the ledger, its cells by field. `edited`: fields of the task that a person changed. Without a task it
    is a row that people added."""

    cells: Mapping[str, Cell]
    key: str = ""
    pair: tuple[Notice, Task] | None = None
    edited: frozenset[str] = frozenset()
    look: Look = field(default_factory=Look)
    printed: Mapping[str, Cell] = field(default_factory=dict)

    def end(self) -> date | None:
        """The day it is due, as the ledger shows it."""
        if self.pair and "end" not in self.edited:
            return last_day(self.pair[1])
        value = self.cells.get("end")
        return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None

    def units(self, canonical: Mapping[str, str]) -> set[tuple[str, Role]]:
        """(standard name, role) of its units, as the ledger shows them."""
        if self.pair and not self.edited & set(UNIT_COLUMNS):
            return {(unit.canonical, unit.role) for unit in self.pair[1].units}
        shown = {name: str(self.cells.get(name) or "") for name in UNIT_COLUMNS}
        named = (
            (part.strip(), role)
            for name, role in UNIT_COLUMNS.items()
            for part in shown[name].replace("，", "、").replace(",", "、").split("、")
        )
        return {(canonical.get(part, part), role) for part, role in named if part}


@record(frozen=True)
class Own:
    """A row that people added, and the key of the row that it stands behind ("": at the top)."""

    after: str
    cells: Mapping[str, Cell]
    look: Look


@record(frozen=True)
class OwnSheet:
    """A sheet that people added: its cells by (row, column) from 0, with their looks, and its columns' widths."""

    title: str
    cells: Mapping[tuple[int, int], tuple[Cell, Mapping[str, object]]]
    widths: Mapping[int, float]
    merges: Sequence[tuple[int, int, int, int]]
    hidden: bool = False


@record()
class Kept:
    """What of a ledger that people filled stands on: the fields in their order, cells that were typed or changed and
    looks by row, rows and sheets of people's own, the lines above the headings, and rows whose task is gone."""

    fields: Sequence[Field] = ()
    cells: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    looks: Mapping[str, Look] = field(default_factory=dict)
    own: Sequence[Own] = ()
    above: Sequence[Sequence[Cell]] = ()
    sheets: Sequence[OwnSheet] = ()
    dropped: Sequence[Mapping[str, Cell]] = ()


def key_of(file: str, number: Cell, path: Iterable[str], title: Cell, content: Cell) -> str:
    """The same as long as a task's file, number, category and words are."""
    text = "\n".join(map(str, (file, number, *path, title, content)))
    return hashlib.sha256("".join(text.split()).encode("utf-8", "replace")).hexdigest()[:16]


def keys_of(pairs: Iterable[tuple[Notice, Task]]) -> list[str]:
    """A key for each task: equal tasks are numbered."""
    seen: Counter[str] = Counter()
    keys = []
    for notice, task in pairs:
        key = key_of(notice.source.name, task.number, task.category.path, task.title, task.content)
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return keys


def fields_of(pairs: Sequence[tuple[Notice, Task]], selection: Selection, lang: str) -> list[Field]:
    """The asked-for columns, else the usual ones without those that stay empty, and the file where there are several;
    then those to fill, and where the task stands."""
    words = WORDS[lang]
    to_fill = [Field(name, words.standard()[name]) for name in ("status", "progress", "remark")]
    columns = _columns(pairs, selection, lang)
    behind = [column_of(name) for name in BEHIND if name not in {column.name for column in columns}]
    columns = (*columns, *behind)
    made = [Field(c.name, h, c) for c, h in zip(columns, headings(columns, lang), strict=True)]
    return [*made[: len(made) - len(behind)], *to_fill, *made[len(made) - len(behind) :]]


def _columns(pairs: Sequence[tuple[Notice, Task]], selection: Selection, lang: str) -> tuple[Column, ...]:
    if selection.columns:
        return selection.chosen()

    def used(name: str) -> bool:
        column = column_of(name)
        return any(column.value(notice, task, lang) for notice, task in pairs)

    several = len({(notice.source.name, notice.source.sha256) for notice, _ in pairs}) > 1
    names: tuple[str, ...] = ("notice", *COLUMNS) if several else COLUMNS
    filled = {name for name in names if used(name)}
    if not filled & {"lead", "support"}:
        names = tuple("units" if name == "responsible" else name for name in names)
    optional = {"title", "lead", "responsible", "support", "category", "corrected"}
    return selection.chosen(tuple(name for name in names if name in filled or name not in optional))


def lines_of(
    pairs: Sequence[tuple[Notice, Task]], fields: Sequence[Field], lang: str, kept: Kept
) -> list[Line]:
    """The tasks in their order, people's own rows behind the ones that they stood behind."""
    own: dict[str, list[Line]] = {}
    for row in kept.own:
        own.setdefault(row.after, []).append(Line(row.cells, look=row.look))
    first_state = WORDS[lang].states[0]
    lines = own.pop("", [])
    for key, pair in zip(keys_of(pairs), pairs, strict=True):
        given = kept.cells.get(key, {})
        printed = {f.ident: f.column.value(*pair, lang) for f in fields if f.column}
        cells: dict[str, Cell] = {**printed, **given}
        if not cells.get("status"):
            cells["status"] = first_state
        edited = frozenset(ident for ident in given if ident in printed)
        lines.append(Line(cells, key, pair, edited, kept.looks.get(key, Look()), printed))
        lines += own.pop(key, [])
    return [*lines, *(line for group in own.values() for line in group)]
