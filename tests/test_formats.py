"""A notice says the same in every format it is saved in, and what is said stands where its place points."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from comparison import squeeze
from looking import stands_at
from test_samples import MADE, NAMES, SAMPLES
from wpkit import parse
from wpkit.schema import Notice

OFFICE = ("odt", "rtf")
FORMATS = ("docx", "doc", "pdf", "ofd", "html", *OFFICE)
# Where there is nothing but a table, a workbook holds all that the notice says.
BARE = [name for name in NAMES if MADE[name].NOTICE.rows and not MADE[name].NOTICE.items]
CASES = [(name, suffix) for name in NAMES for suffix in FORMATS] + [
    (name, suffix) for name in BARE for suffix in ("xlsx", "xls")
]


@pytest.fixture(scope="session")
def through_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each .odt and .rtf sample as the .docx that one run of LibreOffice makes of them all."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    from make.formats.office import convert

    folder = tmp_path_factory.mktemp("office")
    files = {f"{n}-{s}.{s}": (SAMPLES / n / f"notice.{s}").read_bytes() for n in NAMES for s in OFFICE}
    for name, data in convert(files, "docx").items():
        (folder / f"{name}.docx").write_bytes(data)
    return folder


@cache
def read(path: Path) -> Notice:
    return parse(path)


def sample(name: str, suffix: str, request: pytest.FixtureRequest) -> Path:
    if suffix in OFFICE:
        folder: Path = request.getfixturevalue("through_office")
        return folder / f"{name}-{suffix}.docx"
    if suffix == "xls":
        pytest.importorskip("xlrd")
    return SAMPLES / name / f"notice.{suffix}"


def said(value: Any) -> Any:
    """The value without places and blanks: text exports print blanks that Word and PDF do not hold."""
    if isinstance(value, dict):
        return {key: said(each) for key, each in value.items() if key not in ("place", "places")}
    if isinstance(value, list | tuple):
        return [said(each) for each in value]
    return squeeze(value) if isinstance(value, str) else value


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_every_format_gives_the_same_tasks(name: str, suffix: str, request: pytest.FixtureRequest) -> None:
    tasks = said(read(SAMPLES / name / "notice.txt").model_dump()["tasks"])
    assert tasks
    assert said(read(sample(name, suffix, request)).model_dump()["tasks"]) == tasks


PLACED = [(name, suffix) for name, suffix in CASES if suffix not in ("doc", "xls", *OFFICE)]
PLACED += [(name, "txt") for name in NAMES]


@pytest.mark.parametrize(("name", "suffix"), sorted(PLACED))
def test_the_words_of_a_task_stand_at_its_place(name: str, suffix: str) -> None:
    path = SAMPLES / name / f"notice.{suffix}"
    assert stands_at(path, read(path), seed=f"{name}.{suffix}") == []
