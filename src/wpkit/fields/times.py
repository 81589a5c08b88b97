"""Times as grammar: what "6月底", "第三季度", "2020.6" or "次年1月31日" name, free of any year in mind.

Each rule yields a `Time`: what the words say and no more. `resolve` turns it into days for a given
year; a year that is printed nowhere gives no days, an impossible date raises.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wpkit.fields import festivals
from wpkit.fields.reading import Dim, Rule

TIME = Dim("time")


class ImpossibleDate(ValueError):
    """The calendar has no such day: 2月30日, 13月."""


@dataclass(frozen=True, slots=True)
class Time:
    """What a time's words say. `shift` counts years from the year in mind (次年: 1); `point` is true of
    a last day (月底, 年底) and of a day, false of a stretch."""

    grain: str
    year: int | None = None
    shift: int | None = None
    from_issue: bool = False
    number: int = 0
    month: int = 0
    day: int = 0
    part: str = ""
    point: bool = False

    @property
    def has_year(self) -> bool:
        return self.year is not None or self.shift is not None


@dataclass(frozen=True, slots=True)
class Span:
    """Inclusive days, and the EDTF text of the stretch that they make."""

    start: date
    end: date
    edtf: str


def resolve(time: Time, year: int | None, issued_on: date | None) -> Span | None:
    """The days of `time` in `year`; None where the year or the day is not known.

    Raises ImpossibleDate for a date that no calendar has.
    """
    if time.grain == "issue":
        return _day(issued_on) if issued_on else None
    if time.grain == "issue-month":
        return _issue_month(time, issued_on)
    if time.grain == "season":
        return None
    if time.grain == "plan":
        first = 1951 + 5 * time.number
        return Span(date(first, 1, 1), date(first + 4, 12, 31), f"{first}/{first + 4}")
    of = time.year
    if of is None:
        base = issued_on.year if time.from_issue and issued_on else year
        of = None if base is None else base + (time.shift or 0)
    if of is None:
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
    return _in_year(replace(time, grain="day" if time.day else "month", month=months % 12 + 1), months // 12)


def _in_year(time: Time, year: int) -> Span | None:
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
    last = calendar.monthrange(year, time.month)[1]
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
    return Span(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), edtf)


def day_before(time: Time, span: Span, year: int | None) -> date:
    """The last day that "before `time`" allows.

    The day itself where one is named (9月底前, 1月31日前), else the day before the stretch begins (8月前: 31
    July). Where that would lie before the year in mind, the words can only mean its end (上半年前).
    """
    if time.point and time.grain != "festival":
        return span.end
    before = span.start - timedelta(days=1)
    if year is not None and before.year < year and span.end.year >= year:
        return span.end
    return before


# The words ----------------------------------------------------------------------------------------
_SHIFTS = {
    "上": -1,
    "去": -1,
    "本": 0,
    "今": 0,
    "当": 0,
    "明": 1,
    "次": 1,
    "翌": 1,
    "来": 1,
    "下": 1,
    "后": 2,
}
# What these say counts from the day of writing, not from the year that the notice plans for.
_FROM_ISSUE = frozenset("去今明后来")
YEAR = r"""(?:(?:
    (?<!\d)(?P<year>(?:19|20)\d\d)(?:年度?|(?=[上下]半年|第?[1-4]季|Q[1-4]|全年))
  | (?<!\d)(?P<short>[0-4]\d)年(?=\d{1,2}月|第?[1-4]季|[上下]半年|年?[底末])
  | (?P<shift>[上去本今当明次翌来下后])(?:1|1个)?年度?(?!以来|来)
  )的?)"""
CLOCK = r"""(?:\((?:星期|周)[1-6一二三四五六日天]\))?
    (?:\ ?(?:上午|下午|中午|晚上?|凌晨)?\ ?\d{1,2}(?:[时点](?:\d{1,2}分?|整|半)?|:\d{2}(?::\d{2})?)|下班|(?:上午|下午|中午|晚上?))?"""
_N = r"(?<![\d.])"


def year_of(match: re.Match[str]) -> tuple[int | None, int | None, bool]:
    """(year, shift, counted from the day of issue) of a match of `YEAR`."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"]), None, False
    if groups.get("short"):
        return 2000 + int(groups["short"]), None, False
    word = groups.get("shift")
    return None, _SHIFTS[word] if word else None, word in _FROM_ISSUE if word else False


def time_of(grain: str, match: re.Match[str], **said: int | str | bool) -> Time:
    year, shift, from_issue = year_of(match)
    return Time(grain, year, shift, from_issue, **said)  # type: ignore[arg-type]


def _month(match: re.Match[str]) -> Time:
    part = match["part"] or ""
    month = int(match["month"])
    if part in _THIRDS:
        return time_of("third", match, month=month, part=part)
    return time_of("month", match, month=month, point=bool(part))


def _month_day(match: re.Match[str]) -> Time:
    return time_of("day", match, month=int(match["month"]), day=int(match["day"]), point=True)


def _quarter(match: re.Match[str]) -> Time:
    part = match["part"] or ""
    return time_of("quarter", match, number=int(match["number"]), part=part, point=part in ("末", "底"))


def _half(match: re.Match[str]) -> Time:
    number = 1 if match["half"] == "上" else 2
    return time_of("half", match, number=number, point=bool(match["part"]))


def _plan(match: re.Match[str]) -> Time:
    return Time(
        "plan", number=10 + "一二三四五六七八九".index(match["number"]) + 1, point=bool(match["part"])
    )


def _festival(match: re.Match[str]) -> Time:
    return time_of("festival", match, part=match["name"], point=True)


def _issue_month_of(match: re.Match[str]) -> Time:
    number = 1 if (match["which"] or "").startswith("下") else 0
    day = int(match["day"] or 0)
    return Time("issue-month", number=number, day=day, point=bool(day or match["part"]))


_PART = r"(?P<part>上中旬|中上旬|中下旬|[上中下]旬|月?初|中(?!旬)|月?[底末])?"

TIMES: tuple[Rule, ...] = (
    Rule("year", TIME, (rf"{YEAR}(?:全年)?|全年度?|整年|年度|贯穿(?:全年|{YEAR.replace('?P<', '?P<_')})",),
         lambda m: time_of("year", m), ("2022年", "全年", "2022年全年", "次年", "2022年度")),
    Rule("year-in-digits", TIME, (rf"{_N}(?P<year>20\d\d)(?![\d.年/-]\d|[\d年])",),
         lambda m: time_of("year", m), ("2024",)),
    Rule("year-end", TIME, (rf"(?:{YEAR}(?:年?[底末]|年?终|岁末)|年度?[底末]|年终|岁末|岁尾)",),
         lambda m: time_of("year", m, point=True), ("年底", "2025年底", "2025年年底", "次年底", "年末")),
    Rule("mid-year", TIME, (rf"(?:{YEAR}年?中|年中)(?!旬)",),
         lambda m: time_of("half", m, number=1, point=True), ("年中", "2023年中")),
    Rule("year-beginning", TIME, (rf"(?:{YEAR}年?初|年初)",),
         lambda m: Time("season", part="年初"), ("年初", "2023年初")),
    Rule("half-year", TIME, (rf"{YEAR}?(?P<half>[上下])半年度?(?P<part>[底末])?",),
         _half, ("上半年", "2022年下半年", "上半年末")),
    Rule("quarter", TIME, (rf"{YEAR}?{_N}(?:第?(?P<number>\d)季度?)(?P<part>首月|末月|[初末底])?",),
         _quarter, ("第三季度", "一季度", "次年一季度", "三季度末")),
    Rule("quarter-in-letters", TIME, (rf"{YEAR}?(?<![A-Za-z])Q(?P<number>[1-4])(?:季度)?(?P<part>[末底])?",),
         _quarter, ("Q3", "2022年Q1")),
    Rule("first-quarters", TIME, (rf"{YEAR}?前(?P<number>[23])个?季度(?P<part>[末底])?",),
         lambda m: time_of("quarters", m, number=int(m["number"]), point=bool(m["part"])), ("前三季度",)),
    Rule("month", TIME, (rf"{YEAR}?{_N}(?P<month>\d{{1,2}})月份?{_PART}",),
         _month, ("8月", "8月份", "11月中旬", "2022年12月底", "次年1月", "9月末", "3月初")),
    Rule("month-in-digits", TIME,
         (rf"{_N}(?P<year>20\d\d)(?P<sep>[./-])(?P<month>0?[1-9]|1[0-9])(?!\d)(?:月份?)?{_PART}",),
         _month, ("2020.6", "2020.03", "2020/6", "2024-06", "2022.12底", "2020.6月")),
    Rule("day", TIME, (rf"{YEAR}?{_N}(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})(?:[日号]|(?=之?前)){CLOCK}",),
         _month_day, ("1月31日", "2022年12月31日", "6月16日14:30", "6月16日(周六)", "12月31日24时", "1月5日下班")),
    Rule("day-in-digits", TIME,
         (rf"{_N}(?P<year>20\d\d)(?P<sep>[./-])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?![\d月.])日?{CLOCK}",),
         _month_day, ("2022-12-31", "2022.3.1", "2022/12/31", "2022-12-31 00:00:00")),
    Rule("day-in-eight-digits", TIME, (rf"{_N}(?P<year>20\d\d)(?P<month>0\d|1[0-2])(?P<day>[0-3]\d)(?![\d.])",),
         _month_day, ("20221231",), weak=True),
    Rule("month-and-day-in-digits", TIME,
         (rf"{_N}(?P<month>0?[1-9]|1[0-2])[./](?P<day>[0-3]?\d)(?![\d.月/])日?",),
         _month_day, ("6.30", "12/31"), weak=True),
    Rule("month-of-issue", TIME,
         (r"(?P<which>本月|当月|这个?月|下个?月|月(?=[底末]))(?:份)?(?:(?P<day>\d{1,2})[日号]|(?P<part>[底末]))?",),
         _issue_month_of, ("本月底", "下月10日", "月底", "下个月")),
    Rule("five-year-plan", TIME,
         (r"[“\"「『]?十(?P<number>[一二三四五六七八九])五[”\"」』]?(?:规划)?(?:时期|期)?(?P<part>[末底])?(?:期间|间)?",),
         _plan, ("“十四五”", "十四五期间", "“十四五”末", "十五五时期")),
    Rule("festival", TIME, (rf"{YEAR}?(?P<name>{festivals.NAMES})(?:节|假期)?(?:当天|当日)?",),
         _festival, ("国庆节", "春节", "五一", "2023年元旦")),
    Rule("season", TIME,
         (rf"{YEAR}?(?P<part>寒暑假|[寒暑]假|暑期|主?汛期|(?:秋季|春季|新)?(?:开?学)(?:期|年)?[初末中]?|期[末中]|[春夏秋冬]季|"
          r"春耕|春运|三[夏秋]|(?:全国)?两会|[高中]考|采暖[期季]|供[暖热][期季]|防火期|高温季节?|入[冬夏汛]|节假日)(?:期间|假期)?",),
         lambda m: Time("season", part=m["part"], point=True), ("暑假", "汛期", "寒暑假期间", "学期末")),
    Rule("day-of-issue", TIME,
         (r"即日|(?:本)?(?:通知|文件|方案|要点|工作要点)?(?:印发|发布|下发|公布)之日|现在|目前|当前",),
         lambda m: Time("issue", point=True), ("即日", "印发之日")),
)  # fmt: skip
