"""Notices → one JSON array of tasks, with the columns of the flat formats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from wpkit.schema import Notice
from wpkit.writers.jsonl import records
from wpkit.writers.rows import Selection


def write(notices: Iterable[Notice], selection: Selection, lang: str) -> Iterator[bytes]:
    before = "[\n "
    for record in records(notices, selection, lang):
        yield (before + json.dumps(record, ensure_ascii=False)).encode("utf-8", "replace")
        before = ",\n "
    yield b"[]\n" if before.startswith("[") else b"\n]\n"
