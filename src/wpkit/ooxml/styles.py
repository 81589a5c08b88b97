"""styles.xml → what a style says of its paragraphs: numbering, outline level, alignment, hidden text."""

from __future__ import annotations

from wpkit.ooxml.package import Element, W, integer, is_on, value
from wpkit.records import record

_MAX_CHAIN = 32


@record(frozen=True)
class Style:
    """A style with what it inherits. `number_style` is the style that states `number_id`."""

    number_id: str | None = None
    number_level: int | None = None
    number_style: str | None = None
    outline: int | None = None
    justify: str | None = None
    hidden: bool = False


PLAIN = Style()


class Styles:
    def __init__(self, root: Element | None) -> None:
        self._nodes: dict[str, Element] = {}
        self._known: dict[str, Style] = {}
        self.default: str | None = None
        for node in () if root is None else root.iterfind(W + "style"):
            name = node.get(W + "styleId")
            if not name:
                continue
            self._nodes[name] = node
            if node.get(W + "type") == "paragraph" and node.get(W + "default") in ("1", "true", "on"):
                self.default = name

    def get(self, name: str | None) -> Style:
        """The style of this id with all it inherits; the default paragraph style for None."""
        name = name or self.default
        if name is None or name not in self._nodes:
            return PLAIN
        if name not in self._known:
            self._known[name] = self._resolve(name)
        return self._known[name]

    def _chain(self, name: str) -> list[str]:
        chain: list[str] = []
        step: str | None = name
        while step in self._nodes and step not in chain and len(chain) < _MAX_CHAIN:
            chain.append(step)
            step = value(self._nodes[step], "basedOn")
        return chain

    def _resolve(self, name: str) -> Style:
        number_id = level = owner = outline = justify = None
        hidden: bool | None = None
        for step in self._chain(name):
            node = self._nodes[step]
            if hidden is None:
                hidden = is_on(node.find(W + "rPr"), "vanish")
            properties = node.find(W + "pPr")
            if properties is None:
                continue
            if outline is None:
                outline = integer(value(properties, "outlineLvl"))
            if justify is None:
                justify = value(properties, "jc")
            numbers = properties.find(W + "numPr")
            if numbers is not None and number_id is None:
                if level is None:
                    level = integer(value(numbers, "ilvl"))
                number_id = value(numbers, "numId")
                owner = step if number_id else None
        return Style(number_id, level, owner, outline, justify, bool(hidden))
