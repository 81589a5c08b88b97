"""A spreadsheet's number and its format code → the text that the program shows.

Covers what stands in notices: counts, percentages, dates in Chinese and Western forms, `[DBNum1]` numerals.
A code that is not understood shows the plain number. Source: ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from wpkit.ooxml.numerals import chinese, numeral

# Formats that files name by number alone. 27 to 36 and 50 to 58 depend on the language of the program;
# these are the Chinese ones.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "General",
    13: "General", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'AM/PMh"时"mm"分"',
    35: 'AM/PMh"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?) | \\(?P<escaped>.) | (?P<pad>[_*].) | \[(?P<bracket>[^\]]{0,80})\]
      | (?P<general>General|G/通用格式) | (?P<half>AM/PM|A/P|上午/下午)
      | (?P<date>y+|m+|d+|h+|s+|a{3,4}|e+|b+) | (?P<number>[0#?.,]+(?:E[+-]0+)?) | (?P<percent>%)
      | (?P<text>@) | (?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_WEEK = "一二三四五六日"
_LAST_DAY = 2958465  # 9999-12-31


@lru_cache(maxsize=256)
def _parsed(section: str) -> tuple[tuple[str, str], ...]:
    return tuple((m.lastgroup or "other", m[m.lastgroup or "other"]) for m in _TOKEN.finditer(section))


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[str, ...]:
    return tuple(re.findall(r'(?:"[^"]*"|\\.|\[[^\]]{0,80}\]|[^;])+|(?<=;)(?=;|$)', code)) or ("General",)


def is_date(code: str) -> bool:
    """
    >>> is_date('yyyy"年"m"月"'), is_date("0.00"), is_date('0"days"')
    (True, False, False)
    """
    return any(kind == "date" for kind, _ in _parsed(_sections(code)[0]))


def to_datetime(serial: float, *, from_1904: bool = False) -> datetime | None:
    """The moment that a serial number stands for, to the second; None outside the calendar."""
    if not 0 <= serial <= _LAST_DAY:
        return None
    epoch = date(1904, 1, 1) if from_1904 else date(1899, 12, 30 if serial >= 60 else 31)
    seconds = round(serial % 1 * 86400)
    return datetime(epoch.year, epoch.month, epoch.day) + timedelta(days=int(serial), seconds=seconds)


def plain(value: float) -> str:
    """
    >>> plain(1.0), plain(0.1 + 0.2), plain(-2.50)
    ('1', '0.3', '-2.5')
    """
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """The number as the program shows it.

    >>> shown(44805, 'yyyy"年"m"月"'), shown(0.5, "0%"), shown(3, '"第"0"项"'), shown(1234.5, "#,##0.00")
    ('2022年9月', '50%', '第3项', '1,234.50')
    """
    sections = _sections(code)
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    tokens = _parsed(section)
    if any(kind == "date" for kind, _ in tokens):
        moment = to_datetime(value, from_1904=from_1904)
        return plain(value) if moment is None else _date(moment, tokens)
    return _number(value, tokens)


def _counted(tokens: tuple[tuple[str, str], ...]) -> bool:
    return any(kind == "bracket" and text.upper().startswith("DBNUM") for kind, text in tokens)


def _literal(kind: str, text: str) -> str:
    if kind == "quoted":
        return text.strip('"')
    if kind == "bracket":
        return text[1:].split("-")[0] if text.startswith("$") else ""
    return "" if kind == "pad" else text


def _number(value: float, tokens: tuple[tuple[str, str], ...]) -> str:
    places = [text for kind, text in tokens if kind == "number" and text.strip(",.")]
    if any(kind == "percent" for kind, _ in tokens):
        value *= 100
    if not places:
        if not any(kind in ("general", "text") for kind, _ in tokens):
            return "".join(_literal(*token) for token in tokens) or plain(value)
        body = (
            chinese(int(value))
            if _counted(tokens) and 0 < value < 1e4 and value == int(value)
            else plain(value)
        )
        return "".join(body if kind in ("general", "text") else _literal(kind, text) for kind, text in tokens)
    if any("E" in p.upper() for p in places) or len(places) > 1:
        return plain(value)
    if _counted(tokens) and 0 < value < 1e4 and value == int(value):
        body = chinese(int(value))
    else:
        whole, _, part = places[0].partition(".")
        digits = len(part.replace(",", ""))
        body = f"{abs(value):,.{digits}f}" if "," in whole.rstrip(",") else f"{abs(value):.{digits}f}"
        optional = len(part) - len(part.rstrip("#?"))
        if optional:
            head, dot, tail = body.partition(".")
            kept = tail.rstrip("0").ljust(digits - optional, "0")
            body = head + (dot if kept else "") + kept
        body = body.zfill(whole.count("0") + (len(body) - len(body.split(".")[0])))
        body = f"-{body}" if value < 0 else body
    out, done = "", False
    for kind, text in tokens:
        if kind == "number" and text.strip(",."):
            out, done = out + ("" if done else body), True
        else:
            out += _literal(kind, text)
    return out


def _date(moment: datetime, tokens: tuple[tuple[str, str], ...]) -> str:
    han = _counted(tokens)
    half = any(kind == "half" for kind, _ in tokens)
    letters = [(i, text.lower()) for i, (kind, text) in enumerate(tokens) if kind == "date"]
    out = ""
    for i, (kind, text) in enumerate(tokens):
        if kind == "half":
            out += (
                ("上午" if moment.hour < 12 else "下午")
                if text[0] not in "Aa"
                else ("AM" if moment.hour < 12 else "PM")
            )
        elif kind != "date":
            out += _literal(kind, text)
        else:
            at = next(k for k, (place, _) in enumerate(letters) if place == i)
            before = letters[at - 1][1] if at else ""
            after = letters[at + 1][1] if at + 1 < len(letters) else ""
            out += _part(moment, text.lower(), before, after, han=han, half=half)
    return out.strip()


def _part(moment: datetime, letter: str, before: str, after: str, *, han: bool, half: bool) -> str:
    width = len(letter)
    if letter[0] in "ye":
        year = moment.year if width > 2 or letter[0] == "e" else moment.year % 100
        return numeral(year, "ideographDigital") if han else f"{year:02d}"
    if letter[0] == "a" or (letter[0] == "d" and width > 2):
        return ("星期" if width == 4 else "周" if letter[0] == "d" else "") + _WEEK[moment.weekday()]
    if letter[0] == "m" and (before[:1] == "h" or after[:1] == "s"):
        number = moment.minute
    elif letter[0] == "m":
        if width >= 3:
            return _MONTHS[moment.month - 1]
        number = moment.month
    else:
        hour = (moment.hour - 1) % 12 + 1 if half else moment.hour
        number = {"d": moment.day, "h": hour, "s": moment.second}.get(letter[0], 0)
    if han:
        return chinese(number) if number else "零"
    return str(number).zfill(min(width, 2))
