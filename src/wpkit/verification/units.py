"""Whether a task's units are printed, and come out of the printed words again with their names and roles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from wpkit.fields.units import read_units
from wpkit.schema import Finding, Task, Unit, around
from wpkit.text import fold
from wpkit.verification.evidence import Evidence

# A column's units have one role where this many, and this share of them, do.
SEEN_OFTEN, NEARLY_ALL = 5, 0.8
# So many places of a name are looked at for the role that it has there.
MOST_PLACES = 20


_ROLE_WORDS = {
    "lead": re.compile("牵头|主办|第一|排名|首位|主责|总负责"),
    "support": re.compile("配合|协助|协办|参与|参加|会同|协同"),
}


_Slot = tuple[int, int, int]


class Columns:
    """Where units stand in the rows of a notice's tables, and the role that those of one column have."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence

    @cached_property
    def _roles(self) -> dict[_Slot, Counter[str]]:
        """How often each role is had at a place that a row names one unit at."""
        roles: dict[_Slot, Counter[str]] = defaultdict(Counter)
        for task, found in zip(self._evidence.notice.tasks, self._evidence.account.tasks, strict=True):
            for other in task.units if task.origin == "table" and found else ():
                if len(places := self._places_of(other, found)) == 1:
                    roles[places[0]][other.role] += 1
        return roles

    def usual_role(self, unit: Unit, pieces: Sequence[int]) -> str | None:
        """The role of nearly all units that stand where this one does in their rows."""
        usual = []
        for at in self._places_of(unit, pieces):
            counts = self._roles.get(at)
            role, most = counts.most_common(1)[0] if counts else ("", 0)
            if most >= SEEN_OFTEN and counts and most >= NEARLY_ALL * counts.total():
                usual.append(role)
        return unit.role if unit.role in usual else usual[0] if usual else None

    def _places_of(self, unit: Unit, pieces: Sequence[int]) -> list[_Slot]:
        """Where in its row a unit stands: the line within the row, the part of the line and how many it has."""
        printed = self._evidence.printed
        first = printed.pieces[min(pieces)].where.line or 0
        out = []
        for k in sorted(pieces):
            piece = printed.pieces[k]
            if fold(unit.name) in printed.text[piece.start : piece.end]:
                line = (piece.where.line or 0) - first if piece.where.row is None else 0
                out.append((line, piece.slot, piece.parts))
        return out


def check_units(evidence: Evidence, columns: Columns, task: Task, pieces: Sequence[int]) -> Iterator[Finding]:
    if not task.units:
        return
    for unit in task.units:
        stands = evidence.printed.trace(unit.name, pieces) or _stands_for_others(evidence, unit, pieces)
        if not stands and not _inherited(evidence, task, unit):
            yield evidence.missing("units", unit.name, task)
    first_leads = evidence.first_leads and all(unit.role != "lead" for unit in task.units[1:])
    again = _read_again(evidence, task.units, pieces, first_leads)
    for at, unit in enumerate(task.units):
        same = again[at] if again else None
        for field in ("canonical", "collective"):
            now = getattr(same or _alone(unit), field)
            if same is None and field == "canonical" and fold(now) in fold(unit.canonical):
                continue  # the names before it gave it its level (区): read alone it has none
            if same is None and field == "collective" and at and not now:
                # 各乡镇人民政府、街道办事处: read alone the latter is no group
                now = _behind(task.units[at - 1], unit)
            if fold(str(now)) != fold(str(getattr(unit, field))):
                yield evidence.differs(task, f"units.{field}", str(getattr(unit, field)), str(now))
        if at == 0 and first_leads and same is None and unit.role == "lead":
            continue
        if (due := _role(evidence, columns, unit, same, pieces)) is not None:
            yield evidence.differs(task, "units.role", f"{unit.name} {unit.role}", due)


def _role(
    evidence: Evidence, columns: Columns, unit: Unit, same: Unit | None, pieces: Sequence[int]
) -> str | None:
    """The role that the printed words give, where it is another than the unit's; else None.

    Words beside the unit decide; where there are none, the role that its column gives to others."""
    if same is not None and same.role == unit.role:
        return None
    if same is not None and same.role != "responsible":
        return same.role
    usual = columns.usual_role(unit, pieces)
    if usual is not None:
        return None if usual == unit.role else usual
    if unit.role == "responsible" or _role_is_printed(evidence, unit.role, pieces):
        return None
    return "responsible"


def _stands_for_others(evidence: Evidence, unit: Unit, pieces: Sequence[int]) -> bool:
    """等部门 is read as 相关部门."""
    rest = unit.name.removeprefix("相关").removeprefix("有关")
    return unit.collective and bool(
        evidence.printed.trace(f"等{rest}", pieces) or evidence.printed.trace("等", pieces)
    )


def _inherited(evidence: Evidence, task: Task, unit: Unit) -> bool:
    """A unit that heads the section of its tasks, or closes a section for all its items."""
    by_id = {section.id: section for section in evidence.notice.sections}
    for at in around(task.section, by_id):
        near = [s for s in evidence.notice.sections if s.id in (at.id, at.parent) or s.parent == at.parent]
        if any(fold(unit.name) in fold((s.title or "") + s.text) for s in near):
            return True
    return False


def _read_again(
    evidence: Evidence, units: Sequence[Unit], pieces: Sequence[int], first_leads: bool
) -> tuple[Unit, ...] | None:
    """The units that the printed words give, where some stretch of them names the same bodies in order: one that gives
    their roles too, where several do."""
    first: tuple[Unit, ...] | None = None
    for text in _stretches(evidence, units, pieces):
        read = read_units(text, first_leads=first_leads).units
        if [fold(unit.name) for unit in read] == [fold(unit.name) for unit in units]:
            if [unit.role for unit in read] == [unit.role for unit in units]:
                return read
            first = first or read
    return first


def _stretches(evidence: Evidence, units: Sequence[Unit], pieces: Sequence[int]) -> Iterator[str]:
    """Stretches that may be the printed list: whole pieces, brackets, from the first name to the last."""
    text, printed = evidence.printed.text, evidence.printed
    for k in pieces:
        words = text[printed.pieces[k].start : printed.pieces[k].end]
        if all(fold(unit.name) in words for unit in units):
            yield words
    spans = [span for unit in units for span in (printed.trace(unit.name, pieces) or [])]
    if not spans:
        return
    extents = [(min(a for a, _ in spans), max(b for _, b in spans))]
    if len(units) == 1:
        # the tasks of one paragraph may name one body in different roles
        extents += printed.every(units[0].name, pieces)[:MOST_PLACES]
    for low, high in extents:
        first, last = printed.index_at(low), printed.index_at(high - 1)
        begin, end = printed.pieces[first].start, printed.pieces[last].end
        yield text[begin:end]
        left = max(text.rfind(mark, begin, low) for mark in "([【〔:") + 1
        rights = [at for mark in ")]】〕;。" if (at := text.find(mark, high, end)) >= 0]
        yield text[max(left, begin) : min(rights, default=end)]
        yield text[low : min(rights, default=end)]


def _role_is_printed(evidence: Evidence, role: str, pieces: Sequence[int]) -> bool:
    """A word for the role stands with the task, or heads a column or label elsewhere."""
    words = "".join(
        evidence.printed.text[evidence.printed.pieces[k].start : evidence.printed.pieces[k].end]
        for k in pieces
    )
    pattern = _ROLE_WORDS[role]
    return bool(pattern.search(words)) or any(
        piece.end - piece.start <= 40 and pattern.search(evidence.printed.text, piece.start, piece.end)
        for piece in evidence.printed.pieces
    )


def _behind(before: Unit, unit: Unit) -> bool:
    """Whether a unit is a group where it stands behind this one in a list."""
    read = read_units(f"{before.name}、{unit.name}").units
    return len(read) == 2 and read[1].collective


def _alone(unit: Unit) -> Unit:
    read = read_units(unit.name).units
    return read[0] if len(read) == 1 else unit
