"""The review page of a notice with hundreds of tasks on a hundred pages, measured in a headless Chromium.

    python benchmarks/bench_review.py [FILE.pdf | FILE.ofd] [--rounds N]

The default file is made of samples. Prints the page's size and, as medians of the rounds, the milliseconds from
opening to the first task that can be pressed, of a keystroke in the search field, of a filter, of the step to the next
task (each until the page is laid out again), and of a frame while the source scrolls from top to bottom.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
PARTS = ("tab-table", "pdf-lines")
REPEATS = 5

OPENING = """
const [load] = performance.getEntriesByType("navigation");
return performance.getEntriesByName("ready")[0]?.startTime ?? load.domComplete;
"""
KEYSTROKE = """
const search = document.querySelector("#search");
const times = ["公", "公开", "公", ""].map((words) => {
  const start = performance.now();
  search.value = words;
  search.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.offsetHeight;
  return performance.now() - start;
});
return times.reduce((sum, time) => sum + time, 0) / times.length;
"""
FILTER = """
const [select] = document.querySelectorAll("[data-filter=unit]");
const times = [1, 2, 3, 4].map((at) => {
  const start = performance.now();
  select.selectedIndex = at;
  select.dispatchEvent(new Event("change"));
  document.body.offsetHeight;
  return performance.now() - start;
});
return times.reduce((sum, time) => sum + time, 0) / times.length;
"""
STEP = """
const start = performance.now();
for (let n = 0; n < 10; n++) {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
  document.body.offsetHeight;
}
return (performance.now() - start) / 10;
"""
SCROLL = """
const done = arguments[0];
const pane = document.querySelector("#source-scroller");
const frames = [];
let last = null;
pane.scrollTop = 0;
requestAnimationFrame(function step(now) {
  if (last !== null) frames.push(now - last);
  last = now;
  pane.scrollTop += 400;
  if (pane.scrollTop + pane.clientHeight < pane.scrollHeight - 2) return requestAnimationFrame(step);
  frames.sort((a, b) => a - b);
  done([frames[Math.floor(frames.length / 2)], frames[Math.floor(frames.length * 0.95)]]);
});
"""


def long_pdf() -> bytes:
    """Samples one after another, several times: tables, then prose."""
    import io

    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for part in PARTS:
        for _ in range(REPEATS):
            whole.import_pages(pypdfium2.PdfDocument(ROOT / "samples" / part / "notice.pdf"))
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def measure(browser: Any, path: Path) -> dict[str, float]:
    from browsing import Page

    page = Page(browser, path)
    opening = float(page.js(OPENING))
    browser.set_script_timeout(120)
    keystroke, step = float(page.js(KEYSTROKE)), float(page.js(STEP))
    filtered = float(page.js(FILTER))
    page.press("#clear")
    usual, slow = browser.execute_async_script(SCROLL)
    return {
        "open": opening,
        "keystroke": keystroke,
        "filter": filtered,
        "next task": step,
        "scroll frame": usual,
        "slow frame (95 of 100)": slow,
    }


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("file", nargs="?", type=Path)
    words.add_argument("--rounds", type=int, default=3)
    given = words.parse_args()
    from browsing import opened
    from wpkit.review import read_checked, review_page

    with tempfile.TemporaryDirectory() as folder:
        path = given.file or Path(folder) / "long.pdf"
        if given.file is None:
            path.write_bytes(long_pdf())
        start = time.perf_counter()
        (checked,) = read_checked(path)
        read = time.perf_counter() - start
        html = Path(folder) / "page.html"
        html.write_text("".join(review_page([checked])), "utf-8")
        made = time.perf_counter() - start - read
        pages, tasks = checked.notice.source.pages, len(checked.notice.tasks)
        print(f"{path.name}: {pages} pages, {tasks} tasks; read in {read:.1f} s, page made in {made:.1f} s")
        print(f"page: {html.stat().st_size / 1e6:.1f} MB")
        browser = opened(Path(folder) / "profile", Path(folder))
        try:
            rounds = [measure(browser, html) for _ in range(given.rounds)]
        finally:
            browser.quit()
        for name in rounds[0]:
            print(f"{name:24} {median(one[name] for one in rounds):8.1f} ms")


if __name__ == "__main__":
    main()
