"""One notice after another in a process of its own, so that a crash, a hang or a greedy file costs itself alone.

`python -m wpkit.worker MODULE:FUNCTION` is the process: jobs come as JSON lines on stdin, outcomes go back
as JSON lines. `Worker` is its other end: it starts the process, holds it to the limits, and starts
another when one is lost.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from wpkit import storage
from wpkit.errors import UsageError, WpkitError
from wpkit.records import record
from wpkit.source import Options

READER = "wpkit.pipeline:parse"
# A process that has read many files holds the memory of the largest, and what libraries leak.
LIFETIME = 1000
START_SECONDS = 60.0


@record(frozen=True)
class Limits:
    """What one notice may take: seconds of time, bytes of memory (0: no limit)."""

    seconds: float = 300.0
    memory: int = 2 << 30


@record(frozen=True)
class Job:
    """One notice to read: `origin` its address, `name` what its result calls it by, `output` where it goes."""

    id: int
    origin: str
    name: str
    output: str
    scratch: str


@record(frozen=True)
class Result:
    """What became of one notice. `code` says why there is none: an error's (no-tasks, encrypted, …), or
    timeout, memory, crash, bug."""

    sha256: str | None = None
    code: str | None = None
    message: str | None = None
    tasks: int = 0
    findings: int = 0
    warnings: int = 0
    size: int = 0
    seconds: float = 0.0


def code_of(error: WpkitError) -> str:
    """The error's class as a word: "no-tasks" for NoTasksError."""
    name = type(error).__name__.removesuffix("Error")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


# The process ---------------------------------------------------------------------------------------


def read_one(job: Job, reader: Callable[..., Any], options: Options) -> Result:
    """Reads the notice and writes its JSON. No exception leaves it but MemoryError."""
    start = time.perf_counter()
    digest = None
    try:
        data = storage.read(job.origin, options.max_bytes)
        import hashlib

        digest = hashlib.sha256(data).hexdigest()
        notice = reader(data, name=job.name, options=options)
        text = (notice.model_dump_json(indent=2) + "\n").encode("utf-8", "replace")
        storage.write(job.output, text, job.scratch)
    except WpkitError as error:
        message = " ".join(f"{error.reason}. {error.remedy}".split())
        return Result(digest, code_of(error), message, seconds=time.perf_counter() - start)
    except MemoryError:
        raise
    except Exception as error:
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        message = f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
        return Result(digest, "bug", " ".join(message.split())[:500], seconds=time.perf_counter() - start)
    warnings = sum(found.level != "info" for found in notice.findings)
    seconds = time.perf_counter() - start
    return Result(
        digest,
        tasks=len(notice.tasks),
        findings=len(notice.findings),
        warnings=warnings,
        size=len(text),
        seconds=seconds,
    )


def _limit_memory(memory: int) -> None:
    """Allocation beyond `memory` bytes fails. Only where the system has such a limit (not on Windows)."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))


def _alarm(seconds: float) -> None:
    """The kernel ends this process after so many seconds: nobody else does when its parent is gone."""
    with suppress(ImportError, AttributeError):
        import signal

        signal.setitimer(signal.ITIMER_REAL, seconds)


def serve() -> None:
    """Answers jobs until stdin ends. What libraries print goes to stderr, not between the answers."""
    with suppress(ImportError, ValueError):
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    module, _, function = sys.argv[1].partition(":")
    limits, options = Limits(**json.loads(sys.argv[2])), Options(**json.loads(sys.stdin.readline()))
    reader = getattr(import_module(module), function)
    if limits.memory:
        _limit_memory(limits.memory)
    print(json.dumps({}), file=answers, flush=True)
    for line in sys.stdin:
        if limits.seconds:
            _alarm(limits.seconds + 2)
        try:
            result = read_one(Job(**json.loads(line)), reader, options)
        except MemoryError:
            print(json.dumps({"code": "memory"}), file=answers, flush=True)
            break
        _alarm(0)
        print(json.dumps(asdict(result)), file=answers, flush=True)


# Its other end -------------------------------------------------------------------------------------


class Worker:
    """Reads notices in a process, one at a time; `read` always comes back, with a Result, and raises
    UsageError only where no process can be started: that is no notice's fault."""

    def __init__(self, reader: str, limits: Limits, options: Options) -> None:
        self._arguments = [reader, json.dumps(asdict(limits))]
        self._options = json.dumps(asdict(options))
        self._limits = limits
        self._process: subprocess.Popen[str] | None = None
        self._read = 0
        self._closed = False
        self._ended = "it did not start"

    def read(self, job: Job) -> Result:
        """A lost process may be another's fault (killed from outside, filled by an earlier file): the notice
        is tried once more in a new one before it counts as the notice's own."""
        result = self._try(job)
        if result.code in ("crash", "memory") and not self._closed:
            result = self._try(job)
        return result

    def _try(self, job: Job) -> Result:
        start = time.perf_counter()
        answer, late = self._ask(job)
        seconds = time.perf_counter() - start
        if late:
            limit = f"{self._limits.seconds:g}"
            return Result(code="timeout", message=f"took longer than {limit} s", seconds=seconds)
        if answer is None:
            return Result(code="crash", message=self._last_words(), seconds=seconds)
        if answer.get("code") == "memory":
            self.stop()
            megabytes = self._limits.memory >> 20
            return Result(code="memory", message=f"needs more than {megabytes} MB", seconds=seconds)
        return Result(**answer)

    def _ask(self, job: Job) -> tuple[dict[str, Any] | None, bool]:
        process = self._running() or self._running()
        if process is None or process.stdin is None or process.stdout is None:
            if self._closed:
                return None, False
            raise UsageError(
                sys.executable,
                f"the process that reads notices does not start ({self._ended})",
                "Check that wpkit is installed for it.",
            )
        stdin, stdout = process.stdin, process.stdout
        with suppress(OSError):
            stdin.write(json.dumps(asdict(job)) + "\n")
            stdin.flush()
        self._read += 1
        line, late = _line_within(process, stdout, self._limits.seconds)
        if not line:
            self.stop()
            return None, late
        return json.loads(line), False

    def _running(self) -> subprocess.Popen[str] | None:
        if self._closed:
            return None
        if self._process and (self._process.poll() is not None or self._read >= LIFETIME):
            self.stop()
        if self._process is None:
            above = str(Path(__file__).parents[1])
            paths = [above, *filter(None, [os.environ.get("PYTHONPATH")])]
            self._process = subprocess.Popen(
                [sys.executable, "-m", "wpkit.worker", *self._arguments],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                start_new_session=True,
            )
            self._read = 0
            if self._closed:
                _kill(self._process)
            # on stdin: an argument would be for all to see, and no longer than the system lets it be
            with suppress(OSError):
                if self._process.stdin:
                    self._process.stdin.write(self._options + "\n")
                    self._process.stdin.flush()
            if (
                self._process.stdout
                and not _line_within(self._process, self._process.stdout, START_SECONDS)[0]
            ):
                self.stop()
                return None
        return self._process

    def _last_words(self) -> str:
        return f"the process that read it was lost ({self._ended})"

    def stop(self) -> None:
        """No process. Its exit is kept for the words of a crash."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()
        try:
            process.wait(0.5)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()
        self._ended = (
            f"signal {-process.returncode}" if process.returncode < 0 else f"exit {process.returncode}"
        )

    def kill(self) -> None:
        """No process, at once, and none after it."""
        self._closed = True
        if self._process:
            _kill(self._process)


def _kill(process: subprocess.Popen[str]) -> None:
    """Ends the process and what it started (an office program at work on a file)."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, 9)
        else:
            process.kill()


def _line_within(process: subprocess.Popen[str], stream: IO[str], seconds: float) -> tuple[str, bool]:
    """The next line, or "" where the process ended; and whether it was killed for being late."""
    late = threading.Event()

    def end() -> None:
        late.set()
        _kill(process)

    timer = threading.Timer(seconds, end) if seconds else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        line = stream.readline()
    except (OSError, ValueError):
        line = ""
    finally:
        if timer:
            timer.cancel()
    return line, late.is_set() and not line


if __name__ == "__main__":
    serve()
