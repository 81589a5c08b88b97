"""What stands in and behind a table of lines and is no cell of it: notes between its rows, headings on lines of their
own, the signature under it, what follows to the end of the lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from wpkit.blocks import Line
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.numbering import read_marker
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.structure.columns import Column
from wpkit.structure.head.lines import several_bodies

BLANKS = pattern(r"[ \t\u3000]+")
NOTE = pattern(
    r"(?:附?注|备注|備註|说明|說明|填表说明)(?:\s*[:：]|\s*\d[.、．:：])|[※★*＊]\s*(?:注|备注)?[:：]?(?=[^\W\d])"
)


def notes_in(region: Sequence[Line], of_row: Callable[[Line], bool]) -> list[bool]:
    """Which lines of a table's region are notes between its rows (注：…) with what goes on them."""
    out: list[bool] = []
    for line in region:
        noted = not of_row(line) and (bool(out and out[-1]) or bool(NOTE.match(line.text.strip())))
        out.append(noted)
    return out


def is_own_row(line: Line, width: int) -> bool:
    """Whether a line without a tab is a heading row of its own rather than the rest of a cell."""
    marker = read_marker(line.text)
    return marker is not None and marker.notation in ("han", "part", "han-bracket") and width > 1


def stands_as_task(text: str) -> bool:
    """Whether a cell that stands alone in its row reads as a task rather than as a heading over the rows below."""
    return text[-1:] in tuple("。；;") and read_marker(text) is None


def is_task_below(above: Sequence[str], cell: str, header: Sequence[Column] | None) -> bool:
    """Whether a line of one cell is a task over which the other cells of a row above are merged: that row has them all and
    ends in one that goes on with no sentence, or is such a task itself."""
    if header is None or header[-1].role not in ("units", "deadline") or not stands_as_task(cell):
        return False
    return len(above) == len(header) or (len(above) == 1 and stands_as_task(above[0]))


_DAY = pattern(
    r"(?:\d{4}|[〇○零一二三四五六七八九十]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)


class _Printed(Protocol):
    """A line, or a cell of one."""

    text: str


def before_signature(lines: Sequence[_Printed], start: int, end: int, *, split: bool, timed: bool) -> int:
    """Where a body's name and a day of their own close the lines before `end`; else `end`.

    Where a line is a cell they could be the last row's: not if the cell before them closes that row, if rows do not end
    in a time (`timed`), or if the title names the body and no row does.
    """
    if end - start < 6 or not _DAY.fullmatch(lines[end - 1].text.strip()):
        return end
    name, before = lines[end - 2].text.strip(), lines[end - 3].text.strip()
    if len(BLANKS.split(name)) > 1 or not is_units(name) or "、" in name:
        return end
    closed = not timed or (len(BLANKS.split(before)) > 1 if split else is_deadline(before))
    return end - 2 if closed or _is_issuer(name, lines, start, end - 2) else end


_TITLE_WITHIN, _LEAST_OF_NAME = 8, 3


def _is_issuer(name: str, lines: Sequence[_Printed], start: int, end: int) -> bool:
    """Whether a line right above a table begins as a body's name does, and no cell of the table is this name."""
    above = lines[max(0, start - _TITLE_WITHIN) : start]
    titled = any(line.text.strip().startswith(name[:_LEAST_OF_NAME]) for line in above)
    return titled and all(line.text.strip() != name for line in lines[start:end])


# another annex; who printed the notice, and when
_IMPRINT = pattern(r"附件\s*\d*[:：]?|[^\s\d]{4,30}\s+\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印发?")


def tail_of(lines: Sequence[Line], start: int) -> int:
    """Where what follows a table to the end of the lines begins: 抄送, the imprint, another annex."""
    for i in range(start + 1, len(lines)):
        text = lines[i].text.strip()
        if text.startswith(("抄送", "抄报", "主题词")) or _IMPRINT.fullmatch(text):
            return i
    return len(lines)


def names_below(lines: Sequence[Line], last: int, cell: str) -> int:
    """The last of the lines right below a table's last line that go on its last cell, a list of units or still empty, with
    names; the table's last line where none does. A name over a day signs the notice, and so does one in full (松石市教育局)
    below a list that names none so."""
    end = last + 1
    in_full = several_bodies([cell.replace("、", " ")])
    if not cell or is_units(cell.strip()):
        while end < len(lines) and not lines[end].gap and is_units(text := lines[end].text.strip()):
            if several_bodies([text]) and not in_full:
                break
            end += 1
    signed = end < len(lines) and _DAY.fullmatch(lines[end].text.strip()) is not None
    return last if signed else end - 1
