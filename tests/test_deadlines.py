"""Every phrase of the corpus is read as its group says, what is no deadline is not, and nothing takes long."""

from __future__ import annotations

import random
import re
import time
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from wpkit.fields import festivals
from wpkit.fields.deadlines import DeadlineReading, is_deadline, read_deadlines
from wpkit.fields.workdays import add_workdays
from wpkit.findings import CATALOGUE

CORPUS = tomllib.loads((Path(__file__).parent / "corpus/deadlines.toml").read_text("utf-8"))
FIELDS = ("kind", "start", "end", "edtf", "recurrence", "anchor", "duration", "working_days")
PHRASES = [(phrase, group) for group in CORPUS["group"] for phrase in group["phrases"]]
ISSUED = date(2022, 3, 22)


def read(text: str) -> DeadlineReading:
    return read_deadlines(text, year=2022, issued_on=ISSUED)


def values(reading: DeadlineReading) -> list[dict[str, Any]]:
    return [{f: getattr(one, f) for f in FIELDS if getattr(one, f)} for one in reading.deadlines]


def test_corpus_is_large() -> None:
    assert len(PHRASES) >= 700


@pytest.mark.parametrize(("phrase", "group"), PHRASES, ids=[phrase for phrase, _ in PHRASES])
def test_phrase_means_what_its_group_says(phrase: str, group: dict[str, Any]) -> None:
    expected = group.get("several", [{f: group[f] for f in FIELDS if f in group}])
    reading = read(phrase)
    assert (values(reading), reading.rest) == (expected, "")


WEAK = set(CORPUS["weak"]["phrases"])


@pytest.mark.parametrize("phrase", [phrase for phrase, _ in PHRASES if phrase not in WEAK])
def test_phrase_is_evidence_of_a_deadline(phrase: str) -> None:
    assert is_deadline(phrase)


@pytest.mark.parametrize("text", sorted(WEAK) + CORPUS["not"]["phrases"])
def test_weak_and_other_phrases_are_no_evidence(text: str) -> None:
    assert not is_deadline(text)


@pytest.mark.parametrize("case", CORPUS["partly"], ids=[case["phrase"] for case in CORPUS["partly"]])
def test_words_beside_a_time_are_told(case: dict[str, Any]) -> None:
    reading = read(case["phrase"])
    assert (values(reading), reading.rest) == (case["several"], case["rest"])


@pytest.mark.parametrize("case", CORPUS["impossible"], ids=[case["phrase"] for case in CORPUS["impossible"]])
def test_impossible_date_is_a_finding(case: dict[str, Any]) -> None:
    reading = read(case["phrase"])
    assert (values(reading), [code for code, _ in reading.findings]) == ([{"kind": case["kind"]}], ["D003"])


@pytest.mark.parametrize(
    "text", ["详见附件", "同上", "视资金到位而后定", "由承办科室提出", "今后", "31日前", "区教育局", "()"]
)
def test_what_no_rule_reads_is_kept_as_unread(text: str) -> None:
    reading = read(text)
    assert [(one.kind, one.text) for one in reading.deadlines] == [("unread", text)]
    assert [code for code, _ in reading.findings] == ["D001"]


@pytest.mark.parametrize("text", ["", "  ", "\n", "　"])
def test_nothing_printed_is_no_deadline(text: str) -> None:
    assert read(text) == DeadlineReading((), "", (), ())


# What is printed is kept --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("9 月底前", ["9月底前"]),
        ("２０２２ 年９月底前", ["２０２２年９月底前"]),
        ("二〇二二年\n九月", ["二〇二二年九月"]),
        ("完成时限：9月底前。", ["9月底前"]),
        ("5月、 10月", ["5月", "10月"]),
        ("2020.12\n2020.12", ["2020.12"]),
        ("长期\n坚持", ["长期坚持"]),
        ("6月底前完成方案，12月底前落实", ["6月底前完成方案", "12月底前落实"]),
    ],
)
def test_text_is_as_printed_without_blanks(text: str, printed: list[str]) -> None:
    assert [one.text for one in read(text).deadlines] == printed


# Years --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "kind"),
    [("9月底前", "by"), ("8月", "period"), ("全年", "period"), ("次年1月底前", "by"), ("一季度", "period")],
)
def test_without_a_year_kind_and_text_stay(text: str, kind: str) -> None:
    reading = read_deadlines(text)
    assert [(one.kind, one.text, one.start, one.end, one.edtf) for one in reading.deadlines] == [
        (kind, text, None, None, None)
    ]
    assert [code for code, _ in reading.findings] == ["D004"]


def test_impossible_date_is_found_without_a_year() -> None:
    assert [code for code, _ in read_deadlines("4月31日前").findings] == ["D003"]


def test_29_february_is_possible_without_a_year() -> None:
    assert [code for code, _ in read_deadlines("2月29日前").findings] == ["D004"]


def test_printed_year_needs_no_other() -> None:
    assert read_deadlines("2023年6月底前").deadlines[0].end == date(2023, 6, 30)


def test_printed_year_holds_for_what_follows() -> None:
    assert [one.end for one in read("2023年3月底前、6月底前").deadlines] == [
        date(2023, 3, 31),
        date(2023, 6, 30),
    ]


def test_year_of_issue_stands_in() -> None:
    assert read_deadlines("9月底前", issued_on=ISSUED).deadlines[0].end == date(2022, 9, 30)


def test_notice_year_goes_before_year_of_issue() -> None:
    reading = read_deadlines("9月底前", year=2023, issued_on=date(2022, 12, 20))
    assert reading.deadlines[0].end == date(2023, 9, 30)


@pytest.mark.parametrize("year", [0, -1, 10_000, 9999])
def test_year_out_of_range_is_no_crash(year: int) -> None:
    assert read_deadlines("次年1月底前", year=year).deadlines[0].kind == "by"


@pytest.mark.parametrize("year", [1, 9999])
def test_no_phrase_leaves_the_calendar_at_its_ends(year: int) -> None:
    """There is no day before 1 January of year 1, and none after 31 December 9999."""
    for phrase in (
        *(words for words, _ in PHRASES),
        "元旦前",
        "0001年元旦前",
        "0001年1月前",
        "下月10日前",
        "下季度",
        "明年底前",
    ):
        for issued_on in (date.min, date.max):
            read_deadlines(phrase, year=year, issued_on=issued_on)


# What others must be able to read ------------------------------------------------------------------
VALUES = [value for group in CORPUS["group"] for value in group.get("several", [group])]


@pytest.mark.parametrize("edtf", sorted({value["edtf"] for value in VALUES if "edtf" in value}))
def test_edtf_is_valid(edtf: str) -> None:
    parser = pytest.importorskip("edtf")
    assert str(parser.parse_edtf(edtf)) == edtf


@pytest.mark.parametrize(
    "recurrence", sorted({value["recurrence"] for value in VALUES if "recurrence" in value})
)
def test_recurrence_is_a_valid_rrule(recurrence: str) -> None:
    rrule = pytest.importorskip("dateutil.rrule")
    assert rrule.rrulestr(recurrence, dtstart=datetime(2022, 1, 1)).after(datetime(2022, 1, 1)) is not None


@pytest.mark.parametrize("duration", sorted({value["duration"] for value in VALUES if "duration" in value}))
def test_duration_is_iso_8601(duration: str) -> None:
    assert re.fullmatch(r"P(\d+[YMWD]|T\d+[HM])", duration)


# Counted from this notice -------------------------------------------------------------------------
def test_own_issue_unknown_gives_no_end() -> None:
    assert read_deadlines("印发之日起20个工作日内", year=2022).deadlines[0].end is None


def test_workdays_beyond_the_known_calendar_are_a_finding() -> None:
    reading = read_deadlines("印发之日起20个工作日内", issued_on=date(2090, 3, 1))
    assert (reading.deadlines[0].end, [code for code, _ in reading.findings]) == (None, ["D005"])


def test_workdays_follow_the_moved_weekends() -> None:
    # 2 April 2022, a Saturday, was worked; 3 to 5 April were off.
    assert add_workdays(ISSUED, 20) == date(2022, 4, 20)


def test_workdays_without_the_library_are_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "chinese_calendar", None)
    assert add_workdays(ISSUED, 1) is None


LUNAR = [(name, year) for name in ("春节", "端午", "中秋", "清明") for year in range(2005, 2027)]
HOLIDAYS = {
    "春节": "Spring Festival",
    "端午": "Dragon Boat Festival",
    "中秋": "Mid-autumn Festival",
    "清明": "Tomb-sweeping Day",
}
# In 2005 to 2007 only the Spring Festival was a holiday of several days; the others became one in 2008.
LUNAR = [(name, year) for name, year in LUNAR if name == "春节" or year >= 2008]


@pytest.mark.parametrize(("name", "year"), LUNAR)
def test_festival_lies_in_its_holiday(name: str, year: int) -> None:
    calendar = pytest.importorskip("chinese_calendar")
    day = festivals.day_of(name, year)
    assert day is not None
    near = [day + timedelta(days=shift) for shift in (0, 1)]
    assert HOLIDAYS[name] in {calendar.get_holiday_detail(one)[1] for one in near} or calendar.is_holiday(day)


# The findings are in the catalogue ----------------------------------------------------------------
@pytest.mark.parametrize(
    "text", ["详见附件", "8月底前出台政策", "2月30日", "9月底前", "印发之日起5个工作日内", "暑假前"]
)
def test_findings_can_be_worded(text: str) -> None:
    for code, data in read_deadlines(
        text, issued_on=None if text == "9月底前" else date(2090, 1, 1)
    ).findings:
        assert CATALOGUE[code].message.format(**data)
        assert CATALOGUE[code].message_zh.format(**data)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("详见附件", ["D001"]), ("详见附件，6月底前", ["D002"]), ("6月底前完成", []),
        ("2022年2月29日前", ["D003"]), ("2020年2月29日前", []), ("第五季度", ["D003"]),
        ("暑假前", ["D006"]), ("国庆节前", []), ("汛期", ["D006"]), ("/", []), ("收到申请后5个工作日内", []),
    ],
)  # fmt: skip
def test_finding_is_raised_where_it_holds_and_not_beside_it(text: str, codes: list[str]) -> None:
    assert [code for code, _ in read(text).findings] == codes


# Time ---------------------------------------------------------------------------------------------
LONG = [
    piece * (200 // len(piece))
    for piece in ("1", "月", "1、", "持续", "按", "按要求", "每", "1月", "1-", "2022年", "与", "后", "印发", "第", "1 ", "〇", "一、",
                  "12月底前", "在", "甲后", "完成时限：", "每1个", "20220101", "收到之日起", "(", "，", "全年", "半", "年底前完成方案")
]  # fmt: skip
PIECES = "1 2 年 月 日 底 前 每 季度 第 、 ， 至 - 起 后 工作日 持续 推进 按 要求 自 印发 之日 内 半 个 上 下 2022 十四五 和 与 同步 全 各 次 ( ) 的 情况 完成".split()
DICE = random.Random(1)
MIXED = ["".join(DICE.choice(PIECES) for _ in range(200))[:200] for _ in range(60)]


@pytest.mark.parametrize("text", LONG + MIXED)
def test_200_characters_take_less_than_10_milliseconds(text: str) -> None:
    read("9月底前")
    spent = []
    for _ in range(5):
        before = time.process_time()
        read(text)
        spent.append(time.process_time() - before)
    assert min(spent) < 0.010


def test_very_long_text_is_left_unread() -> None:
    assert [one.kind for one in read("9月底前" * 1000).deadlines] == ["unread"]
