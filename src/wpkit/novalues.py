"""Cells without a value as programs for data print them (NaN, Unnamed: 3): nothing stands in them.

Who turns a sheet into text or a page by such a program gets a word for each cell that is empty, or that is merged
with the one above it or before it.
"""

from __future__ import annotations

from wpkit.blocks import Block, Document, Line, Table
from wpkit.patterns import pattern

_NEEDS = ("NaN", "nan", "NaT", "None", "<NA>", "Unnamed")
_WORD = r"(?:NaN|nan|NaT|None|<NA>|Unnamed: ?\d{1,3}(?:_level_\d)?)"
_CELL = pattern(_WORD, needs=_NEEDS)
# Between two marks of cells, or at one and the line's end.
_IN_LINE = pattern(rf"(?<![^|\t]) *{_WORD} *(?=[|\t]|$)", needs=_NEEDS)
_MARK = pattern(r"[|\t]")


def emptied(document: Document) -> Document:
    """The document with these cells empty; a line of cells of nothing else is left out."""
    document.blocks = [block for block in document.blocks if _keeps(block)]
    return document


def _keeps(block: Block) -> bool:
    if isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                if _CELL.fullmatch(cell.text):
                    cell.text = ""
        return True
    if not isinstance(block, Line) or not _MARK.search(block.text):
        return True  # nothing but these marks tells a cell from a word of the text
    text = _IN_LINE.sub(lambda match: " " * len(match[0]), block.text)
    if text != block.text:
        block.text = text
    return bool(text.strip())
