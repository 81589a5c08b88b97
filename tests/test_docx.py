"""Word files → blocks: small files made here by python-docx and a few lines of raw XML."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document as NewDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from wpkit.blocks import Document, Line, Paragraph, Table
from wpkit.errors import EncryptedError, TooLargeError, UnreadableError
from wpkit.parsers import format_of
from wpkit.parsers.docx import parse
from wpkit.source import Source

NS = nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
NS += ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_body(*xml: str, numbering: str = "", styles: str = "") -> Document:
    """The blocks of a file whose body is this XML; `numbering` and `styles` are put into their parts."""
    document = NewDocument()
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    for piece in xml:
        for node in parse_xml(f"<w:body {NS}>{piece}</w:body>"):
            body.insert(len(body) - 1, node)
    if numbering:
        root = document.part.numbering_part.element
        for node in list(root):
            root.remove(node)
        for node in parse_xml(f"<w:numbering {NS}>{numbering}</w:numbering>"):
            root.append(node)
    for node in parse_xml(f"<w:styles {NS}>{styles}</w:styles>") if styles else ():
        document.styles.element.append(node)
    return parse(Source("x.docx", saved(document)))


def p(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def listed(text: str, level: int = 0, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def lvl(level: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(*levels: str, name: int = 0) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def num(number: int, name: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{name}"/>{more}</w:num>'


def texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


def cells(table: Table) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.row_span, c.column_span) for c in row.cells] for row in table.rows]


def codes(document: Document) -> list[str]:
    return [f.code for f in document.findings]


# numbering ---------------------------------------------------------------------------------------
CHAPTERS = abstract(
    lvl(0, "chineseCountingThousand", "%1、"),
    lvl(1, "chineseCountingThousand", "（%2）"),
    lvl(2, "decimal", "%3."),
) + num(1)


def test_chinese_numbers_stand_before_the_text():
    document = with_body(
        listed("总体要求"), listed("抓好落实"), listed("压实责任", 1), listed("按月报送", 2), listed("强化督办", 1),
        numbering=CHAPTERS,
    )  # fmt: skip
    assert texts(document) == [
        "一、总体要求",
        "二、抓好落实",
        "（一）压实责任",
        "1.按月报送",
        "（二）强化督办",
    ]


def test_a_deeper_level_starts_anew_under_each_heading():
    document = with_body(
        listed("甲"), listed("子", 1), listed("丑", 1), listed("乙"), listed("寅", 1), numbering=CHAPTERS
    )
    assert texts(document) == ["一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅"]


def test_a_level_that_never_restarts_runs_on():
    levels = abstract(
        lvl(0, "chineseCounting", "%1、"), lvl(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    )
    document = with_body(
        listed("甲"), listed("子", 1), listed("乙"), listed("丑", 1), numbering=levels + num(1)
    )
    assert texts(document) == ["一、甲", "1.子", "二、乙", "2.丑"]


def test_lists_over_one_definition_share_the_count_until_one_starts_anew():
    starts = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(lvl(0, "decimal", "%1.")) + num(1) + num(2) + num(3, more=starts)
    document = with_body(
        listed("甲"),
        listed("乙", number=2),
        listed("丙", number=3),
        listed("丁", number=3),
        numbering=numbering,
    )
    assert texts(document) == ["1.甲", "2.乙", "1.丙", "2.丁"]


def test_number_of_a_style_counts_and_numid_zero_takes_it_off():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Chapter"><w:name w:val="Chapter"/><w:pPr><w:outlineLvl w:val="0"/>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Part"><w:name w:val="Part"/><w:basedOn w:val="Chapter"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )  # fmt: skip
    document = with_body(
        p("总则", '<w:pStyle w:val="Chapter"/>'),
        p("无号", '<w:pStyle w:val="Chapter"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        p("分则", '<w:pStyle w:val="Part"/>'),
        numbering=CHAPTERS,
        styles=styles,
    )
    assert texts(document) == ["一、总则", "无号", "（一）分则"]
    assert [b.heading for b in document.blocks] == [1, 1, 1]


def test_style_finds_its_level_by_the_level_that_names_it():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Second"><w:name w:val="Second"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = abstract(
        lvl(0, "decimal", "%1."), lvl(1, "decimal", "（%2）", '<w:pStyle w:val="Second"/>')
    ) + num(1)
    document = with_body(p("事项", '<w:pStyle w:val="Second"/>'), numbering=numbering, styles=styles)
    assert texts(document) == ["（1）事项"]


def test_number_with_upper_levels_in_plain_digits():
    levels = abstract(lvl(0, "chineseCounting", "第%1章"), lvl(1, "decimal", "%1.%2", "<w:isLgl/>"))
    document = with_body(listed("甲"), listed("子", 1), listed("丑", 1), numbering=levels + num(1))
    assert texts(document) == ["第一章甲", "1.1子", "1.2丑"]


def test_tab_after_the_number_is_a_blank_where_digits_would_run_together():
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    )
    document = with_body(listed("2031年起实施"), numbering=abstract(level) + num(1))
    assert texts(document) == ["1. 2031年起实施"]


def test_an_empty_numbered_cell_prints_its_number():
    row = '<w:tr><w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p></w:tc>'
    row += f"<w:tc>{p('修订目录')}</w:tc></w:tr>"
    document = with_body(f"<w:tbl>{row}{row}</w:tbl>", numbering=abstract(lvl(0, "decimal", "%1")) + num(1))
    assert [[c.text for c in r.cells] for r in document.blocks[0].rows] == [
        ["1", "修订目录"],
        ["2", "修订目录"],
    ]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("chineseCounting", ["一", "二", "十", "十一", "二十"]),
        ("ideographDigital", ["一", "二", "一〇", "一一", "二〇"]),
        ("ideographTraditional", ["甲", "乙", "癸", "11", "20"]),
        ("decimalEnclosedCircle", ["①", "②", "⑩", "⑪", "⑳"]),
        ("decimalFullWidth", ["１", "２", "１０", "１１", "２０"]),
        ("upperLetter", ["A", "B", "J", "K", "T"]),
        ("lowerRoman", ["i", "ii", "x", "xi", "xx"]),
        ("chineseLegalSimplified", ["壹", "贰", "壹拾", "壹拾壹", "贰拾"]),
        ("koreanCounting", ["1", "2", "10", "11", "20"]),
    ],
)
def test_number_format(kind, expected):
    document = with_body(
        *(listed("") for _ in range(20)), numbering=abstract(lvl(0, kind, "%1")) + num(1)
    )  # fmt: skip
    assert [texts(document)[i - 1] for i in (1, 2, 10, 11, 20)] == expected


# text --------------------------------------------------------------------------------------------
def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
SHAPE = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent>'
    "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (f'<w:ins w:id="1">{r("新")}</w:ins><w:del w:id="2"><w:r><w:delText>旧</w:delText></w:r></w:del>{r("文")}', "新文"),
        (f'<w:moveFrom w:id="1">{r("前")}</w:moveFrom><w:moveTo w:id="2">{r("后")}</w:moveTo>', "后"),
        (r("甲") + r("乙", "<w:vanish/>") + r("丙", '<w:vanish w:val="0"/>'), "甲丙"),
        (f"<w:sdt><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>{r('后')}", "控件后"),
        (f"{r('共')}{FIELD.format('begin')}<w:r><w:instrText>NUMPAGES</w:instrText></w:r>{FIELD.format('separate')}"
         f"{r('3')}{FIELD.format('end')}{r('页')}", "共3页"),
        (f"{FIELD.format('begin')}<w:r><w:instrText>eq \\o\\ac(○,21)</w:instrText></w:r>{FIELD.format('end')}{r('项')}", "㉑项"),
        (f"{r('上')}<w:r><w:br/></w:r>{r('下')}", "上\n下"),
        (f"{r('甲')}<w:r><w:tab/></w:r>{r('乙')}", "甲\t乙"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r("是"), "☑是"),
        (f'<w:hyperlink>{r("链接")}</w:hyperlink>', "链接"),
        (f'{r("正文")}<w:r><w:footnoteReference w:id="2"/></w:r>', "正文"),
        (f"<w:r><w:ruby><w:rt>{r('yun')}</w:rt><w:rubyBase>{r('云')}</w:rubyBase></w:ruby></w:r>", "云"),
    ],
    ids=["inserted", "moved", "hidden", "control", "field", "ring", "soft-break", "tab", "symbol", "link", "note", "ruby"],
)  # fmt: skip
def test_runs(runs, expected):
    assert texts(with_body(f"<w:p>{runs}</w:p>")) == [expected]


def test_hidden_text_is_a_finding():
    assert codes(with_body(f"<w:p>{r('甲')}{r('乙', '<w:vanish/>')}</w:p>")) == ["P101"]


def test_text_box_is_read_once_behind_its_paragraph():
    document = with_body(f"<w:p>{r('正文')}{SHAPE.format(p('框内'))}</w:p>")
    assert texts(document) == ["正文", "框内"]


def test_paragraphs_in_alternative_content_are_read_once():
    both = f"<mc:Choice Requires='wps'>{p('新')}</mc:Choice><mc:Fallback>{p('旧')}</mc:Fallback>"
    assert texts(with_body(f"<mc:AlternateContent>{both}</mc:AlternateContent>")) == ["新"]


def test_embedded_document_is_told():
    chunk = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId99"/>'
    assert codes(with_body(p("正文"), chunk)) == ["P104"]


def test_deleted_paragraph_mark_joins_with_the_next_paragraph():
    document = with_body(p("前半", '<w:rPr><w:del w:id="1"/></w:rPr>'), p("后半"))
    assert texts(document) == ["前半后半"]


def test_field_left_open_swallows_nothing_behind_its_paragraph():
    document = with_body(f"<w:p>{FIELD.format('begin')}</w:p>", p("正文"))
    assert texts(document) == ["正文"]


def test_table_of_contents_is_left_out():
    begin = (
        f"{FIELD.format('begin')}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{FIELD.format('separate')}"
    )
    document = with_body(
        f"<w:p>{begin}{r('一、目标 1')}</w:p>",
        f"<w:p>{r('二、措施 2')}{FIELD.format('end')}</w:p>",
        p("一、目标"),
    )
    assert texts(document) == ["一、目标"]
    assert [line.text for line in document.left_out] == ["一、目标 1", "二、措施 2"]


def test_head_and_foot_are_left_out():
    document = NewDocument()
    document.add_paragraph("正文")
    document.sections[0].header.paragraphs[0].text = "云澜区文件"
    parsed = parse(Source("x.docx", saved(document)))
    assert texts(parsed) == ["正文"]
    assert [line.text for line in parsed.left_out] == ["云澜区文件"]


def test_paragraph_place_counts_empty_paragraphs():
    document = with_body(p("甲"), "<w:p/>", p("乙"))
    assert [b.where.paragraph for b in document.blocks] == [1, 3]


PROSE = "各部门要把年度重点任务纳入本单位工作计划并明确分管负责同志和具体责任人按月调度按季通报年底集中总结确保各项任务落到实处"


def test_paragraphs_that_are_printed_lines_are_lines():
    lines = [PROSE[i : i + 24] for i in range(0, 48, 12)] * 5
    document = with_body(*(p(line) for line in lines))
    assert {type(b) for b in document.blocks} == {Line}


def test_whole_paragraphs_of_like_length_stay_paragraphs():
    document = with_body(*(p(PROSE[i : i + 24] + "。") for i in range(20)))
    assert {type(b) for b in document.blocks} == {Paragraph}


def test_centred_paragraph():
    assert with_body(p("工作要点", '<w:jc w:val="center"/>')).blocks[0].centered


# tables ------------------------------------------------------------------------------------------
def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*tcs: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(tcs)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def test_merged_cells_state_their_spans():
    document = NewDocument()
    table = document.add_table(3, 3)
    for i, row in enumerate(table.rows):
        for j, cell in enumerate(row.cells):
            cell.text = f"{i}{j}"
    for cell in (table.cell(1, 0), table.cell(2, 0), table.cell(0, 2)):
        cell.text = ""
    table.cell(0, 0).merge(table.cell(2, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    parsed = parse(Source("x.docx", saved(document)))
    assert cells(parsed.blocks[0]) == [
        [("00", 0, 3, 1), ("01", 1, 1, 2)],
        [("11", 1, 1, 1), ("12", 2, 1, 1)],
        [("21", 1, 1, 1), ("22", 2, 1, 1)],
    ]


def test_cells_missing_at_the_start_of_a_row_keep_their_column():
    document = with_body(tbl(tr(tc("甲"), tc("乙")), tr(tc("丙"), properties='<w:gridBefore w:val="1"/>')))
    assert cells(document.blocks[0])[1] == [("丙", 1, 1, 1)]


def test_covered_cell_without_one_above_stands_for_itself():
    document = with_body(tbl(tr(tc("甲", "<w:vMerge/>"), tc("乙"))))
    assert cells(document.blocks[0]) == [[("甲", 0, 1, 1), ("乙", 1, 1, 1)]]


def test_deleted_row_is_gone():
    document = with_body(tbl(tr(tc("甲"), tc("乙")), tr(tc("丙"), tc("丁"), properties='<w:del w:id="1"/>')))
    assert len(document.blocks[0].rows) == 1


def test_row_inside_a_content_control():
    document = with_body(
        f"<w:tbl>{tr(tc('甲'), tc('乙'))}<w:sdt><w:sdtContent>{tr(tc('丙'), tc('丁'))}</w:sdtContent></w:sdt></w:tbl>"
    )
    assert len(document.blocks[0].rows) == 2


def test_place_of_a_cell_counts_from_one():
    document = with_body(tbl(tr(tc("甲"), tc("乙")), tr(tc("丙"), tc("丁"))))
    where = document.blocks[0].rows[1].cells[1].where
    assert (where.table, where.row, where.column) == (1, 2, 2)


def test_table_in_a_cell_is_lines_of_that_cell():
    inner = tbl(tr(tc("区财政局")), tr(tc("区教育局")))
    document = with_body(tbl(tr(tc("1"), f"<w:tc>{inner}<w:p/></w:tc>"), tr(tc("2"), tc("丁"))))
    assert document.blocks[0].rows[0].cells[1].text == "区财政局\n区教育局"
    assert codes(document) == ["P103"]


def test_frame_of_one_cell_is_unwrapped():
    document = with_body(tbl(tr(f"<w:tc>{p('标题')}{tbl(tr(tc('甲'), tc('乙')))}<w:p/></w:tc>")))
    assert texts(document) == ["标题"]
    assert cells(document.blocks[1]) == [[("甲", 0, 1, 1), ("乙", 1, 1, 1)]]


def test_rows_of_tables_in_one_frame_count_on():
    first, second = tbl(tr(tc("甲"), tc("乙")), tr(tc("丙"), tc("丁"))), tbl(tr(tc("戊"), tc("己")))
    document = with_body(tbl(tr(f"<w:tc>{first}{p('续表')}{second}<w:p/></w:tc>")))
    rows = [row.where for block in document.blocks if isinstance(block, Table) for row in block.rows]
    assert [(where.table, where.row) for where in rows] == [(1, 2), (1, 3), (1, 4)]


HEADER = tr(tc("序号"), tc("工作任务"))


def test_table_goes_on_behind_an_empty_paragraph():
    document = with_body(tbl(HEADER, tr(tc("1"), tc("甲"))), "<w:p/>", tbl(tr(tc("2"), tc("乙"))))
    assert [len(b.rows) for b in document.blocks] == [3]
    assert codes(document) == ["P102"]


@pytest.mark.parametrize(
    "between",
    ["<w:p/>" + tbl(HEADER, tr(tc("1"), tc("乙"))), p("附件2") + tbl(tr(tc("2"), tc("乙")))],
    ids=["own-header", "text-between"],
)
def test_table_with_its_own_opening_stands_by_itself(between):
    document = with_body(tbl(HEADER, tr(tc("1"), tc("甲"))), between)
    assert len([b for b in document.blocks if isinstance(b, Table)]) == 2


# the file ----------------------------------------------------------------------------------------
def good() -> bytes:
    document = NewDocument()
    document.add_paragraph("正文")
    return saved(document)


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == name else old.read(info))
    return out.getvalue()


ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
LOCKED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (good()[:-200], UnreadableError),
        (good()[:900], UnreadableError),
        (replaced(good(), "word/document.xml", b"<w:document"), UnreadableError),
        (replaced(good(), "word/document.xml", ENTITY), UnreadableError),
        (replaced(good(), "word/document.xml", b"<a>" * 5000), UnreadableError),
        (LOCKED, EncryptedError),
    ],
    ids=["cut-end", "cut-middle", "broken-xml", "entity", "deep", "locked"],
)
def test_bad_file_is_one_clear_error(data, error):
    with pytest.raises(error):
        parse(Source("x.docx", data))


def test_zip_bomb_is_refused():
    bomb = replaced(good(), "word/document.xml", b" " * 9_000_000)
    with pytest.raises(TooLargeError):
        parse(Source("x.docx", bomb))


def test_word_file_is_known_by_its_bytes():
    assert format_of(Source("x.txt", good())).name == "docx"


def test_parsing_twice_gives_the_same():
    assert parse(Source("x.docx", good())) == parse(Source("x.docx", good()))
