"""`wpkit validate`: findings, one a line, as `path:line: CODE message`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from wpkit.commands import NOTHING, SOME
from wpkit.commands.reading import Reading
from wpkit.commands.words import either, tell, visible
from wpkit.errors import UsageError
from wpkit.findings import words
from wpkit.schema import Finding, Notice
from wpkit.source import Options
from wpkit.writers.rows import place_words


def validate(
    files: Sequence[str] | None,
    *,
    format: str = "text",
    strict: bool = False,
    lang: str = "en",
    options: Options | None = None,
) -> int:
    if format not in ("text", "json"):
        raise UsageError(f"--format {format}", "is neither text nor json", "Leave it out for text.")
    reading = Reading(files, lang, options)
    levels: Counter[str] = Counter()
    for name, notice in reading.named():
        for found in all_findings(notice):
            levels[found.level] += 1
            print(as_json(name, found, lang) if format == "json" else line_of(name, notice, found, lang))
    if reading.status == NOTHING:
        return NOTHING
    tell(
        either(
            f"{reading.read} read: {levels['error']} errors, {levels['warning']} warnings, {levels['info']} notes",
            f"已读 {reading.read} 份：错误 {levels['error']}，警告 {levels['warning']}，提示 {levels['info']}",
            lang,
        )
    )
    return SOME if levels["error"] or (strict and levels["warning"]) else reading.status


def all_findings(notice: Notice) -> Iterator[Finding]:
    """What reading the notice found and what the rules find, each once, in the order of the source."""
    from wpkit.validation import validate as rules

    seen: set[tuple[object, ...]] = set()
    kept = []
    for found in (*notice.findings, *rules(notice)):
        key = (found.code, found.task, found.place, tuple(sorted(found.data.items(), key=str)))
        if key not in seen:
            seen.add(key)
            kept.append(found)
    lines = {task.id: (task.place.page or 0, task.place.line or task.place.row or 0) for task in notice.tasks}
    return iter(sorted(kept, key=lambda f: _where(f, lines)))


def _where(found: Finding, lines: dict[str, tuple[int, int]]) -> tuple[int, int]:
    place = found.place
    if place.line or place.row or place.page:
        return (place.page or 0, place.line or place.row or 0)
    return lines.get(found.task or "", (0, 0))


def line_of(name: str, notice: Notice, found: Finding, lang: str) -> str:
    """`path:line: CODE message [task]`; where there is no line, the place as words."""
    place = found.place
    where = f":{place.line}" if place.line else ""
    task = next((t for t in notice.tasks if t.id == found.task), None) if found.task else None
    number = f" {either('number', '序号', lang)} {task.number}" if task and task.number else ""
    about = f" [{found.task}{number}]" if found.task else ""
    stands = "" if place.line else place_words(place, lang)
    rest = f" ({stands})" if stands else ""
    return visible(" ".join(f"{name}{where}: {found.code} {words(found, lang)}{about}{rest}".split()))


def as_json(name: str, found: Finding, lang: str) -> str:
    record = {"file": name, **found.model_dump(), "message": words(found, lang)}
    return json.dumps(record, ensure_ascii=False)
