"""Folders and files on this machine or at any address that fsspec knows (s3://…, hdfs://…), alike.

An address is a path, or a URL with "://". Listings are in one order everywhere: by name, folder by folder.
Writing is all or nothing: a local file is written in another folder of the same disk and renamed.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from wpkit.errors import FormatError, NotFoundError, TooLargeError, UsageError, WpkitError
from wpkit.source import read_some

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

TEMPORARY = "tmp"
HELD_SECONDS = 2.0


def is_remote(address: str) -> bool:
    return "://" in address


def absolute(address: str | Path) -> str:
    """The address as any process here knows it, wherever it works."""
    return str(address) if is_remote(str(address)) else os.path.abspath(address)


def _remote(address: str) -> tuple[Any, str]:
    """The file system of an address and its path there. Raises FormatError, NotFoundError."""
    try:
        import fsspec

        system, path = fsspec.url_to_fs(address)
    except ImportError as error:
        raise FormatError(address, f"needs {error.name or error}", "pip install 'wpkit[cluster]'") from None
    except (OSError, ValueError) as error:
        raise NotFoundError(address, f"cannot be reached ({error})", "Check the address.") from None
    return system, path


def join(folder: str, path: str) -> str:
    """The address of `path` (parted by /) below a folder."""
    return f"{folder.rstrip('/')}/{path}" if is_remote(folder) else os.path.join(folder, *path.split("/"))


def packed(path: str) -> bytes:
    """The path for a database, also where its name is no valid text (written in GBK by another system)."""
    return path.encode("utf-8", "surrogatepass")


def unpacked(path: bytes) -> str:
    return path.decode("utf-8", "surrogatepass")


def json_line(record: dict[str, Any]) -> str:
    """One line of JSON that can be written as UTF-8: a name's bytes that are no text are escaped."""
    text = json.dumps(record, ensure_ascii=False)
    if any("\ud800" <= char <= "\udfff" for char in text):
        text = json.dumps(record)
    return text + "\n"


def is_folder(address: str) -> bool:
    if is_remote(address):
        system, path = _remote(address)
        return bool(system.isdir(path))
    return os.path.isdir(address)


def walk(folder: str, skip: str = "") -> Iterator[str]:
    """The paths, parted by /, of all files below a folder; none below `skip`, nor hidden or lock files."""
    if is_remote(folder):
        system, root = _remote(folder)
        avoided = _remote(skip)[1].rstrip("/") if is_remote(skip) else None
        yield from _walk_remote(system, root.rstrip("/"), "", avoided)
    else:
        yield from _walk_local(folder, "", None if is_remote(skip) or not skip else os.path.realpath(skip))


def _passed_over(name: str) -> bool:
    return name.startswith((".", "~$"))


def _walk_local(folder: str, before: str, avoided: str | None) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            found = sorted((e.name, e.is_dir(follow_symlinks=False), e.is_file()) for e in entries)
    except OSError as error:
        raise NotFoundError(folder, f"cannot be read ({error.strerror})", "Check its permissions.") from None
    for name, is_dir, is_file in found:
        if _passed_over(name):
            continue
        if is_dir:
            inner = os.path.join(folder, name)
            if avoided is None or os.path.realpath(inner) != avoided:
                yield from _walk_local(inner, f"{before}{name}/", avoided)
        elif is_file:
            yield before + name


def _walk_remote(system: Any, folder: str, before: str, avoided: str | None) -> Iterator[str]:
    entries = system.ls(folder, detail=True)
    found = sorted((e["name"].rstrip("/").rpartition("/")[2], e["type"] == "directory") for e in entries)
    for name, is_dir in found:
        if _passed_over(name) or not name:
            continue
        inner = f"{folder}/{name}"
        if not is_dir:
            yield before + name
        elif inner != avoided:
            yield from _walk_remote(system, inner, f"{before}{name}/", avoided)


def read(address: str, limit: int) -> bytes:
    """The bytes. Raises NotFoundError, TooLargeError."""
    try:
        if is_remote(address):
            system, path = _remote(address)
            with system.open(path, "rb") as stream:
                data = read_some(stream, limit + 1)
        else:
            with open(address, "rb") as stream:
                data = read_some(stream, limit + 1)
    except OSError as error:
        reason = f"cannot be read ({error.strerror or error})"
        raise NotFoundError(address, reason, "Check its permissions.") from None
    if len(data) > limit:
        raise TooLargeError(address, f"is larger than {limit} bytes", "Raise --max-bytes.")
    return data


def sha256(address: str) -> str:
    """The hash of the bytes, without holding them. Raises NotFoundError."""
    digest = hashlib.sha256()
    try:
        if is_remote(address):
            system, path = _remote(address)
            with system.open(path, "rb") as stream:
                while chunk := stream.read(1 << 20):
                    digest.update(chunk)
        else:
            with open(address, "rb", buffering=0) as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        reason = f"cannot be read ({error.strerror or error})"
        raise NotFoundError(address, reason, "Check its permissions.") from None
    return digest.hexdigest()


def hash_or_error(address: str) -> str | WpkitError:
    """As `sha256`, with the error in the hash's place."""
    try:
        return sha256(address)
    except WpkitError as error:
        return error


def size(address: str) -> int | None:
    """The size in bytes; None where there is no file."""
    try:
        if is_remote(address):
            system, path = _remote(address)
            return int(system.size(path))
        return os.stat(address).st_size
    except (OSError, TypeError):
        return None


def write(address: str, data: bytes, scratch: str) -> None:
    """`data` as the whole file. `scratch` is a folder on the same disk, made as needed.

    Raises UsageError where the place cannot be written.
    """
    try:
        if is_remote(address):
            system, path = _remote(address)
            system.makedirs(path.rpartition("/")[0], exist_ok=True)
            system.pipe_file(path, data)
            return
        target = Path(address)
        # Two machines may write one file at once (a lost worker's notice), with the same process number.
        temporary = Path(scratch) / f"{os.getpid()}-{os.urandom(8).hex()}"
        temporary.parent.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(data)
            os.replace(temporary, target)
        except OSError:
            remove(str(temporary))
            raise
    except OSError as error:
        reason = f"cannot be written ({error.strerror or error})"
        raise UsageError(address, reason, "Choose another output.") from None


def remove(address: str) -> None:
    """No file at this address; it need not have been there."""
    with suppress(OSError):
        if is_remote(address):
            system, path = _remote(address)
            system.rm_file(path)
        else:
            os.unlink(address)


@contextmanager
def alone(folder: str) -> Iterator[None]:
    """The folder is made and held by this process alone, until it ends in whatever way.

    Raises UsageError where another process holds it. At a remote address, and on systems without such locks, none does.
    """
    if is_remote(folder) or not fcntl:
        yield
        return
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "lock"), "w") as held:
        end = time.monotonic() + HELD_SECONDS
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                # A batch that was killed holds it until the process that it was just starting is on its own.
                if time.monotonic() < end:
                    time.sleep(0.05)
                    continue
                raise UsageError(
                    os.path.dirname(folder),
                    "another batch writes into it",
                    "Wait for it, or choose another output.",
                ) from None
            except OSError:
                pass  # a disk without locks
            break
        yield


def clear(folder: str) -> None:
    """A local folder of scratch files, emptied."""
    if not is_remote(folder) and os.path.isdir(folder):
        for entry in os.scandir(folder):
            remove(entry.path)
