"""An OLE file (.doc, .xls, .wps of old; locked office files) → the names of what stands at its top level.

Only the directory is read ([MS-CFB] 2.2, 2.6): it tells a Word file that embeds a workbook from a workbook
that embeds a Word file.
"""

from __future__ import annotations

import struct

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
        names = _names(data)
    except (struct.error, IndexError):
        names = frozenset()
    if names:
        return names
    return frozenset(n for n in (WORD, LOCKED, *BOOKS) if n.encode("utf-16-le") + b"\0\0" in data)


def _names(data: bytes) -> frozenset[str]:
    shift = struct.unpack_from("<H", data, 30)[0]
    if not 7 <= shift <= 16:
        return frozenset()
    size = 1 << shift
    entries = b"".join(_chain(data, size, struct.unpack_from("<I", data, 48)[0]))
    count = min(len(entries) // 128, _MAX_ENTRIES)
    todo = [struct.unpack_from("<I", entries, 76)[0]] if count else []
    names, seen = set(), set()
    while todo:
        index = todo.pop()
        if index >= count or index in seen:
            continue
        seen.add(index)
        at = index * 128
        length = min(struct.unpack_from("<H", entries, at + 64)[0], 64)
        names.add(entries[at : at + max(length - 2, 0)].decode("utf-16-le", "replace"))
        todo += struct.unpack_from("<II", entries, at + 68)
    return frozenset(names)


def _chain(data: bytes, size: int, sector: int) -> list[bytes]:
    """The sectors of a chain, by the file allocation table."""
    fat = struct.unpack_from("<109I", data, 76)
    per = size // 4
    found: list[bytes] = []
    seen: set[int] = set()
    while sector < _END and sector not in seen and len(found) * size < _MAX_ENTRIES * 128:
        seen.add(sector)
        found.append(data[(sector + 1) * size : (sector + 2) * size])
        table = fat[sector // per]
        if table >= _END:
            break
        sector = struct.unpack_from("<I", data, (table + 1) * size + sector % per * 4)[0]
    return found
