"""Plain text → lines with their number, page and the blank lines before them."""

from __future__ import annotations

import pytest

from wpkit.parsers.txt import parse
from wpkit.source import Source

PAGES = [
    ("一\f二", [("一", 1), ("二", 2)], 2),
    ("一\f二\f三", [("一", 1), ("二", 2), ("三", 3)], 3),
    ("一\n\f二", [("一", 1), ("二", 2)], 2),
    ("一\n\f\f二", [("一", 1), ("二", 3)], 3),
    ("一\n二\f", [("一", None), ("二", None)], None),
]


@pytest.mark.parametrize(("text", "lines", "pages"), PAGES)
def test_a_form_feed_begins_a_page(text: str, lines: list[tuple[str, int | None]], pages: int | None) -> None:
    document = parse(Source("x.txt", text.encode()))
    assert ([(line.text, line.where.page) for line in document.lines()], document.pages) == (lines, pages)
