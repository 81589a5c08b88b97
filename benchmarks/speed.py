"""All speed figures in one table, each beside what others need for as much or less, measured in the same run.

    python benchmarks/speed.py            prints the table (some five minutes; --quick: two, up to 1,000 rows)
    python benchmarks/speed.py --write    writes it between the markers of README.md as well

A peer that is not installed says so. The figures are of the machine at hand: their ratios mean something elsewhere.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "samples"), str(ROOT / "benchmarks")]

from make.chance import LAYOUTS, make  # noqa: E402

import bench_batch  # noqa: E402
import bench_cold_start  # noqa: E402
import bench_documents  # noqa: E402
import bench_pdf  # noqa: E402
import bench_scaling  # noqa: E402
from make_notices import write_notices  # noqa: E402

START, END = "<!-- speed -->", "<!-- /speed -->"
MISSING = "not installed"


class Figure(NamedTuple):
    """One row: what was done, wpkit's figure, the peer and its figure, how they compare."""

    what: str
    own: str
    peer: str = ""
    other: str = ""
    ratio: str = ""


def cold(rounds: int) -> Iterator[Figure]:
    found = bench_cold_start.measure(rounds)
    base, memory = found.pop("imports")
    for name, (taken, _) in found.items():
        yield Figure(
            f"`wpkit parse` of 50 KB ({name}), the whole process", f"{taken * 1000:.0f} ms",
            f"`python -c '{bench_cold_start.IMPORTS}'`", f"{base * 1000:.0f} ms", f"{taken / base:.1f} times as long",
        )  # fmt: skip
    most = max(most for _, most in found.values())
    yield Figure("its memory", f"{most / 1024:.0f} MB", "the same", f"{memory / 1024:.0f} MB")


def text(count: int) -> Iterator[Figure]:
    """Notices by chance, each with words of its own, read one after the other in one process."""
    from wpkit import parse

    for name, layouts in (
        ("prose", ("brackets", "plain-items", "run-on", "one-paragraph", "pdf-lines")),
        ("tables", ("tab-table", "pipes", "heading-rows", "pipe-cells", "cell-a-line", "blank-columns")),
        ("tables that a PDF export spilled cell by cell", ("spilled",)),
    ):
        assert set(layouts) <= set(LAYOUTS)
        data = [make(7000 + n, layouts[n % len(layouts)]).text.encode() for n in range(count)]
        for one in data[: len(layouts)]:
            parse(one, name="warm.txt")
        start = time.process_time()
        for one in data:
            parse(one, name="notice.txt")
        taken = time.process_time() - start
        size = sum(map(len, data)) / 1e6
        yield Figure(f"text, {name}", f"{size / taken:.2f} MB/s, {count / taken:.0f} notices/s")


def pdf(rounds: int) -> Iterator[Figure]:
    import pypdfium2

    works: dict[str, Callable[[bytes], int]] = {
        "wpkit": bench_pdf.wpkit_tasks,
        "pypdfium2, text alone": bench_pdf.pdfium_text,
        "pypdfium2, characters and boxes": bench_pdf.pdfium_characters,
        "pdfplumber `extract_tables`": bench_pdf.plumber_tables,
        "markitdown, converted": bench_pdf.markitdown,
    }
    files = [path.read_bytes() for path in bench_pdf.DEFAULT]
    pages = sum(len(pypdfium2.PdfDocument(data)) for data in files)
    taken = _alternating(works, files, rounds)
    own = taken.pop("wpkit") or 1.0
    for peer, other in taken.items():
        if other is None:
            yield Figure("PDF to tasks", f"{pages / own:.0f} pages/s", peer, MISSING)
        else:
            ratio = f"{other / own:.1f} times as fast" if other > own else f"{own / other:.1f} times as long"
            yield Figure(
                "PDF to tasks", f"{pages / own:.0f} pages/s", peer, f"{pages / other:.0f} pages/s", ratio
            )


def _alternating(
    works: dict[str, Callable[[bytes], object]], files: list[bytes], rounds: int
) -> dict[str, float | None]:
    """Median processor seconds of each over all files, in turn; None for one that is not installed."""
    seconds: dict[str, list[float] | None] = {name: [] for name in works}
    for name, work in works.items():
        try:
            work(files[0])
        except ImportError:
            seconds[name] = None
    gc.disable()
    for _ in range(rounds):
        for name, work in works.items():
            found = seconds[name]
            if found is None:
                continue
            start = time.process_time()
            for data in files:
                work(data)
            found.append(time.process_time() - start)
            gc.collect()
    gc.enable()
    return {name: median(found) if found else None for name, found in seconds.items()}


def documents(rounds: int) -> Iterator[Figure]:
    from wpkit import parse

    names = {"python_docx": "python-docx, opened and cells read", "markitdown": "markitdown, converted",
             "lxml": "lxml, a bare tree"}  # fmt: skip
    for suffix in ("docx", "html"):
        paths = [
            ROOT / "samples" / sample / f"notice.{suffix}"
            for sample in ("tab-table", "pdf-lines", "web-page")
        ]
        files = [path.read_bytes() for path in paths if path.is_file()]
        works: dict[str, Callable[[bytes], object]] = {
            "wpkit": lambda data, suffix=suffix: parse(data, name=f"notice.{suffix}")
        }
        works |= {names[other.__name__]: other for other in bench_documents.OTHERS[suffix]}
        taken = _alternating(works, files, rounds)
        own = taken.pop("wpkit") or 1.0
        for peer, other in taken.items():
            shown = MISSING if other is None else f"{other / len(files) * 1000:.0f} ms"
            each = f"{own / len(files) * 1000:.0f} ms"
            yield Figure(f"{suffix.upper()} to tasks", each, peer, shown, _compared(own, other))


def _compared(own: float, other: float | None) -> str:
    if other is None:
        return ""
    return f"{other / own:.1f} times as fast" if other > own else f"{own / other:.1f} times as long"


def scaling(sizes: tuple[int, ...]) -> Iterator[Figure]:
    for layout in ("plain-items", "tab-table", "pipes", "cell-a-line", "blank-columns", "spilled"):
        times, _, exponent = bench_scaling.growth(layout, sizes)
        yield Figure(
            f"{sizes[-1]:,} rows or items ({layout})", f"{times[-1]:.1f} s", f"{sizes[-2]:,} of them",
            f"{times[-2]:.2f} s", f"power {exponent:.2f} of the rows",
        )  # fmt: skip


def workers(count: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        write_notices(Path(folder, "in"), count)
        one, two = (bench_batch.run(Path(folder, "in"), Path(folder, f"out{n}"), n) for n in (1, 2))
    yield Figure(
        f"a batch of {count} files of five formats, two workers", f"{count / two.seconds:.0f} files/s",
        "one worker", f"{count / one.seconds:.0f} files/s", f"{one.seconds / two.seconds:.1f} times as fast",
    )  # fmt: skip
    yield Figure("memory of the process that leads it", f"{two.memory:.0f} MB")


def table(*, quick: bool) -> str:
    rows = [
        *cold(7 if quick else 15),
        *text(30 if quick else 120),
        *pdf(1 if quick else 5),
        *documents(3 if quick else 11),
        *scaling((100, 1000) if quick else (1000, 10000)),
        *workers(40 if quick else 300),
    ]
    lines = ["| what | wpkit | beside | takes | |", "|---|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    machine = (
        f"{os.cpu_count()} cores, Python {platform.python_version()}; processor time, but for the batch."
    )
    return "\n".join([*lines, "", machine])


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--quick", action="store_true")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    rows = table(quick=given.quick)
    print(rows)
    if given.write:
        readme = ROOT / "README.md"
        before, rest = readme.read_text(encoding="utf-8").split(START)
        readme.write_text(f"{before}{START}\n{rows}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
