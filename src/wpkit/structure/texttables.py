"""Tables that a text export printed as lines → `Table` blocks among the other lines.

The forms, by what marks them: tabs between cells, or one before each (`tabbed`); "|" between cells, a row a line or a
cell a line (`piped`); columns that a ruler of dashes measures out (`rulers`) or that stand at fixed places of the line
(`setcolumns`, `aligned`); records of labelled lines (`records`); a header whose words stand on one line or on lines of
their own, with the cells below it in reading order (`headed`, `readingorder`) or out of it (`scattered`). Most notices
have no such table: a reader is loaded for lines that bear its mark.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

from wpkit.blocks import Block, Line, Paragraph, Row, Table
from wpkit.fields.headings import header_kind
from wpkit.fields.indexbox import boxes_in
from wpkit.fields.numbering import Marker, read_marker
from wpkit.patterns import pattern
from wpkit.structure.around import BLANKS
from wpkit.structure.headers import whole_words
from wpkit.text import one_bar, squeeze

Found = tuple[list[Block], int] | None
"""The blocks that lines from some place on hold, and where the lines behind them begin; None where no table begins."""


def find_tables(blocks: list[Block]) -> list[Block]:
    """The blocks with every table that stands in their lines put together."""
    out: list[Block] = []
    run: list[Line] = []
    boxed = _boxed(blocks)
    for i, block in enumerate([*blocks, None]):
        if isinstance(block, Line) and i not in boxed:
            if run and _names_next(blocks, i):
                out.extend(_in_run(run))
                run = []
            run.append(block)
            continue
        if run:
            out.extend(_in_run(run))
            run = []
        if block is not None:
            # a line of a box goes on with none
            out.append(Paragraph(block.text, block.where) if isinstance(block, Line) else block)
    return out


# 表二 民生保障, 附表2：民生保障
_NAMES_TABLE = pattern(
    r"\s*[（(]?附?表\s*[\d一二三四五六七八九十]{1,2}(?![\d一二三四五六七八九十])[^。；;|\t]{0,40}", needs="表"
)
_HEADER_WORD = pattern(r"[^|\s]+")


def _names_next(blocks: Sequence[Block], n: int) -> bool:
    """Whether a line is the name of a further table, and the next begins with a header word: what follows is a table of
    its own."""
    block = blocks[n]
    if not isinstance(block, Line) or not _NAMES_TABLE.fullmatch(block.text.rstrip()):
        return False
    below = next((b for b in blocks[n + 1 : n + 3] if isinstance(b, Line) and b.text.strip()), None)
    first = _HEADER_WORD.search(one_bar(below.text)) if below is not None else None
    return first is not None and header_kind(first.group()) is not None


def _boxed(blocks: Sequence[Block]) -> set[int]:
    """Which blocks are lines of an index box: its labels are no table's header."""
    texts = [block.text if isinstance(block, Line) else "" for block in blocks]
    return {i for box in boxes_in(texts) for i in box.lines}


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
            from wpkit.structure.headed import headed

            lines = [Line(p.text, p.where) for p in run if isinstance(p, Paragraph) and p.text.strip()]
            found = headed(lines, 0) if len(lines) == len(run) else None
            if found is not None:
                out += found[0]
                i += found[1]
                continue
        out.append(blocks[i])
        i += 1
    return out


def _tabs(lines: list[Line], start: int) -> Found:
    if "\t" not in lines[start].text:
        return None
    from wpkit.structure.tabbed import tab_cells, tab_rows

    return tab_cells(lines, start) or tab_rows(lines, start)


def _bars(lines: list[Line], start: int) -> Found:
    # the first cell of a table with a cell a line has its mark on the next line
    if not any("|" in one_bar(line.text) for line in lines[start : start + 2]):
        return None
    from wpkit.structure.piped import bar_stream, piped

    return bar_stream(lines, start) or piped(lines, start)


_RULED_WITHIN = 5


def _ruled(lines: list[Line], start: int) -> Found:
    """A table whose columns a ruler of dashes measures out, at its top or below its header."""
    near = lines[start : start + _RULED_WITHIN]
    if not any(line.text.endswith(("--", "==", "──")) for line in near):
        return None
    from wpkit.structure.rulers import ruled_columns

    return ruled_columns(lines, start)


def _blanks(lines: list[Line], start: int) -> Found:
    text = lines[start].text
    if "  " not in text and "\u3000" not in text.strip():
        return None
    from wpkit.structure.aligned import set_with_blanks

    return set_with_blanks(lines, start)


_LABELLED = pattern(r"([^\W\d_a-zA-Z][\w（）()/、]{1,11})\s*[:：]", needs=":：")


def _may_open_record(text: str) -> bool:
    """Whether a line is labelled as a number or a name is."""
    match = _LABELLED.match(text)
    return match is not None and (match[1].endswith(("序号", "编号")) or header_kind(match[1]) == "name")


def _labelled(lines: list[Line], start: int) -> Found:
    if not _may_open_record(lines[start].text.strip()):
        return None
    from wpkit.structure.records import labelled_records

    return labelled_records(lines, start)


def _header(lines: list[Line], start: int) -> Found:
    text = lines[start].text.strip()
    first = _first_word(text)
    # a narrow column's word stands a character a line
    if len(first) != 1 and header_kind(first) is None and header_kind(text) is None:
        return None
    from wpkit.structure.headed import headed
    from wpkit.structure.records import records
    from wpkit.structure.scattered import of_page

    return of_page(lines, start) or records(lines, start) or headed(lines, start)


def _first_word(text: str) -> str:
    """What stands before the first blank of a text that begins with none."""
    return text if text.split() == [text] else BLANKS.split(text, 1)[0]


_LONG = 100
_BARS = "|｜│┃∣"


def _long(lines: list[Line], start: int) -> Found:
    if len(lines[start].text) < _LONG:
        return None
    from wpkit.structure.headed import run_together

    return run_together(lines, start)


def _headless(lines: list[Line], start: int) -> Found:
    if not _DIGIT_FIRST.match(lines[start].text):
        return None
    from wpkit.structure.headless import headless

    return headless(lines, start)


_DIGIT_FIRST = pattern(r"\s{0,40}\d{1,3}")


# The readers, and what stands in some line of every table that one reads; nothing where that may be anything.
_READERS: tuple[tuple[Callable[[list[Line], int], Found], tuple[str, ...]], ...] = (
    (_tabs, ("\t",)),
    (_bars, tuple(_BARS)),
    (_ruled, ("--", "==", "──")),
    (_blanks, ("  ", "\u3000")),
    (_labelled, (":", "：")),
    (_header, ()),
    (_long, ()),
    (_headless, ()),
)


def _readers(lines: Sequence[Line]) -> list[Callable[[list[Line], int], Found]]:
    """The readers that may find a table in these lines."""
    text = "\n".join(line.text for line in lines)
    return [reader for reader, needs in _READERS if not needs or any(mark in text for mark in needs)]


# A reader that finds no table may have looked at every line to the end. Lines that may begin a table and begin
# none are tried until that has come to so many looks in all, for a run this long and for each of its lines.
_LOOKS, _LOOKS_A_LINE = 100_000, 4


def _in_run(lines: list[Line]) -> list[Block]:
    out: list[Block] = []
    lines = whole_words(lines)
    readers = _readers(lines)
    i, looks = 0, _LOOKS + _LOOKS_A_LINE * len(lines)
    while i < len(lines):
        if out and out[-1] is lines[i - 1] and lines[i - 1].text == lines[i].text == _text_at(lines, i + 1):
            # where the line above began no table, the same words between it and a third such line do not either
            out.append(lines[i])
            i += 1
            continue
        for reader in readers if looks > 0 else readers[-1:]:
            found = reader(lines, i)
            if found:
                tables, end = found
                out.extend(_parted(tables, lines, i, end))
                i = end
                break
        else:
            if looks > 0 and _may_begin(lines[i].text):
                looks -= len(lines) - i
            out.append(lines[i])
            i += 1
    return [whole for block in out if (whole := _without_bars(block)) is not None]


_RULE = frozenset(f"{_BARS} \t\u3000-:")


def _without_bars(block: Block) -> Block | None:
    """A line that is no row of a table, without the marks of the cell that a page has it in; None where it has nothing
    else."""
    if not isinstance(block, Line) or not any(bar in block.text for bar in _BARS):
        return block
    text = block.text.rstrip(f"{_BARS} \t\u3000")
    if text.lstrip()[:1] in _BARS:
        text = text.lstrip(f"{_BARS} \t\u3000")
    return replace(block, text=text) if not _RULE.issuperset(text) else None


def _parted(blocks: list[Block], lines: Sequence[Line], start: int, end: int) -> list[Block]:
    """The blocks that these lines hold; where headings numbered on from the one above a table stand over its header
    again each, it is the tables below them with these headings between."""
    first = read_marker(lines[start - 1].text) if start else None
    table = blocks[0]
    if first is None or not isinstance(table, Table) or first.end >= len(lines[start - 1].text.strip()):
        return blocks
    header, *rows = table.rows
    words = squeeze("".join(cell.text for cell in header.cells))
    above = {
        squeeze(lines[k - 1].text): lines[k - 1]
        for k in range(start + 1, end)
        if words.startswith(squeeze(lines[k].text)) and _holds(lines, k, end, words)
    }
    over = [above.get(squeeze(row.cells[0].text)) if _numbered_on(row, first) else None for row in rows]
    values = [m.value for line in over if line is not None and (m := read_marker(line.text)) is not None]
    if not values or values != list(range(first.value + 1, first.value + 1 + len(above))):
        return blocks
    out: list[Block] = []
    part = [header]
    for row, line in zip(rows, over, strict=True):
        if line is None:
            if len(part) > 1 or [c.text for c in row.cells] != [c.text for c in header.cells]:
                part.append(row)
        else:
            out += [replace(table, rows=part), line]
            part = [header]
    return [*out, replace(table, rows=part), *blocks[1:]]


def _holds(lines: Sequence[Line], at: int, end: int, words: str) -> bool:
    """Whether the lines from here on are these words."""
    for line in lines[at:end]:
        text = squeeze(line.text)
        if not words.startswith(text):
            return False
        words = words.removeprefix(text)
        if not words:
            return True
    return False


def _numbered_on(row: Row, first: Marker) -> bool:
    """Whether a row is nothing but a heading numbered as the first one is."""
    marker = None if any(cell.text for cell in row.cells[1:]) else read_marker(row.cells[0].text)
    return marker is not None and marker.notation == first.notation


def _text_at(lines: Sequence[Line], i: int) -> str | None:
    return lines[i].text if i < len(lines) else None


_LONGEST_HALF = 6  # of a header word on two lines


def _may_begin(text: str) -> bool:
    """Whether readers may have looked far below a line: it begins with a mark of cells or a header word, or its pieces
    stand apart and one is such a word or all may be halves of one."""
    stripped = text.strip()
    if (text.startswith("\t") and "\t" not in stripped) or "|" in one_bar(text):
        return True
    if header_kind(_first_word(stripped)) is not None or _may_open_record(stripped):
        return True
    if "  " not in stripped and "\u3000" not in stripped:
        return False
    pieces = BLANKS.split(stripped)
    return all(len(piece) <= _LONGEST_HALF for piece in pieces) or any(
        header_kind(piece) is not None for piece in pieces
    )
