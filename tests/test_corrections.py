"""A patch into its notice: what fits is made and marked, what does not is told, and nothing is lost."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from comparison import plain_fields
from wpkit import cli
from wpkit.corrections import Corrected, apply_corrections
from wpkit.errors import UnreadableError
from wpkit.patch import Part, read_patch
from wpkit.schema import Category, Deadline, Finding, Notice, Section, SourceInfo, Task, Unit
from wpkit.validation import validate
from wpkit.writers import export

EDUCATION = Unit(name="区教育局", canonical="区教育局", role="responsible")
JUNE = Deadline(text="6月底前", kind="by", end=date(2024, 6, 30), edtf="../2024-06-30")
NOTICE = Notice(
    source=SourceInfo(name="a.txt", format="txt", sha256="a" * 64),
    title="2024年云澜区工作要点",
    year=2024,
    sections=(
        Section(id="s1", number="一", level=1, title="夯实基础"),
        Section(id="s2", number="二", level=1, title="扩大参与"),
    ),
    tasks=(
        Task(id="t1", number="1", origin="table", content="编制公开清单", units=(EDUCATION,), section="s1"),
        Task(id="t2", number="2", origin="table", content="公开预算，开展评估", units=(EDUCATION,), deadlines=(JUNE,)),
        Task(id="t3", number="3", origin="table", content="走访企业", category=Category(path=("服务",))),
    ),
    findings=(
        Finding(code="D001", name="deadline-unread", level="warning", message="m", task="t2"),
        Finding(code="U001", name="unit-unread", level="warning", message="m", task="t3"),
    ),
)  # fmt: skip
WORDS = {
    task.id: {"number": task.number, "title": task.title, "content": task.content} for task in NOTICE.tasks
}


T1, T2, T3 = NOTICE.tasks


def edit(task: str | None, field: str, before: Any, after: Any) -> dict[str, Any]:
    return {"op": "edit", "task": task, "field": field, "before": before, "after": after}


SPLIT = {
    "op": "split", "task": "t2", "before": plain_fields(T2),
    "into": [{"id": "t2", **plain_fields(T2, content="公开预算")}, {"id": "t2-1", **plain_fields(T2, content="开展评估")}],
}  # fmt: skip
JOIN = {
    "op": "join", "tasks": ["t1", "t2"], "before": [plain_fields(T1), plain_fields(T2)],
    "into": {"id": "t1", **plain_fields(T1, content="编制公开清单公开预算，开展评估")},
}  # fmt: skip
DELETE = {"op": "delete", "task": "t3", "before": plain_fields(T3)}
ADD = {
    "op": "add",
    "after": "t1",
    "place": {"line": 7},
    "into": {"id": "a1", **plain_fields(T3, number=None, content="公开目录")},
}


def part(*records: dict[str, Any], **given: Any) -> Part:
    from pydantic import TypeAdapter

    plain = {"source": {"name": "a.txt", "sha256": "a" * 64}, "tasks": WORDS, "corrections": records, **given}
    return TypeAdapter(Part).validate_python(plain)


def apply(*records: dict[str, Any], to: Notice = NOTICE, **given: Any) -> Corrected:
    return apply_corrections(to, part(*records, **given))


def contents(notice: Notice) -> list[str]:
    return [task.content for task in notice.tasks]


EVERY = [
    pytest.param([edit("t1", "content", "编制公开清单", "编制清单")], id="content"),
    pytest.param([edit("t1", "number", "1", None)], id="number"),
    pytest.param(
        [edit("t1", "units", plain_fields(T1)["units"], [{"name": "区财政局", "role": "lead"}])], id="units"
    ),
    pytest.param([edit("t1", "deadlines", [], [{"text": "9月底前"}])], id="deadline"),
    pytest.param([edit("t1", "time_mentions", [], [{"text": "每季度"}])], id="mention"),
    pytest.param([edit("t1", "category", [], ["夯实基础", "清单"])], id="category"),
    pytest.param([edit("t1", "topic", None, "预算公开")], id="topic"),
    pytest.param([edit("t1", "section", "s1", "s2")], id="section"),
    pytest.param([edit(None, "issuer", None, "云澜区人民政府办公室")], id="head"),
    pytest.param([SPLIT], id="split"),
    pytest.param([JOIN], id="join"),
    pytest.param([DELETE], id="delete"),
    pytest.param([ADD], id="add"),
    pytest.param([SPLIT, edit("t2-1", "number", "2", "2之二"), DELETE, ADD], id="one-after-another"),
]


@pytest.mark.parametrize("records", EVERY)
def test_a_correction_of_the_same_reading_fits(records: list[dict[str, Any]]) -> None:
    assert [one.state for one in apply(*records).outcomes] == ["applied"] * len(records)


@pytest.mark.parametrize("records", EVERY)
def test_twice_is_as_once(records: list[dict[str, Any]]) -> None:
    once = apply(*records)
    twice = apply(*records, to=once.notice)
    assert twice.notice == once.notice
    assert {one.state for one in twice.outcomes} == {"already"}


@pytest.mark.parametrize("records", EVERY)
def test_a_corrected_notice_is_whole(records: list[dict[str, Any]]) -> None:
    notice = apply(*records).notice
    assert Notice.model_validate_json(notice.model_dump_json()) == notice
    assert [found for found in validate(notice) if found.code.startswith("V")] == []


def test_an_edit_marks_its_field() -> None:
    task = apply(edit("t1", "content", "编制公开清单", "编制清单")).notice.tasks[0]
    assert (task.content, task.corrected) == ("编制清单", ("content",))


def test_a_unit_is_read_from_its_name() -> None:
    given = [{"name": "各街镇", "role": "support"}]
    task = apply(edit("t1", "units", plain_fields(T1)["units"], given)).notice.tasks[0]
    assert task.units == (Unit(name="各街镇", canonical="各街镇", role="support", collective=True),)


def test_a_deadline_without_a_kind_is_read_in_the_notice_s_year() -> None:
    task = apply(edit("t1", "deadlines", [], [{"text": "9月底前"}])).notice.tasks[0]
    assert (task.deadlines[0].kind, task.deadlines[0].end) == ("by", date(2024, 9, 30))


def test_a_deadline_with_a_kind_stands_as_given() -> None:
    given = [{"text": "开学前", "kind": "by", "start": None, "end": "2024-08-31"}]
    (deadline,) = apply(edit("t1", "deadlines", [], given)).notice.tasks[0].deadlines
    assert (deadline.text, deadline.end, deadline.edtf) == ("开学前", date(2024, 8, 31), "../2024-08-31")


def test_times_mentioned_are_read_anew_where_the_content_was_corrected() -> None:
    task = apply(edit("t1", "content", "编制公开清单", "每季度编制公开清单")).notice.tasks[0]
    assert ([one.text for one in task.time_mentions], task.corrected) == (["每季度"], ("content",))


def test_times_mentioned_that_a_person_set_stay() -> None:
    set_ = edit("t1", "time_mentions", [], [{"text": "每月"}])
    task = apply(set_, edit("t1", "content", "编制公开清单", "每季度编制公开清单")).notice.tasks[0]
    assert [one.text for one in task.time_mentions] == ["每月"]


def test_a_join_of_an_older_patch_keeps_what_it_does_not_speak_of() -> None:
    older = json.loads(json.dumps(JOIN))
    for given in (*older["before"], older["into"]):
        del given["time_mentions"]
    mentioning = T1.model_copy(update={"time_mentions": (JUNE,), "corrected": ("time_mentions",)})
    done = apply(older, to=NOTICE.model_copy(update={"tasks": (mentioning, T2, T3)}))
    assert done.notice.tasks[0].time_mentions == (JUNE,)


def test_a_year_gives_days_to_deadlines_that_had_none() -> None:
    bare = NOTICE.model_copy(update={"year": None, "tasks": (T2.model_copy(update={"deadlines": (Deadline(text="6月底前", kind="by"),)}),)})  # fmt: skip
    fixed = apply(edit(None, "year", None, 2024), to=bare).notice
    assert fixed.tasks[0].deadlines == (JUNE,)


def test_parts_of_a_split_keep_what_both_took_over() -> None:
    notice = apply(SPLIT).notice
    assert contents(notice) == ["编制公开清单", "公开预算", "开展评估", "走访企业"]
    assert [task.deadlines for task in notice.tasks[1:3]] == [(JUNE,), (JUNE,)]


def test_a_split_takes_a_newer_reading_of_what_it_did_not_change() -> None:
    later = T2.model_copy(update={"deadlines": (Deadline(text="6月底前", kind="by", end=date(2024, 6, 29)),)})
    newer = NOTICE.model_copy(update={"tasks": (T1, later, T3)})
    assert {task.deadlines for task in apply(SPLIT, to=newer).notice.tasks[1:3]} == {later.deadlines}


def test_a_deleted_task_leaves_a_finding_and_takes_its_own_with_it() -> None:
    codes = [(found.code, found.task) for found in apply(DELETE).notice.findings]
    assert codes == [("D001", "t2"), ("R003", None)]


def test_findings_of_a_joined_task_go_over_to_what_it_is_part_of() -> None:
    codes = [(found.code, found.task) for found in apply(JOIN).notice.findings]
    assert codes == [("D001", "t1"), ("U001", "t3")]


def test_a_finding_on_a_field_that_a_person_set_is_settled() -> None:
    codes = [
        f.code for f in apply(edit("t2", "deadlines", plain_fields(T2)["deadlines"], [])).notice.findings
    ]
    assert codes == ["U001"]


# After a new parse ------------------------------------------------------------------------------------


def renumbered(*, without: str = "") -> Notice:
    """The notice with another first task, so that all ids are others."""
    first = Task(id="t1", number="0", origin="table", content="成立专班")
    rest = [t.model_copy(update={"id": f"t{i}"}) for i, t in enumerate(NOTICE.tasks, 2) if t.id != without]
    return NOTICE.model_copy(update={"tasks": (first, *rest), "findings": ()})


@pytest.mark.parametrize("records", [case.values[0] for case in EVERY], ids=[case.id for case in EVERY])
def test_a_task_is_found_again_by_its_words(records: list[dict[str, Any]]) -> None:
    done = apply(*records, to=renumbered())
    assert {one.state for one in done.outcomes} == {"applied"}
    assert done.notice.tasks[0].content == "成立专班"


def test_of_tasks_with_the_same_words_the_one_with_the_number_is_meant() -> None:
    twin = T1.model_copy(update={"id": "t9", "number": "9"})
    moved = T1.model_copy(update={"id": "t8"})
    notice = NOTICE.model_copy(update={"tasks": (twin, moved)})
    fixed = apply(edit("t1", "topic", None, "预算公开"), to=notice).notice
    assert [task.category.topic for task in fixed.tasks] == [None, "预算公开"]


def test_a_section_is_found_again_by_its_heading() -> None:
    sections = tuple(s.model_copy(update={"id": f"x{s.id}"}) for s in NOTICE.sections)
    newer = NOTICE.model_copy(
        update={"sections": sections, "tasks": (T1.model_copy(update={"section": "xs1"}),)}
    )
    headings = {s.id: {"number": s.number, "title": s.title} for s in NOTICE.sections}
    fixed = apply(edit("t1", "section", "s1", "s2"), to=newer, sections=headings)
    assert fixed.notice.tasks[0].section == "xs2"


def _reworded(content: str) -> Notice:
    return NOTICE.model_copy(update={"tasks": (T1, T2.model_copy(update={"content": content}), T3)})


UNFIT = [
    pytest.param(
        edit("t1", "content", "编制公开清单", "编制清单"), renumbered(without="t1"), "R001", id="task-gone"
    ),
    pytest.param(edit("t2", "number", "7", "8"), NOTICE, "R002", id="field-reads-otherwise"),
    pytest.param(SPLIT, _reworded("公开预算，开展评估和培训"), "R002", id="split-of-other-words"),
    pytest.param(JOIN, NOTICE.model_copy(update={"tasks": (T1, T3, T2)}), "R002", id="no-neighbours"),
    pytest.param(edit("t1", "section", "s1", "s9"), NOTICE, "R002", id="no-such-section"),
    pytest.param(edit(None, "year", 2023, 2025), NOTICE, "R002", id="head-reads-otherwise"),
]


@pytest.mark.parametrize(("record", "notice", "code"), UNFIT)
def test_what_does_not_fit_changes_nothing_and_is_told(
    record: dict[str, Any], notice: Notice, code: str
) -> None:
    done = apply(record, to=notice)
    assert [one.state for one in done.outcomes] == ["unfit"]
    assert done.notice.tasks == notice.tasks
    assert [found.code for found in done.notice.findings if found.code.startswith("R")] == [code]


def test_what_builds_on_what_does_not_fit_does_not_fit() -> None:
    done = apply(SPLIT, edit("t2-1", "number", "2", "3"), to=_reworded("另一项工作"))
    assert [one.state for one in done.outcomes] == ["unfit", "unfit"]


def test_what_a_new_reading_says_already_is_no_trouble() -> None:
    done = apply(edit("t1", "content", "编制清单公开", "编制公开清单"))
    assert ([one.state for one in done.outcomes], done.notice) == (["already"], NOTICE)


# Files and the command line ------------------------------------------------------------------------------


def _patch_file(folder: Path, *records: dict[str, Any]) -> Path:
    held = {"wpkit_patch": "1", "notices": [{"source": {"name": "a.txt", "sha256": "a" * 64}, "tasks": WORDS, "corrections": list(records)}]}  # fmt: skip
    (folder / "p.json").write_text(json.dumps(held), "utf-8")
    return folder / "p.json"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "[]",
        '{"wpkit_patch": "2", "notices": []}',
        '{"wpkit_patch": "1", "notices": [{"source": {"name": "a", "sha256": "b"}, "corrections": [{"op": "rename"}]}]}',
        json.dumps({"wpkit_patch": "1", "notices": [{"source": {"name": "a", "sha256": "b"}, "corrections": [edit("t1", "id", "t1", "t2")]}]}),
        json.dumps({"wpkit_patch": "1", "notices": [{"source": {"name": "a", "sha256": "b"}, "corrections": [edit(None, "issued_on", None, "soon")]}]}),
        "[" * 100_000,
    ],
    ids=["empty", "list", "version", "op", "field", "value", "deep"],
)  # fmt: skip
def test_what_is_no_patch_is_one_clear_error(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(wrong)
    with pytest.raises(UnreadableError):
        read_patch(tmp_path / "p.json")


def _run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        cli.main([str(word) for word in words])
    return int(end.value.code or 0)


def test_the_command_writes_the_notice_and_what_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "n.json").write_text(NOTICE.model_dump_json(), "utf-8")
    wrong = edit("t2", "number", "7", "8")
    patch = _patch_file(tmp_path, edit("t1", "number", "1", "一"), wrong)
    out, left = tmp_path / "out.json", tmp_path / "left.json"
    assert _run("apply", tmp_path / "n.json", patch, "-o", out, "--left", left, "--lang", "en") == 1
    assert Notice.model_validate_json(out.read_bytes()).tasks[0].number == "一"
    assert [part.corrections for part in read_patch(left).notices] == [(wrong,)]
    assert "does not fit: 2 “公开预算，开展评估” number: “7” → “8”" in capsys.readouterr().err


OLD = """2024年云澜区工作要点
一、夯实基础
1.编制公开清单并向社会公布。（责任单位：区教育局；完成时限：6月底前）
2.公开预算并开展评估。（责任单位：区财政局；完成时限：9月底前）
3.走访企业并听取意见。（责任单位：区商务局；完成时限：10月底前）
4.开展培训并组织考核。（责任单位：区人社局；完成时限：11月底前）
"""
# Issued again: a task before the others, one gone, one with another deadline, one reworded.
NEW = """2024年云澜区工作要点
一、夯实基础
1.成立工作专班并明确分工。（责任单位：区政府办；完成时限：3月底前）
2.编制公开清单并向社会公布。（责任单位：区教育局；完成时限：6月底前）
3.走访企业并听取意见。（责任单位：区商务局；完成时限：12月底前）
4.举办专题培训、竞赛和展示活动。（责任单位：区人社局；完成时限：11月底前）
"""


def test_no_correction_is_lost_when_the_notice_is_issued_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from wpkit import parse

    (tmp_path / "a.txt").write_text(OLD, "utf-8")
    old = parse(tmp_path / "a.txt")
    first, second, third, fourth = old.tasks
    records = [
        edit("t1", "content", first.content, "编制公开清单。"),
        edit("t2", "number", second.number, "二"),
        edit("t3", "deadlines", plain_fields(third)["deadlines"], [{"text": "8月底前"}]),
        edit("t3", "units", plain_fields(third)["units"], [{"name": "区投资促进局", "role": "lead"}]),
        {"op": "delete", "task": "t4", "before": plain_fields(fourth)},
        {
            "op": "add",
            "after": "t1",
            "place": {},
            "into": {"id": "a1", **plain_fields(first, content="补上的任务。")},
        },
    ]
    words = {t.id: {"number": t.number, "title": t.title, "content": t.content} for t in old.tasks}
    held = {"source": {"name": "a.txt", "sha256": old.source.sha256}, "tasks": words, "corrections": records}
    (tmp_path / "p.json").write_text(json.dumps({"wpkit_patch": "1", "notices": [held]}), "utf-8")
    (tmp_path / "a.txt").write_text(NEW, "utf-8")
    out, left = tmp_path / "out.json", tmp_path / "left.json"
    assert (
        _run("apply", tmp_path / "a.txt", tmp_path / "p.json", "-o", out, "--left", left, "--lang", "en") == 1
    )
    said = capsys.readouterr().err
    notice = Notice.model_validate_json(out.read_bytes())
    (rest,) = read_patch(left).notices
    assert list(rest.corrections) == [records[1], records[2], records[4]]
    assert said.count("does not fit: ") == 3
    assert "6 corrections: 3 applied, 0 made already, 3 do not fit" in said
    assert sorted(f.code for f in notice.findings if f.code.startswith("R")) == ["R001", "R001", "R002"]
    assert contents(notice) == [
        "成立工作专班并明确分工。",
        "编制公开清单。",
        "补上的任务。",
        "走访企业并听取意见。",
        "举办专题培训、竞赛和展示活动。",
    ]
    assert [task.corrected for task in notice.tasks] == [(), ("content",), ("task",), ("units",), ()]


def test_a_patch_of_another_notice_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = NOTICE.model_copy(update={"source": SourceInfo(name="b.txt", format="txt", sha256="b" * 64)})
    (tmp_path / "n.json").write_text(other.model_dump_json(), "utf-8")
    assert _run("apply", tmp_path / "n.json", _patch_file(tmp_path, DELETE)) == 2
    assert "a.txt" in capsys.readouterr().err


def test_the_ledger_says_what_a_person_corrected() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    notice = apply(edit("t1", "content", "编制公开清单", "编制清单")).notice
    sheet = openpyxl.load_workbook(io.BytesIO(export([notice], "xlsx") or b"")).worksheets[0]
    heading = {cell.value: cell.column for cell in sheet[1]}
    assert [sheet.cell(row, heading["更正"]).value for row in (2, 3)] == ["任务内容", None]
    assert [sheet.cell(row, heading["任务内容"]).font.italic for row in (2, 3)] == [True, False]


def test_an_uncorrected_ledger_has_no_such_column() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(export([NOTICE], "xlsx") or b"")).worksheets[0]
    assert "更正" not in [cell.value for cell in sheet[1]]
