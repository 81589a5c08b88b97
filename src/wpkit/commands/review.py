"""`wpkit review`: notices and their sources as one HTML page to check and correct."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from wpkit.commands import NOTHING, OK, SOME
from wpkit.commands.words import either, tell, tell_error
from wpkit.errors import WpkitError
from wpkit.outputs import replacing
from wpkit.review import Checked, read_checked, review_page
from wpkit.source import Options


def review(
    files: Sequence[str],
    output: str,
    *,
    sources: str | None = None,
    pictures: bool = True,
    lang: str = "en",
    options: Options | None = None,
) -> int:
    """One page for all of `files`, at `output` ("-" is stdout); a file without a notice stops no other."""
    listed: list[Checked] = []
    failed = 0
    for name in files:
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
        tasks = sum(len(one.notice.tasks) for one in listed)
        tell(
            either(
                f"{len(listed)} notices, {tasks} tasks: {output}",
                f"{len(listed)} 份通知，{tasks} 项任务：{output}",
                lang,
            )
        )
    return SOME if failed else OK
