"""An office file's bytes → its parts as XML trees, and which part is which."""

from __future__ import annotations

import posixpath
from typing import Any

from wpkit.archive import Archive
from wpkit.errors import FormatError, UnreadableError
from wpkit.source import Source

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_RELATED = "/officeDocument/2006/relationships"
# ISO "strict" files use other names for the same vocabulary.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        f"http://schemas.openxmlformats.org{_RELATED}".encode(),
    ),
)

Element = Any


def parse_xml(source: Source, name: str, data: bytes) -> Element:
    """The tree of a part. No entity is resolved and nothing is fetched.

    Raises UnreadableError for XML that is broken, nested too deeply or declares a document type.
    """
    from lxml import etree

    if b"purl.oclc.org/ooxml" in data[:8192]:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise UnreadableError(source.name, f"part {name} is broken XML", "Save the file again.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(source.name, f"part {name} declares a document type", "Save the file again.")
    return root


class Package:
    """The parts of one Word or Excel file; `usual` is the main part's usual name. Raises FormatError where
    there is no main part."""

    def __init__(self, source: Source, usual: str = "word/document.xml") -> None:
        self.source = source
        self._usual = usual
        self.archive = Archive(source)
        self.main = self._main_part()
        self.related = self._relations(self.main)

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        """(kind, target, id) of each relation of a part; kind is the last word of its type."""
        folder, base = posixpath.split(part)
        data = self.archive.get(posixpath.join(folder, "_rels", base + ".rels"))
        if data is None:
            return []
        found = []
        for rel in parse_xml(self.source, base + ".rels", data).iter(_REL):
            if rel.get("TargetMode") == "External":
                continue
            target = rel.get("Target", "")
            target = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            found.append((rel.get("Type", "").rsplit("/", 1)[-1], target, rel.get("Id", "")))
        return found

    def _main_part(self) -> str:
        for kind, target, _ in self._relations(""):
            if kind == "officeDocument" and target in self.archive:
                return target
        if self._usual in self.archive:
            return self._usual
        raise FormatError(self.source.name, f"holds no {self._usual}", "Open it and save it again.")

    def root(self) -> Element:
        return parse_xml(self.source, self.main, self.archive.read(self.main))

    def parts(self, kind: str) -> list[Element]:
        """The trees of the parts related as `kind` (styles, numbering, header, …), in the package's order."""
        return [
            parse_xml(self.source, target, self.archive.read(target))
            for found, target, _ in self.related
            if found == kind and target in self.archive
        ]

    def part(self, kind: str) -> Element | None:
        trees = self.parts(kind)
        return trees[0] if trees else None


def value(node: Element, tag: str, attribute: str = "val") -> str | None:
    """An attribute of a child, e.g. `<w:jc w:val="center"/>`; None where the child is absent."""
    child = node.find(W + tag)
    return None if child is None else child.get(W + attribute)


def is_on(node: Element | None, tag: str) -> bool | None:
    """Whether a toggle child is on; None where it is absent."""
    child = None if node is None else node.find(W + tag)
    if child is None:
        return None
    return child.get(W + "val", "1") not in ("0", "false", "off", "none")


def integer(text: str | None) -> int | None:
    try:
        return None if text is None else int(text)
    except ValueError:
        return None
