"""A header whose spans the export lost → one header word a column.

On two rows the upper one prints a cell over several columns once (责任分工), the lower one only the words below such
cells (牵头单位 | 配合单位); both may be filled up to full width with empty cells at their end. On one row fewer words
stand than the rows have cells (工作任务 over a group, its number and its text). In columns of a few characters' width
words are cut over two lines (责任领 / 导); in wide ones their characters are set apart (责 任 单 位).
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import replace

from wpkit.blocks import Block, Cell, Line, Row, Table, Where
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import USUAL, header_kind, without_note
from wpkit.fields.numbering import read_marker
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.structure.columns import WHOLE_WORDS, Column, cell_fit, fits, read_header, told_by_cells, unit_role
from wpkit.text import fold

_LONGEST_WORD = 14
_LEVELS = (
    "一级",
    "二级",
    "三级",
    "四级",
    "一級",
    "二級",
    "三級",
    "大类",
    "中类",
    "小类",
    "大項",
    "大项",
    "小项",
)
_MOST_SPANS = 3
_SAMPLE = 12


# Words before colons --------------------------------------------------------------------------------

_BEHIND_WORD = pattern("[:：](?=[ \\t\u3000|｜│┃]|$)", needs=":：")
_PARTING = " \t\u3000|｜│┃"


def without_colons(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the colons taken off the words of a header each of which bears one: three at least, in a row of
    cells, on a line or on lines of their own, and no value behind any."""
    out = list(blocks)
    below: list[int] = []  # lines of a word each, one below the other
    for n, block in enumerate([*blocks, None]):
        if isinstance(block, Line) and (words := _before_colons(block.text)):
            if len(words) == 1:
                below.append(n)
                continue
            if _heads_columns(words):
                out[n] = replace(block, text=_BEHIND_WORD.sub(" ", block.text).rstrip())
        elif isinstance(block, Table):
            out[n] = _table_without_colons(block)
        stacked = [(k, line) for k in below if isinstance(line := blocks[k], Line)]
        # a blank form has nothing below its words, or the next task's
        values = blocks[n : n + len(stacked)]
        filled = len(values) == len(stacked) and not any(map(_is_word, values))
        if filled and _heads_columns([word for _, line in stacked for word in _before_colons(line.text)]):
            for k, line in stacked:
                out[k] = replace(line, text=_BEHIND_WORD.sub("", line.text))
        below = []
    return out


def _table_without_colons(table: Table) -> Table:
    rows = list(table.rows)
    for n, row in enumerate(rows[:_SAMPLE]):
        words = [_before_colons(cell.text) for cell in row.cells if cell.text.strip()]
        if all(len(w) == 1 for w in words) and _heads_columns([w[0] for w in words]):
            cells = [replace(cell, text=_BEHIND_WORD.sub("", cell.text)) for cell in row.cells]
            rows[n] = replace(row, cells=cells)
            return replace(table, rows=rows)
    return table


def _is_word(block: Block) -> bool:
    return isinstance(block, Line) and len(_before_colons(block.text)) == 1


def _before_colons(text: str) -> list[str]:
    """The words of a line or cell that is nothing but words before colons."""
    words = text.translate(_BLANKED).split() if text.rstrip(_PARTING)[-1:] in tuple(":：") else []
    return [word[:-1] for word in words] if all(word[-1] in ":：" for word in words) else []


_BLANKED = str.maketrans(dict.fromkeys(_PARTING, " "))


def _heads_columns(words: Sequence[str]) -> bool:
    return len(words) >= _LEAST_WORDS and read_header(words) is not None


# Words cut over two lines ---------------------------------------------------------------------------

_LONGEST_LINE = 60  # of header words
_LONGEST_CUT = 5  # a word of more characters is not set in so narrow a column
_LEAST_WORDS = 3
_OTHERS = tuple("负责人 联系人 成果 成效 情况 标准 指标 编号".split())


def whole_words(lines: Sequence[Line]) -> list[Line]:
    """The lines with the header words made whole that were cut over two of them, each where it begins, or whose characters
    blanks set apart.

    The rest of a word stands on the next line, or, where the other words stand at the middle of their cells, on the next
    but one; the word of a number's column is then the first. Blanks that set columns are no export's that cuts words.
    """
    out: list[Line] = []
    rest = [_closed_up(line) for line in reversed(lines)]
    while rest:
        made = _made_whole(rest) if len(rest) > 1 and _may_hold_words(rest[-1].text) else None
        if made is None:
            out.append(rest.pop())
            continue
        whole, used = made
        around = [line.text for line in (*out[-1:], *whole, *rest[-used - 2 : -used])]
        known = [words for text in around if all(map(header_kind, words := text.split()))]
        if sum(map(len, known)) < _LEAST_WORDS or max(map(len, known)) < 2:
            out.append(rest.pop())
            continue
        del rest[-used:]
        rest.extend(reversed(whole))
        if all(_is_whole(word) for word in whole[0].text.split()):
            out.append(rest.pop())
    return out


_NO_WORDS = pattern("[\t|。；，]|  ")


def _may_hold_words(text: str) -> bool:
    return len(text) <= _LONGEST_LINE and not _NO_WORDS.search(text)


def _made_whole(rest: Sequence[Line]) -> tuple[list[Line], int] | None:
    """The last lines of `rest`, which stands in reverse, with their cut words whole, and how many of them those were."""
    first = rest[-1].text.split()
    cut = [k for k, word in enumerate(first) if not _is_whole(word)]
    if not cut or any(len(first[k]) > _LONGEST_WORD for k in cut):
        return None
    for used in (2, 3):
        if used > len(rest) or not _may_hold_words(rest[-used].text):
            continue
        last = rest[-used].text.split()
        wheres = rest[-1].where.to(rest[-used].where)
        if used == 2 and cut == [len(first) - 1] and _one_word(first[-1], last[0]):
            # the cells are printed one after another
            words = [*first[:-1], first[-1] + last[0], *last[1:]]
            return [replace(rest[-1], text=" ".join(words), where=wheres)], 2
        between = rest[-2].text.split() if used == 3 else []
        if len(last) != len(cut) or not all(map(header_kind, between)):
            continue
        if used == 3 and (not _may_hold_words(rest[-2].text) or _one_word(between[-1], last[0])):
            continue
        words = list(first)
        for k, end in zip(cut, last, strict=True):
            if not _one_word(first[k], end):
                break
            words[k] += end
        else:
            lines = [replace(rest[-1], text=" ".join(words), where=wheres)]
            if used == 3:
                numbers = [word for word in words if header_kind(word) == "number"]
                words = [word for word in words if word not in numbers]
                lines = [replace(rest[-2], text=" ".join([*numbers, *between]), where=wheres)]
                lines += [replace(rest[-1], text=" ".join(words), where=wheres)] if words else []
            return lines, used
    return None


def _is_whole(word: str) -> bool:
    """Whether a header word ends as one does."""
    return without_note(fold(word)).endswith((*WHOLE_WORDS, *_OTHERS)) and header_kind(word) is not None


def _one_word(begin: str, end: str) -> bool:
    if _is_whole(begin) or (len(begin) == 1 and _is_whole(end)) or is_deadline(begin):
        return False
    return len(without_note(fold(begin + end))) <= _LONGEST_CUT and _is_whole(begin + end)


# Words with blanks between their characters ------------------------------------------------------------

_APART = pattern(
    r"(?<![^ \u3000])[^\W\d_a-zA-Z](?:[ \u3000]{1,2}[^\W\d_a-zA-Z])+(?![^ \u3000])", needs=" \u3000"
)
_MOST_APART = 60
_LONGEST_APART = 8
_ALONE = ("序号", "备注")
_AND = frozenset("及和与、")


def _words_of(characters: str) -> list[str] | None:
    """The header words that characters make one after another, as few and as usual ones as may be; None where they make
    none.

    >>> _words_of("序号工作内容责任人完成时限")
    ['序号', '工作内容', '责任人', '完成时限']
    """
    best: list[tuple[float, int] | None] = [(0.0, 0), *[None] * len(characters)]
    for end in range(2, len(characters) + 1):
        for begin in range(max(0, end - _LONGEST_APART), end - 1):
            before = best[begin]
            cost = _strangeness(characters[begin:end])
            if before is None or cost is None:
                continue
            now = best[end]
            if now is None or before[0] + cost < now[0]:
                best[end] = before[0] + cost, begin
    words: list[str] = []
    end = len(characters)
    while end:
        at = best[end]
        if at is None:
            return None
        words.append(characters[at[1] : end])
        end = at[1]
    return words[::-1]


def _strangeness(word: str) -> float | None:
    """What speaks against a word being one of a header, beside its being one more; None for no header word."""
    kind = header_kind(word)
    if kind is None or (kind != "number" and word not in _ALONE and any(alone in word for alone in _ALONE)):
        return None
    if word in USUAL or word in _ALONE:
        return 0.7
    if word[0] in _AND:
        return None
    long = 0.0 if len(word) < 5 else 0.8 * (len(word) - 4) if _AND.isdisjoint(word) else 0.5
    return (1.0 if _is_whole(word) else 2.5) + (0.2 if len(word) < 4 else long)


def _closed_up(line: Line) -> Line:
    """The line with the header words whose characters blanks set apart made whole, where others stand beside them; as it
    is where wider blanks set columns, whose places count."""
    text = line.text

    def close(match: re.Match[str]) -> str:
        characters = "".join(match[0].split())
        words = _words_of(characters) if len(characters) <= _MOST_APART else None
        beside = (*text[: match.start()].split()[-1:], *text[match.end() :].split(maxsplit=1)[:1])
        if words is None or (len(words) < 2 and not any(map(header_kind, beside))):
            return match[0]
        return " ".join(words)

    whole = _APART.sub(close, text)
    return line if whole == text or "  " in whole else replace(line, text=whole)


_MOST_WAYS = 2_000  # to lay a header out; real ones have a dozen at most


@record(frozen=True)
class Spread:
    """A header on two rows: its columns, and how many columns each cell of the upper row stands over."""

    columns: tuple[Column, ...]
    upper: tuple[tuple[str, int], ...]
    lower: tuple[str, ...]

    def rows(self, above: Where, below: Where) -> list[Row]:
        """The two rows with their spans stated."""
        first, second = [], []
        at, words = 0, iter(self.lower)
        for word, size in self.upper:
            first.append(Cell(word, at, row_span=2 if size == 1 else 1, column_span=size, where=above))
            if size > 1:
                second += [Cell(next(words), k, where=below) for k in range(at, at + size)]
            at += size
        return [Row(first, above), Row(second, below)]


def spread_header(upper: Sequence[str], lower: Sequence[str], body: Sequence[Sequence[str]]) -> Spread | None:
    """How the words of two header rows lie over the cells below them; None if `lower` is no header row.

    Each way to lay the lower words under the upper ones that fills the width is tried; the cells decide.
    """
    above, below = [w for w in upper if w], [w for w in lower if w]
    full = [list(row) for row in body if row]
    width = max(map(len, full), default=0)
    spans = len(above) + len(below) - width
    if not 1 <= spans <= min(_MOST_SPANS, len(above)) or len(below) < 2 * spans:
        return None
    if not (_words_only(above, 3) and _words_only(below, 2)):
        return None
    sample = [row for row in full if len(row) == width and sum(map(bool, row)) >= width - 1][:_SAMPLE]
    if not sample:
        return None
    if math.comb(len(above), spans) * math.comb(len(below) - spans - 1, spans - 1) > _MOST_WAYS:
        return None
    best: tuple[float, tuple[Column, ...], dict[int, int]] | None = None
    for chosen in itertools.combinations(range(len(above)), spans):
        for sizes in _parts(len(below), spans):
            columns = _laid(above, below, chosen, sizes)
            if columns is None:
                continue
            score = sum(_fit(c, row[k]) for row in sample for k, c in enumerate(columns) if row[k])
            score /= len(sample)
            score += _kinship(above, below, chosen, sizes)
            if best is None or score > best[0]:
                best = score, columns, dict(zip(chosen, sizes, strict=True))
    if best is None:
        return None
    _, columns, over = best
    return Spread(columns, tuple((w, over.get(k, 1)) for k, w in enumerate(above)), tuple(below))


_MOST_COLUMNS = 12


def lay_header(
    words: Sequence[str], body: Sequence[Sequence[str]]
) -> tuple[list[str], tuple[Column, ...]] | None:
    """Header words that are fewer than the cells of the fullest rows, laid over these so that the cells fit: a word
    or "" a column, and the columns. None where they are no fewer, or lie well as they are."""
    named = [w for w in words if w]
    stated = read_header(named)
    rows = [_unpadded(row) for row in body]
    width = max(map(len, rows), default=0)
    if stated is None or not len(named) < width <= _MOST_COLUMNS:
        return None
    full = [row for row in rows if len(row) == width][:_SAMPLE]
    if len(named) == len(words) and _share(full, stated) > 1 - _MOST_FIT:
        return None
    best: tuple[float, list[str], tuple[Column, ...]] | None = None
    for at in itertools.combinations(range(width), len(named)):
        laid = [""] * width
        for k, word in zip(at, named, strict=True):
            laid[k] = word
        columns = read_header(laid)
        if columns is None:
            continue
        columns = told_by_cells(columns, [[row[k] for row in full if row[k]] for k in range(width)])
        if any(c.role == "other" and not c.title for c in columns) or _share(full, columns) < _MOST_FIT:
            continue
        score = sum(cell_fit(c, cell) for row in full for c, cell in zip(columns, row, strict=True))
        if best is None or score > best[0]:
            best = score, laid, columns
    if best is None:
        return None
    _, laid, columns = best
    # one row of many with a cell too many has a stray mark in it; rows that open groups begin with their names
    groups = [k for k, c in enumerate(columns) if c.role == "category"]
    opens = sum(any(row[k] and read_marker(row[k]) is not None for k in groups) for row in full)
    shorter = sum(len(row) == len(named) and fits(row, stated) for row in rows)
    return (laid, columns) if opens >= _MOST_FIT * len(full) or len(full) > shorter else None


def _unpadded(row: Sequence[str]) -> Sequence[str]:
    """A row without the empty cells that fill it up to full width at its end."""
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


_MOST_FIT = 0.8


def _share(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> float:
    """The share of the rows whose cells read as those of the columns."""
    return sum(fits(row, columns) for row in rows) / max(len(rows), 1)


def _fit(column: Column, text: str) -> float:
    prose_for_a_person = column.role == "other" and len(text) > 12 and header_kind(column.title) == "person"
    return cell_fit(column, text) - (3.0 if prose_for_a_person else 0.0)


def _words_only(cells: Sequence[str], share: int) -> bool:
    """Whether the cells are short words, one in `share` of them a known header word."""
    short = all(len(c) <= _LONGEST_WORD and not any(x in c for x in "。；，") for c in cells)
    known = sum(header_kind(c) is not None or c in _LEVELS for c in cells)
    return short and share * known >= len(cells)


def _parts(total: int, count: int) -> list[tuple[int, ...]]:
    """The ways to part `total` columns among `count` spans of two or more each."""
    if count == 1:
        return [(total,)]
    return [
        (first, *rest)
        for first in range(2, total - 2 * (count - 1) + 1)
        for rest in _parts(total - first, count - 1)
    ]


def _laid(
    above: Sequence[str], below: Sequence[str], chosen: Sequence[int], sizes: Sequence[int]
) -> tuple[Column, ...] | None:
    words: list[str] = []
    rest = list(below)
    spanned: list[bool] = []
    for k, word in enumerate(above):
        if k not in chosen:
            words.append(word)
            spanned.append(False)
            continue
        for _ in range(sizes[chosen.index(k)]):
            words.append(under(word, rest.pop(0)))
            spanned.append(True)
    return read_header(words, spanned)


def under(over: str, word: str) -> str:
    """A header word with the one over it where it says nothing by itself (一级 | 二级), or only whose (牵头 over 单位)."""
    kind = header_kind(word)
    if (
        kind == "units"
        and unit_role(word) is None
        and unit_role(over)
        and header_kind(over + word) == "units"
    ):
        return over + word
    return word if kind else over + word


def _kinship(
    above: Sequence[str], below: Sequence[str], chosen: Sequence[int], sizes: Sequence[int]
) -> float:
    """How well the words below a span go with the word over it: 责任分工 over 责任领导 and 责任单位."""
    score, at = 0.0, 0
    for k, size in zip(chosen, sizes, strict=True):
        over = set(above[k])
        score += sum(bool(over & set(word)) for word in below[at : at + size]) / size
        at += size
    return score
