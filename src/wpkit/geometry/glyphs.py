"""Glyphs → printed lines: same height is one line, positions decide the order and the blanks.

Blanks that the file holds are kept as one; a gap without a blank counts only between Latin words or
where it is wide, so that justified and spaced-out Chinese stays whole.
"""

from __future__ import annotations

from wpkit.geometry.model import Glyph, TextLine
from wpkit.text import clean

SAME_LINE = 0.45  # of the smaller size: how far apart the middles of glyphs of one line may be
WIDE = 1.6  # in ems: a gap that parts columns rather than words
_BLANK = frozenset(" \t\u3000\xa0\r\n")


def text_lines(glyphs: list[Glyph]) -> list[TextLine]:
    """The lines of upright and turned glyphs, top to bottom, blank ones left out."""
    if not glyphs:
        return []
    if any(g.turn for g in glyphs):
        return _turned(glyphs)
    if _is_vertical(glyphs):
        return _vertical(glyphs)
    return lines_of(glyph_rows(glyphs))


def lines_of(rows: list[list[Glyph]]) -> list[TextLine]:
    """The lines of rows of upright glyphs, blank ones left out."""
    return [line for row in rows if (line := _line(row)) is not None]


def glyph_rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Upright glyphs by printed line, top to bottom."""
    runs: list[tuple[float, float, list[Glyph]]] = []  # middle, size, glyphs
    middle = size = -1e9
    run: list[Glyph] = []
    for glyph in glyphs:
        here = (glyph[2] + glyph[4]) / 2
        if abs(here - middle) > SAME_LINE * 0.6 * size:
            if glyph[0] in _BLANK:
                continue
            run = [glyph]
            middle, size = here, glyph[5]
            runs.append((middle, size, run))
        else:
            run.append(glyph)
    runs.sort(key=lambda r: r[0])
    rows: list[list[Glyph]] = []
    middle = size = -1e9
    for here, its_size, run in runs:
        if rows and here - middle <= SAME_LINE * max(size, its_size) and (
            here - middle <= SAME_LINE * 0.75 * min(size, its_size) or not _overlap(rows[-1], run)
        ):  # fmt: skip
            # the larger run sets the line's middle: a small note beside big text joins it
            if len(run) > len(rows[-1]):
                middle, size = here, its_size
            rows[-1] = rows[-1] + run
        else:
            middle, size = here, its_size
            rows.append(run)
    return rows


def _overlap(one: list[Glyph], other: list[Glyph]) -> bool:
    left, right = min(g[1] for g in other), max(g[3] for g in other)
    return any(g[1] < right - 0.5 and g[3] > left + 0.5 for g in one)


def _line(row: list[Glyph]) -> TextLine | None:
    row.sort(key=_left)
    seen: list[Glyph] = []
    gaps: list[float] = []
    spaced: list[bool] = []
    blank = False
    end = -1e9
    for glyph in row:
        text = glyph[0]
        if text in _BLANK:
            blank = glyph[3] - glyph[1] > 0.5
            continue
        if seen:
            last = seen[-1]
            if text == last[0] and glyph[1] - last[1] < 0.3 * min(glyph[5], max(last[3] - last[1], 1.0)):
                continue  # printed twice for bold
            gaps.append(glyph[1] - end)
            spaced.append(blank)
        seen.append(glyph)
        end = max(end, glyph[3])
        blank = False
    if not seen:
        return None
    size = sorted(g[5] for g in seen)[len(seen) // 2]
    loose = _is_spaced_out(seen, gaps, spaced, size)
    text, chunks, start = seen[0][0], [], 0
    chunk_x = seen[0][1]
    edge = seen[0][3]
    for index, gap in enumerate(gaps):
        glyph = seen[index + 1]
        if not loose and gap > WIDE * size:
            chunks.append((clean(text[start:]), chunk_x, edge))
            text += " "
            start, chunk_x = len(text), glyph[1]
        elif not loose and _is_blank(seen[index][0], glyph[0], gap, size, spaced[index]):
            text += " "
        text += glyph[0]
        edge = max(edge, glyph[3])
    chunks.append((clean(text[start:]), chunk_x, edge))
    return TextLine(
        clean(text), seen[0][1], min(g[2] for g in seen), end, max(g[4] for g in seen), size, chunks
    )


def _left(glyph: Glyph) -> float:
    return glyph[1]


def _is_blank(before: str, after: str, gap: float, size: float, spaced: bool) -> bool:
    if spaced:
        return gap > 0.12 * size
    if before[-1].isascii() and after[0].isascii() and before[-1].isalnum() and after[0].isalnum():
        return gap > 0.2 * size
    return gap > 0.9 * size


def _is_spaced_out(seen: list[Glyph], gaps: list[float], spaced: list[bool], size: float) -> bool:
    """Chinese set wide to fill its width (分散对齐): equal gaps all along."""
    if not gaps or min(gaps) < 0.3 * size or any(g[0].isascii() for g in seen):
        return False
    return max(gaps) - min(gaps) < 0.35 * size and (len(gaps) > 1 or not spaced[0])


def _turned(glyphs: list[Glyph]) -> list[TextLine]:
    """Upright glyphs, then each quarter turn read along its own lines."""
    lines: list[TextLine] = []
    for turn in (0, 90, 180, 270):
        same = [g for g in glyphs if g.turn == turn]
        if not turn:
            lines += text_lines(same)
            continue
        for line in text_lines([_upright(g) for g in same]):
            x0, top, x1, bottom = _back(line, turn)
            lines.append(TextLine(line.text, x0, top, x1, bottom, line.size, [(line.text, x0, x1)]))
    return lines


def _upright(g: Glyph) -> Glyph:
    x0, top, x1, bottom = g.x0, g.top, g.x1, g.bottom
    if g.turn == 90:  # read downwards: lines go from right to left
        return Glyph(g.text, top, -x1, bottom, -x0, g.size)
    if g.turn == 270:  # read upwards: lines go from left to right
        return Glyph(g.text, -bottom, x0, -top, x1, g.size)
    return Glyph(g.text, -x1, -bottom, -x0, -top, g.size)


def _back(line: TextLine, turn: int) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = line.box
    if turn == 90:
        return (-bottom, x0, -top, x1)
    if turn == 270:
        return (top, -x1, bottom, -x0)
    return (-x1, -bottom, -x0, -top)


def _is_vertical(glyphs: list[Glyph]) -> bool:
    """Whether the file itself goes down column by column (vertical writing): most steps in its order do,
    and there is more than one column, for one column reads the same either way."""
    inked = [g for g in glyphs if g[0] not in _BLANK]
    if len(inked) < 4 or inked[0][3] - inked[0][1] <= 0:
        return False
    last = inked[0]
    down = other = turns = 0
    for glyph in inked[1:]:
        step_x, step_y = glyph[1] - last[1], glyph[2] - last[2]
        if abs(step_x) < 0.3 * glyph[5] and 0.6 * glyph[5] < step_y < 1.6 * glyph[5]:
            down += 1
        elif step_x < -0.9 * glyph[5] and step_y < 0:
            turns += 1
        else:
            other += 1
            if other > 1:
                return False
        last = glyph
    return turns > 0 and down >= 3 * turns and down >= 3


def _vertical(glyphs: list[Glyph]) -> list[TextLine]:
    columns: list[list[Glyph]] = []
    for glyph in (g for g in glyphs if g[0] not in _BLANK):
        if columns and abs(columns[-1][-1][1] - glyph[1]) < 0.5 * glyph[5]:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    lines = []
    for column in columns:
        text = clean("".join(g[0] for g in column))
        x0, x1 = min(g[1] for g in column), max(g[3] for g in column)
        lines.append(TextLine(text, x0, column[0][2], x1, column[-1][4], column[0][5], [(text, x0, x1)]))
    return lines
