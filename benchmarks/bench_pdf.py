"""PDF: wpkit's blocks and tasks beside pdfplumber's tables and pypdfium2's plain text, in one run.

    python benchmarks/bench_pdf.py [FILE.pdf …] [--rounds N]

Prints the median seconds of each, pages a second, and how many times faster than pdfplumber's
`extract_tables` it is. The rounds alternate, so that other work on the machine meets all alike.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))
DEFAULT = [
    ROOT / "tests/pdf/long-kind.pdf",
    ROOT / "tests/pdf/long-tight.pdf",
    ROOT / "tests/pdf/two-headers.pdf",
]


def plumber_tables(data: bytes) -> int:
    from io import BytesIO

    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as pdf:
        return sum(len(page.extract_tables()) for page in pdf.pages)


def pdfium_text(data: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        return sum(len(page.get_textpage().get_text_range()) for page in pdf)


def wpkit_blocks(data: bytes) -> int:
    from wpkit.parsers import read_blocks
    from wpkit.source import open_source

    return len(read_blocks(open_source(data, name="bench.pdf")).blocks)


def wpkit_tasks(data: bytes) -> int:
    import wpkit

    return len(wpkit.parse(data, name="bench.pdf").tasks)


READERS: dict[str, Callable[[bytes], int]] = {
    "pdfplumber extract_tables": plumber_tables,
    "pypdfium2 plain text": pdfium_text,
    "wpkit blocks": wpkit_blocks,
    "wpkit tasks": wpkit_tasks,
}


def measure(path: Path, rounds: int) -> None:
    """Prints one file's table of medians."""
    import pypdfium2

    data = path.read_bytes()
    pages = len(pypdfium2.PdfDocument(data))
    seconds: dict[str, list[float]] = {name: [] for name in READERS}
    for read in READERS.values():
        read(data)  # imports and caches are not counted
    for _ in range(rounds):
        for name, read in READERS.items():
            start = time.perf_counter()
            read(data)
            seconds[name].append(time.perf_counter() - start)
    yardstick = median(seconds["pdfplumber extract_tables"])
    print(f"{path.name}: {pages} pages, median of {rounds}")
    for name, values in seconds.items():
        value = median(values)
        print(f"  {name:<28}{value:8.3f} s{pages / value:9.0f} pages/s{yardstick / value:8.1f} x")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="*", type=Path, default=DEFAULT)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    for path in chosen.files:
        measure(path, chosen.rounds)


if __name__ == "__main__":
    main()
