"""Tasks that were split in two or merged into one are told as that, and others are not."""

from __future__ import annotations

from typing import Any

import pytest

import wpkit
from wpkit.diff import plain
from wpkit.schema import Category, Deadline, Notice, SourceInfo, Task, Unit

FILES = "完成政策文件库建设，实现政策文件统一检索"
OPEN_DAY = "举办政府开放日活动，邀请居民代表参加"
DUTIES = "编制权责清单并向社会公布"


def notice(*contents: str, units: dict[str, str] | None = None, days: dict[str, str] | None = None) -> Notice:
    tasks = []
    for at, content in enumerate(contents, 1):
        unit, day = (units or {}).get(content), (days or {}).get(content)
        tasks.append(
            Task(
                id=f"t{at}",
                number=str(at),
                origin="table",
                category=Category(),
                content=content,
                units=(Unit(name=unit, canonical=unit),) if unit else (),
                deadlines=(Deadline(text=day, kind="unread"),) if day else (),
            )
        )
    return Notice(source=SourceInfo(name="a", format="txt", sha256="0"), year=2022, tasks=tuple(tasks))


def told(old: Notice, new: Notice) -> list[tuple[Any, ...]]:
    return [
        (c.kind, c.old and c.old.number, c.new and c.new.number, *(p.number for p in c.parts))
        for c in wpkit.compare(old, new)
        if c.kind != "same"
    ]


SPLITS = {
    "at a full stop": (f"{FILES}。{OPEN_DAY}。", [FILES, OPEN_DAY]),
    "with a few words changed": (
        f"{FILES}。{OPEN_DAY}。",
        ["建设政策文件库，实现政策文件统一检索", "年内举办政府开放日活动，邀请居民代表参加"],
    ),
    "into unequal parts": (f"{FILES}，并举办开放日。", [FILES, "举办开放日"]),
    "into three": (f"{FILES}；{OPEN_DAY}；{DUTIES}", [DUTIES, FILES, OPEN_DAY]),
}


@pytest.mark.parametrize(("whole", "parts"), SPLITS.values(), ids=SPLITS)
def test_a_task_split_into_several_is_told_once(whole: str, parts: list[str]) -> None:
    numbers = [str(at) for at in range(1, len(parts) + 1)]
    assert told(notice(whole), notice(*parts)) == [("split", "1", None, *numbers)]


@pytest.mark.parametrize(("whole", "parts"), SPLITS.values(), ids=SPLITS)
def test_tasks_merged_into_one_are_told_once(whole: str, parts: list[str]) -> None:
    numbers = [str(at) for at in range(1, len(parts) + 1)]
    assert told(notice(*parts), notice(whole)) == [("merged", None, "1", *numbers)]


OTHERS = {
    "reworded, beside a new one": ([FILES], ["完成政策文件库升级，实现政策文件统一检索", OPEN_DAY], ["changed", "new"]),
    "lengthened by a new clause": ([FILES], [f"{FILES}。{OPEN_DAY}。"], ["changed"]),
    "kept, with a part said again": ([f"{FILES}。{OPEN_DAY}。"], [f"{FILES}。{OPEN_DAY}。", OPEN_DAY], ["new"]),
    "shortened, its other part dropped": ([f"{FILES}。{OPEN_DAY}。"], [FILES], ["changed"]),
    "of one phrase": (
        ["开展安全生产专项整治行动，排查化工企业隐患"],
        ["开展安全生产专项整治行动，排查矿山隐患", "开展安全生产宣传行动"],
        ["changed", "new"],
    ),
    "of one beginning": (
        ["加强对各街镇政务公开工作的指导，定期组织业务培训"],
        ["加强对各街镇政务公开工作的考核", "定期组织知识竞赛"],
        ["changed", "new"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "kinds"), OTHERS.values(), ids=OTHERS)
def test_what_shares_words_is_no_split(old: list[str], new: list[str], kinds: list[str]) -> None:
    assert [kind for kind, *_ in told(notice(*old), notice(*new))] == kinds


@pytest.mark.parametrize(("old", "new", "kinds"), OTHERS.values(), ids=OTHERS)
def test_what_shares_words_is_no_merger(old: list[str], new: list[str], kinds: list[str]) -> None:
    back = {"new": "dropped", "changed": "changed"}
    assert [kind for kind, *_ in told(notice(*new), notice(*old))] == [back[kind] for kind in kinds]


def test_each_task_is_in_one_change() -> None:
    """Two wholes of the same words, one of them split."""
    whole = f"{FILES}。{OPEN_DAY}。"
    assert told(notice(whole, whole), notice(whole, FILES, OPEN_DAY)) == [("split", "2", None, "2", "3")]


def test_a_split_says_which_fields_differ() -> None:
    old = notice(f"{FILES}。{OPEN_DAY}。", units={f"{FILES}。{OPEN_DAY}。": "区司法局"})
    new = notice(FILES, OPEN_DAY, units={FILES: "区司法局", OPEN_DAY: "区统计局"}, days={FILES: "适时"})
    (change,) = wpkit.compare(old, new)
    assert change.fields == ("units", "deadline")


def test_the_units_of_a_split_task_may_be_parted_among_its_parts() -> None:
    old = notice(f"{FILES}。{OPEN_DAY}。", units={f"{FILES}。{OPEN_DAY}。": "区司法局"})
    new = notice(FILES, OPEN_DAY, units={FILES: "区司法局"})
    (change,) = wpkit.compare(old, new)
    assert change.fields == ()


def test_a_record_holds_whole_and_parts() -> None:
    (change,) = wpkit.compare(notice(f"{FILES}。{OPEN_DAY}。"), notice(FILES, OPEN_DAY))
    told = plain(change)
    assert (told["kind"], told["old"]["number"], told["new"]) == ("split", "1", None)
    assert [task["content"] for task in told["parts"]] == [FILES, OPEN_DAY]
