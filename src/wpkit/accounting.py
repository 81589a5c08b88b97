"""A notice and the document it was read from → what is printed and stands nowhere in the notice.

Each printed character is in the head, in a section, in a task, in a finding that says it was left out, or
is told of here. Of what surrounds a task's fields only punctuation, labels (责任单位：) and role words
(牵头, 配合) need no place of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from wpkit.blocks import Document
from wpkit.fields.dates import find_dates
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import header_kind
from wpkit.fields.lists import is_note
from wpkit.fields.names import may_be_persons_name
from wpkit.fields.roles import without_first_leads
from wpkit.fields.units import is_units
from wpkit.findings import finding
from wpkit.patterns import pattern
from wpkit.printed import Piece, Printed, Span
from wpkit.records import record
from wpkit.schema import Finding, Notice, Place, Section, Task
from wpkit.text import fold

# A group's name stands this many pieces at most from its rows.
NEAR = 200
LONGEST_QUOTE = 60
# Columns beside each other that may be no field of a task: four quarters' targets, a person and a remark.
MOST_REMARKS = 6
# The findings that are made here.
ACCOUNTS = ("L002", "L003", "L004")

_LABELS = (
    r"(?:主要|第一|具体|共同)?(?:责任|牵头|配合|主办|协办|承办|实施|落实|参与|参加|协助|会同|负责|完成|办结|整改|任务|工作|活动|目标|主要|具体){0,6}"
    r"(?:单位|部门|科室|处室|主体|时限|时间|期限|节点|要求|内容|目标|任务|措施|举措|名称|分工|责任|牵头|配合|负责|主办|协办|承办|参与|落实|实施|完成|组织)"
)
_SILENT = pattern(
    rf"(?:{_LABELS}[为是]?|按照?(?:各自)?职[责能](?:分工)?(?:分别|共同)?|根据职责(?:分工)?|分工|分别|共同|具体|各自|牵头|负责|配合|协助|参与|参加|落实|实施|主办|承办|协办|组织|执行|推进|序号|编号|下同|以下|同上|附件|附表|附：|等|第\d{{1,4}}页|共\d{{1,4}}页|由|会同?|及|和|与|或|以及|<br/?>|"
    r"[\W_]|(?<!\d)\d{1,3}(?!\d))*"
    r"|[一二三四五六七八九十]{1,3}"  # the number of a group, in a cell of its own
)

_SENTENCE = pattern(r"[^。；;\n]+")
_OF_TIME = pattern("[年月日]", needs="年月日")
_HEADING = pattern(rf"(?:序号|编号|备注|{_LABELS})(?:[(].*[)])?")
# A header cell may be printed on so many lines, and be so many characters long.
_MOST_PARTS, _LONGEST_HEADER = 3, 24


_BRACKET = pattern(r"\([^()]*\)", needs="(")
_PAGE_MARK = pattern(r"[\W_]{0,6}第?\d{1,4}页?[\W_]{0,6}")
# What stands below the last item: to whom the paper goes, and its annexes.
_BELOW = pattern(r"抄[送报]:|附[件表][\d一二三四五六七八九十]{0,3}(?::|$)")
_ANNEX = pattern(r"[\W_]{0,2}附[件表](?:[\d一二三四五六七八九十]{1,3}:?|:)")
_PLACED = frozenset({"content", "units", "deadlines"})  # what a task's `places` may say stands elsewhere
# Behind units under a label of persons too: 区教育局 张三.
_OF_PERSONS = pattern(r"[^\W\d_a-zA-Z]人[:：]", needs="人")
_PERSON = pattern(r"(?<=\s)[^\W\d_a-zA-Z]{2,4}(?=$|[\s、，,；;。)）])")

# What is behind such a label is accounted for by itself.
_NUMBERED_LABEL = pattern(r"(?:(?<!\d)\d{1,2}[.、]|\(\d{1,2}\))[^\W\d_a-zA-Z]{2,8}:", needs=":")
_LABEL = pattern(r"([^\W\d_a-zA-Z]{2,12}):([^:;,。()]{0,20}(?:\([^()]{0,12}\))?)?", needs=":")


def _is_silent(text: str) -> bool:
    """Whether a stretch is punctuation, labels and role words alone, or says which unit leads; behind a label of
    persons stand their names."""
    text = without_first_leads(text)
    return bool(_SILENT.fullmatch(text)) or (
        ":" in text and bool(_SILENT.fullmatch(_NUMBERED_LABEL.sub("", _LABEL.sub(_behind, text))))
    )


def _behind(match: re.Match[str]) -> str:
    """What a label leaves to be accounted for: nothing of itself, and no person's name."""
    word, value = match[1], match[2] or ""
    known = next((kind for at in range(len(word) - 1) if (kind := header_kind(word[at:])) is not None), None)
    if known is None:
        return match[0]
    person = known == "person" or word.endswith("人")
    return "" if person else value


@record(frozen=True)
class Remainder:
    """A stretch of characters that stand nowhere in the notice. `outside` where it stands before the first record
    (section or task), after the last, or between the last section and the first row; `cells`: whole cells of a row."""

    start: int
    end: int
    outside: bool
    cells: bool


class Account:
    """Which characters of a document its notice holds. `strict`: the text of a section that has tasks counts
    only as far as the tasks hold it; what the notice itself says that none of its records holds (L003) counts, and so does a note behind a unit."""

    def __init__(self, notice: Notice, document: Document, *, strict: bool = False) -> None:
        self.notice, self.printed, self.strict = notice, Printed(document), strict
        self.covered = bytearray(len(self.printed.text))
        self._read_to: dict[range, int] = {}
        self._marked_headers: set[Place] = set()
        self._marked: set[tuple[str, range | tuple[int, ...]]] = set()
        self.sections = [self._stand(section, section.text) for section in notice.sections]
        self.tasks = [self._stand(task, task.content) for task in notice.tasks]
        self.section_starts = sorted({found[0] for found in self.sections if found})
        self.starts = sorted({*self.section_starts, *(found[0] for found in self.tasks if found)})
        self.end = self._end()
        with_tasks = {task.section for task in notice.tasks} if strict else set()
        for section, pieces in zip(notice.sections, self.sections, strict=True):
            self._section(section, self.reach(section, pieces), whole=section.id not in with_tasks)
        self.has_rows = any(task.origin == "table" for task in notice.tasks)
        self.last_of_sections = self.covered.rfind(b"\1")
        before = bytes(self.covered)
        for task, pieces in zip(notice.tasks, self.tasks, strict=True):
            self._task(task, self.reach(task, pieces))
        self.first_of_tasks = _first_difference(before, self.covered)
        self._groups()
        self.first, self.last = self.covered.find(b"\1"), self.covered.rfind(b"\1")
        self.between = self._between_notices()
        self._persons()
        self._head()
        for found in notice.findings:
            if found.code not in ACCOUNTS or (strict and found.code == "L003"):
                self._finding(found)
        self._by_hand()

    def _stand(self, record: Section | Task, words: str) -> Sequence[int]:
        """The pieces at a record's place, from the one it begins with."""
        pieces = self.printed.at(record.place)
        if record.place.box is None or record.place.row is not None or len(pieces) < 2:
            return pieces
        opening, number = fold(record.title or words)[:8], fold(record.number or "")
        best, most = 0, 0
        for at, k in enumerate(pieces):
            piece = self.printed.pieces[k]
            line = self.printed.text[piece.start : min(piece.end, piece.start + 40)]
            likeness = 2 * bool(opening and opening in line) + bool(number and line.startswith(number))
            if likeness > most:
                best, most = at, likeness
        return pieces[best:]

    def _end(self) -> int:
        """The first piece behind all records that is no part of the last one: an annex, 抄送 and what follows."""
        pieces, text = self.printed.pieces, self.printed.text
        behind = range(self.starts[-1] + 1 if self.starts else 0, len(pieces))
        return next((k for k in behind if _BELOW.match(text, pieces[k].start, pieces[k].end)), len(pieces))

    def reach(self, record: Section | Task, pieces: Sequence[int]) -> Sequence[int]:
        """The pieces of a record: of a task those at its place; of a section, whose place is its beginning only, all up
        to the next section or the end of the body."""
        if not pieces or isinstance(record, Task) or record.place.row is not None:
            return pieces
        following = bisect_right(self.section_starts, pieces[0])
        last = self.section_starts[following] if following < len(self.section_starts) else self.end
        extent = range(pieces[0], max(last, pieces[-1] + 1))
        return extent if record.place.box is None else sorted({*pieces, *extent})

    # What the notice holds -----------------------------------------------------------------------

    def _mark(self, spans: Sequence[Span] | None) -> bool:
        for start, end in spans or ():
            self.covered[start:end] = b"\1" * (end - start)
        return spans is not None

    def _section(self, section: Section, pieces: Sequence[int], *, whole: bool) -> None:
        title = self.printed.trace(section.title or "", pieces)
        self._mark(title)
        texts = [self.printed.trace(words, pieces) for words in section.text.split("\n") if words]
        for spans in texts if whole else ():
            self._mark(spans)
        first = title or (texts[0] if texts else None)
        self._mark_number(section.number, pieces, first[0][0] if first else None)

    def _mark_number(self, number: str | None, pieces: Sequence[int], before: int | None = None) -> None:
        """A number right before these characters, or else where a piece begins with it."""
        wanted = fold(number or "")
        text = self.printed.text
        if wanted and before is not None:
            at = text.rfind(wanted, max(before - len(wanted) - 2, 0), before)
            if at >= 0:
                self._mark([(at, at + len(wanted))])
                return
        for k in pieces if wanted else ():
            start = self.printed.pieces[k].start
            if text.startswith(wanted, start):
                self._mark([(start, start + len(wanted))])
                return

    def _task(self, task: Task, pieces: Sequence[int]) -> None:
        if self._holds_all(task, pieces):
            return
        title = self.printed.trace(task.title or "", pieces)
        self._mark(title)
        content = self.pieces_of(task, "content", pieces)
        words = self.printed.trace(task.content, content, self._reached(content))
        first = title or words
        self._mark_number(task.number, pieces, first[0][0] if first else None)
        if words and isinstance(content, range):
            self._read_to[content] = words[-1][1]
        if not self._mark(words):
            for sentence in _SENTENCE.findall(task.content):
                self._mark(self.printed.trace(sentence, content))
        due = task.places.get("deadlines")
        if due is not None and due.row is not None and due.row != task.place.row and task.origin == "table":
            self._times_of_columns(due)
        for name, texts in (
            ("units", [unit.name for unit in task.units]),
            ("deadlines", [deadline.text for deadline in task.deadlines]),
        ):
            where = self.pieces_of(task, name, pieces)
            looked_in = where if isinstance(where, range) else tuple(where)
            for text in texts:
                # many tasks may share one paragraph: the words are marked wherever they stand in it
                if (text, looked_in) in self._marked:
                    continue
                self._marked.add((text, looked_in))
                spans: list[Span] | None = self.printed.every(text, where)
                if not spans or all(self.covered[start] for start, _ in spans):
                    # the content may hold the words too; where they wrap they stand in parts
                    spans = (spans and self.printed.by_turns(text, where)) or self.printed.trace(text, where)
                self._mark(spans)
                if spans and self.strict and name == "units":
                    self._mark(self._note_behind(spans[-1][1]))

    def _holds_all(self, task: Task, pieces: Sequence[int]) -> bool:
        """Whether everything is covered already where a task stands, and right before it, where its number may be: so
        it is where sections hold their tasks' words."""
        if self.strict or not _PLACED.isdisjoint(task.places) or not isinstance(pieces, range) or not pieces:
            return False
        start, end = self.printed.pieces[pieces[0]].start, self.printed.pieces[pieces[-1]].end
        return self.covered.find(b"\0", max(start - len(task.number or "") - 2, 0), end) < 0

    def _times_of_columns(self, place: Place) -> None:
        """The months or quarters at the head of columns, of which rows have marks below some: the header was read."""
        if place not in self._marked_headers:
            self._marked_headers.add(place)
            found = [self.printed.pieces[k] for k in self.printed.at(place)]
            self._mark([(p.start, p.end) for p in found if is_deadline(self.printed.text[p.start : p.end])])

    def _note_behind(self, end: int) -> list[Span]:
        """The bracket right behind a name that says something about the list (含园区，下同): it is no part of the name."""
        found = _BRACKET.match(self.printed.text, end)
        return [found.span()] if found and is_note(found[0][1:-1]) else []

    def _reached(self, pieces: Sequence[int]) -> int:
        """Where the words of the tasks before end that stand among the same pieces, as all tasks printed on one line do."""
        return self._read_to.get(pieces, 0) if isinstance(pieces, range) else 0

    def pieces_of(self, task: Task, name: str, pieces: Sequence[int]) -> Sequence[int]:
        place = task.places.get(name)
        return pieces if place is None else list(dict.fromkeys([*self.printed.at(place), *pieces]))

    def _groups(self) -> None:
        """The grouping cells and heading rows of a table, printed once or once a page, near their rows; the headings
        without a number above items of the body."""
        sections = {section.title for section in self.notice.sections}
        groups: dict[str, list[int]] = {}
        for task, pieces in zip(self.notice.tasks, self.tasks, strict=True):
            for name in task.category.path if pieces else ():
                if task.origin == "table" or name not in sections:
                    groups.setdefault(name, []).extend((pieces[0], pieces[-1]))
        for name, found in groups.items():
            around = range(max(min(found) - NEAR, 0), min(max(found) + NEAR, len(self.printed.pieces)))
            if not self._mark(self.printed.every(name, around) or None):
                self._mark(self.printed.trace(name, around))

    def _head(self) -> None:
        everything = range(len(self.printed.pieces))
        notice = self.notice
        for words in (
            notice.title,
            notice.issuer,
            *(notice.issuer or "").split("、"),
            notice.document_number,
        ):
            if words:
                self._mark(self.printed.every(words, everything))
        # the day of issue is printed around the records; a date in their midst is another matter
        around = ((0, self.first), (self.last + 1, len(self.covered)), *self.between)
        for start, end in around if notice.issued_on and self.first >= 0 else ():
            text = self.printed.text[start:end]
            self._mark([(start + a, start + b) for a, b, day in find_dates(text) if day == notice.issued_on])

    def _between_notices(self) -> list[Span]:
        """The stretches between the last record of a notice and the first of the next in the same file."""
        out: list[Span] = []
        for found in self.notice.findings:
            pieces = self.printed.at(found.place) if found.code == "H002" else ()
            if pieces:
                at = self.printed.pieces[pieces[0]].start
                out.append((self.covered.rfind(b"\1", 0, at) + 1, self.covered.find(b"\1", at)))
        return out

    def _finding(self, found: Finding) -> None:
        text = str(found.data.get("text") or found.data.get("rest") or "")
        quoted = text.rstrip("…")
        if quoted:
            pieces = self.printed.at(found.place) or range(len(self.printed.pieces))
            if found.code != "L003":
                self._mark(self.printed.trace(quoted, pieces))
                return
            # one stretch, of which the beginning is quoted; the same may stand at one place twice
            starts = [start for start, _ in self.printed.every(quoted, pieces)]
            start = next((at for at in starts if not self.covered[at]), None)
            if start is not None:
                self._mark([(start, start + int(found.data["count"] or 0))])

    def _persons(self) -> None:
        """Persons behind the units of a label that names both (责任单位及责任人：区教育局 张三；区财政局 李四)."""
        for piece in self.printed.pieces:
            label = _OF_PERSONS.search(piece.raw)
            for match in _PERSON.finditer(piece.raw, label.end()) if label else ():
                if not is_units(match.group()):
                    start = piece.start + len(fold(piece.raw[: match.start()]))
                    self._mark([(start, start + len(match.group()))])

    def _by_hand(self) -> None:
        """What a person took out or reworded stands in the source and in no record: its place is accounted for."""
        places = [found.place for found in self.notice.findings if found.code == "R003"]
        for task in self.notice.tasks:
            if task.corrected:
                places += [task.place, *task.places.values()]
        self.by_hand = {k for place in places for k in self.printed.at(place)}
        for k in self.by_hand:
            piece = self.printed.pieces[k]
            self._mark([(piece.start, piece.end)])

    # What is left --------------------------------------------------------------------------------

    def remainders(self) -> Iterator[Remainder]:
        """Stretches of uncovered characters that are more than punctuation, labels and role words."""
        text, pieces = self.printed.text, self.printed.pieces
        places = {
            found if isinstance(found, range) else tuple(found)
            for found, task in zip(self.tasks, self.notice.tasks, strict=True)
            if task.origin == "table"
        }
        rows = {k for found in places for k in found}
        for match in re.finditer(b"\0+", self._without_page_marks(rows)):
            start, end = match.span()
            low, high = self.printed.index_at(start), self.printed.index_at(end - 1)
            if _is_silent(text[start:end]) or _is_silent(self._behind_page_marks(start, end, low, high)):
                continue
            whole = pieces[low].start == start and pieces[high].end == end
            in_rows = all(k in rows for k in range(low, high + 1))
            cells = self._of_no_field(start, end, rows)
            outside = end <= self.first or (
                not in_rows
                and (
                    self._outside(start, end)
                    or (whole and self._ends_in_header(low, high))
                    or self._opens_annex(start, end, low, high)
                )
            )
            if not cells:
                end = self._before_header(start, end, low, high)
            if end > start and not _is_silent(text[start:end]):
                yield Remainder(start, end, outside, cells)

    def _without_page_marks(self, rows: set[int]) -> bytes:
        """What is covered, but for the page marks in the midst of what is not (（牵 — 4 — 头单位：)."""
        covered = bytearray(self.covered)
        for k, piece in enumerate(self.printed.pieces):
            a, b = piece.start, piece.end
            if (
                k not in rows
                and not any(covered[max(a - 1, 0) : a])
                and not any(covered[b : b + 1])
                and self._is_page_mark(piece)
            ):
                covered[a:b] = bytes(b - a)
        return bytes(covered)

    def _is_page_mark(self, piece: Piece) -> bool:
        return piece.parts == 1 and bool(_PAGE_MARK.fullmatch(self.printed.text, piece.start, piece.end))

    def _behind_page_marks(self, start: int, end: int, low: int, high: int) -> str:
        """A stretch without the page marks in its midst."""
        parts = self.printed.pieces[low : high + 1]
        kept = [p for k, p in enumerate(parts) if not 0 < k < len(parts) - 1 or not self._is_page_mark(p)]
        return "".join(self.printed.text[max(p.start, start) : min(p.end, end)] for p in kept)

    def _before_header(self, start: int, end: int, low: int, high: int) -> int:
        """Where a table's header row begins that ends at `end`; `end` where none does. The header was read: the
        columns of its rows are what it says."""
        if not self.has_rows:
            return end
        words: list[Span] = []
        for piece in self.printed.pieces[low : high + 1]:
            at = piece.start
            for word in piece.raw.split():
                length = len(fold(word))
                if start <= at and at + length <= end and length:
                    words.append((at, at + length))
                at += length
        text = self.printed.text
        last, kinds = len(words), []
        if not words or words[-1][1] != end:
            return end
        while last:
            for first in range(last - 1, max(last - _MOST_PARTS, 0) - 1, -1):
                cell = text[words[first][0] : words[last - 1][1]]
                kind = header_kind(cell) if len(cell) <= _LONGEST_HEADER else None
                if kind:
                    break
            else:
                break
            kinds.append(kind)
            last = first
        if len(set(kinds)) < 2 or not {"units", "deadline", "content", "number"} & set(kinds):
            return end
        return words[last][0]

    def _of_no_field(self, start: int, end: int, rows: set[int]) -> bool:
        """Whether a stretch may be remarks and the like: a few whole cells of rows side by side, no date among them, or a
        person's name between blanks; marks, labels and numbers aside."""
        text, cells = self.printed.text, 0
        for k in range(self.printed.index_at(start), self.printed.index_at(end - 1) + 1):
            piece = self.printed.pieces[k]
            low, high = max(start, piece.start), min(end, piece.end)
            words = text[low:high]
            if high - low < piece.end - piece.start and _is_silent(words):
                continue
            cells += 1
            whole = high - low == piece.end - piece.start or self._is_person(piece, low, high)
            if (
                k not in rows
                or not whole
                or cells > MOST_REMARKS
                or (_OF_TIME.search(words) and is_deadline(words))
            ):
                return False
        return cells > 0

    def _is_person(self, piece: Piece, low: int, high: int) -> bool:
        """Whether the form of these words of a line says that they are a person's name."""
        words = self.printed.words(piece) if piece.parts else []
        parted = any(a == low for a, _ in words) and any(b == high for _, b in words)
        return parted and may_be_persons_name(self.printed.text[low:high])

    def _outside(self, start: int, end: int) -> bool:
        return (
            start > self.last
            or self.last_of_sections < start < end <= self.first_of_tasks
            or any(low <= start and end <= high for low, high in self.between)
        )

    def _opens_annex(self, start: int, end: int, low: int, high: int) -> bool:
        """Whether a stretch is an annex's mark (附件2) and its title, on a line or two."""
        words = self.printed.text[start:end]
        return (
            end == self.printed.pieces[high].end
            and high - low <= _MOST_PARTS
            and len(words) <= LONGEST_QUOTE
            and bool(_ANNEX.match(words))
            and not any(mark in words[2:] for mark in "。;,")
        )

    def _ends_in_header(self, low: int, high: int) -> bool:
        """Whether the last two of these pieces are column headings: a caption and header over more rows."""
        words = (
            self.printed.text[p.start : p.end] for p in self.printed.pieces[max(low, high - 1) : high + 1]
        )
        return high > low and all(_HEADING.fullmatch(word) for word in words)


def _first_difference(before: bytes, after: bytearray) -> int:
    """Where two strings of one length first differ; 0 where they do not."""
    step = 1 << 10
    for low in range(0, len(before), step):
        if before[low : low + step] != after[low : low + step]:
            return next(i for i in range(low, len(before)) if before[i] != after[i])
    return 0


def unaccounted(notice: Notice, document: Document) -> tuple[Finding, ...]:
    """What a notice does not hold of its document, as findings: one for the text around its records, one for
    the cells of its rows that are no field of a task, and one for each other stretch."""
    account = Account(notice, document)
    around: list[Remainder] = []
    cells: list[Remainder] = []
    out: list[Finding] = []
    for rest in account.remainders():
        if rest.outside:
            around.append(rest)
        elif rest.cells:
            cells.append(rest)
        else:
            out.append(_finding(account, "L003", [rest]))
    return tuple(
        [_finding(account, code, found) for code, found in (("L002", around), ("L004", cells)) if found] + out
    )


def _finding(account: Account, code: str, rests: Sequence[Remainder]) -> Finding:
    printed = account.printed
    first, last = printed.piece_at(rests[0].start).where, printed.piece_at(rests[-1].end - 1).where
    text = "…".join(printed.text[rest.start : rest.end] for rest in rests)
    return finding(
        code,
        (first.to(last) if first != last else first).place(),
        count=sum(rest.end - rest.start for rest in rests),
        pieces=len(rests),
        text=text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…",
    )
