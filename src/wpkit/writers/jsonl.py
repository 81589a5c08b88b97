"""Notices → JSON Lines: one task a line, with its notice's head and the columns of the flat formats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from wpkit.schema import Notice
from wpkit.writers.rows import Selection, cells, headings, select


def records(notices: Iterable[Notice], selection: Selection, lang: str) -> Iterator[dict[str, Any]]:
    columns = selection.chosen()
    names = headings(columns, lang)
    for notice, task in select(notices, selection):
        values = cells(notice, task, columns, lang)
        plain = (v.isoformat() if isinstance(v, date) else v for v in values)
        yield dict(zip(names, plain, strict=True))


def write(notices: Iterable[Notice], selection: Selection, lang: str) -> Iterator[bytes]:
    for record in records(notices, selection, lang):
        yield (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "replace")
