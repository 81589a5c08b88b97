"""Looks up in the source, by other libraries than wpkit's own readers, what a task says stands at its places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
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
                      for word in words if squeeze(word) not in seen]  # fmt: skip
    return wrong


def _fields(task: Task) -> Iterator[tuple[str, list[str]]]:
    yield "content", [task.content]
    if task.units and "units" in task.places:
        yield "units", [task.units[0].name]
    if task.deadlines and "deadlines" in task.places:
        yield "deadlines", [task.deadlines[0].text]


_PAGE_MARK = re.compile(r"[—\-－\s]*\d+[—\-－\s]*")


def _in_text(path: Path, place: Place) -> str:
    lines = path.read_text(encoding="utf-8").split("\n")
    assert place.line is not None
    there = lines[place.line - 1 : place.end_line or place.line]
    return squeeze("".join(line for line in there if not _PAGE_MARK.fullmatch(line)))


@cache
def _pages(path: Path) -> list[list[dict[str, Any]]]:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [page.chars for page in pdf.pages]


def _in_pdf(path: Path, place: Place) -> str:
    assert place.page is not None
    assert place.box is not None
    parts = [(place.page, place.box), *((part.page, part.box) for part in place.continued or ())]
    return squeeze("".join(char for page, box in parts for char in _in_box(_pages(path)[page - 1], box)))


def _in_box(chars: list[dict[str, Any]], box: tuple[float, float, float, float]) -> list[str]:
    """The characters whose middle is in the box, line by line."""
    x0, top, x1, bottom = box
    inside = [
        char
        for char in chars
        if x0 - 2 < (char["x0"] + char["x1"]) / 2 < x1 + 2
        and top - 1 < (char["top"] + char["bottom"]) / 2 < bottom + 1
    ]
    lines: list[list[dict[str, Any]]] = []
    for char in sorted(inside, key=lambda char: char["bottom"]):
        if not lines or char["bottom"] - lines[-1][0]["bottom"] > 5:
            lines.append([])
        lines[-1].append(char)
    return [char["text"] for line in lines for char in sorted(line, key=lambda char: char["x0"])]


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
        there = document.paragraphs[place.paragraph - 1 : place.end_paragraph or place.paragraph]
        return squeeze("".join(paragraph.text for paragraph in there))
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
def _web_lines(path: Path) -> list[str]:
    data = path.read_bytes()
    text = data.decode("gb18030" if re.search(rb"charset=.?gb", data[:2000]) else "utf-8")
    return re.sub("<[^>\n]*>", "", unescape(text)).split("\n")


def _in_page(path: Path, place: Place) -> str:
    """The words of the source's lines; an element may go on for some lines below the one it begins on."""
    assert place.line is not None
    return squeeze("".join(_web_lines(path)[place.line - 1 : (place.end_line or place.line) + 2]))


LOOKS: dict[str, Callable[[Path, Place], str]] = {
    "txt": _in_text,
    "pdf": _in_pdf,
    "ofd": _in_ofd,
    "docx": _in_docx,
    "xlsx": _in_workbook,
    "html": _in_page,
}
