"""Times: what "6月底", "第三季度" or "次年1月31日" name, and the days that this is in a given year.

A `Time` is what the words say and no more. `resolve` turns it into days; a year that is printed nowhere
gives no days, an impossible date raises.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from wpkit.fields import festivals


class ImpossibleDate(ValueError):
    """The calendar has no such day: 2月30日, 13月."""


class Time(NamedTuple):
    """What a time's words say.

    `grain` is year, half, quarter, quarters (the first `number`), month, third (of a month), day, plan (the
    five-year plan `number`), festival, season (no fixed days), issue (the notice's day), issue-month and issue-quarter (its, or the `number`th after). `shift` counts
    years from the year in mind (次年: 1). `point` is true of a last day (月底, 年底) and of a day, false of a stretch.
    """

    grain: str
    year: int | None = None
    shift: int | None = None
    number: int = 0
    month: int = 0
    day: int = 0
    part: str = ""
    point: bool = False

    @property
    def has_year(self) -> bool:
        return self.year is not None or self.shift is not None


class Span(NamedTuple):
    """Inclusive days, and the EDTF text of the stretch that they make."""

    start: date
    end: date
    edtf: str


def days_in(year: int, month: int) -> int:
    """How many days the month has. (To import `calendar` takes longer than to read a page.)

    >>> days_in(2024, 2), days_in(1900, 2), days_in(2023, 12)
    (29, 28, 31)
    """
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def resolve(time: Time, year: int | None, issued_on: date | None) -> Span | None:
    """The days of `time` in `year`; None where the year or the day is not known.

    Raises ImpossibleDate for a date that no calendar has.
    """
    if time.grain == "issue":
        return _day(issued_on) if issued_on else None
    if time.grain == "issue-month":
        return _issue_month(time, issued_on)
    if time.grain == "issue-quarter":
        return _issue_quarter(time, issued_on)
    if time.grain == "season":
        return None
    if time.grain == "plan":
        first = 1951 + 5 * time.number
        return Span(date(first, 1, 1), date(first + 4, 12, 31), f"{first}/{first + 4}")
    of = time.year
    if of is None:
        of = None if year is None else year + (time.shift or 0)
    if of is None or not date.min.year <= of < date.max.year:
        _check(time)
        return None
    return _in_year(time, of)


def _check(time: Time) -> None:
    """An impossible month or day is impossible in every year."""
    if time.grain in ("month", "third", "day", "quarter"):
        _in_year(time, 2000)


def _issue_month(time: Time, issued_on: date | None) -> Span | None:
    if issued_on is None:
        return None
    months = issued_on.year * 12 + issued_on.month - 1 + time.number
    return _in_year(time._replace(grain="day" if time.day else "month", month=months % 12 + 1), months // 12)


def _issue_quarter(time: Time, issued_on: date | None) -> Span | None:
    if issued_on is None:
        return None
    quarters = issued_on.year * 4 + (issued_on.month - 1) // 3 + time.number
    return _in_year(time._replace(grain="quarter", number=quarters % 4 + 1), quarters // 4)


def _in_year(time: Time, year: int) -> Span | None:
    if not date.min.year <= year <= date.max.year:
        return None
    if time.grain == "year":
        return Span(date(year, 1, 1), date(year, 12, 31), f"{year}")
    if time.grain == "half":
        months = (1, 6) if time.number == 1 else (7, 12)
        return _months(year, *months, f"{year}-{39 + time.number}")
    if time.grain == "quarters":
        return _months(year, 1, 3 * time.number, f"{year}-01/{year}-{3 * time.number:02}")
    if time.grain == "quarter":
        if not 1 <= time.number <= 4:
            raise ImpossibleDate(f"第{time.number}季度")
        first = 3 * time.number - 2
        if time.part in ("首月", "初"):
            return _months(year, first, first, f"{year}-{first:02}")
        if time.part == "末月":
            return _months(year, first + 2, first + 2, f"{year}-{first + 2:02}")
        return _months(year, first, first + 2, f"{year}-{32 + time.number}")
    if time.grain == "festival":
        day = festivals.day_of(time.part, year)
        return _day(day) if day else None
    if not 1 <= time.month <= 12:
        raise ImpossibleDate(f"{time.month}月")
    last = days_in(year, time.month)
    if time.grain == "day":
        if not 1 <= time.day <= last:
            raise ImpossibleDate(f"{year}年{time.month}月{time.day}日")
        return _day(date(year, time.month, time.day))
    if time.grain == "third":
        start, end = _THIRDS[time.part]
        days = date(year, time.month, start), date(year, time.month, min(end, last))
        return Span(*days, f"{days[0]}/{days[1]}")
    return _months(year, time.month, time.month, f"{year}-{time.month:02}")


_THIRDS = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20), "下旬": (21, 31),
           "上中旬": (1, 20), "中上旬": (1, 20), "中下旬": (11, 31)}  # fmt: skip


def _day(day: date) -> Span:
    return Span(day, day, day.isoformat())


def _months(year: int, first: int, last: int, edtf: str) -> Span:
    return Span(date(year, first, 1), date(year, last, days_in(year, last)), edtf)


def day_before(time: Time, span: Span, year: int | None) -> date:
    """The last day that "before `time`" allows.

    The day itself where one is named (9月底前, 1月31日前), else the day before the stretch begins (8月前: 31
    July). Where that would lie before the year in mind, the words can only mean its end (上半年前).
    """
    if time.point:
        return span.end
    if span.start == date.min:  # no day is before it
        return span.end
    before = span.start - timedelta(days=1)
    if year is not None and before.year < year and span.end.year >= year:
        return span.end
    return before
