"""Notices printed as text in the layouts of real text exports, with the troubles those have.

Each function takes a `Notice` and says in its arguments where the troubles stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .flow import flow
from .grid import GridRow, cell, grid, same_group
from .model import Notice, times
from .pages import Column, Printed, RowLines, extract, place, set_rows, width, wrap, wrap_cell


def body(notice: Notice) -> list[str]:
    """Every paragraph before the table, in order."""
    return [para.printed for para in flow(notice)]


def cut(lines: Iterable[str], places: Iterable[str]) -> list[str]:
    """Paragraphs with some cut in two, before the given words, as a page break cuts them."""
    left = list(places)
    printed = []
    for line in lines:
        for words in [w for w in left if w in line[1:]]:
            at = line.index(words)
            printed.append(line[:at])
            line = line[at:]
            left.remove(words)
        printed.append(line)
    if left:
        raise ValueError(f"not in the text: {left}")
    return printed


def tab_table(
    notice: Notice,
    label_rows: Mapping[str, str],
    page_breaks: Iterable[str] = (),
    cuts: Iterable[str] = (),
    shifted: Iterable[str] = (),
    *,
    header: bool = True,
    numbered: bool = True,
) -> str:
    """A body with a blank line between paragraphs, then a table with tabs between cells.

    A group's words stand on the block's first row, or on the row that `label_rows` gives for it. A
    blank line stands before the rows of `page_breaks`; `cuts` cut body paragraphs in two. Cells of
    `shifted` rows stand one column further right and lose the last.
    """
    rows, columns = notice.rows, [c for c in notice.columns if numbered or c[1] != "number"]
    lines = ["\t".join(words for words, _ in columns)] if header else []
    labels: dict[str, str] = {}
    for index, row in enumerate(rows):
        if not same_group(rows, index):
            labels[label_rows.get(row.number or "", row.number or "")] = cell(row, "group")
    breaks = set(page_breaks)
    for row in rows:
        cells = [labels.get(row.number or "", "") if f == "group" else cell(row, f) for _, f in columns]
        if row.number in shifted:
            at = [f for _, f in columns].index("content")
            cells = [*cells[:at], "", *cells[at:-1]]
        if row.number in breaks:
            lines.append("")
        lines.append("\t".join(cells))
    text = "\n\n".join([*cut(body(notice), cuts), *notice.table_caption, ""])
    return "\n\n" + text + "\n".join([*lines, *notice.closing]) + "\n"


def pdf_lines(
    notice: Notice, marks: Mapping[int, str] | None = None, *, columns: float = 28, height: int = 23
) -> str:
    """Prose pulled out of a PDF: every printed line apart, with a blank line after each.

    A new page begins with a blank; `marks` gives the page marks that came out, by page.
    """
    cover, text = [], []
    for para in flow(notice):
        indent = 2 if para.kind == "body" else 0
        (cover if para.kind == "cover" else text).extend(wrap(para.printed, columns, indent))
    pages = [cover, *(text[i : i + height] for i in range(0, len(text), height))]
    if notice.closing:
        pages.append([line for words in notice.closing for line in wrap(words, columns + 4)])
    printed = ""
    for number, page in enumerate(pages, 1):
        mark = (marks or {}).get(number)
        printed += "\n\n".join(page) + (f"\n\n\n\n{mark}\n\n" if mark else "\n" + " " * (number < len(pages)))
    return " " + printed + "\n\n"


def web_page(notice: Notice, before: Iterable[str], after: Iterable[str]) -> str:
    """A page copied from a site: one paragraph a line, with the site's own lines before and after."""
    return "\n".join([*before, *body(notice), *notice.closing, *after]) + "\n"


def cell_a_line(notice: Notice, twice: Iterable[str] = (), without_last: Iterable[str] = ()) -> str:
    """A Word table saved as text: a tab before each cell, one cell a line, a blank line between rows.

    Several times stand on lines of their own. Rows of `twice` print their time on a second line too; rows of `without_last` have one cell fewer.
    """
    lines = [" " + notice.caption[0], *("\t" + words for words, _ in notice.columns), ""]
    for row in notice.rows:
        cells = [times(row, "\n") if field == "time" else cell(row, field) for _, field in notice.columns]
        if row.number in without_last:
            cells.pop()
        for (_, field), words in zip(notice.columns, cells, strict=False):
            lines.append("\t" + words + (" " if field in ("number", "content") else ""))
        if row.number in twice:
            lines.append(cells[-1])
        lines.append("")
    return "\n".join(lines[:-1]) + "\n \n"


def spilled(notice: Notice, columns: Sequence[Column], before: Iterable[str] = (), height: float = 30) -> str:
    """A ruled table set on landscape pages and pulled out cell by cell, as its PDF draws it.

    Cells are centred in their rows; a group's cell spans its rows on the page and is drawn, again on
    each page, with the first of them. Rows are not cut by the pages.
    """
    own = [c.field for c in columns if not c.field.startswith("group")]
    printed = set_rows([{f: cell(row, f) for f in own} for row in notice.rows], columns)
    pages: list[list[int]] = [[]]
    room = height - 4  # the caption and the header take room on the first page
    for index, row in enumerate(printed):
        if row.height > room:
            pages.append([])
            room = height
        pages[-1].append(index)
        room -= row.height
    heads = [wrap_cell(words, c.columns) for c, (words, _) in zip(columns, notice.columns, strict=True)]
    text = "\n".join([*before, ""]) + "\n"
    lines = [line for cells in heads for line in place(cells, 0, max(map(len, heads)))]
    top = float(max(map(len, heads)))
    for number, page in enumerate(pages):
        text += "\n " * bool(number) + extract(lines + _page(notice, columns, printed, page, top))
        lines, top = [], 0.0
    return text + "\n\n\n"


def _page(
    notice: Notice, columns: Sequence[Column], printed: Sequence[RowLines], page: Sequence[int], top: float
) -> list[Printed]:
    """The lines of a page's rows in the order in which a PDF draws them."""
    spans: dict[tuple[int, str], tuple[list[str], list[int]]] = {}
    for depth, field in ((1, "group"), (2, "group2")):
        words = next((c.columns for c in columns if c.field == field), 0)
        if words:
            for index in page:
                if index == page[0] or not same_group(notice.rows, index, depth):
                    first = index
                    spans[first, field] = (wrap_cell(cell(notice.rows[index], field), words), [])
                spans[first, field][1].append(index)
    for cells, rows in spans.values():  # a cell with more lines than its rows have makes the last one taller
        missing = len(cells) + 0.3 - sum(printed[i].height for i in rows)
        printed[rows[-1]].height += max(0.0, missing)
    lines: list[Printed] = []
    for index in page:
        row = printed[index]
        for column in columns:
            if (index, column.field) in spans:
                cells, rows = spans[index, column.field]
                lines += place(cells, top, sum(printed[i].height for i in rows))
            elif column.field in row.cells:
                placed = place(row.cells[column.field], top, row.height)
                lines += [Printed(p.top, p.text, column.field == "number") for p in placed]
        top += row.height
    return lines


def words(row: GridRow, *, leave_out: bool) -> list[str]:
    """The words of a row's cells; cells that are merged away are left out, or empty."""
    if leave_out:
        return [c.text for c in row if c]
    return [c.text if c else "" for c in row]


def prose(notice: Notice) -> str:
    """Everything before the table's rows, one paragraph a line."""
    return "".join(f"{line}\n" for line in [*body(notice), *notice.table_caption])


def table_lines(
    notice: Notice, between: str = " | ", end: str = " |", *, header: bool = True, leave_out: bool = True
) -> str:
    """A table with one row a line, the cells parted by `between`."""
    rows = [between.join(words(row, leave_out=leave_out)) + end for row in grid(notice, header=header)]
    return prose(notice) + "\n".join([*rows, *notice.closing]) + "\n"


def pipe_cells(notice: Notice) -> str:
    """A table as some pages give it: each cell on a line, a | on the line after it, merged cells left out."""
    cells = [c.text for row in grid(notice) for c in row if c]
    return (
        prose(notice) + "".join(f"{text}\n|\n" for text in cells) + "".join(f"{w}\n" for w in notice.closing)
    )


def flat_table(notice: Notice) -> str:
    """A table run together into one paragraph, with single blanks between the cells."""
    return prose(notice) + " ".join(c.text for row in grid(notice) for c in row if c and c.text) + "\n"


def padded_table(notice: Notice, widths: Sequence[float]) -> str:
    """A table whose columns are parted by blanks: cells padded to a width, at least one blank between."""
    lines = []
    for row in grid(notice):
        line = ""
        for text, columns in zip(words(row, leave_out=False), widths, strict=True):
            line += text + " " * max(1, round((columns - width(text)) * 2))
        lines.append(line.rstrip())
    return prose(notice) + "\n".join([*lines, *notice.closing]) + "\n"


def printed(notice: Notice) -> str:
    """Prose with one paragraph a line."""
    return prose(notice) + "".join(f"{line}\n" for line in notice.closing)
