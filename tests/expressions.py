"""What can be said of every match of a regular expression: its first characters, words that it must have."""

from __future__ import annotations

import re
import re._constants as sre
import re._parser as parser
from itertools import product
from typing import Any

# More strings than this are not spelled out.
_MOST = 4000


def needed(expression: str, flags: int, needs: str | tuple[str, ...]) -> bool:
    """Whether each string that the expression matches has one of `needs` inside it."""
    ignore_case = bool(flags & re.IGNORECASE)
    return _sequence_needs(parser.parse(expression, flags), tuple(needs), ignore_case)


def _sequence_needs(sequence: Any, needs: tuple[str, ...], ignore_case: bool) -> bool:
    """Stretches of the sequence whose strings can all be spelled out are joined: a need may stand across them."""
    spelled = {""}
    for item in sequence:
        strings = _strings(item, ignore_case)
        if strings is not None and len(strings) * len(spelled) <= _MOST:
            spelled = {a + b for a, b in product(spelled, strings)}
            continue
        if _all_hold(spelled, needs) or _item_needs(item, needs, ignore_case):
            return True
        spelled = strings if strings is not None else {""}
    return _all_hold(spelled, needs)


def _all_hold(strings: set[str], needs: tuple[str, ...]) -> bool:
    return all(any(need in string for need in needs) for string in strings)


def _item_needs(item: Any, needs: tuple[str, ...], ignore_case: bool) -> bool:
    kind, value = str(item[0]), item[1]
    if kind == "BRANCH":
        return all(_sequence_needs(branch, needs, ignore_case) for branch in value[1])
    if kind == "SUBPATTERN":
        return _sequence_needs(value[3], needs, ignore_case)
    if kind == "ASSERT":
        return _sequence_needs(value[1], needs, ignore_case)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return value[0] > 0 and _sequence_needs([*value[2]] * value[0], needs, ignore_case)
    return False


def _strings(item: Any, ignore_case: bool) -> set[str] | None:
    """Every string that one item of a parsed expression matches; None where they are too many."""
    kind, value = str(item[0]), item[1]
    if kind == "LITERAL":
        char = chr(value)
        return {char, char.lower(), char.upper()} if ignore_case else {char}
    if kind == "IN":
        return _members(value, ignore_case)
    if kind in ("ASSERT_NOT", "AT"):
        return {""}
    if kind == "ASSERT":
        return None
    if kind == "BRANCH":
        alternatives = [_spelled(branch, ignore_case) for branch in value[1]]
        return None if None in alternatives else set().union(*filter(None, alternatives))
    if kind == "SUBPATTERN":
        return _spelled(value[3], ignore_case)
    if kind in ("MAX_REPEAT", "MIN_REPEAT"):
        inner = _spelled(value[2], ignore_case)
        if (
            inner is None
            or value[1] > 4
            or sum(len(inner) ** n for n in range(value[0], value[1] + 1)) > _MOST
        ):
            return None
        return {"".join(one) for n in range(value[0], value[1] + 1) for one in product(inner, repeat=n)}
    return None


def _members(members: Any, ignore_case: bool) -> set[str] | None:
    found: set[str] = set()
    for kind, value in members:
        if str(kind) == "LITERAL":
            found |= _strings((kind, value), ignore_case) or set()
        elif str(kind) == "RANGE" and value[1] - value[0] < 200:
            found |= {chr(c) for c in range(value[0], value[1] + 1)}
        else:
            return None
    return found


def _spelled(sequence: Any, ignore_case: bool) -> set[str] | None:
    spelled = {""}
    for item in sequence:
        strings = _strings(item, ignore_case)
        if strings is None or len(strings) * len(spelled) > _MOST:
            return None
        spelled = {a + b for a, b in product(spelled, strings)}
    return spelled


def first_characters(pattern: str) -> set[str] | None:
    """What a match of the pattern can begin with; None for (nearly) anything."""
    chars, _ = _of_sequence(parser.parse(pattern, re.VERBOSE | re.ASCII))
    return chars


def _of_sequence(items: Any) -> tuple[set[str] | None, bool]:
    chars: set[str] = set()
    for op, argument in items:
        found, may_be_empty = _of_one(op, argument)
        if found is None:
            return None, may_be_empty
        chars |= found
        if not may_be_empty:
            return chars, False
    return chars, True


def _of_one(op: Any, argument: Any) -> tuple[set[str] | None, bool]:
    if op is sre.LITERAL:
        return {chr(argument)}, False
    if op is sre.IN:
        return _of_class(argument), False
    if op is sre.BRANCH:
        found = [_of_sequence(branch) for branch in argument[1]]
        if any(chars is None for chars, _ in found):
            return None, False
        return {char for chars, _ in found for char in chars or ()}, any(empty for _, empty in found)
    if op is sre.SUBPATTERN:
        return _of_sequence(argument[3])
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, _, items = argument
        chars, may_be_empty = _of_sequence(items)
        return chars, may_be_empty or least == 0
    if op in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):
        return set(), True
    return None, False


def _of_class(items: Any) -> set[str] | None:
    chars: set[str] = set()
    for op, argument in items:
        if op is sre.LITERAL:
            chars.add(chr(argument))
        elif op is sre.RANGE:
            chars |= {chr(code) for code in range(argument[0], argument[1] + 1)}
        elif op is sre.CATEGORY and argument is sre.CATEGORY_DIGIT:
            chars |= set("0123456789")
        else:
            return None
    return chars
