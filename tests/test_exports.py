"""Exports as other programs read them: workbook, calendar, database, Parquet."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import icalendar
import openpyxl
import pytest

import wpkit
from wpkit.errors import UnreadableError, UsageError
from wpkit.ledger import merge_ledger
from wpkit.schema import Category, Deadline, Notice, SourceInfo, Task, Unit
from wpkit.writers import OUTPUTS
from wpkit.writers.rows import COLUMNS

DATA = Path(__file__).parent / "cases" / "cli" / "data"
NOTICE = Notice.model_validate_json((DATA / "notice.json").read_bytes())


def export(to: str, notices: list[Notice] | None = None, **selection: Any) -> bytes:
    lang = selection.pop("lang", None)
    data = wpkit.export(notices or [NOTICE], to, selection=wpkit.Selection(**selection), lang=lang)
    assert data is not None
    return data


def with_task(number: str, **fields: Any) -> Notice:
    """The notice with only this task, changed."""
    task = next(t for t in NOTICE.tasks if t.number == number)
    return NOTICE.model_copy(update={"tasks": (task.model_copy(update=fields),)})


@pytest.mark.parametrize("known", OUTPUTS, ids=lambda known: known.name)
def test_the_same_notice_gives_the_same_bytes(known: Any) -> None:
    assert export(known.name) == export(known.name)


@pytest.mark.parametrize("known", OUTPUTS, ids=lambda known: known.name)
def test_no_task_is_no_error(known: Any) -> None:
    data = export(known.name, origin="body")
    assert data == export(known.name, [NOTICE.model_copy(update={"tasks": ()})])


@pytest.mark.parametrize("known", OUTPUTS, ids=lambda known: known.name)
def test_odd_characters_are_written(known: Any) -> None:
    odd = with_task("1", content='=1+1\x01<b>&amp;"|`\n第二行' + "长" * 40_000)
    assert export(known.name, [odd])


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    old = tmp_path / "t.xlsx"
    old.write_text("old")
    with pytest.raises(UsageError):
        wpkit.export([NOTICE], "xlsx", old, selection=wpkit.Selection(columns=("colour",)))
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("t.xlsx", "old")]


# The workbook ----------------------------------------------------------------------------------------


def workbook(**selection: Any) -> Any:
    notices = selection.pop("notices", None)
    return openpyxl.load_workbook(io.BytesIO(export("xlsx", notices, **selection)))


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_the_ledger_has_a_row_a_task_and_columns_to_fill() -> None:
    sheet = workbook()["台账"]
    assert rows(sheet)[0] == (
        "序号", "任务类别", "任务内容", "牵头单位", "承办单位", "配合单位", "完成时限", "截止日期",
        "状态", "进展情况", "备注", "位置", "文件", "键值",
    )  # fmt: skip
    assert rows(sheet)[1][:9] == (
        1, "夯实公开基础", "编制并公布主动公开事项目录", "区政府办公室", "各街镇", None, "6月底前",
        *(sheet["H2"].value, "未开始"),
    )  # fmt: skip
    assert sheet["H2"].value.date() == date(2022, 6, 30)


def test_no_cell_of_a_notice_is_a_formula() -> None:
    assert workbook()["台账"]["C3"].data_type == "s"


def test_the_ledger_has_drop_downs_filter_frozen_heading_and_page_setup() -> None:
    sheet = workbook()["台账"]
    validation = sheet.data_validations.dataValidation[0]
    assert (validation.formula1, str(validation.sqref)) == ('"未开始,进行中,已完成,已销号"', "I2:I5")
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:K5", "B2")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["N"].hidden


def test_rows_are_coloured_by_formula() -> None:
    rules = [r.formula[0] for rs in workbook()["台账"].conditional_formatting for r in rs.rules]
    assert rules == [
        'OR($I2="已完成",$I2="已销号")',
        'AND($H2<>"",$H2<TODAY())',
        'AND($H2<>"",$H2-TODAY()<=15)',
    ]


def test_the_summary_counts_by_unit_topic_and_month() -> None:
    table = rows(workbook()["汇总"])
    assert ("区司法局", 1, 0, 0, 1) in [row[:5] for row in table]
    assert ("政策解读", 1) in [row[:2] for row in table]
    assert ("2022-12", 1) in [row[:2] for row in table]


def test_a_sheet_for_each_unit() -> None:
    book = workbook(by_unit=True)
    assert [row[0] for row in rows(book["区司法局"])[1:]] == [3]


@pytest.mark.parametrize("name", ["区委[办]/府办:*?", "很长的单位名称" * 9, "台账", "'x'"])
def test_any_unit_gives_a_sheet_name(name: str) -> None:
    notice = with_task(
        "1", units=(Unit(name=name, canonical=name), Unit(name=name + "甲", canonical=name + "甲"))
    )
    assert len(workbook(notices=[notice], by_unit=True).sheetnames) == 4


def test_english_headings() -> None:
    assert rows(workbook(lang="en")["Ledger"])[0][0] == "number"


# Filling and merging -----------------------------------------------------------------------------------


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


def test_words_that_people_changed_stand_in_a_column_of_their_own(filled: Path, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        at = [cell.value for cell in sheet[1]].index("任务内容")
        sheet.cell(3, at + 1).value = "本科室改写的任务"

    merge_ledger([NOTICE], edited(filled, change), tmp_path / "new.xlsx")
    table = rows(openpyxl.load_workbook(tmp_path / "new.xlsx")["台账"])
    column = [row[table[0].index("台账原有任务内容")] for row in table[1:]]
    assert column == [None, "本科室改写的任务", None, None]


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


# The calendar ------------------------------------------------------------------------------------------


def events(notice: Notice = NOTICE, **selection: Any) -> list[Any]:
    return list(icalendar.Calendar.from_ical(export("ics", [notice], **selection)).events)


def test_an_entry_stands_on_the_last_day() -> None:
    entry = events()[0]
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2022, 6, 30), date(2022, 7, 1))


def test_an_entry_says_who_and_where() -> None:
    assert str(events()[0]["DESCRIPTION"]).splitlines() == [
        "编制并公布主动公开事项目录",
        "牵头单位：区政府办公室",
        "责任单位：各街镇",
        "完成时限：6月底前",
        "2022年云澜区政务公开工作要点 云澜区人民政府办公室 · 云府办〔2022〕8号 · 2022-03-18 第21行",
    ]


def test_what_has_no_day_is_left_out() -> None:
    assert [str(entry["SUMMARY"])[0] for entry in events()] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("rule", "first", "last", "count"),
    [
        ("FREQ=MONTHLY", "2022-01-31", "2022-12-31", 12),
        ("FREQ=MONTHLY;INTERVAL=3", "2022-03-31", "2022-12-31", 4),
        ("FREQ=MONTHLY;INTERVAL=6", "2022-06-30", "2022-12-31", 2),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "2022-01-15", "2022-12-15", 12),
        ("FREQ=MONTHLY;BYMONTHDAY=10,20,-1", "2022-01-10", "2022-12-31", 36),
        ("FREQ=WEEKLY", "2022-01-07", "2022-12-30", 52),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2022-01-03", "2022-12-30", 260),
        ("FREQ=YEARLY", "2022-12-31", "2022-12-31", 1),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "2022-03-31", "2022-12-31", 4),
        ("FREQ=YEARLY;BYMONTH=6", "2022-06-30", "2022-06-30", 1),
        ("FREQ=DAILY", "2022-01-01", "2022-12-31", 365),
    ],
)
def test_a_recurring_deadline_recurs_within_its_year(rule: str, first: str, last: str, count: int) -> None:
    from dateutil.rrule import rrulestr

    deadline = Deadline(text="定期", kind="recurring", recurrence=rule)
    entry = events(with_task("2", deadlines=(deadline,)))[0]
    start = entry["DTSTART"].dt
    days = [d.date() for d in rrulestr(entry["RRULE"].to_ical().decode(), dtstart=_midnight(start))]
    assert (str(start), str(days[0]), str(days[-1]), len(days)) == (first, first, last, count)


def _midnight(day: date) -> Any:
    from datetime import datetime

    return datetime(day.year, day.month, day.day)


def test_uids_stay_when_other_tasks_change() -> None:
    before = {str(entry["UID"]) for entry in events()}
    after = {str(entry["UID"]) for entry in events(with_task("3"))}
    assert after < before


def test_alarms_only_where_asked_for() -> None:
    assert [len(entry.alarms.times) for entry in events(alarm_days=None)] == [0, 0, 0]
    assert b"TRIGGER:-P3D" in export("ics", alarm_days=3)


def test_lines_are_folded_at_75_bytes() -> None:
    lines = export("ics", [with_task("1", content="很长的任务内容，" * 30)]).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


# The database ------------------------------------------------------------------------------------------


def query(path: Path, text: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(text).fetchall()


def test_the_database_holds_tasks_units_and_deadlines(tmp_path: Path) -> None:
    wpkit.export([NOTICE], "sqlite", tmp_path / "t.sqlite")
    found = query(
        tmp_path / "t.sqlite",
        'SELECT tasks.number, units.name, deadlines."end" FROM tasks JOIN units ON units.task_id = tasks.id'
        " JOIN deadlines ON deadlines.task_id = tasks.id WHERE role = 'lead' ORDER BY tasks.id",
    )
    assert found == [("1", "区政府办公室", "2022-06-30"), ("3", "区司法局", "2022-12-31")]


def test_the_full_text_index_finds_parts_of_words(tmp_path: Path) -> None:
    wpkit.export([NOTICE], "sqlite", tmp_path / "t.sqlite")
    found = query(
        tmp_path / "t.sqlite",
        "SELECT number FROM tasks_fts JOIN tasks ON tasks.id = tasks_fts.rowid WHERE tasks_fts MATCH '文件库'",
    )
    assert found == [("4",)]


README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
QUERIES = re.findall(r'sqlite3 tasks\.db "(.*)"$', README, re.MULTILINE)


@pytest.mark.parametrize("text", [text.replace('\\"', '"') for text in QUERIES])
def test_the_database_answers_the_queries_of_the_readme(tmp_path: Path, text: str) -> None:
    june = Deadline(text="6月底前", kind="by", end=date(2022, 6, 30))
    notice = with_task("1", content="加强政策解读", deadlines=(june,))
    wpkit.export([notice], "sqlite", tmp_path / "t.sqlite")
    assert len(query(tmp_path / "t.sqlite", text)) == 1


def test_the_readme_has_queries() -> None:
    assert len(QUERIES) == 3


def test_a_notice_exported_again_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    other = NOTICE.model_copy(
        update={"title": "另一份", "source": SourceInfo(name="b", format="txt", sha256="c")}
    )
    for notices in ([NOTICE], [other], [with_task("4", content="改过的内容")]):
        wpkit.export(notices, "sqlite", path)
    assert query(path, "SELECT count(*) FROM notices") == [(2,)]
    assert query(path, "SELECT count(*) FROM tasks_fts WHERE tasks_fts MATCH '文件库'") == [(1,)]
    assert query(path, "PRAGMA foreign_key_check") == []
    query(path, "INSERT INTO tasks_fts (tasks_fts) VALUES ('integrity-check')")


def test_a_file_that_is_no_database_of_ours_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    path.write_text("something else entirely, and longer than a header of SQLite is")
    before = path.read_bytes()
    with pytest.raises(UsageError):
        wpkit.export([NOTICE], "sqlite", path)
    assert path.read_bytes() == before


def test_an_export_that_fails_changes_nothing_in_the_database(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    wpkit.export([NOTICE], "sqlite", path)

    def broken() -> Any:
        yield with_task("1")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wpkit.export(broken(), "sqlite", path)
    assert query(path, "SELECT count(*) FROM tasks") == [(4,)]


# Parquet -----------------------------------------------------------------------------------------------


def test_parquet_has_typed_and_nested_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    wpkit.export([NOTICE], "parquet", path)
    found = duckdb.sql(
        f"SELECT number, year, category, units[1].role, deadlines[1].\"end\" FROM '{path}' ORDER BY line LIMIT 1"
    ).fetchall()
    assert found == [("1", 2022, ["夯实公开基础"], "lead", date(2022, 6, 30))]


def test_parquet_opens_in_pandas(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    wpkit.export([NOTICE], "parquet", tmp_path / "t.parquet")
    frame = pandas.read_parquet(tmp_path / "t.parquet")
    assert (len(frame), frame.units[0][0]["role"], frame.deadlines[0][0]["end"]) == (
        4,
        "lead",
        date(2022, 6, 30),
    )


def test_parquet_with_chosen_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    wpkit.export(
        [NOTICE], "parquet", path, selection=wpkit.Selection(columns=("number", "deadlines", "截止日期"))
    )
    assert duckdb.sql(f"SELECT * FROM '{path}'").columns == ["number", "deadlines", "end"]


# All ---------------------------------------------------------------------------------------------------


def test_columns_have_different_names_in_both_languages() -> None:
    assert len({c.name for c in COLUMNS}) == len({c.title for c in COLUMNS}) == len(COLUMNS)


def test_a_missing_library_is_named(tmp_path: Path) -> None:
    (tmp_path / "pyarrow.py").write_text("raise ModuleNotFoundError('pyarrow', name='pyarrow')")
    env = {"PYTHONPATH": f"{tmp_path}:{Path(wpkit.__file__).parents[1]}"}
    run = subprocess.run(
        [sys.executable, "-m", "wpkit", "export", "--parquet", str(DATA / "notice.json"), "-o", str(tmp_path / "x")],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (
        2,
        "wpkit: parquet: needs pyarrow. pip install 'wpkit[parquet]'\n",
    )


def test_json_lines_and_json_say_the_same() -> None:
    lines = [json.loads(line) for line in export("jsonl").splitlines()]
    assert lines == json.loads(export("json"))


def test_a_link_is_followed_and_a_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "real.csv").chmod(0o600)
    (tmp_path / "link.csv").symlink_to("real.csv")
    wpkit.export([NOTICE], "csv", tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "real.csv").read_bytes() == wpkit.export([NOTICE], "csv")


def test_what_is_no_file_is_written_to(tmp_path: Path) -> None:
    import os
    import threading

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    wpkit.export([NOTICE], "csv", pipe)
    reader.join(10)
    assert read == [wpkit.export([NOTICE], "csv")]
    assert pipe.is_fifo()


@pytest.mark.parametrize("to", ["sqlite", "html", "md"])
def test_tasks_sorted_across_notices_stay_with_their_notice(to: str, tmp_path: Path) -> None:
    other = NOTICE.model_copy(
        update={"title": "另一份", "source": SourceInfo(name="b", format="txt", sha256="c")}
    )
    path = tmp_path / "out"
    wpkit.export([NOTICE, other], to, path, selection=wpkit.Selection(sort=("number",)))
    if to == "sqlite":
        assert query(path, "SELECT count(*) FROM tasks") == [(8,)]
    else:
        assert path.read_text("utf-8").count("另一份") == 1
