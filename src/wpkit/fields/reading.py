"""A small rule engine: rules and a string in, what the rules read and what none of them read out.

A rule is a record. Its pattern is a sequence of regular expressions and names of other kinds of
values ("dims"), so that rules build on rules: a deadline is a time and a word behind it. At each
place all rules try and the longest span wins; two rules that read the same span are a mistake in
the grammar, which `contested` shows and a test refuses. The engine knows no phrase and no language.

A grammar reads in linear time as long as its regular expressions do: per place each rule is tried
once, and what a dim reads at a place is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Part = Any  # a re.Match for a regular expression, a dim's value for a dim
"""What a rule's `read` is given, one for each piece of its pattern."""


@dataclass(frozen=True)
class Dim:
    """A kind of value that rules yield and that other rules' patterns may ask for by this name."""

    name: str


@dataclass(frozen=True)
class Rule:
    """One way to write a value.

    `name` says the form and shows in output; `pattern` is what must stand there, piece by piece;
    `read` gets the pieces' matches and returns the value, or None where the words only look like it.
    `examples` are phrases that the rule alone reads whole; a test runs them. `weak` marks a form that
    means a value only where one is expected.
    """

    name: str
    dim: Dim
    pattern: tuple[str | Dim, ...]
    read: Callable[..., Any]
    examples: tuple[str, ...] = ()
    weak: bool = False

    @cached_property
    def pieces(self) -> tuple[re.Pattern[str] | Dim, ...]:
        return tuple(p if isinstance(p, Dim) else re.compile(p, re.VERBOSE) for p in self.pattern)


@dataclass(frozen=True, slots=True)
class Found:
    """A value that `rule` reads in `text[start:end]`; `rules` also names the rules below it."""

    rule: Rule
    start: int
    end: int
    value: Any
    rules: tuple[str, ...]
    weak: bool


@dataclass(slots=True)
class _Run:
    text: str
    known: dict[tuple[Dim, int], Found | None] = field(default_factory=dict)


class Grammar:
    """Rules by the dim they yield. No rule may begin with the dim that it yields."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._by_dim: dict[Dim, list[Rule]] = {}
        for rule in rules:
            self._by_dim.setdefault(rule.dim, []).append(rule)

    def run(self, text: str) -> Reader:
        return Reader(self, text)

    def of(self, dim: Dim) -> Sequence[Rule]:
        return self._by_dim.get(dim, ())


class Reader:
    """The readings of one text."""

    def __init__(self, grammar: Grammar, text: str) -> None:
        self._grammar = grammar
        self._run = _Run(text)

    def longest(self, dim: Dim, start: int) -> Found | None:
        """The longest value of this dim that begins at `start`; of equals the first rule's."""
        key = (dim, start)
        known = self._run.known
        if key not in known:
            known[key] = max(self.all(dim, start), key=lambda found: found.end, default=None)
        return known[key]

    def all(self, dim: Dim, start: int) -> list[Found]:
        """Every rule's reading of this dim that begins at `start`."""
        found = (self._apply(rule, start) for rule in self._grammar.of(dim))
        return [one for one in found if one is not None]

    def contested(self, dim: Dim, start: int) -> tuple[str, ...]:
        """The names of the rules that share the longest span at `start`, where they differ in value."""
        found = self.all(dim, start)
        top = max((one.end for one in found), default=start)
        best = [one for one in found if one.end == top]
        return tuple(one.rule.name for one in best) if len(best) > 1 else ()

    def _apply(self, rule: Rule, start: int) -> Found | None:
        at = start
        parts: list[Part] = []
        below: list[str] = []
        weak = rule.weak
        for piece in rule.pieces:
            if isinstance(piece, Dim):
                inner = self.longest(piece, at)
                if inner is None:
                    return None
                parts.append(inner.value)
                below.extend(inner.rules)
                weak = weak or inner.weak
                at = inner.end
            else:
                match = piece.match(self._run.text, at)
                if match is None:
                    return None
                parts.append(match)
                at = match.end()
        if at == start:
            return None
        value = rule.read(*parts)
        if value is None:
            return None
        return Found(rule, start, at, value, (rule.name, *below), weak)
