"""Deadlines that come again, as rules: 每季度, 按月, 每年3月底前, 每季度首月15日前, 半年一次.

A recurrence is an RFC 5545 RRULE without a start. BYMONTH and BYMONTHDAY name the last day that the
words allow where they name one (每年3月底前: BYMONTH=3;BYMONTHDAY=-1), else the stretch (每年8月: BYMONTH=8). How
often within a stretch (每月不少于2次) is not part of it.
"""

from __future__ import annotations

import re

from wpkit.fields.meanings import DEADLINE, Meaning
from wpkit.fields.reading import Rule
from wpkit.fields.times import TIME, ImpossibleDate, Time, resolve

_EVERY = {"年": "FREQ=YEARLY", "学年": "FREQ=YEARLY", "半年": "FREQ=MONTHLY;INTERVAL=6", "学期": "FREQ=MONTHLY;INTERVAL=6",
          "季": "FREQ=MONTHLY;INTERVAL=3", "季度": "FREQ=MONTHLY;INTERVAL=3", "月": "FREQ=MONTHLY", "周": "FREQ=WEEKLY",
          "星期": "FREQ=WEEKLY", "日": "FREQ=DAILY", "天": "FREQ=DAILY", "工作日": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
          "旬": "FREQ=MONTHLY;BYMONTHDAY=10,20,-1", "半个月": "FREQ=MONTHLY;BYMONTHDAY=15,-1", "半月": "FREQ=MONTHLY;BYMONTHDAY=15,-1"}  # fmt: skip
_WEEKDAYS = dict(
    zip("一二三四五六日天123456", "MO TU WE TH FR SA SU SU MO TU WE TH FR SA".split(), strict=True)
)
UNIT = "(?P<unit>半个?月|半年|学年|学期|年|季度?|月|周|星期|旬|工作日|日|天)"
_TIMES = r"(?:(?:,)?(?:各|均|都)?(?:不少于|至少|不低于|开展|组织|进行|更新|报送|召开|公开|发布)*\d{1,3}[次期轮批篇场件条](?:以上|左右)?)"
_DO = (r"(?:前|内|(?:之|以)[前内])?(?:定期|持续|及时|动态|分别|集中)?"
       r"(?:完成|推进|落实|开展|更新|报送|上报|报告|调度|通报|公开|公布|发布|汇总|维护|检查|督查|督导|进行|实施|组织|总结|统计|考核|自查|推动|召开)*"
       rf"{_TIMES}?")  # fmt: skip
_BEFORE = rf"(?P<before>(?:之|以)?前)?{_DO}"


def _again(rrule: str | None) -> Meaning:
    return Meaning("recurring", recurrence=rrule)


def _every(match: re.Match[str]) -> Meaning | None:
    unit, number = match["unit"], int(match["number"] or 1)
    if number == 1:
        return _again(_EVERY[unit])
    if unit in ("年", "月", "周", "星期", "日", "天", "季", "季度"):
        frequency, _, step = _EVERY[unit].partition(";INTERVAL=")
        return _again(f"{frequency};INTERVAL={number * int(step or 1)}") if number else None
    return None


def _often(match: re.Match[str]) -> Meaning:
    return _again(_EVERY[match["unit"]])


def _day_of_month(match: re.Match[str]) -> Meaning:
    if match["end"]:
        return _again("FREQ=MONTHLY;BYMONTHDAY=-1")
    if match["third"]:
        last = {"上": "10", "中": "20", "下": "-1", "初": "10"}[match["third"][0]]
        return _again(f"FREQ=MONTHLY;BYMONTHDAY={last}")
    days = sorted({int(day) for day in re.findall(r"\d+", match["days"])})
    if not all(1 <= day <= 31 for day in days):
        return _again("FREQ=MONTHLY")
    return _again("FREQ=MONTHLY;BYMONTHDAY=" + ",".join(map(str, days)))


def _in_quarter(match: re.Match[str]) -> Meaning:
    place = match["place"] or match["next"] or ""
    if place in ("末", "底", "末月底", "末月末") or place == "":
        return _again("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1")
    first = 1 if place in ("首月", "初", "第1个月", "首个月") else 2 if place.startswith("第2") else 3
    months = ",".join(str(month) for month in range(first, 13, 3))
    day = match["day"]
    if match["month_end"]:
        return _again(f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY=-1")
    if day and 1 <= int(day) <= 31:
        return _again(f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={int(day)}")
    return _again(f"FREQ=YEARLY;BYMONTH={months}")


def _after_stretch(match: re.Match[str]) -> Meaning:
    count = int(match["count"])
    unit = match["unit"]
    months = {"季": "1,4,7,10", "年": "1", "半": "1,7"}.get(unit[0])
    head = f"FREQ=YEARLY;BYMONTH={months}" if months else "FREQ=MONTHLY"
    if match["working"]:
        return _again(f"{head};BYDAY=MO,TU,WE,TH,FR;BYSETPOS={count}")
    return _again(f"{head};BYMONTHDAY={count}") if 1 <= count <= 31 else _again(_EVERY[unit])


def _yearly(prefix: re.Match[str], time: Time, rest: re.Match[str]) -> Meaning | None:
    """每年 and a time of the year: the day where one is named, the month, else the last day of the stretch."""
    if time.has_year or time.grain in ("issue", "issue-month", "plan"):
        return None
    if time.grain in ("season", "festival"):
        return _again("FREQ=YEARLY")
    try:
        span = resolve(time, 2001, None)
    except ImpossibleDate:
        span = None
    if span is None:
        # 2月29日 comes in leap years only, as an RRULE has it.
        leap = time.grain == "day" and (time.month, time.day) == (2, 29)
        return _again("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29" if leap else "FREQ=YEARLY")
    if time.grain == "month" and not time.point and not rest["before"]:
        return _again(f"FREQ=YEARLY;BYMONTH={time.month}")
    if time.grain == "year" and not time.point:
        return _again("FREQ=YEARLY")
    if rest["before"] and not time.point:
        month = 12 if span.start.month == 1 and span.start.day == 1 else span.start.month
        if span.start.day == 1:
            month = (span.start.month - 2) % 12 + 1
            return _again(f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY=-1")
        return _again(f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={span.start.day - 1}")
    day = (
        time.day
        if time.grain == "day"
        else span.end.day
        if time.grain == "third" and span.end.day < 28
        else -1
    )
    return _again(f"FREQ=YEARLY;BYMONTH={span.end.month};BYMONTHDAY={day}")


def _yearly_months(match: re.Match[str]) -> Meaning | None:
    months = sorted({int(month) for month in re.findall(r"\d+", match["months"])})
    if not all(1 <= month <= 12 for month in months):
        return None
    day = ";BYMONTHDAY=-1" if match["end"] else ""
    return _again(f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))}{day}")


RECURRENCES: tuple[Rule, ...] = (
    Rule("every", DEADLINE, (rf"每(?:(?P<number>\d{{1,2}})?个?){UNIT}度?份?(?:\(?(?:季度|月)\)|期间|至少)?{_DO}",),
         _every, ("每季度", "每月", "每半年", "每2个月", "每月不少于1次", "每周", "每学期")),
    Rule("each", DEADLINE, (rf"各(?P<unit>季度|月|周|学期)份?{_DO}",), _often, ("各季度", "各月")),
    Rule("by-frequency", DEADLINE, (rf"(?:按|分|逐){UNIT}度?{_DO}",), _often, ("按季度", "逐月", "按月报送")),
    Rule("frequency", DEADLINE, (rf"(?<![\d第])(?:(?P<unit>半年|学期|季度?|月(?=度)|周(?=[\d报]))度?|(?<!\d)1(?:个)?(?P<other>年|季度?|月|周|天|日)(?=[\d不至]))(?:{_TIMES}|(?![底末初前内\d中上下]))",),
         lambda m: _again(_EVERY[m["unit"] or m["other"]]), ("季度", "月度", "半年一次", "一年两次", "季度一次")),
    Rule("times-per", DEADLINE, (r"\d{1,3}次[/每](?:1|1个)?(?P<unit>年|半年|季度?|月|周|天|日)度?",), _often, ("2次/年",)),
    Rule("monthly-day", DEADLINE,
         (rf"(?:每个?|各|次)月(?:份)?(?:(?P<end>月?[底末])|(?P<third>[上中下]旬|月?初)|(?P<days>\d{{1,2}}[日号]?(?:[、,和至-]\d{{1,2}}[日号]?){{0,6}}(?<=[日号])|\d{{1,2}}(?=前)))(?:之|以)?[前内]?{_DO}",),
         _day_of_month, ("每月10日前", "每月底", "每月5日、20日", "次月5日前", "每月下旬")),
    Rule("weekly-day", DEADLINE, (rf"每(?:个)?(?:周|星期)(?P<day>[一二三四五六日天1-6])(?:之|以)?前?{_DO}",),
         lambda m: _again(f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[m['day']]}"), ("每周五", "每周一前")),
    Rule("quarterly-part", DEADLINE,
         (rf"(?:(?:(?:[每各](?:个)?|按)?季度?|[下次]个?季度)(?P<place>末月底|末月末|首月|首个月|末月|最后1?个?月|第[123]个月|[末底初])|(?P<next>季度?末))"
          rf"的?(?:(?P<day>\d{{1,2}})(?:[日号]|(?=前))|(?P<month_end>底))?(?:之|以)?[前内]?{_DO}",),
         _in_quarter, ("每季度末", "每季度首月15日前", "每季度末月", "季度末", "每季度末月底前")),
    Rule("after-each-stretch", DEADLINE,
         (rf"(?:每(?:个)?)?(?P<unit>半年|季度?|月|年)度?(?:结束|终了)后的?(?P<count>\d{{1,3}})个?(?P<working>工作)?[日天](?:之|以)?内{_DO}",),
         _after_stretch, ("每季度结束后10日内", "每月结束后5个工作日内")),
    Rule("yearly-time", DEADLINE, (r"(?:于)?每个?年度?的?(?:在|于)?", TIME, rf"(?:之|以)?内?{_BEFORE}"),
         _yearly, ("每年3月底前", "每年8月", "每年1月31日前", "每年年底前", "每年第一季度")),
    Rule("yearly-months", DEADLINE,
         (rf"每年度?的?(?P<months>\d{{1,2}}月?份?(?:[、,和及]\d{{1,2}}月?份?){{1,11}}(?<=[月份]))(?P<end>[底末])?(?:之|以)?前?{_DO}",),
         _yearly_months, ("每年3月、9月", "每年6、12月底前")),
    Rule("every-occasion", DEADLINE, (rf"每逢[^,;。、:]{{1,12}}|每次[^,;。、:]{{1,12}}?[前后](?=$|[,;。、]){_DO}",),
         lambda m: _again(None), ("每逢重大节日", "每次会议后"), weak=True),
)  # fmt: skip
