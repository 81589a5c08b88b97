"""PDF, OFD and pictures: objects that hold themselves, endless pages, streams that swell, actions."""

from __future__ import annotations

import struct
import zlib

from . import SERVER, Attack
from .markup import ofd, printed
from .zips import MB


def pdf(objects: dict[int, bytes], *, tail: bytes = b"", root: int = 1) -> bytes:
    """A PDF of these objects with its table of places; `tail` goes into the trailer."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, last = len(out), max(objects)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1)
    out += b"".join(
        b"%010d %05d %c \n" % (places.get(n, 0), 0, b"n" if n in places else b"f") for n in range(1, last + 1)
    )
    out += b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (last + 1, root, tail, start)
    return bytes(out)


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WORDS = b"BT /F1 12 Tf 72 700 Td (1. Publish the list. 2022) Tj ET"


def one_page(
    content: bytes,
    resources: bytes = b"/Font<</F1 5 0 R>>",
    *,
    more: dict[int, bytes] | None = None,
    root: bytes = b"",
) -> bytes:
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % resources,
        4: content,
        5: FONT,
    }
    return pdf({**objects, **(more or {})})


def ring_of_pages() -> bytes:
    """A tree of pages whose branches lead back to the root."""
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 9>>",
                3: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9/Parent 2 0 R>>"})  # fmt: skip


def ring_of_parents() -> bytes:
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>",
                3: b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>", 4: stream(WORDS)})  # fmt: skip


def ring_of_outlines() -> bytes:
    return one_page(stream(WORDS), root=b"/Outlines 6 0 R", more={
        6: b"<</Type/Outlines/First 7 0 R/Last 7 0 R>>", 7: b"<</Title(a)/Parent 6 0 R/Next 7 0 R/First 7 0 R>>"})  # fmt: skip


def ring_of_forms() -> bytes:
    """A form that draws itself twice."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>/Font<</F1 5 0 R>>>>"
    return one_page(
        stream(b"/X Do " + WORDS),
        b"/XObject<</X 6 0 R>>/Font<</F1 5 0 R>>",
        more={6: stream(b"/X Do /X Do", form)},
    )


def forms_that_double(levels: int) -> bytes:
    """Forms in forms: 2 to the power of `levels` texts are drawn."""
    more = {}
    for level in range(levels):
        inner = b"/X Do /X Do" if level + 1 < levels else WORDS
        res = (
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</X %d 0 R>>/Font<</F1 5 0 R>>>>"
            % (7 + level)
        )
        more[6 + level] = stream(inner, res)
    return one_page(stream(b"/X Do"), b"/XObject<</X 6 0 R>>/Font<</F1 5 0 R>>", more=more)


def ring_of_tables() -> bytes:
    """A table of places that names itself as the one before."""
    data = one_page(stream(WORDS))
    start = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start)


def ring_of_lengths() -> bytes:
    """A stream whose length is the stream itself, and a name that is its own value."""
    return one_page(b"<</Length 4 0 R>>stream\n%s\nendstream" % WORDS, more={6: b"6 0 R"})


def many_pages(count: int) -> bytes:
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 4: stream(WORDS), 5: FONT}
    kids = b" ".join(b"%d 0 R" % (6 + i) for i in range(count))
    objects[2] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    return pdf(objects | {6 + i: page for i in range(count)})


def said_pages() -> bytes:
    """One page in a tree that says it holds two thousand million."""
    return one_page(stream(WORDS)).replace(b"/Count 1>>", b"/Count 2147483647>>")


def swelling(times: int) -> bytes:
    """A stream of 100 MB of blanks, packed as often as said."""
    data = b" " * (100 * MB) + WORDS
    for _ in range(times):
        data = zlib.compress(data, 9)
    return one_page(stream(data, b"/Filter[" + b"/FlateDecode" * times + b"]"))


def many_glyphs(count: int) -> bytes:
    line = b"BT /F1 1 Tf 10 %d Td (" + b"abcdefghij " * 90 + b") Tj ET\n"
    lines = b"".join(line % (10 + i % 800) for i in range(count // 1000))
    return one_page(stream(zlib.compress(lines), b"/Filter/FlateDecode"))


def many_rules(count: int) -> bytes:
    """A grid of so many rulings under a line of text."""
    lines = b"".join(b"%d %d m %d %d l S\n" % (i % 595, i % 842, i % 595 + 9, i % 842) for i in range(count))
    return one_page(stream(zlib.compress(lines + WORDS), b"/Filter/FlateDecode"))


def nested_arrays() -> bytes:
    return one_page(stream(WORDS), more={6: b"[" * 200_000 + b"]" * 200_000}, root=b"/Names 6 0 R")


def saved_states() -> bytes:
    return one_page(stream(b"q " * 500_000 + WORDS))


def acting() -> bytes:
    """Scripts and actions on opening, an address to call, a program to start, a file inside."""
    server = SERVER.encode()
    return one_page(
        stream(WORDS),
        root=b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('%s'\\))/Next<</S/Launch/F(/bin/sh)>>>>"
        b"/AA<</WC<</S/URI/URI(%s)>>>>/Names<</EmbeddedFiles<</Names[(a)<</F(../../a.sh)/EF<</F 6 0 R>>>>]>>>>"
        % (server, server),
        more={6: stream(b"#!/bin/sh\ntouch /tmp/evil")},
    )


def huge_page() -> bytes:
    return one_page(stream(WORDS)).replace(b"[0 0 595 842]", b"[0 0 9e9 9e9]")


def png(width: int, height: int) -> bytes:
    """A picture of one colour that takes gigabytes when it is unpacked."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


# OFD -----------------------------------------------------------------------------------------------
def ring_of_units() -> bytes:
    """A composite object that draws itself twice."""
    draw = '<CompositeObject ResourceID="7" Boundary="0 0 9 9"/>'
    unit = f'<CompositeGraphicUnit ID="7"><Content>{draw * 2}</Content></CompositeGraphicUnit>'
    return ofd(printed() + draw, res=f"<Res><CompositeGraphicUnits>{unit}</CompositeGraphicUnits></Res>")


def units_that_double() -> bytes:
    units = ""
    for i in range(7, 14):
        inner = f'<CompositeObject ResourceID="{i + 1}"/>' * 20
        units += f'<CompositeGraphicUnit ID="{i}"><Content>{inner}</Content></CompositeGraphicUnit>'
    res = f"<Res><CompositeGraphicUnits>{units}</CompositeGraphicUnits></Res>"
    return ofd(printed() + '<CompositeObject ResourceID="7"/>', res=res)


def ring_of_params() -> bytes:
    params = "".join(f'<DrawParam ID="{i}" Relative="{(i + 1) % 40}"/>' for i in range(40))
    return ofd(
        printed().replace("<TextObject", '<TextObject DrawParam="3"'),
        res=f"<Res><DrawParams>{params}</DrawParams></Res>",
    )


def same_page(count: int) -> bytes:
    return ofd(printed(), pages="".join(f'<Page ID="{i}" BaseLoc="P.xml"/>' for i in range(count)))


def repeated_steps() -> bytes:
    return ofd(printed().replace('Y="4"', 'Y="4" DeltaX="g 999999999 4" DeltaY="g 999999999 0"'))


def outward() -> bytes:
    return ofd(
        printed(), pages='<Page ID="1" BaseLoc="../../../../etc/passwd"/><Page ID="2" BaseLoc="P.xml"/>'
    )


ATTACKS = (
    Attack("pdf-ring-of-pages", "a.pdf", ring_of_pages, "UnreadableError"),
    Attack("pdf-ring-of-parents", "a.pdf", ring_of_parents, "notice"),
    Attack("pdf-ring-of-outlines", "a.pdf", ring_of_outlines, "notice"),
    Attack("pdf-ring-of-forms", "a.pdf", ring_of_forms, "TooLargeError"),
    Attack("pdf-forms-that-double", "a.pdf", lambda: forms_that_double(24), "TooLargeError"),
    Attack("pdf-ring-of-tables", "a.pdf", ring_of_tables, "notice"),
    Attack("pdf-ring-of-lengths", "a.pdf", ring_of_lengths, "notice"),
    Attack("pdf-10000-pages", "a.pdf", lambda: many_pages(10_000), "TooLargeError"),
    Attack("pdf-4000-pages", "a.pdf", lambda: many_pages(4000), "notice", seconds=60, megabytes=900),
    Attack("pdf-says-2-thousand-million-pages", "a.pdf", said_pages, "notice"),
    Attack("pdf-stream-of-100-mb", "a.pdf", lambda: swelling(1), "notice", seconds=30, megabytes=900),
    Attack("pdf-stream-packed-twice", "a.pdf", lambda: swelling(2), "notice", seconds=30, megabytes=900),
    Attack("pdf-200000-glyphs", "a.pdf", lambda: many_glyphs(200_000), "NoTasksError", seconds=60, megabytes=2000),
    Attack("pdf-200000-rules", "a.pdf", lambda: many_rules(200_000), "notice", seconds=60, megabytes=900),
    Attack("pdf-nested-arrays", "a.pdf", nested_arrays, "notice"),
    Attack("pdf-saved-states", "a.pdf", saved_states, "notice"),
    Attack("pdf-with-actions", "a.pdf", acting, "notice"),
    Attack("pdf-page-without-end", "a.pdf", huge_page, "notice"),
    Attack("pdf-after-a-megabyte-of-text", "a.pdf", lambda: b"x" * 1000 + one_page(stream(WORDS)), "notice"),
    Attack("picture-of-3-gigapixels", "a.png", lambda: png(60_000, 60_000), "TooLargeError"),
    Attack("ofd-ring-of-units", "a.ofd", ring_of_units, "notice", seconds=20),
    Attack("ofd-units-that-double", "a.ofd", units_that_double, "TooLargeError", seconds=20),
    Attack("ofd-ring-of-params", "a.ofd", ring_of_params, "notice"),
    Attack("ofd-100000-pages", "a.ofd", lambda: same_page(100_000), "TooLargeError"),
    Attack("ofd-one-page-100-times", "a.ofd", lambda: same_page(100), "notice", seconds=60, megabytes=900),
    Attack("ofd-steps-without-end", "a.ofd", repeated_steps, "notice"),
    Attack("ofd-path-upwards", "a.ofd", outward, "notice"),
)  # fmt: skip
