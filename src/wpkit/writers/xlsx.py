"""Notices → the ledger (台账): a workbook with a row a task and columns for people to fill.

Status (a drop-down), progress and remark stand beside each task; formulas mark what is overdue or due
soon, and count by unit, topic and month on a second sheet. A hidden column holds each row's key, and a hidden
sheet each cell as it was written, by which `wpkit ledger merge` tells what people changed.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from wpkit.schema import Notice, Task
from wpkit.writers.lines import (
    BEHIND,
    DUE_SOON_DAYS,
    FIELDS,
    WIDTHS,
    WORDS,
    Cell,
    Field,
    Formula,
    Kept,
    Line,
    OwnSheet,
    fields_of,
    lines_of,
)
from wpkit.writers.rows import Selection, select
from wpkit.writers.summary import Summary, canonical_names, units_of

LINE_POINTS = 13.5
MOST_CHARACTERS = 32_767
VERSION = 1
GREY, YELLOW, BLUE, GREEN, RED = "#BFBFBF", "#FFFDF0", "#1F4E9E", "#0B6E4F", "#C00000"
# What the sheets are drawn in: no fill of people's own.
OUR_FILLS = frozenset({"FFFDF0", "DCE6F1", "FFD966", "FFFFFF", "000000"})


def write_file(notices: Iterable[Notice], selection: Selection, lang: str, path: Path) -> None:
    write_ledger(notices, selection, lang, path, Kept())


def write_ledger(notices: Iterable[Notice], selection: Selection, lang: str, path: Path, kept: Kept) -> None:
    """The workbook, with what of an earlier one stands on."""
    pairs = list(select(notices, selection))
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    # made in memory: a disk that is full is an OSError here, and words of a library's own there
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {**options, "default_date_format": "yyyy-mm-dd"}) as book:
        # The same tasks give the same bytes: a workbook's own day of creation is no news.
        book.set_properties({"title": WORDS[lang].ledger, "created": _created(pairs)})
        _Ledger(book, pairs, selection, lang, kept).write()
    path.write_bytes(made.getbuffer())


def _created(pairs: list[tuple[Notice, Task]]) -> Any:
    days = [notice.issued_on or date(notice.year or 2000, 1, 1) for notice, _ in pairs]
    return datetime.combine(max(days, default=date(2000, 1, 1)), datetime.min.time())


class _Ledger:
    def __init__(
        self, book: Any, pairs: list[tuple[Notice, Task]], selection: Selection, lang: str, kept: Kept
    ) -> None:
        self.book, self.pairs, self.selection, self.lang, self.kept = book, pairs, selection, lang, kept
        self.words = WORDS[lang]
        self.fields = list(kept.fields) or fields_of(pairs, selection, lang)
        self.lines = lines_of(pairs, self.fields, lang, kept)
        self.top = len(kept.above)
        self._formats: dict[tuple[Any, ...], Any] = {}
        self.heading = self._format(bold=True, bg_color="#DCE6F1", align="center", valign="vcenter")
        self.big = book.add_format({"bold": True, "font_size": 14})
        self.late = book.add_format({"bg_color": "#F8CBAD", "font_color": "#9C0006"})
        self.soon = book.add_format({"bg_color": "#FFE699"})
        self.over = book.add_format({"bg_color": "#E2EFDA", "font_color": "#548235"})
        self.to_check = book.add_format({"bg_color": "#FFD966"})

    def _format(self, **properties: Any) -> Any:
        base = {"text_wrap": True, "valign": "top", "border": 1, "border_color": GREY, "font_size": 10}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({**base, **properties})
        return self._formats[key]

    def write(self) -> None:
        self._table(self.book.add_worksheet(self.words.ledger), self.lines, self.kept.above)
        self._summary(self.book.add_worksheet(self.words.summary))
        taken = {self.words.ledger, self.words.summary, self.words.dropped, self.words.as_printed}
        if self.selection.by_unit:
            self._unit_sheets(taken)
        for sheet in self.kept.sheets:
            self._own_sheet(self.book.add_worksheet(_sheet_name(sheet.title, taken)), sheet)
        if self.kept.dropped:
            self._dropped(self.book.add_worksheet(self.words.dropped))
        self._as_printed(self.book.add_worksheet(self.words.as_printed))

    # the table of tasks

    def _table(self, sheet: Any, lines: Sequence[Line], above: Sequence[Sequence[Cell]] = ()) -> None:
        top, width = len(above), len(self.fields) + 1
        shown = self._shown()
        self._above(sheet, above, shown)
        for at, field in enumerate(self.fields):
            sheet.write_string(top, at, field.heading, self.heading)
        sheet.write_string(top, width - 1, self.words.key, self.heading)
        for row, line in enumerate(lines, top + 1):
            for at, field in enumerate(self.fields):
                self._cell(sheet, row, at, line, field)
            sheet.write_string(row, width - 1, line.key)
            sheet.set_row(row, self._height(line))
        self._layout(sheet, top, len(lines), shown)

    def _shown(self) -> int:
        """How many fields stand before those behind what people fill."""
        shown = len(self.fields)
        while shown and self.fields[shown - 1].name in BEHIND:
            shown -= 1
        return shown or len(self.fields)

    def _above(self, sheet: Any, above: Sequence[Sequence[Cell]], width: int) -> None:
        """The lines that people put above the headings: one text over the whole width, several where they stood."""
        style = self.book.add_format({"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"})
        for row, values in enumerate(above):
            filled = [(at, value) for at, value in enumerate(values) if value not in (None, "")]
            if len(filled) == 1 and width > 1:
                sheet.merge_range(row, 0, row, width - 1, str(filled[0][1]), style)
                sheet.set_row(row, 26)
                continue
            for at, value in filled:
                self.put(sheet, row, at, value)

    def _cell(self, sheet: Any, row: int, at: int, line: Line, field: Field) -> None:
        ident, value = field.ident, line.cells.get(field.ident)
        style: dict[str, Any] = {}
        open_ones = str(line.cells.get("check") or "").split("\n") if field.column else []
        if field.column is None or line.pair is None:
            style["bg_color"] = YELLOW
        elif any(text.startswith(field.heading + self.words.colon) for text in open_ones):
            style |= {"bold": True, "font_color": RED, "border": 2, "border_color": RED}
        elif ident in line.edited:
            style |= {"bold": True, "font_color": BLUE}
        elif FIELDS.get(field.name, field.name) in line.pair[1].corrected:
            style |= {"italic": True, "font_color": GREEN}
        if field.name == "number":
            style["align"] = "center"
        if ident in line.look.fills:
            style["bg_color"] = f"#{line.look.fills[ident]}"
        if ident in line.look.formats and isinstance(value, int | float | date):
            style["num_format"] = line.look.formats[ident]
        formula = self._formula(line.look.formulas.get(ident), row)
        if formula:
            known = value if isinstance(value, int | float | str) else 0
            sheet.write_formula(row, at, formula, self._format(**style), known)
        else:
            self.put(sheet, row, at, value, **style)
        notes = [line.look.notes[ident]] if ident in line.look.notes else []
        if ident in line.edited:
            # in one line: what follows it in the note is a person's
            said = " ".join(str(line.printed.get(ident) or "").split())[:1000]
            notes.insert(0, self.words.notice_says + (said or self.words.nothing))
        if notes:
            sheet.write_comment(row, at, "\n".join(notes), {"x_scale": 2, "author": "wpkit"})

    def _formula(self, formula: Formula | None, row: int) -> str | None:
        """The formula with its row's cells; None where a field that it names is gone."""
        places = {field.ident: xl_col_to_name(at) for at, field in enumerate(self.fields)}
        parts = (formula or "").split("|")
        if not formula or any(ident not in places for ident in parts[1::2]):
            return None
        return "".join(f"{places[part]}{row + 1}" if at % 2 else part for at, part in enumerate(parts))

    def put(self, sheet: Any, row: int, column: int, value: Cell, **style: Any) -> None:
        """A value as its kind; no text is run as a formula."""
        if isinstance(value, datetime | date):
            style = {"num_format": "yyyy-mm-dd", "align": "center", **style}
            sheet.write_datetime(row, column, value, self._format(**style))
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, self._format(**style))
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, self._format(**style))
        elif value and value.isascii() and value.isdigit() and len(value) < 6 and value[0] != "0":
            sheet.write_number(row, column, int(value), self._format(**style))
        elif value:
            sheet.write_string(row, column, value[:MOST_CHARACTERS], self._format(**style))
        else:
            sheet.write_blank(row, column, None, self._format(**style))

    def _width(self, field: Field) -> float:
        """In the sheet's units: a Chinese character is two wide."""
        default = WIDTHS.get(field.name, field.column.width if field.column else 8) * 1.8 + 1
        return field.width or default

    def _height(self, line: Line) -> float:
        """Points for the cell with the most lines. (Programs differ in whether they find it themselves.)"""
        most = max(
            _lines(str(value), (self._width(field) - 1) / 1.8)
            for field in self.fields
            if (value := line.cells.get(field.ident)) is not None or field is self.fields[0]
            if not field.hidden and field.name not in BEHIND
        )
        return min(409.0, most * LINE_POINTS + 3)

    def _layout(self, sheet: Any, top: int, count: int, shown: int) -> None:
        width = len(self.fields) + 1
        for at, field in enumerate(self.fields):
            sheet.set_column(at, at, self._width(field), None, {"hidden": field.hidden})
        sheet.set_column(width - 1, width - 1, 18, None, {"hidden": True})
        sheet.set_row(top, 30)
        sheet.freeze_panes(top + 1, 1 if self.fields[0].name == "number" else 0)
        # all columns, so that whoever sorts takes the hidden key along
        sheet.autofilter(top, 0, top + max(count, 1), width - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        sheet.print_area(0, 0, top + max(count, 1), shown - 1)
        # the blank keeps a year in the title from being read as the font's size
        sheet.set_header(f"&C&14 {self._title()}")
        sheet.set_footer(f"&C{self.words.page}")
        if count:
            self._rules(sheet, top + 1, count, shown)

    def _title(self) -> str:
        titles = {notice.title for notice, _ in self.pairs if notice.title}
        return (titles.pop() if len(titles) == 1 else self.words.ledger).replace("&", "&&")[:200]

    def _at(self, name: str) -> int | None:
        return next((at for at, field in enumerate(self.fields) if field.name == name), None)

    def _rules(self, sheet: Any, first: int, count: int, shown: int) -> None:
        """The drop-down and the colours of rows: to check, finished, overdue, due soon."""
        last, rules = first + count - 1, []
        check, status, end = self._at("check"), self._at("status"), self._at("end")
        if check is not None:
            self._rule(
                sheet,
                (first, check, last, check),
                f"LEN(${xl_col_to_name(check)}{first + 1})>0",
                self.to_check,
            )
        if status is not None:
            states = list(self.words.states)
            sheet.data_validation(first, status, last, status, {"validate": "list", "source": states})
            state = f"${xl_col_to_name(status)}{first + 1}"
            rules.append((f'OR({state}="{states[2]}",{state}="{states[3]}")', self.over))
        if end is not None:
            day = f"${xl_col_to_name(end)}{first + 1}"
            rules.append((f'AND({day}<>"",{day}<TODAY())', self.late))
            rules.append((f'AND({day}<>"",{day}-TODAY()<={DUE_SOON_DAYS})', self.soon))
        for formula, style in rules:
            self._rule(sheet, (first, 0, last, shown - 1), formula, style)

    def _rule(self, sheet: Any, area: tuple[int, int, int, int], formula: str, style: Any) -> None:
        criteria = {"type": "formula", "criteria": f"={formula}", "format": style, "stop_if_true": True}
        sheet.conditional_format(*area, criteria)

    # the other sheets

    def _unit_sheets(self, taken: set[str]) -> None:
        canonical = canonical_names(self.lines)
        having = [{unit for unit, _ in line.units(canonical)} for line in self.lines]
        for unit in units_of(self.lines, canonical):
            lines = [line for line, units in zip(self.lines, having, strict=True) if unit in units]
            self._table(self.book.add_worksheet(_sheet_name(unit, taken)), lines)

    def _summary(self, sheet: Any) -> None:
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, 5, 10)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&C{self.words.page}")
        sheet.write_string(0, 0, self._title().replace("&&", "&"), self.big)

        def put(sheet: Any, row: int, column: int, value: Cell, formula: str | None = None) -> None:
            if formula:
                sheet.write_formula(row, column, formula, self._format(), value)
            else:
                self.put(sheet, row, column, value)

        Summary(sheet, put, self.heading, self.words, self.fields, self.lines, self.top + 1).write(2)

    def _dropped(self, sheet: Any) -> None:
        """Rows of the ledger whose tasks are gone, as they stood."""
        headings = {field.heading: self._width(field) for field in self.fields}
        names = list(dict.fromkeys(name for row in self.kept.dropped for name in row))
        names = [*(n for n in names if n != self.words.key), *(n for n in names if n == self.words.key)]
        widths = [headings.get(name, 18) for name in names]
        for at, name in enumerate(names):
            sheet.write_string(0, at, name, self.heading)
            sheet.set_column(at, at, widths[at], None, {"hidden": name == self.words.key})
        for row, values in enumerate(self.kept.dropped, 1):
            for at, name in enumerate(names):
                self.put(sheet, row, at, values.get(name))
            shown = [(str(values.get(name) or ""), width) for name, width in zip(names, widths, strict=True)]
            most = max(_lines(text, (width - 1) / 1.8) for text, width in shown)
            sheet.set_row(row, min(409.0, most * LINE_POINTS + 3))
        sheet.freeze_panes(1, 0)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.repeat_rows(0)
        sheet.set_footer(f"&C{self.words.page}")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _own_sheet(self, sheet: Any, own: OwnSheet) -> None:
        for at, width in own.widths.items():
            sheet.set_column(at, at, width)
        for top, left, bottom, right in own.merges:
            sheet.merge_range(top, left, bottom, right, "")
        for (row, column), (value, look) in own.cells.items():
            style = self.book.add_format(dict(look)) if look else None
            if isinstance(value, Formula):
                sheet.write_formula(row, column, str(value), style)
            elif isinstance(value, datetime | date):
                sheet.write_datetime(row, column, value, style)
            elif isinstance(value, str):
                sheet.write_string(row, column, value[:MOST_CHARACTERS], style)
            elif value is None:
                sheet.write_blank(row, column, None, style)
            else:
                sheet.write(row, column, value, style)
        if own.hidden:
            sheet.hide()

    def _as_printed(self, sheet: Any) -> None:
        """Each cell as it stands: of a task's fields what the notice says, of the others what was typed by now."""
        chosen = self.selection
        asked = {
            "unit": chosen.unit,
            "role": chosen.role,
            "due_after": chosen.due_after and chosen.due_after.isoformat(),
            "due_before": chosen.due_before and chosen.due_before.isoformat(),
            "topic": chosen.topic,
            "origin": chosen.origin,
            "sort": list(chosen.sort),
            "by_unit": chosen.by_unit,
        }
        for at, text in enumerate(("wpkit", str(VERSION), json.dumps(asked, ensure_ascii=False))):
            sheet.write_string(0, at, text)
        idents = [field.ident for field in self.fields]
        for at, text in enumerate((self.words.key, *idents)):
            sheet.write_string(1, at, text)
        lines = [line for line in self.lines if line.pair]
        for row, line in enumerate(lines, 2):
            sheet.write_string(row, 0, line.key)
            for at, ident in enumerate(idents, 1):
                value = line.printed[ident] if ident in line.printed else line.cells.get(ident)
                if value not in (None, ""):
                    sheet.write_string(row, at, str(value)[:MOST_CHARACTERS])
        sheet.hide()


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column so many Chinese characters wide."""
    room = max(1, int(width * 2 - 1))
    return sum(
        max(1, -(-sum(1 if ord(c) < 0x2E80 else 2 for c in line) // room)) for line in text.split("\n")
    )


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel takes for a sheet, in no other's use."""
    plain = "".join("_" if char in "[]:*?/\\'" else char for char in name)[:31] or "_"
    candidate, number = plain, 2
    while candidate.lower() in {other.lower() for other in taken}:
        candidate, number = f"{plain[:28]}_{number}"[:31], number + 1
    taken.add(candidate)
    return candidate
