"""A `Document` → a `Notice`: the stages of structure in their order."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import field

from wpkit.blocks import Block, Document, Line, Paragraph, Table, Where
from wpkit.fields.blanket import blanket_clauses
from wpkit.fields.dates import find_dates
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import read_marker
from wpkit.fields.roles import says_first_leads
from wpkit.fields.topics import Vocabulary
from wpkit.findings import Report
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.schema import Notice, Section, SourceInfo, Task
from wpkit.structure import (
    cards,
    furniture,
    grid,
    head,
    headers,
    merged,
    openings,
    outline,
    reflow,
    several,
    tasks,
    texttables,
    unrolled,
)
from wpkit.structure.labels import joined_to_values
from wpkit.text import clean, fold, tidy


@record()
class Terms:
    """The caller's own short names of bodies and own vocabularies of topics."""

    aliases: dict[str, str] = field(default_factory=dict)
    vocabularies: tuple[Vocabulary, ...] | None = None


def build_notice(document: Document, source: SourceInfo, terms: Terms | None = None) -> Notice:
    """The notice that the blocks hold, with its findings; a notice without tasks is returned as it is."""
    terms = terms or Terms()
    report = Report()
    report.findings.extend(document.findings)
    blocks, left_out = furniture.strip(unrolled.unrolled(document.blocks))
    blocks, counts = _without_counts(blocks)
    left_out = [*document.left_out, *left_out, *counts]
    notices = _notices(blocks)
    context = tasks.Context(report)
    context.vocabularies = terms.vocabularies
    sections: list[Section] = []
    heads: list[head.Head] = []
    for own, grids in notices:
        found = head.read_head(own, {} if heads else document.head)
        found.title = found.title or _caption([grids[id(p)] for p in own if id(p) in grids])
        if not found.title and not heads:
            names = (furniture.file_title(line.text) for line in left_out[:_OVER_PAPER])
            found.title = next((name for name in names if name and head.is_title(name)), None)
        before = len(context.tasks)
        sections += _read(own, grids, found, context, terms, len(sections))
        if heads:
            _tell(own, found, context.tasks[before:], report)
        heads.append(found)
    found = heads[0]
    for text, where in (printed for own, _ in notices for printed in _printed(own)):
        for clause in blanket_clauses(text):
            report.add("U006", where, text=clause)
    for line in left_out:
        if line.text.strip() and furniture.page_mark(line.text) is None:
            report.add("L001", line.where, text=line.text.strip()[:60])
    return Notice(
        source=source,
        title=found.title,
        year=found.year,
        issuer=found.issuer,
        document_number=found.document_number,
        issued_on=found.issued_on,
        sections=tuple(sections),
        tasks=tuple(context.tasks),
        findings=tuple(report.findings),
    )


def _without_counts(blocks: list[Block]) -> tuple[list[Block], list[Line]]:
    """The blocks but for the tables that only count tasks, and the rows of these."""
    kept: list[Block] = []
    out: list[Line] = []
    for block in blocks:
        if isinstance(block, Table) and grid.is_count(block):
            out += [Line(" ".join(tidy(c.text) for c in row.cells), row.where) for row in block.rows]
        else:
            kept.append(block)
    return kept, out


_OVER_PAPER = 3  # lines of a site above a paper that may be its file's name

Parts = list[Paragraph | Table]
Grids = dict[int, grid.Grid]  # the task tables among parts, by their id()


def _notices(blocks: list[Block]) -> list[tuple[Parts, Grids]]:
    """The parts of each notice among the blocks, in their order; mostly there is one."""
    parts, grids = _parts(blocks)
    begins = several.openings(parts)
    lines = [parts[i].where.line for i in begins]
    starts = [b.where.line or 0 for b in blocks]
    if begins and all(starts) and len(set(starts)) == len(starts):
        # each text is wrapped, and sets its tables, in a manner of its own
        cuts = _with_heads(blocks, [bisect_left(starts, line or 0) for line in lines])
        return [_parts(blocks[a:b]) for a, b in itertools.pairwise(cuts)]
    return [(parts[a:b], grids) for a, b in itertools.pairwise(_with_heads(parts, begins))]


def _with_heads(blocks: Sequence[Block], titles: Sequence[int]) -> list[int]:
    """Where notices begin whose titles behind the first one's stand there, and where the last one ends."""
    texts = ["" if isinstance(block, Table) else block.text for block in blocks]
    heads = [several.with_head(texts, at, floor) for floor, at in itertools.pairwise([0, *titles])]
    return [0, *heads, len(blocks)]


def _parts(blocks: list[Block]) -> tuple[Parts, Grids]:
    """The blocks as paragraphs and task tables."""
    blocks = headers.without_colons(blocks)
    if any(isinstance(b, Line) for b in blocks):
        blocks = texttables.find_tables(blocks)
    if not any(isinstance(b, Line | Table) for b in blocks):
        blocks = texttables.find_in_paragraphs(blocks)
    blocks = openings.parted(openings.set_apart(blocks))
    parts = reflow.reflow(cards.unfold_cards(blocks))
    grids = {
        i: g for i, p in enumerate(parts) if isinstance(p, Table) and (g := grid.read_grid(p)) is not None
    }
    flat: list[Block] = []
    for i, p in enumerate(parts):
        if i in grids:
            # what a table prints over its header is read as if it stood before the table
            flat += [Paragraph(c, p.where, centered=not grid.is_fact(c)) for c in grids[i].captions]
        flat += _plain(p) if isinstance(p, Table) and i not in grids else [p]
    positions = {id(parts[i]): g for i, g in grids.items()}
    body = joined_to_values([b for b in flat if isinstance(b, Paragraph | Table)])
    return _opened(_uncovered(body)), positions


def _read(
    parts: Parts,
    grids: Grids,
    found: head.Head,
    context: tasks.Context,
    terms: Terms,
    sections: int,
) -> tuple[Section, ...]:
    """The sections of the notice with this head; adds its tasks to the context. `sections`: how many stand before it."""
    before = len(context.tasks)
    context.year, context.issued_on = found.year, found.issued_on
    # wherever it is said: in the covering notice, the paper's own introduction, a note, a header
    context.first_leads = any(says_first_leads(text) for text, _ in _printed(parts))
    context.subject = found.title or ""
    context.aliases = {**_own_aliases(parts), **terms.aliases}
    notes = _notes_below(parts, grids)
    body = [
        p
        for i, p in enumerate(parts)
        if found.start <= i < found.end and i not in found.used and i not in notes
    ]
    tree = outline.build_outline(body, _begin_annexes(parts, body, found.annexes))
    out = tasks.sections_of(tree, sections)
    tables = [(i, grids[id(p)]) for i, p in enumerate(parts) if isinstance(p, Table) and id(p) in grids]
    _tables(parts, tables, tree, context, found)
    if len(context.tasks) == before and not _is_emptied(tree):
        tasks.tasks_of_outline(tree, context)
    return out


_LEAST_HEADER = 3


def _is_emptied(tree: outline.Outline) -> bool:
    """Whether nothing but headings stands below a header's words: a page lost the cells of its table."""
    near = [word for p in tree.preamble[-_LEAST_HEADER:] for word in p.text.split("|")]
    words = [header_kind(word) for word in near[-_LEAST_HEADER:]]
    if len(words) < _LEAST_HEADER or None in words or "units" not in words:
        return False
    leaves = (item for item in tree.walk() if not item.children)
    return all(item.title is not None and not item.paragraphs for item in leaves)


def _tell(parts: list[Paragraph | Table], found: head.Head, own: Sequence[Task], report: Report) -> None:
    """Tells that a notice after the first begins with these parts, and what its head says."""
    opening = next((p.text.strip() for p in parts if isinstance(p, Paragraph) and p.text.strip()), "")
    report.add(
        "H002", parts[0].where,
        task=own[0].id if own else None,
        text=found.title or opening[:60],
        year=found.year,
        issued=found.issued_on.isoformat() if found.issued_on else None,
    )  # fmt: skip


def _printed(parts: list[Paragraph | Table]) -> Iterator[tuple[str, Where]]:
    for part in parts:
        if isinstance(part, Paragraph):
            yield part.text, part.where
        else:
            yield from ((cell.text.replace("\n", ""), cell.where) for row in part.rows for cell in row.cells)


def _plain(table: Table) -> list[Block]:
    """A table that is no task table as paragraphs: a cell each, read row by row."""
    out: list[Block] = []
    for row in table.rows:
        for cell in row.cells:
            out.extend(Paragraph(clean(t).strip(), cell.where) for t in cell.text.split("\n") if t.strip())
    return out


def _own_aliases(parts: list[Paragraph | Table]) -> dict[str, str]:
    """The short names that the notice itself gives (以下简称)."""
    said = "\n".join(p.text for p in parts if isinstance(p, Paragraph) and "简称" in p.text)
    if not said:
        return {}
    from wpkit.fields.bodies import own_aliases

    return dict(own_aliases(said))


def _begin_annexes(
    parts: list[Paragraph | Table], body: list[Paragraph | Table], marks: list[int]
) -> set[int]:
    """The id() of the first part of the body behind each of these marks of an annex."""
    known = {id(part) for part in body}
    return {next((id(p) for p in parts[mark:] if id(p) in known), 0) for mark in marks}


_NOTE = pattern(
    r"[（(【\[]?(?:附?注|备注|備註|(?:填表)?[说說]明)(?:\s*[:：】\]]|\s*\d\s*[.、．:：])", needs="注註明"
)


_FORM_NOTES = ("填报说明", "填表说明", "编制说明")


def _notes_below(parts: list[Paragraph | Table], grids: dict[int, grid.Grid]) -> set[int]:
    """The notes below task tables (注：1.… 2.…) and on how to fill them in: what follows such a line up to the next
    table or chapter."""
    out: set[int] = set()
    noted = below = False
    for i, part in enumerate(parts if grids else ()):
        if isinstance(part, Table):
            noted, below = False, id(part) in grids
            continue
        marker = read_marker(part.text)
        if marker is not None and marker.level < 3:
            noted = below = False
        text = part.text.strip()
        noted = noted or (below and bool(_NOTE.match(text))) or text.rstrip("：:") in _FORM_NOTES
        if noted:
            out.add(i)
        elif text:
            below = False
    return out


_LONG = 120
_LONGEST_TITLE = 60
_BLANKS = pattern(r"[ \u3000]+")
_FIRST_ITEM = pattern(r"(?:^|[\s。：:])(?:[一二三]、|（[一二]）|\([一二]\)|1\s*[.、．](?!\d))")


# A title with its year, and what a body opens with right behind it.
_TITLE_RUN_IN = pattern(
    r"\s{0,8}[^\s。：:；;，,！？]{0,30}20\d\d\s?年[^\s。：:；;，,！？]{0,30}?(?:要点|方案|计划|安排|任务|分解|分工|清单)(?=[一1]\s?[、.．]|(?:总体|工作)要求|(?:指导|总体)思[想路]|工作目标)",
    needs="年",
)


_OPENING, _CLOSING = 12, 6  # parts that a covering notice, and the end of a paper, stands among
_COVER_LENGTH = 1500
_CALLED_ON = ("印发", "转发", "下发", "下达", "执行", "落实", "实施")
_TITLE_MARKS = frozenset("《》〈〉“”")


def _uncovered(parts: list[Paragraph | Table]) -> list[Paragraph | Table]:
    """The parts with a covering notice that runs on into its work points in one paragraph (…认真落实。松石市人民政府
    2022年3月1日松石市工作要点为…) parted at signature, date and title, and these parted from the paper's last sentence."""
    out: list[Paragraph | Table] = []
    above = ""  # what the parts before the work points say
    for n, part in enumerate(parts):
        near = n < _OPENING or n >= len(parts) - _CLOSING
        if not isinstance(part, Paragraph) or not near or not (found := _signed_inside(part.text)):
            out.append(part)
            above += part.text if isinstance(part, Paragraph) and n < _OPENING else ""
            continue
        said, signer, day, rest = found
        above += said
        cut = next(filter(None, (_end_of_title(rest, title) for title in head.titles_in(above))), 0)
        pieces = [said, signer, day, rest[:cut], rest[cut:]]
        out += [Paragraph(p.strip(), part.where) for p in pieces if p.strip()]
    return out


_MAY_BE_DATED = pattern(r"日|\d{4}\s*[-./．]")


def _signed_inside(text: str) -> tuple[str, str, str, str] | None:
    """(what stands before, the signer, the day, what stands behind) of a paragraph with a signature behind a sentence,
    at its end or where what a covering notice says ends and the work points begin."""
    ends = [(text[:_COVER_LENGTH], 0)]
    if len(text) > _COVER_LENGTH:
        ends.append((text[-_LONGEST_TITLE:], len(text) - _LONGEST_TITLE))
    for stretch, begin in ends:
        if not _MAY_BE_DATED.search(stretch):
            continue
        for start, end, _ in find_dates(stretch):
            before, rest = text[: begin + start].rstrip(), text[begin + end :].lstrip()
            sentence = max(before.rfind(mark) for mark in "。；）)") + 1
            signer = before[sentence:].strip()
            said = before[:sentence]
            opens = len(rest) >= _LONG and any(word in said for word in _CALLED_ON)
            if said and (opens or not rest) and head.is_signature(signer):
                return said, signer, text[begin + start : begin + end], rest
    return None


def _end_of_title(text: str, title: str) -> int:
    """Where the title ends that a text begins with, in whatever marks it has titles of its own; 0 if it begins with none."""
    wanted = "".join(c for c in title if c not in _TITLE_MARKS and not c.isspace())
    at = 0
    for i, char in enumerate(text):
        if at == len(wanted):
            return i
        if char in _TITLE_MARKS or char.isspace():
            continue
        if char != wanted[at]:
            return 0
        at += 1
    return 0


def _opened(parts: list[Paragraph | Table]) -> list[Paragraph | Table]:
    """The parts with a head that stands in one paragraph with the body parted at its blanks, or behind its title."""
    at = next((i for i, p in enumerate(parts[:3]) if isinstance(p, Paragraph) and len(p.text) >= _LONG), None)
    part = parts[at] if at is not None else None
    if at is None or not isinstance(part, Paragraph) or len(parts) > 6:
        return parts
    text, where = part.text, part.where
    run_in = _TITLE_RUN_IN.match(text)
    if run_in is not None:
        pieces, body = [run_in.group().strip()], text[run_in.end() :]
    elif at:
        return parts
    else:
        found = _FIRST_ITEM.search(text)
        head = text[: found.start() + (1 if found and text[found.start()].isspace() else 0)] if found else ""
        pieces, body = [p for p in _BLANKS.split(head) if p], text[len(head) :]
        title = (
            len(pieces) == 1
            and len(head) <= _LONGEST_TITLE
            and head[-1].isspace()
            and pieces[0][-1] not in "。：:；;，,"
        )
        if len(pieces) < 3 and not title:
            return parts
    opened = [Paragraph(p, where) for p in (*pieces, body.strip())]
    return [*parts[:at], *opened, *parts[at + 1 :]]


def _caption(tables: Sequence[grid.Grid]) -> str | None:
    return next((c for table in tables for c in table.captions if not grid.is_fact(c)), None)


def _tables(
    parts: list[Paragraph | Table],
    tables: list[tuple[int, grid.Grid]],
    tree: outline.Outline,
    context: tasks.Context,
    found: head.Head,
) -> None:
    """The tasks of every task table, its merged cells filled with the help of the body."""
    body: merged.Body | None = None
    if not all(table.spans_known for _, table in tables):
        texts = ["".join([i.title or "", *(p.text for p in i.paragraphs)]) for i in tree.walk()]
        body = merged.Body([t for t in texts if len(fold(t)) > 20]) if texts else None
    # a heading over each of several tables groups their rows; over the only one it just names it
    several = len(tables) > 1
    names = _names(parts, [i for i, _ in tables], found) if several else {}
    over = {i: tree.under.get(id(parts[i])) for i, _ in tables if several}
    # the last section of a body is no heading over the annexed tables behind it
    same = len({id(item) for item in over.values()}) == 1
    for i, table in tables:
        item = over.get(i)
        if item is not None and same and item.paragraphs:
            item = None
        outer = [a.title for a in (*item.ancestors(), item) if a.title] if item else []
        outer = [*outer, names[i]] if i in names else outer
        first = _first_heading(parts, i, table)
        if first:
            for row in itertools.takewhile(lambda r: not r.headings, table.rows):
                row.headings = (first,)
        guessed: dict[str, list[grid.GridRow]] = {}
        if table.spans_known:
            merged.take_ditto(table)
            merged.fill_blank(table)
        else:
            guessed = merged.fill(table, body)
            merged.take_ditto(table)
        if table.guessed:
            context.report.add("T007", table.where)
        before = len(context.tasks)
        tasks.tasks_of_grid(table, context, outer, item.id if item else None)
        codes = {id(row): code for code, rows in guessed.items() for row in rows}
        for row, task in zip(table.rows, context.tasks[before:], strict=False):
            if code := codes.get(id(row)):
                context.report.add(code, row.where, task=task.id, number=task.number or task.id)


def _first_heading(parts: list[Paragraph | Table], at: int, table: grid.Grid) -> str | None:
    """The heading 一、 that stands over a table's header where 二、 is a heading row in it."""
    inside = next((row.headings[0] for row in table.rows if row.headings), None)
    above = parts[at - 1] if at else None
    if inside is None or table.rows[0].headings or not isinstance(above, Paragraph):
        return None
    one, two = read_marker(above.text), read_marker(inside)
    follows = one and two and one.notation == two.notation and (one.value, two.value) == (1, 2)
    return above.text.strip() if follows and len(above.text) <= _LONGEST_NAME else None


_ORDINAL = pattern(
    r"(?:续?附?表|其)\s*[\d一二三四五六七八九十]{1,2}\s*(?:[.、．:：—-]\s*)?|[(（][\d一二三四五六七八九十]{1,2}[)）]\s*"
)
_WHOLE_PAPER = ("表", "清单", "方案", "要点", "计划", "台账", "一览", "通知", "分解", "分工", "附件")
_LONGEST_NAME = 30


def _names(parts: list[Paragraph | Table], tables: list[int], found: head.Head) -> dict[int, str]:
    """What unnumbered captions call the groups of rows that several tables hold (附表1 经济发展任务), by the
    place of the table. A caption that is the title of a paper (…任务分解表) names no group."""
    names: dict[int, str] = {}
    for i in tables:
        for k in range(i - 1, max(i - 4, found.start - 1), -1):
            part = parts[k]
            if not isinstance(part, Paragraph) or k in found.used:
                break
            text = part.text.strip()
            name = _ORDINAL.sub("", text, count=1) if _ORDINAL.match(text) else text
            if text[:1] in "(（" or ":" in name or "：" in name:
                continue  # （单位：万元）
            plain = len(text) <= _LONGEST_NAME and read_marker(text) is None and not set(text) & set("。；，")
            if plain and name and name != found.title and not name.endswith(_WHOLE_PAPER):
                names[i] = name
            break
    return names if len(set(names.values())) > 1 else {}
