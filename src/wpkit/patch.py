"""The patch file: what a person corrected on a review page, as records, and JSON → those records.

    {"wpkit_patch": "1",
     "notices": [{"source": {"name": …, "sha256": …}, "title": …,
                  "tasks": {"t2": {"number": …, "title": …, "content": …}},   what the tasks said when corrected
                  "sections": {"s3": {"number": …, "title": …}},
                  "corrections": [ … ]}]}

A correction is one of five, told apart by `op`: edit (`task`, null for the notice's head; `field`, `before`, `after`),
split (`task`, `before`, `into`), join (`tasks`, `before`, `into`), delete (`task`, `before`), add (`after`, `place`,
`into`). They are to be read in their order: a later one may speak of a task that an earlier one made.
"""

from __future__ import annotations

import json
from dataclasses import field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from wpkit.errors import UnreadableError
from wpkit.records import record
from wpkit.schema import DeadlineKind, Place, Role
from wpkit.source import open_source

if TYPE_CHECKING:
    from pydantic import TypeAdapter

PATCH_VERSION = "1"


class _Strict:
    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}


class _Open:
    """Records of the contract may have gained fields since the patch was made."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "ignore"}


@record(frozen=True, kw_only=True)
class GivenUnit(_Open):
    """A unit as a person gave it: what is null is read from its name."""

    name: str
    role: Role = "responsible"
    canonical: str | None = None
    collective: bool | None = None


@record(frozen=True, kw_only=True)
class GivenDeadline(_Open):
    """A deadline as a person gave it: without a kind, it is read from its text."""

    text: str
    kind: DeadlineKind | None = None
    start: date | None = None
    end: date | None = None
    edtf: str | None = None
    recurrence: str | None = None
    anchor: str | None = None
    duration: str | None = None
    working_days: bool = False


@record(frozen=True, kw_only=True)
class GivenTask(_Strict):
    """All that a correction may say of a task."""

    id: str = ""
    number: str | None = None
    title: str | None = None
    content: str = ""
    category: tuple[str, ...] = ()
    topic: str | None = None
    units: tuple[GivenUnit, ...] = ()
    deadlines: tuple[GivenDeadline, ...] = ()
    time_mentions: tuple[GivenDeadline, ...] = ()
    section: str | None = None


@record(frozen=True, kw_only=True)
class Edit(_Strict):
    op: Literal["edit"]
    task: str | None
    field: str
    before: Any
    after: Any


@record(frozen=True, kw_only=True)
class Split(_Strict):
    op: Literal["split"]
    task: str
    before: GivenTask
    into: tuple[GivenTask, ...]


@record(frozen=True, kw_only=True)
class Join(_Strict):
    op: Literal["join"]
    tasks: tuple[str, ...]
    before: tuple[GivenTask, ...]
    into: GivenTask


@record(frozen=True, kw_only=True)
class Delete(_Strict):
    op: Literal["delete"]
    task: str
    before: GivenTask


@record(frozen=True, kw_only=True)
class Add(_Strict):
    op: Literal["add"]
    after: str | None
    into: GivenTask
    place: Place = Place()


Correction = Edit | Split | Join | Delete | Add


@record(frozen=True, kw_only=True)
class Origin(_Strict):
    name: str
    sha256: str


@record(frozen=True, kw_only=True)
class Words(_Open):
    """What a task or a section said when it was corrected, by which it is found again."""

    number: str | None = None
    title: str | None = None
    content: str = ""


@record(frozen=True, kw_only=True)
class Part(_Strict):
    """One notice's corrections, each as plain data that `correction_of` has read."""

    source: Origin
    corrections: tuple[dict[str, Any], ...]
    title: str | None = None
    tasks: dict[str, Words] = field(default_factory=dict)
    sections: dict[str, Words] = field(default_factory=dict)


@record(frozen=True, kw_only=True)
class Patch(_Strict):
    wpkit_patch: Literal["1"]
    notices: tuple[Part, ...]


def read_patch(origin: str | Path) -> Patch:
    """The patch file at a path, or on stdin ("-"). Raises NotFoundError or UnreadableError."""
    from pydantic import TypeAdapter, ValidationError

    source = open_source(origin)
    try:
        patch = TypeAdapter(Patch).validate_python(json.loads(source.data.decode("utf-8-sig")))
        for part in patch.notices:
            for record in part.corrections:
                correction_of(record)
    except (ValueError, RecursionError, ValidationError) as error:
        raise UnreadableError(
            source.name,
            f"is no patch file of a review page ({_first(error)})",
            "Save it again from the page.",
        ) from None
    return patch


def correction_of(record: dict[str, Any]) -> Correction:
    """The record in plain data as a `Correction`; an edit's `after` is of its field's type.

    Raises pydantic.ValidationError.
    """
    correction = _correction().validate_python(record)
    if isinstance(correction, Edit):
        after = value_type(correction.field, of_task=correction.task is not None)
        return replace(correction, after=after.validate_python(correction.after))
    return correction


@cache
def _correction() -> TypeAdapter[Correction]:
    from pydantic import Field, TypeAdapter

    return TypeAdapter(Annotated[Edit | Split | Join | Delete | Add, Field(discriminator="op")])


@cache
def value_type(field: str, *, of_task: bool) -> TypeAdapter[Any]:
    """What a field of a task, or of a notice's head, may be set to. Raises ValueError for one that may not."""
    from pydantic import TypeAdapter

    known: dict[str, Any] = _TASK_VALUES if of_task else _HEAD_VALUES
    if field not in known:
        raise ValueError(f"no field {field!r}")
    return TypeAdapter(known[field])


_TASK_VALUES: dict[str, Any] = {
    "number": str | None,
    "title": str | None,
    "content": str,
    "category": tuple[str, ...],
    "topic": str | None,
    "units": tuple[GivenUnit, ...],
    "deadlines": tuple[GivenDeadline, ...],
    "time_mentions": tuple[GivenDeadline, ...],
    "section": str | None,
}
_HEAD_VALUES: dict[str, Any] = {
    "title": str | None,
    "issuer": str | None,
    "document_number": str | None,
    "issued_on": date | None,
    "year": int | None,
}
TASK_FIELDS = tuple(_TASK_VALUES)


def _first(error: Exception) -> str:
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}".lstrip(": ")
    return "not JSON" if isinstance(error, json.JSONDecodeError) else str(error)
