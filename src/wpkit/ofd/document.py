"""An OFD package → its documents' pages in order: which part holds each, its paper, templates and resources."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import field

from wpkit.ofd.package import Element, Package, child, children, numbers, words
from wpkit.records import record

A4 = (0.0, 0.0, 210.0, 297.0)
# In the order in which viewers look for the paper that is shown.
_AREAS = ("PhysicalBox", "ApplicationBox", "ContentBox")
Area = tuple[float, float, float, float]


@record()
class DrawParam:
    """The elements of its colours, or None where neither it nor what it builds on has one; `width` of lines in
    millimetres as written."""

    fill: Element | None = None
    stroke: Element | None = None
    width: str | None = None


@record()
class Resources:
    """What pages of one document share, by ID."""

    params: dict[str, DrawParam] = field(default_factory=dict)
    units: dict[str, Element] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)  # the parts that hold them
    fonts: dict[str, Element] = field(default_factory=dict)

    def copy(self) -> Resources:
        return Resources(dict(self.params), dict(self.units), dict(self.pictures), dict(self.fonts))


@record()
class Sheet:
    """One page as its document lists it: `part` is None where the package has none at its location.

    `templates` are the parts of the document's template pages by ID; `document` is the part that lists the page.
    """

    part: str | None
    area: Area
    templates: dict[str, str]
    resources: Resources
    document: str = ""
    id: str = ""


def sheets(package: Package) -> Iterator[Sheet]:
    """The pages of all documents of the package. Raises UnreadableError where there is no document."""
    entry = package.needed(package.entry, "entry part (OFD.xml)")
    bodies = list(children(entry, "DocBody"))
    roots = [root for body in bodies if (root := document_of(package, body)) is not None]
    if not roots:
        package.needed(None, "document (DocRoot)")
    for part in roots:
        yield from _sheets(package, part)


def document_of(package: Package, body: Element) -> str | None:
    """The document's part: the current version's where the body lists versions, else its DocRoot."""
    for version in children(child(body, "Versions"), "Version"):
        if (version.get("Current") or "").lower() in ("true", "1"):
            part = package.find(package.entry, version.get("BaseLoc"))
            tree = None if part is None else package.tree(part)
            root = package.find(part or "", words(child(tree, "DocRoot")))
            if root is not None:
                return root
    return package.find(package.entry, words(child(body, "DocRoot")))


def _sheets(package: Package, part: str) -> Iterator[Sheet]:
    document = package.needed(part, f"document part ({part})")
    common = child(document, "CommonData")
    area = area_of(child(common, "PageArea"), A4)
    resources = Resources()
    for kind in ("PublicRes", "DocumentRes"):
        for node in children(common, kind):
            add_resources(package, package.find(part, words(node)), resources)
    templates = {
        node.get("ID", "").strip(): name
        for node in children(common, "TemplatePage")
        if (name := package.find(part, node.get("BaseLoc"))) is not None
    }
    for page in children(child(document, "Pages"), "Page"):
        found = package.find(part, page.get("BaseLoc"))
        yield Sheet(found, area, templates, resources, part, page.get("ID", "").strip())


def area_of(node: Element | None, otherwise: Area) -> Area:
    """The paper in millimetres: x, y, width, height."""
    for name in _AREAS:
        box = numbers(words(child(node, name)), 4)
        if box is not None and box[2] > 0 and box[3] > 0:
            return (box[0], box[1], box[2], box[3])
    return otherwise


def add_resources(package: Package, part: str | None, known: Resources) -> None:
    """Adds what a resource part defines; an ID that is known already stays."""
    root = None if part is None else package.tree(part)
    if root is None:
        return
    folder = posixpath.join(posixpath.dirname(part or ""), (root.get("BaseLoc") or "").strip(), "_")
    for node in children(child(root, "MultiMedias"), "MultiMedia"):
        media = words(child(node, "MediaFile"))
        found = package.find(folder, media) or package.find(part or "", media)
        if found is not None:
            known.pictures.setdefault(node.get("ID", "").strip(), found)
    nodes = {node.get("ID", "").strip(): node for node in children(child(root, "DrawParams"), "DrawParam")}
    for key in nodes:
        known.params.setdefault(key, _param(nodes, key))
    for node in children(child(root, "Fonts"), "Font"):
        known.fonts.setdefault(node.get("ID", "").strip(), node)
    for unit in children(child(root, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
        known.units.setdefault(unit.get("ID", "").strip(), unit)


def _param(nodes: dict[str, Element], key: str) -> DrawParam:
    """A drawing parameter with what it takes over from those it builds on (`Relative`)."""
    param, seen = DrawParam(), set()
    while key in nodes and key not in seen:
        seen.add(key)
        node = nodes[key]
        param.fill = child(node, "FillColor") if param.fill is None else param.fill
        param.stroke = child(node, "StrokeColor") if param.stroke is None else param.stroke
        param.width = node.get("LineWidth") if param.width is None else param.width
        key = node.get("Relative", "").strip()
    return param
