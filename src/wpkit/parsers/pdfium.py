"""A PDF's pages as `geometry.Page`s, read through pdfium's C interface.

pdfium gives each character's box and each path object's bounds for an eighth of what a content
stream interpreter in Python costs. Coordinates come out as the page is shown: turned pages upright, the
origin in the upper left corner.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pypdfium2.raw as c

from wpkit.geometry.model import Box, Glyph, Page, Rule

THIN = 3.2  # points: a path that is thinner than this is a ruling
MAX_OBJECTS = 100_000  # objects on one page that are looked at
MAX_SEGMENTS = 2000  # segments of one path; more is a drawing
MAX_DEPTH = 6  # of forms inside forms
_INVISIBLE_MODES = (3, 7)  # text render modes: invisible, clip only

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Reader:
    """An open PDF. `error` is "password", "damaged" or empty; `count` its pages.

    `unmapped` (characters without a code point) and `ocr_layer` (the text is an invisible layer over a
    picture) tell of the page read last.
    """

    def __init__(self, data: bytes, password: str | None) -> None:
        self._data = data  # pdfium reads from it until the document is closed
        self._password = password
        self.error, self.count, self.unmapped, self.ocr_layer = "", 0, 0, False
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

    def _read(self, page: Any, text: Any, number: int) -> Page:
        bounds = c.FS_RECTF()
        c.FPDF_GetPageBoundingBox(page, bounds)
        objects = _Objects()
        objects.walk(lambda i: c.FPDFPage_GetObject(page, i), c.FPDFPage_CountObjects(page), _UNIT, 0)
        chars = _Characters(text, objects.odd)
        turn = _page_turn(chars.turns, c.FPDFPage_GetRotation(page) * 90)
        frame = (bounds.left, bounds.bottom, bounds.right, bounds.top)
        show = _shower(frame, turn)
        width, height = frame[2] - frame[0], frame[3] - frame[1]
        if turn in (90, 270):
            width, height = height, width
        shades = [Rule(*show(*box)) for box in objects.shades]
        glyphs, hidden = self._glyphs(chars, show, turn, objects)
        inside = [
            g for g in glyphs if g.x1 > -2 and g.x0 < width + 2 and g.bottom > -2 and g.top < height + 2
        ]
        if len(inside) < len(glyphs):
            kept = set(map(id, inside))
            hidden += [g for g in glyphs if id(g) not in kept and not g.text.isspace()]
        return Page(
            number, width, height, inside, [Rule(*show(*box)) for box in objects.rules], hidden, shades
        )

    def _glyphs(
        self, chars: _Characters, show: Callable[..., Box], turned: int, objects: _Objects
    ) -> tuple[list[Glyph], list[Glyph]]:
        glyphs: list[Glyph] = []
        hidden: list[Glyph] = []
        unseen = chars.unseen
        if unseen and len(unseen) > 0.9 * sum(not t.isspace() for t in chars.text) and objects.pictures:
            self.ocr_layer, unseen = True, {}
        turns, unmapped, make = chars.turns, 0, Glyph
        for index, (char, (left, top, right, bottom)) in enumerate(zip(chars.text, chars.boxes, strict=True)):
            if char in "\r\n" or (char == " " and right - left < 0.1 and top - bottom < 1):
                continue
            if char in "\0\ufffd\ufffe\uffff":
                unmapped += 1
                char = "\ufffd"
            elif char == "\x02":
                char = "-"
            x0, y0, x1, y1 = show(left, bottom, right, top)
            wide = x1 - x0
            size = wide if char >= "\u2e80" and wide > 0.4 * (y1 - y0) else (y1 - y0) * 0.9
            turn = 0
            if turns:
                turn = (turns.get(index, -turned) + turned) % 360
                if turn in (90, 270):
                    size = y1 - y0 if char >= "\u2e80" else wide * 0.9
            glyph = make(char, x0, y0, x1, y1, size, turn if turn in (0, 90, 180, 270) else 0)
            if (unseen and index in unseen and not _is_on(unseen[index], left, top, objects)) or turn % 90:
                hidden.append(glyph)
            else:
                glyphs.append(glyph)
        self.unmapped = unmapped
        return glyphs, [g for g in hidden if not g.text.isspace()]


def _is_on(kind: str, x: float, y: float, objects: _Objects) -> bool:
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
        self.text = self._text(text, count)
        rect = c.FS_RECTF()
        at, get = ctypes.byref(rect), c.FPDFText_GetLooseCharBox
        boxes: list[Box] = []
        for index in range(count):
            get(text, index, at)
            boxes.append((rect.left, rect.top, rect.right, rect.bottom))
        self.boxes = boxes
        self.turns: dict[int, int] = {}
        self.unseen: dict[int, str] = {}
        if odd:
            self._look_closer(text)

    def _text(self, text: Any, count: int) -> list[str]:
        buffer = (ctypes.c_ushort * (count + 1))()
        written = c.FPDFText_GetText(text, 0, count, buffer)
        found = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        if (
            written == count + 1
            and not any("\ud800" <= char <= "\udfff" for char in found)
            and len(found) == count
        ):
            return list(found)
        codes = (c.FPDFText_GetUnicode(text, index) for index in range(count))
        return [chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes]

    def _look_closer(self, text: Any) -> None:
        known: dict[int | None, str] = {}
        for index, char in enumerate(self.text):
            if char.isspace():
                continue
            turn = round(c.FPDFText_GetCharAngle(text, index) * 57.29578) % 360
            self.turns[index] = round(turn / 90) * 90 % 360 if min(turn % 90, 90 - turn % 90) <= 2 else turn
            owner = c.FPDFText_GetTextObject(text, index)
            address = ctypes.cast(owner, ctypes.c_void_p).value
            if address not in known:
                known[address] = _unseen(owner)
            if known[address]:
                self.unseen[index] = known[address]


_COLOR = [ctypes.c_uint() for _ in range(4)]


def _fill(handle: Any) -> tuple[int, int, int, int] | None:
    """The fill colour as red, green, blue and opacity."""
    if not c.FPDFPageObj_GetFillColor(handle, *_COLOR):
        return None
    return (_COLOR[0].value, _COLOR[1].value, _COLOR[2].value, _COLOR[3].value)


def _unseen(handle: Any) -> str:
    if not handle:
        return ""
    mode = c.FPDFTextObj_GetTextRenderMode(handle)
    if mode in _INVISIBLE_MODES:
        return "invisible"
    if mode in (0, 4):
        color = _fill(handle)
        if color is not None and color[3] == 0:
            return "invisible"
        if color is not None and min(color[:3]) >= 250:
            return "white"
    return ""


class _Objects:
    """The page's objects but for their text: `rules`, filled areas (`shades`) and pictures as boxes (left,
    bottom, right, top, upwards); `odd` if any text is turned, invisible or white."""

    def __init__(self) -> None:
        self.rules: list[Box] = []
        self.shades: list[Box] = []
        self.pictures: list[Box] = []
        self.odd = False
        self._left = MAX_OBJECTS
        self._bounds = [ctypes.c_float() for _ in range(4)]
        self._matrix = c.FS_MATRIX()

    def walk(self, get: Callable[[int], Any], count: int, matrix: Matrix, depth: int) -> None:
        for index in range(min(count, self._left)):
            handle = get(index)
            kind = c.FPDFPageObj_GetType(handle)
            if kind == c.FPDF_PAGEOBJ_TEXT:
                if not self.odd:
                    self.odd = self._is_odd(handle, matrix)
            elif kind == c.FPDF_PAGEOBJ_PATH:
                self._path(handle, matrix)
            elif kind == c.FPDF_PAGEOBJ_IMAGE:
                box = self._box(handle, matrix)
                (self.rules if _is_thin(box) else self.pictures).append(box)
            elif kind == c.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                inner = _times(self._matrix_of(handle), matrix)

                def member(i: int, form: Any = handle) -> Any:
                    return c.FPDFFormObj_GetObject(form, i)

                self.walk(member, c.FPDFFormObj_CountObjects(handle), inner, depth + 1)
        self._left = max(0, self._left - count)

    def _matrix_of(self, handle: Any) -> Matrix:
        m = self._matrix
        c.FPDFPageObj_GetMatrix(handle, m)
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _is_odd(self, handle: Any, matrix: Matrix) -> bool:
        m = _times(self._matrix_of(handle), matrix)
        # a slant (c alone) is an italic, not a turn
        return abs(m[1]) > 0.02 * abs(m[0]) or m[0] < 0 or bool(_unseen(handle))

    def _box(self, handle: Any, matrix: Matrix) -> Box:
        bounds = self._bounds
        c.FPDFPageObj_GetBounds(handle, *bounds)
        box = (bounds[0].value, bounds[1].value, bounds[2].value, bounds[3].value)
        return box if matrix is _UNIT else _moved(box, matrix)

    def _path(self, handle: Any, matrix: Matrix) -> None:
        box = self._box(handle, matrix)
        if _is_thin(box):
            self.rules.append(box)
            return
        if min(box[2] - box[0], box[3] - box[1]) <= THIN:
            return  # a dot
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        c.FPDFPath_GetDrawMode(handle, fill, stroke)
        if not fill.value and not stroke.value:
            return
        count = c.FPDFPath_CountSegments(handle)
        if not 0 < count <= MAX_SEGMENTS:
            return
        self._segments(handle, count, _times(self._matrix_of(handle), matrix), bool(stroke.value))
        if fill.value and count <= 6:
            color = _fill(handle)
            if color is not None and color[3] > 0 and min(color[:3]) < 250:
                self.shades.append(box)

    def _segments(self, handle: Any, count: int, matrix: Matrix, stroked: bool) -> None:
        """The straight upright and level sides of a path, drawn ones and those of thin filled boxes."""
        x, y = ctypes.c_float(), ctypes.c_float()
        runs: list[list[tuple[float, float]]] = []
        for index in range(count):
            segment = c.FPDFPath_GetPathSegment(handle, index)
            c.FPDFPathSegment_GetPoint(segment, x, y)
            kind = c.FPDFPathSegment_GetType(segment)
            point = _point(x.value, y.value, matrix)
            if kind == c.FPDF_SEGMENT_MOVETO or not runs:
                runs.append([point])
            elif kind == c.FPDF_SEGMENT_LINETO:
                runs[-1].append(point)
                if c.FPDFPathSegment_GetClose(segment):
                    runs[-1].append(runs[-1][0])
            else:
                runs.append([point])  # a curve: its end begins anew
        for run in runs:
            if len(run) < 2:
                continue
            xs, ys = [p[0] for p in run], [p[1] for p in run]
            box = (min(xs), min(ys), max(xs), max(ys))
            if _is_thin(box):
                self.rules.append(box)
            elif stroked:
                for (x0, y0), (x1, y1) in pairwise(run):
                    if abs(x0 - x1) < 0.6 or abs(y0 - y1) < 0.6:
                        self.rules.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _is_thin(box: Box) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    return min(wide, high) <= THIN and max(wide, high) > 1.5 * min(wide, high)


def _point(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def _moved(box: Box, m: Matrix) -> Box:
    corners = [_point(x, y, m) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first`, then `then`."""
    if then is _UNIT:
        return first
    a, b, cc, d, e, f = first
    return (
        a * then[0] + b * then[2],
        a * then[1] + b * then[3],
        cc * then[0] + d * then[2],
        cc * then[1] + d * then[3],
        e * then[0] + f * then[2] + then[4],
        e * then[1] + f * then[3] + then[5],
    )
