"""A printed phrase in a form that patterns can read, with the way back to what is printed.

The normal form is half width and simplified, has no white space and writes numerals before a unit of
time in Arabic digits: ９ 月底前, 九月底前 and 9月底前 are one. Every position of it knows its
position in the cleaned text, so that what a rule reads is quoted as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wpkit.patterns import pattern
from wpkit.text import fold_in_place, number_of, squeeze

# Traditional characters in words of time that `fold_in_place` leaves.
_PLAIN = str.maketrans(
    "並堅長態適實時進後貫慶勞暫辦結國終來兩號點週隨啟啓處內迄擬穩滾夠儘劃報緊盡視淸",
    "并坚长态适实时进后贯庆劳暂办结国终来两号点周随启启处内迄拟稳滚够尽划报紧尽视清",
)
_DASHES = str.maketrans(
    dict.fromkeys("—–−‐‑‒―─━", "-") | dict.fromkeys("～〜∼", "~") | {"﹣": "-", "．": ".", "・": "·"}
)
_TABLE = _PLAIN | _DASHES
_TRANSLATED = pattern(f"[{''.join(map(chr, _TABLE))}]")
_BLANK = pattern(r"\s+")
# A blank between two digits may part two numbers or stand inside one; any other is a wrap or an indent.
_BETWEEN_DIGITS = pattern(r"(?<=\d)\s+(?=\d)")
_WRAPPED = pattern(r"(?<!\d)\s+|\s+(?!\d)")
_HAN_DIGIT = pattern("[〇零○一二三四五六七八九十两廿]")
_NUMBERED = pattern(r"(?<![\d.])(\d{1,2})\.(?=(?:20\d\d年)?\d{1,2}月)", needs=".")
_NEIGHBOURS = pattern("一二|二三|三四|四五|五六|六七|七八|八九")
_UNITS = "年月日号季个次周天点小学旬工"
_NUMERAL = pattern(
    rf"""
    (?<![十百千])(?P<numeral>[〇零○一二三四五六七八九十两廿]{{1,6}})
    (?= [{_UNITS}] | 时(?!期)
      | [、,和及至到~-]{{1,2}}第?[一二三四五六七八九十]{{1,3}}(?:[、,和及至到~-]第?[一二三四五六七八九十]{{1,3}}){{0,12}}[季月日年]
      | 星期 )
    """,
    re.VERBOSE,
)


DIGITS = "0123456789"


class Phrase(NamedTuple):
    """`normal` is what patterns read, `printed` the text without white space."""

    printed: str
    normal: str
    offsets: tuple[int, ...] | None

    def quote(self, start: int, end: int) -> str:
        """What is printed where `normal[start:end]` stands."""
        if self.offsets is None:
            return squeeze(self.printed[start:end])
        return squeeze(self.printed[self.offsets[start] : self.offsets[end]])


def phrase(text: str, *, keep_parted_numbers: bool = True) -> Phrase:
    """The phrase in its normal form; a blank between two digits stays where numbers are kept parted.

    >>> phrase("二〇二二年十二月 底前").normal
    '2022年12月底前'
    """
    printed = text.strip()
    if _BLANK.search(printed):
        if keep_parted_numbers:
            printed = _WRAPPED.sub("", _BETWEEN_DIGITS.sub(" ", printed))
        else:
            printed = _BLANK.sub("", printed)
    # A number of a list, 1.6月底前; 2.12月底前, is no part of the month.
    folded = fold_in_place(printed)
    if _TRANSLATED.search(folded):
        folded = folded.translate(_TABLE)
    if "." in folded:
        folded = _NUMBERED.sub(r"\1)", folded)
    if not _HAN_DIGIT.search(folded):
        return Phrase(printed, folded, None)
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end, number in _numerals(folded):
        pieces.append(folded[at:start])
        offsets.extend(range(at, start))
        pieces.append(number)
        offsets.extend([start] * len(number))
        at = end
    pieces.append(folded[at:])
    offsets.extend(range(at, len(folded) + 1))
    return Phrase(printed, "".join(pieces), tuple(offsets))


def _numerals(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _NUMERAL.finditer(text):
        numeral = match["numeral"]
        if _NEIGHBOURS.fullmatch(numeral) and text.startswith("月", match.end()):
            # 七八月 is July and August.
            yield match.start(), match.end(), f"{number_of(numeral[0])}、{number_of(numeral[1])}"
            continue
        number = number_of(numeral)
        if number is None:
            continue
        # A year in digits before it must not run into it: 2022三季度.
        parted = text[: match.start()][-1:].isdigit() and text.startswith("季", match.end())
        yield match.start(), match.end(), f"第{number}" if parted else str(number)
