"""The words of the command line in English and Chinese: which language, and how errors are said."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence

from wpkit.errors import WpkitError


def language(arguments: Sequence[str] = ()) -> str:
    """ "zh" or "en": what `--lang` says, else the locale's variables in the order that POSIX gives them."""
    for place, word in enumerate(arguments):
        if word == "--lang" and place + 1 < len(arguments):
            return "zh" if arguments[place + 1].lower().startswith("zh") else "en"
        if word.startswith("--lang="):
            return "zh" if word[7:].lower().startswith("zh") else "en"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    return "en"


def either(english: str, chinese: str, lang: str) -> str:
    return chinese if lang == "zh" else english


_CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """The text for a terminal: characters that would steer it, or turn the order of others, as their codes.

    >>> visible("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return _CONTROLS.sub(lambda match: ascii(match.group())[1:-1], text)


def tell(text: str) -> None:
    """A line on stderr; where that takes nothing, the exit status alone has to say it."""
    try:
        print(visible(text), file=sys.stderr, flush=True)
    except OSError:
        # What is still buffered has no taker; Python would change the exit status for it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def tell_error(error: WpkitError, lang: str) -> None:
    """The error in one line: file, reason, remedy."""
    if lang != "zh":
        tell(f"wpkit: {error}")
        return
    from wpkit.commands.errors_zh import in_chinese

    reason, remedy = in_chinese(error.reason), in_chinese(error.remedy)
    tell(" ".join(f"wpkit：{error.name}：{reason}。{remedy}".split()))
