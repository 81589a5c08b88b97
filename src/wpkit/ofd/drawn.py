"""A page's parts → what is drawn on it: characters, rulings, shades and pictures, in points."""

from __future__ import annotations

from dataclasses import field

from wpkit.geometry.model import Box, Glyph, Page, Rule
from wpkit.geometry.paths import Run, bounds, is_thin, rules_of
from wpkit.geometry.turning import upright
from wpkit.ofd import text
from wpkit.ofd.document import DrawParam, Resources, Sheet
from wpkit.ofd.matrix import Matrix, moved, of_object, point
from wpkit.ofd.package import Element, Package, child, is_true, number, numbers
from wpkit.ofd.strokes import color_parts, segments
from wpkit.ofd.walk import Walker
from wpkit.records import record

MM = 72 / 25.4


@record()
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


class Painter(Walker):
    """Draws the pages of one package. `picture_layer`, `unmapped` and `shown` (pictures with their parts) tell of the
    page drawn last."""

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.picture_layer, self.unmapped = False, 0
        self.shown: list[tuple[Rule, str]] = []

    def page(self, sheet: Sheet, number_: int) -> Page | None:
        """The page with its templates, as it is read; None where it cannot be read. Raises TooLargeError."""
        page = self.lying(sheet, number_)
        return None if page is None else upright(page)

    def lying(self, sheet: Sheet, number_: int) -> Page | None:
        """The page as the file has it, on its side or not."""
        self.picture_layer, self.unmapped, self.shown = False, 0, []
        root = self.root(sheet)
        if root is None:
            return None
        area = self.area(sheet, root)
        matrix = (MM, 0.0, 0.0, MM, -area[0] * MM, -area[1] * MM)
        drawn = Drawn()
        for thing in self.things(sheet, root, matrix):
            if thing.kind == "TextObject":
                self._text(thing.node, thing.matrix, thing.param, drawn)
            elif thing.kind == "PathObject":
                _path(thing.node, thing.matrix, thing.param, drawn)
            else:
                _picture(thing.node, thing.outer, thing.known, drawn)
        return self._finished(drawn, number_, area[2] * MM, area[3] * MM)

    def _text(self, node: Element, matrix: Matrix, param: DrawParam | None, drawn: Drawn) -> None:
        glyphs, askew = text.glyphs_of(node, matrix)
        self.spend(len(glyphs))
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
        return Page(number_, width, height, inside, drawn.rules, hidden, pictures=drawn.pictures)


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
    parts = color_parts(color)
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
    for operator, operands in segments(data):
        if operator == "C":
            if runs and len(runs[-1]) > 1:
                runs[-1].append(runs[-1][0])
            continue
        at = point(operands[-2], operands[-1], matrix)
        if operator == "L" and runs:
            runs[-1].append(at)
        else:  # a start, or a curve: its end begins anew
            runs.append([at])
            straight = straight and operator in "MSL"
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
