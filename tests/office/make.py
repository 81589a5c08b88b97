"""Writes `everything.docx` here, and `everything.doc` beside it by LibreOffice: what both parsers must read alike.

python tests/office/make.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

HERE = Path(__file__).parent
NS = nsdecls("w") + ' xmlns:v="urn:schemas-microsoft-com:vml"'


def level(index: int, kind: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "%1")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def listed(text: str, index: int) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="1"/></w:numPr>')


CHANGE = 'w:author="a" w:date="2031-01-01T00:00:00Z"'
BOX = (
    '<w:r><w:pict><v:shape id="s1" style="position:absolute;width:200pt;height:60pt"><v:textbox><w:txbxContent>'
    + paragraph("云府办〔2031〕2号")
    + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
BODY = [
    paragraph("云澜区2031年重点工作", '<w:jc w:val="center"/>'),
    f"<w:p>{BOX}{run('各镇人民政府，区政府各部门：')}</w:p>",
    listed("总体要求", 0),
    f'<w:p><w:ins w:id="1" {CHANGE}>{run("认真")}</w:ins><w:del w:id="2" {CHANGE}><w:r><w:delText>抓紧</w:delText></w:r></w:del>'
    f"{run('落实')}{run('暗', '<w:vanish/>')}{run('各项任务。')}</w:p>",
    listed("主要任务", 0),
    listed("修订公开目录", 1),
    listed("逐项核对发布渠道", 2),
    listed("按季度报送进展", 2),
    listed("开展业务培训", 1),
    f"<w:p>{run('上行')}<w:r><w:br/></w:r>{run('下行𠮷')}<w:r><w:tab/></w:r>{run('列')}</w:p>",
    "<w:p/>",
]


def tables(document) -> None:
    table = document.add_table(5, 4)
    rows = [
        ["序号", "任务类别", "工作任务", "责任单位"],
        ["", "公开", "修订目录", "区政府办公室"],
        ["", "", "核对渠道", "区司法局"],
        ["", "培训", "组织培训", "区人力资源社会保障局"],
        ["二、其他任务", "", "", ""],
    ]
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            cell.text = text
    for row in table.rows[1:4]:
        numbers = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
        properties = row.cells[0].paragraphs[0]._p.get_or_add_pPr()
        properties.append(parse_xml(f"<w:pPr {NS}>{numbers}</w:pPr>")[0])
    table.cell(3, 3).add_paragraph("各镇人民政府")
    table.cell(1, 1).merge(table.cell(2, 1))
    table.cell(4, 0).merge(table.cell(4, 3))
    document.add_paragraph("附注")
    outer = document.add_table(2, 2)
    outer.cell(0, 0).text, outer.cell(1, 0).text, outer.cell(1, 1).text = "甲", "乙", "丙"
    inner = outer.cell(0, 1).add_table(2, 1)
    inner.cell(0, 0).text, inner.cell(1, 0).text = "区财政局", "区教育局"


def make() -> Path:
    document = Document()
    body = document.element.body
    for xml in BODY:
        body.insert(len(body) - 1, parse_xml(f"<w:body {NS}>{xml}</w:body>")[0])
    root = document.part.numbering_part.element
    for node in list(root):
        root.remove(node)
    for node in parse_xml(f"<w:numbering {NS}>{NUMBERING}</w:numbering>"):
        root.append(node)
    tables(document)
    document.add_page_break()
    document.add_heading("附件", 1)
    document.sections[0].header.paragraphs[0].text = "云澜区文件"
    path = HERE / "everything.docx"
    document.save(path)
    return path


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "doc"]
        sys.exit(subprocess.call([*command, "--outdir", str(HERE), str(make())]))
