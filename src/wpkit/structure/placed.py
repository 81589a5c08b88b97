"""Printed lines whose place on the page is known → paragraphs: margins and indents decide, words only where these are silent.

A line that leaves room at the right margin ends its paragraph; one that is indented begins one.
"""

from __future__ import annotations

from itertools import pairwise

from wpkit.blocks import Line
from wpkit.fields.headings import USUAL, header_kind
from wpkit.fields.numbering import read_marker
from wpkit.fields.roles import is_label
from wpkit.patterns import pattern
from wpkit.records import record

FULL = 2.1  # in characters: a line that wraps leaves less at the right margin, for punctuation begins no line
NEARLY = 3.2  # … and less than this where a long number or word did not fit
_TITLE_END = pattern(r"(?:通知|意见|要点|方案|计划|函|决定|公告|办法|分解表|分工表|清单|安排|文件)[》）)]?$")
# a document number, a date, a note in brackets
_OWN_LINE = pattern(r"〔\d{4}〕|\d{4}\s*年.{1,8}日$|^[（(].*[）)]$")
_DATE_OR_NUMBER = pattern(
    r"[\d〇一二三四五六七八九十○零]{4}\s*年.{1,8}日|[^\W\d_]{1,16}\s*[〔\[(（【]\s*\d{4}\s*[〕\])）】]\s*第?\s*\d{1,4}\s*[号號]"
)
INDENT = 1.2  # in characters: a line that begins a paragraph stands further in
_ENDS = frozenset("。！？!?；;：:")


_LONGEST_LABEL = 12
_SHORTEST_PERSON = 4  # 责任领导; 领导 may end a list in prose


# What may stand before a label: ——责任单位：, ▲责任单位：
_MARKS = "—―-▲△▼▶►▷●○◆◇■□★☆◎•·▪➤→※*"


def opens_field(text: str) -> bool:
    """Whether a line opens with the whole label of a field of units, of persons or of a time, and nothing before it: it
    begins a paragraph, however full the line above is.

    >>> opens_field("责任单位：区教育局"), opens_field("（责任单位：区教育局）"), opens_field("单位：区教育局")
    (True, False, False)
    """
    at = next((k for k, char in enumerate(text[: 2 * _LONGEST_LABEL]) if char in ":："), 0)
    label = "".join(text[:at].split()).lstrip(_MARKS)
    person = len(label) >= _SHORTEST_PERSON and header_kind(label) == "person"
    return bool(label) and (person or is_label(label) or USUAL.get(label) == "deadline")


def is_placed(lines: list[Line]) -> bool:
    """Whether all lines say where they stand, and indents mean something: lines that go on an unfinished full one are not
    indented, but in a paper whose printed lines were made paragraphs by whoever copied it."""
    if not lines or any(line.room is None or line.indent is None for line in lines):
        return False
    unfinished = [
        b for a, b in pairwise(lines) if a.full and a.text.rstrip()[-1:] not in _ENDS and not a.centered
    ]
    return sum(_is_indented(line) for line in unfinished) <= 0.5 * len(unfinished)


@record(frozen=True)
class Manner:
    """How a paper sets its paragraphs: `indented` where first lines are, `flush_items` where those with a number are not."""

    indented: bool
    flush_items: bool


def manner_of(lines: list[Line]) -> Manner:
    begun = [
        line
        for before, line in pairwise(lines)
        if (before.room or 0.0) > 2 * NEARLY and read_marker(line.text.strip()) is not None
    ]
    flush = sum((line.indent or 0.0) < 0.8 for line in begun)
    return Manner(sum(map(_is_indented, lines)) * 12 >= len(lines), flush * 4 > len(begun))


def _is_indented(line: Line) -> bool:
    return INDENT < (line.indent or 0) < 3.2 and not line.centered


def goes_on(parts: list[Line], line: Line, depth: int, manner: Manner) -> bool:
    """Whether `line` goes on the paragraph made of `parts`, in which `depth` brackets stand open."""
    last = parts[-1]
    if any(_DATE_OR_NUMBER.fullmatch(near.text.strip()) for near in (last, line)):
        return False
    short = min(len(last.text.strip()), len(line.text.strip())) < 4
    if last.size and line.size and not (depth or short) and not 0.88 < line.size / last.size < 1.14:
        return False
    if last.centered and line.centered:  # a title over two lines
        return not (
            line.gap
            or _TITLE_END.search(last.text.strip())
            or _OWN_LINE.search(line.text.strip())
            or _OWN_LINE.search(last.text.strip())
        )
    if last.centered:
        return False
    if not depth and opens_field(line.text.strip()):
        return False
    room, indent, end = last.room or 0.0, line.indent or 0.0, last.text.rstrip()[-1:]
    if len(parts) == 1 and (last.indent or 0.0) > 4:
        return False  # a signature or a date at the right
    nearly = NEARLY
    if manner.indented:  # a line that is not indented goes on what an indented one began
        nearly = FULL if not _is_indented(parts[0]) else 2 * NEARLY if indent < 0.8 else NEARLY
    if room >= (nearly if end not in _ENDS and not end.isascii() else FULL) and not _breaks_late(last, line):
        # a bracket that stands open goes on wherever the line ends
        return depth > 0 and (end not in _ENDS or end in "：:") and indent < INDENT
    marked = read_marker(line.text.strip()) is not None
    if indent >= INDENT:
        # a hanging indent: the lines below the first stand further in, all at one place
        hangs = len(parts) > 1 and abs((parts[-1].indent or 0.0) - indent) < 0.5
        hangs = hangs or (len(parts) == 1 and (last.indent or 0.0) < indent - 0.8 and end not in _ENDS)
        return hangs and not marked
    if marked and manner.flush_items and (end in _ENDS or end == "）"):
        return False
    if manner.indented or _is_indented(parts[0]):
        return True
    return not (marked or (end in _ENDS and line.gap > 0))


# What no line break comes into: a number or Latin word with the brackets around it, and a character that clings to it
_WHOLE = pattern(r"[^\x00-\x7f]?[“‘（《〔]?[!-~]{2,}[”’）》〕，。、；：]*")


def _breaks_late(last: Line, line: Line) -> bool:
    """Whether the next line begins with a word or number that did not fit into the room that was left."""
    word = _WHOLE.match(line.text.lstrip())
    if not word or last.text.rstrip()[-1:] in _ENDS:
        return False
    return (last.room or 0.0) < sum(0.6 if char.isascii() else 1.0 for char in word.group()) + 1
