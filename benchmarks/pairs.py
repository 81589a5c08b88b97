"""Two works measured beside each other in one process.

A machine that other work shares is faster in one minute than in the next, by as much as what is to be measured. Both works
of a pair meet it in the same state, so that the median of the ratios, pair by pair, is the same from run to run
where a ratio of two medians is not.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from statistics import median
from typing import NamedTuple, TypeVar

T = TypeVar("T")
ENOUGH = 4.0  # processor seconds: works this short are repeated until they have taken as much
MOST = 40  # pairs


class Pairs(NamedTuple):
    """Median processor seconds of each, and the median of own / other."""

    own: float
    other: float
    ratio: float


def seconds_of(work: Callable[[T], object], one: T) -> float:
    """Processor seconds that the work takes. The garbage collector looks at its own objects only."""
    gc.collect()
    gc.freeze()
    start = time.process_time()
    work(one)
    taken = time.process_time() - start
    gc.unfreeze()
    return taken


def in_pairs(
    own: Callable[[T], object], other: Callable[[T], object], inputs: Iterable[T], rounds: int
) -> Pairs:
    """Both on each input in turn, A B A B, at least `rounds` times over all; imports and caches are not counted.

    Raises ImportError where one of the two is not installed.
    """
    inputs = list(inputs)
    for work in (own, other):
        for one in inputs:
            work(one)
    pairs: list[tuple[float, float]] = []
    while len(pairs) < rounds or (len(pairs) < MOST and sum(map(sum, pairs)) < ENOUGH):
        taken = [(seconds_of(own, one), seconds_of(other, one)) for one in inputs]
        pairs.append((sum(a for a, _ in taken), sum(b for _, b in taken)))
    return Pairs(
        median(a for a, _ in pairs), median(b for _, b in pairs), median(a / (b or 1e-9) for a, b in pairs)
    )
