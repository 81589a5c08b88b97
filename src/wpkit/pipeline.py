"""A path, stdin or bytes → a notice: the stages in their order."""

from __future__ import annotations

from pathlib import Path

from wpkit.blocks import Document
from wpkit.errors import NoTasksError
from wpkit.parsers import read_blocks
from wpkit.schema import Notice, SourceInfo
from wpkit.source import Options, Source, open_source


def parse(origin: str | Path | bytes, *, name: str | None = None, options: Options | None = None) -> Notice:
    """The notice in a file, in bytes or on stdin ("-").

    Raises a `WpkitError` where there is none: NotFoundError, UnreadableError, FormatError, NoTasksError …
    """
    return parse_source(open_source(origin, name=name, options=options))


def parse_source(source: Source) -> Notice:
    """The notice in an opened source."""
    return notice_of(read_blocks(source), source)


def notice_of(document: Document, source: Source) -> Notice:
    """The notice in a source whose blocks are read. Raises NoTasksError."""
    return _notice(document, source.name, Path(source.name).name, source.sha256)


def _notice(document: Document, called: str, name: str, sha256: str) -> Notice:
    """The notice that the blocks hold; `called` is what messages call its file, or files."""
    from wpkit.structure.doubts import with_tasks
    from wpkit.structure.notice import build_notice

    info = SourceInfo(
        name=name, format=document.format, sha256=sha256, encoding=document.encoding, pages=document.pages
    )
    notice = with_tasks(build_notice(document, info))
    if not notice.tasks:
        raise NoTasksError(
            called, "holds no task", "Check that it is a notice with work points or a task table."
        )
    return notice
