"""The same batch on a Dask cluster: notices are read where its workers run, under the same limits.

Inputs and outputs must be reachable from all machines: a shared folder, or an address that fsspec knows. Dask gives
the work of a lost worker to another. wpkit must be installed on the workers.

A result lives on its worker until it is fetched, so a notice that is "finished" is open again when that worker
dies. Only a fetched result counts here: what its future says of itself is never taken for the outcome.
"""

from __future__ import annotations

import itertools
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

from wpkit import storage
from wpkit.errors import FormatError, NotFoundError, WpkitError
from wpkit.records import record
from wpkit.source import Options
from wpkit.worker import Job, Limits, Result, Worker

WORKERS_SECONDS = 30.0
RESIZED_SECONDS = 30.0
HASHED_AT_ONCE = 16
MOST_AT_ONCE = 16
SUBMISSIONS = 3

_runs = itertools.count()
_here = threading.local()


def read_there(jobs: Sequence[Job], reader: str, limits: Limits, options: Options) -> list[Result]:
    """On a machine of the cluster: reads the notices in a process of the Dask worker's thread."""
    wanted = (reader, limits, options)
    if getattr(_here, "wanted", None) != wanted:
        _here.wanted, _here.worker = wanted, Worker(reader, limits, options)
    worker: Worker = _here.worker
    return [worker.read(job) for job in jobs]


def hash_there(origins: list[str]) -> list[str | WpkitError]:
    return [storage.hash_or_error(origin) for origin in origins]


@record(frozen=True)
class _Sent:
    """Jobs on the cluster, for the how-manieth time."""

    jobs: tuple[Job, ...]
    times: int


class ClusterPool:
    """A Dask cluster as a pool: `address` of its scheduler, or "local" for one on this machine. `total` is the
    number of notices that may come: where there are many, several go at once, since Dask takes some milliseconds
    for each task.

    Raises FormatError where Dask is not installed, NotFoundError where no scheduler answers, none of its workers
    does, or the scheduler is lost in mid-run.
    """

    def __init__(
        self, address: str, jobs: int | None, reader: str, limits: Limits, options: Options, total: int = 0
    ) -> None:
        try:
            distributed: Any = import_module("distributed")
        except ImportError as error:
            raise FormatError(
                "--cluster", f"needs {error.name or 'dask'}", "pip install 'wpkit[cluster]'"
            ) from None
        # Dask tells of each lost connection at length; what a batch lost is in its manifest.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._cluster: Any = None
        if address == "local":
            self._cluster = distributed.LocalCluster(
                n_workers=jobs or os.cpu_count() or 1,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
            )
            address = self._cluster.scheduler_address
        try:
            self._client = distributed.Client(address, timeout="5s", set_as_default=False)
        except (OSError, ValueError) as error:
            reason = f"no scheduler answers ({error})"
            raise NotFoundError(address, reason, "Start one with `dask scheduler`.") from None
        self._address, self._total = address, total
        self._wait_for_workers()
        self._resize()
        self._held: list[Job] = []
        self._how = (reader, limits, options)
        self._run = f"{os.getpid()}-{next(_runs)}"
        self._open: dict[Any, _Sent] = {}
        self._done: deque[tuple[Job, Result]] = deque()
        self._coming = distributed.as_completed(loop=self._client.loop)

    def _wait_for_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=WORKERS_SECONDS)
        except TimeoutError:
            self.stop()
            raise NotFoundError(
                self._address, "the scheduler has no worker", "Start one with `dask worker ADDRESS`."
            ) from None

    def _resize(self) -> None:
        """The window that fits the workers of now: a cluster may grow while a batch runs."""
        threads = max(1, sum(self._client.nthreads().values()))
        self._at_once = max(1, min(MOST_AT_ONCE, self._total // (8 * threads)))
        self._most_open = max(16, 3 * threads)
        self.window = self._at_once * self._most_open
        self._sized = time.monotonic()

    def hashes(self, origins: list[str]) -> Iterator[str | WpkitError]:
        parts = [origins[at : at + HASHED_AT_ONCE] for at in range(0, len(origins), HASHED_AT_ONCE)]
        # Before the notices that wait to be read, else all would wait for these.
        futures = self._client.map(hash_there, parts, pure=False, priority=1)
        for part, hashes in zip(parts, self._fetch(futures), strict=True):
            yield from hash_there(part) if hashes is None else hashes

    def submit(self, job: Job) -> None:
        self._held.append(job)
        if len(self._held) >= self._at_once:
            self._flush()

    def _flush(self) -> None:
        while len(self._open) >= self._most_open:
            self._take(self._coming.next_batch())
            if time.monotonic() - self._sized > RESIZED_SECONDS:
                self._resize()
        if self._held:
            self._send(_Sent(tuple(self._held), 1))
            self._held = []

    def _send(self, sent: _Sent) -> None:
        key = f"wpkit-{self._run}-{sent.jobs[0].id}-{sent.times}"
        try:
            future = self._client.submit(read_there, sent.jobs, *self._how, key=key, pure=False)
        except Exception as error:
            raise self._lost(error) from None
        self._open[future] = sent
        self._coming.add(future)

    def finished(self, wait: bool) -> Iterator[tuple[Job, Result]]:
        if wait:
            self._flush()
        while self._done or self._open:
            if self._done:
                yield self._done.popleft()
            elif wait or self._coming.has_ready():
                self._take(self._coming.next_batch())
            else:
                return

    def _take(self, futures: list[Any]) -> None:
        for future, results in zip(futures, self._fetch(futures), strict=True):
            sent = self._open.pop(future)
            if results is not None:
                self._done.extend(zip(sent.jobs, results, strict=True))
            elif self._client.status != "running":
                raise self._lost(future.exception())
            elif sent.times < SUBMISSIONS:
                # Several workers were lost with them. That is seldom a notice's fault: one that crashes
                # takes a process of its own with it, not the worker.
                for job in sent.jobs:
                    self._send(_Sent((job,), sent.times + 1))
            else:
                error = future.exception()
                if isinstance(error, WpkitError):
                    raise error
                message = " ".join(f"{type(error).__name__}: {error}".split())[:500]
                self._done.extend((job, Result(code="crash", message=message)) for job in sent.jobs)
            future.release()

    def _fetch(self, futures: list[Any]) -> list[Any]:
        """What each gave; None for one that Dask gave up. Waits for what a lost worker's successor reads again."""
        try:
            fetched = self._client.gather(dict(enumerate(futures)), errors="skip")
        except Exception as error:
            raise self._lost(error) from None
        return [fetched[number] for number in range(len(futures))]

    def _lost(self, error: BaseException | None) -> NotFoundError:
        words = " ".join(f"{type(error).__name__}: {error}"[:300].split())
        return NotFoundError(
            self._address,
            f"the scheduler was lost ({words})",
            "Run the batch again: what is finished is kept.",
        )

    def stop(self, kill: bool = False) -> None:
        with suppress(Exception):
            self._client.cancel(list(self._open), force=True)
        with suppress(Exception):
            self._client.close()
        if self._cluster is not None:
            self._cluster.close()
