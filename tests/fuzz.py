"""Reads broken files of every format: python tests/fuzz.py [--count 800 | --seconds 60] [--seed 0] [--formats pdf docx]

Every whole file (`originals.py`) is mutated in turn, and cut off at every hundredth; "words" are phrases and texts put
together by chance. Each is read in a process that has 3 GB of memory and --slow seconds. What raises anything but a
one-line error, hangs or crashes is written to out/fuzz and named; the exit status is 1 if there was any. The last
line counts the inputs. --count is of each format; 0 stands for no limit but --seconds.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import sys
import time
import traceback
from collections import Counter
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

import phrases  # noqa: E402  (found through the path above)
from mutations import cut_at, mutated, outcome  # noqa: E402
from originals import FORMATS, SLOW, originals  # noqa: E402

MEMORY = 3 << 30
# One in so many is a cut at a hundredth; one in so many notices is written and verified too.
CUTS, THOROUGH = 4, 8
# How often --slow may pass while the process gets no time to work.
MOST_WAITS = 10


def broken(format: str, turn: int) -> tuple[str, bytes]:
    """The name and the bytes of a format's input number `turn`, the same on every run."""
    whole = originals(format)
    if turn % CUTS == 0:
        name, data = whole[turn // CUTS // 100 % len(whole)]
        return name, cut_at(data, turn // CUTS % 100)
    name, data = whole[turn % len(whole)]
    return name, mutated(data, f"{name}/{turn}")


def read(format: str, turn: int) -> str:
    if format == "words":
        return phrases.read(f"words/{turn}")
    name, data = broken(format, turn)
    return outcome(data, name, thorough=turn % THOROUGH == 0)


def serve(pipe: Connection) -> None:
    """Reads what it is told to and answers with the outcome, or with where a traceback ends."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while (told := pipe.recv()) is not None:
        try:
            answer = (True, read(*told))
        except Exception as error:
            at = traceback.extract_tb(error.__traceback__)[-1]
            answer = (False, f"{type(error).__name__} {error} ({Path(at.filename).name}:{at.lineno})")
        pipe.send(answer)


class Reader:
    """A process that reads; another takes its place where it hangs or dies."""

    def __init__(self, slow: float) -> None:
        self.slow = slow
        self.start()

    def start(self) -> None:
        self.pipe, other = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=serve, args=(other,), daemon=True)
        self.process.start()
        other.close()

    def ask(self, format: str, turn: int) -> tuple[bool, str]:
        self.pipe.send((format, turn))
        try:
            used = self._used()
            for _ in range(MOST_WAITS):
                if self.pipe.poll(self.slow):
                    return self.pipe.recv()
                if self._used() - used > self.slow / 2:
                    break  # it works, and does not wait for a busy machine
            said = f"took longer than {self.slow:g} s"
        except EOFError:
            self.process.join()
            said = f"the process ended ({self.process.exitcode})"
        self.process.kill()
        self.process.join()
        self.start()
        return False, said

    def _used(self) -> float:
        """Seconds of processor time that the process has taken; where no system file tells, those that passed."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return time.monotonic()
        return sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK")


def _keep(format: str, turn: int) -> Path:
    out = HERE.parent / "out" / "fuzz"
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{format}-{turn}"
    if format != "words":
        name, data = broken(format, turn)
        path = path.with_name(f"{path.name}-{name}")
        path.write_bytes(data)
    return path


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--seconds", type=float, default=0)
    options.add_argument("--count", type=int, default=0)
    options.add_argument("--seed", type=int, default=0, help="the number of the first input")
    options.add_argument("--slow", type=float, default=60)
    options.add_argument("--formats", nargs="*", default=[f for f in (*FORMATS, "words") if f not in SLOW])
    args = options.parse_args()
    if not args.count and not args.seconds:
        args.seconds = 600
    counts: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    failed: list[str] = []
    reader, began = Reader(args.slow), time.monotonic()
    with suppress(KeyboardInterrupt):  # what is counted by then is still told
        for turn in range(args.seed, args.seed + args.count) if args.count else itertools.count(args.seed):
            for format in args.formats:
                well, said = reader.ask(format, turn)
                counts[format] += 1
                outcomes[said if well else "failed"] += 1
                if not well:
                    failed.append(f"{format} {turn}: {said} [{_keep(format, turn)}]")
                    print(failed[-1], flush=True)
            if args.seconds and time.monotonic() - began > args.seconds:
                break
    reader.process.kill()
    took = time.monotonic() - began
    for what in (outcomes, counts):
        print(", ".join(f"{name} {n}" for name, n in sorted(what.items())))
    print(f"{counts.total()} broken inputs read in {took:.0f} s: {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
