"""Paragraphs of a body → a tree of numbered items.

A paragraph that begins with a marker opens an item on the level of its notation; others belong to the
item above them. A paragraph that holds a whole run of markers (a body flattened into one paragraph) is cut at them.
Headings without a number group the items below them, and paragraphs behind a bullet (▲ —— ●) are items
where each states its own units; neither is a section.
Whether an item's first sentence is its heading is decided for all items of one notation together, or for those below one
heading.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import field

from wpkit.blocks import Paragraph, Table, Where
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import fused_heading, header_kind, is_leader_heading, is_time_heading
from wpkit.fields.numbering import LEVELS, Marker, read_marker, row_number
from wpkit.fields.units import is_units, unit_likeness
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.structure.labels import (
    assigning_sentence,
    bracket_fields,
    brackets,
    closed_up,
    content_label,
    cut_records,
    kept_pieces,
    labels_in,
    only_fields,
    states_content,
    unit_heading,
    whole_labels,
)
from wpkit.text import number_of


@record()
class Item:
    """An item: `title` its heading without number and final 。 (None for plain text), `paragraphs`
    its own text without number and title. `level` is that of its notation; an unnumbered heading stands right
    above what it groups."""

    marker: Marker
    where: Where
    text: str  # the first paragraph without its number
    paragraphs: list[Paragraph] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    parent: Item | None = None
    title: str | None = None
    id: str = ""
    level: float = 0.0
    over_table: bool = False

    @property
    def number(self) -> str | None:
        """The printed number; None behind a bullet and for an unnumbered heading."""
        return self.marker.number or None

    def lines(self) -> list[str]:
        """The texts of its paragraphs, the first without its number."""
        return [self.text, *(p.text for p in self.paragraphs)]

    def walk(self) -> Iterator[Item]:
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> list[Item]:
        """The items around this one, outermost first."""
        out: list[Item] = []
        item = self.parent
        while item is not None:
            out.insert(0, item)
            item = item.parent
        return out


@record()
class Outline:
    """`preamble` is what stands before the first item; `under` tells for each table, by its id(), below which
    item it stands."""

    preamble: list[Paragraph]
    items: list[Item]
    under: dict[int, Item] = field(default_factory=dict)
    counted: int = 0  # the last number 1. 2. 3. in it

    def walk(self) -> Iterator[Item]:
        for item in self.items:
            yield from item.walk()


def build_outline(parts: Sequence[Paragraph | Table], begins: Collection[int] = ()) -> Outline:
    """The outline of the paragraphs; tables are only noted with the item that they stand below. `begins`: the id() of
    parts that stand below nothing before them (the first of an annex)."""
    outline = Outline([], [])
    stack: list[Item] = []
    run: list[Paragraph] = []
    for part in parts:
        if id(part) in begins:
            _add(outline, stack, run)
            run = []
            stack.clear()
            outline.counted = 0
        if isinstance(part, Paragraph):
            run.append(part)
            continue
        _add(outline, stack, run)
        run = []
        if stack:
            outline.under[id(part)] = stack[-1]
            stack[-1].over_table = True
    _add(outline, stack, run)
    _drop_closing_words(outline)
    _titles(outline)
    return outline


# What stands above 一、 though the level of its notation is the same or a lower one.
_ABOVE_HAN = {"part": LEVELS["han"] - 0.5, "chapter-section": LEVELS["han"] - 0.25}


def _add(outline: Outline, stack: list[Item], paragraphs: list[Paragraph]) -> None:
    whole = _unframed(cut_records(whole_labels(cut_inline(paragraphs, outline.counted))), bool(stack))
    unnumbered = _unnumbered(whole, bool(stack)) or ({} if stack else _records(whole))
    above = _above_their_own(whole)
    for n, paragraph in enumerate(whole):
        marker, level = unnumbered.get(n, (None, 0.0))
        if marker is None:
            marker = read_marker(paragraph.text, outline.counted)
            level = float(marker.level) if marker else 0.0
            if marker and marker.notation == "arabic":
                outline.counted = marker.value
            if marker:
                level = _ABOVE_HAN.get(marker.notation, level)
                level = above.get((marker.notation, paragraph.heading), level)
        if marker is None or (marker.end >= len(paragraph.text) and n not in unnumbered):
            (stack[-1].paragraphs if stack else outline.preamble).append(paragraph)
            continue
        while stack and stack[-1].level >= level:
            stack.pop()
        item = Item(
            marker,
            paragraph.where,
            paragraph.text[marker.end :].strip(),
            parent=stack[-1] if stack else None,
            level=level,
        )
        (stack[-1].children if stack else outline.items).append(item)
        stack.append(item)


def _above_their_own(paragraphs: Sequence[Paragraph]) -> dict[tuple[str, int | None], float]:
    """The levels of numbered headings, by notation and the level that the file states for them, above which the level of
    their notation does not put them: under one of them numbers of its own level or a higher one begin anew."""
    out: dict[tuple[str, int | None], float] = {}
    heading: tuple[str, int | None] | None = None
    for paragraph in paragraphs:
        marker = read_marker(paragraph.text)
        if marker is None:
            continue
        own = marker.notation, paragraph.heading
        if heading is not None and marker.value == 1 and own != heading and not paragraph.heading:
            level = marker.level - 0.5
            if level < min(LEVELS[heading[0]], out.get(heading, level + 1)):
                out[heading] = level
        heading = own if paragraph.heading else None
    return out


def _drop_closing_words(outline: Outline) -> None:
    """Takes what the notice says at its end (以上任务，各单位要认真落实。) off its last item, where items end with the units
    or times that they state. An item that has said no more than its heading by then goes on with it."""
    leaves = [i for i in outline.walk() if not i.children]
    if len(leaves) < 3 or not leaves[-1].paragraphs:
        return
    *others, last = leaves
    stating = [item for item in others if any(map(_assigns, item.lines()))]
    heading_alone = len(kept_pieces(last.text, usual=True)[0].content) <= _MAX_HEADING_ALONE
    if 2 * len(stating) >= len(others) > 0 and all(_assigns(item.lines()[-1], last=True) for item in stating):
        while not _assigns(last.lines()[-1], last=True) and any(map(_assigns, last.lines()[:-1])):
            if heading_alone and not _TO_ALL.match(last.paragraphs[-1].text):
                break
            last.paragraphs.pop()


_MAX_HEADING_ALONE = 14
_TO_ALL = pattern(r"\s{0,8}(?:以上|上述|各|请|凡|特此|联系人|附件|本(?:方案|要点|清单|计划))")


def _assigns(text: str, *, last: bool = False) -> bool:
    """Whether a paragraph states units or a time of its task; `last`: at its end."""
    pieces = kept_pieces(text, usual=True)
    return any(p.fields.units or p.fields.deadlines for p in (pieces[-1:] if last else pieces))


# Without a number -------------------------------------------------------------------------------

_BULLET = pattern(r"\s*(?:[▲△▼●◆◇■□★☆◎•▪➤►▶]|[—―]{2}|--)\s*(?=[^\W\d_])")
_ORDINAL = pattern(
    r"\s*(?P<number>第(?P<value>[一二三四五六七八九十]{1,3})[件项]?)[，,、：:]\s*(?![一二三四五六七八九十])",
    needs="第",
)
_LONGEST_NAME = 30
_NO_NAME = frozenset("。；;：:，,！!？?、")


def _unnumbered(paragraphs: Sequence[Paragraph], inside: bool) -> dict[int, tuple[Marker, float]]:
    """The paragraphs that open an item without a number, with its level: headings, and bullets that state fields.

    A heading is a short line by itself right above a numbered item; 第一， is read as a bullet is. Words alone could be
    the rest of something, so two of them are asked for unless the file or a bullet marks them.
    """
    markers = [read_marker(p.text) for p in paragraphs]
    bullets = _bullets(paragraphs, markers)
    out: dict[int, tuple[Marker, float]] = {}
    plain: list[int] = []
    last: dict[str, int] = {}
    # a body over the first item is its heading, and so are others below that numbers run on under
    by_units = not inside and len(markers) > 1 and markers[0] is None and is_units(paragraphs[0].text)
    for n, paragraph in enumerate(paragraphs):
        marker = markers[n]
        if marker is not None:
            last[marker.notation] = marker.value
            continue
        below = markers[n + 1] if n + 1 < len(paragraphs) else None
        bullet = bullets[n]
        end = bullet.end() if bullet else 0
        name = paragraph.text[end:].strip()
        by_whom_or_when = is_time_heading(name) or is_leader_heading(name)
        if (
            below is None
            or not (by_whom_or_when or _may_be_heading(name, begins=by_units or below.value == 1))
            or below.value not in (1, last.get(below.notation, 0) + 1)
            or (n and header_kind(name) == "content" and only_fields(paragraphs[n - 1].text))
        ):
            continue  # a label among others (责任单位：… / 主要内容) is no heading
        if bullet or paragraph.heading is not None:
            out[n] = Marker("", "heading", 0, end), below.level - 0.5
        elif (n or inside) and not by_whom_or_when and not _closed(paragraphs[n - 1].text if n else "。"):
            continue
        else:
            plain.append(n)
    if len(plain) + len(out) > 1:
        for n in plain:
            below = markers[n + 1]
            out[n] = Marker("", "heading", 0, 0), (below.level if below else 1) - 0.5
    for n in _labels_over(paragraphs, markers):
        out[n] = Marker("", "heading", 0, 0), (markers[n + 1] or Marker("", "bullet", 0, 0)).level - 0.5
    for n, level in _charged_prose(paragraphs, markers):
        out.setdefault(n, (Marker("", "heading" if level < LEVELS["bullet"] else "bullet", 0, 0), level))
    items = [n for n, bullet in enumerate(bullets) if bullet and n not in out]
    stating = [n for n in items if _states_units(paragraphs, n, markers, bullets)]
    if len(stating) > 1 and len(stating) >= 0.6 * len(items):
        for n in items:
            out[n] = _marker_of(bullets[n]), LEVELS["bullet"]  # type: ignore[arg-type]
    return out


def _bullets(paragraphs: Sequence[Paragraph], markers: Sequence[Marker | None]) -> list[re.Match[str] | None]:
    """The bullet that each paragraph opens with, or its ordinal; 第二， is one only where 第一， opens a paragraph too."""
    out: list[re.Match[str] | None] = []
    counted = 0
    for paragraph, marker in zip(paragraphs, markers, strict=True):
        bullet = _BULLET.match(paragraph.text) if marker is None else None
        ordinal = _ORDINAL.match(paragraph.text) if marker is None and bullet is None else None
        if ordinal is not None and (value := number_of(ordinal["value"])) in (1, counted + 1):
            bullet, counted = ordinal, value or 0
        out.append(bullet)
    return out


def _records(paragraphs: Sequence[Paragraph]) -> dict[int, tuple[Marker, float]]:
    """The paragraphs that open an item where nothing at all is numbered: the names of tasks, each with label lines below it
    that state its units, two at least."""
    if any(read_marker(p.text) for p in paragraphs):
        return {}
    if begun := _begun_by_label(paragraphs):
        return {n: (Marker("", "bullet", 0, 0), float(LEVELS["bullet"])) for n in begun}
    fields = [only_fields(p.text) for p in paragraphs]
    ends = [n for n, own in enumerate(fields) if own and not (n + 1 < len(fields) and fields[n + 1])]
    begins = [n for n, own in enumerate(fields) if own and n and not fields[n - 1]]
    if len(begins) < 2 or len(begins) != len(ends):
        return {}
    sizes = [begin - end - 1 for end, begin in zip(ends, begins[1:], strict=False)]
    opens = [begins[0] - min(sizes), *(end + 1 for end in ends[:-1])]
    stating = sum(
        any(piece.fields.units for p in paragraphs[a : b + 1] for piece in kept_pieces(p.text, usual=True))
        for a, b in zip(begins, ends, strict=True)
    )
    if opens[0] < 0 or stating < len(opens):
        return {}
    numbers = [row_number(paragraphs[n].text) for n in opens]
    if all(numbers):
        # each number on a line of its own
        return {
            n: (Marker(number, "arabic", k, len(paragraphs[n].text)), float(LEVELS["arabic"]))
            for k, (n, number) in enumerate(zip(opens, numbers, strict=True), 1)
            if number
        }
    return {n: (Marker("", "bullet", 0, 0), float(LEVELS["bullet"])) for n in opens}


def _begun_by_label(paragraphs: Sequence[Paragraph]) -> list[int]:
    """The paragraphs that open with the label of a content (任务：…), the same one two times at least, where each of them
    and the label lines below it up to the next state units or a time; none where others open so."""
    stated = [kept_pieces(p.text, usual=True) if only_fields(p.text) else () for p in paragraphs]
    words = [content_label(p.text) if own else "" for p, own in zip(paragraphs, stated, strict=True)]
    begun = [n for n, word in enumerate(words) if word]
    if len(begun) < 2 or len({words[n] for n in begun}) > 1:
        return []
    for a, b in itertools.pairwise([*begun, len(paragraphs)]):
        own = list(itertools.takewhile(bool, stated[a:b]))
        if not any(x.fields.units or x.fields.deadlines for pieces in own for x in pieces):
            return []
        if b < len(paragraphs) and len(own) < b - a:
            return []
    return begun


_FRAME = pattern(r"\s{0,8}[【〖]([^【】〖〗]{2,40})[】〗]\s{0,8}[:：]?\s{0,8}", needs="【〖")


def _unframed(paragraphs: Sequence[Paragraph], inside: bool) -> list[Paragraph]:
    """The paragraphs with the frame taken off headings in one (【区教育局】 above its items): of lines in a frame the first
    stands before any item, or nothing else above a number that begins anew. Elsewhere they are the units of the item above."""
    out = list(paragraphs)
    framed = {n: match[1].strip() for n, p in enumerate(out) if (match := _FRAME.fullmatch(p.text))}
    if not framed:
        return out
    first = min(framed)
    markers = [read_marker(p.text) for p in out]
    above = [m for m in markers[:first] if m is not None]
    opens = not inside and not above
    for n, name in framed.items():
        below = markers[n + 1] if n + 1 < len(out) else None
        if below is not None and (opens or below.value == 1):
            out[n] = Paragraph(name, out[n].where, out[n].heading or 1)
    return out


def _marker_of(mark: re.Match[str]) -> Marker:
    """The marker of a bullet, or of an ordinal (第一，), which is a number as 第一条 is."""
    ordinal = mark.groupdict().get("number")
    if ordinal is None:
        return Marker("", "bullet", 0, mark.end())
    return Marker(ordinal, "article", number_of(mark["value"]) or 0, mark.end())


_BEFORE_COLON = pattern("[:：]")


def _labels_over(paragraphs: Sequence[Paragraph], markers: Sequence[Marker | None]) -> list[int]:
    """The label lines of units that stand over the items which they charge: several, each above a number that begins
    anew, the first before any item or right below a heading. Where it stands before any item, others with the same
    label may stand above numbers that go on; below the last item there is none."""
    found: list[int] = []
    goes_on = ""
    for n, (paragraph, marker) in enumerate(zip(paragraphs, markers, strict=True)):
        if marker is not None or not _is_unit_label(paragraph.text):
            continue
        below = markers[n + 1] if n + 1 < len(markers) else None
        above = markers[n - 1] if n else None
        label = _BEFORE_COLON.split(paragraph.text, maxsplit=1)[0].strip()
        if not found and not any(markers[:n]):
            goes_on = label
        if below is None or not (
            goes_on == label
            or (below.value == 1 and (found or (above is not None and above.level < below.level)))
        ):
            return []
        found.append(n)
    return found if len(found) > 1 else []


def _is_unit_label(text: str) -> bool:
    """Whether a paragraph is a label with units (责任单位：甲) and nothing else."""
    return only_fields(text) and any(piece.fields.units for piece in kept_pieces(text))


def _charged_prose(
    paragraphs: Sequence[Paragraph], markers: Sequence[Marker | None]
) -> Iterator[tuple[int, float]]:
    """The lines that name a body alone, each above paragraphs without numbers that are its tasks, and these, with their
    levels. Several such lines are asked for, each opens what stands below a heading or ends in a colon, and no paragraph
    below them names units of its own."""
    texts = [p.text for p in paragraphs]
    heads = {
        n
        for n, (text, marker) in enumerate(zip(texts, markers, strict=True))
        if marker is None and _heads_prose(texts, markers, n)
    }
    if len(heads) < 2:
        return
    found: list[tuple[int, float]] = []
    charged = False
    level = 0.0
    for n, (text, marker) in enumerate(zip(texts, markers, strict=True)):
        if marker is not None:
            charged, level = False, float(marker.level)
        elif n in heads and (
            charged or text[-1] in "：:" or n == 0 or _names_what_follows(texts, markers, n - 1)
        ):
            charged = True
            found.append((n, level + 0.5))
        elif charged and any(piece.fields.units for piece in kept_pieces(text, usual=True)):
            return
        elif charged:
            found.append((n, float(LEVELS["bullet"])))
    if sum(n in heads for n, _ in found) == len(heads):
        yield from found


def _heads_prose(texts: Sequence[str], markers: Sequence[Marker | None], n: int) -> bool:
    """Whether a line is a body's name above a sentence without a number."""
    below = texts[n + 1] if n + 1 < len(texts) and markers[n + 1] is None else ""
    return (
        below[-1:] in tuple("。；;")
        and texts[n][-1] not in _CLOSES
        and len(texts[n]) <= _LONGEST_NAME
        and unit_heading(texts[n]) is not None
        and not labels_in(texts[n], sure=True)  # 责任单位：县城管局 is of the item that it stands in
    )


def _names_what_follows(texts: Sequence[str], markers: Sequence[Marker | None], n: int) -> bool:
    """Whether a paragraph is a numbered heading alone, or says that what follows is what it speaks of (分解如下。)."""
    text = texts[n]
    return text[-1] not in _CLOSES if markers[n] is not None else text[-1] in "：:" or "如下" in text[-16:]


_CLOSES = frozenset("。；;！!？?")


def _may_be_heading(text: str, *, begins: bool) -> bool:
    """Whether a line can be a heading that nothing marks: a few words, no sentence, list or label, no time. A unit can
    where the numbers begin anew below it (`begins`); elsewhere it may be that of the item above."""
    short = 2 <= len(text) <= _LONGEST_NAME and not set(text) & _NO_NAME and text[-1] not in _CLOSING
    return short and not is_deadline(text) and (begins or not is_units(text))


_CLOSING = frozenset("）)】]》”")


def _closed(before: str) -> bool:
    """Whether what stands above a line is finished: a sentence, a bracket, a label's value, an item's name."""
    return before[-1] in "。；;！!？?" or before[-1] in _CLOSING or only_fields(before)


def _states_units(
    paragraphs: Sequence[Paragraph],
    n: int,
    markers: Sequence[Marker | None],
    bullets: Sequence[re.Match[str] | None],
) -> bool:
    """Whether a bulleted paragraph names its units, itself, in the paragraph below it or in label lines there."""
    if any(piece.fields.units for piece in kept_pieces(paragraphs[n].text, usual=True)):
        return True
    for k in range(n + 1, len(paragraphs)):
        if markers[k] is not None or bullets[k] is not None:
            return False
        if any(piece.fields.units for piece in kept_pieces(paragraphs[k].text, usual=True)):
            return True
        if not only_fields(paragraphs[k].text):
            return False
    return False


# Inline markers ---------------------------------------------------------------------------------

# Behind a sentence or bracket; behind a heading or a label's value, which have no mark at their end, as `_cuts` says,
# but not where the numeral is of a word before it (第一、第二产业, 周一、周二, 统一、规范).
_INLINE = pattern(
    r"(?=[（(一二三四五六七八九十\d])(?:"  # most places need not be tried
    r"(?<=[。；;：:）)！？\s”\]】〕])(?=[（(]?[一二三四五六七八九十]{1,3}[）)、]|\d{1,4}\s*[.、．](?!\d))"
    r"|(?<=[^\W\d_a-zA-Z])(?=[（(][一二三四五六七八九十]{1,3}[）)](?=[^\W\d_a-zA-Z])|\d{1,4}\s{0,2}[.、．]\s{0,2}(?=[^\W\d_a-zA-Z])|(?<![第周期拜初高大小统唯单划归逐万专一二三四五六七八九十])[一二三四五六七八九十]{1,3}、(?=[^\W\d_a-zA-Z])))"
)


def cut_run(text: str) -> list[str]:
    """A text that opens with a number, cut before each number that goes on from it behind a sentence or bracket."""
    last = read_marker(text)
    if last is None:
        return [text]
    inside = brackets(text)
    cuts = [0]
    for match in _INLINE.finditer(text):
        at = match.start()
        marker = read_marker(text[at : at + 40])
        if (
            marker is None
            or at == 0
            or text[at - 1] not in "。；;）)】]"
            or any(a < at < b for a, b in inside)
        ):
            continue
        if marker.notation == last.notation and marker.value == last.value + 1:
            cuts.append(at)
            last = marker
    return [text[a:b].strip() for a, b in itertools.pairwise([*cuts, len(text)])]


_SHORTEST_RUN = 12


def cut_inline(paragraphs: Sequence[Paragraph], counted: int = 0) -> list[Paragraph]:
    """The paragraphs with whole labels, those with a run of markers in them cut before each marker of the run;
    `counted` is the last number 1. 2. 3. before them."""
    out: list[Paragraph] = []
    last: dict[str, int] = {"arabic": counted} if counted else {}
    for paragraph, following in zip(paragraphs, _following([p.text for p in paragraphs]), strict=True):
        whole = closed_up(paragraph.text)
        marker = read_marker(whole, last.get("arabic", 0))
        if marker:
            last[marker.notation] = marker.value
        cuts = _cuts(whole, marker, last, following) if len(whole) > _SHORTEST_RUN else []
        cuts = sorted({*cuts, *_charged_cuts(whole, cuts, following)})
        at = 0
        for cut in [*cuts, len(whole)]:
            text = whole[at:cut].strip()
            if text:
                out.append(Paragraph(text, paragraph.where, paragraph.heading))
            at = cut
    return out


def _following(texts: Sequence[str]) -> list[dict[str, int]]:
    """For each paragraph the numbers that the next ones of each notation open with, up to a heading above these."""
    out: list[dict[str, int]] = []
    following: dict[str, int] = {}
    for text in reversed(texts):
        out.append(following)
        marker = read_marker(text)
        if marker is not None:
            following = {n: value for n, value in following.items() if LEVELS[n] <= marker.level}
            following[marker.notation] = marker.value
    return out[::-1]


def _cuts(text: str, opening: Marker | None, last: dict[str, int], following: dict[str, int]) -> list[int]:
    """Where a paragraph that begins with `opening` is cut: at markers outside brackets that run on (一、 二、 三、) in it,
    or from it into the paragraphs behind it, which open with the `following` numbers."""
    inside = brackets(text)
    found: list[tuple[int, Marker]] = []
    # 1.…；2.…；3.… alone in a paragraph are items; behind words, or with one bracket at the end, they are a sentence
    listed = (
        opening is not None
        and opening.notation == "arabic"
        and opening.value == 1
        and not kept_pieces(text)[-1].fields
    )
    passed, counted = 0, last.get("arabic", 0)
    for match in _INLINE.finditer(text):
        at = match.start()
        while passed < len(inside) and inside[passed][1] <= at:
            passed += 1
        if passed < len(inside) and inside[passed][0] < at:
            continue
        marker = read_marker(text[at : at + 40], counted)
        if marker is None or at + marker.end >= len(text):
            continue
        goes_on = marker.value == 1 or last.get(marker.notation) == marker.value - 1
        goes_on = goes_on and following.get(marker.notation) == marker.value + 1
        if marker.notation == "arabic" and text[at - 1] in "；;：:" and not listed and not goes_on:
            continue
        counted = marker.value if marker.notation == "arabic" else counted
        found.append((at, marker))
    cuts: list[int] = []
    seen = dict(last)
    seconds = {marker.notation: n for n, (_, marker) in enumerate(found) if marker.value == 2}
    for n, (at, marker) in enumerate(found):
        if (
            text[at - 1] not in "。；;：:）)！？”]】〕"
            and not text[at - 1].isspace()
            and not _behind_heading(text, at, cuts)
            and not _behind_field(text, at, cuts)
        ):
            continue
        runs_on = seen.get(marker.notation) == marker.value - 1
        seconds_below = following.get(marker.notation) == 2 and (
            opening is None or opening.level < marker.level
        )
        begins = marker.value == 1 and (seconds.get(marker.notation, -1) > n or seconds_below)
        if not begins and marker.value == 1 and n + 1 < len(found):
            # the only heading of its level, over a run of items: 一、…（一）…（二）…
            below = found[n + 1][1]
            begins = (
                below.level > marker.level and below.value == 1 and seconds.get(below.notation, -1) > n + 1
            )
        if runs_on or begins:
            cuts.append(at)
            seen[marker.notation] = marker.value
    if len(cuts) == 1 and found and not _heading_run(cuts, found, last):
        second = next(m for at, m in found if at == cuts[0])
        if following.get(second.notation) == second.value + 1 and (
            opening is None or opening.level < second.level
        ):
            last.update(seen)
            return cuts
        # 1.…；2.…。: two items that nothing closes together
        pair = listed and second.notation == "arabic" and second.value == 2 and text[cuts[0] - 1] in "；;。"
        # 4.…（甲负责）5.…: an item that its own units close, and the next behind it
        closed = opening is not None and opening.notation == second.notation
        closed = closed and bool(kept_pieces(text[: cuts[0]].strip())[-1].fields)
        if not (pair or closed):
            return []
    last.update(seen)
    return cuts


_SUB_ITEM = pattern(
    r"(?:^|(?<=[。；;：:！？）)\]】〕”\s])|(?<=[^\W\d_a-zA-Z])(?=[（(]1[）)]|①))(?:[（(]\d{1,2}[）)]|[①-⑳])"
)
_FIRST_SUB_ITEMS = ("1）", "1)", "①")


def _charged_cuts(text: str, cuts: Sequence[int], following: dict[str, int]) -> list[int]:
    """Where the items that a paragraph is cut into are cut in their turn: at （1） （2） or ① ② of which most state
    their own units or time; the paragraphs behind it, which open with the `following` numbers, may go on with them."""
    out: list[int] = []
    if not any(first in text for first in _FIRST_SUB_ITEMS):
        return out
    for start, end in itertools.pairwise([0, *cuts, len(text)]):
        run = _sub_items(text[start:end])
        ends = [*(at for at, _ in run[1:]), end - start]
        size = len(run)
        if run and end == len(text):
            size += following.get(run[0][1].notation) == size + 1
        if size < 2:
            continue
        charged = [
            bool(kept_pieces(text[start + at : start + stop].strip(), usual=True)[-1].fields)
            for (at, _), stop in zip(run, ends, strict=True)
        ]
        # a bracket behind the last alone is that of all; an item here and there may lack its own
        if any(charged[:-1] or charged) and (2 * sum(charged) > len(run) or all(charged[:-1])):
            out += [start + at for at, _ in run if start + at]
    return out


def _sub_items(text: str) -> list[tuple[int, Marker]]:
    """The places of （1） （2） … or ① ② … that count up from one in an item, outside brackets."""
    run: list[tuple[int, Marker]] = []
    inside: Sequence[tuple[int, int]] | None = None
    passed = 0
    for match in _SUB_ITEM.finditer(text):
        at = match.start()
        marker = read_marker(text[at : at + 8])
        if marker is None or marker.value != len(run) + 1 or (run and marker.notation != run[0][1].notation):
            continue
        inside = brackets(text) if inside is None else inside
        while passed < len(inside) and inside[passed][1] <= at:
            passed += 1
        if passed == len(inside) or inside[passed][0] >= at:
            run.append((at, marker))
    return run


_ENDS = pattern("[。；;]", needs="。；;")


def _behind_heading(text: str, at: int, cuts: Sequence[int]) -> bool:
    """Whether what stands between the last cut and here can be a heading: short, one clause or two."""
    start = cuts[-1] if cuts else 0
    if at - start > _MAX_RUN_IN:
        return False
    heading = text[start:at]
    marker = read_marker(heading)
    return marker is not None and not _ENDS.search(heading)


_LONGEST_VALUE = 150
_LIKE_UNITS = 0.5
_MARKED = pattern("[。；;：:]", needs="。；;：:")


def _behind_field(text: str, at: int, cuts: Sequence[int]) -> bool:
    """Whether what stands right before here is the value of a label of units or time, which no mark closes
    (责任科室：甲科、乙科等2.…)."""
    before = text[max(cuts[-1] if cuts else 0, at - _LONGEST_VALUE) : at]
    labels = labels_in(before, sure=True)
    if not labels or labels[-1][3] not in ("units", "deadline"):
        return False
    value = before[labels[-1][1] :].strip()
    if not value or _MARKED.search(value) or read_marker(value) is not None:
        return False
    return is_deadline(value) or unit_likeness(value) >= _LIKE_UNITS


def _heading_run(cuts: Sequence[int], found: Sequence[tuple[int, Marker]], last: dict[str, int]) -> bool:
    """A single cut is one only where it goes on a run of the paragraphs before: （一） here, （二） there."""
    marker = next(m for at, m in found if at == cuts[0])
    return marker.notation in ("han", "han-bracket") and marker.notation in last


# Headings -----------------------------------------------------------------------------------------

_FIRST = pattern(r"[^。！？!?]*[。！？!?]")
# A blank parts a heading from its text where that is a sentence; in a heading alone it stands for a comma, and a
# converter sets one beside each number.
_BLANK_BEHIND = pattern(
    r"([^。；;：:，,\s]{3,29}[^\W\d_a-zA-Z”》）)])[\s\u3000]+(?=\S{12,})(?=.*[，,；;：:（(])"
)
_PARTED = pattern("[，,；;：:]")
_MAX_HEADING = 60
_MAX_RUN_IN = 45


def _titles(outline: Outline) -> None:
    """Gives every item its title, one decision for each notation; where the whole notice says no, one for the items
    under each heading (targets of one sentence each under one, headed tasks under another)."""
    groups: dict[str, list[Item]] = {}
    for item in outline.walk():
        groups.setdefault(item.marker.notation, []).append(item)
    for notation, items in groups.items():
        headed = items if _mostly_headed(items) else _headed_groups(items)
        styled = set(map(id, headed))
        for item in items:
            item.title, rest = _split(item, id(item) in styled, notation)
            if rest:
                item.paragraphs.insert(0, Paragraph(rest, item.where))


def _headed_groups(items: Sequence[Item]) -> list[Item]:
    """Those of the items of one notation that stand, at whatever depth, below a heading under which nearly all of them
    begin with a heading sentence."""
    below: dict[int, list[Item]] = {}
    for item in items:
        for above in item.ancestors():
            below.setdefault(id(above), []).append(item)
    return [item for group in below.values() if _nearly_all_headed(group) for item in group]


_NEARLY_ALL = 0.8


def _nearly_all_headed(items: Sequence[Item]) -> bool:
    heads, others = _heads_and_others(items)
    return heads > 1 and heads >= _NEARLY_ALL * (heads + others) and 2 * heads > len(items)


def _first_sentence(text: str) -> tuple[str, str]:
    """The first sentence without its final mark, and the rest."""
    match = _FIRST.match(text)
    if not match:
        blank = _BLANK_BEHIND.match(text)
        if blank:
            return blank.group(1), text[blank.end() :]
        return text, ""
    return match.group()[:-1].strip(), text[match.end() :].strip()


_AMOUNT = pattern(
    r"[\d%％]|[一二三四五六七八九十百千]{1,4}(?:万|亿|个|家|项|户|人|所|座|公里|亩|条|件|场|次|套|名|吨)"
)


# “一件事” is a name, no amount, and so is what brackets hold: 动员阶段（3月1日至15日）
_QUOTED = pattern("“[^”]*”|[（(][^（）()]*[）)]", needs="“（(")


def _mostly_headed(items: Sequence[Item]) -> bool:
    heads, others = _heads_and_others(items)
    return heads > 0 and heads >= 0.6 * (heads + others)


def _heads_and_others(items: Sequence[Item]) -> tuple[int, int]:
    """How many of the items begin with what can be a heading sentence, a short one, without amounts, with more text
    behind it, and how many surely do not."""
    heads = others = 0
    for item in items:
        head, rest = _first_sentence(item.text)
        head = _QUOTED.sub("", head)
        if not rest and _under(item):
            continue  # a heading in a paragraph of its own
        amount = _AMOUNT.search(head) is not None
        short = not amount and (len(head) <= 20 or (len(head) <= 32 and not _PARTED.search(head)))
        long = amount or len(head) > _MAX_RUN_IN or head.count("，") + head.count(",") >= 2
        if (long and not short) or (not _body_of(rest) and not _under(item)):
            others += 1  # no heading, or one sentence and its fields: plain text
        elif short:
            heads += 1
    return heads, others


def _body_of(rest: str) -> str:
    """What an item says behind its first sentence, its fields aside."""
    if not rest or only_fields(rest):
        return ""
    body = kept_pieces(rest)[0].content
    return "" if assigning_sentence(body) == body else body


def _under(item: Item) -> bool:
    """Whether anything but fields stands under the item's first paragraph."""
    return (
        item.over_table
        or bool(item.children)
        or any(not only_fields(p.text) or states_content(p.text) for p in item.paragraphs)
    )


_NAME_LABEL = pattern(r"^(?:项目|任务|工作|事项|实事|工程)名称\s*[:：]\s*(?=\S)", needs="名称")


def _split(item: Item, run_in: bool, notation: str) -> tuple[str | None, str]:
    """The item's title and what remains of its text."""
    text = item.text = _NAME_LABEL.sub("", item.text)
    if not text or (item.marker.level > 2 and not item.children and states_content(text)):
        return None, text
    if fused := fused_heading(text):
        return fused, text[len(fused) :].lstrip("：: \u3000")
    head, rest = _first_sentence(text)
    if not rest:
        # one sentence: a heading if something stands under it and it states no fields of its own
        pieces = kept_pieces(text)
        heading = item.marker.level < 3 and not any(p.fields.units or p.fields.deadlines for p in pieces)
        plain = heading or not any(p.fields for p in pieces)  # 一、主要任务：抓好以下工作
        under = _under(item)
        if under and len(text) <= _MAX_HEADING and plain:
            if len(pieces) == 1 and pieces[0].fields.people and text.startswith(pieces[0].content):
                head = pieces[0].content.rstrip("：:。；; ") or head  # 基金监管（牵头领导：…）
            return head.rstrip("：:。；; "), text[len(head) :].lstrip("：:。；; ")
        if under and not plain and len(pieces) == 1 and len(pieces[0].content) <= _MAX_HEADING:
            # a heading with its units in a bracket; they stay with the item's own text
            content = pieces[0].content
            if not content:
                return None, text
            title = content.rstrip("。；;：: ")
            return title, text[len(title) :].lstrip("。；;：: ")
        if plain and notation in ("han", "part") and len(text) <= 40 and text[-1] not in "。；;":
            return head.rstrip("：:"), ""
        if head != text.rstrip("。！？!?") and len(head) <= 30:
            return head, text[len(head) :].strip()
        return None, text
    if not run_in and not (item.children and len(head) <= _MAX_RUN_IN):
        return None, text
    inside = brackets(head) if not item.children else []
    if inside and inside[-1][0] > 0 and inside[-1][1] == len(head):
        start, end = inside[-1]
        stated = bracket_fields(head[start + 1 : end - 1], closing=True, usual=False)
        if stated and stated.deadlines and not stated.units:
            head, rest = head[:start], rest + head[start:]  # 动员阶段（3月1日至15日）。制定方案。
    if not _body_of(rest) and not _under(item):
        return None, text
    if len(head) > _MAX_RUN_IN or (not run_in and ("；" in head or ";" in head)):
        return None, text
    return head.rstrip("：:"), rest
