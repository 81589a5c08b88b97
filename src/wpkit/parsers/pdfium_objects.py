"""What stands on a PDF page beside its text: rulings, filled areas and pictures; and how text is painted.

Boxes are (left, bottom, right, top) in the page's own coordinates, upwards.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, repeat
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


class Handle(ctypes.c_void_p):
    """The address of something that pdfium holds; false where there is nothing."""


def plain(name: str, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """A function of pdfium that takes handles, whole numbers and references to buffers as they are.

    A page has a thousand characters, and checking the kind of each argument costs as much as the call.
    """
    made = ctypes.PYFUNCTYPE(result)(ctypes.cast(getattr(c, name), ctypes.c_void_p).value or 0)
    made.argtypes = None  # type: ignore[assignment]
    return made


def handle_of(pointer: Any) -> Handle:
    return ctypes.cast(pointer, Handle)


def written(
    call: Callable[..., int],
    *arguments: Iterable[Any],
    count: int,
    pointers: int = 1,
    each: int = 1,
    kind: str = "f",
) -> tuple[list[int], list[Any]]:
    """What `call` gives back for each of `count` sets of arguments, and in one list the numbers that it writes.

    It writes `each` numbers (`kind` "f" or "I") to each of `pointers` that it takes behind the arguments.
    """
    if not count:
        return [], []
    width = 4 * each
    values = array(kind, bytes(width * pointers * count))
    base = ctypes.c_char.from_buffer(values)
    places = (
        map(ctypes.byref, repeat(base), range(width * k, width * pointers * count, width * pointers))
        for k in range(pointers)
    )
    done = list(map(call, *arguments, *places))
    return done, values.tolist()


_page_object = plain("FPDFPage_GetObject", Handle)
_form_object = plain("FPDFFormObj_GetObject", Handle)
_DRAWN = (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM)
_type_of = plain("FPDFPageObj_GetType")
_get_matrix = plain("FPDFPageObj_GetMatrix")
_get_bounds = plain("FPDFPageObj_GetBounds")
_render_mode = plain("FPDFTextObj_GetTextRenderMode")
_fill_color = plain("FPDFPageObj_GetFillColor")
_draw_mode = plain("FPDFPath_GetDrawMode")
_clip_of = plain("FPDFPageObj_GetClipPath", Handle)
_clip_paths = plain("FPDFClipPath_CountPaths")
_clip_segments = plain("FPDFClipPath_CountPathSegments")
_clip_segment = plain("FPDFClipPath_GetPathSegment", Handle)
_form_objects = plain("FPDFFormObj_CountObjects")
_path_segments = plain("FPDFPath_CountSegments")
_path_segment = plain("FPDFPath_GetPathSegment", Handle)
_segment_point = plain("FPDFPathSegment_GetPoint")
_segment_type = plain("FPDFPathSegment_GetType")
_segment_close = plain("FPDFPathSegment_GetClose")


def unseen(texts: list[Handle]) -> list[str]:
    """How each text object hides from the reader: "invisible", "white", "clipped" or not at all (empty)."""
    modes = list(map(_render_mode, texts))
    found = ["invisible" if mode in _INVISIBLE_MODES else "" for mode in modes]
    filled = [k for k, mode in enumerate(modes) if mode in (0, 4)]
    for k, color in zip(filled, _fills([texts[k] for k in filled]), strict=True):
        if color is not None and color[3] == 0:
            found[k] = "invisible"
        elif color is not None and min(color[:3]) >= 250:
            found[k] = "white"
    clips = list(map(_clip_of, texts))
    for k, count in enumerate(map(_clip_paths, clips)):
        if 0 < count < 9 and not found[k] and _is_cut_off(texts[k], clips[k], count):
            found[k] = "clipped"
    return found


def _fills(handles: list[Handle]) -> list[tuple[int, int, int, int] | None]:
    """The fill colour of each as red, green, blue and opacity."""
    done, values = written(_fill_color, handles, count=len(handles), pointers=4, kind="I")
    colors = zip(*[iter(values)] * 4, strict=True)
    return [color if is_known else None for is_known, color in zip(done, colors, strict=True)]


def _boxes(handles: list[Handle]) -> Iterator[Box]:
    _, values = written(_get_bounds, handles, count=len(handles), pointers=4)
    return zip(*[iter(values)] * 4, strict=True)


def _is_cut_off(handle: Handle, clip: Handle, count: int) -> bool:
    """Whether the text lies wholly outside one of its clip paths: spreadsheets print a merged cell's words on each page
    that the cell stands on, and clip them there."""
    done, (left, bottom, right, top) = written(_get_bounds, [handle], count=1, pointers=4)
    if not done[0]:
        return False
    for path in range(count):
        number = min(max(_clip_segments(clip, path), 0), MAX_SEGMENTS)
        segments = map(_clip_segment, repeat(clip), repeat(path), range(number))
        _, points = written(_segment_point, segments, count=number, pointers=2)
        xs, ys = points[0::2], points[1::2]
        if xs and (right <= min(xs) or left >= max(xs) or top <= min(ys) or bottom >= max(ys)):
            return bool(right > left and top > bottom)
    return False


class Objects:
    """The page's objects but for their text: `rules`, filled areas (`shades`) and pictures as boxes (left,
    bottom, right, top, upwards); `odd` if any text is turned, invisible or white."""

    def __init__(self, page: Any) -> None:
        self.rules: list[Box] = []
        self.shades: list[Box] = []
        self.pictures: list[Box] = []
        self.odd = False
        self._left = MAX_OBJECTS
        owner, count = handle_of(page), c.FPDFPage_CountObjects(page)
        self._walk(map(_page_object, repeat(owner), range(count)), count, UNIT, 0)

    def _walk(self, members: Iterator[Handle], count: int, matrix: Matrix, depth: int) -> None:
        handles = list(islice(members, self._left))
        kinds = list(map(_type_of, handles))
        if not self.odd:
            texts = [h for h, kind in zip(handles, kinds, strict=True) if kind == c.FPDF_PAGEOBJ_TEXT]
            self.odd = _is_any_turned(texts, matrix) or any(unseen(texts))
        drawn = [(h, kind) for h, kind in zip(handles, kinds, strict=True) if kind in _DRAWN]
        for (handle, kind), box in zip(drawn, _boxes([h for h, _ in drawn]), strict=True):
            if kind == c.FPDF_PAGEOBJ_FORM:
                self._form(handle, matrix, depth)
                continue
            shown = box if matrix is UNIT else _moved(box, matrix)
            if is_thin(shown):
                self.rules.append(shown)
            elif kind == c.FPDF_PAGEOBJ_IMAGE:
                self.pictures.append(shown)
            elif min(shown[2] - shown[0], shown[3] - shown[1]) > THIN:  # no dot
                self._path(handle, shown, matrix)
        self._left = max(0, self._left - count)

    def _form(self, handle: Handle, matrix: Matrix, depth: int) -> None:
        if depth < MAX_DEPTH:
            count = _form_objects(handle)
            members = map(_form_object, repeat(handle), map(ctypes.c_ulong, range(count)))
            self._walk(members, count, _times(_matrix_of(handle), matrix), depth + 1)

    def _path(self, handle: Handle, box: Box, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        _draw_mode(handle, ctypes.byref(fill), ctypes.byref(stroke))
        if not fill.value and not stroke.value:
            return
        count = _path_segments(handle)
        if not 0 < count <= MAX_SEGMENTS:
            return
        runs = _runs(handle, count, _times(_matrix_of(handle), matrix))
        self.rules += rules_of(runs, stroked=bool(stroke.value))
        if fill.value and count <= 6:
            color = _fills([handle])[0]
            if color and color[3] and min(color[:3]) < 250 and len(self.shades) < MAX_SHADES:
                self.shades.append(box)


def _runs(path: Handle, count: int, matrix: Matrix) -> list[Run]:
    """The corners of the straight strokes of a path, as they follow each other."""
    segments = list(map(_path_segment, repeat(path), range(count)))
    _, points = written(_segment_point, segments, count=count, pointers=2)
    runs: list[Run] = []
    for x, y, kind, closes in zip(
        points[0::2], points[1::2], map(_segment_type, segments), map(_segment_close, segments), strict=True
    ):
        point = _point(x, y, matrix)
        if kind == c.FPDF_SEGMENT_LINETO and runs:
            runs[-1].append(point)
            if closes:
                runs[-1].append(runs[-1][0])
        else:
            runs.append([point])  # after a curve, its end begins anew
    return runs


def _matrix_of(handle: Handle) -> Matrix:
    _, (a, b, cc, d, e, f) = written(_get_matrix, [handle], count=1, each=6)
    return (a, b, cc, d, e, f)


def _is_any_turned(texts: list[Handle], matrix: Matrix) -> bool:
    _, values = written(_get_matrix, texts, count=len(texts), each=6)
    along, across = values[0::6], values[1::6]
    if matrix is not UNIT:
        a, b, cc, d = matrix[:4]
        pairs = list(zip(along, across, strict=True))
        along, across = [x * a + y * cc for x, y in pairs], [x * b + y * d for x, y in pairs]
    # a slant alone is an italic, not a turn
    return min(along, default=0) < 0 or (
        any(across) and any(abs(y) > 0.02 * abs(x) for x, y in zip(along, across, strict=True))
    )


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
