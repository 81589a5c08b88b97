"""Broken forms of a file, each made from a seed: bits flipped, cut off, pieces doubled, zip members swapped or spoilt.

`outcome` reads one as a user would and says what came of it; anything but a notice or a one-line error raises.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import wpkit
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
            members[name] = chance.choice((bits_flipped, cut_off, piece_doubled, piece_left_out))(
                members[name], chance
            )

    return _repacked(data, change)


def void(_: object) -> None:
    return None


ANY: tuple[Mutation, ...] = (bits_flipped, cut_off, piece_doubled, piece_left_out, odd_characters)
OF_ZIPS: tuple[Mutation, ...] = (members_swapped, member_left_out, member_spoilt)


def mutated(data: bytes, seed: str) -> bytes:
    chance = random.Random(seed)
    zipped = data[:2] == b"PK"
    # spoilt members reach the parsers; spoilt bytes of a zip mostly end at its checksums
    kinds = OF_ZIPS * 3 + ANY if zipped else ANY
    return chance.choice(kinds)(data, chance)


def outcome(data: bytes, name: str) -> str:
    """ "notice", or the name of the error. Raises whatever is neither, and AssertionError for an error of many lines."""
    try:
        notice = wpkit.parse(data, name=name, options=LIMITS)
    except wpkit.WpkitError as error:
        if "\n" in str(error):
            raise AssertionError("an error of more than one line") from error
        return type(error).__name__
    wpkit.validate(notice)
    assert wpkit.Notice.model_validate_json(notice.model_dump_json()) == notice
    return "notice"
