"""Lists of responsible bodies: splitting, roles, groups."""

from __future__ import annotations

import pytest

from wpkit.fields.units import is_units, read_units

LISTS = [
    ("区教育局、区民政局等部门", ["区教育局", "区民政局", "相关部门*"]),
    ("区政府办公室及各 部门、街道", ["区政府办公室", "各部门*", "街道*"]),
    ("区科委牵头\n，\n相关单位配合", ["区科委/lead", "相关单位*/support"]),
]


def printed(text: str) -> list[str]:
    """One word a unit: name, * for a group, the role where it is not `responsible`."""
    return [
        u.name + "*" * u.collective + (f"/{u.role}" if u.role != "responsible" else "") for u in read_units(text).units
    ]


@pytest.mark.parametrize(("text", "units"), LISTS)
def test_list(text: str, units: list[str]) -> None:
    assert printed(text) == units


@pytest.mark.parametrize("text", ["强化解读材料质量管理", "6月底前", "全年", "深化重点领"])
def test_other_text_is_no_list(text: str) -> None:
    assert not is_units(text)
