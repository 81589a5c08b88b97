"""Notices put together by chance are read as their truth says, in every text layout."""

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

from make.chance import LAYOUTS, make  # noqa: E402  (samples/ holds the package that makes them)
from make.model import truth  # noqa: E402

# The share of perfect tasks today, by layout and seed; it only rises. What is not here has 1.
FLOORS = json.loads((SAMPLES / "floors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_a_notice_by_chance_is_read_as_its_truth_says(layout: str, seed: int) -> None:
    made = make(seed, layout)
    floor = FLOORS.get(f"chance/{layout}/{seed}", 1.0)
    try:
        share, wrong = compare(truth(made.notice), parse(made.text.encode()).model_dump())
    except WpkitError as error:
        share, wrong = 0.0, [str(error)]
    assert share >= floor, "\n".join([f"{share:.3f} of the tasks are perfect, below {floor}", *wrong[:20]])
    assert floor < 1 or not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_a_seed_gives_one_notice(layout: str) -> None:
    assert make(7, layout) == make(7, layout)
