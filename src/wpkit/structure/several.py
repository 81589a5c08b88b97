"""The parts of a file → where further notices begin in it, where somebody put several into one file.

A further notice opens with a covering title of its own, or with a title of work points of some year, behind a body
that has begun; numbers begin anew below it. What the notice before it covers, annexes or names is part of that one.
"""

from __future__ import annotations

from collections.abc import Sequence

from wpkit.blocks import Paragraph, Table
from wpkit.fields.numbering import read_marker
from wpkit.patterns import pattern
from wpkit.structure.head import Part
from wpkit.structure.head.openings import names_annex, opening_of, over_opening
from wpkit.text import fold, simplify

# The body of a notice begins within so many paragraphs of its title; behind a letter that covers it, of so many.
_NEAR, _COVERED = 4, 40
_MOST_NAMES, _LONGEST_NAMING = 20, 400


def openings(parts: Sequence[Part]) -> list[int]:
    """Where the titles of notices behind the first stand; mostly there is none."""
    return _Openings(parts).found()


class _Openings:
    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        # the sheets of a workbook are one paper, whatever stands over their tables
        self.texts = [
            simplify(p.text.strip()) if isinstance(p, Paragraph) and p.where.sheet is None else ""
            for p in parts
        ]
        self.markers = [read_marker(text) if text else None for text in self.texts]

    def found(self) -> list[int]:
        begins: list[int] = []
        body = top = 0  # how much of a body has been passed, and the level of its first number
        covers = False  # a covering title whose paper has not come
        since = 0  # where the notice began
        names: list[str] = []  # what the notice says of other papers, its own titles among it
        listing = False  # in a list of annexes
        i = 0
        while i < len(self.parts):
            text, marker = self.texts[i], self.markers[i]
            step = 1
            if isinstance(self.parts[i], Table):
                body += 2
            elif marker is not None and marker.end < len(text):
                top = top or marker.level
                body += 1
            elif text and (opening := opening_of(self.texts, i)) and opening[0] != "number":
                kind, step = opening
                title = fold("".join(self.texts[i : i + step])).strip("《》")
                anew = (
                    body > 1
                    and not (kind == "title" and covers)
                    and not self._annexed(i, since, names, title)
                )
                below = self._body_below(i + step, top, kind) if anew else None
                if below is not None and (
                    kind == "call" or isinstance(below, Paragraph) or self._is_other(since, i, title, below)
                ):
                    begins.append(i)
                    body, top, names, since = 0, 0, [], i
                covers = kind == "call" and body < 2
                names.append(title)
            listing = text.startswith("附") or (
                listing and marker is not None and marker.notation == "arabic"
            )
            says = listing or (body < 2 and any(word in text for word in ("《", "附", "印发")))
            if says and len(names) < _MOST_NAMES and len(text) <= _LONGEST_NAMING:
                names.append(fold(text))
            i += step
        return begins

    def _annexed(self, i: int, since: int, names: Sequence[str], title: str) -> bool:
        """Whether a title is that of an annex, or of a paper that the notice has named, or stands over it again (a
        running head). Papers of another year behind a mark of an annex (附件2) are annexed elsewhere."""
        above = [text for text in self.texts[max(0, i - 3) : i] if text][-2:]
        marked = any(map(names_annex, above)) and not self._of_other_year(since, i, title)
        return marked or any(title in name for name in names)

    def _of_other_year(self, since: int, i: int, title: str) -> bool:
        """Whether a title names another year than the head of the notice before it."""
        years = set(_YEAR.findall(self._head(since, i)))
        return bool(years) and not years & set(_YEAR.findall(title))

    def _head(self, since: int, i: int) -> str:
        return fold("".join(self.texts[since : min(i, since + _HEAD)]))

    def _body_below(self, start: int, top: int, kind: str) -> Part | None:
        """The table, or the first of several items, that a title stands over: numbers begin anew in it, no deeper than
        those above."""
        near, first = _NEAR if kind == "title" else _COVERED, None
        for j in range(start, len(self.parts)):
            marker = self.markers[j]
            if isinstance(self.parts[j], Table):
                return first or self.parts[j]
            if marker is not None:
                if first is not None:
                    return first
                if marker.value != 1 or (top and marker.level > top):
                    return None
                first = self.parts[j]
            elif self.texts[j] and first is None:
                near -= 1
                if near < 0 or (kind == "title" and names_annex(self.texts[j])):
                    return None
        return None

    def _is_other(self, since: int, i: int, title: str, table: Part) -> bool:
        """Whether a title over a table is another notice's, not that of a table which breaks down what stands before it:
        it names another year or place, or the table repeats nothing of the body."""
        head = self._head(since, i)
        if self._of_other_year(since, i, title) or any(place not in head for place in _PLACE.findall(title)):
            return True
        if any(isinstance(self.parts[k], Table) for k in range(since, i)) or not isinstance(table, Table):
            return False
        above = [fold(text) for text in self.texts[since:i]]
        runs = {text[k : k + _RUN] for text in above for k in range(len(text) - _RUN + 1)}
        rows = [fold(max((c.text for c in row.cells), key=len, default="")) for row in table.rows]
        told = [row for row in rows if len(row) >= _RUN]
        repeated = sum(any(row[k : k + _RUN] in runs for k in range(len(row) - _RUN + 1)) for row in told)
        return repeated < _REPEATED * len(told)


# A head is so many paragraphs at most; a row repeats the body with so many characters on end.
_HEAD, _RUN, _REPEATED = 20, 7, 0.2
_YEAR = pattern(r"20\d\d(?=年)")
_PLACE = pattern(r"(?:^|年)([^\W\d]{1,5}?[省市区县旗镇乡])", needs="省市区县旗镇乡")


# Of an index box, keys and values may stand on lines of their own.
_MOST_OVER, _LONGEST_VALUE = 16, 40


def with_head(texts: Sequence[str], at: int, floor: int = 0) -> int:
    """Where the head of a notice begins whose title stands there: its number, an index box, what a page prints over it."""
    first = at
    for i in range(at - 1, max(floor, at - _MOST_OVER) - 1, -1):
        text = texts[i].strip()
        if (text and over_opening(text, below=first == i + 1 < at)) or (
            names_annex(text) and not any(t.strip() for t in texts[i + 1 : first])
        ):
            first = i
        elif len(text) > _LONGEST_VALUE or text.endswith(("。", "；")) or read_marker(text):
            break
    return first
