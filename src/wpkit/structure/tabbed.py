"""Lines whose cells a tab parts, or one before each cell → a `Table`.

A line without a tab goes on the cell above it. A row with too few cells is one whose other cells are merged over it,
where it reads well so.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from wpkit.blocks import Block, Cell, Line, Row, Table, Where
from wpkit.fields.numbering import row_number
from wpkit.structure.around import is_own_row, is_task_below, names_below, notes_in, stands_as_task
from wpkit.structure.columns import Column, cell_fit, fits, read_header
from wpkit.structure.grid import SUMS
from wpkit.structure.headers import lay_header
from wpkit.structure.readingorder import table_of
from wpkit.structure.stream import Token


def _tabbed(line: Line) -> bool:
    return "\t" in line.text.strip()


def tab_rows(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
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
    else:
        ending = lines[last].text.rpartition("\t")[2]
        last = names_below(lines, last, ending) if ending.strip() else last
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
    alone = False  # the row above is a group's name or a task on a line of its own: nothing goes on in it
    for line, noted in zip(region, notes_in(region, lambda line: "\t" in line.text), strict=True):
        cells = [c.strip() for c in line.text.split("\t")]
        quoted = bool(rows) and _opens_quote(rows[-1][-1])
        if noted and not quoted:
            notes.append(line)
            continue
        if quoted or (
            rows
            and not alone
            and (len(cells) == 1 or len(rows[-1]) < width)
            and len(rows[-1]) + len(cells) - 1 <= width
            and (len(cells) > 1 or not is_own_row(line, width))
            and not (len(cells) > 1 and _begins_row(rows[-1], cells, header))
            and not (len(cells) == 1 and is_task_below(rows[-1], cells[0], header))
        ):
            # the row above broke inside a cell
            rows[-1][-1] = f"{rows[-1][-1]}\n{cells[0]}" if rows[-1][-1] else cells[0]
            rows[-1][-1] = _unquoted(rows[-1][-1])
            rows[-1].extend(cells[1:])
            wheres[-1] = wheres[-1].to(line.where)
            continue
        alone = bool(rows) and len(cells) == 1
        alone = alone and (is_own_row(line, width) or is_task_below(rows[-1], cells[0], header))
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
    least = 1 if cells and stands_as_task(cells[0]) else 2
    if not 0 < missing <= len(header) - least or len(header) > _MOST_COLUMNS or not cells[0]:
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


def tab_cells(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
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
    table = table_of(tokens, wrapped=False)
    return ([table], end) if table else None
