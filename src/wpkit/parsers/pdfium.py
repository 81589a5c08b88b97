"""A PDF's pages as `geometry.Page`s, read through pdfium's C interface.

pdfium gives each character's box and each path object's bounds for an eighth of what a content
stream interpreter in Python costs. Coordinates come out as the page is shown: turned pages upright, the
origin in the upper left corner.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import compress, repeat
from math import inf, isfinite
from operator import sub
from typing import Any

import pypdfium2.raw as c

from wpkit.geometry.model import Box, Glyph, Page, Rule
from wpkit.parsers.pdfium_objects import Handle, Objects, handle_of, plain, unseen, written


class Reader:
    """An open PDF. `error` is "password", "damaged" or empty; `count` its pages.

    `unmapped` (characters without a code point), `ocr_layer` (the text is an invisible layer over a
    picture) and `turn` (degrees clockwise from the page as the file shows it to the page as it is read)
    tell of the page read last.
    """

    def __init__(self, data: bytes, password: str | None) -> None:
        self._data = data  # pdfium reads from it until the document is closed
        self._password = password
        self.error, self.count, self.unmapped, self.ocr_layer, self.turn = "", 0, 0, False, 0
        self._document: Any = None

    def __enter__(self) -> Reader:
        password = None if self._password is None else self._password.encode()
        self._document = c.FPDF_LoadMemDocument64(self._data, len(self._data), password)
        if not self._document:
            self.error = "password" if c.FPDF_GetLastError() == c.FPDF_ERR_PASSWORD else "damaged"
        else:
            self.count = c.FPDF_GetPageCount(self._document)
        return self

    def __exit__(self, *_: object) -> None:
        if self._document:
            c.FPDF_CloseDocument(self._document)
            self._document = None

    def page(self, number: int) -> Page | None:
        """The page, counted from 1; None if it cannot be loaded."""
        self.unmapped, self.ocr_layer = 0, False
        page = c.FPDF_LoadPage(self._document, number - 1)
        if not page:
            return None
        try:
            text = c.FPDFText_LoadPage(page)
            if not text:
                return None
            try:
                return self._read(page, text, number)
            finally:
                c.FPDFText_ClosePage(text)
        finally:
            c.FPDF_ClosePage(page)

    def picture(self, number: int) -> Any:
        """The page as it is shown, as a grey Pillow image; None if it cannot be rendered."""
        from wpkit.parsers.pdfium_picture import rendered

        return rendered(self._document, number - 1)

    def _read(self, page: Any, text: Any, number: int) -> Page:
        bounds = c.FS_RECTF()
        c.FPDF_GetPageBoundingBox(page, bounds)
        objects = Objects(page)
        chars = _Characters(text, objects.odd)
        stated = c.FPDFPage_GetRotation(page) * 90
        turn = _page_turn(chars.turns, stated)
        self.turn = (turn - stated) % 360
        frame = (bounds.left, bounds.bottom, bounds.right, bounds.top)
        show = _shower(frame, turn)
        width, height = frame[2] - frame[0], frame[3] - frame[1]
        if turn in (90, 270):
            width, height = height, width
        glyphs, hidden = self._glyphs(chars, show, turn, objects)
        inside = glyphs if chars.are_within(frame) else _inside(glyphs, width, height)
        if len(inside) < len(glyphs):
            kept = set(map(id, inside))
            hidden += [g for g in glyphs if id(g) not in kept and not g.text.isspace()]
        rules = [r for box in objects.rules if _is_on_page(r := Rule(*show(*box)), width, height)]
        pictures = [Rule(*show(*box)) for box in objects.pictures]
        return Page(number, width, height, inside, rules, hidden, pictures=pictures)

    def _glyphs(
        self, chars: _Characters, show: Callable[..., Box], turned: int, objects: Objects
    ) -> tuple[list[Glyph], list[Glyph]]:
        unseen = chars.unseen
        if unseen and len(unseen) > 0.9 * sum(not t.isspace() for t in chars.text) and objects.pictures:
            self.ocr_layer, unseen = True, {}
        upright = turned == 0 and not chars.turns
        if upright and not unseen and chars.are_sound():
            return self._plain_glyphs(chars, show), []
        glyphs: list[Glyph] = []
        hidden: list[Glyph] = []
        new, add = tuple.__new__, glyphs.append
        ox, oy = (-show(0, 0, 0, 0)[0], show(0, 0, 0, 0)[1]) if upright else (0.0, 0.0)
        turn = 0
        for index, (char, (left, top, right, bottom)) in enumerate(
            zip(chars.text, chars.boxes(), strict=True)
        ):
            if char <= " ":
                if char in "\r\n" or (right - left < 0.1 and top - bottom < 1):
                    continue  # made up by pdfium
                if char < " " and char != "\t":
                    char = self._stand_in(char)
            elif char >= "\ufffd":
                char = self._stand_in(char)
            if upright:
                x0, y0, x1, y1 = left - ox, oy - top, right - ox, oy - bottom
            else:
                x0, y0, x1, y1 = show(left, bottom, right, top)
            wide, high = x1 - x0, y1 - y0
            if not (0.5 < high < _LARGEST and -_LARGEST < x0 <= x1 < _LARGEST and -_LARGEST < y0 < _LARGEST):
                if not 0.5 < wide < _LARGEST or not -_LARGEST < y1 < _LARGEST:
                    continue  # too small to be seen, or not a number
                y0, high = y1 - wide, wide  # a font that states no height
            size = wide if char >= "\u2e80" and wide > 0.4 * high else high * 0.9
            if chars.turns:
                turn = (chars.turns.get(index, -turned) + turned) % 360
                if turn in (90, 270):
                    size = high if char >= "\u2e80" else wide * 0.9
            glyph = new(Glyph, (char, x0, y0, x1, y1, size, turn if turn % 90 == 0 else 0))
            if turn % 90 or (unseen and index in unseen and not _is_on(unseen[index], left, top, objects)):
                hidden.append(glyph)
            else:
                add(glyph)
        return glyphs, [g for g in hidden if not g.text.isspace()]

    def _plain_glyphs(self, chars: _Characters, show: Callable[..., Box]) -> list[Glyph]:
        """The glyphs of an unturned page on which all that is printed is seen."""
        text, widths, heights = chars.text[:], chars.widths, chars.heights
        shown = bytearray(b"\1" * len(text))
        for found in _NO_LETTER.finditer("".join(text)):
            index, char = found.start(), found[0]
            if char in "\r\n" or (char <= " " and widths[index] < 0.1 and heights[index] < 1):
                shown[index] = 0  # made up by pdfium
            elif char != " " and char != "\t":
                text[index] = self._stand_in(char)
        ox, oy = -show(0, 0, 0, 0)[0], show(0, 0, 0, 0)[1]
        x0s, x1s = chars.lefts, chars.rights
        if ox:
            x0s, x1s = [x - ox for x in x0s], [x - ox for x in x1s]
        tops, bottoms = [oy - y for y in chars.tops], [oy - y for y in chars.bottoms]
        sizes = [
            wide if char >= "\u2e80" and wide > 0.4 * high else high * 0.9
            for char, wide, high in zip(text, widths, heights, strict=True)
        ]
        for index in [k for k, high in enumerate(heights) if high <= 0.5]:
            wide = widths[index]
            if wide > 0.5:  # a font that states no height
                tops[index] = bottoms[index] - wide
                sizes[index] = wide if text[index] >= "\u2e80" else wide * 0.9
            else:
                shown[index] = 0
        placed = zip(text, x0s, tops, x1s, bottoms, sizes, repeat(0))
        return list(map(tuple.__new__, repeat(Glyph), compress(placed, shown)))

    def _stand_in(self, char: str) -> str:
        """What stands for a character that pdfium has no code point for, or marks in its own way."""
        if char == "\x02":
            return "-"  # a hyphen that it takes for one at a line's end
        if char < " " or char in "\ufffd\ufffe\uffff":
            self.unmapped += 1
            return "\ufffd"
        return char


_LARGEST = 20_000.0  # points: the largest page that PDF allows is 14,400


def _inside(glyphs: list[Glyph], width: float, height: float) -> list[Glyph]:
    """The glyphs that stand on the page."""
    return [g for g in glyphs if g.x1 > -2 and g.x0 < width + 2 and g.bottom > -2 and g.top < height + 2]


def _is_on_page(rule: Rule, width: float, height: float) -> bool:
    return rule.x1 > -9 and rule.x0 < width + 9 and rule.bottom > -9 and rule.top < height + 9


def _is_on(kind: str, x: float, y: float, objects: Objects) -> bool:
    """Whether white text stands on something dark, so that it is seen after all."""
    return kind == "white" and any(
        b[0] - 1 <= x <= b[2] + 1 and b[1] - 1 <= y <= b[3] + 1 for b in [*objects.shades, *objects.pictures]
    )


def _page_turn(turns: dict[int, int], stated: int) -> int:
    """How far the page is to be turned clockwise: so that most of its text stands upright, whatever it states.

    No `turns` means that all text stands upright on the unturned page.
    """
    if not turns:
        return 0
    turn, count = Counter(turns.values()).most_common(1)[0]
    return -turn % 360 if turn % 90 == 0 and count * 2 > len(turns) else stated


def _shower(frame: Box, turn: int) -> Callable[[float, float, float, float], Box]:
    """A function from a box on the page (left, bottom, right, top, upwards) to the box as it is shown."""
    left, bottom, right, top = frame
    if turn == 90:
        return lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
    if turn == 180:
        return lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom)
    if turn == 270:
        return lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0)
    return lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0)


class _Characters:
    """The characters of a text page with their boxes (left, top, right, bottom, upwards).

    `turns` (degrees clockwise as shown on an unturned page) and `unseen` ("invisible", "white") are by
    index, and empty on the ordinary page.
    """

    def __init__(self, text: Any, odd: bool) -> None:
        count = max(c.FPDFText_CountChars(text), 0)
        handle = handle_of(text)
        self.text = self._text(handle, count)
        self._mark_unmapped(handle, count)
        _, flat = written(_loose_box, repeat(handle), range(count), count=count, each=4)
        self.lefts, self.tops, self.rights, self.bottoms = flat[0::4], flat[1::4], flat[2::4], flat[3::4]
        self.widths = list(map(sub, self.rights, self.lefts))
        self.heights = list(map(sub, self.tops, self.bottoms))
        self._extent = (
            min(self.lefts, default=-inf),
            min(self.bottoms, default=-inf),
            max(self.rights, default=inf),
            max(self.tops, default=inf),
        )
        self.turns: dict[int, int] = {}
        self.unseen: dict[int, str] = {}
        if odd:
            self._look_closer(handle)

    def boxes(self) -> Iterator[tuple[float, float, float, float]]:
        """Left, top, right and bottom of each character, upwards."""
        return zip(self.lefts, self.tops, self.rights, self.bottoms, strict=True)

    def are_sound(self) -> bool:
        """Whether every box is as wide and high as a page may be, and none is inside out."""
        return (
            self.are_within((-_LARGEST, -_LARGEST, _LARGEST, _LARGEST))
            and isfinite(sum(self.widths) + sum(self.heights))
            and min(self.widths) >= 0 <= min(self.heights)
        )

    def are_within(self, frame: Box) -> bool:
        """Whether every box stands within the page's own (left, bottom, right, top)."""
        left, bottom, right, top = self._extent
        return left >= frame[0] and bottom >= frame[1] and right <= frame[2] and top <= frame[3]

    def _text(self, handle: Handle, count: int) -> list[str]:
        units = array("H", bytes(2 * count + 2))
        got = _get_text(handle, 0, count, ctypes.byref(ctypes.c_char.from_buffer(units)))
        found = units.tobytes()[: 2 * count].decode("utf-16-le", "surrogatepass")
        if got == count + 1 and len(found) == count and not _SURROGATE.search(found):
            return list(found)
        codes = map(_unicode, repeat(handle), range(count))
        return [chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes]

    def _mark_unmapped(self, handle: Handle, count: int) -> None:
        """Puts U+FFFD for the characters whose font does not say what they are.

        A font says it of all its characters or of none, so that a sample tells whether to ask for each.
        """
        if any(map(_map_error, repeat(handle), range(0, count, 8))):
            for index in range(count):
                if _map_error(handle, index) == 1 and not self.text[index].isspace():
                    self.text[index] = "\ufffd"

    def _look_closer(self, handle: Handle) -> None:
        printed = [index for index, char in enumerate(self.text) if not char.isspace()]
        for index, angle in zip(printed, map(_char_angle, repeat(handle), printed), strict=True):
            turn = round(angle * 57.29578) % 360
            self.turns[index] = round(turn / 90) * 90 % 360 if min(turn % 90, 90 - turn % 90) <= 2 else turn
        owners = list(map(_text_object, repeat(handle), printed))
        addresses = [owner.value for owner in owners]
        known = dict(zip(addresses, owners, strict=True))
        hiding = dict(zip(known, unseen(list(known.values())), strict=True))
        self.unseen = {
            index: how for index, at in zip(printed, addresses, strict=True) if (how := hiding[at])
        }


_NO_LETTER = re.compile("[\\x00-\\x20\ufffd-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_get_text = plain("FPDFText_GetText")
_unicode = plain("FPDFText_GetUnicode", ctypes.c_uint)
_map_error = plain("FPDFText_HasUnicodeMapError")
_loose_box = plain("FPDFText_GetLooseCharBox")
_char_angle = plain("FPDFText_GetCharAngle", ctypes.c_float)
_text_object = plain("FPDFText_GetTextObject", Handle)
