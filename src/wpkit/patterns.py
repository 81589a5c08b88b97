"""Regular expressions that are compiled when they are first used, or taken ready from what `wpkit.precompile` wrote.

Compiling the patterns of a whole module at its import takes longer than reading a notice, and most notices need
few of them. What Python compiles them to can be kept as it keeps modules, in `__pycache__`: `make install` writes
it, and where it is missing or of another Python the patterns are compiled as ever.
"""

from __future__ import annotations

import _sre
import re
from array import array
from collections.abc import Callable, Iterator
from typing import Any, cast

from wpkit.kept import patterns as kept_patterns

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "sub", "split")


def _none() -> None:
    return None


def _no_matches() -> Iterator[re.Match[str]]:
    return iter(())


class LazyPattern:
    """Stands for a compiled pattern, which is made at the first use on a text that may match."""

    def __init__(self, pattern: str, flags: int, needs: str | tuple[str, ...]) -> None:
        self.pattern, self.asked, self.needs = pattern, flags, needs
        self._made: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by copy and pickle of one that has nothing yet
            raise AttributeError(name)
        return getattr(self._compiled(), name)

    def _compiled(self) -> re.Pattern[str]:
        if self._made is None:
            self._made = _ready(self.pattern, self.asked) or re.compile(self.pattern, self.asked)
            for method in _METHODS:
                setattr(self, method, getattr(self._made, method))
            if self.needs:
                self._guard(self._made)
        return self._made

    def _guard(self, made: Any) -> None:
        """Lets the methods look for what a match needs first: most texts have nothing of it, and to see that takes
        a fraction of the time of a search. `made` has the methods that they call where they find it."""
        needs = tuple(self.needs)

        def guarded(method: Callable[..., Any], nothing: Callable[[], Any]) -> Callable[..., Any]:
            if len(needs) == 1:
                (only,) = needs
                return lambda text, *bounds: method(text, *bounds) if only in text else nothing()

            def looked(text: str, *bounds: int) -> Any:
                for one in needs:
                    if one in text:
                        return method(text, *bounds)
                return nothing()

            return looked

        def sub(put: Any, text: str, count: int = 0) -> str:
            for one in needs:
                if one in text:
                    return cast("str", made.sub(put, text, count))
            return text

        self.match = guarded(made.match, _none)  # type: ignore[method-assign]
        self.search = guarded(made.search, _none)  # type: ignore[method-assign]
        self.fullmatch = guarded(made.fullmatch, _none)  # type: ignore[method-assign]
        self.finditer = guarded(made.finditer, _no_matches)  # type: ignore[method-assign]
        self.sub = sub  # type: ignore[method-assign]

    def _first(self) -> Any:
        """What has the methods from now on: this pattern with a guard over what compiles it, or the compiled one."""
        if not self.needs:
            return self._compiled()
        if "match" not in vars(self):
            self._guard(_Late(self._compiled))
        return self

    def match(self, text: str, *bounds: int) -> re.Match[str] | None:
        return cast("re.Match[str] | None", self._first().match(text, *bounds))

    def search(self, text: str, *bounds: int) -> re.Match[str] | None:
        return cast("re.Match[str] | None", self._first().search(text, *bounds))

    def fullmatch(self, text: str, *bounds: int) -> re.Match[str] | None:
        return cast("re.Match[str] | None", self._first().fullmatch(text, *bounds))

    def finditer(self, text: str, *bounds: int) -> Iterator[re.Match[str]]:
        return cast("Iterator[re.Match[str]]", self._first().finditer(text, *bounds))

    def sub(self, put: Any, text: str, count: int = 0) -> str:
        return cast("str", self._first().sub(put, text, count))


class _Late:
    """The methods of a pattern that the first call of one compiles."""

    def __init__(self, compiled: Callable[[], re.Pattern[str]]) -> None:
        self._compiled = compiled

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *given: getattr(self._compiled(), name)(*given)


def pattern(pattern: str, flags: int = 0, *, needs: str | tuple[str, ...] = ()) -> re.Pattern[str]:
    """What `re.compile` gives, but for its type, made when it is first needed.

    `needs` are characters or words of which every match has at least one inside it: a text without any is neither
    searched nor worth compiling for. A test holds them against the pattern.

    >>> pattern(r"\\d+月", needs="月").findall("3月10日")
    ['3月']
    """
    return cast("re.Pattern[str]", LazyPattern(pattern, flags, needs))


def _ready(expression: str, flags: int) -> re.Pattern[str] | None:
    """The pattern as it was kept, if it was; Python checks the code of a pattern before it takes it."""
    kept = kept_patterns().get((expression, int(flags)))
    if kept is None:
        return None
    try:
        all_flags, code, groups, named, names = kept
        made = _sre.compile(expression, all_flags, array("I", code).tolist(), groups, named, names)
    except (RuntimeError, TypeError, ValueError, OverflowError):
        return None
    return cast("re.Pattern[str]", made)
