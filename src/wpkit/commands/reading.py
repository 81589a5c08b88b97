"""What `show`, `validate`, `export` and `diff` read: named inputs or stdin, errors told as they come."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from wpkit.commands import NOTHING, OK, SOME
from wpkit.commands.words import tell_error
from wpkit.errors import UsageError
from wpkit.inputs import read_inputs
from wpkit.schema import Notice
from wpkit.source import Options


class Reading:
    """The notices of some inputs, once. `status` is right when they have all been taken."""

    def __init__(self, files: Sequence[str] | None, lang: str, options: Options | None) -> None:
        if not files and sys.stdin.isatty():
            raise UsageError("wpkit", "no input", "Name a file or folder, or pipe a notice in.")
        self._files = list(files or ["-"])
        self._lang, self._options = lang, options
        self.read = self.failed = 0

    def __iter__(self) -> Iterator[Notice]:
        return (notice for _, notice in self.named())

    def named(self) -> Iterator[tuple[str, Notice]]:
        """With the path that was read, or, for parsed JSON, the name of the source it came from."""
        for item in read_inputs(self._files, self._options):
            if item.notice:
                self.read += 1
                yield item.name, item.notice
            elif item.error:
                self.failed += 1
                tell_error(item.error, self._lang)

    @property
    def status(self) -> int:
        if not self.failed:
            return OK
        return SOME if self.read or self.failed > 1 else NOTHING
