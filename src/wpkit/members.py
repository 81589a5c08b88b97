"""A zip of notices → its members as sources; several documents of one notice → one document.

A member is named "archive.zip/folder/notice.docx"; nothing is unpacked to disk. Zips inside zips are
opened to a depth of `MAX_DEPTH`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from wpkit.archive import Archive
from wpkit.blocks import Block, Document, Line, Table, Where
from wpkit.errors import TooLargeError, UsageError, WpkitError
from wpkit.source import Source

MAX_MEMBERS = 5000
MAX_DEPTH = 2
_PASSED_OVER = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?/)|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")
_UTF8_FLAG = 0x800


def members(source: Source, *, depth: int = 0) -> list[Source]:
    """The files in a zip whose format is known, in the order of their names with numbers by value.

    What systems add (__MACOSX, Thumbs.db, lock files) and files of unknown formats are passed over.
    Raises UnreadableError, EncryptedError or TooLargeError.
    """
    from wpkit.parsers import format_of

    archive = Archive(source)
    found: list[tuple[str, Source]] = []
    for info in archive.infos.values():
        name = _name(info.filename, info.flag_bits)
        if info.is_dir() or not info.file_size or _PASSED_OVER.search(name):
            continue
        member = Source(
            f"{source.name}/{name}", archive.read(info.filename), replace(source.options, format=None)
        )
        try:
            known = format_of(member).name
        except WpkitError:
            continue
        if known == "zip":
            inner = members(member, depth=depth + 1) if depth + 1 < MAX_DEPTH else []
            found += [(i.name, i) for i in inner]
        else:
            found.append((member.name, member))
        if len(found) > MAX_MEMBERS:
            raise TooLargeError(source.name, f"holds more than {MAX_MEMBERS} files", "Unpack it first.")
    return [member for _, member in sorted(found, key=lambda pair: _natural(pair[0]))]


def sources_in(source: Source) -> list[Source]:
    """The members of a zip of files; the source itself where it is no such zip (a .docx is one too)."""
    from wpkit.parsers import format_of

    return members(source) if format_of(source).name == "zip" else [source]


def parse(source: Source) -> Document:
    """The blocks of the one file in a zip. Raises UsageError where there are several or none that can be read."""
    from wpkit.parsers import read_blocks

    found = members(source)
    if not found:
        raise UsageError(source.name, "holds no file that wpkit reads", "See `wpkit formats`.")
    if len(found) > 1:
        raise UsageError(
            source.name,
            f"holds {len(found)} files",
            "Use `wpkit parse --together` if they are one notice, else unpack it for `wpkit batch`.",
        )
    return together([(found[0].name, read_blocks(found[0]))])


def together(documents: Sequence[tuple[str, Document]]) -> Document:
    """Documents of one notice (cover and annexes) as one: places name the member each stands in, the head
    is the first that states a field, the format is that of the first."""
    first = documents[0][1]
    joined = Document(first.format, [], encoding=first.encoding, pages=first.pages)
    for path, document in documents:
        member = PurePosixPath(path).name
        joined.blocks += [_placed(block, member) for block in document.blocks]
        joined.left_out += [
            Line(line.text, line.where._replace(member=member), line.gap) for line in document.left_out
        ]
        joined.findings += [replace(f, place=replace(f.place, member=member)) for f in document.findings]
        for key, value in document.head.items():
            joined.head.setdefault(key, value)
    return joined


def _placed(block: Block, member: str) -> Block:
    if isinstance(block, Table):
        rows = [
            replace(
                row,
                where=_in(row.where, member),
                cells=[replace(c, where=_in(c.where, member)) for c in row.cells],
            )
            for row in block.rows
        ]
        return replace(block, where=_in(block.where, member), rows=rows)
    return replace(block, where=_in(block.where, member))


def _in(where: Where, member: str) -> Where:
    return where._replace(member=member)


def _name(name: str, flags: int) -> str:
    """A member's name as its maker meant it: Chinese programs write GBK where the format says cp437.

    >>> _name("附件.txt".encode("gbk").decode("cp437"), 0)
    '附件.txt'
    """
    if flags & _UTF8_FLAG or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _natural(name: str) -> tuple[tuple[int, int | str], ...]:
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in _DIGITS.split(name) if part)
