"""Signs of symbol fonts (Wingdings, Symbol), which stand in the private use area → common characters."""

from __future__ import annotations

_SIGNS = {
    0xF0FE: "☑", 0xF052: "☑", 0xF0A8: "□", 0xF06F: "□", 0xF0A3: "□", 0xF0FC: "✓", 0xF050: "✓", 0xF0FB: "✗",
    0xF06C: "●", 0xF06E: "■", 0xF0B7: "•", 0xF0E0: "→", 0xF0D8: "➢", 0xF0B4: "×", 0xF0B1: "±", 0xF0A7: "▪",
    0xF075: "◆", 0xF076: "❖", 0xF071: "❑",
    # ① to ⑩ and ❶ to ❿ of Wingdings
    **{0xF081 + i: chr(0x2460 + i) for i in range(10)}, **{0xF08C + i: chr(0x2776 + i) for i in range(10)},
}  # fmt: skip


def symbol(point: int) -> str:
    """The common character of a sign; a square for an unknown one of a symbol font."""
    if point in _SIGNS:
        return _SIGNS[point]
    if 0xE000 <= point <= 0xF8FF or not 0x20 <= point <= 0xFFFF or 0xD800 <= point <= 0xDFFF:
        return "□"
    return chr(point)


def plain_signs(text: str) -> str:
    """The text with the known signs of symbol fonts as common characters; others stay.

    >>> plain_signs("\\uf0fe是")
    '☑是'
    """
    return text.translate(_SIGNS) if any("\uf000" <= c <= "\uf0ff" for c in text) else text
