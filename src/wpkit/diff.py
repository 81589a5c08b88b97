"""Two notices (two years of one place, two levels of one plan) → which tasks are new, dropped or changed.

Tasks are matched by their words, never by their number: equal ones first, then the likest pairs by shared
pairs of characters. Numbers of years do not count, and a deadline is held against its notice's own year. A task
whose words stand in several tasks of the other notice was split, or several were merged into it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal

from wpkit.parting import partings
from wpkit.records import record
from wpkit.schema import Deadline, Notice, Task
from wpkit.text import fold

Kind = Literal["new", "dropped", "changed", "same", "split", "merged"]
LIKE_ENOUGH = 0.5
# A pair of characters that more tasks than this share says nothing, and looking at it takes time.
COMMON = 400
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")


@record(frozen=True)
class Change:
    """One task on both sides, or on one. `fields` says what differs: content, units, deadline, category.
    `likeness` of the words is 0 to 1 (1: equal but for blanks, widths and years).

    Of a split task `parts` are the new ones that `old` became, of a merged one the old ones that became `new`."""

    kind: Kind
    old: Task | None
    new: Task | None
    fields: tuple[str, ...] = ()
    likeness: float = 1.0
    parts: tuple[Task, ...] = ()


@record(frozen=True)
class _Side:
    notice: Notice
    task: Task
    words: str


def compare(old: Notice | Iterable[Notice], new: Notice | Iterable[Notice]) -> tuple[Change, ...]:
    """The changes from `old` to `new`: in the order of the new tasks, then the dropped ones in theirs."""
    before, after = _sides(old), _sides(new)
    one, other = [side.words for side in before], [side.words for side in after]
    pairs = match(one, other)
    splits = partings(one, other, pairs)
    gone = {i for p in splits for i in (p.whole, *(i for i, j, _ in pairs if j in p.parts))}
    left = [(j, i, likeness) for i, j, likeness in pairs if i not in gone]
    split_into = {j for p in splits for j in p.parts}
    merges = [p for p in partings(other, one, left) if p.whole not in split_into and not gone & set(p.parts)]
    at_new: dict[int, Change] = {}
    for p in splits:
        at_new[p.parts[0]] = _parted("split", before[p.whole], [after[j] for j in p.parts], p.likeness)
    for p in merges:
        at_new[p.whole] = _parted("merged", after[p.whole], [before[i] for i in p.parts], p.likeness)
    old_done = {p.whole for p in splits} | {i for p in merges for i in p.parts}
    new_done = split_into | {p.whole for p in merges}
    partner = {j: (i, likeness) for i, j, likeness in pairs if i not in old_done and j not in new_done}
    changes = []
    for j, side in enumerate(after):
        if j in new_done:
            changes += [at_new[j]] if j in at_new else []
            continue
        if j not in partner:
            changes.append(Change("new", None, side.task, likeness=0.0))
            continue
        i, likeness = partner[j]
        fields = tuple(_differing(before[i], side))
        changes.append(Change("changed" if fields else "same", before[i].task, side.task, fields, likeness))
    kept = old_done | {i for i, _ in partner.values()}
    dropped = (Change("dropped", s.task, None, likeness=0.0) for i, s in enumerate(before) if i not in kept)
    return (*changes, *dropped)


def _parted(
    kind: Literal["split", "merged"], whole: _Side, parts: Sequence[_Side], likeness: float
) -> Change:
    """A field differs where the parts in all do not have what the whole has, or one of them has another deadline
    or category."""
    fields = []
    if Counter(whole.words) != Counter("".join(part.words for part in parts)):
        fields.append("content")
    if _all_units([whole]) != _all_units(parts):
        fields.append("units")
    fields += [f for f in ("deadline", "category") if any(f in _differing(whole, part) for part in parts)]
    old, new = (whole.task, None) if kind == "split" else (None, whole.task)
    return Change(kind, old, new, tuple(fields), likeness, tuple(part.task for part in parts))


def _all_units(sides: Sequence[_Side]) -> set[tuple[str, str]]:
    return {(unit.canonical, unit.role) for side in sides for unit in side.task.units}


def _sides(notices: Notice | Iterable[Notice]) -> list[_Side]:
    listed = [notices] if isinstance(notices, Notice) else notices
    return [_Side(n, t, words_of(t.title or "", t.content)) for n in listed for t in n.tasks]


def words_of(title: str, content: str) -> str:
    """What a task is matched by: its words without blanks, marks, widths and years.

    >>> words_of("", "编制 2022年度目录，并公布。") == words_of("", "编制2023年度目录,并公布")
    True
    """
    return re.sub(r"[\W_]+", "", _YEAR.sub("", fold(title + content)))


def match(old: Sequence[str], new: Sequence[str], least: float = LIKE_ENOUGH) -> list[tuple[int, int, float]]:
    """Pairs (place in old, place in new, likeness), each place at most once: equal words first, then the
    likest; where it is all the same, in the order of the lists."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, words in enumerate(old):
        places[words].append(i)
    pairs = []
    for j, words in enumerate(new):
        if words and places[words]:
            pairs.append((places[words].pop(0), j, 1.0))
    taken_old, taken_new = {i for i, _, _ in pairs}, {j for _, j, _ in pairs}
    rest_old = [i for i in range(len(old)) if i not in taken_old]
    rest_new = [j for j in range(len(new)) if j not in taken_new]
    scale = (len(new) or 1) / (len(old) or 1)
    for likeness, i, j in sorted(
        _likely(old, new, rest_old, rest_new, least), key=lambda p: (-p[0], abs(p[2] - p[1] * scale), p[1:])
    ):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((i, j, likeness))
    return sorted(pairs)


def _likely(
    old: Sequence[str], new: Sequence[str], rest_old: list[int], rest_new: list[int], least: float
) -> Iterator[tuple[float, int, int]]:
    """(likeness, place in old, place in new) of pairs that are like enough. Likeness is Dice's coefficient
    of the sets of character pairs."""
    grams = {i: _grams(old[i]) for i in rest_old}
    having: dict[str, list[int]] = defaultdict(list)
    for i in rest_old:
        for gram in grams[i]:
            having[gram].append(i)
    for j in rest_new:
        own = _grams(new[j])
        shared = Counter(
            i for gram in own if len(having.get(gram, ())) <= COMMON for i in having.get(gram, ())
        )
        for i in shared:
            likeness = 2 * len(own & grams[i]) / (len(own) + len(grams[i]))
            if likeness >= least:
                yield round(min(likeness, 0.999), 3), i, j


def _grams(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(max(1, len(words) - 1))} if words else set()


def _differing(old: _Side, new: _Side) -> Iterator[str]:
    if old.words != new.words:
        yield "content"
    if {(u.canonical, u.role) for u in old.task.units} != {(u.canonical, u.role) for u in new.task.units}:
        yield "units"
    if _deadlines(old) != _deadlines(new):
        yield "deadline"
    if [words_of("", part) for part in old.task.category.path] != [
        words_of("", part) for part in new.task.category.path
    ]:
        yield "category"


def _deadlines(side: _Side) -> list[tuple[object, ...]]:
    """The deadlines with their days counted from the notice's year: 6月底前 is the same in any year."""
    return [
        (d.kind, _in_year(d, "start", side.notice), _in_year(d, "end", side.notice), _printed(d))
        for d in side.task.deadlines
    ]


def _in_year(deadline: Deadline, field: str, notice: Notice) -> tuple[int, int, int] | None:
    day = getattr(deadline, field)
    return (day.year - (notice.year or 0), day.month, day.day) if day else None


def _printed(deadline: Deadline) -> str | None:
    """What tells deadlines without days apart."""
    if deadline.start or deadline.end:
        return None
    return deadline.recurrence or (deadline.kind if deadline.kind == "ongoing" else fold(deadline.text))


def pieces(old: str, new: str) -> list[tuple[Literal["same", "old", "new"], str]]:
    """The two texts as one: what both have, what only the old has, what only the new has.

    >>> pieces("6月底前完成", "9月底前完成")
    [('old', '6'), ('new', '9'), ('same', '月底前完成')]
    """
    found: list[tuple[Literal["same", "old", "new"], str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", old[a:b]))
            continue
        if b > a:
            found.append(("old", old[a:b]))
        if d > c:
            found.append(("new", new[c:d]))
    return found


def plain(change: Change) -> dict[str, Any]:
    """The change as plain data, its tasks as `wpkit parse` prints them."""
    return {
        "kind": change.kind,
        "fields": list(change.fields),
        "likeness": change.likeness,
        "old": change.old.model_dump() if change.old else None,
        "new": change.new.model_dump() if change.new else None,
        "parts": [task.model_dump() for task in change.parts],
    }
