"""Exports as other programs read them: workbook, calendar, database, Parquet."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import icalendar
import openpyxl
import pytest

import wpkit
from wpkit.errors import UsageError
from wpkit.schema import Deadline, Notice, SourceInfo, Unit
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
    assert data == export(known.name, [NOTICE.model_copy(update={"tasks": ()})], origin="body")


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
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:N5", "B2")
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
    assert len(workbook(notices=[notice], by_unit=True).sheetnames) == 5


def test_english_headings() -> None:
    assert rows(workbook(lang="en")["Ledger"])[0][0] == "number"


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


def test_an_alarm_says_what_is_due() -> None:
    alarm = next(part for part in events(alarm_days=3)[0].walk("VALARM"))
    assert str(alarm["DESCRIPTION"]) == "1 编制并公布主动公开事项目录"


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


def test_two_exports_into_one_database_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    wpkit.export([], "sqlite", path)
    begun, other = (
        threading.Event(),
        NOTICE.model_copy(
            update={"title": "另一份", "source": SourceInfo(name="b", format="txt", sha256="0" * 64)}
        ),
    )

    def slow() -> Iterator[Notice]:
        yield NOTICE
        begun.set()
        time.sleep(0.2)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(wpkit.export, slow(), "sqlite", path)
        assert begun.wait(10)
        wpkit.export([other], "sqlite", path)
        first.result()
    assert query(path, "SELECT count(*) FROM notices") == [(2,)]


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
