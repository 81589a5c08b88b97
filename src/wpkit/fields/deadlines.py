"""A deadline as printed → `Deadline`s, the rules that read them, and what no rule read.

The whole string is a deadline, or several: a cell of a 完成时限 column, or what follows such a label. Words
beside a time that say what is due (6月底前完成方案) stay in the deadline's text and are told in `rest`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from wpkit.fields.deadline_rules import RULES
from wpkit.fields.meanings import DEADLINE, Context, Data, Meaning, deadline
from wpkit.fields.phrases import Phrase, phrase
from wpkit.fields.reading import Found, Grammar, Reader
from wpkit.fields.time_rules import TIMES
from wpkit.fields.words import WORDS
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.schema import Deadline
from wpkit.text import squeeze


@record(frozen=True)
class DeadlineReading:
    """What `read_deadlines` makes of a string.

    `rest` is what no rule read, printed pieces joined by "；"; `rules` names the rules that fired, outer
    before inner, in printed order; `findings` are (code, data) for `findings.finding`.
    """

    deadlines: tuple[Deadline, ...]
    rest: str
    rules: tuple[str, ...]
    findings: tuple[tuple[str, Data], ...]


# What stands for "no deadline is set".
_NONE = pattern(
    r"(?:[-/／－–―\\_—*×·…\s]+|空|不限|不涉及|N/?A|(?:暂?无|没有|未|不设)(?:明确|具体|固定|特殊|规定|设定)*的?(?:完成|整改)?(?:时限|时间|期限|节点|要求|限制)*)[。.]?",
    re.IGNORECASE,
)
_LABEL = (
    r"(?:(?:计划|预计|要求|拟|总体|整改|任务|工作|办理|办结|起止|开展|实施|推进|公开|报送|启动|活动)?(?:完成|截止|落实)?"
    r"的?(?:时限|时间|期限|日期|节点|进度|频次)(?:要求|安排|节点|进度)?(?::|(?=\d)))"
)
# What parts two deadlines: marks and labels before one is looked for, linking words only where none begins.
_GAP = pattern(
    r"(?:[、,;:。\s)\[\]【】〔〕「」{}<>|&+/•①-⑳]|\(\d{1,2}\)|\((?!20\d\d年\))|\.(?!\d)"
    rf"|{_LABEL}|(?<![\d.])\d{{1,2}}[.)](?=(?:20\d\d年)?\d{{1,2}}月))+"
)
_LINK = pattern(r"以及|并且|并(?!行)|[和及与或再且]|此后|之后|随后|然后|后(?=[持长常定每])")
_STOP = pattern(r"[、,;。\s()\[\]]")
# Where, inside words that no rule read, a time may begin.
_MAY_BEGIN = pattern(
    r"(?<![\d.])\d|每|全年|年[内底末终]|[上下]半年|前[23]个?季|第\d|[次明今本当来翌]年|下1?年|十.五|即日|[按逐][月季年半周]|国庆|春节|元旦|长期|持续|常态|截[至止]|于\d|"
    r"(?<=[:,、。;\-)])."
)
MAX_LENGTH = 2000
"""Longer strings are no deadline: they come back unread."""


@cache
def grammar() -> Grammar:
    return Grammar((*WORDS, *TIMES, *RULES))


@cache
def _plain_grammar() -> Grammar:
    """Without the forms that mean a time only where one is expected."""
    return Grammar(rule for rule in grammar().rules if not rule.weak)


class _Piece(NamedTuple):
    """A run of the normal form: a deadline found there, or words that no rule read."""

    start: int
    end: int
    found: Found | None


def read_deadlines(text: str, *, year: int | None = None, issued_on: date | None = None) -> DeadlineReading:
    """The deadlines that `text` states, in printed order, each once.

    `year` is the notice's year, which a month without one takes; without it, the year of `issued_on`, which
    also anchors what counts from the notice's own issue. Text that no rule reads at all is one deadline of
    kind `unread`; a mark for none, or nothing, gives no deadline.

    >>> read_deadlines("9月底前", year=2022).deadlines[0].end
    datetime.date(2022, 9, 30)
    """
    read = _read if len(text) <= MAX_LENGTH else _read.__wrapped__
    return read(text, year, issued_on)


# A notice sets the same few deadlines again and again.
@lru_cache(maxsize=1 << 12)
def _read(text: str, year: int | None, issued_on: date | None) -> DeadlineReading:
    printed = squeeze(text)
    if not printed or _NONE.fullmatch(printed):
        return DeadlineReading((), "", ("none-mark",) if printed else (), ())
    if len(printed) > MAX_LENGTH:
        return _unread(printed)
    words, pieces = _best(text)
    context = Context(year if year is not None else issued_on.year if issued_on else None, issued_on)
    found: dict[tuple[object, ...], Deadline] = {}
    rules: list[str] = []
    for at, piece in enumerate(pieces):
        if piece.found is None:
            continue
        rules.extend(piece.found.rules)
        stated = _text(words, pieces, at)
        value = piece.found.value
        if piece.found.rule.name == "said-done" and len(pieces) > 1:
            continue
        for meaning in (value,) if isinstance(value, Meaning) else value:
            one = deadline(meaning, stated, context)
            found.setdefault((stated, one.kind, one.start, one.end, one.recurrence), one)
    if not found:
        return _unread(printed)
    rest = "；".join(words.quote(piece.start, piece.end) for piece in pieces if piece.found is None)
    if rest:
        context.note("D002", text=printed, rest=rest)
    return DeadlineReading(tuple(found.values()), rest, tuple(rules), tuple(context.findings))


def _unread(printed: str) -> DeadlineReading:
    short = printed if len(printed) <= 60 else printed[:59] + "…"
    return DeadlineReading(
        (Deadline(text=printed, kind="unread"),), printed, (), (("D001", {"text": short}),)
    )


def _best(text: str) -> tuple[Phrase, list[_Piece]]:
    """The reading that leaves the least unread, of those that keep and that drop a blank inside digits."""
    words = phrase(text)
    pieces = list(_scan(grammar().reader(words.normal)))
    if " " in words.normal and _left(pieces):
        closed = phrase(text, keep_parted_numbers=False)
        others = list(_scan(grammar().reader(closed.normal)))
        if _left(others) < _left(pieces):
            return closed, others
    return words, pieces


def _left(pieces: list[_Piece]) -> int:
    return sum(piece.end - piece.start for piece in pieces if piece.found is None)


# 8月底前公布上年度决算, 12月报送本年度总结: the year of what is due, right behind when it is.
_ITS_YEAR = pattern("[上去本当]1?年度?(?![底末内前])", needs="年")


def _scan(reader: Reader) -> Iterator[_Piece]:
    text, at, dated = reader.text, 0, -1
    while True:
        begin, found = _piece_from(reader, at)
        if begin >= len(text):
            return
        if found and not (begin == dated and _ITS_YEAR.match(text, begin)):
            yield _Piece(begin, found.end, found)
            at = dated = found.end
            continue
        at = _next(text, begin + 1)
        while at < len(text) and not _STOP.match(text, at) and not reader.longest(DEADLINE, at):
            at = _next(text, at + 1)
        yield _Piece(begin, at, None)


def _piece_from(reader: Reader, at: int) -> tuple[int, Found | None]:
    """Where the next piece begins, behind marks and linking words, and the deadline that is read there."""
    text = reader.text
    while at < len(text):
        if gap := _GAP.match(text, at):
            at = gap.end()
            continue
        if found := reader.longest(DEADLINE, at):
            return at, found
        if not (link := _LINK.match(text, at)):
            break
        at = link.end()
    return at, None


def _next(text: str, at: int) -> int:
    """The next place from `at` where a time may begin or the clause ends."""
    stop, begin = _STOP.search(text, at), _MAY_BEGIN.search(text, at)
    return min(stop.start() if stop else len(text), begin.start() if begin else len(text))


def _text(words: Phrase, pieces: list[_Piece], at: int) -> str:
    """The deadline as printed, with the unread words that touch it: they say what is due."""
    start, end = pieces[at].start, pieces[at].end
    if at and pieces[at - 1].found is None and pieces[at - 1].end == start:
        start = pieces[at - 1].start
    if at + 1 < len(pieces) and pieces[at + 1].found is None and pieces[at + 1].start == end:
        end = pieces[at + 1].end
    return words.quote(start, end)


# Evidence -----------------------------------------------------------------------------------------
_LONGEST_CELL = 64
# A longer 按照…要求 is more often a clause of a content than the whole of a deadline.
_LONGEST_ORDER = 12
# What is counted from an event may begin with any word: 收到申请后5个工作日内.
_COUNTED = pattern(
    r"[\d半一二三四五六七八九十两]\s*(?:个\s*)?(?:工作日|小时|季度|星期|[日天月周年])\s*[之以]?内"
)


@lru_cache(maxsize=1 << 14)
def is_deadline(text: str) -> bool:
    """The whole of `text` reads as a deadline, a list of them, or a mark for none (无, /, —).

    False for an empty string, and for forms that mean a time only where one is expected (6.30, 3个月, 已完成).
    """
    if not text or len(text) > 4 * _LONGEST_CELL:
        return False
    printed = squeeze(text)
    if not printed or len(printed) > _LONGEST_CELL:
        return False
    if _NONE.fullmatch(printed):
        return True
    if not _may_begin(printed[0]) and not _COUNTED.search(printed) and not _LABELLED.match(printed):
        return False
    return any(
        _is_whole(phrase(text, keep_parted_numbers=keep).normal)
        for keep in ((True, False) if _PARTED.search(text) else (True,))
    )


_CLAUSES = pattern("[，,；;。\n]")
_LONGEST_DUE = 20  # of the words that say what is due then


@lru_cache(maxsize=1 << 12)
def due_clauses(text: str) -> int:
    """How many clauses `text` has, where each begins with a time and goes on with a few words on what is due then; else 0.

    >>> due_clauses("2月底前公布预算，8月公布决算"), due_clauses("9月底前"), due_clauses("公布预算，8月公布决算")
    (2, 1, 0)
    """
    printed = squeeze(text)
    if len(printed) > _LONGEST_CELL:
        return 0
    clauses = [clause for clause in _CLAUSES.split(printed) if clause]
    return len(clauses) if all(map(_opens_with_time, clauses)) else 0


def _opens_with_time(clause: str) -> bool:
    normal = phrase(clause).normal
    begin, found = _piece_from(_plain_grammar().reader(normal), 0)
    return found is not None and begin == 0 and len(normal) - found.end <= _LONGEST_DUE


_PARTED = pattern(r"\d\s+\d")


_LABELLED = pattern(r".{1,8}(?:[时期]限|时间|日期|节点|进度|频次).{0,4}[:：\d]")


@cache
def _may_begin(char: str) -> bool:
    """Some rule begins with this character, but those that any word may begin."""
    if char in "（(【[〔「{①②③④⑤⑥⑦⑧⑨⑩〇零○一二三四五六七八九十廿":
        return True
    rules = _plain_grammar()
    return len(rules.starting(DEADLINE, phrase(char).normal)) > len(rules.starting(DEADLINE, ""))


def _is_whole(normal: str) -> bool:
    """Something is read, and nothing is unread; the first piece that is ends the trial."""
    reader = _plain_grammar().reader(normal)
    at, whole = 0, False
    while True:
        begin, found = _piece_from(reader, at)
        if begin >= len(normal):
            return whole
        if found is None:
            return False
        if found.rule.name == "as-instructed" and found.end - begin > _LONGEST_ORDER:
            return False
        at, whole = found.end, True
