"""Role words of a list of units: labels (牵头单位：), words after a name (牵头, 按职责分工负责) and before
one (会同). Where a role reaches over several names is `units`' matter.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from wpkit.fields.bodies import is_known
from wpkit.fields.names import CLOSE, OPEN, has_head, is_body
from wpkit.patterns import pattern
from wpkit.schema import Role
from wpkit.text import fold

_LABEL_WORDS: tuple[tuple[Role, str], ...] = (
    ("lead", "牵头 主牵头 总牵头 双牵头 统筹 牵头责任 牵头负责 牵头主责 牵头落实 牵头承办"),
    ("responsible",
     "责任 主要责任 第一责任 负责 主责 主办 承办 实施 落实 组织 执行 具体责任 直接责任 主管 承担 任务 参照落实 组织实施 责任落实"
     " 工作责任 承接 具体落实 具体实施 推进 分工 部门分工 责任分工 任务分工 职责分工"),
    ("support",
     "配合 协助 协办 参与 参加 会同 协同 协作 支持 指导 督促 监督 督办 督导 协同责任 配合责任 次要责任 业务指导 协同配合 参与配合"
     " 协助配合 协作配合 责任配合 监管"),
)  # fmt: skip
ROLES: dict[str, Role] = {word: role for role, words in _LABEL_WORDS for word in words.split()}
_KINDS = tuple(
    sorted(
        "单位和部门 部门和单位 单位及部门 部门及单位 部门单位 单位部门 领导小组 单位 部门 科室 处室 股室 委室 委办 工委 专委会 主体 机构 机关 科 处 股 方".split(),
        key=len,
        reverse=True,
    )
)
_ROLE_WORDS = tuple(sorted(ROLES, key=len, reverse=True))
# 责任科 heads a column; 推进科, 落实处 and 督办科 are departments by that name.
_OFFICES_SHARES = frozenset("责任 牵头 负责 主责 主办 承办 协办 配合 参与 主管".split())
_BEFORE_ROLE = frozenset(
    "各 总 主要 具体 其他 其它 行业 省级 市级 区级 县级 州级 镇级 省 市 区 县 州 镇 第二 第三 首要 共同 直接 相关 有关 任务 项目 工作".split()
) | {""}
_SHARES = frozenset("牵头 配合 协助 协办 主办 承办 参与 会办".split())
_AND_PERSONS = ("及责任人", "及负责人", "及人员", "和责任人", "/责任人")
# Where a label without a colon ends: 责任单位 区教育局, 责任单位各街镇.
_KIND_END = pattern(
    r"(?:单位|部门|科室|处室|股室|主体)(?=\s+\S|\s*[各区市县省])",
    needs=(
        "单位",
        "部门",
        "科室",
        "处室",
        "股室",
        "主体",
    ),
)
# Before a label without a colon there must be nothing, or a mark.
_BOUNDARY = frozenset("、，,；;。 \t\n\u3000（(〔[【|／/")
_LONGEST_LABEL = 40
# Labels of other fields that may follow inside the same bracket, and of persons.
_OTHER = pattern(
    r"""
    (?:完成|办结|时间|进度|责任|联系|分管|牵头|具体|主要|负责|推进|办理|落实|包保|包联|协管|年度|工作|主管|[省市区县]级?){0,6}
    (?:时限|时间|期限|节点|进度|领导|责任人|负责人|联系人|人员|人|电话|要求|目标|措施|备注|内容|标准|成果|安排|序时|说明|注)
    (?:要求|安排|节点|目标)?\s*[:：]
    """,
    re.VERBOSE,
)

_DUTY = (
    r"(?:(?:按照?|依照?|依据|根据|结合|依法依)(?:各自|部门|自身|法定|本部门|本单位|有关|相应)?(?:的)?"
    r"(?:工作)?(?:任务|管理)?(?:职责|职能|职权|权限|分工|归口)(?:和|与|、)?(?:任务|工作)?(?:分工|职能|职责|范围|权限|任务|要求){0,4}|各司其职|各负其责|依法依规)"
)
_MANNER = (
    r"自行|共同|分别|具体|联合|各自|密切|积极|全力|统一|直接|分工|认真|主要|同步|全程|合力|协力|抓好|做好|切实|按要求|分级|属地|加强|主动|大力"
    r"|结合(?:各自|本地|自身|工作)?实际"
)
_LEAD = (
    r"(?:总|双|负责|主)?牵头(?:负责|落实|组织|实施|推进|抓总|办理|承办|协调|完成|主抓|主办|督导|指导|督办|总){0,4}|主责|抓总|负总责|总负责"
    r"|统筹(?:协调|推进|负责|落实|实施){0,4}"
)
_DOES = r"负责(?:组织|实施|落实|推进|办理|完成|执行|协调){0,4}|(?:组织|参照|抓好|推进)?(?:落实|实施)|主办|承办|执行|承担|办理|推进|主抓|完成|组织"
# 督办 ends the names of offices too: 目督办, 市督办.
_HELPS = (
    r"(?:协同|积极)?(?:配合|协助|协办|参与|参加|协同|协作|支持|指导|督促|监督(?!办(?!理))|(?<![目考政监])(?<!^[省市区县州镇乡])督办|督导(?!办(?!理))|会办|保障|监管)"
    r"(?:负责|落实|实施|配合|推进|办理|指导|监督|完成|做好|承办|组织|督促|协调){0,4}"
)
_AFTER = pattern(
    rf"^(?P<name>.*?)(?P<duty>{_DUTY}?)(?:{_MANNER}){{0,4}}"
    rf"(?:(?P<lead>{_LEAD})|(?P<does>{_DOES})|(?P<helps>{_HELPS}))(?:[好]?(?:相关|有关|具体|各项)?工作)?$",
    needs=tuple(
        (
            "牵头 主责 抓总 负总责 统筹 负责 落实 实施 主办 承办 执行 承担 办理 推进 主抓 完成 组织"
            " 配合 协助 协办 参与 参加 协同 协作 支持 指导 督促 监督 督办 督导 会办 保障 监管"
        ).split()
    ),
)
# What a piece ends in that `_AFTER` matches: to try it takes long.
ROLE_ENDS = tuple(
    (
        "工作 牵头 主责 抓总 负总责 总 统筹 负责 落实 组织 实施 推进 办理 承办 协调 完成 主抓 主办 执行 承担 督导 指导 督办"
        " 配合 协助 协办 参与 参加 协同 协作 支持 督促 监督 会办 保障 监管 做好"
    ).split()
)
_DUTY_ALONE = pattern(
    rf"^(?P<name>.*?)(?P<duty>{_DUTY}(?:做好|抓好|开展)?(?:相关|有关|各项)?(?:工作)?)$",
    needs=("职", "权限", "分工", "归口", "各司其职", "各负其责", "依法依规"),
)
_IS_LEADER = pattern(
    r"^(?P<name>.+?)(?:为|是|作为)(?:主要|第一)?(?P<role>牵头|责任|主办|承办|配合|协助|协办|参与)(?:单位|部门|科室|处室)$",
    needs=(
        "单位",
        "部门",
        "科室",
        "处室",
    ),
)
# Role words that no name of a body ends in: what stands before them needs no other evidence.
_CLEAR = pattern(r"牵头|负责|配合|协助|协办|落实|承办|主办")
_LISTED = r"的?(?:责任|承办|主办|负责|实施|落实|列出|列明|名称)*(?:单位|部门|科室|处室|股室|机构|主体|者)?的?"
_LEADING = "牵头|主办|主责|主要责任|主要负责|第一责任|主要承办|主承办|抓总|总负责|总责|总协调"
_FIRST_LEADS = pattern(
    # 列第一位的部门为牵头部门, 首位单位为牵头单位, 第一个部门为主要责任部门
    r"(?:第[一1](?:位置?|序位|顺位|名|个|家|列)?|首(?:位|个|家|列|名)|[列排居]首|最前[面列位]?|靠前|[列排](?:名|序)?[在于]?前[面列位者])"
    rf"{_LISTED}(?:即|均|皆|都|一律|应当?|则|就|默认)?(?:作?为|是|系|视为|视作|承担|担任|负)"
    rf"(?:[该此本各]?项?(?:相关|具体)?(?:工作|任务|事项)的?)?(?:总|主)?(?:{_LEADING})"
    # 由列首位的单位牵头, 第一个单位牵头，其余配合
    rf"|(?:第[一1](?:位|个|家)|首(?:位|个|家)|[列排]第[一1]|[列排居]首)(?=[责承主负实落列名单部科处股机的者]){_LISTED}(?:负责|总)?牵头"
    # 牵头单位列首位
    r"|(?:牵头|主办|主责)(?:责任)?(?:单位|部门|科室|处室|股室)(?:均|都|皆|一律|应)?(?:为|是|系)?[名位]?[列排居放置](?:名|序)?[在于]?(?:首[位个家]|第[一1](?![批季名书副产])|最?前面)",
    needs=("牵头", "主办", "主责", "责任", "负责", "承办", "抓总", "总责", "总协调"),
)
_ORDERED = pattern("第[一1１]|首|[最靠]前|前[面列位者]", needs="第首前")
_BEFORE = pattern(r"^(?:并|再|具体|,|，)*(?:(?P<helps>会同|协同|配合|协助|会商)|由|请|商|联合|其中)")
_GROUP_OF_COUNCIL = ("各", "成", "有关", "相关", "全体", "其他", "其它")
_BETWEEN = pattern(r"(?P<lead>牵头|负责)?[，,]?(?:并)?(?:(?P<helps>会同|会商|协同|配合|协助)|联合|会|商)")


# Bodies within a body, of which one may go with another (宣传处会办公室); 会 begins a word of the other's in 处会计室.
_DIVISIONS = tuple("科 处 股 室 局 厅 办 部 队 站 所 中心".split())
_OPENS_WORD = frozenset("计展务商议员审场客演见")

# 甲、乙 stand for names in examples.
_STANDING_FOR = frozenset("甲乙丙丁戊己庚辛")


class Label(NamedTuple):
    start: int
    end: int
    role: Role | None  # None: the label of a field that holds no units
    first_leads: bool = False


class Peeled(NamedTuple):
    """A piece without its role words; `duty` is the phrase on how the work is shared."""

    name: str
    role: Role | None = None
    duty: str = ""


_COLON = pattern("[:：]", needs=":：")
_MARK = pattern("[、，,；;。：:（(|]")
_KIND = pattern("(?:单位|部门|科室|处室)$", needs="位门室")


def labels(text: str) -> list[Label]:
    """The labels in the text, in order, none within another."""
    found: list[Label] = []
    for m in _COLON.finditer(text):
        if label := _label_before(text, m.start(), m.end()):
            found.append(label)
    for m in _KIND_END.finditer(text):
        label = _label_before(text, m.end(), m.end())
        if label and (label.start == 0 or text[label.start - 1] in _BOUNDARY):
            found.append(label)
    if ":" in text or "：" in text:
        for m in _OTHER.finditer(text):
            if all(m.end() <= one.start or one.end <= m.start() for one in found):
                found.append(Label(m.start(), m.end(), None))
    # 区教育局（责任人：…）: what stands in a bracket after a name is a note on it
    return sorted(label for label in found if not _in_brackets(text, label.start))


def _in_brackets(text: str, position: int) -> bool:
    before = text[:position]
    return sum(before.count(c) for c in OPEN) > sum(before.count(c) for c in CLOSE)


def is_label(text: str) -> bool:
    """True of the words of a label alone, as they head a column: 责任单位, 牵头部门."""
    if not text.endswith(_KINDS):
        return False
    kind = next(kind for kind in _KINDS if text.endswith(kind))
    role = text.removesuffix(kind)
    return role in ROLES and (len(kind) > 1 or role in _OFFICES_SHARES)


def _label_before(text: str, stop: int, end: int) -> Label | None:
    """The role label that ends at `stop`, blanks allowed inside it (责 任 单 位)."""
    at = [i for i in range(max(0, stop - _LONGEST_LABEL), stop) if not text[i].isspace()]
    word = "".join(text[i] for i in at)
    word, note = _without_bracket(word)
    word = next((word.removesuffix(ending) for ending in _AND_PERSONS if word.endswith(ending)), word)
    kind = next((kind for kind in _KINDS if word.endswith(kind)), "")
    word, _ = _without_bracket(word.removesuffix(kind))
    role = next((role for role in _ROLE_WORDS if word.endswith(role)), None)
    if role is None and kind and not word and stop < end:
        return Label(at[0], end, "responsible")  # 科室：
    if (
        role is None
        and kind
        and stop < end
        and (word == "成员" or (word[-3:-2] in _BOUNDARY and word[-2:] == "成员"))
    ):
        return Label(at[len(word) - 2], end, "responsible")
    if role is None:
        return None
    before = _MARK.split(word.removesuffix(role))[-1]
    if before not in _BEFORE_ROLE:
        # 牵头：甲科配合：乙科: behind another label's names a share before a colon is a label too
        if not kind and not (role in _SHARES and _COLON.search(text, 0, at[-1]) and is_body(before)):
            return None
        before = ""
    start = at[len(word) - len(role) - len(before)]
    return Label(start, end, ROLES[role], says_first_leads(note))


def _without_bracket(word: str) -> tuple[str, str]:
    opening = max(word.rfind("（"), word.rfind("("))
    if opening > 0 and word.endswith(("）", ")")):
        return word[:opening], word[opening:]
    return word, ""


@lru_cache(maxsize=1 << 12)
def peel(piece: str) -> Peeled:
    """Takes the role words off the end of a piece; the name may be empty (负责 alone).

    >>> peel("区教育局牵头负责"), peel("各街镇按职责分工落实").duty
    (Peeled(name='区教育局', role='lead', duty=''), '按职责分工落实')
    """
    if len(piece) > 80:
        return Peeled(piece)
    if m := _IS_LEADER.match(piece):
        return Peeled(m["name"], ROLES[m["role"]])
    if piece.rstrip("\n").endswith(ROLE_ENDS) and (m := _AFTER.match(piece)):
        name, word = m["name"], m["lead"] or m["does"] or m["helps"]
        clear = bool(_CLEAR.search(word) or m["duty"])
        if (
            not name
            or name.endswith("等")
            or is_body(name)
            or (clear and (len(name) > 1 or name in _STANDING_FOR))
        ):
            role: Role = "lead" if m["lead"] else "responsible" if m["does"] else "support"
            return Peeled(name, role, piece[len(name) :] if m["duty"] else "")
    if m := _DUTY_ALONE.match(piece):
        return Peeled(m["name"], None, m["duty"])
    return Peeled(piece)


def role_in_brackets(inside: str) -> Role | None:
    """The role that a bracket after a name states: 牵头, 配合单位, 负责.

    >>> role_in_brackets("牵头单位"), role_in_brackets("区商务委")
    ('lead', None)
    """
    word = _KIND.sub("", inside)
    if word in ROLES:
        return ROLES[word]
    peeled = peel(inside)
    return None if peeled.name else peeled.role


@lru_cache(maxsize=1 << 12)
def before(name: str) -> tuple[str, bool]:
    """(the name without a word such as 由 or 会同 before it, whether that word makes helpers)."""
    m = _BEFORE.match(name)
    if (
        m
        and m.end() < len(name) - 1  # 配合科, 会同办: a department by that name
        and (
            m["helps"]
            or has_head(name[m.end() :])
            or name[m.end()] == "“"
            or (name[0] == "由" and is_body(name[1:]))
        )
    ):
        return name[m.end() :], bool(m["helps"])
    return name, False


@lru_cache(maxsize=1 << 12)
def between(name: str) -> tuple[str, str, Role | None, bool] | None:
    """甲会同乙 → (甲, 乙, 甲's role, whether 乙 helps); None where the text is one name."""
    for m in _BETWEEN.finditer(name):
        left, right = name[: m.start()], name[m.end() :]
        # 会 ends the name of a council before a group of its own (安委会各成员单位, 管委会有关科室); 发改委 is whole without it
        ends_name = m.group() == "会" and right.startswith(_GROUP_OF_COUNCIL) and is_body(left + "会")
        within = m.group() == "会" and left.endswith(_DIVISIONS) and right[:1] not in _OPENS_WORD
        headed = has_head(right) or within
        short = len(m.group()) == 1 and (not headed or (ends_name and not is_known(left)))
        if right and not short and is_body(left) and (is_body(right) or is_body(right.split("等")[0])):
            return left, right, "lead" if m["lead"] == "牵头" else None, bool(m["helps"])
    return None


def says_first_leads(text: str) -> bool:
    """True where the text makes the first of each list its leader (列第一位者为牵头单位).

    >>> says_first_leads("各项任务列第一位的为牵头单位"), says_first_leads("主要负责人为第一责任人，要亲自牵头")
    (True, False)
    """
    # most lists have none of these, and folding takes its time
    return bool(_ORDERED.search(text) and _FIRST_LEADS.search(fold(text)))


_MARKS = pattern("([，,；;。])")
_NOTED = pattern(r"[（(][^（）()]{4,80}[）)]", needs="（(")
_OF_SEVERAL = pattern(r"(?:[多两二几2]个|[多几]家|[两二2]家|若干|以上|涉及|共同).{0,20}[的时]$|分工中$")
_OF_OTHERS = pattern("其[他它余]|余|后|下同|以下同")


def without_first_leads(text: str) -> str:
    """The text without what makes the first of each list its leader: the clause, when it holds, and what it makes of
    the others.

    >>> without_first_leads("甲局、乙局，由多家共同负责的，列首位的为牵头单位，其他单位配合")
    '甲局、乙局'
    """
    if not says_first_leads(text):
        return text
    text = _NOTED.sub(lambda note: "" if says_first_leads(note[0]) else note[0], text)
    clauses = _MARKS.split(text)
    told = [says_first_leads(clause) for clause in clauses]
    out: list[str] = []
    dropped = False
    for i in range(0, len(clauses), 2):
        clause = clauses[i].strip()
        next_told = i + 2 < len(clauses) and told[i + 2]
        dropped = (
            told[i]
            or (next_told and bool(_OF_SEVERAL.search(clause)))
            or (dropped and bool(_OF_OTHERS.match(clause)))
        )
        if not dropped:
            out += clauses[i : i + 2]
    return "".join(out).strip("，,；;。 ")
