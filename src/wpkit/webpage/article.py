"""A page's items → which of them are the notice's own text.

Each item is weighed as content or as furniture (links, lines that sites print, elements named as
navigation). The article is the element that holds the most content against the least furniture; a name
that publishing systems give to articles counts as evidence, never as proof.
"""

from __future__ import annotations

import re

from wpkit.text import fold
from wpkit.webpage.flow import Grid, Item, Text
from wpkit.webpage.furniture import is_furniture, is_mostly_links, is_named_article, is_named_furniture
from wpkit.webpage.tree import Element

_SENTENCE = re.compile("[。；，、：:;,]")
# Each piece of furniture weighs against an element as much as this many characters for it, and more.
_FURNITURE_LEAST, _SITE_LINE_LEAST, _FURNITURE_TIMES = 40, 12, 3
_NAMED_SHARE = 0.15
_SHORT_SHARE = 0.4
_FEW = 3
# An element that holds this much of a page's text is no furniture, whatever its name.
_NEVER_FURNITURE = 0.4


def size_of(item: Item) -> int:
    if isinstance(item, Text):
        return len(fold(item.text))
    return sum(len(fold(t)) for t in item.texts)


def article_of(body: Element, items: list[Item], box: set[int]) -> tuple[list[int], set[int]]:
    """The indices of the article's items in order, and of those that are furniture by their element."""
    elements = list(body.iter())
    order = {element: i for i, element in enumerate(elements)}
    ends = _ends(elements, order)
    sizes = [0 if i in box else size_of(item) for i, item in enumerate(items)]
    total = sum(sizes) or 1
    around = _named_furniture(elements, order, items, sizes, total)
    good, bad = [0.0] * len(elements), [0.0] * len(elements)
    for index, item in enumerate(items):
        at = order[item.element]
        if index in box:
            continue
        if index in around or is_furniture(item):
            # a line that sites print is left out by itself; links and named elements come with others that are not known
            strange = index in around or is_mostly_links(item)
            bad[at] += max(sizes[index], _FURNITURE_LEAST if strange else _SITE_LINE_LEAST)
        else:
            whole = isinstance(item, Grid) or sizes[index] >= 25 or bool(_SENTENCE.search(item.text))
            good[at] += sizes[index] * (1.0 if whole else _SHORT_SHARE)
    for i in range(len(elements) - 1, 0, -1):
        parent = order.get(elements[i].getparent())
        if parent is not None:
            good[parent] += good[i]
            bad[parent] += bad[i]
    chosen = _choose(elements, order, good, bad)
    places = [order[item.element] for item in items]
    while chosen and chosen in places and sum(chosen <= place < ends[chosen] for place in places) < _FEW:
        # one long paragraph is no article: what stands beside it belongs to it
        chosen = order[elements[chosen].getparent()]
    inside = [i for i, place in enumerate(places) if chosen <= place < ends[chosen]]
    return inside, around


def _ends(elements: list[Element], order: dict[Element, int]) -> list[int]:
    """For each element the index behind its last descendant, in document order."""
    ends = [i + 1 for i in range(len(elements))]
    for i in range(len(elements) - 1, 0, -1):
        parent = order.get(elements[i].getparent())
        if parent is not None:
            ends[parent] = max(ends[parent], ends[i])
    return ends


def _named_furniture(
    elements: list[Element], order: dict[Element, int], items: list[Item], sizes: list[int], total: int
) -> set[int]:
    """The items in elements whose tag or name says furniture, unless much of the page is in them."""
    held = [0] * len(elements)
    for item, size in zip(items, sizes, strict=True):
        held[order[item.element]] += size
    parents = [order.get(element.getparent(), -1) for element in elements]
    for i in range(len(elements) - 1, 0, -1):
        held[parents[i]] += held[i]
    inside = [False] * len(elements)
    for i in range(1, len(elements)):
        inside[i] = inside[parents[i]] or (
            held[i] < total * _NEVER_FURNITURE
            and is_named_furniture(elements[i])
            and not is_named_article(elements[i])
        )
    return {k for k, item in enumerate(items) if inside[order[item.element]]}


def _choose(elements: list[Element], order: dict[Element, int], good: list[float], bad: list[float]) -> int:
    """Down from the body to the element that holds nearly all content, then the best of those passed."""
    chain = [0]
    while True:
        children = [order[c] for c in elements[chain[-1]] if c in order]
        best = max(children, key=lambda c: good[c], default=None)
        if best is None or good[best] < good[chain[-1]] * 0.5 or not good[best]:
            break
        if elements[best].tag == "table" and not any(good[order[c]] for c in elements[best] if c in order):
            break
        chain.append(best)
    named = next((i for i in reversed(chain) if is_named_article(elements[i])), None)

    def score(i: int) -> float:
        bonus = good[0] * _NAMED_SHARE if i == named else 0.0
        return good[i] - _FURNITURE_TIMES * bad[i] + bonus

    return max(reversed(chain), key=score)


def trim(items: list[Item], inside: list[int], around: set[int], box: set[int]) -> list[int]:
    """The article's items without the furniture in it: links at its ends, and lines that sites print."""
    kept = [
        i for i in inside
        if i not in around and i not in box and not (isinstance(items[i], Text) and _is_site_line(items[i]))
    ]  # fmt: skip
    while kept and is_mostly_links(items[kept[-1]]):
        kept.pop()
    while kept and is_mostly_links(items[kept[0]]):
        kept.pop(0)
    return kept or [i for i in inside if i not in box]


def _is_site_line(item: Item) -> bool:
    return is_furniture(item) and not is_mostly_links(item)
