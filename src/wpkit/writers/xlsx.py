"""Notices → the ledger (台账): a workbook with a row a task and columns for people to fill.

Status (a drop-down), progress and remark stand beside each task; formulas mark what is overdue or due
soon, and count by unit, topic and month on a second sheet. A hidden column holds each row's key, by
which `wpkit ledger merge` finds it again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from wpkit.schema import Notice, Task
from wpkit.writers.rows import Column, Selection, Value, cells, column_of, headings, last_day, select

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
# In Chinese characters; the sum fits the width of A4 laid across without becoming too small to read.
WIDTHS = {"notice": 10, "number": 4, "category": 11, "title": 11, "content": 30, "units": 12, "lead": 10,
          "responsible": 10, "support": 10, "deadline": 7, "end": 6, "corrected": 5}  # fmt: skip
TYPING_WIDTHS = (5, 12, 8)
LINE_POINTS = 13.5
DUE_SOON_DAYS = 15
MOST_CHARACTERS = 32_767
# Counting formulas look through all rows for each unit; beyond this many looks the sheet would be slow to open.
MOST_LOOKS = 2_000_000


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of a ledger in one language."""

    ledger: str
    summary: str
    dropped: str
    status: str
    progress: str
    remark: str
    key: str
    states: tuple[str, str, str, str]
    page: str
    by: tuple[str, str, str]
    counts: tuple[str, str, str, str, str]
    totals: tuple[str, str, str, str]


WORDS = {
    "zh": Words(
        "台账", "汇总", "已撤任务", "状态", "进展情况", "备注", "键值",
        ("未开始", "进行中", "已完成", "已销号"), "第 &P 页，共 &N 页",
        ("单位", "主题", "月份"), ("牵头", "责任", "配合", "合计", "已办结"),
        ("任务总数", "已办结", "已逾期", f"{DUE_SOON_DAYS}日内到期"),
    ),
    "en": Words(
        "Ledger", "Summary", "Dropped", "status", "progress", "remark", "key",
        ("not started", "in progress", "done", "closed"), "Page &P of &N",
        ("unit", "topic", "month"), ("lead", "responsible", "support", "total", "finished"),
        ("tasks", "finished", "overdue", f"due within {DUE_SOON_DAYS} days"),
    ),
}  # fmt: skip


@dataclass(slots=True)
class Typed:
    """What people typed, by row key: heading → value; their own headings; rows whose task is gone."""

    values: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    headings: Sequence[str] = ()
    dropped: Sequence[Mapping[str, Value]] = ()


def row_key(notice: Notice, task: Task) -> str:
    """The same as long as the task's number, category and words are."""
    text = "\n".join(
        map(str, (notice.source.name, task.number, *task.category.path, task.title, task.content))
    )
    return hashlib.sha256("".join(text.split()).encode("utf-8", "replace")).hexdigest()[:16]


def write_file(notices: Iterable[Notice], selection: Selection, lang: str, path: Path) -> None:
    write_ledger(notices, selection, lang, path, Typed())


def write_ledger(
    notices: Iterable[Notice], selection: Selection, lang: str, path: Path, typed: Typed
) -> None:
    """The workbook, with what people typed before in its rows."""
    pairs = list(select(notices, selection))
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), {**options, "default_date_format": "yyyy-mm-dd"}) as book:
        # The same tasks give the same bytes: a workbook's own day of creation is no news.
        book.set_properties({"title": WORDS[lang].ledger, "created": _created(pairs)})
        _Ledger(book, pairs, selection, lang, typed).write()


def _created(pairs: list[tuple[Notice, Task]]) -> Any:
    from datetime import datetime

    days = [notice.issued_on or date(notice.year or 2000, 1, 1) for notice, _ in pairs]
    return datetime.combine(max(days, default=date(2000, 1, 1)), datetime.min.time())


class _Ledger:
    def __init__(
        self, book: Any, pairs: list[tuple[Notice, Task]], selection: Selection, lang: str, typed: Typed
    ) -> None:
        self.book, self.pairs, self.lang, self.typed = book, pairs, lang, typed
        self.words = WORDS[lang]
        self.columns = self._columns(selection)
        self.by_unit = selection.by_unit
        base = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF", "font_size": 10}
        self.cell = book.add_format(base)
        self.day = book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "center"})
        self.typing = book.add_format({**base, "bg_color": "#FFFDF0"})
        self.mended = book.add_format({**base, "italic": True, "font_color": "#0B6E4F"})
        self.mended_day = book.add_format(
            {**base, "italic": True, "font_color": "#0B6E4F", "num_format": "yyyy-mm-dd", "align": "center"}
        )
        self.heading = book.add_format(
            {**base, "bold": True, "bg_color": "#DCE6F1", "align": "center", "valign": "vcenter"}
        )
        self.big = book.add_format({"bold": True, "font_size": 14})
        self.late = book.add_format({"bg_color": "#F8CBAD", "font_color": "#9C0006"})
        self.soon = book.add_format({"bg_color": "#FFE699"})
        self.over = book.add_format({"bg_color": "#E2EFDA", "font_color": "#548235"})

    def _columns(self, selection: Selection) -> tuple[Column, ...]:
        """The asked-for columns; else the usual ones without those that stay empty, and the file where there
        are several."""
        if selection.columns:
            return selection.chosen()
        several = len({notice.source.name for notice, _ in self.pairs}) > 1
        names: tuple[str, ...] = ("notice", *COLUMNS) if several else COLUMNS
        used = {name for name in names if self._used(name)}
        if not used & {"lead", "support"}:
            names = tuple("units" if name == "responsible" else name for name in names)
        optional = {"title", "lead", "responsible", "support", "category", "corrected"}
        return selection.chosen(tuple(name for name in names if name in used or name not in optional))

    def _used(self, name: str) -> bool:
        column = column_of(name)
        return any(column.value(notice, task, self.lang) for notice, task in self.pairs)

    def write(self) -> None:
        sheet = self.book.add_worksheet(self.words.ledger)
        self._table(sheet, self.pairs)
        self._summary(self.book.add_worksheet(self.words.summary))
        if self.by_unit:
            self._unit_sheets()
        if self.typed.dropped:
            self._dropped(self.book.add_worksheet(self.words.dropped))

    # the table of tasks

    def _table(self, sheet: Any, pairs: Sequence[tuple[Notice, Task]]) -> None:
        words = self.words
        typing = [words.status, words.progress, words.remark, *self.typed.headings]
        after = [column_of("place"), column_of("file")]
        names = [*headings(self.columns, self.lang), *typing, *headings(after, self.lang), words.key]
        for at, name in enumerate(names):
            sheet.write_string(0, at, name, self.heading)
        for row, (notice, task) in enumerate(pairs, 1):
            values = cells(notice, task, self.columns, self.lang)
            for at, value in enumerate(values):
                name = self.columns[at].name
                mended = FIELDS.get(name, name) in task.corrected
                self._put(sheet, row, at, value, self.mended if mended else self.cell)
            key = row_key(notice, task)
            before = self.typed.values.get(key, {})
            filled = [before.get(h) or (words.states[0] if h == words.status else None) for h in typing]
            for at, value in enumerate(filled, len(values)):
                self._put(sheet, row, at, value, self.typing)
            beside = cells(notice, task, after, self.lang)
            for at, value in enumerate(beside, len(values) + len(typing)):
                self._put(sheet, row, at, value, self.cell)
            sheet.write_string(row, len(names) - 1, key)
            sheet.set_row(row, self._height([*values, *filled]))
        self._layout(sheet, len(pairs), len(typing), len(names))

    def _widths(self, typing: int) -> list[int]:
        own = [WIDTHS.get(column.name, column.width) for column in self.columns]
        return [*own, *TYPING_WIDTHS, *[8] * (typing - len(TYPING_WIDTHS))]

    def _height(self, values: Sequence[Value]) -> float:
        """Points for the cell with the most lines. (Programs differ in whether they find it themselves.)"""
        widths = self._widths(len(values) - len(self.columns))
        most = max(_lines(str(v), w) for v, w in zip(values, widths, strict=True) if v is not None)
        return min(409.0, most * LINE_POINTS + 3)

    def _put(self, sheet: Any, row: int, column: int, value: Value, style: Any) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, self.mended_day if style is self.mended else self.day)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, style)
        elif value and value.isascii() and value.isdigit() and len(value) < 6 and value[0] != "0":
            sheet.write_number(row, column, int(value), style)
        elif value:
            sheet.write_string(row, column, value[:MOST_CHARACTERS], style)
        else:
            sheet.write_blank(row, column, None, style)

    def _layout(self, sheet: Any, count: int, typing: int, width: int) -> None:
        last = len(self.columns) + typing
        for at, characters in enumerate(self._widths(typing)):
            # a Chinese character is two of Excel's units wide
            sheet.set_column(at, at, characters * 1.8 + 1)
        sheet.set_column(last, width - 2, 14)
        sheet.set_column(width - 1, width - 1, 18, None, {"hidden": True})
        sheet.set_row(0, 30)
        sheet.freeze_panes(1, 1 if self.columns[0].name == "number" else 0)
        sheet.autofilter(0, 0, max(count, 1), last - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, max(count, 1), last - 1)
        # the blank keeps a year in the title from being read as the font's size
        sheet.set_header(f"&C&14 {self._title()}")
        sheet.set_footer(f"&C{self.words.page}")
        if count:
            self._rules(sheet, count, len(self.columns), last)

    def _title(self) -> str:
        titles = {notice.title for notice, _ in self.pairs if notice.title}
        return (titles.pop() if len(titles) == 1 else self.words.ledger).replace("&", "&&")[:200]

    def _rules(self, sheet: Any, count: int, status: int, last: int) -> None:
        """The drop-down and the colours of rows: finished, overdue, due soon."""
        sheet.data_validation(
            1, status, count, status, {"validate": "list", "source": list(self.words.states)}
        )
        state = f"${xl_col_to_name(status)}2"
        done = f'OR({state}="{self.words.states[2]}",{state}="{self.words.states[3]}")'
        area = (1, 0, count, last - 1)
        rules = [(done, self.over)]
        end = next((at for at, column in enumerate(self.columns) if column.name == "end"), None)
        if end is not None:
            day = f"${xl_col_to_name(end)}2"
            rules.append((f'AND({day}<>"",{day}<TODAY())', self.late))
            rules.append((f'AND({day}<>"",{day}-TODAY()<={DUE_SOON_DAYS})', self.soon))
        for formula, style in rules:
            criteria = {"type": "formula", "criteria": f"={formula}", "format": style, "stop_if_true": True}
            sheet.conditional_format(*area, criteria)

    # the other sheets

    def _unit_sheets(self) -> None:
        taken = {self.words.ledger, self.words.summary, self.words.dropped}
        for unit in _units(self.pairs):
            pairs = [(n, t) for n, t in self.pairs if any(u.canonical == unit for u in t.units)]
            self._table(self.book.add_worksheet(_sheet_name(unit, taken)), pairs)

    def _dropped(self, sheet: Any) -> None:
        """Rows of the old ledger whose tasks are gone, with what was typed in them."""
        names = list(dict.fromkeys(name for row in self.typed.dropped for name in row))
        for at, name in enumerate(names):
            sheet.write_string(0, at, name, self.heading)
            sheet.set_column(at, at, 22)
        for row, values in enumerate(self.typed.dropped, 1):
            for at, name in enumerate(names):
                self._put(sheet, row, at, values.get(name), self.cell)
        sheet.freeze_panes(1, 0)

    def _summary(self, sheet: Any) -> None:
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, 5, 10)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&C{self.words.page}")
        sheet.write_string(0, 0, self._title().replace("&&", "&"), self.big)
        row = self._totals(sheet, 2)
        counts = self.words.counts
        units = _units(self.pairs)
        finished = self._finished_by_unit() if len(units) * len(self.pairs) <= MOST_LOOKS else None
        row = self._block(sheet, row, (self.words.by[0], *counts), _unit_rows(self.pairs), finished)
        topics = Counter(t.category.topic for _, t in self.pairs if t.category.topic)
        if topics:
            rows = [[name, count] for name, count in sorted(topics.items(), key=lambda item: -item[1])]
            row = self._block(sheet, row, (self.words.by[1], counts[3]), rows, None)
        months = Counter(day.strftime("%Y-%m") for _, t in self.pairs if (day := last_day(t)))
        self._block(
            sheet, row, (self.words.by[2], counts[3], counts[4]), _sorted(months), self._finished_by_month()
        )

    def _range(self, name: str) -> str | None:
        """The cells of a column of the ledger, as formulas on other sheets name them."""
        names = [column.name for column in self.columns]
        at = len(names) if name == "status" else names.index(name) if name in names else None
        if at is None or not self.pairs:
            return None
        return f"'{self.words.ledger}'!{xl_range_abs(1, at, len(self.pairs), at)}"

    def _is_finished(self) -> str:
        states = self._range("status")
        return f'(({states}="{self.words.states[2]}")+({states}="{self.words.states[3]}"))'

    def _totals(self, sheet: Any, row: int) -> int:
        end, total = self._range("end"), len(self.pairs)
        if not total:
            return row
        formulas: list[tuple[str, str | None]] = [
            (self.words.totals[0], None),
            (self.words.totals[1], f"=SUMPRODUCT({self._is_finished()})"),
        ]
        if end:
            open_ones = f'({end}<>"")*(1-{self._is_finished()})'
            late = f"=SUMPRODUCT({open_ones}*({end}<TODAY()))"
            soon = f"=SUMPRODUCT({open_ones}*({end}>=TODAY())*({end}<=TODAY()+{DUE_SOON_DAYS}))"
            formulas += [(self.words.totals[2], late), (self.words.totals[3], soon)]
        for at, (name, formula) in enumerate(formulas, row):
            sheet.write_string(at, 0, name, self.heading)
            if formula:
                sheet.write_formula(at, 1, formula, self.cell)
            else:
                sheet.write_number(at, 1, total, self.cell)
        return row + len(formulas) + 1

    def _block(
        self,
        sheet: Any,
        row: int,
        names: Sequence[str],
        rows: Sequence[Sequence[Any]],
        finished: Callable[[str], str | None] | None,
    ) -> int:
        """A small table; its last column counts the finished ones by formula, where there is one."""
        for at, name in enumerate(names):
            sheet.write_string(row, at, name, self.heading)
        for line, values in enumerate(rows, row + 1):
            for at, value in enumerate(values):
                self._put(sheet, line, at, value, self.cell)
            formula = finished(str(values[0])) if finished else None
            if formula:
                sheet.write_formula(line, len(names) - 1, formula, self.cell)
        return row + len(rows) + 2

    def _finished_by_unit(self) -> Callable[[str], str | None]:
        """Units stand several in a cell, parted by 、, under the names that are printed: each of a unit's names
        is looked for with the marks around it."""
        ranges = [r for name in ("lead", "responsible", "support", "units") if (r := self._range(name))]
        printed: dict[str, set[str]] = {}
        for _, task in self.pairs:
            for unit in task.units:
                printed.setdefault(unit.canonical, set()).add(unit.name)

        def formula(unit: str) -> str | None:
            names = sorted(printed[unit])[:8]
            if not ranges or max(map(len, names)) > 200:
                return None
            quoted = [name.replace('"', '""') for name in names]
            found = "+".join(f'ISNUMBER(FIND("、{n}、","、"&{r}&"、"))' for n in quoted for r in ranges)
            return f"=SUMPRODUCT((({found})>0)*{self._is_finished()})"

        return formula

    def _finished_by_month(self) -> Callable[[str], str | None]:
        end = self._range("end")

        def formula(month: str) -> str | None:
            if not end:
                return None
            year, number = map(int, month.split("-"))
            after = f"DATE({year + number // 12},{number % 12 + 1},1)"
            within = f"({end}>=DATE({year},{number},1))*({end}<{after})"
            return f"=SUMPRODUCT({within}*{self._is_finished()})"

        return formula


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column so many Chinese characters wide."""
    return sum(
        max(1, -(-sum(1 if ord(c) < 0x2E80 else 2 for c in line) // (width * 2 - 1)))
        for line in text.split("\n")
    )


def _units(pairs: Sequence[tuple[Notice, Task]]) -> list[str]:
    """The units by their standard names, the busiest first."""
    counts = Counter(name for _, task in pairs for name in {unit.canonical for unit in task.units})
    return sorted(counts, key=lambda name: (-counts[name], name))


def _unit_rows(pairs: Sequence[tuple[Notice, Task]]) -> list[list[Any]]:
    """Unit, then its tasks as lead, responsible, support, and all."""
    roles = Counter((u.canonical, u.role) for _, task in pairs for u in task.units)
    totals = Counter(name for _, task in pairs for name in {unit.canonical for unit in task.units})
    return [
        [name, *(roles[name, role] for role in ("lead", "responsible", "support")), totals[name]]
        for name in _units(pairs)
    ]


def _sorted(months: Counter[str]) -> list[list[Any]]:
    return [[month, months[month]] for month in sorted(months)]


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel takes for a sheet, in no other's use."""
    plain = "".join("_" if char in "[]:*?/\\'" else char for char in name)[:28] or "_"
    candidate, number = plain, 2
    while candidate.lower() in {other.lower() for other in taken}:
        candidate, number = f"{plain}_{number}"[:31], number + 1
    taken.add(candidate)
    return candidate
