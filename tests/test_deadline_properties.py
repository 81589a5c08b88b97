"""What the grammar of deadlines can print, it reads back; what it cannot read does no harm."""

from __future__ import annotations

import calendar
import itertools
import re
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from wpkit.fields.dates import find_dates, read_date
from wpkit.fields.deadlines import is_deadline, read_deadlines
from wpkit.fields.mentions import read_mentions
from wpkit.schema import Deadline

YEAR = 2022
HAN = "〇一二三四五六七八九"
Value = tuple[str, date | None, date | None]


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else HAN[tens] + "十") + (
        HAN[ones] if ones or not tens else ""
    )


def han_year(year: int) -> str:
    return "".join(HAN[int(digit)] for digit in str(year))


def wide(text: str) -> str:
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})


@st.composite
def numerals(draw: st.DrawFn, number: int) -> str:
    return draw(st.sampled_from([str(number), han(number), wide(str(number))]))


@st.composite
def years(draw: st.DrawFn) -> tuple[str, int]:
    """A printed year, or none: the notice's."""
    year = draw(st.integers(2000, 2049))
    form = draw(st.sampled_from(["none", "digits", "han", "wide", "next"]))
    printed = {
        "none": "",
        "digits": f"{year}年",
        "han": f"{han_year(year)}年",
        "wide": f"{wide(str(year))}年",
        "next": "次年",
    }
    return printed[form], {"none": YEAR, "next": YEAR + 1}.get(form, year)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[str, date, date, date]:
    """A printed stretch of time with its days, and the last day before it."""
    said, year = draw(years())
    kind = draw(st.sampled_from(["month", "quarter", "half", "third"]))
    if kind == "half":
        half = draw(st.sampled_from([1, 2]))
        start, end = (
            (date(year, 1, 1), date(year, 6, 30)) if half == 1 else (date(year, 7, 1), date(year, 12, 31))
        )
        return f"{said}{'上' if half == 1 else '下'}半年", start, end, start - timedelta(1)
    if kind == "quarter":
        quarter = draw(st.integers(1, 4))
        start, end = date(year, 3 * quarter - 2, 1), last_day(year, 3 * quarter)
        return f"{said}第{draw(numerals(quarter))}季度", start, end, start - timedelta(1)
    month = draw(st.integers(1, 12))
    start, end = date(year, month, 1), last_day(year, month)
    printed = f"{said}{draw(numerals(month))}月"
    if kind == "third":
        word, first, last = draw(st.sampled_from([("上旬", 1, 10), ("中旬", 11, 20), ("下旬", 21, end.day)]))
        start, end = date(year, month, first), date(year, month, last)
        return printed + word, start, end, start - timedelta(1)
    return printed + draw(st.sampled_from(["", "份"])), start, end, start - timedelta(1)


@st.composite
def last_days(draw: st.DrawFn) -> tuple[str, date]:
    """A printed day, or the printed end of a stretch."""
    said, year = draw(years())
    kind = draw(st.sampled_from(["day", "month-end", "quarter-end", "year-end"]))
    if kind == "year-end":
        return said + draw(st.sampled_from(["年底", "年末"])), date(year, 12, 31)
    if kind == "quarter-end":
        quarter = draw(st.integers(1, 4))
        return f"{said}{draw(numerals(quarter))}季度末", last_day(year, 3 * quarter)
    month = draw(st.integers(1, 12))
    if kind == "month-end":
        return f"{said}{draw(numerals(month))}月{draw(st.sampled_from('底末'))}", last_day(year, month)
    day = draw(st.integers(1, last_day(year, month).day))
    return f"{said}{draw(numerals(month))}月{draw(numerals(day))}{draw(st.sampled_from('日号'))}", date(
        year, month, day
    )


BEFORE = st.sampled_from(["前", "之前", "以前", "前完成", "前全面完成"])
LEADING = st.sampled_from(["", "力争", "原则上", "确保", "于"])


@st.composite
def deadlines(draw: st.DrawFn) -> tuple[str, Value]:
    form = draw(st.sampled_from(["stretch", "before", "by", "at"]))
    if form == "stretch":
        printed, start, end, _ = draw(stretches())
        return printed + draw(st.sampled_from(["", "推进", "组织开展"])), ("period", start, end)
    if form == "before":
        printed, start, end, before = draw(stretches())
        # Before the first stretch of the notice's year can only mean its end.
        by = end if before.year < YEAR <= end.year else before
        return draw(LEADING) + printed + draw(BEFORE), ("by", None, by)
    printed, day = draw(last_days())
    return draw(LEADING) + printed + (draw(BEFORE) if form == "by" else ""), ("by", None, day)


def blanks(draw: st.DrawFn, printed: str) -> str:
    """The phrase with blanks and wraps where a print may have them: not inside a number."""
    out = printed[0]
    for before, char in itertools.pairwise(printed):
        inside = before.isdigit() and char.isdigit()
        out += ("" if inside else draw(st.sampled_from(["", "", "", " ", "\n", "　"]))) + char
    return out


@st.composite
def spaced(draw: st.DrawFn) -> tuple[str, Value]:
    printed, value = draw(deadlines())
    return blanks(draw, printed), value


def as_value(one: Deadline) -> Value:
    return one.kind, one.start, one.end


@given(spaced())
def test_any_single_deadline_is_read_back(case: tuple[str, Value]) -> None:
    printed, value = case
    reading = read_deadlines(printed, year=YEAR)
    assert ([as_value(one) for one in reading.deadlines], reading.rest) == ([value], "")


@given(deadlines())
def test_any_single_deadline_is_evidence(case: tuple[str, Value]) -> None:
    assert is_deadline(case[0])


# A printed year holds for what follows it; 次年 counts from it. So each phrase of a list prints its own in numbers.
DATED = deadlines().filter(
    lambda case: "年" in case[0] and "次年" not in case[0] and re.search("[0-9０-９〇一二三四][年]", case[0])
)


@given(st.lists(DATED, min_size=1, max_size=4), st.sampled_from(["、", "，", "；", "\n", "; ", "以及"]))
def test_any_list_is_read_back(cases: list[tuple[str, Value]], separator: str) -> None:
    reading = read_deadlines(separator.join(printed for printed, _ in cases), year=YEAR)
    expected = [value for _, value in dict.fromkeys(cases)]
    assert ([as_value(one) for one in reading.deadlines], reading.rest) == (expected, "")


@given(stretches(), st.sampled_from(["至", "到", "-", "—", "～", "起至"]), stretches())
def test_any_range_is_read_back(
    first: tuple[str, date, date, date], to: str, last: tuple[str, date, date, date]
) -> None:
    text = first[0] + to + last[0]
    reading = read_deadlines(text, year=YEAR)
    assert [(one.kind, one.text, one.start) for one in reading.deadlines] == [("period", text, first[1])]
    assert reading.rest == ""


@given(st.integers(1, 12), st.integers(1, 12))
def test_range_of_bare_months_goes_on_into_the_next_year(first: int, last: int) -> None:
    one = read_deadlines(f"{first}月至{last}月", year=YEAR).deadlines[0]
    assert (one.start, one.end) == (date(YEAR, first, 1), last_day(YEAR + (last < first), last))


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{y}年{m}月{d}日", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}.{m}.{d}"]),
)
def test_any_date_is_read_back(day: date, form: str) -> None:
    assert read_date(form.format(y=day.year, m=day.month, d=day.day)) == day


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_any_date_in_chinese_numerals_is_read_back(day: date) -> None:
    assert read_date(f"{han_year(day.year)}年{han(day.month)}月{han(day.day)}日") == day


@given(st.dates(date(2000, 1, 1), date(2049, 12, 31)), st.text("政务公开工作要点，。 ", max_size=20))
def test_dates_are_found_in_text(day: date, around: str) -> None:
    text = f"{around}{day.year}年{day.month}月{day.day}日{around}"
    ((start, end, found),) = find_dates(text)
    assert (found, text[start:end]) == (day, f"{day.year}年{day.month}月{day.day}日")


ALPHABET = "0123456789年月日季度底末初前后内上下半每按自至-、，；。 \n（）次第一二三十四五全各工作个持续推进长期要求与同步印发收到"


@settings(max_examples=300)
@given(st.text(ALPHABET, max_size=80))
def test_any_string_is_read_without_a_crash_and_nothing_is_lost(text: str) -> None:
    reading = read_deadlines(text, year=YEAR, issued_on=date(2022, 3, 22))
    squeezed = "".join(text.split())
    assert all("".join(one.text.split()) in squeezed for one in reading.deadlines)
    assert not (squeezed.strip("、，；。（）-") and not reading.deadlines and not reading.rules)


@given(st.text(ALPHABET, max_size=60))
def test_what_is_evidence_is_read_whole(text: str) -> None:
    if is_deadline(text):
        reading = read_deadlines(text, year=YEAR, issued_on=date(2022, 3, 22))
        assert reading.rest == ""


@given(st.text(ALPHABET + "应在于公布《》〔〕通知报告开展组织完成", max_size=120))
def test_mentions_are_printed_in_the_content(text: str) -> None:
    squeezed = "".join(text.split())
    assert all("".join(one.text.split()) in squeezed for one in read_mentions(text, year=YEAR))
