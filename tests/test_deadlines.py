"""Every phrase of the corpus is read whole and as its group says."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from wpkit.fields.deadlines import is_deadline, read_deadlines

CORPUS = tomllib.loads((Path(__file__).parent / "corpus/deadlines.toml").read_text("utf-8"))
FIELDS = ("kind", "start", "end", "edtf", "recurrence", "anchor", "duration")
PHRASES = [(phrase, group) for group in CORPUS["group"] for phrase in group["phrases"]]


@pytest.mark.parametrize(("phrase", "group"), PHRASES, ids=[phrase for phrase, _ in PHRASES])
def test_phrase_means_what_its_group_says(phrase: str, group: dict[str, Any]) -> None:
    reading = read_deadlines(phrase, year=2022, issued_on=date(2022, 3, 22))
    values = [
        {f: getattr(one, f) for f in FIELDS if getattr(one, f) is not None} for one in reading.deadlines
    ]
    assert values == group.get("several", [{f: group[f] for f in FIELDS if f in group}])


@pytest.mark.parametrize("phrase", [phrase for phrase, _ in PHRASES])
def test_phrase_is_read_whole(phrase: str) -> None:
    assert read_deadlines(phrase, year=2022).rest == ""


@pytest.mark.parametrize(
    "text", ["区教育局", "6月底前完成全区文件清理工作。", "各街镇、区政府各部门", "", "3.5", "12"]
)
def test_other_cells_are_no_deadline(text: str) -> None:
    assert not is_deadline(text)
