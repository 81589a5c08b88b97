"""`wpkit apply`: a review page's patch file into its notices, with what became of each correction."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from wpkit.commands import NOTHING, SOME
from wpkit.commands.reading import Reading
from wpkit.commands.words import either, tell
from wpkit.corrections import Outcome, apply_corrections, part_for
from wpkit.errors import UsageError
from wpkit.outputs import write_whole
from wpkit.patch import PATCH_VERSION, Part, Patch, read_patch
from wpkit.schema import Notice
from wpkit.source import Options


def apply(
    files: Sequence[str],
    patch: str,
    *,
    output: str | None = None,
    left: str | None = None,
    lang: str = "en",
    options: Options | None = None,
) -> int:
    """The corrected notices on stdout or at `output`, as `wpkit parse` prints them; at `left` a patch of what does
    not fit. The exit is 1 where something does not."""
    read = read_patch(patch)
    reading = Reading(files, lang, options)
    notices: list[Notice] = []
    outcomes: list[Outcome] = []
    rest: list[Part] = []
    used: list[Part] = []
    for notice in reading:
        part = part_for(notice, read.notices)
        if part is None:
            notices.append(notice)
            continue
        if part.source.sha256 != notice.source.sha256:
            _tell_changed(notice, lang)
        done = apply_corrections(notice, part)
        used.append(part)
        notices.append(done.notice)
        outcomes += done.outcomes
        unfit = tuple(dict(one.record) for one in done.outcomes if one.state == "unfit")
        if unfit:
            rest.append(_only(part, unfit))
    if not notices:
        return NOTHING
    if not used:
        raise UsageError(patch, "holds no corrections of this notice", f"It is for: {_known(read)}.")
    _write(notices, output)
    unused = [part for part in read.notices if part not in used]
    if left is not None:
        _write_left([*rest, *unused], left)
    _report(outcomes, unused, lang)
    return SOME if rest else reading.status


def _known(patch: Patch) -> str:
    return ", ".join(part.source.name for part in patch.notices) or "-"


def _only(part: Part, corrections: tuple[dict[str, object], ...]) -> Part:
    from dataclasses import replace

    return replace(part, corrections=corrections)


def _write(notices: list[Notice], output: str | None) -> None:
    if len(notices) == 1:
        text = notices[0].model_dump_json(indent=2) + "\n"
    else:
        text = "".join(notice.model_dump_json() + "\n" for notice in notices)
    data = text.encode("utf-8", "replace")
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    if os.path.isdir(output):
        raise UsageError(output, "is a folder", "Name the file to write.")
    write_whole(Path(output), data)


def _write_left(parts: list[Part], left: str) -> None:
    from dataclasses import asdict

    held = {"wpkit_patch": PATCH_VERSION, "notices": [asdict(part) for part in parts]}
    write_whole(Path(left), json.dumps(held, ensure_ascii=False, indent=2) + "\n")


def _tell_changed(notice: Notice, lang: str) -> None:
    tell(
        either(
            f"{notice.source.name}: the file is not the one that was corrected; its corrections are held against it",
            f"{notice.source.name}：文件与更正时不同，逐条核对后套用",
            lang,
        )
    )


def _report(outcomes: list[Outcome], unused: list[Part], lang: str) -> None:
    for one in outcomes:
        if one.state == "unfit":
            english, chinese = one.reason
            tell(either(f"does not fit: {one.what}: {english}", f"不再适用：{one.what}：{chinese}", lang))
    for part in unused:
        count = len(part.corrections)
        tell(
            either(
                f"not among the inputs: {part.source.name} ({count} corrections)",
                f"输入中没有：{part.source.name}（{count} 条更正）",
                lang,
            )
        )
    states = Counter(one.state for one in outcomes)
    tell(
        either(
            f"{len(outcomes)} corrections: {states['applied']} applied, {states['already']} made already, "
            f"{states['unfit']} do not fit",
            f"更正 {len(outcomes)} 条：已套用 {states['applied']}，原已如此 {states['already']}，不再适用 {states['unfit']}",
            lang,
        )
    )
