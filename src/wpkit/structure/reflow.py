"""Printed lines → whole paragraphs, without adding a blank between Chinese characters.

Two kinds of text are told apart first: one with a paragraph a line (pages cut some of them), and one with
every printed line apart. The decision rests on line widths, never on blank lines, which some exports put
between all lines. Numbering is only asked here, not built.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from wpkit.blocks import Block, Line, Paragraph, Table, stretch
from wpkit.fields.headings import header_kind, is_time_heading
from wpkit.fields.names import has_head, is_body
from wpkit.fields.numbering import read_marker
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.structure.labels import lists_on
from wpkit.structure.placed import Manner, goes_on, is_placed, manner_of, opens_field
from wpkit.text import join

_TERMINAL = frozenset("。！？；：!?;:）)】］]〕》”’…")
_SENTENCE_END = frozenset("。！？!?；;")
_HANGING = frozenset("，、,的")
_NEVER_FIRST = frozenset("。，、；！？")  # a line that begins with one of these was torn off the line above
_BULLETS = frozenset("▲△▼●◆◇■□★☆◎▪➤►▶")
_OPEN, _CLOSE = "（(〔[【《“", "）)〕]】》”"
_BRACKET = pattern(f"[{re.escape(_OPEN + _CLOSE)}]")
_LABEL = pattern(
    r"[(（\[【〔]?(?:[^\W\d_a-zA-Z]{0,4}(?:单位|部门|科室|处室|股室|时限|时间|节点|内容|领导|责任人))[:：]",
    needs=":：",
)
_CLOSING_LABEL = pattern(
    r"[(（\[【〔][^()（）]{0,12}(?:单位|部门|科室|处室|时限|时间|牵头|负责|落实|配合)[^。]{0,300}[)）\]】〕][。；;]?$",
    needs=")）]】〕",
)
# …。（甲、乙）: the units of a sentence, behind it
_UNITS_BEHIND = pattern(r"[。；;]\s?[（(]([^()（）]{2,200})[)）]$", needs=")）")
_BRACKET_LABEL = pattern(
    r"[(（\[【〔][^\W\d_a-zA-Z]{0,6}(?:单位|部门|科室|处室|時限|时限|时间|责任|牵头|單位|部門)"
)
TITLE_END = pattern(r"(?:通知|意见|要点|方案|计划|函|决定|公告|办法|分解表|分工表|清单|安排)[》）)]?$")
_DATE_LINE = pattern(r"\s*[\d〇一二三四五六七八九十○零]{4}\s*年.{1,8}日\s*$", needs="日")
_NUMBER_LINE = pattern(
    r"\s*[^\W\d_]{1,16}\s*[〔\[(（【]\s*\d{4}\s*[〕\])）】]\s*第?\s*\d{1,4}\s*[号號]\s*$", needs="号號"
)
# A line that ends in the time of a label or in a full date is whole (…　完成时限：每月).
_TIME_STATED = pattern(
    r"(?:时限|时间|节点|期限|進度|进度)[:：][^:：。]{1,16}$|20\d\d\s*(?:年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[-./]\d{1,2}[-./]\d{1,2})$"
)
# The upper half of a header whose narrow cells are wrapped: 序 | 责任领, with 号 | 导 below.
_HEADER_TOP = pattern(r"序[ \t\u3000]+[^\W\d_a-zA-Z]", needs="序")
# 第三件：…, of ten things to be done for the people
_COUNTED = pattern(r"第[一二三四五六七八九十]{1,3}[件项][：:]", needs="第")
_ANNEX_LINE = pattern(r"附\s?[件表]\s?[\d一二三四五六七八九十]{0,2}\s?[:：]", needs="附")
# Who gets copies (抄送：…) and the imprint (甲办公室　2023年2月24日印发) stand below the text.
_FOOT_LINE = pattern(
    r"(?:抄送|抄报|主送|分送)\s*[:：]|\S{2,30}\s*20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印\s*发$"
)
MAX_PARAGRAPH = 20_000


def width(text: str) -> int:
    """Printed width in half-width columns: a Chinese character counts two."""
    return len(text.encode("gbk", "replace"))


def line_width(lines: Sequence[Line]) -> int | None:
    """The width that printed lines are wrapped at, or None where each line is a paragraph."""
    texts = [line.text.strip() for line in lines]
    widths = [width(text) for text in texts]
    best = _wrapped_at(widths, texts)
    if best is not None:
        return best
    # Where few lines are full they have to be measured as they were set: marks that the export made narrow are as wide
    # as the characters, and the first line of an item stands two characters further in.
    first = [read_marker(text) is not None for text in texts]
    as_set = [w + len(_MARKS.findall(text)) + 4 * f for w, text, f in zip(widths, texts, first, strict=True)]
    best = _wrapped_at(as_set, texts, surely=True)
    if best is None:
        return None
    return min(
        w + (8 if f else 4) for w, s, f in zip(widths, as_set, first, strict=True) if best - 4 <= s <= best
    )


_MARKS = pattern("(?<=[^\x00-\x7f])[,;:!?]|[()]")


def _wrapped_at(widths: Sequence[int], texts: Sequence[str], *, surely: bool = False) -> int | None:
    """The width that lines of these widths are wrapped at; `surely` asks for more of them, and more that are unfinished."""
    if len(widths) < 4:
        return None
    counts = Counter(widths)
    # A full line is up to two characters short of the margin: punctuation does not begin a line.
    best, full = 0, 0
    for candidate in counts:
        if candidate >= 28:
            near = sum(n for w, n in counts.items() if candidate - 4 <= w <= candidate)
            if near > full or (near == full and candidate > best):
                best, full = candidate, near
    if not best or best > 140:
        return None
    at_margin = [text for text, w in zip(texts, widths, strict=True) if best - 4 <= w <= best + 2]
    unfinished = sum(text[-1] not in _SENTENCE_END for text in at_margin)
    longer = sum(w > best + 4 for w in widths)
    # wrapped text has many lines at the margin, most of them unfinished, and next to none beyond it
    enough = 0.15 if unfinished >= 0.75 * len(at_margin) and not longer else 0.22
    if (
        full < 3
        or full < enough * len(widths)
        or unfinished < 0.55 * len(at_margin)
        or longer > 0.12 * len(widths)
    ):
        return None
    if surely and (
        full < _SURELY_FULL or sum(text[-1] not in _TERMINAL for text in at_margin) < 0.75 * len(at_margin)
    ):
        return None
    return best


_SURELY_FULL = 4


def reflow(blocks: list[Block]) -> list[Paragraph | Table]:
    """The blocks with every run of lines put together into paragraphs."""
    lines = [b for b in blocks if isinstance(b, Line)]
    manner = manner_of(lines) if is_placed(lines) else None
    margin = line_width(lines) if lines and manner is None else None
    labels = _line_labels(lines) if manner is None else frozenset()
    out: list[Paragraph | Table] = []
    run: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            run.append(block)
            continue
        out.extend(_paragraphs(run, margin, labels) if manner is None else _placed_paragraphs(run, manner))
        run = []
        out.append(block)
    out.extend(_paragraphs(run, margin, labels) if manner is None else _placed_paragraphs(run, manner))
    return out


def _placed_paragraphs(lines: list[Line], manner: Manner) -> list[Paragraph]:
    out: list[Paragraph] = []
    parts: list[Line] = []
    depth = size = 0
    for line in lines:
        if parts and (size > MAX_PARAGRAPH or not goes_on(parts, line, depth, manner)):
            out.append(_close(parts))
            parts, depth, size = [], 0, 0
        parts.append(line)
        size += len(line.text)
        depth = _depth(line.text, depth)
    if parts:
        out.append(_close(parts))
    return out


def _paragraphs(lines: list[Line], margin: int | None, labels: frozenset[str]) -> list[Paragraph]:
    out: list[Paragraph] = []
    parts: list[Line] = []
    depth = size = 0
    gaps = Counter(line.gap for line in lines)
    usual = gaps.most_common(1)[0][0] if gaps else 0
    last: dict[str, int] = {}  # the last number of each notation
    begun = margin is not None and _indents_begin(lines, margin)
    for line in lines:
        if parts and (
            size > MAX_PARAGRAPH
            or (labels and not depth and _label_of(line) in labels)
            or not (
                (
                    _goes_on(parts, line, depth, margin, usual)
                    and not (begun and not depth and _indented(line.text))
                )
                or (margin and (_out_of_turn(parts[-1], line, margin, last) or _bit_of(parts[-1], line)))
            )
        ):
            out.append(_close(parts))
            parts, depth, size = [], 0, 0
        if not parts and (marker := read_marker(line.text.strip())) is not None:
            last[marker.notation] = marker.value
        for match in _FIRST_INSIDE.finditer(line.text):
            if (marker := read_marker(line.text[match.start() :][:8])) is not None:
                last[marker.notation] = marker.value
        parts.append(line)
        size += len(line.text)
        depth = _depth(line.text, depth)
    if parts:
        out.append(_close(parts))
    return out


# A run of numbers that begins behind a lead-in on the same line (…抓好以下工作：（一）…).
_FIRST_INSIDE = pattern(r"(?<=[。：:；;\s])(?:[（(]一[）)]|一、)(?=\S)", needs="一")


def _indents_begin(lines: Sequence[Line], margin: int) -> bool:
    """Whether the lines that go on a full unfinished one are flush, so that an indented one begins a paragraph."""
    going = [
        b
        for a, b in pairwise(lines)
        if width(a.text.strip()) >= margin - 4 and a.text.rstrip()[-1] not in _TERMINAL
    ]
    return len(going) >= _ENOUGH_LINES and 8 * sum(_indented(line.text) for line in going) <= len(going)


_ENOUGH_LINES = 8
_LINE_LABEL = pattern(r"\s{0,20}([^\W\d_a-zA-Z]{2,8})[:：]", needs=":：")


def _label_of(line: Line) -> str | None:
    """The words before the colon that a line opens with, where header words are made of such; else None."""
    match = _LINE_LABEL.match(line.text)
    return match[1] if match and header_kind(match[1]) is not None else None


def _line_labels(lines: Sequence[Line]) -> frozenset[str]:
    """The labels that several lines open with: such a line begins a paragraph, however full the one above is."""
    counts = Counter(map(_label_of, lines))
    return frozenset(label for label, count in counts.items() if label and count > 1)


def _depth(text: str, depth: int) -> int:
    """How many brackets stand open after `text`; a stray closing one opens nothing."""
    for char in _BRACKET.findall(text):
        if char in _OPEN:
            depth += 1
        elif depth:
            depth -= 1
    return depth


def _close(parts: list[Line]) -> Paragraph:
    text = parts[0].text.strip()
    for line in parts[1:]:
        text = join(text, line.text.strip())
    where = stretch(line.where for line in parts)
    return Paragraph(text, where)


def _indented(text: str) -> bool:
    return text.startswith(("\u3000\u3000", "    ", "  \u3000", "\u3000 ", "\t"))


def _goes_on(parts: list[Line], line: Line, depth: int, margin: int | None, usual_gap: int) -> bool:
    """Whether `line` goes on the paragraph made of `parts`."""
    last = parts[-1]
    text, before = line.text.strip(), last.text.strip()
    end = before[-1]
    marked = read_marker(text) is not None
    if _stands_apart(text) or _stands_apart(before):
        return False
    if not depth and (_ANNEX_LINE.match(text) or _HEADER_TOP.match(text) or _COUNTED.match(text)):
        return False
    if _FOOT_LINE.match(text) or (not depth and (opens_field(text) or text[0] in _BULLETS)):
        return False
    if text[0] in _NEVER_FIRST:
        return True
    if _indented(line.text) and not _indented(last.text) and (marked or not depth or end in _SENTENCE_END):
        return False
    if marked and (end in _TERMINAL or depth == 0 or not _closes(text)):
        return False
    if margin is None:
        if depth and end not in _SENTENCE_END and _closes(text):
            return True
        if line.gap > usual_gap and not depth and _LABEL.match(parts[0].text.strip()):
            # a list of units goes on behind a gap with names, and no sentence on what follows for all
            return lists_on(before, text)
        if (
            not marked
            and end not in _TERMINAL
            and not _LABEL.match(text)
            and (end in "，,、" or (_unfinished_item(parts[0].text, before) and not is_units(text)))
        ):
            return True
        # a paragraph that a page cut: long, unfinished, and what follows is no heading and no label
        return (
            width(before) >= 60
            and end not in _TERMINAL
            and not _LABEL.match(text)
            and not _looks_like_title(before)
            and not TITLE_END.search(before)
            and not _TIME_STATED.search(before)
        )
    if _calls(parts, before):
        return False
    # the first line of a paragraph is indented by two characters, which the export may have dropped
    full = width(before) >= margin - (8 if len(parts) == 1 else 4)
    if depth and (full or end not in _SENTENCE_END):
        return True
    if not full:
        # broken by hand, or where a wide mark would not fit: what ends so ends no paragraph
        open_ = end in _HANGING or (end not in _TERMINAL and _unfinished_item(parts[0].text, before))
        return (
            open_ and not marked and not _LABEL.match(text) and line.gap <= usual_gap and not is_units(text)
        )
    if _BRACKET_LABEL.match(text):
        return True
    if is_time_heading(text) and end not in _HANGING:
        return False
    if end in _SENTENCE_END:
        # ended at the margin by chance or not: a label, a gap or a new indent speak for an end
        return (
            width(before) >= margin - 4
            and not _LABEL.match(text)
            and line.gap <= usual_gap
            and len(text) > 1
            and not is_units(text)
        )
    units = _UNITS_BEHIND.search(before)
    return end not in "：:" and not _CLOSING_LABEL.search(before) and not (units and is_units(units[1]))


@lru_cache(maxsize=1 << 4)
def _stands_apart(text: str) -> bool:
    """Whether a line is a date or a document's number. Each is asked for as a line below and as one above."""
    return bool(_DATE_LINE.match(text) or _NUMBER_LINE.match(text))


def _calls(parts: list[Line], before: str) -> bool:
    """Whether the lines are a covering notice's whole title (甲关于印发乙的通知)."""
    whole = (
        "".join(line.text.strip() for line in parts) if len(parts) <= 4 and before.endswith("通知") else ""
    )
    return "关于" in whole and "。" not in whole and read_marker(whole) is None


def _out_of_turn(before: Line, line: Line, margin: int, last: dict[str, int]) -> bool:
    """Whether a marker at a line's start stands in the middle of a sentence (按照第 / （二）项规定): the line above is
    full and unfinished, and the number neither begins a run nor goes on one."""
    marker = read_marker(line.text.strip())
    above = before.text.strip()
    if marker is None or _indented(line.text) or above[-1] in _TERMINAL or width(above) < margin - 4:
        return False
    return marker.value not in (1, last.get(marker.notation, 0) + 1)


_LONGEST_BIT = 4


def _bit_of(before: Line, line: Line) -> bool:
    """Whether a line of a few characters, no body's name and no heading of its own, ends an unfinished one above."""
    text, above = line.text.strip(), before.text.strip()
    return (
        len(text) <= _LONGEST_BIT
        and text[0].isalpha()
        and not text.startswith("附")
        and above[-1] not in _TERMINAL
        and len(above) > 3 * _LONGEST_BIT
        and not _indented(line.text)
        and not (has_head(text) and is_body(text))
        and read_marker(text) is None
        and bool(read_marker(above) or _LABEL.match(above))
    )


def _unfinished_item(opening: str, before: str) -> bool:
    """Whether an item's line plainly goes on: it ends in a comma, or is a clause of a sentence whose end is missing.
    (一、 and （一） may be headings, which have commas and no full stop.)"""
    marker = read_marker(opening.strip())
    if marker is None or marker.level < 3:
        return False
    return before[-1] in "，,、" or "，" in before or "," in before


def _closes(text: str) -> bool:
    """Whether the text closes a bracket that was open before it."""
    depth = 0
    for char in text:
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth -= 1
            if depth < 0:
                return True
    return False


def _looks_like_title(text: str) -> bool:
    return read_marker(text) is not None and not any(c in text for c in "。；;") and len(text) <= 60
