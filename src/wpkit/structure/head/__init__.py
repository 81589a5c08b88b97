"""The paragraphs before, after and around the work points → title, issuer, number, date, and where the body stands."""

from __future__ import annotations

from collections.abc import Sequence

from wpkit.structure.head.bounds import find_body, find_cover_title
from wpkit.structure.head.box import read_index_box
from wpkit.structure.head.caption import read_title
from wpkit.structure.head.issuing import read_issued, read_issuer, read_number, year_of
from wpkit.structure.head.lines import is_signature, is_title, titles_in, unsealed
from wpkit.structure.head.paper import Head, Paper, Part
from wpkit.structure.head.tail import find_tail

__all__ = ["Head", "Part", "is_signature", "is_title", "read_head", "titles_in"]


def read_head(parts: Sequence[Part], stated: dict[str, str]) -> Head:
    """The head of the notice; `stated` is what the file states beside its text (an index box)."""
    paper = Paper(parts, stated)
    head = paper.head
    read_index_box(paper)
    paper.drop_page_dates()
    cover_title = find_cover_title(paper)
    find_body(paper, cover_title)
    read_title(paper, cover_title)
    find_tail(paper)
    read_issuer(paper, cover_title)
    read_number(paper)
    read_issued(paper)
    head.year = year_of(paper)
    head.title = paper.as_printed(head.title)
    head.issuer = paper.as_printed(unsealed(head.issuer or "") or None)
    return head
