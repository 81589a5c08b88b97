"""A printed list of bodies → its pieces, one name each; roles are not looked at but to see where a name ends.

Marks (、，；) outside brackets and quotes part names, blanks and line ends only where the next name begins,
和 and 及 only where names stand on both sides. Names with a mark of their own (各县、区人民政府) are known
by `belongs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from wpkit.fields import roles
from wpkit.fields.bodies import is_known, is_stem
from wpkit.fields.names import (
    CLOSE,
    LEVELS,
    OPEN,
    bare,
    has_head,
    is_body,
    is_collective,
    is_persons,
    is_touched,
    may_be_persons_name,
    may_name_a_place,
)
from wpkit.patterns import pattern
from wpkit.text import is_han

_OPEN, _CLOSE = OPEN + "“「『《", CLOSE + "”」』》"
MARKS = "、，,；;。：:／/|｜●•◆■▪" + "".join(map(chr, range(0x2460, 0x2474)))  # ① to ⑳
_SIGN = pattern(f"[{re.escape(MARKS + _OPEN + _CLOSE)}]")

# Bodies that are named before their own offices: 区委 + 宣传部, 市公安局 + 交警支队.
_MOTHER = pattern(
    r"(?:委|政府|人大|政协|公安局|国家税务总局|中国人民银行|集团|管委会|委员会|领导小组|指挥部|专班|府)$"
)
# 农发行 / 县支行: no branch is named without its company.
_COMPANY = pattern("(?:行|公司|集团)$")
_BRANCH = pattern("[省市区县州旗]?(?:中心支行|支行|分行|分公司|支公司)")
_DAUGHTER = pattern(
    r"""
    办公[室厅] | 办$ | (?!.委).{0,2}(?:宣传|组织|统战|社会工作)部 | 政法委 | 编办 | 网信办 | 党校
    | .?督查室 | .?研究室 | 政研室 | 机要 | 老干部 | 巡察办 | 常委会 | 直属机关 | 信息中心
    | .{0,6}分局 | .{0,4}[支大中]队 | .{2,8}分公司 | .{2,6}[支分]行 | .{2,6}税务局
    """,
    re.VERBOSE,
)
_KEPT_BLANKS = pattern(r"(\s+)")
_LINK = pattern("[和及与]")
# 区政府 at a line's end goes on with 各部门; after a blank 各部门 is a group of its own.
_GOVERNMENT = pattern(r"(?:政府|(?<!团.)委)$")
_EACH_OFFICE = pattern(r"各(?:相关|有关|组成|工作)*(?:部门|单位|委办局|直属)")
# Names of two characters that stand alone.
_SHORT_NAMES = frozenset(
    "团委 工会 纪委 党委 法院 妇联 残联 编办 党校 党办 院办 校办 所办 厂办 学办 教办".split()
)
# A town or a street is no office of the body before it.
_TOWN = pattern(r"(?!各)[^\W\d_]{1,5}(?:街道|[镇乡])(?:办事处|办|人民政府|政府)?", needs="道镇乡")
# 市中分局, 县城分局: a place that begins as the names of a level do; 县城管局 is one of a level.
_PLACE_OF_LEVEL = pattern("[市县区](?:[中南北直]|城(?![管建投改乡市]))")
# What can only go on with the name before it, never open one.
_GOES_ON = pattern(
    r"[（(）)〕】”、，,；;]|等|及|和|与|以及|按|牵头|负责|配合|落实|协助|协办|承办|主办|委员会|室|局$|会$|[^\W\d_]?中心$"
)
_ENDS_OPEN = pattern(r"[和及与、，]$|^(?:国家税务总局|中国|中共|国网)[^局行]*$")


# Between two names that a line end is known to part.
PARTED = "\n\n"


def parted_at_line_end(line: str, below: str, *, wrapped: bool) -> bool:
    """Whether the end of a line of a list of bodies parts the names before and behind it; `wrapped`: where the line is
    full, so that its end may stand inside a name."""
    last, first = _marked(line)[-1:], _marked(below)[:1]
    if not last or not first or first[0][0] or line[-1:] in MARKS:
        return False
    if wrapped and bare(line)[-1:] in LEVELS:
        return False  # 各乡 / 镇人民政府, 各县（市） / 残联
    before, behind = last[0][1].split()[-1:], first[0][1].split()[:1]
    return bool(before and behind) and _part_here(before[0], behind[0], True, wrapped)


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """(what parts it from the one before, the piece): a mark, "\\n" or " ", "" for the first."""
    spans = _marked(text)
    listed = len(spans) > 1
    for mark, span in spans:
        yield from _unwrapped(mark, span, listed)


def _marked(text: str) -> list[tuple[str, str]]:
    """Cut at the marks that stand outside brackets and quotes; a bracket that never closes does not count."""
    found = [(match.start(), match.group()) for match in _SIGN.finditer(text)]
    if not found:
        return [("", text)] if text.strip() else []
    ends: dict[int, int] = {}
    stack: list[int] = []
    for i, sign in found:
        if sign in _OPEN:
            stack.append(i)
        elif sign in _CLOSE and stack:
            ends[stack.pop()] = i
    spans: list[tuple[str, str]] = []
    start, mark, closed = 0, "", -1
    for i, sign in found:
        if i <= closed:
            continue
        if i in ends:
            closed = ends[i]
        elif sign in MARKS:
            spans.append((mark, text[start:i]))
            start, mark = i + 1, sign
    spans.append((mark, text[start:]))
    return [(mark, span) for mark, span in spans if span.strip()]


def _unwrapped(mark: str, span: str, listed: bool) -> Iterator[tuple[str, str]]:
    span = span.strip()
    if span.isalnum():  # no blank in it
        yield mark, span
        return
    parts = _KEPT_BLANKS.split(span)
    current = parts[0]
    for gap, part, after in zip(parts[1::2], parts[2::2], [*parts[4::2], ""], strict=False):
        wrapped = "\n" in gap
        if (
            PARTED in gap
            or _part_here(current, part, wrapped, listed)
            or _is_place_behind(current, part, after)
        ):
            yield mark, current
            mark, current = ("\n" if wrapped else " "), part
        else:
            current += part
    yield mark, current


# 王　芳
_EDGE = rf"[^\s{re.escape(MARKS)}]"
_BLANK_IN_NAME = pattern(rf"(?<!{_EDGE})([^\W\d_a-zA-Z])[ \t\u3000]+([^\W\d_a-zA-Z])(?!{_EDGE})")
_WORD = pattern(f"{_EDGE}+")
_BRACKETED = pattern(r"[（(]([^（）()]{2,20})[）)]", needs="（(")


def without_persons(text: str, *, told: bool = False) -> tuple[str, list[str]]:
    """A list without the persons that a blank or a line end parts from a body behind or before them, and these persons;
    a role word behind a person (区残联 张静牵头) goes to the body.

    A place or a short name of a body has a person's form too: such words are persons only where the list has a
    name beside them that can be nothing else. `told`: a label or a header says that persons stand there; then every
    word of two or three characters that is no body is one, whatever its surname, and those in brackets go too.

    >>> without_persons("区残联 张静牵头、区民政局"), without_persons("市水利局 白云")
    (('区残联牵头、区民政局', ['张静']), ('市水利局 白云', []))
    >>> without_persons("松石供电 邸云；区财政局 白云", told=True)
    ('松石供电；区财政局', ['邸云', '白云'])
    """
    if told:  # 区财政局（李四）
        text = _BRACKETED.sub(lambda match: "" if is_persons(match[1]) else match[0], text)
    if not _KEPT_BLANKS.search(text):
        return text, []
    joined = {first + second for first, second in _BLANK_IN_NAME.findall(text)}
    whole = _BLANK_IN_NAME.sub(r"\1\2", text) if joined else text
    cuts: list[tuple[int, int, str]] = []
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(whole):
        if run and whole[run[-1].end() : word.start()].strip():
            cuts += _persons(run, told)
            run = []
        run.append(word)
    cuts += _persons(run, told)
    found = [name for *_, name in cuts]
    if not told and not any(name in joined or not may_name_a_place(name) for name in found):
        return text, []
    kept, position = [], 0
    for start, end, _ in cuts:
        kept.append(whole[position:start])
        position = max(position, end)
    return "".join(kept) + whole[position:], found


def _persons(run: list[re.Match[str]], told: bool) -> list[tuple[int, int, str]]:
    """(from, to, name) of each person among words that only blanks part; none where a word of the run is neither a body nor
    a person."""
    words = [word[0] for word in run]
    if len(words) < 2:
        return []
    cores = [roles.peel(word).name for word in words]
    persons = [_is_person(core, told) for core in cores]
    if not any(persons):
        return []
    bodies = [
        not person and (is_body(core) or is_known(core)) for core, person in zip(cores, persons, strict=True)
    ]
    out: list[tuple[int, int, str]] = []
    for k, core in enumerate(cores):
        if not persons[k]:
            continue
        behind = k > 0 and (told or bodies[k - 1] or persons[k - 1])
        # 市公安局 江东 分局: what goes on is no person
        ahead = k + 1 == len(words) or persons[k + 1] or (bodies[k + 1] and len(cores[k + 1]) > 2)
        if not ahead:
            return []
        if behind:
            out.append((run[k - 1].end(), run[k].start() + len(core), core))
        elif any(bodies[k + 1 : k + 2]) and core == words[k]:
            out.append((run[k].start(), run[k + 1].start(), core))
    return out


def _is_person(word: str, told: bool) -> bool:
    formed = (
        1 < len(word) < 4 and all(map(is_han, word)) and not is_body(word)
        if told
        else may_be_persons_name(word)
    )
    return formed and not is_known(word) and not is_stem(word)


def _is_place_behind(left: str, right: str, after: str) -> bool:
    """True of a place or a short name that stands behind a whole body or another place and opens no longer name."""
    if may_name_a_place(right):
        follows = is_body(left) or may_name_a_place(left)
    else:
        follows = may_name_a_place(left) and len(right) in (2, 3) and not is_body(right)
    return follows and not _DAUGHTER.match(right + after)


def _part_here(left: str, right: str, line_end: bool, listed: bool) -> bool:
    """True where a blank or a line end between the two parts two names.

    Where the list has marks of its own (`listed`), its line ends are mostly wraps inside a name.
    """
    wrapped = line_end and listed
    if _GOES_ON.match(right) or _ENDS_OPEN.search(left) or len(right) < 2 or _unclosed(left):
        return False
    core, role, _ = roles.peel(left)
    if role or left.endswith("等"):
        return True
    following = roles.peel(right).name.partition("等")[0] or right
    if line_end and not has_head(right) and is_known(core + following.split("、")[0]):
        return False  # 县融媒 / 体中心
    if line_end and core + right[0] in ("各乡镇", "各镇街"):
        return False
    if not is_body(core):
        # A name of unknown form before one that opens as names do: 松石供电 / 市教育局.
        return not wrapped and has_head(right) and len(core) > 3 and is_body(following)
    if _COMPANY.search(core) and _BRANCH.match(right):
        return False
    named_anew = has_head(right) and not _PLACE_OF_LEVEL.match(right)
    if _MOTHER.search(core) and _DAUGHTER.match(right) and not named_anew:
        return False
    if line_end and _GOVERNMENT.search(core) and _EACH_OFFICE.match(right):
        return False
    if has_head(right) or is_known(following) or is_touched(following):
        return True
    if line_end and _TOWN.fullmatch(following):
        return True
    if line_end and not listed and has_head(core) and len(following) > 2:
        return True  # a whole name on a line of its own: 区住建局 / 松石供电
    return not wrapped and (len(following) > 2 or following in _SHORT_NAMES) and is_body(following)


def _unclosed(text: str) -> bool:
    return sum(text.count(c) for c in OPEN) > sum(text.count(c) for c in CLOSE)


# What follows 和 in a name that is one all the same: alone it names no body.
_NO_BODY_ALONE = pattern(
    r"(?:单位|部门|机构|政府|人民政府|党委|企业|组织|管委会|个人|人员|社会组织|工委|其.*|所属.*|下属.*)$"
)


# 县公安局 | 县委编办: what names its committee is no bureau's own.
_OF_ANOTHER = pattern(r"局[省市区县州旗]委(?!会)", needs="局")
# 各乡镇, 各县（市、区）人民政府, 各有关单位: behind a body without a mark between it names others.
_EACH_PLACE = pattern(
    r"(?<=[局委办部会院司心队处社联])各(?:(?:[县市区乡镇()（）、]|街道?|(?:经济|高新)?开发区|园区){1,8}(?:人民政府|政府|办事处|管委会|党委|党工委)*|(?:有关|相关)(?:单位|部门))$",
    needs="各",
)


def run_together(name: str) -> list[str]:
    """The names that follow each other without a mark (市住建局市商务局): cut before the level that
    the first begins with, where both sides name a body, and before 各乡镇 and 各有关单位, which are no body's own.

    >>> run_together("市住建局市商务局"), run_together("市公安局市中分局"), run_together("市市场监管局")
    (['市住建局', '市商务局'], ['市公安局市中分局'], ['市市场监管局'])
    >>> run_together("县林业局各乡镇（街道）"), run_together("县公安局各乡镇派出所")
    (['县林业局', '各乡镇（街道）'], ['县公安局各乡镇派出所'])
    """
    places = _EACH_PLACE.search(name)
    if places and is_body(name[: places.start()]) and has_head(name[: places.start()]):
        return [*run_together(name[: places.start()]), name[places.start() :]]
    if len(name) < 7 or name[0] not in LEVELS or name.count(name[0]) < 2:
        return [name]
    at = name.find(name[0], 3)
    while at > 0:
        left, right = name[:at], name[at:]
        if (
            len(right) > 2
            and is_body(left)
            and is_body(right)
            and not (
                _MOTHER.search(left) and _DAUGHTER.search(right) and not _OF_ANOTHER.search(left + right)
            )
        ):
            return [left, *run_together(right)]
        at = name.find(name[0], at + 1)
    return [name]


def conjuncts(name: str) -> list[str]:
    """The names that 和, 及 and 与 join; a name with a 和 of its own is one.

    >>> conjuncts("市发展和改革局"), conjuncts("区民政局和各街镇"), conjuncts("县直有关部门和单位")
    (['市发展和改革局'], ['区民政局', '各街镇'], ['县直有关部门和单位'])
    """
    return list(_conjuncts(name))


@lru_cache(maxsize=1 << 12)
def _conjuncts(name: str) -> tuple[str, ...]:
    depth = 0
    for i, char in enumerate(name):
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth > 0 or char not in "和及与" or not 1 < i < len(name) - 1:
            continue
        left, right = name[:i].removesuffix("以"), name[i + 1 :]
        if _NO_BODY_ALONE.match(right) or _one_office(left, right):
            continue
        named = is_body(left)
        if (named and (char == "及" or _opens_with_body(right))) or (
            len(left) > 3 and has_head(right) and is_body(right)
        ):
            return (*run_together(left), *_conjuncts(right))
    return tuple(run_together(name))


# What an office is for, though the form is a body's: 实验室与设备管理处, 企业与金融科.
_FIELDS_OF_WORK = frozenset(
    "实验室 图书馆 企业 社区 学校 机关 园区 乡镇 街道 社团 公司 医院 场馆 机构 院校".split()
)
_OFFICE = ("处", "科", "股", "室", "中心", "部", "司", "办")


def _one_office(left: str, right: str) -> bool:
    """True where the two are one office's field of work rather than two bodies."""
    return left in _FIELDS_OF_WORK and right.endswith(_OFFICE) and not has_head(right)


def _opens_with_body(text: str) -> bool:
    return is_body(text) or is_body(_LINK.split(text, 1)[0])


_LEVELS = frozenset("省市区县州旗乡镇盟")
_ONE_CHARACTER = frozenset("镇街区县办局室处乡村居院所站场委部科股州市旗")


def belongs(left: str, right: str) -> bool:
    """True where the mark between the two stands inside one name: what follows names no body alone.

    >>> belongs("各县", "区人民政府"), belongs("市政府各委", "办"), belongs("各街镇", "区教育局")
    (True, True, False)
    """
    last = left.rpartition("、")[2]
    if right in _ONE_CHARACTER:
        return is_collective(left) or _level(last) != ""
    if right in ("单位", "机构"):
        return is_collective(left) and left.endswith("部门")
    if right in ("人民政府", "政府", "管委会", "办事处"):
        return left.endswith("委")
    if left == "中央" and right[0] in "省市":
        return True
    # 各县、区人民政府 but not 各镇、区教育局: the two levels must stand side by side.
    return (
        _is_of_level(right)
        and bool(level := _level(last))
        and (len(last) == 1 or (level in "乡镇") == (right[0] in "乡镇"))
    )


def _level(text: str) -> str:
    """The level of government that is all the text names (各县, 各市（州）, 市), else ""."""
    text = bare(text)
    for opening in ("各", "有关", "相关", "设区的", "设区", "自治"):
        text = text.removeprefix(opening)
    return text[-1] if text in _LEVELS or text in ("市州", "地级市") else ""


def _is_of_level(text: str) -> bool:
    """True of a body that is named by its level alone: 区人民政府, 县（市）教育局; not so 区直机关, 区委."""
    text = text.removeprefix("自治")
    core = bare(text)
    if text[:1] == "市":
        return core[1:] in ("人民政府", "政府") or core[1:].startswith("党委")
    return text[:1] in _LEVELS and core[1:2] not in ("直", "级", "属", "委")
