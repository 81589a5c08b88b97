"""Deadlines without a day of their own, as rules: counted from an event, running on, left to others.

新规出台后1个月内, 印发之日起20个工作日内, 与政策文件同步; 持续推进, 长期坚持, 实时; 按上级要求, 待定.
"""

from __future__ import annotations

import re

from wpkit.fields.meanings import DEADLINE, Meaning
from wpkit.fields.phrases import DIGITS
from wpkit.fields.reading import Dim, Maybe, Rule, initials
from wpkit.fields.words import TAIL, VERB
from wpkit.patterns import pattern

# Counted from an event ----------------------------------------------------------------------------
# 个 parts a number of months from the month of that number (3个月内, 3月内).
_UNIT = r"(?P<count>\d{1,3}|1?个?半)(?:个?(?P<unit>工作日|小时|分钟|星期|[日天周年])|(?:个|(?<=半))(?P<months>月|季度))"
_WITHIN = r"(?:(?:之|以)?[内前])"
# Events at whose end a number may stand without 后.
_HAPPENED = r"(?:发生|形成|收到|印发|发布|出台|公布|通过|生效|下发|成立|部署|下达|结束|召开|变更|作出|受理|接到通知|批复|签订)"
_PAPER = "(?:(?:工作)?要点|通知|任务分[解工]表?|(?:实施|工作|分工|行动)?方案|文件|意见|计划|清单|公告|分工)"
# The notice's own issue: a bare 印发之日, 本方案发布, 工作要点公布, 收到本通知, 即日. A bare 发布 or 收到 may be any paper's.
_OWN = pattern(
    rf"(?:自|从|于)?(?:(?:本{_PAPER}|该?(?:工作要点|要点|通知))(?:自|正式)?(?:印发|发布|下发|公布|发文|制发|出台|实施|施行)"
    rf"|(?:正式)?(?:印发|下发|制发|发文|成文)|(?:接到|收到)本{_PAPER}|即日)"
)
_LEADING = pattern(r"^(?:自|于|在|从|应当?|要(?!点)|须|需|将){1,2}")


def _counted(anchor: str | None, match: re.Match[str], own: bool = False) -> Meaning:
    """`count` of `unit` from `anchor`; halves come in the next smaller unit (半年: 6 months)."""
    count, unit = match["count"], match["unit"] or match["months"]
    if "半" not in count:
        return Meaning("relative", anchor=anchor, own=own, amount=int(count), unit=unit)
    halves = {"年": (6, "月"), "月": (15, "日"), "日": (12, "小时"), "天": (12, "小时"), "小时": (30, "分钟")}
    number, unit = halves.get(unit, (1, unit))
    if count.startswith("1") and unit != "小时":
        number += {"月": 12, "日": 30}.get(unit, 0)
    return Meaning("relative", anchor=anchor, own=own, amount=number, unit=unit)


def _after(match: re.Match[str], tail: str | None) -> Meaning:
    said = match["anchor"]
    return _counted(_LEADING.sub("", said), match, own=bool(_OWN.fullmatch(said)))


def _at_once(match: re.Match[str], tail: str | None) -> Meaning:
    return Meaning("relative", anchor=_LEADING.sub("", match["anchor"]), amount=0, unit="日")


_FROM_EVENTS: tuple[Rule, ...] = (
    Rule("after-event", DEADLINE,
         (rf"(?!每?个?(?:半年|季度?|月|年)度?(?:结束|终了)?后|每)(?P<anchor>[^,;。、:\d]{{1,40}}?)(?:之日(?:后|起)?|当日起|之后|以后|(?<!最)后|起)的?第?{_UNIT}{_WITHIN}?", Maybe(TAIL)),
         _after, ("新规出台后1个月内", "印发之日起20个工作日内", "收到申请后5个工作日内", "会后3日内"), needs="后起日"),
    Rule("upon-event", DEADLINE, (rf"(?P<anchor>[^,;。、:\d]{{0,30}}?{_HAPPENED}){_UNIT}(?:之|以)?内", Maybe(TAIL)),
         _after, ("信息形成20个工作日内", "接到通知24小时内"), needs="内"),
    Rule("duration", DEADLINE, (rf"(?<!\d)(?:\d{{1,3}}[至~-])?{_UNIT}(?:之|以)?内", Maybe(TAIL)),
         lambda m, tail: _counted(None, m), ("10个工作日内", "3个月内", "半年内", "24小时内"), begins=DIGITS + "个半", needs="内"),
    Rule("at-most", DEADLINE, (rf"(?:不得?超过|最长不超过|最多){_UNIT}(?:[之以]?内)?", Maybe(TAIL)),
         lambda m, tail: _counted(None, m), ("不超过5个工作日", "不得超过24小时"), begins="不最", needs="超多"),
    Rule("bare-duration", DEADLINE, (r"(?<![\d.])(?:\d{1,2}[至~-])?(?P<count>\d{1,2})(?:个(?P<unit>工作日|月|星期|季度)|(?P<unit2>工作日|小时|[天周年])(?!\d))",),
         lambda m: Meaning("relative", amount=int(m["count"]), unit=m["unit"] or m["unit2"]), ("3个月", "10个工作日", "1年"), weak=True, begins=DIGITS),
    Rule("together-with", DEADLINE, (r"(?:与|同|和|随)(?P<anchor>[^,;。、:]{1,24}?)(?:同步|同时)", Maybe(TAIL)),
         _at_once, ("与政策文件同步", "与文件同步发布"), begins="与同和随"),
    Rule("same-day", DEADLINE, (r"(?P<anchor>[^,;。、:\d]{1,24}?)(?:的?同时|当日|当天|后的?(?:及时|立即|随即|第[1一]时间|同步|即时))内?", Maybe(TAIL)),
         _at_once, ("文件印发当日", "政策发布的同时", "政策印发后及时"), weak=True, needs="同当后"),
    Rule("days-before-event", DEADLINE, (rf"(?P<anchor>[^,;。、:\d]{{1,24}}?)前的?{_UNIT}(?:之|以)?[内前]?", Maybe(TAIL)),
         lambda m, tail: _counted(m["anchor"] + "前", m), ("会议召开前3日",), weak=True, needs="前"),
    Rule("before-event", DEADLINE, (r"(?!每|[之以目当])(?P<anchor>[^,;。、:\d年月日底末]{1,20}?)(?:之|以)?前(?=$|[,;。、)])",),
         lambda m: Meaning("relative", anchor=m["anchor"] + "前"), ("方案出台前",), weak=True, needs="前"),
    Rule("once-happened", DEADLINE, (rf"(?P<anchor>[^,;。、:\d]{{1,20}}?{_HAPPENED})(?:之|以)?后(?=$|[,;。、)])",),
         lambda m: Meaning("relative", anchor=m["anchor"] + "后"), ("新办法印发后",), weak=True, needs="后"),
)  # fmt: skip

STEADY = Dim("steady")

# Without an end -----------------------------------------------------------------------------------
_STEADY = (r"持续|长期|常态长效|常态化?|经常性?|不断|实时|即时|及时|适时|随时|立即|马上|即知即改|即行即改|立行立改|立查立改|立整立改|立改|立查|边查边改|全程|日常|动态|"
           r"滚动|稳步|有序|逐步|分批|分步|分期|分阶段|同步|定期|不定期|常年|长年|年年|永久|长效|一直|始终|即刻|第一时间|第1时间|按时|按期|如期|近期|中远期|中长期|远期|尽快|"
           r"尽早|随到随办|即办|即收即办|即到即办|限期|适当时[机候]|条件成熟[时后]?|即行|常抓不懈|全过程|贯穿始终|持之以恒|久久为功")  # fmt: skip
_STEADILY = rf"{VERB}|有效|化|性|优化|完善|加强|深化|做好|抓好|调整|推行|抓|改|与|并|和|地|且"
_TOPIC = r"工作|任务|提升|改进|强化|规范|管理|服务|监管|督促|督办|保障|办理|回应|跟踪|监测|宣传|做|处置|处理|答复|推广|机制|进度|建设|推送|解读|报告|应急"
_ORDERS = r"要求|部署|安排|节点|进度|计划|规定|时限|期限|通知|规划|统一|指示|标准|时序|序时|需要|情况|实际|清单|方案|文件"

_WITHOUT_END: tuple[Rule, ...] = (
    Rule("steady", STEADY, (rf"(?:{_STEADY})(?:{_STEADY}|{_STEADILY}){{0,6}}",), lambda m: m[0], begins=initials(_STEADY)),
    Rule("ongoing", DEADLINE, (STEADY,), lambda steady: Meaning("ongoing"),
         ("持续推进", "长期坚持", "常态化开展", "实时", "适时", "立行立改", "长期", "定期")),
    Rule("ongoing-topic", DEADLINE, (STEADY, rf"(?:{_TOPIC}){{1,3}}", Maybe(STEADY)),
         lambda steady, topic, more: Meaning("ongoing"), ("日常工作", "动态管理", "长效机制"), weak=True),
    Rule("under-way", DEADLINE, (r"(?:正在)?(?:推进|坚持|推动|进行|实施)中|长期性|(?:巩固|坚持)提升|坚持不懈",),
         lambda m: Meaning("ongoing"), ("推进中", "坚持不懈"), begins="坚实巩推正进长"),
    Rule("left-open", DEADLINE, (r"待定|待[^,;。\d]{1,10}(?:确定|通知|部署|明确|安排|出台|印发)后?|以[^,;。\d]{1,10}为准|(?:由?各[^,;。\d]{1,8})?自行?(?:安排|确定|定)|另行(?:通知|确定|安排)|视情(?:况)?(?:而定|确定)?",), lambda m: Meaning("ongoing"),
         ("待定", "另行通知", "视情", "以上级通知为准", "自行安排"), begins="另待视以由各自"),
    Rule("as-instructed", DEADLINE,
         (rf"(?:严格)?(?:按照?(?!半年|季|月|周)|根据|依据?|依照|遵照|结合|视|服从)(?P<whose>[^,;。:\d]{{0,16}}?)(?:{_ORDERS}){{1,5}}(?:的?(?:时间|节点|要求|安排|时限|内容)){{0,2}}"
          rf"(?:而定|为准|确定)?", r"(?:及时|适时|有序|认真|按时|抓好|做好|统一)?", Maybe(TAIL)),
         lambda m, how, tail: Meaning("ongoing"), ("按要求", "按上级要求", "根据市里部署", "按时间节点", "按市政府统一部署推进"), begins="严依按服根结视遵"),
    Rule("as-needed", DEADLINE, (r"按时间(?:推进|完成|落实)?|按序时|按需|依需|依申请|应.{1,4}尽.{1,4}",), lambda m: Meaning("ongoing"), ("按需", "应公开尽公开"), begins="依应按"),
    Rule("said-done", DEADLINE, (r"(?:均|全部|目前)?已经?(?:全部|全面|基本)?(?:完成|办结|整改到位|落实|整改完成|销号)(?:整改)?",),
         lambda m: Meaning("undated"), ("已完成",), weak=True, begins="全均已目"),
)  # fmt: skip

EVENTS: tuple[Rule, ...] = (*_FROM_EVENTS, *_WITHOUT_END)
