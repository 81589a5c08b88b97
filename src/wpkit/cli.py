"""The command line: `main` runs one command and exits. Each command is one call with words around it.

stdout carries data only, words go to stderr. Exit status: 0 done; 1 `validate` found an error, or some
of many files failed; 2 wrong usage, or the one file gave no notice; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence


def _open_streams() -> None:
    """A closed stdin is an empty one, a closed stdout or stderr takes nothing; a character that the terminal's encoding
    lacks is printed as its code."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    elif sys.stdout.encoding.lower() not in ("utf-8", "utf8"):
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits; without `arguments`, that of the process."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        _open_streams()
    # A plain `wpkit parse FILE…` needs no option parser, and loading one takes as long as reading the
    # notice: this is what scripts run in a loop over a folder.
    if len(words) > 1 and words[0] == "parse" and not any(w.startswith("-") and w != "-" for w in words):
        # A process of a tenth of a second makes little garbage; looking for it all the time takes a twentieth.
        gc.set_threshold(300_000, 50, 50)
        from wpkit.commands import guarded
        from wpkit.commands.parse import parse
        from wpkit.commands.words import language

        lang = language()
        status = guarded(lambda: parse(words[1:], lang=lang), lang)
        if arguments is None:
            # All is written: taking the process apart object by object would be for nothing.
            sys.stderr.flush()
            os._exit(status)
        sys.exit(status)
    from wpkit.commands.app import run

    run(words)
