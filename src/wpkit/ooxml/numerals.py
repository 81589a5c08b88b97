"""A number in one of Word's number formats (`ST_NumberFormat`, ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_OLD = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
# From here on Word prints plain digits.
_LARGEST = 32767


def _counting(n: int, digits: str, powers: str, zero: str) -> str:
    """Counting with powers of ten, below 100000: 十二, 一百零一 (a leading 一十 is 十 for 一)."""
    out, gap, high = "", False, len(powers)
    for power in range(high, -1, -1):
        digit = n // 10**power % 10
        if digit == 0:
            gap = gap or bool(out)
            continue
        if gap:
            out += zero
        gap = False
        one_ten = power == 1 and digit == 1 and not out and digits[1] == "一"
        out += ("" if one_ten else digits[digit]) + (powers[power - 1] if power else "")
    return out


def chinese(n: int) -> str:
    """
    >>> [chinese(n) for n in (1, 10, 12, 20, 99, 101, 110)]
    ['一', '十', '十二', '二十', '九十九', '一百零一', '一百一十']
    """
    return _counting(n, _DIGITS, "十百千万", "零")


def _chinese_short(n: int) -> str:
    """`chineseCounting`: powers below a hundred, digits from there on."""
    return chinese(n) if n < 100 else _digits(n).replace("〇", "○")


def _digits(n: int) -> str:
    return "".join(_DIGITS[int(d)] for d in str(n))


def roman(n: int) -> str:
    """
    >>> roman(4), roman(1994)
    ('IV', 'MCMXCIV')
    """
    out = ""
    for worth, sign in _ROMAN:
        count, n = divmod(n, worth)
        out += sign * count
    return out


def _letter(n: int) -> str:
    """A to Z, then AA, BB, …: Word repeats the letter."""
    times, index = divmod(n - 1, 26)
    return chr(65 + index) * (times + 1)


def _from(first: int, count: int) -> Callable[[int], str]:
    """Signs that stand in one run of code points; plain digits beyond it."""
    return lambda n: chr(first + n - 1) if n <= count else str(n)


def circled(n: int) -> str:
    """
    >>> circled(1), circled(20), circled(21), circled(51)
    ('①', '⑳', '㉑', '51')
    """
    if n <= 20:
        return chr(0x2460 + n - 1)
    if n <= 35:
        return chr(0x3251 + n - 21)
    return chr(0x32B1 + n - 36) if n <= 50 else str(n)


def _ordinal(n: int) -> str:
    tail = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{tail}"


def _wide(n: int) -> str:
    return "".join(chr(0xFF10 + int(d)) for d in str(n))


def _of(signs: str) -> Callable[[int], str]:
    return lambda n: signs[n - 1] if n <= len(signs) else str(n)


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda n: "",
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda n: roman(n).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda n: _letter(n).lower(),
    "ordinal": _ordinal,
    "hex": lambda n: f"{n:X}",
    "numberInDash": lambda n: f"- {n} -",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": lambda n: circled(n) if n <= 20 else str(n),
    "decimalEnclosedCircleChinese": lambda n: circled(n) if n <= 20 else str(n),
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "decimalEnclosedParen": _from(0x2474, 20),
    "ideographEnclosedCircle": _from(0x3280, 10),
    "chineseCounting": _chinese_short,
    "taiwaneseCounting": _chinese_short,
    "chineseCountingThousand": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "koreanDigital2": _digits,
    "chineseLegalSimplified": lambda n: _counting(n, _LEGAL, "拾佰仟萬", "零"),
    "ideographLegalTraditional": lambda n: _counting(n, _LEGAL_OLD, "拾佰仟萬", "零"),
    "japaneseLegal": lambda n: _counting(n, _LEGAL_OLD, "拾佰仟萬", "零"),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographZodiacTraditional": lambda n: (
        _STEMS[(n - 1) % 10] + _BRANCHES[(n - 1) % 12] if n <= 60 else str(n)
    ),
}


def numeral(n: int, kind: str, custom: str | None = None) -> str:
    """The number as Word prints it in the format `kind`; plain digits for a format of no Chinese notice.

    `custom` is the sample that a custom format gives ("001, 002, 003, ..."): its first item sets the width.

    >>> numeral(3, "chineseCountingThousand"), numeral(3, "decimal"), numeral(3, "custom", "001, 002, ...")
    ('三', '3', '003')
    """
    if kind == "custom" and custom:
        first = custom.split(",")[0].strip()
        return str(n).zfill(len(first)) if first.isascii() and first.isdigit() else str(n)
    if kind == "decimalZero":
        return f"{n:02d}"
    make = _FORMATS.get(kind)
    if make is None or not 1 <= n <= _LARGEST:
        return "" if kind == "none" else str(n)
    return make(n)
