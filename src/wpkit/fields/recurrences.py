"""Deadlines that come again, as rules: 每季度, 按月, 每年3月底前, 每季度首月15日前, 半年一次.

A recurrence is an RFC 5545 RRULE without a start. BYMONTH and BYMONTHDAY name the last day that the
words allow where they name one (每年3月底前: BYMONTH=3;BYMONTHDAY=-1), else the stretch (每年8月: BYMONTH=8). How
often within a stretch (每月不少于2次) is not part of it.
"""

from __future__ import annotations

import re
from datetime import timedelta

from wpkit.fields.meanings import DEADLINE, Meaning
from wpkit.fields.phrases import DIGITS
from wpkit.fields.reading import Maybe, Rule
from wpkit.fields.time_rules import TIME
from wpkit.fields.times import ImpossibleDate, Time, day_before, resolve
from wpkit.fields.words import TAIL

_EVERY = {"年": "FREQ=YEARLY", "学年": "FREQ=YEARLY", "半年": "FREQ=MONTHLY;INTERVAL=6", "学期": "FREQ=MONTHLY;INTERVAL=6",
          "季": "FREQ=MONTHLY;INTERVAL=3", "季度": "FREQ=MONTHLY;INTERVAL=3", "月": "FREQ=MONTHLY", "周": "FREQ=WEEKLY",
          "星期": "FREQ=WEEKLY", "日": "FREQ=DAILY", "天": "FREQ=DAILY", "工作日": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
          "旬": "FREQ=MONTHLY;BYMONTHDAY=10,20,-1", "半个月": "FREQ=MONTHLY;BYMONTHDAY=15,-1", "半月": "FREQ=MONTHLY;BYMONTHDAY=15,-1"}  # fmt: skip
_WEEKDAYS = dict(
    zip("一二三四五六日天123456", "MO TU WE TH FR SA SU SU MO TU WE TH FR SA".split(), strict=True)
)
UNIT = "(?P<unit>半个?月|半年|学年|学期|年|季度?|月|周(?![期边围])|星期|旬|工作日|日|天)"
_MARK = r"(?:(?:之|以)?[前内]|中)?"
_DAY = r"\d{1,2}"


def _again(rrule: str | None) -> Meaning:
    return Meaning("recurring", recurrence=rrule)


def _every(match: re.Match[str], tail: str | None) -> Meaning | None:
    unit, number = match["unit"], int(match["number"] or 1)
    if number == 1:
        return _again(_EVERY[unit])
    if unit in ("年", "月", "周", "星期", "日", "天", "季", "季度"):
        frequency, _, step = _EVERY[unit].partition(";INTERVAL=")
        return _again(f"{frequency};INTERVAL={number * int(step or 1)}") if number else None
    return None


def _often(match: re.Match[str], tail: str | None) -> Meaning:
    return _again(_EVERY[match["unit"]])


def _day_of_month(match: re.Match[str], tail: str | None) -> Meaning:
    if match["end"]:
        return _again("FREQ=MONTHLY;BYMONTHDAY=-1")
    if match["third"]:
        last = {"上": "10", "中": "20", "下": "-1", "初": "10"}[match["third"][0]]
        return _again(f"FREQ=MONTHLY;BYMONTHDAY={last}")
    days = sorted({int(day) for day in re.findall(r"\d+", match["days"])})
    if not all(1 <= day <= 31 for day in days):
        return _again("FREQ=MONTHLY")
    return _again("FREQ=MONTHLY;BYMONTHDAY=" + ",".join(map(str, days)))


def _in_quarter(match: re.Match[str], tail: str | None) -> Meaning:
    place = match["place"]
    if place in ("末", "底", "末月底", "末月末") and not match["day"]:
        return _again("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1")
    first = 1 if place in ("首月", "初", "第1个月", "首个月") else 2 if place.startswith("第2") else 3
    months = ",".join(str(month) for month in range(first, 13, 3))
    day = match["day"]
    if match["month_end"]:
        return _again(f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY=-1")
    if day and 1 <= int(day) <= 31:
        return _again(f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={int(day)}")
    return _again(f"FREQ=YEARLY;BYMONTH={months}")


def _weekly(match: re.Match[str], tail: str | None) -> Meaning:
    days = dict.fromkeys(_WEEKDAYS[char] for char in match["days"] if char in _WEEKDAYS)
    return _again(f"FREQ=WEEKLY;BYDAY={','.join(days)}")


def _after_stretch(match: re.Match[str], tail: str | None) -> Meaning:
    count = int(match["count"])
    unit = match["unit"]
    months = {"季": "1,4,7,10", "年": "1", "半": "1,7"}.get(unit[0])
    head = f"FREQ=YEARLY;BYMONTH={months}" if months else "FREQ=MONTHLY"
    if match["working"]:
        return _again(f"{head};BYDAY=MO,TU,WE,TH,FR;BYSETPOS={count}")
    return _again(f"{head};BYMONTHDAY={count}") if 1 <= count <= 31 else _again(_EVERY[unit])


def _yearly(prefix: re.Match[str], time: Time, mark: re.Match[str], tail: str | None) -> Meaning | None:
    """每年 and a time of the year: the day where one is named, the month, else the last day of the stretch."""
    if time.has_year or time.grain in ("issue", "issue-month", "issue-quarter", "plan"):
        return None
    if time.grain in ("season", "festival"):
        return _again("FREQ=YEARLY")
    if (time.grain, time.month, time.day) == ("day", 2, 29):
        return _again("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")
    try:
        span = resolve(time, 2001, None)
    except ImpossibleDate:
        span = None
    if span is None:
        return _again("FREQ=YEARLY")
    if mark["before"]:
        day = day_before(time, span, 2001)
    elif time.grain in ("month", "year") and not time.point:
        return _again(f"FREQ=YEARLY;BYMONTH={time.month}" if time.grain == "month" else "FREQ=YEARLY")
    else:
        day = span.end
    last = (day + timedelta(days=1)).day == 1 and time.grain != "day"
    return _again(f"FREQ=YEARLY;BYMONTH={day.month};BYMONTHDAY={-1 if last else day.day}")


def _yearly_months(match: re.Match[str], tail: str | None) -> Meaning | None:
    numbers = [int(month) for month in re.findall(r"\d+", match["months"])]
    if match["through"]:
        first, last = numbers[0], numbers[-1]
        numbers = [*range(first, last + 1)] if first <= last else [*range(1, last + 1), *range(first, 13)]
    if not all(1 <= month <= 12 for month in numbers):
        return None
    months = ",".join(str(month) for month in sorted(set(numbers)))
    end = re.search("[底末]", match[0])
    return _again(f"FREQ=YEARLY;BYMONTH={months}{';BYMONTHDAY=-1' if end else ''}")


def _yearly_quarters(match: re.Match[str], tail: str | None) -> Meaning:
    months = sorted({3 * int(quarter) for quarter in re.findall(r"\d", match["quarters"])})
    return _again(f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))};BYMONTHDAY=-1")


def _yearly_days(match: re.Match[str], tail: str | None) -> tuple[Meaning, ...]:
    days = re.findall(r"(\d{1,2})月(\d{1,2})", match["days"])
    return tuple(_again(f"FREQ=YEARLY;BYMONTH={int(month)};BYMONTHDAY={int(day)}") for month, day in days)


RECURRENCES: tuple[Rule, ...] = (
    Rule("every", DEADLINE,
         (rf"(?:(?:20\d\d年|全年|年内)的?|至少|不少于|原则上)?每(?:(?P<number>\d{{1,2}})?个?){UNIT}度?份?(?:\(?(?:季度?|月)\)|期间|度|(?<=学期)[初末])?(?:最后1?周|第\d周)?(?:\d{{1,2}}(?:[时点]|:\d\d))?{_MARK}", Maybe(TAIL)),
         _every, ("每季度", "每月", "每半年", "每2个月", "每月不少于1次", "每周", "每学期"), begins="2全年每至不原", needs="每"),
    Rule("each", DEADLINE, (rf"各(?P<unit>季度|月|周|学期)份?{_MARK}", Maybe(TAIL)), _often, ("各季度", "各月"), begins="各"),
    Rule("by-frequency", DEADLINE, (rf"(?:按|分|逐){UNIT}度?(?:\(季度?\))?", Maybe(TAIL)), _often, ("按季度", "逐月", "按月报送"), begins="分按逐"),
    Rule("frequency", DEADLINE, (r"(?<![\d第前])(?P<unit>半年度?|学期|季度?|月度|周)(?![底末初前内\d中上下首个])", Maybe(TAIL)),
         lambda m, tail: _again(_EVERY[m["unit"].removesuffix("度") if m["unit"] != "季度" else "季度"]), ("季度", "月度", "季度报送", "半年度"), begins="半周季学月"),
    Rule("once-in", DEADLINE,
         (r"(?<![\d第前每])(?:1个?)?(?P<unit>半年|年|学期|季度?|月|周|天|日)度?(?:至少|不少于|组织|开展|召开|更新){0,2}\d{1,2}次(?:以上)?", Maybe(TAIL)),
         _often, ("半年一次", "一年两次", "季度一次", "一月一次"), begins="1半周天季学年日月", needs="次"),
    Rule("times-per", DEADLINE, (r"(?<!\d)\d{1,3}次[/每](?:1个?)?(?P<unit>年|半年|季度?|月|周|天|日)度?", Maybe(TAIL)), _often, ("2次/年",), begins=DIGITS, needs="次"),
    Rule("monthly-day", DEADLINE,
         (rf"""(?:每个?|各|次)月份?(?:(?P<end>月?[底末])|(?P<third>[上中下]旬|月?初)
               |(?P<days>{_DAY}[日号]?(?:[、,和至-]{_DAY}[日号]?){{0,6}}(?<=[日号])|{_DAY}(?=[之以]?前))){_MARK}""", Maybe(TAIL)),
         _day_of_month, ("每月10日前", "每月底", "每月5日、20日", "次月5日前", "每月下旬"), begins="各次每"),
    Rule("weekly-day", DEADLINE, (rf"每(?:个)?(?:周|星期)(?P<days>[一二三四五六日天1-6](?:[、,和及](?:周|星期)?[一二三四五六日天1-6]){{0,4}})(?:上午|下午|下班)?{_MARK}", Maybe(TAIL)),
         _weekly, ("每周五", "每周一前"), begins="每"),
    Rule("quarterly-part", DEADLINE,
         (rf"""(?:(?<![\d第])(?:[每各]个?|按)?季度?|[下次]1?个?季度)
               (?P<place>末月底|末月末|首月|首个月|末月|最后1?个?月|第[123]个月|[末底初])
               的?(?:(?P<day>{_DAY})(?:[日号]|(?=[之以]?前))|(?P<month_end>底))?{_MARK}""", Maybe(TAIL)),
         _in_quarter, ("每季度末", "每季度首月15日前", "每季度末月", "季度末", "每季度末月底前"), begins="下各季按次每", needs="季"),
    Rule("half-yearly-end", DEADLINE, (r"(?:每个?)?半年度?[末底](?:之|以)?前?", Maybe(TAIL)),
         lambda m, tail: _again("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"), ("每半年末", "半年末前"), begins="每半", needs="半"),
    Rule("after-each-stretch", DEADLINE,
         (r"(?:每个?)?(?P<unit>半年|季度?|月|年)度?(?:结束|终了)?后的?(?P<count>\d{1,3})个?(?P<working>工作)?[日天](?:之|以)?内", Maybe(TAIL)),
         _after_stretch, ("每季度结束后10日内", "每月结束后5个工作日内"), begins="半季年月每", needs="后"),
    Rule("yearly-time", DEADLINE, (r"于?每(?:(?=年[底末终])|个?年度?的?[在于]?)", TIME, rf"(?P<before>(?:之|以)?前)?{_MARK}", Maybe(TAIL)),
         _yearly, ("每年3月底前", "每年8月", "每年1月31日前", "每年年底前", "每年第一季度"), begins="于每"),
    Rule("yearly-months", DEADLINE,
         (rf"每年度?的?(?P<months>{_DAY}月?份?[底末]?(?:[、,和及]{_DAY}月?份?[底末]?){{1,11}}(?<=[月份底末])|{_DAY}月?(?P<through>[至到-]){_DAY}月份?)[底末]?{_MARK}", Maybe(TAIL)),
         _yearly_months, ("每年3月、9月", "每年6、12月底前", "每年5-9月"), begins="每"),
    Rule("yearly-quarters", DEADLINE, (r"每年度?的?第?(?P<quarters>[1-4](?:[、,和及]?第?[1-4]){1,3})季度[末底]?(?:之|以)?前?", Maybe(TAIL)),
         _yearly_quarters, ("每年第二、四季度",), begins="每"),
    Rule("yearly-days", DEADLINE, (rf"每年度?的?(?P<days>{_DAY}月{_DAY}[日号](?:前?[、,和及]{_DAY}月{_DAY}[日号]){{1,11}}){_MARK}", Maybe(TAIL)),
         _yearly_days, ("每年6月30日、12月31日前",), begins="每"),
    Rule("every-occasion", DEADLINE, (r"每逢[^,;。、:]{1,12}|每次[^,;。、:]{1,12}?[前后](?=$|[,;。、])",),
         lambda m: _again(None), ("每逢重大节日", "每次会议后"), weak=True, begins="每"),
)  # fmt: skip
