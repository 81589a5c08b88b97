"""A page's parts → its objects one after another, templates and composite objects followed, within bounds."""

from __future__ import annotations

from collections.abc import Iterator

from wpkit.errors import TooLargeError
from wpkit.ofd.document import Area, DrawParam, Resources, Sheet, add_resources, area_of
from wpkit.ofd.matrix import Matrix, of_object
from wpkit.ofd.package import Element, Package, child, children, is_true, local
from wpkit.records import record

MAX_DEPTH = 16  # of blocks and composite objects inside each other
MAX_OBJECTS = 200_000  # on one page, composite objects counted as often as they are drawn
MAX_OBJECTS_IN_ALL = 4_000_000


@record(frozen=True)
class Thing:
    """One object of a page: `matrix` leads from its own space to the page's, `outer` from that of what it stands in;
    `kind` is its element's name (TextObject, PathObject, ImageObject)."""

    kind: str
    node: Element
    matrix: Matrix
    outer: Matrix
    param: DrawParam | None
    known: Resources


class Walker:
    """The objects of one package's pages."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._left = MAX_OBJECTS_IN_ALL
        self._budget = 0
        self._templates: dict[str, Element | None] = {}

    def spend(self, count: int) -> None:
        """Counts what is drawn. Raises TooLargeError."""
        self._budget -= count
        if self._budget < 0:
            raise TooLargeError(
                self.package.source.name,
                "draws too many objects on its pages",
                "It may be made to do harm.",
            )

    def root(self, sheet: Sheet) -> Element | None:
        """The page's own part; None where it cannot be read."""
        return None if sheet.part is None else self.package.tree(sheet.part)

    def area(self, sheet: Sheet, root: Element) -> Area:
        return area_of(child(root, "Area"), sheet.area)

    def things(self, sheet: Sheet, root: Element, matrix: Matrix) -> Iterator[Thing]:
        """What the page draws, from below to above, `matrix` leading from the page's millimetres on.

        Raises TooLargeError.
        """
        resources = self._resources(sheet, root)
        self._budget = most = min(MAX_OBJECTS, self._left)
        before, after = self._layers(sheet, root)
        for content in [*before, child(root, "Content"), *after]:
            for layer in children(content, "Layer"):
                param = resources.params.get(layer.get("DrawParam", "").strip())
                yield from self.inside(layer, matrix, param, resources)
        self._left -= most - self._budget

    def inside(
        self, parent: Element, outer: Matrix, param: DrawParam | None, known: Resources, depth: int = 0
    ) -> Iterator[Thing]:
        """The objects in one element, at any depth."""
        for node in parent:
            kind = local(node)
            self.spend(1)
            if kind == "PageBlock" and depth < MAX_DEPTH:
                yield from self.inside(node, outer, param, known, depth + 1)
                continue
            if not is_true(node.get("Visible"), True) and kind != "TextObject":
                continue
            own = known.params.get(node.get("DrawParam", "").strip(), param)
            if kind in ("TextObject", "PathObject", "ImageObject"):
                yield Thing(kind, node, of_object(node, outer), outer, own, known)
            elif kind == "CompositeObject" and depth < MAX_DEPTH:
                unit = known.units.get(node.get("ResourceID", "").strip())
                content = child(unit, "Content")
                if content is not None:
                    yield from self.inside(content, of_object(node, outer), own, known, depth + 1)

    def _resources(self, sheet: Sheet, root: Element) -> Resources:
        own = [self.package.find(sheet.part or "", "".join(n.itertext())) for n in children(root, "PageRes")]
        if not own:
            return sheet.resources
        resources = sheet.resources.copy()
        for part in own:
            add_resources(self.package, part, resources)
        return resources

    def _layers(self, sheet: Sheet, root: Element) -> tuple[list[Element], list[Element]]:
        """The contents of the page's templates that lie under its own, and of those over it."""
        under: list[Element] = []
        over: list[Element] = []
        for node in children(root, "Template"):
            part = sheet.templates.get(node.get("TemplateID", "").strip())
            if part is None:
                continue
            if part not in self._templates:
                self._templates[part] = self.package.tree(part)
            tree = self._templates[part]
            (over if node.get("ZOrder") == "Foreground" else under).append(child(tree, "Content"))
        return under, over
