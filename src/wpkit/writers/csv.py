"""Notices → CSV that Excel opens as it is: UTF-8 with a byte order mark, CRLF, no cell that runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from wpkit.schema import Notice
from wpkit.writers.rows import Selection, cells, headings, safe, select


def write(notices: Iterable[Notice], selection: Selection, lang: str) -> Iterator[bytes]:
    columns = selection.chosen()
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")
    line.write("\ufeff")
    writer.writerow(headings(columns, lang))
    for notice, task in select(notices, selection):
        yield _taken(line)
        writer.writerow([safe(v) if isinstance(v, str) else v for v in cells(notice, task, columns, lang)])
    yield _taken(line)


def _taken(line: io.StringIO) -> bytes:
    data = line.getvalue().encode("utf-8", "replace")
    line.seek(0)
    line.truncate()
    return data
