"""Notices → one HTML page that needs nothing else and prints well: a table of tasks for each notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from wpkit.schema import Notice
from wpkit.writers.rows import Column, Selection, Value, by_notice, cells, head_line, headings

COLUMNS = ("number", "category", "title", "content", "lead", "responsible", "support", "deadline", "end")
_STYLE = """
body{font:15px/1.6 "Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif;margin:2em auto;max-width:75em;padding:0 1em;color:#222}
h1{font-size:1.4em;margin:1.5em 0 .2em}p{margin:.2em 0 1em;color:#666}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #ccc;padding:.35em .5em;text-align:left;vertical-align:top}
th{background:#f2f4f7;position:sticky;top:0}td.number,td.end{white-space:nowrap}
@media print{body{max-width:none;font-size:10pt}th{position:static}tr{break-inside:avoid}@page{size:A4 landscape;margin:15mm}}
"""


def write(notices: Iterable[Notice], selection: Selection, lang: str) -> Iterator[bytes]:
    columns = selection.chosen(COLUMNS)
    language = "zh-CN" if lang == "zh" else "en"
    title = "任务清单" if lang == "zh" else "Tasks"
    yield _bytes(
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    for notice, pairs in by_notice(notices, selection):
        yield _bytes(_head(notice, columns, lang))
        for _, task in pairs:
            values = zip(columns, cells(notice, task, columns, lang), strict=True)
            yield _bytes(f"<tr>{''.join(_cell(column, value) for column, value in values)}</tr>\n")
        yield _bytes("</tbody></table>\n")
    yield _bytes("</body>\n</html>\n")


def _head(notice: Notice, columns: tuple[Column, ...], lang: str) -> str:
    names = "".join(f"<th>{escape(name)}</th>" for name in headings(columns, lang))
    title, line = escape(notice.title or notice.source.name), escape(head_line(notice))
    return f"<h1>{title}</h1>\n<p>{line}</p>\n<table><thead><tr>{names}</tr></thead>\n<tbody>\n"


def _cell(column: Column, value: Value) -> str:
    return f'<td class="{column.name}">{"" if value is None else escape(str(value))}</td>'


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
