"""The pieces of text that a table's page prints, the header words among them, and the row numbers.

Blanks part the pieces of a line; header words stand together or apart among a page's first lines; the numbers of rows
are those that make the longest chain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from wpkit.blocks import Line, Where
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import USUAL, header_kind
from wpkit.fields.names import SURNAMES, is_persons
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.structure.columns import Column, read_header, unit_role
from wpkit.structure.reflow import width
from wpkit.text import fold, number_of, squeeze

_PIECE = pattern(r"[^ \t\u3000]+")
LEAST_ROWS = 3


@record()
class Piece:
    """A printed piece of a line. `same_line`: it follows the one before on its line; `line`: the line's place in the
    region; `value`: the row number that it is."""

    text: str
    where: Where
    line: int
    same_line: bool = False
    gap: bool = False
    under: str | None = None  # the header word on the line right above
    value: int | None = None
    wide: int = 0
    page: int = 0


@record()
class Page:
    pieces: list[int]
    first: int | None = None  # the rows that the page's numbers tell
    last: int | None = None


# Pieces ---------------------------------------------------------------------------------------------


def is_person(text: str) -> bool:
    """Whether a text may be a person's name or several: in a column of persons rarer surnames count too."""
    names = re.split("[、，,;；]", squeeze(text))
    named = all(2 <= len(n) <= 4 and n[0] in SURNAMES and not is_units(n) for n in names)
    return named or is_persons(squeeze(text))


def pieces_of(line: Line, n: int, *, beside: bool = False) -> list[Piece]:
    """The pieces of a line that blanks part; a blank that an exporter put beside digits or inside a name of two signs
    parts nothing, unless a time begins behind it. `beside`: digits or none, a blank parts the columns of a line."""
    texts: list[str] = []
    found = _PIECE.findall(line.text)
    k = 0
    while k < len(found):
        text = found[k]
        if texts:
            last = texts[-1]
            soft = not beside and ((last[-1].isascii() and last[-1] not in ",;") or text[0].isascii())
            initial = len(texts) == 1 and row_number(last) is not None
            if soft and not initial:
                tail = _time_at(found, k)
                if (
                    tail
                    and not is_deadline(last + "".join(found[k:tail]))
                    and len(last) > 1
                    and last[-1] not in "至到-—"
                ):
                    texts.append("".join(found[k:tail]))
                    k = tail
                    continue
                texts[-1] = f"{last} {text}"
                k += 1
                continue
            if len(last) == 1 and len(text) == 1 and last in SURNAMES:
                texts[-1] = last + text
                k += 1
                continue
        texts.append(text)
        k += 1
    return [
        Piece(t, line.where, n, same_line=j > 0, gap=bool(line.gap) and j == 0, wide=width(squeeze(t)))
        for j, t in enumerate(texts)
    ]


def _time_at(found: Sequence[str], k: int) -> int:
    """The end of a time that begins at piece k of a line and is not prose; 0 where none does."""
    for end in range(min(len(found), k + 8), k, -1):
        if found[k][0].isdigit() and is_deadline("".join(found[k:end])):
            return end
    return 0


# The header -----------------------------------------------------------------------------------------


@record()
class Header:
    """`apart`: the columns whose words stand neither on the line of most words nor on one like it, so that where lines go
    over all columns their places among the others are unknown."""

    columns: tuple[Column, ...]
    words: frozenset[str]
    apart: tuple[int, ...] = ()


_MOST_WORDS = 12
NEAR = 160  # lines in which a page's header words are looked for


_WORD_ENDS = tuple(
    "单位 部门 科室 处室 股室 主体 时限 时间 期限 节点 进度 日期 内容 任务 名称 类别 分类 类型 措施 举措 序号 编号 要求 标准 备注 说明 "
    "事项 领域 方面 目标 指标 项目 工作 领导 责任人 负责人 联系人 要点 安排 情况 成果 成效 电话 计划".split()
)


def read_scattered(lines: Sequence[Line]) -> Header | None:
    """The columns whose header words stand among a page's first lines, together or apart."""
    words: list[str] = []
    at: list[int] = []  # the line of each
    flat = [t for line in lines[:NEAR] for t in line.text.split()]
    line_of = [n for n, line in enumerate(lines[:NEAR]) for _ in line.text.split()]
    k, last, apart = 0, 0, False
    while k < len(flat):
        text = flat[k]
        both = text + flat[k + 1] if k + 1 < len(flat) and len(flat[k + 1]) <= 3 else ""
        word, size = (text, 1)
        if (
            both.endswith(_WORD_ENDS)
            and not text.endswith(_WORD_ENDS)
            and header_kind(both) is not None
            and header_kind(flat[k + 1]) in (None, header_kind(both))
        ):
            word, size = both, 2
        kind = header_kind(word) if word.endswith(_WORD_ENDS) else None
        if kind is not None and not read_marker(word) and not (kind == "other" and not words):
            if word in words:
                if word == words[0] or len(words) >= 3:
                    break  # the next page's
            elif (
                kind == "number"
                or word == "备注"
                or k - last <= 1
                or not words
                or fold(word) in USUAL
                or kind in ("person", "content", "deadline")
                or unit_role(word) is not None
            ):
                words.append(word)
                at.append(line_of[k])
                last = k + size - 1
        elif words and not apart:
            if _is_whole(words):
                break  # what words there are below it are a task's
            apart = True
        k += size
    if not 3 <= len(words) <= _MOST_WORDS:
        return None
    columns = read_header(words)
    if columns is None or not any(c.role == "content" for c in columns):
        return None
    if not any(c.role in ("units", "deadline") for c in columns):
        return None
    most, count = Counter(at).most_common(1)[0]
    elsewhere = tuple(k for k, n in enumerate(at) if n != most) if 2 * count > len(at) else ()
    return Header(columns, frozenset(words), elsewhere)


def _is_whole(words: Sequence[str]) -> bool:
    """Whether the words are a header without more: they name the tasks and who does them or by when."""
    if len(words) < 4:
        return False
    roles = {c.role for c in read_header(words) or ()}
    return "content" in roles and bool(roles & {"units", "deadline"})


# Pieces by page -------------------------------------------------------------------------------------

_TITLE = pattern(r"[^，。；]{6,50}(?:表|清单|台账|台帐|分工|任务书)(?:[（(][^）)]*[）)])?")


def prepared(
    lines: Sequence[Line], header: Header, *, beside: bool = False
) -> tuple[list[Piece], list[Line]]:
    """The pieces of the lines but for header words, each with its page, and the lines that are a title."""
    pieces: list[Piece] = []
    above: list[Line] = []
    page, printed = 0, lines[0].where.page
    words = set(header.words)
    left = set(words)
    under: str | None = None
    # a page's mark may be printed before its other columns: where the header stands on each page, it parts them
    repeated = any(sum(word in line.text.split() for line in lines) > 1 for word in words)
    for n, line in enumerate(lines):
        if line.where.page != printed and not repeated:
            printed = line.where.page
            page, left = page + 1, set(words)
        own = pieces_of(line, n, beside=beside)
        texts = line.text.split()
        if any(t in words for t in texts) and all(t in words or header_kind(t) for t in texts):
            if any(t in words and t not in left for t in texts):
                page, left = page + 1, set(words)
            left -= set(texts)
            under = texts[0] if len(texts) == 1 else None
            continue
        if page == 0 and len(above) < 2 and _is_title(squeeze(line.text)):
            above.append(line)
            continue
        if len(texts) == 1 and pieces and not pieces[-1].same_line:
            # a header word on two lines
            both = pieces[-1].text + texts[0]
            if both in words and pieces[-1].line == n - 1:
                pieces.pop()
                if both not in left:
                    page, left = page + 1, set(words)
                left.discard(both)
                under = both
                continue
        own[0].under = under if not line.gap else None
        under = None
        for piece in own:
            piece.page = page
        if own[0].text[0] in "，、。；" and n + 1 < len(lines) and lines[n + 1].text.rstrip()[-1:] in "”》）":
            # what follows a closing mark is printed before its line
            pieces.extend(own)
            pieces[-1].value = -1
            continue
        if pieces and pieces[-1].value == -1:
            late = pieces.pop()
            late.value = None
            own[-1].text += late.text
            own[-1].wide += late.wide
        pieces.extend(own)
    for piece in pieces:
        piece.value = None
    return pieces, above


def _is_title(text: str) -> bool:
    return bool(_TITLE.fullmatch(text) and re.search(r"20\d\d|年|任务", text) and not is_units(text))


def chain(pieces: list[Piece]) -> int:
    """Marks the row numbers with their row; returns what the first is called."""
    best: dict[int, tuple[int, int]] = {}
    back: dict[int, int] = {}
    values: dict[int, int] = {}
    lengths: dict[int, int] = {}
    for i, piece in enumerate(pieces):
        if piece.same_line:
            continue
        printed = row_number(piece.text)
        if printed and i + 1 < len(pieces) and pieces[i + 1].text[0] in "年月日" and not piece.gap:
            continue  # a time that the line's end tore
        value = (
            number_of(printed.strip("()（）"))
            if printed and printed[0] not in "一二三四五六七八九十"
            else None
        )
        if value is None or value > 2000:
            continue
        values[i] = value
        before = [best[v] for v in (value - 1, value - 2) if v in best]
        length, previous = max(before, default=(0, -1))
        if value - 2 in best and value - 1 not in best:
            length -= 1
        lengths[i], back[i] = length + 1, previous
        if value not in best or length + 1 >= best[value][0]:
            best[value] = (length + 1, i)
    if not lengths:
        return 0
    i = max(lengths, key=lambda k: (lengths[k], -k))
    if lengths[i] < LEAST_ROWS:
        return 0
    chain = set()
    while i >= 0:
        chain.add(i)
        i = back[i]
    have = {values[i]: i for i in chain}
    first, last = min(have), max(have)
    for i, value in values.items():
        # a number printed out of its turn
        if value not in have and (
            first <= value <= last
            or (value == last + 1 and i > have[last])
            or (value == first - 1 > 0 and i < have[first])
        ):
            have[value] = i
            first, last = min(first, value), max(last, value)
    for value, i in have.items():
        pieces[i].value = value - first
    _part_labels(pieces, have, first)
    return first


_LABELLED = pattern(r"([^\d，。；]{2,12}) (\d{1,3})")


def _part_labels(pieces: list[Piece], have: dict[int, int], first: int) -> None:
    """Parts a group's name and a row's number that were printed on one line: one that stands between the row before and
    the row behind it and is no other row's."""
    for i in range(len(pieces) - 1, -1, -1):
        match = _LABELLED.fullmatch(pieces[i].text)
        if match is None:
            continue
        value = int(match[2])
        before, behind = have.get(value - 1), have.get(value + 1)
        if value in have or before is None or behind is None or not before < i < behind:
            continue
        label = pieces[i]
        number = replace(label, text=match[2], value=value - first, same_line=True, gap=False, under=None)
        label.text, label.wide, number.wide = match[1], width(match[1]), width(match[2])
        pieces.insert(i + 1, number)


def mended(pieces: list[Piece]) -> tuple[list[Piece], list[Page]]:
    """The pieces with numbers that are no row's joined to what they stand before, and the pages."""
    out: list[Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if (
            last is not None
            and piece.same_line
            and last.line == piece.line
            and last.value is None
            and not last.same_line
            and row_number(last.text)
            and last.text[0].isdigit()
        ):
            last.text = f"{last.text} {piece.text}"
            last.wide += piece.wide
            continue
        out.append(piece)
    pages: list[Page] = []
    for i, piece in enumerate(out):
        if i == 0 or piece.page != out[i - 1].page:
            pages.append(Page([]))
        pages[-1].pieces.append(i)
    return out, pages
