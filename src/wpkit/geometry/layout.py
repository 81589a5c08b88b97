"""Pages → blocks in reading order: furniture left out, tables joined over pages, lines with their margins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field

from wpkit.blocks import Block, Line, Where
from wpkit.findings import Report
from wpkit.geometry.beside import put_beside
from wpkit.geometry.furniture import take_furniture
from wpkit.geometry.grid import page_layout
from wpkit.geometry.joining import fits, join
from wpkit.geometry.margins import Margins, margins_of
from wpkit.geometry.model import Page, PageLayout, PageTable, TextLine
from wpkit.records import record


@record()
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
    read: list[PageLayout] = []
    for page in pages:
        read.append(page_layout(page, read[-1].tables[-1] if read and read[-1].tables else None))
    layout = Layout([])
    for number, line in take_furniture(read):
        layout.left_out.append(_line(line, number, None, None))
    for done in read:
        layout.left_out += [_line(line, done.number, None, None) for line in done.hidden]
    read = put_beside(read, report.add)
    flow = _Flow(layout, margins_of(read), report)
    for done in read:
        flow.page(done)
    flow.close()
    return layout


_CONTINUED = re.compile(r"[（(]?(?:续表?|接上[页表])[）)]?\d*[：:]?")


class _Flow:
    """Puts lines and tables in order; a table stays open as long as the next page may go on with it."""

    def __init__(self, layout: Layout, margins: dict[tuple[int, int], Margins], report: Report) -> None:
        self.layout, self.margins, self.report = layout, margins, report
        self.parts: list[PageTable] = []
        self.captions: set[str] = set()  # of the lines above the open table
        self.held: list[TextLine] = []  # lines after it that may be its caption again
        self.tables = 0

    def page(self, page: PageLayout) -> None:
        lately: list[TextLine] = []
        for item in _items(page):
            if isinstance(item, TextLine):
                lately.append(item)
                if self.parts and self._is_next(page.number) and self._is_caption(item):
                    self.held.append(item)
                else:
                    self.close()
                    self._say(item, page.number, lately[-2] if len(lately) > 1 else None)
            elif self.parts and self._is_next(item.page) and fits(self.parts[0], item):
                self.layout.left_out += [_line(line, page.number, None, None) for line in self.held]
                self.held = []
                self.parts.append(item)
                lately = []
            else:
                self.close()
                self.parts = [item]
                self.captions = {_caption(line.text) for line in lately[-3:]}
                lately = []

    def close(self) -> None:
        """Ends the open table, if there is one."""
        if self.parts:
            self.tables += 1
            if not all(part.ruled for part in self.parts):
                self.report.add("P511", Where(page=self.parts[0].page, table=self.tables), table=self.tables)
            self.layout.blocks.append(join(self.parts, self.tables, self.report.add))
        held, number = self.held, self.parts[-1].page + 1 if self.parts else 0
        self.parts, self.held = [], []
        for line in held:
            self._say(line, number, None)

    def _is_next(self, page: int) -> bool:
        last = self.parts[-1]
        return page - 1 in (last.page, last.last_page)

    def _is_caption(self, line: TextLine) -> bool:
        return (
            _caption(line.text) in self.captions
            or _CONTINUED.fullmatch("".join(line.text.split())) is not None
        )

    def _say(self, line: TextLine, page: int, above: TextLine | None) -> None:
        self.layout.blocks.append(_line(line, page, self.margins[page, line.zone % 3], above))


def _caption(text: str) -> str:
    """The words of a caption without the note that it goes on."""
    return _CONTINUED.sub("", "".join(text.split()))


def _items(page: PageLayout) -> list[TextLine | PageTable]:
    """The page's lines and tables in reading order."""
    items: list[TextLine | PageTable] = [*page.lines, *page.tables]
    several = any(line.zone for line in page.lines)

    def key(item: TextLine | PageTable) -> tuple[int, float]:
        if isinstance(item, TextLine):
            return (item.zone, item.middle)
        return (_zone(item, page.lines) if several else 0, item.ys[0])

    return sorted(items, key=key)


def _zone(table: PageTable, lines: list[TextLine]) -> int:
    """The zone of the lines above the table."""
    left, top, right, _ = table.box
    return max(
        (line.zone for line in lines if line.middle < top and line.x0 < right and line.x1 > left), default=0
    )


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
