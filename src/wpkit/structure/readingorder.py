"""Cells, or their lines, in reading order below header words → a `Table`.

The header's first words say how many columns there are; `stream` finds the rows. Columns of numbers and groups that no
header word tells of are added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wpkit.blocks import Cell, Line, Row, Table, Where, stretch
from wpkit.fields.headings import header_kind, is_group_header
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.structure.columns import WHOLE_WORDS, Column, cell_fit, read_header
from wpkit.structure.reflow import width
from wpkit.structure.stream import StreamRow, Token, joined, names_bodies, rows_of

_PIECE = pattern(r"[^ \t\u3000]+")


def line_tokens(lines: Sequence[Line], *, split: bool = True) -> list[Token]:
    """The lines as tokens, a token a line or, with `split`, a token for each piece between blanks."""
    out = []
    for line in lines:
        text = line.text.strip()
        if not split:
            out.append(Token(text, line.where, gap=bool(line.gap)))
            continue
        end = 0
        for k, match in enumerate(_PIECE.finditer(text)):
            # one blank parts two cells; where rows are printed so, another stands for an empty cell
            skips = match.start() - end - 1 if k else 0
            end = match.end()
            out.append(
                Token(match.group(), line.where, same_line=k > 0, gap=bool(line.gap) and k == 0, skips=skips)
            )
    return out


def by_lines(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each line."""
    rows: list[list[Token]] = []
    for token in tokens:
        if token.same_line:
            rows[-1].append(token)
        else:
            rows.append([token])
    return rows


_MAX_HEADER = 14


def header_size(tokens: Sequence[Token], *, wraps: bool = True) -> tuple[tuple[Column, ...], int] | None:
    """The columns that the first tokens state and how many tokens they are; with `wraps` a header word may
    stand on two lines."""
    words: list[str] = []
    i = 0
    while i < len(tokens) and len(words) < _MAX_HEADER:
        halves = any(t.text in _HALVES for t in tokens[i : i + 1])
        for length in (1, 2, 3) if wraps else (1, 2) if halves else (1,):
            word = "".join(t.text for t in tokens[i : i + length])
            kind = header_kind(word)
            if kind and not ((wraps or halves) and _wrapped_word(word, tokens[i + length : i + length + 1])):
                i += length
                if i < len(tokens) and _is_note(tokens[i]):
                    word += tokens[i].text
                    i += 1
                words.append(word)
                break
        else:
            # 相关单位 stands among header words, or last of them before the first number
            after = tokens[i + 1].text if i + 1 < len(tokens) else ""
            among = header_kind(after) is not None or row_number(after) is not None
            if len(words) < 2 or not among or not is_group_header(tokens[i].text):
                break
            words.append(tokens[i].text)
            i += 1
    while len(words) >= 3:
        columns = read_header(words)
        if columns and any(c.role in ("units", "deadline") for c in columns):
            return columns, i
        break
    return None


_NOTE = pattern(r"[（(][^（）()]{2,12}[）)]")


def _is_note(token: Token) -> bool:
    """Whether a line below a header word is what a bracket adds to it: 责任科室 / (单位)."""
    return not token.same_line and bool(_NOTE.fullmatch(token.text)) and row_number(token.text) is None


# What narrow columns print on one line of two: 责任 / 领导, 完成 / 时限.
_HALVES = frozenset("责任 完成 牵头 配合 主办 协办 承办 分管 联系 工作 責任 牽頭".split())
_WHOLES = frozenset(
    "领导 单位 部门 科室 处室 股室 站所 人 人员 时限 时间 期限 节点 内容 任务 类别 要求 領導 單位 部門 時限 時間".split()
)


def _wrapped_word(word: str, after: Sequence[Token]) -> bool:
    """Whether a header word goes on with the next token: 完成 / 时间 on two lines."""
    if not after:
        return False
    rest = after[0].text
    kind = header_kind(word + rest)
    if word in _HALVES and rest in _WHOLES and not after[0].same_line:
        return kind is not None
    if kind is None or after[0].same_line or len(rest) > 4:
        return False
    if header_kind(rest) is None:
        # a word that ends like one is whole, whatever the first cell below it says
        return header_kind(word) is None or not word.endswith(WHOLE_WORDS)
    return kind == header_kind(word) == header_kind(rest) and len(word + rest) <= 4


_GROUP = pattern(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")


def is_wrapped(tokens: Sequence[Token]) -> bool:
    """Whether the tokens are printed lines of cells rather than whole cells: lines of prose are equally wide
    then, and most of them unfinished."""
    # the same cell in many rows is no line of prose, nor is a group's name over all columns
    distinct = {t.text: t for t in tokens}.values()
    prose = [(wide, t) for t in distinct if (wide := width(t.text)) >= 30 and not _GROUP.match(t.text)]
    if len(prose) < 4:
        return False
    widths = Counter(w for w, _ in prose)
    margin = max(widths, key=lambda w: (sum(n for v, n in widths.items() if w - 4 <= v <= w), w))
    full = [t for w, t in prose if margin - 4 <= w <= margin]
    # a list of whole names is no line that goes on
    unfinished = sum(t.text[-1] not in "。；;）)”》" and not is_units(t.text) for t in full)
    return margin <= 110 and len(full) >= max(3, 0.3 * len(prose)) and unfinished >= 0.5 * len(full)


_GENERIC = (Column("number"), Column("category"), Column("content"), Column("units"), Column("deadline"))


def table_of(
    tokens: list[Token], *, wrapped: bool, header: tuple[tuple[Column, ...], int] | None = None
) -> Table | None:
    """A table from cells (or their lines) in reading order; None where they make no sense as one."""
    found = header or header_size(tokens, wraps=wrapped)
    if found:
        columns, count = found
    else:
        columns, count = _GENERIC, 0
    head, body = tokens[:count], _without_repeats(tokens[count:], tokens[:count])
    if found and body and row_number(body[0].text) and not any(c.role == "number" for c in columns):
        columns = (Column("number"), *columns)
    columns = _with_number(_with_groups(columns, body), body)
    rows = _grouped_alike(rows_of(body, columns, wrapped=wrapped), columns)
    content = [k for k, c in enumerate(columns) if c.role == "content"]
    whole = sum(1 for r in rows if any(k in r.cells for k in content) and len(r.cells) >= 2)
    if whole < 1 or (not found and whole < 0.6 * len(rows)):
        return None
    out = [_header_row(columns, head)] if head else []
    # where rows lack their bodies, merged over them, a time that is missing is merged over them as well
    units = [k for k, c in enumerate(columns) if c.role == "units"]
    merged = any(not r.heading and units and not any(k in r.cells for k in units) for r in rows)
    out.extend(_row(r, columns, lists=not wrapped, merged=merged and not wrapped) for r in rows)
    where = tokens[0].where.to(tokens[-1].where)
    # a page prints a merged cell at the middle of its rows, so that no name stands in the first one's
    names = [k for k, c in enumerate(columns) if c.role == "category"]
    first = next((r for r in rows if not r.heading), None)
    whole = not wrapped and first is not None and all(k in first.cells for k in names)
    return Table(
        out, where, spans_known=False, label_first=whole, guessed=not wrapped and _dealt(rows, columns)
    )


def _dealt(rows: Sequence[StreamRow], columns: Sequence[Column]) -> bool:
    """Whether names on lines of their own were dealt out to columns of different roles: nothing tells where the one's end."""
    units = [k for k, c in enumerate(columns) if c.role == "units"]
    if len({columns[k].unit_role for k in units}) < 2:
        return False
    names = [[len(row.cells.get(k, ())) for k in units] for row in rows]
    return any(all(counts) and max(counts) > 1 for counts in names)


def _grouped_alike(rows: Sequence[StreamRow], columns: Sequence[Column]) -> list[StreamRow]:
    """The rows, a heading made the cell of the row below where other rows have names numbered like it in the one column
    of groups: 一、 over rows and 二、 in a cell beside the first of them are groups of one kind."""
    groups = [k for k, c in enumerate(columns) if c.role == "category"]
    if len(groups) != 1:
        return list(rows)
    k = groups[0]
    beside = {m.notation for row in rows if k in row.cells and (m := read_marker(joined(row.cells[k])))}
    out: list[StreamRow] = []
    for row in rows:
        above = out[-1].heading if out else None
        if above and not row.heading and k not in row.cells:
            marker = read_marker(joined(above))
            if marker is not None and marker.notation in beside:
                row.cells[k] = above
                out.pop()
        out.append(row)
    return out


def _with_number(columns: tuple[Column, ...], body: Sequence[Token]) -> tuple[Column, ...]:
    """The columns with one for numbers where cells are numbers and no header word tells of one."""
    if any(c.role == "number" for c in columns):
        return columns
    numbers = sum(row_number(t.text) is not None and t.text[0] not in "一二三四五六七八九十" for t in body)
    if numbers >= 3 and numbers * len(columns) * 3 >= len(body):
        # a number stands before the content: the grouping cells left of it are merged over it
        at = next((k for k, c in enumerate(columns) if c.role == "content"), 0)
        return (*columns[:at], Column("number"), *columns[at:])
    return columns


_GROUPS = ("part", "han", "han-bracket")


def _with_groups(columns: tuple[Column, ...], body: Sequence[Token]) -> tuple[Column, ...]:
    """The columns with one for each level of groups that rows open (一、… / （一）… / and then a number or a content),
    where fewer header words tell of them."""
    levels = [m.level if (m := read_marker(t.text)) and m.notation in _GROUPS else 0 for t in body]
    opened: Counter[int] = Counter()
    depth = 0
    for token, level, above in zip(body, levels, [0, *levels], strict=False):
        if level:
            depth = depth + 1 if 0 < above < level else 1
            continue
        if row_number(token.text) or (depth > 1 and cell_fit(_CONTENT, token.text) > 0):
            opened[depth] += 1
        depth = 0
    deepest = max((d for d, n in opened.items() if n > 1), default=0)
    groups = [k for k, c in enumerate(columns) if c.role == "category"]
    # left of the content they are, and of a number that is not the table's first column
    at = groups[-1] + 1 if groups else next((k for k, c in enumerate(columns) if c.role == "content"), 0)
    return (*columns[:at], *[Column("category")] * (deepest - len(groups)), *columns[at:])


_CONTENT = Column("content")


def _without_repeats(body: list[Token], head: Sequence[Token]) -> list[Token]:
    """The cells without the header that is printed again on each page."""
    words = [t.text for t in head]
    if len(words) < 2:
        return body
    out: list[Token] = []
    i = 0
    while i < len(body):
        if body[i].text == words[0] and [t.text for t in body[i : i + len(words)]] == words:
            i += len(words)
            continue
        out.append(body[i])
        i += 1
    return out


def _header_row(columns: Sequence[Column], head: Sequence[Token]) -> Row:
    where = head[0].where.to(head[-1].where)
    return Row([Cell(c.title, k, where=where) for k, c in enumerate(columns)], where)


def _row(row: StreamRow, columns: Sequence[Column], *, lists: bool, merged: bool) -> Row:
    """`lists`: a cell of units on several lines has whole names on them. `merged`: no cell is missing because it is empty."""
    if row.heading:
        where = row.heading[0].where.to(row.heading[-1].where)
        return Row([Cell(joined(row.heading), 0, column_span=len(columns), where=where)], where)
    cells = []
    for k, part in sorted(row.cells.items()):
        names = lists and columns[k].role == "units" and len(part) > 1 and names_bodies(part)
        text = "、".join(t.text.rstrip("、，,；; ") for t in part) if names else joined(part)
        cells.append(Cell(text, k, where=stretch(p.where for p in part)))
    first = min((c.where for c in cells), key=lambda w: w.line or 0)
    last = max((c.where for c in cells), key=lambda w: w.end_line or w.line or 0)
    # an empty last cell leaves no line behind; a missing list of units, or a time before the content, is one merged
    # over its rows
    content = next((k for k, c in enumerate(columns) if c.role == "content"), 0)
    cells += [
        Cell("", k, where=first)
        for k, c in enumerate(columns)
        if k not in row.cells and c.role == "deadline" and k > content and not merged
    ]
    if first.box is None:
        return Row(cells, first.to(last))
    return Row(cells, stretch(sorted((c.where for c in cells), key=lambda w: w.page or 0)))


def cell_of(parts: Sequence[tuple[str, Where]], column: int, row: Where) -> Cell:
    """A cell set on one or several lines, in the place of these lines."""
    where = parts[0][1].to(parts[-1][1]) if parts else row
    return Cell("\n".join(text for text, _ in parts), column, where=where)
