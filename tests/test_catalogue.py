"""Every kind of finding is documented in both languages, worded from its data, and raised somewhere."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from wpkit.findings import CATALOGUE, Kind, explain

SRC = Path(__file__).parents[1] / "src" / "wpkit"
CODE = "\n".join(p.read_text("utf-8") for p in SRC.rglob("*.py") if p.name != "findings.py")
RAISED = set(re.findall(r'"([A-Z]\d{3})"', CODE))
KINDS = [pytest.param(kind, id=code) for code, kind in CATALOGUE.items()]


def _names(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_all_its_words(kind: Kind) -> None:
    words = [getattr(kind, field) for field in Kind.__slots__]
    assert [field for field, word in zip(Kind.__slots__, words, strict=True) if not word.strip()] == []


@pytest.mark.parametrize("kind", KINDS)
def test_both_messages_are_worded_from_the_same_data(kind: Kind) -> None:
    assert _names(kind.message_zh) <= _names(kind.message)


@pytest.mark.parametrize("kind", KINDS)
def test_chinese_words_are_chinese(kind: Kind) -> None:
    words = (kind.message_zh, kind.meaning_zh, kind.remedy_zh)
    assert [w for w in words if not re.search("[\u4e00-\u9fff]", w)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_says_what_was_found_in_lower_case(kind: Kind) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", kind.name)


def test_no_name_is_used_twice() -> None:
    names = [kind.name for kind in CATALOGUE.values()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("code", list(CATALOGUE))
def test_a_code_is_raised_somewhere(code: str) -> None:
    assert code in RAISED


@pytest.mark.parametrize("code", sorted(RAISED))
def test_a_code_that_is_raised_is_in_the_catalogue(code: str) -> None:
    assert code in CATALOGUE


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_explained_by_code_and_by_name(kind: Kind) -> None:
    assert explain(kind.code, "zh") == explain(kind.name, "zh")
    assert kind.meaning in explain(kind.code)
