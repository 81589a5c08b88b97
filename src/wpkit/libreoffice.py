"""A file in an old office format → the same document as .docx or .xlsx, by LibreOffice without a window.

Each process has a profile of its own, so that many may run at once and none touches the user's. LibreOffice
and all that it starts form a process group, which is ended when its time is over, or when the process that asked for
it is lost, however that ends. Macros, links to other files and everything on the network are off in the profile.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from wpkit.errors import FormatError, UnreadableError

SECONDS = 90
SECONDS_PER_MB = 10
SECONDS_AT_MOST = 600
_PLACES = (
    "/usr/bin/soffice", "/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice", "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe", r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)  # fmt: skip
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


# Reads the group's number and then waits: no more comes before the end of the process that holds the other end.
_WATCH = 'read group || exit; read more; kill -9 "-$group"; rm -rf -- "$@"'


# LibreOffice starts when it is told to, after whoever watches it; not at all if this process is lost before that.
_WAIT = 'read go || exit; exec "$@" </dev/null'


@lru_cache(maxsize=1)
def program() -> str | None:
    """The path of LibreOffice on this machine, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if os.path.exists(place)), None)


class _Profile:
    """This process's profile; a second thread gets one for a single use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def run(self, command: list[str], seconds: float) -> bool:
        if not self._lock.acquire(blocking=False):
            with tempfile.TemporaryDirectory(prefix="wpkit-office-", ignore_cleanup_errors=True) as folder:
                return _run(command, Path(folder), seconds)
        try:
            # A worker forked from this process must not share its profile.
            if self._folder is None or self._owner != os.getpid():
                self._folder = tempfile.TemporaryDirectory(prefix="wpkit-office-", ignore_cleanup_errors=True)
                self._owner = os.getpid()
            return _run(command, Path(self._folder.name), seconds)
        finally:
            self._lock.release()


_PROFILE = _Profile()


def convert(data: bytes, suffix: str, to: str, name: str) -> bytes:
    """The document's bytes as `to` ("docx" or "xlsx"); `suffix` says what `data` is, `name` is for messages.

    Raises FormatError where LibreOffice is not installed, and UnreadableError where it makes nothing of
    the file or takes too long.
    """
    office = program()
    if office is None:
        raise FormatError(
            name,
            f"reading .{suffix} needs LibreOffice, which is not installed",
            f"Install it, or save the file as .{to}.",
        )
    seconds = min(SECONDS + SECONDS_PER_MB * len(data) / 1e6, SECONDS_AT_MOST)
    with tempfile.TemporaryDirectory(prefix="wpkit-", ignore_cleanup_errors=True) as folder:
        given = Path(folder, f"in.{suffix}")
        given.write_bytes(data)
        made = Path(folder, "out", f"in.{to}")
        command = [
            office, "--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
            "--convert-to", _FILTERS[to], "--outdir", str(made.parent), str(given),
        ]  # fmt: skip
        in_time = _PROFILE.run(command, seconds)
        if made.is_file() and made.stat().st_size:
            return made.read_bytes()
    if not in_time:
        raise UnreadableError(
            name, f"LibreOffice did not finish within {seconds:.0f} s", f"Save it as .{to}."
        )
    raise UnreadableError(
        name, "LibreOffice could not open it", f"It may be damaged; try to save it as .{to}."
    )


def _run(command: list[str], profile: Path, seconds: float) -> bool:
    """Whether LibreOffice ended by itself in time. Its whole process group is gone afterwards."""
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
    environment = {
        k: v
        for k, v in os.environ.items()
        if k in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP")
    }
    environment.update(HOME=str(profile), LC_ALL="C.UTF-8", SAL_USE_VCLPLUGIN="svp")
    office = [command[0], f"-env:UserInstallation={profile.as_uri()}", *command[1:]]
    waits = os.path.exists("/bin/sh")
    process = subprocess.Popen(
        ["/bin/sh", "-c", _WAIT, "sh", *office] if waits else office,
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        with _watched(process.pid, profile, Path(command[-1]).parent):
            if process.stdin:
                with contextlib.suppress(BrokenPipeError), process.stdin as told:
                    told.write(b"go\n" if waits else b"")
            process.wait(timeout=seconds)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)


@contextlib.contextmanager
def _watched(group: int, *folders: Path) -> Iterator[None]:
    """Should this process be lost inside, even by a signal that it cannot catch, then the process group is ended and the
    folders removed: by a shell that waits for the end of a pipe. (A group of its own is not ended with ours.)"""
    if sys.platform == "win32":
        yield
        return
    try:
        watcher = subprocess.Popen(
            ["/bin/sh", "-c", _WATCH, "sh", *map(str, folders)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError:  # no shell: what is lost then goes on to the end of its conversion
        yield
        return
    with watcher:
        try:
            if watcher.stdin:
                watcher.stdin.write(f"{group}\n".encode())
                watcher.stdin.flush()
            yield
        finally:
            watcher.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(
                ["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False
            )
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
