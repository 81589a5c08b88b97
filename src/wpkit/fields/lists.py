"""One stretch of a list of bodies → the names in it with their roles, and what is left over.

A stretch stands under one label or none. Its pieces (`splitting`) are peeled of role words, notes and their
等…; a role word reaches back over the names since the last one. Labels, standard names and the public reading
are `units`' matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from wpkit.fields import roles
from wpkit.fields.names import (
    CLOSE,
    LEVELS,
    OPEN,
    bare,
    has_head,
    is_body,
    is_kind,
    is_person,
    opens_with_verb,
)
from wpkit.fields.splitting import belongs, conjuncts, pieces
from wpkit.patterns import pattern
from wpkit.schema import Role
from wpkit.text import is_han, squeeze

_NUMBER = pattern(r"(?:[（(]?\d{1,2}[）)．.]|[①-⑳])(?=\D)")
# What a bracket says about the list, not about the name.
_NOTE = pattern(
    r"^(?:见|详见|以[上下]|下同|含|包括|按|根据|依|排名?|列|第一|注|以|为|不再|分别|已|拟|原|如|备注|加|负责|落实|具体|同上)|下同$|简称|负责$"
)
_TIME = pattern(
    r"^(?:\d{2,4}年)?\d{1,2}月|^\d{4}年|年底|年内$|^全年|^长期|^持续|^常态|月底|日前$|季度|半年|^\d{4}[.\-/]\d|^每[年月季周]|^实时|^及时"
)
_NONE = frozenset(
    {"无", "/", "—", "——", "-", "--", "\\", "／", "－", "暂无", "空", "下同", "同上", "等", "…", "……"}
)
_BULLETS = "·•●※*"
_EDGES = "：:.．·…-—_*※•●▪"
# What may part a piece or take something off it, at its beginning or anywhere; see also `roles.ROLE_ENDS`.
_BEFORE_NAMES = tuple("并再具,，协配由请联其")
_PARTS = pattern(
    rf"[{re.escape(OPEN + CLOSE)}“”\"‘’「」『』《》称等和及与会商职]"
    "|牵头|负责|主办|主责|承办|责任|协同|协办|协助|配合|参与|联合|权限|分工|归口|各负其责|依法依规"
)
_LONGEST_NAME = 80
# A word on how the names before it are called from here on: 以下统称各县（区）政府.
_CALLED = pattern(r"(?:以下|下文)?(?:统|简|合|均?简|并)称", needs="称")
# Words that no name has; they tell prose from a name whose form is not known.
PROSE = pattern(  # 高要 is a place
    r"[。！？!?]|\d{3,}|不少于|(?<!级)以上|均|涉及|的$|进行|要求|(?<![机重主])(?<!^高)要(?![素塞])|应(?![急用对])|须|(?:工作|情况|信息|内容|制度|机制|方案|措施|体系|建设|水平|管理|活动|能力|质量|落实|公开|问题|服务|发展)$"
)
_ET_AL = pattern(r"等(?:[一二三四五六七八九十两\d]+[个家]|\d+)?", needs="等")

# 区财政局负责资金保障: what is done stays in `rest`.
_WITH_OBJECT = pattern(
    r"^(?P<name>.+?)(?P<role>牵头|负责|承办|主办|配合|协助)(?P<object>.+)$", needs="牵负承主配协"
)


def is_note(text: str) -> bool:
    """Whether the words of a bracket say something about the list or the task, not about the name before them.

    >>> is_note("含各园区，下同"), is_note("县文物局")
    (True, False)
    """
    return bool(_NOTE.search(text))


class Name:
    """A name with its role, None where no word gave it one, the mark before it, and whether a bracket of its own
    states the role (乙（配合）)."""

    __slots__ = ("bracketed", "mark", "role", "text")

    def __init__(self, text: str, role: Role | None, mark: str) -> None:
        self.text, self.role, self.mark = text, role, mark
        self.bracketed = False


class Stretch:
    """What is known while a list is read: `since` is the first name that a role word still to come
    reaches back to, `helping` is true after 会同."""

    __slots__ = ("default", "first_leads", "found", "helping", "notes", "persons", "rest", "rules", "since")

    def __init__(self, default: Role | None, first_leads: bool) -> None:
        self.default, self.first_leads = default, first_leads
        self.rest: list[str] = []
        self.persons: list[str] = []
        self.rules: list[str] = []
        self.notes: list[str] = []
        self.begin(default)

    def begin(self, default: Role | None) -> None:
        """A new stretch under a label of its own."""
        self.default = default
        self.found: list[Name] = []
        self.since = 0
        self.helping = False


def read_stretch(text: str, one: Stretch, *, whole: bool = False) -> None:
    """Reads the stretch into `one`; with `whole` up to the first piece that is no name."""
    if roles.says_first_leads(text):
        one.first_leads = True
        text = roles.without_first_leads(text)
    for mark, piece in pieces(text):
        if mark[-1:] in ("；", ";", "。"):
            one.helping = False
        piece = squeeze(piece)
        if _is_bare_body(piece):
            one.found.append(Name(piece, "support" if one.helping else None, mark))
            continue
        number = _NUMBER.match(piece)
        _read_piece(piece[number.end() :] if number else piece, mark, one)
        if whole and any(one.rest):
            return
    _share_brackets(one.found)
    _mend(one)


# The same bodies stand in list after list.
@lru_cache(maxsize=1 << 12)
def _is_bare_body(piece: str) -> bool:
    """True of a body's name and nothing else, no mark or number around it."""
    return (
        piece == piece.strip(_EDGES + _BULLETS)
        and _NUMBER.match(piece) is None
        and _is_one_name(piece)
        and is_body(piece)
    )


def _read_piece(piece: str, mark: str, one: Stretch) -> None:
    piece = piece.strip(_BULLETS)
    if _is_one_name(piece):
        _add(piece, mark, "support" if one.helping else None, one)
        return
    if piece in _NONE or _CALLED.match(piece):
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
        before = len(one.found)
        _read_name(name, mark, own, one)
        if own and len(one.found) > before:
            one.found[before].bracketed = True
    for other, its_role in others:
        _add(other, "（", its_role, one)
    if role == "lead" and piece.endswith("主责") and any(n.role == "lead" for n in one.found[: one.since]):
        role = "responsible"  # 甲牵头，乙主责
    if role:
        one.rules.append(f"role-{role}")
        _reach(role, one)
        one.helping = False


def _is_one_name(piece: str) -> bool:
    """True where nothing in a piece parts it: no role or note, no bracket or quote, no word that joins names."""
    return not (
        len(piece) > _LONGEST_NAME
        or _PARTS.search(piece)
        or piece[:1] in _BEFORE_NAMES
        or piece.endswith(roles.ROLE_ENDS)
        or (piece[:1] in LEVELS and piece.count(piece[:1]) > 1)
        or "各" in piece[1:]
        or piece in _NONE
    )


# Where one clause ends and the next begins without a mark: 甲牵头乙配合, 甲（牵头）乙.
_CLAUSE = pattern(
    r"""
      (?<=牵头负责) | (?<=牵头落实) | (?<=牵头)(?!负责|落实|单位|部门|组织|实施|会同|推进|[）)])
    | (?<=负责)(?!人|落实|组织|实施|[）)]) | (?<=牵头[）)]) | (?<=牵头单位[）)]) | (?<=负责[）)])
    """,
    re.VERBOSE,
    needs=(
        "牵头",
        "负责",
    ),
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


def _brackets(name: str, one: Stretch) -> tuple[str, Role | None, list[tuple[str, Role | None]]]:
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
        elif peeled.role and is_body(peeled.name):
            others += [(part, peeled.role) for part in conjuncts(peeled.name)]
        elif (
            not inside
            or ":" in inside
            or "：" in inside
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


_LINKED = pattern("^(?:以及|及|和|与)(?=[各省市区县州旗相有其镇乡街])", needs="及和与")


def _read_name(name: str, mark: str, own: Role | None, one: Stretch) -> None:
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
        name = _LINKED.sub("", name)
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


@lru_cache(maxsize=1 << 12)
def _group_after(name: str) -> tuple[str, Sequence[str]] | None:
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
            return left, [f"相关{group}" if is_kind(group) else group for group in groups]
    return None


def _add(name: str, mark: str, role: Role | None, one: Stretch) -> None:
    name = name.strip(_EDGES)
    if name[-1:] in CLOSE and sum(name.count(c) for c in CLOSE) > sum(name.count(c) for c in OPEN):
        name = name[:-1]
    if not name:
        return
    if not is_body(name) and not is_person(name) and (m := _WITH_OBJECT.match(name)) and is_body(m["name"]):
        one.found.append(Name(m["name"], roles.ROLES[m["role"]], mark))
        one.since = len(one.found)
        one.rest.append(m["object"])
        return
    if is_person(bare(name)) and not is_body(name):
        one.persons.append(name)
        return
    if _refused(name):
        one.rest.append(name)
        return
    one.found.append(Name(name, role, mark))


def _refused(name: str) -> bool:
    """True where the text cannot be a name: a time, prose."""
    if is_body(name):
        return False
    core = bare(name)
    return (
        len(core) > 20
        or not any(is_han(c) or c.isalpha() for c in core)
        or opens_with_verb(core)
        or bool(_TIME.search(core) or PROSE.search(core))
    )


def _reach(role: Role, one: Stretch) -> None:
    """Gives the role to the names since the last role word. A list that would be nothing but helpers keeps
    what stands before its last semicolon or comma: 甲、乙，丙配合."""
    start = one.since
    if role == "support" and start == 0 and one.default in (None, "responsible"):
        breaks = [i for i, name in enumerate(one.found) if i and name.mark in ("，", ",", "；", ";", "\n")]
        strong = [i for i in breaks if one.found[i].mark in ("；", ";")]
        start = (strong or breaks or [0])[-1]
    for name in one.found[start:]:
        name.role = name.role or role
    one.since = len(one.found)


def _share_brackets(found: Sequence[Name]) -> None:
    """Gives the role in a bracket to the names before it that the same mark lists, where the names of several roles
    each end in theirs: 甲（牵头），乙、丙（配合）. In a list that goes on behind its brackets, or has one of them only,
    each marks a single name; names that open a list before helpers have a role of their own."""
    if not found or found[-1].role is None or len({name.role for name in found if name.role}) < 2:
        return
    for n, name in enumerate(found):
        if not name.bracketed:
            continue
        first = n
        while first and found[first - 1].role is None and found[first].mark == name.mark:
            first -= 1
        if first or name.role != "support":
            for other in found[first:n]:
                other.role = name.role


def _mend(one: Stretch) -> None:
    """Puts names together that were cut at a 、 of their own."""
    out: list[Name] = []
    for name in one.found:
        if out and name.mark == "、" and belongs(out[-1].text, name.text):
            out[-1].text = f"{out[-1].text}、{name.text}"
            out[-1].role = out[-1].role or name.role
            one.rules.append("inner-mark")
        else:
            out.append(name)
    one.found = out
