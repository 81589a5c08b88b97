"""What a table's header cell, or a field's label, stands over, by its words: those of the genre."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from wpkit.fields.numbering import read_marker
from wpkit.patterns import pattern
from wpkit.text import fold

Kind = Literal["number", "person", "other", "deadline", "units", "content", "goal", "name"]

# In the order they are tried: the first that matches a folded header cell decides.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("number", pattern(r"(?:任务|项目|事项|工作)?(?:序号|编号)|序|号|项次|序列|no\.?|#", re.I)),
    (
        "person",
        pattern(
            r".*(?:责任人|负责人|经办人|承办人|联系人|联络员|领导|负责同志|责任同志|班子成员|电话|联系方式|专人).*|(?:[市区县镇])?(?:长|局长|主任)|.*(?:指挥长|总指挥|[组班链]长)"
        ),
    ),
    (
        "other",
        pattern(
            r".*(?:备注|说明|情况|完成率|自评|得分|分值|评分|权重|地点|地址|位置|区域|金额|资金|投资|预算|数量|规模|计量|来源|依据|文号|"
            r"(?:交办|下达|立项|印发|成文|发文|签收|更新|填报|检查|督查|开工|启动|开始|起始|受理|收文)(?:时间|日期)|成果|目标值|指标值|报送|状态|销号|佐证|附件|问题|困难|建议(?!单位|部门)|联系(?!单位|部门|科室|处室)|受益|形式|频次|性质|级别|进展|第[一二三四]季度|[一二三四]季度|"
            r"[1-4１-４]季度|上半年|下半年).*|页码"
        ),
    ),
    (
        "deadline",
        pattern(
            r".*(?:时间|时限|期限|年限|限期|节点|截止|周期|日期|进度|工期|完成时|办结时|何时).*|年度|月份|年份|完成"
        ),
    ),
    (
        "units",
        pattern(
            r".*(?:单位|部门|[科处股部委]室|机构|主体|业主|牵头|主办|协办|协助|会办|协同|配合|承办|参与|责任|负责|落实者|主责|属地|归口|组织者).*|(?:责任)?(?:分工|科|处|室|股)"
        ),
    ),
    (
        "content",
        pattern(r".*(?:内容|要求|措施|举措|做法|分解|细化|步骤|安排|描述|路径|要点任务|清单内容).*"),
    ),
    ("goal", pattern(r".*(?:目标|指标|成效|效果|标准)|(?:年度|季度|阶段|推进|实施)计划")),
    (
        "name",
        pattern(
            r".*(?:任务|工作|事项|项目|类别|分类|类型|名称|领域|板块|方面|要点|主题|环节|维度|专项|行动|工程|实事|目标|指标|内容).*"
        ),
    ),
)
# 市有关单位, 相关责任部门: a name in a cell, if no other header words stand beside it; 市级责任单位 is none.
_MAY_BE_A_NAME = pattern(
    r"(?![省市区县镇]{1,3}(?:级|直|本级)?(?:责任|负责|牵头|配合|主办|协办|承办))[各省市区县镇][^、]*(?:单位|部门)$|相关|有关"
)
# The commonest headers and labels, as `kind_by_words` reads them: most notices have no others.
USUAL: dict[str, Kind] = {
    **dict.fromkeys(("序号", "编号"), "number"),
    **dict.fromkeys(
        "责任单位 责任部门 责任科室 责任处室 牵头单位 牵头部门 牵头科室 配合单位 配合部门 协办单位 主办单位 承办单位 责任主体 参与单位 协同单位".split(),
        "units",
    ),
    **dict.fromkeys("完成时限 完成时间 时间节点 时限要求 办结时限 时间要求 完成期限 进度安排 时间安排 工作时限".split(), "deadline"),
    **dict.fromkeys("工作内容 任务内容 主要内容 具体内容 工作要求 工作措施 具体举措 具体措施 主要措施".split(), "content"),
    **dict.fromkeys("工作任务 重点任务 任务名称 工作事项 主要任务 任务类别 任务分类 工作任务".split(), "name"),
}  # fmt: skip
_HEADER_LENGTH = 12
_LONGEST_NOTE = 200  # of a header word with a note in brackets behind it


_AND_AMOUNT = pattern("(?<=内容)(?:及|和|与|、)(?:规模|标准|数量|投资|要求)$", needs="内容")  # 建设内容及规模


# 工作任务及责任分工: what is to be done, whose it is in a bracket behind it
_WITH_SHARES = pattern(
    r"(?:重点|主要|具体|工作){0,2}(?:任务|内容|事项|措施)(?:及|和|与|、)(?:责任|任务|职责)?(?:分工|单位|部门|科室|处室)",
    needs="及和与、",
)

_AND_PERSONS = pattern(
    "(?:及其|及|和|与|、|/)(?:责任人|负责人|(?:责任|分管|主要|牵头)?领导)$", needs="人领"
)  # 责任单位及责任人


_DIGIT = pattern(r"\d")
_YEAR_FIRST = pattern(r"(?:20\d\d年?)?[^\d]*")
_LEADING = pattern(r"党的.*领导|组织领导", needs="领导")  # what a group of tasks is about, and no person


@lru_cache(maxsize=4096)
def header_kind(cell: str) -> Kind | None:
    """What a header cell with these words stands over; None for what is no header word."""
    if len(cell) > _LONGEST_NOTE:
        return None
    key = without_note(fold(cell))
    if not key or len(key) > _HEADER_LENGTH or any(c in key for c in "。;,!?:") or key[-1:].isdigit():
        return None
    if read_marker(cell) is not None:
        return None  # a numbered heading
    if key.endswith("表") or (key[:2] == "20" and key.endswith(("清单", "要点", "方案", "计划", "台账"))):
        return None  # the title of a paper
    if _DIGIT.search(key) and not _YEAR_FIRST.fullmatch(key):
        return None
    if _MAY_BE_A_NAME.match(key) or _LEADING.search(key):
        return None
    if _WITH_SHARES.fullmatch(key):
        return "content"
    persons = _AND_PERSONS.search(key)
    if persons and _is_unit_header(key[: persons.start()]):
        return "units"
    return USUAL.get(key) or kind_by_words(_AND_AMOUNT.sub("", key))


def is_group_header(cell: str) -> bool:
    """Whether the words head units where other header words stand beside them: 相关责任单位, 有关部门.

    Alone they may as well be a cell below such a header.
    """
    key = without_note(fold(cell))
    return key.startswith(("相关", "有关", "各")) and header_kind(key.lstrip("相有关各")) == "units"


def kind_by_words(key: str) -> Kind | None:
    """What a folded header cell stands over, by the words in it."""
    for kind, form in _KINDS:
        if form.fullmatch(key):
            return kind if kind != "units" or _is_unit_header(key) else None
    return None


# What a header of units is made of, in any order: whose they are, what they do for the work, what kind of body they are.
_WHOSE = "主要 其他 其它 第一 第二 具体 行业 直接 相关 共同 省 市 区 县 镇 乡 级 直 本级 属地 项目 任务 工作 业务 工程 整改 改革 年度"
_SHARES = (
    "责任 负责 牵头 主牵头 主办 主责 主管 主抓 主建 协办 协助 协同 协作 协管 成员 配合 会办 会同 承办 承担 承接 承建 代建 建设 参与 参加 参建"
    " 落实 实施 执行 推进 推动 协调 完成 组织 督办 督导 督查 验收 包抓 包联 包保 挂钩 挂联 分管 监管 管理 归口 指导 支持 联系 涉及 对口 对接 挂点 保障 申报 运营 认领 领办 使用"
)
_BODIES = (
    "单位 部门 科室 处室 股室 部室 委室 科 处 室 股 站 所 办 部 局 委 中心 系部 院系 学院 专委会 站所 站办所 站办 办所 所站 机构 主体 业主"
    " 企业 公司 集团 平台 乡镇 镇街 街镇 街道 县区 区县 县市区 县市 市县 市区 村居 村 社区 园区 大队 中队 支队 支部 党支部 专班 小组 工作组"
    " 党组织 组室 组 年级 教研室 条线 法人 分工 归口 者 方 个人 责任人"
)
_LAST = f"{_BODIES} 牵头 主办 主责 协办 协助 配合 会办 承办 参与 责任 负责 落实 归口 属地"
_UNIT_HEADER = pattern(
    rf"(?:{'|'.join(f'{_WHOSE} {_SHARES} {_BODIES}'.split())}|[及和与、/或])*(?:{'|'.join(_LAST.split())})"
)


def _is_unit_header(key: str) -> bool:
    return bool(_UNIT_HEADER.fullmatch(key))


_TIME_HEADING = pattern(
    r"(?:20\d\d\s?年)?\s?(?:\d{1,2}\s?(?:[-—~至、]\s?\d{1,2})?\s?月份?|第?[一二三四1-4]季度|[上下]半年)(?:重点)?(?:工作|任务)?(?:安排|计划)?(?:[（(]\d{1,2}\s?月?\s?[-—~至]{1,2}\s?\d{1,2}\s?月[）)])?[:：]?",
    needs="月季半",
)


def is_time_heading(text: str) -> bool:
    """Whether a line is nothing but the month, quarter or half of the year that what stands below it is due in.

    >>> is_time_heading("3月份"), is_time_heading("第一季度（1—3月）："), is_time_heading("3月底前完成")
    (True, True, False)
    """
    return len(text) <= _LONGEST_TIME and bool(_TIME_HEADING.fullmatch(text.strip()))


_LONGEST_TIME = 20
_LEADER_HEADING = pattern(
    r"(?=.*(?:[省市区县州旗镇乡]长|书记|主任|常委|委员|主席|同志))[^。；;:：]{2,40}(?:牵头|负责|分管|领衔|主抓|包联|包抓|领办)(?:的?(?:重点)?(?:工作|任务|事项|实事))?(?:[（(]共?\s?\d{1,3}\s?[项件条个][）)])?[:：]?"
    r"|[^。；;:：，,]{0,20}(?:[省市区县州旗镇乡]长|书记|主任|常委|委员|主席)[ \t\u3000]{1,4}[^\W\d_a-zA-Z](?:[ \u3000]?[^\W\d_a-zA-Z]){1,2}(?:同志)?[:：]?",
    needs=tuple("长 书记 主任 常委 委员 主席 同志".split()),
)


def is_leader_heading(text: str) -> bool:
    """Whether a line is nothing but which leader answers for what stands below it.

    >>> is_leader_heading("副县长 王某 牵头负责："), is_leader_heading("县长 李某"), is_leader_heading("县水利局负责：")
    (True, True, False)
    """
    return len(text) <= _LONGEST_LEADER and bool(_LEADER_HEADING.fullmatch(text.strip()))


_LONGEST_LEADER = 60

_NOTE = pattern(r"\([^)]{0,100}\)|\[[^\]]{0,100}\]|【[^】]{0,100}】", needs="([【")


def without_note(key: str) -> str:
    """The header words without a note in brackets (责任单位（列第一位者为牵头单位） → 责任单位)."""
    return _NOTE.sub("", key) or key


_AIMS = pattern(
    r"总则|附则|(?!工作(?:要求|安排|部署|任务)$)(?:20\d\d年|指导|总体|主要|工作|基本|发展|预期|要求|思想|思路|原则|目标|目的|安排|部署|意义|背景|形势|[和与及、])+(?<=要求|思想|思路|原则|目标|目的|安排|部署|意义|背景|形势)(?:任务)?|(?:活动|宣传|整治|实施|治理|排查|检查|普查|调查|考核|行动|创建|适用|评估)?(?:主题|时间|对象|范围|地点)|指导思想.*|总体要求.*|基本原则.*|工作目标|目标任务|总体思路.*|主要目标.*|总体目标.*"
    # 2018年质量强市建设主要目标
    r"|(?:20\d\d年度?)?(?!完成|落实|实现|确保|分解|明确|制定|围绕|紧扣|聚焦|对照|锚定|推进)[^，。、：:；,;]{0,14}(?:主要|总体|预期)目标"
    # 分工原则, 任务分解的原则, 有关说明: how the paper was made, and how it is to be read
    r"|(?:任务|责任|职责|工作|目标|指标|分工|分解|划分|确定|编制|制定|实施|推进|落实|组织|管理|安排|整治|治理|改革|创建|遴选|立项|申报|遵循|坚持|把握|应|主要|基本|总体|[和与及、的])+原则"
    r"|(?:有关|相关|几点|几个|补充|任务|责任|职责|情况|编制|制定|分工|分解|事项|问题|工作|使用|[和与及、的])*说明|(?:编制|制定|起草|政策|主要|工作|法律)?依据",
    needs=tuple(
        "则 要求 思想 思路 原则 目标 目的 安排 部署 意义 背景 形势 主题 时间 对象 范围 地点 说明 依据".split()
    ),
)


def is_aim(title: str | None) -> bool:
    """Whether a heading stands over aims and principles, which tell nobody to do anything."""
    return bool(title) and bool(_AIMS.fullmatch(fold(title or "")))


_AIM = r"(?:指导思想|(?:总体|基本|主要)要求|(?:总体|基本|工作|主要)思路|(?:总体|主要|工作|预期|发展){1,2}目标|(?:基本|工作|分工)原则)"
_FUSED = pattern(
    rf"(?:{_AIM}(?:[和与及、](?:{_AIM}|目标|原则|思路|要求))?|目标任务|保障措施|(?:工作|有关)要求)"
    r"(?!任务|责任|管理|考核|分解|体系|制度|[和与及、的。，,是为上下]|[完达]成(?:情况|率|后|时)|实现(?:情况|率)|落实(?:情况|到)|落地|清单|创新)(?=[:：]?\s{0,9}[^\s:：][^。；;]{4})",
    needs="思要目原措",
)


def fused_heading(text: str) -> str:
    """The heading that an item begins with where nothing parts it from its text, as in pages that have lost their line
    breaks (指导思想坚持…，), else an empty string.

    >>> fused_heading("指导思想坚持稳中求进，推动发展。"), fused_heading("主要目标和任务分工，各地要抓好落实")
    ('指导思想', '')
    >>> fused_heading("总体目标是新增就业三千人，控制失业率。"), fused_heading("工作要求，各单位要落实到位。")
    ('', '')
    """
    match = _FUSED.match(text)
    return match.group() if match and set(text[match.end() :]) & set("，,。；;") else ""
