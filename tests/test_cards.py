"""Tables that name their columns in their own cells, a card a task, become tables of rows."""

from __future__ import annotations

import pytest

from wpkit.blocks import Cell, Paragraph, Row, Table
from wpkit.structure.cards import unfold_cards


def table(*rows: list[tuple[str, int] | str]) -> Table:
    """A table of these rows; (text, n) is a cell over n columns."""
    made = []
    for row in rows:
        cells, column = [], 0
        for item in row:
            text, span = item if isinstance(item, tuple) else (item, 1)
            cells.append(Cell(text, column, column_span=span))
            column += span
        made.append(Row(cells))
    return Table(made)


def texts(blocks: list[object]) -> list[list[str]]:
    return [[c.text for c in row.cells] for block in blocks if isinstance(block, Table) for row in block.rows]


def test_the_same_labels_again_open_the_next_card():
    cards = table(
        ["序号", "1", "任务名称", "企业开办"],
        ["工作内容", ("压缩办理时间。", 3)],
        ["牵头单位", "区市场监管局", "完成时限", "6月底前"],
        ["序号", "2", "任务名称", "证明承诺"],
        ["工作内容", ("公布两批目录。", 3)],
        ["牵头单位", "区司法局", "完成时限", "9月底前"],
    )
    assert texts(unfold_cards([cards])) == [
        ["序号", "任务名称", "工作内容", "牵头单位", "完成时限"],
        ["1", "企业开办", "压缩办理时间。", "区市场监管局", "6月底前"],
        ["2", "证明承诺", "公布两批目录。", "区司法局", "9月底前"],
    ]


def test_a_row_of_labels_below_a_numbered_content_belongs_to_it():
    cards = Table(
        [
            Row([Cell("一、产业", 0, column_span=5)]),
            Row([Cell("1", 0, row_span=2), Cell("建成工厂3家。", 1, column_span=4)]),
            Row([Cell("责任单位", 1), Cell("镇经发局", 2), Cell("完成时限", 3), Cell("11月底前", 4)]),
            Row([Cell("2", 0, row_span=2), Cell("盘活用地。", 1, column_span=4)]),
            Row([Cell("责任单位", 1), Cell("镇资源所", 2), Cell("完成时限", 3), Cell("9月底前", 4)]),
        ]
    )
    assert texts(unfold_cards([cards])) == [
        ["序号", "工作内容", "责任单位", "完成时限"],
        ["一、产业"],
        ["1", "建成工厂3家。", "镇经发局", "11月底前"],
        ["2", "盘活用地。", "镇资源所", "9月底前"],
    ]


def test_a_table_a_card_is_one_table_of_rows():
    one = table(["任务名称", "甲任务"], ["责任单位", "县教育局"], ["完成时限", "6月"])
    two = table(["任务名称", "乙任务"], ["责任单位", "县财政局"], ["完成时限", ""])
    assert texts(unfold_cards([one, two])) == [
        ["任务名称", "责任单位", "完成时限"],
        ["甲任务", "县教育局", "6月"],
        ["乙任务", "县财政局", ""],
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["序号", "工作内容", "责任单位", "完成时限"], ["1", "建设学校。", "县教育局", "6月"]],
        [["序号", "任务", "责任单位"], ["1", "修路。", "县交通局"], ["序号", "任务", "责任单位"], ["2", "架桥。", "县水利局"]],
        [["责任单位", "县教育局"], ["完成时限", "6月"]],
    ],
    ids=["header", "header again on each page", "one card alone"],
)  # fmt: skip
def test_other_tables_stay_as_they_are(rows):
    given = table(*rows)
    assert unfold_cards([Paragraph("一、"), given]) == [Paragraph("一、"), given]
