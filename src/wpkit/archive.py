"""A zip file → its members, each read within limits on size and ratio.

Word, Excel, OpenDocument and OFD files are zip files, and so are folders of notices sent as one. A
member is never written to disk and its name never becomes a path.
"""

from __future__ import annotations

import io

from wpkit.errors import EncryptedError, TooLargeError, UnreadableError
from wpkit.ole import LOCKED, top_names
from wpkit.source import Source

MAGIC = b"PK\x03\x04"
EMPTY_MAGIC = b"PK\x05\x06"

MAX_MEMBER = 192 * 1024 * 1024
MAX_TOTAL = 768 * 1024 * 1024
MAX_MEMBERS = 20_000
# Word's XML shrinks to a hundredth at most; what shrinks further and is large was made to be unpacked.
MAX_RATIO = 400
RATIO_FROM = 8 * 1024 * 1024


def _broken() -> tuple[type[Exception], ...]:
    """What a damaged zip makes Python raise. zipfile is imported late: most runs never see a zip."""
    import struct
    import zipfile
    import zlib

    return (
        zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OSError, KeyError,
        RuntimeError,
    )  # fmt: skip


def is_zip(data: bytes) -> bool:
    return data[:4] in (MAGIC, EMPTY_MAGIC)


_END, _LONGEST_END = b"PK\x05\x06", 22 + 0xFFFF  # the record that closes a zip, its comment included


def _stated_members(data: bytes) -> int:
    """How many members the end of a zip says that it has (0xFFFF: as many or more); 0 where it says nothing."""
    at = data.rfind(_END, max(0, len(data) - _LONGEST_END))
    return int.from_bytes(data[at + 10 : at + 12], "little") if at >= 0 else 0


def names_in(data: bytes) -> frozenset[str]:
    """The names of a zip's members; empty where the bytes are no zip, its directory is damaged or too long to be read."""
    if not is_zip(data) or _stated_members(data) > MAX_MEMBERS:
        return frozenset()
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return frozenset(opened.namelist()[:MAX_MEMBERS])
    except _broken():
        return frozenset()


def open_document_type(data: bytes) -> str | None:
    """The media type that an OpenDocument zip states ("application/vnd.oasis.opendocument.text"); None for others."""
    if "mimetype" not in names_in(data):
        return None
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened, opened.open("mimetype") as member:
            stated = member.read(200).decode("ascii", "replace").strip()
    except _broken():
        return None
    return stated if "opendocument" in stated else None


class Archive:
    """The members of one zip file. Raises UnreadableError where the directory is damaged, EncryptedError
    for an office file locked with a password, TooLargeError where there are too many members."""

    def __init__(self, source: Source) -> None:
        import zipfile

        self.source = source
        if LOCKED in top_names(source.data):
            raise EncryptedError(source.name, "is locked with a password", "Save it without one first.")
        too_many = TooLargeError(source.name, f"holds more than {MAX_MEMBERS} files", "Unpack it first.")
        if _stated_members(source.data) > MAX_MEMBERS:
            raise too_many
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        except _broken():
            raise UnreadableError(
                source.name, "is damaged or cut off (broken zip)", "Fetch the file again."
            ) from None
        self.infos = {info.filename: info for info in self._zip.infolist()}
        if len(self.infos) > MAX_MEMBERS:
            raise too_many
        self._read = 0

    def __contains__(self, name: str) -> bool:
        return name in self.infos

    def read(self, name: str) -> bytes:
        """The member's bytes. Raises KeyError if there is none, and EncryptedError, TooLargeError or
        UnreadableError with the member named."""
        info = self.infos[name]
        limit = min(MAX_MEMBER, self.source.options.max_bytes)
        if info.flag_bits & 0x1:
            raise EncryptedError(
                self.source.name, f"member {name} is encrypted", "Unpack it with its password first."
            )
        size, packed = info.file_size, max(info.compress_size, 1)
        if size > limit or self._read + size > MAX_TOTAL or (size > RATIO_FROM and size / packed > MAX_RATIO):
            raise TooLargeError(
                self.source.name, f"member {name} unpacks to {size} bytes", "It may be a zip bomb."
            )
        try:
            data = self._zip.read(info)
        except _broken():
            raise UnreadableError(
                self.source.name, f"member {name} is damaged", "Fetch the file again."
            ) from None
        self._read += len(data)
        return data

    def get(self, name: str) -> bytes | None:
        return self.read(name) if name in self.infos else None
