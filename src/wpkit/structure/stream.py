"""A run of cells or of printed cell lines → rows, where the export kept neither rows nor columns.

All evidence is weighed at once by a dynamic program over the tokens in reading order. A *segment* is a
run of tokens taken as one cell; segments follow the columns from left to right and rows follow each
other. What speaks for a segment: what its words can be read as (number, deadline, units, prose), wrapped
lines of equal width, sentence ends, words seen before as a label; what speaks for a row: the running
numbers, a blank line, a column that must not be missing. A number may stand anywhere in its row, because
it is printed at the row's vertical middle.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from wpkit.blocks import Where
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import header_kind
from wpkit.fields.names import has_head
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.units import is_units, unit_likeness
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.structure.columns import MEASURED, Column, ColumnRole, cell_fit
from wpkit.structure.reflow import width
from wpkit.text import join, number_of, squeeze


@record()
class Token:
    """A piece of printed text. `same_line`: it follows the one before on its line, after blanks.
    `row_break`: True where a row surely begins, False where it surely does not, None where nothing tells."""

    text: str
    where: Where = Where()
    same_line: bool = False
    gap: bool = False
    row_break: bool | None = None
    skips: int = 0  # blanks beyond the one that parts it from the piece before on its line
    chained: bool = False  # one of the running row numbers
    unit: float = 0.0
    wide: int = 0


@record()
class StreamRow:
    """`cells` maps a column index to its tokens; a heading row has only `heading`."""

    cells: dict[int, list[Token]] = field(default_factory=dict)
    heading: list[Token] | None = None


_LIMITS = {"number": 1, "deadline": 4, "units": 14, "category": 8, "content": 60, "other": 6}
# What it costs to leave a column out of a row: a merged cell above (category), a cell that was empty.
_SKIP = {"number": 3.5, "deadline": 1.2, "units": 2.0, "category": 0.25, "content": 5.0, "other": 0.3}
_FEW_LINES = 3  # of a cell beyond its first, where a token is mostly a whole cell
_HEADING = -1
_LOW = float("-inf")


def joined(tokens: Sequence[Token]) -> str:
    """The tokens' text as one cell: wraps joined, a blank kept where one is printed beside Latin or digits."""
    text = ""
    for token in tokens:
        text = _with(text, token)
    return text


def _with(text: str, token: Token) -> str:
    """The text of the tokens before this one, with its own."""
    if not text:
        return token.text
    if token.same_line and (text[-1].isascii() or token.text[:1].isascii()):
        return f"{text} {token.text}"
    return join(text, token.text)


_SOCIETY = pattern(r"[^\W\d_a-zA-Z]{1,8}[协学商研究善友]会")


_A_SOCIETY = 0.85  # how much such a name looks like a body's


def names_bodies(tokens: Sequence[Token]) -> bool:
    """Whether each token is names of bodies; beside such names 羌研会, which alone may as well be a meeting, is one."""
    bodies = [is_units(t.text) for t in tokens]
    return any(bodies) and all(
        body or _SOCIETY.fullmatch(t.text) is not None for body, t in zip(bodies, tokens, strict=True)
    )


def row_score(cells: Mapping[int, str], columns: Sequence[Column]) -> float:
    """How well a row's cells fit their columns, what is left empty counted."""
    return sum(
        cell_fit(column, cells[k]) if cells.get(k) else -_SKIP[column.role]
        for k, column in enumerate(columns)
    )


def rows_of(tokens: list[Token], columns: Sequence[Column], *, wrapped: bool) -> list[StreamRow]:
    """The rows that explain the tokens best.

    `wrapped`: a token is one printed line of a cell (else mostly a whole cell). Time grows linearly with
    the number of tokens.
    """
    if not tokens:
        return []
    for token in tokens:
        token.unit = (
            _A_SOCIETY if not wrapped and _SOCIETY.fullmatch(token.text) else unit_likeness(token.text)
        )
        token.wide = width(token.text)
    _chain_numbers(tokens)
    solver = _Solver(tokens, columns, wrapped)
    rows = solver.solve()
    if wrapped or len(rows) >= _ENOUGH_ROWS:
        # the widths, labels and words that the first reading finds are evidence for the second
        solver.learn(rows)
        rows = solver.solve()
    return rows if wrapped else list(_parted(rows, columns))


_ENOUGH_ROWS = 5


def _parted(rows: Sequence[StreamRow], columns: Sequence[Column]) -> Iterator[StreamRow]:
    """The rows; one without a number whose content would be the only one of several sentences in as many cells is
    parted: the cells of the row above are merged over the first of them."""
    content = next((k for k, c in enumerate(columns) if c.role == "content"), -1)
    number = next((k for k, c in enumerate(columns) if c.role == "number"), -1)
    contents = [cell for row in rows if (cell := row.cells.get(content))]
    several = sum(len(cell) > 1 for cell in contents)
    rare = len(contents) >= _ENOUGH_ROWS and number >= 0 and several <= len(contents) // _ENOUGH_ROWS
    for row in rows:
        cell = row.cells.get(content, [])
        if rare and len(cell) > 1 and min(row.cells) == content and all(map(_is_sentence, cell)):
            for token in cell[:-1]:
                yield StreamRow({content: [token]})
            row.cells[content] = cell[-1:]
        yield row


def _is_sentence(token: Token) -> bool:
    return token.text[-1] in "。；" and not token.same_line and read_marker(token.text) is None


def _chain_numbers(tokens: Sequence[Token]) -> None:
    """Marks the longest run of numbers n, n+1, … (from the first printed) as the row numbers."""
    best: dict[int, tuple[int, int]] = {}  # value → (length of the chain that ends in it, its token)
    back: dict[int, int] = {}
    lengths: dict[int, int] = {}
    for i, token in enumerate(tokens):
        printed = row_number(token.text)
        value = number_of(printed.strip("()（）")) if printed else None
        if value is None or token.text.strip()[:1] in "一二三四五六七八九十":
            continue
        before = [best[v] for v in (value - 1, value - 2) if v in best]
        length, previous = max(before, default=(0, -1))
        if value - 2 in best and value - 1 not in best:
            length -= 1  # a missing number
        lengths[i] = length + 1
        back[i] = previous
        if value not in best or length + 1 >= best[value][0]:
            best[value] = (length + 1, i)
    if not lengths:
        return
    bare = [i for i in lengths if tokens[i].text.strip().isdecimal()]
    i = max(lengths, key=lambda k: (lengths[k], -k))
    if len(bare) >= _LEAST_EXTRACT and lengths[i] < 0.75 * len(bare) and _rise(tokens, bare):
        for k in bare:
            tokens[k].chained = True
        return
    if lengths[i] < 3 and len(tokens) > 12:
        return
    while i >= 0:
        tokens[i].chained = True
        i = back[i]


# An extract of a larger table (what concerns one body) keeps the numbers of the rows it takes.
_LEAST_EXTRACT = 3


def _rise(tokens: Sequence[Token], numbers: Sequence[int]) -> bool:
    """Whether each of these numbers is greater than the one before it, and none is a year's."""
    values = [int(tokens[i].text) for i in numbers]
    return values[-1] < _A_YEAR and all(a < b for a, b in itertools.pairwise(values))


_A_YEAR = 1900


def _overflows(token: Token, full: int) -> bool:
    """Whether a line is too wide for its column; a closing mark may hang over the margin."""
    return token.wide - (2 if token.text[-1] in "，。、；：）”》" else 0) > full + full // 12


def _margin(tokens: Sequence[Token]) -> int | None:
    """The width that prose is wrapped at: the commonest width of long lines, which are the content's."""
    widths = Counter(t.wide for t in tokens if t.wide >= 24)
    if not widths:
        return None
    best = max(widths, key=lambda w: (sum(n for v, n in widths.items() if w - 4 <= v <= w), w))
    return best if sum(n for v, n in widths.items() if best - 4 <= v <= best) >= 4 else None


_REMARKS = ("备注", "備註", "说明", "說明")
# 张三, 李　四: a person's name by its length; only asked in a column of persons.
_NAME = pattern(r"[^\W\d_a-zA-Z](?:[ \u3000]?[^\W\d_a-zA-Z]){1,3}")


@record()
class _Tally:
    """What the tokens of a growing cell add up to."""

    text: str = ""
    lines: float = 0.0
    units: int = 0
    full: int = 0
    overflows: bool = False


_OFFICE = pattern("[局厅委办部]$|委员会$|政府$")  # not a library or a school, which may be what is built
_NO_TALLY = _Tally()  # where tokens are whole cells nothing is added up


class _Solver:
    def __init__(self, tokens: list[Token], columns: Sequence[Column], wrapped: bool) -> None:
        self.tokens, self.columns, self.wrapped = tokens, columns, wrapped
        self.numbered = any(c.role == "number" for c in columns) and any(t.chained for t in tokens)
        self.margin = _margin(tokens) if wrapped else None
        self.number_at = next((k for k, c in enumerate(columns) if c.role == "number"), len(columns))
        self.last_units = max((k for k, c in enumerate(columns) if c.role == "units"), default=-1)
        self.persons = {k for k, c in enumerate(columns) if header_kind(c.title) == "person"}
        self.remarks = {k for k, c in enumerate(columns) if squeeze(c.title) in _REMARKS}
        self.gaps = 0 < sum(t.gap for t in tokens) < 0.6 * len(tokens)
        self.widths: dict[int, int] = {}
        self.labels: Counter[str] = Counter()
        self.words: dict[str, dict[int, float]] = {}
        self.fits: dict[tuple[ColumnRole, bool], dict[int, tuple[float, ...]]] = {}
        skips = [_SKIP[c.role] if c.role != "number" or self.numbered else 0.0 for c in columns]
        if not wrapped and sum(c.role == "units" for c in columns) > 1:
            # two columns of units gain as much as a row without a content costs: a list with a name a line is no row
            skips = [
                cost + 6.0 if c.role == "content" else cost for cost, c in zip(skips, columns, strict=True)
            ]
        self.skip = [0.0]
        for cost in skips:
            self.skip.append(self.skip[-1] + cost)

    def learn(self, rows: Sequence[StreamRow]) -> None:
        """Column widths and labels from a first reading."""
        if not self.wrapped:
            self._learn_words(rows)
            return
        lines: dict[int, list[int]] = {}
        self.labels.clear()
        for row in rows:
            for c, cell in row.cells.items():
                if len(cell) > 1:
                    lines.setdefault(c, []).append(max(t.wide for t in cell))
                if self.columns[c].role == "category":
                    self.labels[squeeze(joined(cell))] += 1
        for c, found in lines.items():
            if len(found) >= 3:
                # the commonest, not the greatest: one misread cell must not widen its column
                counts = Counter(found)
                self.widths[c] = max(counts, key=lambda w: (counts[w], w))

    def _learn_words(self, rows: Sequence[StreamRow]) -> None:
        """Cells that stand in several rows, with the share of each column in them."""
        counts: dict[str, Counter[int]] = {}
        for row in rows:
            for c, cell in row.cells.items():
                if self.columns[c].role in ("units", "other", "category"):
                    for token in cell:
                        counts.setdefault(token.text, Counter())[c] += 1
        for text, found in counts.items():
            total = found.total()
            if total >= 3:
                self.words[text] = {c: n / total for c, n in found.items()}

    def solve(self) -> list[StreamRow]:
        m = len(self.tokens)
        # best[i][(c, has)]: the best score with tokens[:i] read, the last segment in column c
        # (or _HEADING), `has` telling whether the row has its number.
        best: list[dict[tuple[int, bool], float]] = [{} for _ in range(m + 1)]
        trace: list[dict[tuple[int, bool], tuple[int, tuple[int, bool] | None, bool, int]]] = [
            {} for _ in range(m + 1)
        ]
        for i in range(m):
            entries = self._entries(best[i], i, first=i == 0)
            segments = {c: self._segments(i, c) for c in {c for c, *_ in entries}}
            for c, has, score, previous, new_row in entries:
                numbered = has or (c >= 0 and self.columns[c].role == "number")
                step = (i, previous, new_row, c)
                for j, gain, embedded in segments[c]:
                    if embedded and has:
                        break
                    total = score + gain
                    state = (c, numbered or embedded)
                    if total > best[j].get(state, _LOW):
                        best[j][state] = total
                        trace[j][state] = step
        if not best[m]:
            return []
        last: tuple[int, bool] = max(best[m], key=lambda s: best[m][s] - self._close(s))
        return self._rows(trace, m, last)

    def _rows(
        self,
        trace: list[dict[tuple[int, bool], tuple[int, tuple[int, bool] | None, bool, int]]],
        m: int,
        state: tuple[int, bool] | None,
    ) -> list[StreamRow]:
        pieces: list[tuple[int, int, bool, int]] = []
        j = m
        while state is not None and j > 0:
            i, previous, new_row, c = trace[j][state]
            pieces.append((i, j, new_row, c))
            j, state = i, previous
        rows: list[StreamRow] = []
        number_column = next((k for k, c in enumerate(self.columns) if c.role == "number"), None)
        for i, j, new_row, c in reversed(pieces):
            if new_row or not rows:
                rows.append(StreamRow())
            segment = self.tokens[i:j]
            if c == _HEADING:
                rows[-1].heading = segment
                continue
            if number_column is not None and self.columns[c].role != "number":
                for token in segment:
                    if token.chained:
                        rows[-1].cells.setdefault(number_column, []).append(token)
                segment = [t for t in segment if not t.chained]
            rows[-1].cells.setdefault(c, []).extend(segment)
        return rows

    def _close(self, state: tuple[int, bool]) -> float:
        """What the columns cost that a row which ends in this state leaves out."""
        c, has = state
        if c == _HEADING:
            return 0.0
        cost = self.skip[-1] - self.skip[c + 1]
        return cost + (7.0 if self.numbered and not has else 0.0)

    def _entries(
        self, states: dict[tuple[int, bool], float], i: int, *, first: bool
    ) -> list[tuple[int, bool, float, tuple[int, bool] | None, bool]]:
        """The ways to begin a segment at token i: (column, row has its number, score, from, new row)."""
        token = self.tokens[i]
        out: list[tuple[int, bool, float, tuple[int, bool] | None, bool]] = []
        opening, source = _LOW, None
        if first:
            opening = 0.0
        else:
            for state, score in states.items():
                value = score - self._close(state)
                if value > opening:
                    opening, source = value, state
        if opening > _LOW and token.row_break is not False:
            bonus = 1.5 if token.gap and self.gaps else 0.0
            bonus += 3.0 if token.row_break else 0.0
            for c in range(len(self.columns)):
                lead = self.skip[c]
                if self.numbered and c > self.number_at:
                    lead -= 3.5  # the number may yet come; _close charges for it otherwise
                out.append((c, False, opening + bonus - lead, source, True))
            out.append((_HEADING, True, opening + bonus, source, True))
        if first or token.row_break:
            return out
        kept: dict[tuple[int, bool], tuple[float, tuple[int, bool]]] = {}
        for state, score in states.items():
            c, has = state
            if c == _HEADING:
                continue
            for k in range(c + 1, len(self.columns)):
                skipped = self.skip[k] - self.skip[c + 1]
                value = score - skipped - (1.0 if token.gap and self.gaps else 0.0)
                if token.skips and token.same_line and k - c - 1 == token.skips:
                    value += skipped + 2.5
                if value > kept.get((k, has), (_LOW, state))[0]:
                    kept[k, has] = (value, state)
        out.extend((k, has, value, state, False) for (k, has), (value, state) in kept.items())
        return out

    def _segments(self, i: int, c: int) -> list[tuple[int, float, bool]]:
        """The segments that begin at token i in column c: (end, score, whether the row's number is in it).

        The number lies in every one behind the first that it lies in: a row that has its number takes those before.
        """
        if c == _HEADING:
            return self._headings(i)
        role = self.columns[c].role
        tokens = self.tokens
        out: list[tuple[int, float, bool]] = []
        cell: list[Token] = []
        tally = _Tally() if self.wrapped else _NO_TALLY
        embedded = False
        wraps = 0.0
        for j, fit in enumerate(self._fits(i, self.columns[c]), i):
            token = tokens[j]
            if token.chained and role != "number":
                # printed between this cell and the next: the number stands beside the row's middle
                embedded = True
                out.append((j + 1, out[-1][1] - 0.3, True))
                continue
            if cell:
                wraps += self._wrap(c, role, cell[-1], token)
            cell.append(token)
            out.append((j + 1, self._score(c, role, cell, fit, tally) + wraps, embedded))
        if role == "number" and out and not tokens[i].chained and self.numbered:
            out = [(j, score - 9.0, e) for j, score, e in out]
        return out

    def _fits(self, i: int, column: Column) -> tuple[float, ...]:
        """How well the words of tokens i to i, i to i + 1, … as one cell fit a column of this kind, as far as they
        may be one cell. Nothing that is learnt changes it, so that it is told once."""
        known = self.fits.setdefault((column.role, header_kind(column.title) == "person"), {})
        if i not in known:
            known[i] = tuple(self._fits_of(i, column))
        return known[i]

    def _fits_of(self, i: int, column: Column) -> Iterator[float]:
        tokens, role = self.tokens, column.role
        limit = min(len(tokens), i + (_LIMITS[role] if self.wrapped or role == "units" else _FEW_LINES) + 1)
        embedded = False
        text = ""
        lines = 0
        for j in range(i, limit):
            token = tokens[j]
            if token.chained and role != "number":
                # the row's number, printed beside the middle of this cell
                if j == i or embedded or not self.wrapped or role == "deadline":
                    return
                embedded = True
                yield 0.0
                continue
            if j > i and token.row_break:
                return
            text = _with(text, token)
            lines += 1
            if lines > _LIMITS[role]:
                return
            if role == "units" and self.wrapped and token.unit < 0.15 and len(token.text) > 6:
                return
            if role == "units" and j > i and not self.wrapped and not self._lists_on(token, j - i):
                return  # the next cell
            if role == "deadline" and (len(text) > 40 or (token.unit > 0.6 and is_units(token.text))):
                return
            if role == "category" and (len(text) > 80 or "。" in text[:-1]):
                return
            if role == "units" and self.wrapped:
                prose = 3.0 if "。" in text or MEASURED.search(text) else 0.0
                yield (3.0 if is_units(text) else -2.0) - prose
            elif role == "units" and any(t.unit == _A_SOCIETY for t in tokens[i : j + 1]):
                yield 3.0 if names_bodies(tokens[i : j + 1]) else cell_fit(column, text)
            else:
                yield cell_fit(column, text)
            if (
                role in ("content", "other")
                and self.wrapped
                and j + 1 < limit
                and self._surely_else(tokens[j + 1])
            ):
                return

    def _lists_on(self, token: Token, place: int) -> bool:
        """Whether a cell of units can go on with this cell's text as its line `place`: a long list has a name a line."""
        return not is_deadline(token.text) and (place <= _FEW_LINES or is_units(token.text))

    def _surely_else(self, token: Token) -> bool:
        """Whether prose cannot go on with this token: it is a deadline or a list of units by itself."""
        return (
            not token.chained
            and len(token.text) <= 40
            and token.text[-1:] not in "。；"
            and is_deadline(token.text)
        )

    def _wrap(self, c: int, role: str, before: Token, token: Token) -> float:
        """What it costs that a cell goes on from one token to the next."""
        if token.same_line:
            if self.wrapped and role in ("content", "category"):
                return -1.5 if before.text[-1] in "。；" and token.unit > 0.5 else -0.15
            return -0.5 if role == "category" and len(before.text) + len(token.text) <= 14 else -1.2
        if not self.wrapped:
            if role == "units" and names_bodies((before, token)):
                if squeeze(before.text) == squeeze(token.text):
                    return -3.0  # no list names a body twice
                # a list with a name a line; a line that is a list itself is rather a cell
                cost = -1.6 if "、" in before.text or "、" in token.text else -0.8
                # where nothing tells, one body leads and the others stand in the last column
                return cost - (0.1 if c < self.last_units else 0.0)
            if c in self.persons and all(
                _NAME.fullmatch(t.text) and not is_units(t.text) for t in (before, token)
            ):
                return -0.8
            if role == "content" and before.text[-1] in "。；;" and is_units(token.text):
                return -4.0  # a closed sentence does not go on with a body's name
            return -1.0 if squeeze(before.text) == squeeze(token.text) else -2.5
        full = self.widths.get(c, self.margin if role == "content" else None)
        cost = 0.0
        if full is not None:
            short = full - before.wide
            # prose runs on to the margin; a name may be broken by hand
            cost -= 0.0 if short <= 4 else min(4.0 if role == "content" else 1.0, 0.15 * short)
            cost -= 2.0 if _overflows(token, full) else 0.0
        elif before.wide + 6 < token.wide and role != "units":
            cost -= 1.0
        if role == "content" and before.text[-1] in "。；" and (full is None or full - before.wide > 4):
            cost -= 1.0
        if (
            role == "units"
            and before.text[-1] not in "、，,；;(（"
            and (full is None or full - before.wide > 4)
        ):
            cost -= 0.1
        if token.gap and self.gaps:
            cost -= 0.5
        return cost

    def _score(self, c: int, role: ColumnRole, cell: Sequence[Token], fit: float, tally: _Tally) -> float:
        """What speaks for a cell whose words fit by `fit`; `tally` holds what its tokens but the last add up to."""
        last = cell[-1]
        if role == "units" and self.wrapped:
            return fit + 0.4 * (len(cell) - 1)
        score = fit
        if role == "units":
            score -= 0.05 * c  # of two columns of units the first is the one that is filled
        if role == "category":
            score += 0.1 * c  # the innermost of the merged cells changes most often
        if role in ("category", "content") and cell[0].same_line and len(cell[0].text) == 1:
            score -= 2.0  # the last character of a name that wrapped begins no cell
        if not self.wrapped:
            if role == "category" and last.unit > 0.8:
                score -= 1.0
            if role == "content" and last.unit == 1.0 and has_head(last.text) and _OFFICE.search(last.text):
                score -= 12.0  # 省财政厅 is no task, whatever could stand behind it
            if (c in self.persons or c in self.remarks) and last.unit > 0.8:
                score -= 2.0  # a body is no person and no remark
            if self.words:
                known = [share.get(c, 0.0) for t in cell if (share := self.words.get(t.text))]
                score += sum(2.0 * share - 1.0 for share in known)
            return score
        full = self.widths.get(c)
        tally.overflows = tally.overflows or (full is not None and _overflows(last, full))
        if tally.overflows:
            score -= 2.5
        if role == "content":
            # each further line of prose is expected; unit lines and labels in it are not
            tally.lines += 0.5 - 1.2 * (last.unit if last.unit > 0.5 else 0.0)
            score += tally.lines
            score += 1.0 if last.text[-1] in "。；" else 0.0
        elif role == "category":
            tally.text = _with(tally.text, last)
            tally.units += last.unit > 0.8
            score += 2.0 if self.labels and self.labels.get(squeeze(tally.text), 0) > 1 else 0.0
            score -= 2.5 if len(tally.text) < 3 else 0.0
            score += 0.3 * (len(cell) - 1)
            score -= 0.6 * tally.units
            score -= 1.5 if "，" in tally.text else 0.0
            if self.margin is not None:
                # a line that reaches the margin of the prose is prose
                tally.full += self.margin - 4 <= last.wide <= self.margin + 2
                score -= 2.0 * tally.full
        return score

    def _headings(self, i: int) -> list[tuple[int, float, bool]]:
        """A row that is one heading across all columns: it begins with a heading's number."""
        out: list[tuple[int, float, bool]] = []
        for j in range(i, min(i + 3, len(self.tokens))):
            text = joined(self.tokens[i : j + 1])
            marker = read_marker(text)
            if marker is None or len(text) > 60 or marker.end >= len(text) or text[-1] in "。；":
                break
            if marker.notation in ("han", "part", "han-bracket") and not is_units(text[marker.end :]):
                out.append((j + 1, 2.2 - 0.8 * (j - i), False))
        return out
