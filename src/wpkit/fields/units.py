"""A printed list of responsible bodies → units with roles; what is no unit comes back as `rest`.

The list is read in four steps: labels (牵头单位：) cut it into stretches, separators cut a stretch into
pieces, each piece is peeled of its role words and its 等…, and names that a separator of their own had
cut (各县、区人民政府) are put together again. Which text of a notice is such a list is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from wpkit.fields import names
from wpkit.fields.bodies import canonical
from wpkit.schema import Role, Unit

_OPEN, _CLOSE = "（(〔[【“「『《", "）)〕]】”」』》"
_HARD = "、，,；;。／/|｜"
_SPACE = " \t\u3000\n\r\f\v"


def _loose(words: str) -> str:
    """A pattern for any of the words, blanks allowed between their characters (责 任 单 位)."""
    return "|".join(r"\s*".join(word) for word in sorted(words.split(), key=len, reverse=True))


# What a label is made of: a role, then what kind of body plays it.
_LABEL_ROLES: dict[str, Role] = {
    **dict.fromkeys(["牵头", "主牵头", "总牵头", "统筹", "牵头责任", "牵头负责", "牵头主责"], "lead"),
    **dict.fromkeys(
        ["责任", "主要责任", "第一责任", "负责", "主责", "主办", "承办", "实施", "落实", "组织", "执行", "具体责任", "直接责任", "主管", "承担", "任务", "参照落实", "组织实施", "责任落实", "工作责任", "承接"],
        "responsible",
    ),
    **dict.fromkeys(
        ["配合", "协助", "协办", "参与", "参加", "会同", "协同", "协作", "支持", "指导", "督促", "监督", "督办", "督导", "协同责任", "配合责任", "次要责任", "业务指导", "协同配合", "参与配合"],
        "support",
    ),
}  # fmt: skip
_KINDS = "单位 部门 科室 处室 股室 主体 机构 机关 科 处 股 方 单位和部门 部门和单位 部门（单位） 部门(单位) 单位（部门） 单位(部门) 单位（科室） 科室（单位） 领导小组"
_LABEL = re.compile(
    rf"(?P<role>{_loose(' '.join(_LABEL_ROLES))})(?P<kind>\s*(?:{_loose(_KINDS)}))?\s*(?:[:：]|(?<=[位门室体构关])(?=\s+\S))"
)
_OTHER_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}[:：]")
# Labels of other fields, and of persons, that may follow inside the same bracket.
_NO_UNITS = re.compile(r"领导|[责任联系负]人|时限|时间|期限|节点|进度|电话|目标|内容|措施|要求|备注|说明|注$")

_DUTY = (
    r"(?:按照?|依照?|依据|根据|结合)?(?:各自|部门|自身|法定|本部门|本单位|有关)?(?:的)?"
    r"(?:工作)?(?:职责|职能|职权|权限|分工|任务分工|管理权限)(?:分工|职能|职责|范围|权限|任务|要求)*|依法依职责|各司其职|各负其责|按照?任务分工"
)
_MODIFIER = r"共同|分别|具体|联合|各自|密切|积极|全力|统一|直接|分工|负责组织|认真|主要|同步"
_LEAD = r"(?:总|双|负责)?牵头(?:负责|落实|组织|实施|推进|抓总|办理|承办|协调|完成|主抓|主办|总)*|主责|抓总|统筹(?:协调|推进|负责|指导|落实)*"
_DOES = r"负责(?:组织|实施|落实|推进|办理|完成|执行)*|参照落实|组织(?:实施|落实|推进)|抓好落实|具体落实|落实|实施|主办|承办|执行|承担|办理|推进(?:落实|实施)?|主抓|完成"
_HELPS = (
    r"(?:协同|积极)?(?:配合|协助|协办|参与|参加|协同|协作|支持|指导|督促|监督|督办|督导|会办|保障|会同)"
    r"(?:负责|落实|实施|配合|推进|办理|指导|监督|完成|做好|承办|组织|督促|协调|工作)*"
)
_SUFFIX = re.compile(
    rf"^(?P<name>.*?)(?P<duty>(?:{_DUTY})?)(?:{_MODIFIER})*(?:(?P<lead>{_LEAD})|(?P<does>{_DOES})|(?P<helps>{_HELPS}))(?:相关)?(?:工作)?$",
    re.DOTALL,
)
_DUTY_ALONE = re.compile(
    rf"^(?P<name>.*?)(?P<duty>(?:按|依|根据|各司|各负)(?:{_DUTY}|司其职|负其责))$", re.DOTALL
)
# Role words that no name ends in; after the others what stands before must be a body.
_CLEAR = re.compile(r"牵头|负责|配合|协助|协办|落实|承办|主办")
_PREFIX = re.compile(
    r"^(?P<word>会同|协同|商|联合|配合|协助|由|请|并由|并会同|并|其中|再由)(?=[\u4e00-\u9fff“])"
)
_MIDDLE = re.compile(r"(?P<lead>牵头)?(?:，|,)?(?P<word>会同|会商|协同|联合|配合|协助|会|商)")
_TWO_CLAUSES = re.compile(
    rf"(?P<first>.+?(?:牵头(?:负责|落实|组织|实施)?|负责))(?P<second>.+?(?:{_HELPS}|{_DOES}))$"
)
_ET_AL = re.compile(
    r"^(?P<name>.+?)等(?P<what>(?:[一二三四五六七八九十两\d]+[个家])?"
    r"(?P<group>[\u4e00-\u9fff（）()、]{0,12}?(?:部门|单位|机构|企业|公司|科室|股室|处室|委办局|街镇|镇街|乡镇|街道|部门和单位|单位和部门|院校|学校|政府|村|镇|乡|社区|成员|平台|机关|园区|地区|地方|方面|区|县|县区|县市区|县（市、区）|办|所|站))?)$"
)
_ET_AL_ALONE = re.compile(r"^等(?P<group>[\u4e00-\u9fff]{2,12})$")
_NUMBER = re.compile(r"^(?:[（(]?\d{1,2}[）)．.、]|[①-⑳])(?=\D)")
_NOTE = re.compile(
    r"^(?:见|详见|以下|下同|含|按|根据|依|排名|列第一|第一|注|以|为|不再|分别|已|拟|原名|如|备注|加\*|负责|落实|具体|同上)|下同$|牵头单位$|简称"
)
_TIME = re.compile(
    r"^(?:\d{2,4}年)?\d{1,2}月|^\d{4}年|年底前?$|年内$|全年$|^长期|^持续|^常态化|月底前$|日前$|季度|^\d{4}[.\-/]\d"
)
_NONE = frozenset({"", "无", "/", "—", "——", "-", "--", "\\", "／", "－", "暂无", "空"})
_UNLIKE = re.compile(
    r"[。！？!?]|\d{3,}|不少于|以上|要求|进行|工作$|情况|信息|内容|制度|机制$|方案|措施|体系$"
)
_TITLE = re.compile(
    r"(?:领导|[局区市县镇乡校院所站科处部厅行]长|主任|书记|负责人|责任人|联络员|专员|同志|经理|主席|秘书)$"
)


@dataclass(frozen=True, slots=True)
class UnitReading:
    """`rest` is what was not read as units, `rules` the forms that were met, `notes` words on how the
    units share the work (按职责分工负责)."""

    units: tuple[Unit, ...] = ()
    rest: str = ""
    rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Name:
    text: str
    role: Role | None
    mark: str  # the separator before it


@dataclass(slots=True)
class _List:
    """One stretch under one label while it is read. `since` is where the names begin that a role word
    still to come would cover."""

    default: Role | None
    found: list[_Name] = field(default_factory=list)
    since: int = 0
    rest: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    prefix: Role | None = None

    def add(self, text: str, mark: str, role: Role | None = None) -> None:
        self.found.append(_Name(text, role, mark))

    def cover(self, role: Role) -> None:
        """Give the role to the names since the last role word. A list that would be all helpers
        keeps what stands before its last comma: 甲、乙，丙配合."""
        start = self.since
        if role == "support" and start == 0 and self.default is None:
            for i in range(len(self.found) - 1, 0, -1):
                if self.found[i].mark[-1:] in "，,；;\n":
                    start = i
                    break
        for name in self.found[start:]:
            if name.role is None:
                name.role = role
        self.since = len(self.found)


def read_units(
    text: str,
    *,
    role: Role | None = None,
    first_leads: bool = False,
    aliases: Mapping[str, str] | None = None,
) -> UnitReading:
    """The units of a list in printed order.

    Args:
        role: the role that a column or label gives to names without a role word (None: responsible).
        first_leads: the first name leads where the list names no leader (列第一位者为牵头单位).
        aliases: names that the notice itself defines (以下简称) and what they stand for.

    >>> [(u.name, u.role) for u in read_units("区教育局牵头，各街镇配合").units]
    [('区教育局', 'lead'), ('各街镇', 'support')]
    """
    units: list[Unit] = []
    rest: list[str] = []
    rules: list[str] = []
    notes: list[str] = []
    for label, stretch in _stretches(_unwrapped(text)):
        if label == "other":
            rest.append(stretch)
            continue
        one = _List(default=_role_of(label) or role)
        if label:
            one.rules.append("label")
        _read_stretch(stretch, one)
        rest += one.rest
        rules += one.rules
        notes += one.notes
        units += [
            Unit(
                name=n.text,
                canonical=canonical(n.text, aliases),
                role=n.role or one.default or "responsible",
                collective=names.is_collective(n.text),
            )
            for n in one.found
        ]
    if first_leads and units and all(u.role != "lead" for u in units) and units[0].role == "responsible":
        units[0] = units[0].model_copy(update={"role": "lead"})
        rules.append("first-leads")
    return UnitReading(
        tuple(units), "；".join(rest), tuple(dict.fromkeys(rules)), tuple(dict.fromkeys(notes))
    )


@lru_cache(maxsize=1 << 14)
def is_units(text: str) -> bool:
    """True where the whole text reads as a list of bodies.

    >>> is_units("区政府办公室及各 部门、街道"), is_units("强化解读材料质量管理"), is_units("6月底前")
    (True, False, False)
    """
    if not 1 < len(text) <= 1000:
        return False
    reading = read_units(text)
    if reading.rest or not reading.units:
        return False
    good = [names.is_body(u.name) for u in reading.units]
    if len(good) == 1 or sum(good) < 1:
        return all(good)
    return all(ok or _plain(u.name) for ok, u in zip(good, reading.units, strict=True)) and sum(
        good
    ) * 2 >= len(good)


@lru_cache(maxsize=1 << 14)
def unit_likeness(text: str) -> float:
    """How much the text looks like a list of units or a torn off part of one: 0 to 1.

    >>> unit_likeness("委）、区科委、区财政局、区规") > 0.6 > 0.3 > unit_likeness("进一步完善工作机制，")
    True
    """
    text = text.strip()
    if not text or len(text) > 1000:
        return 0.0
    if is_units(text):
        return 1.0
    reading = read_units(text.strip("、，,；;（）() \n"))
    if not reading.units:
        return 0.0
    size = sum(len(u.name) for u in reading.units)
    good: float = sum(
        len(u.name) for u in reading.units if names.is_body(u.name) and not _UNLIKE.search(u.name)
    )
    last, first = reading.units[-1].name, reading.units[0].name
    if len(reading.units) > 1 or reading.rules or text[-1] in "、" or text[0] in "、）)":
        # The two ends may be torn: half a name counts for half.
        ends = {last, first} - {u.name for u in reading.units if names.is_body(u.name)}
        good += sum(len(n) / 2 for n in ends if len(n) < 8 and not _UNLIKE.search(n))
    elif names.has_head(last) and len(last) < 12 and not _UNLIKE.search(last):
        good += len(last) / 2
    whole = size + sum(map(len, [reading.rest] if reading.rest else []))
    return round(min(0.95, good / max(1, whole)), 3)


def _role_of(label: str) -> Role | None:
    word = re.sub(r"\s", "", label)
    for known in sorted(_LABEL_ROLES, key=len, reverse=True):
        if word.startswith(known):
            return _LABEL_ROLES[known]
    return None


def _unwrapped(text: str) -> str:
    """Without the pair of brackets around the whole, outer punctuation and a final colon."""
    text = text.strip().strip("。；;，,、 \n\u3000")
    while text and text[0] in "（(〔[【" and text[-1] in "）)〕]】" and _pair_ends(text) == len(text) - 1:
        text = text[1:-1].strip().strip("。；;，,、")
    return text.removesuffix("：").removesuffix(":")


def _pair_ends(text: str) -> int:
    depth = 0
    for i, char in enumerate(text):
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth == 0:
            return i
    return -1


def _stretches(text: str) -> Iterator[tuple[str, str]]:
    """(label, text under it); the label "other" marks a field that holds no units."""
    marks: list[tuple[int, int, str]] = []
    for m in _LABEL.finditer(text):
        marks.append((m.start(), m.end(), m["role"]))
    for m in _OTHER_LABEL.finditer(text):
        if not any(a < m.end() and m.start() < b for a, b, _ in marks):
            start = max(
                m.start(), *(m.start() + i + 1 for i, c in enumerate(m.group()) if c in _HARD), m.start()
            )
            if _NO_UNITS.search(m.group()[:-1]) or names.is_body(m.group()[:-1]) is False:
                marks.append((start, m.end(), "other"))
    marks.sort()
    position, label = 0, ""
    for start, end, name in marks:
        if start > position or label:
            yield label, text[position:start]
        position, label = end, name
    yield label, text[position:]


def _read_stretch(text: str, one: _List) -> None:
    for mark, piece in _pieces(text):
        if mark[-1:] in "；;。":
            one.prefix = None
        _read_piece(piece, mark, one)
    _mend(one)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """(separator before, piece): cut at hard separators outside brackets and quotes, then at blanks
    and line ends where the next name begins."""
    depth, start, mark = 0, 0, ""
    balanced = sum(c in _OPEN for c in text) == sum(c in _CLOSE for c in text)
    spans: list[tuple[str, str]] = []
    for i, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in _HARD and (depth == 0 or not balanced):
            spans.append((mark, text[start:i]))
            start, mark = i + 1, char
    spans.append((mark, text[start:]))
    for mark, span in spans:
        yield from _blanks(mark, span, len(spans) > 1)


def _blanks(mark: str, span: str, listed: bool) -> Iterator[tuple[str, str]]:
    parts = [p for p in re.split(r"(\s+)", span.strip()) if p]
    if not parts:
        return
    current = parts[0]
    for gap, part in zip(parts[1::2], parts[2::2], strict=True):
        if _parts(current, part, listed):
            yield mark, current
            mark, current = ("\n" if "\n" in gap else " "), part
        else:
            current += part
    yield mark, current


# Bodies that are named before their own offices: 区委 + 宣传部, 市公安局 + 交警支队.
_MOTHER = re.compile(r"(?:委|政府|人大|政协|公安局|国家税务总局|中国人民银行|集团|管委会)$")
_DAUGHTER = re.compile(
    r"^(?:各|办公[室厅]|宣传部|组织部|统战部|政法委|编办|网信办|党校|督查室|研究室|政研室|机要|老干部|巡察办|社会工作部|常委会|直属机关|信息中心|.{0,6}分局|.{0,4}(?:支|大|中)队|.{2,8}分公司|.{2,6}[支分]行|.{2,6}税务局)"
)
_GOES_ON = re.compile(r"^(?:[（(）)〕】]|等|及|和|与|以及|按|牵头|负责|配合|落实|协助|协办|委员会|办公室)")


def _parts(left: str, right: str, listed: bool) -> bool:
    """True where a blank or line end between the two parts two names."""
    if _GOES_ON.match(right):
        return False
    core, role, _ = _peel(left)
    if role or left.endswith("等"):
        return True
    if not names.is_body(core) or left.count("（") + left.count("(") > left.count("）") + left.count(")"):
        return names.has_head(right) and len(core) > 3 and not listed and names.is_body(_peel(right)[0])
    if names.has_head(right):
        return True
    if _MOTHER.search(core) and _DAUGHTER.match(right):
        return False
    if names.is_body(_peel(right)[0]):
        return True
    return not listed and len(right) > 3


def _peel(piece: str) -> tuple[str, Role | None, str]:
    """(name, role word's role, duty note) of a piece; the name may be empty."""
    m = _SUFFIX.match(piece)
    if m:
        name = m["name"]
        word = m["lead"] or m["does"] or m["helps"]
        clear = _CLEAR.search(word) or m["duty"]
        if (
            not name
            or name.endswith("等")
            or names.is_body(name)
            or _et_al(name)
            or (clear and len(name) > 1)
        ):
            role: Role = "lead" if m["lead"] else "responsible" if m["does"] else "support"
            return name, role, piece[len(name) :] if m["duty"] else ""
    m = _DUTY_ALONE.match(piece)
    if m and (not m["name"] or names.is_body(m["name"]) or m["name"].endswith("等")):
        return m["name"], None, m["duty"]
    return piece, None, ""


def _et_al(name: str) -> re.Match[str] | None:
    m = _ET_AL.match(name)
    return (
        m
        if m and (names.is_body(m["name"]) or (len(m["name"]) > 2 and m["name"][-1] not in "高中初"))
        else None
    )


def _read_piece(piece: str, mark: str, one: _List) -> None:
    piece = _NUMBER.sub("", re.sub(r"\s+", "", piece)).strip("：:")
    if piece in _NONE:
        return
    m = _TWO_CLAUSES.fullmatch(piece)
    if m and names.is_body(_peel(m["first"])[0]) and names.has_head(m["second"]):
        _read_piece(m["first"], mark, one)
        _read_piece(m["second"], "，", one)
        return
    own: Role | None = None
    piece, own = _brackets(piece, one)
    name, role, note = _peel(piece)
    if note:
        one.notes.append(note)
    name, own2 = _brackets(name, one)
    own = own or own2
    m = _PREFIX.match(name)
    if m and (names.is_body(name[m.end() :]) or _et_al(name[m.end() :])):
        name = name[m.end() :]
        if re.search("会同|协同|配合|协助", m["word"]):
            one.prefix = "support"
            one.since = len(one.found)
            one.rules.append("prefix-role")
    if own is None and one.prefix:
        own = one.prefix
    if mark[-1:] not in ("", "、"):
        name = re.sub(r"^(?:以及|及|和|与)(?=[各省市区县州旗相有其镇乡街])", "", name)
    if name:
        _add_names(name, mark, own, one)
    if role:
        one.rules.append(f"role-{role}")
        one.cover(role)
        one.prefix = None


def _brackets(name: str, one: _List) -> tuple[str, Role | None]:
    """Takes a bracket at the end that tells a role or a note, not a part of the name."""
    role: Role | None = None
    while m := re.search(r"[（(〔\[【]([^（(〔\[【）)〕\]】]*)[）)〕\]】]$", name):
        inside = m.group(1)
        core, found, _ = _peel(inside)
        if (found and not core) or re.sub(r"(?:单位|部门)$", "", inside) in _LABEL_ROLES:
            role = found or _LABEL_ROLES[re.sub(r"(?:单位|部门)$", "", inside)]
            one.rules.append("role-in-brackets")
        elif (_NOTE.search(inside) and not names.is_body(inside)) or _TITLE.search(inside) or not inside:
            one.rules.append("note-in-brackets")
        else:
            break
        name = name[: m.start()]
    return name, role


def _add_names(name: str, mark: str, own: Role | None, one: _List) -> None:
    group = ""
    m = _et_al(name)
    if m:
        name, group = m["name"], m["group"] or ""
        one.rules.append("et-al")
        if not group and m["what"]:
            group = "部门"
    elif alone := _ET_AL_ALONE.match(name):
        name, group = "", alone["group"]
    elif name == "等":
        return
    elif name.endswith("等") and len(name) > 2:
        name = name[:-1]
    for i, part in enumerate(_conjuncts(name) if name else []):
        part = _trim(part)
        if not part:
            continue
        if _refused(part):
            one.rest.append(part)
            continue
        if i:
            one.rules.append("conjunction")
        one.add(part, mark if i == 0 else "和", own)
    if group:
        one.add(_whole_group(group), "等", own)


def _whole_group(group: str) -> str:
    """等部门 → 相关部门; a group with words of its own (市有关单位) stays."""
    return (
        group if re.search("各|相关|有关|其[他它]|所属|成员|[省市区县州乡镇]", group[:-1]) else f"相关{group}"
    )


def _trim(name: str) -> str:
    name = name.strip("：:.．·-—_*※ 　")
    for opening, closing in ("（）", "()", "〔〕", "[]", "【】"):
        if name.count(closing) > name.count(opening):
            name = name.rstrip(closing) if name.endswith(closing) else name
    return name


def _plain(name: str) -> bool:
    """A short name of unknown form that stands among bodies (国网松石供电, 荒湖)."""
    return len(names.bare(name)) <= 10 and not _UNLIKE.search(name) and not _TIME.search(name)


def _refused(name: str) -> bool:
    if names.is_body(name):
        return False
    core = names.bare(name)
    return (
        len(core) > 24
        or not re.search(r"[\u4e00-\u9fffA-Za-z]{2}|[镇乡街区县市州办局委]", core)
        or bool(_TIME.search(core) or _TITLE.search(core) or _UNLIKE.search(core))
    )


# What follows 和 in a name that is one all the same: it names no body without what stands before.
_NO_BODY_ALONE = re.compile(
    r"^(?:单位|部门|机构|政府|人民政府|党委|其.*|所属.*|下属.*|直属.*|企业|组织|管委会|个人|人员)$"
)


def _conjuncts(name: str) -> list[str]:
    """The names that 和, 及, 与 join; a name with a 和 of its own is one.

    >>> _conjuncts("市发展和改革局"), _conjuncts("区民政局和各街镇")
    (['市发展和改革局'], ['区民政局', '各街镇'])
    """
    depth = 0
    for i, char in enumerate(name):
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth or char not in "和及与" or i < 1:
            continue
        left = name[:i].removesuffix("以")
        right = name[i + 1 :]
        if not right or not left:
            continue
        if _NO_BODY_ALONE.match(right) and (
            names.is_collective(left) or char == "及" or not names.is_body(left)
        ):
            continue
        two = names.is_body(left) and (
            names.is_body(right) or names.is_body(_conjuncts(right)[0]) or char == "及"
        )
        if two or (names.has_head(right) and names.is_body(right) and len(left) > 3):
            return [left, *_conjuncts(right)]
    return [name]


_LEVEL_ONLY = re.compile(
    r"^(?:各)?(?:设区)?(?:[省市区县州旗乡镇盟]|自治[州县旗]|地级?市|各?市州)(?:[（(][省市区县州旗、和]+[）)])?$"
)
_LEVEL_BODY = re.compile(
    r"^(?:[区县州旗乡镇盟]|自治[州县旗])(?!直|级|属)(?:[（(][^）)]+[）)])?.*$|^市(?:[（(][^）)]+[）)])?(?:人民政府|政府|党委.*)$"
)
_ONE_LETTER = re.compile(r"^[镇街区县办局室处乡村居院所站场委部科股州市旗]$")


def _mend(one: _List) -> None:
    """Puts together names that were cut at a 、 of their own."""
    out: list[_Name] = []
    for name in one.found:
        last = out[-1] if out else None
        if last and name.mark == "、" and _belongs(last.text, name.text):
            last.text = f"{last.text}、{name.text}"
            last.role = last.role or name.role
            one.rules.append("inner-mark")
        else:
            out.append(name)
    one.found = out


def _belongs(left: str, right: str) -> bool:
    last = left.rpartition("、")[2]
    if _ONE_LETTER.match(right):
        return names.is_collective(left) or bool(_LEVEL_ONLY.match(last))
    if right in ("单位", "机构") and names.is_collective(left) and left.endswith("部门"):
        return True
    if not (_LEVEL_ONLY.match(last) and _LEVEL_BODY.match(right)):
        return False
    return _siblings(last, right)


def _siblings(left: str, right: str) -> bool:
    """各县、区人民政府 but not 各镇、区教育局: the two levels stand side by side."""
    a = re.sub(r"[（(].*$", "", left)[-1]
    b = re.sub(r"^自治", "", right)[0]
    if len(left) == 1:
        return True
    return (a in "乡镇") == (b in "乡镇")
