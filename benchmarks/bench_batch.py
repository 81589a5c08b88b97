"""Batches of generated notices of mixed formats: one worker against two, an unchanged folder again, a cluster, memory.

    python benchmarks/bench_batch.py [--count 1000] [--more 10000] [--more-text] [--rounds 1] [--write]

Prints seconds and CPU seconds (of the process that hands out, and of those that read), the speed-up by the second
worker, how much faster an unchanged folder is, what a cluster's scheduler costs, the largest memory of the parent over
`count` and over `more` notices, and what follows for a million. Each run is a process of its own; of several rounds
the median counts. --write puts it into README.md between the markers. Run it on a machine that does nothing else:
"cores used" says how much of two cores a run had.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from make_notices import KINDS, TEXT, write_notices

ROOT = Path(__file__).resolve().parents[1]
START, END = "<!-- batch figures -->", "<!-- /batch figures -->"
RUN = """
import json, re, resource, sys, time

if __name__ == "__main__":
    start = time.perf_counter()
    from wpkit.batch import run_batch
    summary = run_batch([sys.argv[1]], sys.argv[2], jobs=int(sys.argv[3]), cluster=sys.argv[4] or None)
    seconds = time.perf_counter() - start
    # (the peak that getrusage gives is inherited from the process that started this one)
    memory = int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read()).group(1))
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"seconds": seconds, "parent": own.ru_utime + own.ru_stime,
                      "workers": others.ru_utime + others.ru_stime, "memory": memory / 1024,
                      "read": summary.read, "kept": summary.kept, "failed": summary.failed,
                      "codes": dict(summary.codes)}))
"""


@dataclass(frozen=True)
class Run:
    """One batch: seconds on the clock, CPU seconds of the parent and of its workers, the parent's peak in MB."""

    seconds: float
    parent: float
    workers: float
    memory: float
    read: int
    kept: int
    failed: int
    codes: dict[str, int]


def run(folder: Path, out: Path, jobs: int, cluster: str = "", fresh: bool = True) -> Run:
    if fresh:
        shutil.rmtree(out, ignore_errors=True)
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(RUN)
        script.flush()
        command = [sys.executable, script.name, str(folder), str(out), str(jobs), cluster]
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return Run(**json.loads(done.stdout))


def notices(base: Path, count: int, kinds: tuple[str, ...] = KINDS) -> Path:
    folder = base / f"{count}{'-text' if kinds == TEXT else ''}"
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        write_notices(folder / "in", count, kinds=kinds)
        (folder / "whole").touch()
    return folder / "in"


def measure(given: argparse.Namespace) -> dict[str, Any]:
    base = given.folder
    folder = notices(base, given.count)
    ones, twos, agains = [], [], []
    for _ in range(given.rounds):
        ones.append(run(folder, base / "out-1", 1))
        twos.append(run(folder, base / "out-2", 2))
        agains.append(run(folder, base / "out-2", 2, fresh=False))
    manifests = [(base / out / "manifest.jsonl").read_bytes() for out in ("out-1", "out-2")]
    written = sum(path.stat().st_size for path in (base / "out-2").rglob("*") if path.is_file())
    found: dict[str, Any] = {
        "one": ones,
        "two": twos,
        "again": agains,
        "same": manifests[0] == manifests[1],
        "written": written / given.count,
    }
    if find_spec("distributed") and not given.no_cluster:
        notice = next(folder.rglob("*.txt"))
        found["cluster"] = run(folder, base / "out-c", 2, "local")
        found["cluster-start"] = run(notice, base / "out-s", 2, "local")
        found["same"] &= (base / "out-c" / "manifest.jsonl").read_bytes() == manifests[0]
    if given.more:
        found["more"] = run(
            notices(base, given.more, TEXT if given.more_text else KINDS), base / "out-more", 2
        )
    return found


def time_for(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def report(given: argparse.Namespace, found: dict[str, Any]) -> str:
    """The figures and what follows for a million notices, as Markdown."""
    count = given.count

    def middle(name: str, figure: str) -> float:
        return median(getattr(one, figure) for one in found[name])

    one, two, again = (middle(name, "seconds") for name in ("one", "two", "again"))
    gain = median(o.seconds / t.seconds for o, t in zip(found["one"], found["two"], strict=True))
    saved = median(t.seconds / a.seconds for t, a in zip(found["two"], found["again"], strict=True))
    reading = middle("one", "workers") / count  # CPU seconds to read a notice
    handing = middle("two", "parent") / count  # and to hand it out and note it
    failed = found["two"][0].failed
    rows = [
        f"{count:,} generated notices (of twenty: ten text, four Word, three web pages, two Excel, one PDF; {failed} failed) with "
        f"Python {platform.python_version()} on {os.cpu_count()} cores:",
        "",
        "| run | time | notices a second | |",
        "|---|---|---|---|",
        f"| `--jobs 1` | {one:.1f} s | {count / one:.0f} | |",
        f"| `--jobs 2` | {two:.1f} s | {count / two:.0f} | {gain:.2f} times as fast |",
        f"| again, nothing changed | {again:.2f} s | {count / again:,.0f} | {saved:.0f} times as fast as the first |",
    ]
    if "cluster" in found:
        cluster = found["cluster"]
        rows.append(
            f"| `--cluster local --jobs 2` | {cluster.seconds:.1f} s | {count / cluster.seconds:.0f} | its start is "
            f"{found['cluster-start'].seconds:.1f} s |"
        )
    rows += [
        "",
        f"A notice takes {1000 * reading:.0f} ms of a core to read and {1000 * handing:.1f} ms to hand out and note. The process that "
        f"hands out takes {middle('two', 'memory'):.0f} MB for {count:,} notices"
        + (f" and {found['more'].memory:.0f} MB for {given.more:,}" if "more" in found else "")
        + (", all text" if given.more and given.more_text else "")
        + ".",
        "",
        f"A million notices like these are {1000 * reading:.0f} ms × 1,000,000 = {reading * 1e6 / 3600:.1f} core hours and "
        f"{found['written'] * 1e6 / 1e9:.0f} GB of results:",
        "",
        "| machine | arithmetic | time |",
        "|---|---|---|",
    ]
    for cores in (2, 8, 32):
        rows.append(
            f"| `--jobs {cores}` on {cores} cores | {reading * 1e6 / 3600:.1f} h ÷ {cores} | {time_for(reading * 1e6 / cores)} |"
        )
    if "cluster" in found:
        sending = max(found["cluster"].parent - found["cluster-start"].parent, 0.0) / count
        rows.append(
            f"| `--cluster`, ten machines of 16 cores | {reading * 1e6 / 3600:.1f} h ÷ 160, and not less than {1000 * sending:.1f} ms × 1,000,000 "
            f"in its scheduler and client | {time_for(max(reading * 1e6 / 160, sending * 1e6))} |"
        )
    rows += [
        f"| again, nothing changed | {1000 * again / count:.2f} ms × 1,000,000 | {time_for(again / count * 1e6)} |",
        "",
        f"One process feeds up to {reading / handing:.0f} cores (a notice's reading over its handing out). So: a shell loop over `wpkit parse` "
        "for some tens of files (each start costs about as much as reading ten notices); `wpkit batch` for all that one "
        "machine reads overnight; `--cluster` where that is too long, or the notices lie where only the cluster reaches.",
    ]
    return "\n".join(rows)


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--more", type=int, default=0)
    options.add_argument("--more-text", action="store_true", help="the `more` notices are all text")
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--no-cluster", action="store_true")
    options.add_argument("--write", action="store_true", help="into README.md")
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "wpkit-bench")
    given = options.parse_args()
    found = measure(given)
    for name in ("one", "two", "again"):
        for each in found[name]:
            work = each.parent + each.workers
            print(
                f"{name:6} {each.seconds:7.2f} s, CPU: parent {each.parent:.2f} s, workers {each.workers:.2f} s; "
                f"cores used {work / each.seconds:.2f}; parent {each.memory:.0f} MB; {each.failed} failed {each.codes}"
            )
    one, two = found["one"][0], found["two"][0]
    ideal = (one.parent + one.workers) / max(two.workers / 2, (two.parent + two.workers) / 2)
    print(f"same output: {found['same']}; with two whole cores the second worker could give {ideal:.2f}\n")
    text = report(given, found)
    print(text)
    if given.write:
        readme = ROOT / "README.md"
        before, _, rest = readme.read_text("utf-8").partition(START)
        readme.write_text(f"{before}{START}\n{text}\n{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
