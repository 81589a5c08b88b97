"""A reading that may take so many seconds: it runs in a process of its own, which is ended with all that it started.

Nothing less stops a library in the middle of a page. Where no time is stated nothing here is imported.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

from wpkit.errors import TooSlowError, UnreadableError

T = TypeVar("T")
# What a process that is told to end may take to end what it has started (LibreOffice is no child that dies with it).
GRACE_SECONDS = 2.0


def within(seconds: float, name: str, call: Callable[[], T]) -> T:
    """What `call` returns or raises; both must be picklable. `name` is what errors call the file.

    Raises TooSlowError when the time is over, UnreadableError where the process is lost (a crash in a library).
    """
    known = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in known else "spawn")
    inner, outer = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(outer, call))  # type: ignore[attr-defined]
    process.start()
    outer.close()
    try:
        if not inner.poll(seconds):
            raise TooSlowError(name, f"took longer than {seconds:g} s", "Raise --timeout.")
        answer = inner.recv()
        process.join()
    except EOFError:
        process.join()
        raise UnreadableError(
            name, "ended the process that read it", "Fetch or save the file again."
        ) from None
    finally:
        if process.is_alive():
            _end(process)
    if isinstance(answer, BaseException):
        raise answer
    return answer  # type: ignore[no-any-return]


def _run(outer: Connection, call: Callable[[], object]) -> None:
    with suppress(AttributeError, OSError):
        os.setsid()
    with suppress(ValueError):
        signal.signal(signal.SIGTERM, _leave)
    try:
        answer = call()
    except Exception as error:
        answer = error
    with suppress(OSError):
        outer.send(answer)


def _leave(*_: object) -> None:
    raise SystemExit(1)


def _end(process: BaseProcess) -> None:
    """Ends the process: politely, so that it ends what it has started, and then with its whole group."""
    process.terminate()
    process.join(GRACE_SECONDS)
    if process.is_alive():
        with suppress(AttributeError, OSError):
            os.killpg(process.pid or 0, signal.SIGKILL)
        process.kill()
        process.join()
