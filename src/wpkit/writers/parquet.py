"""Notices → Parquet: a row a task, typed columns; units, deadlines and the category path as nested lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wpkit.errors import UsageError
from wpkit.schema import Notice, Task
from wpkit.writers.rows import COLUMNS, Column, Selection, select

ROWS_AT_ONCE = 5000
_NESTED: dict[str, pa.DataType] = {
    "category": pa.list_(pa.string()),
    "units": pa.list_(
        pa.struct(
            [
                ("name", pa.string()),
                ("canonical", pa.string()),
                ("role", pa.string()),
                ("collective", pa.bool_()),
            ]
        )
    ),
    "deadlines": pa.list_(
        pa.struct(
            [
                *((name, pa.string()) for name in ("text", "kind")),
                *((name, pa.date32()) for name in ("start", "end")),
                *((name, pa.string()) for name in ("edtf", "recurrence", "anchor", "duration")),
            ]
        )
    ),
    "findings": pa.list_(pa.string()),
}
_KINDS = {"text": pa.string(), "number": pa.int32(), "date": pa.date32()}


def _names(selection: Selection) -> list[str]:
    if not selection.columns:
        names = [c.name for c in COLUMNS]
        names.insert(names.index("deadline"), "deadlines")
        return names
    others = {"deadlines": "deadline"}
    chosen = Selection(columns=tuple(others.get(name, name) for name in selection.columns)).chosen()
    given = zip(selection.columns, chosen, strict=True)
    return ["deadlines" if name == "deadlines" else column.name for name, column in given]


def write_file(notices: Iterable[Notice], selection: Selection, lang: str, path: Path) -> None:
    names = _names(selection)
    by_name = {column.name: column for column in COLUMNS}
    fields = [(name, _NESTED.get(name) or _KINDS[by_name[name].kind]) for name in names]
    schema = pa.schema(fields)
    try:
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for rows in _some(select(notices, selection)):
                records = [{name: _value(name, by_name, n, t) for name in names} for n, t in rows]
                writer.write_table(pa.Table.from_pylist(records, schema))
    except OSError as error:
        raise UsageError(
            str(path), f"cannot be written ({error.strerror or error})", "Choose another output."
        ) from None


def _some(pairs: Iterator[tuple[Notice, Task]]) -> Iterator[list[tuple[Notice, Task]]]:
    while rows := list(islice(pairs, ROWS_AT_ONCE)):
        yield rows


def _value(name: str, by_name: dict[str, Column], notice: Notice, task: Task) -> Any:
    if name == "category":
        return list(task.category.path)
    if name == "units":
        return [unit.model_dump() for unit in task.units]
    if name == "deadlines":
        fields = ("text", "kind", "start", "end", "edtf", "recurrence", "anchor", "duration")
        return [{field: getattr(d, field) for field in fields} for d in task.deadlines]
    if name == "findings":
        return [found.code for found in notice.findings if found.task == task.id]
    return by_name[name].value(notice, task, "en")
