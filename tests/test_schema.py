"""The contract: records are frozen, go out as JSON and come back the same, and need no pydantic to be made."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from wpkit import validate
from wpkit.schema import (
    Category,
    Deadline,
    Finding,
    Notice,
    Place,
    Section,
    SourceInfo,
    Task,
    Unit,
    around,
)

SRC = Path(__file__).parents[1] / "src"

NOTICE = Notice(
    source=SourceInfo(name="a.txt", format="txt", sha256="0" * 64),
    issued_on=date(2022, 3, 1),
    tasks=(
        Task(
            id="t1",
            number="1",
            origin="table",
            category=Category(path=("夯实基础",)),
            content="公开清单",
            units=(Unit(name="区教育局", canonical="区教育局", role="lead"),),
            deadlines=(Deadline(text="6月底前", kind="by", end=date(2022, 6, 30)),),
            place=Place(line=3, box=(1.0, 2.0, 3.0, 4.5)),
            places={"units": Place(line=4)},
        ),
    ),
    findings=(Finding(code="S001", name="x", level="info", message="m", data={"n": 1, "s": "a", "z": None}),),
)


def test_json_out_and_in_gives_the_same_notice() -> None:
    assert Notice.model_validate_json(NOTICE.model_dump_json()) == NOTICE


def test_what_is_not_known_of_a_place_is_not_printed() -> None:
    assert json.loads(NOTICE.model_dump_json())["tasks"][0]["place"] == {
        "line": 3,
        "box": [1.0, 2.0, 3.0, 4.5],
    }


def test_what_is_not_printed_in_the_notice_is_null_or_empty() -> None:
    empty = json.loads(NOTICE.model_copy(update={"tasks": ()}).model_dump_json())
    assert (empty["title"], empty["tasks"]) == (None, [])


def test_indented_json_is_as_the_standard_library_prints_it() -> None:
    odd = NOTICE.model_copy(update={"title": 'a"\\\n\u2028\ud800', "sections": ()})
    assert odd.model_dump_json(indent=2) == json.dumps(odd.model_dump(), ensure_ascii=False, indent=2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"bogus": 1},
        {"issued_on": "last year"},
        {"schema_version": "2"},
        {"tasks": [{"id": "t1", "number": None, "origin": "air"}]},
    ],
)
def test_wrong_data_does_not_pass(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Notice.model_validate({**NOTICE.model_dump(), **wrong})


def test_records_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        NOTICE.title = "x"  # type: ignore[misc]


def test_the_json_schema_allows_no_unknown_field() -> None:
    assert Notice.model_json_schema()["additionalProperties"] is False


def test_making_a_record_imports_no_pydantic() -> None:
    code = "import sys, wpkit.schema as s; s.Place(line=1).model_dump_json(); sys.exit('pydantic' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(SRC)}, check=False).returncode
        == 0
    )


def test_a_section_inside_itself_is_passed_once() -> None:
    both = {id: Section(id=id, number="1", level=1, title="甲", text="", parent="b") for id in "ab"}
    assert [section.id for section in around("a", both)] == ["a", "b"]


def test_a_year_that_no_calendar_has_stops_no_rule() -> None:
    assert validate(replace(NOTICE, year=99999)) is not None
