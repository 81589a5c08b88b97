"""PDF → blocks, held against what the generator (`tests/pdf/make.py`) put into the files."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from wpkit.blocks import Document, Line, Table
from wpkit.errors import EncryptedError, NoTextError, TooLargeError, UnreadableError
from wpkit.parsers import format_of, read_blocks
from wpkit.source import Options, open_source

FOLDER = Path(__file__).parent / "pdf"
TRUTHS = sorted(FOLDER.glob("*.json"))


@cache
def read(name: str) -> Document:
    return read_blocks(open_source(FOLDER / f"{name}.pdf", options=Options(ocr=False)))


def squeezed(text: str) -> str:
    return "".join(text.split())


def filled(table: Table) -> list[list[str]]:
    """The table's texts, a merged cell's in every slot that it covers."""
    grid = [["?"] * table.width for _ in table.rows]
    for i, row in enumerate(table.rows):
        for cell in row.cells:
            for a in range(i, i + cell.row_span):
                for b in range(cell.column, cell.column + cell.column_span):
                    grid[a][b] = squeezed(cell.text)
    return grid


def test_there_are_files_with_a_truth() -> None:
    assert len(TRUTHS) >= 30


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda p: p.stem)
def test_every_row_is_whole_and_every_merged_cell_filled(truth: Path) -> None:
    want = json.loads(truth.read_text("utf-8"))["tables"]
    tables = [b for b in read(truth.stem).blocks if isinstance(b, Table)]
    assert [filled(t) for t in tables] == [[[squeezed(c) for c in row] for row in t] for t in want]


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda p: p.stem)
def test_text_outside_tables_is_all_there_without_furniture(truth: Path) -> None:
    want = json.loads(truth.read_text("utf-8"))["paragraphs"]
    lines = [b.text for b in read(truth.stem).blocks if isinstance(b, Line)]
    assert squeezed("".join(lines)) == squeezed("".join(want))


@pytest.mark.parametrize(
    "truth", [t for t in TRUTHS if "left_out" in t.read_text("utf-8")], ids=lambda p: p.stem
)
def test_what_is_left_out_is_listed(truth: Path) -> None:
    want = json.loads(truth.read_text("utf-8"))["left_out"]
    left_out = "".join(line.text for line in read(truth.stem).left_out)
    assert sorted(squeezed(left_out)) == sorted(squeezed("".join(want)))


@pytest.mark.parametrize("name", ["long-kind", "long-tight", "long-middle"])
def test_a_long_table_has_a_dozen_cut_rows_and_they_are_told(name: str) -> None:
    codes = Counter(f.code for f in read(name).findings)
    assert codes["P503"] >= 12
    assert codes["P504"] == 0


def test_a_cell_says_its_page_and_box() -> None:
    table = next(b for b in read("long-kind").blocks if isinstance(b, Table))
    cell = table.rows[0].cells[0]
    assert cell.where.page == 3
    assert cell.where.box is not None
    assert 50 < cell.where.box[0] < cell.where.box[2] < 110


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"junk\n" * 100])
def test_a_pdf_is_known_by_its_bytes(before: bytes) -> None:
    assert format_of(open_source(before + b"%PDF-1.7\n...", name="a.txt")).name == "pdf"


def test_a_truncated_pdf_is_one_clear_error() -> None:
    data = (FOLDER / "no-numbers.pdf").read_bytes()[:900]
    with pytest.raises(UnreadableError, match="damaged"):
        read_blocks(open_source(data, name="a.pdf"))


def test_more_pages_than_the_limit_is_one_clear_error() -> None:
    with pytest.raises(TooLargeError, match="pages"):
        read_blocks(open_source(FOLDER / "no-numbers.pdf", options=Options(max_pages=2)))


def test_a_scan_names_the_extra_that_reads_it() -> None:
    with pytest.raises(NoTextError, match=r"wpkit\[ocr\]"):
        read("scan")


@pytest.mark.parametrize(("password", "words"), [(None, "--password"), ("wrong", "password is wrong")])
def test_an_encrypted_file_asks_for_its_password(password: str | None, words: str) -> None:
    with pytest.raises(EncryptedError, match=words):
        read_blocks(open_source(FOLDER / "locked.pdf", options=Options(password=password)))


def test_an_encrypted_file_opens_with_its_password() -> None:
    found = read_blocks(open_source(FOLDER / "locked.pdf", options=Options(password="songshi")))
    assert [b.text for b in found.blocks if isinstance(b, Line)] == ["松石市工作要点"]


@pytest.mark.parametrize(
    ("name", "code", "data"),
    [
        ("pictures", "P501", {"pages": "2-3, 5", "count": 3}),
        ("furniture", "P502", {"table": 1, "page": 2, "header": 1}),
        ("hidden-text", "P507", {"page": 1, "count": 23}),
        ("searchable-scan", "P508", {"page": 1}),
        ("no-rules-pages", "P511", {"table": 1}),
    ],
)
def test_what_is_odd_is_told(name: str, code: str, data: dict[str, str | int]) -> None:
    assert next(f.data for f in read(name).findings if f.code == code) == data


def test_lines_tell_their_place_between_the_margins() -> None:
    lines = [b for b in read("long-kind").blocks if isinstance(b, Line)]
    assert (lines[0].centered, lines[0].size) == (True, 22.0)
    first, second = lines[1], lines[2]
    assert (first.indent, second.indent) == (2.0, 0.0)
    assert first.full


def test_the_left_column_comes_before_the_right_one() -> None:
    lines = [b for b in read("two-columns").blocks if isinstance(b, Line)]
    assert [line.where.box[0] > 300 for line in lines[1:] if line.where.box] == sorted(
        line.where.box[0] > 300 for line in lines[1:] if line.where.box
    )


LATIN = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def made(kids: bytes, content: bytes, font: bytes) -> bytes:
    """A PDF of these pages (object 3 is one, 99 is missing) with this content and font."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, kids.count(b"R")),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R/G 6 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        font,
        LATIN,
    )
    data, places = b"%PDF-1.7\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data
        + b"xref\n0 7\n0000000000 65535 f \n%strailer\n<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            table,
            len(data),
        )
    )


HELLO = b"BT /F 12 Tf 72 700 Td (Work points) Tj ET"
CODES = b"BT /F 12 Tf 72 700 Td <00010002000300040005> Tj ET"
NO_CODES = (
    b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
    b"/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>]>>"
)


def test_characters_without_a_code_are_counted() -> None:
    content = CODES + b" BT /G 12 Tf 72 600 Td (Work points) Tj ET"
    found = read_blocks(
        open_source(made(b"3 0 R", content, NO_CODES), name="a.pdf", options=Options(ocr=False))
    )
    assert [(f.code, f.data) for f in found.findings] == [("P509", {"page": 1, "count": 5})]


def test_a_paper_without_any_code_has_no_text() -> None:
    with pytest.raises(NoTextError):
        read_blocks(open_source(made(b"3 0 R", CODES, NO_CODES), name="a.pdf", options=Options(ocr=False)))


def test_a_damaged_page_is_told_and_the_others_are_read() -> None:
    found = read_blocks(open_source(made(b"3 0 R 99 0 R", HELLO, LATIN), name="a.pdf"))
    assert [b.text for b in found.blocks if isinstance(b, Line)] == ["Work points"]
    assert [(f.code, f.place.page) for f in found.findings] == [("P510", 2), ("P501", 2)]


def test_a_paper_of_damaged_pages_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="no page that can be read"):
        read_blocks(open_source(made(b"99 0 R 99 0 R", HELLO, LATIN), name="a.pdf"))


def test_words_that_a_clip_cuts_off_are_left_out_and_told() -> None:
    content = b"q 60 0 300 100 re W n BT /F 12 Tf 72 700 Td (Cut off) Tj ET Q q 60 590 300 40 re W n BT /F 12 Tf 72 600 Td (Shown) Tj ET Q"
    found = read_blocks(open_source(made(b"3 0 R", content, LATIN), name="a.pdf"))
    assert [b.text for b in found.blocks if isinstance(b, Line)] == ["Shown"]
    assert [f.code for f in found.findings] == ["P507"]
