"""Writes the test PDFs that no word processor makes at will, and beside each its truth.

    python tests/pdf/draw.py [NAME …]

Drawn with reportlab in a font that is not embedded, so that the files are a few kilobytes each. One oddity a file.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from make import _TIMES, _UNITS, Words
from reportlab.lib.colors import Color, black, white
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
SIZE, PITCH, PAD = 10.5, 15.0, 4.0
WIDTH, HEIGHT = 595.0, 842.0
WIDTHS = (36.0, 90.0, 190.0, 100.0, 50.0)
HEAD = ["序号", "任务名称", "具体任务", "责任单位", "时限"]
Rows = list[list[str]]
Spans = list[tuple[int, int, int, int]]
Rule = Callable[[Canvas, float, float, float, float], None]


def wrap(text: str, width: float, size: float = SIZE) -> list[str]:
    """Lines no wider than `width`; no line begins with closing punctuation."""
    lines, line = [], ""
    for char in text:
        if char == "\n" or pdfmetrics.stringWidth(line + char, FONT, size) > width:
            if char in "，。、；：）”" and line:
                line += char
                continue
            lines.append(line)
            line = "" if char == "\n" else char
        else:
            line += char
    return [*lines, line]


def stroke(c: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    c.setLineWidth(0.5)
    c.line(x0, y0, x1, y1)


def as_word(c: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """Filled boxes of half a point with a square of their own at each corner."""
    c.rect(x0 - 0.24, y0 - 0.24, 0.48, 0.48, stroke=0, fill=1)
    if x0 == x1:
        c.rect(x0 - 0.24, min(y0, y1) + 0.24, 0.48, abs(y1 - y0) - 0.48, stroke=0, fill=1)
    else:
        c.rect(x0 + 0.24, y0 - 0.24, x1 - x0 - 0.48, 0.48, stroke=0, fill=1)


def dashed(c: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """Each dash a path of its own, as some printers' drivers draw them."""
    c.setLineWidth(0.5)
    length = max(abs(x1 - x0), abs(y1 - y0))
    at = 0.0
    while at < length:
        end = min(at + 2, length)
        c.line(
            x0 + (x1 - x0) * at / length, y0 + (y1 - y0) * at / length,
            x0 + (x1 - x0) * end / length, y0 + (y1 - y0) * end / length,
        )  # fmt: skip
        at += 3.5


def double(c: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    c.setLineWidth(0.4)
    for d in (-0.7, 0.7):
        flat = y0 == y1
        c.line(
            x0 + (0 if flat else d), y0 + (d if flat else 0), x1 + (0 if flat else d), y1 + (d if flat else 0)
        )


def no_rule(c: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    return


def say(c: Canvas, x: float, y: float, text: str, size: float = SIZE) -> None:
    c.setFont(FONT, size)
    c.drawString(x, y, text)


def grid(
    c: Canvas,
    x: float,
    top: float,
    widths: tuple[float, ...],
    rows: Rows,
    spans: Spans = (),
    *,
    flat: Rule = stroke,
    upright: Rule = stroke,
    outer: bool = True,
    only: set[int] | None = None,
    gap: float = 0,
    middle: bool = False,
) -> tuple[float, Rows]:
    """Draws a table with its upper left corner at x, top; returns its lower edge and the filled texts.

    `only`: rows above which a level ruling is drawn (and below the last); None: all.
    """
    cover = {
        (a, b): span
        for span in spans
        for a in range(span[0], span[2] + 1)
        for b in range(span[1], span[3] + 1)
    }
    xs = [x]
    for width in widths:
        xs.append(xs[-1] + width)
    heights = []
    for i, row in enumerate(rows):
        counts = [
            len(wrap(t, widths[j] - 2 * PAD))
            for j, t in enumerate(row)
            if t and cover.get((i, j), (i, j, i, j))[::2] == (i, i)
        ]
        heights.append(max([*counts, 1]) * PITCH + 2 * PAD + gap)
    ys = [top]
    for height in heights:
        ys.append(ys[-1] - height)
    full = [list(row) for row in rows]
    for i, row in enumerate(rows):
        for j in range(len(row)):
            r0, c0, r1, c1 = cover.get((i, j), (i, j, i, j))
            full[i][j] = rows[r0][c0]
            if (i, j) == (r0, c0):
                lines = wrap(rows[i][j], xs[c1 + 1] - xs[j] - 2 * PAD)
                free = (ys[i] - ys[r1 + 1] - 2 * PAD - len(lines) * PITCH) / 2 if middle else 0.0
                for k, line in enumerate(lines):
                    say(c, xs[j] + PAD, ys[i] - PAD - 11 - free - k * PITCH, line)
            if r0 == i and (only is None or i in only):
                flat(c, xs[j], ys[i], xs[j + 1], ys[i])
            if c0 == j and (outer or j):
                upright(c, xs[j], ys[i + 1], xs[j], ys[i])
        if outer:
            upright(c, xs[-1], ys[i + 1], xs[-1], ys[i])
    for j in range(len(widths)):
        flat(c, xs[j], ys[-1], xs[j + 1], ys[-1])
    return ys[-1], full


def tasks(seed: int, count: int, first: int = 1, clauses: int = 2) -> tuple[Rows, Spans]:
    words = Words(random.Random(seed))
    rows = [HEAD]
    spans: Spans = []
    number = first
    while number < first + count:
        size = min(words.rng.choice((1, 2, 3)), first + count - number)
        for k in range(size):
            label = words.content(1)[:9] if k == 0 else ""
            rows.append([str(number + k), label, words.content(clauses), words.units(), words.time()])
        if size > 1:
            spans.append((len(rows) - size, 1, len(rows) - 1, 1))
        number += size
    return rows, spans


class Paper:
    """A canvas with the truth of what is drawn on it."""

    def __init__(self, name: str, **form: object) -> None:
        self.name = name
        form.setdefault("pagesize", (WIDTH, HEIGHT))
        self.c = Canvas(str(HERE / f"{name}.pdf"), invariant=1, **form)
        self.truth: dict[str, list] = {"tables": [], "paragraphs": [], "left_out": []}

    def line(self, x: float, y: float, text: str, size: float = 14) -> None:
        say(self.c, x, y, text, size)
        self.truth["paragraphs"].append(text)

    def out(self, x: float, y: float, text: str, size: float = 10) -> None:
        say(self.c, x, y, text, size)
        self.truth["left_out"].append(text)

    def table(
        self, x: float, top: float, widths: tuple[float, ...], rows: Rows, spans: Spans = (), **how: object
    ) -> float:
        end, full = grid(self.c, x, top, widths, rows, spans, **how)
        self.truth["tables"].append(full)
        return end

    def save(self, truth: bool = True) -> None:
        self.c.save()
        if not truth:
            return
        text = json.dumps(self.truth, ensure_ascii=False, indent=0) + "\n"
        (HERE / f"{self.name}.json").write_text(text, encoding="utf-8")


def plain(name: str, seed: int, **how: object) -> None:
    paper = Paper(name)
    paper.line(150, 780, "云澜区任务分解表", 18)
    rows, spans = tasks(seed, 8)
    paper.table(60, 760, WIDTHS, rows, spans, **how)
    if how.get("upright") is no_rule and how.get("only") is not None:
        paper.truth["tables"] = [rows]  # nothing shows that the empty cells are merged ones
    paper.save()


def turned_page() -> None:
    """/Rotate 90: the page is shown turned, the text stands upright as it is shown."""
    paper = Paper("turned-page", pagesize=(HEIGHT, WIDTH))
    c = paper.c
    c.setPageRotation(90)
    c.translate(WIDTH, 0)
    c.rotate(90)
    rows, spans = tasks(21, 5)
    paper.line(300, 545, "云澜区任务分解表（横表）", 18)
    paper.table(100, 530, tuple(w * 1.4 for w in WIDTHS), rows, spans)
    paper.save()


def turned_table() -> None:
    """An upright page with all its text and rulings turned a quarter."""
    paper = Paper("turned-table")
    c = paper.c
    c.translate(WIDTH, 0)
    c.rotate(90)
    rows, spans = tasks(22, 5)
    paper.line(300, 545, "江陵岛县任务分解表（侧排）", 18)
    paper.table(100, 530, tuple(w * 1.4 for w in WIDTHS), rows, spans)
    paper.save()


def shifted_crop() -> None:
    """A crop box inside a media box that does not begin at 0, 0."""
    paper = Paper(
        "shifted-crop", pagesize=(WIDTH + 200, HEIGHT + 200), cropBox=(100, 100, 100 + WIDTH, 100 + HEIGHT)
    )
    paper.c.translate(100, 100)
    paper.line(150, 780, "松石市任务分解表", 18)
    rows, spans = tasks(23, 8)
    paper.table(60, 760, WIDTHS, rows, spans)
    paper.out(-90, 400, "裁切线外的文字")
    paper.save()


def in_form() -> None:
    """Title and table inside a form, placed by a matrix."""
    paper = Paper("in-form")
    c = paper.c
    c.beginForm("page")
    paper.line(150, 780, "松石市任务分解表", 18)
    rows, spans = tasks(24, 8)
    paper.table(60, 760, WIDTHS, rows, spans)
    c.endForm()
    c.saveState()
    c.translate(20, 30)
    c.scale(0.9, 0.9)
    c.doForm("page")
    c.restoreState()
    paper.save()


def scaled_boxes() -> None:
    """Each cell is a stroked box of its own, under a matrix that flips and scales; the head is one path of lines."""
    paper = Paper("scaled-boxes")
    c = paper.c
    rows, _ = tasks(33, 5)
    rows = [[r[0], r[1] or "同上", *r[2:]] for r in rows]
    _, full = grid(c, 60, 760, WIDTHS, rows, flat=no_rule, upright=no_rule)
    paper.truth["tables"].append(full)
    c.saveState()
    c.translate(0, HEIGHT)
    c.scale(0.5, -0.5)
    xs = [60.0]
    for width in WIDTHS:
        xs.append(xs[-1] + width)
    y = 760.0
    for i, row in enumerate(rows):
        high = max(len(wrap(t, w - 2 * PAD)) for t, w in zip(row, WIDTHS, strict=True)) * PITCH + 2 * PAD
        if i == 0:
            path = c.beginPath()
            for x in xs:
                path.moveTo(2 * x, 2 * (HEIGHT - y))
                path.lineTo(2 * x, 2 * (HEIGHT - y + high))
            path.moveTo(2 * xs[0], 2 * (HEIGHT - y))
            path.lineTo(2 * xs[-1], 2 * (HEIGHT - y))
            c.drawPath(path)
        else:
            for x, width in zip(xs, WIDTHS, strict=False):
                c.rect(2 * x, 2 * (HEIGHT - y), 2 * width, 2 * high)
        y -= high
    c.restoreState()
    paper.save()


def hidden_text() -> None:
    """Invisible and white text, text off the page, a watermark; white text on a dark head row is seen."""
    paper = Paper("hidden-text")
    c = paper.c
    paper.line(150, 790, "江陵岛县任务分解表", 18)
    text = c.beginText(60, 770)
    text.setFont(FONT, 12)
    text.setTextRenderMode(3)
    text.textOut("看不见的说明文字")
    text.setTextRenderMode(0)
    c.drawText(text)
    c.setFillColor(white)
    say(c, 300, 770, "白色的说明文字", 12)
    c.setFillColor(black)
    say(c, 700, 500, "页面之外", 12)
    c.saveState()
    c.setFillColor(Color(0.85, 0.85, 0.85))
    c.translate(200, 300)
    c.rotate(45)
    say(c, 0, 0, "内部资料", 60)
    c.restoreState()
    paper.truth["left_out"] += ["看不见的说明文字", "白色的说明文字", "页面之外", "内部资料"]
    rows, spans = tasks(25, 8)
    c.setFillColor(Color(0.1, 0.2, 0.5))
    c.rect(60, 760 - PITCH - 2 * PAD, sum(WIDTHS), PITCH + 2 * PAD, stroke=0, fill=1)
    c.setFillColor(white)
    for x, text in zip((64, 100, 190, 380, 480), HEAD, strict=True):
        say(c, x, 745, text)
    c.setFillColor(black)
    rows[0] = [""] * 5
    _end, full = grid(c, 60, 760, WIDTHS, rows, spans)
    full[0] = HEAD
    paper.truth["tables"].append(full)
    paper.save()


def bold_and_spaced() -> None:
    """Words printed twice for bold, words set wide, a head with ideographic blanks, text in a frame."""
    paper = Paper("bold-and-spaced")
    c = paper.c
    c.rect(40, 40, WIDTH - 80, HEIGHT - 80)
    for dx, dy in ((0, 0), (0.3, 0), (0.3, 0.2)):
        say(c, 150 + dx, 790 + dy, "松石市任务分解表", 18)
    for k, char in enumerate("工作目标责任清单"):
        say(c, 80 + k * 40, 765, char, 14)
    paper.truth["paragraphs"] += ["松石市任务分解表", "工作目标责任清单"]
    rows, spans = tasks(26, 6)
    head = ["序号", "任 务 名 称", "具 体 任 务", "责任单位", "时限"]
    _end, full = grid(c, 60, 750, WIDTHS, [head, *rows[1:]], spans)
    for x, text in zip((64, 100, 190, 380, 480), head, strict=True):
        say(c, x + 0.3, 750 - PAD - 11, text)
    paper.truth["tables"].append(full)
    paper.save()


def beside_text() -> None:
    """A narrow table in the upper right, running text on its left and below."""
    paper = Paper("beside-text")
    words = Words(random.Random(27))
    body = wrap("　　" + words.content(14), 230, 12)
    for k, line in enumerate(body):
        say(paper.c, 60, 780 - k * 20, line, 12)
    paper.truth["paragraphs"] += body
    rows = [["事项", "责任单位", "时限"]] + [[f"事项{k}", _UNITS[k], _TIMES[k]] for k in range(6)]
    paper.table(320, 795, (60, 110, 60), rows)
    paper.save()


def furniture() -> None:
    """Running heads that differ on odd and even pages, page numbers on top, a table over five pages."""
    paper = Paper("furniture")
    rows, _spans = tasks(28, 40)
    for row in rows[1:]:
        row[1] = row[1] or "同上一类任务"
    start = 1
    for number in range(1, 6):
        paper.out(70, 805, "松石市人民政府公报" if number % 2 else "2030年第3期")
        paper.out(480, 805, f"第{number}页 共5页")
        paper.out(280, 30, f"- {number} -")
        last = start + 8
        grid(paper.c, 60, 780, WIDTHS, [HEAD, *rows[start:last]])
        start = last
        paper.c.showPage()
    paper.truth["tables"].append(rows[:start])
    paper.save()


def continued_caption() -> None:
    """Each page repeats the caption above its part of the table, marked as continued."""
    paper = Paper("continued-caption")
    rows, _ = tasks(29, 24)
    for row in rows[1:]:
        row[1] = row[1] or "同上一类任务"
    for number in range(3):
        if number:
            paper.out(150, 780, "松石市任务分解表（续）", 16)
        else:
            paper.line(150, 780, "松石市任务分解表", 16)
        grid(paper.c, 60, 760, WIDTHS, [HEAD, *rows[1 + number * 8 : 9 + number * 8]])
        paper.c.showPage()
    paper.truth["tables"].append(rows)
    paper.save()


def upright_label() -> None:
    """Labels written downwards: turned a quarter, and stacked in two columns from the right."""
    paper = Paper("upright-label")
    c = paper.c
    rows, spans = tasks(30, 6)
    rows = [[r[0], "", *r[2:]] for r in rows]
    rows[0] = HEAD
    spans = [(1, 1, 3, 1), (4, 1, 6, 1)]
    rows[1][1], rows[4][1] = "", ""
    widths = (36.0, 60.0, 220.0, 100.0, 50.0)
    _end, full = grid(c, 60, 760, widths, rows, spans)
    c.saveState()
    c.translate(130, 660)
    c.rotate(90)
    say(c, 0, 0, "基层公开标准")
    c.restoreState()
    c.setFont(FONT, SIZE)
    for k, char in enumerate("政务公开平台"):
        c.drawString(125, 500 - k * 12, char)
    for k, char in enumerate("建设管理"):
        c.drawString(107, 500 - k * 12, char)
    for i in (1, 2, 3):
        full[i][1] = "基层公开标准"
    for i in (4, 5, 6):
        full[i][1] = "政务公开平台建设管理"
    paper.truth["tables"].append(full)
    paper.save()


def two_columns() -> None:
    """A gazette page: running text in two columns, to be read left column first."""
    paper = Paper("two-columns")
    words = Words(random.Random(31))
    paper.line(180, 790, "云澜区2030年政务公开工作要点", 16)
    lines = [line for mark in "一二三四五六" for line in wrap(f"　　{mark}、" + words.content(10), 225, 11)]
    half = (len(lines) + 1) // 2
    for k, line in enumerate(lines):
        say(paper.c, 60 if k < half else 315, 760 - (k % half) * 18, line, 11)
    paper.truth["paragraphs"] += lines
    paper.save()


def pictures() -> None:
    """Page 1 has text, pages 2, 3 and 5 are pictures, page 4 has text."""
    paper = Paper("pictures")
    picture = _picture()
    for number in range(1, 6):
        if number in (1, 4):
            paper.line(80, 700, f"这是第{'一' if number == 1 else '四'}张有文字的页面。")
        else:
            paper.c.drawImage(picture, 0, 0, WIDTH, HEIGHT)
        paper.c.showPage()
    paper.save()


def searchable_scan() -> None:
    """A picture over the whole page with an invisible layer of recognised text."""
    paper = Paper("searchable-scan")
    paper.c.drawImage(_picture(), 0, 0, WIDTH, HEIGHT)
    for k, line in enumerate(("松石市2030年工作要点", "一、做好公开。", "（责任单位：区教育局）")):
        text = paper.c.beginText(80, 700 - 30 * k)
        text.setFont(FONT, 14)
        text.setTextRenderMode(3)
        text.textOut(line)
        paper.c.drawText(text)
        paper.truth["paragraphs"].append(line)
    paper.save()


def scan() -> None:
    paper = Paper("scan")
    paper.c.drawImage(_picture(), 0, 0, WIDTH, HEIGHT)
    paper.save(truth=False)


def _picture() -> ImageReader:
    from io import BytesIO

    from PIL import Image

    buffer = BytesIO()
    Image.new("L", (60, 84), 230).save(buffer, "PNG")
    buffer.seek(0)
    return ImageReader(buffer)


def locked() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    paper = Paper("locked", encrypt=StandardEncryption("songshi", canPrint=0))
    paper.line(80, 700, "松石市工作要点")
    paper.save(truth=False)


def no_rules() -> None:
    """Columns told only by where the text stands."""
    plain("no-rules", 32, flat=no_rule, upright=no_rule, only=set(), gap=8)


def over_pages(name: str, seed: int, head: bool, **how: object) -> None:
    """Three pages of a table whose columns no upright ruling shows."""
    paper = Paper(name)
    rows, _ = tasks(seed, 24)
    for above, row in pairwise(rows):
        row[1] = row[1] or above[1]
    for number in range(3):
        part = rows[1 + 8 * number : 9 + 8 * number]
        if not number:
            paper.line(150, 790, "松石市任务分解表", 16)
        top = 770 if not number else 790
        grid(paper.c, 60, top, WIDTHS, [HEAD, *part] if head or not number else part, upright=no_rule, **how)
        paper.out(280, 30, f"- {number + 1} -")
        paper.c.showPage()
    paper.truth["tables"].append(rows)
    paper.save()


GROUPS = ("（一）夯实工作基础", "（二）扩大公众参与", "（三）加强监督保障")


def headed(
    name: str, seed: int, *, ruling: str = "", level: str = "middle", centred: str = "", widths: tuple[float, ...],
    gap: float = 5, repeat: bool = True, last: int = 4, heading: float = 0,
) -> None:  # fmt: skip
    """Rows below headings that span the table, over two pages; the last page has `last` rows.

    `ruling` is "level", "upright" or empty; cells stand at the `level` of their row, those of the columns in `centred`
    in the middle of their column. Headings begin `heading` points in.
    """
    paper, words = Paper(name), Words(random.Random(seed))
    head = ["序号", "工作任务", "责任单位", "完成时限"]
    xs = [60.0]
    for width in widths:
        xs.append(xs[-1] + width)
    rows: Rows = []
    for n in range(1, 16 if last > 1 else 13):
        if n % 5 == 1:
            rows.append([GROUPS[n // 5]])
        rows.append([str(n), words.content(words.rng.choice((1, 2, 3))), words.units(), words.time()])
    paper.line(150, 790, "松石市任务分解表", 16)
    y, first = 770.0, True
    for at, row in enumerate([head, *rows]):
        if at > len(rows) - last and first:
            if ruling == "level":
                stroke(paper.c, xs[0], y, xs[-1], y)
            paper.out(280, 30, "- 1 -")
            paper.c.showPage()
            y, first = 780.0, False
            if repeat:
                y = _cells(paper.c, xs, y, head, ruling, "middle", "0123", gap)
        if len(row) == 1:
            if ruling == "level":
                stroke(paper.c, xs[0], y, xs[-1], y)
            say(paper.c, xs[0] + PAD + heading, y - gap - 11, row[0])
            y -= PITCH + 2 * gap
        else:
            y = _cells(
                paper.c,
                xs,
                y,
                row,
                ruling,
                "middle" if row is head else level,
                "0123" if row is head else centred,
                gap,
            )
    if ruling == "level":
        stroke(paper.c, xs[0], y, xs[-1], y)
    note = "注：各责任单位每季度末将进展情况报市政府办公室，由市政府办公室汇总后通报。"
    say(paper.c, 60, y - 30, note)
    paper.truth["paragraphs"].append(note)
    paper.out(280, 30, "- 2 -")
    paper.truth["tables"].append([head, *(row * 4 if len(row) == 1 else row for row in rows)])
    paper.save()


def _cells(
    c: Canvas, xs: list[float], top: float, row: list[str], ruling: str, level: str, centred: str, gap: float
) -> float:
    """Draws a row; returns its lower edge."""
    texts = [wrap(text, b - a - 2 * PAD) for text, (a, b) in zip(row, pairwise(xs), strict=True)]
    most = max(map(len, texts))
    end = top - most * PITCH - 2 * gap
    for column, (lines, (a, b)) in enumerate(zip(texts, pairwise(xs), strict=True)):
        free = (most - len(lines)) * PITCH / {"top": 1e9, "middle": 2, "bottom": 1}[level]
        for k, line in enumerate(lines):
            width = pdfmetrics.stringWidth(line, FONT, SIZE)
            x = (a + b - width) / 2 if str(column) in centred else a + PAD
            say(c, x, top - gap - 11 - free - k * PITCH, line)
    if ruling == "level":
        stroke(c, xs[0], top, xs[-1], top)
    elif ruling == "upright":
        for x in xs:
            stroke(c, x, end, x, top)
    return end


MAKERS: dict[str, Callable[[], None]] = {
    "as-word": lambda: plain("as-word", 15, flat=as_word, upright=as_word),
    "dashed": lambda: plain("dashed", 16, flat=dashed, upright=dashed),
    "double": lambda: plain("double", 17, flat=double, upright=double),
    "open-sides": lambda: plain("open-sides", 18, outer=False),
    "level-rules": lambda: plain("level-rules", 19, upright=no_rule),
    "three-rules": lambda: plain("three-rules", 20, upright=no_rule, only={0, 1}, gap=6),
    "no-rules": no_rules,
    "level-rules-pages": lambda: over_pages("level-rules-pages", 2, False),
    "three-rules-pages": lambda: over_pages("three-rules-pages", 3, True, only={0, 1}, middle=True, gap=6),
    "no-rules-pages": lambda: over_pages("no-rules-pages", 5, False, flat=no_rule, middle=True, gap=8),
    "no-rules-headings": lambda: headed(
        "no-rules-headings", 41, widths=(34, 240, 126, 70), heading=34, last=8
    ),
    "no-rules-centred": lambda: headed(
        "no-rules-centred", 42, widths=(34, 230, 136, 70), centred="0123", gap=2, repeat=False
    ),
    "no-rules-top": lambda: headed(
        "no-rules-top", 43, widths=(40, 230, 130, 80), level="top", centred="03", gap=0
    ),
    "level-rules-headings": lambda: headed(
        "level-rules-headings",
        44,
        ruling="level",
        widths=(34, 240, 126, 70),
        centred="03",
        repeat=False,
        last=1,
    ),
    "upright-rules": lambda: headed(
        "upright-rules", 45, ruling="upright", widths=(34, 236, 130, 70), heading=150
    ),
    "turned-page": turned_page,
    "turned-table": turned_table,
    "shifted-crop": shifted_crop,
    "in-form": in_form,
    "scaled-boxes": scaled_boxes,
    "hidden-text": hidden_text,
    "bold-and-spaced": bold_and_spaced,
    "beside-text": beside_text,
    "furniture": furniture,
    "continued-caption": continued_caption,
    "upright-label": upright_label,
    "two-columns": two_columns,
    "pictures": pictures,
    "searchable-scan": searchable_scan,
    "scan": scan,
    "locked": locked,
}


if __name__ == "__main__":
    for name in sys.argv[1:] or list(MAKERS):
        MAKERS[name]()
