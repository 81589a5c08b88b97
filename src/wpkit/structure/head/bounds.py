"""Where the body begins: behind the covering notice (关于印发…的通知), which is told from the work points that it covers
by its signature and date, or by the caption that repeats what it prints in 《》."""

from __future__ import annotations

from collections.abc import Sequence

from wpkit.fields.numbering import read_marker
from wpkit.patterns import pattern
from wpkit.structure.head.lines import NOTICE, close, is_address, may_be_title, unquoted
from wpkit.structure.head.paper import Paper
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
