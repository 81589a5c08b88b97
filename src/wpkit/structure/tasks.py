"""Grid rows and outline items → sections and tasks of the contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from datetime import date
from itertools import takewhile

from wpkit.blocks import Paragraph, Where, stretch
from wpkit.fields.deadlines import is_deadline, read_deadlines
from wpkit.fields.headings import Kind, header_kind, is_aim, is_leader_heading, is_time_heading
from wpkit.fields.mentions import read_mentions
from wpkit.fields.numbering import read_marker, row_number
from wpkit.fields.splitting import without_persons
from wpkit.fields.topics import Vocabulary, read_topic
from wpkit.fields.units import is_units, read_units
from wpkit.findings import Report
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.schema import Category, Deadline, Section, Task, Unit
from wpkit.structure.columns import role_beside
from wpkit.structure.grid import Grid, GridRow
from wpkit.structure.labels import (
    Fields,
    Piece,
    UnitText,
    closed_up,
    content_label,
    kept_pieces,
    labels_in,
    only_fields,
    open_labels,
    opening_units,
    pieces_of,
    read_labelled,
    unit_heading,
)
from wpkit.structure.outline import Item, Outline, cut_run
from wpkit.text import fold, join, squeeze, tidy


@record()
class Context:
    """What holds for the whole notice: its year and day of issue, and whether the first unit of a list leads."""

    report: Report
    year: int | None = None
    issued_on: date | None = None
    first_leads: bool = False
    subject: str = ""  # the title, which chooses the vocabulary of topics
    vocabularies: tuple[Vocabulary, ...] | None = None
    aliases: dict[str, str] = field(default_factory=dict)
    together: bool = False  # the last of several items states the fields of all
    charged_first: bool = False  # items open with those who are charged with them
    charged_by_titles: bool = False  # bodies' names alone head items, and are charged with what they say
    labelled: Labelled = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)

    def add(
        self,
        *,
        number: str | None,
        origin: str,
        path: Sequence[str],
        title: str | None,
        content: str,
        fields: Fields,
        section: str | None,
        where: Where,
        places: dict[str, Where] | None = None,
    ) -> Task:
        """Reads a task's fields and puts it behind the others; what could not be read becomes a finding."""
        key = f"t{len(self.tasks) + 1}"
        place = where.place()
        units = self._units(fields.units, key, where)
        topic, evidence = read_topic(
            path, title, content, subject=self.subject, vocabularies=self.vocabularies
        )
        deadlines = self._deadlines(fields.deadlines, key, where)
        task = Task(
            id=key,
            number=number,
            origin=origin,  # type: ignore[arg-type]
            category=Category(path=tuple(path), topic=topic, evidence=evidence),
            title=title,
            content=content,
            units=units,
            deadlines=deadlines,
            time_mentions=read_mentions(content, year=self.year, issued_on=self.issued_on),
            section=section,
            place=place,
            places={name: w.place() for name, w in (places or {}).items() if w != where},
        )
        self.tasks.append(task)
        return task

    def _units(self, texts: Sequence[UnitText], key: str, where: Where) -> tuple[Unit, ...]:
        out: list[Unit] = []
        leads = any(t.role == "lead" for t in texts)
        labels = [t.label for t in texts if t.label]
        for printed in texts:
            first = printed.first_leads or (
                self.first_leads and not leads and printed.role in (None, "responsible")
            )
            role = printed.role if printed.role != "lead" else role_beside(printed.label, labels) or "lead"
            reading = read_units(printed.text, role=role, first_leads=first, aliases=self.aliases)
            out.extend(reading.units)
            if reading.rest.strip("；;，,。、 "):
                self.report.add("U001", where, task=key, text=reading.rest)
        seen: set[tuple[str, str]] = set()
        return tuple(u for u in out if (u.name, u.role) not in seen and not seen.add((u.name, u.role)))  # type: ignore[func-returns-value]

    def _deadlines(self, texts: Sequence[str], key: str, where: Where) -> tuple[Deadline, ...]:
        out: list[Deadline] = []
        for printed in texts:
            reading = read_deadlines(printed, year=self.year, issued_on=self.issued_on)
            out.extend(d for d in reading.deadlines if d not in out)
            for code, data in reading.findings:
                self.report.add(code, where, task=key, **data)
        return tuple(out)


# Rows ---------------------------------------------------------------------------------------------


def tasks_of_grid(grid: Grid, context: Context, outer: Sequence[str] = (), section: str | None = None) -> int:
    """Adds a task for each row of the table; returns how many."""
    content_at = grid.indices("content")[0]
    numbers = grid.indices("number")
    categories = grid.indices("category")
    before = len(context.tasks)
    spans = _group_sizes(grid, categories)
    for row in grid.rows:
        content, content_from = closed_up(row.cells[content_at] or "").strip(), content_at
        number = next(
            (row_number(row.cells[k] or "") or (row.cells[k] or None) for k in numbers if row.cells[k]), None
        )
        path = [*outer, *row.headings]
        labels = [(k, row.cells[k]) for k in categories if row.cells[k]]
        names = [text for _, text in labels if text]
        if not content:
            if not names or not (_has(row, grid, "units") or _has(row, grid, "deadline")):
                continue
            # a row that names its task and has no content of its own
            content = names.pop()
            content_from, _ = labels.pop()
        if number is None and not numbers:
            number, content, names = _number_inside(content, labels, names, spans, row)
        path += _without_repeats(names)
        fields = _row_fields(grid, row)
        if not fields.units and row.headings and not grid.indices("units"):
            fields.units = _units_of_heading(row.headings[-1])
        headed: dict[str, Where] = (
            {"units": row.heading_at} if fields.units and row.heading_at and not grid.indices("units") else {}
        )
        if not fields.deadlines and grid.header_at and (due := _marked_time(grid, row)):
            fields.deadlines, headed["deadlines"] = [due], grid.header_at
        if not fields.units and (items := _items_in_cell(row, content_at)):
            for item_number, item in items:
                own = item.fields.copy()
                own.deadlines = own.deadlines or fields.deadlines[:]
                context.add(
                    number=item_number, origin="table", path=path, title=None, content=item.content, fields=own,
                    section=section, where=row.where, places=_row_places(grid, row, content_from, labels),
                )  # fmt: skip
            continue
        piece = kept_pieces(content)
        if len(piece) == 1 and piece[0].fields and piece[0].content and not fields.units:
            content = piece[0].content
            fields.extend(piece[0].fields)
        places = _row_places(grid, row, content_from, labels) | headed
        task = context.add(
            number=_plain_number(number),
            origin="table",
            path=path,
            title=None,
            content=content,
            fields=fields,
            section=section,
            where=row.where,
            places=places,
        )
        if row.shifted:
            context.report.add("T001", row.where, task=task.id, number=task.number or task.id)
    return len(context.tasks) - before


def _units_of_heading(heading: str) -> list[UnitText]:
    """The units of the rows below a heading row that is nothing but them (责任单位：县教育局; 县教育局（5项）)."""
    found = labels_in(heading, sure=False)
    if found and found[0][0] == 0:
        return read_labelled(heading, found).units
    units = unit_heading(heading)
    return [units] if units else []


def _row_places(
    grid: Grid, row: GridRow, content_from: int, labels: Sequence[tuple[int, str | None]]
) -> dict[str, Where]:
    """Where the fields of a row's task stand."""
    return {
        name: where
        for name, columns in (
            ("content", [content_from]),
            ("units", grid.indices("units")),
            ("deadlines", grid.indices("deadline")),
            ("category", [k for k, _ in labels][-1:]),
        )
        if (where := _cells_place(row, columns)) is not None
    }


def _items_in_cell(row: GridRow, content_at: int) -> list[tuple[str, Piece]]:
    """(number, piece) of the numbered items that a content cell holds, where two or more end in units of their own."""
    text = row.cells[content_at] or ""
    if text.count("（") + text.count("(") < 2:
        return []
    items: list[tuple[str, Piece]] = []
    for part in cut_run(text):
        marker = read_marker(part)
        pieces = pieces_of(part[marker.end :], usual=True) if marker else []
        if marker is None or len(pieces) != 1:
            return []
        items.append((marker.number, pieces[0]))
    return items if sum(bool(piece.fields.units) for _, piece in items) > 1 else []


def _cells_place(row: GridRow, columns: Sequence[int]) -> Where | None:
    """The place of a row's cells in these columns: of the first that is not empty, with the boxes of the others."""
    wheres = [w for k in columns if (w := row.places[k]) is not None and row.cells[k]]
    wheres = wheres or [w for k in columns if (w := row.places[k]) is not None][:1]
    if len(wheres) < 2:
        return wheres[0] if wheres else None
    first, *rest = dict.fromkeys(wheres)
    if rest and first.box is None and first.row is None:
        # lines and paragraphs: the stretch over all of them, which may begin and end in any column
        every = (first, *rest)
        return min(every, key=_begins).to(max(every, key=_ends))
    if any(w.row != first.row for w in rest):
        return first._replace(row=None, column=None)  # a card's: several rows of the table
    parts = [part for w in rest if w.box for part in ((w.page or 1, w.box), *(w.continued or ()))]
    return first._replace(continued=(*(first.continued or ()), *parts)) if first.box and parts else first


def _begins(where: Where) -> tuple[int, int, int]:
    return where.page or 0, where.line or 0, where.paragraph or 0


def _ends(where: Where) -> tuple[int, int, int]:
    return (
        where.end_page or where.page or 0,
        where.end_line or where.line or 0,
        where.end_paragraph or where.paragraph or 0,
    )


def _has(row: GridRow, grid: Grid, role: str) -> bool:
    return any(row.cells[k] for k in grid.indices(role))


def _plain_number(number: str | None) -> str | None:
    return number.strip("、.． ") if number else None


def _without_repeats(names: Sequence[str]) -> list[str]:
    """Grouping cells from the outside in; a cell merged over two columns counts once."""
    out: list[str] = []
    for name in names:
        if not out or out[-1] != name:
            out.append(name)
    return out


def _group_sizes(grid: Grid, categories: Sequence[int]) -> dict[tuple[int, int], int]:
    """(row, column) → how many rows the grouping cell in it covers."""
    sizes: dict[tuple[int, int], int] = {}
    for k in categories:
        start = 0
        for n in range(1, len(grid.rows) + 1):
            if (
                n == len(grid.rows)
                or grid.rows[n].own[k]
                or grid.rows[n].cells[k] != grid.rows[start].cells[k]
            ):
                for i in range(start, n):
                    sizes[id(grid.rows[i]), k] = n - start
                start = n
    return sizes


def _number_inside(
    content: str,
    labels: Sequence[tuple[int, str | None]],
    names: list[str],
    spans: dict[tuple[int, int], int],
    row: GridRow,
) -> tuple[str | None, str, list[str]]:
    """The number of a row without a number column: one that the content begins with, or the innermost grouping
    cell of a single row."""
    marker = read_marker(content)
    if marker and marker.end < len(content) and marker.notation != "han":
        return marker.number, content[marker.end :].strip(), names
    if labels and names:
        k, label = labels[-1]
        marker = read_marker(label or "")
        if (
            marker
            and marker.end < len(label or "")
            and spans.get((id(row), k), 1) == 1
            and marker.notation not in ("han", "part")
        ):
            return marker.number, content, [*names[:-1], (label or "")[marker.end :].strip()]
    return None, content, names


_OF_PERSONS = ("人", "领导", "人)", "领导)")


def _row_fields(grid: Grid, row: GridRow) -> Fields:
    fields = Fields()
    for k, column in enumerate(grid.columns):
        text = closed_up(row.cells[k] or "").strip()
        if not text:
            continue
        if column.role == "units" and squeeze(text) not in ("/", "—", "-", "无", "――", "——"):
            found = labels_in(text, sure=False)
            if found and found[0][0] == 0:
                labelled = read_labelled(text, found)
                fields.units += labelled.units
                fields.deadlines += labelled.deadlines
            else:
                if fold(column.title).endswith(_OF_PERSONS):
                    text = without_persons(text, told=True)[0]
                fields.units.append(UnitText(text, column.unit_role, column.first_leads))
        elif column.role == "deadline" and not _is_marked(column.title, text):
            fields.deadlines.append(text)
    return fields


_MARK = pattern(r"[√✓✔☑●○◎■□▲△★☆*＊]{1,2}")
_PART_OF_YEAR = pattern(r"(?:第?[一二三四1-4]季度|(?:1[0-2]|[1-9])月份?|[上下]半年)$", needs="季月半")


_OF_PROGRESS = pattern("情况|进展|完成|落实|考核|得分|资金|投资")


def _is_marked(title: str, text: str) -> bool:
    """Whether a cell below a month, a quarter or half a year holds nothing but a mark."""
    return bool(_MARK.fullmatch(text)) and _PART_OF_YEAR.search(fold(title)) is not None


def _marked_time(grid: Grid, row: GridRow) -> str:
    """The last of several months or quarters at the head of columns that a row has a mark below; an empty string where it
    has none."""
    over = [
        (k, when[0])
        for k, title in enumerate(grid.heads)
        if (when := _PART_OF_YEAR.search(title)) and not _OF_PROGRESS.search(title)
    ]
    marked = [when for k, when in over if _MARK.fullmatch((row.cells[k] or "").strip())]
    return marked[-1] if len(over) > 1 and marked else ""


# Items --------------------------------------------------------------------------------------------

_SUMMARY = pattern("(?:主要|总体|总的|工作|中心|目标)?任务", needs="任务")


def sections_of(outline: Outline, before: int = 0) -> tuple[Section, ...]:
    """The numbered items as sections; `before` tells how many stand before them."""
    out: list[Section] = []
    labelled = [labels for labels in _labelled_items(outline).values() if not _over_items(labels)]
    fields = {id(label.child) for labels in labelled for label in labels}
    for item in outline.walk():
        if id(item) in fields:
            continue  # a numbered label is a field of its item, no section
        if item.number is None:
            item.id = item.parent.id if item.parent else ""
            continue
        item.id = f"s{before + len(out) + 1}"
        text = "\n".join([p.text for p in item.paragraphs] + _unnumbered_texts(item))
        parent = (item.parent.id or None) if item.parent else None
        out.append(
            Section(
                id=item.id,
                number=item.number,
                level=item.marker.level,
                title=item.title,
                text=text,
                parent=parent,
                place=item.where.place(),
            )
        )
    return tuple(out)


def _unnumbered_texts(item: Item) -> list[str]:
    """What stands below an item behind bullets; it has no section of its own."""
    out: list[str] = []
    for child in item.children:
        if child.marker.notation == "bullet":
            out += [child.title] if child.title else []
            out += [p.text for p in child.paragraphs]
    return out


def tasks_of_outline(outline: Outline, context: Context) -> None:
    """Adds a task for each leaf item that tells someone to do something, and for each of its bracketed parts."""
    usual = _brackets_usual(outline)
    context.together = _stated_together(outline)
    context.labelled = _labelled_items(outline)
    context.charged_by_titles = _charged_by_titles(outline)
    itemised = [item for item in outline.items if item.children]
    context.charged_first = sum(_opens_with_units(item) for item in outline.walk()) > 1
    for item in outline.items:
        # where other sections list who does what, one that only says what the task is, in prose, is an aim
        sums_up = usual and bool(itemised) and bool(_SUMMARY.fullmatch(item.title or ""))
        _visit(item, context, usual, Inherited(), aims=sums_up and not item.children)
    if not outline.items or not context.tasks:
        for paragraph in outline.preamble:
            pieces = pieces_of(paragraph.text)
            for piece in pieces:
                if piece.fields.units and piece.content:
                    context.add(
                        number=None, origin="body", path=(), title=None, content=piece.content,
                        fields=piece.fields, section=None, where=paragraph.where,
                    )  # fmt: skip


def _brackets_usual(outline: Outline) -> bool:
    """Whether the notice closes its items with brackets of units as a rule."""
    leaves = [i for i in outline.walk() if not i.children]
    with_fields = 0
    for item in leaves:
        text = "".join(p.text for p in item.paragraphs[-1:])
        with_fields += any(p.fields.units for p in kept_pieces(text, usual=True))
    return with_fields >= 0.3 * max(len(leaves), 1) and with_fields > 0


@record(frozen=True)
class Inherited:
    """What the items around an item say of units and deadlines, and where they say it."""

    fields: Fields = field(default_factory=Fields)
    where: Where = Where()


def _visit(item: Item, context: Context, usual: bool, inherited: Inherited, *, aims: bool) -> None:
    aims = aims or is_aim(item.title)
    if not item.children:
        heading = unit_heading(item.title or "") if context.charged_by_titles else None
        if heading is not None and item.paragraphs:
            inherited = Inherited(Fields([heading], inherited.fields.deadlines), item.where)
        _leaf(item, context, usual, inherited, aims=aims)
        return
    own = Fields()
    heading = unit_heading(item.title or "")
    if heading is not None:
        own.units.append(heading)
    for paragraph in item.paragraphs:
        for piece in kept_pieces(paragraph.text, usual=usual):
            own.extend(piece.fields)
    if _says_when(item):
        own.deadlines = [item.title or ""]  # the months in a bracket behind a quarter say the same
    if own:
        inherited = Inherited(own, stretch([item.where, *(p.where for p in item.paragraphs)]))
    if labels := context.labelled.get(id(item)):
        _labelled_item(item, labels, context, usual, inherited)
        return
    if not own.units:
        _closing_fields(item, usual, context.together)
    for child in item.children:
        _visit(child, context, usual, inherited, aims=aims)


def _opens_with_units(item: Item) -> bool:
    return not item.children and opening_units(item.text) is not None


def _charged_by_titles(outline: Outline) -> bool:
    """Whether several items are headed by nothing but a body's name."""
    headed = (item for item in outline.walk() if unit_heading(item.title or "") is not None)
    return next(headed, None) is not None and next(headed, None) is not None


_ENDS = pattern("[。；;]", needs="。；;")
_FIELD_CHILD = pattern(r"[\w（）()]{2,10}[:：]", needs=":：")
_LONGEST_LABEL = 10
_OVER_ITEMS = ("content", "name")  # the labels that may stand over the tasks themselves


@record(frozen=True)
class _Label:
    """A numbered label of an item (2.活动时间：6月): its word, what kind it is of, and its value."""

    word: str
    kind: Kind | None
    value: str
    child: Item


Labelled = dict[int, list[_Label]]  # the items whose children are numbered labels, by their id()


def _labelled_items(outline: Outline) -> Labelled:
    """The items whose children are numbered labels of one task (1.活动时间 2.活动内容 3.组织单位). Most of the labels are
    words of the genre or stand under other items too; units or a time are among them, or all stand under other items too.
    Below a heading of aims only labels with units describe a task."""
    found = {
        id(item): labels
        for item in outline.walk()
        if (labels := _labels_below(item)) and (any(x.kind == "units" for x in labels) or not _is_aim(item))
    }
    times = Counter(label.word for labels in found.values() for label in labels)
    return {key: labels for key, labels in found.items() if _are_fields(labels, times)}


def _is_aim(item: Item) -> bool:
    return is_aim(item.title) or (item.parent is not None and _is_aim(item.parent))


def _labels_below(item: Item) -> list[_Label]:
    """The labels that all children of an item are; none where one is no label."""
    out: list[_Label] = []
    for child in item.children:
        whole = join(child.title or "", "".join(p.text for p in child.paragraphs))
        match = _FIELD_CHILD.match(whole)
        word = whole[: match.end() - 1] if match else child.title or whole
        kind = header_kind(word)
        if len(word) > _LONGEST_LABEL or (kind is None and not match):
            return []
        if child.children and kind not in _OVER_ITEMS:
            return []
        value = (whole[match.end() :] if match else "".join(p.text for p in child.paragraphs)).strip()
        units = without_persons(value, told=True)[0].strip().rstrip("。；;") if kind == "units" else ""
        if kind == "units" and not is_units(units):
            return []  # （一）落实责任。各单位要…: a heading made of the same words
        if kind not in ("units", "deadline") and any(piece.fields for piece in pieces_of(value)):
            return []  # 1.工作目标：…责任单位：…: a task with fields of its own
        out.append(_Label(word, kind, value, child))
    return out if len(out) > 1 else []


def _over_items(labels: Sequence[_Label]) -> list[Item]:
    """The labels that stand over items (2.主要任务, and below it （1） （2））."""
    return [label.child for label in labels if label.child.children]


def _are_fields(labels: Sequence[_Label], times: Counter[str]) -> bool:
    kinds = {label.kind for label in labels}
    usual = [label for label in labels if label.kind is not None or times[label.word] > 1]
    if (
        len({label.word for label in labels}) < len(labels)
        or 2 * len(usual) <= len(labels)
        or not kinds - {"units", "person"}
    ):
        return False
    if "units" in kinds and kinds & {"deadline", "content", "goal"}:
        return True
    if _over_items(labels):
        return False
    timed = any(label.kind == "deadline" and is_deadline(label.value.rstrip("。；;")) for label in labels)
    return timed or all(times[label.word] > 1 and label.kind is not None for label in labels)


def _labelled_item(
    item: Item, labels: Sequence[_Label], context: Context, usual: bool, inherited: Inherited
) -> None:
    """Adds the task that an item's numbered labels describe; where one of them stands over items (2.主要任务), these are
    the tasks."""
    from wpkit.structure.columns import unit_role

    fields = Fields()
    contents = [piece.content for p in item.paragraphs for piece in pieces_of(p.text, usual=usual)]
    for label in labels:
        if label.kind == "units":
            fields.units.append(UnitText(label.value, unit_role(label.word)))
        elif label.kind == "deadline":
            fields.deadlines.append(label.value.rstrip("。；;"))
        elif label.kind in ("content", "goal", "name", None):
            contents.append(label.value)
    where = stretch([item.where, *(w for child in item.children for w in _all_places(child))])
    places = _places(item)
    if not fields.units and inherited.fields.units:
        fields.units, places["units"] = list(inherited.fields.units), inherited.where
    if not fields.deadlines and inherited.fields.deadlines:
        fields.deadlines, places["deadlines"] = list(inherited.fields.deadlines), inherited.where
    over = _over_items(labels)
    for child in over:
        _visit(child, context, usual, Inherited(fields, where), aims=False)
    if not over:
        context.add(
            number=item.number, origin="body", path=_path(item), title=item.title,
            content=tidy("".join(contents)), fields=fields, section=item.id or None, where=where, places=places,
        )  # fmt: skip


def _all_places(item: Item) -> list[Where]:
    return [where for part in item.walk() for where in (part.where, *(p.where for p in part.paragraphs))]


def _closing_fields(item: Item, usual: bool, together: bool) -> None:
    """A bracket in a paragraph of its own below the last child belongs to all children that have none; so do label
    lines there, where the notice states the fields of several items together (`together`)."""
    last = item.children[-1]
    if len(item.children) < 2 or not last.paragraphs or last.children:
        return
    tails = list(takewhile(lambda p: only_fields(p.text), last.paragraphs[:0:-1]))[::-1]
    pieces = [piece for p in tails for piece in kept_pieces(p.text, usual=usual)]
    labelled = any(open_labels(p.text) for p in tails)
    together = together or _beside_labelled(item)
    if not any(piece.fields.units for piece in pieces) or (labelled and not together):
        return
    for child in item.children[:-1]:
        if child.children or any(
            x.fields for p in child.paragraphs for x in kept_pieces(p.text, usual=usual)
        ):
            return
    for child in item.children[:-1]:
        child.paragraphs += [Paragraph(tail.text, child.where) for tail in tails]


def _beside_labelled(item: Item) -> bool:
    """Whether items beside this one that have none below them end in label lines: so does this one, below its own items."""
    beside = [other for other in (item.parent.children if item.parent else ()) if not other.children]
    return bool(beside) and all(
        other.paragraphs and only_fields(other.paragraphs[-1].text) for other in beside
    )


def _stated_together(outline: Outline) -> bool:
    """Whether only the last of items side by side states fields, in two groups of the notice and in all of it."""
    groups = 0
    for item in outline.walk():
        leaves = [child for child in item.children if not child.children]
        stating = [
            any(p.fields for t in child.lines() for p in kept_pieces(t, usual=True)) for child in leaves
        ]
        if any(stating[:-1]):
            return False
        groups += len(stating) > 1 and stating[-1]
    return groups > 1


def _says_when(item: Item) -> bool:
    """Whether an item is a heading without a number that only says when what stands below it is due (3月份)."""
    return item.number is None and is_time_heading(item.title or "")


def _path(item: Item) -> list[str]:
    return [a.title for a in item.ancestors() if a.title and not _says_when(a) and not _says_who(a)]


def _says_who(item: Item) -> bool:
    """Whether an item is a heading without a number that only names the leader who answers for what stands below it."""
    return item.number is None and is_leader_heading(item.title or "")


def _places(item: Item) -> dict[str, Where]:
    """Where the category of an item's tasks stands: the closest heading around it."""
    titled = [a.where for a in item.ancestors() if a.title]
    return {"category": titled[-1]} if titled else {}


def _leaf(item: Item, context: Context, usual: bool, inherited: Inherited, *, aims: bool) -> None:
    groups = _pieces(item, usual)
    if len(groups) > 2 and item.title and not groups[0][0].content and all(g[0].fields for g in groups):
        # 一、…（牵头单位：甲）: the heading's bracket, over paragraphs that state fields of their own
        heading, where = groups.pop(0)
        inherited = Inherited(heading.fields, where)
    title = item.title
    if context.charged_first and not any(g[0].fields.units for g in groups):
        title = _charge_first(title, groups)
    stated = [g for g in groups if g[0].fields]
    if aims and not any(g[0].fields.units or g[0].fields.deadlines for g in stated):
        return
    path = _path(item)
    tasks: list[tuple[Piece, Where]] = []
    if len(stated) > 1:
        pending = ""
        since: Where | None = None
        for piece, where in groups:
            if piece.fields:
                tasks.append(
                    (Piece(join(pending, piece.content), piece.fields), since.to(where) if since else where)
                )
                pending, since = "", None
            else:
                pending, since = join(pending, piece.content), since or where
        if pending:
            last, where = tasks[-1]
            tasks[-1] = (Piece(join(last.content, pending), last.fields), where.to(groups[-1][1]))
    else:
        fields = Fields()
        content = ""
        for piece, _ in groups:
            content = join(content, piece.content) if content else piece.content
            fields.extend(piece.fields)
        tasks.append((Piece(content, fields), stretch([item.where, *(p.where for p in item.paragraphs)])))
    for piece, where in tasks:
        fields, places = piece.fields, _places(item)
        if inherited.fields.units and all(map(_only_helps, fields.units)):
            # 配合单位 in an item adds to whoever the heading charges
            fields.units, places["units"] = [*inherited.fields.units, *fields.units], inherited.where
        if not fields.deadlines and inherited.fields.deadlines:
            fields.deadlines, places["deadlines"] = list(inherited.fields.deadlines), inherited.where
        if title and len(tasks) > 1:
            places["title"] = item.where
        content = piece.content
        if piece.fields.contents:
            stated_content = "".join(piece.fields.contents)
            # a line without a full stop beside a stated content is a name, no content
            content = join(content, stated_content) if _ENDS.search(content) else stated_content
        content = tidy(content)
        if not content and not fields.units and len(tasks) == 1 and not title:
            continue
        name = title
        if not content and name and not fields:
            content, name = "", title
        context.add(
            number=item.number, origin="body", path=path, title=name, content=content,
            fields=fields, section=item.id or None, where=where, places=places,
        )  # fmt: skip


def _only_helps(units: UnitText) -> bool:
    """Whether all of a list's units support others (配合单位：甲; 甲、乙配合)."""
    return units.role == "support" or (
        units.role is None and all(unit.role == "support" for unit in read_units(units.text).units)
    )


def _charge_first(title: str | None, groups: list[tuple[Piece, Where]]) -> str | None:
    """Gives the first of an item's pieces the units that the item opens with, and takes them off its text; returns the
    title without them."""
    opening = opening_units(f"{title}。" if title else groups[0][0].content) if groups else None
    if opening is None:
        return title
    units, rest = opening
    groups[0][0].fields.units.append(units)
    if title:
        return rest.removesuffix("。")
    groups[0][0].content = rest
    return None


def _pieces(item: Item, usual: bool) -> list[tuple[Piece, Where]]:
    """The item's text in pieces closed by fields; a label line joins the piece before it."""
    out: list[tuple[Piece, Where]] = []
    labelled = any(only_fields(p.text) for p in item.paragraphs)
    for paragraph in item.paragraphs:
        pieces = pieces_of(paragraph.text, usual=usual)
        if out and labelled and not pieces[0].fields and (aside := _aside(paragraph.text)):
            pieces = [Piece("", Fields(people=[aside]))]
        for piece in pieces:
            before = out[-1][0].fields if out else Fields()
            # 任务：… again, behind the units or the time of the one above
            again = bool(piece.fields.contents and before.contents) and bool(before.units or before.deadlines)
            if not piece.content and out and piece.fields and not (again and content_label(paragraph.text)):
                above, where = out[-1]
                above.fields.extend(piece.fields)
                out[-1] = above, where.to(paragraph.where)
            elif piece.content or piece.fields:
                out.append((piece, paragraph.where))
    return _with_remarks(out)


_LABELLED = pattern(r"([^\W\d_a-zA-Z]{2,8})[:：]\s*(?=\S)", needs=":：")


def _aside(text: str) -> str:
    """What a line states under a label of place, amount, person or the like; an empty string for any other line."""
    match = _LABELLED.match(text)
    return text[match.end() :] if match and header_kind(match[1]) in ("other", "person") else ""


def _with_remarks(pieces: list[tuple[Piece, Where]]) -> list[tuple[Piece, Where]]:
    """A content that a label states, and below it a line under a label of another sort with the units of both, are one."""
    out: list[tuple[Piece, Where]] = []
    for piece, where in pieces:
        above = out[-1][0].fields if out else Fields()
        if above.contents and not (above.units or above.deadlines or piece.fields.contents) and piece.content:
            last, begin = out.pop()
            last.fields.contents.append(piece.content)
            last.fields.extend(piece.fields)
            out.append((last, begin.to(where)))
        else:
            out.append((piece, where))
    return out
