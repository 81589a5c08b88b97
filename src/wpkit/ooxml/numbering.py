"""numbering.xml → the number that Word prints before each numbered paragraph.

Call `Numbering.label` once for each numbered paragraph in document order: it counts. Lists that share
an abstract definition share its counters; a `startOverride` starts them anew at the first use of its list.
"""

from __future__ import annotations

import re
from dataclasses import field

from wpkit.ooxml.numerals import numeral
from wpkit.ooxml.package import Element, W, integer, is_on, value
from wpkit.ooxml.styles import Style, Styles
from wpkit.records import record

LEVELS = 9
_HOLE = re.compile(r"%([1-9])")
# Bullets in Symbol and Wingdings stand in the private use area.
_BULLETS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf06c": "●", "\uf06e": "■", "\uf075": "◆", "\uf071": "❑", "\uf0d8": "➢",
    "\uf0fc": "✓", "\uf0fe": "☑", "\uf0a8": "◻", "\uf076": "❖", "\uf0e0": "→", "\uf0b2": "✧", "o": "○",
}  # fmt: skip


@record()
class Level:
    """One level of a list. `text` holds %1 to %9 where the numbers of levels stand; `restart` as in
    `w:lvlRestart`; `suffix` is tab, space or nothing."""

    start: int = 1
    kind: str = "decimal"
    custom: str | None = None
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None

    @property
    def bullet(self) -> bool:
        return self.kind == "bullet"


@record()
class NumberedList:
    """One `w:num`: the definition it points to, its own levels and starts."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


def _level(node: Element) -> Level:
    formats = [n for n in node.iter(W + "numFmt") if n.getparent() is node] or list(node.iter(W + "numFmt"))
    kind, custom = "decimal", None
    if formats:
        kind, custom = formats[0].get(W + "val", "decimal"), formats[0].get(W + "format")
    text = value(node, "lvlText") or ""
    start = integer(value(node, "start"))
    return Level(
        start=1 if start is None else start,
        kind=kind,
        custom=custom,
        text=text,
        suffix=value(node, "suff") or "tab",
        restart=integer(value(node, "lvlRestart")),
        legal=bool(is_on(node, "isLgl")),
        style=value(node, "pStyle"),
    )


def _levels(node: Element) -> dict[int, Level]:
    found = {}
    for child in node.iterfind(W + "lvl"):
        index = integer(child.get(W + "ilvl"))
        if index is not None and 0 <= index < LEVELS:
            found[index] = _level(child)
    return found


class Counters:
    """Counts the paragraphs of lists. `levels` are the definitions by name, `lists` what points to them."""

    def __init__(self) -> None:
        self.levels: dict[str, dict[int, Level]] = {}
        self.lists: dict[str, NumberedList] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def label(self, number_id: str, index: int) -> tuple[str, str]:
        """The printed number and what parts it from the text ("", " "); counts one on."""
        entry = self.lists[number_id]
        levels = {**self.levels.get(entry.abstract, {}), **entry.levels}
        level = levels.get(index)
        if level is None:
            return "", ""
        counts = self._counts.setdefault(entry.abstract, [None] * LEVELS)
        if number_id not in self._begun:
            self._begun.add(number_id)
            for first in entry.starts:
                counts[first:] = [None] * (LEVELS - first)
        before = counts[index]
        counts[index] = entry.starts.get(index, level.start) if before is None else before + 1
        for deeper in range(index + 1, LEVELS):
            rule = levels[deeper].restart if deeper in levels else None
            if rule is None or (rule and index < rule):
                counts[deeper] = None
        return self._printed(entry, levels, level, counts), "" if level.suffix == "nothing" else " "

    def _printed(
        self, entry: NumberedList, levels: dict[int, Level], level: Level, counts: list[int | None]
    ) -> str:
        if level.bullet:
            char = level.text[:1]
            return _BULLETS.get(char, "•" if not char or "\ue000" <= char <= "\uf8ff" else level.text)

        def fill(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            known = levels.get(index)
            if known is None or known.bullet:
                return ""
            count = counts[index]
            if count is None:
                count = entry.starts.get(index, known.start)
            return numeral(count, "decimal" if level.legal else known.kind, known.custom)

        return _HOLE.sub(fill, level.text)


class Numbering(Counters):
    """The lists of a Word package."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        super().__init__()
        self._links: dict[str, str] = {}
        self._styles = styles
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        for node in root.iterfind(W + "abstractNum"):
            name = node.get(W + "abstractNumId", "")
            self.levels[name] = _levels(node)
            link = value(node, "numStyleLink")
            if link and not self.levels[name]:
                self._links[name] = link
        for node in root.iterfind(W + "num"):
            entry = NumberedList(value(node, "abstractNumId") or "")
            for override in node.iterfind(W + "lvlOverride"):
                index = integer(override.get(W + "ilvl"))
                start = integer(value(override, "startOverride"))
                if index is None:
                    continue
                if start is not None:
                    entry.starts[index] = start
                own = override.find(W + "lvl")
                if own is not None:
                    entry.levels[index] = _level(own)
            self.lists[node.get(W + "numId", "")] = entry
        for name, link in self._links.items():
            target = self.lists.get(self._styles.get(link).number_id or "")
            if target:
                for entry in self.lists.values():
                    if entry.abstract == name:
                        entry.abstract = target.abstract

    def of_paragraph(self, properties: Element | None, style: Style) -> tuple[str, int] | None:
        """The list and the level of a paragraph, by its own `numPr` or its style's; None for no number."""
        number_id, level = style.number_id, style.number_level
        direct = None if properties is None else properties.find(W + "numPr")
        if direct is not None:
            number_id = value(direct, "numId") or number_id
            level = integer(value(direct, "ilvl"))
            if level is None and number_id == style.number_id:
                level = style.number_level
        if number_id in (None, "0") or number_id not in self.lists:
            return None
        if level is None:
            level = self._level_of(number_id, style.number_style) if direct is None else 0
        return number_id, min(max(level, 0), LEVELS - 1)

    def _level_of(self, number_id: str, style: str | None) -> int:
        """The level that names this style as its own."""
        levels = self.levels.get(self.lists[number_id].abstract, {})
        return next((index for index, level in levels.items() if style and level.style == style), 0)


def before(number: str, gap: str, text: str) -> str:
    """A text behind its number. The gap that a tab or blank makes stays where digits or Latin letters stand
    at one side of it: 1. 2031年, and goes between Chinese marks: 一、总体要求."""
    if not number:
        return text
    if text and not number[-1].isascii() and not text[0].isascii():
        gap = ""
    return (number + gap + text).strip()
