"""Plain text → one `Line` a printed line, with its line number, page (where form feeds show) and blank lines before it.

Converters write Markdown: its marks of headings, emphasis and lists are no part of what is printed.
"""

from __future__ import annotations

import re

from wpkit.blocks import Block, Document, Line, Where
from wpkit.decoding import decode
from wpkit.findings import Report
from wpkit.patterns import pattern
from wpkit.source import Source
from wpkit.text import clean

_BREAK = pattern(r"\r\n|[\n\r\x85\u2028\u2029\v]")


# Markdown by its headings: a # is printed in no notice; by lines that open in bold.
_MARKDOWN = pattern(r"^[ ]{0,3}#{1,6}[ ]+\S|^[ ]{0,3}\*\*[^*\n]{1,200}\*\*", re.M, needs="#*")
_MARKS = pattern(r"^[ ]{0,3}#{1,6}[ ]+|^\s{0,8}[-*+][ ]+(?=[^\W\d_])|\*\*")
# Converters to Markdown put a backslash before what would be a mark of it: 1\. 2\.5亿元 \*
_ESCAPED = pattern(r"\\(?=[\\`*_{}\[\]()#+\-.!>~])", needs="\\")
_ESCAPED_NUMBER = pattern(r"^[ ]{0,3}\d{1,4}\\[.)]", re.M, needs="\\")


# A line of the tags that a converter leaves around its Markdown, of a comment, or of a picture.
_TAGS = pattern(
    r"\s*(?:</?(?:div|center|p|span|br|hr|figure|section|article)\b[^<>]*>\s*|<!--[^<>]*-->\s*|!\[[^\]\n]*\]\([^()\n]*\)\s*)+",
    re.I,
    needs="<!",
)


def parse(source: Source) -> Document:
    """The text's lines, cleaned of unseen characters and of what a page's source writes for characters (&nbsp;);
    leading blanks stay, trailing ones go."""
    text, encoding, odd = decode(source.data)
    report = Report()
    report.findings.extend(odd)
    if "&nbsp;" in text:  # a page's source was saved for its text
        from html import unescape

        text = unescape(text)
    blocks, pages = _with_tables(text, report) if "</table" in text else lines_of(text)
    head, blocks, left_out = _without_box(blocks) if _BOX.search(text) else ({}, blocks, [])
    return Document(
        "txt", blocks, encoding=encoding, pages=pages, head=head, findings=report.findings, left_out=left_out
    )


def _with_tables(text: str, report: Report) -> tuple[list[Block], int | None]:
    """The lines of a text in which tables stand as HTML, and these tables."""
    from wpkit.joins import join_tables
    from wpkit.webpage.tables import split

    blocks: list[Block] = []
    pages: int | None = None
    for piece, table, before in split(text):
        if table is not None:
            blocks.append(table)
            continue
        lines, pages = lines_of(piece)
        for block in lines:
            block.where = block.where._replace(line=(block.where.line or 0) + before)
        blocks += lines
    return join_tables(blocks, report), pages


# A cell of the index box that a site prints over or below a notice, parted from its value by "|".
_BOX = pattern(
    r"索\s*引\s*[号號][^\n|｜]{0,9}[|｜]|(?:[发發][布文]机[构关]|成文日期|[发發]文字[号號])[:：\s]*[|｜]",
    needs="|｜",
)


def _without_box(blocks: list[Block]) -> tuple[dict[str, str], list[Block], list[Line]]:
    """What an index box of "|" rows states, the lines without it, and its lines."""
    from wpkit.webpage.indexbox import find_piped_box

    head, box = find_piped_box([b.text if isinstance(b, Line) else "" for b in blocks])
    kept = [b for i, b in enumerate(blocks) if i not in box]
    return head, kept, [b for i in sorted(box) if isinstance(b := blocks[i], Line)]


def lines_of(text: str) -> tuple[list[Block], int | None]:
    """The lines of a text and its number of pages (None where no form feed parts any)."""
    paged = "\f" in text.strip()
    marked = bool(_MARKDOWN.search(text))
    if "\\" in text and (marked or _ESCAPED_NUMBER.search(text)):
        text = _ESCAPED.sub("", text)
    tagged = "<" in text or "](" in text
    blocks: list[Block] = []
    page, gap = 1, 0
    for number, raw in enumerate(_BREAK.sub("\n", clean(text)).split("\n"), 1):
        # A form feed stands before the first words of a page, or alone on the last line of one.
        *before, raw = raw.split("\f")
        for words in before:
            if words.strip():
                blocks.append(Line(words.rstrip(), Where(page=page if paged else None, line=number), gap))
                gap = 0
            page += 1
        line = (_MARKS.sub("", raw) if marked else raw).rstrip()
        if tagged and _TAGS.fullmatch(line):
            line = ""
        if line.strip():
            blocks.append(Line(line, Where(page=page if paged else None, line=number), gap))
            gap = 0
        else:
            gap += 1
    return blocks, page if paged else None
