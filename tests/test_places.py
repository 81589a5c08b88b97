"""Places: what a task and its fields say stands where their places say, on one page, on two, in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from wpkit.blocks import Where, stretch
from wpkit.parsers import read_blocks
from wpkit.parsers.pdfium import Reader
from wpkit.pipeline import notice_of
from wpkit.printed import Printed
from wpkit.schema import Place, PlacePart, Task
from wpkit.source import open_source
from wpkit.text import fold

SAMPLES = Path(__file__).parents[1] / "samples"
PDFS = sorted(SAMPLES.glob("*/notice.pdf"))
OTHERS = sorted(path for kind in ("txt", "docx", "html", "xlsx") for path in SAMPLES.glob(f"*/notice.{kind}"))
MISSED = 0.2  # of a field's characters: what a program prints otherwise than it stands (joins, folded words)


def _fields(task: Task) -> Iterator[tuple[Place, str]]:
    said = {
        "title": task.title or "",
        "content": task.content,
        "units": "".join(unit.name for unit in task.units),
        "deadlines": "".join(deadline.text for deadline in task.deadlines),
    }
    if "category" in task.places:
        said["category"] = "".join(task.category.path[-1:])
    for name, words in said.items():
        yield task.places.get(name, task.place), words


def _missed(words: str, there: str) -> float:
    wanted, have = Counter(fold(words)), Counter(fold(there))
    return sum((wanted - have).values()) / max(wanted.total(), 1)


def _name(path: Path) -> str:
    return f"{path.parent.name}-{path.suffix[1:]}"


@pytest.mark.parametrize("path", PDFS, ids=_name)
def test_boxes_lie_over_the_words(path: Path) -> None:
    source = open_source(path)
    notice = notice_of(read_blocks(source), source)
    with Reader(source.data, None) as reader:
        pages = {number: reader.page(number) for number in range(1, reader.count + 1)}

    def inside(place: Place) -> str:
        parts = [
            *([(place.page, place.box)] if place.box else []),
            *((p.page, p.box) for p in place.continued or ()),
        ]
        return "".join(
            glyph.text
            for number, (x0, top, x1, bottom) in parts
            for glyph in getattr(pages[number or 0], "glyphs", ())
            if x0 - 2 < (glyph.x0 + glyph.x1) / 2 < x1 + 2 and top - 2 < (glyph.top + glyph.bottom) / 2 < bottom + 2
        )  # fmt: skip

    wrong = [
        (task.id, words)
        for task in notice.tasks
        for place, words in _fields(task)
        if _missed(words, inside(place)) > MISSED
    ]
    assert wrong == []


@pytest.mark.parametrize("path", OTHERS, ids=_name)
def test_lines_paragraphs_and_cells_hold_the_words(path: Path) -> None:
    source = open_source(path)
    document = read_blocks(source)
    notice = notice_of(document, source)
    printed = Printed(document)

    def there(*places: Place) -> str:
        pieces = {k for place in places for k in printed.at(place)}
        return "".join(printed.text[printed.pieces[k].start : printed.pieces[k].end] for k in sorted(pieces))

    wrong = [
        (task.id, words)
        for task in notice.tasks
        for place, words in _fields(task)
        if _missed(words, there(place, task.place)) > MISSED
    ]
    assert wrong == []


def _at(page: int, *box: float) -> Where:
    return Where(page=page, box=(box[0], box[1], box[2], box[3]))


STRETCHES = [
    pytest.param([_at(1, 50, 100, 500, 112), _at(1, 40, 120, 300, 132)], None, id="one-page"),
    pytest.param(
        [_at(1, 50, 700, 500, 780), _at(2, 40, 60, 300, 72)],
        (PlacePart(page=2, box=(40, 60, 300, 72)),),
        id="two-pages",
    ),
    pytest.param(
        [_at(1, 50, 700, 280, 780), _at(1, 310, 60, 540, 72), _at(1, 310, 80, 540, 92)],
        (PlacePart(page=1, box=(310, 60, 540, 92)),),
        id="two-columns",
    ),
    pytest.param([_at(1, 50, 100, 80, 112), _at(1, 300, 70, 500, 82)], None, id="a-cell-that-begins-higher"),
]


@pytest.mark.parametrize(("wheres", "continued"), STRETCHES)
def test_a_stretch_has_a_box_for_each_page_and_column(
    wheres: list[Where], continued: tuple[PlacePart, ...] | None
) -> None:
    assert stretch(wheres).place().continued == continued


def test_units_in_two_columns_have_a_box_each() -> None:
    source = open_source(SAMPLES / "role-columns/notice.pdf")
    task = notice_of(read_blocks(source), source).tasks[0]
    place = task.places["units"]
    assert (place.box is not None, len(place.continued or ())) == (True, 1)
