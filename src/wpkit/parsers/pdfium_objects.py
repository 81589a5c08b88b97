"""What stands on a PDF page beside its text: rulings, filled areas and pictures; and how text is painted.

Boxes are (left, bottom, right, top) in the page's own coordinates, upwards.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as c

from wpkit.geometry.model import Box
from wpkit.geometry.paths import THIN, Run, is_thin, rules_of

MAX_OBJECTS = 100_000  # objects on one page that are looked at
MAX_SEGMENTS = 2000  # segments of one path; more is a drawing
MAX_SHADES = 2000  # filled areas that are kept
MAX_DEPTH = 6  # of forms inside forms
_INVISIBLE_MODES = (3, 7)  # text render modes: invisible, clip only

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def plain(name: str, *arguments: type, result: type = ctypes.c_int) -> Callable[..., int]:
    """A function of pdfium that takes plain addresses: wrapping each pointer costs as much as the call."""
    address = ctypes.cast(getattr(c, name), ctypes.c_void_p).value or 0
    made: Callable[..., int] = ctypes.CFUNCTYPE(result, *arguments)(address)
    return made


_type_of = plain("FPDFPageObj_GetType", ctypes.c_void_p)
_get_matrix = plain("FPDFPageObj_GetMatrix", ctypes.c_void_p, ctypes.c_void_p)
_render_mode = plain("FPDFTextObj_GetTextRenderMode", ctypes.c_void_p)
_fill_color = plain("FPDFPageObj_GetFillColor", *[ctypes.c_void_p] * 5)
_get_bounds = plain("FPDFPageObj_GetBounds", *[ctypes.c_void_p] * 5)

_clip_of = plain("FPDFPageObj_GetClipPath", ctypes.c_void_p, result=ctypes.c_void_p)
_clip_paths = plain("FPDFClipPath_CountPaths", ctypes.c_void_p)

_COLOR = (ctypes.c_uint * 4)()
_COLORS = [ctypes.addressof(_COLOR) + 4 * k for k in range(4)]


def _fill(handle: Any) -> tuple[int, int, int, int] | None:
    """The fill colour as red, green, blue and opacity."""
    if not _fill_color(handle, *_COLORS):
        return None
    red, green, blue, opacity = _COLOR
    return (red, green, blue, opacity)


def unseen(handle: Any) -> str:
    if not handle:
        return ""
    mode = _render_mode(handle)
    if mode in _INVISIBLE_MODES:
        return "invisible"
    if mode in (0, 4):
        color = _fill(handle)
        if color is not None and color[3] == 0:
            return "invisible"
        if color is not None and min(color[:3]) >= 250:
            return "white"
    clip = _clip_of(handle)
    return "clipped" if clip and 0 < (count := _clip_paths(clip)) < 9 and _is_cut_off(handle, count) else ""


def _is_cut_off(handle: Any, count: int) -> bool:
    """Whether the text lies wholly outside one of its clip paths: spreadsheets print a merged cell's words on each page
    that the cell stands on, and clip them there."""
    bounds = [ctypes.c_float() for _ in range(4)]
    if not c.FPDFPageObj_GetBounds(handle, *bounds):
        return False
    left, bottom, right, top = (bound.value for bound in bounds)
    clip = c.FPDFPageObj_GetClipPath(handle)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(count):
        xs, ys = [], []
        for index in range(min(max(c.FPDFClipPath_CountPathSegments(clip, path), 0), MAX_SEGMENTS)):
            c.FPDFPathSegment_GetPoint(c.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs and (right <= min(xs) or left >= max(xs) or top <= min(ys) or bottom >= max(ys)):
            return right > left and top > bottom
    return False


class Objects:
    """The page's objects but for their text: `rules`, filled areas (`shades`) and pictures as boxes (left,
    bottom, right, top, upwards); `odd` if any text is turned, invisible or white."""

    def __init__(self) -> None:
        self.rules: list[Box] = []
        self.shades: list[Box] = []
        self.pictures: list[Box] = []
        self.odd = False
        self._left = MAX_OBJECTS
        self._bounds = (ctypes.c_float * 4)()
        self._corners = [ctypes.addressof(self._bounds) + 4 * k for k in range(4)]
        self._matrix = (ctypes.c_float * 6)()
        self._matrix_at = ctypes.addressof(self._matrix)

    def walk(self, get: Callable[[int], Any], count: int, matrix: Matrix, depth: int) -> None:
        for index in range(min(count, self._left)):
            handle = get(index)
            kind = _type_of(handle)
            if kind == c.FPDF_PAGEOBJ_TEXT:
                if not self.odd:
                    self.odd = self._is_odd(handle, matrix)
            elif kind == c.FPDF_PAGEOBJ_PATH:
                self._path(handle, matrix)
            elif kind == c.FPDF_PAGEOBJ_IMAGE:
                box = self._box(handle, matrix)
                (self.rules if is_thin(box) else self.pictures).append(box)
            elif kind == c.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                inner = _times(self._matrix_of(handle), matrix)

                def member(i: int, form: Any = handle) -> Any:
                    return c.FPDFFormObj_GetObject(form, i)

                self.walk(member, c.FPDFFormObj_CountObjects(handle), inner, depth + 1)
        self._left = max(0, self._left - count)

    def _matrix_of(self, handle: Any) -> Matrix:
        _get_matrix(handle, self._matrix_at)
        a, b, cc, d, e, f = self._matrix
        return (a, b, cc, d, e, f)

    def _is_odd(self, handle: Any, matrix: Matrix) -> bool:
        m = _times(self._matrix_of(handle), matrix)
        # a slant (c alone) is an italic, not a turn
        return abs(m[1]) > 0.02 * abs(m[0]) or m[0] < 0 or bool(unseen(handle))

    def _box(self, handle: Any, matrix: Matrix) -> Box:
        _get_bounds(handle, *self._corners)
        left, bottom, right, top = self._bounds
        box = (left, bottom, right, top)
        return box if matrix is UNIT else _moved(box, matrix)

    def _path(self, handle: Any, matrix: Matrix) -> None:
        box = self._box(handle, matrix)
        if is_thin(box):
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
            if color and color[3] and min(color[:3]) < 250 and len(self.shades) < MAX_SHADES:
                self.shades.append(box)

    def _segments(self, handle: Any, count: int, matrix: Matrix, stroked: bool) -> None:
        """The straight upright and level sides of a path, drawn ones and those of thin filled boxes."""
        x, y = ctypes.c_float(), ctypes.c_float()
        runs: list[Run] = []
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
        self.rules += rules_of(runs, stroked=stroked)


def _point(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def _moved(box: Box, m: Matrix) -> Box:
    corners = [_point(x, y, m) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first`, then `then`."""
    if then is UNIT:
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
