"""Milliseconds to read a Word, web or spreadsheet file, beside what other libraries take for less.

    python benchmarks/bench_documents.py [--runs N] [SAMPLE ...]

Each line is the median of N runs in one process, imports not counted, the garbage collector off. The others
are run where they are installed: python-docx opens and reads its cells, openpyxl opens, lxml builds a bare
tree, markitdown converts.
"""

from __future__ import annotations

import argparse
import gc
import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from wpkit import parse  # noqa: E402
from wpkit.parsers import read_blocks  # noqa: E402
from wpkit.source import Source  # noqa: E402

FORMATS = ("docx", "doc", "html", "xlsx")


def python_docx(data: bytes) -> object:
    from docx import Document

    document = Document(io.BytesIO(data))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def openpyxl(data: bytes) -> object:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data))


def lxml(data: bytes) -> object:
    from lxml import html

    return html.document_fromstring(data)


def markitdown(data: bytes) -> object:
    from markitdown import MarkItDown

    return MarkItDown().convert_stream(io.BytesIO(data))


OTHERS: dict[str, tuple[Callable[[bytes], object], ...]] = {
    "docx": (python_docx, markitdown), "html": (lxml, markitdown), "xlsx": (openpyxl, markitdown), "doc": (),
}  # fmt: skip


def median(work: Callable[[], object], runs: int) -> float | None:
    """Milliseconds; None where the library is not installed."""
    try:
        work()
    except ImportError:
        return None
    taken = []
    gc.disable()
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
        gc.collect()
    gc.enable()
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("samples", nargs="*", default=["tab-table", "pdf-lines"])
    parser.add_argument("--runs", type=int, default=11)
    given = parser.parse_args()
    for sample in given.samples:
        for suffix in FORMATS:
            path = ROOT / "samples" / sample / f"notice.{suffix}"
            if not path.is_file():
                continue
            data = path.read_bytes()
            works = {
                "wpkit blocks": lambda d=data, p=path: read_blocks(Source(p.name, d)),
                "wpkit tasks": lambda d=data, p=path: parse(d, name=p.name),
                **{other.__name__: lambda d=data, o=other: o(d) for other in OTHERS[suffix]},
            }
            for name, work in works.items():
                taken = median(work, given.runs)
                shown = "not installed" if taken is None else f"{taken:8.1f} ms"
                print(f"{sample + '.' + suffix:<20}{name:<16}{shown}")


if __name__ == "__main__":
    main()
