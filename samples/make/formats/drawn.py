"""A notice as PDF pages drawn by chance: paper, margins, sizes, rulings and breaks differ from one seed to the next.

Needs no word processor; the font is not embedded, so that a file is a few kilobytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ..flow import Para, flow
from ..grid import GridCell, grid
from ..model import Notice
from .word import WIDTHS

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
CLOSING = "，。、；：）”》？！"
SIGNED = re.compile(r"\d{4}年 ?\d+月 ?\d+日")
NUMBERS = ("— {} —", "-{}-", "{}", "第 {} 页", "")
# How cells are ruled: on all sides (lines, or a box each), but for the table's own sides, above and below alone, or
# around the head and at the end alone. "none" is left to be asked for.
RULINGS = ("all", "all", "all", "boxes", "open", "level", "three")


@dataclass(frozen=True, slots=True)
class Style:
    """How one notice is set, in points."""

    wide: bool
    margin: float
    size: float
    pitch: float
    cell: float
    ruling: str
    middle: bool
    cut: bool  # rows may go on on the next page
    repeat: bool
    number: str

    @classmethod
    def by(cls, chance: Random, columns: int, ruling: str = "") -> Style:
        size, ruling = chance.choice((12.0, 14.0, 16.0)), ruling or chance.choice(RULINGS)
        return cls(
            wide=columns > 5 or (columns > 0 and chance.random() < 0.3),
            margin=chance.choice((50.0, 62.0, 79.0)),
            size=size,
            pitch=size * chance.choice((1.4, 1.75, 2.0)),
            cell=chance.choice((9.0, 10.5, 12.0)),
            ruling=ruling,
            # where no ruling parts the rows, only the first line of each tells where they begin
            middle=ruling in ("all", "boxes", "open") and chance.random() < 0.5,
            cut=ruling in ("all", "boxes", "open") and chance.random() < 0.5,
            repeat=chance.random() < 0.6,
            number=chance.choice(NUMBERS),
        )


def wrapped(text: str, width: float, size: float, indent: float = 0) -> list[str]:
    """Lines no wider than `width`, the first less by `indent`. Numbers stay whole; what closes takes the character
    before it along to the next line."""
    lines, line, room = [], "", width - indent
    for word in re.findall(rf"[\d.]+%?[{CLOSING}]*|.[{CLOSING}]*", text):
        if line and pdfmetrics.stringWidth(line + word, FONT, size) > room:
            lines.append(line)
            line, room = "", width
        line += word
    return [*lines, line]


def pdf(name: str, notice: Notice, seed: int, ruling: str = "") -> bytes:
    """The bytes of the file, ruled by chance or as `ruling` says: the same notice and seed always give the same ones."""
    style = Style.by(Random(f"{name}/{seed}"), len(notice.columns) if notice.rows else 0, ruling)
    return _Paper(style).bytes(notice)


class _Paper:
    def __init__(self, style: Style) -> None:
        self.style = style
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=1)
        self.page = 0
        self._open(wide=False)

    def bytes(self, notice: Notice) -> bytes:
        paras = flow(notice)
        for index, para in enumerate(paras):
            if index and para.kind != "cover" and paras[index - 1].kind == "cover":
                self._turn()
            signed = para.kind == "cover" and any(
                SIGNED.fullmatch(near.text) for near in paras[index : index + 2]
            )
            self._paragraph(para, right=signed)
        if notice.rows:
            if paras and (self.style.wide or notice.cover or notice.items):
                self._turn(wide=self.style.wide)
            for words in notice.table_caption:
                self._line(words, self.style.size + 2, "centre" if len(words) > 4 else "left")
            self._table(notice)
        for words in notice.closing:
            self._paragraph(Para(words))
        self._close()
        self.canvas.save()
        return self.buffer.getvalue()

    # Pages ---------------------------------------------------------------------------------------

    def _open(self, *, wide: bool) -> None:
        self.page += 1
        self.width, self.height = reversed(A4) if wide else A4
        self.canvas.setPageSize((self.width, self.height))
        self.left, self.right = self.style.margin, self.width - self.style.margin
        self.top, self.bottom = self.height - self.style.margin - 10, self.style.margin + 10
        self.y = self.top
        self.turned = wide

    def _close(self) -> None:
        if self.style.number:
            words = self.style.number.format(self.page)
            self._say((self.width - pdfmetrics.stringWidth(words, FONT, 10)) / 2, 30, words, 10)
        self.canvas.showPage()

    def _turn(self, *, wide: bool | None = None) -> None:
        self._close()
        self._open(wide=self.turned if wide is None else wide)

    def _say(self, x: float, y: float, words: str, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, y, words)

    # Prose ---------------------------------------------------------------------------------------

    def _line(self, words: str, size: float, at: str) -> None:
        for line in wrapped(words, self.right - self.left, size):
            if self.y - self.style.pitch < self.bottom:
                self._turn()
            self.y -= self.style.pitch
            free = self.right - self.left - pdfmetrics.stringWidth(line, FONT, size)
            self._say(self.left + free * {"left": 0, "centre": 0.5, "right": 1}[at], self.y, line, size)

    def _paragraph(self, para: Para, *, right: bool = False) -> None:
        size = self.style.size
        if para.kind == "caption" or (para.kind == "cover" and "关于印发" in para.text):
            self._line(para.printed, size + 4, "centre")
            return
        if right:
            self._line(para.printed, size, "right")
            return
        indent = 2 * size if para.kind == "body" else 0
        for k, line in enumerate(wrapped(para.printed.strip("\u3000"), self.right - self.left, size, indent)):
            if self.y - self.style.pitch < self.bottom:
                self._turn()
            self.y -= self.style.pitch
            self._say(self.left + (0 if k else indent), self.y, line, size)

    # Table ---------------------------------------------------------------------------------------

    def _table(self, notice: Notice) -> None:
        header = any(words for words, _ in notice.columns)
        rows = grid(notice, header=header)
        shares = [WIDTHS.get(field, 3.4) for _, field in notice.columns]
        room = self.right - self.left
        xs = [self.left]
        for share in shares:
            xs.append(xs[-1] + room * share / sum(shares))
        self.xs = xs
        owners: dict[tuple[int, int], tuple[int, int, GridCell]] = {}
        for r, row in enumerate(rows):
            for c, own in enumerate(row):
                if own is not None:
                    for k in range(r, r + own.rows):
                        for j in range(c, c + own.columns):
                            owners[k, j] = (r, c, own)
        self.owners, self.columns = owners, len(shares)
        lines: dict[tuple[int, int], list[str]] = {}
        for (r, c), (r0, c0, own) in owners.items():
            if (r, c) == (r0, c0):
                wide = xs[c0 + own.columns] - xs[c0] - 8
                lines[r, c] = wrapped(own.text.replace("\n", ""), wide, self.style.cell)
        step = self.step = self.style.cell * 1.4
        self.lines = lines
        # lines that each row has room for; a merged cell that needs more adds to its last row
        self.counts = [
            max([1, *(len(t) for (i, j), t in lines.items() if i == r and owners[i, j][2].rows == 1)])
            for r in range(len(rows))
        ]
        for (r, c), text in lines.items():
            last = r + owners[r, c][2].rows
            lack = len(text) - sum(self.counts[r:last])
            if owners[r, c][2].rows > 1 and lack > 0:
                self.counts[last - 1] += lack
        self.pending = {key: list(text) for key, text in lines.items()}
        self.drawn: list[tuple[int, float, float, int, int]] = []  # row, top, bottom, first line, lines
        self.y -= 6
        for r, count in enumerate(self.counts):
            done = 0
            while done < count:
                fit = int((self.y - self.bottom - 8) // step)
                if fit < min(count - done, 2 if self.style.cut else count) and self.drawn:
                    self._page_of_table()
                    if header and self.style.repeat and r:
                        self._row(0, 0, self.counts[0])
                    continue
                take = min(count - done, max(fit, 1)) if self.style.cut else count - done
                self._row(r, done, take)
                done += take
        self._page_of_table(last=True)

    def _row(self, r: int, done: int, take: int) -> None:
        top, self.y = self.y, self.y - take * self.step - 8
        self.drawn.append((r, top, self.y, done, take))

    def _page_of_table(self, *, last: bool = False) -> None:
        """Draws the rows that stand on this page and, unless they are the last, turns it."""
        for r0, c0, own, parts in self._cells():
            top, bottom = parts[0][1], parts[-1][2]
            again = parts[0][0] == 0 and self.pending[r0, c0] == [] and r0 == 0
            waiting = list(self.lines[r0, c0]) if again else self.pending[r0, c0]
            room = (
                len(waiting) if own.rows == 1 and not self.style.cut else int((top - bottom - 7) // self.step)
            )
            now, rest = waiting[:room], waiting[room:]
            if not again:
                self.pending[r0, c0] = rest
            free = (top - bottom - 8 - len(now) * self.step) / 2 if self.style.middle else 0
            for k, line in enumerate(now):
                self._say(
                    self.xs[c0] + 4, top - 4 - free - self.style.cell - k * self.step, line, self.style.cell
                )
            self._box(c0, own, top, bottom, r0)
        self.drawn = []
        if not last:
            self._turn()
            self.y -= 6

    def _cells(self) -> Iterator[tuple[int, int, GridCell, list[tuple[int, float, float, int, int]]]]:
        """Each cell with the parts of rows of this page that it stands in."""
        found: dict[tuple[int, int], list[tuple[int, float, float, int, int]]] = {}
        for part in self.drawn:
            for c in range(self.columns):
                if (part[0], c) not in self.owners:
                    continue
                r0, c0, _ = self.owners[part[0], c]
                if c == c0:
                    found.setdefault((r0, c0), []).append(part)
        for (r0, c0), parts in found.items():
            yield r0, c0, self.owners[r0, c0][2], parts

    # Rulings -------------------------------------------------------------------------------------

    def _box(self, c: int, own: GridCell, top: float, bottom: float, r: int) -> None:
        left, right, draw = self.xs[c], self.xs[c + own.columns], self.canvas
        draw.setLineWidth(0.5)
        ruling = self.style.ruling
        if ruling == "none":
            return
        if ruling == "boxes":
            draw.rect(left, bottom, right - left, top - bottom)
            return
        if ruling == "three":
            edges = {p[1] for p in self.drawn if p[0] == 0} | {p[2] for p in self.drawn if p[0] == 0}
            edges |= {self.drawn[-1][2]}
            for y in (top, bottom):
                if y in edges:
                    draw.line(left, y, right, y)
            return
        draw.line(left, top, right, top)
        draw.line(left, bottom, right, bottom)
        if ruling == "level":
            return
        for x in (left, right):
            if ruling == "all" or self.xs[0] < x < self.xs[-1]:
                draw.line(x, bottom, x, top)
