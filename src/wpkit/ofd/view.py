"""A page's parts → a picture of the page as SVG: text where it stands, lines, shades, pictures, seals.

Fonts are those of the machine that shows it, chosen by name: the ones inside the file are cut down to glyphs that
only its producer's codes reach. Clips and patterns are left out, a gradient is its first colour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import field
from html import escape

from wpkit.errors import WpkitError
from wpkit.ofd import strokes
from wpkit.ofd.document import DrawParam, Resources, Sheet
from wpkit.ofd.matrix import Matrix, moved, of_object, point, scale_of
from wpkit.ofd.package import Element, Package, child, is_true, local, number, numbers
from wpkit.ofd.stamps import Stamp, appearances, stamps_of
from wpkit.ofd.text import has_no_code, placed_in, size_of
from wpkit.ofd.walk import Thing, Walker
from wpkit.records import record

MOST = 6_000_000  # characters of one page's picture
_LINE = 0.353  # millimetres, where a path states no width
_FINEST = 0.1
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Latin letters and digits from a narrow face: the characters' places leave them no more room.
_SERIF = (
    "'Times New Roman','Liberation Serif','Noto Serif CJK SC','Source Han Serif SC',SimSun,'Songti SC',serif"
)
_SANS = "Arial,'Liberation Sans','Noto Sans CJK SC','Source Han Sans SC',SimHei,'Microsoft YaHei',sans-serif"
_KAI = f"KaiTi,'Kaiti SC','AR PL UKai CN',{_SERIF}"
_FANG = f"FangSong,'STFangsong',{_SERIF}"
_FAMILIES = (
    (re.compile(r"黑|hei|gothic|sans|arial|helvetica|calibri|yahei|等线|dengxian", re.I), _SANS),
    (re.compile(r"仿宋|fang", re.I), _FANG),
    (re.compile(r"楷|kai", re.I), _KAI),
)
_HEAVY = re.compile(r"bold|heavy|black|粗|小标宋|xiaobiaosong|大黑", re.I)


@record()
class _Run:
    """Characters, or strokes, that are drawn alike."""

    style: str
    text: str = ""
    xs: list[str] = field(default_factory=list)
    ys: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)


class Viewer(Walker):
    """Pictures of the pages of one package. In a picture `href="image:KEY"` stands for the data address that
    `images` has under that key; `image` makes it of a picture's bytes, None where it cannot."""

    def __init__(
        self,
        package: Package,
        image: Callable[[bytes], str | None],
        images: dict[str, str] | None = None,
        *,
        stamped: bool = True,
    ) -> None:
        super().__init__(package)
        self.images: dict[str, str] = {} if images is None else images
        self._image = image
        self._keys: dict[str, str | None] = {}
        self._stamps = stamps_of(package) if stamped else {}
        self._out: list[str] = []
        self._run: _Run | None = None

    def page(self, sheet: Sheet, turn: int = 0) -> str | None:
        """The page turned back by `turn` degrees; None where it cannot be read or its picture would be too large.

        Raises TooLargeError.
        """
        drawn = self.drawn(sheet)
        if drawn is None:
            return None
        inner, width, height = drawn
        if turn:
            inner = f"<g {_transform(_TURNS[turn](width, height))}>{inner}</g>"
        if turn in (90, 270):
            width, height = height, width
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" '
            f'font-family="{_SERIF}" xml:space="preserve"><rect width="100%" height="100%" fill="#fff"/>{inner}</svg>'
        )

    def drawn(self, sheet: Sheet) -> tuple[str, float, float] | None:
        """What stands on the page, and its size in millimetres."""
        root = self.root(sheet)
        if root is None:
            return None
        x, y, width, height = self.area(sheet, root)
        self._out, self._run = [], None
        size = 0
        for thing in self._all(sheet, root, (1.0, 0.0, 0.0, 1.0, -x, -y)):
            before = len(self._out)
            self._draw(thing)
            size += sum(map(len, self._out[before:]))
            if size > MOST:
                return None
        self._flush()
        for stamp in self._stamps.get((sheet.document, sheet.id), ()):
            self._stamp(stamp, x, y)
        return "".join(self._out), width, height

    def _all(self, sheet: Sheet, root: Element, matrix: Matrix) -> Iterator[Thing]:
        yield from self.things(sheet, root, matrix)
        for appearance in appearances(self.package, sheet):
            yield from self.inside(appearance, of_object(appearance, matrix), None, sheet.resources)

    def _draw(self, thing: Thing) -> None:
        if thing.kind == "TextObject":
            self._text(thing)
        elif thing.kind == "PathObject":
            self._path(thing)
        else:
            self._flush()
            self._picture(thing)

    # text

    def _text(self, thing: Thing) -> None:
        node, matrix = thing.node, thing.matrix
        if not is_true(node.get("Visible"), True):
            return
        ink = _ink(
            node, thing.param, fill=is_true(node.get("Fill"), True), stroke=is_true(node.get("Stroke"), False)
        )
        if not ink:
            return
        size, wide = size_of(node), number(node.get("HScale"), 1.0) or 1.0
        turned = number(node.get("CharDirection"), 0.0)
        style = f"{_font(thing.known, node)}{ink}"
        placed = [p for p in placed_in(node, size) if not p.text.isspace()]
        self.spend(len(placed))
        if matrix[1] == matrix[2] == 0 and matrix[0] == matrix[3] > 0 and wide == 1 and not turned:
            style = f'font-size="{_n(size * matrix[0])}" {style}'
            for one in placed:
                x, y = point(one.x, one.y, matrix)
                self._put(style, one.text, x, y)
            return
        turn = f' rotate="{_n(turned)}"' if turned else ""
        a, b, c, d, e, f = matrix
        style = f'font-size="{_n(size)}" {_transform((a * wide, b * wide, c, d, e, f))}{turn} {style}'
        for one in placed:
            self._put(style, one.text, one.x / wide, one.y)

    def _put(self, style: str, text: str, x: float, y: float) -> None:
        """One character behind the others of its kind."""
        text = "\ufffd" if has_no_code(text) else _ODD.sub("\ufffd", text)
        if self._run is None or self._run.style != style or self._run.path or len(text) > 1:
            self._flush()
            self._run = _Run(style)
        self._run.text += text
        self._run.xs.append(_n(x))
        self._run.ys.append(_n(y))
        if len(text) > 1 or text > "\uffff":
            self._flush()

    def _flush(self) -> None:
        run, self._run = self._run, None
        if run is None:
            return
        if run.path:
            self._out.append(f'<path d="{"".join(run.path)}" {run.style}/>')
            return
        ys = run.ys[0] if len(set(run.ys)) == 1 else " ".join(run.ys)
        self._out.append(f'<text x="{" ".join(run.xs)}" y="{ys}" {run.style}>{escape(run.text)}</text>')

    # strokes and pictures

    def _path(self, thing: Thing) -> None:
        node, matrix = thing.node, thing.matrix
        filled, stroked = is_true(node.get("Fill"), False), is_true(node.get("Stroke"), True)
        ink = _ink(node, thing.param, fill=filled, stroke=stroked)
        data = child(node, "AbbreviatedData")
        if not ink or data is None:
            return
        even = (node.get("Rule") or "").lower().startswith("even")
        upright = matrix[1] == matrix[2] == 0
        path, arcs = _path_data("".join(data.itertext()), matrix)
        self.spend(len(path) // 8)
        if arcs or not upright:
            path, _ = _path_data("".join(data.itertext()), None)
        width = number(node.get("LineWidth") or (thing.param.width if thing.param else None), _LINE)
        scale = 1.0 if arcs or not upright else scale_of(matrix)
        style = f'{ink} stroke-width="{_n(max(width * scale, _FINEST))}"' if stroked else ink
        if dash := _dash(node.get("DashPattern"), scale):
            style += f' stroke-dasharray="{dash}"'
        if even:
            style += ' fill-rule="evenodd"'
        if arcs or not upright:
            style += f" {_transform(matrix)}"
        joins = stroked and not filled and "opacity" not in style
        if self._run is None or self._run.style != style or not joins or not self._run.path:
            self._flush()
            self._run = _Run(style)
        if path:
            self._run.path.append(path)
        else:
            self._run = None

    def _picture(self, thing: Thing) -> None:
        node = thing.node
        part = thing.known.pictures.get(node.get("ResourceID", "").strip())
        key = self._key(part)
        if numbers(node.get("CTM"), 6) is not None:
            box = f'width="1" height="1" {_transform(of_object(node, thing.outer))}'
        elif (boundary := numbers(node.get("Boundary"), 4)) is not None:
            x, y, wide, high = boundary
            box = _box(moved((x, y, x + wide, y + high), thing.outer))
        else:
            return
        alpha = _alpha(node)
        if alpha < 1:
            box += f' opacity="{_n(alpha)}"'
        if key is not None:
            self._out.append(f'<image href="image:{key}" preserveAspectRatio="none" {box}/>')

    def _key(self, part: str | None) -> str | None:
        if part is None:
            return None
        if part not in self._keys:
            try:
                self._keys[part] = self._kept(self.package.read(part))
            except WpkitError:
                self._keys[part] = None
        return self._keys[part]

    def _kept(self, data: bytes) -> str | None:
        address = self._image(data)
        if address is None:
            return None
        key = str(len(self.images))
        self.images[key] = address
        return key

    def _stamp(self, stamp: Stamp, x: float, y: float) -> None:
        """A seal: what is white in it covers nothing."""
        left, top, wide, high = stamp.box
        if stamp.package is not None:
            inner = Viewer(stamp.package, self._image, self.images, stamped=False)
            drawn = inner.drawn(stamp.sheet) if stamp.sheet else None
            if drawn is None:
                return
            made, width, height = drawn
            made = (
                f'<svg width="{_n(wide)}" height="{_n(high)}" viewBox="0 0 {_n(width)} {_n(height)}" '
                f'preserveAspectRatio="none">{made}</svg>'
            )
        else:
            key = self._kept(stamp.picture)
            if key is None:
                return
            made = f'<image href="image:{key}" preserveAspectRatio="none" width="{_n(wide)}" height="{_n(high)}"/>'
        seen = stamp.clip or (0.0, 0.0, wide, high)
        self._out.append(
            f"<svg {_box((left - x + seen[0], top - y + seen[1], left - x + seen[0] + seen[2], top - y + seen[1] + seen[3]))} "
            f'viewBox="{" ".join(map(_n, seen))}" style="mix-blend-mode:multiply">{made}</svg>'
        )


# How a page that lies on its side is set upright, from its width and height as it lies.
_TURNS: dict[int, Callable[[float, float], Matrix]] = {
    90: lambda width, height: (0.0, -1.0, 1.0, 0.0, 0.0, width),
    180: lambda width, height: (-1.0, 0.0, 0.0, -1.0, width, height),
    270: lambda width, height: (0.0, 1.0, -1.0, 0.0, height, 0.0),
}


def _n(value: float) -> str:
    """
    >>> _n(12.0), _n(-0.0001), _n(3.14159)
    ('12', '0', '3.14')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _transform(matrix: Matrix) -> str:
    return f'transform="matrix({" ".join(f"{value:.6g}" for value in matrix)})"'


def _box(box: tuple[float, float, float, float]) -> str:
    x0, top, x1, bottom = box
    return f'x="{_n(x0)}" y="{_n(top)}" width="{_n(max(x1 - x0, 0.0))}" height="{_n(max(bottom - top, 0.0))}"'


def _path_data(data: str, matrix: Matrix | None) -> tuple[str, bool]:
    """The path as SVG has it, moved by `matrix`, and whether arcs are in it, which a matrix does not move."""
    out: list[str] = []
    arcs = False
    for operator, operands in strokes.segments(data):
        if operator == "C":
            if out:
                out.append("Z")
            continue
        if operator == "A":
            arcs = True
        elif matrix is not None:
            pairs = zip(operands[::2], operands[1::2], strict=True)
            operands = [value for x, y in pairs for value in point(x, y, matrix)]
        letter = {"S": "M", "B": "C"}.get(operator, operator)
        out.append(letter if out else "M")
        out.append(" ".join(map(_n, operands if out != ["M"] else operands[-2:])))
    return "".join(out), arcs


def _dash(text: str | None, scale: float) -> str:
    lengths = [number(part, 0.0) * scale for part in (text or "").replace(",", " ").split()[:8]]
    return " ".join(map(_n, lengths)) if lengths and all(v >= 0 for v in lengths) and any(lengths) else ""


def _ink(node: Element, param: DrawParam | None, *, fill: bool, stroke: bool) -> str:
    """The attributes of an object's colours; empty where nothing of it is seen."""
    alpha = _alpha(node)
    parts = []
    for kind, name, wanted in (("FillColor", "fill", fill), ("StrokeColor", "stroke", stroke)):
        if not wanted:
            if name == "fill":
                parts.append('fill="none"')
            continue
        color = child(node, kind)
        if color is None and param is not None:
            color = param.fill if name == "fill" else param.stroke
        seen = alpha * (1.0 if color is None else _alpha(color))
        if seen <= 0:
            parts.append(f'{name}="none"')
            continue
        parts.append(f'{name}="{_css(color)}"' + (f' {name}-opacity="{_n(seen)}"' if seen < 1 else ""))
    return " ".join(parts) if any("none" not in part for part in parts) else ""


def _alpha(node: Element) -> float:
    return min(max(number(node.get("Alpha"), 255.0) / 255.0, 0.0), 1.0)


def _css(color: Element | None) -> str:
    if color is None:
        return "#000"
    parts = strokes.color_parts(color)
    if not parts and len(color):  # a gradient's first colour; a pattern has none
        first = next((one for one in color.iter() if one is not color and local(one) == "Color"), None)
        return "#ccc" if first is None else _css(first)
    if len(parts) == 4:
        *ink, black = (min(max(value, 0.0), 255.0) / 255 for value in parts)
        light = [255 * (1 - one) * (1 - black) for one in ink]
    else:
        light = (parts * 3 if len(parts) == 1 else parts[:3] + [0.0] * 3)[:3]
    return "#" + "".join(f"{round(min(max(value, 0.0), 255.0)):02x}" for value in light)


def _font(known: Resources, node: Element) -> str:
    font = known.fonts.get((node.get("Font") or "").strip())
    names = [] if font is None else [font.get("FontName") or "", font.get("FamilyName") or ""]
    said = " ".join(names)
    family = next((css for pattern, css in _FAMILIES if pattern.search(said)), _SERIF)
    own = "".join(
        f"'{name}'," for name in dict.fromkeys(re.sub(r"[^\w \-]", "", n).strip() for n in names) if name
    )
    # names of letters, digits and blanks only: nothing in them ends the attribute
    style = f'font-family="{own}{family}" ' if own or family != _SERIF else ""
    heavy = number(node.get("Weight"), 400.0) >= 600 or _HEAVY.search(said)
    if heavy or (font is not None and is_true(font.get("Bold"), False)):
        style += 'font-weight="bold" '
    if is_true(node.get("Italic"), False) or (font is not None and is_true(font.get("Italic"), False)):
        style += 'font-style="italic" '
    return style
