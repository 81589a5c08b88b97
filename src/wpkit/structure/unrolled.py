"""A paper that was saved as one line, or as a few, with blanks where its line breaks were → its lines.

Web pages lose their paragraphs when only their text is taken. Blanks stand inside lines too: beside numbers, between
the names of a list, in brackets; only those that can part lines are taken for line breaks, and only where the pieces
between them look like the lines of a paper: several open with numbers that run on, and most are whole. The rows of a
table, which hold as many cells as each other, are none.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from wpkit.blocks import Block, Line, Table
from wpkit.fields.boxlabels import BOX_ALONE, DESCRIBING, OF_ITEMS, STATING
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import Marker, read_marker
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.structure.furniture import site_line
from wpkit.structure.labels import brackets, labels_in
from wpkit.structure.reflow import TITLE_END, line_width
from wpkit.text import is_han

_LEAST = 120  # characters of a line that may be a paper
_SHARE = 0.5  # of a text that such lines hold
_NUMBERS, _NUMBERS_A_LINE = 3, 2
_LONG = 30
_WHOLE = 0.6
_OUT_OF_TURN = 0.25  # of the numbers that pieces open with
_ROWS, _ALIKE = 3, 0.6
_LONGEST_NUMBER, _LONGEST_LABEL = 8, 8
_LONGEST_VALUE, _LONGEST_UNITS = 24, 40
_REACH = 200  # characters of a line that tell whether it goes on behind a blank

_LEAST_HEADERS, _LONGEST_HEADER = 3, 16
_TELLING = frozenset(("number", "units", "deadline", "content"))
# Labels of index boxes, which stand in a row too, but for those that are words of tables as well.
_OF_BOXES = {*STATING, *DESCRIBING} - BOX_ALONE - OF_ITEMS
_WORD = pattern(r"\S+")
_BETWEEN_CELLS = (
    pattern(r"\t+", needs="\t"),
    pattern("[|｜│┃]", needs="|｜│┃"),
    pattern(r"[ \u3000]{2,}|\u3000"),
)
_ENDS = frozenset("。！？；：!?;:）)】］]〕》”’…")
_NEVER_FIRST = frozenset("。.．，、；：！？,;:!?）)】］]〕》”’%％")
_NEVER_LAST = frozenset("（(【［[〔《“‘、，,")
_COUNTED = frozenset("年月日时号個个项件名家户人次份批类届")
_PAGE_MARK = pattern(
    r"(?<!\S)(?:(?:[—\-－–―]{1,6}\s){0,3}[—\-－–―]{1,6}\s?\d{1,3}\s?[—\-－–―]{1,6}|第\s?\d{1,3}\s?页(?:\s?[,，/]?\s?共\s?\d{1,3}\s?页)?)(?!\S)"
)
_AMOUNT = pattern(r"\d{1,5}(?:\.\d{1,2})?")
_MEASURED = frozenset("万亿千百米公平立吨亩元倍兆个個件户")
_BEFORE_MARK = pattern(r"[ \u3000](?=[。，、；：])")
_BESIDE = pattern(r"(?<![ \u3000])[ \u3000]+(?=[。，、；：）])|(?<=[。，、；：（])[ \u3000]+")
_ANNEX = pattern(r"附[件表]\s?[\d一二三四五六七八九十]{1,2}[:：]?", needs="附")
_PERSON = pattern(r"[^\W\d_a-zA-Z]{2,4}(?:[；;]\S{1,30})?")
_STAMP = pattern(r"(?:19|20)\d\d(?:[-/.]\d\d?){2}(?:\s\d\d?:\d\d(?::\d\d)?)?")
_PARTY = pattern(r"中共\S{2,20}委(?:员会)?", needs="中")
_PRINTED = pattern(r"\S{8,12}日\s?印\s?发", needs="印")
_DATE = pattern(r"(?:19|20)\d\d\s?(?:年|[-/.]\d)")


def unrolled(blocks: list[Block]) -> list[Block]:
    """The blocks with the lines that a paper was rolled into parted into its own, each in the place of the one it is from."""
    plain = {n: b for n, b in enumerate(blocks) if not isinstance(b, Table) and not b.where.box}
    size = sum(len(b.text) for b in plain.values())
    if sum(len(b.text) for b in plain.values() if len(b.text) >= _LEAST) < _SHARE * size:
        return blocks
    if _are_rows([b.text.strip() for b in plain.values()]):
        return blocks
    for wrapped in (True, False):
        parted = {n: _parted(block.text, wrapped=wrapped) for n, block in plain.items()}
        if _are_rolled([parted[n] for n, b in plain.items() if len(b.text) >= _LEAST], size, wrapped=wrapped):
            return [
                line
                for n, block in enumerate(blocks)
                for line in (
                    [Line(piece, plain[n].where) for piece in parted[n]]
                    if len(parted.get(n, ())) > 1
                    else [block]
                )
            ]
    return blocks


def _are_rows(texts: Sequence[str]) -> bool:
    """Whether most lines are parted into the same number of cells, three at least, by tabs, bars or wide blanks."""
    for between in _BETWEEN_CELLS:
        counts = Counter(count for text in texts if (count := len(between.findall(text))))
        count, alike = counts.most_common(1)[0] if counts else (0, 0)
        if count > 1 and alike >= max(_ROWS, _ALIKE * counts.total()):
            return True
    return False


def _are_rolled(lines: Sequence[Sequence[str]], size: int, *, wrapped: bool) -> bool:
    """Whether lines parted into pieces hold the lines of a paper of this size."""
    pieces: list[str] = []
    markers: list[Marker | None] = []
    for line in lines:
        own = [read_marker(piece) for piece in line]
        if len(own) - own.count(None) >= _NUMBERS_A_LINE:
            pieces += line
            markers += own
    if sum(map(len, pieces)) < _SHARE * size or not _run_on(markers):
        return False
    return line_width([Line(p) for p in pieces]) is not None if wrapped else _whole(pieces, markers)


def _run_on(markers: Sequence[Marker | None]) -> bool:
    """Whether several pieces open with numbers, most of which begin a count or go on with one: where a count's first
    number stands in mid-line (1.甲。（1）乙； （2）丙), the blanks before the others are no line breaks."""
    last: dict[str, int] = {}
    count = runs = out_of_turn = 0
    for marker in markers:
        if marker is None:
            continue
        count += 1
        goes_on = marker.value - 1 == last.get(marker.notation, 0)
        runs += goes_on and marker.value > 1
        out_of_turn += not goes_on and marker.value > 1
        last[marker.notation] = marker.value
    return runs > 0 and count >= _NUMBERS and out_of_turn <= _OUT_OF_TURN * count


def _whole(pieces: Sequence[str], markers: Sequence[Marker | None]) -> bool:
    """Whether most long pieces are whole lines: what closes a sentence stands at their end, or a number or label behind
    them."""
    long = [n for n, piece in enumerate(pieces) if len(piece) >= _LONG]
    closed = [
        n
        for n in long
        if pieces[n][-1] in _ENDS
        or n + 1 == len(pieces)
        or markers[n + 1] is not None
        or labels_in(pieces[n + 1], sure=True)
    ]
    return len(closed) >= _WHOLE * len(long)


def _parted(text: str, *, wrapped: bool) -> list[str]:
    """The text parted at the blanks that may be line breaks; `wrapped`: each may be one within a sentence."""
    marks = [match.span() for match in _PAGE_MARK.finditer(text)]
    edges = {edge for mark in marks for edge in mark}
    shut = sorted([*marks, *([] if wrapped else brackets(text))])
    words = [match.span() for match in _WORD.finditer(text)]
    words = words[: _header([text[a:b] for a, b in words]) + 1]
    cuts: list[int] = []
    passed = start = 0
    for n, ((begin, end), (at, stop)) in enumerate(itertools.pairwise(words)):
        while passed < len(shut) and shut[passed][1] <= end:
            passed += 1
        within = passed < len(shut) and shut[passed][0] < end
        if end not in edges and at not in edges:
            if within:
                continue
            after = text[slice(*words[n + 2])] if n + 2 < len(words) else ""
            line = text[max(words[start][0], end - _REACH) : end]
            if _joined(line, text[begin:end], text[at:stop], after, wrapped=wrapped):
                continue
        cuts.append(at)
        start = n + 1
    return [_closed_up(text[a:b].strip()) for a, b in itertools.pairwise([0, *cuts, len(text)])]


def _closed_up(line: str) -> str:
    """A line without the blanks beside its marks, where a converter has set them on both sides (责任单位 ： 甲局 、 乙局)."""
    return _BESIDE.sub("", line) if _BEFORE_MARK.search(line) else line


def _header(words: Sequence[str]) -> int:
    """Where the header of a table begins, whose cells run on behind it in an order of their own; the number of words where
    there is none."""
    heads: list[int] = []
    kinds: set[str] = set()
    for n, word in enumerate(words):
        kind = header_kind(word) if len(word) <= _LONGEST_HEADER and word not in _OF_BOXES else None
        if kind is not None:
            heads.append(n)
            kinds.add(kind)
            if len(heads) >= _LEAST_HEADERS and len(kinds & _TELLING) > 1:
                return heads[0]
        elif word != "|":
            heads.clear()
            kinds.clear()
    return len(words)


def _joined(line: str, word: str, behind: str, after: str, *, wrapped: bool) -> bool:
    """Whether a blank stands within a line: between these two words, of which the first ends what there is of its `line`;
    `after` is the word behind both."""
    last, first = word[-1], behind[0]
    if "|" in (last, first) and line.split("|", 1)[0].strip() in _OF_BOXES:
        return behind[-1] not in ":："  # an index box's cells, with those addressed behind it
    if first in _NEVER_FIRST or (last in _NEVER_LAST and not wrapped):
        return True
    if _ANNEX.fullmatch(line):
        return False
    if len(line) <= _LONGEST_NUMBER:
        marker = read_marker(f"{line} 某")
        if marker is not None and marker.end > len(line):
            return True  # a number, with its words behind the blank
    if len(word) == 1 == len(behind.rstrip(":：")) and is_han(word) and is_han(first):
        return True  # 通 知
    if last in ":：" and len(line) <= _LONGEST_LABEL:
        value = len(behind) <= _LONGEST_VALUE and behind[-1] not in ":：。"
        value = value and (first.isdecimal() or line[-2:-1] not in ("数", "量"))
        return value and read_marker(f"{behind} {after}") is None  # 发布日期： 2024-03-01
    if _PARTY.fullmatch(line) and "政府" in behind:
        return True  # 中共甲市委 甲市人民政府
    if _STAMP.fullmatch(line) and site_line(behind):
        return True  # 2024-03-01 来源：…
    if _AMOUNT.fullmatch(word):
        return len(line) > len(word)  # 于 6 月底前; alone on a line it is a page's number
    if _AMOUNT.fullmatch(behind) and after[:1] in _MEASURED and last not in _ENDS:
        return True  # 解决 4.3 万人饮水
    if _is_latin(last) and (first in _COUNTED or _is_latin(first)):
        return True
    if _PRINTED.fullmatch(behind + after) or _PRINTED.fullmatch(behind):
        return True  # 甲办公室 2023年2月24日印发
    if _is_latin(first) and last not in _ENDS:
        dated = _DATE.match(f"{behind}{after}" if TITLE_END.search(line) else behind)
        return dated is None and read_marker(f"{behind} {after}") is None
    # the names of a label: 牵头单位：甲局 乙局, 责任人：甲局 王明 周 敏
    return (
        len(behind) <= _LONGEST_UNITS
        and ("：" in line or ":" in line)
        and not ("：" in behind or ":" in behind)
        and after[:1] not in ("：", ":")
        and _DATE.match(after) is None
        and last not in "：:"
        and (is_units(behind) or _PERSON.fullmatch(behind if len(behind) > 1 else behind + after) is not None)
        and bool(labels_in(line, sure=True))
    )


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
