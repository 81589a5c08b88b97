"""Seconds to read a text notice of 10 to 10,000 rows, by layout: does time grow with the rows and no faster?

    python benchmarks/bench_scaling.py [LAYOUT …] [--sizes 10,100,1000,10000]

Prints milliseconds of processor time for each size, milliseconds a row, and the exponent of growth between the
last two sizes (1.00: ten times the rows take ten times as long). The notices are put together by chance, each
row with words of its own. Exit 1 where an exponent is over 1.15.
"""

from __future__ import annotations

import argparse
import gc
import math
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "samples")]

from make.chance import LAYOUTS, make_sized  # noqa: E402

SIZES = (10, 100, 1000, 10000)
STEEPEST = 1.15


def seconds(layout: str, rows: int, seeds: Sequence[int]) -> tuple[float, float, float]:
    """(processor time, tasks found, bytes read) of a notice of these rows, the mean over the seeds. No notice is
    read twice: what a process keeps of one would make the next one cheap."""
    from wpkit import parse

    taken = tasks = size = 0.0
    for seed in seeds:
        data = make_sized(seed, layout, rows).text.encode()
        gc.collect()
        start = time.process_time()
        tasks += len(parse(data, name=f"{layout}.txt").tasks)
        taken += time.process_time() - start
        size += len(data)
    return taken / len(seeds), tasks / len(seeds), size / len(seeds)


def growth(layout: str, sizes: Sequence[int] = SIZES) -> tuple[list[float], list[int], float]:
    """Seconds and tasks for each size, and the exponent between the last two."""
    seconds(layout, 10, range(3))  # imports and patterns are not counted
    found = [seconds(layout, rows, range(rows, rows + max(1, min(20, 500 // rows)))) for rows in sizes]
    times = [taken for taken, *_ in found]
    # what is read counts, not what was asked for: in some layouts an item holds several tasks
    sizes_read = [size for *_, size in found]
    exponent = math.log(times[-1] / times[-2]) / math.log(sizes_read[-1] / sizes_read[-2])
    return times, [round(tasks) for _, tasks, _ in found], exponent


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("layouts", nargs="*", metavar="LAYOUT")
    options.add_argument("--sizes", default=",".join(map(str, SIZES)))
    given = options.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    print(f"{'layout':<16}" + "".join(f"{size:>12}" for size in sizes) + "    ms/row    tasks   growth")
    steep = False
    for layout in given.layouts or sorted(LAYOUTS):
        times, tasks, exponent = growth(layout, sizes)
        steep |= exponent > STEEPEST
        shown = "".join(f"{1000 * t:>9.0f} ms" for t in times)
        print(
            f"{layout:<16}{shown}{1000 * times[-1] / sizes[-1]:>10.2f}{tasks[-1]:>9}{exponent:>9.2f}",
            flush=True,
        )
    return int(steep)


if __name__ == "__main__":
    sys.exit(main())
