"""Pages of characters and rulings → an OFD file, in the standard's form or in one of those that real files have.

`write_ofd(pages)` takes `wpkit.geometry.Page`s, so that any PDF can be had as OFD: its characters and rulings
are written where they stand.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from wpkit.geometry import Glyph, Page, Rule

MM = 25.4 / 72
STANDARD_SPACE = "http://www.ofdspec.org/2016"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a producer writes. `scale` is the unit of its objects in millimetres (a CTM makes up for it);
    `text` is "runs" (DeltaX with repeats), "plain" (DeltaX without) or "chars" (an object each);
    `rules` is "strokes", "boxes" (thin filled ones), "one-path" (all of a page) or "pictures";
    `locations` is "relative", "absolute" or "careless" (wrong case, backslashes)."""

    prefix: str = "ofd:"
    space: str = STANDARD_SPACE
    scale: float = 1.0
    text: str = "runs"
    rules: str = "strokes"
    locations: str = "relative"
    folder: str = ""
    templates: bool = False
    encoding: str = "utf-8"


DIALECTS = {
    "standard": Dialect(),
    "printer-driver": Dialect(scale=MM, text="chars", rules="boxes", locations="absolute"),
    "no-name-space": Dialect(prefix="", space="", text="plain", rules="one-path", locations="careless"),
    "old-name-space": Dialect(prefix="o:", space="http://www.ofdspec.org", rules="pictures", folder="a/b/"),
    "templates-gbk": Dialect(templates=True, encoding="gb2312", scale=0.5),
    "undeclared-prefix": Dialect(space="", text="chars", rules="one-path"),
}


def write_ofd(pages: Iterable[Page], dialect: Dialect = DIALECTS["standard"]) -> bytes:
    """The file's bytes: the same pages always give the same ones."""
    writer = _Writer(dialect)
    for page in pages:
        writer.add(page)
    return writer.bytes()


def pages_of_pdf(data: bytes) -> list[Page]:
    from wpkit.parsers import pdfium

    with pdfium.Reader(data, None) as reader:
        read = [reader.page(number) for number in range(1, reader.count + 1)]
    return [page for page in read if page is not None]


class _Writer:
    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._parts: dict[str, str] = {}
        self._listed: list[str] = []
        self._templates: list[str] = []
        self._ids = 10

    def add(self, page: Page) -> None:
        d, p = self.dialect, self.dialect.prefix
        number = len(self._listed)
        text = "".join(self._texts(page.glyphs))
        rules = "".join(self._rules(page.rules))
        below = ""
        if d.templates:
            name = f"Tpls/Tpl_{number}/Content.xml"
            self._parts[f"Doc_0/{name}"] = self._page(None, rules)
            self._templates.append(
                f'<{p}TemplatePage ID="{900 + number}" BaseLoc="{self._location("Doc_0", name)}"/>'
            )
            below, rules = f'<{p}Template TemplateID="{900 + number}" ZOrder="Background"/>', ""
        name = f"Pages/Page_{number}/Content.xml"
        self._parts[f"Doc_0/{name}"] = self._page(page, rules + text, below)
        self._listed.append(f'<{p}Page ID="{self._id()}" BaseLoc="{self._location("Doc_0", name)}"/>')

    def bytes(self) -> bytes:
        p = self.dialect.prefix
        self._parts["OFD.xml"] = self._root(
            "OFD",
            f"<{p}DocBody><{p}DocInfo><{p}DocID>0</{p}DocID></{p}DocInfo>"
            f"<{p}DocRoot>{self._location('', 'Doc_0/Document.xml')}</{p}DocRoot></{p}DocBody>",
            ' DocType="OFD" Version="1.0"',
        )
        self._parts["Doc_0/Document.xml"] = self._root(
            "Document",
            f"<{p}CommonData><{p}MaxUnitID>{self._ids}</{p}MaxUnitID>"
            f"<{p}PageArea><{p}PhysicalBox>0 0 210 297</{p}PhysicalBox></{p}PageArea>"
            f"{''.join(self._templates)}</{p}CommonData><{p}Pages>{''.join(self._listed)}</{p}Pages>",
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in self._parts.items():
                info = zipfile.ZipInfo(self.dialect.folder + name, (2030, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, text.encode(self.dialect.encoding, "xmlcharrefreplace"))
        return out.getvalue()

    def _id(self) -> int:
        self._ids += 1
        return self._ids

    def _location(self, folder: str, name: str) -> str:
        if self.dialect.locations == "absolute":
            return f"/{folder}/{name}" if folder else f"/{name}"
        return name.upper().replace("/", "\\") if self.dialect.locations == "careless" else name

    def _root(self, name: str, inner: str, attributes: str = "") -> str:
        d = self.dialect
        space = f" xmlns{':' + d.prefix[:-1] if d.prefix else ''}={quoteattr(d.space)}" if d.space else ""
        return (
            f'<?xml version="1.0" encoding="{d.encoding.upper()}"?>\n'
            f"<{d.prefix}{name}{space}{attributes}>{inner}</{d.prefix}{name}>"
        )

    def _page(self, page: Page | None, objects: str, below: str = "") -> str:
        p = self.dialect.prefix
        area = ""
        if page is not None:
            box = f"0 0 {_mm(page.width)} {_mm(page.height)}"
            area = f"<{p}Area><{p}PhysicalBox>{box}</{p}PhysicalBox></{p}Area>"
        layer = (
            f'<{p}Layer ID="{self._id()}"><{p}PageBlock ID="{self._id()}">{objects}</{p}PageBlock></{p}Layer>'
        )
        return self._root("Page", f"{area}{below}<{p}Content>{layer}</{p}Content>")

    def _own(self, points: float) -> str:
        """A length in the unit of the objects."""
        return f"{points * MM / self.dialect.scale:.3f}".rstrip("0").rstrip(".")

    def _ctm(self, turn: int = 0) -> str:
        s = f"{self.dialect.scale:.6f}"
        if not turn and self.dialect.scale == 1.0:
            return ""
        matrix = {0: (s, "0", "0", s), 90: ("0", s, f"-{s}", "0"), 180: (f"-{s}", "0", "0", f"-{s}")}
        return f' CTM="{" ".join(matrix.get(turn, ("0", f"-{s}", s, "0")))} 0 0"'

    def _texts(self, glyphs: list[Glyph]) -> Iterator[str]:
        p = self.dialect.prefix
        for run in _runs(glyphs, self.dialect.text == "chars"):
            first, last = run[0], run[-1]
            x0, top, x1, bottom = first.x0, first.top, last.x1, first.bottom
            down = (top + bottom) / 2 - top + 0.38 * first.size
            x, y = 0.0, down
            if first.turn:  # the base line of a turned character goes through its box the other way
                across = (x1 - x0) / 2
                x, y = 0.0, across + 0.38 * first.size
                corner = {90: (x1, top), 180: (x1, bottom), 270: (x0, bottom)}[first.turn]
                boundary = f"{_mm(corner[0])} {_mm(corner[1])} 0 0"
                if first.turn == 180:
                    y = down
            else:
                boundary = f"{_mm(x0)} {_mm(top)} {_mm(x1 - x0)} {_mm(bottom - top)}"
            steps = [self._own(b.x0 - a.x0) for a, b in pairwise(run)]
            deltas = _repeats(steps) if self.dialect.text == "runs" else " ".join(steps)
            delta = f' DeltaX="{deltas}"' if steps else ""
            text = escape("".join(g.text for g in run))
            yield (
                f'<{p}TextObject ID="{self._id()}" Boundary="{boundary}" Font="3" Size="{self._own(first.size)}"'
                f'{self._ctm(first.turn)}><{p}TextCode X="{self._own(x)}" Y="{self._own(y)}"{delta}>{text}'
                f"</{p}TextCode></{p}TextObject>"
            )

    def _rules(self, rules: list[Rule]) -> Iterator[str]:
        if self.dialect.rules == "one-path" and rules:
            yield self._path("0 0 0 0", " ".join(map(self._stroke, rules)), "")
            return
        for r in rules:
            wide, high = r.x1 - r.x0, r.bottom - r.top
            boundary = f"{_mm(r.x0)} {_mm(r.top)} {_mm(wide)} {_mm(high)}"
            if self.dialect.rules == "pictures":
                yield f'<{self.dialect.prefix}ImageObject ID="{self._id()}" Boundary="{boundary}" ResourceID="7"/>'
            elif self.dialect.rules == "boxes":
                w, h = self._own(max(wide, 0.5)), self._own(max(high, 0.5))
                yield self._path(
                    boundary, f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C", ' Stroke="false" Fill="true"'
                )
            else:
                yield self._path(boundary, self._stroke(Rule(0, 0, wide, high)), ' LineWidth="0.2"')

    def _stroke(self, r: Rule) -> str:
        if r.x1 - r.x0 >= r.bottom - r.top:
            middle = self._own((r.top + r.bottom) / 2)
            return f"M {self._own(r.x0)} {middle} L {self._own(r.x1)} {middle}"
        middle = self._own((r.x0 + r.x1) / 2)
        return f"M {middle} {self._own(r.top)} L {middle} {self._own(r.bottom)}"

    def _path(self, boundary: str, data: str, how: str) -> str:
        p = self.dialect.prefix
        return (
            f'<{p}PathObject ID="{self._id()}" Boundary="{boundary}"{self._ctm()}{how}>'
            f"<{p}AbbreviatedData>{data}</{p}AbbreviatedData></{p}PathObject>"
        )


def _mm(points: float) -> str:
    return f"{points * MM:.3f}".rstrip("0").rstrip(".")


def _runs(glyphs: list[Glyph], alone: bool) -> Iterator[list[Glyph]]:
    """Characters of one line, size and direction that follow each other."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and (
            alone
            or glyph.turn
            or run[-1].turn
            or abs(glyph.top + glyph.bottom - run[0].top - run[0].bottom) > 0.1
            or abs(glyph.size - run[0].size) > 0.05
            or not 0 < glyph.x0 - run[-1].x0 < 3 * glyph.size
        ):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _repeats(steps: list[str]) -> str:
    """Equal neighbouring steps as `g n v`."""
    parts: list[tuple[str, int]] = []
    for step in steps:
        if parts and parts[-1][0] == step:
            parts[-1] = (step, parts[-1][1] + 1)
        else:
            parts.append((step, 1))
    return " ".join(f"g {n} {v}" if n > 2 else " ".join([v] * n) for v, n in parts)
