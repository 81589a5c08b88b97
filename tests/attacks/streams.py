"""OLE files whose tables lead in rings, and JSON that no notice is."""

from __future__ import annotations

import struct
from pathlib import Path

from . import Attack
from .sheets import rows_xls

DOC = Path(__file__).resolve().parents[2] / "samples" / "tab-table" / "notice.doc"
HEAD = 512


def doc() -> bytearray:
    return bytearray(DOC.read_bytes())


def xls() -> bytearray:
    return bytearray(rows_xls(50))


def _sector(number: int) -> int:
    return HEAD * (number + 1)


def _put(data: bytearray, at: int, *numbers: int) -> bytes:
    struct.pack_into(f"<{len(numbers)}I", data, at, *numbers)
    return bytes(data)


def _fat(data: bytearray) -> int:
    """Where the first sector of the allocation table stands."""
    return _sector(struct.unpack_from("<I", data, 76)[0])


def ring_of_sectors(data: bytearray) -> bytes:
    """Every sector's next is the one before it."""
    return _put(data, _fat(data), *(max(i - 1, 0) for i in range(128)))


def sector_of_itself(data: bytearray) -> bytes:
    return _put(data, _fat(data), *range(128))


def ring_of_tables(data: bytearray) -> bytes:
    """The list of tables goes on in a sector that names itself as the next."""
    place = len(data)
    data += struct.pack("<128I", *[0] * 127, (place - HEAD) // HEAD)
    _put(data, 68, (place - HEAD) // HEAD)
    return _put(data, 72, 0xFFFFFFF0)


def _directory(data: bytearray) -> int:
    return _sector(struct.unpack_from("<I", data, 48)[0])


def ring_of_entries(data: bytearray) -> bytes:
    """Each entry of the directory has the first as its left, right and child."""
    at = _directory(data)
    for entry in range(4):
        _put(data, at + 128 * entry + 68, 1, 1, 1)
    return bytes(data)


def endless_stream(data: bytearray) -> bytes:
    """Each stream says that it holds four gigabytes."""
    at = _directory(data)
    for entry in range(4):
        _put(data, at + 128 * entry + 120, 0xFFFFFFF0)
    return bytes(data)


def ring_of_minis(data: bytearray) -> bytes:
    """The table of short streams leads in a ring, and every stream is a short one."""
    _put(data, 56, 0x7FFFFFFF)
    first = struct.unpack_from("<I", data, 60)[0]
    if first < 0xFFFFFFFA:
        _put(data, _sector(first), *(max(i - 1, 0) for i in range(128)))
    return bytes(data)


def odd_sector_size(data: bytearray) -> bytes:
    struct.pack_into("<HH", data, 30, 63, 62)
    return bytes(data)


KINDS = {"ring-of-sectors": ring_of_sectors, "sector-of-itself": sector_of_itself, "ring-of-tables": ring_of_tables,
         "ring-of-entries": ring_of_entries, "endless-stream": endless_stream, "ring-of-minis": ring_of_minis,
         "odd-sector-size": odd_sector_size}  # fmt: skip


ATTACKS = (
    *(Attack(f"doc-{name}", "a.doc", lambda change=change: change(doc()), "notice|WpkitError") for name, change in KINDS.items()),
    *(Attack(f"xls-{name}", "a.xls", lambda change=change: change(xls()), "notice|WpkitError") for name, change in KINDS.items()),
    Attack("json-deep", "a.json", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "UnreadableError"),
    Attack("json-endless-number", "a.json", lambda: b'{"schema_version": ' + b"9" * 500_000 + b"}", "UnreadableError"),
    Attack("json-without-end", "a.json", lambda: b'{"a": "' + b"a" * 20_000_000, "UnreadableError"),
    Attack("json-lines-of-nothing", "a.jsonl", lambda: b"{}\n" * 20_000, "UnreadableError"),
)  # fmt: skip
