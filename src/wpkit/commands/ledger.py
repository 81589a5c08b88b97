"""`wpkit ledger merge`: a notice parsed again, into the ledger that people fill."""

from __future__ import annotations

from wpkit.commands import NOTHING, OK
from wpkit.commands.reading import Reading
from wpkit.commands.words import either, tell
from wpkit.ledger import merge_ledger
from wpkit.source import Options


def merge(
    files: list[str], ledger: str, output: str | None, *, lang: str = "en", options: Options | None = None
) -> int:
    reading = Reading(files, lang, options)
    notices = list(reading)
    if not notices or reading.failed:
        return NOTHING
    merged = merge_ledger(notices, ledger, output)
    tell(
        either(
            f"{merged.kept} rows kept ({merged.changed} with changed words), {merged.added} added, "
            f"{merged.dropped} dropped: {output or ledger}",
            f"沿用 {merged.kept} 行（其中措辞有变 {merged.changed}），新增 {merged.added}，撤下 {merged.dropped}："
            f"{output or ledger}",
            lang,
        )
    )
    return OK
