"""A printed list of responsible bodies → units with roles; what is no unit comes back as `rest`.

Labels (牵头单位：) cut the list into stretches, `splitting` cuts a stretch into pieces, here each piece is
peeled of its role words, its notes and its 等…, and roles are given to the names that they reach over.
Which text of a notice is such a list is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from wpkit.fields import roles
from wpkit.fields.bodies import canonical, is_known, is_stem, level_of
from wpkit.fields.names import (
    CLOSE,
    OPEN,
    bare,
    has_head,
    is_body,
    is_collective,
    is_kind,
    is_person,
    opens_with_verb,
)
from wpkit.fields.splitting import belongs, conjuncts, pieces
from wpkit.schema import Role, Unit
from wpkit.text import fold_in_place, is_han, squeeze

_NUMBER = re.compile(r"^(?:[（(]?\d{1,2}[）)．.]|[①-⑳])(?=\D)")
# No list of units is as long; what is longer is not looked at, so that no text takes long to read.
_LONGEST_LIST = 5000
# What a bracket says about the list, not about the name.
_NOTE = re.compile(
    r"^(?:见|详见|以[上下]|下同|含|包括|按|根据|依|排名?|列|第一|注|以|为|不再|分别|已|拟|原|如|备注|加|负责|落实|具体|同上)|下同$|简称|负责$"
)
_TIME = re.compile(
    r"^(?:\d{2,4}年)?\d{1,2}月|^\d{4}年|年底|年内$|^全年|^长期|^持续|^常态|月底|日前$|季度|半年|^\d{4}[.\-/]\d|^每[年月季周]|^实时|^及时"
)
_NONE = frozenset(
    {"无", "/", "—", "——", "-", "--", "\\", "／", "－", "暂无", "空", "下同", "同上", "等", "…", "……"}
)
# Words that no name has; they tell prose from a name whose form is not known.
_PROSE = re.compile(
    r"[。！？!?]|\d{3,}|不少于|(?<!级)以上|均|涉及|的$|进行|要求|(?<![机重主])要(?![素塞])|应(?![急用对])|须|(?:工作|情况|信息|内容|制度|机制|方案|措施|体系|建设|水平|管理|活动|能力|质量|落实|公开|问题|服务|发展)$"
)
_ET_AL = re.compile(r"等(?:[一二三四五六七八九十两\d]+[个家]|\d+)?")

# 区财政局负责资金保障: what is done stays in `rest`.
_WITH_OBJECT = re.compile(r"^(?P<name>.+?)(?P<role>牵头|负责|承办|主办|配合|协助)(?P<object>.+)$")


@dataclass(frozen=True, slots=True)
class UnitReading:
    """`rest` is what was not read as units, `rules` the forms that were met, `notes` the phrases on how
    the units share the work (按职责分工负责)."""

    units: tuple[Unit, ...] = ()
    rest: str = ""
    rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class _Name:
    """A name with its role, None where no word gave it one, and the mark before it."""

    __slots__ = ("mark", "role", "text")

    def __init__(self, text: str, role: Role | None, mark: str) -> None:
        self.text, self.role, self.mark = text, role, mark


class _List:
    """What is known while a list is read: `since` is the first name that a role word still to come
    reaches back to, `helping` is true after 会同."""

    __slots__ = ("default", "first_leads", "found", "helping", "notes", "rest", "rules", "since")

    def __init__(self, default: Role | None, first_leads: bool) -> None:
        self.default, self.first_leads = default, first_leads
        self.rest: list[str] = []
        self.rules: list[str] = []
        self.notes: list[str] = []
        self.begin(default)

    def begin(self, default: Role | None) -> None:
        """A new stretch under a label of its own."""
        self.default = default
        self.found: list[_Name] = []
        self.since = 0
        self.helping = False


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
        aliases: short names that the notice or the user defines, with what they stand for.

    >>> [(u.name, u.role) for u in read_units("区教育局牵头，各街镇配合").units]
    [('区教育局', 'lead'), ('各街镇', 'support')]
    """
    if len(text) > _LONGEST_LIST:
        return UnitReading(rest=text)
    plain = _simplified(text)
    one = _List(default=role, first_leads=first_leads)
    units: list[Unit] = []
    for label, stretch in _stretches(_unbracketed(plain)):
        if label and label.role is None:
            one.rest.append(stretch.strip("、，,；;。 \t\n\u3000"))
            continue
        one.begin(label.role if label else role)
        if label:
            one.rules.append("label")
            one.first_leads = one.first_leads or label.first_leads
        _read_stretch(stretch, one)
        units += _units(one, aliases)
    if one.first_leads and units and units[0].role == "responsible" and all(u.role != "lead" for u in units):
        units[0] = replace(units[0], role="lead")
        one.rules.append("first-leads")
    if plain is not text:
        units = _as_printed(units, text, plain)
    return UnitReading(
        tuple(units),
        "；".join(filter(None, one.rest)),
        tuple(dict.fromkeys(one.rules)),
        tuple(dict.fromkeys(one.notes)),
    )


def _units(one: _List, aliases: Mapping[str, str] | None) -> list[Unit]:
    """The names of a stretch as units. A department without a level has that of the names before it, words
    without an ending have the last one's: 市发展改革委、财政局; 市发展改革、财政部门."""
    units: list[Unit] = []
    level = ""
    for name in one.found:
        level = level_of(name.text) or level
        full = canonical(name.text, aliases, level=level)
        if full != name.text and level and not level_of(name.text):
            one.rules.append("shared-level")
        role = name.role or one.default or "responsible"
        group = is_collective(name.text) or name.text.startswith(("各", "相关", "有关", "其他", "其它"))
        units.append(Unit(name=name.text, canonical=full, role=role, collective=group))
    if units and (units[-1].name == "相关部门" or is_stem(units[-1].name.removesuffix("部门"))):
        for i in range(len(units) - 2, -1, -1):
            if not is_stem(units[i].name):
                break
            units[i] = replace(units[i], canonical=f"{units[i].name}部门")
            one.rules.append("shared-ending")
    return units


@lru_cache(maxsize=1 << 14)
def is_units(text: str) -> bool:
    """True where the whole text reads as a list of bodies.

    >>> is_units("县政府办公室及各 科室、乡镇"), is_units("加强工作台账动态管理"), is_units("6月底前")
    (True, False, False)
    """
    text = _simplified(text.strip())
    if not 1 < len(text) <= 1500 or _torn(text) or roles.is_label(text):
        return False
    reading = read_units(text)
    if reading.rest or not reading.units:
        return False
    unknown = [u.name for u in reading.units if not _reads_as_body(u.name)]
    if any(len(bare(name)) > 10 or _PROSE.search(name) or opens_with_verb(name) for name in unknown):
        return False
    if "shared-ending" in reading.rules:
        unknown = [name for name in unknown if not is_stem(name)]
    return not unknown or 2 * len(unknown) < len(reading.units)


def _reads_as_body(name: str) -> bool:
    return is_body(name) or is_known(name)


@lru_cache(maxsize=1 << 14)
def unit_likeness(text: str) -> float:
    """How much the text looks like a list of units or a part torn off one: 0 to 1.

    >>> unit_likeness("局）、县教育局、县财政局、县自") > 0.6 > 0.3 > unit_likeness("进一步完善工作机制，")
    True
    """
    text = _simplified(text.strip())
    if not text or len(text) > 1500:
        return 0.0
    if is_units(text):
        return 1.0
    if _unbalanced(text):
        text = "".join("、" if c in OPEN + CLOSE else c for c in text)
    reading = read_units(text.strip("、，,；;"))
    if not reading.units or roles.is_label(text):
        return 0.0
    bodies = {u.name for u in reading.units if _reads_as_body(u.name) and not _PROSE.search(u.name)}
    size = sum(len(u.name) for u in reading.units) + len(reading.rest)
    good: float = sum(len(u.name) for u in reading.units if u.name in bodies)
    listed = bool(bodies or reading.rules or text[0] in "、）)" or text[-1] in "、（(")
    for name in {reading.units[0].name, reading.units[-1].name} - bodies:
        # Half a name at a torn end counts for half, where anything else speaks for a list.
        if (
            len(name) < 12
            and not _PROSE.search(name)
            and not opens_with_verb(name)
            and (listed or has_head(name))
        ):
            good += len(name) / 2
    if text[-1] in "。！？" and not reading.rules:
        good /= 2
    return round(min(0.95, good / max(1, size)), 3)


def _torn(text: str) -> bool:
    """True of a part of a list: it opens or ends with a mark, a closing bracket or a bare role word."""
    if (
        text[0] in "、，,；;）)〕】"
        or text[-1] in "、，,；;"
        or roles.peel(re.split("[，,；;、]", text)[0].strip()).name == ""
    ):
        return True
    return _unbalanced(text)


def _unbalanced(text: str) -> bool:
    return sum(text.count(c) for c in OPEN) != sum(text.count(c) for c in CLOSE)


def _simplified(text: str) -> str:
    """The text with the simplified forms of its traditional characters; the same object where it has none."""
    folded = fold_in_place(text)
    if all(a == b or not is_han(a) for a, b in zip(text, folded, strict=True)):
        return text
    return "".join(b if is_han(a) else a for a, b in zip(text, folded, strict=True))


def _as_printed(units: list[Unit], text: str, plain: str) -> list[Unit]:
    text, plain = squeeze(text), squeeze(plain)
    position, out = 0, []
    for unit in units:
        at = plain.find(unit.name, position)
        if at >= 0:
            position = at + len(unit.name)
            unit = replace(unit, name=text[at:position])
        out.append(unit)
    return out


def _unbracketed(text: str) -> str:
    """Without the pair of brackets around the whole, outer punctuation and a final colon."""
    text = text.strip().strip("。；;，,、")
    while text and text[0] in OPEN and _closes_at(text) == len(text) - 1:
        text = text[1:-1].strip().strip("。；;，,、")
    return text.rstrip("：: ")


def _closes_at(text: str) -> int:
    """Where the bracket that the text opens with is closed; -1 if nowhere."""
    depth = 0
    for i, char in enumerate(text):
        depth += (char in OPEN) - (char in CLOSE)
        if depth == 0:
            return i
    return -1


def _stretches(text: str) -> Iterator[tuple[roles.Label | None, str]]:
    position, current = 0, None
    for label in roles.labels(text):
        if label.start > position or current:
            yield current, text[position : label.start]
        position, current = label.end, label
    yield current, text[position:]


def _read_stretch(text: str, one: _List) -> None:
    for mark, piece in pieces(text):
        if mark[-1:] in ("；", ";", "。"):
            one.helping = False
        _read_piece(_NUMBER.sub("", squeeze(piece)), mark, one)
    _mend(one)


def _read_piece(piece: str, mark: str, one: _List) -> None:
    piece = piece.strip("·•●※*")
    if piece in _NONE:
        return
    if roles.says_first_leads(bare(piece)):
        one.first_leads = True
        return
    if len(piece) > 120:
        one.rest.append(piece)
        return
    clauses = _clauses(piece)
    if len(clauses) > 1:
        for clause in clauses:
            _read_piece(clause, mark, one)
            mark = "，"
        return
    piece, own, others = _brackets(piece, one)
    name, role, duty = roles.peel(piece)
    if duty:
        one.notes.append(duty)
    if name != piece:
        name, own_inside, more = _brackets(name, one)
        own, others = own or own_inside, others + more
    if name:
        _read_name(name, mark, own, one)
    for other, its_role in others:
        _add(other, "（", its_role, one)
    if role:
        one.rules.append(f"role-{role}")
        _reach(role, one)
        one.helping = False


# Where one clause ends and the next begins without a mark: 甲牵头乙配合, 甲（牵头）乙.
_CLAUSE = re.compile(
    r"""
      (?<=牵头负责) | (?<=牵头落实) | (?<=牵头)(?!负责|落实|单位|部门|组织|实施|会同|推进|[）)])
    | (?<=负责)(?!人|落实|组织|实施|[）)]) | (?<=牵头[）)]) | (?<=牵头单位[）)]) | (?<=负责[）)])
    """,
    re.VERBOSE,
)


def _clauses(piece: str) -> list[str]:
    """甲牵头乙配合 → 甲牵头 and 乙配合; what follows a role word without a body in it is its object."""
    for m in _CLAUSE.finditer(piece):
        first, second = piece[: m.start()], piece[m.start() :]
        if (
            second
            and is_body(roles.peel(first).name)
            and (has_head(second) or is_body(roles.peel(second).name))
        ):
            return [first, *_clauses(second)]
    return [piece]


def _brackets(name: str, one: _List) -> tuple[str, Role | None, list[tuple[str, Role | None]]]:
    """(name, role, further bodies): a bracket at the end that states a role or a note is taken off."""
    role: Role | None = None
    others: list[tuple[str, Role | None]] = []
    while bracket := _bracket_at_end(name):
        start, inside = bracket
        found = roles.role_in_brackets(inside)
        peeled = roles.peel(inside)
        if found:
            role = role or found
            one.rules.append("role-in-brackets")
        elif roles.says_first_leads(inside):
            one.first_leads = True
        elif peeled.role and is_body(peeled.name):
            others += [(part, peeled.role) for part in conjuncts(peeled.name)]
        elif (
            not inside
            or re.search("[:：]", inside)
            or is_person(inside)
            or (_NOTE.search(inside) and not is_body(inside))
        ):
            one.rules.append("note-in-brackets")
        else:
            break
        name = name[:start]
    return name, role, others


def _bracket_at_end(name: str) -> tuple[int, str] | None:
    """(where it opens, what is inside) of a bracket that the name ends with."""
    if not name or name[-1] not in CLOSE:
        return None
    start = max(name.rfind(c) for c in OPEN)
    inside = name[start + 1 : -1]
    return (start, inside) if start >= 0 and not any(c in inside for c in CLOSE) else None


def _read_name(name: str, mark: str, own: Role | None, one: _List) -> None:
    stripped, helping = roles.before(name)
    if helping or is_body(stripped) or _group_after(stripped):
        if helping:
            one.helping, one.since = True, len(one.found)
            one.rules.append("role-before")
        name = stripped
    if two := roles.between(name):
        left, right, left_role, helping = two
        _read_name(left, mark, own or left_role, one)
        one.rules.append("role-between")
        if helping:
            one.helping = True
        _read_name(right, "会", own, one)
        return
    if mark not in ("", "、"):
        name = re.sub(r"^(?:以及|及|和|与)(?=[各省市区县州旗相有其镇乡街])", "", name)
    own = own or ("support" if one.helping else None)
    if found := _group_after(name):
        one.rules.append("et-al")
        name, groups = found
    else:
        groups = []
    for i, part in enumerate(conjuncts(name) if name else ()):
        if i:
            one.rules.append("conjunction")
        _add(part, "和" if i else mark, own, one)
    for group in groups:
        _add(group, "等", own, one)


def _group_after(name: str) -> tuple[str, list[str]] | None:
    """甲等部门 → (甲, [相关部门]); 甲等 → (甲, []); None where 等 opens no group (高等院校)."""
    for m in _ET_AL.finditer(name):
        left, right = name[: m.start()], name[m.end() :]
        if left.endswith(("高", "中", "初", "同", "平", "对")) and not is_body(left):
            continue
        if left and len(left) < 2:
            continue
        if len(right) > 16:
            continue
        if not right:
            return left, ["相关部门"] if m.end() - m.start() > 1 else []
        if is_kind(right):
            return left, [f"相关{right}"]
        groups = conjuncts(right)
        if all(is_body(group) for group in groups):
            return left, groups
    return None


def _add(name: str, mark: str, role: Role | None, one: _List) -> None:
    name = name.strip("：:.．·-—_*※•●▪")
    if name[-1:] in CLOSE and sum(name.count(c) for c in CLOSE) > sum(name.count(c) for c in OPEN):
        name = name[:-1]
    if not name:
        return
    if not is_body(name) and not is_person(name) and (m := _WITH_OBJECT.match(name)) and is_body(m["name"]):
        one.found.append(_Name(m["name"], roles.ROLES[m["role"]], mark))
        one.since = len(one.found)
        one.rest.append(m["object"])
        return
    if _refused(name):
        one.rest.append(name)
        return
    one.found.append(_Name(name, role, mark))


def _refused(name: str) -> bool:
    """True where the text cannot be a name: a time, a person's title, prose."""
    if is_body(name):
        return False
    core = bare(name)
    return (
        len(core) > 20
        or not any(is_han(c) or c.isalpha() for c in core)
        or opens_with_verb(core)
        or bool(_TIME.search(core) or is_person(core) or _PROSE.search(core))
    )


def _reach(role: Role, one: _List) -> None:
    """Gives the role to the names since the last role word. A list that would be nothing but helpers keeps
    what stands before its last comma: 甲、乙，丙配合."""
    start = one.since
    if role == "support" and start == 0 and one.default is None:
        breaks = [i for i, name in enumerate(one.found) if i and name.mark in ("，", ",", "；", ";", "\n")]
        start = breaks[-1] if breaks else 0
    for name in one.found[start:]:
        name.role = name.role or role
    one.since = len(one.found)


def _mend(one: _List) -> None:
    """Puts names together that were cut at a 、 of their own."""
    out: list[_Name] = []
    for name in one.found:
        if out and name.mark == "、" and belongs(out[-1].text, name.text):
            out[-1].text = f"{out[-1].text}、{name.text}"
            out[-1].role = out[-1].role or name.role
            one.rules.append("inner-mark")
        else:
            out.append(name)
    one.found = out
