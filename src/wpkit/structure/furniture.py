"""What is printed around a notice and is no part of it: page marks, running heads, a web site's own lines."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from wpkit.blocks import Block, Line, Paragraph, Table
from wpkit.fields.deadlines import is_deadline
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import read_marker
from wpkit.fields.units import is_units
from wpkit.patterns import pattern
from wpkit.structure.footers import OTHER_ARTICLES, footer_start, small_print_in_front
from wpkit.structure.labels import kept_pieces
from wpkit.structure.overprinted import overprinted
from wpkit.text import fold

_PAGE_MARK = pattern(
    r"[—\-–―~·_.•]{1,6}(\d{1,4})[—\-–―~·_.•]{1,6}"
    r"|第(\d{1,4})页(?:[,/、]?共\d{1,4}页)?"
    r"|(\d{1,4})/\d{1,4}页?"
    r"|page(\d{1,4})(?:of\d{1,4})?",
    re.IGNORECASE,
)


PAGE_MARK_OPENINGS = frozenset("—-–―~·_.•第0123456789pP")


def page_mark(text: str) -> int | None:
    """The page number that a whole line is ("— 3 —", "第3页 共9页"), else None."""
    text = text.strip()
    if len(text) > 24:
        return None
    key = fold(text)
    if key[:1] not in PAGE_MARK_OPENINGS:
        return None
    match = _PAGE_MARK.fullmatch(key)
    return int(next(g for g in match.groups() if g)) if match else None


# Lines that a government web site prints around a notice; a line counts only as a whole.
_SITE_LINE = pattern(
    r"(?:正文内容区域请使用.*|我要留言|我要(?:打印|分享|收藏|纠错)|网友留言.*|打印(?:本页|文章|页面)?|关闭(?:窗口|本页)?|打印关闭"
    r"|(?=.*(?:打印|关闭|返回|收藏|分享|字体))(?:打印本页|关闭窗口|打印|关闭|返回顶部|返回|收藏|分享|字体|大|中|小|\[|\]|【|】|\|)+"
    r"|(?=.*(?:返回|打印|关闭|收藏))【?(?:返回|打印|关闭|收藏|大|中|小)】?(?:[|【\[]?(?:返回|打印|关闭|收藏|大|中|小)】?)*"
    r"|返回(?:顶部|首页|列表|上页)?|分享(?:到|至)?:?.{0,20}|(?:【|\[)?字[号体](?:大小)?:?.{0,16}|扫一扫.{0,30}|用?微信.{0,4}扫.{0,20}"
    r"|(?:上|下)一(?:篇|条):?.*|相关(?:链接|阅读|解读|文章|新闻|信息|文档|稿件):?.{0,60}|附件下载:?|无障碍(?:浏览|阅读)?(?:长者模式|关怀版)?|长者(?:模式|助手)"
    r"|网站地图.*|版权所有.*|copyright.*|(?:主办|承办|版权所有)(?:单位)?:.*(?:版权|网站地图|联系我们|icp|备案|地址|邮编).*|技术支持:.*|[词詞]条标[签籤]:?.*|标[签籤]:.{0,40}|主办(?:单位)?:.*承办(?:单位)?:.*|联系我们.*"
    r"|(?:信息|文章|稿件|文件)?来源:.{0,60}|(?:发布|更新|录入|添加|上传|公开)(?:时间|日期):?[\d:年月日./-]{6,}.{0,60}"
    r"|(?:时间|日期):\d{4}[\d:年月日./-]{4,}.{0,50}"
    r"|(?:浏览|点击|阅读|访问)(?:次数|量|数|率|:).{0,30}|(?:您)?(?:的)?(?:当前|现在|所在)(?:的)?位置.*|首页(?:>.*)?|(?:加入)?收藏(?:本站|本页)?"
    r"|【?(?:责任)?编辑:.{0,20}|【(?:相关|推荐|延伸|扩展|拓展|热点|热门|往期)(?:链接|阅读|推荐|回顾|新闻|文章|报道)】.{1,60}|更多.{0,12}请关注.{2,40}|作者:.{0,40}|(?:文章|内容)?(?:纠错|朗读|语音播报|听全文)|加载中.*|暂无(?:数据|相关.*)|公开方式:.*|视力保护色:?"
    r"|(?=.*(?:打印|字体|关闭))\[?(?:打印|字体|大|中|小|关闭)\]?(?:\[(?:打印|字体|大|中|小|关闭)\])*|(?:qq|微信|微博|新浪微博|qq空间)+|t\+|t-|a\+|a-"
    # the title that a viewer gives a page of a paper, and the page's number: Page 7 - 某公报2023年第1期
    r"|page\d{1,4}[-–—:|].{1,70}|p\.\d{1,4})",
    re.IGNORECASE,
)


# What they open with, but for those that only hold 备 (an ICP number) or 码.
SITE_LINE_OPENINGS = frozenset(
    "正我网打关返收分字大中小[]【】|扫用微上下相附无长版cC技主承词詞标联信文稿来发更录添公时日浏点阅访您的当现所首加责编作内纠朗语听暂视新qQtTaApP"
)
# Sizes to choose of alone: 大 中 小, [大][中][小].
_SIZES = frozenset("大中小【】[]|")
_SIZES_LINE = pattern(r"【?[大中小]】?(?:[|【\[]?[大中小]】?)*|\[?[大中小]\]?(?:\[[大中小]\])*")


# What sites that share files print around their text.
_FILE_ENDINGS = tuple(".docx .doc .wps .pdf .xlsx .xls .ofd".split())
_FILE_FACTS = tuple("文档编号: 上传人: 上传时间: 文件大小: 页数: 大小: 格式: 下载积分: 资源描述".split())


# The number that a site is filed under; an item may be about such numbers (规范网站标识码、ICP备案号管理).
_FILED = pattern(
    r"(?:icp备|公网安备)[^,。;]{0,8}\d|网站标识码(?::|[^,。;]{0,8}\d|$)",
    re.IGNORECASE,
    needs=("备", "标识码"),
)


def site_line(text: str) -> bool:
    """Whether a whole line is one of a web site's own (字号, 打印, 分享, 我要留言, 来源 …), or several of them."""
    if len(text) > 80:
        return False
    return _is_site_item(text) or (" " in text and all(map(_is_site_item, text.split())))


def _is_site_item(text: str) -> bool:
    key = fold(text)
    if _SIZES.issuperset(key):
        return bool(_SIZES_LINE.fullmatch(key))
    return (
        "》由会员分享" in key
        or _FILED.search(key) is not None
        or (key[:1] in SITE_LINE_OPENINGS and _SITE_LINE.fullmatch(key) is not None)
    )


def _sharing_line(text: str) -> bool:
    """Whether a line says what file a file-sharing site shows: its name, size, format. In a notice such words may be
    a task's, so only a text that such a site has signed is asked."""
    key = fold(text)
    return len(text) <= 80 and (key.endswith(_FILE_ENDINGS) or key.lstrip("-").startswith(_FILE_FACTS))


def _lists_files(text: str) -> bool:
    """Whether a line is 附件下载： or one of the files below it."""
    key = fold(text)
    return key.startswith("附件下载") or _names_file(text)


def _names_file(text: str) -> bool:
    return fold(text).endswith(_FILE_ENDINGS) and len(text) <= 80


def file_title(text: str) -> str | None:
    """The name of a file that a line is, without its ending: where nothing else tells the title of a paper, that does."""
    name = text.strip()
    ending = next((e for e in _FILE_ENDINGS if name.lower().endswith(e)), None)
    return name[: -len(ending)].strip() or None if ending and _names_file(name) else None


# What a site prints right under an article, before the titles of others.
_UNDER_ARTICLE = pattern(
    r"(?:(?:我要|网友)?(?:留言|评论|纠错)|关闭(?:窗口|本页)?|打印(?:本页)?)+|[上下]一[篇条].*|(?:扫一扫|分享到).*"
    r"|相关(?:文件|文档|链接|阅读|解读|文章|新闻|信息|稿件|政策)|[-—－]{0,8}(?:the)?end[-—－]{0,8}",
    re.IGNORECASE,
)
_OVER_OTHERS = pattern(rf"【?(?:{OTHER_ARTICLES})】?:?")
_MOST_TITLES, _MOST_LISTS = 12, 8
_LEAST_ABOVE = 12


def _below_article(blocks: list[Block]) -> int:
    """Where the end of a page begins that has only titles of other articles: behind the last line that a site prints under
    one, with no sentence, fields of a task or table behind it. The number of blocks where there is no such end."""
    least = next((i for i, b in enumerate(blocks[:_LEAST_ABOVE]) if _begins_body(b)), _LEAST_ABOVE)
    numbered = False
    for i in range(len(blocks) - 1, max(len(blocks) - _MOST_TITLES - 2, least), -1):
        block = blocks[i]
        if not isinstance(block, Line | Paragraph) or len(block.text) > 80:
            break
        words = [fold(word) for word in block.text.split()]
        others = len(words) == 1 and _OVER_OTHERS.fullmatch(words[0])
        if others or (words and not numbered and all(map(_UNDER_ARTICLE.fullmatch, words))):
            while isinstance(above := blocks[i - 1], Line | Paragraph) and (
                site_line(above.text) or _UNDER_ARTICLE.fullmatch(fold(above.text))
            ):
                i -= 1
            return i
        if words and ("。" in block.text or words[-1][-1] in "；;：:" or page_mark(block.text)):
            break
        if kept_pieces(block.text)[-1].fields:
            break  # 3.新建学校（责任单位：甲）
        numbered = numbered or read_marker(block.text.strip()) is not None
    return len(blocks)


_CONTENTS = ("目录", "目次")
_NEAR_FRONT = 200
_DOTS = ".．·…‥・_"
_LEADERS = _DOTS + " \t\u3000"
_KEY = 4  # so many characters of a line find those that begin with the same words


def _page_behind(text: str) -> tuple[str, str]:
    """An entry of a table of contents without the page behind it, and what leads to that: nothing where there is none.

    >>> _page_behind("一、总体要求……3"), _page_behind("一、总体要求 3"), _page_behind("新建3")
    (('一、总体要求', '……'), ('一、总体要求', ' '), ('新建3', ''))
    """
    line = text.rstrip(" -—)）")
    before = line.rstrip("0123456789")
    if not 0 < len(line) - len(before) <= 3:
        return text, ""
    before = before.rstrip("-—(（")
    name = before.rstrip(_LEADERS)
    return (name, before[len(name) :]) if name and name != before else (text, "")


def _dotted(text: str) -> bool:
    """Whether dots lead to a page number at a line's end."""
    leads = _page_behind(text)[1]
    return len(leads) > 1 and sum(char in _DOTS for char in leads) > 1


def _contents(blocks: list[Block]) -> range:
    """Where a table of contents stands: below the word 目录, or where dots lead to page numbers, the lines that end in a page
    number or that a later line begins with, up to where the first of them comes again. Without that word most of them
    do come again: dots lead to amounts too."""
    texts = [b.text.strip() if isinstance(b, Line | Paragraph) else "" for b in blocks]
    front = texts[:_NEAR_FRONT]
    word = next((i for i, text in enumerate(front) if fold(text) in _CONTENTS), None)
    begin = next((i for i, text in enumerate(front) if _dotted(text)), len(texts)) if word is None else word
    start = begin if word is None else word + 1
    if start >= len(texts):
        return range(0)
    later: dict[str, list[int]] = {}
    keys = [fold(text) for text in texts]
    for i, key in enumerate(keys):
        later.setdefault(key[:_KEY], []).append(i)

    def repeated(i: int) -> bool:
        name = fold(_page_behind(texts[i])[0])
        return len(name) > 1 and any(k > i and keys[k].startswith(name) for k in later.get(name[:_KEY], ()))

    first = fold(_page_behind(texts[start])[0])
    end, entries, plain, again = start, 0, 0, 0
    for i in range(start, min(len(texts), start + _NEAR_FRONT)):
        if not texts[i] or (i > start and first and keys[i].startswith(first)):
            break
        numbered = read_marker(texts[i]) is not None
        # a title below headings with numbers is that of the paper, wherever else it is printed
        if (_dotted(texts[i]) if word is None else _page_behind(texts[i])[1]) or (
            (numbered or plain or not entries) and repeated(i)
        ):
            entries, plain = entries + 1, plain + (not numbered)
            again += word is not None or repeated(i)
            end = i + 1
        elif i > end or not entries:
            break  # one line more may be the first half of an entry
    return range(begin, end) if entries > 1 and 2 * again >= entries else range(0)


_LONGEST_TITLE = 60


def _among_items(blocks: list[Block]) -> set[int]:
    """The places of titles of other articles that a page prints in the midst of one, with the line over them (推荐阅读):
    neither sentences nor numbered, and a numbered item follows."""
    out: set[int] = set()
    for n, block in enumerate(blocks):
        if not isinstance(block, Line | Paragraph) or not _OVER_OTHERS.fullmatch(fold(block.text)):
            continue
        end = n + 1
        while end < len(blocks) and end - n <= _MOST_TITLES and _may_be_title(blocks[end]):
            end += 1
        below = blocks[end] if end < len(blocks) else None
        if end > n + 1 and isinstance(below, Line | Paragraph) and read_marker(below.text.strip()):
            out.update(range(n, end))
    return out


def _may_be_title(block: Block) -> bool:
    if not isinstance(block, Line | Paragraph) or len(block.text) > _LONGEST_TITLE:
        return False
    text = block.text.strip()
    return text[-1:] not in tuple("。；;：:，,") and read_marker(text) is None


def _begins_body(block: Block) -> bool:
    return isinstance(block, Table) or read_marker(block.text.strip()) is not None


def strip(blocks: list[Block]) -> tuple[list[Block], list[Line]]:
    """The blocks without page marks, running heads and site lines, and what was taken out.

    Where only printed page marks tell the pages apart, the lines get their page from them. The line
    after a page mark gets a gap: something ended there.
    """
    kept: list[Block] = []
    out: list[Line] = []
    heads = _running_heads(blocks) | _beside_marks(blocks)
    bare = _bare_page_numbers(blocks)
    foreign = overprinted(blocks)
    end = footer_start(blocks, len(blocks), site_line)
    for _ in range(_MOST_LISTS):
        below = _below_article(blocks[:end])
        if below == end:
            break
        end = below
    end = footer_start(blocks, end, site_line)
    shared = any(isinstance(b, Line | Paragraph) and "》由会员分享" in b.text for b in blocks)
    out += [Line(b.text, b.where) for b in blocks[end:] if isinstance(b, Line | Paragraph)]
    front = small_print_in_front(blocks)
    out += [
        Line(b.text, b.where) for b in blocks[front.start : front.stop] if isinstance(b, Line | Paragraph)
    ]
    blocks = blocks[: front.start] + blocks[front.stop : end]
    pieces = _title_in_pieces(blocks)
    out += [Line(b.text, b.where) for b in blocks[pieces.start : pieces.stop] if isinstance(b, Line)]
    del blocks[pieces.start : pieces.stop]
    others = _among_items(blocks)
    marks: list[tuple[int, int]] = []  # position in `kept`, printed page
    for n, block in enumerate(blocks):
        if n in others and isinstance(block, Line | Paragraph):
            out.append(Line(block.text, block.where))
            continue
        if isinstance(block, Line):
            mark = int(block.text) if id(block) in bare else page_mark(block.text)
            sites = site_line(block.text) or (shared and _sharing_line(block.text))
            sites = sites or (bool(out) and _lists_files(out[-1].text) and _names_file(block.text))
            if mark is not None or sites or block.text.strip() in heads or id(block) in foreign:
                out.append(block)
                if mark is not None:
                    marks.append((len(kept), mark))
                continue
            if marks and marks[-1][0] == len(kept) and not block.gap:
                block.gap = 1
        elif isinstance(block, Paragraph) and (page_mark(block.text) is not None or site_line(block.text)):
            out.append(Line(block.text, block.where))
            continue
        kept.append(block)
    _number_pages(kept, marks)
    contents = _contents(kept)
    out += [
        Line(b.text, b.where) for b in kept[contents.start : contents.stop] if isinstance(b, Line | Paragraph)
    ]
    del kept[contents.start : contents.stop]
    return _whole_pages(kept, shared=shared), out


_LONGEST_PIECE, _LEAST_PIECES, _NEAR_TOP = 6, 3, 40


def _title_in_pieces(blocks: Sequence[Block]) -> range:
    """Where a title stands in pieces, each on a line, over the whole of it, as sites that share files print their
    files' names."""
    start = None
    for i, block in enumerate(blocks[:_NEAR_TOP]):
        text = block.text.strip() if isinstance(block, Line) else ""
        if 0 < len(text) <= _LONGEST_PIECE:
            start = i if start is None else start
            continue
        if start is not None and i - start >= _LEAST_PIECES:
            pieces = [b.text.strip() for b in blocks[start:i] if isinstance(b, Line)]
            if all(piece in text for piece in pieces) and 2 * len("".join(pieces)) > len(text):
                return range(start, i)
        start = None
    return range(0)


_NUMBERED_PAGE = pattern(r"(\d{1,3})、(?=.)", needs="、")
_ENDS = frozenset("。；;！!？?）)】]〕")
_LONG_PAGE = 150


def _whole_pages(blocks: list[Block], *, shared: bool) -> list[Block]:
    """The blocks with the pages of a file-sharing site's text put together: paragraphs that run 1、 2、 3、 and break
    off in mid-sentence. Without that site's own lines only long ones of which none ends a sentence count."""
    out: list[Block] = []
    i = 0
    while i < len(blocks):
        run: list[tuple[Line, str]] = []
        while i + len(run) < len(blocks):
            block = blocks[i + len(run)]
            match = _NUMBERED_PAGE.match(block.text) if isinstance(block, Line) else None
            if match is None or int(match[1]) != len(run) + 1 or not isinstance(block, Line):
                break
            run.append((block, block.text[match.end() :]))
        if len(run) < 2:
            out.append(blocks[i])
            i += 1
            continue
        texts = [text for _, text in run[:-1]]
        finished = sum(text.rstrip()[-1:] in _ENDS for text in texts)
        whole = (
            finished <= len(texts) / 2
            if shared
            else not finished and min(map(len, texts), default=0) > _LONG_PAGE
        )
        if whole:
            where = run[0][0].where.to(run[-1][0].where)
            out.append(Line("".join(text for _, text in run), where))
            i += len(run)
        else:
            out.append(blocks[i])
            i += 1
    return out


_PAGE_LINES = 12
_FAR_IN = 16
_LONGEST_HEAD = 6


def _bare_page_numbers(blocks: list[Block]) -> set[int]:
    """Lines that are a number alone and count the pages: with the page marks there are, they run on by one or two;
    where there are none, they also stand a page of lines apart (in a table the rows' numbers stand closer), but for
    the last page's, which may be short where no header word tells of a table."""
    found: list[tuple[int, int, Line | None]] = []
    marks = 0
    for i, block in enumerate(blocks):
        text = block.text.strip() if isinstance(block, Line) else ""
        if not isinstance(block, Line) or len(text) > 24:
            continue
        if text.isascii() and text.isdigit() and len(text) < 4:
            found.append((i, int(text), block))
        elif (mark := page_mark(text)) is not None:
            found.append((i, mark, None))
            marks += 1
    if len(found) < 2 or marks == len(found):
        return set()
    steps = [(v - u, j - i) for (i, u, _), (j, v, _) in itertools.pairwise(found)]
    # a number by itself in the middle or at the right of its line, between lines of prose: no row's and no item's
    far_in = all(_is_far_in(blocks, i, line) for i, _, line in found if line is not None)
    whole = steps[:-1] if len(steps) > 1 and not any(map(_heads_column, blocks)) else steps
    near = any(lines < _PAGE_LINES for _, lines in whole) and not marks and not far_in
    if near or any(value not in (1, 2) for value, _ in steps):
        return set()
    return {id(line) for _, _, line in found if line is not None}


def _heads_column(block: Block) -> bool:
    """Whether a line is the head word of a table's numbers, bodies or times."""
    text = block.text.strip() if isinstance(block, Line) else ""
    return 0 < len(text) <= _LONGEST_HEAD and header_kind(text) in ("number", "units", "deadline")


def _is_far_in(blocks: list[Block], i: int, line: Line) -> bool:
    """Whether a line begins far from the margin, and no line beside it has columns set with blanks."""
    near = [
        b.text.strip() for b in (*blocks[max(0, i - 1) : i], *blocks[i + 1 : i + 2]) if isinstance(b, Line)
    ]
    return len(line.text) - len(line.text.lstrip()) >= _FAR_IN and not any("   " in text for text in near)


def _number_pages(kept: list[Block], marks: list[tuple[int, int]]) -> None:
    """Pages from printed marks at page ends, if they run on and the file itself states none."""
    values = [m for _, m in marks]
    if len(values) < 2 or any(b - a not in (1, 2) for a, b in itertools.pairwise(values)):
        return
    if any(isinstance(b, Line) and b.where.page for b in kept):
        return
    start = 0
    for position, page in [*marks, (len(kept), values[-1] + 1)]:
        for block in kept[start:position]:
            if isinstance(block, Line):
                block.where = block.where._replace(page=page)
        start = position


def _running_heads(blocks: list[Block]) -> set[str]:
    """Short lines that stand first or last on most pages."""
    pages: dict[int, list[str]] = {}
    for block in blocks:
        if isinstance(block, Line) and block.where.page and page_mark(block.text) is None:
            pages.setdefault(block.where.page, []).append(block.text.strip())
    if len(pages) < 4:
        return set()
    edges = Counter(text for lines in pages.values() for text in {lines[0], lines[-1]} if len(text) <= 40)
    return {
        t
        for t, n in edges.items()
        if n >= max(4, len(pages) * 0.6) and len(t.split()) == 1 and not _of_table(t)
    }


def _beside_marks(blocks: list[Block]) -> set[str]:
    """Short lines that stand right above or below most printed page marks, two at least."""
    marks = [i for i, b in enumerate(blocks) if isinstance(b, Line) and page_mark(b.text) is not None]
    beside: Counter[str] = Counter()
    for i in marks:
        near = {b.text.strip() for b in blocks[max(0, i - 1) : i + 2] if isinstance(b, Line)}
        beside.update(
            t
            for t in near
            if 4 <= len(t) <= 40
            and len(t.split()) == 1
            and t[-1] not in "。；;，、）)"
            and not set(t) & {"：", ":"}
        )
    least = max(2, 0.6 * (len(marks) - 1))
    return {
        t
        for t, n in beside.items()
        if n >= least
        and page_mark(t) is None
        and read_marker(t) is None
        and not (_of_table(t) or is_units(t))
    }


def _of_table(text: str) -> bool:
    """Whether a line is a header word or a time, which a table's page may begin or end with."""
    return header_kind(text) is not None or is_deadline(text)
