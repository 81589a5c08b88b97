"""The numbers that blocks open with, where print hides them → as they are mostly printed.

A heading's number may stand alone above its title, as page templates draw it in a badge and as Word breaks behind
第一部分: the two are put together. 1.65岁以上… looks like a decimal; where the numbers around it say that it is an
item's, a blank is set behind its point. Both are told by the run that the number belongs to, never by the block alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from wpkit.blocks import Block, Cell, Line, Paragraph, Table
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import read_marker
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.structure.labels import only_fields, pieces_of
from wpkit.structure.reflow import line_width, width
from wpkit.text import fold_in_place, number_of

# Numbers alone ----------------------------------------------------------------------------------

_HAN = "[一二三四五六七八九十]{1,3}"
_FRAME = r"[\s/|\\·•.。、,:;\-—–_#*【】\[\]「」『』〔〕<>《》◆◇■□●○▌▎▍┃│▶►➤★☆~〓=+]{0,6}"
_ALONE = pattern(
    _FRAME
    + rf"(?P<number>(?P<part>第(?:{_HAN}|\d{{1,2}})(?:部分|章|篇|节)|part[\s.]{{0,2}}(?:\d{{1,2}}|one|two|three|four|five|six|seven|eight|nine|ten))"
    rf"|(?P<han>{_HAN})|(?P<capital>[壹贰叁肆伍陆柒捌玖拾]{{1,3}})|(?P<bracket>\((?:{_HAN}|\d{{1,2}})\))"
    rf"|(?:no[\s.]{{0,2}})?(?P<zero>0\d)|(?:no[\s.]{{0,2}})?(?P<arabic>\d{{1,2}})|(?P<circle>[\u2460-\u2473\u2776-\u277f]))"
    + _FRAME,
)
# 01 优化营商环境, PART 02 稳工业: on the title's own line; where the file states a heading, any number does
_BESIDE = pattern(
    r"(?:no[\s.]{0,2})?(?P<number>(?:part[\s.]{0,2})?0\d)[\s/|·•:、.]{0,4}(?P<title>[^\W\d_].*)"
)
_IN_HEADING = pattern(r"(?P<number>\d{1,2})[\s/|·•:]{0,4}(?P<title>[^\W\d_].*)")
_WORD_ALONE = pattern(rf"{_FRAME}(?:part|no|chapter|section){_FRAME}")
_NO_WORD = pattern("[^A-Za-z]+")
_LONGEST_ALONE = 16
_LONGEST_TITLE = 40
_SENTENCE = 16  # characters that a title alone seldom has
_ENDS = frozenset("。；;，,、：:")
_WORDS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}


@record()
class _Alone:
    """A number with its title, which the blocks from `start` to `end` hold."""

    start: int
    end: int
    form: str
    value: int
    number: str
    title: str
    opens: bool  # what stands below is what stands below headings


def set_apart(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with each number that stands alone put before its title, as one heading, or before its item: several of
    one form, counted from one, each above a title with items or sentences below it, or above a task with its fields."""
    found = list(_alone(blocks))
    whole: list[_Alone] = []
    for form in dict.fromkeys(a.form for a in found):
        runs: list[list[_Alone]] = []
        for each in (a for a in found if a.form == form):
            if runs and each.value == runs[-1][-1].value + 1:
                runs[-1].append(each)
            elif each.value == 1:
                runs.append([each])
        several = [a for run in runs if len(run) > 1 for a in run]
        if several and 5 * sum(a.opens for a in several) >= 3 * len(several):
            whole += [a for run in runs for a in run]
    out: list[Block] = []
    at = 0
    for each in sorted(whole, key=lambda a: a.start):
        if each.start < at:
            continue
        out += blocks[at : each.start]
        first, last = blocks[each.start], blocks[each.end - 1]
        where, text = first.where.to(last.where), f"{each.number}{each.title}"
        item = each.form.endswith(_ITEM)
        out.append(
            Line(text, where, first.gap)
            if item and isinstance(first, Line)
            else Paragraph(text, where, heading=None if item else _DRAWN)
        )
        at = each.end
    return [*out, *blocks[at:]]


_DRAWN = 9  # a heading by its number, below any that the file states


def _alone(blocks: Sequence[Block]) -> Iterator[_Alone]:
    texts = ["" if isinstance(b, Table) else b.text.strip() for b in blocks]
    for n, text in enumerate(texts):
        if len(text) > _LONGEST_TITLE + _LONGEST_ALONE:
            continue
        key = fold_in_place(text).lower()
        title_at = n + 1
        match = _ALONE.fullmatch(key) if len(key) <= _LONGEST_ALONE else None
        if match is not None:
            start = n - 1 if n and len(texts[n - 1]) <= _LONGEST_ALONE and _word(texts[n - 1]) else n
            title = texts[title_at] if title_at < len(texts) else ""
            form = next(name for name, value in match.groupdict().items() if value and name != "number")
            number = text[match.start(form) : match.end(form)]
            if start < n and "part" in texts[start].lower():
                number, form = f"{_NO_WORD.sub('', texts[start])} {number}", "part"
        elif (beside := _BESIDE.fullmatch(key) or _in_heading(blocks[n], key)) is not None:
            start, title_at, title = n, n, text[beside.start("title") :]
            number = text[beside.start("number") : beside.end("number")]
            form = "part" if key[0] == "p" else "zero" if number[0] in "0０" else "arabic"
        else:
            continue
        value = _value(fold_in_place(number).lower())
        below = title_at + 1
        if value is None:
            continue
        opening = _as_marker(number, form)
        if _may_be_title(title):
            yield _Alone(start, below, form, value, opening, title, _opens(blocks, below))
        elif match is not None and _is_task(title):
            stated = bool(pieces_of(title)[-1].fields) or _states_fields(texts[below : below + 1])
            yield _Alone(start, below, form + _ITEM, value, opening, title, stated)


_ITEM = " item"


def _is_task(text: str) -> bool:
    return text[-1:] in _ENDS_TASK and read_marker(text) is None and not only_fields(text)


_ENDS_TASK = ("。", "；", ";", "）", ")")


def _states_fields(below: Sequence[str]) -> bool:
    """Whether what stands below states a field, or is the label of one."""
    return any(only_fields(text) or header_kind(text) in ("units", "deadline") for text in below if text)


def _in_heading(block: Block, key: str) -> re.Match[str] | None:
    return _IN_HEADING.fullmatch(key) if isinstance(block, Paragraph) and block.heading else None


def _word(text: str) -> bool:
    """Whether a text is the word before a number (PART), which stands above it."""
    return bool(text) and _WORD_ALONE.fullmatch(fold_in_place(text).lower()) is not None


def _value(number: str) -> int | None:
    digits = "".join(c for c in number if c.isdigit() and c.isascii())
    if digits:
        return int(digits)
    word = number.removeprefix("part").strip(" .")
    if word in _WORDS:
        return _WORDS[word]
    marker = read_marker(f"{number} 、")
    return marker.value if marker else number_of(word)


def _as_marker(number: str, form: str) -> str:
    """The number as a paragraph opens with it."""
    return f"{number}. " if form in ("arabic", "zero") else f"{number} "


def _may_be_title(text: str) -> bool:
    return (
        2 <= len(text) <= _LONGEST_TITLE
        and text[-1] not in _ENDS
        and "。" not in text
        and any(map(str.isalpha, text))
        and read_marker(text) is None
        and _ALONE.fullmatch(fold_in_place(text).lower()) is None
        and header_kind(text) not in ("units", "deadline", "number", "person")
        and not is_deadline(text)
        and not only_fields(text)
    )


def _opens(blocks: Sequence[Block], n: int) -> bool:
    """Whether what stands there may stand right below a heading: an item, a sentence, a table."""
    block = blocks[n] if n < len(blocks) else None
    if block is None or isinstance(block, Table):
        return block is not None
    text = block.text.strip()
    if read_marker(text) is not None or text[-1:] in ("。", "；", ";"):
        return True
    return len(text) >= _SENTENCE and not is_units(text)


# Numbers before amounts -------------------------------------------------------------------------

_BEFORE_DIGIT = pattern(r"[\s★☆▲△●◆■※]{0,8}(\d{1,3})\s?[.、．](?=\s?\d)")
_INSIDE = pattern(r"(?<=[。；;）)])\s{0,4}(\d{1,3})\s?[.、．](?=\s?[^\s.、．])")
_MAY_HIDE = pattern(r"(?:^[\s★☆▲△●◆■※]{0,8}|[。；;）)]\s{0,4})\d{1,3}\s?[.、．]\s?\d")
_ABOVE_ITEMS = ("part", "han", "chapter-section", "han-bracket", "article")


@record()
class _Place:
    """Where a number of an item stands, or may stand: `end` is behind its point. A heading above such items has the
    value 0."""

    block: int
    end: int
    value: int
    sure: bool
    first: bool = True  # of its block


def parted(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a blank behind the point of each item's number that a digit follows: 1.65岁以上 → 1. 65岁以上."""
    out = list(blocks)
    hidden: dict[int, list[int]] = {}
    if any(not isinstance(block, Table) and _MAY_HIDE.search(block.text) for block in blocks):
        margin = line_width([block for block in blocks if isinstance(block, Line)])
        hidden = _hidden([p for n in range(len(blocks)) for p in _places_of(blocks, n, margin)])
    for n, ends in {**hidden, **_counted_parts(blocks)}.items():
        block = out[n]
        if not isinstance(block, Table):
            out[n] = replace(block, text=_with_blanks(block.text, ends))
    for block in blocks:
        if isinstance(block, Table):
            _part_cells(block)
    return out


_PART = pattern(r"\s{0,8}([1-9]\d?)[.．](\d{1,2})(?=[^\W\d_])")
_LEAST_PARTS = 3


def _counted_parts(blocks: Sequence[Block]) -> dict[int, list[int]]:
    """Where the numbers 1.1 1.2 2.1 … end that blocks open with and words follow at once: three at least that run on."""
    out: dict[int, list[int]] = {}
    run: list[tuple[int, int]] = []
    last = (0, 0)
    for n, block in enumerate([*blocks, None]):
        match = _PART.match(block.text) if isinstance(block, Line | Paragraph) else None
        if match is None and block is not None:
            continue
        value = (int(match[1]), int(match[2])) if match else (0, 0)
        if not run or value not in ((last[0], last[1] + 1), (last[0] + 1, 1)):
            if len(run) >= _LEAST_PARTS:
                out |= {at: [end] for at, end in run}
            run = []
        if match is not None and (run or value[1] == 1):
            run.append((n, match.end()))
            last = value
    return out


def _part_cells(table: Table) -> None:
    """The same in the cells of each column, where the others of it open with numbers."""
    columns: dict[int, list[Cell]] = {}
    for row in table.rows:
        for cell in row.cells:
            if cell.text.strip():
                columns.setdefault(cell.column, []).append(cell)
    for cells in columns.values():
        if not any(_BEFORE_DIGIT.match(cell.text) for cell in cells):
            continue
        places = [place for k, cell in enumerate(cells) for place in _places(k, cell.text, True)]
        for n, ends in _hidden(places).items():
            cells[n].text = _with_blanks(cells[n].text, ends)


def _with_blanks(text: str, ends: Sequence[int]) -> str:
    for at in reversed(ends):
        text = f"{text[:at]} {text[at:]}"
    return text


_NEAR = 8  # numbers behind one that may be decimals


def _hidden(places: Sequence[_Place]) -> dict[int, list[int]]:
    """Behind which points of each block a digit hides an item's number: it goes on from the item before or begins below
    a heading, and the next number goes on from it."""
    out: dict[int, list[int]] = {}
    last = counted = 0  # the last number, and the last since a heading
    for n, place in enumerate(places):
        if not place.value:
            counted = 0
            continue
        runs_on = place.value == last + 1 or (place.value == 1 and not counted)
        near = places[n + 1 : n + 1 + _NEAR]
        below = next((p for p in near if p.sure or p.value == place.value + 1), None)
        goes_on = (
            below.value == place.value + 1
            if below is not None and (below.value > 1 or not below.first or place.value == 1)
            else place.first and place.value > 1
        )
        if not place.sure and not (runs_on and goes_on):
            continue
        last = counted = place.value
        if not place.sure:
            out.setdefault(place.block, []).append(place.end)
    return out


_MEASURES = frozenset("个家项处座所条公万亿户人名岁周米亩吨场次件套台辆年月日")


def _places_of(blocks: Sequence[Block], n: int, margin: int | None) -> Iterator[_Place]:
    block = blocks[n]
    if isinstance(block, Table):
        return
    if isinstance(block, Paragraph) and block.heading == _DRAWN:
        yield _Place(n, 0, 0, True)
        return
    begins = isinstance(block, Paragraph) or margin is None or n == 0 or _closed(blocks[n - 1], margin)
    yield from _places(n, block.text, begins)


def _places(n: int, text: str, begins: bool) -> Iterator[_Place]:
    """`begins`: the text is no rest of the one before."""
    marker = read_marker(text)
    match = _BEFORE_DIGIT.match(text) if begins else None
    if marker is not None and marker.notation == "arabic":
        yield _Place(n, marker.end, marker.value, True)
    elif match is not None and (
        marker is None or (marker.notation == "decimal" and text[marker.end] in _MEASURES)
    ):
        yield _Place(n, match.end(), int(match[1]), False)
    elif marker is not None and marker.notation in _ABOVE_ITEMS:
        yield _Place(n, 0, 0, True)
    for inside in _INSIDE.finditer(text):
        if inside.start():
            yield _Place(
                n, inside.end(), int(inside[1]), not text[inside.end() :].lstrip()[:1].isdigit(), False
            )


def _closed(block: Block, margin: int) -> bool:
    """Whether what a block says is finished, so that what follows it begins anew; lines wrap at `margin`."""
    if not isinstance(block, Line):
        return True
    text = block.text.strip()
    return text[-1:] in _CLOSES or width(text) < margin - _LEFT_FREE or only_fields(text)


_LEFT_FREE = 8
_CLOSES = frozenset("。；;：:！!？?）)】]”")
