"""The command line: `main` runs one command and exits. Each command is one call with words around it.

stdout carries data only, words go to stderr. Exit status: 0 done; 1 `validate` found an error, or some
of many files failed; 2 wrong usage, or the one file gave no notice; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits; without `arguments`, that of the process."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # A plain `wpkit parse FILE…` needs no option parser, and loading one takes as long as reading the
    # notice: this is what scripts run in a loop over a folder.
    if len(words) > 1 and words[0] == "parse" and not any(w.startswith("-") and w != "-" for w in words):
        from wpkit.commands.parse import parse
        from wpkit.commands.words import language

        # A process of a tenth of a second makes little garbage; looking for it all the time takes a twentieth.
        gc.set_threshold(100_000, 50, 50)
        lang = language()
        sys.exit(guarded(lambda: parse(words[1:], lang=lang), lang))
    from wpkit.commands.app import run

    run(words)


def guarded(command: Callable[[], int], lang: str) -> int:
    """The command's exit status, its error told in one line; a reader that left is no error."""
    from wpkit.errors import WpkitError

    try:
        status = command()
        sys.stdout.flush()
    except WpkitError as error:
        from wpkit.commands.words import tell_error

        tell_error(error, lang)
        return 2
    except BrokenPipeError:
        # What is still buffered has no reader; Python would complain of it on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("wpkit: interrupted", file=sys.stderr)
        return 130
    return status
