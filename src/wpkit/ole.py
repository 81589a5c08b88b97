"""An OLE file (.doc, .xls, .wps of old; locked office files) → the names and bytes of its streams.

Source: [MS-CFB]. The names at the top level tell a Word file that embeds a workbook from a workbook that
embeds a Word file.
"""

from __future__ import annotations

import struct
from functools import cached_property

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD, LOCKED = "WordDocument", "EncryptedPackage"
BOOKS = frozenset(["Workbook", "Book"])
_END = 0xFFFFFFFA  # this and above are no sector numbers
_MAX_ENTRIES = 100_000


def is_ole(data: bytes) -> bool:
    return data[:8] == MAGIC


def top_names(data: bytes) -> frozenset[str]:
    """The names of the streams and storages in the root; where the directory is damaged, of those among
    the names that matter here whose bytes occur anywhere."""
    if not is_ole(data):
        return frozenset()
    try:
        names = frozenset(Ole(data).entries)
    except (struct.error, IndexError, ValueError):
        names = frozenset()
    if names:
        return names
    return frozenset(n for n in (WORD, LOCKED, *BOOKS) if n.encode("utf-16-le") + b"\0\0" in data)


class Ole:
    """The streams in the root of one file. Raises ValueError, struct.error or IndexError where it is damaged."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini = struct.unpack_from("<HH", data, 30)
        if not 7 <= shift <= 16 or not 4 <= mini <= shift:
            raise ValueError("no sector size")
        self._size, self._mini_size = 1 << shift, 1 << mini
        self._fat = self._read_fat()
        directory = self._chain(struct.unpack_from("<I", data, 48)[0])
        self._root = struct.unpack_from("<I", directory, 116)[0]
        self.entries = self._top(directory)

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _read_fat(self) -> tuple[int, ...]:
        tables = list(struct.unpack_from("<109I", self._data, 76))
        more, per = struct.unpack_from("<I", self._data, 68)[0], self._size // 4
        seen: set[int] = set()
        while more < _END and more not in seen:
            seen.add(more)
            numbers = struct.unpack(f"<{per}I", self._sector(more))
            tables += numbers[:-1]
            more = numbers[-1]
        joined = b"".join(self._sector(table) for table in tables if table < _END)
        return struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4])

    def _chain(self, sector: int) -> bytes:
        found: list[bytes] = []
        seen: set[int] = set()
        while sector < _END and sector not in seen and sector < len(self._fat):
            seen.add(sector)
            found.append(self._sector(sector))
            sector = self._fat[sector]
        return b"".join(found)

    def _top(self, directory: bytes) -> dict[str, tuple[int, int]]:
        """(first sector, size) of each entry in the root, by name."""
        count = min(len(directory) // 128, _MAX_ENTRIES)
        todo = [struct.unpack_from("<I", directory, 76)[0]] if count else []
        found: dict[str, tuple[int, int]] = {}
        seen: set[int] = set()
        while todo:
            index = todo.pop()
            if index >= count or index in seen:
                continue
            seen.add(index)
            at = index * 128
            length = min(struct.unpack_from("<H", directory, at + 64)[0], 64)
            name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
            found[name] = struct.unpack_from("<II", directory, at + 116)
            todo += struct.unpack_from("<II", directory, at + 68)
        return found

    @cached_property
    def _minis(self) -> tuple[bytes, tuple[int, ...]]:
        """The stream that holds the short streams, and their allocation table."""
        table = self._chain(struct.unpack_from("<I", self._data, 60)[0])
        return self._chain(self._root), struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def read(self, name: str) -> bytes:
        """The stream's bytes; empty where there is none."""
        start, size = self.entries.get(name, (0, 0))
        if size >= struct.unpack_from("<I", self._data, 56)[0]:
            return self._chain(start)[:size]
        holder, table = self._minis
        found: list[bytes] = []
        seen: set[int] = set()
        while (
            start < _END and start not in seen and start < len(table) and len(found) * self._mini_size < size
        ):
            seen.add(start)
            found.append(holder[start * self._mini_size : (start + 1) * self._mini_size])
            start = table[start]
        return b"".join(found)[:size]
