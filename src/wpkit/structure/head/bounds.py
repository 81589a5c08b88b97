"""Where the body begins: behind the covering notice (关于印发…的通知), which is told from the work points that it covers
by its signature and date, or by the caption that repeats what it prints in 《》."""

from __future__ import annotations

from collections.abc import Sequence

from wpkit.blocks import Table
from wpkit.fields.numbering import read_marker
from wpkit.patterns import pattern
from wpkit.structure.head.lines import NOTICE, close, is_address, may_be_title, unquoted
from wpkit.structure.head.paper import Paper
from wpkit.structure.labels import kept_pieces
from wpkit.text import fold, squeeze

_MOST_LINES = 3  # of a caption
_ANNEX_BEFORE = pattern(r"^附件\d{0,2}:", needs="附")


def find_cover_title(paper: Paper) -> int | None:
    """The index of the covering notice's title (甲关于印发《乙》的通知), which may be wrapped over lines."""
    for i, text in enumerate(paper.texts[:40]):
        if i in paper.head.used or not text or len(text) > 160 or text[-1] in "。；;：:":
            continue
        if "关于" in text and NOTICE.search(squeeze(unquoted(text))) and "，" not in text:
            return i
        if "关于" in text and not read_marker(text):
            for extra in (1, 2, 3):
                if i + extra < len(paper.texts):
                    whole = "".join(paper.texts[i : i + extra + 1])
                    if (
                        NOTICE.search(squeeze(whole))
                        and len(whole) <= 160
                        and "，" not in whole
                        and "：" not in whole
                    ):
                        paper.merge(i, extra)
                        return i
    return None


def _first_number(paper: Paper, begin: int, stop: int) -> int:
    """The first part from `begin` on that opens with a number, at most `stop`."""
    stop = min(stop, len(paper.texts))
    return next((i for i in range(begin, stop) if paper.texts[i] and read_marker(paper.texts[i])), stop)


def find_body(paper: Paper, cover_title: int | None) -> None:
    """Where the body begins: behind the covering notice where there is one."""
    head = paper.head
    if cover_title is not None:
        head.used.add(cover_title)
    begin = 0 if cover_title is None else cover_title + 1
    address = next(
        (i for i in range(begin, _first_number(paper, begin, begin + 8)) if is_address(paper.texts[i])), None
    )
    if address is not None and cover_title is None and any(map(is_address, paper.texts[address + 1 :])):
        address = None  # a notice calls once: where such lines go on they head what each body is to do
    if address is not None:
        head.used.add(address)
    covered = paper.covered(cover_title) + paper.promised()
    # the covering notice ends with its signature and date, if a body follows them
    signed = [
        i for i in sorted(paper.dates) if i >= begin and i not in head.used and paper.substance(i + 1) >= 2
    ]
    marked = paper.substance(begin, signed[0]) if signed else 0
    covering = cover_title is not None or address is not None or marked == 0
    covering = covering or any(
        "印发" in t or "现将" in t for t in paper.texts[begin : signed[0] if signed else begin]
    )
    if signed and covering and (marked <= 12 or _caption_after(paper, signed[0], covered)):
        end = signed[0]
        for i in range(begin, end + 1):
            head.used.add(i)
        head.start = end + 1
        return
    # no signature: the caption that repeats what the covering notice prints in 《》
    if covered:
        for i in range(begin, len(paper.texts)):
            if _is_caption(paper, i, covered):
                head.used.update(range(begin, i))
                head.start = i
                return
    head.start = 0
    if address is not None:
        head.start = address + 1
    if address is not None or cover_title is not None:
        head.used.update(_urging(paper, begin))


# What a covering notice does: 现将《甲》印发给你们, 甲已经县政府同意，现印发给你们, 将任务分解（详见附件）.
_ISSUES = pattern(
    r"(?:印|下|转)发给你们|现(?:予以?|将[^。]{2,300}|批准)?(?:印发|下发|转发|下达|发给)|[（(](?:详|附后)?见附[件表][^（()）]{0,20}[）)]",
    needs="发达附",
)
# What its own items say, of how the paper that it covers is to be carried out, whatever that is about.
_URGES = pattern(
    r"认识|重视|组织领导|(?:压[紧实]|落实|明确|夯实|强化|细化|靠实|扛[起牢])[^。，,]{0,6}责任|责任[^。，,]{0,4}(?:落实|到[人位])|各[负司]其[责职]"
    r"|(?:密切|协[同调作]|主动|相互|加强)[^。，,]{0,4}(?:配合|协[同作])|合力|督[查导促办]|考[核评]|跟踪|问[效责]|报送|反馈|推进机制"
    r"|(?:抓好|狠抓|抓实|推[进动]|贯彻|组织)[^。，,]{0,6}(?:落实|实施)|工作统筹|统筹(?:协调|推进|安排)|(?:办理|落实|推进|工作|实施)方案|^(?:工作|有关|几点|相关)?要求"
)
_LONGEST_HEADING = 40
_SENTENCE = pattern("[^。；;:：]+")


def _urging(paper: Paper, begin: int) -> range:
    """The covering notice's own items (一、高度重视…二、加强督查…), where no signature and no caption parts them from the
    work points: the first numbered ones below the sentence that issues these, each of which only says how they are to
    be carried out, up to the first item that is charged to someone."""
    first = _first_number(paper, begin, begin + _MOST_OPENING)
    none = range(first, first)
    if not _ISSUES.search("".join(paper.texts[begin:first])):
        return none
    opening = read_marker(paper.texts[first]) if first < len(paper.texts) else None
    if opening is None or opening.notation != "han" or opening.value != 1:
        return none
    above = ""
    for i in range(first, len(paper.texts)):
        text = paper.texts[i]
        if isinstance(paper.parts[i], Table):
            return range(first, i)
        if not text:
            continue
        marker = read_marker(text)
        charged = any(piece.fields.units for piece in kept_pieces(text, usual=True))
        if marker and i > first and marker.value == 1 and (charged or marker.notation == "han"):
            return none if marker.notation != "han" and _is_bare_heading(above) else range(first, i)
        above = text
        if charged:
            return none  # 一、压实安全责任。…（责任单位：甲）: a task, whatever it is about
        if marker is None:
            continue
        heading = _SENTENCE.match(text[marker.end :].strip())
        if marker.notation != "han":
            if not _in_tail(paper, i):
                return none
        elif heading is None or len(heading[0]) > _LONGEST_HEADING or not _URGES.search(heading[0]):
            return none
    return range(first, len(paper.texts))


def _is_bare_heading(text: str) -> bool:
    """Whether a part is an item's heading alone: what is numbered from one below it is that item's."""
    marker = read_marker(text)
    return marker is not None and marker.notation == "han" and text[-1] not in "。；;"


def _in_tail(paper: Paper, i: int) -> bool:
    """Whether a numbered line is an annex in the list of them (附件：1.甲 / 2.乙)."""
    above = next(
        (j for j in range(i, max(i - _MOST_OPENING, 0), -1) if paper.texts[j].startswith("附")), None
    )
    return above is not None and all(read_marker(paper.texts[j]) for j in range(above + 1, i))


_MOST_OPENING = 12


def _is_caption(paper: Paper, i: int, covered: Sequence[str]) -> bool:
    """Whether what is covered stands there as a caption, which may be wrapped over lines or stand behind 附件."""
    if not covered:
        return False
    whole = ""
    for line in paper.texts[i : i + _MOST_LINES]:
        if whole and not may_be_title(line):
            return False
        whole += fold(line)
        title = _ANNEX_BEFORE.sub("", whole).strip("《》")
        if len(title) >= 5 and any(title == c or close(title, c) for c in covered):
            return True
    return False


def _caption_after(paper: Paper, i: int, covered: Sequence[str]) -> bool:
    return any(_is_caption(paper, j, covered) for j in range(i + 1, min(i + 8, len(paper.texts))))
