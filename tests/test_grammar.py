"""The grammar of deadlines keeps its own promises: names, examples, first characters, no two readings of one span."""

from __future__ import annotations

import re
import re._constants as sre
import re._parser as parser
from typing import Any

import pytest

from wpkit.fields.deadlines import grammar
from wpkit.fields.phrases import phrase
from wpkit.fields.reading import Dim, Maybe, Rule

RULES = grammar().rules


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


def first_expression(rule: Rule) -> str | None:
    for piece in rule.pattern:
        if isinstance(piece, Dim):
            return None
        if not isinstance(piece, Maybe):
            return piece
    return None


@pytest.mark.parametrize("rule", RULES, ids=[f"{rule.dim}-{rule.name}" for rule in RULES])
def test_rule_names_all_characters_that_it_can_begin_with(rule: Rule) -> None:
    expression = first_expression(rule)
    possible = first_characters(expression) if expression else None
    assert possible is None or possible <= set(rule.begins)


@pytest.mark.parametrize("rule", RULES, ids=[f"{rule.dim}-{rule.name}" for rule in RULES])
def test_rule_that_begins_with_anything_says_no_characters(rule: Rule) -> None:
    expression = first_expression(rule)
    assert not rule.begins or (expression and first_characters(expression) is not None)


def test_rule_names_are_unique() -> None:
    names = [(rule.dim, rule.name) for rule in RULES]
    assert len(names) == len(set(names))


EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.name}-{e}" for r, e in EXAMPLES])
def test_example_is_read_whole_by_its_rule(rule: Rule, example: str) -> None:
    normal = phrase(example).normal
    found = grammar().reader(normal).longest(rule.dim, 0)
    assert found is not None
    assert (found.rule.name, found.end) == (rule.name, len(normal))


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.name}-{e}" for r, e in EXAMPLES])
def test_example_is_read_by_no_other_rule(rule: Rule, example: str) -> None:
    assert grammar().reader(phrase(example).normal).contested(rule.dim, 0) == ()
