"""`wpkit review`: notices and their sources as one HTML page to check and correct."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from wpkit.commands import NOTHING, OK, SOME
from wpkit.commands.words import either, tell, tell_error
from wpkit.errors import UsageError, WpkitError
from wpkit.outputs import refuse_input, replacing
from wpkit.review import GENERATOR, Checked, read_checked, read_checked_together, review_page
from wpkit.source import Options


def review(
    files: Sequence[str],
    output: str,
    *,
    sources: str | None = None,
    together: bool = False,
    pictures: bool = True,
    lang: str = "en",
    options: Options | None = None,
) -> int:
    """One page for all of `files`, at `output` ("-" is stdout); a file without a notice stops no other.

    `together` takes all files for one notice.
    """
    if sources is not None and not os.path.exists(sources):
        raise UsageError(sources, "no such file", "Check the path.")
    named = _named(files)
    if output != "-":
        _guard(Path(output), named)
    listed: list[Checked] = []
    failed = 0
    if together:
        listed.append(read_checked_together(named, options=options))
    for name in [] if together else named:
        try:
            listed.extend(read_checked(name, sources=sources, options=options))
        except WpkitError as error:
            failed += 1
            tell_error(error, lang)
    if not listed:
        return NOTHING
    pieces = review_page(listed, lang=lang, pictures=pictures)
    if output == "-":
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        sys.stdout.writelines(pieces)
    else:
        with (
            replacing(Path(output)) as temporary,
            temporary.open("w", encoding="utf-8", newline="\n") as stream,
        ):
            stream.writelines(pieces)
        _tell(listed, output, lang)
    return SOME if failed else OK


def _named(files: Sequence[str]) -> list[str]:
    """The files, those of folders in their places. Raises UsageError for a folder that holds none."""
    from wpkit.inputs import files_below

    named: list[str] = []
    for name in files:
        if name == "-" or not os.path.isdir(name):
            named.append(name)
            continue
        found = list(files_below(Path(name))) or sorted(Path(name).rglob("*.json"))
        if not found:
            raise UsageError(name, "holds no file that wpkit reads", "See `wpkit formats`.")
        named += map(str, found)
    return named


def _guard(output: Path, named: Sequence[str]) -> None:
    """Raises UsageError where the page would take the place of something that is no such page."""
    if os.path.isdir(output):
        raise UsageError(str(output), "is a folder", "Name the file to write.")
    if not os.path.exists(output):
        return
    refuse_input(output, named)
    with output.open("rb") as stream:
        known = GENERATOR.encode() in stream.read(2000) or output.stat().st_size == 0
    if not known:
        raise UsageError(str(output), "exists and is no review page", "Name another output.")


def _tell(listed: Sequence[Checked], output: str, lang: str) -> None:
    tasks = sum(len(one.notice.tasks) for one in listed)
    notices = f"{len(listed)} notice{'s' if len(listed) > 1 else ''}"
    tell(
        either(f"{notices}, {tasks} tasks: {output}", f"{len(listed)} 份通知，{tasks} 项任务：{output}", lang)
    )
    without = [one.notice.source.name for one in listed if not one.parts]
    if without:
        names = ", ".join(without[:3]) + (" …" if len(without) > 3 else "")
        tell(
            either(
                f"without their source ({names}): name the file or its folder with --source",
                f"未找到原文（{names}）：请用 --source 指明文件或所在文件夹",
                lang,
            )
        )
