"""All speed figures in one table, each beside what others need for as much or less, measured in the same run.

    python benchmarks/speed.py            prints the table (some five minutes; --quick: two, up to 1,000 rows)
    python benchmarks/speed.py --write    writes it between the markers of README.md as well

A peer that is not installed says so. The figures are of the machine at hand: their ratios mean something elsewhere.
"""

from __future__ import annotations

import argparse
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
from pairs import Pairs, in_pairs, seconds_of  # noqa: E402

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

    peers: dict[str, Callable[[bytes], object]] = {
        "pypdfium2, text alone": bench_pdf.pdfium_text,
        "pypdfium2, characters and boxes": bench_pdf.pdfium_characters,
        "pdfplumber `extract_tables`": bench_pdf.plumber_tables,
        "markitdown, converted": bench_pdf.markitdown,
    }
    files = [path.read_bytes() for path in bench_pdf.DEFAULT]
    pages = sum(len(pypdfium2.PdfDocument(data)) for data in files)
    yield from _beside(
        bench_pdf.wpkit_tasks, peers, files, rounds, "PDF to tasks", lambda s: f"{pages / s:.0f} pages/s"
    )


def _beside(
    own: Callable[[bytes], object],
    peers: dict[str, Callable[[bytes], object]],
    files: list[bytes],
    rounds: int,
    what: str,
    shown: Callable[[float], str],
) -> Iterator[Figure]:
    """A row for each peer, with wpkit's figure of all pairs together; a peer that is not installed says so."""
    found: dict[str, Pairs | None] = {}
    for name, peer in peers.items():
        try:
            found[name] = in_pairs(own, peer, files, rounds)
        except ImportError:
            found[name] = None
    mine = median(
        [pairs.own for pairs in found.values() if pairs] or [sum(seconds_of(own, one) for one in files)]
    )
    for name, pairs in found.items():
        if pairs is None:
            yield Figure(what, shown(mine), name, MISSING)
        else:
            yield Figure(what, shown(mine), name, shown(pairs.other), _compared(pairs.ratio))


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
        peers = {names[other.__name__]: other for other in bench_documents.OTHERS[suffix]}
        yield from _beside(
            lambda data, suffix=suffix: parse(data, name=f"notice.{suffix}"),
            peers, files, rounds, f"{suffix.upper()} to tasks", lambda s, n=len(files): f"{s / n * 1000:.0f} ms",
        )  # fmt: skip


def _compared(ratio: float) -> str:
    return f"{1 / ratio:.1f} times as fast" if ratio < 1 else f"{ratio:.1f} times as long"


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
