"""A ledger's second sheet: how many tasks, by unit, topic and month, and how many are finished, by formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_range_abs

from wpkit.writers.lines import DUE_SOON_DAYS, UNIT_COLUMNS, Field, Line, Words

# Counting formulas look through all rows for each unit; beyond this many looks the sheet would be slow to open.
MOST_LOOKS = 2_000_000

Finished = Callable[[str], tuple[str | None, int | None]]
"""The formula that counts the finished tasks of a name, and its value now; neither where it cannot be counted."""


def canonical_names(lines: Sequence[Line]) -> dict[str, str]:
    """The standard name of each unit by the names it is printed by."""
    return {unit.name: unit.canonical for line in lines if line.pair for unit in line.pair[1].units}


def units_of(lines: Sequence[Line], canonical: Mapping[str, str]) -> list[str]:
    """The units by their standard names, the busiest first."""
    counts = Counter(name for line in lines for name in {unit for unit, _ in line.units(canonical)})
    return sorted(counts, key=lambda name: (-counts[name], name))


class Summary:
    """`first` is the ledger's first row with a task, counted from 0."""

    def __init__(
        self,
        sheet: Any,
        put: Callable[..., None],
        heading: Any,
        words: Words,
        fields: Sequence[Field],
        lines: Sequence[Line],
        first: int,
    ) -> None:
        self.sheet, self.put, self.heading = sheet, put, heading
        self.words, self.fields, self.lines, self.first = words, fields, lines, first
        self.canonical = canonical_names(lines)
        # A formula carries the value it has now: some programs reckon it anew only when a cell of it changes.
        self.done = [line for line in lines if line.cells.get("status") in words.states[2:]]

    def write(self, row: int) -> None:
        words, lines = self.words, self.lines
        row = self._totals(row)
        units = units_of(lines, self.canonical)
        finished = self._finished_by_unit() if len(units) * len(lines) <= MOST_LOOKS else None
        row = self._block(row, (words.by[0], *words.counts), self._unit_rows(units), finished)
        topics = Counter(
            line.pair[1].category.topic for line in lines if line.pair and line.pair[1].category.topic
        )
        if topics:
            rows = [[name, count] for name, count in sorted(topics.items(), key=lambda item: -item[1])]
            row = self._block(row, (words.by[1], words.counts[3]), rows, None)
        months = Counter(day.strftime("%Y-%m") for line in lines if (day := line.end()))
        by_month = [[month, months[month]] for month in sorted(months)]
        self._block(row, (words.by[2], words.counts[3], words.counts[4]), by_month, self._finished_by_month())

    def _unit_rows(self, units: Sequence[str]) -> list[list[Any]]:
        """Unit, then its tasks as lead, responsible, support, and all."""
        having = [line.units(self.canonical) for line in self.lines]
        roles = Counter(pair for pairs in having for pair in pairs)
        totals = Counter(name for pairs in having for name in {unit for unit, _ in pairs})
        return [
            [name, *(roles[name, role] for role in ("lead", "responsible", "support")), totals[name]]
            for name in units
        ]

    def _range(self, name: str) -> str | None:
        """The cells of a column of the ledger, as formulas on other sheets name them."""
        at = next((at for at, field in enumerate(self.fields) if field.name == name), None)
        if at is None or not self.lines:
            return None
        return f"'{self.words.ledger}'!{xl_range_abs(self.first, at, self.first + len(self.lines) - 1, at)}"

    def _is_finished(self) -> str | None:
        states = self._range("status")
        done = self.words.states
        return f'(({states}="{done[2]}")+({states}="{done[3]}"))' if states else None

    def _totals(self, row: int) -> int:
        end, total, finished = self._range("end"), len(self.lines), self._is_finished()
        if not total:
            return row
        formulas: list[tuple[str, str | None, int]] = [(self.words.totals[0], None, total)]
        if finished:
            formulas.append((self.words.totals[1], f"=SUMPRODUCT({finished})", len(self.done)))
        if end and finished:
            open_ones = f'({end}<>"")*(1-{finished})'
            late = f"=SUMPRODUCT({open_ones}*({end}<TODAY()))"
            soon = f"=SUMPRODUCT({open_ones}*({end}>=TODAY())*({end}<=TODAY()+{DUE_SOON_DAYS}))"
            formulas += [(self.words.totals[2], late, 0), (self.words.totals[3], soon, 0)]
        for at, (name, formula, known) in enumerate(formulas, row):
            self.sheet.write_string(at, 0, name, self.heading)
            self.put(self.sheet, at, 1, known, formula)
        return row + len(formulas) + 1

    def _block(
        self,
        row: int,
        names: Sequence[str],
        rows: Sequence[Sequence[Any]],
        finished: Finished | None,
    ) -> int:
        """A small table; its last column counts the finished ones by formula, where there is one."""
        for at, name in enumerate(names):
            self.sheet.write_string(row, at, name, self.heading)
        for line, values in enumerate(rows, row + 1):
            for at, value in enumerate(values):
                self.put(self.sheet, line, at, value)
            if len(names) > len(values):
                formula, known = finished(str(values[0])) if finished else (None, None)
                self.put(self.sheet, line, len(names) - 1, known, formula)
        return row + len(rows) + 2

    def _finished_by_unit(self) -> Finished:
        """Units stand several in a cell, parted by 、, under the names that are printed: each of a unit's names
        is looked for with the marks around it."""
        ranges = [found for name in UNIT_COLUMNS if (found := self._range(name))]
        finished = self._is_finished()
        printed: dict[str, set[str]] = {}
        for name, canonical in self.canonical.items():
            printed.setdefault(canonical, set()).add(name)

        known = Counter(name for line in self.done for name in {u for u, _ in line.units(self.canonical)})

        def formula(unit: str) -> tuple[str | None, int | None]:
            names = sorted(printed.get(unit, {unit}))[:8]
            if not ranges or not finished or max(map(len, names)) > 200:
                return None, None
            quoted = [name.replace('"', '""') for name in names]
            found = "+".join(f'ISNUMBER(FIND("、{n}、","、"&{r}&"、"))' for n in quoted for r in ranges)
            return f"=SUMPRODUCT((({found})>0)*{finished})", known[unit]

        return formula

    def _finished_by_month(self) -> Finished:
        end, finished = self._range("end"), self._is_finished()

        known = Counter(day.strftime("%Y-%m") for line in self.done if (day := line.end()))

        def formula(month: str) -> tuple[str | None, int | None]:
            if not end or not finished:
                return None, None
            year, number = map(int, month.split("-"))
            after = f"DATE({year + number // 12},{number % 12 + 1},1)"
            within = f"({end}>=DATE({year},{number},1))*({end}<{after})"
            return f"=SUMPRODUCT({within}*{finished})", known[month]

        return formula
