"""Dates as they are printed anywhere: 2022年3月22日, 二〇二二年三月二十二日, 2022-03-22, 2022/3/22, 2022.3.22.

Only full dates, with year, month and day; an impossible one is no date.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from wpkit.patterns import pattern
from wpkit.text import fold_in_place, number_of

_YEAR = "[12][0-9]{3}|[一二][〇○零oO0一二三四五六七八九]{3}"
_NUMBER = "[0-9]{1,2}|[〇零一二三四五六七八九十廿卅]{1,3}"


@cache
def _pattern() -> re.Pattern[str]:
    return pattern(
        rf"""
        (?<![0-9〇零○])
        (?: (?P<year>(?:{_YEAR})) \s* 年 \s* (?P<month>{_NUMBER}) \s* 月 \s* (?P<day>{_NUMBER}) \s* [日号]
          | (?P<year2>[12][0-9]{{3}}) \s* (?P<sep>[-./]) \s* (?P<month2>[0-9]{{1,2}}) \s* (?P=sep) \s* (?P<day2>[0-9]{{1,2}}) (?![0-9]|\.[0-9])
        )""",
        re.VERBOSE,
    )


def _date(match: re.Match[str]) -> date | None:
    parts = [match[name] or match[name + "2"] for name in ("year", "month", "day")]
    numbers = [number_of(part.replace("o", "〇").replace("O", "〇")) for part in parts]
    if None in numbers:
        return None
    year, month, day = (int(number) for number in numbers if number is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_dates(text: str) -> list[tuple[int, int, date]]:
    """Every full date in `text` with its start and end, in printed order.

    >>> find_dates("松石市 2022 年 3 月 22 日印发")
    [(4, 18, datetime.date(2022, 3, 22))]
    """
    found = []
    for match in _pattern().finditer(_folded(text)):
        if day := _date(match):
            found.append((match.start(), match.end(), day))
    return found


def read_date(text: str) -> date | None:
    """The date that the whole of `text` is, white space and a closing mark aside; else None.

    >>> read_date("二〇二二年三月二十二日"), read_date("2022-02-30")
    (datetime.date(2022, 3, 22), None)
    """
    match = _pattern().fullmatch(_folded(text).strip(" \t\r\n\f\v。.,"))
    return _date(match) if match else None


_DASHES = str.maketrans("—–−‐‑‒―", "-------")


def _folded(text: str) -> str:
    return fold_in_place(text).translate(_DASHES)
