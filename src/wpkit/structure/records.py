"""Records of lines that name their column, the same labels again for each task → a `Table` with a row a record."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from wpkit.blocks import Block, Cell, Line, Row, Table, Where, stretch
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import read_marker
from wpkit.patterns import pattern
from wpkit.structure.around import tail_of
from wpkit.structure.columns import read_header
from wpkit.structure.labels import labels_in
from wpkit.structure.readingorder import cell_of
from wpkit.text import join

_CARD_LINE = pattern(r"([^\W\d_a-zA-Z][\w（）()/、]{1,11})\s*[:：]\s*", needs=":：")


def _opens_named(lines: list[Line], start: int) -> bool:
    """Whether a line says what a record is called (项目名称：…), and the next label line states what is done for it."""
    match = _CARD_LINE.match(lines[start].text.strip())
    if match is None or header_kind(match[1]) != "name" or start + 1 == len(lines):
        return False
    below = _CARD_LINE.match(lines[start + 1].text.strip())
    told = below is not None and header_kind(below[1]) in ("content", "goal")
    return told and (not start or read_marker(lines[start - 1].text) is None)


_NUMBERED = pattern(r"[^\W\d_a-zA-Z]{0,2}(?:序号|编号)\s*[:：]", needs=":：")


def labelled_records(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """Records of lines that name their column (序号：1 / 任务名称：… / 责任单位：…), the number first in each, or the name
    where no numbered heading stands over it. What opens a line of every record before a colon is a column's name, whatever
    it says."""
    text = lines[start].text.strip()
    if _NUMBERED.match(text) and len(labels_in(text, sure=True)) > 1:
        found = labelled_records(_a_label_a_line(lines[start : (last := tail_of(lines, start))]), 0)
        return (found[0], last) if found is not None else None
    first = _CARD_LINE.match(text)
    if first is None or not (_NUMBERED.match(text) or _opens_named(lines, start)):
        return None
    end = tail_of(lines, start)
    opened = Counter(m[1] for line in lines[start:end] if (m := _CARD_LINE.match(line.text.strip())))
    labels: list[str] = []
    rows: list[dict[int, list[tuple[str, Where]]]] = []
    wheres: list[Where] = []
    last, at = start, None
    for n in range(start, end):
        text = lines[n].text.strip()
        match = _CARD_LINE.match(text)
        named = match is not None and (
            header_kind(match[1]) is not None or 1 < opened[match[1]] == opened[first[1]]
        )
        label = match[1] if match is not None and named else None
        if label is not None and match is not None:
            if label not in labels:
                if len(rows) > 1 and at == len(labels) - 1 and lines[n].gap:
                    break
                labels.append(label)
            at = labels.index(label)
            if at == 0:
                rows.append({})
                wheres.append(lines[n].where)
            text = text[match.end() :]
        elif lines[n].gap and (read_marker(text) is not None or at == len(labels) - 1):
            break
        if at is None or not rows:
            return None
        if text:
            rows[-1].setdefault(at, []).append((text, lines[n].where))
        wheres[-1] = wheres[-1].to(lines[n].where)
        last = n
    columns = read_header(labels)
    if len(rows) < 2 or columns is None or not any(c.role in ("units", "deadline") for c in columns):
        return None
    where = lines[start].where
    out = [Row([Cell(label, k, where=where) for k, label in enumerate(labels)], where)]
    for parts, row in zip(rows, wheres, strict=True):
        out.append(Row([cell_of(part, k, row) for k, part in sorted(parts.items())], row))
    return [Table(out, where.to(lines[last].where), spans_known=True)], last + 1


def _a_label_a_line(lines: Sequence[Line]) -> list[Line]:
    """The lines with each label that stands behind others on its line on one of its own."""
    out: list[Line] = []
    for line in lines:
        text = line.text.strip()
        starts = [0, *(at for at, *_ in labels_in(text, sure=True) if at)]
        for a, b in itertools.pairwise([*starts, len(text)]):
            out.append(Line(text[a:b].strip(" \t\u3000；;，,"), line.where, gap=line.gap and not a))
    return out


def records(lines: list[Line], start: int) -> tuple[list[Block], int] | None:
    """Records of label lines without colons, each with its value below it, the same labels again for each task
    (具体任务 / … / 责任单位 / … / 完成时限 / …)."""
    first = lines[start].text.strip()
    if header_kind(first) is None:
        return None
    end = tail_of(lines, start)
    labels: list[str] = []
    for line in lines[start:end]:
        text = line.text.strip()
        if header_kind(text) is not None and text not in labels:
            labels.append(text)
        elif text == first:
            break
    again = [n for n in range(start, end) if lines[n].text.strip() == first]
    columns = read_header(labels)
    if len(again) < 2 or columns is None or len(labels) < 2 or again[1] - again[0] <= len(labels):
        return None
    under_items = start and all(read_marker(lines[n - 1].text) is not None for n in again)
    # label below label is a header, printed again under each heading
    if under_items and not any(line.text.strip() in labels for n in again for line in lines[n + 1 : n + 2]):
        return _labelled_items(lines, start, end, labels), end
    if all(column.role != "content" for column in columns):
        return None  # the fields of numbered items, whose text stands above them
    where = lines[start].where
    rows = [Row([Cell(label, k, where=where) for k, label in enumerate(labels)], where)]
    last = start
    for a, b in zip(again, [*again[1:], end], strict=True):
        parts: dict[int, list[Line]] = {}
        at = None
        for n in range(a, b):
            text = lines[n].text.strip()
            if text in labels:
                at = labels.index(text)
            elif at is not None:
                if n + 1 - last > 40 or (b == end and read_marker(text)):
                    break
                parts.setdefault(at, []).append(lines[n])
            last = n
        if columns[0].role == "number" and len(parts.get(0, ())) != 1:
            return None  # a table's header on each of its pages
        cells = [
            Cell("\n".join(p.text.strip() for p in part), k, where=stretch(p.where for p in part))
            for k, part in sorted(parts.items())
        ]
        if cells:
            rows.append(Row(cells, stretch(line.where for line in lines[a : last + 1])))
    return [Table(rows, where.to(lines[last].where), spans_known=True)], last + 1


def _labelled_items(lines: Sequence[Line], start: int, end: int, labels: Sequence[str]) -> list[Block]:
    """The lines of numbered items whose label lines have no colons, each label and its value on one line."""
    out: list[Line] = []
    inside = False  # below a label
    for line in lines[start:end]:
        text = line.text.strip()
        if text in labels:
            out.append(Line(f"{text}：", line.where, gap=line.gap))
            inside = True
        elif inside and read_marker(text) is None:
            last = out[-1]
            out[-1] = Line(join(last.text, text), last.where.to(line.where), gap=last.gap)
        else:
            out.append(line)
            inside = False
    return list(out)
