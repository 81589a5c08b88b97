"""Batches of generated notices of mixed formats: one worker against two, an unchanged folder again, and memory.

    python benchmarks/bench_batch.py [--count 1000] [--more 10000] [--folder FOLDER]

Prints seconds, the speed-up by the second worker, how much faster the resumed run is, and the largest memory of the
parent process over `count` and over `more` notices. Each run is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from make_notices import write_notices

SRC = Path(__file__).resolve().parents[1] / "src"
RUN = """
import json, re, sys, time
start = time.perf_counter()
from wpkit.batch import run_batch
summary = run_batch([sys.argv[1]], sys.argv[2], jobs=int(sys.argv[3]))
seconds = time.perf_counter() - start
# (the peak that getrusage gives is inherited from the process that started this one)
memory = int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read()).group(1))
print(json.dumps({"seconds": seconds, "memory": memory / 1024, "read": summary.read, "kept": summary.kept,
                  "failed": summary.failed, "codes": dict(summary.codes)}))
"""


def run(folder: Path, out: Path, jobs: int) -> dict[str, float]:
    command = [sys.executable, "-c", RUN, str(folder), str(out), str(jobs)]
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--more", type=int, default=0)
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "wpkit-bench")
    given = options.parse_args()
    folder = given.folder / str(given.count)
    if not folder.exists():
        write_notices(folder, given.count)
    outs = {jobs: given.folder / f"out-{jobs}" for jobs in (1, 2)}
    for out in outs.values():
        shutil.rmtree(out, ignore_errors=True)
    one, two = run(folder, outs[1], 1), run(folder, outs[2], 2)
    again = run(folder, outs[2], 2)
    same = (outs[1] / "manifest.jsonl").read_bytes() == (outs[2] / "manifest.jsonl").read_bytes()
    print(f"{given.count} notices, {two['failed']} failed {two['codes']}; same output: {same}")
    print(f"one worker   {one['seconds']:7.1f} s  {given.count / one['seconds']:6.1f} a second")
    print(f"two workers  {two['seconds']:7.1f} s  {one['seconds'] / two['seconds']:.2f} times as fast")
    print(f"once more    {again['seconds']:7.2f} s  {two['seconds'] / again['seconds']:.0f} times as fast")
    print(f"memory of the parent {two['memory']:.0f} MB, resumed {again['memory']:.0f} MB")
    if given.more:
        folder = given.folder / str(given.more)
        if not folder.exists():
            write_notices(folder, given.more)
        out = given.folder / "out-more"
        shutil.rmtree(out, ignore_errors=True)
        more = run(folder, out, 2)
        print(f"{given.more} notices: {more['seconds']:.0f} s, memory of the parent {more['memory']:.0f} MB")


if __name__ == "__main__":
    main()
