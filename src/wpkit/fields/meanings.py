"""What a deadline's words mean, and the `Deadline` that this makes in a given year.

Rules yield a `Meaning`, which is free of any year; `Context` brings year and day of issue.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date, timedelta
from typing import Literal, NamedTuple

from wpkit.fields.reading import Dim
from wpkit.fields.times import ImpossibleDate, Span, Time, day_before, days_in, resolve
from wpkit.fields.workdays import add_workdays
from wpkit.records import record
from wpkit.schema import Deadline

DEADLINE = Dim("deadline")
Form = Literal["by", "before", "period", "range", "from", "ongoing", "recurring", "relative", "undated"]
Data = dict[str, str | int | None]


class Meaning(NamedTuple):
    """`form` decides which of the others count.

    by, before, period, from: `first`; range: `first` to `last`; recurring: `recurrence`; relative:
    `amount` of `unit` after `anchor` (own: the notice's own issue), `amount` None for the same time.
    """

    form: Form
    first: Time | None = None
    last: Time | None = None
    recurrence: str | None = None
    anchor: str | None = None
    own: bool = False
    amount: int | None = None
    unit: str = ""
    about: bool = False


@record()
class Context:
    """The notice's year and day of issue; `year` is the one in mind, which a printed year changes for what follows
    in the same text."""

    notice_year: int | None
    issued_on: date | None
    year: int | None = field(init=False)
    findings: list[tuple[str, Data]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.year = self.notice_year

    def note(self, code: str, **data: str | int | None) -> None:
        if (code, data) not in self.findings:
            self.findings.append((code, data))


def deadline(meaning: Meaning, text: str, context: Context) -> Deadline:
    """The deadline that `text` states; what keeps it from having days is noted in the context."""
    if meaning.form == "ongoing":
        return Deadline(text=text, kind="ongoing")
    if meaning.form == "recurring":
        return Deadline(text=text, kind="recurring", recurrence=meaning.recurrence)
    if meaning.form == "relative":
        return _relative(meaning, text, context)
    if meaning.form == "undated":
        return Deadline(text=text, kind="by")
    kind: Literal["by", "period"] = "by" if meaning.form in ("by", "before") else "period"
    try:
        days = _days(meaning, context)
    except ImpossibleDate as wrong:
        context.note("D003", text=text, date=str(wrong))
        days = None
    else:
        if days is None:
            context.note("D004" if _wants_year(meaning, context) else "D006", text=text)
    if days is None:
        return Deadline(text=text, kind=kind)
    start, end, edtf = days
    return Deadline(text=text, kind=kind, start=start, end=end, edtf=edtf + "~" if meaning.about else edtf)


# Times that no year makes known.
_NO_YEAR = frozenset({"season", "plan", "issue", "issue-month", "issue-quarter"})


def _wants_year(meaning: Meaning, context: Context) -> bool:
    def lacks(time: Time | None) -> bool:
        return time is not None and time.year is None and time.grain not in _NO_YEAR

    return context.year is None and (lacks(meaning.first) or lacks(meaning.last))


def _days(meaning: Meaning, context: Context) -> tuple[date | None, date | None, str] | None:
    assert meaning.first is not None
    first = _span(meaning.first, context)
    if meaning.form == "range":
        return _range(meaning, first, context)
    if first is None:
        return None
    if meaning.form == "by":
        return None, first.end, f"../{first.end}"
    if meaning.form == "before":
        end = _before(meaning.first, first, context.notice_year)
        return None, end, f"../{end}"
    if meaning.form == "from":
        return first.start, None, f"{_bound(first, first.start, meaning.first.point)}/.."
    return first.start, first.end, first.edtf


def _before(time: Time, span: Span, year: int | None) -> date:
    """The last day before `time`; a festival that begins the year in mind (元旦前) is the next one."""
    if time.grain != "festival":
        return day_before(time, span, year)
    if not time.has_year and (span.start.month, span.start.day) == (1, 1):
        return span.start.replace(month=12, day=31)
    return span.start - timedelta(days=1) if span.start > date.min else span.end


def _span(time: Time, context: Context) -> Span | None:
    span = resolve(time, context.year, context.issued_on)
    if time.year is not None:
        context.year = time.year
    return span


def _range(
    meaning: Meaning, first: Span | None, context: Context
) -> tuple[date | None, date | None, str] | None:
    """First to last day; a last one without a year that lies before the first is in the next year (11月至3月)."""
    assert meaning.first is not None
    assert meaning.last is not None
    last_time = meaning.last
    year = context.year
    if not last_time.has_year and meaning.first.shift is not None and first is not None:
        year = first.start.year
    last = resolve(last_time, year, context.issued_on)
    if last is not None and first is not None and last.end < first.start and not last_time.has_year:
        last = resolve(last_time._replace(year=last.end.year + 1), None, context.issued_on)
    if last_time.year is not None:
        context.year = last_time.year
    if last is None or (first is None and meaning.first.grain != "issue"):
        return None
    if first is None:
        return None, last.end, f"/{last.end}"
    edtf = f"{_bound(first, first.start, meaning.first.point)}/{_bound(last, last.end, last_time.point)}"
    start = first.end if meaning.first.point else first.start
    return start, last.end, edtf


def _bound(span: Span, day: date, point: bool) -> str:
    """A boundary of an EDTF interval: quarters and halves have no place there, their months have."""
    whole_months = span.start.day == 1 and span.end.day == days_in(span.end.year, span.end.month)
    if point or not whole_months:
        return (span.end if point else day).isoformat()
    return span.edtf if len(span.edtf) == 4 else f"{day:%Y-%m}"


_ISO = {"日": "P{}D", "天": "P{}D", "工作日": "P{}D", "月": "P{}M", "周": "P{}W", "星期": "P{}W", "季度": "P{}M",
        "年": "P{}Y", "小时": "PT{}H", "分钟": "PT{}M"}  # fmt: skip


def _relative(meaning: Meaning, text: str, context: Context) -> Deadline:
    count, unit = meaning.amount, meaning.unit
    working = unit == "工作日"
    iso = None
    if count is not None and unit:
        iso = _ISO[unit].format(count * 3 if unit == "季度" else count)
    end = None
    if meaning.own and context.issued_on and count is not None:
        end = _after(context.issued_on, count, unit)
        if end is None and working:
            context.note("D005", text=text)
    return Deadline(
        text=text, kind="relative", end=end, edtf=f"../{end}" if end else None,
        anchor=meaning.anchor, duration=iso, working_days=working,
    )  # fmt: skip


def _after(start: date, count: int, unit: str) -> date | None:
    """`count` units after `start`, which is not counted (民法典 第二百零一条)."""
    try:
        if unit == "工作日":
            return add_workdays(start, count)
        if unit in ("日", "天"):
            return start + timedelta(days=count)
        if unit in ("周", "星期"):
            return start + timedelta(weeks=count)
        if unit in ("小时", "分钟"):
            return start + timedelta(days=-(-count // (24 if unit == "小时" else 1440)))
        months = start.year * 12 + start.month - 1 + count * {"月": 1, "季度": 3, "年": 12}[unit]
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(start.day, days_in(year, month)))
    except (OverflowError, ValueError):
        return None
