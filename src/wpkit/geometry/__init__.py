"""Pages of characters and rulings → lines and tables, whatever they came from (PDF, OFD, scans).

`pages_to_layout` takes `Page`s (glyphs with boxes, rules as thin boxes; points from the upper left
corner) and gives blocks in reading order. What the words mean is not known here.
"""

from wpkit.geometry.layout import Layout, pages_to_blocks, pages_to_layout
from wpkit.geometry.model import Glyph, Page, Rule

__all__ = ["Glyph", "Layout", "Page", "Rule", "pages_to_blocks", "pages_to_layout"]
