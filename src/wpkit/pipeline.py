"""A path, stdin or bytes → a notice: the stages in their order."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from wpkit.blocks import Document
from wpkit.errors import NoTasksError, UsageError
from wpkit.parsers import format_of, read_blocks
from wpkit.records import record
from wpkit.schema import Notice, SourceInfo
from wpkit.source import Options, Source, open_source

if TYPE_CHECKING:
    from pathlib import Path

    from wpkit.structure.notice import Terms


def parse(origin: str | Path | bytes, *, name: str | None = None, options: Options | None = None) -> Notice:
    """The notice in a file, in bytes or on stdin ("-").

    Raises a `WpkitError` where there is none: NotFoundError, UnreadableError, FormatError, NoTasksError …
    """
    return parse_source(open_source(origin, name=name, options=options))


@record(frozen=True)
class Together:
    """A notice that several files hold, with each of them as it was read, in their order."""

    notice: Notice
    parts: tuple[tuple[Source, Document], ...]


def parse_together(origins: Sequence[str | Path | bytes], *, options: Options | None = None) -> Notice:
    """The one notice that several files hold together (a cover letter and its annexes), read in the given order.

    A zip stands for the files in it. Each place names its file (`member`); `source` names all of them, with the
    SHA-256 of their bytes one after the other. Raises as `parse` does, for the first file that cannot be read.
    """
    return read_together(origins, options=options).notice


def read_together(origins: Sequence[str | Path | bytes], *, options: Options | None = None) -> Together:
    """As `parse_together`, with what was read."""
    import hashlib

    from wpkit.members import members, together

    if not origins:
        raise UsageError("parse", "no input", "Name a file or folder, or pipe a notice in.")
    options = options or Options()
    if options.timeout:
        from wpkit.limits import within

        call = partial(read_together, origins, options=replace(options, timeout=None))
        return within(options.timeout, "bytes" if isinstance(origins[0], bytes) else str(origins[0]), call)
    digest = hashlib.sha256()
    sources: list[Source] = []
    for number, origin in enumerate(origins, 1):
        name = f"bytes {number}" if isinstance(origin, bytes) else None
        source = open_source(origin, name=name, options=options)
        digest.update(source.data)
        inside = members(source) if format_of(source).name == "zip" else [source]
        if not inside:
            raise UsageError(source.name, "holds no file that wpkit reads", "See `wpkit formats`.")
        sources += inside
    documents = [(source.name, read_blocks(source)) for source in sources]
    document = together(documents)
    counts = [d.pages for _, d in documents]
    document.pages = None if None in counts else sum(filter(None, counts))
    names = " + ".join(os.path.basename(source.name) for source in sources)
    notice = _notice(document, names, names, digest.hexdigest(), options or Options())
    return Together(notice, tuple((s, d) for s, (_, d) in zip(sources, documents, strict=True)))


def parse_source(source: Source) -> Notice:
    """The notice in an opened source."""
    if source.options.timeout:
        from wpkit.limits import within

        return within(source.options.timeout, source.name, partial(_parse, source))
    return _parse(source)


def _parse(source: Source) -> Notice:
    return notice_of(read_blocks(source), source)


def notice_of(document: Document, source: Source) -> Notice:
    """The notice in a source whose blocks are read. Raises NoTasksError."""
    return _notice(document, source.name, os.path.basename(source.name), source.sha256, source.options)


def _notice(document: Document, called: str, name: str, sha256: str, options: Options) -> Notice:
    """The notice that the blocks hold; `called` is what messages call its file, or files."""
    from wpkit.accounting import unaccounted
    from wpkit.structure.doubts import with_tasks
    from wpkit.structure.notice import build_notice

    info = SourceInfo(
        name=name, format=document.format, sha256=sha256, encoding=document.encoding, pages=document.pages
    )
    notice = with_tasks(build_notice(document, info, _terms(options)))
    if not notice.tasks:
        raise NoTasksError(
            called, "holds no task", "Check that it is a notice with work points or a task table."
        )
    return notice.model_copy(update={"findings": (*notice.findings, *unaccounted(notice, document))})


def _terms(options: Options) -> Terms:
    """The caller's own short names and topics."""
    from wpkit.structure.notice import Terms

    terms = Terms(dict(options.units or {}))
    if options.topics is not None:
        from wpkit.fields.topics import vocabularies_in

        terms.vocabularies = vocabularies_in(options.topics)
    return terms
