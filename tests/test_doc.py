"""Word 97 files are read as the .docx files that hold the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from wpkit import libreoffice
from wpkit.blocks import Document, Paragraph, Table
from wpkit.errors import FormatError
from wpkit.msdoc import Doubt
from wpkit.msdoc.document import read_doc
from wpkit.parsers import format_of, read_blocks
from wpkit.source import Source

FILES = Path(__file__).parent / "office"
DOC = (FILES / "everything.doc").read_bytes()


def shape(document: Document) -> list:
    out: list = []
    for block in document.blocks:
        if isinstance(block, Table):
            out.append(
                [
                    [(c.text, c.column, c.row_span, c.column_span, c.where) for c in r.cells]
                    for r in block.rows
                ]
            )
        elif isinstance(block, Paragraph):
            out.append((block.text, block.heading, block.centered, block.where))
    return out


def test_old_word_file_gives_what_the_new_one_gives():
    old, new = read_doc(DOC), read_blocks(Source("x.docx", (FILES / "everything.docx").read_bytes()))
    assert shape(old) == shape(new)
    assert [line.text for line in old.left_out] == [line.text for line in new.left_out]
    assert [f.code for f in old.findings] == [f.code for f in new.findings]


@pytest.mark.parametrize(
    "text",
    [
        "一、总体要求",
        "认真落实各项任务。",
        "（一）修订公开目录",
        "2.按季度报送进展",
        "（二）开展业务培训",
        "上行\n下行𠮷\t列",
        "云府办〔2031〕2号",
    ],
)
def test_paragraph_of_an_old_word_file(text):
    assert text in [b.text for b in read_doc(DOC).blocks if isinstance(b, Paragraph)]


def test_table_of_an_old_word_file():
    table = next(b for b in read_doc(DOC).blocks if isinstance(b, Table))
    assert [[(c.text, c.row_span, c.column_span) for c in row.cells] for row in table.rows[1:]] == [
        [("1", 1, 1), ("公开", 2, 1), ("修订目录", 1, 1), ("区政府办公室", 1, 1)],
        [("2", 1, 1), ("核对渠道", 1, 1), ("区司法局", 1, 1)],
        [("3", 1, 1), ("培训", 1, 1), ("组织培训", 1, 1), ("区人力资源社会保障局\n各镇人民政府", 1, 1)],
        [("二、其他任务", 1, 4)],
    ]


def test_old_word_file_needs_no_other_program(monkeypatch):
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    source = Source("x.wps", DOC)
    assert format_of(source).name == "doc"
    assert read_blocks(source).format == "doc"


@pytest.mark.parametrize("length", [600, 2000, 6000, 12000])
def test_cut_file_is_doubted(length):
    with pytest.raises(Doubt):
        read_doc(DOC[:length])


def test_doubted_file_goes_to_libreoffice(monkeypatch):
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    with pytest.raises(FormatError, match="LibreOffice"):
        read_blocks(Source("x.doc", DOC[:6000]))
