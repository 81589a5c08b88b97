"""Notices put together by chance are read as their truth says, in every text layout, as web pages and as PDF."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from comparison import compare
from wpkit import parse
from wpkit.errors import WpkitError

SAMPLES = Path(__file__).parent.parent / "samples"
sys.path.insert(0, str(SAMPLES))

from make.chance import LAYOUTS, Made, make  # noqa: E402  (samples/ holds the package that makes them)
from make.formats.drawn import pdf  # noqa: E402
from make.formats.html import html  # noqa: E402
from make.model import truth  # noqa: E402

# The share of perfect tasks today, by layout and seed; it only rises. What is not here has 1.
FLOORS = json.loads((SAMPLES / "floors.json").read_text(encoding="utf-8"))


TABLES = [layout for layout in sorted(LAYOUTS) if make(0, layout).notice.rows]


def _held(made: Made, data: bytes, case: str) -> None:
    floor = FLOORS.get(f"chance/{case}", 1.0)
    try:
        share, wrong = compare(truth(made.notice), parse(data).model_dump())
    except WpkitError as error:
        share, wrong = 0.0, [str(error)]
    assert share >= floor, "\n".join([f"{share:.3f} of the tasks are perfect, below {floor}", *wrong[:20]])
    assert floor < 1 or not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_a_notice_by_chance_is_read_as_its_truth_says(layout: str, seed: int) -> None:
    made = make(seed, layout)
    _held(made, made.text.encode(), f"{layout}/{seed}")


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_its_web_page_is_read_as_its_truth_says(layout: str) -> None:
    made = make(4, layout)
    _held(made, html(layout, made.notice), f"{layout}/html/4")


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - set(TABLES)))
def test_its_pages_are_read_as_its_truth_says(layout: str) -> None:
    made = make(5, layout)
    _held(made, pdf(layout, made.notice, 5), f"{layout}/pdf/5")


@pytest.mark.parametrize("ruling", ["all", "boxes", "open", "level", "three", "none"])
@pytest.mark.parametrize("layout", TABLES)
def test_its_table_is_read_however_it_is_ruled(layout: str, ruling: str) -> None:
    made = make(6, layout)
    _held(made, pdf(layout, made.notice, 6, ruling), f"{layout}/pdf/{ruling}/6")


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_a_seed_gives_one_notice(layout: str) -> None:
    assert make(7, layout) == make(7, layout)
