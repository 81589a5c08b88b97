"""Keeps what the installed wpkit compiles at its start for this Python: its patterns, the methods of its records.

    python -m wpkit.precompile

writes one file beside the compiled modules (`kept.FILE`). It may be run again at any time; what changed is compiled
as ever until then.
"""

from __future__ import annotations

import _sre
import importlib
import marshal
import pkgutil
import re
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import wpkit
from wpkit.kept import FILE, Arguments
from wpkit.patterns import LazyPattern
from wpkit.records import compile_function, init_texts

_PACKAGES = ("wpkit.fields", "wpkit.structure")
_MODULES = ("wpkit.text", "wpkit.printed", "wpkit.accounting", "wpkit.parsers.txt")


def precompile() -> int:
    """Writes the file; returns how many patterns it holds."""
    patterns = {(one.pattern, int(one.asked)): _arguments(one) for one in _patterns()}
    functions = {text: compile_function(text) for text in sorted(init_texts())}
    path = Path(FILE)
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.write_bytes(marshal.dumps((patterns, functions)))
    temporary.replace(path)
    return len(patterns)


def _patterns() -> Iterator[LazyPattern]:
    """The patterns that a text notice may need."""
    from wpkit.fields.dates import _pattern
    from wpkit.fields.deadlines import grammar
    from wpkit.fields.mentions import _mention_grammar

    for found in pkgutil.walk_packages(wpkit.__path__, "wpkit."):
        if found.name in _MODULES or found.name.startswith(_PACKAGES):
            for value in vars(importlib.import_module(found.name)).values():
                yield from _within(value)
    for rule in (*grammar().rules, *_mention_grammar().rules):
        yield from _within(rule.pieces)
    yield from _within(_pattern())


def _within(value: Any) -> Iterator[LazyPattern]:
    if isinstance(value, LazyPattern):
        yield value
    elif type(value) is tuple:
        for part in value:
            yield from _within(part)


class _Recorder:
    """`_sre` to the compiler of `re`, with what it was last asked to compile."""

    arguments: tuple[Any, ...] = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(_sre, name)

    def compile(self, *arguments: Any) -> Any:
        self.arguments = arguments
        return _sre.compile(*arguments)


def _arguments(one: LazyPattern) -> Arguments:
    """What Python's compiler makes of a pattern: flags, code, groups, their names."""
    compiler: Any = re._compiler  # type: ignore[attr-defined]
    recorder = _Recorder()
    compiler._sre = recorder
    try:
        compiler.compile(one.pattern, one.asked)
    finally:
        compiler._sre = _sre
    _, flags, code, groups, named, names = recorder.arguments
    return int(flags), array("I", code).tobytes(), groups, dict(named), tuple(names)


if __name__ == "__main__":
    print(f"{precompile()} patterns kept in {Path(FILE).name}")
