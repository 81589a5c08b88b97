"""Deadlines as rules: by a time (9月底前, 年内), over a time (8月, 6月至12月), from a time on (4月起), several in one.

The patterns read the normal form (`phrases`); a deadline is looked for where one is expected, in a column or
behind a label, so that bare forms count (8月, 2020.6, 全年).
"""

from __future__ import annotations

import re

from wpkit.fields.event_rules import EVENTS
from wpkit.fields.meanings import DEADLINE, Form, Meaning
from wpkit.fields.phrases import DIGITS
from wpkit.fields.reading import Maybe, Rule
from wpkit.fields.recurrences import RECURRENCES
from wpkit.fields.time_rules import TIME, YEAR, YearSaid, time_in
from wpkit.fields.times import Time
from wpkit.fields.words import AROUND, BEFORE, TAIL

_TO = r"(?:起|开始)?(?:至|到|-{1,3}|~{1,2}|直至)于?"
_THROUGH = r"(?:至|到|-{1,3}|~{1,2})"
_AFTER_RANGE = r"(?:(?:之|以)?前|止|为止|期间|之间|(?:之|以)?内)?"


_UP_TO = frozenset("截迟晚至到")


def _at(pre: str | None, time: Time, about: re.Match[str], tail: str | None) -> Meaning:
    if time.grain == "festival" and about[0]:
        # How many days a holiday has is decided year by year.
        time = Time("season", part=time.part)
    stretch = time.grain == "season" or not time.point
    if stretch and pre and not _UP_TO.isdisjoint(pre):
        stretch = False
    rough = time.part == "周" or about[0].startswith(("左右", "前后"))
    return Meaning("period" if stretch else "by", time, about=rough)


def _before(pre: str | None, time: Time, mark: re.Match[str], tail: str | None) -> Meaning:
    return Meaning("by" if mark[0].startswith(("结束", "终了")) or "止" in mark[0] else "before", time)


def _within(pre: str | None, time: Time, mark: re.Match[str], tail: str | None) -> Meaning:
    return Meaning("ongoing") if _goes_on(tail) else Meaning("by", time)


def _within_year(pre: str | None, mark: re.Match[str], tail: str | None) -> Meaning:
    return Meaning("ongoing") if _goes_on(tail) else Meaning("by", Time("year"))


def _goes_on(tail: str | None) -> bool:
    return bool(tail and tail.startswith(("持续", "长期", "常态", "不断")))


def _range_of_days(pre: str | None, first: Time, last: re.Match[str], tail: str | None) -> Meaning | None:
    if first.grain != "day":
        return None
    return Meaning("range", first, first._replace(day=int(last["day"])))


def _range_of_bare_days(
    pre: str | None, said: YearSaid | None, days: re.Match[str], tail: str | None
) -> Meaning:
    first = time_in(said, "day", month=int(days["month"]), day=int(days["first"]), point=True)
    return Meaning("range", first, first._replace(day=int(days["last"])))


def _range_of_months(
    pre: str | None, said: YearSaid | None, months: re.Match[str], tail: str | None
) -> Meaning:
    first = time_in(said, "month", month=int(months["first"]))
    return Meaning("range", first, Time("month", month=int(months["last"]), point=bool(months["part"])))


def _range_of_months_in_digits(pre: str | None, months: re.Match[str], tail: str | None) -> Meaning:
    first = Time("month", int(months["year"]), month=int(months["first"]))
    return Meaning("range", first, Time("month", month=int(months["last"])))


def _range_of_quarters(
    pre: str | None, said: YearSaid | None, match: re.Match[str], tail: str | None
) -> Meaning:
    first = time_in(said, "quarter", number=int(match["first"]))
    return Meaning("range", first, Time("quarter", number=int(match["last"])))


def _range_of_years(pre: str | None, match: re.Match[str], tail: str | None) -> Meaning:
    return Meaning("range", Time("year", int(match["first"])), Time("year", int(match["last"])))


def _each(said: YearSaid | None, grain: str, match: re.Match[str]) -> tuple[Meaning, ...]:
    """One meaning a number; a mark at the list's end holds for all (3、6、9月底前), a year for all."""
    end = bool(match["part"])
    form: Form = "before" if match["before"] else "by" if end else "period"
    digits = re.findall(r"\d+" if grain == "month" else r"\d", match["numbers"])
    numbers = [int(digit) for digit in digits]
    return tuple(
        Meaning(form, time_in(said, grain, month=n, point=end) if grain == "month" else time_in(said, grain, number=n, point=end))
        for n in numbers
    )  # fmt: skip


def _halves(
    pre: str | None, said: YearSaid | None, match: re.Match[str], tail: str | None
) -> tuple[Meaning, ...]:
    return tuple(Meaning("period", time_in(said, "half", number=number)) for number in (1, 2))


SPANS: tuple[Rule, ...] = (
    Rule("at", DEADLINE, (Maybe(AROUND), TIME, "(?:左右|前后)?(?:期间|假期)?", Maybe(TAIL)),
         _at, ("9月底", "8月", "全年", "1月31日", "全年持续推进", "12月底完成", "上半年", "截至12月")),
    Rule("before", DEADLINE, (Maybe(AROUND), TIME, BEFORE, Maybe(TAIL)),
         _before, ("9月底前", "8月前", "1月31日前完成", "12月31日之前", "截至10月底前", "12月底止"), needs="前止"),
    Rule("within", DEADLINE, (Maybe(AROUND), TIME, "年?(?:之|以)?内", Maybe(TAIL)),
         _within, ("2024年内", "2024年年内", "8月内", "本年度内", "三季度内"), needs="内"),
    Rule("within-year", DEADLINE, (Maybe(AROUND), "年度?(?:之|以)?内", Maybe(TAIL)), _within_year, ("年内", "年度内", "年内完成"), begins="年", needs="内"),
    Rule("from", DEADLINE, (Maybe(AROUND), TIME, r"(?:起(?:至今后|至长期)?|开始|以后|之后|起始|-长期|至长期|后(?![的\d期]))", Maybe(TAIL)),
         lambda pre, time, mark, tail: Meaning("from", time), ("4月起", "自7月1日起", "即日起", "5月开始实施"), needs="起始后期"),
    Rule("range", DEADLINE, (Maybe(AROUND), TIME, _TO, TIME, _AFTER_RANGE, Maybe(TAIL)),
         lambda pre, first, to, last, mark, tail: Meaning("range", first, last),
         ("6月至12月", "3月-12月", "2023年6月—2024年5月", "即日起至10月底", "2022.3-2022.12", "6月1日至6月30日"), needs="至到-~"),
    Rule("range-of-days", DEADLINE, (Maybe(AROUND), TIME, rf"{_THROUGH}(?P<day>\d{{1,2}})[日号]{_AFTER_RANGE}", Maybe(TAIL)),
         _range_of_days, ("6月1日-30日", "6月1日至15日"), needs="至到-~"),
    Rule("range-of-bare-days", DEADLINE,
         (Maybe(AROUND), Maybe(YEAR),
          rf"(?<!\d)(?P<month>\d{{1,2}})月(?P<first>\d{{1,2}}){_THROUGH}(?P<last>\d{{1,2}})[日号]{_AFTER_RANGE}", Maybe(TAIL)),
         _range_of_bare_days, ("6月16-20日",), begins=DIGITS, needs="至到-~"),
    Rule("range-of-months", DEADLINE,
         (Maybe(AROUND), Maybe(YEAR),
          rf"(?<![\d.])(?P<first>\d{{1,2}}){_THROUGH}(?P<last>\d{{1,2}})月份?(?P<part>[底末])?{_AFTER_RANGE}",
          Maybe(TAIL)),
         _range_of_months, ("6-12月", "4-6月", "3至5月", "2022年6-12月"), begins=DIGITS, needs="至到-~"),
    Rule("range-of-months-in-digits", DEADLINE,
         (Maybe(AROUND), r"(?<![\d.])(?P<year>20\d\d)[./](?P<first>\d{1,2})(?:-|~)(?P<last>\d{1,2})(?![\d./月日-])", Maybe(TAIL)),
         _range_of_months_in_digits, ("2022.1-12",), begins="2", needs="-~"),
    Rule("range-of-quarters", DEADLINE,
         (Maybe(AROUND), Maybe(YEAR), rf"(?<!\d)第?(?P<first>[1-4]){_THROUGH}第?(?P<last>[1-4])季度{_AFTER_RANGE}", Maybe(TAIL)),
         _range_of_quarters, ("1-3季度", "第一至第三季度", "二至四季度"), begins="1234第", needs="季"),
    Rule("range-of-years", DEADLINE,
         (Maybe(AROUND), rf"(?<!\d)(?P<first>20\d\d){_THROUGH}(?P<last>20\d\d)(?!\d|[./-]\d)(?:年度?)?{_AFTER_RANGE}", Maybe(TAIL)),
         _range_of_years, ("2023-2025年", "2023-2025"), begins="2", needs="至到-~"),
    Rule("months", DEADLINE,
         (Maybe(AROUND), Maybe(YEAR),
          r"(?<!\d)(?P<numbers>\d{1,2}(?:[、,和及/]\d{1,2}){1,11})月份?(?P<part>[底末])?(?:各|分别)?(?P<before>(?:之|以)?前)?", Maybe(TAIL)),
         lambda pre, said, m, tail: _each(said, "month", m), ("5、10月", "3、6、9、12月底前", "2022年3、6月"), begins=DIGITS, needs="、,和及/"),
    Rule("quarters", DEADLINE,
         (Maybe(AROUND), Maybe(YEAR),
          r"(?<!\d)第?(?P<numbers>[1-4](?:[、,和及/]?第?[1-4]){1,3})季度(?P<part>[底末])?(?P<before>(?:之|以)?前)?", Maybe(TAIL)),
         lambda pre, said, m, tail: _each(said, "quarter", m), ("第一、三季度", "2022年第一、三季度", "三、四季度末", "三四季度"), begins="1234第", needs="季"),
    Rule("halves", DEADLINE, (Maybe(AROUND), Maybe(YEAR), "上[、,和]?下半年", Maybe(TAIL)), _halves, ("上、下半年",), begins="上", needs="半"),
)  # fmt: skip

RULES: tuple[Rule, ...] = (*SPANS, *RECURRENCES, *EVENTS)
