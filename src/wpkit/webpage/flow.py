"""A page's tree → its lines and tables in reading order, as a browser sets them.

A line is what stands between two breaks: block elements, and `<br>` where a new paragraph begins. A
table used for layout is no table: its cells are read one after the other.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

from wpkit.ooxml.numerals import numeral
from wpkit.records import record
from wpkit.text import clean
from wpkit.webpage.tree import Element

_BLOCKS = frozenset(
    [
        "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "main", "header", "footer", "nav",
        "aside", "blockquote", "center", "pre", "form", "fieldset", "legend", "address", "figure", "figcaption",
        "h1", "h2", "h3", "h4", "h5", "h6", "hr", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption",
        "body", "html", "details", "summary", "ucapcontent", "ucaptitle", "founder-content", "founder-title",
    ]
)  # fmt: skip
_SPAN_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|list-item|table)", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_ASIDE = re.compile(r"text-align\s*:\s*(?:left|right|justify|start)", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_LIST_KINDS = {
    "a": ("lowerLetter", "."), "A": ("upperLetter", "."), "i": ("lowerRoman", "."), "I": ("upperRoman", "."),
    "lower-alpha": ("lowerLetter", "."), "upper-alpha": ("upperLetter", "."), "lower-latin": ("lowerLetter", "."),
    "upper-latin": ("upperLetter", "."), "lower-roman": ("lowerRoman", "."), "upper-roman": ("upperRoman", "."),
    "cjk-ideographic": ("chineseCountingThousand", "、"), "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"), "decimal-leading-zero": ("decimalZero", "."),
}  # fmt: skip
_SPACE = re.compile(r"[ \t\n\r\f]+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f“”‘’…—]")
_ENDS = re.compile(r"[。；;：:！!？?．.”’」』）)】》]\s*$")
_INDENT = re.compile(r"^(?:\u3000| {2,}|\xa0{2,})")
_OPEN, _SHUT = re.compile("[（(《〔【“]"), re.compile("[）)》〕】”]")
# What begins like a numbered item.
_NUMBERED = re.compile(
    r"[（(〔\[]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4}|[①-⑳])[、.．）)〕\]]|[①-⑳⑴-⒇]|第[一二三四五六七八九十]+[章节条]"
)
# Marks inside the text of an open line: a <br>, a link's start and end, the start of a text node.
_BR, _LINK, _UNLINK, _PART = "\x00", "\x01", "\x02", "\x03"
_MARKS = re.compile("[\x00-\x03]")
_SHORT = 30
_DEEPEST = 200
_MAX_DEPTH = 12
_MAX_SPAN = 1000


@record()
class Text:
    """One line of a page. `parts` are its text nodes, `links` the number of its characters in links."""

    text: str
    element: Element
    line: int | None
    heading: int | None = None
    centered: bool = False
    links: int = 0
    parts: list[str] = field(default_factory=list)
    wrapped: bool = False  # one printed line of hard-wrapped text
    gap: int = 0  # empty lines before it


@record()
class GridCell:
    text: str
    column: int
    row_span: int
    column_span: int


@record()
class Grid:
    """A table that holds data: each row's cells and the source line it begins on."""

    rows: list[tuple[list[GridCell], int | None]]
    element: Element
    line: int | None
    links: int = 0
    nested: int = 0  # rows of tables inside its cells

    @property
    def texts(self) -> list[str]:
        return [cell.text for cells, _ in self.rows for cell in cells]


Item = Text | Grid


def normal(raw: str) -> str:
    """The text with its white space as a browser sets it: a line break of the source between two
    Chinese characters is nothing, other runs are one blank.

    >>> normal("政务公\\n  开 work")
    '政务公开 work'
    """

    def one(match: re.Match[str]) -> str:
        run = match.group()
        start, end = match.span()
        if "\n" not in run and "\r" not in run:
            return " "
        before, after = raw[start - 1 : start], raw[end : end + 1]
        return "" if before and after and _WIDE.match(before) and _WIDE.match(after) else " "

    return _SPACE.sub(one, raw)


class Flow:
    """Walks one tree once. `in_cell`: every break parts lines, as inside a cell of a table."""

    def __init__(self, depth: int = 0, *, in_cell: bool = False) -> None:
        self.items: list[Item] = []
        self._depth, self._in_cell = depth, in_cell
        self._raw: list[str] = []
        self._br_lines: list[int | None] = []
        self._blocks: list[Element] = []
        self._centred: list[bool] = []
        self._lists: list[list[Any]] = []
        self._number = ""
        self._pre = 0
        self._root: Element = None
        self._span_blocks: set[Element] = set()

    def walk(self, root: Element) -> list[Item]:
        self._root = root
        stack = [(root, iter(root))]
        self._start(root)
        while stack:
            node, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._end(node)
            elif child.tag == "table" and len(stack) < _DEEPEST and not is_layout(child):
                self._break()
                self._grid(child)
                node = child
            else:
                self._start(child)
                stack.append((child, iter(child)))
                continue
            if node is not root and node.tail:
                self._text(node.tail)
        self._break()
        return self.items

    # events -------------------------------------------------------------------------------------
    def _is_block(self, node: Element) -> bool:
        if node.tag in _BLOCKS or node is self._root or node in self._span_blocks:
            return True
        return bool(node.tag == "span" and (style := node.get("style")) and _SPAN_BLOCK.search(style))

    def _start(self, node: Element) -> None:
        tag = node.tag
        if tag == "br":
            self._raw.append(_BR)
            self._br_lines.append(node.sourceline)
        elif self._is_block(node):
            self._break()
            self._blocks.append(node)
            self._centred.append(_is_centred(node, bool(self._centred and self._centred[-1])))
            self._start_list(node)
            self._pre += tag == "pre"
            self._find_spans(node)
        elif tag == "a" and node.get("href"):
            self._raw.append(_LINK)
        elif tag == "q":
            self._raw.append("“")
        if node.text:
            self._text(node.text)

    def _end(self, node: Element) -> None:
        tag = node.tag
        if self._blocks and self._blocks[-1] is node:
            self._break()
            self._blocks.pop()
            self._centred.pop()
            self._pre -= tag == "pre"
            if tag in ("ol", "ul") and self._lists:
                self._lists.pop()
            elif tag == "li" and self._number:
                if self._in_cell:  # a column of numbers made of empty items
                    self.items.append(Text(self._number, node, node.sourceline))
                self._number = ""
        elif tag == "a" and node.get("href"):
            self._raw.append(_UNLINK)
        elif tag == "q":
            self._raw.append("”")

    def _text(self, text: str) -> None:
        if self._pre:
            text = text.replace("\r\n", "\n").replace("\n", _BR).replace(" ", "\xa0")
            self._br_lines += [None] * text.count(_BR)
        self._raw.append(_PART + text)

    def _start_list(self, node: Element) -> None:
        if node.tag in ("ol", "ul"):
            kind, tail = "", ""
            if node.tag == "ol":
                styled = _LIST_STYLE.search(node.get("style", ""))
                word = styled.group(1) if styled else node.get("type", "1")
                kind, tail = _LIST_KINDS.get(word, ("decimal", "."))
                if word == "none":
                    kind = ""
            start = _integer(node.get("start"), 1)
            self._lists.append([start, kind, tail])
        elif node.tag == "li" and self._lists:
            own = self._lists[-1]
            own[0] = _integer(node.get("value"), own[0])
            self._number = numeral(own[0], own[1]) + own[2] if own[1] else ""
            own[0] += 1

    def _find_spans(self, node: Element) -> None:
        """Marks the spans of a block that is nothing but spans of whole sentences: they are its paragraphs."""
        if len(node) < 3 or (node.text and node.text.strip()):
            return
        if any(c.tag not in ("span", "font") or (c.tail and c.tail.strip()) for c in node):
            return
        texts = [t for c in node if (t := "".join(c.itertext()).strip())]
        whole = sum(len(t) >= 15 and bool(_ENDS.search(t)) for t in texts)
        if len(texts) >= 3 and whole * 5 >= len(texts) * 3:
            self._span_blocks.update(node)

    # lines --------------------------------------------------------------------------------------
    def _break(self) -> None:
        raw, self._raw = "".join(self._raw), []
        br_lines, self._br_lines = self._br_lines, []
        if not _MARKS.sub("", raw).strip():
            if _LINK in raw or _UNLINK in raw:
                # A link around blocks opens here and shuts behind them.
                self._raw = [_LINK] if raw.count(_LINK) > raw.count(_UNLINK) else []
            return
        open_link = raw.rfind(_LINK) > raw.rfind(_UNLINK)
        block = self._blocks[-1]
        heading = int(block.tag[1]) if re.fullmatch("h[1-6]", str(block.tag)) else None
        centred = self._centred[-1]
        for line in self._lines(raw, [block.sourceline, *br_lines], soft=centred or heading is not None):
            line.element, line.heading, line.centered = block, heading, centred
            if self._number:
                if not _NUMBERED.match(line.text):
                    line.text = f"{self._number} {line.text}"
                self._number = ""
            self.items.append(line)
        if open_link:
            self._raw = [_LINK]

    def _lines(self, raw: str, starts: list[int | None], *, soft: bool) -> list[Text]:
        """The lines of a block's text: a `<br>` parts paragraphs, but where the sentence plainly goes on.

        `starts` has the line of the source on which each part begins; None where it is that of the part before.
        """
        out: list[Text] = []
        gap, open_link = 0, False
        segments = raw.split(_BR)
        wrapped = len(segments) >= 8 and not self._in_cell and _is_wrapped(segments)
        start = None
        for segment, begun in zip(segments, starts, strict=True):
            start = begun + _line_breaks(segment) if begun and out else begun or start
            links, open_link = _link_length(segment, open_link)
            shown = normal(_MARKS.sub("", segment))
            text = clean(shown).strip()
            if not text:
                gap += 1
                continue
            parts = [p for piece in segment.split(_PART) if (p := clean(_MARKS.sub("", piece)).strip())]
            goes_on = out and not gap and not wrapped and (soft or _goes_on(out[-1].text, shown))
            if goes_on and not self._in_cell:
                last = out[-1]
                last.text += "\n" + text
                last.links += links
                last.parts += parts
            else:
                out.append(Text(text, None, start, links=links, parts=parts, wrapped=wrapped, gap=gap))
            gap = 0
        return out

    # tables -------------------------------------------------------------------------------------
    def _grid(self, table: Element) -> None:
        for caption in table.iterchildren("caption"):
            text = clean(normal("".join(caption.itertext()))).strip()
            if text:
                self.items.append(Text(text, caption, caption.sourceline, centered=True))
        rows = rows_of(table)
        grid = Grid([], table, table.sourceline)
        busy: dict[int, int] = {}
        for number, row in enumerate(rows):
            cells: list[GridCell] = []
            column = 0
            for cell in cells_of(row):
                while busy.get(column, 0) > 0:
                    column += 1
                across = min(max(_integer(cell.get("colspan"), 1), 1), _MAX_SPAN)
                down = _integer(cell.get("rowspan"), 1)
                down = len(rows) - number if down <= 0 else min(down, len(rows) - number)
                free = next((i for i in range(1, across) if busy.get(column + i, 0) > 0), across)
                if column + free > _MAX_SPAN:
                    break
                cells.append(GridCell(self._cell_text(cell, grid), column, down, free))
                for covered in range(column, column + free):
                    busy[covered] = down
                column += free
            grid.rows.append((cells, row.sourceline))
            busy = {c: left - 1 for c, left in busy.items() if left > 1}
        if any(grid.texts):
            self.items.append(grid)

    def _cell_text(self, cell: Element, grid: Grid) -> str:
        grid.links += sum(len("".join(a.itertext()).strip()) for a in cell.iter("a") if a.get("href"))
        if self._depth >= _MAX_DEPTH or not any(_breaks(inner) for inner in cell.iterdescendants()):
            return clean(normal("".join(cell.itertext()))).strip()
        lines: list[str] = []
        for item in Flow(self._depth + 1, in_cell=True).walk(cell):
            if isinstance(item, Text):
                lines.append(item.text)
            else:
                grid.nested += len(item.rows)
                lines += [
                    "\t".join(c.text.replace("\n", " ") for c in cells if c.text) for cells, _ in item.rows
                ]
        return "\n".join(line for line in lines if line)


def _line_breaks(segment: str) -> int:
    """How many lines of the source lie between a `<br>` and the text behind it."""
    bare = _MARKS.sub("", segment)
    return bare[: len(bare) - len(bare.lstrip())].count("\n")


def _breaks(node: Element) -> bool:
    """Whether an element may part the lines of a cell."""
    return (
        node.tag in _BLOCKS
        or node.tag in ("br", "q")
        or (node.tag == "span" and node.get("style") is not None)
    )


def rows_of(table: Element) -> list[Element]:
    rows: list[Element] = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("tbody", "thead", "tfoot"):
            rows.extend(r for r in child if r.tag == "tr")
    return rows


def cells_of(row: Element) -> list[Element]:
    return [c for c in row if c.tag in ("td", "th")]


def is_layout(table: Element) -> bool:
    """Whether a table only places things on the page: one cell a row, or one cell that holds nearly all
    and is made of many blocks or holds tables itself."""
    if table.get("role") in ("presentation", "none"):
        return True
    rows = [[c for c in cells_of(row) if len(c) or (c.text and c.text.strip())] for row in rows_of(table)]
    widest = max((len(cells) for cells in rows), default=0)
    if widest <= 1:
        return True
    if len(rows) > 12 or sum(map(len, rows)) > 40:
        return False
    sizes = [(len("".join(c.itertext()).strip()), c) for cells in rows for c in cells]
    total = sum(size for size, _ in sizes)
    largest, cell = max(sizes, key=lambda pair: pair[0])
    if largest * 5 < total * 3:
        return sum(size for size, c in sizes if next(c.iter("table"), None) is not None) * 2 > total
    if next(cell.iter("table"), None) is not None:
        return True
    if widest >= 3 and len({len(cells) for cells in rows}) == 1 and len(rows) > 1:
        return False
    return sum(1 for _ in cell.iter("p", "div", "br", "li")) >= 8


def _is_wrapped(segments: list[str]) -> bool:
    """Whether a text was wrapped at a fixed width: most lines are nearly full and end in mid-sentence."""
    texts = [t for s in segments if (t := _MARKS.sub("", s).strip())]
    longest = max(map(len, texts), default=0)
    full = sum(len(t) * 5 >= longest * 4 and not _ENDS.search(t) for t in texts)
    return longest >= 20 and len(texts) >= 8 and full * 2 >= len(texts)


def _goes_on(before: str, after: str) -> bool:
    """Whether the line `after` a `<br>` goes on with the sentence before it."""
    if _INDENT.match(after) or _NUMBERED.match(after.strip()):
        return False
    line = before.rsplit("\n", 1)[-1]
    if len(_OPEN.findall(before)) > len(_SHUT.findall(before)):
        return True
    return len(line) >= _SHORT and not _ENDS.search(line)


def _link_length(segment: str, is_open: bool) -> tuple[int, bool]:
    """How many characters of a segment stand in links, and whether a link is open at its end."""
    count = 0
    for piece in re.split(f"({_LINK}|{_UNLINK})", segment):
        if piece in (_LINK, _UNLINK):
            is_open = piece == _LINK
        elif is_open:
            count += len(_MARKS.sub("", piece).strip())
    return count, is_open


def _is_centred(node: Element, inherited: bool) -> bool:
    style, align = node.get("style", ""), (node.get("align") or "").lower()
    if node.tag == "center" or align == "center" or _CENTRED.search(style):
        return True
    if align in ("left", "right", "justify") or _ASIDE.search(style) or node.tag == "table":
        return False
    return inherited


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default
