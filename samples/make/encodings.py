"""One notice's text saved the ways that text files are saved: charsets, line ends, odd characters."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

# Radicals that PDF fonts put for the characters that they look like, and figures of full width.
LOOKALIKES = {"方": "⽅", "一": "⼀", "月": "⽉", "工": "⼯", "人": "⼈", "食": "⻝"}
UNSEEN = ("\u200b", "\u00ad", "\ufeff", "\u200d", "\u2060")


def _charset(name: str) -> Callable[[str], bytes]:
    return lambda text: text.encode(name)


def _line_ends(ends: str) -> Callable[[str], bytes]:
    return lambda text: text.replace("\n", ends).encode("utf-8")


def odd_characters(text: str) -> bytes:
    """Every eleventh character is followed by one that nobody sees, every fifth look-alike stands for
    its character, figures before 月 and 年 have full width, lines begin with ideographic blanks."""
    unseen, printed, seen = cycle(UNSEEN), [], 0
    for index, char in enumerate(text, 1):
        if char in LOOKALIKES:
            seen += 1
            char = LOOKALIKES[char] if seen % 5 == 0 else char
        wide = char.isdigit() and char.isascii() and text[index : index + 1] in ("月", "年")
        printed.append(chr(ord(char) + 0xFEE0) if wide else char)
        if char == "\n":
            printed.append("\u3000\u3000")
        elif index % 11 == 0:
            printed.append(next(unseen))
    return ("".join(printed).rstrip("\u3000") + "\u00a0\n").encode("utf-8")


FILES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "utf-8-bom.txt": ("label-lines", _charset("utf-8-sig")),
    "utf-16-le.txt": ("label-lines", lambda text: b"\xff\xfe" + text.encode("utf-16-le")),
    "utf-16-be.txt": ("label-lines", lambda text: b"\xfe\xff" + text.encode("utf-16-be")),
    "utf-16-le-without-bom.txt": ("label-lines", _charset("utf-16-le")),
    "gb18030.txt": ("label-lines", _charset("gb18030")),
    "gbk.txt": ("no-header", _charset("gbk")),
    "gb2312.txt": ("flat-table", _charset("gb2312")),
    "big5.txt": ("traditional", _charset("big5")),
    "crlf.txt": ("label-lines", _line_ends("\r\n")),
    "cr.txt": ("label-lines", _line_ends("\r")),
    "odd-characters.txt": ("label-lines", odd_characters),
}
