"""One printed name → does it read as the name of a body, and of one body or of a group?

Only the form of the name is judged (its ending, its first characters); which bodies exist is `bodies`'
matter, and splitting a list into names is `units`'. `bare` takes a name apart from the brackets after it.
"""

from __future__ import annotations

import re
from functools import lru_cache

_BRACKETS = re.compile(r"[（(〔\[【][^（(〔\[【）)〕\]】]*[）)〕\]】]?")
_QUOTES = re.compile(r"[“\"‘「『《][^”\"’」』》]*[”\"’」』》]")

# What a level of government is called before a body of its own: 区教育局, 省直各部门, 地区行署.
LEVELS = "省市区县州旗镇乡盟"
_HEAD = re.compile(
    r"""
    (?: 各 | 全[省市区县州旗镇乡体] | 相关 | 有关 | 其[他它] | 国家 | 中国 | 国务院 | 中央 | 本 | 自治[区州县]
      | 市(?!场|政(?!府|协)|容|民|值|集)
      | 区(?!域|块|间|划)
      | 省 | 县(?!域) | 州 | 旗 | 盟 | 镇 | 乡(?!村振|土)
    )""",
    re.VERBOSE,
)

# Endings of bodies, each with what must not stand before it (格局 is no 局, 干部 no 部).
_ENDINGS = re.compile(
    r"""
    (?: (?<![格布全大结时新开战破变僵])局
      | (?<!原)委
      | (?<![阅联转交督承协主举通快代难好易网帮申可自经合兴开创查次上近即速特优怎])办
      | [厅署]
      | (?<![全内外干东西中南北总局各细头面腹底])部
      | (?:委员|管委|党委|工委|常委|居委|村委|协|商|学|联合|联谊|促进|基金|理事|工商联|红十字|总工|工|妇|残联|红会|联席|专委|议)会(?:议)?
      | 办公[室厅] | 政府 | 党[委组校] | 党?[工总]委 | 党?支部 | 党总支 | 团[委工]委? | 纪[委工]委? | 监委
      | 人大 | 政协 | 区府 | 行署 | 公署
      | [工妇残文侨科台社记]联 | 工商联 | 社科联 | 科协 | 作协 | 消协 | 音协
      | (?<!为)中心
      | (?:总|分|工作|服务|管理|监测|监督|推广|检验|防疫|检查|收费|客运|广播|兽医|文化|水利|气象|农技|林业|枢纽|保障|指导|救助|环卫|运管|养护|执法|变电|火车|高铁|车)站
      | (?:派出|司法|研究|监督|管理|监管|税务|财政|规划|交易|事务|国土|资源|工商|卫生|环保|看守|戒毒|拘留|林业|供电|信用|检测|检验|保护|监测|托儿|律师)所
      | [医法学书科剧影检察研究设计福利敬老卫生干休]院
      | (?<![好短之查惩去何各])处
      | (?<![学专百本内外儿骨])科
      | (?<![控参炒入持])股
      | (?<![教])室
      | (?:小|工作|专项|领导|协调|监察|督查|督导|推进|攻坚|保障|综合|专责|专家|党|班)组
      | (?<![团军梯排])队
      | 专班 | 指挥部 | 联盟 | 总商会 | 促进会 | 专员公署
      | 街道 | 镇街 | 街镇
      | (?<![城重冰])镇 | (?<![城家返下入])乡 | (?<![农乡驻进])村 | (?<![进入])社区
      | [园校厂矿景港库新灾林牧农水经高发开示范管理保税合作功能试验度假]区 | 开发区 | 高新区 | 经开区
      | (?:产业|科技|工业|物流|软件|创业|孵化|生态|农业|幼儿|植物|动物|公)园
      | 公司 | 集团 | 企业 | 银行 | [分支人商工农建]行 | 国投 | 城投 | 交投
      | [学党高院职]校 | 小学 | 中学 | 大学 | 一中 | 二中
      | (?:档案|图书|文化|博物|纪念|展览|美术|体育|规划|科技|展示|群艺|方志)馆
      | (?:气象|电视|广播电|电|地震)台 | 融媒体
      | 机关 | 海关 | 机场 | [农林牧渔]场 | [工药电水]厂
      | 报社 | 日报 | 通讯社 | 供销社 | 合作社 | 联社 | 旅行社
      | 交警 | 武警 | 军分区 | 人武部 | 武装部
      | 部门 | 单位 | 机构 | 组织 | 委办局 | 院所 | 站所 | 科室 | 股室 | 处室
    )$""",
    re.VERBOSE,
)
# A place can stand for its government: 云澜区, 各县, 松石市.
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,6}(?<![城全超股楼上入菜夜都社地专片校小辖特郊山])[省市区县州旗盟]$")

_GROUP_WORD = (
    r"部门|单位|机构|组织|企业|公司|街道|街镇|镇街|乡镇|镇乡|乡|镇|村|社区|村居|居|区|县|市|州|旗|盟|省|县区|区县|市县|县市区|市区县|园区|"
    r"开发区|委办局|委局|科室|股室|处室|院所|站所|科|股|处|室|局|委|办|站|所|队|大队|中队|学校|高校|院校|医院|医疗机构|"
    r"机关|党委|党组|党支部|支部|政府|人民政府|街道办事处|办事处|管委会|成员|银行|金融机构|平台|协会|商会|地方?|条线|专班"
)
_COLLECTIVE = re.compile(
    rf"""
    ^ (?: 各(?!界人士) | 全[省市区县州旗镇乡体局] | 相关 | 有关 | 其[他它] | 所有 )
    | (?: 各 | 相关 | 有关 | 全体 | 其他 | 等 ) [^（(]{{0,8}}? (?:{_GROUP_WORD}) (?:和|、|及)? (?:{_GROUP_WORD})?$
    | (?: 成员 | 牵头 | 责任 | 配合 | 直属 | 所属 | 下属 | 基层 | 派出 | 派驻 | 内设 | [省市区县州乡镇局]直 | [省市区县州乡镇]级(?!机关) | [省市区县州]属 | 垂直管理 | 驻[区市县] | 两级 )
      (?:{_GROUP_WORD})$
    | ^ (?: 行业 | 业务 | 主管 | 职能 | 行政执法 | 执法 | 政府 | 公共企事业 | 企事业 | 行业主管 | 行业监管 | 涉企 | 审批 ) * (?: 部门 | 单位 | 机构 )$
    | ^ (?: 街道 | 乡镇 | 镇街 | 街镇 | 镇乡街道 | 乡镇街道 | 镇 | 村居 | 园区 | 社区 | 学校 | 科室 | 股室 | 处室 | 委办局 | 机关 | 局机关各?科室 | 乡 | 村 | 县区 | 区县 | 市县)$
    """,
    re.VERBOSE,
)

# Words that open a sentence about work, not a name; some of them open the name of an office
# (推进…办公室, 优化营商环境专班).
_VERBS = re.compile(
    r"^(?:加强|强化|推进|推动|落实|做好|完善|开展|建立|健全|提升|提高|优化|深化|规范|探索|加快|加大|实施|编制|发布|公布|公开|举办|组织(?!部|人事|科|处|股|宣)|"
    r"制定|制订|修订|打造|构建|继续|持续|积极|进一步|切实|全面|严格|依托|按照|根据|围绕|聚焦|坚持|拓展|丰富|扩大|促进|增强|畅通|"
    r"成立|组建|设立|建设(?!管理|局|和|委|交通|工程|厅|部|科|股|环)|明确|指导|督促|监督(?!管|科|股|所|检|站|局|执|处)|鼓励|支持|引导|及时|定期|适时|抓好|用好|办好|更新|调整|公示|对|将|要|应|需|在|于|为|以|并|可|不)"
)
_OFFICE = re.compile(r"(?:办公室|办|领导小组|专班|指挥部|协调组|委员会|联席会议|工作组|中心|科|处|股)$")
_FOUNDING = re.compile(r"^(?:成立|组建|设立|建立|对|将|要|应|需|在|于|为|以|并|可|不)")
# Persons and prose: never a body.
_NOT_BODY = re.compile(
    r"[。！？!?；;：:%％]|(?:领导|[局区市县镇乡校院所站科处部厅]长|主任|书记|负责人|责任人|联络员|专员|委员|同志|干部)$|的|不少于|不得|以上|以下|进行|已经|如果|是否|为了"
)


def bare(name: str) -> str:
    """The name without brackets and with quoted words as one mark each: what its form is judged by."""
    return _QUOTES.sub("某", _BRACKETS.sub("", name))


@lru_cache(maxsize=1 << 14)
def is_body(name: str) -> bool:
    """True where the form alone says that this names a body or a group of bodies.

    >>> is_body("区经委（区商务委）"), is_body("各街镇"), is_body("市发展"), is_body("强化解读材料质量管理")
    (True, True, False, False)
    """
    if not 2 <= len(name) <= 60:
        return False
    core = bare(name)
    if not 2 <= len(core) <= 30 or _NOT_BODY.search(core):
        return False
    if is_collective(name):
        return True
    if not (_ENDINGS.search(core) or _PLACE.match(core)):
        return False
    return not _VERBS.match(core) or bool(_OFFICE.search(core) and not _FOUNDING.match(core))


@lru_cache(maxsize=1 << 14)
def is_collective(name: str) -> bool:
    """True of a group that names no single body.

    >>> is_collective("区政府各部门"), is_collective("街道"), is_collective("区行政复议主管部门")
    (True, True, False)
    """
    core = bare(name)
    if _NOT_BODY.search(core):
        return False
    return bool(_COLLECTIVE.search(core))


def has_head(text: str) -> bool:
    """True where the text opens as names do: with a level of government, 各, 相关, 有关.

    >>> has_head("区教育局"), has_head("市场监管局")
    (True, False)
    """
    return bool(_HEAD.match(text))
