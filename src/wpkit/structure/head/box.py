"""The lines of a site's index box (索引号：X 发文日期：Y), and of who filled in a form and when → what they state of the head."""

from __future__ import annotations

from wpkit.fields.names import is_body, is_collective
from wpkit.fields.numbering import read_marker
from wpkit.patterns import pattern
from wpkit.structure.head.lines import is_signature
from wpkit.structure.head.paper import Paper
from wpkit.text import fold, squeeze

# Who filled a form in, and when. Items of the body are about reports too (报送单位：各乡镇).
_FORM_UNITS = "填报单位 编制单位 制表单位 报送单位".split()
_FORM_DATES = "填报日期 填报时间 填表日期 填表时间 编制日期 制表日期 报送日期".split()
_FORM_KEYS = frozenset([*_FORM_UNITS, *_FORM_DATES, "填报人", "填表人", "制表人", "审核人"])
INDEX = pattern(
    rf"(?P<key>{'|'.join(sorted(_FORM_KEYS))}|索引号|信息索引|统一编号|发布机构|发布机关|发文机构|发文机关|发文单位|制发机关|公开主体|发布单位|公开责任部门|信息来源|来源|成文日期|发文日期|印发日期|制发日期|公文生成日期|生成日期|发布日期|公开日期|"
    r"发文字号|文号|文件编号|文件字号|公文编号|标题|名称|信息名称|主题分类|体裁分类|服务对象|有效性|效力状态|主题词|关键词|关键字|信息分类|公开形式|公开范围|公开方式|公开时限|废止日期|实施日期|分类|组配分类|内容概述|有效期|主送机关)(?:[（(](?:盖章|公章|签章)[）)])?[:：]",
    needs=":：",
)
# A key between blanks, blanks inside it allowed.
KEY = pattern(
    r"(?:^|(?<=\s))(?P<key>"
    + "|".join(
        r"\s*".join(key)
        for key in "索引号 发布机构 发布机关 发文机构 发文机关 发文单位 制发机关 成文日期 发文日期 印发日期 发布日期 公开日期 生成日期"
        " 发文字号 文号 文件编号 主题分类 有效性 公开目录 公开形式 公开方式 公开责任部门 信息分类 分类 体裁分类 名称 标题 文件名称".split()
    )
    + r")\s*(?:[:：]\s*|\s+|$)"
)
_INDEX_FIELDS = {
    "发布机构": "publisher", "发文机关": "publisher", "发文单位": "publisher", "制发机关": "publisher",
    "公开主体": "publisher", "发布单位": "publisher", "发文机构": "publisher", "发布机关": "publisher",
    "成文日期": "issued_on", "发文日期": "issued_on", "印发日期": "issued_on", "制发日期": "issued_on",
    "公文生成日期": "issued_on", "生成日期": "issued_on",
    "发文字号": "document_number", "文号": "document_number", "文件编号": "document_number",
    "文件字号": "document_number", "公文编号": "document_number",
    **dict.fromkeys(_FORM_UNITS, "publisher"),
    **dict.fromkeys(_FORM_DATES, "issued_on"),
    "标题": "title", "名称": "title", "信息名称": "title",
}  # fmt: skip
_EMPTY = {"", "无", "-", "—", "--", "暂无", "null"}
_BOXED_LABEL = pattern(r"【([^【】]{2,8})】\s*[:：]?", needs="【")
_LABEL_BLANKS = pattern(
    r"(?<=[^\W\d_a-zA-Z])[ \u3000]+(?=[^\W\d_a-zA-Z]{1,3}(?:[ \u3000]*[^\W\d_a-zA-Z]){0,3}\s*[:：])",
    needs=" \u3000",
)


def read_index_box(paper: Paper) -> None:
    """Label lines of a site's index box (索引号, 发布机构, 文号, 成文日期) among the first parts.

    A key and its value stand on one line behind a colon, or on two lines; the latter counts only where
    several keys stand so.
    """
    keys = [i for i, text in enumerate(paper.texts[:60]) if index_key(text)]
    for i in keys if len(keys) >= 3 else ():
        key = index_key(paper.texts[i])
        value = paper.printed[i + 1] if i + 1 < len(paper.texts) and i + 1 not in keys else ""
        paper.head.used.add(i)
        if value and len(value) < 100:
            paper.head.used.add(i + 1)
            _state(paper, key or "", value)
    numbered = False
    for i, text in enumerate(paper.texts[:40]):
        numbered = numbered or read_marker(text) is not None
        if i in paper.head.used:
            continue
        text, printed = unspaced_labels(text), unspaced_labels(paper.printed[i])
        found = list(INDEX.finditer(text))
        if not found or len(text) > 400 or found[0].start() > 3:
            continue
        if len(found) == 1 and found[0]["key"] in ("来源", "分类", "名称") and i > 12:
            continue
        if numbered and found[0]["key"] in _FORM_KEYS:
            continue
        for match, after in zip(found, [*found[1:], None], strict=False):
            _state(paper, match["key"], printed[match.end() : after.start() if after else len(printed)])
        paper.head.used.add(i)
    _index_rows(paper)
    paper.boxed = set(paper.head.used)


def _index_rows(paper: Paper) -> None:
    """Rows of an index box whose keys and values only blanks part (索 引 号 X 发文日期 Y): two at least, each
    opening with a key."""
    rows = [i for i, t in enumerate(paper.texts[:20]) if len(t) < 200 and KEY.match(t)]
    if len(rows) < 2:
        return
    for i in rows:
        printed = paper.printed[i]
        found = list(KEY.finditer(paper.texts[i]))
        for match, after in zip(found, [*found[1:], None], strict=True):
            value = printed[match.end() : after.start() if after else len(printed)]
            _state(paper, squeeze(match["key"]), value)
        paper.head.used.add(i)


def _state(paper: Paper, key: str, value: str) -> None:
    name = _INDEX_FIELDS.get(key)
    value = value.strip(" \t|　[]【】")
    blank = name == "issued_on" and not any(map(str.isdigit, fold(value)))
    if blank or (name == "publisher" and "盖章" in value):
        return  # a form that nobody has filled in
    if key in _FORM_UNITS and not (is_signature(value) and is_body(value) and not is_collective(value)):
        return  # those who are to report
    if name and value not in _EMPTY:
        paper.stated.setdefault(name, value)


def index_key(text: str) -> str | None:
    """The key of an index box that a whole line is, or None."""
    if len(text) > 16:
        return None
    match = INDEX.fullmatch(squeeze(text).lstrip("•·●").rstrip(":：") + ":")
    return match["key"] if match else None


def unspaced_labels(text: str) -> str:
    """The text with the blanks inside its labels taken out (索 引 号：, 文    号：)."""
    text = _BOXED_LABEL.sub(r"\1：", text) if text.startswith("【") else text
    return _LABEL_BLANKS.sub("", text)
