"""The review page in a browser: what is pressed on one side is marked on the other, at its words, in every format."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from browsing import Page, written
from wpkit.geometry import Page as Paper
from wpkit.ocr.engine import is_installed
from wpkit.parsers.pdfium import Reader
from wpkit.review import Checked, read_checked, read_checked_together
from wpkit.schema import Notice, Task
from wpkit.text import fold

SAMPLES = Path(__file__).parents[1] / "samples"
FILES = [
    "flat-table/notice.txt", "bracketed-sentences/notice.txt",
    "flat-table/notice.docx", "pdf-lines/notice.docx",
    "flat-table/notice.html", "bracketed-sentences/notice.html",
    "flat-table/notice.xlsx", "flat-table/notice.doc",
    "role-columns/notice.pdf", "pdf-lines/notice.pdf",
    "role-columns/notice.ofd", "bracketed-sentences/notice.ofd",
    "together", "scan",
]  # fmt: skip


def scanned() -> bytes:
    """A few rows of a sample as a scanner gives them."""
    import pypdfium2

    document = pypdfium2.PdfDocument(SAMPLES / "flat-table/notice.pdf")
    out = io.BytesIO()
    page = document[0].render(scale=150 / 72).to_pil().convert("L")
    page.crop((0, 150, page.width, 380)).save(out, "PNG", dpi=(150, 150))
    return out.getvalue()


def _read(name: str, folder: Path) -> Checked:
    if name == "together":
        return read_checked_together([SAMPLES / "web-page/notice.docx", SAMPLES / "flat-table/notice.pdf"])
    if name == "scan":
        if not is_installed():
            pytest.skip("the ocr extra is not installed")
        (folder / "scan.png").write_bytes(scanned())
        return next(read_checked(folder / "scan.png"))
    return next(read_checked(SAMPLES / name))


@pytest.fixture(scope="module", params=FILES)
def shown(
    request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Page, Checked, str]:
    folder = tmp_path_factory.mktemp("pages")
    checked = _read(request.param, folder)
    return Page(browser, written(folder, [checked], lang="zh")), checked, request.param


def _some(notice: Notice) -> list[Task]:
    tasks = notice.tasks
    return [tasks[at] for at in sorted({0, len(tasks) // 2, len(tasks) - 1})]


MARKED = """
const held = CSS.highlights.get("wpkit-field");
const boxes = [...document.querySelectorAll("#source .mark.is-field")].map((mark) => {
  const figure = mark.closest("figure"), frame = figure.querySelector(".outlines").getBoundingClientRect();
  const r = mark.getBoundingClientRect(), scale = Number(getComputedStyle(figure).getPropertyValue("--w")) / frame.width;
  return [Number(figure.dataset.page), (r.left - frame.left) * scale, (r.top - frame.top) * scale, (r.right - frame.left) * scale, (r.bottom - frame.top) * scale];
});
const seen = [...document.querySelectorAll("#source .is-here, #source .mark.is-field")].some((one) => {
  const r = one.getBoundingClientRect(), pane = document.querySelector("#source-scroller").getBoundingClientRect();
  return r.height > 0 && r.bottom > pane.top && r.top < pane.bottom && r.right > pane.left && r.left < pane.right;
});
return { words: held ? [...held].map((range) => range.toString()) : [], boxes, seen };
"""


@cache
def _glyphs(path: Path) -> dict[int, Paper]:
    """The pages that the sample was printed to: an OFD sample has the same."""
    with Reader(path.with_suffix(".pdf").read_bytes(), None) as reader:
        return {number: page for number in range(1, reader.count + 1) if (page := reader.page(number))}


def _under(path: Path, boxes: list[list[float]]) -> str:
    pages = _glyphs(path)
    return "".join(
        glyph.text
        for number, x0, top, x1, bottom in boxes
        for glyph in pages[int(number)].glyphs
        if x0 < (glyph.x0 + glyph.x1) / 2 < x1 and top < (glyph.top + glyph.bottom) / 2 < bottom
    )


def _chips(page: Page, task: Task) -> Iterator[tuple[str, str]]:
    """The first unit and the first deadline as the page shows them: where to press, and the words."""
    for field, there in (("units", task.units), ("deadlines", task.deadlines)):
        if there:
            selector = f"#task-{task.id} .chip.is-{field}"
            yield selector, page.js("return document.querySelector(arguments[0]).dataset.words", selector)


def test_a_pressed_field_is_marked_at_its_words(shown: tuple[Page, Checked, str]) -> None:
    page, checked, name = shown
    wrong = []
    for task in _some(checked.notice):
        for selector, words in _chips(page, task):
            page.press(selector)
            found = page.js(MARKED)
            source = checked.parts[-1][0] if name == "together" else checked.parts[0][0]
            there = found["words"] or ([] if name == "scan" else [_under(Path(source.name), found["boxes"])])
            if name == "scan":  # its characters' places are not kept: the cell is marked
                there = [words] if found["boxes"] else []
            if [fold(one) for one in there] != [fold(words)] or not found["seen"]:
                wrong.append((task.id, words, there, found))
    assert wrong == []


HERE = """
const [id] = arguments;
document.querySelector(`#task-${id} .content, #task-${id} .title`).click();
const rects = [...document.querySelectorAll("#source .is-here")].map((one) => one.getBoundingClientRect());
const pane = document.querySelector("#source-scroller").getBoundingClientRect();
const r = rects.find((one) => one.height > 0 && one.top < pane.bottom && one.bottom > pane.top);
return r ? [Math.max(r.left, pane.left) + 6, (Math.max(r.top, pane.top) + Math.min(r.bottom, pane.bottom)) / 2] : null;
"""


def test_the_pressed_source_chooses_its_task(shown: tuple[Page, Checked, str]) -> None:
    page, checked, _ = shown
    for task in _some(checked.notice)[1:]:
        x, y = page.js(HERE, task.id)
        page.js("document.querySelectorAll('.card.is-chosen').forEach(e => e.classList.remove('is-chosen'))")
        page.js("const [x, y] = arguments; document.elementFromPoint(x, y).dispatchEvent("
                "new MouseEvent('click', {bubbles: true, clientX: x, clientY: y}))", x, y)  # fmt: skip
        chosen = next(one for one in checked.notice.tasks if one.id == page.chosen())
        # Of several tasks in one place the next one is chosen.
        assert (chosen.place.page, chosen.place.line) == (task.place.page, task.place.line)
        assert chosen.id == task.id or chosen.place == task.place


def test_a_page_breaks_nothing_and_loads_nothing(shown: tuple[Page, Checked, str]) -> None:
    assert shown[0].complaints() == []
