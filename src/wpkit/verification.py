"""A notice and the source it was read from → what of the notice the source does not bear out.

The source is read again by its parser alone: nothing here knows how sections, rows and tasks were told
apart. Each printed field must stand where its record says it stands (`Place`); each computed value (a day, a
role, a canonical name) must come out of the printed words again; and no printed word may be left over.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from wpkit.accounting import ACCOUNTS, Account, unaccounted
from wpkit.fields.deadlines import read_deadlines
from wpkit.fields.numbering import read_marker
from wpkit.fields.units import read_units
from wpkit.findings import finding
from wpkit.parsers import read_blocks
from wpkit.printed import Span
from wpkit.schema import Deadline, Finding, Notice, Section, Task, Unit, around
from wpkit.source import Options, Source, open_source
from wpkit.text import fold, number_of

# A column's units have one role where this many, and this share of them, do.
SEEN_OFTEN, NEARLY_ALL = 5, 0.8

# What may follow a task's last character: a mark, a label, or nothing.
_ENDS = re.compile(r"[\W_]|$|责任|牵头|配合|主办|协办|承办|完成|时限|时间|单位")
_ROLE_WORDS = {
    "lead": re.compile("牵头|主办|第一|排名|首位|主责"),
    "support": re.compile("配合|协助|协办|参与|参加|会同|协同"),
}
_AIM = re.compile("目标|要求|思想|思路|原则|意义|形势|任务|保障|背景")
_UNITS = re.compile(r"(?:责任|牵头|配合|主办|承办|实施)(?:单位|部门|科室|处室):")
_DATE = re.compile(
    r"((?:19|20)\d\d|[一二]?[0-9〇零○O一二三四五六七八九]{4})[年./-]([\d一二三四五六七八九十]{1,3})[月./-]([\d一二三四五六七八九十]{1,3})"
)


def verify(
    notice: Notice,
    source: str | Path | bytes | Source,
    *,
    name: str | None = None,
    options: Options | None = None,
) -> tuple[Finding, ...]:
    """What in `notice` the source does not confirm, in the order head, sections, tasks, remainder; empty where
    every field does.

    What a person set (`corrected`) is not held against the source: one note (V107) a task, and one for the head,
    names it. Raises a WpkitError where the source cannot be read.
    """
    opened = source if isinstance(source, Source) else open_source(source, name=name, options=options)
    if opened.options.timeout:
        from wpkit.limits import within

        return within(opened.options.timeout, opened.name, partial(_verify, notice, opened))
    return _verify(notice, opened)


def _verify(notice: Notice, source: Source) -> tuple[Finding, ...]:
    found = [one for one in _Check(notice, source).findings() if not _is_by_hand(one, notice)]
    return (*found, *_by_hand(notice))


# Of a task that a person put under another section these come from the section that it had.
_OF_SECTION = {"section", "category", "title", "number"}


def _is_by_hand(found: Finding, notice: Notice) -> bool:
    """Whether a person set the field that a finding speaks of."""
    field = str(found.data.get("field") or "")
    if found.task is None:
        return field in notice.corrected
    task = next(task for task in notice.tasks if task.id == found.task)
    said = set(task.corrected) | (_OF_SECTION if "section" in task.corrected else set())
    return "task" in said or field.partition(".")[2].partition(".")[0] in said


def _by_hand(notice: Notice) -> Iterator[Finding]:
    if notice.corrected:
        yield finding("V107", None, about="notice", fields=", ".join(notice.corrected))
    for task in notice.tasks:
        if task.corrected:
            about = f"{task.id}" + (f" ({task.number})" if task.number else "")
            yield finding("V107", task.place, task=task.id, about=about, fields=", ".join(task.corrected))


class _Check:
    def __init__(self, notice: Notice, source: Source) -> None:
        self.notice, self.source = notice, source
        self.document = read_blocks(source)
        self.account = Account(notice, self.document, strict=True)
        self.printed = self.account.printed
        self.everything = range(len(self.printed.pieces))
        self._positions: dict[tuple[int, int], Counter[str]] | None = None

    def findings(self) -> Iterator[Finding]:
        yield from self._same_source()
        yield from self._head()
        yield from self._tree()
        for section, pieces in zip(self.notice.sections, self.account.sections, strict=True):
            yield from self._section(section, self.account.reach(section, pieces))
        yield from self._order()
        for task, pieces in zip(self.notice.tasks, self.account.tasks, strict=True):
            yield from self._task(task, self.account.reach(task, pieces))
        yield from self._groups()
        yield from self._left_over()

    # Source and head -----------------------------------------------------------------------------

    def _same_source(self) -> Iterator[Finding]:
        info = self.notice.source
        stated = {
            "sha256": info.sha256,
            "format": info.format,
            "encoding": info.encoding,
            "pages": info.pages,
        }
        document = self.document
        now = {
            "sha256": self.source.sha256,
            "format": document.format,
            "encoding": document.encoding,
            "pages": document.pages,
        }
        for key, value in now.items():
            if stated[key] != value:
                yield finding("V103", field=f"source.{key}", stated=str(stated[key]), found=str(value))

    def _head(self) -> Iterator[Finding]:
        notice, head = self.notice, self.document.head
        for field in ("title", "issuer", "document_number"):
            words = getattr(notice, field)
            if words and not self._in_head(field, words):
                yield self._missing(field, words)
        if notice.issued_on and notice.issued_on not in set(self._dates()):
            yield self._missing("issued_on", notice.issued_on.isoformat())
        if notice.year and str(notice.year) not in self._digits() and head.get("year") != str(notice.year):
            yield self._missing("year", str(notice.year))

    def _in_head(self, field: str, words: str) -> bool:
        stated = self.document.head.get(field, "")
        if self.printed.trace(words, self.everything) or fold(words) == fold(stated):
            return True
        # a caption set over several lines may be parted by other text; each of its words is printed
        return field == "issuer" and all(
            self.printed.every(w, self.everything) for w in re.split(r"[\s、,，;；]+", words)
        )

    def _digits(self) -> str:
        """The text with Chinese digits in runs of four written in Arabic, so that years can be looked up."""
        text = self.printed.text
        return text + "".join(
            str(number_of(run) or "") + " " for run in re.findall("[〇零○一二三四五六七八九]{4}", text)
        )

    def _dates(self) -> Iterator[object]:
        from datetime import date

        stated = " ".join(self.document.head.values())
        for match in _DATE.finditer(self.printed.text + " " + fold(stated)):
            numbers = [number_of(part) for part in match.groups()]
            if all(numbers):
                try:
                    yield date(*(number or 0 for number in numbers))
                except ValueError:
                    continue

    # Sections ------------------------------------------------------------------------------------

    def _tree(self) -> Iterator[Finding]:
        """Each section's parent is the nearest section above it whose notation stands higher."""
        path: list[Section] = []
        for section in self.notice.sections:
            while path and path[-1].level >= section.level:
                path.pop()
            due = path[-1].id if path else None
            if section.parent != due:
                yield self._differs(section, "parent", section.parent, due)
            path.append(section)

    def _section(self, section: Section, pieces: Sequence[int]) -> Iterator[Finding]:
        if not pieces:
            yield self._missing("place", str(section.place.model_dump()), section)
            return
        title = self.printed.trace(section.title or "", pieces)
        if title is None:
            yield self._missing("title", section.title or "", section)
        elif title and not self._ends_well(title):
            yield self._cut("title", section.title or "", section)
        begin = title[0][0] if title else None
        for paragraph in section.text.split("\n"):
            found = self.printed.trace(paragraph, pieces)
            if found is None:
                yield self._missing("text", paragraph, section)
            elif found and begin is None:
                begin = found[0][0]
        if section.number is not None:
            if not self._numbered(section.number, pieces, begin):
                yield self._missing("number", section.number, section)
            marker = read_marker(f"{section.number} 甲") or read_marker(f"{section.number}、甲")
            if marker and marker.level != section.level:
                yield self._differs(section, "level", str(section.level), str(marker.level))

    def _numbered(self, number: str, pieces: Sequence[int], begin: int | None) -> bool:
        """Whether the number stands right before these characters, or a piece begins with it or is it."""
        wanted, text = fold(number), self.printed.text
        if begin is not None and re.search(
            rf"(?<!\d){re.escape(wanted)}[\W_]{{0,2}}$", text[max(begin - len(wanted) - 3, 0) : begin]
        ):
            return True
        for k in pieces:
            piece = self.printed.pieces[k]
            words = text[piece.start : piece.end]
            if re.match(rf"[(\[]?{re.escape(wanted)}(?:$|[^\d月日年])", words) and (
                words == wanted or begin is None or piece.start <= begin
            ):
                return True
        return False

    # Tasks ---------------------------------------------------------------------------------------

    def _order(self) -> Iterator[Finding]:
        """Tasks stand in the order of the source."""
        last, before = (-1, -1), None
        for task, pieces in zip(self.notice.tasks, self.account.tasks, strict=True):
            # rows under one merged cell begin with the same piece
            at = (
                (pieces[0], pieces[-1])
                if pieces and task.origin == "table"
                else (pieces[0], 0)
                if pieces
                else last
            )
            if at < last and task.place != before:
                yield finding("V104", task.place, task=task.id, field="place")
            last, before = max(last, at), task.place

    def _task(self, task: Task, pieces: Sequence[int]) -> Iterator[Finding]:
        if not pieces:
            yield self._missing("place", str(task.place.model_dump()), task)
            return
        begin = None
        in_section = task.origin == "body" and task.section is not None
        for field, words in (("title", task.title or ""), ("content", task.content)):
            if in_section and field == "title":
                continue
            where = self.account.pieces_of(task, field, pieces)
            spans = self.printed.trace(words, where)
            if spans is None:
                spans = self._sentences(words, where)
            if spans is None:
                yield self._missing(field, words, task)
            elif spans:
                begin = spans[0][0] if begin is None else begin
                if not self._ends_well(spans):
                    yield self._cut(field, words, task)
        if task.number is not None and not in_section and not self._numbered(task.number, pieces, begin):
            yield self._missing("number", task.number, task)
        yield from self._belongs(task, pieces)
        yield from self._units(task, self.account.pieces_of(task, "units", pieces))
        yield from self._deadlines(task, self.account.pieces_of(task, "deadlines", pieces))
        yield from self._mentions(task)

    def _sentences(self, words: str, pieces: Sequence[int]) -> list[Span] | None:
        """Content from which labels inside were dropped: its sentences in order, each as printed."""
        out: list[Span] = []
        for sentence in re.findall(r"[^。；;\n]+[。；;]?", words):
            spans = self.printed.trace(sentence, pieces)
            if spans is None or (out and spans[0][0] < out[-1][0]):
                return None
            out += spans
        return out

    def _ends_well(self, spans: Sequence[Span]) -> bool:
        """Whether the words end where a piece, a sentence or a clause does."""
        end = spans[-1][1]
        piece = self.printed.piece_at(end - 1)
        if end >= piece.end or _ENDS.match(self.printed.text, end):
            return True
        return bool(re.match(r"[\W_]", self.printed.text[end - 1])) or bool(self.account.covered[end])

    def _belongs(self, task: Task, pieces: Sequence[int]) -> Iterator[Finding]:
        """A body task stands in its section, with its number and the titles around it; a row in none."""
        by_id = {section.id: section for section in self.notice.sections}
        section = by_id.get(task.section or "")
        if task.section is not None and section is None:
            yield self._missing("section", task.section, task)
        if section is None or task.origin == "table":
            if task.origin == "body" and self.notice.sections:
                yield self._differs(task, "section", task.section, "a section")
            return
        if pieces[0] not in self._whole(section):
            yield self._differs(task, "section", section.id, "another section")
        path: list[str] = []
        for at in around(section.parent, by_id):
            path += [at.title] if at.title else []
        if list(task.category.path) != path[::-1]:
            yield self._differs(task, "category", " > ".join(task.category.path), " > ".join(path[::-1]))
        if task.title != section.title:
            yield self._differs(task, "title", task.title, section.title)
        if fold(task.number or "") != fold(section.number or ""):
            yield self._differs(task, "number", task.number, section.number)

    def _whole(self, section: Section) -> Sequence[int]:
        at = self.notice.sections.index(section)
        return self.account.reach(section, self.account.sections[at])

    # Units ---------------------------------------------------------------------------------------

    def _units(self, task: Task, pieces: Sequence[int]) -> Iterator[Finding]:
        if not task.units:
            return
        for unit in task.units:
            stands = self.printed.trace(unit.name, pieces) or self._stands_for_others(unit, pieces)
            if not stands and not self._inherited(task, unit):
                yield self._missing("units", unit.name, task)
        again = self._read_again(task.units, pieces)
        for at, unit in enumerate(task.units):
            same = again[at] if again else None
            for field in ("canonical", "collective"):
                now = getattr(same or _alone(unit), field)
                if same is None and field == "canonical" and fold(now) in fold(unit.canonical):
                    continue  # the names before it gave it its level (区): read alone it has none
                if fold(str(now)) != fold(str(getattr(unit, field))):
                    yield self._differs(task, f"units.{field}", str(getattr(unit, field)), str(now))
            if (due := self._role(task, unit, same, pieces)) is not None:
                yield self._differs(task, "units.role", f"{unit.name} {unit.role}", due)

    def _role(self, task: Task, unit: Unit, same: Unit | None, pieces: Sequence[int]) -> str | None:
        """The role that the printed words give, where it is another than the unit's; else None.

        Words beside the unit decide; where there are none, the role that its column gives to others."""
        if same is not None and same.role == unit.role:
            return None
        if same is not None and same.role != "responsible":
            return same.role
        usual = self._column_role(unit, pieces)
        if usual is not None:
            return None if usual == unit.role else usual
        if unit.role == "responsible" or self._role_is_printed(unit.role, pieces):
            return None
        return "responsible"

    def _places_of(self, unit: Unit, pieces: Sequence[int]) -> list[tuple[int, int]]:
        """Where in its row a unit stands: the line within the row, and the part of the line."""
        first = self.printed.pieces[min(pieces)].where.line or 0
        out = []
        for k in sorted(pieces):
            piece = self.printed.pieces[k]
            if fold(unit.name) in self.printed.text[piece.start : piece.end]:
                line = (piece.where.line or 0) - first if piece.where.row is None else 0
                out.append((line, piece.slot))
        return out

    def _column_role(self, unit: Unit, pieces: Sequence[int]) -> str | None:
        """The role of nearly all units that stand where this one does in their rows."""
        if self._positions is None:
            self._positions = defaultdict(Counter)
            for task, found in zip(self.notice.tasks, self.account.tasks, strict=True):
                for other in task.units if task.origin == "table" and found else ():
                    if len(places := self._places_of(other, found)) == 1:
                        self._positions[places[0]][other.role] += 1
        usual = []
        for at in self._places_of(unit, pieces):
            counts = self._positions.get(at)
            role, most = counts.most_common(1)[0] if counts else ("", 0)
            if most >= SEEN_OFTEN and counts and most >= NEARLY_ALL * counts.total():
                usual.append(role)
        return unit.role if unit.role in usual else usual[0] if usual else None

    def _stands_for_others(self, unit: Unit, pieces: Sequence[int]) -> bool:
        """等部门 is read as 相关部门."""
        rest = unit.name.removeprefix("相关").removeprefix("有关")
        return unit.collective and bool(
            self.printed.trace(f"等{rest}", pieces) or self.printed.trace("等", pieces)
        )

    def _inherited(self, task: Task, unit: Unit) -> bool:
        """A unit that heads the section of its tasks, or closes a section for all its items."""
        by_id = {section.id: section for section in self.notice.sections}
        for at in around(task.section, by_id):
            near = [s for s in self.notice.sections if s.id in (at.id, at.parent) or s.parent == at.parent]
            if any(fold(unit.name) in fold((s.title or "") + s.text) for s in near):
                return True
        return False

    def _read_again(self, units: Sequence[Unit], pieces: Sequence[int]) -> tuple[Unit, ...] | None:
        """The units that the printed words give, where some stretch of them names the same bodies in order."""
        for text in self._stretches(units, pieces):
            read = read_units(text).units
            if [fold(unit.name) for unit in read] == [fold(unit.name) for unit in units]:
                return read
        return None

    def _stretches(self, units: Sequence[Unit], pieces: Sequence[int]) -> Iterator[str]:
        """Stretches that may be the printed list: whole pieces, brackets, from the first name to the last."""
        text = self.printed.text
        for k in pieces:
            words = text[self.printed.pieces[k].start : self.printed.pieces[k].end]
            if all(fold(unit.name) in words for unit in units):
                yield words
        spans = [span for unit in units for span in (self.printed.trace(unit.name, pieces) or [])]
        if not spans:
            return
        low, high = min(a for a, _ in spans), max(b for _, b in spans)
        first, last = self.printed.index_at(low), self.printed.index_at(high - 1)
        begin, end = self.printed.pieces[first].start, self.printed.pieces[last].end
        yield text[begin:end]
        left = max(text.rfind(mark, begin, low) for mark in "([【〔:") + 1
        rights = [at for mark in ")]】〕;。" if (at := text.find(mark, high, end)) >= 0]
        yield text[max(left, begin) : min(rights, default=end)]
        yield text[low : min(rights, default=end)]

    def _role_is_printed(self, role: str, pieces: Sequence[int]) -> bool:
        """A word for the role stands with the task, or heads a column or label elsewhere."""
        words = "".join(
            self.printed.text[self.printed.pieces[k].start : self.printed.pieces[k].end] for k in pieces
        )
        pattern = _ROLE_WORDS[role]
        return bool(pattern.search(words)) or any(
            piece.end - piece.start <= 40 and pattern.search(self.printed.text, piece.start, piece.end)
            for piece in self.printed.pieces
        )

    # Deadlines -----------------------------------------------------------------------------------

    def _deadlines(self, task: Task, pieces: Sequence[int]) -> Iterator[Finding]:
        for deadline in task.deadlines:
            if not self.printed.trace(deadline.text, pieces):
                yield self._missing("deadlines", deadline.text, task)
            elif not self._same_days(deadline, pieces):
                yield self._differs(task, "deadlines", _words(deadline), deadline.text)

    def _same_days(self, deadline: Deadline, pieces: Sequence[int]) -> bool:
        notice = self.notice
        texts = [deadline.text]
        for k in pieces:
            piece = self.printed.pieces[k]
            words = self.printed.text[piece.start : piece.end]
            if fold(deadline.text) in words:
                texts.append(words)
        return any(
            _days(one) == _days(deadline)
            for text in texts
            for one in read_deadlines(text, year=notice.year, issued_on=notice.issued_on).deadlines
        )

    def _mentions(self, task: Task) -> Iterator[Finding]:
        from wpkit.fields.mentions import read_mentions

        again = read_mentions(task.content, year=self.notice.year, issued_on=self.notice.issued_on)
        if again != task.time_mentions:
            stated = "、".join(d.text for d in task.time_mentions)
            yield self._differs(task, "time_mentions", stated, "、".join(d.text for d in again))

    # Groups and remainder ------------------------------------------------------------------------

    def _groups(self) -> Iterator[Finding]:
        """The name of a group of rows is printed between the group before it and the one after it."""
        rows = [
            (t, p)
            for t, p in zip(self.notice.tasks, self.account.tasks, strict=True)
            if t.origin == "table" and p
        ]
        depth = max((len(task.category.path) for task, _ in rows), default=0)
        for level in range(depth):
            runs: list[list[tuple[Task, Sequence[int]]]] = []
            for task, pieces in rows:
                if runs and runs[-1][0][0].category.path[: level + 1] == task.category.path[: level + 1]:
                    runs[-1].append((task, pieces))
                else:
                    runs.append([(task, pieces)])
            for at, run in enumerate(runs):
                task = run[0][0]
                if len(task.category.path) <= level:
                    continue
                low = runs[at - 1][0][1][0] if at else 0
                high = runs[at + 1][-1][1][-1] if at + 1 < len(runs) else len(self.printed.pieces) - 1
                around = sorted({*range(low, high + 1), *(k for _, pieces in run for k in pieces)})
                if self.printed.trace(task.category.path[level], around) is None:
                    yield self._missing("category", task.category.path[level], task)

    def _left_over(self) -> Iterator[Finding]:
        """Text that the notice should hold or tell of: in tasks, around them, and in items without a task."""
        told = {
            code: sum(int(f.data.get("count") or 0) for f in self.notice.findings if f.code == code)
            for code in ACCOUNTS
        }
        for code in ACCOUNTS:
            fresh = [f for f in unaccounted(self.notice, self.document) if f.code == code]
            if sum(int(f.data["count"] or 0) for f in fresh) > told[code]:
                for found in fresh:
                    yield finding("V105", found.place, text=found.data["text"], count=found.data["count"])
        for rest in self.account.remainders():
            if not rest.outside and not rest.cells and not told["L003"]:
                text = self.printed.text[rest.start : rest.end]
                where = self.printed.piece_at(rest.start).where.place()
                yield finding("V105", where, text=_short(text), count=len(text))
        yield from self._items_without_task()

    def _items_without_task(self) -> Iterator[Finding]:
        """Leaf items that name units, or whose every neighbour is a task, and are none."""
        having = {task.section for task in self.notice.tasks}
        if having == {None}:
            return
        parents = {section.parent for section in self.notice.sections}
        leaves = [section for section in self.notice.sections if section.id not in parents]
        for section in leaves:
            if section.id in having or self.account.by_hand & {*self.printed.at(section.place)}:
                continue
            beside = [s.id in having for s in leaves if s.parent == section.parent and s.id != section.id]
            alone = len(beside) > 1 and all(beside) and not _AIM.search(section.title or "")
            if alone or _UNITS.search(fold(section.text)):
                text = (section.title or "") + section.text
                yield finding("V105", section.place, text=_short(text), count=len(text))

    # Wording -------------------------------------------------------------------------------------

    def _missing(self, field: str, words: str, record: Section | Task | None = None) -> Finding:
        code = "V102" if record and self.printed.trace(words, self.everything) else "V101"
        return self._about(code, record, field=field, text=_short(words))

    def _cut(self, field: str, words: str, record: Section | Task) -> Finding:
        return self._about("V106", record, field=field, text=_short(words[-20:]))

    def _differs(self, record: Section | Task, field: str, stated: str | None, found: str | None) -> Finding:
        return self._about("V103", record, field=field, stated=str(stated), found=str(found))

    def _about(self, code: str, record: Section | Task | None, **data: str) -> Finding:
        if record is None:
            return finding(code, None, task=None, **data)
        data["field"] = f"{record.id}.{data['field']}"
        return finding(code, record.place, task=record.id if isinstance(record, Task) else None, **data)


def _alone(unit: Unit) -> Unit:
    read = read_units(unit.name).units
    return read[0] if len(read) == 1 else unit


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"


def _days(deadline: Deadline) -> tuple[object, ...]:
    return (
        deadline.kind, deadline.start, deadline.end, deadline.edtf, deadline.recurrence, deadline.anchor,
        deadline.duration, deadline.working_days,
    )  # fmt: skip


def _words(deadline: Deadline) -> str:
    return f"{deadline.kind} {deadline.start or ''}..{deadline.end or ''}"
