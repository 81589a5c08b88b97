"""The style sheet and the lists of a Word 97 file → paragraph properties, and counters for automatic numbers."""

from __future__ import annotations

import struct
from dataclasses import replace

from wpkit.msdoc import Doubt
from wpkit.msdoc.file import LIST_USES, LISTS, STYLES, WordFile, properties
from wpkit.ooxml.numbering import Counters, Level, NumberedList
from wpkit.records import record

_MAX_CHAIN = 32
# Number formats by their number ([MS-OSHARED] 2.2.1.3), named as in .docx files.
_KINDS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal", 8: "hex",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimal", 16: "japaneseLegal",
    17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero",
    23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac", 32: "ideographZodiacTraditional",
    33: "taiwaneseCounting", 34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital",
    37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip


@record(frozen=True)
class Format:
    """What a paragraph's properties say. `list` is 0 for no list; `depth` counts the tables around it."""

    list: int = 0
    level: int = 0
    outline: int | None = None
    centered: bool = False
    in_table: bool = False
    depth: int = 0
    ends_row: bool = False
    ends_inner_cell: bool = False
    ends_inner_row: bool = False


def formatted(base: Format, packed: bytes) -> Format:
    """The format with a packed list of properties applied."""
    out = base
    for code, operand in properties(packed):
        if code == 0x460B:
            out = replace(out, list=struct.unpack("<H", operand)[0])
        elif code == 0x260A:
            out = replace(out, level=min(operand[0], 8))
        elif code == 0x2640:
            out = replace(out, outline=operand[0])
        elif code in (0x2403, 0x2461):
            out = replace(out, centered=operand[0] == 1)
        elif code == 0x2416:
            out = replace(out, in_table=bool(operand[0]))
        elif code == 0x6649:
            out = replace(out, depth=struct.unpack("<i", operand)[0])
        elif code == 0x2417:
            out = replace(out, ends_row=bool(operand[0]))
        elif code == 0x244B:
            out = replace(out, ends_inner_cell=bool(operand[0]))
        elif code == 0x244C:
            out = replace(out, ends_inner_row=bool(operand[0]))
        elif code == 0xC63E and any(operand):
            raise Doubt("numbers of the kind before Word 97")
    return out


class StyleSheet:
    def __init__(self, file: WordFile) -> None:
        packed = file.block(STYLES)
        head = struct.unpack_from("<H", packed, 0)[0]
        count, self._base = struct.unpack_from("<HH", packed, 2)
        self._raw: list[bytes] = []
        at = 2 + head
        for _ in range(count):
            size = struct.unpack_from("<H", packed, at)[0]
            self._raw.append(packed[at + 2 : at + 2 + size])
            at += 2 + size + size % 2
        self._known: dict[int, tuple[Format, bool]] = {}

    def get(self, index: int) -> tuple[Format, bool]:
        """The format of a paragraph style with all it inherits, and whether its text is hidden."""
        if index not in self._known:
            chain: list[int] = []
            step = index
            while step < len(self._raw) and self._raw[step] and step not in chain and len(chain) < _MAX_CHAIN:
                chain.append(step)
                step = struct.unpack_from("<H", self._raw[step], 2)[0] >> 4
            found, hidden = Format(), False
            for step in reversed(chain):
                paragraph, character = self._updates(self._raw[step])
                found = formatted(found, paragraph)
                hidden = flag(character, 0x083C, hidden)
            self._known[index] = found, hidden
        return self._known[index]

    def _updates(self, raw: bytes) -> tuple[bytes, bytes]:
        """The packed paragraph and character properties of one style; none where it is no paragraph style."""
        if struct.unpack_from("<H", raw, 2)[0] & 0xF != 1:
            return b"", b""
        at = self._base
        at += 2 + 2 * struct.unpack_from("<H", raw, at)[0] + 2
        updates = []
        for _ in range(2):
            if at + 2 > len(raw):
                break
            size = struct.unpack_from("<H", raw, at)[0]
            updates.append(raw[at + 2 : at + 2 + size])
            at += 2 + size + size % 2
        paragraph = updates[0][2:] if updates else b""
        return paragraph, updates[1] if len(updates) > 1 else b""


def flag(packed: bytes, code: int, default: bool) -> bool:
    """A toggle of character properties: on, off, or (0x80, 0x81) as in the style or its contrary."""
    for found, operand in properties(packed):
        if found == code:
            value = operand[0]
            default = default if value == 0x80 else not default if value == 0x81 else bool(value)
    return default


def counters(file: WordFile) -> Counters:
    """The file's lists, each named by the number that paragraphs give ("1" for the first)."""
    out = Counters()
    packed = file.block(LISTS)
    if len(packed) < 2:
        return out
    count = struct.unpack_from("<H", packed, 0)[0]
    at = file.after(LISTS)
    for i in range(count):
        ident = struct.unpack_from("<i", packed, 2 + 28 * i)[0]
        simple = packed[2 + 28 * i + 26] & 1
        levels: dict[int, Level] = {}
        for index in range(1 if simple else 9):
            levels[index], at = _level(file.table, at)
        out.levels[str(ident)] = levels
    _read_uses(file, out)
    return out


def _read_uses(file: WordFile, out: Counters) -> None:
    packed = file.block(LIST_USES)
    if len(packed) < 4:
        return
    count = struct.unpack_from("<I", packed, 0)[0]
    at = 4 + 16 * count
    for i in range(count):
        ident = struct.unpack_from("<i", packed, 4 + 16 * i)[0]
        overrides = packed[4 + 16 * i + 12]
        entry = out.lists[str(i + 1)] = NumberedList(str(ident))
        at += 4
        for _ in range(overrides):
            start, flags = struct.unpack_from("<iI", packed, at)
            at += 8
            if flags & 0x20:
                entry.levels[flags & 0xF], at = _level(packed, at)
            elif flags & 0x10:
                entry.starts[flags & 0xF] = start


def _level(packed: bytes, at: int) -> tuple[Level, int]:
    """A level and the offset behind it."""
    start, kind, flags = struct.unpack_from("<iBB", packed, at)
    places, follow = packed[at + 6 : at + 15], packed[at + 15]
    characters, paragraphs, restart = packed[at + 24], packed[at + 25], packed[at + 26]
    at += 28 + characters + paragraphs
    length = struct.unpack_from("<H", packed, at)[0]
    units = [c for (c,) in struct.iter_unpack("<H", packed[at + 2 : at + 2 + 2 * length])]
    holes = {place - 1 for place in places if place}
    text = "".join(f"%{unit + 1}" if i in holes and unit < 9 else chr(unit) for i, unit in enumerate(units))
    level = Level(
        start=start,
        kind=_KINDS.get(kind, "decimal"),
        text=text,
        suffix={0: "tab", 1: "space"}.get(follow, "nothing"),
        restart=restart if flags & 0x08 else None,
        legal=bool(flags & 0x04),
    )
    return level, at + 2 + 2 * length
