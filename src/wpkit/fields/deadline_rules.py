"""Deadlines as rules: by a time, over a time, counted from an event, or without an end.

The patterns read the normal form (`phrases`); a deadline is looked for where one is expected, in a column or
behind a label, so that bare forms count (8月, 2020.6, 全年).
"""

from __future__ import annotations

import re
from dataclasses import replace

from wpkit.fields.meanings import DEADLINE, Form, Meaning
from wpkit.fields.reading import Rule
from wpkit.fields.recurrences import RECURRENCES
from wpkit.fields.times import TIME, YEAR, Time, time_of

# Words around a time that say no other time.
_PRE = (r"(?:截至|截止到?|最迟不?|最晚|不迟于|不晚于|原则上|力争|争取|确保|预计|计划|务必|务于|拟定?|暂定|约|大约|须|应|将|于|在|到|至|自|从|由|贯穿){0,3}")  # fmt: skip
_ADVERB = (r"力争|争取|确保|全部|全面|基本|初步|持续|常态化?|长期|统一|陆续|分批|分步|分阶段|有序|集中|稳步|深入|务必|率先|按期|如期|逐步|滚动|动态|"
           r"扎实|加快|及时|正式|不断|已|可|须|并")  # fmt: skip
_VERB = (r"完成|推进|落实|开展|实施|启动|建成|到位|办结|结束|报送|上报|印发|出台|发布|公布|公开|制定|整改|见效|投用|投入使用|开工|竣工|验收|达标|销号|"
         r"更新|执行|进行|坚持|总结|组织|召开|举办|运行|上线|取得实效|取得成效|见成效|实现|推动|开放|提交|交付|维护|保持|巩固|跟进|施行|检查|自查")  # fmt: skip
_OBJECT = r"(?:工作|任务|目标任务|目标|整改|阶段性目标|完毕|情况|年度任务|到位)"
_COUNT = r"(?:,?(?:各|均|共|不少于|至少|不低于|原则上|开展|组织){0,3}\d{1,3}[次期轮批篇场件条](?:以上|左右)?)"
_TAIL = rf"(?P<tail>(?:{_ADVERB}){{0,4}}(?:{_VERB}){{1,4}}{_OBJECT}?)?{_COUNT}?"
_TO = r"(?:起|开始)?(?:至|到|-{1,3}|~{1,2}|、?直至)(?:于)?"
_AFTER_RANGE = r"(?:(?:之|以)?前|止|为止|期间|之间|(?:之|以)?内)?"


def _at(pre: re.Match[str], time: Time, about: re.Match[str], tail: re.Match[str]) -> Meaning:
    return Meaning(
        "by" if time.point and time.grain not in _STRETCHES else "period", time, about=bool(about[0])
    )


_STRETCHES = frozenset({"festival", "season", "issue"})


def _before(pre: re.Match[str], time: Time, mark: re.Match[str], tail: re.Match[str]) -> Meaning:
    if mark[0].endswith("止"):
        return Meaning("by", time)
    return Meaning("before", time)


def _within(pre: re.Match[str], time: Time, mark: re.Match[str], tail: re.Match[str]) -> Meaning:
    if tail["tail"] and re.match("持续|长期|常态|不断", tail["tail"]):
        return Meaning("ongoing")
    return Meaning("by", time)


def _year_within(match: re.Match[str]) -> Meaning:
    if match["tail"] and re.match("持续|长期|常态|不断", match["tail"]):
        return Meaning("ongoing")
    return Meaning("by", Time("year", shift=0))


def _range(
    pre: re.Match[str], first: Time, to: re.Match[str], last: Time, mark: re.Match[str], tail: re.Match[str]
) -> Meaning:
    return Meaning("range", first, last)


def _day_range(pre: re.Match[str], first: Time, last: re.Match[str], tail: re.Match[str]) -> Meaning | None:
    if first.grain != "day":
        return None
    return Meaning("range", first, replace(first, day=int(last["day"])))


def _days(match: re.Match[str]) -> Meaning:
    month = int(match["month"])
    first = time_of("day", match, month=month, day=int(match["first"]), point=True)
    return Meaning("range", first, replace(first, day=int(match["last"])))


def _months(match: re.Match[str]) -> Meaning:
    first = time_of("month", match, month=int(match["first"]))
    return Meaning("range", first, Time("month", month=int(match["last"]), point=bool(match["part"])))


def _quarters(match: re.Match[str]) -> Meaning:
    first = time_of("quarter", match, number=int(match["first"]))
    return Meaning("range", first, Time("quarter", number=int(match["last"])))


def _years(match: re.Match[str]) -> Meaning:
    return Meaning("range", Time("year", int(match["first"])), Time("year", int(match["last"])))


def _each(grain: str, match: re.Match[str], numbers: list[int]) -> tuple[Meaning, ...]:
    """One meaning a number; a mark at the list's end holds for all (3、6、9月底前)."""
    end = bool(match["part"])
    key = "month" if grain == "month" else "number"
    form: Form = "before" if match["before"] else "by" if end else "period"
    first = time_of(grain, match, **{key: numbers[0]}, point=end)
    rest = tuple(
        Time(grain, first.year, first.shift, first.from_issue, point=end, **{key: n}) for n in numbers[1:]
    )  # type: ignore[arg-type]
    return tuple(Meaning(form, time) for time in (first, *rest))


def _month_list(match: re.Match[str]) -> tuple[Meaning, ...]:
    return _each("month", match, [int(n) for n in re.findall(r"\d+", match["numbers"])])


def _quarter_list(match: re.Match[str]) -> tuple[Meaning, ...]:
    return _each("quarter", match, [int(n) for n in re.findall(r"\d", match["numbers"])])


def _half_list(match: re.Match[str]) -> tuple[Meaning, ...]:
    return Meaning("period", time_of("half", match, number=1)), Meaning(
        "period", time_of("half", match, number=2)
    )


_SPANS: tuple[Rule, ...] = (
    Rule("at", DEADLINE, (_PRE, TIME, r"(?P<about>左右|前后)?(?:期间)?", _TAIL),
         _at, ("9月底", "8月", "全年", "1月31日", "全年持续推进", "12月底完成", "上半年")),
    Rule("before", DEADLINE, (_PRE, TIME, r"(?:\(?含\)?)?(?:(?:之|以)?前(?!后)|\(前\)|为?止|截止)", _TAIL),
         _before, ("9月底前", "8月前", "1月31日前完成", "12月31日之前", "截至10月底前")),
    Rule("within", DEADLINE, (_PRE, TIME, r"(?:之|以)?内", _TAIL), _within, ("2024年内", "8月内", "本年度内", "三季度内")),
    Rule("within-year", DEADLINE, (rf"{_PRE}(?:年度?(?:之|以)?内|年之内){_TAIL}",), _year_within, ("年内", "年度内", "年内完成")),
    Rule("from", DEADLINE, (_PRE, TIME, r"(?:起|开始|以后|之后|起始|后)(?!\d)(?:,)?", _TAIL),
         lambda pre, time, mark, tail: Meaning("from", time), ("4月起", "自7月1日起", "即日起")),
    Rule("range", DEADLINE, (_PRE, TIME, _TO, TIME, _AFTER_RANGE, _TAIL), _range,
         ("6月至12月", "3月-12月", "2023年6月—2024年5月", "即日起至10月底", "2022.3-2022.12", "6月1日至6月30日")),
    Rule("range-of-days", DEADLINE, (_PRE, TIME, rf"(?:至|到|-{{1,2}}|~)(?P<day>\d{{1,2}})[日号]{_AFTER_RANGE}", _TAIL),
         _day_range, ("6月1日-30日", "6月1日至15日")),
    Rule("range-of-bare-days", DEADLINE,
         (rf"{_PRE}{YEAR}?(?<!\d)(?P<month>\d{{1,2}})月(?P<first>\d{{1,2}})(?:至|到|-{{1,2}}|~)(?P<last>\d{{1,2}})[日号]{_AFTER_RANGE}{_TAIL}",),
         _days, ("6月16-20日",)),
    Rule("range-of-months", DEADLINE,
         (rf"{_PRE}(?:{YEAR}|(?P<bare>20\d\d)[./])?(?<!\d)(?P<first>\d{{1,2}})(?:至|到|-{{1,2}}|~)(?P<last>\d{{1,2}})月份?(?P<part>[底末])?{_AFTER_RANGE}{_TAIL}",),
         lambda m: replace(_months(m), first=Time("month", int(m["bare"]), month=int(m["first"]))) if m["bare"] else _months(m),
         ("6-12月", "4-6月", "3至5月", "2022年6-12月", "2022.3-12月")),
    Rule("range-of-quarters", DEADLINE,
         (rf"{_PRE}{YEAR}?(?<!\d)第?(?P<first>[1-4])(?:季度?)?(?:至|到|-{{1,2}}|~)第?(?P<last>[1-4])季度{_AFTER_RANGE}{_TAIL}",),
         _quarters, ("1-3季度", "第一至第三季度", "二季度至四季度")),
    Rule("range-of-years", DEADLINE,
         (rf"{_PRE}(?<!\d)(?P<first>20\d\d)年?(?:至|到|-{{1,2}}|~)(?P<last>20\d\d)(?!\d|[./-]\d)(?:年度?)?{_AFTER_RANGE}{_TAIL}",),
         _years, ("2023-2025年", "2023年—2025年", "2023-2025")),
    Rule("months", DEADLINE,
         (rf"{_PRE}{YEAR}?(?<!\d)(?P<numbers>\d{{1,2}}(?:[、,和及]\d{{1,2}}){{1,11}})月份?(?P<part>[底末])?(?:各|分别)?(?P<before>(?:之|以)?前)?{_TAIL}",),
         _month_list, ("5、10月", "3、6、9、12月底前", "2022年3、6月")),
    Rule("quarters", DEADLINE,
         (rf"{_PRE}{YEAR}?(?<!\d)第?(?P<numbers>[1-4](?:季度?)?(?:[、,和及]?第?[1-4]){{1,3}})季度(?P<part>[底末])?(?P<before>(?:之|以)?前)?{_TAIL}",),
         _quarter_list, ("第一、三季度", "2022年第一、三季度", "三、四季度末", "三四季度")),
    Rule("halves", DEADLINE, (rf"{_PRE}{YEAR}?上[、,和]?下半年(?:各|均)?{_TAIL}",), _half_list, ("上、下半年",)),
)  # fmt: skip

# Counted from an event ----------------------------------------------------------------------------
_UNIT = r"(?P<count>\d{1,3}|半|(?P<half>半)个|1个半)(?:个)?(?P<unit>工作日|日|天|月|周|星期|年|季度|小时)"
_PAPER = "(?:(?:工作)?要点|通知|任务分[解工]表?|(?:实施|工作|分工|行动)?方案|文件|意见|计划|清单|公告|分工)"
_OWN = re.compile(
    rf"^(?:自|从|于)?(?:本{_PAPER}|该?(?:《[^》]{{0,40}}》|工作要点|要点|通知))?(?:自)?(?:正式)?(?:印发|发布|下发|公布|发文|制发|成文|出台|实施|施行|颁布|接到|收到|接|收){{1,2}}(?:本?(?:通知|工作要点|要点|文)|之)?(?:之日|之日起|当日)?$"
)


def _after(match: re.Match[str]) -> Meaning | None:
    anchor = match["anchor"].removeprefix("自").removeprefix("于").removeprefix("在")
    return _counted(anchor, match, own=bool(_OWN.match(match["anchor"])))


def _count(count: str, unit: str) -> tuple[int, str]:
    if not count.startswith("半") and "半" not in count:
        return int(count), unit
    halves = {"年": (6, "月"), "月": (15, "日"), "日": (12, "小时"), "天": (12, "小时"), "小时": (1, "小时")}
    return halves.get(unit, (1, unit))


def _counted(anchor: str | None, match: re.Match[str], own: bool = False) -> Meaning:
    count, unit = _count(match["count"], match["unit"])
    return Meaning("relative", anchor=anchor, own=own, count=count, unit=unit)


_WITHIN = r"(?:(?:之|以)?内|(?:之|以)?前)"
_EVENTS: tuple[Rule, ...] = (
    Rule("after-event", DEADLINE,
         (rf"(?P<anchor>[^,;。、:\d]{{1,40}}?)(?:之日(?:后|起)?|当日起|之后|以后|后|起)的?(?:第)?{_UNIT}{_WITHIN}?{_TAIL}",),
         _after, ("新规出台后1个月内", "印发之日起20个工作日内", "收到申请后5个工作日内", "会后3日内")),
    Rule("duration", DEADLINE, (rf"{_UNIT}(?:之|以)?内{_TAIL}",),
         lambda m: _counted(None, m),
         ("10个工作日内", "3个月内", "半年内", "24小时内")),
    Rule("bare-duration", DEADLINE, (r"(?<!\d)(?P<count>\d{1,2})(?P<unit>工作日|天|月|周|年|小时)(?=$)|(?<!\d)(?P<count2>\d{1,2})个(?P<unit2>工作日|月|星期)",),
         lambda m: None if m["unit"] in ("月", "年") else Meaning("relative", count=int(m["count"] or m["count2"]), unit=m["unit"] or m["unit2"]),
         ("3个月", "10个工作日"), weak=True),
    Rule("together-with", DEADLINE, (rf"(?:与|同|和|随)(?P<anchor>[^,;。、:]{{1,24}}?)(?:同步|同时){_TAIL}",),
         lambda m: Meaning("relative", anchor=m["anchor"], count=0, unit="日"), ("与政策文件同步", "与文件同步发布")),
    Rule("same-day", DEADLINE, (rf"(?P<anchor>[^,;。、:\d]{{1,24}}?)(?:的?同时|当日|当天|即时)(?:内)?{_TAIL}",),
         lambda m: Meaning("relative", anchor=m["anchor"], count=0, unit="日"), ("文件印发当日", "政策发布的同时"), weak=True),
    Rule("days-before-event", DEADLINE, (rf"(?P<anchor>[^,;。、:\d]{{1,24}}?)前的?{_UNIT}(?:之|以)?[内前]?{_TAIL}",),
         lambda m: _counted(m["anchor"] + "前", m),
         ("会议召开前3日",), weak=True),
    Rule("before-event", DEADLINE, (rf"(?P<anchor>[^,;。、:\d年月日底末]{{2,20}}?)(?:之|以)?前(?=$|[,;。、]){_TAIL}",),
         lambda m: Meaning("relative", anchor=m["anchor"] + "前"), ("方案出台前",), weak=True),
)  # fmt: skip

# Without an end -----------------------------------------------------------------------------------
_STEADY = (r"持续|长期|常态长效|常态化?|常态|经常性?|不断|实时|即时|及时|适时|随时|立即|马上|即知即改|即行即改|立行立改|立查立改|立整立改|立改|边查边改|全程|日常|动态|滚动|稳步|有序|"
           r"逐步|分批|分步|分期|分阶段|同步|定期|不定期|常年|长年|年年|永久|长效|一直|始终|即刻|第1时间|第一时间|按序时进度|按时|按期|如期|近期|尽快|尽早|随到随办|即办|即收即办|即到即办|"
           r"限期|适当时[机候]|条件成熟[时后]?")  # fmt: skip
_STEADILY = (rf"{_VERB}|化|性|工作|任务|优化|完善|加强|深化|做好|抓好|调整|提升|改进|强化|规范|管理|服务|监管|督促|督办|保障|办理|回应|"
             r"跟踪|监测|宣传|抓|改|做|处置|处理|答复|推行|推广|机制|进度|与|并|和|地|且|中|有效")  # fmt: skip
_ORDERS = r"要求|部署|安排|节点|进度|计划|规定|时限|期限|通知|规划|统一|指示|标准|时序|序时|需要|情况|实际|为准|清单|方案|文件"
_ONGOING: tuple[Rule, ...] = (
    Rule("ongoing", DEADLINE, (rf"(?:{_STEADY})(?:{_STEADY}|{_STEADILY}){{0,6}}",), lambda m: Meaning("ongoing"),
         ("持续推进", "长期坚持", "常态化开展", "实时", "适时", "立行立改", "长期", "定期")),
    Rule("ongoing-verb", DEADLINE, (r"(?:正在)?(?:推进|坚持|推动|进行|实施)中|长期性|经常|(?:巩固|坚持)提升|待定|待[^,;。]{1,6}确定|另行(?:通知|确定)|视情(?:况)?(?:而定|开展|推进)?",),
         lambda m: Meaning("ongoing"), ("推进中", "待定", "另行通知", "视情")),
    Rule("as-instructed", DEADLINE,
         (rf"(?:严格|原则上)?(?:按照?|根据|依据?|依照|遵照|结合|视|以|服从)(?P<whose>[^,;。、:\d]{{0,16}}?)(?:{_ORDERS}){{1,5}}(?:时间|节点|要求|安排)?(?:的?(?:时间|时限))?"
          rf"(?:(?:而定|为准|确定|有序|持续|及时|适时|同步|认真|抓好|做好|统一|按时|全面){{0,3}}(?:{_VERB}){{0,2}})",),
         lambda m: Meaning("ongoing"), ("按要求", "按上级要求", "根据市里部署", "按时间节点", "按市政府统一部署推进")),
    Rule("by-request", DEADLINE, (r"按时间(?:要求|节点)?|按(?:时序|序时)(?:进度)?|按需|依需|依申请",), lambda m: Meaning("ongoing"), ("按需",)),
    Rule("said-done", DEADLINE, (r"(?:均|全部|目前)?已经?(?:全部|全面|基本)?(?:完成|办结|整改到位|落实|整改完成|销号)(?:整改)?",),
         lambda m: Meaning("undated"), ("已完成",), weak=True),
)  # fmt: skip

RULES: tuple[Rule, ...] = (*_SPANS, *RECURRENCES, *_EVENTS, *_ONGOING)
