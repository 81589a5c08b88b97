"""Notices and their sources → one HTML page on which people check the tasks against the source and correct them.

The page is one file: it loads nothing, and its content security policy lets it load nothing. What a notice says
stands in it only as JSON and as picture data, which its program (`page/*.js`) puts into the document as text.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar, cast

from wpkit.archive import is_zip
from wpkit.blocks import Block, Document, Line, Paragraph, Where
from wpkit.corrections import field_of
from wpkit.errors import WpkitError
from wpkit.findings import CATALOGUE, LEVELS_ZH, words
from wpkit.inputs import read_stream
from wpkit.members import sources_in
from wpkit.pipeline import notice_of, read_together
from wpkit.records import record
from wpkit.schema import Finding, Notice
from wpkit.source import Options, Source, open_source

T = TypeVar("T")
GENERATOR = '<meta name="generator" content="wpkit review">'

# In the order in which they stand in the page: a module imports only from those before it.
MODULES = (
    "words", "dom", "store", "corrections", "places", "find", "pages", "source",
    "chips", "tasks", "edit", "filters", "findings", "summary", "changes", "help", "keys", "main",
)  # fmt: skip


@record(frozen=True)
class Checked:
    """A notice with the files it was read from and what stands in them; no file where they are not at hand."""

    notice: Notice
    parts: tuple[tuple[Source, Document], ...] = ()


def read_checked(
    origin: str | Path, *, sources: str | Path | None = None, options: Options | None = None
) -> Iterator[Checked]:
    """The notices in a file, on stdin ("-"), or in a zip, each with its source.

    A notice that `wpkit parse` printed finds its source by name and checksum, beside it or at `sources` (the file
    or a folder). Raises a WpkitError where there is no notice.
    """
    source = open_source(origin, options=options)
    if source.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"{":
        for member in sources_in(source) if is_zip(source.data) else [source]:
            yield _bounded(member, partial(_read, member))
        return
    stream = io.BufferedReader(cast("io.RawIOBase", io.BytesIO(source.data)))
    for item in read_stream(source.name, stream, options):
        if item.error:
            raise item.error
        if item.notice:
            yield _found(item.notice, [*([Path(sources)] if sources else []), Path(origin).parent], options)


def read_checked_together(origins: Sequence[str | Path], *, options: Options | None = None) -> Checked:
    """The one notice that several files hold together, with all of them. Raises as `parse_together` does."""
    read = read_together(origins, options=options)
    return Checked(read.notice, read.parts)


def _bounded(source: Source, call: Callable[[], T]) -> T:
    if not source.options.timeout:
        return call()
    from wpkit.limits import within

    return within(source.options.timeout, source.name, call)


def _read(source: Source) -> Checked:
    from wpkit.parsers import read_blocks

    document = read_blocks(source)
    return Checked(notice_of(document, source), ((source, document),))


def _found(notice: Notice, places: Iterable[Path], options: Options | None) -> Checked:
    """The notice with its source where one of the places (files or folders) has it."""
    from wpkit.parsers import read_blocks

    name, together = notice.source.name, notice.source.name.split(" + ")
    for place in places:
        try:
            if len(together) > 1:
                files = [place / one for one in together] if place.is_dir() else [place]
                read = read_together(files, options=options)
                if read.notice.source.sha256 == notice.source.sha256:
                    return Checked(notice, read.parts)
                continue
            source = open_source(place / name if place.is_dir() else place, options=options)
            for member in sources_in(source) if is_zip(source.data) else [source]:
                if member.sha256 == notice.source.sha256:
                    return Checked(notice, ((member, _bounded(member, partial(read_blocks, member))),))
        except WpkitError:
            continue
    return Checked(notice)


def review_page(checked: Iterable[Checked], *, lang: str = "zh", pictures: bool = True) -> Iterator[str]:
    """The page in pieces. `lang` ("zh" or "en") is the language it opens in; without `pictures` the pages of a PDF
    are drawn from their characters, which makes the file a tenth as large."""
    listed = list(checked)
    style, program = _style(), _program()
    title = listed[0].notice.title or listed[0].notice.source.name if listed else "wpkit"
    policy = (
        f"default-src 'none'; script-src {_hash(program)}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    yield (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}" data-lang="{lang}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n{GENERATOR}\n'
        f"<title>{html.escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"<noscript>{_NO_SCRIPT}</noscript>\n"
    )
    used: set[str] = set()
    for index, one in enumerate(listed):
        found = _findings(one.notice)
        used.update(f.code for f in found)
        parts: list[dict[str, Any]] = []
        for number, (source, document) in enumerate(one.parts):
            sizes: list[tuple[float, float]] = []
            yield from _pages(source, document, f"{index}-{number}", pictures, sizes)
            member = PurePosixPath(source.name).name if len(one.parts) > 1 else ""
            parts.append({"member": member, **_part(document, sizes)})
        yield _data(f"notice-{index}", "notice", _notice(one, found, parts))
    yield _data(
        "shared", "shared", {"kinds": {code: _kind(code) for code in sorted(used)}, "topics": _topics(listed)}
    )
    yield f'<script type="module">{program}</script>\n</body>\n</html>\n'


_NO_SCRIPT = "本页需要启用脚本（JavaScript）。 This page needs JavaScript."


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def _data(id: str, kind: str, value: Any) -> str:
    """A data block. No `<` stands in it, so that nothing in it can end it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    text = text.encode("utf-8", "replace").decode()
    return f'<script type="application/json" id="{id}" class="{kind}">{text}</script>\n'


@cache
def _style() -> str:
    return "\n" + (files("wpkit") / "page" / "page.css").read_text("utf-8")


_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const|let|function|class|async)", re.MULTILINE)


@cache
def _program() -> str:
    """The modules as one: they share one scope, in which no name is used twice."""
    folder = files("wpkit") / "page"
    texts = (_IMPORT.sub("", (folder / f"{name}.js").read_text("utf-8")) for name in MODULES)
    return "\n" + "".join(_EXPORT.sub("", text) for text in texts)


def _notice(one: Checked, found: list[Finding], parts: list[dict[str, Any]]) -> dict[str, Any]:
    record = one.notice.model_dump()
    del record["findings"]
    return {
        "notice": record,
        "findings": [
            {"code": f.code, "level": f.level, "task": f.task, "place": f.place.model_dump(),
             "en": words(f, "en"), "zh": words(f, "zh")}
            for f in found
        ],
        "parts": parts,
    }  # fmt: skip


def _findings(notice: Notice) -> list[Finding]:
    """What reading found and what the rules find, each once."""
    from wpkit.validation import validate

    kept: dict[tuple[object, ...], Finding] = {}
    for found in (*notice.findings, *validate(notice)):
        kept.setdefault((found.code, found.task, found.place, found.message), found)
    return list(kept.values())


def _kind(code: str) -> dict[str, str]:
    kind = CATALOGUE.get(code)
    if kind is None:
        return {}
    return {
        "name": kind.name, "level": kind.level, "level_zh": LEVELS_ZH[kind.level],
        "meaning": kind.meaning, "meaning_zh": kind.meaning_zh,
        "remedy": kind.remedy, "remedy_zh": kind.remedy_zh, "example": kind.example,
        "field": field_of(code) or "",
    }  # fmt: skip


def _topics(listed: list[Checked]) -> list[str]:
    """The vocabularies' topics, and those that the notices bear beside them."""
    from wpkit.fields.topics import vocabulary_for

    topics: dict[str, None] = {}
    for one in listed:
        topics |= dict.fromkeys(vocabulary_for(one.notice.title or "").topics)
        topics |= dict.fromkeys(t.category.topic for t in one.notice.tasks if t.category.topic)
    return list(topics)


def _pages(
    source: Source, document: Document, stem: str, pictures: bool, sizes: list[tuple[float, float]]
) -> Iterator[str]:
    """A data block a page, so that none is looked at before it is scrolled to; `sizes` gets each page's."""
    from wpkit.pictures import sights

    for sight in sights(source, document.format, pictures=pictures):
        for key, address in sight.images.items():
            yield _data(f"image-{stem}-{key}", "image", address)
        sizes.append((round(sight.width, 1), round(sight.height, 1)))
        yield _data(
            f"page-{stem}-{sight.number}",
            "page",
            {"w": round(sight.width, 1), "h": round(sight.height, 1), "picture": sight.picture,
             "svg": sight.svg, "runs": sight.runs or _lines_on(document, sight.number), "rules": sight.rules},
        )  # fmt: skip


def _lines_on(document: Document, page: int) -> list[tuple[float, float, float, float, str]]:
    """The lines of a page that was read from its picture, as runs of characters; its tables have none."""
    runs = []
    for block in document.blocks:
        if isinstance(block, Line) and block.where.page == page and block.where.box:
            x0, top, x1, bottom = block.where.box
            size = round((bottom - top) * 0.9, 1)
            runs.append((x0, round(bottom - 0.2 * size, 1), round(x1 - x0, 1), size, block.text))
    return runs


def _part(document: Document, sizes: list[tuple[float, float]]) -> dict[str, Any]:
    """`kind`: pages, lines or blocks; the file's own blocks but for pages, which have blocks of data."""
    left_out = [{"text": line.text, "at": _at(line.where)} for line in document.left_out]
    if sizes:
        return {"kind": "pages", "pages": sizes, "blocks": [], "left_out": left_out}
    lines = all(isinstance(b, Line) for b in document.blocks)
    return {
        "kind": "lines" if lines else "blocks",
        "blocks": [_block(b) for b in document.blocks],
        "left_out": left_out,
    }


def _at(where: Where) -> dict[str, Any]:
    return where.place().model_dump()


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Line):
        return {"line": block.text, "gap": block.gap, "at": _at(block.where)}
    if isinstance(block, Paragraph):
        return {
            "text": block.text,
            "heading": block.heading,
            "centered": block.centered,
            "at": _at(block.where),
        }
    return {
        "at": _at(block.where),
        "rows": [
            {"at": _at(row.where),
             "cells": [[c.text, c.column, c.row_span, c.column_span, _at(c.where)] for c in row.cells]}
            for row in block.rows
        ],
    }  # fmt: skip
