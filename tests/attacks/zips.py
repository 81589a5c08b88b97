"""Zip files: bombs, names that reach out of the archive, links, members that lie about themselves."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

from . import NOTICE, Attack, filled

MB = 1 << 20
TEXT = NOTICE.encode()


def packed(members: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members:
            made.writestr(name, filled(data), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def bomb(name: str, size: int) -> bytes:
    """A zip with one member of so many blanks, written piece by piece."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
        made.open(name, "w") as member,
    ):
        for _ in range(size // MB):
            member.write(b" " * MB)
    return out.getvalue()


def nested(depth: int, width: int) -> bytes:
    """Zips in zips, `width` in each, with a notice in the innermost."""
    data = packed([("notice.txt", TEXT)])
    for _ in range(depth):
        data = packed((f"{i}.zip", data) for i in range(width))
    return data


def overlapping(count: int, size: int) -> bytes:
    """`count` directory entries that all unpack the same bytes of the file (a small file that fills a disk)."""
    body = (TEXT * (size // len(TEXT) + 1))[:size]
    squeezed = zlib.compress(body, 9)[2:-4]
    crc = zlib.crc32(body)
    name = b"0000.txt"
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(squeezed), size, len(name), 0)
    out = bytearray(local + name + squeezed)
    start = len(out)
    for i in range(count):
        entry = b"%04d.txt" % i
        head = (b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, len(squeezed), size, len(entry), 0, 0, 0, 0, 0, 0)
        out += struct.pack("<4sHHHHHHIIIHHHHHII", *head) + entry
    out += struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(out) - start, start, 0)
    return bytes(out)


def lying(size: int) -> bytes:
    """A member that says it holds 300 bytes and unpacks to `size`."""
    data = bytearray(packed([("notice.txt", b" " * size)]))
    for magic, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        place = data.find(magic) + at
        data[place : place + 4] = struct.pack("<I", 300)
    return bytes(data)


def link() -> bytes:
    """A notice beside a symbolic link that leads to the password file."""
    one = zipfile.ZipInfo("annex.txt")
    one.create_system, one.external_attr = 3, 0o120777 << 16
    return packed([("notice.txt", TEXT), (one, b"../../../../../../etc/passwd")])


def names(*found: str) -> bytes:
    return packed((name, TEXT) for name in found)


def doubled() -> bytes:
    """Two members of one name: the first is no notice."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return packed([("notice.txt", b"\0" * 100), ("notice.txt", TEXT)])


def holding_itself() -> bytes:
    """A zip whose member is the zip's own beginning: what a quine does for one level."""
    first = packed([("notice.txt", TEXT)])
    return packed([("a.zip", first + first), ("b.zip", first[:-10])])


ATTACKS = (
    Attack("zip-bomb-flat", "a.zip", lambda: bomb("notice.txt", 256 * MB), "TooLargeError"),
    Attack("zip-bomb-docx", "a.docx", lambda: bomb("word/document.xml", 256 * MB), "TooLargeError"),
    Attack("zip-bomb-xlsx", "a.xlsx", lambda: bomb("xl/workbook.xml", 256 * MB), "TooLargeError"),
    Attack("zip-bomb-ofd", "a.ofd", lambda: bomb("OFD.xml", 256 * MB), "TooLargeError"),
    Attack("zip-bomb-nested", "a.zip", lambda: nested(6, 10), "UsageError"),
    Attack("zip-of-100000-names", "a.zip", lambda: packed((f"{i}.txt", b"") for i in range(100_000)), "TooLargeError", seconds=1),
    Attack("zip-bomb-overlapping", "a.zip", lambda: overlapping(9999, 2 * MB), "UnreadableError"),
    Attack("zip-that-lies-about-a-size", "a.zip", lambda: lying(64 * MB), "UnreadableError"),
    Attack("zip-of-20001-files", "a.zip", lambda: overlapping(20_001, 100), "TooLargeError"),
    Attack("zip-path-upwards", "a.zip", lambda: names("../../../evil.txt"), "notice"),
    Attack("zip-path-absolute", "a.zip", lambda: names("/tmp/evil.txt"), "notice"),
    Attack("zip-path-of-windows", "a.zip", lambda: names("C:\\Windows\\..\\evil.txt"), "notice"),
    Attack("zip-path-with-nul", "a.zip", lambda: names("a.txt\0.exe", "\u202etxt.exe"), "notice"),
    Attack("zip-symbolic-link", "a.zip", link, "notice"),
    Attack("zip-name-twice", "a.zip", doubled, "notice"),
    Attack("zip-in-itself", "a.zip", holding_itself, "UnreadableError"),
)  # fmt: skip
