"""Full dates as they are printed, whole strings and in text."""

from __future__ import annotations

from datetime import date

import pytest

from wpkit.fields.dates import find_dates, read_date

DAY = date(2022, 3, 22)


@pytest.mark.parametrize(
    "text",
    ["2022年3月22日", "2022 年 3 月 22 日", "２０２２年３月２２日", "二〇二二年三月二十二日", "二○二二年三月二十二日", "二零二二年三月二十二日",
     "二O二二年三月二十二日", "2022-03-22", "2022-3-22", "2022/3/22", "2022.3.22", "2022．3．22", "2022—03—22", " 2022年3月22号。",
     "2022年三月22日", "2022年03月22日\n"],
)  # fmt: skip
def test_date_is_read(text: str) -> None:
    assert read_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2022年3月",
        "3月22日",
        "2022-02-30",
        "2022年13月1日",
        "2022.3.22.1",
        "12022-3-22",
        "2022-3/22",
        "2022年3月22日印发",
        "〇年三月二日",
    ],
)
def test_what_is_no_full_date_is_not_read(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("云澜区人民政府办公室 2022年3月22日印发", [DAY]),
        ("成文日期：2022-03-22 发布日期：2022-04-01", [DAY, date(2022, 4, 1)]),
        ("云府办〔2022〕2号", []),
        ("电话2022-1234567", []),
        ("二〇二二年三月二十二日\n（此件公开发布）", [DAY]),
    ],
)
def test_dates_in_text_are_found(text: str, days: list[date]) -> None:
    assert [day for _, _, day in find_dates(text)] == days
