"""Spreadsheets and text in columns: a million rows, a million columns, merges over everything, formulas."""

from __future__ import annotations

import io

from . import ROWS, Attack
from .markup import S, sheet_rows, xlsx
from .zips import packed

HEADER = ",".join(ROWS[0])


def rows_xlsx(count: int) -> bytes:
    row = '<row><c t="inlineStr"><is><t>1</t></is></c><c t="inlineStr"><is><t>开展检查</t></is></c></row>'
    return xlsx(sheet_rows(row * count))


def far_cell() -> bytes:
    return xlsx(sheet_rows('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>甲</t></is></c></row>'))


def merged_everywhere() -> bytes:
    ranges = "".join(f'<mergeCell ref="A{i}:XFD1048576"/>' for i in range(1, 3000))
    return xlsx(
        sheet_rows('<row r="1000000"><c t="inlineStr"><is><t>甲</t></is></c></row>')
        + f"<mergeCells>{ranges}</mergeCells>"
    )


def hidden_columns() -> bytes:
    columns = '<col min="5" max="999999999" hidden="1"/>' * 500
    return xlsx(f"<cols>{columns}</cols>" + sheet_rows())


def shared_strings() -> bytes:
    """One string of 200 KB that 20,000 cells show."""
    from .markup import PACKAGE, R

    text = "开展检查，" * 13_000
    cells = "<row>" + '<c t="s"><v>0</v></c>' * 20 + "</row>"
    related = (
        f'<Relationship Id="r1" Type="{R}/worksheet" Target="worksheets/s.xml"/>'
        f'<Relationship Id="r2" Type="{R}/sharedStrings" Target="strings.xml"/>'
    )
    return packed(
        [
            ("xl/workbook.xml", f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>'.encode()),
            ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>'.encode()),
            ("xl/worksheets/s.xml", f'<worksheet xmlns="{S}">{sheet_rows(cells * 1000)}</worksheet>'.encode()),
            ("xl/strings.xml", f'<sst xmlns="{S}"><si><t>{text}</t></si></sst>'.encode()),
        ]
    )  # fmt: skip


def formulas() -> bytes:
    """Cells that a spreadsheet would run: they are words here and nothing else."""
    words = '=cmd|"/c calc"!A1'
    return (
        "\n".join(",".join(row) for row in ROWS)
        + f'\n4,"{words.replace(chr(34), chr(34) * 2)}",区司法局,全年'
    ).encode()


def rows_xls(count: int) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for r, row in enumerate(ROWS + [["9", "开展检查", "区司法局", "全年"]] * count):
        for c, words in enumerate(row):
            sheet.write(r, c, words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def columns_csv(count: int) -> bytes:
    return (HEADER + "," * count + "\n1,开展检查,区司法局,全年" + ",甲" * count).encode()


def rows_csv(count: int) -> bytes:
    return (HEADER + "\n" + "".join(f"{i},开展第{i}项检查,区司法局,全年\n" for i in range(count))).encode()


ATTACKS = (
    Attack("million-row-xlsx", "a.xlsx", lambda: rows_xlsx(1_048_000), "TooLargeError", seconds=60, megabytes=1500, big=True),
    Attack("hundred-thousand-row-xlsx", "a.xlsx", lambda: rows_xlsx(100_000), "notice", seconds=120, megabytes=2500, big=True),
    Attack("5000-row-xlsx", "a.xlsx", lambda: rows_xlsx(5000), "notice", seconds=40, megabytes=900),
    Attack("65000-row-xls", "a.xls", lambda: rows_xls(65_000), "notice", seconds=120, megabytes=2500, big=True),
    Attack("5000-row-xls", "a.xls", lambda: rows_xls(5000), "notice", seconds=40),
    Attack("million-row-csv", "a.csv", lambda: rows_csv(1_000_000), "TooLargeError", seconds=60, megabytes=2500),
    Attack("million-column-csv", "a.csv", lambda: columns_csv(1_000_000), "TooLargeError", seconds=30, megabytes=1500),
    Attack("csv-of-one-open-quote", "a.csv", lambda: HEADER.encode() + b'\n1,"' + "甲，".encode() * 2_000_000, "TooLargeError", seconds=30, megabytes=900),
    Attack("csv-of-quotes", "a.csv", lambda: HEADER.encode() + b"\n" + b'"' * 3_000_000, "UnreadableError", seconds=30, megabytes=900),
    Attack("xlsx-far-cell", "a.xlsx", far_cell, "notice"),
    Attack("xlsx-merged-everywhere", "a.xlsx", merged_everywhere, "notice"),
    Attack("xlsx-hidden-columns", "a.xlsx", hidden_columns, "notice"),
    Attack("xlsx-one-string-20000-times", "a.xlsx", shared_strings, "TooLargeError", seconds=30),
    Attack("csv-of-formulas", "a.csv", formulas, "notice"),
)  # fmt: skip
