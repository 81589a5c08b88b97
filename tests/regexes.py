"""Every regular expression of the package, how it is used, and texts that are hard for it.

`found()` imports each module and reads each sample while compiling is watched, and adds the patterns that stand as words in
the source: no pattern of the package escapes both. `hard` gives texts that repeat what the pattern itself speaks of.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import regex
import regex._main

import wpkit
from originals import FORMATS, SLOW, originals

SRC = Path(wpkit.__file__).parent
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")
SCANS = ("search", "finditer", "findall", "sub", "subn", "split")


@dataclass(slots=True)
class Pattern:
    """A compiled pattern; `where` is the module and line that compiled it first. `scans` is false where every use
    is a match at one place."""

    compiled: Any
    where: str
    scans: bool = True

    @property
    def text(self) -> str:
        found = self.compiled.pattern
        return found.decode("latin-1") if isinstance(found, bytes) else found


@cache
def found() -> tuple[Pattern, ...]:
    """In the order of their places in the source."""
    known: dict[tuple[Any, int, str], Pattern] = {}
    with _Watched(known):
        lazy = _watch_lazy(importlib.import_module("wpkit.patterns").LazyPattern)
        for module in list(pkgutil.walk_packages([str(SRC)], "wpkit.")):
            if not module.name.endswith("__main__"):
                importlib.reload(importlib.import_module(module.name)) if False else importlib.import_module(
                    module.name
                )
        _use()
    for one, where in lazy:
        made = one._compiled()
        known.pop(_key(made), None)
        known[_key(made)] = Pattern(made, where)
    for path in sorted(SRC.rglob("*.py")):
        _add_written(path, known)
    _add_uses(known)
    return tuple(
        sorted(known.values(), key=lambda p: (p.where.split(":")[0], int(p.where.split(":")[1]), p.text))
    )


def _watch_lazy(made: type[Any]) -> list[tuple[Any, str]]:
    """From now on each pattern that is compiled at its first use, with the place where it is written."""
    found: list[tuple[Any, str]] = []
    begin = made.__init__

    def watched(one: Any, *arguments: Any) -> None:
        begin(one, *arguments)
        frame = sys._getframe(2)
        found.append((one, f"{Path(frame.f_code.co_filename).relative_to(SRC)}:{frame.f_lineno}"))

    made.__init__ = watched  # type: ignore[method-assign]
    return found


class _Watched:
    """While it is entered, each pattern that a module of the package compiles is added."""

    def __init__(self, known: dict[tuple[Any, int, str], Pattern]) -> None:
        self.known = known

    def __enter__(self) -> None:
        self.kept = [(module, module._compile) for module in (re, regex._main)]  # type: ignore[attr-defined]
        for module, compile in self.kept:
            module._compile = self._watch(compile)  # type: ignore[attr-defined]
        # what was imported before is imported anew, apart from what the tests hold
        self.modules = {
            name: m for name, m in sys.modules.items() if name == "wpkit" or name.startswith("wpkit.")
        }
        for name in self.modules:
            del sys.modules[name]

    def __exit__(self, *_: object) -> None:
        for module, compile in self.kept:
            module._compile = compile  # type: ignore[attr-defined]
        for name in [name for name in sys.modules if name == "wpkit" or name.startswith("wpkit.")]:
            del sys.modules[name]
        sys.modules.update(self.modules)

    def _watch(self, compile: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **more: Any) -> Any:
            made = compile(*arguments, **more)
            frame = sys._getframe(1)
            while (
                frame
                and frame.f_back
                and frame.f_code.co_filename.startswith((re.__file__[:-11], regex.__file__[:-11]))
            ):
                frame = frame.f_back
            path = Path(frame.f_code.co_filename)
            if path.is_relative_to(SRC):
                where = f"{path.relative_to(SRC)}:{frame.f_lineno}"
                self.known.setdefault(_key(made), Pattern(made, where))
            return made

        return watched


def _key(made: Any) -> tuple[Any, int, str]:
    return made.pattern, made.flags, type(made).__module__


def _use() -> None:
    """Reads a file of each format, so that patterns compiled at their first use are seen."""
    library = importlib.import_module("wpkit")
    for suffix in FORMATS:
        if suffix in SLOW or suffix in ("zip", "json"):
            continue
        for name, data in originals(suffix)[:6]:
            notice = library.parse(data, name=name)
            library.validate(notice)
            library.verify(notice, data, name=name)


def _add_written(path: Path, known: dict[tuple[Any, int, str], Pattern]) -> None:
    """Patterns that stand as plain words in calls: re.search("…", text)."""
    modules: dict[str, ModuleType] = {"re": re, "regex": regex}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in modules
            and node.func.attr in (*METHODS, "compile")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            made = modules[node.func.value.id].compile(node.args[0].value)
            same = [p for p in known.values() if p.compiled.pattern == made.pattern]
            if not same:
                known[_key(made)] = Pattern(made, f"{path.relative_to(SRC)}:{node.lineno}")


_ASSIGNED = re.compile(r"(\w+)(?:: .+?)? = ")
_MATCHED = ("match", "fullmatch", "pattern")
# Held in a list and only ever matched at the start of a text.
ONLY_MATCHED = frozenset(
    ["fields/headings.py:_KINDS", "structure/reflow.py:_DATE_LINE", "structure/reflow.py:_NUMBER_LINE"]
)


def _add_uses(known: dict[tuple[Any, int, str], Pattern]) -> None:
    """A pattern that is only ever matched at one place need not be quick to search: by its name, or by the call."""
    sources = {str(path.relative_to(SRC)): path.read_text("utf-8") for path in SRC.rglob("*.py")}
    whole = "\n".join(sources.values())
    for pattern in known.values():
        module, line = pattern.where.split(":")
        lines = sources[module].split("\n")
        if re.search(r"\b(?:re|regex)\.(?:full)?match\(", lines[int(line) - 1]):
            pattern.scans = False
            continue
        name = next((found[1] for text in lines[int(line) - 1 :: -1] if (found := _ASSIGNED.match(text))), "")
        if f"{module}:{name}" in ONLY_MATCHED:
            pattern.scans = False
        elif name and re.search(
            rf"^{name}(?:: .+?)? = (?:re|regex|pattern)\b", sources[module], re.MULTILINE
        ):
            where = sources[module] if name.startswith("_") else whole
            uses = re.findall(rf"\b{name}\b(?! = )(\.\w+)?", where)
            pattern.scans = any(use[1:] not in _MATCHED for use in uses)


# Hard texts ---------------------------------------------------------------------------------------
_CLASS = re.compile(r"\[\^?((?:\\.|[^\]\\])+)\]")
_WORDS = re.compile(r"[\u3000-\u9fff\uff00-\uffef·—–〇]+|[A-Za-z]{2,}")
_SIGNS = re.compile(r"\\?[^\w\s]")
GENERAL = (
    "甲",
    "1",
    "一",
    " ",
    "\n",
    "\t",
    "a",
    "、",
    "（",
    "）",
    "《",
    "月",
    "年",
    "日",
    "，",
    "。",
    "局",
    "|",
    "<",
    "-",
    '"',
)
_ESCAPES = {r"\d": "1", r"\s": " ", r"\S": "甲", r"\w": "甲", r"\W": "，", r"\D": "甲", r"\p{Han}": "甲", r"\n": "\n",
            r"\t": "\t", r"\u3000": "\u3000", r"\r": "\r"}  # fmt: skip


def tokens(pattern: Pattern) -> list[str]:
    """Single characters and words that the pattern speaks of, then general ones."""
    text, out = pattern.text, []
    for escape, char in _ESCAPES.items():
        if escape in text:
            out.append(char)
    for inner in _CLASS.findall(text):
        chars = [c for c in inner if c not in "\\-^"]
        out += [chars[0], chars[-1]] if chars else []
    words = [word for run in _WORDS.findall(text) for word in (run, run[0])]
    out += words[:40]
    out += [sign.lstrip("\\") for sign in _SIGNS.findall(text)]
    return list(dict.fromkeys(t for t in out if t))[:60] + [t for t in GENERAL if t not in out]


def hard(pattern: Pattern) -> Iterator[tuple[str, Callable[[int], str]]]:
    """(what is repeated, a text of about so many characters): each token, pairs of them, and a beginning that stands
    once; none ends as the pattern would like."""
    own = tokens(pattern)
    yield from ((one, partial(_repeated, "", one)) for one in own)
    for first, second in itertools.islice(itertools.permutations(own[:12], 2), 90):
        yield first + second, partial(_repeated, "", first + second)
    for first, second in itertools.product(own[:8], repeat=2):
        yield f"{first}+{second}", partial(_repeated, first, second)


def _repeated(first: str, again: str, size: int) -> str:
    return f"{first}{(again * (size // len(again) + 1))[:size]}\0"
