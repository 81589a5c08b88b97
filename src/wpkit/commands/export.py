"""`wpkit export`: tasks in a flat format, into a file or onto stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

from wpkit.commands import NOTHING
from wpkit.commands.reading import Reading
from wpkit.errors import UsageError
from wpkit.schema import Notice, Role
from wpkit.source import Options
from wpkit.writers import OUTPUTS, Output, output_of
from wpkit.writers import export as write
from wpkit.writers.rows import Selection

ROLES = {"牵头": "lead", "责任": "responsible", "配合": "support"}


def selection_of(
    columns: str = "",
    unit: str = "",
    role: str = "",
    due_after: datetime | None = None,
    due_before: datetime | None = None,
    topic: str = "",
    origin: str = "",
    sort: str = "",
    by_unit: bool = False,
    alarm_days: int | None = None,
) -> Selection:
    """The selection that options ask for. Raises UsageError for a word that is none of theirs."""
    role = ROLES.get(role, role)
    if role and role not in ROLES.values():
        raise UsageError(f"--role {role}", "is no role", "Roles: lead, responsible, support.")
    if origin and origin not in ("table", "body"):
        raise UsageError(f"--origin {origin}", "is no origin", "Origins: table, body.")
    return Selection(
        columns=_listed(columns),
        unit=unit,
        role=cast("Role", role) or None,
        due_after=due_after.date() if due_after else None,
        due_before=due_before.date() if due_before else None,
        topic=topic,
        origin=origin,
        sort=_listed(sort),
        by_unit=by_unit,
        alarm_days=alarm_days,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("，", ",").split(",") if part.strip())


def export(
    files: Sequence[str] | None,
    chosen: Sequence[str],
    output: str | None,
    selection: Selection,
    *,
    lang: str | None = None,
    told: str = "en",
    options: Options | None = None,
) -> int:
    """`lang` is that of the headings where it was asked for, `told` that of messages."""
    output = None if output == "-" else output
    known = _format(chosen, output)
    if output is None and not known.streams and sys.stdout.isatty():
        raise UsageError(f"--{known.name}", "is no text for a terminal", "Add `-o FILE`.")
    if output is not None and os.path.isdir(output):
        raise UsageError(output, "is a folder", "Name the file to write.")
    if output is not None:
        from wpkit.outputs import refuse_input

        refuse_input(output, files or ())
    reading = Reading(files, told, options)
    try:
        write(_some(reading), known.name, output or sys.stdout.buffer, selection=selection, lang=lang)
    except _Nothing:
        return NOTHING
    return reading.status


class _Nothing(Exception):
    """The one input gave no notice: there is nothing to write, and the words are said already."""


def _some(reading: Reading) -> Iterator[Notice]:
    yield from reading
    if reading.status == NOTHING:
        raise _Nothing


def _format(chosen: Sequence[str], output: str | None) -> Output:
    if len(chosen) > 1:
        raise UsageError("--" + " --".join(chosen), "is more than one format", "Choose one.")
    if chosen:
        return output_of(chosen[0])
    ending = Path(output or "").suffix.lower().lstrip(".")
    for known in OUTPUTS:
        if ending == known.name:
            return known
    names = ", ".join(f"--{known.name}" for known in OUTPUTS)
    raise UsageError("export", "no format is named", f"Formats: {names}.")
