"""The review page in a browser: what is pressed, found, corrected and saved there, and applied afterwards."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wpkit.review import read_checked, review_page
from wpkit.schema import Notice

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "flat-table"
HOSTILE = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1400,900",
)  # fmt: skip


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory, downloads: Path) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("no Chromium with a chromedriver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield opened
    opened.quit()


class Page:
    """A page in the browser. `js` runs a script's body there."""

    def __init__(self, browser: Any, path: Path) -> None:
        self.browser = browser
        browser.get(path.as_uri())
        self.js("localStorage.clear()")
        self.reload()

    def reload(self) -> None:
        self.browser.refresh()
        self.until(lambda: self.js("return document.documentElement.dataset.ready") == "yes")

    def js(self, body: str, *given: Any) -> Any:
        return self.browser.execute_script(body, *given)

    def until(self, holds: Callable[[], Any], seconds: float = 10) -> Any:
        end = time.monotonic() + seconds
        while not (value := holds()):
            assert time.monotonic() < end, "it did not come to be"
            time.sleep(0.05)
        return value

    def press(self, selector: str) -> None:
        self.js("document.querySelector(arguments[0]).click()", selector)

    def key(self, name: str) -> None:
        self.js(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: arguments[0], bubbles: true}))",
            name,
        )

    def shown(self) -> list[str]:
        return list(
            self.js(
                "return [...document.querySelectorAll('#tasks > [data-task]:not([hidden])')].map(e => e.dataset.task)"
            )
        )

    def complaints(self) -> list[str]:
        return [entry["message"] for entry in self.browser.get_log("browser")]


def _write(folder: Path, source: Path, **how: Any) -> Path:
    path = folder / f"{source.name}.html"
    path.write_text("".join(review_page(read_checked(source), **how)), "utf-8", newline="\n")
    return path


@pytest.fixture(scope="module", params=["notice.txt", "notice.pdf", "notice.docx"])
def page(request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return Page(browser, _write(tmp_path_factory.mktemp("pages"), SAMPLES / request.param))


def test_pressing_a_task_marks_its_place(page: Page) -> None:
    page.press("#task-t2 .content")
    marked = (
        "return [...document.querySelectorAll('#source .is-here')].map(e => e.getBoundingClientRect().height)"
    )
    assert [height > 0 for height in page.until(lambda: page.js(marked))][:1] == [True]
    assert (
        page.js("return document.querySelector('.card.is-chosen').closest('[data-task]').dataset.task")
        == "t2"
    )


def test_pressing_the_source_chooses_its_task(page: Page) -> None:
    page.press("#task-t2 .content")
    where = "const r = document.querySelector('#source .is-here').getBoundingClientRect(); return [r.left + 4, r.top + r.height / 2]"
    page.until(lambda: 0 < page.js(where)[1] < 800)
    time.sleep(0.8)  # the source scrolls there smoothly
    x, y = page.js(where)
    page.press("#task-t1 .content")
    page.js("const [x, y] = arguments; const at = document.elementFromPoint(x, y);"
            "at.dispatchEvent(new MouseEvent('click', {bubbles: true, clientX: x, clientY: y}))", x, y)  # fmt: skip
    page.until(
        lambda: page.js(
            "return document.querySelector('.card.is-chosen')?.closest('[data-task]').dataset.task"
        )
    )


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


def test_keys_go_from_task_to_task(page: Page) -> None:
    page.press("#task-t1 .content")
    page.key("j")
    assert (
        page.js("return document.querySelector('.card.is-chosen').closest('[data-task]').dataset.task")
        == "t2"
    )


def test_a_correction_is_kept_saved_and_applied(page: Page, downloads: Path, tmp_path: Path) -> None:
    page.press("#task-t1 [data-act=edit]")
    page.js("document.querySelector('#editor [name=content]').value = '改写后的任务内容。'")
    page.js("document.querySelector('#editor').requestSubmit()")
    assert "改写后的任务内容" in page.js("return document.querySelector('#task-t1').textContent")
    page.reload()
    assert "改写后的任务内容" in page.js("return document.querySelector('#task-t1').textContent")
    for old in downloads.iterdir():
        old.unlink()
    page.press("#tab-changes")
    page.press("#save-patch")
    patch = page.until(lambda: next(downloads.glob("*.patch.json"), None))
    name = json.loads(patch.read_text("utf-8"))["notices"][0]["source"]["name"]
    out = tmp_path / "out.json"
    command = [sys.executable, "-m", "wpkit", "apply", str(SAMPLES / name), str(patch), "-o", str(out)]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"}, check=False
    )
    assert done.returncode == 0
    task = Notice.model_validate_json(out.read_bytes()).tasks[0]
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


def test_markup_in_a_notice_shows_as_text(browser: Any, tmp_path: Path) -> None:
    rows = "\n".join(
        f"{n}.编制{HOSTILE}清单。（责任单位：区教育局{HOSTILE}；完成时限：{m}月底前{HOSTILE}）"
        for n, m in ((1, 6), (2, 9))
    )
    (tmp_path / "a.txt").write_text(f"2024年云澜区{HOSTILE}工作要点\n一、夯实{HOSTILE}\n{rows}", "utf-8")
    page = Page(browser, _write(tmp_path, tmp_path / "a.txt"))
    for tab in ("findings", "summary", "changes", "tasks"):
        page.press(f"#tab-{tab}")
    assert page.js("return [window.ran ?? null, document.querySelectorAll('#app img').length]") == [None, 0]
    assert "<img src=x" in page.js("return document.querySelector('#tasks').textContent")


def test_five_hundred_tasks_stay_quick(browser: Any, tmp_path: Path) -> None:
    lines = [
        f"{n}.编制第{n}批公开清单并向社会公布。（责任单位：区教育局；完成时限：{n % 12 + 1}月底前）"
        for n in range(1, 501)
    ]
    (tmp_path / "many.txt").write_text("2024年云澜区工作要点\n一、夯实基础\n" + "\n".join(lines), "utf-8")
    page = Page(browser, _write(tmp_path, tmp_path / "many.txt"))
    assert len(page.shown()) == 500
    page.key("j")
    took = page.js("const t = performance.now(); for (let i = 0; i < 5; i++) document.body.dispatchEvent("
                   "new KeyboardEvent('keydown', {key: 'j', bubbles: true})); return (performance.now() - t) / 5")  # fmt: skip
    assert took < 250
