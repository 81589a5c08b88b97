"""Notices → a SQLite database: notices, sections, tasks, units, deadlines, findings, and a full-text index.

An existing database is added to; a notice that it has already (same file, title, issuer, number and year, or same
bytes) is replaced. All of one export is one transaction. The index finds any three characters or more
in a row: `SELECT … FROM tasks_fts WHERE tasks_fts MATCH '政策解读'`.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from wpkit.errors import UsageError
from wpkit.schema import Notice, Task
from wpkit.writers.rows import Selection, by_notice

VERSION = 1
# For another export into the same database; it holds it from its first notice to its last.
WAIT_SECONDS = 120
_SCHEMA = """
CREATE TABLE IF NOT EXISTS notices (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, file TEXT NOT NULL, format TEXT, sha256 TEXT,
  pages INTEGER, title TEXT, year INTEGER, issuer TEXT, document_number TEXT, issued_on TEXT);
CREATE TABLE IF NOT EXISTS sections (
  notice_id INTEGER NOT NULL REFERENCES notices(id) ON DELETE CASCADE, section TEXT NOT NULL, number TEXT,
  level INTEGER, title TEXT, text TEXT, parent TEXT, page INTEGER, line INTEGER,
  PRIMARY KEY (notice_id, section));
CREATE TABLE IF NOT EXISTS tasks (
  id INTEGER PRIMARY KEY, notice_id INTEGER NOT NULL REFERENCES notices(id) ON DELETE CASCADE,
  task TEXT NOT NULL, number TEXT, origin TEXT NOT NULL, category TEXT, topic TEXT, title TEXT,
  content TEXT NOT NULL, section TEXT, page INTEGER, line INTEGER, place TEXT, UNIQUE (notice_id, task));
CREATE TABLE IF NOT EXISTS units (
  task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE, position INTEGER NOT NULL,
  name TEXT NOT NULL, canonical TEXT NOT NULL, role TEXT NOT NULL, collective INTEGER NOT NULL,
  PRIMARY KEY (task_id, position));
CREATE TABLE IF NOT EXISTS deadlines (
  task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE, position INTEGER NOT NULL,
  text TEXT NOT NULL, kind TEXT NOT NULL, start TEXT, "end" TEXT, edtf TEXT, recurrence TEXT, anchor TEXT,
  duration TEXT, PRIMARY KEY (task_id, position));
CREATE TABLE IF NOT EXISTS findings (
  notice_id INTEGER NOT NULL REFERENCES notices(id) ON DELETE CASCADE, code TEXT NOT NULL, name TEXT NOT NULL,
  level TEXT NOT NULL, message TEXT NOT NULL, task TEXT, page INTEGER, line INTEGER);
CREATE INDEX IF NOT EXISTS units_by_canonical ON units (canonical, role);
CREATE INDEX IF NOT EXISTS deadlines_by_end ON deadlines ("end");
CREATE INDEX IF NOT EXISTS findings_by_notice ON findings (notice_id);
CREATE VIRTUAL TABLE IF NOT EXISTS tasks_fts USING fts5 (
  category, title, content, content = 'tasks', content_rowid = 'id', tokenize = 'trigram');
CREATE TRIGGER IF NOT EXISTS tasks_added AFTER INSERT ON tasks BEGIN
  INSERT INTO tasks_fts (rowid, category, title, content)
  VALUES (new.id, new.category, new.title, new.content); END;
CREATE TRIGGER IF NOT EXISTS tasks_removed AFTER DELETE ON tasks BEGIN
  INSERT INTO tasks_fts (tasks_fts, rowid, category, title, content)
  VALUES ('delete', old.id, old.category, old.title, old.content); END;
"""


def write_file(notices: Iterable[Notice], selection: Selection, lang: str, path: Path) -> None:
    """Raises UsageError where `path` is some other file."""
    try:
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as database:
            _write(database, notices, selection, path)
    except sqlite3.DatabaseError as error:
        raise UsageError(str(path), f"cannot be written ({error})", "Choose another output.") from None


def _write(database: sqlite3.Connection, notices: Iterable[Notice], selection: Selection, path: Path) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    version = database.execute("PRAGMA user_version").fetchone()[0]
    tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if version != VERSION and tables:
        raise UsageError(str(path), "is no database that wpkit wrote", "Choose another output.")
    database.executescript(f"{_SCHEMA} PRAGMA user_version = {VERSION};")
    with database:
        for notice, pairs in by_notice(notices, selection):
            _add(database, notice, [task for _, task in pairs])


def _key(notice: Notice) -> str:
    head = (notice.source.name, notice.title, notice.issuer, notice.document_number, notice.year)
    return hashlib.sha256("\n".join(map(str, head)).encode("utf-8", "replace")).hexdigest()[:24]


def _add(database: sqlite3.Connection, notice: Notice, tasks: list[Task]) -> None:
    key, source = _key(notice), notice.source
    database.execute("DELETE FROM notices WHERE key = ? OR sha256 = ?", (key, source.sha256))
    head = (notice.title, notice.year, notice.issuer, notice.document_number, _day(notice.issued_on))
    notice_id = _insert(
        database, "notices", (None, key, source.name, source.format, source.sha256, source.pages, *head)
    )
    for s in notice.sections:
        place = (s.place.page, s.place.line)
        _insert(database, "sections", (notice_id, s.id, s.number, s.level, s.title, s.text, s.parent, *place))
    for task in tasks:
        _add_task(database, notice_id, task)
    kept = {task.id for task in tasks}
    for f in notice.findings:
        if f.task is None or f.task in kept:
            _insert(
                database, "findings",
                (notice_id, f.code, f.name, f.level, f.message, f.task, f.place.page, f.place.line),
            )  # fmt: skip


def _add_task(database: sqlite3.Connection, notice_id: int, task: Task) -> None:
    category, place = task.category, task.place
    task_id = _insert(
        database, "tasks",
        (None, notice_id, task.id, task.number, task.origin, " / ".join(category.path), category.topic,
         task.title, task.content, task.section, place.page, place.line,
         json.dumps(place.model_dump(), ensure_ascii=False)),
    )  # fmt: skip
    for at, u in enumerate(task.units, 1):
        _insert(database, "units", (task_id, at, u.name, u.canonical, u.role, u.collective))
    for at, d in enumerate(task.deadlines, 1):
        stated = (d.text, d.kind, _day(d.start), _day(d.end), d.edtf, d.recurrence, d.anchor, d.duration)
        _insert(database, "deadlines", (task_id, at, *stated))


def _insert(database: sqlite3.Connection, table: str, values: tuple[object, ...]) -> int:
    cursor = database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
    return cursor.lastrowid or 0


def _day(day: object) -> str | None:
    return None if day is None else str(day)
