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


SITE = "扫一扫在手机打开当前页\n我要留言 关闭窗口\n相关文件\n关于做好节假日值班工作的通知\n一图读懂相关政策\n主办：云澜区人民政府\n"
BODY = f"""2031年云澜区政务公开工作要点
一、深化公开
{"".join(f"（{n}）推进公开。年内更新目录{k}次，做到应公开尽公开。（责任单位：区司法局、各镇）{chr(10)}" for k, n in enumerate("一二三四五六七八九十", 1))}"""


def test_what_a_site_sets_under_an_article_is_no_part_of_the_last_task() -> None:
    assert tasks(parse((BODY + SITE).encode())) == tasks(parse(BODY.encode()))


def test_sentences_below_such_a_line_are_kept() -> None:
    more = "（十一）强化监督。开展检查不少于2次。（责任单位：区政府办）\n"
    assert len(parse((BODY + "打印本页\n" + more).encode()).tasks) == 11


def test_a_web_archive_is_read_whatever_header_it_begins_with() -> None:
    head = b"Content-Type: multipart/related; boundary=b; type=text/html\r\nMIME-Version: 1.0\r\n\r\n--b\r\n"
    part = b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    data = head + part + page([HEADER, *ROWS]) + b"\r\n--b--\r\n"
    assert len(parse(data, name="saved.mht").tasks) == len(ROWS)
