"""What the commands do, without the words of the command line: a module a command, an exit status each."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

OK = 0
SOME = 1
"""Some of many files failed, or `validate` found an error."""
NOTHING = 2
"""Wrong usage, or the one file gave no notice."""


def guarded(command: Callable[[], int], lang: str) -> int:
    """The command's exit status, its error told in one line; a reader that left is no error."""
    from wpkit.errors import UsageError, WpkitError

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
    except OSError as error:
        # the commands tell of their files by name; what is left is stdout
        from wpkit.commands.words import tell_error

        tell_error(
            UsageError("stdout", f"cannot be written ({error.strerror})", "Choose another output."), lang
        )
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOTHING
    except KeyboardInterrupt:
        from wpkit.commands.words import tell

        tell("wpkit: interrupted")
        return 130
    return status
