"""A notice's table as a workbook: a title over all columns, merged ranges, numbers stored as numbers."""

from __future__ import annotations

import io
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from ..grid import grid
from ..model import Notice

WIDTHS = {
    "number": 6,
    "group": 18,
    "group2": 22,
    "content": 60,
    "numbered content": 60,
    "units": 30,
    "time": 12,
}
WITH_NOTES = ("heading-rows", "role-columns")  # a second sheet that holds no table


def xlsx(name: str, notice: Notice) -> bytes:
    """The table, and its caption above it, as the bytes of an .xlsx file."""
    book = Workbook()
    book.properties.created = book.properties.modified = datetime(2024, 1, 1)
    sheet = book.active
    sheet.title = "任务分解表"
    top = 1
    for words in notice.table_caption or notice.caption:
        sheet.cell(top, 1, words).font = Font(bold=True, size=16)
        sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=len(notice.columns))
        top += 1
    edge = Side(style="thin")
    for r, row in enumerate(grid(notice, header=any(words for words, _ in notice.columns)), top):
        for c, own in enumerate(row, 1):
            sheet.cell(r, c).border = Border(edge, edge, edge, edge)
            if own is None:
                continue
            value = int(own.text) if own.field == "number" and own.text.isdigit() else own.text
            printed = sheet.cell(r, c, value or None)
            printed.alignment = Alignment(wrap_text=True, vertical="center")
            if own.rows > 1 or own.columns > 1:
                sheet.merge_cells(
                    start_row=r, end_row=r + own.rows - 1, start_column=c, end_column=c + own.columns - 1
                )
    for c, (_, field) in enumerate(notice.columns, 1):
        sheet.column_dimensions[get_column_letter(c)].width = WIDTHS.get(field, 20)
    if name in WITH_NOTES:
        book.create_sheet("填写说明")["A1"] = "请各单位按时填报，联系电话另行通知。"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
