"""Lines with their place on the page → paragraphs: one piece of evidence a case."""

from __future__ import annotations

import pytest

from wpkit.blocks import Line, Paragraph
from wpkit.structure.reflow import reflow


def line(text: str, indent: float = 0.0, room: float = 0.3, *, size: float = 16.0, gap: int = 0) -> Line:
    return Line(text, gap=gap, size=size, indent=indent, room=room, centered=min(indent, room) > 2.3)


FIRST = line("一、深化公开。各单位要按照年度部署推进落", 2.0)
CASES = [
    pytest.param([FIRST, line("实，做到应公开尽公开。", room=18)], 1, id="a full line goes on"),
    pytest.param([FIRST, line("一、更新及时也要做到。", room=18)], 1, id="a number at the margin is no heading"),
    pytest.param([FIRST, line("（二）加强解读。", 2.0, 22)], 2, id="an indent begins a paragraph"),
    pytest.param([line("各镇人民政府：", room=26), line("现印发给你们。", 2.0, 22)], 2, id="room at the end"),
    pytest.param([line("要更新及时，动态发布名录", 2.0, 2.4), line("“8+1+2”重点领域成果。", room=20)], 1, id="a number that did not fit"),
    pytest.param([line("云澜区人民政府关于印发工作", 6, 6, size=22), line("要点的通知", 10, 10, size=22)], 1, id="a title over two lines"),
    pytest.param([line("云澜区工作要点的通知", 6, 6), line("云府办〔2031〕8号", 10, 10)], 2, id="a document number below a title"),
    pytest.param([line("云澜区人民政府关于印发工作要点的通知", 0.6, 0.3), line("云府办〔2031〕8号", 0, 24)], 2, id="a document number below a full title"),
    pytest.param([line("落实执法案卷评查（责任单位：", 2.0, 6), line("区司法局、各镇）", 0, 20, size=12)], 1, id="an open bracket goes on, in any size"),
    pytest.param([line("云澜区人民政府", 20, 0.2), line("附件", room=30)], 2, id="a signature at the right ends"),
    pytest.param([line("松石市重点任务分解表的通知", 2.0, 0.3, size=22), FIRST], 2, id="another size"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "paragraphs"), CASES)
def test_place_decides_where_a_paragraph_ends(lines: list[Line], paragraphs: int) -> None:
    body = [FIRST, line("实，做到应公开尽公开。", room=18)] * 3
    found = [p for p in reflow([*body, *lines]) if isinstance(p, Paragraph)]
    assert len(found) == 3 + paragraphs


def test_indents_that_every_line_has_mean_nothing() -> None:
    copied = [
        line("各单位要按照年度部署推进落实并于年底前报", 2.0),
        line("送总结，做到应公开尽公开。", 2.0, 16),
    ] * 6
    found = reflow(list(copied))
    assert [p.text for p in found if isinstance(p, Paragraph)] == [copied[0].text + copied[1].text] * 6


FLUSH = [line("一、深化公开", room=20), line("（一）各单位要按照年度部署推进落实到位。", room=18)] * 3
FULL_LINE = line("并于年底前报送总结，做到应公开尽公开，更新及时。", room=0.2)


def test_a_number_at_the_margin_begins_a_paragraph_where_others_do() -> None:
    found = reflow([*FLUSH, FIRST, FULL_LINE, line("（二）加强解读。", room=20)])
    assert [p.text[:4] for p in found if isinstance(p, Paragraph)][-2:] == ["一、深化", "（二）加"]


def test_a_number_at_the_margin_goes_on_an_indented_paragraph() -> None:
    lines = [
        line("松石市工作要点", 9, 9),
        FIRST,
        FULL_LINE,
        line("（二）加强解读。", room=0.1),
        *[FULL_LINE] * 30,
    ]
    found = [p for p in reflow(list(lines)) if isinstance(p, Paragraph)]
    assert len(found) == 2
