"""Tables that a text export printed as lines → `Table` blocks among the other lines.

The forms, by what marks them: tabs between cells; "|" between cells, a row a line or a cell a line; a tab before
each cell; a header whose words stand on one line or on lines of their own, with the cells below it in
reading order; columns that a ruler of dashes measures out (`rulers`); columns at fixed places of the line
(`setcolumns`). Rows and columns that the export lost are found by `stream`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from wpkit.blocks import Block, Cell, Line, Paragraph, Row, Table, Where, stretch
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import header_kind, is_group_header
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.structure.columns import WHOLE_WORDS, Column, cell_fit, columns_by_cells, fits, read_header
from wpkit.structure.drawn import drawn_table, is_rule
from wpkit.structure.grid import SUMS
from wpkit.structure.headers import Spread, lay_header, spread_header, whole_words
from wpkit.structure.reflow import width as _width
from wpkit.structure.stream import StreamRow, Token, joined, row_score, rows_of
from wpkit.structure.unmarked import unmarked_table
from wpkit.text import join

_RULE = pattern(r"[\s|:+\-—=─━┌┐└┘├┤┬┴┼]+")
_BLANKS = pattern(r"[ \t\u3000]+")
_PIECE = pattern(r"[^ \t\u3000]+")


def _piped(text: str) -> str:
    """With one sign for all that look like it."""
    for sign in "｜│┃∣":
        text = text.replace(sign, "|")
    return text


def find_tables(blocks: list[Block]) -> list[Block]:
    """The blocks with every table that stands in their lines put together."""
    out: list[Block] = []
    run: list[Line] = []
    for block in [*blocks, None]:
        if isinstance(block, Line):
            run.append(block)
            continue
        if run:
            out.extend(_in_run(run))
            run = []
        if block is not None:
            out.append(block)
    return out


_LEAST_WORDS = 3


def find_in_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with every table put together whose cells are paragraphs, as pages that set tables without table
    elements have them: header words one below the other and what follows, in reading order."""
    out: list[Block] = []
    i = 0
    while i < len(blocks):
        heads = [b for b in blocks[i : i + _LEAST_WORDS] if isinstance(b, Paragraph)]
        if len(heads) == _LEAST_WORDS and all(header_kind(p.text) is not None for p in heads):
            run = list(itertools.takewhile(lambda b: isinstance(b, Paragraph), blocks[i:]))
            lines = [Line(p.text, p.where) for p in run if isinstance(p, Paragraph) and p.text.strip()]
            found = _headed(lines, 0) if len(lines) == len(run) else None
            if found is not None:
                out += found[0]
                i += found[1]
                continue
        out.append(blocks[i])
        i += 1
    return out


# A reader that finds no table may have looked at every line to the end. Lines that may begin a table and begin
# none are tried until that has come to so many looks in all, for a run this long and for each of its lines.
_LOOKS, _LOOKS_A_LINE = 100_000, 4


_READERS: list[
    Callable[[list[Line], int], tuple[list[Block], int] | None]
] = []  # in the order they are tried


def _in_run(lines: list[Line]) -> list[Block]:
    out: list[Block] = []
    lines = whole_words(lines)
    i, looks = 0, _LOOKS + _LOOKS_A_LINE * len(lines)
    while i < len(lines):
        if out and out[-1] is lines[i - 1] and lines[i - 1].text == lines[i].text == _text_at(lines, i + 1):
            # where the line above began no table, the same words between it and a third such line do not either
            out.append(lines[i])
            i += 1
            continue
        for reader in _READERS if looks > 0 else _READERS[-1:]:
            found = reader(lines, i)
            if found:
                tables, i = found
                out.extend(tables)
                break
        else:
            if looks > 0 and _may_begin(lines[i].text):
                looks -= len(lines) - i
            out.append(lines[i])
            i += 1
    return out


def _text_at(lines: Sequence[Line], i: int) -> str | None:
    return lines[i].text if i < len(lines) else None


_LONGEST_HALF = 6  # of a header word on two lines


def _may_begin(text: str) -> bool:
    """Whether readers may have looked far below a line: it begins with a mark of cells or a header word, or its pieces
    stand apart and one is such a word or all may be halves of one."""
    stripped = text.strip()
    if (text.startswith("\t") and "\t" not in stripped) or "|" in _piped(text):
        return True
    pieces = _BLANKS.split(stripped)
    if header_kind(pieces[0]) is not None or _NUMBERED_CARD.match(stripped):
        return True
    return ("  " in stripped or "\u3000" in stripped) and (
        all(len(piece) <= _LONGEST_HALF for piece in pieces)
        or any(header_kind(piece) is not None for piece in pieces)
    )


# Tabs -------------------------------------------------------------------------------------------


def _tabbed(line: Line) -> bool:
    return "\t" in line.text.strip()


def _tab_rows(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """Rows whose cells are parted by tabs; a line without one goes on the cell above it."""
    if not _tabbed(lines[start]):
        return None
    end, last = start, start
    while end < len(lines) and end - last <= 6:
        if "\t" in lines[end].text and (_tabbed(lines[end]) or last > start):
            if end - last > 1 and read_header([c.strip() for c in lines[end].text.split("\t")]):
                break  # another table, with words of its own above it
            last = end
        end += 1
    if _opens_quote(lines[last].text):
        # the last row's last cell goes on over lines of its own
        last = next((i for i in range(last + 1, end) if lines[i].text.rstrip().endswith('"')), last)
    region = lines[start : last + 1]
    counts = Counter(line.text.count("\t") + 1 for line in region if _tabbed(line))
    words = [c.strip() for c in region[0].text.split("\t")]
    header = read_header(words)
    if header:
        body = [[c.strip() for c in line.text.split("\t")] for line in region[1:] if _tabbed(line)]
        if (laid := lay_header(words, body)) is not None:
            words, header = laid
    width = len(header) if header else counts.most_common(1)[0][0]
    if width < 2 or (len(region) < 3 and not header):
        return None
    rows: list[list[str]] = []
    wheres: list[Where] = []
    gaps: list[bool] = []
    notes: list[Block] = []
    heading = False  # the row above is a group's name on a line of its own: nothing goes on in it
    for line, noted in zip(region, _notes(region, lambda line: "\t" in line.text), strict=True):
        cells = [c.strip() for c in line.text.split("\t")]
        quoted = bool(rows) and _opens_quote(rows[-1][-1])
        if noted and not quoted:
            notes.append(line)
            continue
        if quoted or (
            rows
            and not heading
            and (len(cells) == 1 or len(rows[-1]) < width)
            and len(rows[-1]) + len(cells) - 1 <= width
            and (len(cells) > 1 or not _own_row(line, width))
            and not (len(cells) > 1 and _begins_row(rows[-1], cells, header))
        ):
            # the row above broke inside a cell
            rows[-1][-1] = f"{rows[-1][-1]}\n{cells[0]}" if rows[-1][-1] else cells[0]
            rows[-1][-1] = _unquoted(rows[-1][-1])
            rows[-1].extend(cells[1:])
            wheres[-1] = wheres[-1].to(line.where)
            continue
        heading = bool(rows) and len(cells) == 1 and _own_row(line, width)
        rows.append(cells if rows else words)
        wheres.append(line.where)
        gaps.append(bool(line.gap))
    if header:
        # an export that cuts blanks off the ends of lines cuts off empty last cells
        ends = [c.role for c in header]
        for cells in rows:
            if (
                1 < len(cells) < width
                and all(r in ("units", "deadline", "other") for r in ends[len(cells) :])
                and _short_row(cells, header) is None
            ):
                cells += [""] * (width - len(cells))
    table_rows: list[Row] = []
    merged = False
    over: list[Cell] = []  # the cell above in each column
    for n, (cells, where, gap) in enumerate(zip(rows, wheres, gaps, strict=True)):
        columns: Sequence[int] = range(len(cells))
        if header and len(over) == width and (found := _short_row(cells, header)) is not None:
            columns, merged = found, True
            for k in set(range(width)) - set(columns):
                over[k].row_span += 1
        made = [Cell(_unquoted(t), k, where=where) for k, t in zip(columns, cells, strict=True)]
        table_rows.append(Row(made, where, new_page=gap and n > 0))
        if len(columns) < width and merged and len(over) == width:
            for cell in made:
                over[cell.column] = cell
        elif n and len(cells) > 1:
            over = made[:] if len(cells) == width else []
    table = Table(table_rows, region[0].where.to(region[-1].where), spans_known=False, label_first=merged)
    return [table, *notes], last + 1


def _opens_quote(text: str) -> bool:
    """Whether the last cell begins with a quotation mark that it does not close."""
    cell = text.rpartition("\t")[2].strip()
    return cell.startswith('"') and cell.count('"') % 2 == 1


def _unquoted(cell: str) -> str:
    """A cell without the quotation marks that a spreadsheet puts around one of several lines."""
    whole = len(cell) > 2 and cell[0] == cell[-1] == '"' and '"' not in cell[1:-1].replace('""', "")
    return cell[1:-1].replace('""', '"') if whole else cell


_NOTE = pattern(
    r"(?:附?注|备注|備註|说明|說明|填表说明)(?:\s*[:：]|\s*\d[.、．:：])|[※★*＊]\s*(?:注|备注)?[:：]?(?=[^\W\d])"
)


def _notes(region: Sequence[Line], of_row: Callable[[Line], bool]) -> list[bool]:
    """Which lines of a table's region are notes between its rows (注：…) with what goes on them."""
    out: list[bool] = []
    for line in region:
        noted = not of_row(line) and (bool(out and out[-1]) or bool(_NOTE.match(line.text.strip())))
        out.append(noted)
    return out


def _own_row(line: Line, width: int) -> bool:
    """Whether a line without a tab is a heading row of its own rather than the rest of a cell."""
    marker = read_marker(line.text)
    return marker is not None and marker.notation in ("han", "part", "han-bracket") and width > 1


def _begins_row(above: Sequence[str], cells: Sequence[str], header: Sequence[Column] | None) -> bool:
    """Whether a line of too few cells is a row of its own below another such row: it begins with its number, with the
    word of a sum or with empty cells, or both rows read as rows do whose other cells are merged over them."""
    if "".join(cells[0].split()) in SUMS or not any(cells[:2]):
        return True
    if header is None:
        return False
    if header[0].role == "number" and row_number(cells[0]) is not None:
        return True
    return all(_short_row(row, header) is not None for row in (above, cells))


def _short_row(cells: Sequence[str], header: Sequence[Column]) -> tuple[int, ...] | None:
    """The columns of a row that lacks the cells merged over it, as a page's table is copied; None where its cells read
    well in the first columns, or in no others either."""
    missing = len(header) - len(cells)
    if not 0 < missing < len(header) - 1 or len(header) > _MOST_COLUMNS or not cells[0]:
        return None
    if fits(cells, header):
        return None
    kept = [k for k, c in enumerate(header) if c.role in ("content", "number")]
    best: tuple[float, tuple[int, ...]] | None = None
    for columns in itertools.combinations(range(len(header)), len(cells)):
        chosen = [header[k] for k in columns]
        # what is merged over a row is no content of it
        if any(k in kept and cell for k, cell in zip(columns, cells, strict=True)) and fits(cells, chosen):
            score = sum(cell_fit(c, cell) for c, cell in zip(chosen, cells, strict=True) if cell)
            # of two groups the outer one is merged over the row
            if best is None or score >= best[0]:
                best = score, columns
    return best[1] if best else None


_MOST_COLUMNS = 12


def _tab_cells(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """A cell a line, each with a tab before it."""
    if not lines[start].text.startswith("\t") or _tabbed(lines[start]):
        return None
    end = start
    while (
        end < len(lines)
        and not _tabbed(lines[end])
        and (lines[end].text.startswith("\t") or not lines[end].gap)
    ):
        end += 1
    region = lines[start:end]
    if sum(line.text.startswith("\t") for line in region) < 6:
        return None
    tokens: list[Token] = []
    for line in region:
        if line.text.startswith("\t") or not tokens:
            tokens.append(Token(line.text.strip(), line.where, gap=bool(line.gap)))
        else:
            tokens[-1].text = f"{tokens[-1].text}\n{line.text.strip()}"
            tokens[-1].where = tokens[-1].where.to(line.where)
    table = _from_cells(tokens, wrapped=False)
    return ([table], end) if table else None


# "|" --------------------------------------------------------------------------------------------


def _pipes(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """Cells parted by "|": a row a line where most lines hold several, else a cell a line."""
    # the first cell of a cell-a-line table has its mark on the next line
    below = _piped(lines[start + 1].text).strip() if start + 1 < len(lines) else ""
    ruled = "|" in below and is_rule(lines[start].text)
    if "|" not in _piped(lines[start].text) and below != "|" and not ruled:
        return None
    end, last = start, start
    while end < len(lines) and end - last <= 8:
        text = _piped(lines[end].text)
        if "|" in text or (end - last <= 1 and is_rule(text)):
            if end - last > 1 and read_header(
                [c.strip() for c in _unmarked(text).strip().strip("|").split("|")]
            ):
                break  # another table, with words of its own above it
            last = end
        end += 1
    region = lines[start : last + 1]
    drawn = drawn_table(region)
    if drawn is not None:
        return [drawn], last + 1
    texts = [_unmarked(_piped(line.text)).strip() for line in region]
    piped = [t for t in texts if "|" in t]
    if len(piped) < 3:
        return None
    full = sum(len([c for c in t.split("|") if c.strip()]) >= 2 for t in piped)
    if full and full >= 0.4 * sum(bool(t.strip("| ")) for t in piped):
        noted = _notes(region, lambda line: "|" in _piped(line.text))
        notes = [line for line, n in zip(region, noted, strict=True) if n]
        kept = [k for k, n in enumerate(noted) if not n]
        table = _pipe_rows([region[k] for k in kept], [texts[k] for k in kept])
        return ([table, *notes], last + 1) if table else None
    table = _pipe_cells(region, texts)
    return ([table], last + 1) if table else None


_MOST_BARS_A_ROW, _MOST_BARS_A_LINE = 15, 2500


def _bar_stream(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """A whole notice on one line with "|" between all of its pieces: each is a line, and a table begins where the
    pieces are header words."""
    text = _piped(lines[start].text)
    # all pieces have one place, so that accounting for them takes the square of their number
    if not _MOST_BARS_A_ROW < text.count("|") < _MOST_BARS_A_LINE:
        return None
    where = lines[start].where
    pieces = [Line(t, where) for piece in text.split("|") if (t := piece.strip())]
    kinds = [header_kind(piece.text) is not None for piece in pieces]
    at = next((i for i in range(len(kinds) - 2) if all(kinds[i : i + 3])), None)
    found = _headed(pieces, at) if at is not None else None
    if found is None or at is None:
        return None
    return [*pieces[:at], *found[0], *pieces[found[1] :]], start + 1


_MARKUP = pattern(r"\*\*|__")


def _unmarked(text: str) -> str:
    """A line of a Markdown table without its marks of emphasis; <br> parts lines of a cell."""
    return _MARKUP.sub("", text).replace("<br/>", "\n").replace("<br />", "\n").replace("<br>", "\n")


def _pipe_rows(region: list[Line], texts: list[str]) -> Table | None:
    first = next(t for t in texts if "|" in t)
    closed = first.endswith("|") and sum(t.endswith("|") for t in texts if "|" in t) >= 0.7 * len(texts)
    head = [c.strip() for c in first.strip("|").split("|")]
    width, named = len(head), read_header(head)
    rows: list[tuple[list[str], Where, bool]] = []
    open_row = False
    for line, text in zip(region, texts, strict=True):
        if not text.strip("| \t") or (_RULE.fullmatch(text) and ("-" in text or "─" in text or "=" in text)):
            continue
        bare = text.removeprefix("|")
        cells = [c.strip() for c in bare.removesuffix("|").split("|")]
        if rows and (open_row or _breaks_off(rows[-1][0], cells, line, width, named, closed=closed)):
            above = rows[-1][0]
            above[-1] = f"{above[-1]}\n{cells[0]}" if above[-1] and cells[0] else above[-1] or cells[0]
            above.extend(cells[1:])
            rows[-1] = (above, rows[-1][1].to(line.where), rows[-1][2])
        else:
            rows.append((cells, line.where, bool(line.gap)))
        open_row = closed and not text.endswith("|")
    if len(rows) < 2:
        return None
    at, spread = _spread(rows)
    if spread is not None:
        header_at: int | None = at + 1
    else:
        header_at = next((i for i, (cells, _, _) in enumerate(rows[:4]) if read_header(cells)), None)
    width = max(len(rows[header_at][0]) if header_at is not None else 0, *(len(c) for c, _, _ in rows))
    header = read_header(rows[header_at][0]) if header_at is not None else None
    if spread is not None:
        header = spread.columns
    elif header_at is not None and header is not None:
        words, where, gap = rows[header_at]
        if (laid := lay_header(words, [cells for cells, _, _ in rows[header_at + 1 :]])) is not None:
            rows[header_at], header = (laid[0], where, gap), laid[1]
    if header is None:
        full = [cells for cells, _, _ in rows if sum(map(bool, cells)) == width]
        header = columns_by_cells(full or [c for c, _, _ in rows])
    header = tuple(header) + (Column("other"),) * (width - len(header))
    out = []
    for n, (cells, where, gap) in enumerate(rows):
        if spread is not None and at <= n <= at + 1:
            out.append(spread.rows(rows[at][1], rows[at + 1][1])[n - at])
            continue
        if header_at is not None and n <= header_at:
            out.append(Row([Cell(t, k, where=where) for k, t in enumerate(cells)], where))
            continue
        out.append(Row(_placed(cells, header, where), where, new_page=gap))
    return Table(out, region[0].where.to(region[-1].where), spans_known=False, label_first=True)


def _breaks_off(
    above: Sequence[str],
    cells: Sequence[str],
    line: Line,
    width: int,
    header: Sequence[Column] | None,
    *,
    closed: bool,
) -> bool:
    """Whether a row that no mark closes broke inside its last cell, so that a line goes on it. A group's name on a
    line of its own does not, nor a line that makes the row longer than the first, or that reads as a row does."""
    if len(cells) == 1:
        return "|" not in _piped(line.text) and (closed or not _own_row(line, width))
    if closed or len(above) < 2 or len(above) + len(cells) - 1 > width:
        return False
    if header is not None and fits(cells, header):
        return False
    return read_marker(cells[0]) is None and row_number(cells[0]) is None


def _spread(rows: Sequence[tuple[list[str], Where, bool]]) -> tuple[int, Spread | None]:
    """A header on two rows and the place of its first; (0, None) where there is none."""
    for i in range(min(4, len(rows) - 2)):
        found = spread_header(rows[i][0], rows[i + 1][0], [cells for cells, _, _ in rows[i + 2 :]])
        if found is not None:
            return i, found
    return 0, None


def _placed(cells: list[str], columns: Sequence[Column], where: Where) -> list[Cell]:
    """A row's cells in the columns that they can be read as: a row below a merged cell has fewer of them.

    Exports that fill such rows up to full length put the missing cells last; so a row stays as it is printed
    only if no other order of its cells reads better.
    """
    filled = [c for c in cells if c]
    printed = [Cell(text, k, where=where) for k, text in enumerate(cells)]
    whole = len(cells) == len(columns)
    if whole and (len(filled) == len(cells) or not filled):
        return printed
    if len(filled) == 1:
        return [c for c in printed if c.text] if not whole else printed
    tokens = [Token(text, where, row_break=k == 0) for k, text in enumerate(filled)]
    rows = rows_of(tokens, columns, wrapped=False)
    if len(rows) != 1 or rows[0].heading or any(len(part) > 1 for part in rows[0].cells.values()):
        return printed
    found = {k: joined(part) for k, part in rows[0].cells.items()}
    if whole and row_score(dict(enumerate(cells)), columns) + 0.5 >= row_score(found, columns):
        return printed
    out = [Cell(text, k, where=where) for k, text in sorted(found.items())]
    if whole:
        # no cell is missing: what has no words is empty, but for a name that is merged over its rows
        out += [
            Cell("", k, where=where)
            for k, c in enumerate(columns)
            if k not in found and c.role in ("units", "deadline", "other")
        ]
    return out


def _pipe_cells(region: list[Line], texts: list[str]) -> Table | None:
    tokens: list[Token] = []
    parts: list[tuple[str, Where, bool]] = []
    gap = False
    empty = 0  # marks since the last words: one closes a cell, a second closes the row or an empty cell
    for line, text in zip(region, texts, strict=True):
        pieces = text.split("|")
        for k, piece in enumerate(pieces):
            if piece.strip():
                if not parts:
                    gap = empty > 1
                parts.append((piece.strip(), line.where, gap))
                empty = 0
            if k < len(pieces) - 1:
                empty += 1
                if parts:
                    tokens.append(_cell_token(parts))
                    parts = []
    if parts:
        tokens.append(_cell_token(parts))
    table = _from_cells(tokens, wrapped=False)
    if table is not None:
        table.label_first = True
    return table


def _cell_token(parts: Sequence[tuple[str, Where, bool]]) -> Token:
    text = "\n".join(part for part, _, _ in parts)
    return Token(text, stretch(where for _, where, _ in parts), gap=parts[0][2])


# A header and what follows it -----------------------------------------------------------------------


def _headed(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """A table below header words that stand on one line, parted by blanks, or on lines of their own."""
    text = lines[start].text
    if len("".join(text.split())) > 60 or header_kind(_BLANKS.split(text.strip())[0]) is None:
        return None
    # header words on lines of their own: a line is a cell, blanks in it part nothing
    split = len(_BLANKS.split(text.strip())) >= 3
    if not _header_size(_line_tokens(lines[start : start + 24], split=split)):
        return None
    tokens = _line_tokens(lines[start:], split=split)
    if split:
        tokens = _knit(tokens)
    wrapped = _wrapped(tokens)
    size = _header_size(tokens, wraps=wrapped)
    if not size:
        return None
    columns, count = size
    body = tokens[count:]
    # header words on a line that also holds more belong to no table
    if not body or body[0].same_line:
        return None
    end = _before_signature(
        lines, start, _tail(lines, start), split=split, timed=columns[-1].role == "deadline"
    )
    notes = [] if wrapped else [n for n in range(start, end) if _NOTE.match(lines[n].text.strip())]
    noted = {id(lines[n].where) for n in notes}
    body = [
        t
        for t in body
        if (t.where.line is None or end >= len(lines) or t.where < lines[end].where)
        and id(t.where) not in noted
    ]
    body = _with_whole_names(body, columns) if split else body
    table = _from_cells([*tokens[:count], *body], wrapped=wrapped, header=(columns, count))
    return ([table, *(lines[n] for n in notes)], end) if table else None


_ABOVE = 4  # lines of a title that may begin like a header


def _of_page(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """A table whose cells an exporter printed out of their rows' order."""
    text = lines[start].text
    first = _BLANKS.split(text.strip())[0]
    if len(first) == 1 and start + 1 < len(lines):
        first += lines[start + 1].text.strip()  # a narrow column's word, a character a line
    if len("".join(text.split())) > 60 or header_kind(first) is None:
        return None
    # most notices hold no such table: the reader of one is loaded for those that may
    from wpkit.structure.pieces import NEAR, read_scattered
    from wpkit.structure.spilled import UNREAD, quality, reader_of, spilled_table

    near = lines[start : start + NEAR]
    if any("\t" in line.text.strip() or "|" in _piped(line.text) for line in near):
        return None
    header = read_scattered(near)
    if header is None:
        return None
    begin = start
    while not (first in header.words and begin == start) and not all(
        word in header.words for word in lines[begin].text.split()
    ):
        begin += 1
        if begin - start > _ABOVE or begin >= len(lines):
            return None
    for reader in (_set_columns, _aligned) if begin > start else ():
        kept = reader(lines, begin)
        if kept is not None:
            return [*lines[start:begin], *kept[0]], kept[1]
    timed = header.columns[-1].role == "deadline"
    end = _before_signature(lines, begin, _tail(lines, begin), split=False, timed=timed)
    plain = _headed(lines, begin)
    told = next((b for b in plain[0] if isinstance(b, Table)), None) if plain else None
    reads, whole = UNREAD, None
    if plain is not None and told is not None:
        whole = [*lines[start:begin], *plain[0]], plain[1]
        roles = [c.role for c in header.columns]
        columns = read_header([c.text for c in told.rows[0].cells])
        # where rows go over several lines, a column without a word may be made up of what those left over
        made_up = len(lines[begin].text.split()) >= _LEAST_WORDS
        if columns is not None and sum(bool(c.title) or not made_up for c in columns) > len(roles):
            return whole
        if columns is not None and [c.role for c in columns] != roles:
            # one of the words found apart may be no header word: a table well read by its own header stands
            if quality(told, reader_of(lines[begin:end], columns)) > -_WELL_READ * len(told.rows):
                return whole
        elif columns is not None:
            if _row_a_line(lines[begin + 1 : end], columns):
                return whole
            reads = quality(told, reader_of(lines[begin:end], columns))
            if reads > -_WELL_READ * len(told.rows):
                # labels of groups, which this does not weigh, are what goes wrong in rows read well otherwise
                printed = _lines_a_cell(lines[begin:end], told)
                if "category" not in roles or printed <= (_LINES_A_CELL if reads >= 0 else _ONE_LINE):
                    return whole
                found = spilled_table(lines[begin:end], header, in_order=True)
                if found is None or not ((found.sure and printed > _LINES_A_CELL) or found.quality > reads):
                    return whole
                return [*lines[start:begin], *found.above, found.table, *found.loose], end
    found = spilled_table(lines[begin:end], header)
    if found is None:
        return whole
    if told is not None and not found.sure:
        # a table read by its rows' order is more likely right than one put together from pieces
        least = reads if found.in_order else reads + _SURELY * len(told.rows)
        if found.quality <= least:
            return whole
    return [*lines[start:begin], *found.above, found.table, *found.loose], end


_WELL_READ, _SURELY = 1.0, 1.0


def _lines_a_cell(lines: Sequence[Line], table: Table) -> float:
    """On how many lines a table's cells are printed, on the whole."""
    cells = sum(bool(c.text.strip()) for row in table.rows for c in row.cells)
    from wpkit.structure.pieces import pieces_of

    return sum(len(pieces_of(line, 0)) for line in lines) / max(cells, 1)


_LINES_A_CELL, _ONE_LINE = 1.3, 1.05


def _row_a_line(lines: Sequence[Line], columns: Sequence[Column]) -> bool:
    """Whether nearly every line is a whole row: a number, and as many cells as there are columns, an empty one for each
    blank too many."""
    rows = _by_lines(_with_whole_names(_line_tokens(lines), columns))
    whole = sum(
        len(row) + sum(t.skips for t in row) == len(columns) and row_number(row[0].text) is not None
        for row in rows
    )
    return 10 * whole >= 9 * len(lines) > 0


_DAY = pattern(
    r"(?:\d{4}|[〇○零一二三四五六七八九十]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)


def _before_signature(lines: Sequence[Line], start: int, end: int, *, split: bool, timed: bool) -> int:
    """Where a body's name and a day of their own close the lines before `end`; else `end`.

    Where a line is a cell they could be the last row's: not if the cell before them closes that row, or if rows do
    not end in a time (`timed`).
    """
    if end - start < 6 or not _DAY.fullmatch(lines[end - 1].text.strip()):
        return end
    name, before = lines[end - 2].text.strip(), lines[end - 3].text.strip()
    if len(_BLANKS.split(name)) > 1 or not is_units(name) or "、" in name:
        return end
    closed = not timed or (len(_BLANKS.split(before)) > 1 if split else is_deadline(before))
    return end - 2 if closed else end


def _line_tokens(lines: Sequence[Line], *, split: bool = True) -> list[Token]:
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


def _knit(tokens: list[Token]) -> list[Token]:
    """The tokens with the second lines of cells that wrap side by side joined to the first (县公 5月31 / 安局 日前)."""
    out: list[Token] = []
    begin = 0  # of the last whole line in out
    i = 0
    while i < len(tokens):
        end = i + 1
        while end < len(tokens) and tokens[end].same_line:
            end += 1
        line, above = tokens[i:end], out[begin:]
        pairs = list(zip(above[-len(line) :], line, strict=False))
        if 2 <= len(line) < len(above) and all(len(t.text) <= 8 for t in line) and _wrap_on(pairs):
            for upper, lower in pairs:
                upper.text = join(upper.text, lower.text)
                upper.where = upper.where.to(lower.where)
        else:
            begin = len(out)
            out.extend(line)
        i = end
    return out


_SENTENCE = pattern("[。；;，,]")


def _with_whole_names(tokens: list[Token], columns: Sequence[Column]) -> list[Token]:
    """The tokens with the pieces of each grouping cell between a row's number and its content joined, where one blank
    parts two cells and each empty cell leaves one more: then the blanks tell how many cells the pieces are of, and
    the pieces of one are lines of a narrow column, equally wide but for the last."""
    roles = [c.role for c in columns]
    groups = roles.index("content") - 1 if "content" in roles else 0
    if groups < 2 or roles[: groups + 1] != ["number"] + ["category"] * groups:
        return tokens
    rows = _by_lines(tokens)
    numbered = [len(row) > 1 and row_number(row[0].text) is not None for row in rows]
    behind = [row[1].skips for number, row in zip(numbered, rows, strict=True) if number]
    # the first row has all its groups; more blanks in it only set the numbers apart
    if not any(behind) or behind[0] or max(behind) > groups:
        return tokens
    out: list[Token] = []
    for number, row in zip(numbered, rows, strict=True):
        content = next((k for k, t in enumerate(row) if k and _SENTENCE.search(t.text)), 0)
        names = row[1:content] if number else []
        filled = groups - sum(t.skips for t in row[1 : content + 1])
        # a blank too many within the pieces parts two cells with an empty one between them: left to the reading of rows
        cells = _cells_of(names, filled) if names and not any(t.skips for t in names[1:]) else None
        out.extend(row if cells is None else [row[0], *cells, *row[content:]])
    return out


def _by_lines(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each line."""
    rows: list[list[Token]] = []
    for token in tokens:
        if token.same_line:
            rows[-1].append(token)
        else:
            rows.append([token])
    return rows


def _cells_of(pieces: Sequence[Token], count: int) -> list[Token] | None:
    """The pieces as one or two whole cells; None where there are more, or their widths do not tell where one ends."""
    if count == 1:
        parted = [[pieces]]
    elif count == 2:
        parted = [
            [pieces[:k], pieces[k:]]
            for k in range(1, len(pieces))
            if _is_narrow(pieces[:k]) and _is_narrow(pieces[k:])
        ]
    else:
        return None
    if len(parted) != 1:
        return None
    return [replace(cell[0], text=joined(cell), where=cell[0].where.to(cell[-1].where)) for cell in parted[0]]


def _is_narrow(pieces: Sequence[Token]) -> bool:
    """Whether the pieces have the widths of lines of one narrow cell."""
    widths = [_width(t.text) for t in pieces]
    return all(abs(w - widths[0]) <= 1 for w in widths[:-1]) and widths[-1] <= widths[0] + 1


def _wrap_on(pairs: Sequence[tuple[Token, Token]]) -> bool:
    """Whether every lower piece goes on the one above it, a time that only both make among them."""
    whole = [join(a.text, b.text) for a, b in pairs]
    times = [
        is_deadline(t) and not (is_deadline(a.text) and is_deadline(b.text))
        for t, (a, b) in zip(whole, pairs, strict=True)
    ]
    return any(times) and all(time or is_units(t) for time, t in zip(times, whole, strict=True))


_WIDE_BLANK = pattern(r"[ \u3000]{2,}", needs=" \u3000")
_WORD = pattern(r"\S+")


def _ruled(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """A table whose columns a ruler of dashes measures out, at its top or below its header."""
    near = lines[start : start + _RULED_WITHIN]
    if not any(line.text.endswith(("--", "==", "──")) for line in near):
        return None
    from wpkit.structure.rulers import ruled_columns

    return ruled_columns(lines, start)


_RULED_WITHIN = 5


def _set_columns(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """A table whose columns stand at fixed places of the line: two blanks at least stand in its first one."""
    if "  " not in lines[start].text:
        return None
    from wpkit.structure.setcolumns import set_columns
    from wpkit.structure.shifted import shifted_rows

    return shifted_rows(lines, start) or set_columns(lines, start)


def _aligned(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """Columns set with blanks: every cell begins below its header word."""
    text = lines[start].text
    if "  " not in text.strip() and "\u3000" not in text.strip():
        return None
    head = _cells_at(text)
    columns = read_header([cell for _, cell in head])
    if columns is None or len(columns) < 3 or not _WIDE_BLANK.search(text.strip()):
        return None
    edges = [at for at, _ in head]
    end = _before_signature(
        lines, start, _tail(lines, start), split=True, timed=columns[-1].role == "deadline"
    )
    rows: list[list[list[tuple[str, Where]]]] = []
    wheres: list[Where] = []
    last = start
    for n in range(start + 1, end):
        cells = _cells_at(lines[n].text, edges)
        at = [_below(column, edges) for column, _ in cells]
        joined_by_blank = len(cells) < len(edges) and any(" " in cell for _, cell in cells)
        if any(k is None for k in at) or (joined_by_blank and at[0] == 0):
            # a cell wider than its column pushes the others to the right
            pushed = _pushed(lines[n], edges, columns)
            if pushed is None and any(k is None for k in at):
                break
            if pushed is not None:
                cells, at = [(0, cell) for cell, _ in pushed], [k for _, k in pushed]
        if at[0] == 0 or not rows:
            rows.append([[] for _ in edges])
            wheres.append(lines[n].where)
        for k, (_, cell) in zip(at, cells, strict=True):
            rows[-1][k or 0].append((cell, lines[n].where))
        wheres[-1] = wheres[-1].to(lines[n].where)
        last = n
    if len(rows) < 2:
        return None
    out = [
        Row([Cell(cell, k, where=lines[start].where) for k, (_, cell) in enumerate(head)], lines[start].where)
    ]
    for parts, where in zip(rows, wheres, strict=True):
        out.append(Row([_set_cell(part, k, where) for k, part in enumerate(parts)], where))
    return [Table(out, lines[start].where.to(lines[last].where), spans_known=False)], last + 1


def _set_cell(parts: Sequence[tuple[str, Where]], column: int, row: Where) -> Cell:
    """A cell set on one or several lines, in the place of these lines."""
    where = parts[0][1].to(parts[-1][1]) if parts else row
    return Cell("\n".join(text for text, _ in parts), column, where=where)


def _cells_at(text: str, edges: Sequence[int] = ()) -> list[tuple[int, str]]:
    """The pieces of a line with the printed column that each begins at, parted by two or more blanks, or by one
    before an edge."""
    text = text.replace("\u3000", "  ").expandtabs(8)
    out: list[tuple[int, str]] = []
    end = -9
    for match in _WORD.finditer(text):
        at = _width(text[: match.start()])
        if out and match.start() - end == 1 and at not in edges:
            out[-1] = (out[-1][0], f"{out[-1][1]} {match.group()}")
        else:
            out.append((at, match.group()))
        end = match.end()
    return out


def _pushed(line: Line, edges: Sequence[int], columns: Sequence[Column]) -> list[tuple[str, int]] | None:
    """A row whose cells stand off their edges: (text, column), in printed order; None if it is no row."""
    pieces = line.text.split()
    if _below(_width(line.text) - _width(line.text.lstrip()), edges) != 0 or len(pieces) < 2:
        return None
    if len(pieces) == len(edges):
        return [(piece, k) for k, piece in enumerate(pieces)]
    tokens = [Token(piece, line.where, row_break=k == 0) for k, piece in enumerate(pieces)]
    rows = rows_of(tokens, columns, wrapped=False)
    if len(rows) != 1 or rows[0].heading:
        return None
    return [(joined(part), k) for k, part in sorted(rows[0].cells.items())]


def _below(column: int, edges: Sequence[int]) -> int | None:
    """The column whose edge a piece begins at, give or take one character; None between columns."""
    return next((k for k, edge in enumerate(edges) if abs(column - edge) <= 2), None)


_NUMBERED_CARD = pattern(r"[^\W\d_a-zA-Z]{0,2}(?:序号|编号)\s*[:：]", needs=":：")
_CARD_LINE = pattern(r"([^\W\d_a-zA-Z][\w（）()/、]{1,11})\s*[:：]\s*", needs=":：")


def _numbered_cards(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """Records of lines that name their column (序号：1 / 任务名称：… / 责任单位：…), the number first in each."""
    if not _NUMBERED_CARD.match(lines[start].text.strip()):
        return None
    end = _tail(lines, start)
    labels: list[str] = []
    rows: list[dict[int, list[tuple[str, Where]]]] = []
    wheres: list[Where] = []
    last, at = start, None
    for n in range(start, end):
        text = lines[n].text.strip()
        match = _CARD_LINE.match(text)
        label = match[1] if match and header_kind(match[1]) is not None else None
        if label is not None and match is not None:
            if label not in labels:
                if len(rows) > 1 and at == len(labels) - 1 and lines[n].gap:
                    break
                labels.append(label)
            at = labels.index(label)
            if at == 0:
                rows.append({})
                wheres.append(lines[n].where)
            text = text[match.end() :]
        elif lines[n].gap and (read_marker(text) is not None or at == len(labels) - 1):
            break
        if at is None or not rows:
            return None
        if text:
            rows[-1].setdefault(at, []).append((text, lines[n].where))
        wheres[-1] = wheres[-1].to(lines[n].where)
        last = n
    columns = read_header(labels)
    if len(rows) < 2 or columns is None:
        return None
    where = lines[start].where
    out = [Row([Cell(label, k, where=where) for k, label in enumerate(labels)], where)]
    for parts, row in zip(rows, wheres, strict=True):
        out.append(Row([_set_cell(part, k, row) for k, part in sorted(parts.items())], row))
    return [Table(out, where.to(lines[last].where), spans_known=True)], last + 1


def _cards(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """Records of label lines without colons, each with its value below it, the same labels again for each task
    (具体任务 / … / 责任单位 / … / 完成时限 / …)."""
    first = lines[start].text.strip()
    if header_kind(first) is None:
        return None
    end = _tail(lines, start)
    labels: list[str] = []
    for line in lines[start:end]:
        text = line.text.strip()
        if header_kind(text) is not None and text not in labels:
            labels.append(text)
        elif text == first:
            break
    again = [n for n in range(start, end) if lines[n].text.strip() == first]
    columns = read_header(labels)
    if len(again) < 2 or columns is None or len(labels) < 2 or again[1] - again[0] <= len(labels):
        return None
    where = lines[start].where
    rows = [Row([Cell(label, k, where=where) for k, label in enumerate(labels)], where)]
    last = start
    for a, b in zip(again, [*again[1:], end], strict=True):
        parts: dict[int, list[Line]] = {}
        at = None
        for n in range(a, b):
            text = lines[n].text.strip()
            if text in labels:
                at = labels.index(text)
            elif at is not None:
                if n + 1 - last > 40 or (b == end and read_marker(text)):
                    break
                parts.setdefault(at, []).append(lines[n])
            last = n
        if columns[0].role == "number" and len(parts.get(0, ())) != 1:
            return None  # a table's header on each of its pages
        cells = [
            Cell("\n".join(p.text.strip() for p in part), k, where=stretch(p.where for p in part))
            for k, part in sorted(parts.items())
        ]
        if cells:
            rows.append(Row(cells, stretch(line.where for line in lines[a : last + 1])))
    return [Table(rows, where.to(lines[last].where), spans_known=True)], last + 1


_FLAT = 100


def _flat(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """A table run together in one paragraph, header and all, its cells parted by single blanks."""
    if len(lines[start].text) < _FLAT:
        return None
    unmarked = unmarked_table(lines, start)
    if unmarked is not None:
        guess, opening, end = unmarked
        return [*([Line(opening, lines[start].where)] if opening.strip() else []), guess], end
    tokens = _line_tokens(lines[start : start + 1])
    for i in range(min(24, len(tokens) - 6)):
        if header_kind(tokens[i].text) is None:
            continue
        found = _header_size(tokens[i:], wraps=False)
        if not found or len(tokens) - i - found[1] < len(found[0]):
            continue
        for token in tokens:
            token.same_line = False
        table = _from_cells(tokens[i:], wrapped=False, header=found)
        if table is None:
            return None
        before = " ".join(t.text for t in tokens[:i])
        out: list[Block] = [Line(before, lines[start].where)] if before else []
        return [*out, table], start + 1
    return None


_MAX_HEADER = 14


def _header_size(tokens: Sequence[Token], *, wraps: bool = True) -> tuple[tuple[Column, ...], int] | None:
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
                words.append(word)
                i += length
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


# What narrow columns print on one line of two: 责任 / 领导, 完成 / 时限.
_HALVES = frozenset("责任 完成 牵头 配合 主办 协办 承办 分管 联系 責任 牽頭".split())
_WHOLES = frozenset(
    "领导 单位 部门 科室 处室 股室 站所 人 人员 时限 时间 期限 节点 領導 單位 部門 時限 時間".split()
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


# another annex; who printed the notice, and when
_IMPRINT = pattern(r"附件\s*\d*[:：]?|[^\s\d]{4,30}\s+\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印发?")


def _tail(lines: Sequence[Line], start: int) -> int:
    """Where what follows a table to the end of the lines begins: 抄送, the imprint, another annex."""
    for i in range(start + 1, len(lines)):
        text = lines[i].text.strip()
        if text.startswith(("抄送", "抄报", "主题词")) or _IMPRINT.fullmatch(text):
            return i
    return len(lines)


_GROUP = pattern(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")


def _wrapped(tokens: Sequence[Token]) -> bool:
    """Whether the tokens are printed lines of cells rather than whole cells: lines of prose are equally wide
    then, and most of them unfinished."""
    # the same cell in many rows is no line of prose, nor is a group's name over all columns
    distinct = {t.text: t for t in tokens}.values()
    prose = [(wide, t) for t in distinct if (wide := _width(t.text)) >= 30 and not _GROUP.match(t.text)]
    if len(prose) < 4:
        return False
    widths = Counter(w for w, _ in prose)
    margin = max(widths, key=lambda w: (sum(n for v, n in widths.items() if w - 4 <= v <= w), w))
    full = [t for w, t in prose if margin - 4 <= w <= margin]
    # a list of whole names is no line that goes on
    unfinished = sum(t.text[-1] not in "。；;）)”》" and not is_units(t.text) for t in full)
    return margin <= 110 and len(full) >= max(3, 0.3 * len(prose)) and unfinished >= 0.5 * len(full)


def _from_cells(
    tokens: list[Token], *, wrapped: bool, header: tuple[tuple[Column, ...], int] | None = None
) -> Table | None:
    """A table from cells (or their lines) in reading order; None where they make no sense as one."""
    found = header or _header_size(tokens, wraps=wrapped)
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
    out.extend(_row(r, columns, lists=not wrapped) for r in rows)
    where = tokens[0].where.to(tokens[-1].where)
    # a page prints a merged cell at the middle of its rows, so that no name stands in the first one's
    names = [k for k, c in enumerate(columns) if c.role == "category"]
    first = next((r for r in rows if not r.heading), None)
    whole = not wrapped and first is not None and all(k in first.cells for k in names)
    return Table(out, where, spans_known=False, label_first=whole)


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


_GENERIC = (Column("number"), Column("category"), Column("content"), Column("units"), Column("deadline"))


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


def _row(row: StreamRow, columns: Sequence[Column], *, lists: bool) -> Row:
    """`lists`: a cell of units on several lines has whole names on them."""
    if row.heading:
        where = row.heading[0].where.to(row.heading[-1].where)
        return Row([Cell(joined(row.heading), 0, column_span=len(columns), where=where)], where)
    cells = []
    for k, part in sorted(row.cells.items()):
        names = lists and columns[k].role == "units" and len(part) > 1 and all(is_units(t.text) for t in part)
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
        if k not in row.cells and c.role == "deadline" and k > content
    ]
    if first.box is None:
        return Row(cells, first.to(last))
    return Row(cells, stretch(sorted((c.where for c in cells), key=lambda w: w.page or 0)))


_READERS += [
    _tab_cells, _tab_rows, _bar_stream, _pipes, _ruled, _set_columns, _aligned, _numbered_cards, _of_page, _cards, _headed, _flat,
]  # fmt: skip
