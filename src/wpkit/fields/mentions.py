"""Times inside a task's content that bind it, as against those that only tell.

于3月31日前, 决策出台后的10个工作日内, 每年8月, 按季度 and 年内…不少于3次 say when the task is due; 2010年以来, the date of a paper
(3月22日的通知) and a number (国发〔2019〕54号) do not. What leaves doubt is left out: a mention is a help, not the deadline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from wpkit.fields.deadlines import grammar
from wpkit.fields.meanings import DEADLINE, Context, Meaning, deadline
from wpkit.fields.phrases import phrase
from wpkit.fields.reading import Found, Grammar, Rule
from wpkit.fields.words import ADVERB, COUNT, TAIL, VERB
from wpkit.patterns import pattern
from wpkit.schema import Deadline

# Where a time that binds may begin; most of a content is never looked at.
_MAY_BEGIN = pattern(
    r"""(?=[\d每各全年上下半前第次明本当按国春元五不汛暑寒开两月季“"十])(?:  # most places need not be tried
      (?<![\d.〔\[])\d{1,4}(?=[年月日号个工小天周季、至到,-]|\.\d)|每(?=[\d年季月周日天半学个])|各季度|全年|年(?=[度内底末终])|[上下]半年|前[23]个?季
      |第[1-4]季|[次明本当]年|[按](?=[月季半周])|国庆|春节|元旦|五一|不得?超过(?=[\d半])|汛期|暑假|寒假|开学|两会|月底|季度末|半年|[“"]?十[一二三四五六]五[”"]?末)""",
    re.VERBOSE,
)
# A number of units counted from an event, with the clause before it as the event.
_COUNTED = pattern(
    r"(?P<anchor>[^,;。:、\s《》]{1,40}?)(?:之日起|之日后|之后|以后|后|起)的?(?=(?:\d{1,3}|半)个?(?:工作日|小时|星期|季度|[日天周月年])[之以]?内)",
    needs="内",
)
# What a clause before an event starts with and is no part of it.
_LEADING = pattern(r"^.*(?:应当?|须|要(?![点求素闻件])|将|在|于|自|对|并|确保|原则上|按规定)(?=[^,;。]{2})")
_CLOSED = pattern(r"《[^》]{0,120}》|〔[^〕]{0,12}〕\d*号?|\([^()]{0,40}号\)", needs="《〔(")
# Behind a time these make it tell: since, a paper's date, a thing of that time.
_TELLS_AFTER = pattern(
    r"以来|来(?=,)|至今|起|开始|至(?!少)|(?:印发|出台|发布|召开|实施|公布|制定)[的了]"
    r"|的?(?:通知|意见|决定|文件|方案|规定|办法|要求|精神|会议|讲话|指示|批示|报告|数据|情况|版|全国|以前|度?工作要点|年度报告|年报|预算|决算)"
    r"|的(?=[^,;。]{0,10}(?:通知|意见|报告|工作|任务|文件))"
)
_TELLS_BEFORE = pattern(r"(?:近|过去|截至目前|自从|印发|发布于|始于|召开|通过|施行|实施)$|《[^》]*$")
_STARTS_A_CLAUSE = pattern(r"(?:^|[,;。:、(\s]|[在于到至各]|分别|计划|力争|争取|确保)$")
# A stretch of time binds where something is to be done or counted in it.
_DONE_AFTER = pattern(
    rf"(?:期间|各|分别|共|至少|不少于|不低于|{ADVERB}|{VERB}|组织|[在由对将向把]|面向|\d|[,;。、]|$)"
)
_ALWAYS = frozenset(
    "before within within-year every each by-frequency once-in times-per monthly-day weekly-day quarterly-part after-each-stretch "
    "yearly-time yearly-months yearly-days yearly-quarters duration at-most".split()
)
_IN_PLACE = frozenset(
    "at range range-of-days range-of-bare-days range-of-months range-of-quarters months quarters halves".split()
)
# Far more than any task; what stands behind it is not looked at.
_MAX_LENGTH = 20_000
_TO_A_TIME = pattern(r"(?:截至|最迟|不迟于|不晚于|力争|确保|争取|于|在|到|至|自|从){1,2}$")


@cache
def _mention_grammar() -> Grammar:
    """The forms that may bind; what is to be done stays out of them: 于3月31日前 of 于3月31日前公布."""
    forms = _ALWAYS | _IN_PLACE
    rules = [
        rule for rule in grammar().rules
        if not rule.weak and rule.dim != TAIL and (rule.dim != DEADLINE or rule.name in forms)
    ]  # fmt: skip
    return Grammar([*rules, Rule("count", TAIL, (COUNT,), lambda match: match[0], needs="次期轮批篇场")])


def read_mentions(
    content: str, *, year: int | None = None, issued_on: date | None = None
) -> tuple[Deadline, ...]:
    """The times in `content` that bind the task, in printed order, each once; `year` as for `read_deadlines`.

    >>> [one.text for one in read_mentions("于3月31日前公布目录，每年8月更新。", year=2022)]
    ['于3月31日前', '每年8月']
    """
    words = phrase(content[:_MAX_LENGTH])
    if not _MAY_BEGIN.search(words.normal):
        return ()
    year = year if year is not None else issued_on.year if issued_on else None
    closed = [match.span() for match in _CLOSED.finditer(words.normal)]
    found: dict[tuple[object, ...], Deadline] = {}
    for start, end, meanings in _times(words.normal):
        if any(low < end and start < high for low, high in closed):
            continue
        text = words.quote(start, end)
        for meaning in meanings:
            one = deadline(meaning, text, Context(year, issued_on))
            day = one.end or one.start
            if not (day and year and day.year < year):
                found.setdefault((text, one.start, one.end, one.recurrence), one)
    return tuple(found.values())


def _times(text: str) -> Iterator[tuple[int, int, tuple[Meaning, ...]]]:
    """The times that bind, left to right, none inside another."""
    reader = _mention_grammar().reader(text)
    counted = {match.end(): match for match in _COUNTED.finditer(text)}
    at = 0
    for begin in _MAY_BEGIN.finditer(text):
        start = begin.start()
        if start < at:
            continue
        if before := _TO_A_TIME.search(text, max(at, start - 4), start):
            start = before.start()
        found = reader.longest(DEADLINE, start) or reader.longest(DEADLINE, begin.start())
        if found is None:
            continue
        at = found.end
        if not _binds(text, found):
            continue
        value = found.value
        meanings = (value,) if isinstance(value, Meaning) else value
        if event := counted.get(begin.start()):
            anchor = _LEADING.sub("", event["anchor"]) or event["anchor"]
            yield (
                event.start() + len(event["anchor"]) - len(anchor),
                at,
                (meanings[0]._replace(anchor=anchor),),
            )
        else:
            yield found.start, at, meanings


def _binds(text: str, found: Found) -> bool:
    before, after = text[max(0, found.start - 8) : found.start], text[found.end : found.end + 16]
    if _TELLS_AFTER.match(after) or _TELLS_BEFORE.search(before):
        return False
    if found.rule.name in _ALWAYS:
        return True
    value = found.value
    first = (value if isinstance(value, Meaning) else value[0]).first
    if first is None or first.grain in ("season", "festival", "issue", "plan"):
        return False
    done = "count" in found.rules or bool(_DONE_AFTER.match(after))
    if first.grain == "year" and not first.point and (first.has_year or "count" not in found.rules):
        return False
    if not _STARTS_A_CLAUSE.search(before) and not text.startswith(
        ("于", "在", "到", "至", "截"), found.start
    ):
        return False
    return first.point or done
