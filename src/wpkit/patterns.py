"""Regular expressions that are compiled when they are first used.

Compiling the patterns of a whole module at its import takes longer than reading a notice, and most notices need
few of them.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "sub", "split")


class _Pattern:
    """Stands for `re.compile(pattern, flags)`; from the first use on its methods are the compiled one's own."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._asked = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._asked)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, but for its type, made at the first use.

    >>> pattern(r"\\d+").findall("3月10日")
    ['3', '10']
    """
    return cast("re.Pattern[str]", _Pattern(pattern, flags))
