"""A filled ledger and its notice, parsed again → the ledger anew, with everything that people typed.

A row is found again by its key; where the words changed, by likeness. Rows whose tasks are gone and in which
something was typed are kept on a sheet of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from wpkit.diff import match, words_of
from wpkit.errors import FormatError, NotFoundError, UnreadableError
from wpkit.outputs import replacing
from wpkit.schema import Notice, Task
from wpkit.writers.rows import COLUMNS, Selection, Value, column_of

Row = dict[str, Value]

# What tells tasks of the same words apart.
BESIDES = ("category", "units", "lead", "responsible", "support", "deadline", "number")
# The heading row stands among the first ones: people put a title above it.
MOST_ABOVE = 10
# A cell holds no more than 32,767 characters.
MOST_COMPARED = 30_000
EDITED = {"zh": "台账原有任务内容", "en": "content as it stood"}


@dataclass(frozen=True, slots=True)
class Merged:
    """`kept` rows were found again, `changed` of them by likeness; `added` tasks are new; `dropped` rows with
    something typed have no task any more."""

    kept: int
    changed: int
    added: int
    dropped: int


def merge_ledger(notices: Iterable[Notice], ledger: str | Path, output: str | Path | None = None) -> Merged:
    """Writes the ledger of `notices` with what was typed in `ledger` into `output` (or `ledger` itself).

    Raises NotFoundError or UnreadableError where `ledger` is no ledger that wpkit wrote, FormatError where
    the libraries are not installed (`wpkit[xlsx]`).
    """
    try:
        from wpkit.writers.xlsx import Typed, row_key, write_ledger

        old = _Old(Path(ledger))
    except ModuleNotFoundError as error:
        raise FormatError(str(ledger), f"needs {error.name}", "pip install 'wpkit[xlsx]'") from None
    listed = list(notices)
    pairs = [(notice, task) for notice in listed for task in notice.tasks]
    keys = [row_key(notice, task) for notice, task in pairs]
    found = {key: old.rows[key] for key in keys if key in old.rows}
    rest_old = [key for key in old.rows if key not in found]
    rest_new = [at for at, key in enumerate(keys) if key not in found]
    matched = _matched(old, rest_old, [pairs[at] for at in rest_new])
    for i, j in matched:
        found[keys[rest_new[j]]] = old.rows[rest_old[i]]
    gone = {rest_old[i] for i, _ in matched}
    for key, (_, task) in zip(keys, pairs, strict=True):
        old.keep_edited(found.get(key), task)
    dropped = [old.rows[key] for key in rest_old if key not in gone and old.has_typing(old.rows[key])]
    dropped = [{k: v for k, v in row.items() if k != old.key and v is not None} for row in dropped]
    typed = Typed(
        {key: {name: row.get(name) for name in old.typing} for key, row in found.items()},
        old.headings,
        [*old.dropped, *(row for row in dropped if row not in old.dropped)],
    )
    with replacing(Path(output or ledger)) as temporary:
        write_ledger(listed, Selection(columns=old.columns), old.lang, temporary, typed)
    return Merged(len(found), len(matched), len(keys) - len(found), len(typed.dropped))


def _matched(old: _Old, rest: list[str], pairs: list[tuple[Notice, Task]]) -> list[tuple[int, int]]:
    """(place in `rest`, place in `pairs`) of rows and tasks alike: equal in words and as many other columns as
    may be (several tasks may have the same words), then in words, then likest in words."""
    rows = [old.rows[key] for key in rest]
    new = [words_of(task.title or "", task.content) for _, task in pairs]
    words = [old.words(row) for row in rows]
    found: list[tuple[int, int]] = []
    for besides in (old.besides, *([name] for name in old.besides)):
        taken, given = {i for i, _ in found}, {j for _, j in found}
        places: dict[tuple[str, ...], list[int]] = {}
        for j in (j for j in range(len(new)) if j not in given):
            shown = (_shown(column_of(name).value(*pairs[j], old.lang)) for name in besides)
            places.setdefault((new[j], *shown), []).append(j)
        for i, row in enumerate(rows):
            same = places.get((words[i], *(_shown(row.get(old.heading_of[name])) for name in besides)))
            if i not in taken and words[i] and same:
                found.append((i, same.pop(0)))
    taken, given = {i for i, _ in found}, {j for _, j in found}
    rest_old = [i for i in range(len(rows)) if i not in taken]
    rest_new = [j for j in range(len(new)) if j not in given]
    alike = match([words[i] for i in rest_old], [new[j] for j in rest_new])
    return [*found, *((rest_old[i], rest_new[j]) for i, j, _ in alike)]


def _shown(value: Value) -> str:
    return "".join(str(value).split()) if value is not None else ""


def _printed(text: str) -> str:
    """The text as a cell holds it, without blanks: no control characters, no apostrophe before a formula."""
    return "".join(char for char in text.lstrip("'") if char.isprintable() and not char.isspace())


class _Old:
    """The rows of a ledger by key, and what in them was typed. `headings` are people's own columns."""

    def __init__(self, path: Path) -> None:
        from wpkit.writers.xlsx import WORDS

        self.path = path
        book = _open(path)
        self.lang, table = self._ledger(book)
        words = WORDS[self.lang]
        self.key, self.first_state = words.key, words.states[0]
        ours = {column.title if self.lang == "zh" else column.name: column.name for column in COLUMNS}
        names = [name for name in table[0] if name]
        standard = [words.status, words.progress, words.remark]
        self.headings = [n for n in names if n not in ours and n not in standard and n != words.key]
        self.typing = [*standard, *self.headings]
        at = names.index(words.status) if words.status in names else len(names)
        self.columns = tuple(ours[name] for name in names[:at] if name in ours)
        self.heading_of = {name: heading for heading, name in ours.items()}
        self.besides = [name for name in BESIDES if name in self.columns]
        self._content = next((n for n, name in ours.items() if name == "content"), "")
        self._title = next((n for n, name in ours.items() if name == "title"), "")
        self.rows: dict[str, Row] = {}
        for values in table[1:]:
            row: Row = dict(zip(table[0], values, strict=False))
            row.pop("", None)
            self.rows[str(row.get(words.key) or f"row {len(self.rows)}")] = row
        self._from_unit_sheets(book, words)
        self.dropped = self._rows_of(book, words.dropped)

    def _ledger(self, book: Any) -> tuple[str, list[list[Any]]]:
        from wpkit.writers.xlsx import WORDS

        for lang, words in WORDS.items():
            # A renamed one is the first with our headings: the sheets of units stand behind it.
            sheets = sorted(book.worksheets, key=lambda sheet: sheet.title != words.ledger)
            for sheet in sheets:
                table = _table(sheet, words.status)
                needed = {words.status} if sheet.title == words.ledger else {words.status, words.key}
                if sheet.title not in (words.summary, words.dropped) and table and needed <= set(table[0]):
                    self.sheet = sheet.title
                    return lang, table
        raise UnreadableError(
            str(self.path), "is no ledger that wpkit wrote", "Make one with `wpkit export --xlsx`."
        )

    def _from_unit_sheets(self, book: Any, words: Any) -> None:
        """What units typed on their own sheets, where the ledger's own cell says nothing."""
        by_words = {self.words(row): row for row in self.rows.values() if words.key not in row}
        for sheet in book.worksheets:
            if sheet.title in (self.sheet, words.summary, words.dropped):
                continue
            table = _table(sheet)
            if not table or words.key not in table[0]:
                continue
            for values in table[1:]:
                given: Row = dict(zip(table[0], values, strict=False))
                row = self.rows.get(str(given.get(words.key))) or by_words.get(self.words(given))
                for name in self.typing if row is not None else ():
                    if row is not None and given.get(name) and row.get(name) in (None, self.first_state):
                        row[name] = given[name]

    def _rows_of(self, book: Any, title: str) -> list[Row]:
        if title not in book.sheetnames:
            return []
        table = _table(book[title])
        return [
            {n: v for n, v in zip(table[0], values, strict=False) if n and v is not None}
            for values in table[1:]
        ]

    def words(self, row: Row) -> str:
        return words_of(str(row.get(self._title) or ""), str(row.get(self._content) or ""))

    def keep_edited(self, row: Row | None, task: Task) -> None:
        """Words that someone changed in a row of ours stand on, in a column of their own: the task's are printed."""
        edited = row and row.get(self._content)
        if not row or not edited or len(task.content) > MOST_COMPARED:
            return
        if _printed(str(edited)) == _printed(task.content):
            return
        heading = EDITED[self.lang]
        if heading not in self.typing:
            self.headings.append(heading)
            self.typing.append(heading)
        row[heading] = edited

    def has_typing(self, row: Row) -> bool:
        return any(row.get(name) not in (None, "", self.first_state) for name in self.typing)


def _open(path: Path) -> Any:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return openpyxl.load_workbook(path, data_only=True)
    except FileNotFoundError:
        raise NotFoundError(str(path), "no such file", "Make one with `wpkit export --xlsx`.") from None
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise UnreadableError(
            str(path), "is no workbook that can be read", "Save it as .xlsx again."
        ) from None


def _table(sheet: Any, heading: str = "") -> list[list[Any]]:
    """The rows with anything in them; the first is the headings as text: the one with `heading`, where one of the
    first has it."""
    rows = [[_value(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    rows = [row for row in rows if any(value is not None for value in row)]
    first = (at for at, row in enumerate(rows[:MOST_ABOVE]) if heading and heading in row)
    rows = rows[next(first, 0) :]
    return [["" if v is None else str(v).strip() for v in rows[0]], *rows[1:]] if rows else []


def _value(value: Any) -> Value:
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, int | date) and not isinstance(value, bool):
        return value
    return str(value) if value is not None and str(value).strip() else None
