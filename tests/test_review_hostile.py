"""A notice with markup in every field shows as text on the review page, in every format, and runs nothing."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from browsing import Page, written
from test_ofd import ofd, text
from wpkit.review import Checked, read_checked
from wpkit.schema import Category, Deadline, Finding, Notice, Place, Section, SourceInfo, Task, Unit

MARKUP = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"
ATTRIBUTE = "\" onclick=window.ran=1 x='"
BOTH = MARKUP + ATTRIBUTE
ROWS = [
    f"{n}.编制{BOTH}清单。（责任单位：区教育局；完成时限：{m}月底前{MARKUP}）" for n, m in ((1, 6), (2, 9))
]
LINES = [f"2024年云澜区{MARKUP}工作要点", f"一、夯实{BOTH}", *ROWS]


def _docx() -> bytes:
    from docx import Document

    document = Document()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = BOTH
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _html() -> bytes:
    from html import escape

    body = "".join(f"<p onclick='window.ran=1'>{escape(line)}</p>" for line in LINES)
    return f"<html><head><title>{escape(BOTH)}</title></head><body>{body}<script>window.ran=1</script></body></html>".encode()


def _xlsx() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = 'a"><b'
    sheet.append([f"2024年云澜区工作要点任务分解表{MARKUP}"])
    sheet.append(["序号", "任务内容", "责任单位", "完成时限"])
    for n in (1, 2, 3):
        sheet.append([str(n), f"编制{BOTH}清单{n}", "区教育局", "6月底前"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ofd() -> bytes:
    from html import escape

    return ofd("".join(text(escape(line), x=10, y=20 + 12 * n, size=3) for n, line in enumerate(LINES)))


FILES = {
    "a.txt": lambda: "\n".join(LINES).encode(),
    "a.docx": _docx,
    "a.html": _html,
    "a.xlsx": _xlsx,
    "a.ofd": _ofd,
}
TOUCHED = """
for (const one of document.querySelectorAll("#app *")) one.dispatchEvent(new MouseEvent("pointerover", {bubbles: true}));
return [window.ran ?? null, document.querySelectorAll("#app script").length,
  [...document.querySelectorAll("#app img")].filter((one) => !one.src.startsWith("data:image/")).length,
  [...document.querySelectorAll("#app *")].filter((one) => [...one.attributes].some((a) => a.name.startsWith("on"))).length];
"""


def _clean(page: Page) -> None:
    for tab in ("findings", "summary", "changes", "tasks"):
        page.press(f"#tab-{tab}")
        assert page.js(TOUCHED) == [None, 0, 0, 0]


@pytest.mark.parametrize("name", FILES)
def test_markup_in_a_file_shows_as_text(browser: Any, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name]())
    page = Page(browser, written(tmp_path, tmp_path / name))
    _clean(page)
    assert "<img src=x" in page.text("#tasks")
    if name != "a.ofd":  # there it is in the picture
        assert "<img src=x" in page.text("#source")


def _every_field() -> Notice:
    place = Place(sheet=BOTH, member=BOTH, line=1)
    deadline = Deadline(text=BOTH, kind="recurring", recurrence=BOTH, anchor=BOTH, edtf=BOTH)
    task = Task(
        id="t1", number=BOTH, origin="body", title=BOTH, content=BOTH, section="s1", place=place,
        category=Category(path=(BOTH, BOTH), topic=BOTH, evidence=(BOTH,)),
        units=(Unit(name=BOTH, canonical=BOTH + "2"),), deadlines=(deadline,), time_mentions=(deadline,),
    )  # fmt: skip
    return Notice(
        source=SourceInfo(name=BOTH, format="txt", sha256="a" * 64), title=BOTH, issuer=BOTH, document_number=BOTH,
        sections=(Section(id="s1", number=BOTH, level=1, title=BOTH, text=BOTH, place=place),),
        tasks=(task, replace(task, id="t2")),
        findings=(Finding(code="U001", name=BOTH, level="warning", message=BOTH, task="t1", place=place, data={"text": BOTH}),),
    )  # fmt: skip


def test_markup_in_every_field_shows_as_text(browser: Any, tmp_path: Path) -> None:
    page = Page(browser, written(tmp_path, iter([Checked(_every_field())])))
    page.press("#task-t1 [data-act=edit]")
    assert page.js("return document.querySelector('#editor [name=content]').value.includes('<script>')")
    _clean(page)
    page.key("Escape")
    page.press("#task-t1 .content")
    _clean(page)


def test_markup_in_what_the_browser_kept_shows_as_text(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n".join(LINES), "utf-8")
    path = written(tmp_path, tmp_path / "a.txt")
    page = Page(browser, path)
    sha = next(read_checked(tmp_path / "a.txt")).notice.source.sha256
    edit = {
        "op": "edit",
        "task": "t1",
        "field": "units",
        "before": [],
        "after": [{"name": BOTH, "role": BOTH}],
    }
    unfit = {"op": BOTH, "task": BOTH, "into": {"content": BOTH}}
    held = {
        "ops": [edit, unfit, None, 7, {"op": "split"}, {"op": "__proto__"}],
        "words": {BOTH: {"number": BOTH}},
        "headings": 3,
    }
    page.js("localStorage.setItem(arguments[0], arguments[1])", f"wpkit:ops:{sha}", json.dumps(held))
    page.js(
        "localStorage.setItem(arguments[0], arguments[1])", f"wpkit:checked:{sha}", json.dumps({"a": BOTH})
    )
    page.reload()
    _clean(page)


def test_the_policy_stops_what_gets_into_the_page(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n".join(LINES), "utf-8")
    page = Page(browser, written(tmp_path, tmp_path / "a.txt"))
    page.js("""
      const d = document.createElement("div");
      d.innerHTML = '<button id="in" onclick="window.ran=1">x</button><img src="https://example.org/x.png" onerror="window.ran=2">';
      document.body.append(d);
      const s = document.createElement("script"); s.textContent = "window.ran=3"; document.body.append(s);
      document.getElementById("in").click();
    """)
    assert page.js("return window.ran ?? null") is None
    assert any("Content Security Policy" in line for line in page.complaints())
