"""One printed name → does it read as the name of a body, and of one body or of a group?

Only the form of the name is judged (its ending, its first characters); which bodies exist is `bodies`'
matter, and cutting a list into names is `splitting`'s. Brackets and quoted words do not count.
"""

from __future__ import annotations

import re
from functools import lru_cache

OPEN, CLOSE = "（(〔[【<＜〈", "）)〕]】>＞〉"
_BRACKETS = re.compile(rf"[{re.escape(OPEN)}][^{re.escape(OPEN + CLOSE)}]*[{re.escape(CLOSE)}]?")
_QUOTES = re.compile(r"[“\"‘「『《][^”\"’」』》]*[”\"’」』》]")

# A name opens with the level of its government (区教育局) or with the mark of a group (各, 相关); not
# so where the same character opens another word (市场监管局, 区块链, 乡村振兴局).
_HEAD = re.compile(
    r"""
      各 | 全[省市区县州旗镇乡体] | 相关 | 有关 | 其[他它]
    | 国家 | 中国 | 中共 | 国网 | 国务院 | 中央 | 自治[区州县] | 驻
    | 市(?!场|政(?!府|协)|容|民|值|集) | 区(?!域|块|间|划)
    | 县(?!域) | 乡(?!村|土) | [省州旗盟镇]
    """,
    re.VERBOSE,
)

# Endings of bodies, each with what must not stand before it (格局 is no 局, 干部 no 部, 网站 no 站).
_ENDINGS = re.compile(
    r"""
    (?: (?<![格布全大结时新开战破变僵当])局
      | (?<!原)委
      | (?<![阅联转交督承协主举通快代难好易网帮申可自经合兴开创查次上近即速怎])办
      | [厅署]
      | (?<![全内外干东西中南北总局细头面腹底])部
      | (?:委|员|协|商|学|联合|联谊|促进|基金|理|事|工商联|红十字|总工|工|联席)会
      | (?:联席|常务)会议
      | 办公[室厅] | 政府 | 党[委组校] | 工委 | 支部 | 总支 | 团委 | 团[省市区县州旗镇]委 | [纪监]委
      | 人大 | 政协 | [省市区县]府 | [行公]署
      | [工妇残文侨科台社记作音]联 | 工商联 | 社科联 | [科作消音书美计]协
      | (?<!为)中心
      | (?:总|分|工作|服务|管理|监测|监督|推广|检验|防疫|检查|收费|客运|广播|兽医|文化|水利|气象|农技
          |林业|枢纽|保障|指导|救助|环卫|运管|养护|执法|变电|火车|高铁|汽车|卫生|消防|供销)站
      | (?:派出|司法|研究|监督|管理|监管|税务|财政|规划|交易|事务|国土|资源|工商|卫生|环保|看守|戒毒|拘留
          |林业|供电|信用|检测|检验|保护|监测|律师|事务|检疫|气象|水务|自规|规资|市监|财税)所
      | [医法学书科剧影察究计利老生休画术务研]院
      | (?<![好短之查惩去何各益坏])处
      | (?<![学专百本内外儿骨])科 | (?<![控参炒入持])股 | (?<!教)室
      | (?:领导|工作|专项|协调|监察|督查|督导|推进|攻坚|保障|综合|专责|专家|党|班|协作|专班)小?组
      | (?<![团军梯排])队 | 专班 | 指挥部 | 联盟
      | 街道 | 镇街 | 街镇 | 镇乡 | 乡镇
      | (?<![城重冰集])镇 | (?<![城家返下入])乡 | (?<![农乡驻进])村 | (?<![进入])社区 | 村居 | 村[（(]?社区[）)]?
      | [园校厂矿景港库灾林牧农垦理税作能验假范导]区 | [开拓]发区 | [高新]新区 | 经开区 | 新区 | 功能区 | 集中区 | 集聚区 | 物流区
      | (?:产业|科技|工业|物流|软件|创业|孵化|生态|农业|幼儿|植物|动物|公)园
      | 公司 | 集团 | 企业 | 银行 | (?:分|支|人|商|工|农|建)行 | [国城交农水文]投
      | [学党高院职团]校 | [小中大]学 | [一二三四五六七八九十]中
      | (?:档案|图书|文化|博物|纪念|展览|美术|体育|规划|科技|展示|群艺|方志)馆
      | (?:气象|电视|广播|地震)台 | 融媒体?
      | 机关 | 海关 | 机场 | [农林牧渔]场 | [工药电水]厂
      | 报社 | 日报 | 通讯社 | 供销社 | 合作社 | 联社 | 旅行社
      | 交警 | 武警 | 军分区 | 人武部
      | 部门 | 单位 | 机构 | 委办局? | 委局 | 部委办? | 院所 | 站所 | 科室 | 股室 | 处室 | 团体 | 院系 | 支局
    )$""",
    re.VERBOSE,
)
# A place stands for its government (云澜区, 松石市); 区市 and the like is a torn name.
_PLACE = re.compile(
    r"^(?![省市区县州旗盟镇乡])[\u4e00-\u9fff]{1,7}(?<![城全超股楼上入菜夜都社地专片校小辖特郊山各])[省市区县州旗盟]$"
)

_TYPES = (
    r"部门|单位|机构|组织|企业|公司|街道办事处|街道|街镇|镇街|乡镇|镇乡|乡|镇|村居|村|社区|居|园区|开发区|县市区|市县区|市区县"
    r"|县区|区县|市县|市州|州市|区|县|市|州|旗|盟|省|街|委办局|部委办局|委办|委局|部委|科室|股室|处室|院系|院所|站所|科|股|处|室|局|委|办|站|所|场"
    r"|大队|中队|支队|队|学校|高校|院校|学院|医院|医疗机构|金融机构|机关|党委|党组|党支部|支部|人民政府|政府|办事处|管委会"
    r"|成员单位|成员|银行|平台|团体|协会|商会|条线|地方|地区|地"
)
# A group: 各… and the like before a kind of body, or a kind of body alone.
_COLLECTIVE = re.compile(
    rf"""
    (?: 各(?!界) | 相关 | 有关 | 全体 | 全[省市区县州镇乡] | 其[他它] | 所有 )
      [^，。；]{{0,12}}? (?:{_TYPES}|方面|主体|级|系统|专班) (?:[和及、与]?(?:{_TYPES}))?$
    | (?: 成员 | 牵头 | 责任 | 配合 | 承办 | 主办 | 起草 | 直属 | 所属 | 下属 | 基层 | 派出 | 派驻 | 内设 | 组成 | 工作(?=部门|单位|机构) | [两三二下]级 | 垂直管理 | 垂管
        | [省市区县州旗乡镇局厅委]直(?:机关)? | [省市区县州镇局]级 | [省市区县州]属(?:国有)? | 驻[省市区县][^，。；]{{0,4}} )
      (?:{_TYPES})(?:[和及、与]?(?:{_TYPES}))?$
    | ^ (?: 行业 | 业务 | 主管 | 监管 | 职能 | 审批 | 执法 | 行政 | 政府 | 公共 | 企事业 | 涉企 | 用人 | 区 | 市 | 县 | 省 | 镇 )* (?: 部门 | 单位 | 机构 )
      (?:[和及、与]?(?:单位|机构))?$
    | ^[省市区县州旗乡镇]、
    | ^ (?: 街道 | 乡镇 | 镇街 | 街镇 | 镇乡 | 镇 | 乡 | 村 | 村居 | 园区 | 社区 | 学校 | 科室 | 股室 | 处室 | 委办局 | 机关 | 县区 | 区县 | 市县 | 企业 | 开发区 )$
    """,
    re.VERBOSE,
)  # fmt: skip

# Words that open a sentence about work, not a name; some of them open the name of an office
# (推进…办公室, 优化营商环境专班).
_VERBS = re.compile(
    r"""
    加强 | 强化 | 推[进动行] | 落实 | 做[好优强] | 完善 | 开展 | 建立 | 健全 | 提[升高] | 优化 | 深[化入] | 规范 | 探索 | 加[快大] | 实施
    | 编制 | 发布 | 公[布开示] | 举办 | 制[定订] | 修订 | 打造 | 构建 | 继续 | 持续 | 积极 | 进一步 | 切实 | 全面 | 严格 | 依托 | 按照
    | 根据 | 围绕 | 聚焦 | 坚持 | 拓展 | 丰富 | 扩大 | 促进 | 增强 | 畅通 | 成立 | 组建 | 设立 | 明确 | 督促 | 鼓励 | 支持 | 引导 | 及时 | 定期
    | 适时 | 抓好 | 用好 | 办好 | 更新 | 调整 | 支撑 | 服务(?!中心|业|办|大厅|局|科|站)
    | 组织(?!部|人事|科|处|股|宣|室) | 建设(?!管理|局|和|委|交通|工程|厅|部|科|股|环|银行|集团|中心|投资|发展)
    | 指导(?!科|站|中心|处|室|委) | 监督(?!管|科|股|所|检|站|局|执|处|保) | [对将要应需在于为以并可不让从到把被]
    """,
    re.VERBOSE,
)
_OFFICE = re.compile(r"(?:办公室|办|小组|专班|指挥部|协调组|委员会|联席会议|工作组|中心|科|处|股|局)$")
_NEVER_OPENS = re.compile(r"成立|组建|设立|建立|[对将要应需在于为以并可不让从到把被]")
# Persons, quantities and prose: never in the name of a body.
_NOT_BODY = re.compile(
    r"[。！？!?；;：:%％，]"
    r"|(?:领导|[局区市县镇乡校院所站科处部厅行]长|主任|书记|负责人|责任人|联络员|专员|委员|同志|干部|经理|主席|秘书)$"
    r"|的|不少于|不得|(?<!级)以[上下]|进行|已经|如果|是否|为了|通过|结合|其中|以及"
)


def bare(name: str) -> str:
    """The name without its brackets and with 某 for quoted words: what its form is judged by."""
    return _QUOTES.sub("某", _BRACKETS.sub("", name))


@lru_cache(maxsize=1 << 14)
def is_body(name: str) -> bool:
    """True where the form alone says that this names a body or a group of bodies.

    >>> is_body("区经委（区商务委）"), is_body("各街镇"), is_body("市发展"), is_body("强化解读材料质量管理")
    (True, True, False, False)
    """
    if not 2 <= len(name) <= 80:
        return False
    core = bare(name)
    if not 2 <= len(core) <= 36 or _NOT_BODY.search(core):
        return False
    if _VERBS.match(core) and (_NEVER_OPENS.match(core) or not _OFFICE.search(core)):
        return False
    return bool(_ENDINGS.search(core) or _PLACE.match(core)) or is_collective(name)


@lru_cache(maxsize=1 << 14)
def is_collective(name: str) -> bool:
    """True of a group that names no single body.

    >>> is_collective("区政府各部门"), is_collective("街道"), is_collective("区行政复议主管部门")
    (True, True, False)
    """
    core = bare(name)
    return not _NOT_BODY.search(core) and not _VERBS.match(core) and bool(_COLLECTIVE.search(core))


def has_head(text: str) -> bool:
    """True where the text opens as names do: with a level of government, 各, 相关, 有关, 国家.

    >>> has_head("区教育局"), has_head("市场监管局")
    (True, False)
    """
    return bool(_HEAD.match(text))
