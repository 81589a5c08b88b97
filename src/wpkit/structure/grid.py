"""A `Table` → its columns and its rows with one value a column, merged cells filled in.

Header rows (on one or two lines, printed again on later pages) are found and left out; a heading row that
spans the table becomes part of the category of what follows it. Where the file does not state merged cells,
which empty cells are merged is decided here: rows that stand one column off are moved back, the cells
of a grouping column go to rows by `merged`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import field

from wpkit.blocks import Cell, Row, Table, Where, stretch
from wpkit.fields.dates import read_date
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import header_kind
from wpkit.fields.names import LEVELS, is_body
from wpkit.fields.numbering import Marker, read_marker, row_number
from wpkit.fields.splitting import PARTED, parted_at_line_end
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.structure.columns import (
    BODY_WORDS,
    NAMES,
    Column,
    cell_fit,
    column_of_charged,
    columns_by_cells,
    read_header,
    told_by_cells,
    unit_role,
)
from wpkit.structure.counted import without_count
from wpkit.structure.headers import under
from wpkit.structure.reflow import width
from wpkit.structure.stream import Token, joined, rows_of
from wpkit.text import fold, join, tidy


@record()
class GridRow:
    """One row of a task table. `cells[k]` is the text of column k, None where the row has no cell there and
    none above covers it. `own[k]` is False for a text that comes from a merged cell above."""

    cells: list[str | None]
    own: list[bool]
    where: Where
    places: list[Where | None]
    headings: tuple[str, ...] = ()
    shifted: bool = False
    new_page: bool = False
    heading_at: Where | None = None  # of the last of `headings`


@record()
class Grid:
    """A table's columns and rows; `captions` are texts above its header that span it, `heads` all words of the header over
    each column, `header_at` where its last row stands."""

    columns: tuple[Column, ...]
    rows: list[GridRow]
    captions: list[str] = field(default_factory=list)
    has_header: bool = True
    where: Where = Where()
    spans_known: bool = True
    label_first: bool = False
    guessed: bool = False
    wrapped: bool = False
    header_at: Where | None = None
    heads: Sequence[str] = ()

    def indices(self, role: str) -> list[int]:
        return [k for k, c in enumerate(self.columns) if c.role == role]


def read_grid(table: Table) -> Grid | None:
    """The grid of a task table, or None for a table of something else (layout, statistics).

    A task table has a content column, and a column of units or deadlines or numbered rows.
    """
    rows = without_count(_filled(table))
    if not rows:
        return None
    width = max((c.column + c.column_span for r in rows for c in r.cells), default=1)
    matrix = _expand(rows, width)
    columns, first, captions = _header(rows, matrix, width)
    has_header = columns is not None
    if columns is None:
        plain = [[c.text if c else "" for c in line] for line in matrix]
        columns = columns_by_cells([p for p in plain if sum(map(bool, p)) >= 2])
    if not _is_task_table(columns, len(rows) - first, has_header):
        return None
    columns = _judged(columns, matrix[first:])
    if _counts(columns, matrix[max(first, 1) :]):
        return None
    grid = Grid(
        columns, [], captions, has_header, table.where, table.spans_known, table.label_first, table.guessed, table.wrapped,
        rows[first - 1].where if has_header else None,
        ["".join(fold(slot.text) for slot in line if slot) for line in zip(*matrix[:first], strict=True)],
    )  # fmt: skip
    _read_rows(grid, rows, matrix, first)
    if not grid.rows:
        return None
    return grid


def is_count(table: Table) -> bool:
    """Whether a table sums tasks up by body or group (部门 | 任务数 | 完成率): amounts stand where it would say what is to
    be done."""
    rows = _filled(table)
    width = max(table.width, 1)
    matrix = _expand(rows, width)
    columns, first, _ = _header(rows, matrix, width)
    return columns is not None and _counts(_judged(columns, matrix[first:]), matrix[first:])


_COUNTED = pattern(r"[\d.,、:/~—–\-+%‰()]+[项个件条家人次分万亿元天]{0,2}")


def _counts(columns: Sequence[Column], matrix: Sequence[Sequence[_Slot | None]]) -> bool:
    """Whether a column has the words of a content over nothing but amounts, and not those of a goal, which may be one."""
    content = next((k for k, c in enumerate(columns) if c.role == "content"), None)
    if content is None or header_kind(columns[content].title) == "goal":
        return False
    texts = [fold(text) for text in _own_texts(matrix, content) if text]
    return any(any(map(str.isdigit, text)) for text in texts) and all(map(_COUNTED.fullmatch, texts))


def _filled(table: Table) -> list[Row]:
    return [r for r in table.rows if any(c.text.strip() for c in r.cells)]


def _is_task_table(columns: Sequence[Column], rows: int, has_header: bool) -> bool:
    roles = {c.role for c in columns}
    if "content" not in roles or rows < 1:
        return False
    if has_header:
        return bool(roles & {"units", "deadline", "number"}) or roles >= {"content", "category"}
    return "units" in roles or {"number", "deadline"} <= roles


@record()
class _Slot:
    """A cell as it covers one row and column; `own` where it begins."""

    text: str
    own: bool
    where: Where
    cell: Cell
    first_column: bool


def _expand(rows: Sequence[Row], width: int) -> list[list[_Slot | None]]:
    """Rows by columns, every cell in all the slots that it covers."""
    matrix: list[list[_Slot | None]] = [[None] * width for _ in rows]
    for n, row in enumerate(rows):
        for cell in row.cells:
            text = tidy(cell.text)
            for i in range(n, min(n + cell.row_span, len(rows))):
                for k in range(cell.column, min(cell.column + cell.column_span, width)):
                    if matrix[i][k] is None or i == n:
                        matrix[i][k] = _Slot(text, i == n, cell.where, cell, k == cell.column)
    return matrix


_SEARCH = 12


def _header(
    rows: Sequence[Row], matrix: Sequence[Sequence[_Slot | None]], width: int
) -> tuple[tuple[Column, ...] | None, int, list[str]]:
    """The columns stated by a header row among the first rows, the first row after it, captions above it."""
    captions: list[str] = []
    for n in range(min(_SEARCH, len(rows))):
        words = _distinct(matrix[n])
        if _states_facts(words):
            captions += filter(None, words)
            continue
        columns = read_header(words)
        first = n + 1
        if len(set(filter(None, words))) > 1:
            # a header on several rows may say what it holds in the lower ones alone
            spanned = [False] * width
            for at in range(n + 1, min(n + _HEADER_ROWS, len(rows) - 1)):
                lower = _lower_row(words, matrix[at - 1], matrix[at])
                if lower is None or (columns is None and not _may_be_upper(words, _own_words(matrix[at]))):
                    break
                words, over = lower
                spanned = [a or b for a, b in zip(spanned, over, strict=True)]
                second = read_header(words, spanned)
                if second is not None and (columns is not None or any(spanned)):
                    columns, first = second, at + 1
        if columns is None:
            filled = [w for w in words if w]
            if len(set(filled)) == 1 and not row_number(filled[0]):
                captions.append(filled[0])
            elif len(filled) > 1 and n >= 3:
                break
            continue
        return columns, first, captions
    return None, *_captions_alone(matrix)


_HEADER_ROWS = 4  # at most


_FACT = pattern(r"[^\W\d]{1,8}(?:\([^()]{1,8}\))?:", needs=":")


def is_fact(text: str) -> bool:
    """Whether a text over a table's header states a fact about it, its label before a colon: 填报单位：…, 单位：万元."""
    return bool(_FACT.match(fold(text)))


def _states_facts(words: Sequence[str]) -> bool:
    """Whether a row states facts about the table (填报单位：… | 填报日期：…); no header word bears a colon."""
    filled = [w for w in words if w]
    return bool(filled) and 2 * sum(map(is_fact, filled)) >= len(filled) and not any(map(row_number, filled))


def _own_words(slots: Sequence[_Slot | None]) -> list[str]:
    return [s.text if s and s.own and s.first_column else "" for s in slots]


def _may_be_upper(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row stands over header words as a part of their header; one that names half of its cells by none, over
    a row that is a header by itself, states facts in pairs of cells (填报单位 | 县水利局 | 填报日期 | 3月1日)."""
    filled = [w for w in upper if w]
    known = sum(header_kind(w) is not None for w in filled)
    return 2 * known > len(filled) or read_header(lower) is None


def _captions_alone(matrix: Sequence[Sequence[_Slot | None]]) -> tuple[int, list[str]]:
    """The rows that span a table without a header at its top, where no row below spans it: they name the
    table, and no group of rows. Their number and texts."""
    alone = [len({w for w in _distinct(line) if w}) == 1 for line in matrix]
    count = next((n for n, single in enumerate(alone) if not single), 0)
    captions = [next(w for w in _distinct(line) if w) for line in matrix[:count]]
    if any(alone[count:]) or any(read_marker(caption) for caption in captions):
        return 0, []
    return count, captions


def _distinct(slots: Sequence[_Slot | None]) -> list[str]:
    """A row's texts; a cell over several columns gives its text once."""
    return [s.text if s and s.first_column else "" for s in slots]


def _lower_row(
    words: Sequence[str], upper: Sequence[_Slot | None], lower: Sequence[_Slot | None]
) -> tuple[list[str], list[bool]] | None:
    """The words of a header whose rows down to `upper` say `words`, with those of the row below it where a cell of the
    upper row spans columns, and which columns such a cell spans; None if the row below is no part of the header."""
    out: list[str] = []
    spanned: list[bool] = []
    split = False
    for word, over, below in zip(words, upper, lower, strict=True):
        own = below.text if below and below.own else ""
        spans = over is not None and over.cell.column_span > 1
        same = over is not None and below is not None and below.cell is over.cell
        spanned.append(spans and not same)
        if not own or same:
            out.append(word or (over.text if over else ""))
        elif header_kind(own):
            out.append(under(over.text, own) if spans and over else own)
            split = True
        elif spans and over is not None and len(own) <= _LONGEST_WORD and own[-1] not in "。；":
            out.append(under(over.text, own))
            split = True
        else:
            return None
    return (out, spanned) if split and len(set(filter(None, out))) >= 2 else None


_LONGEST_WORD = 14


def _judged(columns: tuple[Column, ...], matrix: Sequence[Sequence[_Slot | None]]) -> tuple[Column, ...]:
    """The columns, corrected where their cells plainly say otherwise.

    A header with words for a name and a goal leaves open which of them is the task: the longer text is.
    """
    out = list(told_by_cells(columns, [_own_texts(matrix, k) for k in range(len(columns))]))
    for k, column in enumerate(out):
        # a target that is merged over rows groups them
        if (
            column.role == "other"
            and header_kind(column.title) == "goal"
            and any(c.role == "content" for c in out[k + 1 :])
        ):
            spans = [s for line in matrix if (s := line[k]) is not None and s.own and s.text]
            if sum(s.cell.row_span > 1 for s in spans) > 1:
                out[k] = Column("category", column.title)
    # 市直部门, 县级联动单位: words that name bodies, over nothing but bodies
    alone = not any(c.role == "units" for c in out)
    for k, column in enumerate(out):
        title = fold(column.title)
        if (
            column.role != "other"
            or not title.endswith(BODY_WORDS)
            or not (alone or column_of_charged(title))
        ):
            continue
        own = [line[k].text for line in matrix if line[k] is not None and line[k].text]  # type: ignore[union-attr]
        if own and sum(map(is_units, own)) >= 0.8 * len(own):
            out[k] = Column("units", column.title, unit_role(column.title))
    content = next((k for k, c in enumerate(out) if c.role == "content"), None)
    if content is None:
        return tuple(out)
    for k in range(content):
        if out[k].role == "category" and _is_one_with(matrix, k, content):
            out[k] = Column("other", out[k].title)
    # 重点举措 | 任务: where the first holds the same for several rows and the other never does, it groups them
    finer = next(
        (
            k
            for k in range(content + 1, len(out))
            if out[k].role == "other" and header_kind(out[k].title) == "name"
        ),
        None,
    )
    if finer is not None and _groups(matrix, content, finer):
        out[content], out[finer] = Column("category", out[content].title), Column("content", out[finer].title)
        return tuple(out)
    # 重点事项 | 年度目标: where the first column holds names and the goal says what is to be done, that is the task
    goal = next(
        (
            k
            for k in range(content + 1, len(out))
            if out[k].role == "other" and header_kind(out[k].title) == "goal"
        ),
        None,
    )
    if (
        goal is not None
        and NAMES.search(fold(out[content].title))
        and _names_and_sentences(matrix, content, goal)
    ):
        out[content], out[goal] = Column("category", out[content].title), Column("content", out[goal].title)
        return tuple(out)
    # 工作任务 | 工作目标: where the first column is prose, the goal is a target beside it
    key = fold(out[content].title)
    before = [k for k in range(content) if out[k].role == "category"]
    if before and key.endswith(("目标", "指标", "标准")):
        name = before[-1]
        lengths = [_mean_length(matrix, k) for k in (name, content)]
        if lengths[0] > max(18.0, 1.2 * lengths[1]):
            out[content], out[name] = Column("other", out[content].title), Column("content", out[name].title)
    return tuple(out)


def _is_one_with(matrix: Sequence[Sequence[_Slot | None]], k: int, content: int) -> bool:
    """Whether every cell of a column is the content's own, set over both."""
    both = [(a, b) for line in matrix if (a := line[k]) is not None and a.own and (b := line[content])]
    return len(both) > 1 and all(a.cell is b.cell for a, b in both)


def _groups(matrix: Sequence[Sequence[_Slot | None]], group: int, finer: int) -> bool:
    """Whether a third of the rows or more have in one column what the row above has, and no two have the same in another."""
    rows = [
        (a.text, b.text)
        for line in matrix
        if (a := line[group]) is not None and (b := line[finer]) is not None
    ]
    # an empty cell is merged into the one above it
    repeated = sum(a in ("", above) for (above, _), (a, _) in itertools.pairwise(rows))
    own = [text for _, text in rows if text]
    return repeated > 1 and 3 * repeated >= len(rows) and len(set(own)) == len(own) == len(rows)


_LONGEST_MEAN = 12


def _names_and_sentences(matrix: Sequence[Sequence[_Slot | None]], names: int, sentences: int) -> bool:
    """Whether the cells of one column are short and no sentences, and those of another most of them are."""
    short, told = _own_texts(matrix, names), _own_texts(matrix, sentences)
    return (
        _mean_length(matrix, names) <= _LONGEST_MEAN
        and not any(text.endswith(("。", "；")) for text in short)
        and 2 * sum(text.endswith(("。", "；")) for text in told) > max(len(told), len(short))
    )


def _own_texts(matrix: Sequence[Sequence[_Slot | None]], k: int) -> list[str]:
    """The texts of the cells that begin in column k."""
    return [s.text for line in matrix if (s := line[k]) is not None and s.own and s.first_column]


def _mean_length(matrix: Sequence[Sequence[_Slot | None]], k: int) -> float:
    texts = _own_texts(matrix, k)
    return sum(map(len, texts)) / max(len(texts), 1)


def _read_rows(grid: Grid, rows: Sequence[Row], matrix: Sequence[Sequence[_Slot | None]], first: int) -> None:
    headings: list[tuple[Marker | None, str]] = []
    heading_at: Where | None = None
    header = [fold(c.title) for c in grid.columns]
    # on each page a sheet prints the rows over its first task anew
    over = {tuple(fold(s.text) if s else "" for s in slots) for slots in matrix[:first]}
    margins = _margins(grid.columns, matrix[first:])
    written = not grid.wrapped
    content = grid.indices("content")[0]
    foot = len(rows)
    while foot > first and (
        _is_signing(rows[foot - 1]) or _is_note(rows[foot - 1]) or _is_sum(rows[foot - 1])
    ):
        foot -= 1
    bare = _bare_headings(grid, matrix[first:foot])
    for n in range(first, len(rows)):
        slots = matrix[n]
        words = [fold(s.text) if s else "" for s in slots]
        if tuple(words) in over or (grid.has_header and (_same_header(words, header) or _is_header(rows[n]))):
            continue
        if (grid.rows and n >= foot) or _is_sum(rows[n]):
            continue
        heading = bare.get(n - first) or _heading_text(grid, rows[n], slots)
        if heading is not None:
            if fold(heading) not in header:
                _push(headings, heading, read_marker(heading))
                heading_at = rows[n].where
            continue
        numbered = _numbered_heading(grid, slots)
        if numbered is not None:
            number, name = numbered
            _push(headings, name, read_marker(f"{number}、{name}"))
            heading_at = rows[n].where
            continue
        row = GridRow(
            [
                _text(s, c, m, written) if s else None
                for s, c, m in zip(slots, grid.columns, margins, strict=True)
            ],
            [bool(s and s.own) for s in slots],
            rows[n].where,
            [s.where if s else None for s in slots],
            tuple(text for _, text in headings),
            new_page=rows[n].new_page,
            heading_at=heading_at,
        )
        if not grid.spans_known:
            _realign(row, grid.columns)
            if grid.rows and _goes_on(grid, row, content):
                continue
        grid.rows.append(row)


def _text(slot: _Slot, column: Column, margin: int, written: bool) -> str:
    """A cell's text; in a list of units or times its lines stay apart, for a line may be an entry, but for
    lines that reach the column's margin, and where empty lines part entries: those are wrapped. `written`: whoever
    wrote the table parted the lines."""
    if column.role not in ("units", "deadline"):
        return slot.text
    # a blank may part two names, as `fields.units` can tell
    set_right = tidy if column.role == "deadline" else _spaced
    paragraphs = slot.cell.text.split("\n\n") if not written else ()
    if len(paragraphs) > 1:
        return "\n".join(set_right(tidy(paragraph)) for paragraph in paragraphs)
    lines = [t for line in slot.cell.text.split("\n") if (t := set_right(line))]
    if len(lines) == 1:
        return lines[0]
    text = lines[0] if lines else ""
    if column.role == "deadline" and all(map(is_deadline, lines)):
        return "\n".join(lines)
    units = column.role == "units"
    whole = written and all(map(is_units, lines)) and not any(line[-1] in LEVELS for line in lines[:-1])
    for before, line in itertools.pairwise(lines):
        full = not whole and width(before) >= margin - 1
        # where the next character had room, the end is the writer's
        wrapped = full and width(before) >= margin
        if units and (whole or full) and parted_at_line_end(before, line, wrapped=wrapped):
            text = f"{text}{PARTED}{line}"
        else:
            text = join(text, line) if full else f"{text}\n{line}"
    return text


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _margins(columns: Sequence[Column], matrix: Sequence[Sequence[_Slot | None]]) -> list[int]:
    """The width that each column's cells are wrapped at: the widest of several lines, if many are as wide."""
    out = []
    for k in range(len(columns)):
        lines = [
            width(line.strip())
            for row in matrix
            if (slot := row[k]) is not None and slot.own and "\n" in slot.cell.text
            for line in slot.cell.text.split("\n")[:-1]
            if line
        ]
        widest = max(lines, default=0)
        full = sum(w >= widest - 2 for w in lines)
        out.append(widest - 1 if full >= max(2, 0.4 * len(lines)) else 1 << 20)
    return out


def _is_header(row: Row) -> bool:
    """Whether a row holds header words alone: the second line of a header, or another table's."""
    words = [c.text for c in row.cells if c.text.strip()]
    return len(words) >= 3 and read_header(words) is not None


# What signs a table off: who filled it in and when.
_SIGNER = r"(?:.{0,4}(?:填表|填报|制表|编制|复核|审核|审批|审定|经办|联系|负责)(?:人|者|员|单位|部门|科室|日期|时间)?|.{0,6}领导|联系电话|电话|日期|单位|签字|签章)"
_SIGNING = pattern(rf"{_SIGNER}(?:[(][^()]{{1,8}}[)]|签字|签名|签章|盖章)?\s*:.*", needs=":")
_MADE = pattern(r"[^\d]{2,20}(?:制表|编制|填报|填制|制|印制|汇总|整理)", needs="制填汇整")


def _is_signing(row: Row) -> bool:
    """Whether a row at a table's foot says who filled it in (填表人：  审核人：  联系电话：; 县水利局办公室制 | 2025-3-1; a body
    and a day) and states no task."""
    words = [fold(c.text) for c in row.cells if c.text.strip()]
    if not words:
        return False
    if _SIGNING.fullmatch(words[0]):
        return all(_SIGNING.fullmatch(w) or len(w) <= 12 for w in words)
    rest = [w for w in words if read_date(w) is None]
    # a body alone that does not open its row is one of the units of a task merged over it
    signs = len(rest) < len(words) or row.cells[0].column == 0
    return len(rest) <= 1 and all(_MADE.fullmatch(w) or (signs and is_body(w)) for w in rest)


_NOTE = pattern(r"(?:附?注|备注|(?:填[表报])?说明)(?:\d?[:.、].*)?", needs="注说")


def _is_note(row: Row) -> bool:
    """Whether a row at a table's foot is a note to it (备注 | 逾期须说明; 注：1.…)."""
    words = [fold(c.text) for c in row.cells if c.text.strip()]
    return 0 < len(words) <= 2 and bool(_NOTE.fullmatch(words[0]))


SUMS = frozenset("合计 总计 小计 共计".split())
_LONGEST_SUM = 12


def _is_sum(row: Row) -> bool:
    """Whether a row sums others up (合计 | 10项): no sentence stands in it."""
    words = [fold(c.text) for c in row.cells if c.text.strip()]
    return bool(words) and words[0] in SUMS and all(len(word) <= _LONGEST_SUM for word in words[1:])


def _same_header(words: Sequence[str], header: Sequence[str]) -> bool:
    filled = [(w, h) for w, h in zip(words, header, strict=False) if w]
    return len(filled) >= 2 and sum(w == h for w, h in filled) >= 0.8 * len(filled)


def _heading_text(grid: Grid, row: Row, slots: Sequence[_Slot | None]) -> str | None:
    """The text of a row that is one heading over the table; None for a row of cells."""
    cells = [c for c in row.cells if c.text.strip()]
    text = tidy(cells[0].text) if cells else ""
    if not cells or any(tidy(c.text) != text for c in cells[1:]):
        return None
    cell = cells[0]
    width = len(grid.columns)
    if row_number(text) or len(text) > 80:
        return None
    if cell.column_span >= max(2, width - 1) or len(cells) >= max(2, width - 1):
        return text
    if sum(1 for s in slots if s is not None and s.own and s.text) != 1:
        return None
    covered = any(s is not None and not s.own and s.text for s in slots)
    # one cell alone in its row: a heading if it is numbered like one, or no cell above covers the others
    marker = read_marker(text)
    if marker and marker.notation in ("han", "part", "han-bracket") and not covered:
        return text
    if (
        len(row.cells) == 1
        and cell.column == 0
        and grid.spans_known
        and not covered
        and text[-1] not in "。；"
    ):
        return text
    return None


_LONGEST_BARE = 20
_NO_NAME = pattern("[。；;，,]")


def _bare_headings(grid: Grid, matrix: Sequence[Sequence[_Slot | None]]) -> dict[int, str]:
    """The rows that name a group in one cell and leave the others empty, as a heading row is left that was merged over
    the table: in the numbers' column, over a row of several cells; in the content's, if no group's column stands before
    it, several rows do so and every other row has its number or whom it charges."""
    numbers, content = grid.indices("number"), grid.indices("content")[0]
    before = [c.role for c in grid.columns[:content]]
    charged = [k for k, c in enumerate(grid.columns) if c.role in ("units", "deadline")]
    filled = [{k: s for k, s in enumerate(slots) if s is not None and s.text} for slots in matrix]
    found: dict[int, str] = {}
    in_content = []
    for n, (own, below) in enumerate(itertools.pairwise(filled)):
        ((k, slot),) = own.items() if len(own) == 1 else ((-1, None),)
        if slot is None or not slot.own or len(below) < min(3, len(grid.columns)):
            continue
        text = slot.text
        if row_number(text) or len(text) > _LONGEST_BARE or _NO_NAME.search(text) or is_deadline(text):
            continue
        if k == 0 and k in numbers:
            found[n] = text
        elif k == content and before in ([], ["number"]) and not grid.wrapped:
            in_content.append(n)
    told = numbers or charged
    rest = [own for n, own in enumerate(filled) if own and n not in in_content and n not in found]
    if len(in_content) > 1 and all(any(k in own for k in told) for own in rest):
        found |= {n: filled[n][content].text for n in in_content}
    return found


def _numbered_heading(grid: Grid, slots: Sequence[_Slot | None]) -> tuple[str, str] | None:
    """(number, name) of a row that only names a group, with 一 or （一） in the numbers' column and nothing else."""
    numbers = grid.indices("number")
    if not numbers or any(s is not None and not s.own and s.text for s in slots):
        return None
    filled = [(k, s.text) for k, s in enumerate(slots) if s is not None and s.text and s.first_column]
    if len(filled) != 2 or filled[0][0] != numbers[0]:
        return None
    (_, number), (k, name) = filled
    han = row_number(number) is not None and not any(
        char.isdigit() and char.isascii() for char in fold(number)
    )
    grouping = grid.columns[k].role in ("category", "content") and len(name) <= 40 and name[-1] not in "。；"
    return (number, name) if han and grouping else None


def _push(headings: list[tuple[Marker | None, str]], text: str, marker: Marker | None) -> None:
    """Puts a heading row in the place that its number gives it: 一、 ends what came before, （一） stands under 一、."""
    level = marker.level if marker else 0
    while headings:
        last = headings[-1][0]
        if last is not None and marker is not None and last.level < level:
            break
        if last is None and marker is not None and marker.value > 1:
            break
        headings.pop()
    headings.append((marker, text))


_FIT = -2.0


def _realign(row: GridRow, columns: Sequence[Column]) -> None:
    """Moves the cells of a row that stands off its columns to where each can be read.

    A list of units in the content's place does not read as content, a sentence does not read as units.
    Only a row in which a cell contradicts its column is touched, and only for a clearly better reading.
    """
    filled = [(k, c) for k, c in enumerate(row.cells) if c]
    if len(filled) < 2 or len(row.cells) > len(columns):
        return
    # numbers, units and times contradict a wrong column at once; prose would have to be read at length
    content = next(k for k, c in enumerate(columns) if c.role == "content")
    if row.cells[content] and all(
        cell_fit(columns[k], c) > _FIT
        for k, c in filled
        if columns[k].role in ("number", "units", "deadline")
    ):
        return
    now = sum(cell_fit(columns[k], c) for k, c in filled)
    if all(cell_fit(columns[k], c) > _FIT for k, c in filled):
        return
    tokens = [Token(c, row.places[k] or row.where, row_break=n == 0) for n, (k, c) in enumerate(filled)]
    found = rows_of(tokens, columns, wrapped=False)
    if len(found) != 1 or found[0].heading or any(len(part) != 1 for part in found[0].cells.values()):
        return
    then = sum(cell_fit(columns[k], joined(part)) for k, part in found[0].cells.items())
    if then <= now + 3:
        return
    cells: list[str | None] = [None] * len(columns)
    places: list[Where | None] = [None] * len(columns)
    for k, part in found[0].cells.items():
        cells[k], places[k] = joined(part), stretch(p.where for p in part)
    for k, column in enumerate(columns):
        if cells[k] is None and column.role != "category":
            cells[k] = ""
    row.cells, row.places = cells, places
    row.own = [c is not None for c in cells]
    row.shifted = True


def _goes_on(grid: Grid, row: GridRow, content: int) -> bool:
    """Joins a row that only goes on the cells above it (the other half of a row that a page cut)."""
    above = grid.rows[-1]
    numbers = grid.indices("number")
    if not numbers or any(row.cells[k] for k in numbers) or not any(above.cells[k] for k in numbers):
        return False
    if not row.cells[content] or any(row.cells[k] for k in grid.indices("category")):
        return False
    text = above.cells[content] or ""
    later = [k for k in range(len(row.cells)) if k != content and row.cells[k]]
    if later or not text or text[-1] in "。；;":
        return False
    above.cells[content] = text + (row.cells[content] or "")
    above.where = above.where.to(row.where)
    before, rest = above.places[content], row.places[content]
    above.places[content] = before.to(rest) if before and rest else before or rest
    return True
