"""Writes notices of mixed formats by chance, for benchmarks: the same count and seed, the same files.

    python benchmarks/make_notices.py FOLDER COUNT [SEED]

Of twenty, ten are text, four Word, three HTML, two Excel (tables only; else text) and one PDF (a sample with a
comment of its own behind it: no two files are equal). They stand in folders of a hundred.
"""

from __future__ import annotations

import sys
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
sys.path.insert(0, str(SAMPLES))

from make.chance import make  # noqa: E402  (samples/ holds the package that makes them)
from make.formats import write  # noqa: E402

KINDS = ("txt",) * 10 + ("docx",) * 4 + ("html",) * 3 + ("xlsx",) * 2 + ("pdf",)


def write_notices(folder: Path, count: int, seed: int = 1) -> None:
    pdfs = sorted(SAMPLES.glob("*/notice.pdf"))
    for number in range(count):
        made = make(seed * 1_000_003 + number)
        kind = KINDS[number % len(KINDS)]
        if (kind == "xlsx" and not made.notice.rows) or (kind == "pdf" and not pdfs):
            kind = "txt"
        path = folder / f"{number // 100:04}" / f"{number:06}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind == "txt":
            data = f"{made.text}\n".encode()
        elif kind == "pdf":
            data = (
                pdfs[number // len(KINDS) % len(pdfs)].read_bytes() + b"\n% " + str(number).encode() + b"\n"
            )
        else:
            data = write(kind, path.stem, made.notice)
        path.write_bytes(data)


if __name__ == "__main__":
    write_notices(Path(sys.argv[1]), int(sys.argv[2]), *map(int, sys.argv[3:4]))
