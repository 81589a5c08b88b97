"""Anything that holds notices → notices: files in any format, what `wpkit parse` printed, folders, stdin.

JSON (an object, an array of them) and JSON Lines as `wpkit parse` prints them are taken as they are, everything else is parsed. Of a
folder, every file that may be a notice is read, in the order of the names; a folder that `wpkit batch`
wrote is known by its manifest, and its results are read in the manifest's order.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from wpkit.archive import is_zip
from wpkit.errors import NotFoundError, UnreadableError, UsageError, WpkitError
from wpkit.records import record
from wpkit.schema import Notice
from wpkit.source import Options, Source, open_source, read_some

MANIFEST = "manifest.jsonl"
BOM = b"\xef\xbb\xbf"
# A text may begin with a bracket; an array of notices goes on with one's brace.
_ARRAY = re.compile(rb"\[\s*\{")
_BETWEEN = re.compile(r"[\s,]*")
PRINTED = frozenset({"json", "jsonl", "ndjson"})


@record(frozen=True)
class Input:
    """One notice, or the error in its place. `name` is the path that messages call it by."""

    name: str
    notice: Notice | None = None
    error: WpkitError | None = None


def read_notices(*origins: str | Path, options: Options | None = None) -> Iterator[Notice]:
    """The notices in files, folders or stdin ("-"), in order. Raises WpkitError at the first without one."""
    for item in read_inputs(origins, options):
        if item.error:
            raise item.error
        if item.notice:
            yield item.notice


def read_inputs(origins: Iterable[str | Path], options: Options | None = None) -> Iterator[Input]:
    """As `read_notices`, but an error stands in its notice's place and the others follow."""
    for origin in origins:
        try:
            if str(origin) == "-":
                yield from read_stream("stdin", sys.stdin.buffer, options)
            elif not str(origin):
                raise NotFoundError("''", "no such file", "Check the path.")
            elif os.path.isdir(origin):
                yield from _folder(Path(origin), options)
            else:
                yield from _file(Path(origin), options)
        except WpkitError as error:
            yield Input(str(origin), error=error)


def files_below(folder: Path) -> Iterator[Path]:
    """The files that may hold a notice, by their names' endings, sorted by path.

    Hidden files and the lock files of office programs (~$…) are passed over.
    """
    from wpkit.parsers import FORMATS

    endings = {ending for known in FORMATS if known.in_folders for ending in known.suffixes}
    for path in sorted(folder.rglob("*"), key=lambda p: p.parts):
        parts = path.relative_to(folder).parts
        if any(part.startswith((".", "~$")) for part in parts):
            continue
        if path.suffix.lower().lstrip(".") in endings and path.is_file():
            yield path


def _folder(folder: Path, options: Options | None) -> Iterator[Input]:
    if (folder / MANIFEST).is_file():
        for output in _outputs(folder / MANIFEST):
            yield from read_inputs([folder / output], options)
        return
    found = False
    for path in files_below(folder):
        found = True
        yield from read_inputs([path], options)
    for path in sorted(folder.rglob("*.json*")):
        if path.suffix.lstrip(".") in PRINTED:
            found = True
            yield from read_inputs([path], options)
    if not found:
        raise UsageError(str(folder), "holds no file that wpkit reads", "See `wpkit formats`.")


def _outputs(manifest: Path) -> Iterator[str]:
    """The results that a batch's manifest names."""
    try:
        with manifest.open(encoding="utf-8") as lines:
            for line in lines:
                output = json.loads(line).get("output")
                if output:
                    yield str(output)
    except (OSError, ValueError, AttributeError):
        raise UnreadableError(
            str(manifest), "is no manifest of a batch", "Run the batch again, or name its results."
        ) from None


def _file(path: Path, options: Options | None) -> Iterator[Input]:
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise NotFoundError(str(path), "no such file", "Check the path.") from None
    except OSError as error:
        raise NotFoundError(
            str(path), f"cannot be read ({error.strerror})", "Check its permissions."
        ) from None
    with stream:
        yield from read_stream(str(path), stream, options)


def read_stream(name: str, stream: IO[bytes], options: Options | None) -> Iterator[Input]:
    """As `read_inputs`, of one stream that can be peeked into."""
    head = cast("io.BufferedReader", stream)
    opening = head.peek(512)[:512].removeprefix(BOM).lstrip()
    if opening[:1] == b"{":
        for number, text in _objects(head):
            yield _printed(name, number, text)
    elif _ARRAY.match(opening):
        for number, text in _members_of_array(head.read().removeprefix(BOM)):
            yield _printed(name, number, text)
    else:
        from wpkit.pipeline import parse_source

        limit = (options or Options()).max_bytes
        source = open_source(read_some(head, limit + 1), name=name, options=options)
        if is_zip(source.data):
            yield from _members(source)
        else:
            yield Input(name, notice=parse_source(source))


def _members(source: Source) -> Iterator[Input]:
    """The notice in a file that is a zip, or each notice of a zip of files; an error stands in its notice's place."""
    from wpkit.members import sources_in
    from wpkit.pipeline import parse_source

    found = sources_in(source)
    if not found:
        raise UsageError(source.name, "holds no file that wpkit reads", "See `wpkit formats`.")
    for member in found:
        try:
            yield Input(member.name, notice=parse_source(member))
        except WpkitError as error:
            yield Input(member.name, error=error)


def _objects(stream: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The JSON objects in a stream, one at a time, with the line each begins on: an object is one line,
    or ends with a line that is only its bracket (as every indented form does)."""
    held: list[bytes] = []
    first = 1
    for number, line in enumerate(stream, 1):
        text = line.removeprefix(BOM) if number == 1 else line
        if not held and not text.strip():
            continue
        if not held:
            first = number
        held.append(text)
        end = text.rstrip()
        if end == b"}" or (len(held) == 1 and len(end) > 1 and end.endswith(b"}")):
            yield first, b"".join(held)
            held = []
    if held:
        yield first, b"".join(held)


def _members_of_array(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The members of a JSON array, each with the line it begins on; from where it is no JSON the rest as it stands."""
    text = data.decode("utf-8", "replace")
    decoder, at, line, counted = json.JSONDecoder(), text.index("[") + 1, 1, 0
    while True:
        at += len(_BETWEEN.match(text, at)[0])  # type: ignore[index]
        line, counted = line + text.count("\n", counted, at), at
        if text.startswith("]", at) and not text[at + 1 :].strip():
            return
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield line, text[at:].encode("utf-8", "replace")
            return
        yield line, text[at:end].encode("utf-8", "replace")
        at = end


def _printed(name: str, line: int, text: bytes) -> Input:
    from pydantic import ValidationError

    try:
        notice = Notice.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = f"{'.'.join(map(str, first['loc']))}: {first['msg']}".lstrip(": ")
        reason = f"is JSON but no notice as `wpkit parse` prints it ({where})"
        at = name if line == 1 else f"{name}:{line}"
        return Input(at, error=UnreadableError(at, reason, "See `wpkit schema`."))
    return Input(notice.source.name, notice=notice)
