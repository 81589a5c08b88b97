"""Regular expressions that are compiled when they are first used.

Compiling the patterns of a whole module at its import takes longer than reading a notice, and most notices need
few of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "sub", "split")


class LazyPattern:
    """Stands for a compiled pattern; from its first use on a text that may match, its methods are that one's own."""

    def __init__(self, pattern: str, flags: int, needs: str | tuple[str, ...]) -> None:
        self.pattern, self.asked, self.needs = pattern, flags, needs

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiled(), name)

    def _compiled(self) -> re.Pattern[str]:
        compiled = re.compile(self.pattern, self.asked)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return compiled

    def _cannot_match(self, text: str) -> bool:
        if not self.needs:
            return False
        return not any(one in text for one in self.needs)

    def match(self, text: str, *bounds: int) -> re.Match[str] | None:
        return None if self._cannot_match(text) else self._compiled().match(text, *bounds)

    def search(self, text: str, *bounds: int) -> re.Match[str] | None:
        return None if self._cannot_match(text) else self._compiled().search(text, *bounds)

    def fullmatch(self, text: str, *bounds: int) -> re.Match[str] | None:
        return None if self._cannot_match(text) else self._compiled().fullmatch(text, *bounds)

    def finditer(self, text: str, *bounds: int) -> Iterator[re.Match[str]]:
        return iter(()) if self._cannot_match(text) else self._compiled().finditer(text, *bounds)

    def sub(self, put: Any, text: str, count: int = 0) -> str:
        return text if self._cannot_match(text) else self._compiled().sub(put, text, count)


def pattern(pattern: str, flags: int = 0, *, needs: str | tuple[str, ...] = ()) -> re.Pattern[str]:
    """What `re.compile` gives, but for its type, made when it is first needed.

    `needs` are characters or words of which every match has at least one inside it: a text without any is not
    worth compiling for. A test holds them against the pattern.

    >>> pattern(r"\\d+月", needs="月").findall("3月10日")
    ['3月']
    """
    return cast("re.Pattern[str]", LazyPattern(pattern, flags, needs))
