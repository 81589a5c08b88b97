"""Standard names of bodies: the data, levels, a notice's own short names and a user's."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from wpkit.errors import NotFoundError, UsageError
from wpkit.fields import bodies
from wpkit.fields.bodies import canonical, is_known, level_of, load_units, own_aliases
from wpkit.fields.names import is_body
from wpkit.fields.units import read_units

DATA = tomllib.loads((Path(bodies.__file__).with_name("data") / "units.toml").read_text(encoding="utf-8"))

NAMES = {
    "区发改委": "区发展和改革委员会",
    "区发展改革委": "区发展和改革委员会",
    "县发改局": "县发展和改革局",
    "市卫健委": "市卫生健康委员会",
    "县卫健局": "县卫生健康局",
    "区人社局": "区人力资源和社会保障局",
    "省人社厅": "省人力资源和社会保障厅",
    "区府办": "区政府办公室",
    "区政府办": "区政府办公室",
    "县人民政府办公室": "县政府办公室",
    "省政府办": "省政府办公厅",
    "区城管执法局": "区城市管理行政执法局",
    "市大数据中心": "市大数据中心",
    "市经信委": "市经济和信息化委员会",
    "县工信局": "县工业和信息化局",
    "松石市云澜区教育局": "松石市云澜区教育局",
    "松石市云澜区文旅局": "松石市云澜区文化和旅游局",
    "市市场监管局": "市市场监督管理局",
    "县委编办": "县委机构编制委员会办公室",
    "县编办": "县委机构编制委员会办公室",
    "编办": "机构编制委员会办公室",
    "区委网信办": "区委网络安全和信息化委员会办公室",
    "团县委": "共青团县委",
    "县妇联": "县妇女联合会",
    "县法院": "县人民法院",
    "云澜街道办": "云澜街道办",
    "云澜管委会": "云澜管委会",
    "县文旅局（县文物局）": "县文化和旅游局（县文物局）",
    "县住建局（县人防办）": "县住房和城乡建设局（县人民防空办公室）",
    "国家发改委": "国家发展和改革委员会",
    "税务总局": "国家税务总局",
    "工信部": "工业和信息化部",
    "云澜公司": "云澜公司",
    "各街镇": "各街镇",
    "法规科": "法规科",
    "区卫计委": "区卫生和计划生育委员会",
}


@pytest.mark.parametrize(("name", "full"), NAMES.items())
def test_the_standard_name(name: str, full: str) -> None:
    assert canonical(name) == full


@pytest.mark.parametrize("full", NAMES.values())
def test_a_standard_name_stands_for_itself(full: str) -> None:
    assert canonical(full) == full


def test_at_least_250_bodies_are_known() -> None:
    assert sum(len(table) for table in DATA.values()) >= 250


@pytest.mark.parametrize("table", ["national", "local", "former"])
def test_no_short_name_stands_for_two_bodies(table: str) -> None:
    forms = [form for full, short in DATA[table].items() for form in (full, *short)]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []


@pytest.mark.parametrize("full", [full for full in DATA["national"] if not full.startswith("共青团")])
def test_a_national_body_reads_as_a_body(full: str) -> None:
    assert is_body(full)


@pytest.mark.parametrize(
    ("name", "level"), [("区教育局", "区"), ("松石市教育局", "松石市"), ("教育局", ""), ("法规科", "")]
)
def test_the_level_before_a_body(name: str, level: str) -> None:
    assert level_of(name) == level


@pytest.mark.parametrize("name", ["教育局", "卫健委", "区大数据中心", "教育部"])
def test_a_known_body(name: str) -> None:
    assert is_known(name)


@pytest.mark.parametrize("name", ["云澜", "松石供电", "各街镇", "局", ""])
def test_an_unknown_body(name: str) -> None:
    assert not is_known(name)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "由区政务公开与信息公开联席会议办公室（以下简称区公开办）负责",
            {"区公开办": "区政务公开与信息公开联席会议办公室"},
        ),
        ("县重点项目建设指挥部（以下简称“县指挥部”）统筹", {"县指挥部": "县重点项目建设指挥部"}),
        ("松石港务集团有限公司（简称港务集团），区教育局", {"港务集团": "松石港务集团有限公司"}),
        ("《云澜区工作要点》（以下简称《要点》）", {}),
        ("政务服务“一件事”（以下简称“一件事”）", {}),
        ("没有简称", {}),
    ],
)
def test_short_names_that_a_notice_defines(text: str, found: dict[str, str]) -> None:
    assert own_aliases(text) == found


def test_a_defined_short_name_is_canonical_with_its_level() -> None:
    units = read_units("区公开办、各街镇", aliases={"区公开办": "区政务公开联席会议办公室"}).units
    assert [u.canonical for u in units] == ["区政务公开联席会议办公室", "各街镇"]


def test_a_users_short_names(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '"沿江协同机制办公室" = ["沿江办", "江办"]\n[more]\n"区重点工程建设办公室" = "区重点办"\n',
        encoding="utf-8",
    )
    aliases = load_units(path)
    assert [canonical(name, aliases) for name in ("市沿江办", "区重点办")] == [
        "市沿江协同机制办公室",
        "区重点工程建设办公室",
    ]


@pytest.mark.parametrize("text", ["no = [toml", '"名称" = 3', '"名称" = [1]'])
def test_a_file_that_is_no_list_of_bodies_is_one_clear_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        load_units(path)


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        load_units(tmp_path / "none.toml")
