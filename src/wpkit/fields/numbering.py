"""The number that a heading, an item or a row begins with → its notation, value and level.

Levels follow GB/T 9704-2012 §7.3.3 (一、 （一） 1. （1）) and, below it, ①; a level may be skipped.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.text import fold_in_place, number_of

Notation = Literal[
    "part",
    "han",
    "chapter-section",
    "han-bracket",
    "article",
    "arabic",
    "decimal",
    "arabic-bracket",
    "circle",
    "heading",
    "bullet",
]

LEVELS: dict[str, int] = {
    "part": 1,
    "han": 1,
    "chapter-section": 2,
    "han-bracket": 2,
    "article": 2,
    "arabic": 3,
    "decimal": 4,
    "arabic-bracket": 4,
    "circle": 5,
    "heading": 0,
    "bullet": 6,
}


@record(frozen=True)
class Marker:
    """`number` is as printed without its trailing 、 or . ("一", "（一）", "1"), empty where none is printed (a heading
    by itself, a bullet); the text goes on at `end`."""

    number: str
    notation: Notation
    value: int
    end: int

    @property
    def level(self) -> int:
        return LEVELS[self.notation]


_HAN = "[一二三四五六七八九十百零〇]"
_CAPITALS = "[壹贰叁肆伍陆柒捌玖拾]{1,3}"
_ORDINAL_WORDS = "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN".split()
# 1900 to 2099 is a year, unless the numbers before it lead up to it.
_COUNTED = r"(?:\d{1,3}(?!\d)|(?!19|20)[1-9]\d{3})"
_PATTERNS: tuple[tuple[Notation, re.Pattern[str]], ...] = (
    (
        "part",
        pattern(
            rf"(第{_HAN}{{1,4}}(?:部分|章|篇))[\s、.:]*"
            rf"|((?:PART|Part|part)[\s.]{{0,2}}(?:\d{{1,2}}(?!\d)|(?:{'|'.join(_ORDINAL_WORDS)})(?![A-Z])))[\s、.:|/]*",
            needs=("第", "P", "p"),
        ),
    ),
    ("chapter-section", pattern(rf"(第{_HAN}{{1,4}}节)[\s、.:]*", needs="第")),
    ("article", pattern(rf"(第{_HAN}{{1,4}}条)[\s、.:]*", needs="第")),
    # 任务一：…, 重点工作3：… and 第一件：… number the items of a programme
    (
        "article",
        pattern(
            rf"((?:重点|主要)?(?:任务|工作|项目|行动|工程|举措|措施|事项|问题|实事|专项)\s?(?:{_HAN}{{1,3}}|\d{{1,2}}))\s*:\s*(?=\S)"
            rf"|((?:任务|行动|工程|举措|事项|实事)\s?{_HAN}{{1,3}})\s+(?=[^\s\d])"
            rf"|(第(?:{_HAN}{{1,3}}|\d{{1,2}})[件项](?:任务|实事|工作)?)\s*:\s*(?=\S)",
            needs=tuple("任工项行举措事问实专第"),
        ),
    ),
    # 一、二季度 and 一、二级 are no headings but lists of numerals.
    (
        "han",
        pattern(
            rf"({_HAN}{{1,4}}|{_CAPITALS})\s*(?:[、.]|\s(?=\S)|:(?=\S))(?!\s*{_HAN}{{1,2}}(?:季度|级|类|是|线城市|产业|批次|期工程|孩|等奖|、{_HAN}))\s*"
        ),
    ),
    (
        "han-bracket",
        pattern(
            rf"(\(\s*{_HAN}{{1,4}}\s*\)|[\u3220-\u3229])[、.]?\s*",
            needs="(" + "".join(map(chr, range(0x3220, 0x322A))),
        ),
    ),
    # 1.2 with a blank or a word behind it; 2.5亿元 is an amount, and so is 0.5 个百分点.
    ("decimal", pattern(r"([1-9]\d?(?:\.\d{1,2}){1,2})(?:[、.]\s*|\s+)(?=[^\d\s%])")),
    # A year, a day, months or a hotline's five digits (6.12345热线) may follow right behind, and so may 5G, 100% and
    # 24小时, which no amount ends in, and an amount with a point of its own (6.2.5万户).
    (
        "arabic",
        pattern(
            rf"({_COUNTED})\s*[.、](?!\d)\s*|([\u2488-\u249b])\s*|(\d{{1,3}})\s*[,:](?=[^\d\s])\s*|({_COUNTED})\s*[.、](?=1[12]\d{{3}}(?![\d万亿元.%])|5G(?![\dA-Za-z])|100%|24小时|\d{{1,3}}\.\d{{1,3}}[万亿%]|\d{{1,2}}(?:至|-|—)\d{{1,2}}月|\d{{4}}年|\d{{1,2}}月(?:底|末|初|[上中下]旬|\d{{1,2}}日))"
        ),
    ),
    (
        "arabic-bracket",
        pattern(
            r"(\(\s*\d{1,3}\s*\)|\d{1,3}\s*\)|[\u2474-\u2487])[、.]?\s*",
            needs=")" + "".join(map(chr, range(0x2474, 0x2488))),
        ),
    ),
    ("circle", pattern(r"([\u2460-\u2473\u2776-\u277f])[、.]?\s*")),
)
_FIRSTS = frozenset(
    "任行工举事问第重主项措实专（(0123456789０１２３４５６７８９一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾Pp"
) | frozenset(
    chr(c) for low, high in ((0x2460, 0x249C), (0x3220, 0x322A), (0x2776, 0x2780)) for c in range(low, high)
)


_STARS = frozenset("★☆▲△●◆■※")
# What may be the year of a date as well as an item's number.
_LONGEST_GAP = 10
_YEAR_OR_COUNT = pattern(r"((?:19|20)\d\d)\s*[.、](?!\d)\s*")


def read_marker(text: str, after: int = 0) -> Marker | None:
    """The marker that a paragraph begins with, or None. 1900 to 2099 counts as a number only a little
    beyond `after`, the last number of its kind.

    >>> read_marker("（十二）公共文化").number, read_marker("2.5亿元"), read_marker("3月底前")
    ('（十二）', None, None)
    >>> read_marker("1、3月底前印发").number, read_marker("1、3月")
    ('1', None)
    >>> read_marker("2024.修缮"), read_marker("2024.修缮", 2023).number
    (None, '2024')
    >>> read_marker("★3.修缮"), read_marker("★修缮"), read_marker("第一件：修缮").number
    (Marker(number='3', notation='arabic', value=3, end=3), None, '第一件')
    >>> read_marker("6.5G基站").number, read_marker("5.100%覆盖").number, read_marker("6.5%")
    ('6', '5', None)
    """
    blanks = len(text) - len(text.lstrip())
    if text[blanks : blanks + 1] in _STARS:  # ★3.…: one that is marked as a key task
        blanks += 1
        blanks += len(text[blanks:]) - len(text[blanks:].lstrip())
    if text[blanks : blanks + 1] not in _FIRSTS or blanks == len(text):
        return None
    marker = _marker(text[blanks : blanks + 24])
    if marker is None and after + _LONGEST_GAP >= 1900:
        year = _YEAR_OR_COUNT.match(fold_in_place(text[blanks : blanks + 24]))
        if year and after < int(year[1]) <= after + _LONGEST_GAP:
            marker = Marker(year[1], "arabic", int(year[1]), year.end())
    return (
        marker
        if not blanks or not marker
        else Marker(marker.number, marker.notation, marker.value, marker.end + blanks)
    )


@lru_cache(maxsize=1 << 14)
def _marker(head: str) -> Marker | None:
    folded = fold_in_place(head)
    for notation, form in _PATTERNS:
        match = form.match(folded)
        if not match:
            continue
        group = next(i for i, g in enumerate(match.groups(), 1) if g)
        printed = "".join(head[match.start(group) : match.end(group)].split())
        value = _value(folded[match.start(group) : match.end(group)])
        if value is not None:
            return Marker(printed, notation, value, match.end())
    return None


_NUMERAL = pattern(rf"\d+(?:\.\d+)*|{_HAN}+|{_CAPITALS}|{'|'.join(_ORDINAL_WORDS)}")


def _value(printed: str) -> int | None:
    first = ord(printed[0])
    for low, high in (
        (0x2460, 0x2473),
        (0x2474, 0x2487),
        (0x2488, 0x249B),
        (0x3220, 0x3229),
        (0x2776, 0x277F),
    ):
        if low <= first <= high:
            return first - low + 1
    match = _NUMERAL.search(printed)
    if match and match.group() in _ORDINAL_WORDS:
        return _ORDINAL_WORDS.index(match.group()) + 1
    return number_of(match.group().rsplit(".", 1)[-1]) if match else None


_ROW_NUMBER = pattern(
    rf"\(?\s*(?:\d{{1,4}}|{_HAN}{{1,4}})\s*(?:\)\s*)?[.、]?|[\u2460-\u249b]|\d{{1,2}}(?:[.-]\d{{1,2}}){{1,2}}"
)


@lru_cache(maxsize=1 << 14)
def row_number(text: str) -> str | None:
    """The number that a whole cell is ("1", "（1）", "12.", "一"), as printed without a final 、 or .; else None."""
    if len(text) > 10:
        return None
    folded = fold_in_place(text).strip()
    if not folded or not _ROW_NUMBER.fullmatch(folded):
        return None
    return "".join(text.split()).rstrip(".、．")
