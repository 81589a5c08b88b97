"""Spreadsheets and text in columns → blocks: small files made here."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from wpkit import parse as wpkit_parse
from wpkit.blocks import Document, Table
from wpkit.errors import EncryptedError, TooLargeError, UnreadableError
from wpkit.ooxml.formats import shown
from wpkit.parsers import csv as csv_parser
from wpkit.parsers import format_of
from wpkit.parsers import xls as xls_parser
from wpkit.parsers import xlsx as xlsx_parser
from wpkit.source import Source


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet_of(*rows, merges=(), formats=None, hidden_rows=(), hidden_columns=()) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = "任务分解表"
    for row in rows:
        sheet.append(row)
    for reference in merges:
        sheet.merge_cells(reference)
    for reference, code in (formats or {}).items():
        sheet[reference].number_format = code
    for row in hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for column in hidden_columns:
        sheet.column_dimensions[column].hidden = True
    return book


def read(book: Workbook) -> Document:
    return xlsx_parser.parse(Source("x.xlsx", saved(book)))


def cells(table: Table) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.row_span, c.column_span) for c in row.cells] for row in table.rows]


def words(table: Table) -> list[list[str]]:
    return [[c.text for c in row.cells] for row in table.rows]


def test_merged_ranges_are_spans():
    document = read(
        sheet_of(["分解表", None, None], ["甲", 1, "x"], [None, 2, "y"], merges=["A1:C1", "A2:A3"])
    )
    assert cells(document.blocks[0]) == [
        [("分解表", 0, 1, 3)],
        [("甲", 0, 2, 1), ("1", 1, 1, 1), ("x", 2, 1, 1)],
        [("2", 1, 1, 1), ("y", 2, 1, 1)],
    ]
    assert document.blocks[0].spans_known


def test_nothing_merged_downwards_leaves_empty_cells_open():
    document = read(sheet_of(["分解表", None], ["甲", "x"], [None, "y"], merges=["A1:B1"]))
    assert not document.blocks[0].spans_known


def test_merge_past_the_used_cells_is_cut():
    document = read(sheet_of(["标题"], ["1", "x"], merges=["A1:Z1"]))
    assert document.blocks[0].width == 2


def test_empty_edges_go_and_places_stay():
    book = Workbook()
    book.active["C4"] = "甲"
    book.active["D6"] = "乙"
    table = read(book).blocks[0]
    assert words(table) == [["甲", ""], ["", "乙"]]
    where = table.rows[1].cells[1].where
    assert (where.sheet, where.row, where.column) == ("Sheet", 6, 4)


def test_each_sheet_is_a_table():
    book = sheet_of(["甲"])
    book.create_sheet("第二")["A1"] = "乙"
    book.create_sheet("空")
    assert [b.where.sheet for b in read(book).blocks] == ["任务分解表", "第二"]


def test_hidden_sheet_is_left_out_and_told():
    book = sheet_of(["甲"])
    other = book.create_sheet("单位")
    other["A1"], other.sheet_state = "乙", "hidden"
    document = read(book)
    assert len(document.blocks) == 1
    assert [f.code for f in document.findings] == ["P141"]


def test_hidden_rows_and_columns_are_left_out_and_told():
    book = sheet_of(["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"], hidden_rows=[2], hidden_columns=["B"])
    document = read(book)
    assert words(document.blocks[0]) == [["a", "c"], ["g", "i"]]
    assert [(f.code, f.data["count"]) for f in document.findings] == [("P142", 5)]


def test_merged_cell_whose_first_row_is_hidden_keeps_its_text():
    book = sheet_of(["甲", "1"], [None, "2"], [None, "3"], merges=["A1:A3"], hidden_rows=[1])
    assert cells(read(book).blocks[0])[0] == [("甲", 0, 2, 1), ("2", 1, 1, 1)]


def test_formula_without_a_value_is_told():
    document = read(sheet_of(["甲", "=1+1"]))
    assert [f.code for f in document.findings] == ["P143"]


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (1, "General", "1"), (1.0, "General", "1"), (2.5, "General", "2.5"), (0.5, "0%", "50%"), (3, '0"项"', "3项"),
        (7, "00", "07"), (1234567, "#,##0", "1,234,567"), (12, '"第"General"号"', "第12号"), (5, "G/通用格式", "5"),
        (date(2031, 9, 30), "yyyy-mm-dd", "2031-09-30"), (date(2031, 9, 1), 'yyyy"年"m"月"', "2031年9月"),
        (date(2031, 9, 30), 'm"月"d"日"', "9月30日"), (date(2031, 9, 30), "yyyy/m/d;@", "2031/9/30"),
        (date(2031, 9, 30), '[$-804]yyyy"年"m"月"d"日"', "2031年9月30日"),
        (date(2031, 9, 30), '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇三一年九月三十日"),
        (3, "[DBNum1]General", "三"), (-2, "0;[Red]-0", "-2"), (True, "General", "TRUE"), ("９月", "@", "９月"),
        (1.25, "0.##", "1.25"), (1, "0.##", "1"),
    ],
)  # fmt: skip
def test_value_is_read_as_it_shows(value, code, expected):
    assert words(read(sheet_of([value], formats={"A1": code})).blocks[0]) == [[expected]]


@pytest.mark.parametrize(("number", "expected"), [(57, "2031年9月"), (58, "9月30日"), (31, "2031年9月30日")])
def test_chinese_built_in_date_format(number, expected):
    data = saved(sheet_of([date(2031, 9, 30)], formats={"A1": "0.000"}))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/styles.xml":
                part = re.sub(rb'numFmtId="16[4-9]"(?! formatCode)', b'numFmtId="%d"' % number, part)
            new.writestr(name, part)
    assert words(xlsx_parser.parse(Source("x.xlsx", out.getvalue())).blocks[0]) == [[expected]]


@pytest.mark.parametrize("serial", [-1, 3e6, 1e300])
def test_date_outside_the_calendar_is_a_plain_number(serial):
    assert shown(serial, "yyyy-mm-dd").strip("-")[0].isdigit()


# bad files --------------------------------------------------------------------------------------
LOCKED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
)


def swapped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(sheet_of(["甲"])))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (saved(sheet_of(["甲"]))[:-100], UnreadableError),
        (swapped(SHEET, b"<worksheet><sheetData><row>"), UnreadableError),
        (swapped(SHEET, b'<!DOCTYPE x [<!ENTITY e "y">]><worksheet>&e;</worksheet>'), UnreadableError),
        (swapped(SHEET, b" " * 9_000_000), TooLargeError),
        (LOCKED, EncryptedError),
    ],
    ids=["cut", "broken-xml", "entity", "bomb", "locked"],
)
def test_bad_workbook_is_one_clear_error(data, error):
    with pytest.raises(error):
        xlsx_parser.parse(Source("x.xlsx", data))


def test_stray_cell_far_away_costs_no_memory():
    book = sheet_of(["甲"])
    book.active["XFD1048576"] = "远"
    assert len(read(book).blocks[0].rows) == 2


# xls --------------------------------------------------------------------------------------------
def old_workbook(value, code: str) -> bytes:
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    sheet = book.add_sheet("分解表")
    sheet.write_merge(0, 0, 0, 1, "标题")
    sheet.write_merge(1, 2, 0, 0, "甲")
    style = xlwt.easyxf(num_format_str=code)
    sheet.write(1, 1, value, style)
    sheet.write(2, 1, "乙")
    sheet.write(3, 1, "暗")
    sheet.row(3).hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_old_workbook_keeps_spans_dates_and_hides_what_is_hidden():
    data = old_workbook(date(2031, 9, 1), 'yyyy"年"m"月"')
    document = xls_parser.parse(Source("x.xls", data))
    assert cells(document.blocks[0]) == [
        [("标题", 0, 1, 2)],
        [("甲", 0, 2, 1), ("2031年9月", 1, 1, 1)],
        [("乙", 1, 1, 1)],
    ]
    assert [f.code for f in document.findings] == ["P142"]
    assert format_of(Source("x.doc", data)).name == "xls"


@pytest.mark.parametrize("cut", [600, 3000, -700])
def test_damaged_old_workbook_is_one_clear_error(cut):
    with pytest.raises(UnreadableError):
        xls_parser.parse(Source("x.xls", old_workbook(1, "0")[:cut]))


# csv --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("序号,任务\n1,推进公开\n", "utf-8", [["序号", "任务"], ["1", "推进公开"]]),
        ("序号,任务\r\n1,推进公开\r\n", "gb18030", [["序号", "任务"], ["1", "推进公开"]]),
        ("序号\t任务\n1\t推进，公开\n", "utf-16", [["序号", "任务"], ["1", "推进，公开"]]),
        ("序号;任务\n1;推进,公开\n", "utf-8-sig", [["序号", "任务"], ["1", "推进,公开"]]),
        ('序号,任务\n1,"推进,\n公开"\n', "utf-8", [["序号", "任务"], ["1", "推进,\n公开"]]),
        ("sep=|\n序号|任务\n1|公开\n", "utf-8", [["序号", "任务"], ["1", "公开"]]),
        ('序号,任务\n1,"推进\n2,公开\n3,解读\n', "utf-8", [["序号", "任务"], ["1", '"推进'], ["2", "公开"], ["3", "解读"]]),
        ("序号,任务,,\n\n1,公开,,\n", "utf-8", [["序号", "任务"], ["1", "公开"]]),
    ],
    ids=["plain", "gbk", "tabs", "semicolons", "quoted", "stated", "open-quote", "empty-edges"],
)  # fmt: skip
def test_columns_of_text(text, encoding, expected):
    document = csv_parser.parse(Source("x.csv", text.encode(encoding)))
    assert words(document.blocks[0]) == expected


def test_a_csv_prints_a_group_in_the_first_of_its_rows():
    rows = ["序号,重点任务,具体内容,责任单位", "1,产业培育,引进链上企业八家。,区投促局"]
    rows += ["2,,深化校企合作，开展用工招聘。,区人社局", "3,用工招聘,举办招聘会二十场。,区人社局"]
    notice = wpkit_parse("\n".join(rows).encode(), name="x.csv")
    assert [t.category.path for t in notice.tasks] == [("产业培育",), ("产业培育",), ("用工招聘",)]


def test_place_in_a_csv_is_row_line_and_column():
    document = csv_parser.parse(Source("x.csv", '序号,任务\n1,"推进\n公开"\n2,解读\n'.encode()))
    where = document.blocks[0].rows[2].cells[1].where
    assert (where.row, where.line, where.column) == (3, 4, 2)


@pytest.mark.parametrize(("name", "expected"), [("x.csv", "csv"), ("x.tsv", "csv"), ("x.txt", "txt")])
def test_columns_are_known_by_the_name_alone(name, expected):
    assert format_of(Source(name, b"a,b\n1,2\n")).name == expected


def test_workbook_is_known_by_its_bytes():
    assert format_of(Source("x.txt", saved(sheet_of(["甲"])))).name == "xlsx"


# titles over the table ---------------------------------------------------------------------------
ROWS = [
    ["1", "修订主动公开目录，逐项核对发布渠道。", "区政府办公室", "9月底前"],
    ["2", "组织业务培训。", "区司法局", "全年"],
]
HEADER = ["序号", "工作任务", "责任单位", "完成时限"]
TITLE = ["云澜区2031年政务公开工作要点任务分解表", None, None, None]


@pytest.mark.parametrize(
    ("rows", "merges"),
    [
        ([["附件", None, None, None], TITLE, HEADER, *ROWS], ["A1:D1", "A2:D2"]),
        ([TITLE, *ROWS], ["A1:D1"]),
        ([TITLE, HEADER, *ROWS], []),
    ],
    ids=["over-a-header", "without-header", "not-merged"],
)
def test_title_row_names_the_notice_and_no_category(rows, merges):
    notice = wpkit_parse(saved(sheet_of(*rows, merges=merges)), name="x.xlsx")
    assert (notice.title, notice.year) == (TITLE[0], 2031)
    assert [t.category.path for t in notice.tasks] == [(), ()]
    assert str(notice.tasks[0].deadlines[0].end) == "2031-09-30"


@pytest.mark.parametrize(
    "rows",
    [
        [["部门", "承担任务数", "完成率"], ["生产科", 3, "50%"], ["工程科", 2, "30%"], ["合计", 5, "40%"]],
        [["任务类别", "重点任务（项）", "责任科室数"], ["种植", "3", 2], ["加工", "2项", 1]],
    ],
)
def test_a_sheet_that_counts_tasks_has_none(rows):
    book = sheet_of(
        ["编号", "工作任务", "责任部门", "完成时限"],
        [1, "建成高标准胶园3000亩。", "生产科", "9月底前"],
        [2, "投产浓缩乳胶生产线1条。", "工程科", "11月底前"],
    )
    summary = book.create_sheet("汇总")
    for row in rows:
        summary.append(row)
    notice = wpkit_parse(saved(book), name="台账.xlsx")
    assert [task.content for task in notice.tasks] == ["建成高标准胶园3000亩。", "投产浓缩乳胶生产线1条。"]
    told = [finding.message for finding in notice.findings if finding.code in ("L001", "L002", "L003")]
    assert any("汇总" not in text and rows[0][0] in text for text in told)
