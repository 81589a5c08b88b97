"""Writes notices of mixed formats by chance, for benchmarks: the same count and seed, the same files.

    python benchmarks/make_notices.py FOLDER COUNT [SEED] [--text]

Of twenty, ten are text, four Word, three HTML, two Excel (tables only; else text) and one PDF (a sample with a
comment of its own behind it: no two files are equal); with --text, all are text. They stand in folders of a hundred.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
sys.path.insert(0, str(SAMPLES))

from make.chance import make  # noqa: E402  (samples/ holds the package that makes them)
from make.formats import write  # noqa: E402

KINDS = ("txt",) * 10 + ("docx",) * 4 + ("html",) * 3 + ("xlsx",) * 2 + ("pdf",)
TEXT = ("txt",)


def write_notices(folder: Path, count: int, seed: int = 1, kinds: tuple[str, ...] = KINDS) -> None:
    pdfs = sorted(SAMPLES.glob("*/notice.pdf"))
    for number in range(count):
        made = make(seed * 1_000_003 + number)
        kind = kinds[number % len(kinds)]
        if (kind == "xlsx" and not made.notice.rows) or (kind == "pdf" and not pdfs):
            kind = "txt"
        path = folder / f"{number // 100:04}" / f"{number:06}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind == "txt":
            data = f"{made.text}\n".encode()
        elif kind == "pdf":
            sample = pdfs[number // len(kinds) % len(pdfs)].read_bytes()
            data = sample + b"\n% " + str(number).encode() + b"\n"
        else:
            data = write(kind, path.stem, made.notice)
        path.write_bytes(data)


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folder", type=Path)
    options.add_argument("count", type=int)
    options.add_argument("seed", type=int, nargs="?", default=1)
    options.add_argument("--text", action="store_true")
    given = options.parse_args()
    write_notices(given.folder, given.count, given.seed, TEXT if given.text else KINDS)
