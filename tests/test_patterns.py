"""`needs` of a pattern: what it claims is true of every match."""

from __future__ import annotations

import importlib
import marshal
import os
import pkgutil
import re
import subprocess
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import wpkit
from expressions import first_characters, needed
from wpkit import kept as kept_module
from wpkit import patterns as patterns_module
from wpkit import precompile
from wpkit.fields.deadlines import grammar
from wpkit.fields.headings import USUAL, kind_by_words
from wpkit.fields.reading import Dim, Maybe, Rule
from wpkit.patterns import LazyPattern, pattern
from wpkit.structure import furniture


def patterns() -> list[Any]:
    found = {}
    for module in pkgutil.walk_packages(wpkit.__path__, "wpkit."):
        if module.name.startswith(("wpkit.fields.", "wpkit.structure.", "wpkit.printed", "wpkit.accounting")):
            for name, value in vars(importlib.import_module(module.name)).items():
                for one in _within(value):
                    found.setdefault(id(one), pytest.param(one, id=f"{module.name}.{name}"))
    return list(found.values())


def _within(value: Any) -> list[LazyPattern]:
    """The patterns with needs in a module's value, which may be a table of them."""
    if isinstance(value, tuple):
        return [one for part in value for one in _within(part)]
    return [value] if isinstance(value, LazyPattern) and value.needs else []


@pytest.mark.parametrize("lazy", patterns())
def test_a_match_has_what_the_pattern_needs(lazy: LazyPattern) -> None:
    assert needed(lazy.pattern, lazy.asked, lazy.needs)


@pytest.mark.parametrize(
    "expression", ["a|b", "a?b", "(?:ab)*", "[ab]", "x(?:a|c)", "(?!a)b", "(?:a|b){2}", "a{0,2}c", "."]
)
def test_the_check_sees_a_match_without_it(expression: str) -> None:
    assert not needed(expression, 0, "a")


@pytest.mark.parametrize(
    "expression",
    ["a", "(?:xa|ay)", ".*a.*", "(?=.*a).", "[a]+", "(?:b?a){1,30}", "(?P<n>a)|ca", "(?:(?:ab)+|a)"],
)
def test_the_check_sees_that_every_match_has_it(expression: str) -> None:
    assert needed(expression, 0, "a")


def test_the_check_reads_words_across_items() -> None:
    assert needed("负(?:责|担)", 0, ("负责", "负担"))
    assert not needed("负(?:责|担)?", 0, ("负责", "负担"))


@pytest.mark.parametrize("text", ["3月10日", "三日", ""])
def test_a_pattern_finds_what_the_compiled_one_finds(text: str) -> None:
    compiled = re.compile(r"(\d)月")
    for method in ("match", "search", "fullmatch"):
        lazy, plain = (getattr(p, method)(text) for p in (pattern(r"(\d)月", needs="月"), compiled))
        assert (lazy and lazy.span()) == (plain and plain.span())
    assert [m.span() for m in pattern(r"(\d)月", needs="月").finditer(text)] == [
        m.span() for m in compiled.finditer(text)
    ]
    assert pattern(r"(\d)月", needs="月").sub("-", text) == compiled.sub("-", text)


def rules_with_needs() -> list[Rule]:
    return [rule for rule in grammar().rules if rule.needs]


@pytest.mark.parametrize("rule", rules_with_needs(), ids=lambda rule: f"{rule.dim}-{rule.name}")
def test_what_a_rule_reads_has_what_it_needs(rule: Rule) -> None:
    expressions = [piece for piece in rule.pattern if not isinstance(piece, Dim | Maybe)]
    assert any(needed(one, re.VERBOSE | re.ASCII, rule.needs) for one in expressions)


@pytest.mark.parametrize("word", USUAL)
def test_a_usual_header_is_what_its_words_make_it(word: str) -> None:
    assert USUAL[word] == kind_by_words(word)


def test_a_page_mark_opens_with_what_the_pattern_opens_with() -> None:
    found = first_characters(furniture._PAGE_MARK.pattern)
    assert found is not None
    assert found <= furniture.PAGE_MARK_OPENINGS


def test_a_site_line_opens_with_what_the_pattern_opens_with() -> None:
    found = first_characters(furniture._SITE_LINE.pattern)
    assert found is not None
    assert found - set("大中小") <= furniture.SITE_LINE_OPENINGS


@pytest.mark.parametrize(
    "line",
    [
        "大中小",
        "【大】【中】【小】",
        "[大][中][小]",
        "中",
        "大|中|小",
        "粤ICP备1号",
        "打印 关闭",
        "字号：大 中 小",
    ],
)
def test_a_line_of_a_web_site_is_known(line: str) -> None:
    assert furniture.site_line(line)


@pytest.mark.parametrize("line", ["】大【", "大[", "中心", "发放补贴", "主动公开目录", "上年结转"])
def test_other_lines_are_no_lines_of_a_web_site(line: str) -> None:
    assert not furniture.site_line(line)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file of kept patterns of its own; what this process has read of the usual one is forgotten."""
    path = tmp_path / "patterns.bin"
    monkeypatch.setattr(kept_module, "FILE", path)
    monkeypatch.setattr(precompile, "FILE", path)
    kept_module._all.cache_clear()
    yield path
    kept_module._all.cache_clear()


def test_a_kept_pattern_is_the_compiled_one(kept: Path) -> None:
    precompile.precompile()
    kept_module._all.cache_clear()
    for one in precompile._patterns():
        ready, compiled = patterns_module._ready(one.pattern, one.asked), re.compile(one.pattern, one.asked)
        assert ready == compiled
        assert ready is not None
        assert ready.groupindex == compiled.groupindex


@pytest.mark.parametrize(
    "damage", [b"", b"no marshal", marshal.dumps([1]), marshal.dumps(({("b+", 0): (1,)}, {}))]
)
def test_a_damaged_file_of_kept_patterns_is_passed_over(kept: Path, damage: bytes) -> None:
    kept.write_bytes(damage)
    assert pattern("b+").search("abb")


@pytest.mark.parametrize("code", [[1, 2, 3], [10**9], []])
def test_code_that_is_none_is_passed_over(kept: Path, code: list[int]) -> None:
    form = (32, array("I", code).tobytes(), 0, {}, (None,))
    kept.write_bytes(marshal.dumps(({("a", 0): form}, {})))
    assert pattern("a").search("cab")


def test_patterns_are_the_same_in_every_process() -> None:
    """One made of a set's words in the set's order would be another at each start, and none that is kept."""
    print_all = "from wpkit.precompile import _patterns; print(ascii([one.pattern for one in _patterns()]))"
    first, second = (
        subprocess.run(
            [sys.executable, "-c", print_all],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in "12"
    )
    assert first == second
