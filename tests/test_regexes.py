"""No regular expression of the package takes more than a little over twice the time for twice the text."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from regexes import Pattern, found, hard

SIZE, TIMES = 1500, 8
# A linear pattern takes 8 times as long, a quadratic one 64 times; what is quicker than this is not quadratic.
MOST, QUICK = 40, 0.004
# A first look at short texts: a quadratic pattern takes longer than this.
LOOK, LOOKED, WORST = 400, 0.0003, 4
PATTERNS = found()


@contextmanager
def _alarm(seconds: int) -> Iterator[None]:
    """An exponential pattern ends in an error, not in a run that never ends."""
    if sys.platform == "win32":
        yield
        return
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def _stop(*_: object) -> None:
    raise TimeoutError


def _seconds(pattern: Pattern, text: str) -> float:
    subject = text.encode() if isinstance(pattern.compiled.pattern, bytes) else text
    start = time.process_time()
    if pattern.scans:
        for _ in pattern.compiled.finditer(subject):
            pass
    else:
        pattern.compiled.match(subject)
        pattern.compiled.fullmatch(subject)
    return time.process_time() - start


def slow(pattern: Pattern) -> list[str]:
    """What a text repeats that the pattern takes more than MOST times as long for when it is TIMES as long."""
    looks = []
    for what, text in hard(pattern):
        look = _seconds(pattern, text(LOOK))
        if look > 0.5:  # steeper than the square
            return [what]
        looks.append((look, what, text))
    worst = sorted((look for look in looks if look[0] >= LOOKED), key=lambda look: -look[0])[:WORST]
    return [what for _, what, text in worst if _is_steep(pattern, text)]


def _is_steep(pattern: Pattern, text: Callable[[int], str]) -> bool:
    first = min(_seconds(pattern, text(SIZE)) for _ in range(3))
    if first < QUICK:
        return False
    return all(_seconds(pattern, text(SIZE * TIMES)) > MOST * first for _ in range(2))


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.where)
def test_time_grows_with_the_text_alone(pattern: Pattern) -> None:
    with _alarm(120):
        assert slow(pattern) == [], pattern.text


def test_every_module_with_a_pattern_is_there() -> None:
    """The watch sees what is compiled when a module is imported, and what a grammar compiles when it is used."""
    modules = {pattern.where.split(":")[0] for pattern in PATTERNS}
    assert {
        "fields/reading.py",
        "text.py",
        "structure/columns.py",
        "webpage/flow.py",
        "ofd/strokes.py",
    } <= modules
    assert len(PATTERNS) > 400


def test_a_quadratic_pattern_is_found() -> None:
    import re

    assert slow(Pattern(re.compile(r"\d+月"), "here:1"))
    assert not slow(Pattern(re.compile(r"(?<!\d)\d{1,4}月"), "here:1"))


@pytest.mark.skipif(sys.platform == "win32", reason="no alarm there")
def test_an_exponential_pattern_is_stopped() -> None:
    import re

    with pytest.raises(TimeoutError), _alarm(1):
        slow(Pattern(re.compile(r"(?:甲|甲甲)*乙"), "here:1"))
