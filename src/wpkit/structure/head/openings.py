"""How a further notice opens where somebody put several into one file: the lines that may begin one."""

from __future__ import annotations

from collections.abc import Sequence

from wpkit.fields.indexbox import opens_with_label
from wpkit.patterns import pattern
from wpkit.structure.head.box import unspaced_labels
from wpkit.structure.head.lines import (
    ANNEX_MARK,
    ANNEX_OPENS,
    INDEX,
    NOTICE,
    is_address,
    is_number_line,
    is_signature,
    may_be_title,
    title_score,
    unquoted,
)
from wpkit.text import squeeze


def opening_of(texts: Sequence[str], i: int) -> tuple[str, int] | None:
    """How a paper may open at a paragraph, and over how many: with its number, with a covering title ("call") or with
    the title of work points of some year. None where it opens none."""
    if is_number_line(texts[i]):
        return "number", 1
    near = "".join(texts[i : i + 3])
    if "关" not in near and "年" not in near:
        return None  # a call says 关于, a title names its year
    for count in (1, 2, 3):
        last = texts[i + count - 1]
        if not may_be_title(last) or is_address(last):
            return None
        whole = squeeze(unquoted("".join(texts[i : i + count])))
        # 甲办公室 / 关于印发 / 乙的通知: it opens with what it is about, or with whose it is
        whose = count == 1 or "关于" in texts[i] or (is_signature(texts[i]) and texts[i + 1][:2] == "关于")
        if (
            whose
            and "关于" in whole
            and NOTICE.search(whole)
            and len(whole) <= 160
            and not set(whole) & _NO_CALL
        ):
            return "call", count
        alone = count == 1 or title_score(squeeze(last)) < _SURELY_TITLE
        if count < 3 and alone and not NOTICE.search(whole) and title_score(whole) >= _SURELY_TITLE:
            return "title", count
        if i + count == len(texts):
            return None
    return None


_NO_CALL = frozenset("，：:")
# A subject of tasks, a year and a paper's name at the end.
_SURELY_TITLE = 3.5
_OVER_PAGE = pattern(
    r"当前的?位置|所在位置|网站首页|首页\s*[>＞/»]|发布(?:时间|日期)|字号[:：]", needs="置首发字"
)


def over_opening(text: str, below: bool) -> bool:
    """Whether a line belongs to the paper that opens below it: its number, a line of an index box or of the page, the
    issuer's red head. `below`: such a line stands under it, and it may be the issuer's name."""
    text = unspaced_labels(text.replace("|", " ").strip())
    if len(text) > 200 or text.endswith("。"):
        return False
    box = INDEX.match(text) or opens_with_label(text) or _OVER_PAGE.search(text)
    red = len(text) <= 40 and text.endswith("文件")
    return is_number_line(text) or bool(box) or red or (below and is_signature(text))


def names_annex(text: str) -> bool:
    """Whether a line is the mark of an annex (附件2)."""
    return len(text) <= 80 and (ANNEX_OPENS.fullmatch(text) or ANNEX_MARK.fullmatch(text)) is not None
