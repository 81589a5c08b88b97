"""Broken files and endless repetition end in a notice or a one-line error, in time that grows with the input alone.

`make fuzz` reads broken files for longer.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

import wpkit
from mutations import mutated, outcome

SAMPLES = Path(__file__).parent.parent / "samples"
PATHS = [
    path
    for name in ("tab-table", "role-columns", "label-lines")
    for path in sorted((SAMPLES / name).glob("notice.*"))
    if path.suffix in (".txt", ".html", ".docx", ".xlsx", ".pdf")
]
# Each took the square of its length, as one line or line by line, before it had a bound.
REPEATED = [
    ("（一）", ""), ("（", ""), ("(责任单位：", ""), ("局", ""), ("县（市、区）", ""), ("[", ""),
    ("|", "\n"), ("牵头", "\n"), ("序号", "\n"), ("序号 任务", "\n"), ("责任单位 ", "\n"), ("区教育局、", "\n"),
]  # fmt: skip


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("path", PATHS, ids=lambda p: f"{p.parent.name}-{p.suffix[1:]}")
def test_a_broken_file_is_a_notice_or_a_one_line_error(path: Path, turn: int) -> None:
    seed = f"{path.parent.name}/{path.name}/{turn}"
    assert outcome(mutated(path.read_bytes(), seed), path.name)


# What `make fuzz` found, in its smallest form.
FOUND = {
    "a control character behind an element that is left out": (
        "a.html",
        "<p>1. 开展检查。（责任单位：区司法局）</p>" * 9 + "<p>甲<script></script>\x01乙</p>",
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_is_a_notice_or_a_one_line_error(name: str) -> None:
    file, text = FOUND[name]
    assert outcome(f"<html><body>{text}</body></html>".encode(), file)


def _seconds(text: str) -> float:
    """The least of two runs, so that a busy machine counts once at most."""
    times = []
    for _ in range(2):
        start = time.process_time()
        with contextlib.suppress(wpkit.WpkitError):
            wpkit.parse(text.encode(), name="x.txt")
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize(("words", "end"), REPEATED, ids=lambda part: repr(part))
def test_four_times_the_input_takes_no_more_than_eight_times_the_time(words: str, end: str) -> None:
    # sixteen times would be the square; below a tenth of a second the start counts for more than the text
    count = 12_000 // len(words + end)
    assert _seconds((words + end) * count * 4) <= 8 * max(_seconds((words + end) * count), 0.1)
