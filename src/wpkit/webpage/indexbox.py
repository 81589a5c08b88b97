"""The index box that a site prints over a notice (索引号, 发文机关, 文号, 成文日期) → the notice's head.

Sites set it as a table, a list, or spans in a row, with or without colons. What its labels state is told in
`fields.boxlabels`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wpkit.fields.boxlabels import DESCRIBING, OF_PAGES, STATING, TELLING, stated
from wpkit.text import squeeze
from wpkit.webpage.flow import Grid, Item, Text

# Labels are printed with blanks between their characters to fill a column.
_LABEL = "|".join(
    r"[\s\u3000]*".join(label)
    for label in sorted({*STATING, *DESCRIBING, *OF_PAGES}, key=lambda label: (-len(label), label))
)
_ALONE = re.compile(rf"\s*[【\[]?({_LABEL})[】\]]?\s*[:：]?\s*")
_INSIDE = re.compile(rf"(?<![\u4e00-\u9fff])[【\[]?({_LABEL})[】\]]?\s*[:：]")
_LONGEST_LINE = 300
_LONGEST_BOX = 2500
# Lines of one box stand no further apart than this.
_REACH = 3


def find_box(items: list[Item]) -> tuple[dict[str, str], set[int]]:
    """The head that the page's index box states, and which items make up the box; both empty without one."""
    return _best([(_tokens(item), isinstance(item, Text)) for item in items])


def find_piped_box(lines: Sequence[str]) -> tuple[dict[str, str], set[int]]:
    """The same of a page saved as text, whose box has a "|" behind each cell."""
    rows = [line.replace("｜", "|") for line in lines]
    cells = [[c.strip() for c in row.split("|") if c.strip()] if "|" in row else [] for row in rows]
    # a longer cell holds the paper itself, saved without its line breaks
    return _best([(row if max(map(len, row), default=0) <= _LONGEST_LINE else [], False) for row in cells])


def _best(lines: list[tuple[list[str], bool]]) -> tuple[dict[str, str], set[int]]:
    """The box with the most labels among lines, each with its pieces and whether it is a line of words."""
    best: tuple[int, dict[str, str], set[int]] = (0, {}, set())
    group: list[int] = []
    labelled = [i for i, (tokens, words) in enumerate(lines) if _has_labels(tokens, words)]
    for index in [*labelled, len(lines) + _REACH]:
        if group and index - group[-1] > _REACH:
            pairs = _pairs([t for i in group for t in lines[i][0]])
            known = {label for label, _ in pairs}
            if len(known) > max(best[0], 2) and known & TELLING:
                best = (len(known), stated(pairs), set(group))
            group = []
        if index < len(lines):
            group.append(index)
            following = lines[index + 1] if index + 1 < len(lines) else ([], False)
            if _is_open(lines[index][0]) and following[0] and not _has_labels(*following):
                group.append(index + 1)
    return best[1], best[2]


def _has_labels(tokens: list[str], words: bool) -> bool:
    labels = sum(_ALONE.fullmatch(t) is not None or _INSIDE.search(t) is not None for t in tokens)
    return labels > 0 and (words or labels * 4 >= len(tokens))


def _is_open(tokens: list[str]) -> bool:
    """Whether a line ends with a label that still wants its value."""
    return bool(tokens) and _ALONE.fullmatch(tokens[-1]) is not None


def _tokens(item: Item) -> list[str]:
    """The pieces of a line or table that may be labels and values; none where it is too long for a box."""
    if isinstance(item, Grid):
        texts = item.texts
        return texts if sum(map(len, texts)) <= _LONGEST_BOX and len(item.rows) <= 20 else []
    if len(item.text) > _LONGEST_LINE:
        return []
    parts = item.parts or [item.text]
    if len(parts) > 1 and sum(_ALONE.fullmatch(p) is not None for p in parts):
        return parts
    return [item.text]


def _pairs(tokens: list[str]) -> list[tuple[str, str]]:
    """(label, value) in printed order; a label followed by another label has the value ""."""
    pairs: list[tuple[str, str]] = []
    waiting: str | None = None
    for token in tokens:
        alone = _ALONE.fullmatch(token)
        if alone:
            if waiting:
                pairs.append((waiting, ""))
            waiting = squeeze(alone.group(1))
            continue
        found = list(_INSIDE.finditer(token))
        if found and (not waiting or found[0].start() == 0):
            if waiting:
                pairs.append((waiting, ""))
                waiting = None
            for this, following in zip(found, [*found[1:], None], strict=True):
                value = token[this.end() : following.start() if following else len(token)].strip()
                pairs.append((squeeze(this.group(1)), value))
            if pairs[-1][1] == "":
                waiting = pairs.pop()[0]
        elif waiting:
            pairs.append((waiting, token.strip()))
            waiting = None
    if waiting:
        pairs.append((waiting, ""))
    return pairs
