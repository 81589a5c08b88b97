"""OFD → blocks: the tables of the PDF cases in each producer's dialect, and one small file for each trait of OFD."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest

from test_pdf import TRUTHS, filled, squeezed
from wpkit.blocks import Document, Line, Table
from wpkit.errors import (
    EncryptedError,
    NoTextError,
    TooLargeError,
    UnreadableError,
    WpkitError,
)
from wpkit.geometry import Page
from wpkit.parsers import format_of, read_blocks
from wpkit.source import Options, open_source

sys.path.insert(0, str(Path(__file__).parent.parent / "samples"))

from make.ofd import DIALECTS, pages_of_pdf, write_ofd

SHORT = [t for t in TRUTHS if t.stem in ("no-numbers", "several-tables")]
CASES = [(t, "standard") for t in TRUTHS] + [(t, d) for t in SHORT for d in DIALECTS if d != "standard"]


@cache
def pages(truth: Path) -> list[Page]:
    return pages_of_pdf(truth.with_suffix(".pdf").read_bytes())


@pytest.mark.parametrize(("truth", "dialect"), CASES, ids=lambda v: v.stem if isinstance(v, Path) else v)
def test_an_ofd_gives_the_tables_and_the_text_of_the_pdf_it_was_made_from(truth: Path, dialect: str) -> None:
    want = json.loads(truth.read_text("utf-8"))
    read = read_blocks(open_source(write_ofd(pages(truth), DIALECTS[dialect]), name="a.ofd"))
    tables = [filled(b) for b in read.blocks if isinstance(b, Table)]
    assert tables == [[[squeezed(c) for c in row] for row in t] for t in want["tables"]]
    lines = squeezed("".join(b.text for b in read.blocks if isinstance(b, Line)))
    assert lines == squeezed("".join(want["paragraphs"]))


def ofd(
    *contents: str, common: str = "", area: str = "0 0 210 297", parts: dict[str, str | bytes] | None = None
) -> bytes:
    """A file with a page for each content, which is what stands in its one layer (a whole page if it says so)."""
    listed = "".join(f'<Page ID="{i}" BaseLoc="Pages/{i}.xml"/>' for i in range(len(contents)))
    known: dict[str, str | bytes] = {
        "OFD.xml": "<OFD><DocBody><DocRoot>Doc/D.xml</DocRoot></DocBody></OFD>",
        "Doc/D.xml": f"<Document><CommonData><PageArea><PhysicalBox>{area}</PhysicalBox></PageArea>{common}"
        f"</CommonData><Pages>{listed}</Pages></Document>",
    }
    for i, content in enumerate(contents):
        known[f"Doc/Pages/{i}.xml"] = (
            content
            if content.startswith(("<Page>", "<!"))
            else f"<Page><Content><Layer>{content}</Layer></Content></Page>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in (known | (parts or {})).items():
            archive.writestr(name, text)
    return out.getvalue()


def text(
    words: str, x: float = 30, y: float = 50, code: str = "", inner: str = "", how: str = "", size: float = 5
) -> str:
    return (
        f'<TextObject Boundary="{x} {y} 100 {size}" Size="{size}" {how}>{inner}'
        f'<TextCode X="0" Y="{size}" {code}>{words}</TextCode></TextObject>'
    )


def read(data: bytes, **options: int) -> Document:
    return read_blocks(open_source(data, name="a.ofd", options=Options(**options)))


def printed(data: bytes) -> list[str]:
    return [b.text for b in read(data).blocks if isinstance(b, Line)]


GLYPH_MAP = '<CGTransform CodePosition="{}" CodeCount="{}" GlyphCount="{}"><Glyphs>7</Glyphs></CGTransform>'
TEXTS = {
    "distances that repeat": (text("推进公开", code='DeltaX="g 3 5"'), "推进公开"),
    "distances one by one": (text("推进公开", code='DeltaX="5 5 5"'), "推进公开"),
    "too few distances go on as they ended": (text("推进公开", code='DeltaX="5"'), "推进公开"),
    "no distances": (text("推进2030年open data公开"), "推进2030年open data公开"),
    "a wide distance parts columns": (text("甲乙丙", code='DeltaX="5 40"'), "甲乙 丙"),
    "an order that is not the reading order": (text("开", 60) + text("公", 55), "公开"),
    "several codes in one object": (
        '<TextObject Boundary="30 50 90 5" Size="5"><TextCode X="0" Y="5">公</TextCode>'
        '<TextCode X="5">开</TextCode></TextObject>', "公开"),
    "a code set in lines": (text("\n   公开\n  ", code='DeltaX="5"'), "公开"),
    "a scaled object": (
        '<TextObject Boundary="30 50 90 5" Size="50" CTM="0.1 0 0 0.1 0 0">'
        '<TextCode X="0" Y="50" DeltaX="50">公开</TextCode></TextObject>', "公开"),
    "a ligature is one glyph": (
        text("office", inner=GLYPH_MAP.format(1, 3, 1), code='DeltaX="3 4 3"'), "office"),
    "a character of two glyphs": (
        text("公开", inner=GLYPH_MAP.format(0, 1, 2), code='DeltaX="2 3"'), "公开"),
    "a character beyond the basic plane counts twice": (
        text("\U00020BB7开", code='DeltaX="5 0"'), "\U00020BB7开"),
    "entities of XML": (text("A&amp;B&#x5F00;", code='DeltaX="g 3 5"'), "A&B开"),
    "blocks in blocks": (f"<PageBlock><PageBlock>{text('公开')}</PageBlock></PageBlock>", "公开"),
    "white text on a dark ground": (
        '<PathObject Boundary="20 40 90 30" Fill="true" Stroke="false"><FillColor Value="0 80 0"/>'
        "<AbbreviatedData>M 0 0 L 90 0 L 90 30 L 0 30 C</AbbreviatedData></PathObject>"
        + text("公开", inner='<FillColor Value="255 255 255"/>'), "公开"),
    "outlined text": (text("公开", how='Fill="false" Stroke="true"'), "公开"),
    "narrow letters in objects of their own": (
        "".join(
            f'<TextObject Boundary="{30 + 2.5 * i} 50 2.5 5" Size="5"><TextCode X="0" Y="5">{c}</TextCode></TextObject>'
            for i, c in enumerate("illicit")
        ),
        "illicit",
    ),
    "a broken number counts as none": (text("公开", how='CTM="1 0 x"', code='DeltaX="5,"'), "公开"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "want"), TEXTS.values(), ids=TEXTS)
def test_text_is_read_in_place(content: str, want: str) -> None:
    assert printed(ofd(content)) == [want]


HIDDEN = {
    "white": text("水印", inner='<FillColor Value="255 255 255"/>'),
    "white in hexadecimal": text("水印", inner='<FillColor Value="#FF #FF #FF"/>'),
    "no opacity": text("水印", inner='<FillColor Value="0 0 0" Alpha="0"/>'),
    "neither filled nor outlined": text("水印", how='Fill="false"'),
    "switched off": text("水印", how='Visible="false"'),
    "askew": text("水印", how='CTM="0.7 0.7 -0.7 0.7 0 0"'),
    "beyond the paper": text("水印", y=400),
}


@pytest.mark.parametrize("content", HIDDEN.values(), ids=HIDDEN)
def test_text_that_no_reader_sees_is_left_out_and_told(content: str) -> None:
    found = read(ofd(text("公开", y=90) + content))
    assert [b.text for b in found.blocks if isinstance(b, Line)] == ["公开"]
    assert "".join(line.text for line in found.left_out) == "水印"
    assert [f.code for f in found.findings] == ["P507"]


def test_a_place_is_in_points_from_the_corner_of_the_paper() -> None:
    (line,) = read(ofd(text("公开", 40, 60, 'DeltaX="5"'), area="10 10 210 297")).blocks
    assert line.where.page == 1
    assert line.where.box == pytest.approx((85, 143.4, 113.4, 157.6), abs=0.2)


@pytest.mark.parametrize(
    ("matrix", "x"), [("0 1 -1 0 0 0", (150, 140)), ("0 -1 1 0 0 0", (50, 60))], ids=["right", "left"]
)
def test_a_page_whose_text_lies_on_its_side_is_turned(matrix: str, x: tuple[int, int]) -> None:
    lines = "".join(text(words, at, 100, how=f'CTM="{matrix}"') for words, at in zip(["公开一", "公开二"], x, strict=True))  # fmt: skip
    assert printed(ofd(lines)) == ["公开一", "公开二"]


def test_characters_that_lie_in_the_line_are_turned_with_their_page() -> None:
    lines = "".join(
        text(words, x, 100, 'DeltaY="g 2 5"', how='CharDirection="90" ReadDirection="90"')
        for words, x in (("公开一", 150), ("公开二", 140))
    )
    assert printed(ofd(lines)) == ["公开一", "公开二"]


GRID = {
    "strokes": "M 0 0 L 90 0 M 0 10 L 90 10 M 0 20 L 90 20 M 0 0 L 0 20 M 45 0 L 45 20 M 90 0 L 90 20",
    "frames": "M 0 0 L 45 0 L 45 10 L 0 10 C M 45 0 L 90 0 L 90 10 L 45 10 C "
    "M 0 10 L 45 10 L 45 20 L 0 20 C M 45 10 L 90 10 L 90 20 L 45 20 C",
    "no blanks and a start by S": "S0 0L90 0M0 10L90 10M0 20L90 20M0 0L0 20M45 0L45 20M90 0L90 20",
    "curves beside": "M 0 0 L 90 0 B 91 0 91 1 90 1 M 0 10 L 90 10 Q 91 10 90 11 M 0 20 L 90 20 A 1 1 0 0 1 9 9 "
    "M 0 0 L 0 20 M 45 0 L 45 20 M 90 0 L 90 20",
}


@pytest.mark.parametrize("data", GRID.values(), ids=GRID)
def test_paths_rule_a_table(data: str) -> None:
    cells = "".join(text(w, 32 + 45 * (i % 2), 52 + 10 * (i // 2)) for i, w in enumerate("甲乙丙丁"))
    path = f'<PathObject Boundary="30 50 90 20"><AbbreviatedData>{data}</AbbreviatedData></PathObject>'
    (table,) = read(ofd(path + cells)).blocks
    assert isinstance(table, Table)
    assert filled(table) == [["甲", "乙"], ["丙", "丁"]]


@pytest.mark.parametrize("color", ['Value="255 255 255"', 'Value="0" Alpha="0"'])
def test_white_paths_rule_nothing(color: str) -> None:
    path = (
        f'<PathObject Boundary="30 50 90 20"><StrokeColor {color}/><AbbreviatedData>{GRID["strokes"]}'
        "</AbbreviatedData></PathObject>"
    )
    assert printed(ofd(path + text("甲甲", 32, 52) + text("乙", 77, 52))) == ["甲甲 乙"]


def test_composite_objects_are_drawn_where_they_stand() -> None:
    unit = f'<Res><CompositeGraphicUnits><CompositeGraphicUnit ID="9"><Content>{text("开", 0, 0)}</Content></CompositeGraphicUnit></CompositeGraphicUnits></Res>'
    content = text("公") + '<CompositeObject ResourceID="9" Boundary="35 50 9 9"/>'
    data = ofd(content, common="<DocumentRes>Res.xml</DocumentRes>", parts={"Doc/Res.xml": unit})
    assert printed(data) == ["公开"]


def test_a_drawing_parameter_gives_the_colour() -> None:
    res = '<Res><DrawParams><DrawParam ID="4"><FillColor Value="255 255 255"/></DrawParam><DrawParam ID="5" Relative="4"/></DrawParams></Res>'
    content = text("公开", y=90) + text("水印", how='DrawParam="5"')
    data = ofd(content, common="<PublicRes>/Doc/Res.xml</PublicRes>", parts={"Doc/Res.xml": res})
    assert printed(data) == ["公开"]


def test_a_template_lies_under_the_page() -> None:
    template = f"<Page><Content><Layer>{text('公')}</Layer></Content></Page>"
    page = f'<Page><Template TemplateID="3"/><Content><Layer>{text("开", 35)}</Layer></Content></Page>'
    data = ofd(page, common='<TemplatePage ID="3" BaseLoc="T.xml"/>', parts={"Doc/T.xml": template})
    assert printed(data) == ["公开"]


def test_the_documents_of_a_file_follow_each_other() -> None:
    body = "<DocBody><DocRoot>Doc/D.xml</DocRoot></DocBody>"
    found = read(ofd(text("公开"), parts={"OFD.xml": f"<OFD>{body * 2}</OFD>"}))
    assert [(b.text, b.where.page) for b in found.blocks] == [("公开", 1), ("公开", 2)]
    assert found.pages == 2


def test_characters_without_a_code_are_told() -> None:
    found = read(ofd(text("公\ue123¤", code='DeltaX="5 5"')))
    assert [b.text for b in found.blocks] == ["公\ufffd\ufffd"]
    assert [(f.code, f.data["count"]) for f in found.findings] == [("P509", 2)]


PICTURE = '<ImageObject Boundary="0 0 210 297" ResourceID="8"/>'


def test_a_page_that_is_a_picture_is_told() -> None:
    found = read(ofd(text("公开"), PICTURE))
    assert [(f.code, f.place.page) for f in found.findings] == [("P501", 2)]


def test_text_laid_invisibly_over_a_picture_is_read_and_told() -> None:
    found = read(ofd(PICTURE + text("公开", how='Fill="false"')))
    assert [b.text for b in found.blocks] == ["公开"]
    assert [f.code for f in found.findings] == ["P508"]


def test_a_page_that_ends_early_is_read_so_far_and_told() -> None:
    found = read(ofd(f"<Page><Content><Layer>{text('公开')}<TextObj", text("开", y=90)))
    assert [b.text for b in found.blocks] == ["公开", "开"]
    assert [(f.code, f.place.page) for f in found.findings] == [("P531", 1)]


@pytest.mark.parametrize("part", [{"Doc/Pages/1.xml": b"\0\1\2"}, {"Doc/Pages/1.xml": ""}])
def test_a_page_that_cannot_be_read_is_told(part: dict[str, str | bytes]) -> None:
    found = read(ofd(text("公开"), text("开"), parts=part))
    assert [(f.code, f.place.page) for f in found.findings if f.code == "P510"] == [("P510", 2)]


ENTITY = '<!DOCTYPE Page [<!ENTITY a "{}"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
BAD: dict[str, tuple[bytes, type[WpkitError]]] = {
    "cut off": (ofd(text("公开"))[:-80], UnreadableError),
    "encrypted": (ofd(text("公开"), parts={"Encryptions.xml": "<Encryptions/>"}), EncryptedError),
    "no pages": (ofd(), UnreadableError),
    "no document part": (ofd(text("公开"), parts={"OFD.xml": "<OFD><DocBody><DocRoot>x</DocRoot></DocBody></OFD>"}), UnreadableError),
    "entry part is no XML": (ofd(text("公开"), parts={"OFD.xml": "hello"}), UnreadableError),
    "pictures only": (ofd(PICTURE), NoTextError),
    "a composite object of itself": (
        ofd('<CompositeObject ResourceID="9"/>', common="<PublicRes>R.xml</PublicRes>", parts={"Doc/R.xml":
            '<Res><CompositeGraphicUnits><CompositeGraphicUnit ID="9"><Content>'
            + '<CompositeObject ResourceID="9"/>' * 10 + "</Content></CompositeGraphicUnit></CompositeGraphicUnits></Res>"}),
        TooLargeError),
    "a location outside the package": (
        ofd(text("公开"), parts={"OFD.xml": "<OFD><DocBody><DocRoot>../../../etc/passwd</DocRoot></DocBody></OFD>"}), UnreadableError),
}  # fmt: skip


@pytest.mark.parametrize(("data", "error"), BAD.values(), ids=BAD)
def test_a_bad_file_is_one_clear_error(data: bytes, error: type[WpkitError]) -> None:
    with pytest.raises(error) as caught:
        read(data)
    assert "\n" not in str(caught.value)


def test_no_entity_is_resolved() -> None:
    page = ENTITY.format("乙" * 9) + f"<Page><Content><Layer>{text('甲&a;&b;')}</Layer></Content></Page>"
    assert printed(ofd(page))[0][0] == "甲"
    assert "乙" not in printed(ofd(page))[0]


def test_a_repeat_count_costs_no_memory() -> None:
    assert printed(ofd(text("公开", code='DeltaX="g 999999999999 5"'))) == ["公开"]


def test_more_pages_than_the_limit_is_one_clear_error() -> None:
    with pytest.raises(TooLargeError, match="pages"):
        read(ofd(*[text("公开")] * 3), max_pages=2)


def test_an_ofd_is_known_by_its_bytes() -> None:
    assert format_of(open_source(ofd(text("公开")), name="a.zip")).name == "ofd"


def test_a_zip_that_is_no_ofd_is_none() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xml", "<a/>")
    assert format_of(open_source(out.getvalue(), name="a.ofd")).name != "ofd"
