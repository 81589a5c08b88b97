"""Word's fields: an instruction, which does not print, and its result, which does. They nest, and may run over paragraphs."""

from __future__ import annotations

import re

from wpkit.ooxml.numerals import circled
from wpkit.records import record

# EQ \o(○,3) overprints a ring and a numeral, which is how Word's 带圈字符 dialog makes ③.
_OVERPRINT = re.compile(r"^\s*eq\s+\\o\s*(?:\\a[clr]\s*)?\((?P<parts>.*)\)\s*$", re.IGNORECASE | re.DOTALL)


@record()
class _Field:
    code: str = ""
    in_result: bool = False


class Fields:
    """The fields that are open while a document is read in order."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def begin(self) -> None:
        self._open.append(_Field())

    def separate(self) -> None:
        if self._open:
            self._open[-1].in_result = True

    def end(self) -> str:
        """Ends the innermost field; what it prints if it has no stored result."""
        if not self._open:
            return ""
        ended = self._open.pop()
        return "" if ended.in_result or self.in_code else _overprinted(ended.code)

    def mark(self, char: str) -> str:
        """The same by the characters that stand for begin, separate and end in old Word files."""
        if char == "\x15":
            return self.end()
        if char == "\x13":
            self.begin()
        else:
            self.separate()
        return ""

    def add(self, code: str) -> None:
        if self._open:
            self._open[-1].code += code

    @property
    def in_code(self) -> bool:
        return any(not field.in_result for field in self._open)

    @property
    def in_contents(self) -> bool:
        """Whether the text belongs to a table of contents."""
        return any(field.in_result and field.code.split()[:1] == ["TOC"] for field in self._open)

    def end_paragraph(self) -> None:
        """An instruction never runs over a paragraph: one that does was left open by a broken writer."""
        self._open = [field for field in self._open if field.in_result]


def _overprinted(code: str) -> str:
    """What a field without a stored result prints: of EQ \\o(○,3) the circled numeral, else nothing.

    >>> _overprinted(r"eq \\o\\ac(○,3)")
    '③'
    """
    match = _OVERPRINT.match(code)
    if match is None:
        return ""
    inner = match["parts"].replace("，", ",").rsplit(",", 1)[-1].strip()
    return circled(int(inner)) if inner.isascii() and inner.isdigit() and 1 <= int(inner) <= 50 else inner
