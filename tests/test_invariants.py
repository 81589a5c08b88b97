"""What holds of every notice in every format, whatever it says."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import wpkit
from wpkit.schema import Notice
from wpkit.text import clean, fold

TESTS = Path(__file__).parent
SAMPLES = TESTS.parent / "samples"
FORMATS = {known.name for known in wpkit.formats() if known.needs != "LibreOffice"}
PATHS = [
    *sorted(p for p in SAMPLES.glob("*/notice.*") if p.suffix.lstrip(".") in FORMATS),
    *sorted(p for p in (TESTS / "pdf").glob("*.pdf") if p.with_suffix(".json").exists()),
]
TEXTS = [path for path in PATHS if path.suffix == ".txt"]


def _name(path: Path) -> str:
    return f"{path.parent.name}-{path.name}"


each = pytest.mark.parametrize("path", PATHS, ids=_name)


@cache
def parsed(path: Path) -> Notice:
    try:
        return wpkit.parse(path)
    except wpkit.WpkitError as error:
        pytest.skip(str(error))


@each
def test_parsing_twice_gives_the_same_bytes(path: Path) -> None:
    assert parsed(path).model_dump_json() == wpkit.parse(path).model_dump_json()


@each
def test_stdin_gives_what_the_path_gives(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = parsed(path).source.name
    with path.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        piped = wpkit.parse("-")
    assert piped.source.name == "stdin"
    named = replace(piped, source=replace(piped.source, name=name))
    assert named.model_dump_json() == parsed(path).model_dump_json()


@each
def test_json_out_and_in_gives_the_same_notice(path: Path) -> None:
    assert Notice.model_validate_json(parsed(path).model_dump_json()) == parsed(path)


@each
def test_no_text_among_the_tasks_is_lost(path: Path) -> None:
    assert [f.message for f in parsed(path).findings if f.code == "L003"] == []


@each
def test_no_content_holds_its_own_fields(path: Path) -> None:
    found = wpkit.validate(parsed(path))
    assert [f.message for f in found if f.code in ("U004", "U005", "T003", "D012")] == []


@each
def test_the_contract_is_kept(path: Path) -> None:
    assert [f.message for f in wpkit.validate(parsed(path)) if f.level == "error"] == []


@each
def test_sections_stand_in_order(path: Path) -> None:
    lines = [section.place.line for section in parsed(path).sections if section.place.line]
    assert lines == sorted(lines)


@each
def test_every_record_has_a_place(path: Path) -> None:
    records = (*parsed(path).sections, *parsed(path).tasks)
    assert [record.id for record in records if not record.place.model_dump()] == []


@each
def test_no_field_holds_a_line_break_or_a_blank_at_its_ends(path: Path) -> None:
    notice = parsed(path)
    names = [unit.name for task in notice.tasks for unit in task.units]
    texts = [task.content for task in notice.tasks] + [task.title or "" for task in notice.tasks] + names
    texts += [d.text for task in notice.tasks for d in task.deadlines]
    texts += [name for task in notice.tasks for name in task.category.path]
    assert [text for text in texts if text != text.strip() or re.search(r"[\n\t\r]", text)] == []


@pytest.mark.parametrize("path", TEXTS, ids=_name)
def test_every_deadline_is_printed(path: Path) -> None:
    source = fold(clean(path.read_text("utf-8")))
    texts = [d.text for task in parsed(path).tasks for d in task.deadlines]
    assert [text for text in texts if fold(text) not in source] == []
