"""Who issued the notice, under which number, when, and the year that it is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wpkit.fields.dates import find_dates, read_date
from wpkit.fields.names import is_body
from wpkit.fields.numbering import read_marker
from wpkit.patterns import pattern
from wpkit.structure.head.lines import (
    DOCUMENT_NUMBER,
    IN_BRACKETS,
    NOTICE,
    NUMBER_BEHIND,
    SIGNATURE,
    is_imprint,
    is_signature,
    may_issue,
    names_body,
    running_head,
    several_bodies,
    unsealed,
)
from wpkit.structure.head.paper import BEFORE_YEAR, Paper
from wpkit.structure.labels import BLANK_LABEL
from wpkit.text import fold_in_place, squeeze

_CALLS = pattern(
    r"关于(?:印发|转发|下发|发布|公布|做好|开展|落实|进一步|贯彻|调整|分解|明确|加强|推进|.{2,60}的(?:通知|意见|函|决定|公告|通报|方案|批复))",
    needs=("关于",),
)
_MONTH_BEHIND = pattern(r"20\d\d年\d{1,2}月$", needs="月")
_TAG = pattern(r"^【[^】]*】", needs="【")
_WHOSE = pattern(
    r"(.{3,30}?)(?:(?:19|20)\d\d(?:[-—–~至](?:20)?\d\d)?年|二[〇○零O][〇○零一二三四五六七八九]{2}年|文件$)",
    needs="年文",
)
_CENTRE = (
    "(?:服务|促进|储备|管理|指导|保障|发展|事务|交易|监测|推广|控制|救助|救援|信息|数据|审批|评审|融媒体)中心"
)
# 2023年松石市土地储备中心政务公开工作要点
_CENTRE_BEHIND_YEAR = pattern(
    rf"(?:19|20)\d\d年(?:度)?([^\W\d_]{{2,18}}?{_CENTRE})(?:政务公开|信息公开|党建|年度|工作)",
    needs="中心",
)
_OFFICE = pattern("政府|办公|局|委员会|厅")
# 我市 names nobody; a place's name of two characters (福州) is no body's
_NO_NAME = pattern(r"[我本该此][^\W\d_]|[^\W\d_][省市区县州旗盟镇乡]")
_OPEN_TITLE = pattern(r"[《〈](?:[^》〉]*)$", needs="《〈")
_YEAR_DIGITS = pattern(r"(?:19|20)\d\d")
_NAMED_YEAR = pattern(r"(?<!\d)(20\d\d)(?=\s*年)")
_TITLE_YEAR = pattern(r"(?<!\d)((?:19|20)\d\d)(?=\s*(?:年|[-—–~至]))")
_BARE_YEAR = pattern(r"(?<![\d〔\[(])(20[012345]\d)(?!\d|号)", needs=("20",))
_HAN_YEAR_OF = pattern(r"([一二][〇○零O九一二三四五六七八]{3})\s*年", needs="年")
_HAN_YEAR = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "O": "0"}


def read_issuer(paper: Paper, cover_title: int | None) -> None:
    head = paper.head
    for i in sorted(paper.dates):
        if i in paper.boxed:
            continue
        text = paper.texts[i]
        if i in paper.signed:
            head.issuer = paper.signed[i]
            return
        same_line = BEFORE_YEAR.split(text, maxsplit=1)[0].strip()
        if same_line and is_signature(same_line):
            head.issuer = squeeze(unsealed(same_line))
            return
        last = paper.signer_above(i)
        if last is not None and last != cover_title:
            head.issuer = _signers(paper, last, cover_title)
            return
    title = squeeze(paper.call(cover_title))
    if cover_title and title.startswith("关于") and paper.signs(cover_title - 1):
        above = cover_title - 1 if is_signature(paper.texts[cover_title - 1]) else cover_title - 2
        head.issuer = joint(paper.texts[above:cover_title])
        return
    before = _TAG.sub("", title).split("关于")[0] if "关于" in title else ""
    before = DOCUMENT_NUMBER.sub("", before).strip("《》")
    if len(before) >= 3 and SIGNATURE.fullmatch(before):
        head.issuer = before
        return
    if paper.stated.get("issuer"):
        head.issuer = squeeze(paper.stated["issuer"])
        return
    for text in paper.texts[:6]:
        over = running_head(text)
        if over and is_body(over[0]) and over[1] == head.title:
            head.issuer = over[0]
            return
    for text in (head.title or "", *paper.texts[:6]):
        text = squeeze(text)
        match = _CENTRE_BEHIND_YEAR.match(text) or _WHOSE.match(text)
        if match and may_issue(match[1]):
            head.issuer = match[1]
            return
    for text in paper.texts[:12]:
        # a line of its own with the name that the title begins with, a cover's month behind it
        name = _MONTH_BEHIND.sub("", squeeze(text))
        if name and name != head.title and (head.title or "").startswith(name) and names_body(name):
            head.issuer = name
            return
    if (told := paper.told_of()) and is_body(told[0]) and not _NO_NAME.fullmatch(told[0]):
        head.issuer = told[0]
        return
    if paper.signers:
        head.issuer = joint([paper.texts[i] for i in paper.signers])
        return
    for i in range(max(0, len(paper.texts) - 4), len(paper.texts)):
        text = paper.texts[i]
        if i in paper.units or (i and paper.texts[i - 1][-1:] in ("、", "，")) or BLANK_LABEL.match(text):
            continue  # a list of units, or the rest of one
        below = [t for j, t in enumerate(paper.texts[i + 1 :], i + 1) if j not in head.used]
        if any(read_marker(t) or t[-1:] in ("。", "；") for t in below):
            continue  # the heading of what follows
        if text and is_signature(text) and (_OFFICE.search(text) or names_body(text)):
            head.issuer = squeeze(text)
            return


def _signers(paper: Paper, last: int, cover_title: int | None) -> str:
    """The names on the lines that end above the date: one, one wrapped over lines, or several signers."""
    first = last
    while (
        first > 0 and last - first < 3 and first - 1 != cover_title and is_signature(paper.texts[first - 1])
    ):
        if first - 1 <= (cover_title if cover_title is not None else -1):
            break
        first -= 1
    return joint(paper.texts[first : last + 1])


def joint(lines: Sequence[str]) -> str:
    """The issuer that the lines of a signature name: several bodies, or one whose name stands on several lines or is set
    apart.

    >>> joint(["松石市教育局", "松石市卫生健康委员会"]), joint(["松石市教育局 松石市财政局"])
    ('松石市教育局、松石市卫生健康委员会', '松石市教育局、松石市财政局')
    >>> joint(["松石市人民政府", "消防安全委员会"]), joint(["松 石 市 教 育 局"])
    ('松石市人民政府消防安全委员会', '松石市教育局')
    """
    texts = [unsealed(line).strip() for line in lines]
    return "、".join(" ".join(texts).split()) if several_bodies(texts) else squeeze("".join(texts))


def read_number(paper: Paper) -> None:
    head = paper.head
    stated = paper.stated.get("document_number")
    if stated:
        match = DOCUMENT_NUMBER.search(stated)
        head.document_number = squeeze(match.group()) if match else squeeze(stated)
        if match:
            return
    limit = max(head.start, min(12, len(paper.texts)))
    for i, text in enumerate(paper.texts[: limit + 1]):
        if not text or len(text) > 120:
            continue
        match = DOCUMENT_NUMBER.search(text)
        if not match:
            continue
        rest = (text[: match.start()] + text[match.end() :]).strip(" \t　（）()【】[]")
        if (
            not rest
            or i in paper.signed
            or (
                i in paper.head.used
                and (
                    NOTICE.search(squeeze(rest))
                    or is_signature(rest)
                    or len(rest) < 12
                    or _CALLS.search(rest)
                    or NUMBER_BEHIND.search(text)
                )
            )
        ):
            if _OPEN_TITLE.search(text[: match.start()]):
                continue
            head.document_number = squeeze(paper.printed[i][match.start() : match.end()])
            return


def read_issued(paper: Paper) -> None:
    head = paper.head
    for i in sorted(paper.dates):
        if i in paper.boxed:
            continue
        if i < head.start or i >= head.end or i in head.used:
            head.issued_on = paper.dates[i]
            return
    stated = paper.stated.get("issued_on")
    if stated:
        found = read_date(stated) or next((d for _, _, d in find_dates(stated)), None)
        if found:
            head.issued_on = found
            return
    for i, text in enumerate(paper.texts):
        if i in head.used and is_imprint(text) and (found_dates := find_dates(text)):
            head.issued_on = found_dates[0][2]
            return
    for i, text in enumerate(paper.texts):
        if (
            i in head.used
            and len(text) >= 8
            and IN_BRACKETS.fullmatch(text)
            and (found_dates := find_dates(text))
        ):
            head.issued_on = found_dates[-1][2]
            return


def year_of(paper: Paper) -> int | None:
    head = paper.head
    for text in (head.title or "", squeeze(paper.stated.get("title", ""))):
        found = _year_in(text)
        if found:
            return found
    for i in sorted(head.used):
        if i < head.start and paper.texts[i] and len(paper.texts[i]) < 120 and "关于" in paper.texts[i]:
            found = _year_in(paper.texts[i])
            if found:
                return found
    if head.document_number:
        match = _YEAR_DIGITS.search(head.document_number)
        if match:
            return int(match.group())
    if head.issued_on:
        return head.issued_on.year
    # what is said before the first item is about the paper; a year in a single item is about that item
    texts = paper.texts
    items = next((i for i in range(head.start, len(texts)) if read_marker(texts[i])), len(texts))
    for part, least in ((texts[:items], 1), (texts[items:], 2)):
        years = Counter(y for text in part for y in set(_NAMED_YEAR.findall(fold_in_place(text))))
        year, count = max(years.items(), key=lambda found: (found[1], found[0]), default=("", 0))
        if count >= least:
            return int(year)
    return None


def _year_in(text: str) -> int | None:
    folded = fold_in_place(text)
    match = _TITLE_YEAR.search(folded) or _BARE_YEAR.search(folded)
    if match:
        return int(match.group(1))
    match = _HAN_YEAR_OF.search(text)
    return int("".join(_HAN_YEAR[c] for c in match.group(1))) if match else None
