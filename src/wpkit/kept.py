"""What `wpkit.precompile` wrote beside the compiled modules, for a start that compiles nothing.

Only the Python that wrote it reads it; where it is missing or of another, all is compiled as ever.
"""

from __future__ import annotations

import _sre
import marshal
import os
import sys
from functools import cache
from types import CodeType

FILE = os.path.join(
    os.path.dirname(__file__), "__pycache__", f"compiled.{sys.implementation.cache_tag}-{_sre.MAGIC}.bin"
)

Arguments = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""What Python's own pattern type is made of: flags, code, groups, named groups, the names by number."""


def patterns() -> dict[tuple[str, int], Arguments]:
    """Expression and flags → what its compiled pattern is made of."""
    return _all()[0]


def functions() -> dict[str, CodeType]:
    """The text of a module of one function → its code."""
    return _all()[1]


@cache
def _all() -> tuple[dict[tuple[str, int], Arguments], dict[str, CodeType]]:
    try:
        with open(FILE, "rb") as stream:
            patterns, functions = marshal.loads(stream.read())
    except (OSError, EOFError, ValueError, TypeError):
        return {}, {}
    return (patterns, functions) if isinstance(patterns, dict) and isinstance(functions, dict) else ({}, {})
