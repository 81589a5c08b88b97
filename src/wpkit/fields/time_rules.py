"""Times as rules: 9月底, 第三季度, 2020.6, 次年1月31日, “十四五”期间, 国庆节 → `Time`.

The patterns read the normal form (`phrases`): half width, no white space but between two digits, Arabic digits.
"""

from __future__ import annotations

import re

from wpkit.fields import festivals
from wpkit.fields.phrases import DIGITS
from wpkit.fields.reading import Dim, Maybe, Rule, initials
from wpkit.fields.times import Time

YEAR = Dim("year")
TIME = Dim("time")

YearSaid = tuple[int | None, int | None]
"""(year, shift): a year in numbers, or how many years from the one in mind."""

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
_NOT_IN_NUMBER = r"(?<![\d.])"
# What may stand behind a day: its weekday and an hour.
_CLOCK = r"""(?:星期[1-6一二三四五六日天])?(?:\((?:(?:星期|周)[1-6一二三四五六日天]|[^()\d]{1,4}节)\))?
    (?:\ ?(?:上午|下午|中午|晚上?|凌晨)?\ ?\d{1,2}(?:[时点](?:\d{1,2}分?|整|半)?|:\d{2}(?::\d{2})?)|下班|上午|下午|中午|晚上?)?"""
_PART = r"(?P<part>上中旬|中上旬|中下旬|[上中下]旬|月?初|中(?!旬)|月?[底末])?"
_THIRDS = {"上旬", "中旬", "下旬", "上中旬", "中上旬", "中下旬", "初", "中"}


def _year(match: re.Match[str]) -> YearSaid:
    if printed := match["year"] or match["bracketed"]:
        return int(printed), None
    if match["short"]:
        return 2000 + int(match["short"]), None
    return None, _SHIFTS[match["shift"]]


def time_in(said: YearSaid | None, grain: str, *, number: int = 0, month: int = 0, day: int = 0, part: str = "",
            point: bool = False) -> Time:  # fmt: skip
    """A time in the year that was said with it, if one was."""
    year, shift = said or (None, None)
    return Time(grain, year, shift, number, month, day, part, point)


def _own_year(match: re.Match[str]) -> YearSaid:
    return int(match["year"]), None


def _month(said: YearSaid | None, match: re.Match[str]) -> Time:
    part = (match["part"] or "").removeprefix("月")
    month = int(match["month"])
    if part in _THIRDS:
        return time_in(said, "third", month=month, part=part)
    return time_in(said, "month", month=month, point=bool(part))


def _day(said: YearSaid | None, match: re.Match[str]) -> Time:
    return time_in(said, "day", month=int(match["month"]), day=int(match["day"]), point=True)


def _quarter(said: YearSaid | None, match: re.Match[str]) -> Time:
    part = match["part"] or ""
    return time_in(said, "quarter", number=int(match["number"]), part=part, point=part in ("末", "底"))


def _half(said: YearSaid | None, match: re.Match[str]) -> Time:
    return time_in(said, "half", number=1 if match["half"] == "上" else 2, point=bool(match["part"]))


def _plan(match: re.Match[str]) -> Time:
    number = 10 + "一二三四五六七八九".index(match["number"]) + 1
    return Time("plan", number=number, point=bool(match["part"]))


def _month_of_issue(match: re.Match[str]) -> Time:
    day = int(match["day"] or 0)
    number = 1 if match["which"].startswith("下") else 0
    return Time("issue-month", number=number, day=day, point=bool(day or match["part"]))


TIMES: tuple[Rule, ...] = (
    Rule("year-said", YEAR,
         (r"""(?: \((?P<bracketed>20\d\d)年度?\)|(?<!\d)(?P<year>(?:19|20)\d\d)(?:年度?(?:[:,](?=\d{1,2}月))?|(?=[上下]半年|第?[1-4]季|Q[1-4]|全年))
               | (?<!\d)(?P<short>[0-4]\d)年(?=\d{1,2}月|第?[1-4]季|[上下]半年|年?[底末])
               | (?P<shift>[上去本今当明次翌来下后])(?:1|1个)?年度?(?!以来|来)
              )的?""",),
         _year, ("2022年", "次年", "下一年度"), begins="(01234上下今去后当明本来次翌"),
    Rule("year", TIME, (YEAR, "(?:全年|整年)?"), lambda said, m: time_in(said, "year"), ("2022年", "2022年全年", "次年", "2022年度")),
    Rule("whole-year", TIME, ("全年度?|整年|年度(?!内)",), lambda m: Time("year"), ("全年",), begins="全年整"),
    Rule("year-in-digits", TIME, (rf"{_NOT_IN_NUMBER}(?P<year>20\d\d)(?![\d.年/-]\d|[\d年])",),
         lambda m: time_in(_own_year(m), "year"), ("2024",), begins="2"),
    Rule("year-end", TIME, (Maybe(YEAR), "年?度?[底末]|年?终|岁[末尾]"),
         lambda said, m: time_in(said, "year", point=True) if said or len(m[0]) > 1 else None,
         ("年底", "2025年底", "2025年年底", "次年底", "年末", "年终"), begins="岁年底度末终", needs="底末终岁"),
    Rule("mid-year", TIME, (Maybe(YEAR), "年?中(?!旬|秋|央)"),
         lambda said, m: time_in(said, "half", number=1, point=True) if said or len(m[0]) > 1 else None, ("年中", "2023年中"), begins="中年", needs="中"),
    Rule("year-beginning", TIME, (Maybe(YEAR), "年?初"),
         lambda said, m: Time("season", part="年初") if said or len(m[0]) > 1 else None, ("年初", "2023年初"), begins="初年", needs="初"),
    Rule("half-year", TIME, (Maybe(YEAR), "(?P<half>[上下])半年度?(?P<part>[底末])?"), _half, ("上半年", "2022年下半年", "上半年末"), begins="上下", needs="半"),
    Rule("quarter", TIME, (Maybe(YEAR), rf"(?:第|{_NOT_IN_NUMBER})(?P<number>\d)季度?(?P<part>首月|末月|[初末底])?(?!\d次)"),
         _quarter, ("第三季度", "一季度", "次年一季度", "三季度末"), begins=DIGITS + "第", needs="季"),
    Rule("quarter-in-letters", TIME, (Maybe(YEAR), "(?<![A-Za-z])[Qq](?P<number>[1-4])(?:季度)?(?P<part>[末底])?"),
         _quarter, ("Q3", "2022年Q1"), begins="Qq", needs="Qq"),
    Rule("first-quarters", TIME, (Maybe(YEAR), "前(?P<number>[23])个?季度(?P<part>[末底])?"),
         lambda said, m: time_in(said, "quarters", number=int(m["number"]), point=bool(m["part"])), ("前三季度",), begins="前", needs="季"),
    Rule("month", TIME, (Maybe(YEAR), rf"{_NOT_IN_NUMBER}(?P<month>\d{{1,2}})月份?{_PART}(?!\d次)"),
         _month, ("8月", "8月份", "11月中旬", "2022年12月底", "次年1月", "9月末", "3月初"), begins=DIGITS, needs="月"),
    Rule("week-of-month", TIME, (Maybe(YEAR), rf"{_NOT_IN_NUMBER}(?P<month>\d{{1,2}})月份?的?第\d个?(?:周|星期)"),
         lambda said, m: time_in(said, "month", month=int(m["month"]), part="周"), ("5月第一周",), begins=DIGITS, needs="周星"),
    Rule("month-in-six-digits", TIME, (rf"{_NOT_IN_NUMBER}(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?!\d)",),
         lambda m: time_in(_own_year(m), "month", month=int(m["month"])), ("202203",), weak=True, begins="2"),
    Rule("month-in-digits", TIME,
         (rf"{_NOT_IN_NUMBER}(?P<year>20\d\d)年?(?P<sep>[./-])(?P<month>0?[1-9]|1[0-9])(?!\d)(?:月份?)?{_PART}",),
         lambda m: _month(_own_year(m), m), ("2020.6", "2020.03", "2020/6", "2024-06", "2022.12底", "2020.6月"), begins="2", needs="./-"),
    Rule("day", TIME,
         (Maybe(YEAR), rf"{_NOT_IN_NUMBER}(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})(?:[日号]|(?=[之以]?前|$)){_CLOCK}"),
         _day, ("1月31日", "2022年12月31日", "6月16日14:30", "6月16日(周六)", "12月31日24时", "1月5日下班"), begins=DIGITS, needs="月"),
    Rule("day-in-digits", TIME,
         (rf"{_NOT_IN_NUMBER}(?P<year>20\d\d)(?P<sep>[./-])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?![\d月]|\.\d)日?{_CLOCK}",),
         lambda m: _day(_own_year(m), m), ("2022-12-31", "2022.3.1", "2022/12/31", "2022-12-31 00:00:00"), begins="2", needs="./-"),
    Rule("day-with-short-year", TIME, (rf"{_NOT_IN_NUMBER}(?P<year>[0-4]\d)\.(?P<month>\d{{1,2}})\.(?P<day>\d{{1,2}})(?![\d.])",),
         lambda m: time_in((2000 + int(m["year"]), None), "day", month=int(m["month"]), day=int(m["day"]), point=True), ("22.6.30",), weak=True, begins="01234", needs="."),
    Rule("month-and-day-with-dash", TIME, (rf"{_NOT_IN_NUMBER}(?P<month>0?[1-9]|1[0-2])-(?P<day>1[3-9]|2\d|3[01])(?![\d.月/日-])",),
         lambda m: _day(None, m), ("6-30",), weak=True, begins=DIGITS, needs="-"),
    Rule("quarter-of-issue", TIME, (r"(?P<which>[本当下]1?个?|这个?)季度?(?P<part>[末底])?(?![首初])",),
         lambda m: Time("issue-quarter", number=1 if m["which"].startswith("下") else 0, point=bool(m["part"])), ("本季度末", "当季"), begins="本当下这"),
    Rule("day-in-eight-digits", TIME, (rf"{_NOT_IN_NUMBER}(?P<year>20\d\d)(?P<month>0\d|1[0-2])(?P<day>[0-3]\d)(?![\d.])",),
         lambda m: _day(_own_year(m), m), ("20221231",), weak=True, begins="2"),
    Rule("month-and-day-in-digits", TIME, (rf"{_NOT_IN_NUMBER}(?P<month>0?[1-9]|1[0-2])[./](?P<day>[0-3]?\d)(?![\d.月/])日?",),
         lambda m: _day(None, m), ("6.30", "12/31"), weak=True, begins=DIGITS, needs="./"),
    Rule("month-of-issue", TIME,
         (r"(?P<which>本月|当月|这个?月|下个?月|月(?=[底末]))(?:份)?(?:(?P<day>\d{1,2})[日号]|(?P<part>[底末]))?",),
         _month_of_issue, ("本月底", "下月10日", "月底", "下个月"), begins="下当月本这"),
    Rule("five-year-plan", TIME,
         (r"[“\"「『]?十(?P<number>[一二三四五六七八九])五[”\"」』]?(?:规划)?(?:时期|期)?(?P<part>[末底])?(?:期间|[间期])?",),
         _plan, ("“十四五”", "十四五期间", "“十四五”末", "十五五时期"), begins="\"“「『十"),
    Rule("festival", TIME, (Maybe(YEAR), rf"[“\"]?(?P<name>{festivals.NAMES})[”\"]?(?:节(?!点))?(?:当天|当日)?"),
         lambda said, m: time_in(said, "festival", part=m["name"], point=True), ("国庆节", "春节", "五一节", "2023年元旦", "“七一”节"), begins=initials(festivals.NAMES) + "“\"", needs="元清国春端中三五六七八十妇植劳青儿建教"),
    Rule("season", TIME,
         (Maybe(YEAR), r"""(?P<part>寒暑假|[寒暑]假|暑期|主?汛期|(?:20\d\d-)?(?:20\d\d)?(?:学年)?(?:第?[12]学期|[上下]学期)
                | (?:20\d\d-)?20\d\d学年|(?:秋季|春季|新)?(?:开学|学期|学年)[初末中]?(?:第\d周)?|期[末中]|[春夏秋冬]{1,2}季|第\d{1,2}(?:-\d{1,2})?周
                | 春耕|春运|三[夏秋]|(?:全国)?两会|[高中]考|采暖[期季]|供[暖热][期季]|防火期|高温季节?|入[冬夏汛]|重?大?节假日|双节)(?:期间|假期)?"""),
         lambda said, m: Time("season", part=m["part"], point=True), ("暑假", "汛期", "寒暑假期间", "学期末", "2022学年第一学期"), begins="12三上下两中主供入全冬双夏大学寒开新春暑期汛秋第节采重防高", needs="假期学季周耕运夏秋会考冬汛温节"),
    Rule("day-of-issue", TIME,
         (r"即日|本?(?:通知|文件|方案|要点|工作要点)?(?:印发|发布|下发|公布)之日|(?:现在|目前|当前)(?=起|至|到|开始)",),
         lambda m: Time("issue", point=True), ("即日", "印发之日"), begins="下公印即发工当文方本现目要通"),
)  # fmt: skip
