"""A small rule engine: rules and a string in, what the rules read and what none of them read out.

A rule is a record. Its pattern is a sequence of regular expressions and names of other kinds of
values ("dims"), so that rules build on rules: a deadline is a time and a word behind it. At each
place all rules try and the longest span wins; two rules that read the same span are a mistake in
the grammar, which `contested` shows and a test refuses. The engine knows no phrase and no language.

A text is read in linear time as long as each regular expression is: per place each rule is tried
once, and what a dim reads at a place is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple

from wpkit.patterns import pattern


class Dim(str):
    """A kind of value that rules yield and that other rules' patterns may ask for by this name."""

    __slots__ = ()


class Maybe(NamedTuple):
    """A dim that may be absent; a rule's `read` then gets None."""

    dim: Dim


_NO_DIM = Dim("")


class Rule:
    """One way to write a value.

    `name` says the form and shows in output. `pattern` is what must stand there, piece by piece; `read`
    gets a match for each regular expression and a value for each dim, and returns the rule's value, or
    None where the words only look like it. `examples` are phrases that the rule reads whole; a test runs
    them. `weak` marks a form that means a value only where one is expected. `begins` holds every character
    that the pattern's first regular expression can begin with (empty: any), so that most rules need not be
    tried, nor compiled, and `needs` characters of which every text that the rule reads has one; tests hold both
    against the expressions.
    """

    def __init__(
        self,
        name: str,
        dim: Dim,
        pattern: tuple[str | Dim | Maybe, ...],
        read: Callable[..., Any],
        examples: tuple[str, ...] = (),
        *,
        weak: bool = False,
        begins: str = "",
        needs: str = "",
    ) -> None:
        self.name, self.dim, self.pattern, self.read = name, dim, pattern, read
        self.examples, self.weak, self.begins = examples, weak, begins
        self.needs = needs

    @cached_property
    def pieces(self) -> tuple[tuple[re.Pattern[str] | None, Dim, bool], ...]:
        """A regular expression, or else a dim and whether it may be absent, for each piece of the pattern."""
        return tuple(
            (None, p.dim, True)
            if isinstance(p, Maybe)
            else (None, p, False)
            if isinstance(p, Dim)
            else (pattern(p, re.VERBOSE | re.ASCII), _NO_DIM, False)
            for p in self.pattern
        )


def initials(alternatives: str) -> str:
    """The characters that the alternatives of a pattern (`a|b|c`) begin with, for `Rule.begins`."""
    return "".join(sorted({alternative[0] for alternative in alternatives.split("|")}))


class Found(NamedTuple):
    """A value that `rule` reads in `text[start:end]`; `rules` names it and the rules below it."""

    rule: Rule
    start: int
    end: int
    value: Any
    rules: tuple[str, ...]
    weak: bool


class Grammar:
    """Rules by the dim they yield. No rule may begin with the dim that it yields."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._by_dim: dict[Dim, list[Rule]] = {}
        for rule in self.rules:
            self._by_dim.setdefault(rule.dim, []).append(rule)
        self._begins: dict[Rule, frozenset[str] | None] = {}
        self._starting: dict[tuple[Dim, str], tuple[Rule, ...]] = {}

    def starting(self, dim: Dim, char: str) -> tuple[Rule, ...]:
        """The rules of `dim` that can begin with `char`, in their order."""
        key = (dim, char)
        if key not in self._starting:
            able = (rule for rule in self._by_dim.get(dim, ()) if char in (self._first(rule) or char))
            self._starting[key] = tuple(able)
        return self._starting[key]

    def _first(self, rule: Rule) -> frozenset[str] | None:
        """What the rule can begin with; None for anything."""
        if rule not in self._begins:
            self._begins[rule] = self._first_of(rule)
        return self._begins[rule]

    def _first_of(self, rule: Rule) -> frozenset[str] | None:
        chars: set[str] = set()
        for piece in rule.pattern:
            if not isinstance(piece, Dim | Maybe):
                return frozenset(chars.union(rule.begins)) if rule.begins else None
            for inner in self._by_dim.get(piece.dim if isinstance(piece, Maybe) else piece, ()):
                first = self._first(inner)
                if first is None:
                    return None
                chars |= first
            if isinstance(piece, Dim):
                return frozenset(chars)
        return None

    def reader(self, text: str) -> Reader:
        return Reader(self, text)


class Reader:
    """The readings of one text."""

    def __init__(self, grammar: Grammar, text: str) -> None:
        self.text = text
        self._chars = frozenset(text)
        self._grammar = grammar
        self._known: dict[tuple[Dim, int], Found | None] = {}
        self._possible: dict[tuple[Dim, str], list[Rule]] = {}

    def _starting(self, dim: Dim, char: str) -> list[Rule]:
        """The rules of `dim` that can begin with `char` and have in this text what they need."""
        key = (dim, char)
        if key not in self._possible:
            self._possible[key] = [
                rule
                for rule in self._grammar.starting(dim, char)
                if not rule.needs or not self._chars.isdisjoint(rule.needs)
            ]
        return self._possible[key]

    def longest(self, dim: Dim, start: int) -> Found | None:
        """The longest value of this dim that begins at `start`; of equals the first rule's."""
        key = (dim, start)
        if key in self._known:
            return self._known[key]
        best = None
        for rule in self._starting(dim, self.text[start : start + 1]):
            found = self._apply(rule, start)
            if found is not None and (best is None or found.end > best.end):
                best = found
        self._known[key] = best
        return best

    def contested(self, dim: Dim, start: int) -> tuple[str, ...]:
        """The names of the rules that share the longest span at `start`, where there are several."""
        found = [
            one
            for rule in self._grammar.starting(dim, self.text[start : start + 1])
            if (one := self._apply(rule, start))
        ]
        top = max((one.end for one in found), default=start)
        best = tuple(one.rule.name for one in found if one.end == top)
        return best if len(best) > 1 else ()

    def _apply(self, rule: Rule, start: int) -> Found | None:
        at = start
        parts: list[Any] = []
        below: tuple[str, ...] = ()
        weak = rule.weak
        for expression, dim, may_be_absent in rule.pieces:
            if expression is not None:
                match = expression.match(self.text, at)
                if match is None:
                    return None
                parts.append(match)
                at = match.end()
                continue
            inner = self.longest(dim, at)
            if inner is None:
                if not may_be_absent:
                    return None
                parts.append(None)
                continue
            parts.append(inner.value)
            below += inner.rules
            weak = weak or inner.weak
            at = inner.end
        if at == start:
            return None
        value = rule.read(*parts)
        if value is None:
            return None
        return Found(rule, start, at, value, (rule.name, *below), weak)
