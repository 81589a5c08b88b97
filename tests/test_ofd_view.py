"""OFD pages as pictures: what the page's own objects draw, with seals and notes over them, and nothing that runs."""

from __future__ import annotations

import io
from typing import Any

import pytest
from lxml import etree

from test_ofd import ofd, text
from wpkit.ofd.stamps import picture_in
from wpkit.pictures import Sight, sights
from wpkit.source import open_source

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = '<Res BaseLoc="Res"><MultiMedias><MultiMedia ID="7" Type="Image"><MediaFile>a.png</MediaFile></MultiMedia></MultiMedias></Res>'
RESOURCES = "<DocumentRes>Res.xml</DocumentRes>"
FONTS = '<Res><Fonts><Font ID="3" FontName="黑体" Bold="true"/></Fonts><DrawParams><DrawParam ID="4" LineWidth="2"><StrokeColor Value="255 0 0"/></DrawParam></DrawParams></Res>'
SIGNED = {
    "OFD.xml": "<OFD><DocBody><DocRoot>Doc/D.xml</DocRoot><Signatures>Doc/Signs/Signatures.xml</Signatures></DocBody></OFD>",
    "Doc/Signs/Signatures.xml": '<Signatures><Signature ID="1" BaseLoc="S/Signature.xml"/></Signatures>',
    "Doc/Signs/S/Signature.xml": '<Signature><SignedInfo><Seal><BaseLoc>Seal.esl</BaseLoc></Seal><StampAnnot ID="1" PageRef="0" Boundary="120 200 40 40"/></SignedInfo></Signature>',
}


def picture(color: str = "#c00", size: int = 40) -> bytes:
    from PIL import Image

    into = io.BytesIO()
    Image.new("RGB", (size, size), color).save(into, "PNG")
    return into.getvalue()


def seal(kind: bytes, data: bytes) -> bytes:
    """As much of a seal's DER as holds its picture."""
    length = len(data).to_bytes(4, "big")
    return b"\x30\x82\x01\x00\x16\x02ES\x16" + bytes([len(kind)]) + kind + b"\x04\x84" + length + data


def seen(data: bytes) -> Sight:
    return next(sights(open_source(data, name="a.ofd"), "ofd"))


def tree(sight: Sight) -> Any:
    return etree.fromstring(sight.svg)


def test_characters_stand_where_the_file_puts_them() -> None:
    (one,) = tree(seen(ofd(text("云澜区", x=30, y=50)))).iter(f"{SVG}text")
    assert ("".join(one.itertext()), one.get("x").split()[0], one.get("y"), one.get("font-size")) == ("云澜区", "30", "55", "5")  # fmt: skip


def test_the_characters_come_beside_the_picture_too() -> None:
    assert "".join(run[4] for run in seen(ofd(text("云澜区"))).runs) == "云澜区"


def path(data: str, how: str = "", inner: str = "") -> str:
    return f'<PathObject Boundary="10 20 100 100" {how}>{inner}<AbbreviatedData>{data}</AbbreviatedData></PathObject>'


@pytest.mark.parametrize(
    ("drawn", "attributes"),
    [
        pytest.param(path("M 0 0 L 50 0"), {"d": "M10 20L60 20", "fill": "none", "stroke": "#000", "stroke-width": "0.35"}, id="line"),
        pytest.param(path("M 0 0 B 1 2 3 4 5 6 C"), {"d": "M10 20C11 22 13 24 15 26Z"}, id="curve"),
        pytest.param(path("M 0 0 A 5 5 0 0 1 10 0"), {"d": "M0 0A5 5 0 0 1 10 0", "transform": "matrix(1 0 0 1 10 20)"}, id="arc"),
        pytest.param(path("M 0 0 L 9 0 L 9 9 C", 'Stroke="false" Fill="true"', '<FillColor Value="0 255 0"/>'), {"fill": "#00ff00", "stroke": None}, id="fill"),
        pytest.param(path("M 0 0 L 9 0", "", '<StrokeColor Value="0 255 255 0"/>'), {"stroke": "#ff0000"}, id="four-inks"),
        pytest.param(path("M 0 0 L 9 0", "", '<StrokeColor Value="128" Alpha="51"/>'), {"stroke": "#808080", "stroke-opacity": "0.2"}, id="grey-and-clear"),
        pytest.param(path("M 0 0 L 9 0", 'DrawParam="4"'), {"stroke": "#ff0000", "stroke-width": "2"}, id="parameter"),
        pytest.param(path("M 0 0 L 9 9", 'CTM="0 1 -1 0 0 0"'), {"transform": "matrix(0 1 -1 0 10 20)"}, id="turned"),
        pytest.param(path("M 0 0 L 9 0", 'DashPattern="3 1"'), {"stroke-dasharray": "3 1"}, id="dashed"),
    ],
)  # fmt: skip
def test_strokes_are_drawn_as_written(drawn: str, attributes: dict[str, str | None]) -> None:
    root = tree(seen(ofd(text("文") + drawn, common=RESOURCES, parts={"Doc/Res.xml": FONTS})))
    (one,) = root.iter(f"{SVG}path")
    assert {name: one.get(name) for name in attributes} == attributes


def test_rulings_of_one_kind_are_one_path() -> None:
    root = tree(seen(ofd(text("文") + path("M 0 0 L 9 0") + path("M 0 5 L 9 5"))))
    assert [one.get("d") for one in root.iter(f"{SVG}path")] == ["M10 20L19 20M10 25L19 25"]


@pytest.mark.parametrize(
    "hidden", [text("无", how='Visible="false"'), text("无", how='Alpha="0"'), path("M 0 0 L 9 0", 'Stroke="false"')]
)  # fmt: skip
def test_what_no_reader_sees_is_not_drawn(hidden: str) -> None:
    root = tree(seen(ofd(text("文") + hidden)))
    assert [one.tag for one in root if one.tag in (f"{SVG}path", f"{SVG}text")] == [f"{SVG}text"]


def test_a_font_is_known_by_its_name() -> None:
    data = ofd(text("文", how='Font="3"'), common=RESOURCES, parts={"Doc/Res.xml": FONTS})
    (one,) = tree(seen(data)).iter(f"{SVG}text")
    assert (one.get("font-weight"), "SimHei" in one.get("font-family")) == ("bold", True)


def test_a_picture_shown_on_two_pages_is_held_once() -> None:
    image = '<ImageObject Boundary="10 10 30 30" CTM="30 0 0 30 0 0" ResourceID="7"/>'
    data = ofd(
        text("一") + image, text("二") + image, common=RESOURCES, parts={"Doc/Res.xml": PICTURES, "Doc/Res/a.png": picture()}
    )  # fmt: skip
    first, second = sights(open_source(data, name="a.ofd"), "ofd")
    assert ([list(first.images), list(second.images)], 'href="image:0"' in second.svg) == ([["0"], []], True)
    assert first.images["0"].startswith("data:image/png;base64,")


@pytest.mark.parametrize("part", [b"", b"no picture", picture()[:60]])
def test_a_damaged_picture_leaves_the_page(part: bytes) -> None:
    image = '<ImageObject Boundary="10 10 30 30" ResourceID="7"/>'
    data = ofd(text("文") + image, common=RESOURCES, parts={"Doc/Res.xml": PICTURES, "Doc/Res/a.png": part})
    assert "文" in seen(data).svg


@pytest.mark.parametrize("kind", [b"png", b"ofd"])
def test_a_seal_is_drawn_over_its_page(kind: bytes) -> None:
    inner = ofd(path("M 0 0 L 50 0"), area="0 0 100 100") if kind == b"ofd" else picture()
    sight = seen(ofd(text("文"), parts=SIGNED | {"Doc/Signs/S/Seal.esl": seal(kind, inner)}))
    stamps = [one for one in tree(sight).iter(f"{SVG}svg") if one.get("x")]
    assert [(one.get("x"), one.get("y"), one.get("width")) for one in stamps] == [("120", "200", "40")]
    assert len(stamps[0]) == 1


@pytest.mark.parametrize(
    "data", [b"", b"\x16\x03png", b"\x16\x03png\x04\x84\xff\xff\xff\xff1", b"\x16\x03png\x04\x89"]
)
def test_a_damaged_seal_has_no_picture(data: bytes) -> None:
    assert picture_in(data) is None


def test_notes_are_drawn_where_they_stand() -> None:
    parts: dict[str, str | bytes] = {
        "Doc/Annots.xml": '<Annotations><Page PageID="0"><FileLoc>A/1.xml</FileLoc></Page></Annotations>',
        "Doc/A/1.xml": f'<PageAnnot><Annot><Appearance Boundary="100 10 50 20">{text("批注", x=0, y=0)}</Appearance></Annot></PageAnnot>',
    }
    data = ofd(
        text("文"), common="</CommonData><Annotations>Annots.xml</Annotations><CommonData>", parts=parts
    )
    (one,) = tree(seen(data)).iter(f"{SVG}text")
    assert ("".join(one.itertext()), one.get("x"), one.get("y")) == ("文批注", "30 100 105", "55 15 15")


def test_a_page_on_its_side_is_set_upright() -> None:
    turned = "".join(
        text(c, x=50, y=30 + 6 * n, how='CTM="0 1 -1 0 0 0"') for n, c in enumerate("云澜区工作要点")
    )
    sight = seen(ofd(turned))
    root = tree(sight)
    assert (root.get("viewBox"), round(sight.width), root[1].get("transform")) == ("0 0 297 210", 842, "matrix(0 -1 1 0 0 210)")  # fmt: skip


HOSTILE = '"><script>alert(1)</script><image href="image:0'


@pytest.mark.parametrize("hostile", [HOSTILE, "&lt;script&gt;alert(1)&lt;/script&gt;", "文\u0085"])
def test_what_a_page_says_stays_text(hostile: str) -> None:
    from xml.sax.saxutils import escape, quoteattr

    said = hostile if "&lt;" in hostile else escape(hostile)
    fonts = f'<Res><Fonts><Font ID="3" FontName={quoteattr(hostile)}/></Fonts></Res>'
    data = ofd(text(said, how='Font="3"'), common=RESOURCES, parts={"Doc/Res.xml": fonts})
    root = tree(seen(data))
    assert {one.tag for one in root.iter()} == {f"{SVG}svg", f"{SVG}rect", f"{SVG}text"}
    assert 'href="image:' not in seen(data).svg


def test_no_page_is_larger_than_a_browser_bears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wpkit.ofd.view.MOST", 500)
    sight = seen(ofd("".join(path(f"M 0 {n} L 9 {n}", f'LineWidth="{n}"') for n in range(50)) + text("文")))
    assert (sight.svg, bool(sight.runs)) == ("", True)
