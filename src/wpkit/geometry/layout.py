"""Pages → blocks in reading order: furniture left out, tables joined over pages, lines with their margins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from wpkit.blocks import Block, Line, Where
from wpkit.findings import Report
from wpkit.geometry import joining
from wpkit.geometry.furniture import take_furniture
from wpkit.geometry.grid import page_layout
from wpkit.geometry.margins import Margins, margins_of
from wpkit.geometry.model import Page, PageLayout, PageTable, TextLine


@dataclass(slots=True)
class Layout:
    """The paper's blocks, and the printed text that is no part of it (furniture, hidden text)."""

    blocks: list[Block]
    left_out: list[Line] = field(default_factory=list)


def pages_to_blocks(pages: Iterable[Page], report: Report) -> list[Block]:
    """`pages_to_layout` for callers that ask only for the blocks."""
    return pages_to_layout(pages, report).blocks


def pages_to_layout(pages: Iterable[Page], report: Report) -> Layout:
    """The blocks of all pages in reading order; each join of a table is told to `report`.

    Pages are read one at a time and not kept.
    """
    read = [page_layout(page) for page in pages]
    layout = Layout([])
    for number, line in take_furniture(read):
        layout.left_out.append(_line(line, number, None, None))
    for page in read:
        layout.left_out += [_line(line, page.number, None, None) for line in page.hidden]
    growing: joining.Growing | None = None
    count = 0
    margins = margins_of(read)
    for page in read:
        above: TextLine | None = None
        for item in _items(page):
            if isinstance(item, TextLine):
                if growing is not None:
                    layout.blocks.append(joining.finish(growing))
                    growing = None
                layout.blocks.append(_line(item, page.number, margins[page.number], above))
                above = item
                continue
            above = None
            if growing is not None and growing.page == item.page - 1 and joining.fits(growing, item):
                joining.extend(growing, item, report.add)
                continue
            if growing is not None:
                layout.blocks.append(joining.finish(growing))
            count += 1
            growing = joining.begin(item, count)
    if growing is not None:
        layout.blocks.append(joining.finish(growing))
    return layout


def _items(page: PageLayout) -> list[TextLine | PageTable]:
    items: list[TextLine | PageTable] = [*page.lines, *page.tables]
    return sorted(items, key=lambda i: i.middle if isinstance(i, TextLine) else i.ys[0])


def _line(line: TextLine, page: int, margins: Margins | None, above: TextLine | None) -> Line:
    where = Where(page=page, box=tuple(round(v, 1) for v in line.box))  # type: ignore[arg-type]
    if margins is None:
        return Line(line.text, where, size=round(line.size, 1))
    return Line(
        line.text,
        where,
        gap=int(above is not None and line.bottom - above.bottom > margins.pitch * 1.35),
        size=round(line.size, 1),
        indent=round((line.x0 - margins.left) / line.size, 1),
        room=round((margins.right - line.x1) / line.size, 1),
        centered=margins.centers(line),
    )
