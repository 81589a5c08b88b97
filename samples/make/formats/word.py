"""A notice as a Word file: real merged cells, automatic numbering, a repeated header row, page numbers."""

from __future__ import annotations

import io
import re
from datetime import datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from ..flow import Para, flow
from ..grid import GridCell, grid
from ..model import Notice

# Samples whose items Word numbers by itself, and whose 序号 cells it does.
NUMBERED = ("tab-table", "pdf-lines", "label-lines", "unit-headings", "articles")
NUMBERED_CELLS = ("role-columns",)
WIDTHS = {"number": 1.2, "group": 2.8, "group2": 3.6, "content": 9.0, "numbered content": 9.0, "time": 2.2}
SIGNED = re.compile(r"\d{4}年 ?\d+月 ?\d+日")
CHINESE = "chineseCountingThousand"
LEVELS = ((CHINESE, "%1、"), (CHINESE, "（%2）"), ("decimal", "%3."))
ARTICLES = ((CHINESE, "第%1章"), (CHINESE, "第%2条"), ("decimal", "%3."))


def docx(name: str, notice: Notice, *, automatic: bool = True) -> bytes:
    """The notice as the bytes of a .docx file; numbers are Word's where `automatic` and the sample has it so."""
    document = Document()
    document.core_properties.created = document.core_properties.modified = datetime(2024, 1, 1)
    document.core_properties.author = ""
    _set_page(document.sections[0], landscape=False)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    lists = _numbering(document, notice) if automatic and name in NUMBERED else {}
    paras = flow(notice)
    bare = not notice.cover and not notice.items  # a table under its caption and nothing else
    if bare:
        _set_page(document.sections[0], landscape=len(notice.columns) > 5)
    for index, para in enumerate(paras):
        printed = _paragraph(document, para, lists)
        printed.paragraph_format.page_break_before = (
            index > 0 and para.kind != "cover" and paras[index - 1].kind == "cover"
        )
        if any(SIGNED.fullmatch(near.text) for near in paras[index : index + 2] if near.kind == "cover"):
            printed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if notice.rows:
        if not bare:
            _set_page(document.add_section(), landscape=len(notice.columns) > 5)
        for words in notice.table_caption:
            printed = document.add_paragraph(words)
            printed.alignment = WD_ALIGN_PARAGRAPH.CENTER if len(words) > 4 else WD_ALIGN_PARAGRAPH.LEFT
        _table(document, name, notice)
    for words in notice.closing:
        document.add_paragraph(words)
    _page_number(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _paragraph(document, para: Para, lists: dict[int, tuple[int, int]]):
    automatic = para.level in lists
    printed = document.add_paragraph(para.text.strip("\u3000") if automatic else para.printed)
    form = printed.paragraph_format
    form.space_after, form.line_spacing = Pt(0), Pt(28)
    if para.kind == "caption" or (para.kind == "cover" and "关于印发" in para.text):
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER
        printed.runs[0].bold = True
    elif para.kind == "body":
        form.first_line_indent = Pt(28)
    if automatic:
        _number(printed, *lists[para.level])
    return printed


def _number(printed, list_id: int, level: int) -> None:
    numbering = printed._p.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_ilvl().val = level
    numbering.get_or_add_numId().val = list_id


def _numbering(document, notice: Notice) -> dict[int, tuple[int, int]]:
    """The list and its level for each level of the items. A level whose numbers run on through the
    levels above is a list of its own, as people make it; the others share one."""
    levels = ARTICLES if notice.items[0].number.startswith("第") else LEVELS
    firsts = [re.fullmatch(r"[（第]?(一|1)[、）.章条]", item.number) and item.level for item in notice.items]
    suffix = "space" if levels is ARTICLES else "nothing"
    xml = "".join(_level(i, form, text, suffix) for i, (form, text) in enumerate(levels))
    shared = _add_list(document, xml)
    lists = {1: (shared, 0)}
    for level, (form, text) in enumerate(levels[1:], 2):
        lists[level] = (shared, level - 1)
        if firsts.count(level) == 1:
            lists[level] = (_add_list(document, _level(0, form, text.replace(f"%{level}", "%1"), suffix)), 0)
    return lists


def _level(index: int, form: str, text: str, suffix: str) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def _add_list(document, levels: str) -> int:
    part = document.part.numbering_part.element
    used = [int(n.get(qn("w:abstractNumId"))) for n in part.findall(qn("w:abstractNum"))]
    abstract = max(used, default=0) + 1
    added = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    part.insert(len(used), added)
    return part.add_num(abstract).numId


def _set_page(section, *, landscape: bool) -> None:
    sides = Cm(29.7), Cm(21)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = sides if landscape else reversed(sides)
    section.left_margin = section.right_margin = Cm(2)


def _table(document, name: str, notice: Notice) -> None:
    header = any(words for words, _ in notice.columns)
    rows = grid(notice, header=header)
    table = document.add_table(len(rows), len(notice.columns))
    table.style = "Table Grid"
    table.autofit = False
    list_id = 0
    if name in NUMBERED_CELLS:
        list_id = _add_list(document, _level(0, "decimal", "%1", "nothing"))
    section = document.sections[-1]
    shares = [WIDTHS.get(field, 3.4) for _, field in notice.columns]
    usable = section.page_width - section.left_margin - section.right_margin
    widths = [int(usable * share / sum(shares)) for share in shares]
    slots = [row.cells for row in table.rows]
    for column, cells in enumerate(zip(*slots, strict=True)):
        table.columns[column].width = widths[column]
        for slot in cells:
            slot.width = widths[column]
    for r, row in enumerate(rows):
        for c, own in enumerate(row):
            if own is None:
                continue
            slot = slots[r][c]
            if own.rows > 1 or own.columns > 1:
                slot = slot.merge(slots[r + own.rows - 1][c + own.columns - 1])
            _fill(slot, own, 0 if header and r == 0 else list_id)
    if header:
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _fill(slot, own: GridCell, list_id: int) -> None:
    slot.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    printed = slot.paragraphs[0]
    if own.field == "number" and list_id:
        _number(printed, list_id, 0)
        return
    printed.add_run(own.text.replace("\n", "")).font.size = Pt(10.5)


def _page_number(document) -> None:
    """— 1 — in the footer of every page."""
    footer = document.sections[0].footer
    line = footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run("— ")
    for kind in ("begin", "instr", "end"):
        run = line.add_run()._r
        if kind == "instr":
            code = OxmlElement("w:instrText")
            code.text = "PAGE"
            run.append(code)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)
    line.add_run(" —")
