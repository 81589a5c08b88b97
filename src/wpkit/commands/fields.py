"""`wpkit unit`, `wpkit deadline`: one printed string and how it is read. `wpkit units`: who does what."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from wpkit.commands import NOTHING, OK
from wpkit.commands.export import ROLES
from wpkit.commands.reading import Reading
from wpkit.commands.words import either, visible
from wpkit.errors import UsageError
from wpkit.schema import Role
from wpkit.source import Options

ROLE_WORDS = {"lead": "牵头", "responsible": "责任", "support": "配合"}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) else str(value)  # type: ignore[arg-type]


def _print(reading: Any, found: bool) -> int:
    """The reading as JSON; the status says whether there was anything to read."""
    record = {field.name: getattr(reading, field.name) for field in dataclasses.fields(reading)}
    print(json.dumps(record, ensure_ascii=False, indent=2, default=_plain))
    return OK if found else NOTHING


def unit(text: str, role: str | None = None, own: str | None = None) -> int:
    from wpkit.fields.units import read_units

    role = ROLES.get(role or "", role)
    if role and role not in ROLES.values():
        raise UsageError(f"--role {role}", "is no role", "Roles: lead, responsible, support.")
    aliases = None
    if own:
        from wpkit.fields.bodies import load_units

        aliases = load_units(own)
    reading = read_units(text, role=cast("Role | None", role), aliases=aliases)
    return _print(reading, bool(reading.units))


def deadline(text: str, year: int | None = None, issued_on: datetime | None = None) -> int:
    from wpkit.fields.deadlines import read_deadlines

    reading = read_deadlines(text, year=year, issued_on=issued_on.date() if issued_on else None)
    return _print(reading, any(d.kind != "unread" for d in reading.deadlines))


def units(
    files: Sequence[str] | None, *, format: str = "text", lang: str = "en", options: Options | None = None
) -> int:
    """Each unit of the notices, by its standard name, with the other names it is printed by and its tasks by role;
    the busiest first."""
    if format not in ("text", "json"):
        raise UsageError(f"--format {format}", "is neither text nor json", "Leave it out for text.")
    reading = Reading(files, lang, options)
    tasks: dict[str, dict[str, list[tuple[str, str]]]] = {}
    variants: dict[str, dict[str, None]] = {}
    for notice in reading:
        for task in notice.tasks:
            for one in task.units:
                if one.name != one.canonical:
                    variants.setdefault(one.canonical, {})[one.name] = None
                roles = tasks.setdefault(one.canonical, {})
                roles.setdefault(one.role, []).append((notice.source.name, task.number or task.id))
    order = sorted(tasks, key=lambda name: (-sum(map(len, tasks[name].values())), name))
    for name in order:
        printed = {
            role: [f"{file} {number}" if reading.read > 1 else number for file, number in tasks[name][role]]
            for role in ROLE_WORDS
            if role in tasks[name]
        }
        if format == "json":
            print(
                json.dumps(
                    {"unit": name, "printed": [*variants.get(name, ())], **printed}, ensure_ascii=False
                )
            )
            continue
        parts = [
            f"{either(role, ROLE_WORDS[role], lang)} {len(numbers)} ({', '.join(numbers)})"
            for role, numbers in printed.items()
        ]
        also = f" [{', '.join(variants[name])}]" if name in variants else ""
        print("\t".join(visible(" ".join(part.split())) for part in (f"{name}{also}", *parts)))
    return reading.status
