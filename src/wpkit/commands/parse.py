"""`wpkit parse`: notices → JSON on stdout or into files. Imports no more than one parse needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, NamedTuple

from wpkit.commands import NOTHING, OK, SOME
from wpkit.commands.words import tell_error
from wpkit.errors import UsageError, WpkitError
from wpkit.schema import Notice
from wpkit.source import Options

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("json", "jsonl", "csv")


class _How(NamedTuple):
    lang: str
    headings: str | None
    options: Options | None
    together: tuple[str, ...] = ()  # all files, where they are one notice


def parse(
    files: Sequence[str],
    *,
    output: str | None = None,
    format: str | None = None,
    lang: str = "en",
    headings: str | None = None,
    options: Options | None = None,
    together: bool = False,
) -> int:
    """One notice as one indented object; several, or `format="jsonl"`, as one line each; "csv" as `export`.
    `together` takes all files for one notice, called by the first.

    With `output`, a folder (it exists, ends in a separator, or there are several inputs or a folder) gets FILE.json
    for each input, and a file gets everything. `lang` is that of messages, `headings` that of a CSV's
    first row.
    """
    if format not in (None, *FORMATS):
        raise UsageError(f"--format {format}", "is none of json, jsonl, csv", "Or see `wpkit export --help`.")
    origins = _files(files, folders=bool(output) or together)
    how = _How(lang, headings, options, tuple(origins) if together else ())
    many = (len(origins) > 1 or list(files) != origins) and not together
    origins = origins[:1] if together else origins
    output = None if output == "-" else output
    if not output:
        return _into_stream(origins, sys.stdout.buffer, format, how)
    from pathlib import Path

    if many or output.endswith(("/", os.sep)) or os.path.isdir(output):
        return _into_folder(origins, Path(output), format or "json", how)
    return _into_file(origins, Path(output), format, how)


class _Nothing(Exception):
    """There is no notice for the one output file, so it is not made; the words are said already."""


def _into_file(origins: Sequence[str], output: Path, format: str | None, how: _How) -> int:
    from wpkit.outputs import refuse_input, replacing

    refuse_input(output, [*origins, *how.together])
    try:
        with replacing(output) as temporary, temporary.open("wb") as stream:
            status = _into_stream(origins, stream, format, how)
            if status == NOTHING:
                raise _Nothing
    except _Nothing:
        return NOTHING
    return status


def _files(files: Sequence[str], *, folders: bool) -> list[str]:
    origins: list[str] = []
    for name in files:
        if name != "-" and os.path.isdir(name):
            if not folders:
                raise UsageError(
                    name, "is a folder", "Add `-o FOLDER`, or use `wpkit batch FOLDER -o OUT` for many files."
                )
            from pathlib import Path

            from wpkit.inputs import files_below

            origins += map(str, files_below(Path(name)))
        else:
            origins.append(name)
    if not origins:
        raise UsageError(", ".join(files), "holds no file that wpkit reads", "See `wpkit formats`.")
    return origins


def _notice(origin: str, how: _How) -> Notice:
    from wpkit.pipeline import parse as parse_notice
    from wpkit.pipeline import parse_together

    if how.together:
        return parse_together(how.together, options=how.options)
    return parse_notice(origin, options=how.options)


def _into_stream(origins: Sequence[str], stream: IO[bytes], format: str | None, how: _How) -> int:
    failed = 0
    indent = None if format == "jsonl" or (format is None and len(origins) > 1) else 2
    notices = []
    for origin in origins:
        try:
            notice = _notice(origin, how)
        except WpkitError as error:
            failed += 1
            tell_error(error, how.lang)
            continue
        if format == "csv":
            notices.append(notice)
            continue
        stream.write(notice.model_dump_json(indent=indent).encode("utf-8", "replace") + b"\n")
        stream.flush()
    if notices:
        from wpkit.writers import export

        export(notices, "csv", stream, lang=how.headings)
    return _status(failed, len(origins))


def _into_folder(origins: Sequence[str], folder: Path, format: str, how: _How) -> int:
    from wpkit.outputs import write_whole

    failed = 0
    for origin, name in zip(origins, _names(origins), strict=True):
        try:
            notice = _notice(origin, how)
        except WpkitError as error:
            failed += 1
            tell_error(error, how.lang)
            continue
        if format == "csv":
            from wpkit.writers import export

            export([notice], "csv", folder / f"{name}.csv", lang=how.headings)
        else:
            text = notice.model_dump_json(indent=2 if format == "json" else None)
            write_whole(folder / f"{name}.{format}", text + "\n")
    return _status(failed, len(origins))


def _names(origins: Sequence[str]) -> list[str]:
    """A name for each input's output: its own, and where two are alike the path below what all share."""
    from pathlib import Path

    names = ["stdin" if origin == "-" else Path(origin).name for origin in origins]
    if len(set(names)) == len(names):
        return names
    whole = [Path("stdin") if origin == "-" else Path(origin).resolve() for origin in origins]
    above = os.path.commonpath([path.parent for path in whole if path.is_absolute()])
    return [str(path.relative_to(above)) if path.is_absolute() else str(path) for path in whole]


def _status(failed: int, total: int) -> int:
    if not failed:
        return OK
    return NOTHING if total == 1 else SOME
