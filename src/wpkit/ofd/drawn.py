"""A page's parts → what is drawn on it: characters, rulings, shades and pictures, in points."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wpkit.errors import TooLargeError
from wpkit.geometry.model import Box, Glyph, Page, Rule
from wpkit.geometry.paths import Run, bounds, is_thin, rules_of
from wpkit.geometry.turning import upright
from wpkit.ofd import text
from wpkit.ofd.document import DrawParam, Resources, Sheet, add_resources, area_of
from wpkit.ofd.matrix import Matrix, moved, of_object, point
from wpkit.ofd.package import Element, Package, child, children, is_true, local, number, numbers

MM = 72 / 25.4
MAX_DEPTH = 16  # of blocks and composite objects inside each other
MAX_OBJECTS = 200_000  # on one page, composite objects counted as often as they are drawn
MAX_OBJECTS_IN_ALL = 4_000_000
MAX_SEGMENTS = 20_000  # of one path
_PATH = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


@dataclass(slots=True)
class Drawn:
    """What one page shows. `pale` are characters in white, `unseen` those that nothing prints or that stand askew."""

    glyphs: list[Glyph] = field(default_factory=list)
    pale: list[Glyph] = field(default_factory=list)
    unseen: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    shades: list[Rule] = field(default_factory=list)
    pictures: list[Rule] = field(default_factory=list)
    shown: list[tuple[Rule, str]] = field(default_factory=list)  # pictures with the parts that hold them
    unmapped: int = 0
    invisible: int = 0


class Painter:
    """Draws the pages of one package. `picture_layer`, `unmapped` and `shown` (pictures with their parts) tell of the page drawn last."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.picture_layer, self.unmapped = False, 0
        self.shown: list[tuple[Rule, str]] = []
        self._left = MAX_OBJECTS_IN_ALL
        self._budget = 0
        self._templates: dict[str, Element | None] = {}

    def page(self, sheet: Sheet, number_: int) -> Page | None:
        """The page with its templates; None where it cannot be read. Raises TooLargeError."""
        self.picture_layer, self.unmapped, self.shown = False, 0, []
        root = None if sheet.part is None else self.package.tree(sheet.part)
        if root is None or sheet.part is None:
            return None
        resources = sheet.resources
        own = [self.package.find(sheet.part, "".join(n.itertext())) for n in children(root, "PageRes")]
        if own:
            resources = Resources(dict(resources.params), dict(resources.units))
            for part in own:
                add_resources(self.package, part, resources)
        area = area_of(child(root, "Area"), sheet.area)
        matrix = (MM, 0.0, 0.0, MM, -area[0] * MM, -area[1] * MM)
        drawn = Drawn()
        self._budget = min(MAX_OBJECTS, self._left)
        before, after = self._layers(sheet, root)
        for content in [*before, child(root, "Content"), *after]:
            for layer in children(content, "Layer"):
                param = resources.params.get(layer.get("DrawParam", "").strip())
                self._walk(layer, matrix, param, resources, drawn, 0)
        self._left -= MAX_OBJECTS - self._budget
        return self._finished(drawn, number_, area[2] * MM, area[3] * MM)

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

    def _walk(
        self,
        parent: Element,
        outer: Matrix,
        param: DrawParam | None,
        known: Resources,
        drawn: Drawn,
        depth: int,
    ) -> None:
        for node in parent:
            kind = local(node)
            self._budget -= 1
            if self._budget < 0:
                raise TooLargeError(
                    self.package.source.name,
                    "draws too many objects on its pages",
                    "It may be made to do harm.",
                )
            if kind == "PageBlock" and depth < MAX_DEPTH:
                self._walk(node, outer, param, known, drawn, depth + 1)
                continue
            if not is_true(node.get("Visible"), True) and kind != "TextObject":
                continue
            own = known.params.get(node.get("DrawParam", "").strip(), param)
            if kind == "TextObject":
                self._text(node, of_object(node, outer), own, drawn)
            elif kind == "PathObject":
                _path(node, of_object(node, outer), own, drawn)
            elif kind == "ImageObject":
                _picture(node, outer, known, drawn)
            elif kind == "CompositeObject" and depth < MAX_DEPTH:
                unit = known.units.get(node.get("ResourceID", "").strip())
                content = child(unit, "Content")
                if content is not None:
                    self._walk(content, of_object(node, outer), own, known, drawn, depth + 1)

    def _text(self, node: Element, matrix: Matrix, param: DrawParam | None, drawn: Drawn) -> None:
        glyphs, askew = text.glyphs_of(node, matrix)
        self._budget -= len(glyphs)
        for index, glyph in enumerate(glyphs):
            if text.has_no_code(glyph.text):
                glyphs[index] = glyph._replace(text="\ufffd")
                drawn.unmapped += 1
        filled, stroked = is_true(node.get("Fill"), True), is_true(node.get("Stroke"), False)
        ink = _ink(node, "FillColor" if filled else "StrokeColor", param)
        if ink == "none" or not (filled or stroked) or not is_true(node.get("Visible"), True):
            drawn.invisible += len(glyphs)
            drawn.unseen += glyphs
        elif askew:
            drawn.unseen += glyphs
        elif ink == "white" and not stroked:
            drawn.pale += glyphs
        else:
            drawn.glyphs += glyphs

    def _finished(self, drawn: Drawn, number_: int, width: float, height: float) -> Page:
        ground = drawn.shades + drawn.pictures
        seen, hidden = drawn.glyphs, drawn.unseen
        inked = sum(not g.text.isspace() for g in seen + drawn.pale + hidden)
        if drawn.invisible > 0.9 * inked and drawn.pictures:
            self.picture_layer, seen, hidden = True, seen + hidden, []
        for glyph in drawn.pale:
            (seen if any(_holds(r, glyph) for r in ground) else hidden).append(glyph)
        inside: list[Glyph] = []
        for g in seen:
            on = g.x1 > -2 and g.x0 < width + 2 and g.bottom > -2 and g.top < height + 2
            (inside if on else hidden).append(g)
        hidden = [g for g in hidden if not g.text.isspace()]
        self.unmapped = drawn.unmapped
        self.shown = drawn.shown
        return upright(Page(number_, width, height, inside, drawn.rules, hidden, pictures=drawn.pictures))


def _holds(box: Rule, glyph: Glyph) -> bool:
    return box.x0 - 1 <= glyph.x0 <= box.x1 + 1 and box.top - 1 <= glyph.top <= box.bottom + 1


def _ink(node: Element, kind: str, param: DrawParam | None) -> str:
    """ "none", "white" or "dark": what a reader sees of an object's fill or stroke."""
    color = child(node, kind)
    if color is None and param is not None:
        color = param.fill if kind == "FillColor" else param.stroke
    if number(node.get("Alpha"), 255.0) <= 0:
        return "none"
    if color is None:
        return "dark"
    if number(color.get("Alpha"), 255.0) <= 0:
        return "none"
    parts = [int(p[1:], 16) if re.fullmatch("#[0-9A-Fa-f]{1,4}", p) else number(p, 0.0)
             for p in (color.get("Value") or "").replace(",", " ").split()]  # fmt: skip
    if not parts or len(color):
        return "dark"
    # four components are cyan, magenta, yellow and black, where nothing is white
    white = max(parts) <= 5 if len(parts) == 4 else min(parts) >= 250
    return "white" if white else "dark"


def _path(node: Element, matrix: Matrix, param: DrawParam | None, drawn: Drawn) -> None:
    filled = is_true(node.get("Fill"), False) and _ink(node, "FillColor", param) == "dark"
    stroked = is_true(node.get("Stroke"), True) and _ink(node, "StrokeColor", param) == "dark"
    if not filled and not stroked:
        return
    data = child(node, "AbbreviatedData")
    runs, straight = _runs("" if data is None else "".join(data.itertext()), matrix)
    points = [p for run in runs for p in run]
    if not points:
        return
    box = bounds(points)
    if is_thin(box):
        drawn.rules.append(Rule(*box))
        return
    drawn.rules += rules_of(runs, stroked=stroked)
    if filled and straight and len(points) <= 6:
        drawn.shades.append(Rule(*box))


def _runs(data: str, matrix: Matrix) -> tuple[list[Run], bool]:
    """A path's runs of straight strokes on the page, and whether it has no curve."""
    runs: list[Run] = []
    straight = True
    operator, operands = "", list[float]()
    for count, match in enumerate(_PATH.finditer(data)):
        if count > 8 * MAX_SEGMENTS:
            break
        token = match.group()
        if token.isalpha():
            operator, operands = token.upper(), []
        else:
            operands.append(number(token, 0.0))
        needed = _OPERANDS.get(operator)
        if needed is None or len(operands) < needed:
            continue
        if operator == "C":
            if runs and len(runs[-1]) > 1:
                runs[-1].append(runs[-1][0])
        else:
            at = point(operands[-2], operands[-1], matrix)
            if operator == "L" and runs:
                runs[-1].append(at)
            else:  # a start, or a curve: its end begins anew
                runs.append([at])
                straight = straight and operator in "MSL"
        operands = []
    return runs, straight


def _picture(node: Element, outer: Matrix, known: Resources, drawn: Drawn) -> None:
    boundary = numbers(node.get("Boundary"), 4)
    if boundary is not None:
        x, y, wide, high = boundary
        box: Box = moved((x, y, x + wide, y + high), outer)
    elif numbers(node.get("CTM"), 6) is not None:
        box = moved((0.0, 0.0, 1.0, 1.0), of_object(node, outer))
    else:
        return
    if is_thin(box):
        drawn.rules.append(Rule(*box))
        return
    drawn.pictures.append(Rule(*box))
    part = known.pictures.get(node.get("ResourceID", "").strip())
    if part is not None:
        drawn.shown.append((Rule(*box), part))
