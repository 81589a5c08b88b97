"""`wpkit.verify` of a corrected notice: what a person set is named, and is no fault of reading."""

from __future__ import annotations

import pytest

from comparison import plain_fields
from wpkit import parse, verify
from wpkit.schema import Notice

SOURCE = """2024年云澜区工作要点
一、夯实基础
1.编制公开清单并向社会公布。（责任单位：区教育局；完成时限：6月底前）
2.公开预算并开展评估。（责任单位：区财政局；完成时限：9月底前）
3.走访企业并听取意见。（责任单位：区商务局；完成时限：10月底前）
4.开展培训并组织考核。（责任单位：区人社局；完成时限：11月底前）
""".encode()


def _corrected(*records: dict[str, object]) -> Notice:
    from pydantic import TypeAdapter

    from wpkit.corrections import apply_corrections
    from wpkit.patch import Part

    notice = parse(SOURCE, name="a.txt")
    words = {t.id: {"number": t.number, "title": t.title, "content": t.content} for t in notice.tasks}
    part = {
        "source": {"name": "a.txt", "sha256": notice.source.sha256},
        "tasks": words,
        "corrections": records,
    }
    done = apply_corrections(notice, TypeAdapter(Part).validate_python(part))
    assert {one.state for one in done.outcomes} == {"applied"}
    return done.notice


def _edit(task: str | None, field: str, before: object, after: object) -> dict[str, object]:
    return {"op": "edit", "task": task, "field": field, "before": before, "after": after}


READ = parse(SOURCE, name="a.txt")
FIRST, SECOND = plain_fields(READ.tasks[0]), plain_fields(READ.tasks[1])
BY_HAND = [
    pytest.param([_edit("t1", "content", FIRST["content"], "另写的内容。")], "content", id="content"),
    pytest.param([_edit("t1", "units", FIRST["units"], [{"name": "县邮政局", "role": "lead"}])], "units", id="units"),
    pytest.param([_edit("t1", "deadlines", FIRST["deadlines"], [{"text": "3月底前"}])], "deadlines", id="deadlines"),
    pytest.param([_edit("t1", "number", FIRST["number"], "七")], "number", id="number"),
    pytest.param([_edit("t1", "category", FIRST["category"], ["另一类"])], "category", id="category"),
    pytest.param([_edit(None, "issuer", READ.issuer, "云澜区人民政府")], "issuer", id="head"),
    pytest.param([{"op": "delete", "task": "t2", "before": SECOND}], None, id="delete"),
    pytest.param([{"op": "add", "after": "t1", "place": {}, "into": {"id": "a1", "content": "添上的任务。"}}], "task", id="add"),
    pytest.param(
        [{"op": "join", "tasks": ["t1", "t2"], "before": [FIRST, SECOND], "into": {"id": "t1", **FIRST, "content": "合在一起。"}}],
        "task", id="join",
    ),
    pytest.param(
        [{"op": "split", "task": "t1", "before": FIRST, "into": [{"id": "t1", **FIRST, "content": "编制公开清单"}, {"id": "t1-1", **FIRST, "content": "并向社会公布。"}]}],
        "task", id="split",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("records", "named"), BY_HAND)
def test_what_a_person_set_is_named_and_no_fault(records: list[dict[str, object]], named: str | None) -> None:
    found = verify(_corrected(*records), SOURCE, name="a.txt")
    assert {one.code for one in found} == ({"V107"} if named else set())
    assert {one.data["fields"] for one in found} == ({named} if named else set())


def test_a_fault_beside_a_corrected_field_is_still_one() -> None:
    notice = _corrected(_edit("t1", "content", FIRST["content"], "另写的内容。"))
    first, *rest = notice.tasks
    wrong = first.model_copy(update={"units": (first.units[0].model_copy(update={"name": "县邮政局"}),)})
    found = verify(notice.model_copy(update={"tasks": (wrong, *rest)}), SOURCE, name="a.txt")
    assert "V101" in {one.code for one in found}
