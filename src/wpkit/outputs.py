"""Files that are whole or not there: written beside their place under another name, then renamed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wpkit.errors import UsageError

TEMPORARY = ".tmp"


@contextmanager
def replacing(path: Path, temporary: Path | None = None) -> Iterator[Path]:
    """A path to write to that becomes `path` at the end, or nothing if the block raises.

    It stands beside `path`, or at `temporary` on the same disk. A link is followed, a file's mode kept; what is no
    file (a device, a pipe) is written to, not replaced.

    The folders above are made. Raises UsageError where the place cannot be written.
    """
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        with _poured(path) as made:
            yield made
        return
    named, path = path, Path(os.path.realpath(path))
    temporary = temporary or path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        temporary.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        if os.path.exists(path):
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        os.replace(temporary, path)
    except OSError as error:
        raise UsageError(
            str(named), f"cannot be written ({error.strerror})", "Choose another output."
        ) from None
    finally:
        with suppress(OSError):
            temporary.unlink()


@contextmanager
def _poured(path: Path) -> Iterator[Path]:
    """A path to write to whose content goes into `path` at the end."""
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory(prefix="wpkit-") as folder:
        made = Path(folder, "out")
        yield made
        try:
            with made.open("rb") as content, path.open("wb") as stream:
                shutil.copyfileobj(content, stream)
        except OSError as error:
            raise UsageError(
                str(path), f"cannot be written ({error.strerror})", "Choose another output."
            ) from None


def refuse_input(output: str | Path, inputs: Iterable[str]) -> None:
    """Raises UsageError where the output is one of the inputs, which it would take the place of."""
    with suppress(OSError):
        if any(name != "-" and os.path.exists(name) and os.path.samefile(name, output) for name in inputs):
            raise UsageError(str(output), "is one of the inputs", "Name another output.")


def write_whole(path: Path, data: bytes | str) -> None:
    """`data` as the whole content of `path`; text as UTF-8, with ? for what is no character (of a file's name)."""
    with replacing(path) as temporary:
        temporary.write_bytes(data.encode("utf-8", "replace") if isinstance(data, str) else data)
