"""`wpkit ledger merge`: a notice parsed again, into the ledger that people fill."""

from __future__ import annotations

from wpkit.commands import NOTHING, OK
from wpkit.commands.reading import Reading
from wpkit.commands.words import either, tell
from wpkit.ledger import conflict_words, merge_ledger
from wpkit.source import Options


def merge(
    files: list[str], ledger: str, output: str | None, *, lang: str = "en", options: Options | None = None
) -> int:
    reading = Reading(files, lang, options)
    notices = list(reading)
    if not notices or reading.failed:
        return NOTHING
    merged = merge_ledger(notices, ledger, output)
    for name in merged.gone:
        tell(either(f"no longer in the notice: {name}", f"新通知中未见：{name}", lang))
    for name in merged.restored:
        tell(
            either(
                f"its row was taken out, and is there again: {name}", f"台账中已删去，重新列入：{name}", lang
            )
        )
    for conflict in merged.conflicts:
        tell(f"{conflict.number} {conflict.content}  {conflict_words(conflict, lang)}")
    more_en = [
        f", {count} {words}"
        for count, words in (
            (merged.returned, "back from the dropped"),
            (merged.own, "of your own kept"),
            (merged.edited, "cells as changed by hand"),
            (merged.to_check, "to check"),
        )
        if count
    ]
    more_zh = [
        f"，{words} {count} {unit}"
        for count, words, unit in (
            (merged.returned, "由已撤恢复", "行"),
            (merged.own, "自行添加", "行"),
            (merged.edited, "保留手工修改", "处"),
            (merged.to_check, "待核对", "行"),
        )
        if count
    ]
    tell(
        either(
            f"{merged.kept} rows kept ({merged.changed} with changed words), {merged.added} added, "
            f"{merged.dropped} dropped{''.join(more_en)}: {output or ledger}",
            f"沿用 {merged.kept} 行（其中措辞有变 {merged.changed}），新增 {merged.added}，撤下 {merged.dropped}"
            f"{''.join(more_zh)}：{output or ledger}",
            lang,
        )
    )
    return OK
