"""A ledger's workbook → its rows as people left them, each with what stood in it when it was written.

Rows may be sorted, filtered, added and copied, columns moved, added, taken out or headed anew, the sheet renamed, a
title put above. Ledgers written without a sheet of printed values are read too: then little is known of what stood there.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from typing import Any

from wpkit.errors import NotFoundError, UnreadableError
from wpkit.records import record
from wpkit.writers.lines import WORDS, Cell, Field, Formula, Look, OwnSheet, Words, key_of
from wpkit.writers.rows import COLUMNS, Selection, column_of

_REFERENCE = re.compile(r"(?<![A-Za-z0-9_.\"])\$?([A-Z]{1,3})\$?(\d{1,7})(?![\d(A-Za-z_])")
# The heading row stands among the first ones: people put a title above it.
MOST_ABOVE = 10
# A heading that no longer says so is known by so many of its cells.
RENAMED = 0.8
# What a sheet of people's own may hold to be taken along.
MOST_OWN_CELLS = 200_000
IDENTITY = ("number", "category", "title", "content")


@record()
class Row:
    """`key` is "" where the row has none of ours; `after` is the key of the row that it stands behind. `said` is what
    the sheets of units say: (sheet, cells). `base` is None where it is not known what stood there."""

    cells: dict[str, Cell]
    key: str = ""
    after: str = ""
    base: dict[str, str] | None = None
    said: list[tuple[str, dict[str, Cell]]] = dataclasses.field(default_factory=list)
    look: Look = dataclasses.field(default_factory=Look)
    sure: frozenset[str] = frozenset()
    """Fields that are as they were written, where `base` is None."""


def plain(value: Cell) -> str:
    """What two cells are held against each other by: without blanks, control characters, an apostrophe before a
    formula; days alike however they are written.

    >>> plain(date(2022, 6, 3)) == plain("2022/6/3") == plain("2022年6月3日")
    True
    """
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    text = "" if value is None else str(value)
    text = "".join(char for char in text.lstrip("'") if char.isprintable() and not char.isspace())
    parts = (
        text.rstrip("日").replace("年", "-").replace("月", "-").replace("/", "-").replace(".", "-").split("-")
    )
    if len(parts) == 3 and all(part.isdecimal() for part in parts) and len(parts[0]) == 4:
        return f"{int(parts[0]):04}-{int(parts[1]):02}-{int(parts[2]):02}"
    return text[:30_000]


class Filled:
    """Raises NotFoundError or UnreadableError where the path is no ledger that wpkit wrote."""

    def __init__(self, path: Path) -> None:
        book = _open(path)
        self._path = path
        self._values: Any = None
        found = [
            (score, lang, sheet)
            for lang in WORDS
            for sheet in book.worksheets
            if (score := _score(sheet, lang))
        ]
        if not found:
            raise UnreadableError(
                str(path), "is no ledger that wpkit wrote", "Make one with `wpkit export --xlsx`."
            )
        # A renamed one is the first of those with most of our headings: the sheets of units stand behind it.
        _, self.lang, sheet = max(found, key=lambda one: one[0])
        self.words: Words = WORDS[self.lang]
        self.title: str = sheet.title
        self.base, self.selection = self._printed(book)
        top, headings = _heading_row(sheet, self.lang)
        self.above = (
            [[cell.value for cell in row] for row in sheet.iter_rows(max_row=top - 1)] if top > 1 else []
        )
        self.above = [row for row in self.above if any(value is not None for value in row)]
        places = _places(headings, sheet, top, self.words)
        self.fields = self._fields(places, sheet)
        self.has_keys = any(field.name == "key" for field in self.fields.values())
        self.rows = list(self._rows(sheet, top))
        self.fields = self._renamed()
        self._realign()
        self.unit_sheets: list[str] = []
        self._from_unit_sheets(book)
        self.dropped = self._dropped(book)
        ours = {self.title, self.words.summary, self.words.dropped, self.words.as_printed, *self.unit_sheets}
        self.sheets = [_own_sheet(sheet) for sheet in book.worksheets if sheet.title not in ours]

    # headings

    def _fields(self, places: Mapping[int, str], sheet: Any) -> dict[int, Field]:
        """The field of each column of the sheet (from 1)."""
        ours = {c.title if self.lang == "zh" else c.name: c for c in COLUMNS}
        standard = {heading: name for name, heading in self.words.standard().items()}
        fields = {}
        for at, heading in places.items():
            width, hidden = _width_of(sheet, at)
            if heading in ours:
                fields[at] = Field(ours[heading].name, heading, ours[heading], width, hidden)
            else:
                fields[at] = Field(standard.get(heading, ""), heading, None, width, hidden)
        return fields

    def _renamed(self) -> dict[int, Field]:
        """With the fields whose headings people wrote anew: told by what was printed in them."""
        having = {field.name for field in self.fields.values()}
        names = {c.name for c in COLUMNS}
        printed = {name for cells in self.base.values() for name in cells}
        missing = sorted((printed & names) - having, key=lambda name: column_of(name).title)
        fields = dict(self.fields)
        for at, own in self.fields.items():
            if own.name:
                continue
            for name in missing:
                pairs = [
                    (plain(row.cells.get(own.ident)), self.base[row.key].get(name, ""))
                    for row in self.rows
                    if row.key in self.base
                ]
                same = sum(one == plain(other) for one, other in pairs)
                if any(one for one, _ in pairs) and same >= RENAMED * len(pairs):
                    column = column_of(name)
                    fields[at] = Field(name, own.heading, column, own.width, own.hidden)
                    for row in self.rows:
                        row.cells[name] = row.cells.pop(own.ident, None)
                    missing.remove(name)
                    break
        return fields

    def kept_fields(self) -> list[Field]:
        return [field for _, field in sorted(self.fields.items()) if field.name != "key"]

    # rows

    def _rows(self, sheet: Any, top: int) -> Iterator[Row]:
        merged = _merged_down(sheet)
        for number, cells in enumerate(sheet.iter_rows(min_row=top + 1), 1):
            row = Row({})
            for at, field in self.fields.items():
                if at > len(cells):
                    continue
                cell = merged.get((cells[at - 1].row, at), cells[at - 1])
                row.cells[field.ident] = self._value(cell)
                if cell.data_type == "f" and not field.column:
                    self._formula(cell, field.ident, row.look)
                _look(cell, field.ident, row.look, self.words)
            key = row.cells.pop("key", None)
            if not any(value is not None for value in row.cells.values()):
                continue
            row.key = str(key) if key else ("" if self.has_keys else f"row {number}")
            yield row

    def _value(self, cell: Any) -> Cell:
        """A cell's value; a formula's is the one that a program reckoned last, if any did."""
        if cell.data_type != "f":
            return _value(cell.value)
        if self._values is None:
            self._values = _open(self._path, values=True)
        return _value(self._values[cell.parent.title].cell(cell.row, cell.column).value)

    def _formula(self, cell: Any, ident: str, look: Look) -> None:
        """Keeps a formula that looks at cells of its own row alone: rows and columns may stand elsewhere afterwards."""
        from openpyxl.utils import column_index_from_string

        text = str(cell.value)
        if "|" in text or "!" in text or ":" in text or not text.startswith("="):
            return
        parts = _REFERENCE.split(text)
        for at in range(1, len(parts), 3):
            field = self.fields.get(column_index_from_string(parts[at]))
            if int(parts[at + 1]) != cell.row or field is None:
                return
            parts[at], parts[at + 1] = f"|{field.ident}|", ""
        look.formulas[ident] = Formula("".join(parts))

    def _realign(self) -> None:
        """Each row gets the key that is its own: whoever sorts some columns only leaves the keys where they were, and
        a copied row has the key of the one it was copied from."""
        keys = {row.key for row in self.rows if row.key}
        files = {str(row.cells["file"]) for row in self.rows if row.cells.get("file")}
        hashed = {id(row): {_key_of(row, file) for file in files} for row in self.rows}
        by_words: dict[tuple[str, str], list[str]] = {}
        for key, cells in self.base.items():
            by_words.setdefault((plain(cells.get("number")), plain(cells.get("content"))), []).append(key)
        taken: set[str] = set()
        late = []
        for row in self.rows:
            own = hashed[id(row)] & (keys | set(self.base))
            known = by_words.get((plain(row.cells.get("number")), plain(row.cells.get("content"))), [])
            sure = [key for key in (*sorted(own), *known) if key not in taken]
            if row.key in taken or row.key not in (*own, *known):
                if not sure or (row.key and not self._misplaced(row, sure)):
                    late.append(row)
                    continue
                row.key = sure[0]
            taken.add(row.key)
        for row in late:
            if row.key in taken:
                # a copy of a row of ours, or, in ledgers of old, a task of the same words
                row.key = (
                    "" if self.base else next(k for n in count(2) if (k := f"{row.key}-{n}") not in taken)
                )
            if row.key:
                taken.add(row.key)
        after = ""
        for row in self.rows:
            row.after, after = after, row.key or after
            if row.key in self.base:
                row.base = self.base[row.key]
            elif row.key in hashed[id(row)]:
                row.sure = frozenset(IDENTITY)

    def _misplaced(self, row: Row, sure: list[str]) -> bool:
        """Whether a row's words are another row's: not where they merely were edited."""
        return bool(sure) and (not self.has_keys or row.key not in self.base or sure[0] in self.base)

    def _from_unit_sheets(self, book: Any) -> None:
        by_key = {row.key: row for row in self.rows if row.key}
        by_words = {plain(row.cells.get("content")): row for row in self.rows}
        others = {self.title, self.words.summary, self.words.dropped, self.words.as_printed}
        for sheet in book.worksheets:
            if sheet.title in others:
                continue
            found = _heading_row(sheet, self.lang)
            if found is None or self.words.key not in found[1]:
                continue
            self.unit_sheets.append(sheet.title)
            headings = {field.heading: field for field in self.fields.values()}
            places = _places(found[1], sheet, found[0], self.words)
            for cells in sheet.iter_rows(min_row=found[0] + 1):
                values = {h: self._value(cells[at - 1]) for at, h in places.items() if at <= len(cells)}
                given = {headings[h].ident: value for h, value in values.items() if h in headings}
                row = by_key.get(str(values.get(self.words.key))) or by_words.get(plain(given.get("content")))
                given.pop("key", None)
                if row is not None and any(value is not None for value in given.values()):
                    row.said.append((sheet.title, given))

    # the other sheets

    def _printed(self, book: Any) -> tuple[dict[str, dict[str, str]], Selection]:
        """What stood in the cells, by key and field, and what the ledger was asked to hold."""
        if self.words.as_printed not in book.sheetnames:
            return {}, Selection()
        rows = [list(row) for row in book[self.words.as_printed].iter_rows(values_only=True)]
        if len(rows) < 2 or rows[0][0] != "wpkit":
            return {}, Selection()
        idents = [str(value) if value else "" for value in rows[1]]
        base = {
            str(row[0]): {
                ident: "" if value is None else str(value)
                for ident, value in zip(idents[1:], row[1:], strict=False)
                if ident
            }
            for row in rows[2:]
            if row[0]
        }
        return base, _selection(str(rows[0][2]) if len(rows[0]) > 2 else "")

    def _dropped(self, book: Any) -> list[dict[str, Cell]]:
        if self.words.dropped not in book.sheetnames:
            return []
        rows = list(book[self.words.dropped].iter_rows(values_only=True))
        headings = [str(value).strip() if value is not None else "" for value in rows[0]] if rows else []
        made = ({h: _value(v) for h, v in zip(headings, row, strict=False) if h} for row in rows[1:])
        return [row for row in made if any(value is not None for value in row.values())]


def _selection(text: str) -> Selection:
    try:
        asked = json.loads(text)
        after, before = (
            asked[name] and date.fromisoformat(asked[name]) for name in ("due_after", "due_before")
        )
        return Selection(
            unit=asked["unit"],
            role=asked["role"],
            topic=asked["topic"],
            origin=asked["origin"],
            sort=tuple(asked["sort"]),
            by_unit=asked["by_unit"],
            due_after=after,
            due_before=before,
        )
    except (ValueError, KeyError, TypeError):
        return Selection()


def _key_of(row: Row, file: str) -> str:
    path = str(row.cells.get("category") or "")
    number, title = row.cells.get("number"), row.cells.get("title")
    return key_of(file, number, path.split(" / ") if path else (), title, row.cells.get("content") or "")


def _open(path: Path, *, values: bool = False) -> Any:
    """The workbook with its formulas, or with the values that they had."""
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return openpyxl.load_workbook(path, data_only=values)
    except FileNotFoundError:
        raise NotFoundError(str(path), "no such file", "Make one with `wpkit export --xlsx`.") from None
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise UnreadableError(
            str(path), "is no workbook that can be read", "Save it as .xlsx again."
        ) from None


def _known(lang: str) -> set[str]:
    ours = {c.title if lang == "zh" else c.name for c in COLUMNS}
    return ours | set(WORDS[lang].standard().values())


def _heading_row(sheet: Any, lang: str) -> Any:
    """(row, headings) of the first rows' one with most headings of ours, or None."""
    known, words = _known(lang), WORDS[lang]
    best: tuple[int, int, list[str]] | None = None
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ABOVE, values_only=True), 1):
        headings = ["".join(str(value).split()) if value is not None else "" for value in row]
        headings = [
            h if h in known else str(v).strip() if v is not None else ""
            for h, v in zip(headings, row, strict=True)
        ]
        having = len(known & set(headings))
        if having >= 2 and {words.key, words.status} & set(headings) and (best is None or having > best[0]):
            best = (having, number, headings)
    return best and (best[1], best[2])


def _score(sheet: Any, lang: str) -> int:
    words = WORDS[lang]
    if sheet.title in (words.summary, words.dropped, words.as_printed):
        return 0
    found = _heading_row(sheet, lang)
    return (2 if sheet.title == words.ledger else 1) if found else 0


def _places(headings: list[str], sheet: Any, top: int, words: Words) -> dict[int, str]:
    """The heading of each column with one, or with anything below it; every heading once."""
    filled = {
        at
        for row in sheet.iter_rows(min_row=top + 1, values_only=True)
        for at, value in enumerate(row, 1)
        if value is not None
    }
    places: dict[int, str] = {}
    for at, text in enumerate(headings, 1):
        if not text and at not in filled:
            continue
        heading = name = text or words.no_heading
        number = 2
        while heading in places.values():
            heading, number = f"{name}（{number}）", number + 1
        places[at] = heading
    return places


def _width_of(sheet: Any, at: int) -> tuple[float | None, bool]:
    """A column's width where one is set, and whether it is hidden. (One entry may stand for a run of columns.)"""
    for dimension in sheet.column_dimensions.values():
        if (dimension.min or 0) <= at <= (dimension.max or 0):
            # the writer adds five pixels of seven a character
            width = dimension.width - 5 / 7 if dimension.customWidth else None
            return width, bool(dimension.hidden)
    return None, False


def _merged_down(sheet: Any) -> dict[tuple[int, int], Any]:
    """For each cell that is merged into one above it that one: people merge what is the same in several rows."""
    return {
        (row, span.min_col): sheet.cell(span.min_row, span.min_col)
        for span in sheet.merged_cells.ranges
        if span.min_col == span.max_col
        for row in range(span.min_row + 1, min(span.max_row, sheet.max_row) + 1)
    }


def _value(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else value
    if isinstance(value, int | float | date):
        return value
    return str(value) if value is not None and str(value).strip() else None


def _fill(cell: Any) -> str | None:
    fill = cell.fill
    if fill is None or fill.fill_type != "solid" or fill.fgColor.type != "rgb":
        return None
    from wpkit.writers.xlsx import OUR_FILLS

    colour = str(fill.fgColor.rgb)[-6:].upper()
    return None if colour in OUR_FILLS else colour


def _look(cell: Any, ident: str, look: Look, words: Words) -> None:
    if cell.has_style:
        colour = _fill(cell)
        if colour:
            look.fills[ident] = colour
        if cell.number_format not in ("General", "yyyy-mm-dd"):
            look.formats[ident] = cell.number_format
    if cell.comment is not None:
        text = str(cell.comment.text or "")
        kept = [line for line in text.split("\n") if line.strip() and not line.startswith(words.notice_says)]
        if kept:
            look.notes[ident] = "\n".join(kept)


def _own_sheet(sheet: Any) -> OwnSheet:
    cells: dict[tuple[int, int], tuple[Cell, Mapping[str, object]]] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if len(cells) < MOST_OWN_CELLS and (cell.value is not None or cell.has_style):
                value = Formula(cell.value) if cell.data_type == "f" else _value(cell.value)
                cells[cell.row - 1, cell.column - 1] = (value, _style(cell))
    widths = {
        at - 1: dimension.width - 5 / 7
        for dimension in sheet.column_dimensions.values()
        if dimension.customWidth
        for at in range(dimension.min or 1, min(dimension.max or 1, 200) + 1)
    }
    merges = [(r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in sheet.merged_cells.ranges]
    return OwnSheet(sheet.title, cells, widths, merges, sheet.sheet_state != "visible")


def _style(cell: Any) -> dict[str, object]:
    """A cell's look as the workbook's writer names it: font, fill, alignment, borders, number format."""
    if not cell.has_style:
        return {}
    font, align = cell.font, cell.alignment
    style: dict[str, object] = {"bold": bool(font.b), "italic": bool(font.i)}
    if font.sz:
        style["font_size"] = font.sz
    if font.color is not None and font.color.type == "rgb":
        style["font_color"] = f"#{str(font.color.rgb)[-6:]}"
    if cell.fill.fill_type == "solid" and cell.fill.fgColor.type == "rgb":
        style["bg_color"] = f"#{str(cell.fill.fgColor.rgb)[-6:]}"
    if align.horizontal in ("left", "center", "right"):
        style["align"] = align.horizontal
    if align.vertical in ("top", "center", "bottom"):
        style["valign"] = "vcenter" if align.vertical == "center" else align.vertical
    style["text_wrap"] = bool(align.wrap_text)
    style |= {side: 1 for side in ("left", "right", "top", "bottom") if getattr(cell.border, side).style}
    if cell.number_format != "General":
        style["num_format"] = cell.number_format
    return style
