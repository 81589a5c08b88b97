"""The ledger that people fill, and its notice parsed again into it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

import wpkit
from wpkit.cli import main
from wpkit.errors import UnreadableError, UsageError
from wpkit.ledger import Merged, merge_ledger
from wpkit.schema import Category, Deadline, Notice, Task, Unit

CASES = Path(__file__).parent / "cases"
NOTICE = Notice.model_validate_json((CASES / "cli" / "data" / "notice.json").read_bytes())


def workbook(notice: Notice = NOTICE, **selection: Any) -> Any:
    data = wpkit.export([notice], "xlsx", selection=wpkit.Selection(**selection))
    return openpyxl.load_workbook(io.BytesIO(data or b""))


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A ledger in which people typed, with a column and a date of their own."""
    book = workbook(by_unit=True)
    sheet = book["台账"]
    sheet["I2"], sheet["J2"], sheet["K2"] = "已完成", "目录已公布", "见附件"
    sheet["J4"] = "解读会已开"
    sheet["J5"] = "等文件"
    sheet.insert_cols(12)
    sheet["L1"], sheet["L2"] = "经办人", date(2022, 5, 1)
    book["区统计局"]["J2"] = "本单位填报"
    path = tmp_path / "ledger.xlsx"
    book.save(path)
    return path


def typed(path: Path) -> list[tuple[Any, ...]]:
    table = rows(openpyxl.load_workbook(path)["台账"])
    table = table[next(at for at, row in enumerate(table) if "状态" in row) :]
    at = [table[0].index(name) for name in ("序号", "状态", "进展情况", "备注", "经办人")]
    return [tuple(row[i] for i in at) for row in table[1:]]


def test_what_was_typed_stays_when_nothing_changed(filled: Path) -> None:
    merge_ledger([NOTICE], filled)
    assert [row[:4] for row in typed(filled)] == [
        (1, "已完成", "目录已公布", "见附件"),
        (2, "未开始", "本单位填报", None),
        (3, "未开始", "解读会已开", None),
        (4, "未开始", "等文件", None),
    ]


def test_peoples_own_columns_stay(filled: Path) -> None:
    merge_ledger([NOTICE], filled)
    assert typed(filled)[0][4].date() == date(2022, 5, 1)


def test_what_was_typed_follows_a_task_whose_words_and_number_change(filled: Path, tmp_path: Path) -> None:
    changed = NOTICE.tasks[2].model_copy(update={"number": "7", "content": "开展政策解读，及时答复市民提问"})
    notice = NOTICE.model_copy(update={"tasks": (*NOTICE.tasks[:2], changed)})
    merged = merge_ledger([notice], filled, tmp_path / "new.xlsx")
    assert (merged.kept, merged.changed, merged.added, merged.dropped) == (3, 1, 0, 1)
    assert typed(tmp_path / "new.xlsx")[2][:3] == (7, "未开始", "解读会已开")


def test_a_dropped_task_keeps_what_was_typed_on_a_sheet_of_its_own(filled: Path) -> None:
    merge_ledger([NOTICE.model_copy(update={"tasks": NOTICE.tasks[:3]})], filled)
    merge_ledger([NOTICE.model_copy(update={"tasks": NOTICE.tasks[:3]})], filled)
    dropped = rows(openpyxl.load_workbook(filled)["已撤任务"])
    assert (len(dropped), "等文件" in dropped[1]) == (2, True)


def test_a_new_task_begins_unfilled(filled: Path) -> None:
    task = Task(id="t9", number="9", origin="table", category=Category(), content="全新的一项工作安排")
    merge_ledger([NOTICE.model_copy(update={"tasks": (*NOTICE.tasks, task)})], filled)
    assert typed(filled)[4] == (9, "未开始", None, None, None)


def edited(filled: Path, change: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(filled)
    change(book["台账"])
    book.save(filled)
    return filled


def reverse_rows(sheet: Any) -> None:
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for row, old in zip(sheet.iter_rows(min_row=2), reversed(values), strict=True):
        for cell, value in zip(row, old, strict=True):
            cell.value = value


def hide_a_row(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def put_a_title_above(sheet: Any) -> None:
    sheet.insert_rows(1)
    sheet["A1"] = "松石市台账（某科填报）"


def rename_the_sheet(sheet: Any) -> None:
    sheet.title = "2022年台账"


def drop_the_keys(sheet: Any) -> None:
    sheet.delete_cols([cell.value for cell in sheet[1]].index("键值") + 1)


CHANGES = [reverse_rows, hide_a_row, put_a_title_above, rename_the_sheet, drop_the_keys]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_was_typed_stays_however_people_rearrange(
    filled: Path, tmp_path: Path, change: Callable[[Any], None]
) -> None:
    merge_ledger([NOTICE], filled, tmp_path / "plain.xlsx")
    merged = merge_ledger([NOTICE], edited(filled, change), tmp_path / "new.xlsx")
    assert (merged.kept, merged.added, merged.dropped) == (4, 0, 0)
    assert typed(tmp_path / "new.xlsx") == typed(tmp_path / "plain.xlsx")


def test_a_renamed_heading_becomes_a_column_of_its_own(filled: Path, tmp_path: Path) -> None:
    def rename(sheet: Any) -> None:
        sheet["J1"] = "进度说明"

    merge_ledger([NOTICE], edited(filled, rename), tmp_path / "new.xlsx")
    table = rows(openpyxl.load_workbook(tmp_path / "new.xlsx")["台账"])
    assert table[1][table[0].index("进度说明")] == "目录已公布"


def test_tasks_of_the_same_words_keep_their_own_typing(tmp_path: Path) -> None:
    """Also where each has got another number, and the rows were sorted."""

    def notice(first: str, second: str) -> Notice:
        tasks = [
            Task(id=f"t{n}", number=n, origin="table", content="开展第三方评估", units=(unit,))
            for n, unit in ((first, Unit(name="区统计局", canonical="区统计局", role="lead")),
                            (second, Unit(name="区司法局", canonical="区司法局", role="lead")))
        ]  # fmt: skip
        return NOTICE.model_copy(update={"tasks": tuple(tasks)})

    path = tmp_path / "ledger.xlsx"
    wpkit.export([notice("1", "2")], "xlsx", path)
    book = openpyxl.load_workbook(path)
    sheet = book["台账"]
    at = {cell.value: cell.column for cell in sheet[1]}
    for row in (2, 3):
        sheet.cell(row, at["备注"]).value = sheet.cell(row, at["牵头单位"]).value
    reverse_rows(sheet)
    book.save(path)
    merge_ledger([notice("11", "12")], path)
    table = rows(openpyxl.load_workbook(path)["台账"])
    heading = table[0].index
    assert [row[heading("备注")] for row in table[1:]] == [row[heading("牵头单位")] for row in table[1:]]


@pytest.mark.parametrize("content", [b"no workbook", b"PK\x03\x04 broken"])
def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableError):
        merge_ledger([NOTICE], path)
    assert path.read_bytes() == content


def test_a_workbook_of_others_is_no_ledger(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "x.xlsx")
    with pytest.raises(UnreadableError):
        merge_ledger([NOTICE], tmp_path / "x.xlsx")


# What people changed in a field of a task -----------------------------------------------------------------


class Ledger:
    """A ledger by number of task and heading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book["台账"]
        table = rows(self.sheet)
        self.top = next(at for at, row in enumerate(table, 1) if "序号" in row)
        self.headings = [str(value) for value in table[self.top - 1]]

    def cell(self, number: object, heading: str) -> Any:
        at = self.headings.index("序号") + 1
        row = next(
            r for r in range(self.top + 1, self.sheet.max_row + 1) if self.sheet.cell(r, at).value == number
        )
        return self.sheet.cell(row, self.headings.index(heading) + 1)

    def __getitem__(self, at: tuple[object, str]) -> Any:
        value = self.cell(*at).value
        return value.date() if hasattr(value, "date") else value

    def __setitem__(self, at: tuple[object, str], value: Any) -> None:
        self.cell(*at).value = value

    def save(self) -> None:
        self.book.save(self.path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "ledger.xlsx"
    wpkit.export([NOTICE], "xlsx", found)
    return found


def later(number: str, /, **fields: Any) -> Notice:
    """The notice with one task changed."""
    tasks = (t.model_copy(update=fields) if t.number == number else t for t in NOTICE.tasks)
    return NOTICE.model_copy(update={"tasks": tuple(tasks)})


def change(path: Path, **cells: Any) -> None:
    """Cells of task 1 of a ledger, by heading."""
    ledger = Ledger(path)
    for heading, value in cells.items():
        ledger[1, heading] = value
    ledger.save()


SEPTEMBER = (Deadline(text="9月底前", kind="by", end=date(2022, 9, 30)),)
OTHER_LEAD = (Unit(name="区统计局", canonical="区统计局", role="lead"), NOTICE.tasks[0].units[1])


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("牵头单位", "区政府办公室、区融媒体中心"),
        ("完成时限", "5月底前"),
        ("截止日期", date(2022, 5, 31)),
        ("任务内容", "本科室改写的任务"),
        ("任务类别", "另归一类"),
        ("序号", 21),
        ("承办单位", None),
    ],
)
def test_what_a_person_changed_is_kept_where_the_notice_did_not_change(
    path: Path, heading: str, value: Any
) -> None:
    change(path, **{heading: value})
    merged = merge_ledger([NOTICE], path)
    number = value if heading == "序号" else 1
    assert (Ledger(path)[number, heading], merged.edited, merged.conflicts) == (value, 1, ())


def test_what_a_person_changed_is_kept_however_often_it_is_merged(path: Path) -> None:
    change(path, 牵头单位="区司法局")
    once = [merge_ledger([NOTICE], path), path.read_bytes()]
    assert [merge_ledger([NOTICE], path), path.read_bytes()] == once


def test_a_changed_cell_looks_it_and_notes_what_the_notice_says(path: Path) -> None:
    change(path, 牵头单位="区司法局")
    merge_ledger([NOTICE], path)
    cell = Ledger(path).cell(1, "牵头单位")
    assert (cell.comment.text, cell.font.b) == ("通知：区政府办公室", True)


def test_what_the_notice_changed_is_taken_where_no_person_did(path: Path) -> None:
    merged = merge_ledger([later("1", units=OTHER_LEAD)], path)
    assert (Ledger(path)[1, "牵头单位"], merged.edited, merged.conflicts) == ("区统计局", 0, ())


def test_a_cell_that_both_changed_keeps_the_persons_and_tells_both(path: Path) -> None:
    change(path, 牵头单位="区司法局")
    merged = merge_ledger([later("1", units=OTHER_LEAD)], path)
    told = "牵头单位：台账改为“区司法局”，通知由“区政府办公室”改为“区统计局”"
    assert (Ledger(path)[1, "牵头单位"], Ledger(path)[1, "待核对"]) == ("区司法局", told)
    assert [(c.heading, c.ledger, c.before, c.notice) for c in merged.conflicts] == [
        ("牵头单位", "区司法局", "区政府办公室", "区统计局")
    ]


def test_both_changed_to_the_same_is_no_conflict(path: Path) -> None:
    change(path, 牵头单位="区统计局")
    merged = merge_ledger([later("1", units=OTHER_LEAD)], path)
    assert (merged.edited, merged.conflicts) == (0, ())


def test_a_conflict_stays_on_the_sheet_until_a_person_clears_it(path: Path) -> None:
    notice = later("1", units=OTHER_LEAD)
    change(path, 牵头单位="区司法局")
    merge_ledger([notice], path)
    again = merge_ledger([notice], path)
    assert (again.conflicts, again.to_check) == ((), 1)
    change(path, 待核对=None)
    cleared = merge_ledger([notice], path)
    assert (cleared.to_check, "待核对" in Ledger(path).headings) == (0, False)
    assert Ledger(path)[1, "牵头单位"] == "区司法局"


def test_a_conflict_is_settled_by_taking_what_the_notice_says(path: Path) -> None:
    notice = later("1", units=OTHER_LEAD)
    change(path, 牵头单位="区司法局")
    merge_ledger([notice], path)
    change(path, 牵头单位="区统计局")
    assert merge_ledger([notice], path).to_check == 0


def test_a_deadline_and_its_day_stay_together(path: Path) -> None:
    """A person changed the words alone: the day that the notice now says is not set beside them unsaid."""
    change(path, 完成时限="8月底前")
    merged = merge_ledger([later("1", deadlines=SEPTEMBER)], path)
    assert (Ledger(path)[1, "完成时限"], Ledger(path)[1, "截止日期"]) == ("8月底前", date(2022, 6, 30))
    assert [c.heading for c in merged.conflicts] == ["完成时限", "截止日期"]


@pytest.mark.parametrize("text", ["2022/6/30", "2022年6月30日", "2022.06.30"])
def test_a_day_written_otherwise_is_no_change(path: Path, text: str) -> None:
    change(path, 截止日期=text)
    assert merge_ledger([NOTICE], path).edited == 0


def test_rows_find_their_task_though_people_changed_its_words_and_the_notice_its_number(path: Path) -> None:
    change(path, 任务内容="改写", 备注="甲")
    merge_ledger([later("1", number="8")], path)
    ledger = Ledger(path)
    assert (ledger[8, "任务内容"], ledger[8, "备注"]) == ("改写", "甲")


def test_the_summary_counts_the_units_that_people_set(path: Path) -> None:
    change(path, 牵头单位="区审计局")
    merge_ledger([NOTICE], path)
    assert ("区审计局", 1, 0, 0, 1) in [row[:5] for row in rows(Ledger(path).book["汇总"])]


def test_the_summary_holds_its_counts_before_a_program_reckons_them(path: Path) -> None:
    change(path, 状态="已完成")
    merge_ledger([NOTICE], path)
    table = rows(openpyxl.load_workbook(path, data_only=True)["汇总"])
    found = [row for row in table if row[0] in ("已办结", "区政府办公室", "2022-06")]
    assert [[value for value in row if value is not None][-1] for row in found] == [1, 1, 1]


def test_a_notice_under_another_name_changes_no_words(path: Path) -> None:
    source = NOTICE.source.model_copy(update={"name": "new.txt"})
    assert merge_ledger([NOTICE.model_copy(update={"source": source})], path).changed == 0


# Ledgers written before printed values were kept -----------------------------------------------------------


@pytest.fixture
def older(tmp_path: Path) -> Path:
    found = tmp_path / "older.xlsx"
    found.write_bytes((CASES / "ledger" / "older.xlsx").read_bytes())
    return found


def test_an_older_ledger_unchanged_merges_without_a_word(older: Path) -> None:
    change(older, 进展情况="已办")
    merged = merge_ledger([NOTICE], older)
    assert merged == Merged(kept=4, changed=0, added=0, dropped=0)
    assert Ledger(older)[1, "进展情况"] == "已办"


def test_an_older_ledger_that_differs_keeps_its_own_and_tells_both(older: Path) -> None:
    change(older, 牵头单位="区司法局")
    merged = merge_ledger([NOTICE], older)
    assert [(c.ledger, c.notice, c.before) for c in merged.conflicts] == [("区司法局", "区政府办公室", None)]
    assert Ledger(older)[1, "牵头单位"] == "区司法局"


def test_words_changed_in_an_older_ledger_are_a_persons(older: Path) -> None:
    change(older, 任务内容="改写")
    merged = merge_ledger([NOTICE], older)
    assert (Ledger(older)[1, "任务内容"], merged.edited, merged.conflicts) == ("改写", 1, ())


def test_an_older_ledger_sorted_without_its_keys_finds_its_rows(older: Path) -> None:
    """Its filter ended before the column of keys: whoever sorted by it left the keys where they were."""
    change(older, 备注="甲")
    book = openpyxl.load_workbook(older)
    sheet = book["台账"]
    last = [cell.value for cell in sheet[1]].index("备注") + 1
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_col=last)]
    for row, old in zip(sheet.iter_rows(min_row=2, max_col=last), reversed(values), strict=True):
        for cell, value in zip(row, old, strict=True):
            cell.value = value
    book.save(older)
    merge_ledger([NOTICE], older)
    assert [Ledger(older)[n, "备注"] for n in (1, 2, 3, 4)] == ["甲", None, None, None]


# What people add ---------------------------------------------------------------------------------------


def test_a_row_of_peoples_own_stays_where_it_stood(path: Path) -> None:
    ledger = Ledger(path)
    ledger.sheet.insert_rows(3)
    ledger.sheet.cell(3, ledger.headings.index("任务内容") + 1).value = "领导交办的事项"
    ledger.save()
    merged = merge_ledger([NOTICE], path)
    assert (merged.own, merged.dropped) == (1, 0)
    assert [row[ledger.headings.index("任务内容")] for row in rows(Ledger(path).sheet)][2] == "领导交办的事项"


def test_a_copied_row_stays_beside_the_one_it_was_copied_from(path: Path) -> None:
    ledger = Ledger(path)
    ledger.sheet.append([cell.value for cell in ledger.sheet[2]])
    ledger.sheet.cell(6, ledger.headings.index("备注") + 1).value = "分给二科"
    ledger.save()
    merged = merge_ledger([NOTICE], path)
    remarks = [row[ledger.headings.index("备注")] for row in rows(Ledger(path).sheet)[1:]]
    assert (merged.own, merged.kept, remarks) == (1, 4, [None, None, None, None, "分给二科"])


def test_columns_stay_in_the_order_that_people_gave_them(path: Path) -> None:
    ledger = Ledger(path)
    ledger.sheet.insert_cols(3)
    ledger.sheet["C1"], ledger.sheet["C2"] = "经办人", "张三"
    ledger.save()
    merge_ledger([NOTICE], path)
    assert (Ledger(path).headings[:4], Ledger(path)[1, "经办人"]) == (
        ["序号", "任务类别", "经办人", "任务内容"],
        "张三",
    )


def test_a_column_that_was_taken_out_stays_out(path: Path) -> None:
    ledger = Ledger(path)
    ledger.sheet.delete_cols(ledger.headings.index("配合单位") + 1)
    ledger.save()
    merge_ledger([NOTICE], path)
    assert "配合单位" not in Ledger(path).headings


def test_a_column_headed_anew_is_still_the_notices(path: Path) -> None:
    ledger = Ledger(path)
    ledger.sheet.cell(1, ledger.headings.index("完成时限") + 1).value = "办结时间要求"
    ledger.save()
    merge_ledger([later("1", deadlines=SEPTEMBER)], path)
    assert Ledger(path)[1, "办结时间要求"] == "9月底前"


def test_a_column_without_a_heading_is_kept(path: Path) -> None:
    ledger = Ledger(path)
    ledger.sheet.insert_cols(12)
    ledger.sheet["L2"] = "无标题的话"
    ledger.save()
    merge_ledger([NOTICE], path)
    assert Ledger(path)[1, "（无标题）"] == "无标题的话"


def test_a_title_above_is_kept(path: Path) -> None:
    ledger = Ledger(path)
    put_a_title_above(ledger.sheet)
    ledger.save()
    merge_ledger([NOTICE], path)
    assert Ledger(path).sheet["A1"].value == "松石市台账（某科填报）"


def test_marks_notes_and_percentages_are_kept(path: Path) -> None:
    ledger = Ledger(path)
    cell = ledger.cell(2, "进展情况")
    cell.fill = PatternFill("solid", fgColor="FF92D050")
    cell.comment = Comment("请张三核实", "李四")
    cell.value, cell.number_format = 0.5, "0%"
    ledger.save()
    merge_ledger([NOTICE], path)
    cell = Ledger(path).cell(2, "进展情况")
    assert (cell.fill.fgColor.rgb, cell.comment.text, cell.value, cell.number_format) == (
        "FF92D050", "请张三核实", 0.5, "0%",
    )  # fmt: skip


def test_a_formula_over_its_own_row_is_kept(path: Path) -> None:
    ledger = Ledger(path)
    ledger.sheet.insert_cols(12)
    ledger.sheet["L1"], ledger.sheet["L3"] = "剩余天数", "=H3-DATE(2022,1,1)"
    ledger.save()
    first = Task(id="t0", number="0", origin="table", category=Category(), content="全新的一项工作安排")
    merge_ledger([NOTICE.model_copy(update={"tasks": (first, *NOTICE.tasks)})], path)
    assert Ledger(path)[2, "剩余天数"] == "=H4-DATE(2022,1,1)"


def test_sheets_of_peoples_own_are_kept(path: Path) -> None:
    ledger = Ledger(path)
    own = ledger.book.create_sheet("联系人")
    own["A1"], own["B1"] = "张三", "=COUNTA(台账!A:A)"
    ledger.save()
    merge_ledger([NOTICE], path)
    own = Ledger(path).book["联系人"]
    assert (own["A1"].value, own["B1"].value) == ("张三", "=COUNTA(台账!A:A)")


# Tasks that go and come ----------------------------------------------------------------------------------


FEWER = NOTICE.model_copy(update={"tasks": NOTICE.tasks[:3]})


def test_a_dropped_task_is_put_apart_though_nothing_was_typed(path: Path) -> None:
    merged = merge_ledger([FEWER], path)
    dropped = rows(Ledger(path).book["已撤任务"])
    assert (merged.gone, len(dropped), "完成政策文件库建设" in dropped[1]) == (
        ("4 完成政策文件库建设",),
        2,
        True,
    )


def test_a_task_that_is_there_again_takes_back_what_was_typed(path: Path) -> None:
    ledger = Ledger(path)
    ledger[4, "备注"] = "甲"
    ledger.save()
    merge_ledger([FEWER], path)
    merged = merge_ledger([NOTICE], path)
    assert (merged.returned, Ledger(path)[4, "备注"]) == (1, "甲")
    assert "已撤任务" not in Ledger(path).book.sheetnames


def test_a_row_that_people_took_out_is_there_again_and_told(path: Path) -> None:
    ledger = Ledger(path)
    ledger.sheet.delete_rows(3)
    ledger.save()
    merged = merge_ledger([NOTICE], path)
    assert (merged.added, merged.restored) == (1, ("2 =SUM(A1:A9)式的统计表按季度公布",))


def test_a_cell_merged_over_rows_stands_in_each(path: Path) -> None:
    ledger = Ledger(path)
    column = ledger.cell(1, "任务类别").column_letter
    ledger.sheet.merge_cells(f"{column}2:{column}3")
    ledger.save()
    merged = merge_ledger([NOTICE], path)
    assert (merged.edited, Ledger(path)[2, "任务类别"]) == (0, "夯实公开基础")


# A ledger of chosen tasks, and the sheets of units --------------------------------------------------------


def test_a_ledger_of_one_units_tasks_stays_one(path: Path) -> None:
    wpkit.export([NOTICE], "xlsx", path, selection=wpkit.Selection(unit="司法局"))
    merged = merge_ledger([NOTICE], path)
    assert (merged.kept, merged.added) == (1, 0)


def on_unit_sheet(path: Path, **cells: Any) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["区司法局"]
    headings = [cell.value for cell in sheet[1]]
    for heading, value in cells.items():
        sheet.cell(2, headings.index(heading) + 1).value = value
    book.save(path)


@pytest.fixture
def by_unit(path: Path) -> Path:
    wpkit.export([NOTICE], "xlsx", path, selection=wpkit.Selection(by_unit=True))
    return path


def test_what_a_unit_types_on_its_sheet_goes_on_the_ledger_each_time(by_unit: Path) -> None:
    for progress in ("启动", "过半"):
        on_unit_sheet(by_unit, 进展情况=progress)
        merge_ledger([NOTICE], by_unit)
        assert Ledger(by_unit)[3, "进展情况"] == progress


def test_what_a_unit_and_the_office_type_otherwise_is_told(by_unit: Path) -> None:
    on_unit_sheet(by_unit, 进展情况="过半")
    ledger = Ledger(by_unit)
    ledger[3, "进展情况"] = "启动"
    ledger.save()
    merged = merge_ledger([NOTICE], by_unit)
    assert Ledger(by_unit)[3, "待核对"] == "进展情况：“区司法局”表填的是“过半”，台账为“启动”"
    assert [c.sheet for c in merged.conflicts] == ["区司法局"]


def test_a_units_change_of_a_deadline_is_a_persons(by_unit: Path) -> None:
    on_unit_sheet(by_unit, 完成时限="10月底前")
    merged = merge_ledger([NOTICE], by_unit)
    assert (Ledger(by_unit)[3, "完成时限"], merged.edited) == ("10月底前", 1)


def test_notices_of_one_file_name_are_told_apart_by_their_titles(tmp_path: Path) -> None:
    source = NOTICE.source.model_copy(update={"sha256": "b"})
    wpkit.export([NOTICE, NOTICE.model_copy(update={"source": source})], "xlsx", tmp_path / "x.xlsx")
    assert Ledger(tmp_path / "x.xlsx").headings[0] == "通知标题"


# The command ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", ["~$ledger.xlsx", ".~lock.ledger.xlsx#"])
def test_a_ledger_that_is_open_elsewhere_is_left_alone(path: Path, lock: str) -> None:
    before = path.read_bytes()
    path.with_name(lock).touch()
    with pytest.raises(UsageError, match="is open in another program"):
        merge_ledger([NOTICE], path)
    assert path.read_bytes() == before


def test_the_command_tells_of_conflicts_and_of_tasks_that_are_gone(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(path, 牵头单位="区司法局")
    notice = later("1", units=OTHER_LEAD)
    new = tmp_path / "new.json"
    new.write_text(notice.model_copy(update={"tasks": notice.tasks[:3]}).model_dump_json(), "utf-8")
    with pytest.raises(SystemExit) as end:
        main(["ledger", "merge", str(new), str(path), "--lang", "zh"])
    assert end.value.code == 0
    assert capsys.readouterr().err.splitlines() == [
        "新通知中未见：4 完成政策文件库建设",
        "1 编制并公布主动公开事项目录  牵头单位：台账改为“区司法局”，通知由“区政府办公室”改为“区统计局”",
        f"沿用 3 行（其中措辞有变 0），新增 0，撤下 1，保留手工修改 1 处，待核对 1 行：{path}",
    ]
