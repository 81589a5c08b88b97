"""The text of a table's page, its cells in whatever order an exporter printed them → a `Table`.

Exporters put a page out by rows, by columns, in bands of either, or line by line over all columns with the cells
centred in their rows. In every one of these orders a column's cells come from the top down. So a *beam* goes over
the pieces of text once and gives each to a column: to the cell that is open there, to the next row, or to a row that
was passed over. What speaks for a choice: what the cell's words read as, the width that the column wraps at, sentence
ends, names seen elsewhere, blank lines, how far the row is from the one before, and that each column has as many
cells as the page has rows, which the running numbers tell.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from wpkit.blocks import Cell, Line, Row, Table, Where
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import USUAL, header_kind
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.units import is_units, unit_likeness
from wpkit.patterns import pattern
from wpkit.structure.columns import MEASURED, Column, read_header, unit_role
from wpkit.structure.reflow import width
from wpkit.text import fold, join, number_of, squeeze, tidy

_BEAM = 48
_PIECE = pattern(r"[^ \t\u3000]+")
_CLOSING = tuple("，。、；：）)”》,;")
_ENDS = tuple("。；;！")


@dataclass(slots=True)
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


class _Open(NamedTuple):
    """The cell that was last begun in a column: its row, its text, the pieces that it has so far."""

    row: int
    text: str
    fit: float
    last: int  # its last piece


class _State(NamedTuple):
    score: float
    cells: tuple[_Open | None, ...]
    rows: tuple[int, ...]  # the last row with a cell in each column
    holes: tuple[tuple[int, ...], ...]  # the rows passed over in each column
    column: int  # of the last piece
    row: int
    top: int  # the greatest row so far
    back: _Step | None


class _Step(NamedTuple):
    before: _Step | None
    piece: int
    column: int
    row: int
    begins: bool


# A way to go on: score, from, column (or _HEADING, _LOOSE), row, whether a cell begins, how many rows are passed over
# (-1: one is filled that was), the cell's text.
_Choice = tuple[float, _State, int, int, bool, int, str]
_HEADING, _LOOSE = -1, -2
_HOPELESS = 25.0
_LONGEST_CELL = 600
_RECENT = 12  # pieces; a cell begun before them is as good as closed
_SKIP = {"content": 6.0, "deadline": 2.0, "units": 3.0, "person": 2.0, "other": 0.3, "category": 0.0}
# What a whole cell of each kind reads as: a column with all its cells costs nothing.
_BEST = {"content": 3.0, "deadline": 4.0, "units": 3.5, "person": 3.0, "category": 2.5}
_FURTHER = 1.6  # what an empty cell costs in a further column of units: few rows lack a lead, many a support
_APART = 0.5  # a row's distance from that of the piece before
_PASS = 1.0  # what it costs to pass over rows that may yet be filled
_FILL = 1.0  # that one is filled later: columns are printed from the top down
_NEXT = 1.0  # the most that the next row of a column costs for being far from the row of the piece before
_LEFTWARDS = 0.8  # that a cell of the same row stands left of the one before
_THROWN = 14.0  # what it costs to give a piece to no cell


@dataclass(slots=True)
class _Page:
    pieces: list[int]
    first: int | None = None  # the rows that the page's numbers tell
    last: int | None = None


@dataclass(slots=True)
class Spilled:
    """What the beam found: for each row its cells' pieces by column, headings before rows, pieces without a cell."""

    cells: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    headings: list[tuple[int, str, list[int]]] = field(default_factory=list)
    labels: dict[int, list[list[int]]] = field(default_factory=dict)
    loose: list[int] = field(default_factory=list)
    rows: int = 0


# Pieces ---------------------------------------------------------------------------------------------

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董"
    "梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程"
    "邢裴陆荣翁荀羊惠甄曲封储靳段焦侯车侯全班仰仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶司黎薄印白蒲邰从卓蔺屠蒙池乔阴能苍双闻莘党翟谭贡劳"
    "申扶冉郦雍桑桂牛寿通边冀浦尚农温别庄晏柴瞿阎连习艾鱼容向古易慎戈廖耿欧利师聂关敖曾肖闫付覃代涂游"
)


def _is_person(text: str) -> bool:
    names = re.split("[、，,;；]", squeeze(text))
    return all(2 <= len(n) <= 4 and n[0] in _SURNAMES and not is_units(n) for n in names)


def _pieces_of(line: Line, n: int) -> list[Piece]:
    """The pieces of a line that blanks part; a blank that an exporter put beside digits or inside a name of two signs
    parts nothing, unless a time begins behind it."""
    texts: list[str] = []
    found = _PIECE.findall(line.text)
    k = 0
    while k < len(found):
        text = found[k]
        if texts:
            last = texts[-1]
            soft = (last[-1].isascii() and last[-1] not in ",;") or (text[0].isascii())
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
            if len(last) == 1 and len(text) == 1 and last in _SURNAMES:
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


@dataclass(slots=True)
class Header:
    columns: tuple[Column, ...]
    words: frozenset[str]


_MOST_WORDS = 12
NEAR = 160  # lines in which a page's header words are looked for


_WORD_ENDS = tuple(
    "单位 部门 科室 处室 股室 主体 时限 时间 期限 节点 进度 日期 内容 任务 名称 类别 分类 类型 措施 举措 序号 编号 要求 标准 备注 说明 "
    "事项 领域 方面 目标 指标 项目 工作 领导 责任人 负责人 联系人 要点 安排 情况 成果 成效 电话 计划".split()
)


def read_scattered(lines: Sequence[Line]) -> Header | None:
    """The columns whose header words stand among a page's first lines, together or apart."""
    words: list[str] = []
    flat = [t for line in lines[:NEAR] for t in line.text.split()]
    k, last = 0, 0
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
                last = k + size - 1
        k += size
    if not 3 <= len(words) <= _MOST_WORDS:
        return None
    columns = read_header(words)
    if columns is None or not any(c.role == "content" for c in columns):
        return None
    if not any(c.role in ("units", "deadline") for c in columns):
        return None
    return Header(columns, frozenset(words))


# The beam -------------------------------------------------------------------------------------------


def _kind(column: Column) -> str:
    return "person" if column.role == "other" and header_kind(column.title) == "person" else column.role


class _Reader:
    def __init__(self, pieces: list[Piece], pages: list[_Page], columns: Sequence[Column]) -> None:
        self.pieces, self.pages, self.columns = pieces, pages, columns
        self.kinds = [_kind(c) for c in columns]
        self.number = next((k for k, kind in enumerate(self.kinds) if kind == "number"), None)
        self.units = [k for k, kind in enumerate(self.kinds) if kind == "units"]
        self.skips = [
            _FURTHER if k in self.units[1:] else _SKIP.get(kind, 0.0) for k, kind in enumerate(self.kinds)
        ]
        if self.number is not None:
            self.skips[self.number] = 0.0
        gaps = sum(p.gap for p in pieces)
        self.gaps = gaps > 0.08 * len(pieces)
        self.margins: dict[int, int] = {}
        prose = Counter(p.wide for p in pieces if p.wide >= 24)
        self.margin = (
            max(prose, key=lambda w: (sum(n for v, n in prose.items() if w - 3 <= v <= w), w)) if prose else 0
        )
        ended = [p for p in pieces if p.wide >= 16 and p.text[-1] in _ENDS]
        full = [p for p in pieces if p.wide >= 16]
        self.closed = min(1.0, 2.5 * len(ended) / max(len(full), 1))
        items = Counter(i for p in pieces for i in p.text.split("、") if 1 < len(i) < 16)
        self.listed = frozenset(
            i for p in pieces if "、" in p.text and unit_likeness(p.text) > 0.5 for i in p.text.split("、")
        )
        self.known = frozenset(
            i for i, n in items.items() if n >= 2 and (i in self.listed or is_units(i)) and not is_deadline(i)
        )
        self.begin = 0
        lists = Counter(p.wide for p in pieces if "、" in p.text and unit_likeness(p.text) > 0.5)
        best = max(lists, key=lambda w: (sum(n for v, n in lists.items() if w - 2 <= v <= w), w), default=0)
        often = sum(n for v, n in lists.items() if best - 2 <= v <= best)
        self.list_margin = best if often >= 3 else 0
        self.leads: Counter[str] = Counter()
        self.supports: Counter[str] = Counter()
        self._fits: dict[tuple[int, str], float] = {}
        self._firsts: dict[int, list[float]] = {}

    # What a cell's words read as

    def fit(self, c: int, text: str) -> float:
        key = (c, text)
        if key not in self._fits:
            self._fits[key] = self._fit(c, text) - _BEST.get(self.kinds[c], 0.0)
        return self._fits[key]

    def _fit(self, c: int, text: str) -> float:
        kind = self.kinds[c]
        text = squeeze(text)
        time = len(text) <= 40 and is_deadline(text)
        if kind == "deadline":
            if time:
                return 4.0
            return -2.5 if len(text) <= 24 and re.match(r"\d", text) else -6.0
        if kind == "person":
            return 3.0 if _is_person(text) else -6.0
        if time:
            return -4.0
        if kind == "units":
            return self._unit_fit(c, text)
        likeness = unit_likeness(text) if len(text) <= 80 else 0.0
        if kind == "content":
            score = 1.0 if len(text) >= 8 else -1.5
            score += 2.0 if text[-1] in _ENDS else -2.5 * self.closed
            score -= 2.0 if text[-1] in "，、（" or text[0] in _CLOSING else 0.0
            score -= 3.0 if likeness > 0.8 and text[-1] not in _ENDS else 0.0
            score -= 3.0 if _is_person(text) else 0.0
            return score
        if kind == "category":
            score = 1.0 - 0.15 * max(0, len(text) - 14) if 3 <= len(text) <= 24 else -1.5
            score -= 4.0 if text[-1] in _ENDS or "，" in text else 0.0
            score -= 3.5 if likeness > (0.5 if "、" in text else 0.8) or text in self.listed else 0.0
            score -= 3.0 if _is_person(text) and any(k == "person" for k in self.kinds) else 0.0
            return score - (2.0 if text[0] in _CLOSING else 0.0)
        return 0.0 if len(text) <= 12 and likeness < 0.5 and text[-1] not in _ENDS else -3.0

    def _unit_fit(self, c: int, text: str) -> float:
        if text[-1] in "。" or len(text) > 160:
            return -6.0
        units = is_units(text) and not MEASURED.search(text)
        if "person" in self.kinds and _is_person(text):
            return -4.0
        items = [i for i in text.split("、") if i]
        known = sum(i in self.known for i in items) / max(len(items), 1)
        score = 2.5 + 1.5 * known if units or known == 1.0 else (0.5 if unit_likeness(text) > 0.5 else -4.0)
        score -= 1.5 if text[-1] in "、，" or text[0] in _CLOSING else 0.0
        if len(self.units) > 1:
            lead = c == self.units[0]
            several = len(items) > 1
            score += (-0.4 if several else 0.2) if lead else (0.2 if several else 0.0)
            score += 0.5 if lead and text[:1] == "各" else 0.0
            seen, other = self.leads[text], self.supports[text]
            if seen + other >= 2:
                share = (seen if lead else other) / (seen + other)
                score += 0.8 * share - 0.4
        return score

    # What it costs that a cell goes on

    def full(self, c: int) -> int:
        """The width that a column's lines wrap at, as far as it is known."""
        if c in self.margins:
            return self.margins[c]
        if self.kinds[c] == "content":
            return self.margin
        return self.list_margin if c in self.units[-1:] else 0

    def wrap(self, c: int, cell: _Open, i: int) -> float:
        piece, before = self.pieces[i], self.pieces[cell.last]
        kind = self.kinds[c]
        full = self.full(c)
        cost = 0.0
        if full:
            short = full - before.wide
            if kind == "category" and short > 1:
                cost += 2.0  # a name breaks only where the next sign does not fit
            elif short > 4:
                cost += min(4.0 if kind == "content" else 2.0, 0.2 * short)
            over = piece.wide - full - (2 if piece.text[-1] in _CLOSING else 0)
            cost += min(3.0, 0.5 * over) if over > 3 else 0.0
        elif kind != "content" and not piece.same_line:
            cost += 0.2
        if kind == "content" and before.text[-1] in _ENDS:
            cost += 1.2
        if kind == "deadline" and is_deadline(cell.text) and is_deadline(piece.text):
            cost += 2.0
        if kind != "content" and not piece.same_line and piece.wide > before.wide + 3:
            cost += 2.0  # a line that wrapped is about as wide as any below it
        if self.gaps and cell.last != i - 1:
            cost += 1.0
        if kind == "category":
            cost += 3.0 if len(piece.text) > 3 and unit_likeness(piece.text) > 0.8 else 0.0
        if kind == "content" and "、" in piece.text and unit_likeness(piece.text) > 0.6:
            cost += 2.0
        if kind == "units":
            cost += self._torn(cell.text, piece.text)
        if piece.same_line:
            cost += 0.3
        elif self.gaps and piece.gap:
            cost += 1.5
        between = piece.line - before.line - 1
        cost += min(3.0, 0.3 * between) if between > 0 else 0.0
        return cost

    def _torn(self, text: str, after: str) -> float:
        """What it costs that a list of names goes on: next to nothing where a line's end tore a name."""
        if text[-1] in "、，":
            return -0.5
        last, first = text.split("、")[-1], after.split("、")[0]
        if last + first in self.known:
            return -1.0
        return 2.0 if last in self.known and first in self.known else 0.0

    def read(self) -> _State:
        columns = len(self.columns)
        self.begin = 0
        nothing = tuple(() for _ in range(columns))
        beam = [_State(0.0, (None,) * columns, (-1,) * columns, nothing, 0, 0, -1, None)]
        for page in self.pages:
            for i in page.pieces:
                piece = self.pieces[i]
                if piece.value is not None:
                    beam = [self._numbered(s, i, piece.value) for s in beam]
                    continue
                choices: list[_Choice] = []
                for state in beam:
                    self._steps(state, i, page, choices)
                choices.sort(key=itemgetter(0), reverse=True)
                found: dict[tuple[object, ...], _State] = {}
                for choice in choices[: 4 * _BEAM]:
                    if choice[0] < choices[0][0] - _HOPELESS:
                        break
                    new = self._taken(choice, i)
                    key = (
                        new.rows,
                        new.column,
                        new.row,
                        new.holes,
                        tuple([c and c.last > i - _RECENT and (c.row, len(c.text)) for c in new.cells]),
                    )
                    if key not in found:
                        found[key] = new
                        if len(found) == _BEAM:
                            break
                beam = list(found.values())
            beam = self._close_page(beam, page)
        return max(beam, key=lambda s: s.score)

    def _close_page(self, beam: list[_State], page: _Page) -> list[_State]:
        """Each column's rows that the page does not hold are empty from here on."""
        out = []
        for s in beam:
            last = page.last if page.last is not None else s.top
            missing = sum(
                (max(0, last - r) + len(holes)) * skip
                for r, holes, skip in zip(s.rows, s.holes, self.skips, strict=True)
            )
            rows = tuple(max(last, r) for r in s.rows)
            out.append(
                s._replace(
                    score=s.score - missing,
                    rows=rows,
                    holes=tuple(() for _ in rows),
                    top=max(last, s.top),
                    row=last,
                )
            )
        out.sort(key=lambda s: -s.score)
        self.begin = out[0].top + 1
        return out

    def _numbered(self, s: _State, i: int, row: int) -> _State:
        c = self.number or 0
        cost = self._apart(s, row)
        rows = (*s.rows[:c], max(row, s.rows[c]), *s.rows[c + 1 :])
        return s._replace(
            score=s.score - cost,
            rows=rows,
            column=c,
            row=row,
            top=max(s.top, row),
            back=_Step(s.back, i, c, row, True),
        )

    def _apart(self, s: _State, row: int) -> float:
        away = row - s.row
        return 0.0 if 0 <= away <= 1 else _APART * min(abs(away), 4)

    def _steps(self, s: _State, i: int, page: _Page, out: list[_Choice]) -> None:
        """The ways to go on from a state with piece i, each with its score."""
        piece = self.pieces[i]
        text = piece.text
        fits = self.firsts(i)
        score = s.score
        same = piece.same_line
        limit = page.last if page.last is not None else s.top + 1
        loose = score - _THROWN
        out.append((loose, s, _LOOSE, s.row, True, 0, ""))
        if not same and self.is_heading(i):
            out.append((score + 0.5, s, _HEADING, s.row, True, 0, ""))
        cells, rows, column = s.cells, s.rows, s.column
        for c in range(column if same and column >= 0 else 0, len(self.kinds)):
            kind = self.kinds[c]
            if kind == "number":
                continue
            cell = cells[c]
            if cell is not None and (not same or c > column or cell.last == i - 1):
                joint = join(cell.text, text)
                if len(joint) <= _LONGEST_CELL:
                    value = score + self.fit(c, joint) - cell.fit - self.wrap(c, cell, i)
                    if kind != "category":
                        value -= self._apart(s, cell.row)
                    if value > loose:
                        out.append((value, s, c, cell.row, False, 0, joint))
            if same and c == column:
                continue
            fit = score + fits[c]
            if self.gaps and not piece.gap and not same and c != column:
                fit -= 1.0
            if fit < loose:
                continue
            if kind == "category":
                out.append((fit, s, c, max(s.row, 0), True, 0, text))
                continue
            if cell is not None and cell.last == i - 1 and not piece.gap and kind != "content":
                full = self.full(c)
                if full and self.pieces[i - 1].wide >= full - 2:
                    fit -= 1.5
            following = rows[c] + 1
            holes = s.holes[c]
            first = holes[0] if holes else following
            below = 0.0
            if piece.under is not None:
                own = self.columns[c].title == piece.under
                below = (1.5 if first == self.begin else 0.0) if own else -1.5
            back = _LEFTWARDS if c < column and not same else 0.0
            value = fit - min(self._apart(s, following), _NEXT) - (8.0 if following > limit else 0.0)
            value += below if first == following else 0.0
            value -= back if following == s.row else 0.0
            if value > loose:
                out.append((value, s, c, following, True, 0, text))
            for row in {following + 1, following + 2, s.row - 1, s.row, s.row + 1, s.top}:
                if following < row <= limit:
                    value = fit - self._apart(s, row) - _PASS - (back if row == s.row else 0.0)
                    if value > loose:
                        out.append((value, s, c, row, True, row - following, text))
            if holes:
                goes_on = (c == column and holes[0] == s.row + 1) or piece.under == self.columns[c].title
                value = (
                    fit
                    - min(self._apart(s, holes[0]), _NEXT)
                    - (0.0 if goes_on else _FILL)
                    + below
                    - (back if holes[0] == s.row else 0.0)
                )
                out.append((value, s, c, holes[0], True, -1, text))

    def firsts(self, i: int) -> list[float]:
        """How a piece reads as the beginning of a cell in each column."""
        if i not in self._firsts:
            self._firsts[i] = [
                0.0 if kind == "number" else self.fit(c, self.pieces[i].text)
                for c, kind in enumerate(self.kinds)
            ]
        return self._firsts[i]

    def is_heading(self, i: int) -> bool:
        """Whether a line can be a row that is one heading across all columns."""
        text = self.pieces[i].text
        marker = read_marker(text)
        return (
            marker is not None
            and marker.notation in ("han", "part", "han-bracket")
            and marker.end < len(text) <= 60
            and text[-1] not in _ENDS
            and not is_units(text[marker.end :])
        )

    def _taken(self, choice: _Choice, i: int) -> _State:
        """The state that a choice leads to."""
        score, s, c, row, begins, passed, text = choice
        back = _Step(s.back, i, c, row, begins)
        if c < 0:
            column = -1 if c == _HEADING else s.column
            return _State(score, s.cells, s.rows, s.holes, column, s.row, s.top, back)
        cell = _Open(row, text, self.fit(c, text), i)
        cells = (*s.cells[:c], cell, *s.cells[c + 1 :])
        if self.kinds[c] == "category":
            return _State(score, cells, s.rows, s.holes, c, s.row, s.top, back)
        rows, holes, top = s.rows, s.holes, s.top
        if begins:
            if passed > 0:
                own = (*holes[c], *range(row - passed, row))
                holes = (*holes[:c], own, *holes[c + 1 :])
            elif passed < 0:
                holes = (*holes[:c], holes[c][1:], *holes[c + 1 :])
            if passed >= 0:
                rows = (*rows[:c], row, *rows[c + 1 :])
                top = max(top, row)
        return _State(score, cells, rows, holes, c, row, top, back)

    def found(self, state: _State) -> Spilled:
        steps: list[_Step] = []
        step = state.back
        while step is not None:
            steps.append(step)
            step = step.before
        out = Spilled(rows=state.top + 1)
        content = self.kinds.index("content")
        row_of_content = -1
        for step in reversed(steps):
            c = step.column
            if c == _LOOSE:
                out.loose.append(step.piece)
            elif c == _HEADING:
                out.headings.append(
                    (
                        max(row_of_content, step.row) + 1 if row_of_content >= 0 else step.row,
                        self.pieces[step.piece].text,
                        [step.piece],
                    )
                )
            elif self.kinds[c] == "category":
                groups = out.labels.setdefault(c, [])
                if step.begins:
                    groups.append([])
                groups[-1].append(step.piece)
            else:
                out.cells.setdefault((step.row, c), []).append(step.piece)
                if c == content:
                    row_of_content = step.row
        return out

    def learn(self, found: Spilled) -> None:
        """The widths that columns wrap at and the names in them, from a first reading."""
        wide: dict[int, list[int]] = {}
        self.leads.clear()
        self.supports.clear()
        for (_, c), pieces in found.cells.items():
            if len(pieces) > 1:
                wide.setdefault(c, []).extend(self.pieces[i].wide for i in pieces[:-1])
            if c in self.units:
                text = self.text(pieces)
                (self.leads if c == self.units[0] else self.supports)[text] += 1
        for c, groups in found.labels.items():
            for pieces in groups:
                wide.setdefault(c, []).extend(self.pieces[i].wide for i in pieces[:-1])
        for c, widths in wide.items():
            if len(widths) >= 3:
                counts = Counter(widths)
                best = max(counts, key=lambda w: (sum(n for v, n in counts.items() if w - 2 <= v <= w), w))
                self.margins[c] = best
        self._fits.clear()
        self._firsts.clear()

    def text(self, pieces: Sequence[int]) -> str:
        text = ""
        for i in pieces:
            text = join(text, self.pieces[i].text) if text else self.pieces[i].text
        return tidy(text)


# The table ------------------------------------------------------------------------------------------

_TITLE = pattern(r"[^，。；]{6,50}(?:表|清单|台账|台帐|分工|任务书)(?:[（(][^）)]*[）)])?")
_LEAST_ROWS = 3


def spilled_table(
    lines: Sequence[Line], header: Header
) -> tuple[Table, list[Line], list[Line], float] | None:
    """The table that the lines hold under their header words, the lines before it, the lines that found no cell, and
    how well its cells read; None where they make no table."""
    pieces, pages, above = _prepared(lines, header)
    columns = header.columns
    value = _chain(pieces)
    numbered = any(p.value is not None for p in pieces)
    if numbered and not any(c.role == "number" for c in columns):
        at = next((k for k, c in enumerate(columns) if c.role == "content"), 0)
        columns = (*columns[:at], Column("number"), *columns[at:])
    pieces, pages = _mended(pieces)
    for page in pages:
        values = [v for i in page.pieces if (v := pieces[i].value) is not None]
        if values:
            page.first, page.last = min(values), max(values)
    if not pieces:
        return None
    reader = _Reader(pieces, pages, columns)
    found = reader.found(reader.read())
    reader.learn(found)
    state = reader.read()
    found = reader.found(state)
    table = _table(reader, found, columns, value, lines)
    if table is None:
        return None
    loose = [Line(pieces[i].text, pieces[i].where) for i in found.loose]
    return table, above, loose, quality(table, reader)


UNREAD = float("-inf")


_LONGEST_GROUP = 40


def quality(table: Table, reader: _Reader) -> float:
    """How well the cells of a table read as what its columns hold."""
    score = 0.0
    for row in table.rows:
        cells = {c.column: tidy(c.text) for c in row.cells}
        words = [t for t in cells.values() if t]
        if len(words) < 2 or (read_header(words) is not None):
            continue
        for k, kind in enumerate(reader.kinds):
            text = cells.get(k, "")
            if kind == "category" or kind == "other":
                score -= (
                    4.0 if kind == "category" and len(text) > _LONGEST_GROUP else 0.0
                )  # several names in one
                continue
            if kind == "number":
                score += (0.0 if row_number(text) else -4.0) if text else -2.0
            elif text:
                score += reader.fit(k, text)
            else:
                score -= reader.skips[k]
    return score


def reader_of(lines: Sequence[Line], columns: Sequence[Column]) -> _Reader:
    pieces = [p for n, line in enumerate(lines) for p in _pieces_of(line, n)]
    return _Reader(pieces, [], columns)


def _prepared(lines: Sequence[Line], header: Header) -> tuple[list[Piece], list[_Page], list[Line]]:
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
        own = _pieces_of(line, n)
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
            if both in left and pieces[-1].line == n - 1:
                pieces.pop()
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
    return pieces, [], above


def _is_title(text: str) -> bool:
    return bool(_TITLE.fullmatch(text) and re.search(r"20\d\d|年|任务", text) and not is_units(text))


def _chain(pieces: list[Piece]) -> int:
    """Marks the row numbers with their row; returns what the first is called."""
    best: dict[int, tuple[int, int]] = {}
    back: dict[int, int] = {}
    values: dict[int, int] = {}
    lengths: dict[int, int] = {}
    for i, piece in enumerate(pieces):
        if piece.same_line:
            continue
        printed = row_number(piece.text)
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
    if lengths[i] < _LEAST_ROWS:
        return 0
    chain = set()
    while i >= 0:
        chain.add(i)
        i = back[i]
    have = {values[i]: i for i in chain}
    first, last = min(have), max(have)
    for i, value in values.items():
        # a number printed out of its turn
        if value not in have and (first <= value <= last + 1 or value == first - 1 > 0):
            have[value] = i
            first, last = min(first, value), max(last, value)
    for value, i in have.items():
        pieces[i].value = value - first
    return first


def _mended(pieces: list[Piece]) -> tuple[list[Piece], list[_Page]]:
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
    pages: list[_Page] = []
    for i, piece in enumerate(out):
        if i == 0 or piece.page != out[i - 1].page:
            pages.append(_Page([]))
        pages[-1].pieces.append(i)
    return out, pages


def _table(
    reader: _Reader, found: Spilled, columns: Sequence[Column], first: int, lines: Sequence[Line]
) -> Table | None:
    pieces = reader.pieces
    content = reader.kinds.index("content")
    rows = found.rows
    if sum((r, content) in found.cells for r in range(rows)) < _LEAST_ROWS:
        return None
    headings: dict[int, list[tuple[str, Where]]] = {}
    for row, text, own in found.headings:
        headings.setdefault(min(row, rows - 1), []).append((text, pieces[own[0]].where))
    spans = {c: _blocks(reader, found, c, set(headings)) for c in found.labels}
    where = lines[0].where.to(lines[-1].where)
    out = [Row([Cell(c.title, k, where=lines[0].where) for k, c in enumerate(columns)], lines[0].where)]
    guessed = bool(found.loose) or not _in_order(reader, found)
    for r in range(rows):
        for text, at in headings.get(r, ()):
            out.append(Row([Cell(text, 0, column_span=len(columns), where=at)], at))
        cells: list[Cell] = []
        for k, kind in enumerate(reader.kinds):
            if kind == "category":
                label = next(((t, s, e, w) for t, s, e, w in spans.get(k, ()) if s <= r < e), None)
                cells.append(Cell(label[0] if label else "", k, where=label[3] if label else where))
                continue
            own = found.cells.get((r, k), [])
            if own:
                at = _over([pieces[i].where for i in own])
                cells.append(Cell(reader.text(own), k, where=at))
            else:
                cells.append(Cell("", k))
                guessed = guessed or kind in ("content", "deadline", "person") or k in reader.units[:1]
        known = [c.where for c in cells if c.text and reader.kinds[c.column] != "category"]
        row_where = _over(known) if known else lines[0].where
        for cell in cells:
            if not cell.text:
                cell.where = row_where
        if any(c.text for c in cells):
            out.append(Row(cells, row_where))
    return Table(out, where, spans_known=True, guessed=guessed, wrapped=True)


def _over(wheres: Sequence[Where]) -> Where:
    ordered = sorted(wheres, key=lambda w: w.line or 0)
    return ordered[0].to(ordered[-1])


_LONGEST_BLOCK = 30
# A label: its text, the heights between which its middle stands, the likeliest one, its place.
_Label = tuple[str, float, float, float, Where]


def _blocks(reader: _Reader, found: Spilled, c: int, breaks: set[int]) -> list[tuple[str, int, int, Where]]:
    """The rows that each label of a grouping column covers: (label, first row, row behind the last, place)."""
    pieces = reader.pieces
    heights = [1] * found.rows
    for (r, _), own in found.cells.items():
        heights[r] = max(heights[r], len(own))
    edges = [0.0]
    for h in heights:
        edges.append(edges[-1] + h)
    at: dict[int, float] = {}
    for (r, _), own in found.cells.items():
        top = edges[r] + (heights[r] - len(own)) / 2
        for n, i in enumerate(own):
            at[i] = top + n + 0.5
    pages: dict[int, tuple[int, int]] = {}
    for (r, _), own in found.cells.items():
        for i in own:
            low, high = pages.get(pieces[i].page, (r, r))
            pages[pieces[i].page] = (min(low, r), max(high, r))
    labels: dict[int, list[_Label]] = {}
    for own in found.labels[c]:
        page = pieces[own[0]].page
        ranges = [_between(pieces, at, i) for i in own]
        low, high = (sum(side) / len(own) for side in zip(*ranges, strict=True))
        labels.setdefault(page, []).append(
            (reader.text(own), low, high, (low + high) / 2, _over([pieces[i].where for i in own]))
        )
    out: list[tuple[str, int, int, Where]] = []
    if _in_order(reader, found):
        row_at = {i: r for (r, k), own in found.cells.items() for i in own}
        for own in found.labels[c]:
            begin = next(
                (row_at[i] for i in range(own[-1] + 1, min(len(pieces), own[-1] + 12)) if i in row_at), None
            )
            if begin is None:
                continue
            if out:
                out[-1] = (out[-1][0], out[-1][1], begin, out[-1][3])
            where = _over([pieces[i].where for i in own])
            out.append((reader.text(own), begin if out else 0, found.rows, where))
        return out
    for page in sorted(pages):
        first, last = pages[page]
        if out:
            first = max(first, out[-1][2])
        own_labels = labels.get(page, [])
        ends = _ends(own_labels, edges, first, last + 1, breaks, bool(out))
        begin = first
        if out and ends and ends[0] > begin:
            text, s, _, w = out[-1]
            out[-1] = (text, s, ends[0], w)
        if not own_labels and out:
            text, s, _, w = out[-1]
            out[-1] = (text, s, last + 1, w)
            continue
        for (text, _, _, _, w), (s, e) in zip(own_labels, itertools.pairwise(ends), strict=False):
            if out and out[-1][0] == text and out[-1][2] == s:
                out[-1] = (text, out[-1][1], e, out[-1][3])
            else:
                out.append((text, s, e, w))
    return out


def _in_order(reader: _Reader, found: Spilled) -> bool:
    """Whether cells are printed one after another, each whole, a row's number before its other cells."""
    broken = total = 0
    for (r, c), own in found.cells.items():
        if len(own) > 1:
            total += 1
            broken += own[-1] - own[0] >= len(own)
        if c == reader.number and (r + 1, c) in found.cells:
            total += 1
            broken += found.cells[r + 1, c][0] - own[0] == 1
    return broken <= 0.03 * total


def _between(pieces: Sequence[Piece], at: dict[int, float], i: int) -> tuple[float, float]:
    """The heights between which a label's line stands: those of what is printed before and behind it."""
    page = pieces[i].page
    low: float | None = None
    high: float | None = None
    k_low = 0
    for k in range(i - 1, max(-1, i - 8), -1):
        if pieces[k].page != page:
            break
        if k in at:
            low, k_low = at[k], k
            break
    for k in range(i + 1, min(len(pieces), i + 8)):
        if pieces[k].page != page:
            break
        if k in at:
            high = at[k]
            break
    if low is None:
        return (high - 1.5, high) if high is not None else (0.0, 0.0)
    if high is not None and high >= low:
        return low, high
    # it stands beside the run of lines before it, wherever that ends
    while k_low > 0 and k_low - 1 in at and not pieces[k_low].gap and at[k_low - 1] < at[k_low]:
        k_low -= 1
    return at[k_low], low + 0.5


def _ends(
    labels: Sequence[_Label],
    edges: Sequence[float],
    first: int,
    last: int,
    breaks: set[int],
    carried: bool,
) -> list[int]:
    """Where the first label's block begins and each block ends, so that each label stands at its block's middle."""
    if not labels:
        return []
    starts = {first: 0.0}
    if carried:
        for s in range(first + 1, min(last, first + _LONGEST_BLOCK)):
            if s in breaks and s != first:
                pass
            starts[s] = 1.5 + 0.1 * (s - first)
    best = starts
    back: list[dict[int, int]] = []
    for n, (_, low, high, likely, _) in enumerate(labels):
        found: dict[int, float] = {}
        steps: dict[int, int] = {}
        rest = len(labels) - n - 1
        for s, cost in best.items():
            ends = [last] if not rest else range(s + 1, min(last - rest, s + _LONGEST_BLOCK) + 1)
            for e in ends:
                if e <= s:
                    continue
                middle = (edges[s] + edges[e]) / 2
                off = max(0.0, low - middle, middle - high)
                total = cost + off * off + 0.01 * abs(middle - likely)
                total += sum(6.0 for b in breaks if s < b < e)
                if e not in found or total < found[e]:
                    found[e], steps[e] = total, s
        back.append(steps)
        best = found
        if not best:
            return []
    end = min(best, key=lambda e: best[e])
    out = [end]
    for steps in reversed(back):
        end = steps[end]
        out.append(end)
    return out[::-1]
