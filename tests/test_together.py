"""A cover letter and its annexes in files of their own → one notice."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

import wpkit
from wpkit.commands.parse import parse as parse_command
from wpkit.errors import NotFoundError, UsageError

COVER = """云澜区人民政府办公室关于印发2031年政务公开任务分解表的通知
云澜办发〔2031〕6号

各镇人民政府、街道办事处，区政府各部门：
现将《2031年政务公开任务分解表》印发给你们，请认真贯彻执行。

云澜区人民政府办公室
2031年3月5日
"""
ANNEX = """序号,工作任务,责任单位,完成时限
1,编制主动公开事项目录并向社会公布,区政府办公室,6月底前
2,公开义务教育招生信息,区教育局,8月15日前
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    cover, annex = tmp_path / "cover.txt", tmp_path / "annex.csv"
    cover.write_text(COVER, "utf-8")
    annex.write_text(ANNEX, "utf-8")
    return [cover, annex]


def test_the_head_is_the_covers_and_the_tasks_are_the_annexs(files: list[Path]) -> None:
    notice = wpkit.parse_together(files)
    assert notice.title == "2031年政务公开任务分解表"
    assert (notice.document_number, notice.issued_on) == ("云澜办发〔2031〕6号", date(2031, 3, 5))
    assert [t.deadlines[0].end for t in notice.tasks] == [date(2031, 6, 30), date(2031, 8, 15)]


def test_each_place_names_its_file(files: list[Path]) -> None:
    assert [t.place.member for t in wpkit.parse_together(files).tasks] == ["annex.csv", "annex.csv"]


def test_the_source_names_all_files(files: list[Path]) -> None:
    source = wpkit.parse_together(files).source
    assert source.name == "cover.txt + annex.csv"
    assert source.sha256 == hashlib.sha256((COVER + ANNEX).encode()).hexdigest()


def test_a_zip_stands_for_the_files_in_it(files: list[Path]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, file in enumerate(files, 1):
            archive.write(file, f"{number} {file.name}")
    zipped, apart = wpkit.parse_together([out.getvalue()]), wpkit.parse_together(files)
    assert zipped.title == apart.title
    assert [t.content for t in zipped.tasks] == [t.content for t in apart.tasks]


def test_the_command_prints_one_notice(files: list[Path], capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert parse_command([str(f) for f in files], together=True) == 0
    assert len(json.loads(capsysbinary.readouterr().out)["tasks"]) == 2


def test_the_command_takes_a_folder(files: list[Path], tmp_path: Path) -> None:
    files[0].rename(tmp_path / "a-cover.txt")
    out = tmp_path / "out.json"
    assert parse_command([str(tmp_path)], together=True, output=str(out)) == 0
    assert json.loads(out.read_text("utf-8"))["source"]["name"] == "a-cover.txt + annex.csv"


def test_a_missing_file_is_named(files: list[Path]) -> None:
    with pytest.raises(NotFoundError, match=r"gone\.docx"):
        wpkit.parse_together([*files, files[0].with_name("gone.docx")])


def test_no_file_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        wpkit.parse_together([])
