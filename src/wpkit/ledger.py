"""A filled ledger and its notice, parsed again → the ledger anew, with everything that people typed.

A row is found again by its key; where the words changed, by likeness. Each cell of a task's fields has three sides:
what stood there when the ledger was written, what stands there now, and what the notice says now. What a person changed
is kept and marked; where the notice changed too, both are told. Rows whose tasks are gone move to a sheet of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wpkit.diff import match, words_of
from wpkit.errors import FormatError, UsageError
from wpkit.outputs import replacing
from wpkit.records import record
from wpkit.schema import Notice, Task
from wpkit.writers.lines import WORDS, Cell, Field, Kept, Own, keys_of
from wpkit.writers.rows import column_of, select

if TYPE_CHECKING:
    from wpkit.filled import Filled, Row

# What tells tasks of the same words apart.
BESIDES = ("category", "units", "lead", "responsible", "support", "deadline", "number")
# Fields that say one thing: where a person's deadline stands against the notice's, so do its days.
TOGETHER = frozenset({"deadline", "deadline_kind", "start", "end", "recurrence"})
LONGEST_TOLD = 60


@record(frozen=True)
class Conflict:
    """A cell that a person changed, and the notice too: `ledger` stands in it, `notice` is what the notice says now and
    `before` what it said (None: not known, the ledger is of old). With `sheet` it is no notice but that unit's sheet
    that says `notice`."""

    number: str
    content: str
    heading: str
    ledger: str
    notice: str
    before: str | None = None
    sheet: str = ""


@record(frozen=True)
class Merged:
    """`kept` rows were found again, `changed` of them by likeness; `added` tasks are new, `dropped` rows' tasks are gone
    (`gone` names them) and `returned` ones are back; `restored` names added ones whose rows people took out; `own` rows are people's. `edited` cells hold what a person made
    of them, `conflicts` are those that the notice changed too, and `to_check` rows have an open one, new or old."""

    kept: int
    changed: int
    added: int
    dropped: int
    returned: int = 0
    own: int = 0
    edited: int = 0
    to_check: int = 0
    conflicts: tuple[Conflict, ...] = ()
    gone: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()


def merge_ledger(notices: Iterable[Notice], ledger: str | Path, output: str | Path | None = None) -> Merged:
    """Writes the ledger of `notices` with what was typed in `ledger` into `output` (or `ledger` itself).

    Raises NotFoundError or UnreadableError where `ledger` is no ledger that wpkit wrote, UsageError where it would be
    written while another program has it open, FormatError where the libraries are not installed (`wpkit[xlsx]`).
    """
    _refuse_open(Path(output or ledger))
    try:
        from wpkit.filled import Filled
        from wpkit.writers.xlsx import write_ledger

        old = Filled(Path(ledger))
    except ModuleNotFoundError as error:
        raise FormatError(str(ledger), f"needs {error.name}", "pip install 'wpkit[xlsx]'") from None
    listed = list(notices)
    merging = _Merging(old, listed)
    selection = replace(
        old.selection,
        columns=tuple(f.name for f in merging.fields if f.column),
        by_unit=old.selection.by_unit or bool(old.unit_sheets),
    )
    with replacing(Path(output or ledger)) as temporary:
        write_ledger(listed, selection, old.lang, temporary, merging.kept())
    return merging.merged()


def _refuse_open(path: Path) -> None:
    """An office program that has a workbook open would write over the merged one. It says so by a file beside it."""
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise UsageError(
                str(path), "is open in another program", "Close it there, or name another output."
            )


class _Merging:
    def __init__(self, old: Filled, notices: Sequence[Notice]) -> None:
        self.old, self.words = old, WORDS[old.lang]
        self.fields = old.kept_fields()
        self.names = "、".join(dict.fromkeys(notice.source.name for notice in notices))
        self.pairs = list(select(notices, old.selection))
        self.keys = keys_of(self.pairs)
        self.cells: dict[str, dict[str, Cell]] = {}
        self.conflicts: list[Conflict] = []
        self.edited = 0
        self._find()
        self._bring_back()
        for key, (notice, task) in zip(self.keys, self.pairs, strict=True):
            if key in self.found:
                self._merge(key, notice, task)

    # which row is whose

    def _find(self) -> None:
        by_key = {row.key: row for row in self.old.rows if row.key}
        self.found = {key: by_key[key] for key in self.keys if key in by_key}
        taken = {id(row) for row in self.found.values()}
        rest = [row for row in self.old.rows if id(row) not in taken]
        new = [at for at, key in enumerate(self.keys) if key not in self.found]
        matched = _matched(self.old, rest, [self.pairs[at] for at in new], self.fields)
        for i, j, _ in matched:
            self.found[self.keys[new[j]]] = rest[i]
        self.changed = sum(not equal for *_, equal in matched)
        left = {id(row) for row in rest} - {id(rest[i]) for i, *_ in matched}
        unfound = [row for row in self.old.rows if id(row) in left]
        self.gone = [row for row in unfound if self._was_ours(row)]
        self.own = [row for row in unfound if not self._was_ours(row)]

    def _was_ours(self, row: Row) -> bool:
        """Whether the row was a task's; else people added or copied it."""
        if self.old.base:
            return row.key in self.old.base
        return bool(row.key) and "-" not in row.key

    def _bring_back(self) -> None:
        """What was typed for a task that was gone and is there again."""
        self.dropped, self.returned = [], 0
        new = {key: at for at, key in enumerate(self.keys) if key not in self.found}
        by_words = {
            words_of(self.pairs[at][1].title or "", self.pairs[at][1].content): k for k, at in new.items()
        }
        headings = {f.heading: f for f in self.fields}
        title = next((f.heading for f in self.fields if f.name == "title"), "")
        content = next((f.heading for f in self.fields if f.name == "content"), "")
        for row in self.old.dropped:
            key = str(row.get(self.words.key) or "")
            if key not in new:
                key = by_words.get(words_of(str(row.get(title) or ""), str(row.get(content) or "")), "")
            if key not in new or key in self.cells:
                self.dropped.append(row)
                continue
            self.returned += 1
            typed = {headings[h].ident: v for h, v in row.items() if h in headings and not headings[h].column}
            self.cells[key] = typed

    # what stands in a cell

    def _merge(self, key: str, notice: Notice, task: Task) -> None:
        row = self.found[key]
        cells: dict[str, Cell] = {}
        check = _Check(_cell_text(row.cells.get("check")), self.words.colon)
        sides = {f.ident: self._sides(row, f, key, notice, task) for f in self.fields if f.name != "check"}
        clash = any(s.clashes for ident, s in sides.items() if ident in TOGETHER)
        for field in self.fields:
            side = sides.get(field.ident)
            if side is None:
                continue
            together = clash and field.ident in TOGETHER and not side.same_as_notice and side.known
            for sheet, value in side.others:
                self._tell(check, task, field, side.ledger, value, None, sheet)
            if field.column is None:
                cells[field.ident] = side.ledger
                continue
            if side.same_as_notice:
                check.settle(field.heading)
                continue
            if side.clashes or together:
                self._tell(check, task, field, side.ledger, side.notice, side.before if side.known else None)
            if side.changed or together:
                cells[field.ident] = side.ledger
                self.edited += 1
        if check.lines:
            cells["check"] = "\n".join(check.lines)
        self.cells[key] = cells

    def _sides(self, row: Row, field: Field, key: str, notice: Notice, task: Task) -> _Side:
        from wpkit.filled import plain

        ident = field.ident
        new = field.column.value(notice, task, self.old.lang) if field.column else None
        known, before = True, None
        if row.base is not None and ident in row.base:
            before = row.base[ident]
        elif field.column is None:
            before = self.words.states[0] if ident == "status" else None
        elif ident in row.sure:
            before = _cell_text(row.cells.get(ident))
        elif row.key == key and ident in ("number", "category", "title", "content"):
            before = _cell_text(new)
        else:
            known = False
        ledger = row.cells.get(ident)
        said = [(sheet, cells[ident]) for sheet, cells in row.said if ident in cells]
        stood = plain(before if known else new)
        others: list[tuple[str, Cell]] = []
        for sheet, value in said:
            if plain(value) in (stood, plain(ledger)) or (value is None and not self.old.base):
                continue
            if plain(ledger) == stood or (ident == "status" and ledger is None):
                ledger = value
            else:
                others.append((sheet, value))
        return _Side(
            ledger, new, before, known,
            same_as_notice=plain(ledger) == plain(new),
            changed=plain(ledger) != stood and (known or ledger is not None),
            noticed=plain(new) != stood if known else ledger is not None,
            others=others,
        )  # fmt: skip

    def _tell(
        self,
        check: _Check,
        task: Task,
        field: Field,
        ledger: Cell,
        notice: Cell,
        before: str | None,
        sheet: str = "",
    ) -> None:
        one, other = _cell_text(ledger) or self.words.nothing, _cell_text(notice) or self.words.nothing
        was = None if before is None else before or self.words.nothing
        conflict = Conflict(
            task.number or task.id, _short(task.title or task.content), field.heading, one, other, was, sheet
        )
        self.conflicts.append(conflict)
        check.add(field.heading, conflict_words(conflict, self.old.lang), settles=not sheet)

    # what is written

    def kept(self) -> Kept:
        idents = {field.ident for field in self.fields}
        check = any("check" in cells for cells in self.cells.values())
        if check and "check" not in idents:
            last = max(
                (at for at, f in enumerate(self.fields) if f.name in ("status", "progress", "remark")),
                default=None,
            )
            at = len(self.fields) if last is None else last + 1
            self.fields.insert(at, Field("check", self.words.check))
        elif not check:
            self.fields = [field for field in self.fields if field.name != "check"]
        gone = [
            {
                **{f.heading: row.cells.get(f.ident) for f in self.fields},
                self.words.not_in: self.names,
                self.words.key: row.key,
            }
            for row in self.gone
        ]
        found = {id(row): key for key, row in self.found.items()}
        place = {row.key: found[id(row)] for row in self.old.rows if row.key and id(row) in found}
        return Kept(
            fields=self.fields,
            cells=self.cells,
            looks={key: row.look for key, row in self.found.items()},
            own=[Own(self._anchor(row, place), row.cells, row.look) for row in self.own],
            above=self.old.above,
            sheets=self.old.sheets,
            dropped=[*self.dropped, *gone],
        )

    def _anchor(self, row: Row, place: dict[str, str]) -> str:
        """The new key of the nearest row above that is still there."""
        above = ""
        for other in self.old.rows:
            if other is row:
                break
            above = place.get(other.key, above)
        return above

    def merged(self) -> Merged:
        return Merged(
            kept=len(self.found),
            changed=self.changed,
            added=len(self.keys) - len(self.found) - self.returned,
            dropped=len(self.gone),
            returned=self.returned,
            own=len(self.own),
            edited=self.edited,
            to_check=sum("check" in cells for cells in self.cells.values()),
            conflicts=tuple(self.conflicts),
            gone=tuple(self._named(row) for row in self.gone),
            restored=tuple(self._restored()),
        )

    def _restored(self) -> Iterator[str]:
        """The tasks that the ledger had a row for, which is no more in it."""
        rows = {row.key for row in self.old.rows}
        taken_out = [cells for key, cells in self.old.base.items() if key not in rows]
        words = {words_of(cells.get("title", ""), cells.get("content", "")) for cells in taken_out}
        for key, (_, task) in zip(self.keys, self.pairs, strict=True):
            if key not in self.cells and words_of(task.title or "", task.content) in words:
                yield f"{task.number or ''} {_short(task.title or task.content)}".strip()

    def _named(self, row: Row) -> str:
        words = _cell_text(row.cells.get("title")) or _cell_text(row.cells.get("content"))
        return f"{_cell_text(row.cells.get('number'))} {_short(words)}".strip()


@record(frozen=True)
class _Side:
    """A cell: what stands in it (on the ledger, or else on a unit's sheet), what the notice says, what it said `before`
    where that is `known`; `changed` by a person, `noticed`: the notice changed. `others` say something else again."""

    ledger: Cell
    notice: Cell
    before: str | None
    known: bool
    same_as_notice: bool
    changed: bool
    noticed: bool
    others: list[tuple[str, Cell]]

    @property
    def clashes(self) -> bool:
        return self.changed and self.noticed and not self.same_as_notice


class _Check:
    """The lines of a row's cell to check: each begins with its field's heading. A person takes them out when done."""

    def __init__(self, text: str, colon: str) -> None:
        self.colon = colon
        self.lines = [line for line in text.split("\n") if line.strip()]

    def add(self, heading: str, words: str, *, settles: bool) -> None:
        if settles:
            self.settle(heading)
        if words not in self.lines:
            self.lines.append(words)

    def settle(self, heading: str) -> None:
        self.lines = [line for line in self.lines if not line.startswith(heading + self.colon)]


def conflict_words(conflict: Conflict, lang: str) -> str:
    """The conflict as the cell to check says it: the field's heading first."""
    heading, one, other = conflict.heading, _short(conflict.ledger), _short(conflict.notice)
    zh = lang == "zh"
    if conflict.sheet:
        said = (
            f"“{conflict.sheet}”表填的是“{other}”，台账为“{one}”"
            if zh
            else f'sheet "{conflict.sheet}" has "{other}", the ledger "{one}"'
        )
    elif conflict.before is None:
        said = f"台账为“{one}”，通知为“{other}”" if zh else f'the ledger has "{one}", the notice "{other}"'
    else:
        before = _short(conflict.before)
        said = (
            f"台账改为“{one}”，通知由“{before}”改为“{other}”"
            if zh
            else f'changed in the ledger to "{one}", in the notice from "{before}" to "{other}"'
        )
    return f"{heading}{WORDS[lang].colon}{said}"


def _cell_text(value: Cell) -> str:
    return "" if value is None else str(value)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_TOLD else text[: LONGEST_TOLD - 1] + "…"


def _matched(
    old: Filled, rows: Sequence[Row], pairs: Sequence[tuple[Notice, Task]], fields: Sequence[Field]
) -> list[tuple[int, int, bool]]:
    """(place in `rows`, place in `pairs`, whether their words are equal) of rows and tasks alike: equal in words and as many other columns as
    may be (several tasks may have the same words), then in words, then likest in words. The words are those that were
    printed, where they are known: people may have changed them."""
    from wpkit.filled import plain

    having = {field.name for field in fields if field.column}
    besides = [name for name in BESIDES if name in having]

    def stood(row: Row, name: str) -> Cell:
        return row.base.get(name) if row.base is not None else row.cells.get(name)

    new = [words_of(task.title or "", task.content) for _, task in pairs]
    words = [words_of(_cell_text(stood(row, "title")), _cell_text(stood(row, "content"))) for row in rows]
    found: list[tuple[int, int]] = []
    for names in (besides, *([name] for name in besides)):
        taken, given = {i for i, _ in found}, {j for _, j in found}
        places: dict[tuple[str, ...], list[int]] = {}
        for j in (j for j in range(len(new)) if j not in given):
            shown = (plain(column_of(name).value(*pairs[j], old.lang)) for name in names)
            places.setdefault((new[j], *shown), []).append(j)
        for i, row in enumerate(rows):
            same = places.get((words[i], *(plain(stood(row, name)) for name in names)))
            if i not in taken and words[i] and same:
                found.append((i, same.pop(0)))
    taken, given = {i for i, _ in found}, {j for _, j in found}
    # a row that people added is a task's only where its words are equal
    rest_old = [i for i in range(len(rows)) if i not in taken and rows[i].key]
    rest_new = [j for j in range(len(new)) if j not in given]
    alike = match([words[i] for i in rest_old], [new[j] for j in rest_new])
    return [
        *((i, j, True) for i, j in found),
        *((rest_old[i], rest_new[j], likeness == 1) for i, j, likeness in alike),
    ]
