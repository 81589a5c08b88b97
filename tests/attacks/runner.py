"""Reads hostile files, each in a process of its own that is held to limits and watched.

`python -m attacks.runner` (in tests/) answers requests, JSON lines on stdin: {"name", "secret", "server"} → {"ends", "error",
"seconds", "megabytes", "events", "text"}. Events are what the reading did beyond reading: sockets, programs, files
opened to write. On its own, with names, it prints a line for each: python -m attacks.runner one-line-of-1-gb
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from attacks import Attack, attacks, filled, place  # noqa: E402

FORBIDDEN = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.remove", "os.rename", "os.mkdir",
    "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "shutil.", "ftplib.", "smtplib.", "urllib.", "webbrowser.",
    "tempfile.", "ctypes.dlopen",
)  # fmt: skip
# Libraries that a parser loads when it is first needed.
ALLOWED = ("ctypes.dlopen",)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Watch:
    """What happened from `start` on."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.on = False
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
            path = str(arguments[0])
            if path != "/dev/null" and "__pycache__" not in path:
                self.events.append(f"open {path}")
        elif event.startswith(FORBIDDEN) and event not in ALLOWED:
            self.events.append(f"{event} {arguments!r}"[:200])


def _used() -> tuple[float, int]:
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime, own.ru_maxrss


def _limit(attack: Attack) -> None:
    """A margin over the stated bounds, so that a breach is a figure and not a killed process."""
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    most = pages * resource.getpagesize() + (attack.megabytes * 2 + 512 << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    seconds = int(attack.seconds * 2 + 20)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    signal.alarm(seconds * 4)


def _read(attack: Attack, data: bytes, watch: Watch) -> dict[str, Any]:
    """Reads the bytes as the command line reads a file, and says how it ended."""
    import io

    from wpkit.errors import WpkitError
    from wpkit.inputs import Input, read_stream

    _limit(attack)
    seconds, peak = _used()
    watch.on = True
    try:
        found = list(read_stream(attack.file, io.BufferedReader(io.BytesIO(data)), None))  # type: ignore[arg-type]
    except WpkitError as error:
        found = [Input(attack.file, error=error)]
    watch.on = False
    seconds, peak = _used()[0] - seconds, _used()[1] - peak
    first = found[0] if found else Input(attack.file)
    notices = [item.notice for item in found if item.notice]
    return {
        "ends": "notice" if notices else type(first.error).__name__,
        "error": "" if notices else str(first.error),
        "seconds": seconds,
        "megabytes": peak / 1024,
        "events": watch.events,
        "text": "".join(n.model_dump_json() for n in notices)[:2_000_000].encode("utf-8", "replace").decode(),
    }


def answer(attack: Attack, watch: Watch) -> dict[str, Any]:
    """The outcome of one attack; "crash" where its process was lost."""
    data = filled(attack.make())
    inner, outer = os.pipe()
    child = os.fork()
    if not child:
        os.close(inner)
        try:
            said = _read(attack, data, watch)
        except BaseException as error:
            import traceback

            at = traceback.extract_tb(error.__traceback__)[-1]
            said = {"ends": type(error).__name__, "error": f"{error} ({Path(at.filename).name}:{at.lineno})"}
        with os.fdopen(outer, "w") as pipe:
            json.dump(said, pipe)
        os._exit(0)
    os.close(outer)
    with os.fdopen(inner) as pipe:
        text = pipe.read()
    status = os.waitpid(child, 0)[1]
    return {
        "events": [],
        "text": "",
        "seconds": 0,
        "megabytes": 0,
        **(json.loads(text) if text else {"ends": "crash", "error": f"status {status}"}),
    }


def _load() -> None:
    """What the readers import, before any process is forked from this one."""
    import lxml.etree  # noqa: F401
    import pypdfium2  # noqa: F401

    import wpkit
    from wpkit import libreoffice

    libreoffice.program.cache_clear()
    libreoffice.program = lambda: None  # what only it reads is tried where it is installed, in test_office
    for name in ("docx", "html", "pdf", "xlsx", "csv", "txt", "xls", "ofd", "office", "image"):
        __import__(f"wpkit.parsers.{name}")
    wpkit.parse(Path(HERE.parent / "samples" / "tab-table" / "notice.txt"))


def main() -> None:
    watch, known = Watch(), attacks()
    _load()
    for name in sys.argv[1:]:
        start = time.monotonic()
        one = answer(known[name], watch)
        took = f"{one['seconds']:.1f} s, {one['megabytes']:.0f} MB, {time.monotonic() - start:.1f} s in all"
        print(f"{name}: {one['ends']} ({took}) {one['error'][:150]} {one['events'][:3] or ''}", flush=True)
    for line in sys.stdin if not sys.argv[1:] else ():
        told = json.loads(line)
        place(told["secret"], told["server"])
        print(json.dumps(answer(known[told["name"]], watch)), flush=True)


if __name__ == "__main__":
    main()
