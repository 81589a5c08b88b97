"""Texts that were parted: which old text now stands, piece by piece, in several new ones.

The same question with the sides exchanged finds texts that were put together. A part lies almost wholly in its
whole, no two parts in the same place of it, and the parts make up most of it: two texts that share a phrase do not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from wpkit.records import record

# Shares of characters: of a part that its whole has, of a whole that its parts have, of what a part has of the
# whole that no other part has.
PART_IN_WHOLE, WHOLE_IN_PARTS, OF_ITS_OWN = 0.7, 0.65, 0.6
# Shorter runs of characters are in many texts.
SHORTEST_RUN, SHORTEST_PART = 3, 4
# A pair of characters that more texts than this share says nothing, and looking at it takes time.
COMMON = 400


@record(frozen=True)
class Parting:
    """The whole, by its place in its list, and its parts in the order of theirs. `likeness`: the share of all their
    characters that whole and parts have in common."""

    whole: int
    parts: tuple[int, ...]
    likeness: float


def partings(
    wholes: Sequence[str], parts: Sequence[str], pairs: Iterable[tuple[int, int, float]]
) -> list[Parting]:
    """Wholes that were parted. `pairs` are (place in wholes, place in parts, likeness) of those already matched: a
    whole is parted into its partner and texts without one, or into texts without one; what is equal stays so."""
    matched = list(pairs)
    partner = {i: j for i, j, likeness in matched if likeness < 1}
    settled = {i for i, _, likeness in matched if likeness >= 1}
    free = sorted(set(range(len(parts))) - {j for _, j, _ in matched})
    open_wholes = [i for i in range(len(wholes)) if i not in settled]
    found: list[Parting] = []
    taken: set[int] = set()
    candidates = _candidates(wholes, parts, open_wholes, free)
    for i in open_wholes:
        likely = [j for j in candidates.get(i, ()) if j not in taken]
        if i in partner:
            likely.append(partner[i])
        parting = _parting(i, wholes[i], {j: parts[j] for j in likely})
        if parting and (i not in partner or partner[i] in parting.parts):
            taken |= set(parting.parts)
            found.append(parting)
    return found


def _candidates(
    wholes: Sequence[str], parts: Sequence[str], open_wholes: Sequence[int], free: Sequence[int]
) -> dict[int, list[int]]:
    """For each whole the free parts that most of their pairs of characters are in."""
    having: dict[str, list[int]] = defaultdict(list)
    for i in open_wholes if free else ():
        for pair in _pairs(wholes[i]):
            having[pair].append(i)
    found: dict[int, list[int]] = defaultdict(list)
    for j in free:
        own = _pairs(parts[j])
        shared = Counter(
            i for pair in own if len(having.get(pair, ())) <= COMMON for i in having.get(pair, ())
        )
        for i, count in shared.items():
            if count >= len(own) / 2:
                found[i].append(j)
    return found


def _parting(whole_at: int, whole: str, parts: dict[int, str]) -> Parting | None:
    covers: dict[int, set[int]] = {}
    for j, text in parts.items():
        cover = _cover(whole, text)
        if len(text) >= SHORTEST_PART and len(cover) >= PART_IN_WHOLE * len(text):
            covers[j] = cover
    chosen: dict[int, set[int]] = {}
    for j in sorted(covers, key=lambda j: (-len(covers[j]), j)):
        others = set().union(*chosen.values())
        if len(covers[j] - others) >= OF_ITS_OWN * len(covers[j]):
            chosen[j] = covers[j]
    common = len(set().union(*chosen.values()))
    if len(chosen) < 2 or common < WHOLE_IN_PARTS * len(whole):
        return None
    length = len(whole) + sum(len(parts[j]) for j in chosen)
    return Parting(whole_at, tuple(sorted(chosen)), round(2 * common / max(length, 2 * common), 3))


def _cover(whole: str, part: str) -> set[int]:
    """The places of the whole whose characters the part has, in runs and in order."""
    blocks = SequenceMatcher(None, whole, part, autojunk=False).get_matching_blocks()
    return {at for a, _, size in blocks if size >= SHORTEST_RUN for at in range(a, a + size)}


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(max(1, len(text) - 1))} if text else set()
