"""Tables whose columns stand at fixed places of the line, kept apart by blanks → `Table`.

So a page's layout is kept in text: `pdftotext -layout`, pdfplumber's `layout=True` and browsers' text dumps print each
line of a cell where it stood, beside those of the other cells. PDF exports count characters, whatever their width; the
dumps count the columns of a terminal, in which a Chinese character takes two: the one under which the columns stay
apart holds. Cells that stood close together are parted by one blank alone, and what follows that blank stands a little
left of its column.

A line is cut at its blanks, each part goes to the column it stands in (`setlines`); then lines go to rows, and the cells
of the columns beside the content to one row or to several that they are merged over (`setrows`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wpkit.blocks import Block, Cell, Line, Row, Table, Where, stretch
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.structure.columns import Column, read_header
from wpkit.structure.reflow import width as printed_width
from wpkit.structure.setlines import Header, Page, Part, columns_of, header_at, parts_of, set_borders
from wpkit.structure.setrows import ENDS, HEADING_MARKS, Cells, Printed, Run, cells_of, set_heights
from wpkit.text import join


def set_columns(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """The table whose header begins with a line; None where its columns do not stand at fixed places."""
    text = lines[start].text
    if "\t" in text or "|" in text or not ("  " in text.strip() or text.startswith("  ")):
        return None
    best: tuple[float, Header, Callable[[str], int], _Found] | None = None
    measures: tuple[Callable[[str], int], ...] = (len, printed_width)
    for measure in measures:
        header = header_at(lines, start, measure)
        if header is None:
            continue
        found = _pages(lines[: start + _ENOUGH], start, header, measure)
        if found is not None and (best is None or found[0] < best[0] - 0.01):
            best = (found[0], header, measure, found)
    if best is None:
        return None
    _, header, measure, found = best
    if len(lines) > start + _ENOUGH and found[3] == start + _ENOUGH:
        found = _pages(lines, start, header, measure) or found
    _, crossed, pages, end = found
    columns = read_header(header.words)
    if columns is None or crossed > _MOST_CROSSED:
        return None
    return _read(lines, start, header, columns, pages, end)


_MOST_CROSSED = 0.12
_ENOUGH = 400  # lines that tell how an export measured

_Found = tuple[float, float, list[Page], int]


def _pages(lines: list[Line], start: int, header: Header, measure: Callable[[str], int]) -> _Found | None:
    """The lines below a header page by page with the borders of their columns, up to the table's end; and what speaks
    against the columns: a line's parts that stand off them, the share of parts that cross a border."""
    groups: list[tuple[Header | None, list[Line]]] = [(header, [])]
    n = start + header.lines
    page = lines[start].where.page
    printed = [line.text.split() for line in lines[start:n]]
    while n < len(lines):
        text = lines[n].text
        if "\t" in text or _closes(text.strip()):
            break
        words = text.split()
        again = (
            header_at(lines, n, measure)
            if header_kind(words[0]) is not None or len(words) <= 2 or words == printed[0]
            else None
        )
        if again is not None:
            if again.words != header.words:
                # the second halves of its words may stand a little beside the first on this page
                if [line.text.split() for line in lines[n : n + header.lines]] != printed or len(
                    again.places
                ) != len(header.places):
                    break
                again = Header(header.words, again.places, header.lines, again.loose)
            groups.append((again, []))
            page = lines[n].where.page
            n += again.lines
            continue
        if lines[n].where.page != page:
            page = lines[n].where.page
            groups.append((None, []))
        groups[-1][1].append(lines[n])
        n += 1
    pages: list[Page] = []
    number = next((k for k, word in enumerate(header.words) if header_kind(word) == "number"), None)
    times = [k for k, word in enumerate(header.words) if header_kind(word) == "deadline"]
    crossed = total = against = 0.0
    end = start + header.lines
    for own, group in groups:
        made = Page(group, [parts_of(line.text, measure) for line in group])
        crossed += len(group) * set_borders(made, own, pages[-1] if pages else None, number, times)
        total += len(group)
        for parts in made.parts:
            at, cost = columns_of(parts, made.borders, number, times)
            made.at.append(at)
            against += min(cost, 10.0)
        pages.append(made)
        end += len(group) + (own.lines if own is not None and own is not header else 0)
    return (against / total, crossed / total, pages, end) if total >= 2 else None


_CLOSING = pattern(
    r"(?:附?注|备注|備註|说明|說明|填表说明)(?:\s*[:：]|\s*\d[.、．:：])|抄送|抄报|主题词|附件\s*\d*[:：]?$"
)


def _closes(text: str) -> bool:
    return bool(_CLOSING.match(text))


def _joined(parts: Sequence[Part]) -> str:
    text = parts[0].text
    for part in parts[1:]:
        text = (
            f"{text} {part.text}" if text[-1].isascii() or part.text[0].isascii() else join(text, part.text)
        )
    return text


_LONGEST_HEADING = 50


def _may_head(parts: Sequence[Part], borders: Sequence[int]) -> bool:
    """Whether a line stands alone in the first column and is numbered 一、 like a heading, or like a group's name."""
    marker = read_marker(parts[0].text)
    alone = parts[0].start < borders[0] and all(p.blanks == 1 for p in parts[1:])
    return alone and marker is not None and marker.notation in ("han", "part")


def _is_heading(parts: Sequence[Part], borders: Sequence[int], content: int, number: int | None) -> bool:
    """Whether a line is a row over the whole table: numbered like a heading, and no cell of a single column."""
    text = "".join(p.text for p in parts)
    if len(text) > _LONGEST_HEADING or text[-1] in "。；，、" or any(p.blanks > 1 for p in parts[1:]):
        return False
    marker = read_marker(text)
    if marker is None or marker.notation not in HEADING_MARKS or marker.end >= len(text):
        return False
    edges = [-(10**6), *borders, 10**6]
    start, end = parts[0].start, parts[-1].end
    at = max(k for k in range(len(edges) - 1) if edges[k] <= start)
    return end > edges[at + 1] + 2 or at == number or (at == content and marker.notation != "han-bracket")


def _is_foreign(parts: Sequence[Part], borders: Sequence[int]) -> bool:
    """Whether a line is no line of the table: a run of characters that goes on over two borders and more."""
    edges = [-(10**6), *borders, 10**6]
    return any(
        sum(part.start < e - 2 and part.end > e + 2 for e in edges) >= 2 and not part.loose for part in parts
    )


def _read(
    lines: list[Line],
    start: int,
    header: Header,
    columns: tuple[Column, ...],
    pages: list[Page],
    end: int,
) -> tuple[list[Block], int] | None:
    content = next(k for k, c in enumerate(columns) if c.role == "content")
    counted = next((k for k, c in enumerate(columns) if c.role == "number"), None)
    printed: list[Printed] = []
    apart = together = 0
    # names of groups stand at the middle of their rows, so some of them on a line with other cells
    marked = [
        _may_head(parts, page.borders) or _is_heading(parts, page.borders, content, counted)
        for page in pages
        for parts in page.parts
        if (marker := read_marker(parts[0].text)) is not None and marker.notation in ("han", "part")
    ]
    heads = all(marked)
    for number, page in enumerate(pages):
        for n, (line, parts, at) in enumerate(zip(page.lines, page.parts, page.at, strict=True)):
            begins = bool(line.gap) or (n == 0 and number > 0)
            if _is_heading(parts, page.borders, content, counted) or (
                heads and _may_head(parts, page.borders)
            ):
                printed.append(Printed(line, {0: _joined(parts)}, number, begins=begins, heading=True))
                continue
            if _is_foreign(parts, page.borders):
                printed.append(Printed(line, {}, number, begins=begins))
                continue
            cells: dict[int, list[Part]] = {}
            for k, part in zip(at, parts, strict=True):
                cells.setdefault(k, []).append(part)
            for k, own in cells.items():
                if own[0].blanks > 1:
                    apart += 1
                elif k:
                    together += own[0].blanks == 1
            printed.append(
                Printed(line, {k: _joined(own) for k, own in cells.items()}, number, begins=begins)
            )
    cut = next((n for n, p in enumerate(printed) if not p.cells), len(printed))
    end -= len(printed) - cut
    printed = _unsigned(printed[:cut], content, columns)
    end -= cut - len(printed)
    if len(printed) < 2 or apart < 3 or together > apart * 2:
        return None
    if counted is not None and all(p.heading or row_number(p.cells.get(counted, "")) for p in printed):
        return None  # a row a line
    set_heights(printed)
    table = _table(lines, start, header, columns, printed, content)
    return ([table], end) if table is not None else None


_DAY = pattern(
    r"(?:\d{4}|[〇○零一二三四五六七八九十]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)


def _unsigned(printed: list[Printed], content: int, columns: Sequence[Column]) -> list[Printed]:
    """The lines without a body's name and a day of their own at the end, which sign the notice."""
    if len(printed) < 4 or not _DAY.fullmatch(printed[-1].line.text.strip()):
        return printed
    name = printed[-2].line.text.strip()
    if len(printed[-1].cells) > 1 or len(name.split()) > 1 or not is_units(name):
        return printed
    return printed[:-2]


def _table(
    lines: list[Line],
    start: int,
    header: Header,
    columns: tuple[Column, ...],
    printed: list[Printed],
    content: int,
) -> Table | None:
    number = next((k for k, c in enumerate(columns) if c.role == "number"), None)
    texts = [p.cells[content] for p in printed if content in p.cells and not p.heading]
    if len(texts) < 2:
        return None
    margins = [
        max((printed_width(p.cells[k]) for p in printed if k in p.cells and not p.heading), default=0)
        for k in range(len(columns))
    ]
    counted = sum(
        number is not None and not p.heading and row_number(p.cells.get(number, "")) is not None
        for p in printed
    )
    ended = sum(t[-1] in ENDS for t in texts)
    share = min(1.0, ended / counted) if counted else min(1.0, 3 * ended / len(texts))
    gaps = 0 < sum(p.begins for p in printed) < 0.5 * len(printed)
    if number is not None and counted < 2:
        number = None
    runs: list[list[Printed]] = [[]]
    headings: list[Printed | None] = [None]
    for p in printed:
        if p.heading:
            headings.append(p)
            runs.append([])
        else:
            runs[-1].append(p)
    readings = []
    known: list[dict[tuple[int, int, int], float]] = [{} for _ in runs]
    for top in (False, True):
        total, made = 0.0, []
        for run, cells in zip(runs, known, strict=True):
            paragraph = 1.3 if number is not None else 2.4
            one = Run(run, columns, content, number, top, margins, paragraph, share, gaps, known=cells)
            rows, cost = one.rows()
            total += cost
            made.append((one, rows))
        readings.append((total, top, made))
    _, top, chosen = min(readings, key=lambda r: (r[0], r[1]))
    others = [k for k in range(len(columns)) if k not in (content, number)]
    blocks = cells_of(chosen, others)
    where = lines[start].where.to(lines[start + header.lines - 1].where)
    out = [Row([Cell(word, k, where=where) for k, word in enumerate(header.words)], where)]
    for n, (heading, (own, rows)) in enumerate(zip(headings, chosen, strict=True)):
        if heading is not None:
            text = heading.cells[0]
            out.append(
                Row([Cell(text, 0, column_span=len(columns), where=heading.line.where)], heading.line.where)
            )
        if rows:
            out += _made(own, rows, others, {k: found[n] for k, found in blocks.items()})
    if sum(len(rows) for _, rows in chosen) < 2:
        return None
    # without numbers, and with a unit over several rows, only sentences tell where a row ends
    guessed = number is None and any(
        span > 1 for k in others if columns[k].role != "category" for run in blocks[k] for _, span, _ in run
    )
    whole = where.to(printed[-1].line.where)
    return Table(out, whole, spans_known=False, label_first=top, guessed=guessed, wrapped=True)


def _made(
    run: Run, rows: Sequence[tuple[int, int]], others: Sequence[int], blocks: dict[int, Cells]
) -> list[Row]:
    out = []
    for first, end in rows:
        where = stretch(p.line.where for p in run.lines[first:end])
        cells = []
        for k in (run.number, run.content):
            if k is not None:
                cells.append(
                    _cell(run, k, [n for n in range(first, end) if k in run.lines[n].cells], 1, where)
                )
        out.append(
            Row(cells, where, new_page=first > 0 and run.lines[first].page != run.lines[first - 1].page)
        )
    for k in others:
        for n, span, found in blocks[k]:
            out[n].cells.append(_cell(run, k, found, span, out[n].where))
    for row in out:
        row.cells.sort(key=lambda c: c.column)
    return out


def _cell(run: Run, k: int, found: Sequence[int], span: int, where: Where) -> Cell:
    """A cell from its lines; those that reach the column's margin go on with the next."""
    text, full = "", False
    for n in found:
        piece = run.lines[n].cells[k]
        text = (join(text, piece) if full else f"{text}\n{piece}") if text else piece
        full = printed_width(piece) >= run.margins[k] - 3
    place = stretch(run.lines[n].line.where for n in found) if found else where
    return Cell(text, k, row_span=span, where=place)
