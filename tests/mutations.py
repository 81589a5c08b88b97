"""Broken forms of a file, each made from a seed: bits flipped, cut off at every hundredth, pieces doubled, zip members
swapped or spoilt, XML broken.

`outcome` reads one as a user would and says what came of it; anything but a notice or a one-line error raises.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

import wpkit
from wpkit.inputs import Input, read_stream
from wpkit.source import Options

Mutation = Callable[[bytes, random.Random], bytes]
LIMITS = Options(max_bytes=32 * 1024 * 1024, max_pages=60)
ODD = (
    "\ud800",
    "\0",
    "\u202e",
    "\ufeff",
    "\u200b",
    "\f",
    "\x85",
    "\U0002f800",
    "（" * 50,
    "|" * 50,
    "\t" * 50,
)


def bits_flipped(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 4, 32))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: len(data) * chance.randrange(1, 100) // 100]


def cut_at(data: bytes, hundredths: int) -> bytes:
    return data[: len(data) * hundredths // 100]


def piece_doubled(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    end = min(start + chance.choice((1, 64, 4096)), len(data))
    at = chance.randrange(len(data))
    return data[:at] + data[start:end] + data[at:]


def piece_left_out(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice((1, 64, 4096)) :]


def odd_characters(data: bytes, chance: random.Random) -> bytes:
    out = data
    for _ in range(3):
        at = chance.randrange(len(out))
        out = out[:at] + chance.choice(ODD).encode("utf-8", "surrogatepass") + out[at:]
    return out


def _repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The zip with its members changed; the bytes as they are where they are no zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            members = {name: opened.read(name) for name in opened.namelist()}
    except zipfile.BadZipFile:
        return data[::-1]
    change(members)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return buffer.getvalue()


_TAGS = re.compile(rb"<[^<>]*>")
XML_ODD = (
    b"<",
    b"&",
    b"&#0;",
    b"&#xD800;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b'"',
    b"<?x",
    b"&lt;&amp;",
    b"\xff\xfe",
)


def markup_broken(data: bytes, chance: random.Random) -> bytes:
    """A tag left out, doubled, moved or with another's name; an attribute's value changed; a stray mark put in."""
    tags = [found.span() for found in _TAGS.finditer(data)]
    if len(tags) < 2:
        return odd_characters(data, chance)
    (a, b), (c, d) = sorted(chance.sample(tags, 2))
    first, second = data[a:b], data[c:d]
    kind = chance.randrange(7)
    if kind == 0:
        return data[:a] + data[b:]
    if kind == 1:
        return data[:a] + first * chance.choice((2, 50)) + data[b:]
    if kind == 2:
        return data[:a] + second + data[b:c] + first + data[d:]
    if kind == 3:
        return data[:b] + chance.choice(XML_ODD) + data[b:]
    if kind == 4:
        return data[:a] + data[b:c] * 2 + data[c:]
    if kind == 5:
        return data[:a] + data[d:]
    value = chance.choice(
        (b"-1", b"0", b"", b"99999999999", b"1e309", b"NaN", b"\xe4\xb8\x80", b"../../x", b"true")
    )
    changed = re.sub(
        rb'"[^"]*"', lambda found: b'"' + value + b'"' if chance.random() < 0.5 else found[0], first
    )
    return data[:a] + changed + data[b:]


def members_swapped(data: bytes, chance: random.Random) -> bytes:
    def change(members: dict[str, bytes]) -> None:
        first, second = chance.choice(list(members)), chance.choice(list(members))
        members[first], members[second] = members[second], members[first]

    return _repacked(data, change)


def member_left_out(data: bytes, chance: random.Random) -> bytes:
    return _repacked(data, lambda members: void(members.pop(chance.choice(list(members)))))


def member_spoilt(data: bytes, chance: random.Random) -> bytes:
    """One member changed inside a zip that is whole: its XML breaks, not the file around it."""

    def change(members: dict[str, bytes]) -> None:
        name = chance.choice([name for name, content in members.items() if content] or list(members))
        if members[name]:
            kinds = (markup_broken, markup_broken, bits_flipped, cut_off, piece_doubled, piece_left_out)
            members[name] = chance.choice(kinds)(members[name], chance)

    return _repacked(data, change)


def void(_: object) -> None:
    return None


ANY: tuple[Mutation, ...] = (bits_flipped, cut_off, piece_doubled, piece_left_out, odd_characters)
OF_MARKUP: tuple[Mutation, ...] = (markup_broken, markup_broken, *ANY)
OF_ZIPS: tuple[Mutation, ...] = (members_swapped, member_left_out, member_spoilt, member_spoilt)


def mutated(data: bytes, seed: str) -> bytes:
    chance = random.Random(seed)
    if data[:2] == b"PK":
        # spoilt members reach the parsers; spoilt bytes of a zip mostly end at its checksums
        return chance.choice(OF_ZIPS * 3 + ANY)(data, chance)
    return chance.choice(OF_MARKUP if data.lstrip()[:1] == b"<" else ANY)(data, chance)


def outcome(data: bytes, name: str, *, thorough: bool = False) -> str:
    """ "notice", or the name of the error. Raises whatever is neither, and AssertionError for an error of many lines.

    `thorough`: the notice is written and held against its source too.
    """
    stream = io.BufferedReader(io.BytesIO(data))  # type: ignore[arg-type]
    try:
        read = list(read_stream(name, stream, LIMITS))
    except wpkit.WpkitError as error:
        read = [Input(name, error=error)]
    for item in read:
        if item.error and "\n" in str(item.error):
            raise AssertionError("an error of more than one line") from item.error
        if item.notice:
            _use(item.notice, data if thorough and len(read) == 1 and data[:1] != b"{" else None, name)
    if any(item.notice for item in read):
        return "notice"
    return type(read[0].error).__name__ if read else "nothing"


def _use(notice: wpkit.Notice, source: bytes | None, name: str) -> None:
    wpkit.validate(notice)
    assert wpkit.Notice.model_validate_json(notice.model_dump_json()) == notice
    if source is not None:
        wpkit.verify(notice, source, name=name, options=LIMITS)
        for format in ("csv", "xlsx", "md", "ics", "html"):
            wpkit.export([notice], format, io.BytesIO())
