"""`wpkit.verify` confirms what was parsed and catches each of a hundred planted changes in every layout."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import wpkit
from wpkit.schema import Notice

TESTS = Path(__file__).parent
SAMPLES = TESTS.parent / "samples"
FORMATS = {known.name for known in wpkit.formats() if known.needs != "LibreOffice"}
SOURCES = [
    *sorted(p for p in SAMPLES.glob("*/notice.*") if p.suffix.lstrip(".") in FORMATS),
    *sorted(p for p in (TESTS / "pdf").glob("*.pdf") if p.with_suffix(".json").exists()),
]
# Layouts in which every kind of change is planted: body and table, lines and cells, exact and merged.
PLANTED = [
    *(f"{name}/notice.txt" for name in ("tab-table", "pdf-lines", "spilled", "web-page", "cell-a-line", "role-columns")),
    "tab-table/notice.docx", "tab-table/notice.pdf", "web-page/notice.html", "role-columns/notice.xlsx", "pdf-lines/notice.pdf",
]  # fmt: skip

Record = dict[str, Any]
Change = Callable[[Record, random.Random], bool]


def _name(path: Path) -> str:
    return f"{path.parent.name}-{path.name}"


@pytest.fixture(scope="session")
def parsed() -> Callable[[Path], Notice]:
    held: dict[Path, Notice] = {}

    def parse(path: Path) -> Notice:
        if path not in held:
            try:
                held[path] = wpkit.parse(path)
            except wpkit.WpkitError as error:
                pytest.skip(str(error))
        return held[path]

    return parse


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_what_was_parsed_is_confirmed(path: Path, parsed: Callable[[Path], Notice]) -> None:
    notice = Notice.model_validate_json(parsed(path).model_dump_json())
    assert [found.message for found in wpkit.verify(notice, path)] == []


# Changes ------------------------------------------------------------------------------------------


def _task(notice: Record, chance: random.Random, having: str = "") -> Record | None:
    tasks = [task for task in notice["tasks"] if not having or task[having]]
    return chance.choice(tasks) if tasks else None


def _other_character(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + ("叁" if text[at] != "叁" else "肆") + text[at + 1 :]


def content_character(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "content")
    if task:
        task["content"] = _other_character(task["content"], chance)
    return task is not None


def content_words_left_out(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "content")
    if task is None or len(task["content"]) < 12:
        return False
    at = chance.randrange(1, len(task["content"]) - 4)
    task["content"] = task["content"][:at] + task["content"][at + 3 :]
    return True


def content_cut(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "content")
    if task is None or len(task["content"]) < 12:
        return False
    at = len(task["content"]) // 2
    while not task["content"][at - 1 : at + 1].isalnum():
        at += 1
    task["content"] = task["content"][:at]
    return True


def content_of_another(notice: Record, chance: random.Random) -> bool:
    first, second = chance.sample(notice["tasks"], 2)
    if first["content"] == second["content"] or not second["content"]:
        return False
    first["content"] = second["content"]
    return True


def unit_added(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance)
    name = "区卷宗档案局"
    task["units"].append({"name": name, "canonical": name, "role": "responsible", "collective": False})
    return True


def unit_left_out(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "units")
    if task is None or task["units"][-1]["collective"]:
        return False
    name = task["units"].pop()["name"]
    return name not in task["content"]


def unit_renamed(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "units")
    if task:
        unit = chance.choice(task["units"])
        unit["name"] = unit["canonical"] = _other_character(unit["name"], chance)
    return task is not None


def unit_made_to_lead(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "units")
    if task is None:
        return False
    unit = chance.choice(task["units"])
    old, unit["role"] = unit["role"], "support" if unit["role"] == "lead" else "lead"
    return old != "responsible"


def unit_collective(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "units")
    if task:
        unit = chance.choice(task["units"])
        unit["collective"] = not unit["collective"]
    return task is not None


def deadline_text(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "deadlines")
    if task:
        task["deadlines"][0]["text"] = "13月底前"
    return task is not None


def deadline_day(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "deadlines")
    if task is None or not task["deadlines"][0]["end"]:
        return False
    task["deadlines"][0]["end"] = "2019-02-03"
    return True


def deadline_kind(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "deadlines")
    if task:
        one = task["deadlines"][0]
        one["kind"] = "ongoing" if one["kind"] != "ongoing" else "unread"
    return task is not None


def deadline_left_out(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "deadlines")
    if task is None:
        return False
    text = task["deadlines"].pop()["text"]
    return text not in task["content"] and task["origin"] == "table"


def number_changed(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "number")
    if task:
        task["number"] = "977"
    return task is not None


def title_changed(notice: Record, chance: random.Random) -> bool:
    task = _task(notice, chance, "title")
    if task:
        task["title"] = _other_character(task["title"], chance)
    return task is not None


def category_changed(notice: Record, chance: random.Random) -> bool:
    tasks = [task for task in notice["tasks"] if task["category"]["path"]]
    if not tasks:
        return False
    path = chance.choice(tasks)["category"]["path"]
    path[-1] = _other_character(path[-1], chance)
    return True


def category_of_a_far_group(notice: Record, chance: random.Random) -> bool:
    paths = [task["category"]["path"] for task in notice["tasks"]]
    first, last = paths[0], paths[-1]
    if len(paths) < 20 or not first or first[-1] == last[-1]:
        return False
    notice["tasks"][1]["category"]["path"] = [*first[:-1], last[-1]]
    return True


def task_left_out(notice: Record, chance: random.Random) -> bool:
    left = notice["tasks"].pop(chance.randrange(1, len(notice["tasks"]) - 1))
    return left["content"] not in json.dumps(notice["tasks"], ensure_ascii=False)


def task_invented(notice: Record, chance: random.Random) -> bool:
    task = dict(_task(notice, chance) or {})
    notice["tasks"].append({**task, "id": "t999", "content": "开展虚构事项专项整治并按月通报"})
    return True


def tasks_exchanged(notice: Record, chance: random.Random) -> bool:
    at = chance.randrange(len(notice["tasks"]) - 1)
    tasks = notice["tasks"]
    tasks[at], tasks[at + 1] = tasks[at + 1], tasks[at]
    return tasks[at]["place"] != tasks[at + 1]["place"]


def task_moved_to_another_place(notice: Record, chance: random.Random) -> bool:
    first, second = chance.sample(notice["tasks"], 2)
    first["place"] = second["place"]
    first["places"] = second["places"]
    return first["content"] != second["content"]


def section_number(notice: Record, chance: random.Random) -> bool:
    if not notice["sections"]:
        return False
    chance.choice(notice["sections"])["number"] = "（九十七）"
    return True


def section_title(notice: Record, chance: random.Random) -> bool:
    sections = [section for section in notice["sections"] if section["title"]]
    if not sections:
        return False
    section = chance.choice(sections)
    section["title"] = _other_character(section["title"], chance)
    return True


def section_text(notice: Record, chance: random.Random) -> bool:
    sections = [section for section in notice["sections"] if section["text"]]
    if not sections:
        return False
    section = chance.choice(sections)
    section["text"] = _other_character(section["text"].split("\n")[0], chance)
    return True


def section_level(notice: Record, chance: random.Random) -> bool:
    if not notice["sections"]:
        return False
    section = chance.choice(notice["sections"])
    section["level"] = section["level"] % 5 + 1
    return True


def section_parent(notice: Record, chance: random.Random) -> bool:
    sections = [section for section in notice["sections"] if section["parent"]]
    if not sections:
        return False
    chance.choice(sections)["parent"] = None
    return True


def section_of_a_task(notice: Record, chance: random.Random) -> bool:
    tasks = [task for task in notice["tasks"] if task["section"]]
    if len(tasks) < 4:
        return False
    first, second = tasks[0], tasks[-1]
    first["section"] = second["section"]
    return True


def head_title(notice: Record, chance: random.Random) -> bool:
    notice["title"] = _other_character(notice["title"], chance)
    return True


def head_year(notice: Record, chance: random.Random) -> bool:
    notice["year"] = 1987
    return True


def head_issuer(notice: Record, chance: random.Random) -> bool:
    if notice["issuer"]:
        notice["issuer"] = _other_character(notice["issuer"], chance)
    return notice["issuer"] is not None


def head_number(notice: Record, chance: random.Random) -> bool:
    notice["document_number"] = "虚办〔1987〕9号"
    return True


def head_day(notice: Record, chance: random.Random) -> bool:
    notice["issued_on"] = "1987-06-05"
    return True


def another_source(notice: Record, chance: random.Random) -> bool:
    notice["source"]["sha256"] = "0" * 64
    return True


CHANGES: list[Change] = [
    content_character, content_words_left_out, content_cut, content_of_another, unit_added, unit_left_out, unit_renamed,
    unit_made_to_lead, unit_collective, deadline_text, deadline_day, deadline_kind, deadline_left_out, number_changed,
    title_changed, category_changed, category_of_a_far_group, task_left_out, task_invented, tasks_exchanged,
    task_moved_to_another_place, section_number, section_title, section_text, section_level, section_parent,
    section_of_a_task, head_title, head_year, head_issuer, head_number, head_day, another_source,
]  # fmt: skip


def _planted(notice: Notice, change: Change, seed: int) -> Notice | None:
    """The notice with a change in it; None where the notice has nothing to change."""
    chance = random.Random(f"{change.__name__}{seed}")
    for _ in range(20):
        record = notice.model_dump()
        if change(record, chance):
            return Notice.model_validate(record)
    return None


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.replace("_", "-"))
@pytest.mark.parametrize("sample", PLANTED)
def test_a_planted_change_is_caught(
    sample: str, change: Change, seed: int, parsed: Callable[[Path], Notice]
) -> None:
    path = SAMPLES / sample
    planted = _planted(parsed(path), change, seed)
    if planted is None:
        pytest.skip("nothing of the kind in this notice")
    assert wpkit.verify(planted, path)


def test_a_hundred_changes_and_more_are_planted(parsed: Callable[[Path], Notice]) -> None:
    notices = [parsed(SAMPLES / sample) for sample in PLANTED]
    planted = [_planted(n, change, seed) for n in notices for change in CHANGES for seed in range(3)]
    assert sum(notice is not None for notice in planted) >= 100
