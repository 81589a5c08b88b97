"""Looks up in the source, by other libraries than wpkit's own readers, what a task says stands at its places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from comparison import squeeze
from wpkit.schema import Notice, Place, Task

TASKS = 8  # of each file, by chance


def stands_at(path: Path, notice: Notice, seed: str) -> list[str]:
    """One line for each field of the chosen tasks whose words are not at its place."""
    look = LOOKS[path.suffix.lstrip(".")]
    tasks = Random(seed).sample(notice.tasks, min(TASKS, len(notice.tasks)))
    wrong = []
    for task in tasks:
        for field, words in _fields(task):
            place = task.places.get(field, task.place)
            seen = look(path, place)
            wrong += [f"{task.id} {field} {place.model_dump()}: {word!r} is not in {seen[:80]!r}"
                      for word in words if not _is_in(squeeze(word), seen, place)]  # fmt: skip
    return wrong


def _fields(task: Task) -> Iterator[tuple[str, list[str]]]:
    yield "content", [task.content]
    if task.units and "units" in task.places:
        yield "units", [task.units[0].name]
    if task.deadlines and "deadlines" in task.places:
        yield "deadlines", [task.deadlines[0].text]


def _is_in(words: str, seen: str, place: Place) -> bool:
    if place.end_page is None:
        return words in seen
    return any(words.startswith(seen[at:]) for at in range(len(seen) - 3))  # the rest is on the next page


def _in_text(path: Path, place: Place) -> str:
    lines = path.read_text(encoding="utf-8").split("\n")
    assert place.line is not None
    return squeeze("".join(lines[place.line - 1 : place.end_line or place.line]))


@cache
def _pages(path: Path) -> list[list[dict[str, Any]]]:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [page.chars for page in pdf.pages]


def _in_pdf(path: Path, place: Place) -> str:
    assert place.page is not None
    assert place.box is not None
    x0, top, x1, bottom = place.box
    inside = [
        char
        for char in _pages(path)[place.page - 1]
        if x0 < (char["x0"] + char["x1"]) / 2 < x1
        and top - 1 < (char["top"] + char["bottom"]) / 2 < bottom + 1
    ]
    if place.end_page is not None:  # the box is that of the first line or part
        inside = [char for char in inside if char["text"].strip()]
    inside.sort(key=lambda char: (round(char["bottom"] / 4), char["x0"]))
    return squeeze("".join(char["text"] for char in inside))


def _in_ofd(path: Path, place: Place) -> str:
    """An OFD sample is written from the PDF, character by character where it stands there."""
    return _in_pdf(path.with_suffix(".pdf"), place)


@cache
def _word(path: Path) -> Any:
    from docx import Document

    return Document(str(path))


def _in_docx(path: Path, place: Place) -> str:
    document = _word(path)
    if place.table is None:
        assert place.paragraph is not None
        return squeeze(document.paragraphs[place.paragraph - 1].text)
    assert place.row is not None
    assert place.column is not None
    return squeeze(document.tables[place.table - 1].cell(place.row - 1, place.column - 1).text)


@cache
def _book(path: Path) -> Any:
    from openpyxl import load_workbook

    return load_workbook(path)


def _in_workbook(path: Path, place: Place) -> str:
    assert place.sheet is not None
    assert place.row is not None
    assert place.column is not None
    return squeeze(_book(path)[place.sheet].cell(place.row, place.column).value)


@cache
def _web_lines(path: Path) -> dict[int, str]:
    """The text of the elements that begin on each line of the source."""
    from lxml import html

    data = path.read_bytes()
    text = data.decode("gb18030" if re.search(rb"charset=.?gb", data[:2000]) else "utf-8")
    found: dict[int, str] = {}
    for element in html.document_fromstring(text).iter("p", "tr", "div", "td"):
        found.setdefault(element.sourceline or 0, squeeze(element.text_content()))
    return found


def _in_page(path: Path, place: Place) -> str:
    assert place.line is not None
    return _web_lines(path).get(place.line, "")


LOOKS: dict[str, Callable[[Path, Place], str]] = {
    "txt": _in_text,
    "pdf": _in_pdf,
    "ofd": _in_ofd,
    "docx": _in_docx,
    "xlsx": _in_workbook,
    "html": _in_page,
}
