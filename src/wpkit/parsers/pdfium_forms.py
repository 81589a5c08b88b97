"""How often a PDF's forms are drawn, counted before pdfium draws them: it follows forms in forms without a limit.

Twenty forms that each draw the next one twice are a million drawings in four kilobytes. The streams of a PDF are
always objects of their own, so that the forms are found in the bytes without a reader.
"""

from __future__ import annotations

import re
import zlib

# Forms drawn inside forms; a page of a real file has a few.
MAX_DRAWN = 200_000
_MOST_BYTES = 4 << 20  # of one form's content that are looked at
_DICTIONARY = 16_384
_STREAM = re.compile(rb"\bstream\r?\n")
_OBJECT = re.compile(rb"\b(\d{1,10})[ \r\n\t]+\d{1,5}[ \r\n\t]+obj\b")
_FORM = re.compile(rb"/Subtype\s{0,9}/Form\b")
_DO = re.compile(rb"/([^\s/<>\[\](){}%]{1,127})\s{1,9}Do\b")
_NAMED = re.compile(rb"/([^\s/<>\[\](){}%]{1,127})\s{1,9}(\d{1,10})\s{1,9}\d{1,5}\s{1,9}R\b")
_INDIRECT = re.compile(rb"/(?:Resources|XObject)\s{0,9}(\d{1,10})\s{1,9}\d{1,5}\s{1,9}R\b")


def draws_too_much(data: bytes) -> bool:
    """Whether a form draws itself, or forms draw more forms than any page needs."""
    if b"/Form" not in data:
        return False
    objects = {int(found[1]): found.end() for found in _OBJECT.finditer(data)}
    forms = {}
    for number, start in objects.items():
        dictionary = _dictionary(data, start)
        if _FORM.search(dictionary):
            forms[number] = (dictionary, start)
    uses = {number: _uses(data, objects, *form) for number, form in forms.items()}
    drawn: dict[int, int] = {}
    return any(_count(number, uses, drawn) > MAX_DRAWN for number in forms)


def _dictionary(data: bytes, start: int) -> bytes:
    """What stands between an object's beginning and its stream or end."""
    piece = data[start : start + _DICTIONARY]
    stream, end = _STREAM.search(piece), piece.find(b"endobj")
    stop = stream.start() if stream else len(piece)
    return piece[: min(stop, end) if end >= 0 else stop]


def _uses(data: bytes, objects: dict[int, int], dictionary: bytes, start: int) -> dict[int, int]:
    """The objects that a form draws by name, and how often."""
    names = _names(data, objects, dictionary)
    uses: dict[int, int] = {}
    for name in _DO.findall(_content(data, start, dictionary)) if names else ():
        if name in names:
            uses[names[name]] = uses.get(names[name], 0) + 1
    return uses


def _names(data: bytes, objects: dict[int, int], dictionary: bytes) -> dict[bytes, int]:
    """The numbers of the objects that a form's resources name, also where those are objects of their own."""
    words = dictionary
    for _ in range(2):  # the resources, and the drawn objects in them
        more = [int(n) for n in _INDIRECT.findall(words)]
        words += b" ".join(_dictionary(data, objects[n]) for n in more[:8] if n in objects)
    return {name: int(number) for name, number in _NAMED.findall(words)}


def _content(data: bytes, start: int, dictionary: bytes) -> bytes:
    stream = _STREAM.search(data, start + len(dictionary))
    if stream is None:
        return b""
    end = data.find(b"endstream", stream.end())
    content = data[stream.end() : end if end >= 0 else None]
    if b"/FlateDecode" not in dictionary and b"/Fl" not in dictionary:
        return content[:_MOST_BYTES]
    try:
        return zlib.decompressobj().decompress(content, _MOST_BYTES)
    except zlib.error:
        return b""


def _count(number: int, uses: dict[int, dict[int, int]], drawn: dict[int, int]) -> int:
    """How many forms are drawn for one; more than the limit where it draws itself. Without recursion."""
    stack, open_ = [number], set[int]()
    while stack:
        top = stack[-1]
        below = uses.get(top, {})
        todo = [n for n in below if n not in drawn and n in uses]
        if top in drawn:
            stack.pop()
        elif not todo:
            drawn[top] = min(1 + sum(drawn.get(n, 0) * times for n, times in below.items()), MAX_DRAWN + 1)
            open_.discard(top)
            stack.pop()
        elif open_.intersection(todo) or top in todo:
            drawn[top] = MAX_DRAWN + 1
            return drawn[top]
        else:
            open_.add(top)
            stack += todo
    return drawn[number]
