"""The index box that sites print over a notice: facts of its publication (索引号, 发文机关, 文号, 成文日期), behind labels
that are a closed class of words.

In a text saved from a page a label stands on a line of its own above its value, or on one line with it, behind a colon or
blanks; several pairs may share a line, labels may stand before all of their values, and a value may be empty. A task
table's header is told from it by its words: of its rows a box says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wpkit.fields.boxlabels import DESCRIBING, FILED, NOTHING, OF_PAGES, STATING, TELLING
from wpkit.fields.headings import header_kind
from wpkit.fields.numbering import read_marker
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.text import fold, simplify, squeeze

# What a table of tasks has no column for; two of them, or the number that a site files the notice under, make a box.
_FACTS = TELLING | {
    *FILED, *"发文机构 发布机关 制发机关 发文单位 成文机关 制定机关 发布部门 颁布单位 颁布部门 颁布日期 颁布时间 公布日期 实施日期 施行日期 效力级别 法规类别 成文时间 发文时间 发布日期 发布时间 公开日期 生成日期 印发日期 组配分类 体裁分类"
    " 有效性 效力状态 时效性 公开目录 公开方式 公开形式 内容概述 废止日期 失效日期 生效日期".split(),
}  # fmt: skip
_LABELS = sorted({*STATING, *DESCRIBING} - OF_PAGES, key=lambda label: (-len(label), label))
_LABEL = "|".join(r"[ \u3000]*".join(label) for label in _LABELS)
_LONG_LABEL = "|".join(r"[ \u3000]*".join(label) for label in _LABELS if len(label) > 2)
_LABELLED = pattern(
    rf"(?<!\S)(?:[•·●■◆][ \u3000]*)?[【\[]?(?P<key>{_LABEL})[】\]]?(?:[ \t\u3000]*[:：]|(?=\s)|$)|(?P<run>{_LONG_LABEL})[ \t\u3000]*[:：]"
    rf"|【(?P<framed>{_LONG_LABEL})】"
)
# What labels begin with: most lines begin with nothing of it.
_OPENINGS = frozenset(["•", "·", "●", "■", "◆", "【", "[", *(label[0] for label in _LABELS)])
_LONGEST_LINE = 400
_LONGEST_VALUE, _LONGEST_DATE = 60, 30
_LONGEST_TITLE = 300
_BESIDE = 2  # lines of words that the box's labels do not tell, between two that they do
_OF_YEAR = pattern(r"(?:19|20)\d\d年(?!\d{1,2}月).{4}", needs="年")
_PAPERS = ("通知", "函", "意见", "决定", "通报")
_COLON_OR_BLANK = pattern(r"[ \t\u3000]*[:：]|[ \t\u3000]+")
_DIGIT = pattern(r"\d")


@record(frozen=True)
class Box:
    """An index box: its lines, and its labels with their values as printed, "" where there is none."""

    lines: range
    pairs: tuple[tuple[str, str], ...]


def boxes_in(lines: Sequence[str]) -> Iterator[Box]:
    """The index boxes among the lines of a text."""
    simple = [simplify(line).strip().replace("|", " ").strip() for line in lines]
    labelled = [_opens(text) for text in simple]
    i = 0
    while i < len(lines):
        if not labelled[i]:
            i += 1
            continue
        pairs, end = _box_at(lines, simple, labelled, i)
        known = {label for label, _ in pairs}
        filed = not known.isdisjoint(FILED)
        values = sum(bool(value) for _, value in pairs)
        facts = len(known & _FACTS)
        if (
            len(known) > 2
            and facts > 1
            and (values > 1 or (filed and facts > 2))
            and not _under_header(simple, i)
        ):
            yield Box(range(i, end), tuple(pairs))
        i = end


def opens_with_label(text: str) -> bool:
    """Whether a line begins with a label of an index box."""
    return _opens(simplify(text).strip())


def _opens(text: str) -> bool:
    if text[:1] not in _OPENINGS or len(text) > _LONGEST_LINE:
        return False
    return _LABELLED.match(text) is not None


def _under_header(simple: Sequence[str], i: int) -> bool:
    """Whether the line above is a header's word: what follows it are the others (序号 / 文件名称 / 文号)."""
    return i > 0 and header_kind(simple[i - 1]) == "number"


def _box_at(
    lines: Sequence[str], simple: Sequence[str], labelled: Sequence[bool], start: int
) -> tuple[list[tuple[str, str]], int]:
    """The labels and values from a line on, and where the lines behind the last of them begin."""
    pairs: list[tuple[str, str]] = []
    waiting: list[str] = []  # labels whose values may follow
    i = end = start
    while i < len(lines):
        if labelled[i]:
            for label, value in _in_line(lines[i].strip(), simple[i]):
                waiting.append(label)
                if value:
                    pairs += [(w, "") for w in waiting[:-1]] + [(label, value)]
                    waiting = []
            i = end = i + 1
        elif not simple[i]:
            break  # a table
        elif len(pairs) > 2 and _of_page(simple, labelled, i):
            i = end = i + (2 if squeeze(simple[i]).rstrip(":：") in OF_PAGES else 1)
        elif waiting:
            values, i = _values(lines, simple, labelled, i, waiting)
            pairs += zip(waiting, values, strict=True)
            waiting = []
            if values[-1]:
                end = i
        elif i - end < _BESIDE and _may_be_beside(simple[i]):
            i += 1
        else:
            break
    return [*pairs, *((label, "") for label in waiting)], end


def _of_page(simple: Sequence[str], labelled: Sequence[bool], i: int) -> bool:
    """Whether a line has a label of a page's box that other lines may open with too, and a value behind or below it."""
    label, *rest = _COLON_OR_BLANK.split(simple[i], maxsplit=1)
    if label not in OF_PAGES:
        return False
    below = simple[i + 1] if i + 1 < len(simple) and not labelled[i + 1] else ""
    value = rest[0] if rest and rest[0].strip() else below
    return bool(value) and _fits(label, value)


def _in_line(printed: str, simple: str) -> Iterator[tuple[str, str]]:
    text = printed.replace("|", " ").strip()
    found = list(_LABELLED.finditer(simple))
    for match, after in zip(found, [*found[1:], None], strict=True):
        value = text[match.end() : after.start() if after else len(text)].strip()
        yield squeeze(match["key"] or match["run"] or match["framed"]), value


def _values(
    lines: Sequence[str], simple: Sequence[str], labelled: Sequence[bool], at: int, waiting: Sequence[str]
) -> tuple[list[str], int]:
    """The values of the labels that stand before a line, and where the lines behind them begin."""
    count = len(waiting)
    for cells in (lines[at].strip().split("\t"), lines[at].split()) if count > 1 else ():
        if len(cells) == count and all(map(_fits, waiting, cells)):
            return [cell.strip() for cell in cells], at + 1
    own = range(at, min(at + count, len(lines)))
    unread = count > 1 and len(own) == count and not any(labelled[i] for i in own)
    if unread and all(_fits(label, simple[i]) for label, i in zip(waiting, own, strict=True)):
        return [lines[i].strip() for i in own], at + count
    if _fits(waiting[-1], simple[at]):
        return [*[""] * (count - 1), lines[at].strip()], at + 1
    return [""] * count, at


def _fits(label: str, value: str) -> bool:
    """Whether words may be the value of a label: what stands below an empty one is none."""
    value = value.strip()
    if value in NOTHING:
        return True
    name = STATING.get(label, ("",))[0]
    if name == "issued_on" or label.endswith(("日期", "时间")):
        return len(value) <= _LONGEST_DATE and _DIGIT.search(value) is not None and not _names_paper(value)
    if _is_other(value):
        return False
    if name == "title" or label == "内容概述":
        return len(value) <= _LONGEST_TITLE
    if len(value) > _LONGEST_VALUE or _names_paper(value) or value[-1] in "：:。":
        return False
    return name != "document_number" or _DIGIT.search(value) is not None


def _may_be_beside(text: str) -> bool:
    """Whether a line may be a label or value of the box that no label tells."""
    return (
        len(text) <= _LONGEST_VALUE
        and not _names_paper(text)
        and text[-1:] not in "：:。"
        and not _is_other(text)
    )


def _names_paper(text: str) -> bool:
    key = squeeze(text)
    return bool(_OF_YEAR.search(key)) or ("关于" in key and key.endswith(_PAPERS))


def _is_other(text: str) -> bool:
    """Whether a line is an item of a body, or a word of a task table's header."""
    return read_marker(text) is not None or header_kind(fold(text)) in (
        "number",
        "units",
        "deadline",
        "content",
    )
