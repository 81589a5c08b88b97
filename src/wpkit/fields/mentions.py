"""Times inside a task's content that bind it, as against those that only tell."""

from __future__ import annotations

from datetime import date

from wpkit.schema import Deadline


def read_mentions(
    content: str, *, year: int | None = None, issued_on: date | None = None
) -> tuple[Deadline, ...]:
    """Stub."""
    return ()
