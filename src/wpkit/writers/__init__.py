"""Writers: notices → a format, a module a format. `OUTPUTS` is the list of them.

A stream writer has `write(notices, selection, lang)`, which yields bytes; a file writer, for formats
that are no stream, has `write_file(notices, selection, lang, path)`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import IO

from wpkit.errors import FormatError, UsageError
from wpkit.records import record
from wpkit.schema import Notice
from wpkit.writers.rows import Selection


@record(frozen=True)
class Output:
    """A format that can be written. `streams` is false where a file is needed; `adds` is
    true where an existing file is added to. `lang` is the language of
    its headings when none is asked for: names for programs in English, what people read in Chinese.
    `columns` is false where the columns are fixed."""

    name: str
    module: str
    title: str
    streams: bool = True
    adds: bool = False
    lang: str = "en"
    columns: bool = True
    extra: str = ""


OUTPUTS: tuple[Output, ...] = (
    Output("csv", "wpkit.writers.csv", "CSV for spreadsheets"),
    Output("json", "wpkit.writers.json", "a JSON array of tasks"),
    Output("jsonl", "wpkit.writers.jsonl", "JSON Lines, a task a line"),
    Output(
        "xlsx",
        "wpkit.writers.xlsx",
        "the ledger (台账) as a workbook",
        streams=False,
        lang="zh",
        extra="xlsx",
    ),
    Output("parquet", "wpkit.writers.parquet", "Parquet with nested lists", streams=False, extra="parquet"),
    Output(
        "sqlite",
        "wpkit.writers.sqlite",
        "a SQLite database with full-text index",
        streams=False,
        adds=True,
        columns=False,
    ),
    Output("ics", "wpkit.writers.ics", "deadlines as calendar entries", lang="zh", columns=False),
    Output("md", "wpkit.writers.md", "Markdown", lang="zh"),
    Output("html", "wpkit.writers.html", "one HTML page", lang="zh"),
)


def output_of(name: str) -> Output:
    """Raises UsageError for a format that is not written."""
    for known in OUTPUTS:
        if known.name == name:
            return known
    raise UsageError(name, "is no format that wpkit writes", "See `wpkit export --help`.")


def export(
    notices: Iterable[Notice],
    to: str,
    output: str | Path | IO[bytes] | None = None,
    *,
    selection: Selection | None = None,
    lang: str | None = None,
) -> bytes | None:
    """The notices' tasks in the format `to`: into `output` (a path, or a stream of bytes), or as bytes.

    Raises UsageError (unknown format or column, a place that cannot be written) or FormatError (the
    library that writes it is not installed).
    """
    known = output_of(to)
    selection = selection or Selection()
    _refuse_idle(known, selection)
    try:
        module = import_module(known.module)
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("wpkit"):
            raise
        raise FormatError(to, f"needs {error.name}", f"pip install 'wpkit[{known.extra}]'") from None
    lang = lang or known.lang
    if not known.streams:
        if known.adds and isinstance(output, str | Path) and os.path.exists(output):
            module.write_file(notices, selection, lang, Path(output))
            return None
        return _to_file(module.write_file, notices, selection, lang, output)
    chunks: Iterable[bytes] = module.write(notices, selection, lang)
    if output is None:
        return b"".join(chunks)
    if isinstance(output, str | Path):
        from wpkit.outputs import replacing

        with replacing(Path(output)) as temporary, temporary.open("wb") as stream:
            stream.writelines(chunks)
    else:
        output.writelines(chunks)
    return None


def _refuse_idle(known: Output, selection: Selection) -> None:
    """Raises UsageError for what is asked for and would do nothing in this format."""
    for option, asked, works in (
        ("--columns", bool(selection.columns), known.columns),
        ("--by-unit", selection.by_unit, known.name == "xlsx"),
        ("--alarm", selection.alarm_days is not None, known.name == "ics"),
    ):
        if asked and not works:
            raise UsageError(option, f"does nothing with --{known.name}", "Leave it out.")


FileWriter = Callable[[Iterable[Notice], Selection, str, Path], None]


def _to_file(
    write_file: FileWriter,
    notices: Iterable[Notice],
    selection: Selection,
    lang: str,
    output: str | Path | IO[bytes] | None,
) -> bytes | None:
    """A format that is no stream, into a file of its own first."""
    from wpkit.outputs import replacing

    if isinstance(output, str | Path):
        with replacing(Path(output)) as temporary:
            try:
                write_file(notices, selection, lang, temporary)
            except UsageError as error:
                if error.name == str(temporary):
                    raise UsageError(str(output), error.reason, error.remedy) from None
                raise
        return None
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="wpkit-") as folder:
        path = Path(folder) / "output"
        write_file(notices, selection, lang, path)
        data = path.read_bytes()
    if output is None:
        return data
    output.write(data)
    return None
