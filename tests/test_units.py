"""Lists of responsible bodies: splitting, roles, groups, and what is no such list."""

from __future__ import annotations

import doctest
import time
import tomllib
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wpkit.fields import bodies, lists, names, roles, splitting, topics, units
from wpkit.fields.names import is_body, is_collective
from wpkit.fields.roles import says_first_leads
from wpkit.fields.units import UnitReading, is_units, read_units, unit_likeness

CORPUS = tomllib.loads((Path(__file__).parent / "corpus" / "units.toml").read_text(encoding="utf-8"))
LISTS = [pytest.param(one, id=one["text"] or "empty") for group in CORPUS["group"] for one in group["lists"]]
SURE = [one["text"] for group in CORPUS["group"][:-1] for one in group["lists"] if not one.get("rest")]


def read(one: dict[str, Any]) -> UnitReading:
    return read_units(one["text"], role=one.get("role"), first_leads=one.get("first_leads", False))


def printed(reading: UnitReading) -> list[str]:
    """One word a unit: name, * for a group, the role where it is not `responsible`."""
    return [
        u.name + "*" * u.collective + ("" if u.role == "responsible" else f"/{u.role}") for u in reading.units
    ]


@pytest.mark.parametrize("one", LISTS)
def test_the_units_of_a_list(one: dict[str, Any]) -> None:
    assert printed(read(one)) == one["units"]


@pytest.mark.parametrize("one", LISTS)
def test_what_a_list_holds_beside_its_units(one: dict[str, Any]) -> None:
    assert read(one).rest == one.get("rest", "")


@pytest.mark.parametrize("one", [one for one in LISTS if "notes" in one.values[0]])
def test_how_the_units_share_the_work(one: dict[str, Any]) -> None:
    assert list(read(one).notes) == one["notes"]


@pytest.mark.parametrize("one", [one for one in LISTS if "canonical" in one.values[0]])
def test_canonical_names_in_a_list(one: dict[str, Any]) -> None:
    assert [u.canonical for u in read(one).units] == one["canonical"]


def test_the_corpus_is_as_large_as_it_is_said_to_be() -> None:
    assert len(LISTS) >= 200


@pytest.mark.parametrize("text", [text for text in SURE if not text.startswith(("甲", "人民大垸", "江北"))])
def test_a_list_is_known_as_one(text: str) -> None:
    assert is_units(text)


@pytest.mark.parametrize("text", CORPUS["not"]["lists"])
def test_other_text_is_no_list(text: str) -> None:
    assert not is_units(text)


@pytest.mark.parametrize("text", CORPUS["not"]["lists"])
def test_other_text_is_hardly_like_a_list(text: str) -> None:
    assert unit_likeness(text) < 0.75


@pytest.mark.parametrize(
    "text",
    [
        "区发展改革局、区经",
        "局（区商务局",
        "局）、区科技局、区规",
        "划局、区建设局（区交",
        "牵头，相关单位配合",
        "区教育局、",
        "、区教育局牵头",
    ],
)
def test_a_torn_list_is_like_one(text: str) -> None:
    assert unit_likeness(text) >= 0.5


@pytest.mark.parametrize(
    "text", ["区发展改革局、区经济局（区", "局）、区科技局", "牵头，相关单位配合", "、区教育局"]
)
def test_a_torn_list_is_no_whole_one(text: str) -> None:
    assert not is_units(text)


@pytest.mark.parametrize(
    "text",
    [
        "列第一位者为牵头单位",
        "各项任务列第一位的为牵头单位",
        "第一责任单位为牵头单位",
        "排名第一的单位为牵头单位",
        "排在首位的为牵头部门",
    ],
)
def test_the_first_of_each_list_leads(text: str) -> None:
    assert says_first_leads(text)


@pytest.mark.parametrize("text", ["各牵头单位要统筹落实", "第一季度完成", "区教育局为牵头单位"])
def test_no_word_on_who_leads(text: str) -> None:
    assert not says_first_leads(text)


# Lists made from parts -------------------------------------------------------------------------------

BODIES = st.sampled_from(
    "区教育局 县发展和改革局 市委办公室 云澜区人民政府 区建设局（区交通局） 区“双减”专班 静水镇 云澜街道 区大数据中心 县人民法院"
    " 团县委 松石水务集团有限公司 市文化和旅游局 区委网信办 县公安局".split()
)
GROUPS = st.sampled_from(
    "各部门 各街镇 市直有关单位 县政府各部门 各行业主管部门 各县（市、区）人民政府".split()
)
NAMES = st.lists(st.one_of(BODIES, GROUPS), min_size=1, max_size=6)
WORDS = {
    "lead": ["牵头", "牵头负责", "总牵头"],
    "responsible": ["负责", "落实", "组织实施", "按职责分工负责"],
    "support": ["配合", "协办", "协助落实", "参与"],
}
CLAUSES = st.lists(
    st.tuples(
        NAMES,
        st.sampled_from(list(WORDS)).flatmap(lambda r: st.tuples(st.just(r), st.sampled_from(WORDS[r]))),
    ),
    min_size=1,
    max_size=3,
)


@given(NAMES, st.sampled_from("、，；"))
def test_a_list_printed_with_marks_is_read_back(names: list[str], mark: str) -> None:
    assert [u.name for u in read_units(mark.join(names)).units] == names


@given(NAMES, st.sampled_from([" ", "\n", "\u3000"]))
def test_a_list_printed_with_blanks_is_read_back(names: list[str], blank: str) -> None:
    # 区政府 at a line's end before 各部门 is one name
    assume(blank != "\n" or not any(a.endswith("政府") and b == "各部门" for a, b in pairwise(names)))
    assert [u.name for u in read_units(blank.join(names)).units] == names


@given(CLAUSES, st.sampled_from("，；"))
def test_clauses_with_roles_are_read_back(
    clauses: list[tuple[list[str], tuple[str, str]]], mark: str
) -> None:
    text = mark.join("、".join(names) + word for names, (_, word) in clauses)
    wanted = [(name, role) for names, (role, _) in clauses for name in names]
    assert [(u.name, u.role) for u in read_units(text, role="responsible").units] == wanted


@given(NAMES, NAMES)
def test_labels_are_read_back(first: list[str], second: list[str]) -> None:
    text = f"（牵头单位：{'、'.join(first)}；配合单位：{'、'.join(second)}）"
    wanted = [(name, "lead") for name in first] + [(name, "support") for name in second]
    assert [(u.name, u.role) for u in read_units(text).units] == wanted


@given(
    st.text(
        alphabet="区市县教育局委办、，；（）和及等牵头负责配合各相关部门单位 \n：“”会同1政府", max_size=200
    )
)
def test_no_text_crashes_or_invents_a_name(text: str) -> None:
    squeezed = "".join(text.split())
    names = [u.name for u in read_units(text).units if not u.name.startswith("相关")]
    assert [name for name in names if name not in squeezed and "、" not in name] == []


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert 0.0 <= unit_likeness(text) <= 1.0


@pytest.mark.parametrize(
    "text",
    ["和" * 200, "（" * 200, "教育局会" * 50, "区教育局和" * 40, "区教育局等" * 40, "牵头" * 100, "责任单位：" * 40, "区教育局 " * 40, "按职责分工" * 40],
    ids=lambda text: text[:5],
)  # fmt: skip
def test_two_hundred_characters_take_no_time(text: str) -> None:
    read_units(text)
    start = time.perf_counter()
    read_units(text)
    # 10 ms on a quiet machine; the bound only has to tell a slow form from one that never ends
    assert time.perf_counter() - start < 0.1


def test_a_text_that_is_no_cell_is_not_looked_at() -> None:
    text = "责任单位：" * 20000
    assert read_units(text) == UnitReading(rest=text)


@pytest.mark.parametrize(
    "name", ["区教育局", "各街镇", "县人民法院", "推进职能转变协调小组办公室", "第三方机构"]
)
def test_the_form_of_a_body(name: str) -> None:
    assert is_body(name)


@pytest.mark.parametrize(
    "name",
    [
        "新发展格局",
        "党员干部",
        "一网通办",
        "政府网站",
        "农村",
        "公共场所",
        "成立工作专班",
        "区长",
        "城镇",
        "三审三校",
    ],
)
def test_the_form_of_another_word(name: str) -> None:
    assert not is_body(name)


@pytest.mark.parametrize("name", ["区教育局", "县殡葬主管部门", "区“双减”工作专班", "机关党委", "高等院校"])
def test_one_body_is_no_group(name: str) -> None:
    assert not is_collective(name)


@pytest.mark.parametrize(
    "module", [bodies, lists, names, roles, splitting, topics, units], ids=lambda m: m.__name__
)
def test_the_examples_in_docstrings(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


settings.register_profile("units", deadline=None)
settings.load_profile("units")


def test_no_place_is_taken_for_a_person() -> None:
    text = (Path(names.__file__).parent / "data" / "places.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
    assert all(place[0] == line[0][0] and 2 <= len(place) <= 3 for line in lines for place in line)
    places = [place for line in lines for place in line]
    assert len(places) == len(set(places)) > 400
    for place in places:
        assert [unit.name for unit in read_units(f"市税务局 {place}").units] == ["市税务局", place]
