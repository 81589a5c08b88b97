"""A Word 97 file's streams → its text by character position, and the properties that apply to each stretch.

Sources: [MS-DOC] 2.4 (retrieving text and properties), 2.5 (the head), 2.9 (structures).
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator

from wpkit.msdoc import Doubt
from wpkit.ole import Ole
from wpkit.records import record

# Places of pairs (offset, length) in the head's table of pairs.
STYLES, CHARACTER_PAGES, PARAGRAPH_PAGES, ANCHORS, BOXES = 1, 12, 13, 40, 56
PIECES, LISTS, LIST_USES = 33, 73, 74
_PAIRS = 154
_OLDEST = 0x00C1  # Word 97
_MAX_CHARACTERS = 50_000_000
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_DEFINITION, _TABS, _HUGE = 0xD608, 0xC615, frozenset([0x6645, 0x6646])


@record(frozen=True)
class Piece:
    """A stretch of text: characters `start` to `end`, stored from `offset` with `width` bytes each."""

    start: int
    end: int
    offset: int
    width: int


Property = tuple[int, bytes]
_Read = Callable[[bytes, int, int], bytes]


def properties(packed: bytes) -> Iterator[Property]:
    """(code, operand) of each property in a packed list."""
    at = 0
    while at + 2 <= len(packed):
        code = packed[at] | packed[at + 1] << 8
        at += 2
        kind = code >> 13
        if code == _TABLE_DEFINITION:
            length = packed[at] | packed[at + 1] << 8
            at += 2
            size = length - 1
        elif kind == 6:
            size = packed[at]
            at += 1
            if code == _TABS and size == 255:
                raise Doubt("a long list of tab stops")
        else:
            size = _OPERANDS[kind]
        yield code, packed[at : at + size]
        at += size


class WordFile:
    """Raises Doubt, struct.error, IndexError or ValueError where the file is not built as expected."""

    def __init__(self, data: bytes) -> None:
        ole = Ole(data)
        self.main = ole.read("WordDocument")
        ident, version = struct.unpack_from("<HH", self.main, 0)
        if ident != 0xA5EC or version < _OLDEST:
            raise Doubt("not written by Word 97 or later")
        flags = struct.unpack_from("<H", self.main, 10)[0]
        self.table = ole.read("1Table" if flags & 0x0200 else "0Table")
        self._data = ole.read("Data")
        # main text, footnotes, heads and feet, macros, annotations, endnotes, boxes, boxes in heads
        self.lengths: tuple[int, ...] = struct.unpack_from("<8I", self.main, 76)
        self.pieces = self._read_pieces()
        self.units = self._read_text()
        self._paragraphs = self._pages(PARAGRAPH_PAGES, self._paragraph_page)
        self._paragraph_starts = [start for start, _, _ in self._paragraphs]
        self._piece_starts = [piece.start for piece in self.pieces]

    def block(self, index: int) -> bytes:
        """A structure of the table stream by its place in the head."""
        offset, length = struct.unpack_from("<II", self.main, _PAIRS + 8 * index)
        return self.table[offset : offset + length]

    def after(self, index: int) -> int:
        """The offset in the table stream behind a structure."""
        offset, length = struct.unpack_from("<II", self.main, _PAIRS + 8 * index)
        return int(offset + length)

    def _read_pieces(self) -> list[Piece]:
        packed = self.block(PIECES)
        at = 0
        while packed[at] == 1:
            at += 3 + struct.unpack_from("<H", packed, at + 1)[0]
        if packed[at] != 2:
            raise Doubt("no table of pieces")
        size = struct.unpack_from("<I", packed, at + 1)[0]
        plc = packed[at + 5 : at + 5 + size]
        count = (size - 4) // 12
        ends = struct.unpack_from(f"<{count + 1}I", plc, 0)
        pieces = []
        for i in range(count):
            _, offset, modifier = struct.unpack_from("<HIH", plc, 4 * (count + 1) + 8 * i)
            if modifier:
                raise Doubt("saved in a hurry, with changes beside the text")
            narrow = bool(offset & 0x40000000)
            offset &= 0x3FFFFFFF
            pieces.append(Piece(ends[i], ends[i + 1], offset // 2 if narrow else offset, 1 if narrow else 2))
        if ends[-1] > _MAX_CHARACTERS or list(ends) != sorted(ends):
            raise Doubt("pieces out of order")
        return pieces

    def _read_text(self) -> str:
        """The text, one character for each UTF-16 unit."""
        parts = []
        for piece in self.pieces:
            count = piece.end - piece.start
            raw = self.main[piece.offset : piece.offset + count * piece.width]
            if len(raw) != count * piece.width:
                raise Doubt("text is cut off")
            if piece.width == 1:
                parts.append(raw.decode("cp1252", "replace"))
            else:
                units = array("H", raw)
                if struct.pack("=H", 1) != struct.pack("<H", 1):
                    units.byteswap()
                parts.append("".join(map(chr, units)))
        return "".join(parts)

    def _pages(self, index: int, read: _Read) -> list[tuple[int, int, bytes]]:
        """(first offset, end offset, packed properties) of each stretch, in the order of the offsets."""
        plc = self.block(index)
        count = (len(plc) - 4) // 8
        found: list[tuple[int, int, bytes]] = []
        for number in struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)):
            page = self.main[(number & 0x3FFFFF) * 512 :][:512]
            runs = page[511]
            limits = struct.unpack_from(f"<{runs + 1}I", page, 0)
            found += [(limits[i], limits[i + 1], read(page, 4 * (runs + 1), i)) for i in range(runs)]
        return sorted(found, key=lambda stretch: stretch[0])

    def _paragraph_page(self, page: bytes, at: int, index: int) -> bytes:
        offset = page[at + 13 * index] * 2
        if not offset:
            return b"\0\0"
        if page[offset]:
            return page[offset + 1 : offset + page[offset] * 2]
        return page[offset + 2 : offset + 2 + page[offset + 1] * 2]

    @staticmethod
    def _character_page(page: bytes, at: int, index: int) -> bytes:
        offset = page[at + index] * 2
        return page[offset + 1 : offset + 1 + page[offset]] if offset else b""

    def characters(self) -> list[tuple[int, int, bytes]]:
        """(first character, end, packed properties) of each stretch with character properties of its own."""
        found = []
        stored = sorted(self.pieces, key=lambda piece: piece.offset)
        offsets = [piece.offset for piece in stored]
        for start, end, packed in self._pages(CHARACTER_PAGES, self._character_page):
            if not packed:
                continue
            at = max(bisect_right(offsets, start) - 1, 0)
            while at < len(stored) and stored[at].offset < end:
                piece = stored[at]
                at += 1
                size = (piece.end - piece.start) * piece.width
                first, last = max(start, piece.offset), min(end, piece.offset + size)
                if first < last:
                    begin = piece.start + (first - piece.offset) // piece.width
                    found.append((begin, piece.start + -(-(last - piece.offset) // piece.width), packed))
        return found

    def _offset(self, character: int) -> int:
        piece = self.pieces[bisect_right(self._piece_starts, character) - 1]
        return piece.offset + (character - piece.start) * piece.width

    def paragraph(self, last: int) -> tuple[int, bytes, bool]:
        """Style, packed properties of the paragraph that ends with the character `last`, and whether a
        stretch of properties ends right behind it."""
        offset = self._offset(last)
        index = bisect_right(self._paragraph_starts, offset) - 1
        if index < 0 or offset >= self._paragraphs[index][1]:
            raise Doubt("a paragraph without properties")
        _, end, packed = self._paragraphs[index]
        expanded = b"".join(self._expanded(code, operand) for code, operand in properties(packed[2:]))
        return packed[0] | packed[1] << 8, expanded, offset + 2 >= end

    def _expanded(self, code: int, operand: bytes) -> bytes:
        """A property, or the list in the data stream that it points to."""
        if code in _HUGE:
            offset = struct.unpack("<I", operand)[0]
            size = struct.unpack_from("<H", self._data, offset)[0]
            return self._data[offset + 2 : offset + 2 + size]
        size = struct.pack("<H", len(operand) + 1) if code == _TABLE_DEFINITION else bytes([len(operand)])
        return struct.pack("<H", code) + (size if code >> 13 == 6 else b"") + operand
