"""Writes the test PDFs of this folder and, beside each, `NAME.json`: what its tables and text say.

    python tests/pdf/make.py [NAME …]

Word documents with real merged cells by python-docx, then LibreOffice (`soffice`, Noto CJK fonts). The
notices are invented. Only the PDF and JSON files are needed by the tests.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

HERE = Path(__file__).parent

_THEMES = (
    "优化营商环境", "重点民生实事公开", "重大行政决策预公开", "财政资金使用情况公开", "公共服务事项标准化", "政策解读质量提升",
    "河湖长制落实情况", "老旧小区改造进展", "义务教育招生信息", "医疗卫生机构信息", "养老服务设施布局", "粮食安全与储备",
    "生态环境质量监测", "安全生产执法检查", "农村集体资产管理", "公共资源交易信息", "社会救助标准与对象", "交通枢纽建设进度",
    "数据共享与开放利用", "政务新媒体规范管理", "行政许可和处罚公示", "依申请公开办理", "基层公开标准化", "专区建设与维护",
)  # fmt: skip
_VERBS = (
    "深入推进",
    "持续做好",
    "全面落实",
    "进一步规范",
    "加快建立",
    "积极探索",
    "统筹开展",
    "定期梳理并发布",
)
_OBJECTS = (
    "年度任务清单及其完成情况", "“一件事”集成服务指南", "面向企业的惠企政策汇编", "重大项目批准和实施信息", "12345热线高频问题答复口径",
    "行政规范性文件集中公开目录", "公众参与活动的意见采纳情况", "松石新区2.0版改革方案", "社区办事大厅公开专区",
)  # fmt: skip
_TAILS = (
    "做到标准统一、更新及时、查阅方便", "每季度至少开展一次自查，发现问题立即整改", "通过图解、短视频等形式扩大知晓面",
    "形成可复制、可推广的经验做法", "并对历史数据进行补录和核验", "推动线上线下服务同质同效", "健全部门间会商和信息推送机制",
    "确保链接有效、内容准确、检索便捷", "重点回应群众关心的上学、就医、出行等问题", "同步完善考核评价办法",
)  # fmt: skip
_UNITS = (
    "区发展改革委", "区教育局", "区民政局", "区财政局", "区卫生健康委", "区生态环境局", "区住房城乡建设局", "区市场监管局",
    "区政务服务数据管理局", "区农业农村局", "区应急管理局", "各镇人民政府、街道办事处", "区政府各部门", "区司法局", "区文化和旅游局",
)  # fmt: skip
_TIMES = ("全年", "6月底前", "9月底前", "12月底前", "按季度", "3月15日前", "持续推进", "全年", "全年")


@dataclass
class Words:
    """Invented phrases, the same for the same seed."""

    rng: random.Random

    def content(self, clauses: int) -> str:
        rng = self.rng
        out = ""
        while clauses > 0:
            tails = rng.sample(_TAILS, min(clauses, rng.randint(1, 3)))
            out += rng.choice(_VERBS) + rng.choice(_OBJECTS) + "，" + "，".join(tails) + "。"
            clauses -= len(tails)
        return out

    def units(self) -> str:
        names = self.rng.sample(_UNITS, self.rng.choice((1, 1, 2, 3, 4)))
        if len(names) > 2 and self.rng.random() < 0.5:
            return f"{names[0]}牵头，{'、'.join(names[1:])}配合"
        return "、".join(names)

    def time(self) -> str:
        return self.rng.choice(_TIMES)


@dataclass
class Style:
    size: float = 10.5
    exactly: float | None = 16
    margins: bool = True
    landscape: bool = False
    middle: bool = False
    repeat_header: bool = True
    widths: tuple[float, ...] = (1.2, 3.2, 7.0, 3.4, 1.8)


TIGHT = Style(size=12, exactly=None, margins=False)


@dataclass
class Truth:
    """`tables`: rows of texts, merged cells filled in for each slot; `lines`: text outside tables."""

    tables: list[list[list[str]]] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)


def _font(run: Any, size: float, bold: bool = False) -> None:
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Noto Serif CJK SC"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Serif CJK SC")


def _text(paragraph: Any, text: str, style: Style, bold: bool = False) -> None:
    _font(paragraph.add_run(text), style.size, bold)
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    if style.exactly:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(style.exactly)
    else:
        form.line_spacing = 1.0


def _say(doc: Any, truth: Truth, text: str, size: float = 16, *, title: bool = False) -> None:
    paragraph = doc.add_paragraph()
    _text(paragraph, text, Style(size=size, exactly=size * 1.75), title)
    if title:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        paragraph.paragraph_format.first_line_indent = Pt(size * 2)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    truth.paragraphs.append(text)


def _page_numbers(doc: Any) -> None:
    paragraph = doc.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in ((None, "— "), ("begin", ""), ("instr", "PAGE"), ("end", ""), (None, " —")):
        run = paragraph.add_run(text if kind is None else "")
        _font(run, 12)
        if kind == "instr":
            element = OxmlElement("w:instrText")
            element.text = text
            run._element.append(element)
        elif kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._element.append(element)


def _new(style: Style) -> Any:
    doc = Document()
    page = doc.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2.5)
    if style.landscape:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width
    _page_numbers(doc)
    return doc


Spans = list[tuple[int, int, int, int]]  # row, column, last row, last column


def _table(
    doc: Any, truth: Truth, rows: list[list[str]], spans: Spans, style: Style, header: int = 1
) -> None:
    """A bordered table; `rows` holds a text at the upper left slot of each merged cell and "" below it."""
    table = doc.add_table(len(rows), len(rows[0]))
    table.style, table.autofit = "Table Grid", False
    if not style.margins:
        margins = OxmlElement("w:tblCellMar")
        for side in ("top", "left", "bottom", "right"):
            element = OxmlElement(f"w:{side}")
            element.set(qn("w:w"), "0")
            element.set(qn("w:type"), "dxa")
            margins.append(element)
        table._tbl.tblPr.append(margins)
    if header and style.repeat_header:
        for index in range(header):
            element = OxmlElement("w:tblHeader")
            element.set(qn("w:val"), "true")
            table.rows[index]._tr.get_or_add_trPr().append(element)
    for column, width in zip(table.columns, style.widths, strict=True):
        column.width = Cm(width)
    grid = [list(row.cells) for row in table.rows]
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            cell = grid[i][j]
            cell.width = Cm(style.widths[j])
            if style.middle:
                cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            _text(cell.paragraphs[0], text, style, bold=i < header)
    full = [list(row) for row in rows]
    for r0, c0, r1, c1 in spans:
        cell = grid[r0][c0].merge(grid[r1][c1])
        for paragraph in list(cell.paragraphs)[1:]:
            if not paragraph.text:
                paragraph._element.getparent().remove(paragraph._element)
        for i in range(r0, r1 + 1):
            for j in range(c0, c1 + 1):
                full[i][j] = rows[r0][c0]
    truth.tables.append(full)


def _task_rows(words: Words, count: int, *, longest: int = 6) -> tuple[list[list[str]], Spans]:
    rows = [["序号", "任务名称", "具体任务", "责任单位", "完成时限"]]
    spans: Spans = []
    number = 1
    while number <= count:
        size = min(words.rng.choice((1, 1, 2, 3, 4, 7)), count - number + 1)
        theme = words.rng.choice(_THEMES)
        label = f"{theme}（{words.rng.choice(_VERBS)}{words.rng.choice(_OBJECTS)}）" if size > 1 else theme
        for k in range(size):
            content = words.content(words.rng.randint(1, longest))
            rows.append([str(number + k), label if k == 0 else "", content, words.units(), words.time()])
        if size > 1:
            spans.append((len(rows) - size, 1, len(rows) - 1, 1))
        number += size
    return rows, spans


def _body(doc: Any, truth: Truth, words: Words, sections: int = 2) -> None:
    _say(doc, truth, "云澜区2031年政务公开工作要点", 22, title=True)
    _say(doc, truth, "为深化全区政务公开，" + words.content(6) + "制定本工作要点。")
    for mark in "一二三四"[:sections]:
        _say(doc, truth, f"{mark}、{words.rng.choice(_VERBS)}{words.rng.choice(_THEMES)}")
        for inner in "一二三":
            _say(
                doc,
                truth,
                f"（{inner}）{words.rng.choice(_VERBS)}{words.rng.choice(_THEMES)}。" + words.content(7),
            )


def long_table(style: Style, seed: int) -> tuple[Any, Truth]:
    """A body of two pages, then 119 rows with merged 任务名称 over page breaks."""
    words, truth, doc = Words(random.Random(seed)), Truth(), _new(style)
    _body(doc, truth, words)
    _say(doc, truth, "云澜区2031年政务公开工作要点任务分解表", 18, title=True)
    rows, spans = _task_rows(words, 119)
    _table(doc, truth, rows, spans, style)
    return doc, truth


def two_headers() -> tuple[Any, Truth]:
    """Landscape, two header rows repeated, a heading row over the whole width, two grouping columns."""
    style = Style(landscape=True, middle=True, widths=(1.2, 2.6, 3.4, 8.6, 3.6, 3.6, 2.2))
    words, truth, doc = Words(random.Random(5)), Truth(), _new(style)
    rows = [
        ["序号", "任务类别", "任务名称", "具体内容", "责任单位", "", "时限"],
        ["", "", "", "", "牵头单位", "配合单位", ""],
    ]
    spans: Spans = [(0, j, 1, j) for j in (0, 1, 2, 3, 6)] + [(0, 4, 0, 5)]
    number = 1
    for part in ("一、夯实公开基础", "二、提升服务效能", "三、强化组织保障"):
        rows.append([part, *[""] * 6])
        spans.append((len(rows) - 1, 0, len(rows) - 1, 6))
        for _ in range(3):
            first = len(rows)
            for size in (3, 2):
                start = len(rows)
                for _ in range(size):
                    units = words.rng.sample(_UNITS, 3)
                    rows.append(
                        [str(number), "", "", words.content(4), units[0], "、".join(units[1:]), words.time()]
                    )
                    number += 1
                rows[start][2] = words.rng.choice(_THEMES)
                spans.append((start, 2, len(rows) - 1, 2))
            rows[first][1] = words.rng.choice(_THEMES)
            spans.append((first, 1, len(rows) - 1, 1))
    _table(doc, truth, rows, spans, style, header=2)
    return doc, truth


def no_numbers() -> tuple[Any, Truth]:
    """No number column and no repeated header: only the cells tell that the break cut a row."""
    style = Style(repeat_header=False, widths=(3.0, 8.2, 3.6, 2.0))
    words, truth, doc = Words(random.Random(8)), Truth(), _new(style)
    _say(doc, truth, "江陵岛县2030年重点任务分工表", 18, title=True)
    rows, spans = _task_rows(words, 60)
    _table(doc, truth, [r[1:] for r in rows], [(a, b - 1, c, d - 1) for a, b, c, d in spans], style)
    return doc, truth


def several_tables() -> tuple[Any, Truth]:
    """Three small tables with text between them, the second over a page break, no table numbers alike."""
    style = Style(widths=(1.2, 8.0, 4.4, 2.4))
    words, truth, doc = Words(random.Random(13)), Truth(), _new(style)
    _body(doc, truth, words, 1)
    for name, count in (("重点任务", 9), ("实事项目", 12), ("改革事项", 5)):
        _say(doc, truth, f"附件：松石市{name}清单", 16, title=True)
        rows = [["序号", f"{name}内容", "责任单位", "时限"]]
        rows += [[str(i + 1), words.content(5), words.units(), words.time()] for i in range(count)]
        _table(doc, truth, rows, [], style)
        _say(doc, truth, f"注：{name}由区政府办公室负责督办，" + words.content(1))
    return doc, truth


MAKERS: dict[str, Callable[[], tuple[Any, Truth]]] = {
    "long-kind": lambda: long_table(Style(), 3),
    "long-tight": lambda: long_table(TIGHT, 4),
    "long-middle": lambda: long_table(Style(middle=True), 7),
    "two-headers": two_headers,
    "no-numbers": no_numbers,
    "several-tables": several_tables,
}


def main(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in names or list(MAKERS):
            doc, truth = MAKERS[name]()
            doc.save(f"{folder}/{name}.docx")
            (HERE / f"{name}.json").write_text(
                json.dumps(
                    {"tables": truth.tables, "paragraphs": truth.paragraphs}, ensure_ascii=False, indent=0
                )
                + "\n",
                encoding="utf-8",
            )
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
             "--outdir", str(HERE), *map(str, sorted(Path(folder).glob("*.docx")))],
            check=True, capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
