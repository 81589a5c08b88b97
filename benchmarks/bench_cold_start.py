"""The time of a whole `wpkit parse` of a 50 KB text, held against importing typer, pydantic and regex.

    python benchmarks/bench_cold_start.py [--rounds 15] [--limit 2.0]

Two notices are put together by chance: one of prose whose items close with brackets of units and deadlines, one of
a body and a tab-separated table with merged cells. All are run as processes of their own, in turn, and the
least processor time of each is compared (other load only adds); the compiled files of both are there, as `make
install` leaves them. Exit 1 where a ratio is over the limit.
"""

from __future__ import annotations

import argparse
import compileall
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "samples"))

from make.chance import make_sized  # noqa: E402  (samples/ holds the package that makes them)

IMPORTS = "import typer, pydantic, regex"
BASE = [sys.executable, "-c", IMPORTS]
NOTICES = {"prose": "brackets", "body and table": "tab-table"}


def notice(layout: str, size: int) -> str:
    """A notice of about `size` bytes."""
    hundred = len(make_sized(1, layout, 100).text.encode())
    return make_sized(1, layout, max(1, round(100 * size / hundred))).text + "\n"


# A child's peak of memory begins with that of the process that started it: this one is small.
LAUNCH = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
_, status, used = os.wait4(child, 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run(command: list[str]) -> tuple[float, int]:
    """Processor seconds and the largest memory in KB of one process."""
    launched = [sys.executable, "-S", "-c", LAUNCH, *command]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(launched, env=env, check=True, capture_output=True, text=True)
    seconds, memory = done.stdout.split()
    return float(seconds), int(memory)


def measure(rounds: int, size: int = 50_000) -> dict[str, tuple[float, int]]:
    """Least seconds and most KB of memory: of the imports (under "imports") and of `wpkit parse` of each notice."""
    compileall.compile_dir(ROOT / "src", quiet=1)
    run([sys.executable, "-m", "wpkit.precompile"])
    found: dict[str, list[tuple[float, int]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        commands = {"imports": BASE}
        for name, layout in NOTICES.items():
            path = Path(folder, f"{layout}.txt")
            path.write_text(notice(layout, size), encoding="utf-8")
            commands[name] = [sys.executable, "-m", "wpkit", "parse", str(path)]
        for _ in range(rounds):
            for name, command in commands.items():
                found.setdefault(name, []).append(run(command))
    return {name: (min(s for s, _ in runs), max(m for _, m in runs)) for name, runs in found.items()}


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--limit", type=float, default=2.0)
    options.add_argument("--size", type=int, default=50_000)
    given = options.parse_args()
    found = measure(given.rounds, given.size)
    base, _ = found.pop("imports")
    print(f"{IMPORTS}: {base * 1000:.0f} ms")
    for name, (taken, _) in found.items():
        print(
            f"wpkit parse of {given.size // 1000} KB ({name}): {taken * 1000:.0f} ms, {taken / base:.2f} times as long"
        )
    return int(max(taken for taken, _ in found.values()) / base > given.limit)


if __name__ == "__main__":
    sys.exit(main())
