"""The contract: what `wpkit parse` prints, as frozen pydantic models.

A notice is data here and nothing else: no model parses, writes or looks anything up.
Dates are ISO 8601; what is not printed in the notice is `null` or an empty list.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

SCHEMA_VERSION = "1"

Role = Literal["lead", "responsible", "support"]
DeadlineKind = Literal["by", "period", "ongoing", "recurring", "relative", "unread"]
Origin = Literal["table", "body"]
Level = Literal["error", "warning", "info"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Record):
    """Where something stands in its source; what a format does not have is absent.

    Lines, pages, paragraphs, tables, rows and columns count from 1. `box` is (x0, top, x1,
    bottom) in PDF points from the page's upper left corner.
    """

    page: int | None = None
    end_page: int | None = None
    line: int | None = None
    end_line: int | None = None
    paragraph: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    box: tuple[float, float, float, float] | None = None
    member: str | None = None

    @model_serializer(mode="wrap")
    def _only_what_is_known(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {key: value for key, value in handler(self).items() if value is not None}


class SourceInfo(_Record):
    """The file that was read: `sha256` is of its bytes, `pages` is null where it has none."""

    name: str
    format: str
    sha256: str
    encoding: str | None = None
    pages: int | None = None


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


class Category(_Record):
    """What groups a task: `path` as printed, outermost first; `topic` from a fixed vocabulary.

    `topic` is null where nothing in the task speaks for one; `evidence` lists the words that decided.
    """

    path: tuple[str, ...] = ()
    topic: str | None = None
    evidence: tuple[str, ...] = ()


class Unit(_Record):
    """A body with a part in a task: `name` as printed without white space, `canonical` its full
    standard name where it is known (else the name). `collective` is true of a group that names no
    single body (各部门, 各街镇, 相关单位)."""

    name: str
    canonical: str
    role: Role = "responsible"
    collective: bool = False


class Deadline(_Record):
    """A stated time, as printed and as computed; `start` and `end` are inclusive days.

    kind: by (end only) · period (start and end) · ongoing (neither) · recurring (`recurrence`,
    an RFC 5545 RRULE) · relative (`anchor` and `duration`, ISO 8601; `end` where the anchor's day is
    known) · unread (text only). `edtf` is ISO 8601-2 text.
    """

    text: str
    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    edtf: str | None = None
    recurrence: str | None = None
    anchor: str | None = None
    duration: str | None = None


class Task(_Record):
    """One thing that someone is told to do. `places` tells field by field where it stands, for
    fields whose place differs from the task's own."""

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
    places: dict[str, Place] = {}


class Finding(_Record):
    """Something odd in a notice. `code` and `level` come from the catalogue (`wpkit explain`);
    `message` is English, `data` what it was worded from; `task` is a task's id."""

    code: str
    name: str
    level: Level
    message: str
    task: str | None = None
    place: Place = Place()
    data: dict[str, str | int | None] = {}


class Notice(_Record):
    """A whole notice: its head, its sections, its tasks and what was found odd."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    source: SourceInfo
    title: str | None = None
    year: int | None = None
    issuer: str | None = None
    document_number: str | None = None
    issued_on: date | None = None
    sections: tuple[Section, ...] = ()
    tasks: tuple[Task, ...] = ()
    findings: tuple[Finding, ...] = ()
