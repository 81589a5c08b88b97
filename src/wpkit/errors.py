"""What ends the reading of one notice. Every error names the file, the reason and the remedy in one line.

WpkitError
├── UsageError        the call makes no sense (exit 2)
├── NotFoundError     no such file
├── UnreadableError   damaged, truncated, not what its bytes promise
├── EncryptedError    needs a password
├── TooLargeError     over a stated limit
├── TooSlowError      not read in the time that was allowed
├── FormatError       no parser for it, or the parser's library is not installed
├── NoTextError       pages without a text layer
└── NoTasksError      text, but no notice: no task was found
"""

from __future__ import annotations


class WpkitError(Exception):
    """There is no notice. `str()` is one line: file, reason, remedy."""

    def __init__(self, name: str, reason: str, remedy: str = "") -> None:
        self.name, self.reason, self.remedy = name, reason, remedy
        super().__init__(name, reason, remedy)

    def __str__(self) -> str:
        line = f"{self.name}: {self.reason}"
        line = f"{line}. {self.remedy}" if self.remedy else line
        return " ".join(line.split())


class UsageError(WpkitError):
    """The call makes no sense: a folder without an output, an unknown column."""


class NotFoundError(WpkitError):
    """There is no such file, or it may not be read."""


class UnreadableError(WpkitError):
    """The bytes are damaged, truncated or not what they promise to be."""


class EncryptedError(WpkitError):
    """The file is locked and the password is missing or wrong."""


class TooLargeError(WpkitError):
    """The file, or what it unpacks to, is over a limit."""


class TooSlowError(WpkitError):
    """The file was not read in the time that was allowed."""


class FormatError(WpkitError):
    """No parser reads this, or the library or program that would is not installed."""


class NoTextError(WpkitError):
    """No page has a text layer."""


class NoTasksError(WpkitError):
    """There is text, but no task in it."""
