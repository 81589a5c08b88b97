"""Files as offices and browsers make them: one trait of real ones a case, made here with invented words."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest

from comparison import compare
from test_samples import SAMPLES, truth
from wpkit import parse
from wpkit.schema import Notice

HEADER = ("序号", "任务类别", "任务内容", "责任单位", "完成时限")
ROWS = [
    ("1", "优化服务", "推进政务服务大厅改造。", "区行政审批局", "6月底前"),
    ("2", "", "开展窗口人员培训。", "区人社局", "9月底前"),
    ("3", "", "完善好差评制度。", "区行政审批局", "全年"),
    ("4", "强化监管", "开展食品安全检查。", "区市场监管局", "12月底前"),
    ("5", "", "开展消防安全检查。", "区应急管理局", "11月底前"),
]
TITLE = "云澜区2031年重点任务分解表"
GROUPS = ["优化服务"] * 3 + ["强化监管"] * 2


def word(rows: list[tuple[str, ...]]) -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph(TITLE)
    table = document.add_table(len(rows), len(rows[0]))
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def book(rows: list[tuple[str, ...]]) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.active.append([TITLE])
    for row in rows:
        workbook.active.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def page(rows: list[tuple[str, ...]]) -> bytes:
    lines = "".join("<tr>" + "".join(f"<td>{w}</td>" for w in row) + "</tr>" for row in rows)
    return f"<html><body><p>{TITLE}</p><table>{lines}</table></body></html>".encode()


@pytest.mark.parametrize(("suffix", "write"), [("docx", word), ("xlsx", book), ("html", page)])
def test_an_empty_grouping_cell_takes_the_group_above(suffix: str, write: object) -> None:
    notice = parse(write([HEADER, *ROWS]), name=f"a.{suffix}")  # type: ignore[operator]
    assert [task.category.path for task in notice.tasks] == [(group,) for group in GROUPS]


def _browser() -> str | None:
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)  # fmt: skip


@pytest.mark.skipif(_browser() is None, reason="no browser that prints is installed")
@pytest.mark.parametrize("name", ["web-page", "pipe-merged"])
def test_a_page_that_a_browser_printed_is_read(name: str, tmp_path: Path) -> None:
    printed = tmp_path / "a.pdf"
    command = [_browser() or "", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile",
               f"--print-to-pdf={printed}", (SAMPLES / name / "notice.html").as_uri()]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=120, check=False)
    if not printed.exists():
        pytest.skip("the browser did not print")
    _, wrong = compare(truth(name), parse(printed).model_dump())
    assert wrong == []


def tasks(notice: Notice) -> list[tuple[str | None, str]]:
    return [(task.number, task.content) for task in notice.tasks]
