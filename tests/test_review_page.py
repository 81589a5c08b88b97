"""The review page in a browser: what is filtered, corrected and saved there, and applied afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from browsing import STILL, Page, written
from wpkit.schema import Notice

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "flat-table"


@pytest.fixture(scope="module", params=["notice.txt", "notice.pdf", "notice.docx"])
def page(request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return Page(browser, written(tmp_path_factory.mktemp("pages"), SAMPLES / request.param))


@pytest.fixture
def fresh(browser: Any, tmp_path: Path) -> Page:
    return Page(browser, written(tmp_path, SAMPLES / "notice.txt", lang="en"))


def _saved(page: Page, downloads: Path) -> Path:
    """The patch file that the page saves."""
    for old in downloads.iterdir():
        old.unlink()
    page.press("#tab-changes")
    page.press("#save-patch")
    return Path(page.until(lambda: next(downloads.glob("*.patch.json"), None)))


def _applied(notice: Path, patch: Path, out: Path) -> Notice:
    command = [sys.executable, "-m", "wpkit", "apply", str(notice), str(patch), "-o", str(out)]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"}, check=False
    )
    assert done.returncode == 0
    return Notice.model_validate_json(out.read_bytes())


def test_on_a_narrow_screen_a_place_opens_the_source_there(page: Page) -> None:
    last = page.shown()[-1]
    page.browser.set_window_size(500, 800)
    try:
        page.press(f"#task-{last} [data-act=place]")
        inside = (
            "const r = document.querySelector('#source .is-here').getBoundingClientRect();"
            "return r.height > 0 && r.bottom > 0 && r.top < innerHeight"
        )
        assert page.until(lambda: page.js(inside))
    finally:
        page.browser.set_window_size(1400, 900)


def test_search_and_filters_leave_what_passes(page: Page) -> None:
    everything = page.shown()
    unit = page.js("const s = document.querySelector('[data-filter=unit]'); s.selectedIndex = 1;"
                   "s.dispatchEvent(new Event('change')); return s.value")  # fmt: skip
    left = page.shown()
    assert 0 < len(left) < len(everything)
    names = page.js(
        "return arguments[0].map(id => document.querySelector('#task-' + id + ' .chips').textContent)", left
    )
    assert [name for name in names if unit not in name] == []
    page.press("#clear")
    assert page.shown() == everything


def test_words_that_are_typed_leave_the_tasks_that_say_them(page: Page) -> None:
    page.fill("#search", "养老服务科")
    page.until(lambda: len(page.shown()) < 10)
    assert [one for one in page.shown() if "养老服务科" not in page.text(f"#task-{one}")] == []
    page.press("#clear")
    assert len(page.shown()) == 10


def test_keys_go_from_task_to_task(page: Page) -> None:
    page.press("#task-t1 .content")
    page.key("j")
    assert (
        page.js("return document.querySelector('.card.is-chosen').closest('[data-task]').dataset.task")
        == "t2"
    )


def test_a_correction_is_kept_saved_and_applied(page: Page, downloads: Path, tmp_path: Path) -> None:
    page.press("#task-t1 [data-act=edit]")
    page.fill("#editor [name=content]", "改写后的任务内容。")
    page.js("document.querySelector('#editor').requestSubmit()")
    assert "改写后的任务内容" in page.text("#task-t1")
    page.reload()
    assert "改写后的任务内容" in page.text("#task-t1")
    patch = _saved(page, downloads)
    name = json.loads(patch.read_text("utf-8"))["notices"][0]["source"]["name"]
    task = _applied(SAMPLES / name, patch, tmp_path / "out.json").tasks[0]
    assert (task.content, task.corrected) == ("改写后的任务内容。", ("content",))


def test_a_split_and_its_undoing(page: Page) -> None:
    before = page.shown()
    page.press("#task-t3 [data-act=edit]")
    page.js("const c = document.querySelector('#editor [name=content]'); c.setSelectionRange(4, 4)")
    page.press("#editor [data-do=split]")
    assert len(page.shown()) == len(before) + 1
    page.key("Escape")
    page.key("u")
    assert page.shown() == before


@pytest.mark.parametrize("tab", ["findings", "summary", "changes"])
def test_every_tab_opens_in_both_languages(page: Page, tab: str) -> None:
    for _ in range(2):
        page.press(f"#tab-{tab}")
        assert page.js("return document.getElementById(arguments[0]).childElementCount", f"panel-{tab}") > 0
        page.press("#lang")


def test_nothing_is_refused_or_breaks(page: Page) -> None:
    assert page.complaints() == []


# Corrections of every kind ------------------------------------------------------------------------------


def _form(page: Page, task: str) -> None:
    page.press(f"#task-{task} [data-act=edit]")


def _save(page: Page) -> None:
    page.js("document.querySelector('#editor').requestSubmit()")


EVERY_FIELD = {
    "number": "第9项",
    "title": "新的名称",
    "content": "新的内容。",
    "category": "甲类\n乙类",
    "topic": "政务公开",
}


def test_every_field_can_be_corrected(fresh: Page, downloads: Path, tmp_path: Path) -> None:
    page = fresh
    _form(page, "t2")
    for field, value in EVERY_FIELD.items():
        if field == "topic":
            value = page.js(
                "const s = document.querySelector('#editor [name=topic]'); return [...s.options].map(o => o.value).filter(v => v && v !== s.value)[0]"
            )
        page.fill(f"#editor [name={field}]", value)
    page.js(
        "document.querySelectorAll('#editor [data-rows=units] .row').forEach((row, at) => { if (at) row.remove(); })"
    )
    page.fill("#editor [name=unit]", "县财政局")
    page.fill("#editor [name=role]", "lead")
    page.fill("#editor [data-rows=deadlines] [name=text]", "9月底前")
    page.press("#editor [data-add=time_mentions]")
    page.fill("#editor [data-rows=time_mentions] [name=text]", "每季度")
    _save(page)
    task = _applied(SAMPLES / "notice.txt", _saved(page, downloads), tmp_path / "out.json").tasks[1]
    assert set(task.corrected) == {
        "number",
        "title",
        "content",
        "category",
        "topic",
        "units",
        "deadlines",
        "time_mentions",
    }
    assert (task.number, task.title, task.content, task.category.path) == (
        "第9项",
        "新的名称",
        "新的内容。",
        ("甲类", "乙类"),
    )
    assert [(unit.name, unit.role) for unit in task.units] == [("县财政局", "lead")]
    assert [str(deadline.end) for deadline in task.deadlines] == ["2024-09-30"]
    assert [(mention.text, mention.kind) for mention in task.time_mentions] == [("每季度", "recurring")]


def test_tasks_are_split_joined_deleted_and_added(fresh: Page, downloads: Path, tmp_path: Path) -> None:
    page = fresh
    _form(page, "t1")
    page.js("const c = document.querySelector('#editor [name=content]'); c.setSelectionRange(4, 4)")
    page.press("#editor [data-do=split]")
    page.key("Escape")
    _form(page, "t3")
    page.press("#editor [data-do=join]")
    page.key("Escape")
    _form(page, "t5")
    page.press("#editor [data-do=delete]")
    page.press("#task-t2 .content")
    page.key("a")
    page.fill("#editor [name=content]", "补上的任务。")
    _save(page)
    notice = _applied(SAMPLES / "notice.txt", _saved(page, downloads), tmp_path / "out.json")
    assert len(notice.tasks) == 10
    assert [task.content for task in notice.tasks if "补上" in task.content] == ["补上的任务。"]
    assert sum("task" in task.corrected for task in notice.tasks) == 4
    assert [found.code for found in notice.findings if found.code == "R003"] == ["R003"]


PICK = """
const texts = [...document.querySelectorAll("#source .words text")];
const found = texts.find((one) => one.textContent.includes(arguments[0])) ?? texts[0];
const range = document.createRange();
range.selectNodeContents(found);
getSelection().removeAllRanges();
getSelection().addRange(range);
return found.textContent;
"""


def test_words_picked_on_a_page_are_a_new_task_there(browser: Any, tmp_path: Path, downloads: Path) -> None:
    page = Page(browser, written(tmp_path, SAMPLES / "notice.pdf"))
    page.until(lambda: page.js("return document.querySelector('#source .words text') !== null"))
    picked = page.js(PICK, "社会事务科")
    page.key("a")
    assert page.js("return document.querySelector('#editor [name=content]').value") == picked
    _save(page)
    (add,) = json.loads(_saved(page, downloads).read_text("utf-8"))["notices"][0]["corrections"]
    left, top, right, bottom = add["place"]["box"]
    assert (add["place"]["page"], left > 350, right < 470, 200 < top < bottom < 300) == (1, True, True, True)


def test_a_saved_patch_is_loaded_again(fresh: Page, downloads: Path) -> None:
    page = fresh
    _form(page, "t1")
    page.fill("#editor [name=content]", "改写。")
    _save(page)
    patch = _saved(page, downloads)
    page.open()
    assert "改写。" not in page.text("#task-t1")
    page.press("#tab-changes")
    page.js("document.querySelector('#patch-file').hidden = false")
    page.browser.find_element("id", "patch-file").send_keys(str(patch))
    page.until(lambda: "改写。" in page.text("#task-t1"))


def test_what_is_no_patch_is_refused(fresh: Page, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(
        '{"wpkit_patch": "1", "notices": [{"source": {"sha256": 1}, "corrections": [null, {"op": "rename"}]}]}'
    )
    page = fresh
    page.press("#tab-changes")
    page.js("document.querySelector('#patch-file').hidden = false")
    page.browser.find_element("id", "patch-file").send_keys(str(tmp_path / "x.json"))
    page.until(lambda: page.text("#said"))
    assert len(page.shown()) == 10


# Reading with keys and a screen reader ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "then"),
    [
        pytest.param("/", "return document.activeElement.id === 'search'", id="search"),
        pytest.param("e", "return document.querySelector('#editor') !== null", id="edit"),
        pytest.param("?", "return document.querySelector('#help').open", id="help"),
        pytest.param("3", "return !document.querySelector('#panel-summary').hidden", id="tab"),
        pytest.param("k", "return document.querySelector('.card.is-chosen').closest('[data-task]').dataset.task === 't1'", id="before"),
        pytest.param("x", "return document.querySelector('#task-t2 .card').classList.contains('is-checked')", id="checked"),
    ],
)  # fmt: skip
def test_keys_do_what_the_help_says(fresh: Page, key: str, then: str) -> None:
    fresh.press("#task-t2 .content")
    fresh.key(key)
    assert fresh.js(then)


UNNAMED = """
const seen = (e) => e.getClientRects().length > 0;
const name = (e) => (e.getAttribute("aria-label") || (e.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("")
  || [...(e.labels ?? [])].map((l) => l.textContent).join("") || e.textContent || e.title || "").trim();
const needing = "button, input, select, textarea, a[href], [role=tab], [role=region], [role=separator], dialog[open], img, form, nav, section[aria-label]";
return [...document.querySelectorAll(needing)].filter((e) => seen(e) && e.type !== "hidden" && !(e.tagName === "IMG" ? e.alt : name(e))).map((e) => e.outerHTML.slice(0, 120));
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_that_can_be_pressed_has_a_name(browser: Any, tmp_path: Path, lang: str) -> None:
    page = Page(browser, written(tmp_path, SAMPLES / "notice.pdf", lang=lang))
    _form(page, "t1")
    unnamed = page.js(UNNAMED)
    page.key("Escape")
    for tab in ("findings", "summary", "changes"):
        page.press(f"#tab-{tab}")
        unnamed += page.js(UNNAMED)
    assert unnamed == []


def test_ids_stand_once_and_labels_lead_somewhere(fresh: Page) -> None:
    _form(fresh, "t1")
    twice, nowhere = fresh.js("""
      const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
      const used = [...document.querySelectorAll("[aria-labelledby], [aria-controls]")].flatMap((e) => [e.getAttribute("aria-labelledby"), e.getAttribute("aria-controls")]).filter(Boolean);
      return [ids.filter((id, at) => ids.indexOf(id) !== at), used.filter((id) => !document.getElementById(id))];
    """)
    assert (twice, nowhere) == ([], [])


def test_paper_is_light_in_a_dark_scheme(fresh: Page) -> None:
    chip = "return getComputedStyle(document.querySelector('.chip.is-units')).backgroundColor"
    light = fresh.js(chip)
    for _ in ("light", "dark"):
        fresh.press("#scheme")
    dark = fresh.js(chip)
    fresh.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    printed = fresh.js(chip)
    fresh.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [STILL]})
    assert (printed == light, dark == light) == (True, False)


def test_colours_follow_the_system_until_chosen(fresh: Page) -> None:
    def system(scheme: str) -> None:
        features = [STILL, {"name": "prefers-color-scheme", "value": scheme}]
        fresh.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def shown() -> str:
        return str(fresh.js("return getComputedStyle(document.documentElement).colorScheme"))

    try:
        system("dark")
        fresh.until(lambda: shown() == "dark")
        system("light")
        fresh.until(lambda: shown() == "light")
        fresh.press("#scheme")
        system("dark")
        fresh.reload()
        assert shown() == "light"
    finally:
        system("light")


# Size ----------------------------------------------------------------------------------------------------------


def test_five_hundred_tasks_stay_quick(browser: Any, tmp_path: Path) -> None:
    lines = [
        f"{n}.编制第{n}批公开清单并向社会公布。（责任单位：区教育局；完成时限：{n % 12 + 1}月底前）"
        for n in range(1, 501)
    ]
    (tmp_path / "many.txt").write_text("2024年云澜区工作要点\n一、夯实基础\n" + "\n".join(lines), "utf-8")
    page = Page(browser, written(tmp_path, tmp_path / "many.txt"))
    assert len(page.shown()) == 500
    page.key("j")
    took = page.js("const t = performance.now(); for (let i = 0; i < 5; i++) document.body.dispatchEvent("
                   "new KeyboardEvent('keydown', {key: 'j', bubbles: true})); return (performance.now() - t) / 5")  # fmt: skip
    assert took < 250


def test_only_pages_near_the_seen_part_are_drawn(browser: Any, tmp_path: Path) -> None:
    page = Page(browser, written(tmp_path, ROOT / "samples/tab-table/notice.pdf"))
    drawn = "return [...document.querySelectorAll('.paper')].map((p) => p.childElementCount)"
    page.until(lambda: page.js(drawn)[0])
    counts = page.js(drawn)
    assert (counts[0] > 0, counts[-1], len(counts) > 8) == (True, 0, True)
