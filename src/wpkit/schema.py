"""The contract: what `wpkit parse` prints, as frozen records.

A notice is data here and nothing else: no record parses or looks anything up. Dates are ISO 8601;
what is not printed in the notice is `null` or an empty list.

The records are standard dataclasses, which pydantic validates and describes when JSON comes in or a
JSON Schema is asked for (`model_validate_json`, `json_schema`). Making and printing them needs no
pydantic: importing it takes longer than reading a notice does. The methods are named as in pydantic.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from wpkit.records import record

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA_VERSION = "1"

Role = Literal["lead", "responsible", "support"]
DeadlineKind = Literal["by", "period", "ongoing", "recurring", "relative", "unread"]
Origin = Literal["table", "body"]
Level = Literal["error", "warning", "info"]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, _Record):
        return value.model_dump()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _print(value: Any, line: str, indent: str, put: Callable[[str], None]) -> None:
    """Indented JSON of plain data; `line` is a line end and the blanks that the next line begins with."""
    if isinstance(value, str):
        put(encode_basestring(value))
    elif value is None or value is True or value is False:
        put(_WORDS[value])
    elif isinstance(value, list):
        before, inner = "[", line + indent
        for item in value:
            put(before + inner)
            _print(item, inner, indent, put)
            before = ","
        put(line + "]" if value else "[]")
    elif isinstance(value, dict):
        before, inner = "{", line + indent
        for key, item in value.items():
            put(f"{before}{inner}{encode_basestring(key)}: ")
            _print(item, inner, indent, put)
            before = ","
        put(line + "}" if value else "{}")
    else:
        put(repr(value))


_WORDS = {None: "null", True: "true", False: "false"}
_ADAPTERS: dict[str, TypeAdapter[Any]] = {}


def _adapter(record: type[Any]) -> TypeAdapter[Any]:
    if record.__name__ not in _ADAPTERS:
        from pydantic import TypeAdapter

        _ADAPTERS[record.__name__] = TypeAdapter(record)
    return _ADAPTERS[record.__name__]


class _Record:
    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}

    @classmethod
    def model_construct(cls, **values: Any) -> Self:
        return cls(**values)

    @classmethod
    def model_validate(cls, value: Any) -> Self:
        """The record in plain data. Raises pydantic.ValidationError."""
        return _adapter(cls).validate_python(value)  # type: ignore[no-any-return]

    @classmethod
    def model_validate_json(cls, text: str | bytes) -> Self:
        """The record in JSON text. Raises pydantic.ValidationError."""
        return _adapter(cls).validate_json(text)  # type: ignore[no-any-return]

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        return _adapter(cls).json_schema()

    def model_copy(self, *, update: dict[str, Any] | None = None) -> Self:
        return dataclasses.replace(self, **update or {})

    def model_dump(self) -> dict[str, Any]:
        """Plain data as JSON has it: lists for tuples, ISO text for dates."""
        return {name: _plain(getattr(self, name)) for name in self.__dataclass_fields__}

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """As `json.dumps` prints it; with `indent` in a quarter of its time, which a cold start feels."""
        if indent is None:
            return json.dumps(self.model_dump(), ensure_ascii=False, separators=(",", ":"))
        parts: list[str] = []
        _print(self.model_dump(), "\n", " " * indent, parts.append)
        return "".join(parts)


@record(frozen=True, kw_only=True)
class PlacePart(_Record):
    """A further part of a place: on the next page, or in the next column of the same one."""

    page: int
    box: tuple[float, float, float, float]


@record(frozen=True, kw_only=True)
class Place(_Record):
    """Where something stands in its source; what a format does not have is absent.

    Lines, pages, paragraphs, tables, rows and columns count from 1. `box` is (x0, top, x1,
    bottom) in PDF points from the upper left corner of `page`; `continued` has the boxes of what
    goes on in another column or on later pages.
    """

    page: int | None = None
    end_page: int | None = None
    line: int | None = None
    end_line: int | None = None
    paragraph: int | None = None
    end_paragraph: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    box: tuple[float, float, float, float] | None = None
    continued: tuple[PlacePart, ...] | None = None
    member: str | None = None

    def model_dump(self) -> dict[str, Any]:
        """What is known of the place; no key for what is not."""
        known = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        return {name: _plain(value) for name, value in known if value is not None}


@record(frozen=True, kw_only=True)
class SourceInfo(_Record):
    """The file that was read: `sha256` is of its bytes, `pages` is null where it has none."""

    name: str
    format: str
    sha256: str
    encoding: str | None = None
    pages: int | None = None


@record(frozen=True, kw_only=True)
class Section(_Record):
    """A numbered heading or item of the body.

    `level` follows the notation, not the nesting: 一、=1 （一）=2 1.=3 （1）=4 ①=5.
    `title` is null for an item that is plain text; `text` is what stands under the heading
    before the next one. `parent` is the id of the section around it.
    """

    id: str
    number: str | None
    level: int
    title: str | None
    text: str = ""
    parent: str | None = None
    place: Place = Place()


@record(frozen=True, kw_only=True)
class Category(_Record):
    """What groups a task: `path` as printed, outermost first; `topic` from a fixed vocabulary.

    `topic` is null where nothing in the task speaks for one; `evidence` lists the words that decided.
    """

    path: tuple[str, ...] = ()
    topic: str | None = None
    evidence: tuple[str, ...] = ()


@record(frozen=True, kw_only=True)
class Unit(_Record):
    """A body with a part in a task: `name` as printed without white space, `canonical` its full
    standard name where it is known (else the name). `collective` is true of a group that names no
    single body (各部门, 各街镇, 相关单位)."""

    name: str
    canonical: str
    role: Role = "responsible"
    collective: bool = False


@record(frozen=True, kw_only=True)
class Deadline(_Record):
    """A stated time, as printed and as computed; `start` and `end` are inclusive days.

    kind: by (end only) · period (start and end) · ongoing (neither) · recurring (`recurrence`,
    an RFC 5545 RRULE) · relative (`anchor` and `duration`, ISO 8601, of working days where
    `working_days`; `end` where the anchor's day is known) · unread (text only). A day that is not
    known stays null. `edtf` is ISO 8601-2 text.
    """

    text: str
    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    edtf: str | None = None
    recurrence: str | None = None
    anchor: str | None = None
    duration: str | None = None
    working_days: bool = False


@record(frozen=True, kw_only=True)
class Task(_Record):
    """One thing that someone is told to do. `places` tells field by field where it stands, for
    fields whose place differs from the task's own. `corrected` names the fields that a person set;
    "task": the task itself is a person's, who added it or made it of others."""

    id: str
    number: str | None
    origin: Origin
    category: Category = Category()
    title: str | None = None
    content: str = ""
    units: tuple[Unit, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    time_mentions: tuple[Deadline, ...] = ()
    section: str | None = None
    place: Place = Place()
    places: dict[str, Place] = field(default_factory=dict)
    corrected: tuple[str, ...] = ()


@record(frozen=True, kw_only=True)
class Finding(_Record):
    """Something odd in a notice. `code` and `level` come from the catalogue (`wpkit explain`);
    `message` is English, `data` what it was worded from; `task` is a task's id."""

    code: str
    name: str
    level: Level
    message: str
    task: str | None = None
    place: Place = Place()
    data: dict[str, str | int | None] = field(default_factory=dict)


@record(frozen=True, kw_only=True)
class Notice(_Record):
    """A whole notice: its head, its sections, its tasks and what was found odd. `corrected` names the
    fields of its head that a person set."""

    schema_version: Literal["1"] = "1"
    source: SourceInfo
    title: str | None = None
    year: int | None = None
    issuer: str | None = None
    document_number: str | None = None
    issued_on: date | None = None
    sections: tuple[Section, ...] = ()
    tasks: tuple[Task, ...] = ()
    findings: tuple[Finding, ...] = ()
    corrected: tuple[str, ...] = ()


def around(id: str | None, by_id: Mapping[str, Section]) -> Iterator[Section]:
    """The section of this id and those that it stands in, innermost first, each once: what was edited by hand may
    name a section as its own ancestor."""
    passed: set[str] = set()
    while id is not None and id in by_id and id not in passed:
        passed.add(id)
        yield by_id[id]
        id = by_id[id].parent


@record(frozen=True)
class Dated:
    """Year, day of issue and title of the notice that a task stands in."""

    year: int | None
    issued_on: date | None
    title: str | None


def dated(notice: Notice) -> dict[str, Dated]:
    """Of each task, by its id, what dates it: the notice's head, or that of a further notice in the same file, as the
    finding says that tells of it."""
    further = {found.task: found.data for found in notice.findings if found.code == "H002"}
    now = Dated(notice.year, notice.issued_on, notice.title)
    out: dict[str, Dated] = {}
    for task in notice.tasks:
        if (said := further.get(task.id)) is not None:
            year, issued, title = said.get("year"), said.get("issued"), said.get("text")
            now = Dated(
                year if isinstance(year, int) else None,
                date.fromisoformat(issued) if isinstance(issued, str) else None,
                str(title) if title else None,
            )
        out[task.id] = now
    return out


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `wpkit parse` prints for one notice."""
    described = Notice.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}
