"""Four times the rows take about four times the steps, in every layout that a text can have a table or items in.

Steps are calls of Python and C functions: the same on every machine (`benchmarks/bench_scaling.py` measures time).
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from wpkit import parse

sys.path.insert(0, str(Path(__file__).parents[1] / "samples"))
from make.chance import LAYOUTS, make_sized

ROWS = 40


def steps(layout: str, rows: int, seed: int) -> float:
    """Calls for each KB of a notice of this many rows."""
    data = make_sized(seed, layout, rows).text.encode()
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        parse(data, name=f"{layout}.txt")
    finally:
        sys.setprofile(None)
    return count / len(data) * 1000


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_steps_grow_with_the_rows_and_no_faster(layout: str) -> None:
    steps(layout, 10, seed=3)  # what is done once a process
    assert steps(layout, 4 * ROWS, seed=4) < 1.3 * steps(layout, ROWS, seed=5)
