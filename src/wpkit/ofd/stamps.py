"""What lies over an OFD page beside its content: annotations, and the seals of its signatures (GB/T 38540).

Nothing here is text of the notice: it is for showing the page as viewers do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from wpkit.errors import WpkitError
from wpkit.ofd.document import Sheet, document_of, sheets
from wpkit.ofd.package import Element, Package, child, children, is_true, numbers, words
from wpkit.records import record
from wpkit.source import Source

Area = tuple[float, ...]
MOST = 200  # seals in one file
# The kinds of picture that a seal may hold, as it names them.
_KINDS = (b"png", b"jpg", b"jpeg", b"bmp", b"gif", b"ofd", b"PNG", b"JPG", b"JPEG", b"BMP", b"GIF", b"OFD")


@record(frozen=True)
class Stamp:
    """A seal's picture in its box (x, y, width, height) on a page, in millimetres: bytes, or a page of a package of
    its own. `clip` is the part of the box that is shown, from the box's corner."""

    box: Area
    clip: Area | None
    picture: bytes = b""
    package: Package | None = None
    sheet: Sheet | None = None


def appearances(package: Package, sheet: Sheet) -> Iterator[Element]:
    """What a page's annotations show, each an element with objects."""
    document = package.tree(sheet.document) if sheet.document else None
    part = package.find(sheet.document, words(child(document, "Annotations")))
    listed = None if part is None else package.tree(part)
    for page in children(listed, "Page"):
        if page.get("PageID", "").strip() != sheet.id:
            continue
        file = package.find(part or "", words(child(page, "FileLoc")))
        for annotation in children(None if file is None else package.tree(file), "Annot"):
            shown = child(annotation, "Appearance")
            if shown is not None and is_true(annotation.get("Visible"), True):
                yield shown


def stamps_of(package: Package) -> dict[tuple[str, str], list[Stamp]]:
    """The seals by document part and page ID; one that cannot be read is left out."""
    found: dict[tuple[str, str], list[Stamp]] = defaultdict(list)
    count = 0
    for body in children(package.tree(package.entry), "DocBody"):
        document = document_of(package, body)
        part = package.find(package.entry, words(child(body, "Signatures")))
        for signature in children(None if part is None else package.tree(part), "Signature"):
            file = package.find(part or "", signature.get("BaseLoc"))
            root = None if file is None else package.tree(file)
            signed = child(root, "SignedInfo")
            places = [
                (annotation.get("PageRef", "").strip(), box, numbers(annotation.get("Clip"), 4))
                for annotation in children(signed, "StampAnnot")
                if (box := numbers(annotation.get("Boundary"), 4)) is not None
            ]
            count += 1
            if not places or document is None or count > MOST:
                continue
            locations = [words(child(child(signed, "Seal"), "BaseLoc")), words(child(root, "SignedValue"))]
            seal = next(filter(None, (_seal(package, file or "", place) for place in locations)), None)
            if seal is None:
                continue
            for page, box, clip in places:
                found[document, page].append(_stamp(package, seal, box, clip))
    return dict(found)


def _seal(package: Package, base: str, location: str | None) -> tuple[bytes, bytes] | None:
    part = package.find(base, location)
    try:
        return None if part is None else picture_in(package.read(part))
    except WpkitError:
        return None


def picture_in(data: bytes) -> tuple[bytes, bytes] | None:
    """The first picture in a seal (DER): its kind in lower case, and its bytes.

    A seal holds its picture as a name of its kind (IA5String) with the bytes (OCTET STRING) behind it.

    >>> picture_in(b"\\x30\\x0b\\x16\\x03png\\x04\\x04abcd")
    (b'png', b'abcd')
    """
    best: tuple[int, bytes, int, int] | None = None
    for kind in _KINDS:
        head = bytes((0x16, len(kind))) + kind + b"\x04"
        at = data.find(head)
        while at >= 0:
            start, length = _length(data, at + len(head))
            if 0 < length <= len(data) - start and (best is None or at < best[0]):
                best = (at, kind.lower(), start, length)
                break
            at = data.find(head, at + 1)
    return None if best is None else (best[1], data[best[2] : best[2] + best[3]])


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Where a DER value begins and how long it is."""
    first = data[at] if at < len(data) else 0
    if first < 0x80:
        return at + 1, first
    count = first & 0x7F
    return at + 1 + count, int.from_bytes(data[at + 1 : at + 1 + count], "big") if count <= 4 else 0


def _stamp(package: Package, seal: tuple[bytes, bytes], box: Area, clip: Area | None) -> Stamp:
    kind, data = seal
    if kind != b"ofd":
        return Stamp(box, clip, data)
    try:
        inner = Package(Source(package.source.name, data, package.source.options))
        return Stamp(box, clip, package=inner, sheet=next(sheets(inner), None))
    except WpkitError:
        return Stamp(box, clip)
