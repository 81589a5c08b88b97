"""A path, stdin or bytes → `Source`: the bytes under a name, within a size limit."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cached_property
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any

from wpkit.errors import NotFoundError, TooLargeError, UsageError
from wpkit.records import record

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 512 * 1024 * 1024
MAX_PAGES = 5000


@record(frozen=True)
class Options:
    """What a caller may say about reading.

    `format` forces a parser; `password` opens an encrypted PDF; the limits bound memory and time; `ocr` allows
    pages without text to be read from their pictures where the extra is installed. `timeout`, in seconds, has the
    file read in a process of its own, which is ended when they are over; None sets no limit. `units` are the caller's
    own short names of bodies (short → full, as `load_units` reads them from TOML), `topics` the caller's own
    vocabularies in place of wpkit's (as `load_topics` reads them). All of it is plain data, so that it can be sent to
    a worker and be part of what a result is known by.
    """

    format: str | None = None
    password: str | None = None
    max_bytes: int = MAX_BYTES
    max_pages: int = MAX_PAGES
    timeout: float | None = None
    ocr: bool = True
    units: Mapping[str, str] | None = None
    topics: Mapping[str, Any] | None = None


@record(frozen=True, slots=False)
class Source:
    """The bytes of one file and the name that results and messages call it by."""

    name: str
    data: bytes
    options: Options = field(default_factory=Options)

    @cached_property
    def sha256(self) -> str:
        digest: str = _sha256(len(self.data))(self.data).hexdigest()
        return digest

    @property
    def suffix(self) -> str:
        return os.path.splitext(self.name)[1].lower().lstrip(".")


def _sha256(size: int) -> Callable[[bytes], Any]:
    """SHA-256, for a short file Python's own where it has one: `hashlib` first loads OpenSSL, which is quicker only then."""
    if size < 1 << 20:
        with contextlib.suppress(ImportError, AttributeError):
            module = "_sha2" if sys.version_info >= (3, 12) else "_sha256"
            return import_module(module).sha256  # type: ignore[no-any-return]
    import hashlib

    return hashlib.sha256


def read_some(stream: IO[bytes], most: int) -> bytes:
    """All of a stream up to `most` bytes. (One `read(most)` would take that much memory for the smallest file.)"""
    chunks = []
    while most > 0 and (chunk := stream.read(min(most, 1 << 20))):
        chunks.append(chunk)
        most -= len(chunk)
    return b"".join(chunks)


def open_source(
    origin: str | Path | bytes, *, name: str | None = None, options: Options | None = None
) -> Source:
    """The source at a path, in bytes, or on stdin ("-").

    Raises NotFoundError, UsageError (a folder) or TooLargeError.
    """
    options = options or Options()
    if isinstance(origin, bytes):
        data, name = origin, name or "bytes"
    elif str(origin) == "-":
        data, name = read_some(sys.stdin.buffer, options.max_bytes + 1), name or "stdin"
    else:
        name = name or str(origin)
        if not str(origin):
            raise NotFoundError("''", "no such file", "Check the path.")
        if os.path.isdir(origin):
            raise UsageError(name, "is a folder", "Name its files, or use `wpkit batch FOLDER -o OUT`.")
        try:
            if os.stat(origin).st_size > options.max_bytes:
                raise TooLargeError(name, f"is larger than {options.max_bytes} bytes", "Raise --max-bytes.")
            with open(origin, "rb") as stream:  # a device has no size and no end
                data = read_some(stream, options.max_bytes + 1)
        except (FileNotFoundError, ValueError):  # a name with a null character is no file's
            raise NotFoundError(name, "no such file", "Check the path.") from None
        except OSError as error:
            raise NotFoundError(
                name, f"cannot be read ({error.strerror})", "Check its permissions."
            ) from None
    if len(data) > options.max_bytes:
        raise TooLargeError(name, f"is larger than {options.max_bytes} bytes", "Raise --max-bytes.")
    return Source(name, data, options)


_SIZES = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


def size_of(text: str) -> int:
    """Bytes in "500M", "2G" or "1000000". Raises UsageError.

    >>> size_of("2G"), size_of("512m"), size_of("0")
    (2147483648, 536870912, 0)
    """
    number = text.strip().upper().removesuffix("B").removesuffix("I")
    unit = _SIZES.get(number[-1:], 1)
    try:
        size = int(float(number.rstrip("KMGT")) * unit)
    except (ValueError, OverflowError):
        size = -1
    if size < 0:
        raise UsageError(text, "is no size", "Write 500M or 2G.")
    return size
