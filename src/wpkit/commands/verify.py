"""`wpkit verify`: whether the source bears out what a notice says, field by field."""

from __future__ import annotations

from wpkit.commands import NOTHING, OK, SOME
from wpkit.commands.reading import Reading
from wpkit.commands.validate import as_json, line_of
from wpkit.commands.words import either, tell
from wpkit.errors import UsageError
from wpkit.source import Options
from wpkit.verification import verify as check


def verify(
    notice: str, source: str, *, format: str = "text", lang: str = "en", options: Options | None = None
) -> int:
    """OK where every field that no person set is confirmed, SOME where one is not."""
    if format not in ("text", "json"):
        raise UsageError(f"--format {format}", "is neither text nor json", "Leave it out for text.")
    reading = Reading([notice], lang, options)
    read = list(reading)
    if not read:
        return NOTHING
    if len(read) > 1:
        raise UsageError(notice, f"holds {len(read)} notices", "Verify one notice against its own source.")
    found = check(read[0], source, options=options)
    for one in found:
        print(as_json(source, one, lang) if format == "json" else line_of(source, read[0], one, lang))
    sections, tasks = len(read[0].sections), len(read[0].tasks)
    faults = sum(one.level != "info" for one in found)
    if faults:
        tell(either(f"{faults} not confirmed", f"{faults} 处与原文不符", lang))
    else:
        tell(
            either(
                f"confirmed: {sections} sections and {tasks} tasks stand in the source as stated",
                f"已核实：{sections} 个章节、{tasks} 项任务与原文一致",
                lang,
            )
        )
    return SOME if faults else OK
