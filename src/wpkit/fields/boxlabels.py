"""The labels of the index box that a site prints over a notice (索引号, 发文机关, 文号, 成文日期), and of who filled a form in.

What a box states of the notice is chosen here from its labels and values; where boxes and lines of labels stand is
their readers' matter. A page's day of publication (发布日期, 生成日期) is not the notice's.
"""

from __future__ import annotations

from collections.abc import Iterable

from wpkit.text import fold

# The field of `Notice` that a label states, and its rank among labels of the same field (1 goes first).
STATING: dict[str, tuple[str, int]] = {
    **dict.fromkeys("发文机关 发文机构 发文单位 制发机关 制发单位 制文机关 成文机关 制定机关 颁布机关 颁布单位 颁布部门".split(), ("issuer", 1)),
    **dict.fromkeys("印发机关 发文部门".split(), ("issuer", 2)),
    **dict.fromkeys("发布机构 发布机关 发布单位 发布部门".split(), ("issuer", 3)),
    **dict.fromkeys("公开主体 公开机构 公开责任部门".split(), ("issuer", 4)),
    "信息提供单位": ("issuer", 5),
    **dict.fromkeys("文号 发文字号 发文文号 发文号 文件编号 文件字号 文件文号 公文字号 公文编号".split(), ("document_number", 1)),
    "文件号": ("document_number", 2),
    **dict.fromkeys("成文日期 成文时间".split(), ("issued_on", 1)),
    **dict.fromkeys("发文日期 发文时间".split(), ("issued_on", 2)),
    **dict.fromkeys("印发日期 印发时间 制发日期 公文生成日期 颁布日期 颁布时间".split(), ("issued_on", 3)),
    **dict.fromkeys("标题 文件标题 信息标题 法规标题".split(), ("title", 1)),
    **dict.fromkeys("名称 信息名称 文件名称 公文名称 法规名称".split(), ("title", 2)),
}  # fmt: skip
# Who filled a form in, and when. Items of the body are about reports too (报送单位：各乡镇).
FORM_UNITS = frozenset("填报单位 编制单位 制表单位 报送单位".split())
FORM_DATES = frozenset("填报日期 填报时间 填表日期 填表时间 编制日期 制表日期 报送日期".split())
FORM = FORM_UNITS | FORM_DATES | frozenset("填报人 填表人 制表人 审核人".split())
# Labels that make a box a box, and state no field of the notice: what is done with the paper, and of what kind it is.
_DONE = "发布 公开 公布 生成 生效 失效 废止 实施 施行 有效 登记 录入 上传 更新 签发 制定".split()
_OF_KINDS = "主题 组配 体裁 信息 内容 服务对象 公文 文件 政策 公开 法规 栏目".split()
DESCRIBING = (
    *"""
    索引号 索取号 信息索引号 信息索引 统一登记号 登记号 统一编号 规范性文件编号 发布文号 主题词 关键词 关键字 分类 服务对象 公开方式 公开形式 公开范围
    公开时限 公开期限 公开程序 公开属性 公开目录 公开级别 公开程度 有效性 是否有效 效力状态 文件状态 信息状态 效力级别 时效性 时效 公文时效 文件时效
    有效期 有效期限 废止记录 内容概述 政策咨询机关 政策咨询电话 咨询机关 咨询电话 所属机构 所属目录 所属栏目 所属主题 所属分类 生成机构 信息来源 文章来源
    来源 法规类别 效力层级 批准部门 批准机关 批准日期 唯一标志 公文种类 文种 信息格式 载体类型 语种 主送机关 责任部门 主题 体裁 类别
    """.split(),
    *(done + of for done in _DONE for of in ("日期", "时间")),
    *(of + kind for of in _OF_KINDS for kind in ("分类", "类别", "类型")),
)
FILED = frozenset("索引号 索取号 信息索引号 信息索引 统一登记号".split())
"""The number that a site files a notice under."""
TELLING = frozenset(
    "索引号 索取号 信息索引号 发文机关 发文字号 成文日期 主题分类 发布机构 文号 发文日期".split()
)
"""Labels of which every box has one."""
# Labels that say nothing outside a box.
BOX_ALONE = frozenset("责任部门 主题 体裁 类别".split())
# Labels that a text's own lines open with as well: of a box only behind others.
OF_PAGES = frozenset("责任部门 责任单位 责任科室 责任处室".split())
# Labels that an item has too: behind the first number they are its own.
OF_ITEMS = FORM | frozenset(
    """
    来源 信息来源 分类 名称 公开主体 公开机构 公开责任部门 公开方式 公开形式 公开范围 公开时限 公开期限 公开程序 公开时间 公开类别 公开类型 服务对象
    有效期 咨询机关 咨询电话 内容概述
    """.split()
)
ON_LINES = tuple(sorted({*STATING, *DESCRIBING, *FORM} - BOX_ALONE, key=lambda label: (-len(label), label)))
"""The labels that a line may open with, the longer ones first."""

NOTHING = frozenset(["", "无", "暂无", "-", "--", "—", "——", "/", "空", "null", "None"])


def stated(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Field of `Notice` → what labels with their values state; of several labels for one field the closest counts.

    >>> stated([("发布机构", "县政府办"), ("发文机关", "云澜县人民政府"), ("发布日期", "2024-03-02"), ("文号", "无")])
    {'issuer': '云澜县人民政府'}
    """
    chosen: dict[str, tuple[int, str]] = {}
    for label, value in pairs:
        name, rank = STATING.get(label, ("", 0))
        if label in FORM_UNITS or label in FORM_DATES:
            name, rank = ("issuer" if label in FORM_UNITS else "issued_on"), 9
        value = _bare(value)
        blank = name == "issued_on" and not any(map(str.isdigit, fold(value)))
        if not name or value in NOTHING or blank or (name == "issuer" and "盖章" in value):
            continue  # among them a form that nobody has filled in
        if rank < chosen.get(name, (99, ""))[0]:
            chosen[name] = (rank, value)
    return {name: value for name, (_, value) in chosen.items()}


def _bare(value: str) -> str:
    """A value without blanks, bars, colons and the brackets of labels around it ([文号]甲 [日期]乙)."""
    value = value.strip(" \t|\u3000:：").lstrip("】]").rstrip("【[").strip()
    return value[1:-1] if value[:1] in ("【", "[") and value[-1:] in ("】", "]") else value
