"""A review page in a headless Chromium, for the tests: one browser serves them all."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from wpkit.review import Checked, read_checked, review_page

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1400,900",
)  # fmt: skip
# Prints like a person's screen: no smooth scrolling to wait for.
STILL = {"name": "prefers-reduced-motion", "value": "reduce"}


def opened(profile: Path, downloads: Path) -> Any:
    """A browser that saves to `downloads`. Skips the test where there is none."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("no Chromium with a chromedriver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [STILL]})
    return browser


def written(folder: Path, source: Path | Iterable[Checked], **how: Any) -> Path:
    """The page of a notice, as a file in `folder`."""
    name = source.name if isinstance(source, Path) else "page"
    checked = read_checked(source) if isinstance(source, Path) else source
    path = folder / f"{name}.html"
    path.write_text("".join(review_page(checked, **how)), "utf-8", newline="\n")
    return path


class Page:
    """A page in the browser. `js` runs a script's body there."""

    def __init__(self, browser: Any, path: Path) -> None:
        self.browser, self.path = browser, path
        self.open()

    def open(self) -> None:
        """As somebody sees it who opens it for the first time."""
        self.complaints()  # those of the page before
        self.browser.get(self.path.as_uri())
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
        self.js("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: arguments[0], bubbles: true}))", name)  # fmt: skip

    def fill(self, selector: str, text: str) -> None:
        self.js(
            "const e = document.querySelector(arguments[0]); e.value = arguments[1];"
            "e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true}))",
            selector, text,
        )  # fmt: skip

    def text(self, selector: str) -> str:
        return str(self.js("return document.querySelector(arguments[0]).textContent", selector))

    def shown(self) -> list[str]:
        return list(
            self.js("return [...document.querySelectorAll('#tasks > [data-task]:not([hidden])')].map(e => e.dataset.task)")
        )  # fmt: skip

    def chosen(self) -> str | None:
        found = self.js(
            "return document.querySelector('.card.is-chosen')?.closest('[data-task]').dataset.task"
        )
        return None if found is None else str(found)

    def complaints(self) -> list[str]:
        """What the browser said since it was asked last, but that nobody was asked whether to leave a page."""
        said = [entry["message"] for entry in self.browser.get_log("browser")]
        return [line for line in said if "beforeunload" not in line]
