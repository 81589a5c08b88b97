"""The words of the command line in English and Chinese: which language, and how errors are said."""

from __future__ import annotations

import os
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


def tell(text: str) -> None:
    """A line on stderr."""
    print(text, file=sys.stderr, flush=True)


def tell_error(error: WpkitError, lang: str) -> None:
    """The error in one line: file, reason, remedy."""
    if lang != "zh":
        tell(f"wpkit: {error}")
        return
    from wpkit.commands.errors_zh import in_chinese

    reason, remedy = in_chinese(error.reason), in_chinese(error.remedy)
    tell(" ".join(f"wpkit：{error.name}：{reason}。{remedy}".split()))
