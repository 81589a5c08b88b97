"""A page's bytes → its tree without what a browser does not show."""

from __future__ import annotations

import re
from typing import Any

from wpkit.decoding import decode
from wpkit.errors import NoTextError, UnreadableError
from wpkit.schema import Finding
from wpkit.source import Source

Element = Any

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_UNSEEN_TAGS = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "select", "button", "input",
    "textarea", "canvas", "audio", "video", "svg", "map", "head", "rt", "rp", "datalist", "xml",
)  # fmt: skip
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_INLINE = re.compile(r"</?(?:font|span|b|i|u|em|strong|big|small|o:p|st1:\w+)\b[^>]*>", re.IGNORECASE)


def read(source: Source) -> tuple[Element, dict[str, str], str, list[Finding]]:
    """The page's body, its meta tags (names in lower case, "title" among them), its encoding, and what
    was odd about the encoding. Raises NoTextError where there is no element in it and UnreadableError where
    it is nested too deeply."""
    data, stated = _page_of(source.data)
    declared = _CHARSET.search(data[:8192])
    text, encoding, findings = decode(data, declared.group(1).decode("ascii") if declared else stated)
    text = _DECLARATION.sub("", text.replace("\0", ""))
    root, too_deep = _tree(text)
    if too_deep:
        # Old editors leave <font> and <span> open by the thousand; they part nothing.
        root, too_deep = _tree(_INLINE.sub("", text))
    if too_deep:
        raise UnreadableError(source.name, "its elements are nested too deeply", "Copy its text into a file.")
    if root is None:
        raise NoTextError(source.name, "holds no HTML element", "Save the page again.")
    meta = _meta(root)
    body = root.find("body") if root.tag == "html" else root
    body = root if body is None else body
    _prune(body)
    return body, meta, encoding, findings


def read_fragment(text: str) -> Element | None:
    """The body of a piece of a page's source, without what a browser does not show; None where none can be read."""
    root, too_deep = _tree(text)
    if root is None or too_deep:
        return None
    body = root.find("body")
    body = root if body is None else body
    _prune(body)
    return body


def is_web_archive(data: bytes) -> bool:
    """Whether the bytes are a page saved with its pictures in one file (.mht, and many a .doc of web systems)."""
    head = data[:2048].lower()
    return (
        b"mime-version:" in head
        and b"content-type:" in head
        and (b"multipart/" in head or b"text/html" in head)
    )


def _page_of(data: bytes) -> tuple[bytes, str | None]:
    """The page in a web archive and the charset stated for it; other bytes as they are."""
    if not is_web_archive(data):
        return data, None
    from email.parser import BytesParser

    for part in BytesParser().parsebytes(data.lstrip()).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page, part.get_content_charset()
    return b"", None


def _tree(text: str) -> tuple[Element | None, bool]:
    """The tree and whether the parser gave up because of its depth."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _meta(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in root.iter("meta"):
        name, content = node.get("name"), node.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content.strip())
    title = next(root.iter("title"), None)
    if title is not None and (text := "".join(title.itertext()).strip()):
        found["title"] = text
    return found


def _prune(body: Element) -> None:
    unseen = set(_UNSEEN_TAGS)
    hidden = []
    for node in list(body.iter()):
        if not isinstance(node.tag, str) or (
            node is not body and node.tag in unseen and not _unfolds_text(node)
        ):
            remove(node)
        elif node is not body and _is_hidden(node):
            hidden.append(node)
    if hidden:
        # Sites hide the article until a script has run: what holds most of the page's sentences is shown.
        whole = _size(body)
        panels = _panels(hidden)
        for node in hidden:
            if _size(node) * 2 <= whole and node not in panels:
                remove(node)


def _unfolds_text(node: Element) -> bool:
    """Whether a button is the heading of what it unfolds."""
    if node.tag != "button":
        return False
    parent = node.getparent()
    toggles = (node.get("data-toggle"), node.get("data-bs-toggle"))
    return (
        node.get("aria-expanded") is not None
        or "collapse" in toggles
        or (parent is not None and parent.tag in _HEADINGS)
    )


_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 summary".split())
# What the classes of a panel say of whether it is the one that is open.
_STATES = frozenset(
    "active show in hide hidden current cur on selected fade open close closed collapse".split()
)
_COUNT = re.compile(r"\d+|one|two|three")


def _panels(hidden: list[Element]) -> set[Element]:
    """The hidden elements that are one of several panels which a reader opens in turn: running text beside another panel
    that is shown."""
    shown: dict[Element, set[tuple[str, str] | None]] = {}
    out: set[Element] = set()
    for node in hidden:
        own, parent = _panel(node), node.getparent()
        if own is None or parent is None or not _size(node):
            continue
        if parent not in shown:
            shown[parent] = {_panel(n) for n in parent if isinstance(n.tag, str) and not _is_hidden(n)}
        if own in shown[parent]:
            out.add(node)
    return out


def _panel(node: Element) -> tuple[str, str] | None:
    """What the panels of one group have in common: their role, class or counted name."""
    if node.get("role") == "tabpanel":
        return node.tag, "tabpanel"
    classes = " ".join(sorted(set((node.get("class") or "").split()) - _STATES))
    name = node.get("id") or ""
    if not classes and not _COUNT.search(name):
        return None
    return node.tag, classes or _COUNT.sub("#", name)


def _size(node: Element) -> int:
    """How much running text an element holds, by the marks that only running text has."""
    return sum(text.count("。") + text.count("；") + text.count("，") for text in node.itertext())


def _is_hidden(node: Element) -> bool:
    if "hidden" in node.attrib and node.get("hidden") != "until-found":
        return True
    style = node.get("style")
    return bool(style and _HIDING.search(style))


def _settable(text: str) -> str:
    """Without the characters that a tree may hold from its parser but takes from nobody else."""
    return _NO_XML.sub("", text)


def remove(node: Element) -> None:
    """Takes an element out of the tree; the text behind it stays."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + _settable(node.tail)
        else:
            parent.text = (parent.text or "") + _settable(node.tail)
    parent.remove(node)
