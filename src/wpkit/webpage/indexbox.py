"""The index box that a site prints over a notice (索引号, 发文机关, 文号, 成文日期) → the notice's head.

Sites set it as a table, a list, or spans in a row, with or without colons. What is read here is what the
box states; a page's day of publication (发布日期) is not the notice's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wpkit.text import squeeze
from wpkit.webpage.flow import Grid, Item, Text

# The field of `Notice` that a label states, and its rank among labels of the same field (1 goes first).
_FIELDS: dict[str, tuple[str, int]] = {
    "发文机关": ("issuer", 1), "发文机构": ("issuer", 1), "发文单位": ("issuer", 1), "制发机关": ("issuer", 1), "制文机关": ("issuer", 1),
    "成文机关": ("issuer", 1), "制发单位": ("issuer", 1), "印发机关": ("issuer", 2), "发文部门": ("issuer", 2),
    "发布机构": ("issuer", 3), "发布机关": ("issuer", 3), "发布单位": ("issuer", 3), "公开主体": ("issuer", 4),
    "公开机构": ("issuer", 4), "公开责任部门": ("issuer", 4), "信息提供单位": ("issuer", 5),
    "文号": ("document_number", 1), "发文字号": ("document_number", 1), "发文文号": ("document_number", 1),
    "文件编号": ("document_number", 1), "文件字号": ("document_number", 1), "公文字号": ("document_number", 1),
    "文件号": ("document_number", 2), "发文号": ("document_number", 1), "文件文号": ("document_number", 1),
    "成文日期": ("issued_on", 1), "成文时间": ("issued_on", 1), "发文日期": ("issued_on", 2),
    "发文时间": ("issued_on", 2), "印发日期": ("issued_on", 3), "印发时间": ("issued_on", 3), "制发日期": ("issued_on", 3),
    "标题": ("title", 1), "名称": ("title", 2), "信息名称": ("title", 2), "文件名称": ("title", 2),
    "公文名称": ("title", 2), "文件标题": ("title", 1), "信息标题": ("title", 1),
}  # fmt: skip
# Labels that make a box a box, and are no field of the notice.
_OTHERS = (
    "索引号", "索取号", "信息索引号", "信息索引", "主题分类", "主题词", "关键词", "组配分类", "体裁分类", "服务对象分类", "信息分类", "分类",
    "公开类别", "公开方式", "公开形式", "公开范围", "公开时限", "公开程序", "公开日期", "公开时间", "发布日期", "发布时间", "生成日期", "生成时间",
    "有效性", "效力状态", "时效性", "有效期", "生效日期", "失效日期", "废止日期", "实施日期", "施行日期", "内容概述", "统一登记号", "登记号",
    "统一编号", "规范性文件编号", "是否有效", "废止记录", "公开属性", "公开类型", "公开期限", "政策咨询机关", "政策咨询电话", "咨询机关", "咨询电话", "责任部门", "所属机构", "信息来源", "来源", "文章来源", "主题", "体裁", "类别", "文件类型", "公文种类", "文种", "效力级别", "内容分类",
)  # fmt: skip
_TELLING = frozenset(
    [
        "索引号",
        "索取号",
        "信息索引号",
        "发文机关",
        "发文字号",
        "成文日期",
        "主题分类",
        "发布机构",
        "文号",
        "发文日期",
    ]
)
_LABELS = sorted([*_FIELDS, *_OTHERS], key=len, reverse=True)
# Labels are printed with blanks between their characters to fill a column.
_LABEL = "|".join(r"[\s\u3000]*".join(label) for label in _LABELS)
_ALONE = re.compile(rf"\s*[【\[]?({_LABEL})[】\]]?\s*[:：]?\s*")
_INSIDE = re.compile(rf"(?<![\u4e00-\u9fff])[【\[]?({_LABEL})[】\]]?\s*[:：]")
_NOTHING = frozenset(["", "无", "暂无", "-", "--", "—", "——", "/", "空", "null", "None"])
_LONGEST_LINE = 300
_LONGEST_BOX = 2500
# Lines of one box stand no further apart than this.
_REACH = 3


def find_box(items: list[Item]) -> tuple[dict[str, str], set[int]]:
    """The head that the page's index box states, and which items make up the box; both empty without one."""
    return _best([(_tokens(item), isinstance(item, Text)) for item in items])


def find_piped_box(lines: Sequence[str]) -> tuple[dict[str, str], set[int]]:
    """The same of a page saved as text, whose box has a "|" behind each cell."""
    rows = [line.replace("｜", "|") for line in lines]
    return _best(
        [([c.strip() for c in row.split("|") if c.strip()] if "|" in row else [], False) for row in rows]
    )


def _best(lines: list[tuple[list[str], bool]]) -> tuple[dict[str, str], set[int]]:
    """The box with the most labels among lines, each with its pieces and whether it is a line of words."""
    best: tuple[int, dict[str, str], set[int]] = (0, {}, set())
    group: list[int] = []
    labelled = [i for i, (tokens, words) in enumerate(lines) if _has_labels(tokens, words)]
    for index in [*labelled, len(lines) + _REACH]:
        if group and index - group[-1] > _REACH:
            pairs = _pairs([t for i in group for t in lines[i][0]])
            known = {label for label, _ in pairs}
            if len(known) > max(best[0], 2) and known & _TELLING:
                best = (len(known), _head(pairs), set(group))
            group = []
        if index < len(lines):
            group.append(index)
            following = lines[index + 1] if index + 1 < len(lines) else ([], False)
            if _is_open(lines[index][0]) and following[0] and not _has_labels(*following):
                group.append(index + 1)
    return best[1], best[2]


def _has_labels(tokens: list[str], words: bool) -> bool:
    labels = sum(_ALONE.fullmatch(t) is not None or _INSIDE.search(t) is not None for t in tokens)
    return labels > 0 and (words or labels * 4 >= len(tokens))


def _is_open(tokens: list[str]) -> bool:
    """Whether a line ends with a label that still wants its value."""
    return bool(tokens) and _ALONE.fullmatch(tokens[-1]) is not None


def _tokens(item: Item) -> list[str]:
    """The pieces of a line or table that may be labels and values; none where it is too long for a box."""
    if isinstance(item, Grid):
        texts = item.texts
        return texts if sum(map(len, texts)) <= _LONGEST_BOX and len(item.rows) <= 20 else []
    if len(item.text) > _LONGEST_LINE:
        return []
    parts = item.parts or [item.text]
    if len(parts) > 1 and sum(_ALONE.fullmatch(p) is not None for p in parts):
        return parts
    return [item.text]


def _pairs(tokens: list[str]) -> list[tuple[str, str]]:
    """(label, value) in printed order; a label followed by another label has the value ""."""
    pairs: list[tuple[str, str]] = []
    waiting: str | None = None
    for token in tokens:
        alone = _ALONE.fullmatch(token)
        if alone:
            if waiting:
                pairs.append((waiting, ""))
            waiting = squeeze(alone.group(1))
            continue
        found = list(_INSIDE.finditer(token))
        if found and (not waiting or found[0].start() == 0):
            if waiting:
                pairs.append((waiting, ""))
                waiting = None
            for this, following in zip(found, [*found[1:], None], strict=True):
                value = token[this.end() : following.start() if following else len(token)].strip()
                pairs.append((squeeze(this.group(1)), value))
            if pairs[-1][1] == "":
                waiting = pairs.pop()[0]
        elif waiting:
            pairs.append((waiting, token.strip()))
            waiting = None
    if waiting:
        pairs.append((waiting, ""))
    return pairs


def _head(pairs: list[tuple[str, str]]) -> dict[str, str]:
    chosen: dict[str, tuple[int, str]] = {}
    for label, value in pairs:
        name, rank = _FIELDS.get(label, ("", 0))
        value = value.strip(" \u3000:：")
        if name and value not in _NOTHING and rank < chosen.get(name, (99, ""))[0]:
            chosen[name] = (rank, value)
    return {name: value for name, (_, value) in chosen.items()}
