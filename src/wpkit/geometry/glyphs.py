"""Glyphs → printed lines: same height is one line, positions decide the order and the blanks.

Blanks that the file holds are kept as one; a gap without a blank counts only between Latin words or
where it is wide, so that justified and spaced-out Chinese stays whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter, sub

from wpkit.geometry.model import Glyph, TextLine
from wpkit.text import clean

SAME_LINE = 0.45  # of the smaller size: how far apart the middles of glyphs of one line may be
LEVEL = 0.12  # of the size: how far the lower edges of glyphs of one run may differ, as boxes of ink do
WIDE = 1.6  # in ems: a gap that parts columns rather than words
_BLANK = frozenset(" \t\u3000\xa0\r\n")


_left = itemgetter(1)
Run = list[Glyph]  # glyphs that follow each other on one line in the file's order


def text_lines(glyphs: list[Glyph]) -> list[TextLine]:
    """The lines of upright and turned glyphs, top to bottom, blank ones left out."""
    return lines_of_runs(runs_of(glyphs))


def lines_of_runs(runs: list[Run]) -> list[TextLine]:
    """`text_lines` of glyphs that are in runs already."""
    if not runs:
        return []
    if len(runs) > 1 and any(run[0][6] for run in runs):
        return _turned([g for run in runs for g in run])
    if len(runs) > 3 and _is_vertical(runs):
        return _vertical([g for run in runs for g in run])
    return lines_of(rows_of(runs))


def lines_of(rows: list[list[Glyph]]) -> list[TextLine]:
    """The lines of rows of upright glyphs, blank ones left out."""
    return [line for row in rows if (line := _line(row)) is not None and line.text.strip()]


def runs_of(glyphs: list[Glyph]) -> list[Run]:
    """The glyphs in runs: one goes on while the glyphs stand at one height and each is next to the last."""
    runs: list[Run] = []
    run: Run = []
    bottom = x = end = -1e9
    turn = 0
    for glyph in glyphs:
        text, x0, _, x1, low, size, its_turn = glyph
        if its_turn == turn and x <= x0 < end + size and -LEVEL * size < low - bottom < LEVEL * size:
            run.append(glyph)
            x, end = x0, x1
        elif text in _BLANK:
            if its_turn == turn and abs(low - bottom) < size and x <= x0 < end + size:
                run.append(glyph)
                end = x1
        else:
            run = [glyph]
            runs.append(run)
            x, end, bottom, turn = x0, x1, low, its_turn
    return runs


def rows_of(runs: list[Run]) -> list[list[Glyph]]:
    """Upright runs by printed line, top to bottom."""
    if len(runs) == 1:
        return runs
    placed = sorted((((r[0][2] + r[0][4]) / 2, r[0][5], r) for r in runs), key=itemgetter(0))
    rows: list[list[Glyph]] = []
    middle = size = -1e9
    for here, its_size, run in placed:
        apart = here - middle
        most = SAME_LINE * (size if size > its_size else its_size)
        if apart <= most and (apart <= 0.34 * min(size, its_size) or not _overlap(rows[-1], run)):
            # the longer run sets the line's middle: a small note beside big text joins it
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
    texts, x0s, tops, x1s, bottoms, sizes, _ = zip(*row, strict=True)
    size = _usual_size(texts, sizes)
    gaps = list(map(sub, x0s[1:], x1s))
    if not gaps or (max(gaps) <= 0.2 * size and min(gaps) > -0.6 * size and _BLANK.isdisjoint(texts)):
        text = clean("".join(texts))
        end = max(x1s)
        return TextLine(text, x0s[0], min(tops), end, max(bottoms), size, [(text, x0s[0], end)])
    return _uneven_line(row)


def _usual_size(texts: Sequence[str], sizes: Sequence[float]) -> float:
    """The median size of the Chinese characters, which fill their square; of all where there is none."""
    if max(sizes) - min(sizes) < 0.01:
        return sizes[0]
    square = sorted([s for text, s in zip(texts, sizes, strict=True) if text >= "\u2e80"] or sizes)
    return square[len(square) // 2]


def _uneven_line(row: list[Glyph]) -> TextLine | None:
    """A line with blanks, gaps or glyphs on top of each other."""
    seen: list[Glyph] = []
    gaps: list[float] = []
    spaced: list[bool] = []
    blank = False
    end = -1e9
    for glyph in row:
        text = glyph[0]
        if text in _BLANK:
            blank = blank or glyph[3] - glyph[1] > 0.5
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
    size = _usual_size([g[0] for g in seen], [g[5] for g in seen])
    text, chunks = _with_blanks(seen, gaps, spaced, size)
    return TextLine(text, seen[0][1], min(g[2] for g in seen), end, max(g[4] for g in seen), size, chunks)


def _with_blanks(
    seen: list[Glyph], gaps: list[float], spaced: list[bool], size: float
) -> tuple[str, list[tuple[str, float, float]]]:
    """The line's text with its blanks, and its pieces between wide ones."""
    loose = _is_spaced_out(seen, gaps, spaced, size)
    pieces = [seen[0][0]]
    chunks: list[tuple[str, float, float]] = []
    start, chunk_x, edge = 0, seen[0][1], seen[0][3]
    for index, gap in enumerate(gaps):
        glyph = seen[index + 1]
        if not loose and gap > WIDE * size:
            chunks.append((clean("".join(pieces[start:])), chunk_x, edge))
            pieces.append(" ")
            start, chunk_x = len(pieces), glyph[1]
        elif not loose and _is_blank(seen[index][0], glyph[0], gap, size, spaced[index]):
            pieces.append(" ")
        pieces.append(glyph[0])
        edge = max(edge, glyph[3])
    chunks.append((clean("".join(pieces[start:])), chunk_x, edge))
    return clean("".join(pieces)), chunks


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


def _is_vertical(runs: list[Run]) -> bool:
    """Whether the file itself goes down column by column (vertical writing): most steps in its order do,
    and there is more than one column, for one column reads the same either way."""
    if any(len(run) > 2 for run in runs):
        return False
    inked = [g for run in runs for g in run if g[0] not in _BLANK]
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
    return [line for line in lines if line.text.strip()]
