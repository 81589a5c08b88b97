"""Files that are whole or not there: written beside their place under another name, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wpkit.errors import UsageError

TEMPORARY = ".tmp"


@contextmanager
def replacing(path: Path, temporary: Path | None = None) -> Iterator[Path]:
    """A path to write to that becomes `path` at the end, or nothing if the block raises.

    It stands beside `path`, or at `temporary` on the same disk.

    The folders above are made. Raises UsageError where the place cannot be written.
    """
    temporary = temporary or path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        temporary.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        raise UsageError(
            str(path), f"cannot be written ({error.strerror})", "Choose another output."
        ) from None
    finally:
        with suppress(OSError):
            temporary.unlink()


def write_whole(path: Path, data: bytes | str) -> None:
    """`data` (text as UTF-8) as the whole content of `path`."""
    with replacing(path) as temporary:
        temporary.write_bytes(data.encode() if isinstance(data, str) else data)
