"""The grammar of deadlines keeps its own promises: names, examples, first characters, no two readings of one span."""

from __future__ import annotations

import pytest

from expressions import first_characters
from wpkit.fields.deadlines import grammar
from wpkit.fields.phrases import phrase
from wpkit.fields.reading import Dim, Maybe, Rule

RULES = grammar().rules


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
