"""Reads broken files for a while: python tests/fuzz.py [--seconds 60] [--seed 0] [--slow 20]

Every sample in every format is mutated in turn. What raises anything but a one-line error, or takes longer than
--slow seconds, is written to out/fuzz and named; the exit status is 1 if there was any.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from mutations import mutated, outcome  # noqa: E402  (found through the path above)

# Formats that are read by starting another program are tried by hand only.
FORMATS = ("txt", "html", "docx", "xlsx", "csv", "pdf", "ofd")


class TooSlow(BaseException):
    """Raised by the timer, past every `except Exception`."""


def _stop(*_: object) -> None:
    raise TooSlow


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--slow", type=float, default=20)
    options.add_argument("--formats", nargs="*", default=FORMATS)
    args = options.parse_args()
    samples = (HERE.parent / "samples").glob("*/notice.*")
    paths = sorted(path for path in samples if path.suffix.lstrip(".") in args.formats)
    held = {path: path.read_bytes() for path in paths}
    signal.signal(signal.SIGALRM, _stop)
    counts: Counter[str] = Counter()
    failed: list[str] = []
    end, turn = time.monotonic() + args.seconds, args.seed
    while time.monotonic() < end:
        for path, data in held.items():
            seed = f"{path.parent.name}/{path.name}/{turn}"
            broken = mutated(data, seed)
            signal.setitimer(signal.ITIMER_REAL, args.slow)
            try:
                counts[f"{path.suffix[1:]} {outcome(broken, path.name)}"] += 1
            except (Exception, TooSlow) as error:
                signal.setitimer(signal.ITIMER_REAL, 0)
                where = traceback.extract_tb(error.__traceback__)[-1]
                failed.append(f"{seed}: {type(error).__name__} {error} ({where.filename}:{where.lineno})")
                out = HERE.parent / "out" / "fuzz"
                out.mkdir(parents=True, exist_ok=True)
                (out / seed.replace("/", "-")).with_suffix(path.suffix).write_bytes(broken)
                print(failed[-1], flush=True)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            if time.monotonic() > end:
                break
        turn += 1
    print(
        f"{counts.total() + len(failed)} read, {len(failed)} failed; "
        + ", ".join(f"{k} {n}" for k, n in sorted(counts.items()))
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
