"""The same batch on a Dask cluster: notices are read where its workers run, under the same limits.

Inputs and outputs must be reachable from all machines: a shared folder, or an address that fsspec knows. Dask gives
the work of a lost worker to another. wpkit must be installed on the workers.
"""

from __future__ import annotations

import itertools
import logging
import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

from wpkit import storage
from wpkit.errors import FormatError, NotFoundError, WpkitError
from wpkit.source import Options
from wpkit.worker import Job, Limits, Result, Worker

_runs = itertools.count()
_here = threading.local()


def read_there(job: Job, reader: str, limits: Limits, options: Options) -> Result:
    """On a machine of the cluster: reads the notice in a process of the Dask worker's thread."""
    wanted = (reader, limits, options)
    if getattr(_here, "wanted", None) != wanted:
        _here.wanted, _here.worker = wanted, Worker(reader, limits, options)
    worker: Worker = _here.worker
    return worker.read(job)


class ClusterPool:
    """A Dask cluster as a pool: `address` of its scheduler, or "local" for one on this machine.

    Raises FormatError where Dask is not installed, NotFoundError where no scheduler answers.
    """

    def __init__(self, address: str, jobs: int | None, reader: str, limits: Limits, options: Options) -> None:
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
                dashboard_address=None,
            )
            address = self._cluster.scheduler_address
        try:
            self._client = distributed.Client(address, timeout="5s", set_as_default=False)
        except (OSError, ValueError) as error:
            reason = f"no scheduler answers ({error})"
            raise NotFoundError(address, reason, "Start one with `dask scheduler`.") from None
        threads = sum(self._client.nthreads().values())
        self.window = 4 * max(threads, 4)
        self._how = (reader, limits, options)
        self._run = f"{os.getpid()}-{next(_runs)}"
        self._open: dict[Any, Job] = {}
        self._done: deque[tuple[Job, Result]] = deque()
        self._coming = distributed.as_completed(loop=self._client.loop)

    def hashes(self, origins: list[str]) -> Iterator[str | WpkitError]:
        futures = self._client.map(storage.hash_or_error, origins, pure=False)
        return iter(self._client.gather(futures))

    def submit(self, job: Job) -> None:
        while len(self._open) >= self.window:
            self._take(next(self._coming))
        future = self._client.submit(
            read_there, job, *self._how, key=f"wpkit-{self._run}-{job.id}", pure=False
        )
        self._open[future] = job
        self._coming.add(future)

    def finished(self, wait: bool) -> Iterator[tuple[Job, Result]]:
        while self._done or self._open:
            if self._done:
                yield self._done.popleft()
            elif wait:
                self._take(next(self._coming))
            else:
                for future in self._coming.next_batch(block=False) if not self._coming.is_empty() else ():
                    self._take(future)
                if not self._done:
                    return

    def _take(self, future: Any) -> None:
        job = self._open.pop(future)
        if future.status == "finished":
            self._done.append((job, future.result()))
        else:
            # Dask gives up on what several of its workers were lost with.
            error = future.exception()
            self._done.append((job, Result(code="crash", message=f"{type(error).__name__}: {error}"[:500])))
        future.release()

    def stop(self, kill: bool = False) -> None:
        with suppress(Exception):
            self._client.cancel(list(self._open), force=True)
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()
