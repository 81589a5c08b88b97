"""A web page → the notice's paragraphs and tables, and the head that its index box states.

Read with lxml, which python-docx brings anyway: a strict tree with source lines costs a few milliseconds
a page. selectolax would parse faster, but parsing is the smaller part, and it knows no source lines.
Places: `paragraph` counts the notice's own paragraphs from 1; `line` is the line of the page's source.
"""

from __future__ import annotations

from wpkit.blocks import Block, Document, Line, Paragraph, Where
from wpkit.errors import NoTextError
from wpkit.findings import Report
from wpkit.joins import join_tables, lines_if_wrapped
from wpkit.source import Source
from wpkit.text import fold
from wpkit.webpage.article import article_of, trim
from wpkit.webpage.flow import Flow, Item, Text
from wpkit.webpage.furniture import is_furniture
from wpkit.webpage.indexbox import find_box
from wpkit.webpage.tables import table_of
from wpkit.webpage.tree import Element, read

_SHORTEST_TITLE = 6
_LITTLE_TEXT = 200


def parse(source: Source) -> Document:
    """The notice's own text. Raises UnreadableError where there is no element and NoTextError where there is
    no text in the page."""
    body, meta, encoding, findings = read(source)
    items = Flow().walk(body)
    if not items:
        raise NoTextError(
            source.name, "the page holds no text", "It may be filled by a script: save it from a browser."
        )
    report = Report()
    report.findings.extend(findings)
    head, box = find_box(items)
    inside, around = article_of(body, items, box)
    kept = trim(items, inside, around, box)
    title = _title(items, kept, box, meta)
    if title is not None:
        kept.insert(0, title)
    if meta.get("articletitle"):
        head.setdefault("title", meta["articletitle"])
    blocks = _blocks(items, kept, report)
    _check_pictures(body, items, kept, report)
    chosen = set(kept)
    left_out = [line for i, item in enumerate(items) if i not in chosen for line in _as_lines(item)]
    return Document("html", blocks, encoding=encoding, head=head, findings=report.findings, left_out=left_out)


def _title(items: list[Item], kept: list[int], box: set[int], meta: dict[str, str]) -> int | None:
    """The line over the article that is the page's title, unless the article opens with it.

    It is the longest line before the article that the page's own title tags repeat, or its first heading, or the line at
    the middle right over the table that the article opens with.
    """
    first = kept[0] if kept else len(items)
    said = [fold(meta.get("articletitle", "")), fold(meta.get("title", ""))]
    site = fold(meta.get("sitename", ""))
    best: tuple[int, int] | None = None
    for index in range(first):
        item = items[index]
        if not isinstance(item, Text) or index in box or item.links * 2 > len(item.text):
            continue
        key = fold(item.text)
        if len(key) < _SHORTEST_TITLE or key == site:
            continue
        repeated = any(key in text for text in said)
        if (repeated or (item.heading and len(key) >= 2 * _SHORTEST_TITLE)) and (
            not best or len(key) > best[0]
        ):
            best = (len(key), index)
    if best is None and 0 < first < len(items) and not isinstance(items[first], Text):
        above = items[first - 1]
        if (
            isinstance(above, Text)
            and above.centered
            and first - 1 not in box
            and not is_furniture(above)
            and len(fold(above.text)) >= _SHORTEST_TITLE
        ):
            return first - 1
    if best is None:
        return None
    key = fold(items[best[1]].text)  # type: ignore[union-attr]
    opening = "".join(fold(items[i].text) for i in kept[:4] if isinstance(items[i], Text))  # type: ignore[union-attr]
    return None if key in opening else best[1]


def _blocks(items: list[Item], kept: list[int], report: Report) -> list[Block]:
    blocks: list[Block] = []
    paragraphs = tables = 0
    for index in kept:
        item = items[index]
        if isinstance(item, Text):
            paragraphs += 1
            where = Where(paragraph=paragraphs, line=item.line)
            if item.wrapped:
                blocks.append(Line(item.text, where, item.gap))
            else:
                blocks.append(Paragraph(item.text, where, item.heading, item.centered))
        else:
            tables += 1
            if item.nested:
                report.add("P103", Where(table=tables, line=item.line), rows=item.nested)
            blocks.append(table_of(item, tables))
    return lines_if_wrapped(join_tables(blocks, report))


def _as_lines(item: Item) -> list[Line]:
    if isinstance(item, Text):
        return [Line(item.text, Where(line=item.line))]
    return [
        Line(text, Where(line=line))
        for cells, line in item.rows
        if (text := "\t".join(c.text.replace("\n", " ") for c in cells)).strip()
    ]


def _check_pictures(body: Element, items: list[Item], kept: list[int], report: Report) -> None:
    """A notice that a site shows as pictures of its pages has next to no text of its own."""
    size = sum(
        len(i.text) if isinstance(i, Text) else sum(map(len, i.texts)) for i in (items[k] for k in kept)
    )
    pictures = sum(1 for _ in body.iter("img"))
    if size < _LITTLE_TEXT and pictures:
        report.add("P121", count=pictures)
