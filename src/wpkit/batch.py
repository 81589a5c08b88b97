"""Folders of notices → a folder of results: in parallel, each notice isolated, begun again where it stopped.

For each notice stands OUT/<path below its folder>.json, as `wpkit parse` prints it. OUT/manifest.jsonl
names every input in order with its outcome; the same inputs give the same bytes, whatever the number
of workers and however often the run was broken off. How long each notice took differs from run to run: it
stands in OUT/.wpkit/times.jsonl, the one line for each that was read.
"""

from __future__ import annotations

import itertools
import json
import os
import queue
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Protocol

from wpkit import storage
from wpkit.errors import UsageError, WpkitError
from wpkit.journal import Journal
from wpkit.records import record
from wpkit.source import Options
from wpkit.worker import READER, Job, Limits, Result, Worker, code_of

MANIFEST = "manifest.jsonl"
# Failures of a disk or a network, not of the notice: they are tried again in the next run.
OF_THE_PLACE = frozenset({"usage", "not-found"})
TIMES = ".wpkit/times.jsonl"


@record()
class Summary:
    """How a batch ended. `read` were read in this run, `kept` in an earlier one; `failed` gave no notice;
    `duplicates` are equal to an input before them. `codes` counts failures by their code."""

    total: int = 0
    read: int = 0
    kept: int = 0
    failed: int = 0
    duplicates: int = 0
    tasks: int = 0
    findings: int = 0
    seconds: float = 0.0
    codes: Counter[str] = field(default_factory=Counter)


@record(frozen=True)
class Progress:
    """One input is done with: `result` is None for a duplicate; `kept` if it was read in an earlier run."""

    path: str
    result: Result | None
    kept: bool
    done: int
    total: int


class Pool(Protocol):
    """Machines that read notices. `submit` may wait; results come in any order."""

    def hashes(self, origins: list[str]) -> Iterator[str | WpkitError]: ...
    def submit(self, job: Job) -> None: ...
    def finished(self, wait: bool) -> Iterator[tuple[Job, Result]]: ...
    def stop(self, kill: bool = False) -> None: ...

    window: int


class LocalPool:
    """Worker processes on this machine, each with a thread that feeds it."""

    def __init__(self, jobs: int, reader: str, limits: Limits, options: Options) -> None:
        self.window = 4 * jobs
        self._jobs: queue.Queue[Job | None] = queue.Queue(2 * jobs)
        self._results: queue.Queue[tuple[Job, Result | WpkitError]] = queue.Queue()
        self._open = 0
        self._workers = [Worker(reader, limits, options) for _ in range(jobs)]
        self._threads = [threading.Thread(target=self._feed, args=(w,), daemon=True) for w in self._workers]
        for thread in self._threads:
            thread.start()

    def _feed(self, worker: Worker) -> None:
        while (job := self._jobs.get()) is not None:
            result: Result | WpkitError
            try:
                result = worker.read(job)
            except WpkitError as error:
                result = error
            except Exception as error:
                result = Result(code="bug", message=f"{type(error).__name__}: {error}")
            self._results.put((job, result))
        worker.stop()

    def hashes(self, origins: list[str]) -> Iterator[str | WpkitError]:
        return map(storage.hash_or_error, origins)

    def submit(self, job: Job) -> None:
        self._open += 1
        self._jobs.put(job)

    def finished(self, wait: bool) -> Iterator[tuple[Job, Result]]:
        """What is done by now, or, with `wait`, all that was submitted. Raises UsageError where none can be read."""
        while self._open:
            try:
                job, result = self._results.get(block=wait)
            except queue.Empty:
                return
            self._open -= 1
            if isinstance(result, WpkitError):
                raise result
            yield job, result

    def stop(self, kill: bool = False) -> None:
        if kill:
            for worker in self._workers:
                worker.kill()
            with suppress(queue.Empty):
                while True:
                    self._jobs.get_nowait()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(5.0 if kill else None)


def run_batch(
    inputs: Sequence[str | Path],
    output: str | Path,
    *,
    jobs: int | None = None,
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    limits: Limits | None = None,
    options: Options | None = None,
    force: bool = False,
    cluster: str | None = None,
    reader: str = READER,
    tell: Callable[[Progress], None] | None = None,
) -> Summary:
    """Reads all notices in `inputs` (folders, files, or addresses that fsspec knows) into `output`.

    `include` and `exclude` are patterns (`*.pdf`, `drafts/*`) for paths below the folder or names; without
    `include`, files are taken by the endings of known formats. What an earlier run into the same output
    finished (same bytes, path, version and options) is kept, unless `force`. `cluster` is the address of a
    Dask scheduler, or "local". `reader` names the function that reads ("module:function"). `tell` is called
    for each input.

    Raises UsageError where there is nothing to read, the output cannot be written, or another batch writes into it
    (seen where the output is a local folder). A notice that fails
    raises nothing: it is in the manifest.
    """
    from wpkit import __version__

    limits, options, output = limits or Limits(), options or Options(), storage.absolute(output)
    key = json.dumps([__version__, reader, asdict(options)], sort_keys=True)
    state = storage.join(output, ".wpkit")
    scratch = storage.join(state, storage.TEMPORARY)
    listing = _Listing(output, [storage.absolute(i) for i in inputs], tuple(include), tuple(exclude))
    if not listing.total:
        names = ", ".join(str(i) for i in inputs)
        raise UsageError(names, "holds no file that wpkit reads", "See `wpkit formats`, or use --include.")
    try:
        with storage.alone(state):
            storage.clear(scratch)
            journal = Journal(storage.join(state, "journal"), key)
            try:
                if cluster:
                    from wpkit.cluster import ClusterPool

                    pool: Pool = ClusterPool(cluster, jobs, reader, limits, options, listing.total)
                else:
                    pool = LocalPool(jobs or os.cpu_count() or 1, reader, limits, options)
                return _run(_Run(output, scratch, listing, journal, pool, force, tell), pool)
            finally:
                journal.close()
    except OSError as error:
        raise UsageError(
            output, f"cannot be written ({error.strerror or error})", "Choose another output."
        ) from None


def _run(run: _Run, pool: Pool) -> Summary:
    whole = False
    try:
        run.read_all()
        whole = True
    finally:
        pool.stop(kill=not whole)
    run.write_manifest()
    return run.summary


class _Listing:
    """The inputs in order, in a temporary database (SQLite keeps it on disk where it grows large)."""

    def __init__(
        self, output: str, inputs: list[str], include: tuple[str, ...], exclude: tuple[str, ...]
    ) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA cache_size = -8000")
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE inputs (id INTEGER PRIMARY KEY, path BLOB UNIQUE, origin BLOB,"
            " line TEXT, seconds REAL);"
            "CREATE TABLE seen (sha TEXT PRIMARY KEY, id INTEGER) WITHOUT ROWID;"
        )
        self._database.execute("BEGIN")
        self.total = 0
        for origin, path in _found(inputs, output):
            if _wanted(path, include, exclude):
                self._insert(origin, path)
        self._database.execute("COMMIT")

    def _insert(self, origin: str, path: str) -> None:
        """Two folders may hold the same path: the later one's gets its folder's name before it, or a number."""
        names = itertools.chain(
            [""], [f"{_folder_name(origin, path)}/"], map("{}/".format, itertools.count(2))
        )
        for name in names:
            query = "INSERT OR IGNORE INTO inputs (path, origin) VALUES (?, ?)"
            if self._database.execute(query, (storage.packed(name + path), storage.packed(origin))).rowcount:
                self.total += 1
                return

    def pages(self, size: int) -> Iterator[list[tuple[int, str, str]]]:
        """(id, path, origin) of the inputs in order, some at a time."""
        last = 0
        query = "SELECT id, path, origin FROM inputs WHERE id > ? ORDER BY id LIMIT ?"
        while rows := self._database.execute(query, (last, size)).fetchall():
            yield [(id, storage.unpacked(path), storage.unpacked(origin)) for id, path, origin in rows]
            last = rows[-1][0]

    def first_with(self, sha: str, id: int) -> tuple[int, str]:
        """The (id, path) of the first input with these bytes: this one, if none was before it."""
        self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (sha, id))
        query = "SELECT inputs.id, path FROM seen JOIN inputs USING (id) WHERE seen.sha = ?"
        first, path = self._database.execute(query, (sha,)).fetchone()
        return first, storage.unpacked(path)

    def put(self, id: int, line: dict[str, Any], seconds: float | None = None) -> None:
        values = (storage.json_line(line), seconds, id)
        self._database.execute("UPDATE inputs SET line = ?, seconds = ? WHERE id = ?", values)

    def lines(self) -> Iterator[str]:
        for (line,) in self._database.execute("SELECT line FROM inputs ORDER BY id"):
            yield line

    def times(self) -> Iterator[str]:
        query = "SELECT path, seconds FROM inputs WHERE seconds IS NOT NULL ORDER BY id"
        for path, seconds in self._database.execute(query):
            yield storage.json_line({"path": storage.unpacked(path), "seconds": round(seconds, 3)})


def _found(inputs: list[str], output: str) -> Iterator[tuple[str, str]]:
    for address in inputs:
        if storage.is_folder(address):
            for path in storage.walk(address, skip=output):
                yield storage.join(address, path), path
        elif storage.size(address) is not None:
            yield address, address.replace(os.sep, "/").rpartition("/")[2]
        else:
            raise UsageError(address, "no such file or folder", "Check the path.")


def _folder_name(origin: str, path: str) -> str:
    folder = origin.replace(os.sep, "/").removesuffix(path).rstrip("/")
    return folder.rpartition("/")[2].strip(".") or "folder"


def _wanted(path: str, include: tuple[str, ...], exclude: tuple[str, ...]) -> bool:
    name = path.rpartition("/")[2]

    def among(patterns: tuple[str, ...]) -> bool:
        return any(fnmatchcase(path, pattern) or fnmatchcase(name, pattern) for pattern in patterns)

    return not among(exclude) and (among(include) if include else _ending(name) in _endings())


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _endings() -> frozenset[str]:
    global _ENDINGS
    if not _ENDINGS:
        from wpkit.parsers import FORMATS

        _ENDINGS = frozenset(ending for known in FORMATS if known.in_folders for ending in known.suffixes)
    return _ENDINGS


_ENDINGS: frozenset[str] = frozenset()


class _Run:
    """One run over a listing: what is done already is kept, the rest is read."""

    def __init__(
        self,
        output: str,
        scratch: str,
        listing: _Listing,
        journal: Journal,
        pool: Pool,
        force: bool,
        tell: Callable[[Progress], None] | None,
    ) -> None:
        self._output, self._scratch, self._listing = output, scratch, listing
        self._journal, self._pool, self._force, self._tell = journal, pool, force, tell
        self.summary = Summary(total=listing.total)
        self._done = 0

    def read_all(self) -> None:
        for page in self._listing.pages(max(64, self._pool.window)):
            hashes = self._pool.hashes([origin for _, _, origin in page])
            for (id, path, origin), sha in zip(page, hashes, strict=True):
                self._one(id, path, origin, sha)
                self._collect(wait=False)
        self._collect(wait=True)

    def _one(self, id: int, path: str, origin: str, sha: str | WpkitError) -> None:
        if isinstance(sha, WpkitError):
            self._keep(id, path, Result(None, code_of(sha), sha.reason), kept=False)
            return
        first, first_path = self._listing.first_with(sha, id)
        output = self._address(path)
        if first != id:
            storage.remove(output)
            self.summary.duplicates += 1
            self._listing.put(
                id, {"path": path, "outcome": "duplicate", "same_as": first_path, "sha256": sha}
            )
            self._say(path, None, kept=False)
            return
        before = None if self._force else self._journal.find(sha, path)
        if before and (before.code or storage.size(output) == before.size):
            self._keep(id, path, before, kept=True)
        else:
            self._pool.submit(Job(id, origin, path, output, self._scratch))

    def _address(self, path: str) -> str:
        return storage.join(self._output, f"{path}.json")

    def _collect(self, wait: bool) -> None:
        for job, result in self._pool.finished(wait):
            if result.code:
                storage.remove(job.output)
            if result.sha256 is None:
                result = replace(result, sha256=self._hash(job.origin))
            if result.sha256 and result.code not in OF_THE_PLACE:
                self._journal.add(result.sha256, job.name, result)
            self._keep(job.id, job.name, result, kept=False)

    def _hash(self, origin: str) -> str | None:
        """Of a notice whose worker was lost before it told."""
        sha = storage.hash_or_error(origin)
        return sha if isinstance(sha, str) else None

    def _keep(self, id: int, path: str, result: Result, kept: bool) -> None:
        line: dict[str, Any] = {"path": path, "outcome": "failed" if result.code else "done"}
        summary = self.summary
        if result.code:
            line |= {"code": result.code, "message": result.message}
            summary.failed += 1
            summary.codes[result.code] += 1
        else:
            line |= {"output": f"{path}.json", "tasks": result.tasks, "findings": result.findings}
            line |= {"warnings": result.warnings}
            summary.tasks += result.tasks
            summary.findings += result.findings
        summary.kept += kept
        summary.read += not kept
        summary.seconds += 0 if kept else result.seconds
        self._listing.put(id, line | {"sha256": result.sha256}, result.seconds)
        self._say(path, result, kept)

    def _say(self, path: str, result: Result | None, kept: bool) -> None:
        self._done += 1
        if self._tell:
            self._tell(Progress(path, result, kept, self._done, self.summary.total))

    def write_manifest(self) -> None:
        self._write_lines(MANIFEST, self._listing.lines())
        self._write_lines(TIMES, self._listing.times())

    def _write_lines(self, name: str, lines: Iterator[str]) -> None:
        address = storage.join(self._output, name)
        if storage.is_remote(address):
            storage.write(address, "".join(lines).encode(), self._scratch)
            return
        from wpkit.outputs import replacing

        with (
            replacing(Path(address), Path(self._scratch, MANIFEST)) as temporary,
            temporary.open("w", encoding="utf-8", newline="\n") as stream,
        ):
            stream.writelines(lines)
