"""An OFD file's bytes → its parts as XML trees, found however their producer wrote their names.

The standard says that a location is relative to the part that names it, and to the package where it
begins with a slash. Real files mix the two up, write the wrong case, or put all of it in a folder.
Elements are compared by their local names: the standard's name space, an older one, another prefix or
none at all are the same to a reader.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from wpkit.archive import Archive
from wpkit.decoding import decode
from wpkit.errors import EncryptedError, FormatError, UnreadableError
from wpkit.source import Source

ENTRY = "ofd.xml"
# GM/T 0099-2020: the entry for decryption stands beside the encrypted parts, unencrypted itself.
LOCK = "encryptions.xml"

Element = Any
_DECLARATION = re.compile(
    r"""\s*<\?xml\b[^>]{0,200}?(?:encoding\s{0,9}=\s{0,9}["']([\w.-]{1,40})["'])?[^>]{0,200}\?>"""
)


class Package:
    """The parts of one OFD file. `broken` names the parts whose XML was read only in part.

    Raises EncryptedError, and FormatError where there is no entry part.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.archive = Archive(source)
        self.broken: set[str] = set()
        self._exact: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        for member in self.archive.infos:
            name = _normal(_spelled(member, self.archive.infos[member].flag_bits))
            if name:
                self._exact.setdefault(name, member)
                self._folded.setdefault(name.casefold(), member)
        found = [n for n in self._exact if posixpath.basename(n).casefold() == ENTRY]
        if any(posixpath.basename(n) == LOCK for n in self._folded):
            raise EncryptedError(source.name, "is encrypted", "Save it without a password first.")
        if not found:
            raise FormatError(source.name, "holds no OFD document (OFD.xml)", "Save it again, or as PDF.")
        self.entry = min(found, key=lambda n: (n.count("/"), n))
        self.root = posixpath.dirname(self.entry)

    def find(self, base: str, location: str | None) -> str | None:
        """The normal name of the part at `location`, as part `base` writes it; None if there is none."""
        location = (location or "").strip().replace("\\", "/")
        if not location:
            return None
        folders = [self.root, posixpath.dirname(base), ""]
        if not location.startswith("/"):
            folders = [posixpath.dirname(base), self.root, ""]
        for folder in folders:
            name = _normal(posixpath.join(folder, location.lstrip("/")))
            if name in self._exact:
                return name
            if name.casefold() in self._folded:
                return name.casefold()
        return None

    def read(self, name: str) -> bytes:
        """The bytes of a part by its normal name. Raises what `Archive.read` does."""
        return self.archive.read(self._exact.get(name) or self._folded[name.casefold()])

    def tree(self, name: str) -> Element | None:
        """The root element of a part; None where it is no XML at all.

        No entity is resolved and nothing is fetched. Raises what `Archive.read` does.
        """
        from lxml import etree

        data = self.read(name)
        text, _, _ = decode(data)
        match = _DECLARATION.match(text)
        if match and match[1] and "\ufffd" in text:
            text, _, _ = decode(data, match[1])
        text = text[match.end() :] if match else text
        options: dict[str, Any] = {
            "resolve_entities": False,
            "no_network": True,
            "load_dtd": False,
            "huge_tree": False,
            "remove_comments": True,
            "remove_pis": True,
        }
        try:
            return etree.fromstring(text.strip("\0 \r\n\t"), etree.XMLParser(**options))
        except (etree.XMLSyntaxError, ValueError):
            parser = etree.XMLParser(**options, recover=True)
        try:
            root = etree.fromstring(text.strip("\0 \r\n\t"), parser)
        except (etree.XMLSyntaxError, ValueError):
            root = None
        harmless = etree.ErrorDomains.NAMESPACE
        if root is None or any(entry.domain != harmless for entry in parser.error_log):
            self.broken.add(name)
        return root

    def needed(self, name: str | None, what: str) -> Element:
        """The root element of a part without which nothing can be read. Raises UnreadableError."""
        root = None if name is None else self.tree(name)
        if root is None:
            raise UnreadableError(self.source.name, f"lacks its {what}", "Fetch or save the file again.")
        return root


def _normal(name: str) -> str:
    """A name without a leading slash or dots; nothing reaches out of the package."""
    parts: list[str] = []
    for part in name.replace("\\", "/").split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _spelled(name: str, flags: int) -> str:
    """A member's name as its producer meant it: zip files of Chinese tools hold UTF-8 or GBK unmarked."""
    if name.isascii() or flags & 0x800:
        return name
    try:
        return decode(name.encode("cp437"))[0]
    except UnicodeEncodeError:
        return name


def local(node: Element) -> str:
    """An element's name without its name space or prefix; empty for what is no element."""
    tag = node.tag
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1] if isinstance(tag, str) else ""


def children(node: Element | None, name: str) -> Iterator[Element]:
    return (child for child in (() if node is None else node) if local(child) == name)


def child(node: Element | None, name: str) -> Element | None:
    return next(children(node, name), None)


def words(node: Element | None) -> str | None:
    """The element's own text, stripped; None for no element or none in it."""
    return None if node is None else ("".join(node.itertext()).strip() or None)


def number(text: str | None, otherwise: float) -> float:
    try:
        found = float(text) if text is not None else otherwise
    except ValueError:
        return otherwise
    return found if math.isfinite(found) else otherwise


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """The first `count` numbers; None where there are fewer or other things among them.

    >>> numbers("0 0 210 297", 4), numbers("1,2", 2), numbers("1 x", 2)
    ((0.0, 0.0, 210.0, 297.0), (1.0, 2.0), None)
    """
    try:
        found = tuple(map(float, (text or "").replace(",", " ").split()[:count]))
    except ValueError:
        return None
    return found if len(found) == count and all(map(math.isfinite, found)) else None


def is_true(text: str | None, otherwise: bool) -> bool:
    return otherwise if text is None else text.strip().lower() not in ("false", "0", "no")
