"""The time of a whole `wpkit parse` of a 50 KB text, held against importing typer, pydantic and regex.

    python benchmarks/bench_cold_start.py [--rounds 15] [--limit 2.0]

Both are run as processes of their own, in turn, and the shortest times compared (other load only adds); the compiled files of both are there (an
editable install compiles none: run `python -m compileall src` first). Exit 1 where the ratio is over the limit.
"""

from __future__ import annotations

import argparse
import compileall
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
BASE = [sys.executable, "-c", "import typer, pydantic, regex"]


def notice(size: int) -> str:
    """Work points of about `size` bytes: sections with items, each with its units and deadline."""
    lines = ["云澜区2022年政务公开工作要点", ""]
    units = ("区政府办公室", "区司法局", "区教育局", "区民政局", "区数据局")
    item = 0
    while len("\n".join(lines).encode()) < size:
        if item % 10 == 0:
            lines.append(
                f"{'一二三四五六七八九十'[item // 10 % 10]}、推进第{item // 10 + 1}类重点领域信息公开"
            )
        item += 1
        lines.append(
            f"{item}.完善第{item}项公开清单。对照职责梳理事项，编制并向社会公布清单，做到应公开尽公开，"
            f"并按季度更新。（责任单位：{units[item % 5]}、各街镇；完成时限：2022年{item % 12 + 1}月底前）"
        )
    return "\n".join(lines) + "\n"


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}
    )
    return time.perf_counter() - start


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--limit", type=float, default=2.0)
    options.add_argument("--size", type=int, default=50_000)
    given = options.parse_args()
    compileall.compile_dir(ROOT / "src", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "notice.txt")
        path.write_text(notice(given.size), encoding="utf-8")
        parse = [sys.executable, "-m", "wpkit", "parse", str(path)]
        runs = [(seconds(BASE), seconds(parse)) for _ in range(given.rounds)]
    base, whole = (min(times) for times in zip(*runs, strict=True))
    print(f"import typer, pydantic, regex: {base * 1000:.0f} ms")
    print(f"wpkit parse of {given.size // 1000} KB: {whole * 1000:.0f} ms, {whole / base:.2f} times as long")
    return int(whole / base > given.limit)


if __name__ == "__main__":
    sys.exit(main())
