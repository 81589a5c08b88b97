"""PDF: wpkit's blocks and tasks beside what other libraries take for less, in one run.

    python benchmarks/bench_pdf.py [FILE.pdf …] [--rounds N]

For each file the median CPU seconds of each reader, pages a second, how many times faster than pdfplumber's
`extract_tables` it is, and how many times as long as pdfium's own pass over the characters it takes. Readers take turns, and both
ratios are medians of the ratios round by round, so that other work on the machine meets all alike; imports are not
counted, and the garbage collector looks at a reader's own objects only. A reader that is not installed is left out with a line.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from pairs import seconds_of  # noqa: E402

DEFAULT = [
    ROOT / "tests/pdf/long-kind.pdf",
    ROOT / "tests/pdf/long-tight.pdf",
    ROOT / "tests/pdf/two-headers.pdf",
]
YARDSTICK, FLOOR = "pdfplumber extract_tables", "pypdfium2 characters and boxes"


def plumber_tables(data: bytes) -> int:
    from io import BytesIO

    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as pdf:
        return sum(len(page.extract_tables()) for page in pdf.pages)


def pdfium_text(data: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        return sum(len(page.get_textpage().get_text_range()) for page in pdf)


def pdfium_characters(data: bytes) -> int:
    """Every character and its box, without any use of them."""
    import pypdfium2

    count = 0
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            text = page.get_textpage()
            text.get_text_range()
            count += sum(len(text.get_charbox(index, loose=True)) for index in range(text.count_chars()))
    return count


def markitdown(data: bytes) -> int:
    from io import BytesIO

    from markitdown import MarkItDown

    return len(MarkItDown().convert_stream(BytesIO(data), file_extension=".pdf").text_content)


def wpkit_blocks(data: bytes) -> int:
    from wpkit.parsers import read_blocks
    from wpkit.source import open_source

    return len(read_blocks(open_source(data, name="bench.pdf")).blocks)


def wpkit_tasks(data: bytes) -> int:
    import wpkit

    return len(wpkit.parse(data, name="bench.pdf").tasks)


READERS: dict[str, Callable[[bytes], int]] = {
    YARDSTICK: plumber_tables,
    "markitdown": markitdown,
    "pypdfium2 plain text": pdfium_text,
    FLOOR: pdfium_characters,
    "wpkit blocks": wpkit_blocks,
    "wpkit tasks": wpkit_tasks,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One file: its pages, and the CPU seconds of each reader that is installed, round by round."""

    name: str
    pages: int
    seconds: dict[str, list[float]]

    def ratio(self, reader: str, other: str) -> float | None:
        """How many times as long as the other the reader takes."""
        if other not in self.seconds:
            return None
        return median(a / b for a, b in zip(self.seconds[reader], self.seconds[other], strict=True))


def measure(path: Path, rounds: int = 5) -> Measured:
    """Every installed reader on one file, in turns."""
    import pypdfium2

    data = path.read_bytes()
    with pypdfium2.PdfDocument(data) as pdf:
        pages = len(pdf)
    taken: dict[str, list[float]] = {}
    for name, read in READERS.items():
        try:
            read(data)  # imports and caches are not counted
        except ImportError:
            continue
        taken[name] = []
    for _ in range(rounds):
        for name, seconds in taken.items():
            seconds.append(seconds_of(READERS[name], data))
    return Measured(path.name, pages, taken)


def rows(found: Measured) -> list[str]:
    """The file's figures as lines to print."""
    lines = [f"{found.name}: {found.pages} pages"]
    for name in READERS:
        if name not in found.seconds:
            lines.append(f"  {name:<32} not installed")
            continue
        value = median(found.seconds[name])
        faster, longer = found.ratio(YARDSTICK, name), found.ratio(name, FLOOR)
        lines.append(
            f"  {name:<32}{value:8.3f} s{found.pages / value:9.0f} pages/s"
            + (f"{faster:8.1f} x as fast" if faster else "")
            + (f"{longer:8.1f} x as long" if longer else "")
        )
    return lines


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("files", nargs="*", type=Path, default=DEFAULT)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    for path in chosen.files:
        print("\n".join(rows(measure(path, chosen.rounds))))


if __name__ == "__main__":
    main()
