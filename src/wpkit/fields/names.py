"""One printed name → does it read as the name of a body, and of one body or of a group?

Only the form of the name is judged (its ending, its first characters); which bodies exist is `bodies`'
matter, and cutting a list into names is `splitting`'s. Brackets and quoted words do not count.

The forms are plain tables and string tests: as patterns they would take longer to compile at import than
a short notice takes to parse.
"""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from itertools import pairwise

from wpkit.patterns import pattern

OPEN, CLOSE = "（(〔[【<＜〈", "）)〕]】>＞〉"
_BRACKETS = pattern(rf"[{re.escape(OPEN)}][^{re.escape(OPEN + CLOSE)}]*[{re.escape(CLOSE)}]?")
_QUOTES = pattern('[“"‘「『《][^”"’」』》]{0,100}[”"’」』》]')

# Levels of government; one before a name is its head: 区教育局, 镇人民政府.
LEVELS = "省市区县州旗盟镇乡"

# Last character of a body → what must not stand before it (格局 is no 局, 干部 no 部, 联办 no 办).
_ENDINGS = {
    "局": "格布全大结时新开战破变僵当",
    "委": "原",
    "办": "阅联转交督承协主举通快代难好易网帮申可自经合兴开创查次上近即速怎就",
    "部": "全内外干东西中南北总局细头面腹底",
    "处": "好短之查惩去何各益坏两几余",
    "科": "学专百本内外儿骨",
    "股": "控参炒入持",
    "室": "教",
    "队": "团军梯排",
    "镇": "城重冰集",
    "乡": "城家返下入",
    "村": "农乡驻进",
    "站": "网建进出本离",
    "所": "场厕住居会",
    "院": "出入住转",
    "校": "进返离入在三",
    "厅": "",
    "署": "",
    "组": "重改分编机词排成构",
}
_LONG_ENDINGS = tuple(
    """
    委会 员会 协会 商会 学会 联合会 联谊会 促进会 研究会 基金会 理事会 红十字会 总会 慈善会 促会 总工会 工会 联席会 联席会议 常务会议 妇儿工委
    政府 党委 党组 党校 工委 支部 总支 团委 纪委 监委 人大 政协 省府 市府 区府 县府 行署 公署
    工联 妇联 残联 文联 侨联 科联 台联 社联 记联 作联 音联 工商联 社科联 科协 作协 消协 音协 书协 美协 计生协
    领导小组 小组 工作组 专项组 协调组 监察组 督查组 督导组 推进组 攻坚组 保障组 综合组 专家组 党组 班组 协作组 专班
    指挥部 联盟 街道 镇街 街镇 镇乡 乡镇 社区 村居 园区 校区 厂区 矿区 景区 港区 库区 林区 牧区 农区 垦区 管理区 保税区
    合作区 功能区 试验区 度假区 示范区 先导区 开发区 高新区 经开区 新区 集中区 集聚区 物流区 拓展区
    高新园 产业园 科技园 工业园 物流园 软件园 创业园 孵化园 生态园 农业园 幼儿园 植物园 动物园 公园
    公司 集团 企业 银行 分行 支行 人行 商行 工行 农行 建行 农发行 国开行 商业行 国投 城投 交投 农投 水投 文投
    学校 党校 高校 院校 职校 团校 小学 中学 大学 一中 二中 三中 四中 五中 六中 七中 八中 九中 十中
    档案馆 图书馆 文化馆 博物馆 纪念馆 展览馆 美术馆 体育馆 规划馆 科技馆 展示馆 群艺馆 方志馆
    普查办 巡查办 检查办 检查处 稽查处 督查处 审查处 核查处 巡查处 侦查处 调查处 广新局 文化宫 少年宫 督查办 巡察办 督导办 目督办 考督办 政督办 监督办 公路段 养护段 工务段 车务段 机务段 供电段 气象台 电视台 广播电台 地震台 融媒 融媒体 机关 海关 机场 农场 林场 牧场 渔场 工厂 药厂 电厂 水厂
    报社 日报 通讯社 供销社 合作社 联社 旅行社 交警 武警 军分区 人武部 部门 单位 机构 委办局 委局 部委 部委办 院所 站所
    国企 央企 科室 股室 处室 团体 院系 支局 中心 安全部 总台 总社 公开办 疾控股 质控股 防控股 病控股
    """.split()
)
_NO_ENDINGS = ("为中心", "当中心", "中中心", "进社区", "入社区")
# A place stands for its government (云澜区, 松石市); these before 区, 市 make another word of it.
_NO_PLACE = frozenset("立强城全超股楼上入菜夜都社地专片校小辖特郊山各市区县")
# What a place is furthered by makes no name of it: 科教兴市, 旅游活县, 依法治县.
_FURTHERS = frozenset("兴富旺活治靓")

_TYPES = tuple(
    sorted(
        """
        部门 单位 机构 组织 企业 公司 街道办事处 街道 街镇 镇街 乡镇 镇乡 乡 镇 村居 村 社区 居 园区 开发区 功能区 县市区 市县区 市区县
        县区 区县 市县 市州 州市 区 县 市 州 旗 盟 省 街 委办局 部委办局 委办 委局 部委 科室 股室 处室 院系 院所 站所 科 股 处 室 局 委 办
        站 所 场 大队 中队 支队 队 学校 高校 院校 学院 医院 医疗机构 金融机构 机关 党委 党组 党支部 支部 人民政府 政府 办事处 管委会
        成员单位 成员 银行 平台 团体 协会 商会 条线 地方 地区 地
        """.split(),
        key=len,
        reverse=True,
    )
)
_TYPES_AFTER_EACH = (
    *_TYPES,
    "方面",
    "主体",
    "级",
    "系统",
    "专班",
    "党派",
    "媒体",
    "运营商",
    "系部",
    "系",
    "线",
    "口",
)
# Bodies in a place that are not the place's own: 在江高校, 驻区企业, 中央驻岚单位.
_IN_PLACE = ("在", "驻", "中央驻", "省驻", "市驻")
_KINDS_IN_PLACE = ("高校", "院校", "企业", "单位", "机构", "银行", "部队", "国企", "央企", "商会", "科研院所")
_GROUP_MARKS = ("各", "相关", "有关", "全体", "其他", "其它", "所有", *("全" + c for c in "省市区县州旗镇乡"))
_GROUP_WORDS = tuple(
    """
    成员 牵头 责任 配合 承办 主办 起草 直属 所属 下属 基层 派出 派驻 内设 组成 两级 三级 二级 下级 垂直管理 垂管
    地直 师直 院直 校直 局直 厅直 委直 局级 局属 厅属 委属 国有
    """.split()
) + tuple(level + word for level in LEVELS for word in ("直", "级", "属", "直机关"))  # fmt: skip
_DEPARTMENTS = frozenset("科股处室办")
_ROLES = ("牵头", "责任", "配合", "承办", "主办")
# Words that may stand before 部门, 单位, 机构 without naming one.
_KINDS_OF_WORK = tuple(
    "行业 业务 主管 监管 职能 审批 执法 行政 政府 公共 企事业 涉企 用人 省 市 区 县 镇 工作 牵头".split()
)
_GROUPS = frozenset(
    """
    街道 乡镇 镇街 街镇 镇乡 镇 乡 村 村居 园区 社区 学校 科室 股室 处室 委办局 机关 县区 区县 市县 企业 开发区 部门 单位 机构 成员单位
    """.split()
)

# Words that open a sentence about work, not a name, but before the characters given for them
# (组织开展, but 组织部); an office may be named by its work (推进…办公室, 优化营商环境专班).
_VERBS: dict[str, str] = {
    **dict.fromkeys(
        """
        加强 强化 推进 推动 推行 落实 做好 做优 做强 完善 开展 建立 健全 提升 提高 优化 深化 深入 规范 探索 加快 加大 实施 编制 发布 公布
        公开 公示 举办 制定 制订 修订 打造 构建 继续 持续 积极 进一步 切实 全面 严格 依托 按照 根据 围绕 聚焦 坚持 拓展 丰富 扩大 促进
        增强 畅通 成立 组建 设立 明确 督促 鼓励 支持 引导 及时 定期 适时 抓好 用好 办好 更新 调整 支撑 争取 协调 梳理 确保 保障
        """.split(),
        "",
    ),
    "服务": "中业办大局科站",
    "继续": "教",
    **dict.fromkeys(("促进", "保障", "协调", "优化", "推进", "公开", "公示"), "中办局科处会组小"),
    "组织": "部人科处股宣室",
    "建设": "管局和委交工厅部科股环银集中投发",
    "指导": "科站中处室委",
    "监督": "管科股所检站局执处保",
    **dict.fromkeys("对将要应需在于为以并可不让从到把被", ""),
    "应": "急用",
    "以": "案",
    "为": "民",
    "对": "外台",
    "从": "业",
    "在": "职",
    "可": "克",
    "不": "动",
}  # fmt: skip
_FIRST_OF_VERBS = frozenset(verb[0] for verb in _VERBS)
# Only a short name of these kinds is one after a verb: 指导科, 保障中心.
_OFFICES = ("办公室", "办", "小组", "专班", "指挥部", "协调组", "委员会", "联席会议", "工作组")
_SHORT_OFFICES = ("室", "局")
_LONGEST_SHORT_OFFICE = 6
# No sentence about work ends in these (优化营商环境科, 对口支援处), but in a number of places (打造景观节点多处).
_DIVISIONS = ("科", "处", "股")
_LONGEST_DIVISION = 14
_NO_DIVISION = frozenset("一二三四五六七八九十百余多首洼志口角低点到")
_SET_UP = pattern("各|设置|开设|配备")
# 保障服务中心, 更新改造服务中心; but 提升政务服务中心 is about one.
_SERVING = pattern(r"(?:保障|更新|支撑|促进|支持|应急)[^\W\d_]{0,6}(?:服务|保障|管理|事务)中心", needs="中心")
# 组织联络部, 服务职工部: a department; but 组织各支部, 组织全体干部.
_DEPARTMENT = pattern(
    r"(?:组织|服务|保障|指导|监督|建设|应用|支撑|支持|拓展|公开|全面)[^各全党团支学干俱内外局]{0,5}部",
    needs="部",
)
_FOUNDED = ("成立", "组建", "设立", "建立", *"将要于在并让到把被从")
_FOUNDING = ("成立", "组建", "设立", "建立", *(verb for verb in _VERBS if len(verb) == 1))
_PERSONS = (
    *(level + "长" for level in "局区市县镇乡校院所站科处部厅行州盟旗"),
    *"秘书长 领导 主任 书记 负责人 责任人 联络员 专员 委员 常委 同志 干部 经理 主席 秘书".split(),
)  # fmt: skip
# Each of whom stands for a group that has no other name: 各班主任, 各教研组长.
_HEADS_OF_GROUPS = ("班主任", "年级主任", "组长")
_NOT_IN_NAMES = frozenset("。！？!?；;：:%％，的")
_PROSE = (
    "不少于",
    "不得",
    "以上",
    "以下",
    "进行",
    "已经",
    "如果",
    "是否",
    "为了",
    "通过",
    "结合",
    "其中",
    "以及",
)


_OPENING, _QUOTING = frozenset(OPEN), frozenset('“"‘「『《')


def bare(name: str) -> str:
    """The name without its brackets and with 某 for quoted words: what its form is judged by."""
    if not _OPENING.isdisjoint(name):
        name = _BRACKETS.sub("", name)
    return _QUOTES.sub("某", name) if not _QUOTING.isdisjoint(name) else name


@lru_cache(maxsize=1 << 14)
def is_body(name: str) -> bool:
    """True where the form alone says that this names a body or a group of bodies.

    >>> is_body("县文旅局（县文物局）"), is_body("各街镇"), is_body("市发展"), is_body("加强工作台账动态管理")
    (True, True, False, False)
    """
    if not 2 <= len(name) <= 80:
        return False
    core = bare(name)
    if core != name and core in _GROUPS:
        return True  # 镇（街道）
    if not 2 <= len(core) <= 36 or _is_prose(core):
        return False
    if _COUNTED.search(core) or (opens_with_verb(core) and not _is_office(core) and not _is_in_place(core)):
        return False
    return _ends_as_body(core) or _is_place(core) or is_collective(name)


# 改造卫生院一所: how many of them are built, not whose name it is.
_COUNTED = pattern("(?:[院园校学馆]|中心)[一二三四五六七八九十两几]{1,2}所$", needs="所")


@lru_cache(maxsize=1 << 14)
def is_collective(name: str) -> bool:
    """True of a group that names no single body.

    >>> is_collective("区政府各部门"), is_collective("街道"), is_collective("县殡葬主管部门")
    (True, True, False)
    """
    core = bare(name)
    if core in _GROUPS or core.endswith("成员单位") or _is_in_place(core) or is_touched(core):
        return True
    if _heads_groups(core):
        return True
    if _is_prose(core) or opens_with_verb(core):
        return False
    if core[1:2] == "、" and core[0] in LEVELS:
        return True
    if ("各" in core or core.startswith(_GROUP_MARKS)) and "各界" not in core and _ends_as_body(core):
        return True
    for types in (_TYPES_AFTER_EACH, _TYPES):
        before = _before_type(core, types)
        if before is None:
            continue
        if any(mark in before[-14:] for mark in _GROUP_MARKS):
            return True
    if before is None or (len(core) == 3 and (before in _ROLES or core[-1] in _DEPARTMENTS)):
        return False  # 配合办, 基层股: a department by that name
    if core.endswith("派出所") and any(level in "市区县镇乡道" for level in core[2:-3]):
        return False  # 青溪镇派出所
    return before.endswith(_GROUP_WORDS) or _only_kinds_of_work(core)


def _is_in_place(core: str) -> bool:
    """True of bodies named by the place that they are in and their kind."""
    return 4 <= len(core) <= 10 and core.startswith(_IN_PLACE) and core.endswith(_KINDS_IN_PLACE)


_TOUCHED = pattern(
    r"(?:沿[线河江湖海路渠岸]|属地|所在地?|涉及|涉事|周边|相邻|毗邻|辖区内?|受益)[各的有关相]*"
    r"(?:县市区|县区|市县|区县|[县区]|乡镇街道|镇街|街镇|乡镇|镇乡|街道|[乡镇]|村社区|村居|村|社区|园区|部门|单位|企业)",
    needs=tuple("沿属所涉周相毗辖受"),
)


def is_touched(core: str) -> bool:
    """True of whichever bodies a work touches, which are no office of the body named before them.

    >>> is_touched("沿线镇街"), is_touched("属地村"), is_touched("属地管理局")
    (True, True, False)
    """
    return _TOUCHED.fullmatch(core) is not None


def _before_type(core: str, types: tuple[str, ...]) -> str | None:
    """What stands before the kind of body that the name ends in, or before two of them (部门和单位)."""
    if not core.endswith(types):
        return None
    for kind in types:
        if core.endswith(kind):
            before = core.removesuffix(kind)
            if before[-1:] in ("和", "及", "与", "、"):
                for other in types:
                    if before[:-1].endswith(other):
                        return before[:-1].removesuffix(other)
            for other in types:
                if before == other:
                    return ""
            return before
    return None


def _only_kinds_of_work(core: str) -> bool:
    rest = next((core.removesuffix(k) for k in ("部门", "单位", "机构") if core.endswith(k)), None)
    while rest:
        word = next((w for w in _KINDS_OF_WORK if rest.endswith(w)), None)
        if word is None:
            return False
        rest = rest.removesuffix(word)
    return rest == ""


def _ends_as_body(core: str) -> bool:
    if len(core) < 2:
        return False
    if core.endswith(_LONG_ENDINGS):
        return not core.endswith(_NO_ENDINGS)
    if len(core) == 3 and core[0] in LEVELS and core.endswith("督办"):
        return True  # 市督办: its office for supervision
    barred = _ENDINGS.get(core[-1])
    return barred is not None and core[-2] not in barred


def _is_office(core: str) -> bool:
    """True of an office that is named by its work: 推进…办公室."""
    if core.endswith(_DIVISIONS):
        return (
            len(core) <= _LONGEST_DIVISION
            and not core.startswith(_FOUNDED)
            and core[-2] not in _NO_DIVISION
            and not _SET_UP.search(core)
        )
    if core.startswith(_FOUNDING):
        return False
    if _SERVING.fullmatch(core):
        return True
    if core.endswith("部") and _DEPARTMENT.fullmatch(core):
        return True
    return core.endswith(_OFFICES) or (len(core) <= _LONGEST_SHORT_OFFICE and core.endswith(_SHORT_OFFICES))


def _is_place(core: str) -> bool:
    return (
        core[-1] in "省市区县州旗盟"
        and len(core) <= 8
        and core[0] not in LEVELS
        and core[-2] not in _NO_PLACE
        and not (len(core) == 4 and core[-2] in _FURTHERS)
    )


def opens_with_verb(core: str) -> bool:
    """True where the text opens as a sentence about work does: 加强…, 组织开展…, 对…."""
    if core[:1] not in _FIRST_OF_VERBS:
        return False
    for size in (3, 2, 1):
        allowed = _VERBS.get(core[:size])
        if allowed is not None and core[size : size + 1] not in (allowed or "\0"):
            return True
    return False


def _heads_groups(core: str) -> bool:
    return core[:1] == "各" and len(core) <= 10 and core.endswith(_HEADS_OF_GROUPS)


def _is_prose(core: str) -> bool:
    if not _NOT_IN_NAMES.isdisjoint(core) or core[-2:-1].isdigit():
        return True
    if core.endswith(_PERSONS) and not _heads_groups(core):
        return True
    if not core.isalpha() and any(c.isdigit() and after in "项个家条名公亿万" for c, after in pairwise(core)):
        return True
    return any(word in core for word in _PROSE) and "级以上" not in core


_TITLED = pattern(
    r"(?:[局区市县镇乡校院所站部厅州盟旗]长|主任|书记|主席|常委)([^\W\d_]{2,3})$", needs="长任记席委"
)


def is_person(text: str) -> bool:
    """True of a person's title, a name behind it or not: 区长, 分管领导, 宣传部部长王明."""
    if text.endswith(_PERSONS):
        return not text.endswith("人大常委")
    titled = _TITLED.search(text)
    return titled is not None and may_be_persons_name(titled[1])


# The commoner surnames, without those that open the words of the genre (水, 农, 党, 路, 商, 国).
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾"
    "夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施洪庞颜倪樊俞翟葛聂毕殷鲍焦柳邢岳齐伍易"
    "乔赖符华欧阮左常申耿兰辛祝房涂梅盛童冉祁骆尤娄费裴牟柯"
)
# With the rarer ones: only where a header or a label says that persons stand there.
SURNAMES = _SURNAMES | frozenset(
    "褚卫戚喻柏水窦章云奚郎鲁昌苗凤花芮廉岑滕邬安乐于时皮卞元卜平和穆湛禹狄米贝明臧计伏成谈茅纪舒屈项蓝闵席季麻强路危刁凌霍虞"
    "支管裘缪干解应宗宣郁单杭包诸吉荣翁荀羊惠甄曲封储靳车全班仰仲伊宫宁仇栾甘厉祖景詹束司薄印蒲邰从卓蔺屠蒙池阴能苍双闻莘党贡"
    "劳扶郦雍桑桂牛寿通边冀浦尚农别庄晏柴瞿连习艾鱼容古慎戈利师关敖代游"
)
_DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "皇甫", "尉迟", "慕容", "令狐", "东方")


def may_be_persons_name(text: str) -> bool:
    """True where the form alone says that this may be a person's name: a surname and one or two characters more, no
    body's name.

    >>> may_be_persons_name("周明海"), may_be_persons_name("林业局"), may_be_persons_name("各街镇")
    (True, False, False)
    """
    if not 2 <= len(text) <= 4 or not text.isalpha() or text.isascii():
        return False
    named = len(text) < 4 and text[0] in _SURNAMES
    return (named or (len(text) > 2 and text.startswith(_DOUBLE_SURNAMES))) and not is_body(text)


_BETWEEN = pattern(r"[、，,;；\s]+")


@lru_cache(maxsize=1 << 12)
def is_persons(text: str) -> bool:
    """Whether a text has the form of one or several persons' names.

    >>> is_persons("周明海、李 想"), is_persons("县林业局")
    (True, False)
    """
    return len(text) <= 40 and all(map(_names_persons, _BETWEEN.split(text.replace(" ", ""))))


def _names_persons(text: str) -> bool:
    """Whether a text is a person's name or several without anything between them."""
    if may_be_persons_name(text):
        return True
    heads = range(2, min(4, len(text) - 1))
    return len(text) <= 12 and any(may_be_persons_name(text[:n]) and _names_persons(text[n:]) for n in heads)


# Short names of companies and trades that have a person's form.
_TRADES = frozenset(
    "石油 石化 高铁 高速 金融 金控 林业 林草 林投 方志 史志 武警 武装 华电 华能 华润 苏宁 万达 康养".split()
)


@cache
def _places() -> frozenset[str]:
    with open(os.path.join(os.path.dirname(__file__), "data", "places.txt"), encoding="utf-8") as lines:
        return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


def may_name_a_place(text: str) -> bool:
    """True of a place's short name, or a company's, that begins with a surname and so may have a person's form.

    >>> may_name_a_place("江津"), may_name_a_place("张静")
    (True, False)
    """
    return 1 < len(text) < 4 and text[0] in _SURNAMES and (text in _TRADES or text in _places())


def is_kind(text: str) -> bool:
    """True of a kind of body that names none: 部门, 单位, 部门和单位.

    >>> is_kind("部门和单位"), is_kind("市直部门")
    (True, False)
    """
    return _before_type(text, _TYPES) == ""


_HEADS = (*"相关 有关 其他 其它 国家 中国 中共 国网 国务院 中央 自治 全体".split(), *_GROUP_MARKS[7:])


def has_head(text: str) -> bool:
    """True where the text opens as names do: with a level of government, 各, 相关, 有关, 国家.

    >>> has_head("区教育局"), has_head("市场监管局")
    (True, False)
    """
    first, second = text[:1], text[1:2]
    if first == "市":
        return second not in "场容民值集政" or text[:3] in ("市政府", "市政协")
    if first == "区":
        return second not in "域块间划"
    if first in "县乡":
        return second not in ("域", "村", "土") and bool(first)
    return first in "各省州旗盟镇驻" or text.startswith(_HEADS)
