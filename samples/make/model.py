"""A sample notice as data → its truth; what is printed and what is true are written side by side.

The truth is never read off the printed text: names, roles, groups and dates are marked by whoever
wrote the notice. Layouts print the same data; `truth` gives the annotation it must be read as.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

LEAD, RESPONSIBLE, SUPPORT = "lead", "responsible", "support"
ROLE_WORDS = {
    "牵头负责": LEAD,
    "牵头": LEAD,
    "牽頭": LEAD,
    "负责": RESPONSIBLE,
    "負責": RESPONSIBLE,
    "落实": RESPONSIBLE,
    "实施": RESPONSIBLE,
    "承办": RESPONSIBLE,
    "配合": SUPPORT,
    "协助": SUPPORT,
    "参与": SUPPORT,
    "協助": SUPPORT,
}
LEVELS = (
    (r"第.+章", 1),
    (r"第.+条", 2),
    (r"[一二三四五六七八九十百零]+、", 1),
    (r"（[一二三四五六七八九十百零]+）|\([一二三四五六七八九十百零]+\)", 2),
    (r"\d+[.．、]", 3),
    (r"[（(]\d+[）)]", 4),
    (r"[①-⑳]", 5),
)


@dataclass(frozen=True, slots=True)
class Unit:
    name: str
    role: str = RESPONSIBLE
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Units:
    """A unit cell or bracket as printed, and the bodies it names."""

    printed: str
    units: tuple[Unit, ...]

    def __add__(self, other: Units) -> Units:
        return Units(f"{self.printed}；{other.printed}", self.units + other.units)


def read_units(notation: str, role: str = RESPONSIBLE) -> Units:
    """Marked units → what is printed and who is meant.

    `*` marks a collective, a role word at a clause's end gives the clause's role:
    `区财政局、区审计局牵头，*各街镇配合`. Where print and truth part, every name stands in brackets,
    `>` for lead and `<` for support, `=` before what is printed: `[区教育局]、[区民政局]等[*相关部门=部门]`.
    """
    if "[" in notation:
        units = []
        for mark in re.findall(r"\[(.+?)\]", notation):
            signs, name = re.fullmatch(r"([<>*]*)(.+)", mark.split("=")[0]).groups()  # type: ignore[union-attr]
            own = LEAD if ">" in signs else SUPPORT if "<" in signs else role
            units.append(Unit(name, own, "*" in signs))
        printed = re.sub(r"\[[<>*]*(.+?)\]", lambda m: m.group(1).split("=")[-1], notation)
        return Units(printed, tuple(units))
    units = []
    for clause in re.split("[，；,;]", notation):
        word = next((w for w in ROLE_WORDS if clause.endswith(w)), "")
        for name in clause.removesuffix(word).split("、"):
            if name:
                units.append(Unit(name.removeprefix("*"), ROLE_WORDS.get(word, role), name.startswith("*")))
    return Units(notation.replace("*", ""), tuple(units))


def _when(text: str, year: int) -> tuple[str, str | None, str | None]:
    """kind, first day, last day of a printed time: a table, written out month by month."""
    known: dict[str, tuple[str, str | None, str | None]] = {
        "全年": ("period", "01-01", "12-31"),
        "上半年": ("period", "01-01", "06-30"),
        "下半年": ("period", "07-01", "12-31"),
        "一季度": ("period", "01-01", "03-31"),
        "二季度": ("period", "04-01", "06-30"),
        "三季度": ("period", "07-01", "09-30"),
        "四季度": ("period", "10-01", "12-31"),
        "年底前": ("by", None, "12-31"),
        "年底": ("by", None, "12-31"),
        "年内": ("period", "01-01", "12-31"),
        **dict.fromkeys(
            ("长期", "持续推进", "常态化", "长期坚持", "实时", "常态化推进", "持续开展", "常態化推進"),
            ("ongoing", None, None),
        ),
        **dict.fromkeys(("每季度", "每月", "每半年", "每月底前", "每季度末"), ("recurring", None, None)),
    }
    for month in range(1, 13):
        first, last = f"{month:02}-01", f"{month:02}-{monthrange(year, month)[1]:02}"
        for printed in (f"{month}月", f"{year}.{month}", f"{year}年{month}月", f"{year}.{month:02}"):
            known[printed] = ("period", first, last)
        for printed in ("月底前", "月底", "月末前"):
            known[f"{month}{printed}"] = known[f"{year}年{month}{printed}"] = ("by", None, last)
        for day in range(1, monthrange(year, month)[1] + 1):
            for printed in ("日", "日前"):
                by = ("by", None, f"{month:02}-{day:02}")
                known[f"{month}月{day}{printed}"] = known[f"{year}年{month}月{day}{printed}"] = by
        for later in range(month + 1, 13):
            end = f"{later:02}-{monthrange(year, later)[1]:02}"
            for mark in ("—", "至", "-"):
                known[f"{month}{mark}{later}月"] = known[f"{month}月{mark}{later}月"] = ("period", first, end)
    if re.search(r"后\d+(日|个月|个工作日)内$", text):
        return ("relative", None, None)
    return known[text]


@dataclass(frozen=True, slots=True)
class When:
    """A time as printed; kind and days are looked up in the year's table unless given here."""

    printed: str
    text: str = ""  # as the truth has it, where that is not what is printed
    kind: str = ""
    start: str | None = None
    end: str | None = None

    def truth(self, year: int) -> dict[str, str | None]:
        text = re.sub(r"\s", "", self.text or self.printed)
        if self.kind:
            return {"text": text, "kind": self.kind, "start": self.start, "end": self.end}
        kind, start, end = _when(text, year)
        return {
            "text": text,
            "kind": kind,
            "start": start and f"{year}-{start}",
            "end": end and f"{year}-{end}",
        }


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the table, or a part of a body item that has its own units."""

    content: str
    units: Units = Units("", ())
    times: tuple[When, ...] = ()
    number: str | None = None
    groups: tuple[str, ...] = ()
    title: str | None = None
    more: dict[str, str] = field(default_factory=dict)  # cells of other columns, and of columns of units
    covered: tuple[str, ...] = ()  # columns whose cell above is merged over this row


def times(task: Task, between: str = "、") -> str:
    return between.join(when.printed for when in task.times)


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered heading or item of the body. `title` as printed, with its 。 where one is printed."""

    number: str
    title: str | None = None
    text: str = ""
    tasks: tuple[Task, ...] = ()
    alone: bool = False  # the title stands on a line of its own

    @property
    def level(self) -> int:
        return next(level for pattern, level in LEVELS if re.fullmatch(pattern, self.number))

    @property
    def mark(self) -> str:
        return self.number.rstrip("、.．")


@dataclass(frozen=True, slots=True)
class Head:
    title: str
    year: int
    issuer: str | None = None
    document_number: str | None = None
    issued_on: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """`cover` is printed before the caption, `opening` between it and the first item, `closing` last.

    `rows` are the table's tasks in order; `columns` its header: a pair (words, field) each, where
    field is number, group, group2, content, units, lead, support, time, or a key of `Task.more`.
    """

    head: Head
    cover: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    table_caption: tuple[str, ...] = ()
    rows: tuple[Task, ...] = ()
    closing: tuple[str, ...] = ()
    style: str = "bracket"  # how a body item is printed: a name in `flow.STYLES`
    form: str = "（责任单位：{units}）"
    labelled_form: str = "（{units}；完成时限：{time}）"  # where the units bring labels of their own


def half_width(value: Any) -> Any:
    """A notice, or anything in it, with the half-width marks that sites print: , ( ) : ; for ，（）：；"""
    if isinstance(value, str):
        return value.translate(str.maketrans("，（）：；", ",():;"))
    if isinstance(value, tuple):
        return tuple(half_width(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: half_width(getattr(value, f.name)) for f in fields(value)})
    return value


def truth(notice: Notice) -> dict[str, Any]:
    """The annotation of a notice, in the shape of the gold files."""
    head = notice.head
    sections = []
    tasks = []
    path: list[tuple[int, str]] = []
    for item in notice.items:
        title = item.title.rstrip("。") if item.title else None
        sections.append({"number": item.mark, "level": item.level, "title": title})
        path = [step for step in path if step[0] < item.level]
        if not notice.rows:
            for task in item.tasks:
                whole = replace(
                    task, number=task.number or item.mark, groups=tuple(t for _, t in path), title=title
                )
                tasks.append(_task(whole, "body", head.year))
        if title:
            path.append((item.level, title))
    tasks += [_task(row, "table", head.year) for row in notice.rows]
    return {
        "notice": {
            "title": head.title,
            "year": head.year,
            "issuer": head.issuer,
            "document_number": head.document_number,
            "issued_on": head.issued_on,
        },
        "sections": sections,
        "tasks": tasks,
    }


def _task(task: Task, origin: str, year: int) -> dict[str, Any]:
    return {
        "number": task.number,
        "origin": origin,
        "category": list(task.groups),
        "title": task.title,
        "content": task.content,
        "units": [{"name": u.name, "role": u.role, "collective": u.collective} for u in task.units.units],
        "deadlines": [when.truth(year) for when in task.times],
    }


ROLE_COLUMNS = {"lead": LEAD, "units": RESPONSIBLE, "support": SUPPORT}


def read_rows(
    text: str, fields: tuple[str, ...] = ("content", "units", "time"), first: int = 1
) -> tuple[Task, ...]:
    """Rows written one a line, cells parted by |, under `= group` and `== group within`.

    Several times in a cell are parted by +; ^ is a cell that the one above is merged over. A column of units gives its own role (`lead`, `units`,
    `support`); a column with another name is kept in `Task.more`, and so is each column of units.
    """
    rows: list[Task] = []
    groups: tuple[str, ...] = ()
    above: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("== "):
            groups = (*groups[:1], line[3:])
        elif line.startswith("= "):
            groups = (line[2:],)
        else:
            cells = dict(zip(fields, [part.strip() for part in line.split("|")], strict=False))
            covered = tuple(f for f, words in cells.items() if words == "^")
            cells.update({f: above[f] for f in covered})
            above = cells
            times = tuple(When(t.strip()) for t in cells.get("time", "").split("+") if t)
            named = {
                f: read_units(cells[f], ROLE_COLUMNS[f]) for f in fields if f in ROLE_COLUMNS and f in cells
            }
            units = Units(
                "；".join(u.printed for u in named.values()), sum((u.units for u in named.values()), ())
            )
            more = {f: words for f, words in cells.items() if f not in ("content", "time")}
            more.update({f: u.printed for f, u in named.items()})
            rows.append(
                Task(cells["content"], units, times, str(first + len(rows)), groups, None, more, covered)
            )
    return tuple(rows)


def read_items(text: str) -> tuple[Item, ...]:
    """Items written one a line, `number ‖ title ‖ text ‖ units ‖ time`; a line that begins with ‖ is
    a further paragraph of the item above it; a title that ends with ↵ stands on a line of its own."""
    items: list[Item] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        number, title, words, units, time = ([part.strip() for part in line.split("‖")] + [""] * 5)[:5]
        tasks = ()
        if units:
            tasks = (Task(words, read_units(units), tuple(When(t.strip()) for t in time.split("+") if t)),)
        if number:
            items.append(Item(number, title.rstrip("↵") or None, words, tasks, title.endswith("↵")))
        else:
            items[-1] = replace(items[-1], tasks=items[-1].tasks + tasks)
    return tuple(items)
