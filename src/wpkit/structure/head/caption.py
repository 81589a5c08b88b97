"""The work points' own title: the caption over them, else what the covering notice says that it covers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from wpkit.blocks import Paragraph, Table
from wpkit.fields.dates import find_dates
from wpkit.fields.numbering import read_marker
from wpkit.patterns import pattern
from wpkit.structure.head.lines import (
    ANNEX,
    COVERED,
    DOCUMENT_NUMBER,
    IN_BRACKETS,
    NUMBER_BEHIND,
    TITLED,
    may_be_title,
    names_body,
    running_head,
    title_score,
)
from wpkit.structure.head.paper import Paper
from wpkit.text import simplify, squeeze

_NAMED = pattern(
    r"关于(?!做好|开展|加强|推进|落实|进一步)(?P<what>[^《》]{4,60}?(?:分解|分工|要点|方案|计划|安排|任务|清单|台账|表))的通知$",
    needs=("关于",),
)
_STARTS_IN_YEAR = pattern(r"\s{0,20}(?:20\d\d\s?年|二[〇○零O][〇○零一二三四五六七八九]{2}年)", needs="年")
_PURPOSE = pattern(r"[^\W\d_a-zA-Z]{2,20}(?:行动|工程|计划|工作|建设|改革|活动|攻坚|创建)")
_GOES_ON = pattern("[及和与暨的]")  # 工作要点 / 及责任分工
_BEFORE_TITLE = pattern(r"^附\s*件\s*\d*\s*[:：]?|^【[^】]{1,12}】", needs="附【")
_FOUR_DIGITS = pattern(r"\d{4}")


def read_title(paper: Paper, cover_title: int | None) -> None:
    """The caption over the work points, else what the covering notice prints in 《》, else its own title."""
    head = paper.head
    covered = paper.covered(cover_title) or paper.promised()
    caption = _caption(paper, covered, head.start, _first_body_part(paper))
    if not caption and cover_title is None:
        caption = _caption(paper, covered, 0, head.start)
        if caption and NUMBER_BEHIND.search(caption):
            # the page's own title over the covering notice, which names what it covers
            caption = paper.named_in_text() or caption
    told = paper.told_of() if cover_title is None else None
    if told and title_score(told[1]) >= _LIKELY and (not caption or told[1] in caption):
        caption = told[1]  # what an article tells of is not called as its own heading is (…要点出台)
    if caption:
        head.title = NUMBER_BEHIND.sub("", caption).rstrip()
        return
    if cover_title is not None:
        head.title = _title_in(squeeze(paper.texts[cover_title]))
    elif paper.stated.get("title"):
        head.title = _title_in(simplify(squeeze(paper.stated["title"])))
    else:
        said = squeeze("".join(paper.texts[: max(head.start, _OPENING)]))
        issued = _ISSUED.search(said)
        over = next(filter(None, map(running_head, paper.texts[:_OPENING])), None)
        named = (_of_file(text) for text in paper.texts[: min(_first_body_part(paper), _NEAR)])
        if issued:
            head.title = issued[1] or issued[2]
        else:
            head.title = over[1] if over else next(filter(None, named), None)


_LIKELY, _NEAR = 1.5, 6
# What a page that shows a file puts behind its name: that it is the second copy, its format, the site.
_OF_PAGE = pattern(
    r"(?:[(（]\d{1,2}[)）])?(?:\.(?:docx?|pdf|wps|xlsx?|ofd|txt))?(?:\s{0,4}[-_—–|]\s{0,4}[^-_—–|《》。；]{2,24}(?:网|网站|文库|门户|平台|文档))?\s{0,4}$",
    re.IGNORECASE,
)


def _of_file(text: str) -> str | None:
    """The title that a line names with what a page puts behind it, where the line has nothing else."""
    title = _OF_PAGE.sub("", squeeze(text), count=1)
    return title if title_score(title) >= _LIKELY else None


# 现将《甲》（以下简称《方案》）印发给你们; 《甲》已经县政府同意，现印发给你们
_NOTED = r"(?:[（(][^（()）]{0,30}[）)])?"
_ISSUED = pattern(
    rf"将《([^《》]{{4,80}})》{_NOTED}(?:予以|批准)?(?:印|转|下)发|《([^《》]{{4,80}})》{_NOTED}[^。《》]{{2,40}}[，,]现?(?:予以)?(?:印|转|下)发",
    needs="发",
)
_OPENING = 8  # parts that a covering notice's first sentence stands among


def _caption(paper: Paper, covered: Sequence[str], start: int, stop: int) -> str | None:
    """The title lines among the parts from `start` to `stop`, best likeness to a title first."""
    best: tuple[float, int, int] | None = None
    covering = stop <= paper.head.start
    may = cache(lambda i: may_be_title(paper.texts[i]))
    alone_score = cache(lambda i: title_score(squeeze(paper.texts[i]), covered))
    for i in range(start, min(stop, len(paper.texts))):
        if not may(i) or (i in paper.head.used and not covering):
            continue
        for extra in (0, 1, 2):
            j = i + extra
            if j >= len(paper.texts) or (extra and (not may(j) or j >= stop)):
                break
            if extra and j in paper.head.used and not covering:
                break
            whole = _BEFORE_TITLE.sub("", squeeze("".join(paper.texts[i : j + 1]))).strip("《》")
            score = title_score(whole, covered)
            goes_on = _GOES_ON.match(squeeze(paper.texts[j]))
            # 某县水利局 / 2024年工作要点: whose it is stands on a line above, on a cover with what it is for between
            named = (
                extra > 0
                and _STARTS_IN_YEAR.match(paper.texts[j]) is not None
                and names_body(paper.texts[i])
                and (extra == 1 or _PURPOSE.fullmatch(squeeze(paper.texts[i + 1])) is not None)
                and whole[-1] not in "及和与暨的"
            )
            if extra and (goes_on or named):
                score += 1.0
            alone = max(map(alone_score, range(i, j + 1))) if extra else 0.0
            if extra and score < alone + 0.8:
                continue  # the lines are no better title together than one of them
            score += 0.5 if i == start and score > 0 and not extra else 0.0
            score -= 1 if ANNEX.match(paper.texts[i]) and not extra else 0
            # the title in full over a table, of which the cover has the words on several lines
            full = (
                best is not None and not extra and score >= best[0] and _holds(paper, whole, best[1], best[2])
            )
            if score >= 1.5 and (best is None or score > best[0] or full):
                best = (score, i, extra)
    if best is None:
        return None
    _, i, extra = best
    text = _bare(squeeze("".join(paper.texts[i : i + extra + 1]))).lstrip("#*")
    paper.head.used.update(range(i, i + extra + 1))
    if not covering:
        # what stands above the caption is no body
        paper.head.used.update(j for j in range(start, i) if isinstance(paper.parts[j], Paragraph))
    for j in range(i + extra + 1, min(i + extra + 3, len(paper.texts))):
        line = paper.texts[j]
        if IN_BRACKETS.fullmatch(line) and (find_dates(line) or DOCUMENT_NUMBER.search(line)):
            paper.head.used.add(j)
    return _BEFORE_TITLE.sub("", text) or None


def _bare(title: str) -> str:
    """A title without the 《》 around it; those of a name in it stay (《政府工作报告》任务分解)."""
    title = _OF_PAGE.sub("", title, count=1) or title
    inner = title.strip("《》")
    return title if ("《" in inner) != ("》" in inner) else inner


def _holds(paper: Paper, title: str, i: int, extra: int) -> bool:
    """Whether a title ends in the words of these lines and has more before them."""
    words = squeeze("".join(paper.texts[i : i + extra + 1])).strip("《》")
    return len(title) > len(words) and title.endswith(words)


def _first_body_part(paper: Paper) -> int:
    for i in range(paper.head.start, len(paper.parts)):
        if isinstance(paper.parts[i], Table):
            return i
        text = paper.texts[i]
        marker = read_marker(text)
        if marker and marker.end < len(text) and not _FOUR_DIGITS.match(text):
            return i
        if len(text) > 90 and "。" in text:
            return i
    return len(paper.parts)


def _title_in(call: str) -> str:
    """The title of the work points in a covering title: 关于印发《甲》的通知, 关于甲任务分解的通知 → 甲."""
    titled = TITLED.findall(call)
    inner = COVERED.search(call) or _NAMED.search(call)
    if inner is None:
        return call
    what = inner["what"]
    # 关于印发2008年《政府工作报告》重点工作分工的通知: the name goes on beyond its 《》
    return titled[0] if titled and squeeze(what).startswith("《") and what.endswith("》") else what
