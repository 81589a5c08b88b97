"""Cells parted by "|" → a `Table`: a row a line, a cell a line, or a whole notice on one line."""

from __future__ import annotations

from collections.abc import Sequence

from wpkit.blocks import Block, Cell, Line, Row, Table, Where, stretch
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import read_marker, row_number
from wpkit.patterns import pattern
from wpkit.structure.around import is_own_row, is_task_below, names_below, notes_in, stands_as_task
from wpkit.structure.columns import Column, columns_by_cells, fits, read_header
from wpkit.structure.counted import counts
from wpkit.structure.drawn import drawn_table, is_rule, with_rules
from wpkit.structure.headed import headed
from wpkit.structure.headers import Spread, lay_header, spread_header
from wpkit.structure.readingorder import table_of
from wpkit.structure.stream import Token, joined, row_score, rows_of
from wpkit.text import barred_cells, one_bar

_RULE = pattern(r"[\s|:+\-—=─━┌┐└┘├┤┬┴┼]+")


def piped(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """Cells parted by "|": a row a line where most lines hold several, else a cell a line."""
    led = _led(lines, start)
    if led is not None:
        return led
    # the first cell of a cell-a-line table has its mark on the next line
    below = one_bar(lines[start + 1].text).strip() if start + 1 < len(lines) else ""
    ruled = "|" in below and is_rule(lines[start].text)
    if "|" not in one_bar(lines[start].text) and below != "|" and not ruled:
        return None
    end, last = start, start
    while end < len(lines) and end - last <= 8:
        text = one_bar(lines[end].text)
        if "|" in text or (end - last <= 1 and is_rule(text)):
            if end - last > 1 and read_header(barred_cells(_unmarked(text).strip().strip("|"))):
                break  # another table, with words of its own above it
            last = end
        end += 1
    region = lines[start : last + 1]
    drawn = drawn_table(with_rules(region) or region)
    if drawn is not None:
        return [drawn], last + 1
    cell = one_bar(lines[last].text).rpartition("|")[2].strip()
    if cell or not one_bar(lines[start].text).rstrip().endswith("|"):
        last = names_below(lines, last, cell)
    region = lines[start : last + 1]
    texts = [_unmarked(one_bar(line.text)).strip() for line in region]
    piped = [t for t in texts if "|" in t]
    if len(piped) < 3:
        return None
    full = sum(len([c for c in t.split("|") if c.strip()]) >= 2 for t in piped)
    if full and full >= 0.4 * sum(bool(t.strip("| ")) for t in piped):
        noted = notes_in(region, lambda line: "|" in one_bar(line.text))
        notes = [line for line, n in zip(region, noted, strict=True) if n]
        kept = [k for k, n in enumerate(noted) if not n]
        table = _pipe_rows([region[k] for k in kept], [texts[k] for k in kept])
        return ([table, *notes], last + 1) if table else None
    table = _pipe_cells(region, texts)
    return ([table], last + 1) if table else None


_MOST_BARE = 8  # lines of a cell beyond its first


def _led(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """A table with a cell a line, each but perhaps a row's first led by a mark, and mostly one alone behind each row."""
    texts = [one_bar(line.text).strip() for line in lines[start : start + 3]]
    words = [text.removeprefix("|").strip() for text in texts]
    if len(words) < 3 or not all(t[0] == "|" and t.count("|") == 1 for t in texts[1:]):
        return None
    if "|" in texts[0][1:] or not all(map(header_kind, words)):
        return None
    last, end = start, start
    while end < len(lines) and end - last <= _MOST_BARE:
        if one_bar(lines[end].text).strip()[:1] == "|":
            last = end
        end += 1
    rows = _led_rows(lines[start : last + 1], texts[0][0] == "|")
    whole = [Line(" | ".join(text for text, _ in row) + " |", stretch(w for _, w in row)) for row in rows]
    table = _pipe_rows(whole, [line.text.strip() for line in whole])
    return ([table], last + 1) if table else None


def _led_rows(region: Sequence[Line], all_led: bool) -> list[list[tuple[str, Where]]]:
    """The cells of each row. A mark alone closes the row, one of several stands for an empty cell; where all rows have
    as many marks as the header, empty cells are told by these. Lines without a mark go on the cell above them, or begin
    a row: where marks close rows, behind these, else all do."""
    texts = [one_bar(line.text).strip() for line in region]
    alone = [text == "|" for text in texts]
    bars = [i for i, text in enumerate(texts) if text[0] == "|"]
    size = next((n for n, i in enumerate(bars, 1) if alone[i]), 0)
    counted = size > 0 and len(bars) % size == 0
    ends = set(bars[size - 1 :: size]) if counted else set()
    counted = counted and all(alone[i] for i in ends)
    if not counted:
        ends = {i for i in bars if alone[i] and not (i + 1 < len(texts) and alone[i + 1])}
    rows: list[list[tuple[str, Where]]] = [[]]
    for i, (text, line) in enumerate(zip(texts, region, strict=True)):
        row = rows[-1]
        if i in ends:
            rows.append([])
        elif text[0] == "|":
            if counted and not row and not all_led:
                row.append(("", line.where))
            row.append((text[1:].strip(), line.where))
        elif row and ends:
            above, where = row[-1]
            row[-1] = f"{above}\n{text}", where.to(line.where)
        elif row:
            rows.append([(text, line.where)])
        else:
            row.append((text, line.where))
    return [row for row in rows if row]


_MOST_BARS_A_ROW = 15


def bar_stream(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """A whole notice on one line with "|" between all of its pieces: each is a line, and a table begins where the
    pieces are header words."""
    text = one_bar(lines[start].text)
    if text.count("|") <= _MOST_BARS_A_ROW:
        return None
    where = lines[start].where
    pieces = [Line(t, where) for t in barred_cells(text) if t]
    kinds = [header_kind(piece.text) is not None for piece in pieces]
    at = next((i for i in range(len(kinds) - 2) if all(kinds[i : i + 3])), None)
    found = headed(pieces, at) if at is not None else None
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
    head = barred_cells(first.strip("|"))
    width, named = len(head), read_header(head)
    rows: list[tuple[list[str], Where, bool]] = []
    open_row = False
    for line, text in zip(region, texts, strict=True):
        if not text.strip("| \t") or (_RULE.fullmatch(text) and ("-" in text or "─" in text or "=" in text)):
            continue
        bare = text.removeprefix("|")
        cells = barred_cells(bare.removesuffix("|"))
        if not closed and bare.endswith("|") and len(cells) < width:
            cells.append("")  # wrapped at the mark: the next cell stands on the next line, or has no words
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
    if counts([cells[0] for cells, _, _ in rows]):
        rows = [(cells[1:], where, gap) for cells, where, gap in rows if len(cells) > 1]
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
        if "|" in one_bar(line.text):
            return False
        return closed or not (is_own_row(line, width) or is_task_below(above, cells[0], header))
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
    if len(filled) == 1 and (whole or not stands_as_task(filled[0])):
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
        pieces = barred_cells(text)
        for k, piece in enumerate(pieces):
            if piece:
                if not parts:
                    gap = empty > 1
                parts.append((piece, line.where, gap))
                empty = 0
            if k < len(pieces) - 1:
                empty += 1
                if parts:
                    tokens.append(_cell_token(parts))
                    parts = []
    if parts:
        tokens.append(_cell_token(parts))
    table = table_of(tokens, wrapped=False)
    if table is not None:
        table.label_first = True
    return table


def _cell_token(parts: Sequence[tuple[str, Where, bool]]) -> Token:
    text = "\n".join(part for part, _, _ in parts)
    return Token(text, stretch(where for _, where, _ in parts), gap=parts[0][2])
