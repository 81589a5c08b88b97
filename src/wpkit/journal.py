"""What a batch has done, so that it need not be done again: a line for each notice as soon as it is finished.

The journal stands in OUT/.wpkit/journal: files of JSON lines that are only ever added to, so that a
batch killed at any moment leaves at worst one torn line. On this machine each line is written at once;
at a remote address, where nothing can be added to a file, a new file every few seconds. In memory it is a
temporary database, which SQLite keeps on disk where it grows large.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from wpkit import storage
from wpkit.worker import Result

EVERY_SECONDS = 5.0


class Journal:
    """The results of this and earlier runs by content and key (version and options of the reading)."""

    def __init__(self, folder: str, key: str) -> None:
        self._folder, self._key = folder, key
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000;"
        )
        self._database.execute(
            "CREATE TABLE done (sha TEXT, path BLOB, result TEXT, PRIMARY KEY (sha, path))"
        )
        self._files = list(self._load())
        self._waiting: list[str] = []
        self._written = time.monotonic()
        self._stream = None
        if not storage.is_remote(folder):
            os.makedirs(folder, exist_ok=True)
            self._stream = open(self._next_file(), "a", encoding="utf-8")  # noqa: SIM115

    def find(self, sha: str, path: str) -> Result | None:
        """What reading these bytes at this path gave, in this version and with these options."""
        row = self._database.execute(
            "SELECT result FROM done WHERE sha = ? AND path = ?", (sha, storage.packed(path))
        )
        found = row.fetchone()
        return Result(**json.loads(found[0])) if found else None

    def add(self, sha: str, path: str, result: Result) -> None:
        self._remember(sha, path, asdict(result))
        line = _line(self._key, sha, path, asdict(result))
        if self._stream:
            self._stream.write(line)
            self._stream.flush()
            return
        self._waiting.append(line)
        if time.monotonic() - self._written > EVERY_SECONDS:
            self._put()

    def close(self) -> None:
        """All is written; the many files of a long history become one."""
        self._put()
        if self._stream:
            self._stream.close()
            if not os.path.getsize(self._stream.name):
                os.unlink(self._stream.name)
        if len(self._files) > 20:
            self._compact()
        self._database.close()

    def _put(self) -> None:
        if self._waiting:
            storage.write(self._next_file(), "".join(self._waiting).encode(), self._folder)
            self._waiting = []
        self._written = time.monotonic()

    def _next_file(self) -> str:
        number = 1 + max((int(name.split(".")[0]) for name in self._files), default=0)
        self._files.append(f"{number:08}.jsonl")
        return storage.join(self._folder, self._files[-1])

    def _load(self) -> Iterator[str]:
        if not storage.is_folder(self._folder):
            return
        self._database.execute("BEGIN")
        for name in storage.walk(self._folder):
            if name.endswith(".jsonl") and name.split(".")[0].isdigit():
                yield name
                for record in self._records(storage.join(self._folder, name)):
                    self._remember(record["sha"], record["path"], record["result"])
        self._database.execute("COMMIT")

    def _records(self, address: str) -> Iterator[dict[str, Any]]:
        for line in _lines(address):
            try:
                record = json.loads(line)
            except ValueError:
                continue  # torn when the batch was killed
            if record["key"] == self._key:
                yield record

    def _remember(self, sha: str, path: str, result: dict[str, Any]) -> None:
        values = (sha, storage.packed(path), json.dumps(result))
        self._database.execute("INSERT OR REPLACE INTO done VALUES (?, ?, ?)", values)

    def _compact(self) -> None:
        old = list(self._files)
        rows = self._database.execute("SELECT sha, path, result FROM done ORDER BY path")
        text = "".join(
            _line(self._key, sha, storage.unpacked(path), json.loads(result)) for sha, path, result in rows
        )
        storage.write(self._next_file(), text.encode(), self._folder)
        for name in old:
            storage.remove(storage.join(self._folder, name))


def _line(key: str, sha: str, path: str, result: dict[str, Any]) -> str:
    return storage.json_line({"key": key, "sha": sha, "path": path, "result": result})


def _lines(address: str) -> Iterable[str]:
    if storage.is_remote(address):
        yield from storage.read(address, 1 << 40).decode("utf-8", "replace").splitlines()
        return
    with open(address, encoding="utf-8", errors="replace") as stream:
        yield from stream
