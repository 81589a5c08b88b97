"""Every sample notice is read as its truth says, and is what its data print."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from comparison import HEAD, compare
from wpkit import parse
from wpkit.errors import WpkitError

SAMPLES = Path(__file__).parent.parent / "samples"
sys.path.insert(0, str(SAMPLES))

from make.build import encoded, modules, texts  # noqa: E402  (samples/ holds the package that makes them)
from make.formats import write  # noqa: E402

NAMES = sorted(path.parent.name for path in SAMPLES.glob("*/truth.json"))
MADE = dict(modules())
# The share of a sample's tasks that is perfect today; it only rises. A sample that is not here has 1.
FLOORS = json.loads((SAMPLES / "floors.json").read_text(encoding="utf-8"))


# .odt and .rtf are read in test_formats, by one run of LibreOffice
FILES = sorted(
    f"{path.parent.name}/{path.name}"
    for path in SAMPLES.glob("*/notice.*")
    if path.suffix not in (".odt", ".rtf")
)


def truth(name: str) -> dict[str, Any]:
    return json.loads((SAMPLES / name / "truth.json").read_text(encoding="utf-8"))


def table_truth(name: str) -> dict[str, Any]:
    """What is true of a workbook, which holds the table and its caption only."""
    whole = truth(name)
    title = (MADE[name].NOTICE.table_caption or (whole["notice"]["title"],))[-1]
    return {**whole, "notice": {**whole["notice"], "title": title}, "sections": []}


def check(file: str, name: str) -> None:
    """The file gives at least its floor of the sample's tasks; with a floor of 1 nothing at all differs."""
    floor = FLOORS.get(file, 1.0)
    wanted, head = truth(name), HEAD
    if file.endswith((".xlsx", ".xls")):
        wanted, head = table_truth(name), ("title", "year")
    try:
        share, wrong = compare(wanted, parse(SAMPLES / file).model_dump(), head)
    except WpkitError as error:
        share, wrong = 0.0, [str(error)]
    assert share >= floor, "\n".join([f"{share:.3f} of the tasks are perfect, below {floor}", *wrong[:20]])
    assert floor < 1 or not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("file", FILES)
def test_a_sample_is_read_as_its_truth_says(file: str) -> None:
    if file.endswith(".xls"):
        pytest.importorskip("xlrd")
    check(file, file.split("/")[0])


@pytest.mark.parametrize("file", sorted(encoded()))
def test_a_notice_is_the_same_in_every_encoding(file: str) -> None:
    check(f"encodings/{file}", encoded()[file][0])


@pytest.mark.parametrize("file", sorted(encoded()))
def test_an_encoding_is_what_its_notice_prints(file: str) -> None:
    assert (SAMPLES / "encodings" / file).read_bytes() == encoded()[file][1]


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_sample_is_what_its_data_print(name: str) -> None:
    for file, text in texts(MADE[name]).items():
        assert (SAMPLES / name / file).read_bytes().decode("utf-8") == text, f"run make.build {name}"


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_page_is_what_its_data_print(name: str) -> None:
    assert (SAMPLES / name / "notice.html").read_bytes() == write("html", name, MADE[name].NOTICE)


@pytest.mark.parametrize("name", NAMES)
def test_every_task_of_a_truth_is_printed(name: str) -> None:
    text = "".join((SAMPLES / name / "notice.txt").read_text(encoding="utf-8").split())
    openings = ["".join(task["content"].split())[:8] for task in truth(name)["tasks"]]
    assert [opening for opening in openings if opening not in text] == []
