"""A paragraph's text → its content and the fields that brackets and labels in it state.

（责任单位：甲、乙；完成时限：6月底前）, [牵头单位：甲], （甲牵头，乙配合）, "责任科室：甲 完成时间：6月" at the end, or
a label line of its own. Several such brackets in one paragraph part it into several tasks.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from functools import lru_cache

from wpkit.blocks import Paragraph, Table
from wpkit.fields.blanket import blanket_clauses, rider_start
from wpkit.fields.bodies import is_known
from wpkit.fields.deadlines import is_deadline, read_deadlines
from wpkit.fields.headings import header_kind
from wpkit.fields.names import has_head, is_body, may_be_persons_name, opens_with_verb
from wpkit.fields.numbering import read_marker
from wpkit.fields.roles import ROLES, says_first_leads, without_first_leads
from wpkit.fields.splitting import without_persons
from wpkit.fields.units import is_units, read_units
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.schema import Role
from wpkit.structure.columns import unit_role
from wpkit.text import fold_in_place

_OPEN, _CLOSE = "（([〔【［{｛‹〈", "）)]〕】］}｝›〉"
_CLOSERS = frozenset(_CLOSE)
_OPENS = pattern(f"[{re.escape(_OPEN)}]")
_BRACKET = pattern(f"[{re.escape(_OPEN + _CLOSE)}]")


@record(frozen=True)
class UnitText:
    """A printed list of units with the role that its label states; `label` has that label's words."""

    text: str
    role: Role | None = None
    first_leads: bool = False
    label: str = ""


@record()
class Fields:
    """What labels state; its values as printed."""

    units: list[UnitText] = field(default_factory=list)
    deadlines: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)  # persons, places and the like: no field of a task

    def __bool__(self) -> bool:
        return bool(self.units or self.deadlines or self.contents or self.people)

    def extend(self, other: Fields) -> None:
        self.units += other.units
        self.deadlines += other.deadlines
        self.contents += other.contents
        self.people += other.people

    def copy(self) -> Fields:
        return Fields(self.units[:], self.deadlines[:], self.contents[:], self.people[:])


@record()
class Piece:
    """A stretch of a paragraph and the fields that close it."""

    content: str
    fields: Fields


# What a label is made of, back from its colon: of the characters in reverse.
_LABEL = pattern(r"\s*[\w、/()]{2,20}")
_LONGEST = 22
# A label outside brackets is sure only if it ends like one.
_SURE = pattern(
    r"(?:(?:时间|时限|进度|完成|期限)(?:要求|安排)|单位|部门|科室|处室|股室|机构|主体|业主|牵头|配合|主办|协办|会办|督办|承办|主责|时限|时间|节点|期限|领导|责任人|负责人|联系人|指挥长|总指挥|[组班链]长|责任处|责任科|责任股|分工|方式|电话|邮箱|地址|完成日期|日期|内容|地点|目标|标准|成效|措施|举措|任务)(?:\([^()]*\))?$"
)

_DOERS = "责任 牵头 配合 负责 主办 协办 承办 参与 协同 协助 落实 实施 主责 主管 分管 联系".split()
_DOERS_ENDS = "单位 部门 科室 处室 股室 机构 主体 领导 人".split()
_TIMES = "完成时限 完成时间 完成期限 完成日期 办结时限 办结时间 办结期限 时限要求 时间要求 时间节点 时间安排 时间进度 进度安排 进度要求 工作时限".split()
_USUAL_LABEL = pattern(rf"(?:(?:{'|'.join(_DOERS)})(?:{'|'.join(_DOERS_ENDS)})|{'|'.join(_TIMES)})$")
# A label that a word parts from its units or its time (牵头单位为甲，配合单位为乙，完成时限为6月底).
_SAID = pattern(
    r"(?<![^\s。；;，,、（(\[〔【{])(?P<label>(?:主要|第一|共同|直接)?(?:责任|牵头|配合|负责|主办|协办|承办|参与)(?:单位|部门|[科处股委]室)|(?:完成|办结|整改)(?:时限|时间|期限))"
    r"[为是](?P<value>[^。；;，,:：（）()]{2,80})",
    needs=tuple("位为 位是 门为 门是 室为 室是 限为 限是 间为 间是".split()),
)


_BULLETS = "★☆●◆■▲※•·▶→"


def labels_in(text: str, *, sure: bool) -> list[tuple[int, int, str, str]]:
    """The field labels in a text: (start, end of the colon, label, kind). With `sure` only those that end like
    a label and stand at a beginning (the text's, a sentence's, after a blank), or behind a comma where all the rest of
    the text is fields."""
    out: list[tuple[int, int, str, str]] = []
    said = _SAID.search(text)
    if said is None and ":" not in text and "：" not in text:
        return out
    folded = fold_in_place(text)
    if said is not None:
        folded = _SAID.sub(_with_colon, folded)
    colon = folded.find(":")
    while colon >= 0:
        end, colon = colon + 1, folded.find(":", colon + 1)
        match = _LABEL.match(folded[max(0, end - 1 - _LONGEST) : end - 1][::-1])
        if match is None:
            continue
        label, start = match.group()[::-1].rstrip(), end - 1 - match.end()
        if (opened := label.rfind("(")) > label.rfind(")"):
            label, start = label[opened + 1 :], start + opened + 1  # 加强领导（责任单位：
        usual = _USUAL_LABEL.search(label) if out else None
        if usual and usual.start() and is_units(label[: usual.start()]):
            label, start = usual.group(), start + usual.start()  # 牵头科室：人事股配合科室：
        # the colon says where the label ends; where it begins is found from its words
        while len(label) > 1 and (label[0] in "、/()" or not _kind(label)):
            label, start = label[1:], start + 1
        if len(label) < 2:
            continue
        before = folded[:start].rstrip(" \t")[-1:]
        blank = start > 0 and folded[start - 1].isspace()
        ends_like_one = bool(
            _SURE.search(label)
            or _UNIT_LABEL.fullmatch(label)
            or (label in ROLES and _fields_to_end(folded, end, _kind(label)))  # 责任：县民政局
        )
        if out and ends_like_one:
            # behind a first label others follow with or without a mark between
            pass
        elif (before and not blank and before not in "。;,、(:)[]!?.\n】〔〕—―-" + _BULLETS) or (
            sure
            and not (ends_like_one and (not before or blank or before in "。;)]】〕—―" + _BULLETS))
            and not (before == "," and ends_like_one and _fields_to_end(folded, end, _kind(label)))
        ):
            continue
        out.append((start, end, text[start : start + len(label)], _kind(label) or ""))
    return out


def _with_colon(said: re.Match[str]) -> str:
    """A label and what it is said to be, written as others are; anything else as it stands."""
    stated = is_deadline if said["label"][-1] in "限间" else is_units
    return f"{said['label']}:{said['value']}" if stated(said["value"]) else said[0]


_LONGEST_TAIL = 300


def _fields_to_end(text: str, at: int, kind: str | None) -> bool:
    """Whether nothing but the value of a label of this kind and further labels stands from here to the end of the text
    (…，牵头单位：甲，配合单位：乙。)."""
    tests = {"units": is_units, "deadline": is_deadline}
    if len(text) - at > _LONGEST_TAIL or kind not in tests:
        return False
    parts = [part.strip() for part in _ANY_END.split(text[at:]) if part.strip()]
    return bool(parts) and tests[kind](parts[0]) and all(":" in p or tests[kind](p) for p in parts[1:])


_CONTACT = ("监督方式", "监督电话", "咨询电话", "联系方式", "联系电话", "举报电话", "电子邮箱", "通讯地址")

_SHARES = ("责任分工", "职责分工", "任务分工", "工作分工", "责任落实")  # 责任分工：甲牵头，乙配合
# What a label says of units whatever stands before: 其他责任单位, 责任委室, 牵头站所; and with the persons behind them:
# 责任单位及责任人.
_UNIT_LABEL = pattern(
    r"(?:其[他它余]|主要|相关|有关|具体|第[一二三]|共同|行业|业务|直接|属地)?(?:责任|牵头|配合|负责|主办|协办|承办|参与|落实|监管|主管|实施|督办|督导|督查|验收)"
    r"(?:单位|部门|[科处股部委]室|站所|办所|机构|系部|院系|委办|工委|专委会|专门委员会|党?支部)(?:[及和与、/](?:责任|负责)人)?"
)
_CONTENTS = frozenset(
    "任务 工作任务 主要任务 具体任务 目标任务 任务目标".split()
)  # a name in a header, here all there is


@lru_cache(maxsize=1 << 12)
def _kind(label: str) -> str | None:
    if label.endswith(_CONTACT):
        return "person"
    if label.endswith(_SHARES):
        return "units"
    if label in _CONTENTS:
        return "content"
    if _UNIT_LABEL.fullmatch(label) or label == "督办":
        return "units"
    kind = header_kind(label)
    return kind if kind in ("units", "deadline", "person", "content", "goal", "other") else None


def read_labelled(text: str, labels: list[tuple[int, int, str, str]]) -> Fields:
    """The values behind labels, each up to the next label."""
    fields = Fields()
    ends = [start for start, *_ in labels[1:]] + [len(text)]
    for (_, value_at, label, kind), end in zip(labels, ends, strict=True):
        value = text[value_at:end].strip().strip("；;，,。、 \t" + _BULLETS).strip()
        if not value:
            continue
        if "。" in value and (not_its := _behind_value(value, kind)):
            # 责任单位：甲。修订办法。: the label stands before the item's text
            fields.contents.append(not_its)
            value = value[: value.index("。")]
        if kind == "units":
            value = without_persons(value, told=True)[0] if label.endswith("人") else value
            role = unit_role(label.removesuffix("人"))
            fields.units.append(UnitText(value, role, says_first_leads(label), label))
        elif kind == "deadline":
            fields.deadlines.append(value)
        elif kind in ("content", "goal"):
            said = text[value_at:end].strip()
            fields.contents.append(said.rstrip("；;，, ") if end < len(text) else said)
        else:
            fields.people.append(value)
    return fields


def _behind_value(value: str, kind: str) -> str:
    """What stands behind the first sentence of a label's value, where that alone is one; else an empty string."""
    first, _, rest = value.partition("。")
    tests = {"units": is_units, "deadline": is_deadline}
    if (
        kind not in tests
        or not tests[kind](first)
        or is_units(rest.strip("。 "))
        or is_deadline(rest.strip("。 "))
    ):
        return ""
    return f"{rest}。" if rest.strip() and rest[-1] not in _ENDS_CLAUSE else rest


@lru_cache(maxsize=1 << 8)
def brackets(text: str) -> tuple[tuple[int, int], ...]:
    """The outermost bracketed stretches, (start, end) with their brackets; an unclosed one ends with the text, and what is
    closed once too often ([甲负责)]) with the last bracket."""
    out: list[tuple[int, int]] = []
    depth, start = 0, 0
    for match in _BRACKET.finditer(text):
        if match.group() in _OPEN:
            if not depth:
                start = match.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                out.append((start, match.end()))
        elif out and out[-1][1] == match.start():
            out[-1] = out[-1][0], match.end()
    if depth and _kind_of_bracket(text[start + 1 :]):
        out.append((start, len(text)))
    return tuple(out)


def _kind_of_bracket(inner: str) -> bool:
    return bool(labels_in(inner[:20], sure=False))


_ROLE_WORD = pattern("牵头|负责|负总责|配合|落实|主办|承办|协办|协助|参与|参加|会同|实施|组织|分别")
_OF_THOSE_ABOVE = pattern(r"以上(?:均|都)?由", needs="以")
_RIDER = pattern("以下|下同|均需|均由|不再|同上|以上")
_SENTENCE_END = pattern("[。.]")
_KEPT_CLAUSES = pattern("[^；;，,]+[；;，,]?")
_KEPT_CLAUSE_END = pattern("([；;，,])")
_ANY_END = pattern("[。；;，,！!]")
_ENDS_CLAUSE = frozenset("。；;：:，,、！!？?…")
_AFTER = frozenset("。；;，,.、！ \t\u3000")


def bracket_fields(inner: str, *, closing: bool, usual: bool) -> Fields | None:
    """The fields in a bracket, or None if it is an ordinary one.

    A bracket with a label is one wherever it stands. One without is a list of units only where it closes a
    sentence or paragraph (`closing`) and either says a role, or such brackets are `usual` in the notice.
    """
    read = _read_bracket if len(inner) <= _LONGEST_KEPT else _read_bracket.__wrapped__
    found = read(inner, closing)
    return found[0].copy() if found is not None and (usual or found[1]) else None


@lru_cache(maxsize=1 << 10)
def _read_bracket(inner: str, closing: bool) -> tuple[Fields, bool] | None:
    """The fields that a bracket may have, not to be changed, and whether it has them wherever it stands, however usual
    such brackets are."""
    if inner[-1:] in _CLOSERS:
        once_too_often = sum(map(inner.count, _CLOSE)) - len(_OPENS.findall(inner))
        at_end = len(inner) - len(inner.rstrip(_CLOSE))
        inner = inner[: len(inner) - max(0, min(once_too_often, at_end))]
    found = labels_in(inner, sure=False)
    if any(kind in ("units", "deadline") for *_, kind in found):
        for clause in blanket_clauses(inner):
            # …；责任单位：甲。以下任务均需各区落实，不再列出: a rider on all tasks adds no unit to this one
            if (at := inner.find(clause)) > found[-1][1]:
                inner = inner[:at]
                break
        if (rider := rider_start(inner[found[-1][1] :])) is not None:
            inner = inner[: found[-1][1] + rider]
        fields = read_labelled(inner, found)
        lead = inner[: found[0][0]].strip("；;，,。 ")
        if lead and is_units(lead):
            fields.units.insert(0, UnitText(lead))
        fields.units = [u for unit in fields.units for u in _without_deadline(unit, fields)]
        return fields, True
    if not closing or len(inner) > 400:
        return None
    if above := _OF_THOSE_ABOVE.match(inner):
        inner = inner[above.end() :]
    fields = Fields()
    if found and all(kind == "person" for *_, kind in found):
        # （甲牵头；乙配合。责任领导：…）
        fields.people = read_labelled(inner, found).people
        inner = inner[: found[0][0]].rstrip("；;，,。 \t\u3000")
        if not inner:
            return fields, True
    sentences = [t for t in _SENTENCE_END.split(inner) if t.strip()]
    while len(sentences) > 1 and _RIDER.search(sentences[-1]):
        # （…负责。以下各项均需各区落实，不再列出。）: a rider on all tasks adds no unit to this one
        sentences.pop()
    if len(sentences) > 1 and not _states_time(sentences[-1].strip()):
        return None
    if sentences and (rider := rider_start(sentences[-1])) is not None:
        sentences[-1] = sentences[-1][:rider]
    rest = ""
    for part in _KEPT_CLAUSES.findall(_BLANK_TIME.sub("，", "；".join(sentences))):
        clause = part.strip("；;，, \t\u3000")
        # （10月底前，市民政局牵头）, （市民政局牵头。持续推进）
        if _states_time(clause) and not (rest == "" and _ROLE_WORD.search(clause)):
            fields.deadlines.append(clause)
        else:
            rest += part
    rest = rest.strip("；;，, \t\u3000")
    if not rest:
        rest = inner
        fields.deadlines.clear()
    if is_deadline(rest) and any(c.isdigit() for c in rest):
        return Fields(deadlines=[rest]), True
    if not is_units(rest):
        return None
    sure = bool(_ROLE_WORD.search(rest) or fields.deadlines or fields.people)
    fields.units.append(UnitText(rest))
    return fields, sure


# What a blank alone parts from the units before it: 甲牵头 11月底前完成.
_BLANK_TIME = pattern(
    r"(?<![ \t\u3000])[ \t\u3000]+(?=(?:20\d\d年|\d{1,2}月|年底|全年|长期|持续|常态|[上下]半年|第?[一二三四]季度)[^\s，,；;。]{0,12}$)"
)


def _without_deadline(unit: UnitText, fields: Fields) -> list[UnitText]:
    """A list of units that ends in a deadline (…市财政局，6月底前) gives both."""
    parts = _KEPT_CLAUSE_END.split(unit.text)
    if len(parts) >= 3 and _states_time(parts[-1].strip()):
        fields.deadlines.append(parts[-1].strip())
        return [replace(unit, text="".join(parts[:-2]))]
    return [unit]


_TIME_FIRST = pattern(r"(?:20\d\d年|今年)?(?:\d{1,2}月|年底|年内|[上下]半年|第?[一二三四]季度)")


def _states_time(text: str) -> bool:
    """Whether a clause behind the units of a bracket is a deadline, what is due then included (8月底前出台政策)."""
    if is_deadline(text):
        return True
    timed = len(text) <= 30 and bool(_TIME_FIRST.match(text))
    return timed and bool(read_deadlines(text).deadlines) and not is_units(text)


_LONGEST_KEPT = 1000  # characters of a paragraph whose pieces are kept
_KEPT = ("units", "deadline", "person", "content", "other")


def open_labels(text: str) -> list[tuple[int, int, str, str]]:
    """The labels that stand outside brackets and close the paragraph, or open it."""
    inside = brackets(text)
    starts = [a for a, _ in inside]
    found = []
    for label in labels_in(text, sure=True):
        before = bisect_left(starts, label[0]) - 1  # the bracket that begins last before it
        if before < 0 or inside[before][1] <= label[0]:
            found.append(label)
    found = [f for f in found if f[3] in _KEPT or f[3] == "goal"]
    # prose may hold a word with a colon: alone, only a label of units or time counts behind other words
    while found and found[0][3] not in ("units", "deadline", "person") and found[0][0] > 0:
        found.pop(0)
    # 报送单位：各乡镇按月报送数据。（责任单位：甲）: what a bracket of fields closes is an item, its first words no label
    if len(found) == 1 and found[0][3] == "other" and inside:
        start, end = inside[-1]
        fields = bracket_fields(text[start + 1 : end - 1], closing=True, usual=False)
        if end >= len(text) - 1 and text[:start].rstrip()[-1:] in _ENDS_CLAUSE and fields and fields.units:
            return []
    return found


# A paragraph's pieces are asked for with and without `usual`, one after the other.
_open_labels_once = lru_cache(maxsize=1 << 8)(open_labels)


_ENDS_ASSIGNING = pattern(
    r"(?:牵头|负责|负总责|配合|落实|主办|承办|协办|协助|参与|参加|实施|完成)(?:[，,][^，,。；]{2,20})?[。；;]?$"
)
_LONGEST_ASSIGNING = 300


def _assigning_paragraph(text: str) -> Fields | None:
    """The fields of a paragraph that says nothing but who does it (市教育局牵头，市财政局配合。), else None. A heading of
    units alone (县水利局负责) is none: it ends in no full stop and gives one role."""
    text = without_first_leads(text.strip()).removeprefix("由")
    if not text or len(text) > _LONGEST_ASSIGNING or ":" in text or "：" in text or text[0] in "（(此该本":
        return None
    said, by, _ = text.partition("，由")
    if not _ENDS_ASSIGNING.search(text) or (by and not is_units(said)):
        return None  # what is done stands before by whom
    if text[-1] not in "。；;" and len(_ROLE_WORD.findall(text)) < 2:
        return None
    clauses = [clause.strip() for clause in _ANY_END.split(text.replace("——", "，"))]
    if not all(not c or _ROLE_WORD.search(c) or is_units(c) or _states_time(c) for c in clauses):
        return None  # 整治黑臭水体三条，县水利局牵头
    if any(_by_whom(clause) != clause for clause in clauses):
        return None  # 县城绿化由县住建局牵头
    fields = bracket_fields(text.rstrip("。；;"), closing=True, usual=False)
    return fields if fields and fields.units else None


_BY_SENTENCE = pattern(
    r"(?:此|该|本)(?:项|次)(?:工作|任务|活动)?由(?P<units>[^。；;]{2,80}?(?:牵头|负责|负总责|承办|组织实施|配合|落实|参加|参与|协助|协办))[。；;]?$",
    needs="由",
)


class UnitLine(str):
    """The text of a paragraph that is nothing but the units of the item above it."""

    __slots__ = ()


def pieces_of(text: str, *, usual: bool = False) -> list[Piece]:
    """The paragraph in pieces, each closed by its fields; one piece without fields where it states none."""
    return [Piece(piece.content, piece.fields.copy()) for piece in kept_pieces(text, usual=usual)]


def kept_pieces(text: str, *, usual: bool = False) -> tuple[Piece, ...]:
    """As `pieces_of`, not to be changed."""
    if isinstance(text, UnitLine):
        return (Piece("", Fields([UnitText(str(text))])),)
    # without brackets or a dash it makes no difference
    usual = usual and ("（" in text or _OPENS.search(text) is not None or "——" in text)
    return (_pieces_once if len(text) <= _LONGEST_KEPT else _pieces_once.__wrapped__)(text, usual)


@lru_cache(maxsize=1 << 15)  # of a notice of 10,000 items, each asked for with and without `usual`
def _pieces_once(text: str, usual: bool) -> tuple[Piece, ...]:
    """The pieces, not to be changed: every step from the outline to the tasks asks for those of each paragraph."""
    labels = _open_labels_once(text) if len(text) <= _LONGEST_KEPT else open_labels(text)
    if not labels:
        assigned = _assigning_paragraph(text)
        return (Piece("", assigned),) if assigned else tuple(_pieces(text, usual))
    before = text[: labels[0][0]].rstrip("，, \t\u3000—―" + _BULLETS)
    pieces = _pieces(before, usual) if before.strip() else []
    fields = read_labelled(text, labels)
    stated, fields.contents = fields.contents, []
    for content in stated:  # 任务：…。（责任单位：甲）
        for piece in _pieces(content, usual):
            fields.contents.append(piece.content)
            fields.extend(piece.fields)
    if pieces and not fields.contents:
        pieces[-1].fields.extend(fields)
    else:
        pieces.append(Piece("", fields))
    return tuple(pieces)


def only_fields(text: str) -> bool:
    """Whether a paragraph states fields and nothing else: a label line, a bracket of units."""
    pieces = kept_pieces(text, usual=True)
    return len(pieces) == 1 and not pieces[0].content and bool(pieces[0].fields)


def states_content(text: str) -> bool:
    """Whether a label in the paragraph states a content (工作内容：…)."""
    return any(piece.fields.contents for piece in kept_pieces(text, usual=True))


def assigning_sentence(text: str) -> str:
    """A closing sentence that only says whose the task is (此项工作由甲负责。), else an empty string."""
    match = _BY_SENTENCE.search(text)
    return match.group() if match and is_units(match["units"]) else ""


_SPACED = pattern(r"^([^\W\d_a-zA-Z](?:[ \u3000]*[^\W\d_a-zA-Z]){1,7})[ \u3000]*[:：]", needs=":：")
# A label that blanks alone part from its value (责任单位　县教育局).
BLANK_LABEL = pattern(
    r"((?:责任|牵头|配合|主办|协办|承办|参与)(?:单位|部门|科室|处室|股室)|(?:完成|办结)(?:时限|时间|期限))[ \t\u3000]+(\S.*)$"
)
_MARKED = pattern(r"\s{0,8}(?:[▲△▼▶►▷●○◆◇■□★☆◎•·▪➤→⇒※*✦✓√]|[—―-]{1,3}>?)\s{0,8}(?=[^\W\d_])")


def _apart(words: Sequence[str]) -> str:
    """A pattern for these words, of any of them, with blanks between their characters or without."""
    return "|".join(r"[ \t\u3000]{0,4}".join(word) for word in words)


# With its colon or closing bracket behind it; of words as `fold_in_place` writes them.
_SPACED_LABEL = pattern(
    rf"(?:(?:{_apart(_DOERS)})[ \t\u3000]{{0,4}}(?:{_apart(_DOERS_ENDS)})|{_apart(_TIMES)})(?=[ \t\u3000]{{0,4}}[:】\]])",
    needs=":】]",
)


def closed_up(text: str) -> str:
    """The text without the blanks inside the labels of its fields, which wrapping or setting put there.

    >>> closed_up("（责任 单位：市民政局；完 成 时 限：6月底前）")
    '（责任单位：市民政局；完成时限：6月底前）'
    """
    if " " not in text and "\u3000" not in text and "\t" not in text:
        return text
    out, at = [], 0
    for match in _SPACED_LABEL.finditer(fold_in_place(text)):
        out += [text[at : match.start()], "".join(text[match.start() : match.end()].split())]
        at = match.end()
    return "".join(out) + text[at:] if out else text


_BARE = pattern(r"[\w（）()/、]{2,12}[:：]", needs=":：")


_FRAMED = pattern(
    r"\s{0,20}[【\[〔〖［]([^\W\d_a-zA-Z]{2,8})[】\]〕〗］]\s{0,20}[:：]?(?=\s{0,20}[^\s【\[〔〖［、，,；;。）)])",
    needs="】]〕〗］",
)


def _colons_behind(text: str) -> str:
    """The text with labels that brackets alone mark (【责任单位】甲【完成时限】6月) written as others are."""

    def written(match: re.Match[str]) -> str:
        label = match[1]
        if not _SURE.search(label) or _kind(label) not in ("units", "deadline", "person", "content"):
            return match.group()
        return f"{' ' if match.start() else ''}{label}："

    return _FRAMED.sub(written, text)


# Such labels one after the other, behind the item's text or alone.
_BLANK_LABELS = pattern(
    r"(?:^|(?<=[。；;，,）)\]】\s]))((?:责任|牵头|配合|主办|协办|承办|参与)(?:单位|部门|科室|处室|股室)|(?:完成|办结)(?:时限|时间|期限))(?:[ \t\u3000]+(?=[^\s:：])|(?=[省市区县州旗盟镇乡\d]|各[^负自司]))",
    needs=tuple("责任 牵头 配合 主办 协办 承办 参与 完成 办结".split()),
)


def _with_colons(text: str) -> str:
    """The text with colons behind the labels that blanks alone part from their values, where each has one."""
    found = list(_BLANK_LABELS.finditer(text))
    if not found:
        return text
    ends = [match.start() for match in found[1:]] + [len(text)]
    out, at = [], 0
    for match, end in zip(found, ends, strict=True):
        value = text[match.end() : end].strip(" \t\u3000；;，,。")
        if not (is_units if _kind(match[1]) == "units" else is_deadline)(value):
            return text
        out += [text[at : match.start()], match[1], "："]
        at = match.end()
    return "".join(out) + text[at:]


def joined_to_values(parts: Sequence[Paragraph | Table]) -> list[Paragraph | Table]:
    """The parts with each label that stands alone on a line below an item, without a colon, joined to its value."""
    out: list[Paragraph | Table] = []
    begun, label = False, None
    for part in parts:
        text = part.text.strip() if isinstance(part, Paragraph) else ""
        if label is not None and (is_units if _kind(label.text.strip()) == "units" else is_deadline)(text):
            out[-1] = Paragraph(f"{label.text.strip()}：{text}", label.where.to(part.where))
            label = None
            continue
        alone = begun and isinstance(part, Paragraph) and _USUAL_LABEL.fullmatch(text)
        label = part if alone and isinstance(part, Paragraph) else None
        begun = begun or read_marker(text) is not None
        out.append(part)
    return out


def as_label_line(text: str) -> str:
    """The text with its labels before colons and no mark before the first: 【责任单位】甲, ▶责任单位：甲 → 责任单位：甲."""
    text = _with_colons(_colons_behind(text))
    marked = _MARKED.match(text)
    if marked and any(at == 0 for at, *_ in labels_in(text[marked.end() :], sure=True)[:1]):
        return text[marked.end() :]
    return text


def whole_labels(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs with blanks inside a label taken out (时 间：) and a label alone joined to its value, which
    may be a list with a unit a line or one that breaks off behind a comma."""
    out: list[Paragraph] = []
    texts = [p.text for p in paragraphs]
    open_units = False
    for n, paragraph in enumerate(paragraphs):
        text = as_label_line(paragraph.text)
        match = _SPACED.match(text)
        if match and " " in match.group() + "\u3000" and _kind(fold_in_place("".join(match[1].split()))):
            text = "".join(match[1].split()) + "：" + text[match.end() :].lstrip()
        above = out[-1].text if out else ""
        kind = _kind(fold_in_place(above[:-1])) if _BARE.fullmatch(above) else None
        if kind in ("units", "deadline") or lists_on(above, text):
            out[-1] = Paragraph(out[-1].text + text, out[-1].where.to(paragraph.where))
            open_units = kind == "units"
        elif (_only_units(text) or may_be_persons_name(text)) and (
            open_units or (_ends_in_units(above) and not _heads(texts, n))
        ):
            out[-1] = Paragraph(f"{out[-1].text}\n{text}", out[-1].where.to(paragraph.where))
            open_units = True
        else:
            open_units = False
            out.append(
                paragraph if text == paragraph.text else Paragraph(text, paragraph.where, paragraph.heading)
            )
    for n in unit_lines([p.text for p in out]):
        if out[n].heading is None:
            out[n] = Paragraph(UnitLine(out[n].text), out[n].where)
    return out


def content_label(text: str) -> str:
    """The label of a content that a paragraph opens with (任务：…); an empty string where it opens with none."""
    found = labels_in(text[: _LONGEST + 2], sure=True)
    return found[0][2] if found and found[0][0] == 0 and found[0][3] == "content" else ""


def cut_records(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, those that open with the label of a content cut where the same label stands in them again behind
    units or a time (任务：…责任单位：甲任务：…责任单位：乙)."""
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        text = paragraph.text
        first = content_label(text)
        cuts: list[int] = []
        stated = False
        for at, _, label, kind in labels_in(text, sure=True) if first and text.count(first) > 1 else ():
            if label == first and stated:
                cuts.append(at)
            stated = kind in ("units", "deadline") or (stated and label != first)
        for a, b in itertools.pairwise([0, *cuts, len(text)]) if cuts else ():
            out.append(Paragraph(text[a:b].strip(), paragraph.where, paragraph.heading))
        if not cuts:
            out.append(paragraph)
    return out


def unit_lines(texts: Sequence[str]) -> set[int]:
    """The lines of bodies alone that stand below items or paragraphs which name no unit, where there are several; none
    where such lines are headings: one stands before the first item, or between an item's heading and unmarked prose, or
    the items below the last one go on without.

    >>> sorted(unit_lines(["1.修订指南。", "县工信局", "2.改造厂房。", "县交通局", "3.改造危桥。"]))
    [1, 3]
    >>> unit_lines(["1.修订指南。", "县工信局", "2.改造厂房。", "县交通局", "3.改造危桥。", "4.更新车辆。"])
    set()
    """
    found: set[int] = set()
    groups = 0
    begun = False
    for n, text in enumerate(texts):
        begun = begun or read_marker(text) is not None
        if text[-1:] in _ENDS_CLAUSE or not _only_units(text, _LONGEST_UNIT_LINE):
            continue
        if not begun or _heads(texts, n) or (not found and _opens_prose(texts, n)):
            return set()
        goes_on = n - 1 in found
        if goes_on or not any(piece.fields for piece in kept_pieces(texts[n - 1], usual=True)):
            found.add(n)
            groups += not goes_on
    return found if groups > 1 and not _goes_on_below(texts, max(found)) else set()


def _opens_prose(texts: Sequence[str], n: int) -> bool:
    """Whether a line stands between a marked heading, which no mark closes, and a sentence without a number."""
    above, below = texts[n - 1], texts[n + 1] if n + 1 < len(texts) else ""
    heading = read_marker(above) is not None and above[-1:] not in _ENDS_CLAUSE
    return heading and below[-1:] in tuple("。；;") and read_marker(below) is None


def _goes_on_below(texts: Sequence[str], n: int) -> bool:
    """Whether several items that name no unit go on below a line of units with the numbering above it."""
    above = next((m for k in range(n - 1, -1, -1) if (m := read_marker(texts[k])) is not None), None)
    below = [read_marker(text) for text in texts[n + 1 : n + 3]]
    return (
        above is not None
        and len(below) == 2
        and all(
            marker is not None
            and marker.level == above.level
            and marker.value == above.value + step
            and not any(piece.fields for piece in kept_pieces(text, usual=True))
            for step, (marker, text) in enumerate(zip(below, texts[n + 1 :], strict=False), 1)
        )
    )


_LONGEST_UNIT_LINE = 120


def lists_on(before: str, text: str) -> bool:
    """Whether a label's list of units breaks off behind a 、 or ，, or in the middle of its last name, and `text` goes on
    with it."""
    if not before or before[-1] in _ENDS_LIST or read_marker(text) is not None:
        return False
    open_ = before.endswith(("、", "，", ","))
    if not before.endswith("、") and not (is_units(text) if open_ else _may_end_a_name(text)):
        return False
    above, own = labels_in(before, sure=True), labels_in(text, sure=True)
    if not above or above[-1][3] != "units" or (own and own[0][0] == 0):
        return False
    return open_ or _is_torn(before[above[-1][1] :].strip(), text)


_ENDS_LIST = frozenset("。；;：:）)】]〕")
_BETWEEN_NAMES = pattern("[、，,；;。]")
_LONGEST_REST = 8  # of a name that a line's end tore


def _may_end_a_name(text: str) -> bool:
    """Whether a paragraph begins as the rest of a torn name does, before it is held against the list above it."""
    return 0 < len(_BETWEEN_NAMES.split(text, maxsplit=1)[0].strip()) <= _LONGEST_REST


def _is_torn(names: str, text: str) -> bool:
    """Whether the last of the names and the beginning of `text` are one body's name, and not two of their own: with the
    rest of the list behind it.

    >>> _is_torn("区民政局、园区党工", "委、各街道"), _is_torn("区民政局", "区财政局"), _is_torn("区民政局", "区内养老机构达标。")
    (True, False, False)
    """
    last = _BETWEEN_NAMES.split(names)[-1].strip()
    first, rest = _BETWEEN_NAMES.split(text, maxsplit=1)[0].strip(), text.strip().rstrip("。；;")
    if not last or may_be_persons_name(last) or not is_body(last + first):
        return False
    if is_units(first) and (is_units(last) or has_head(first)):
        return False
    return is_units(last + rest)


def _ends_in_units(text: str) -> bool:
    """Whether a paragraph is a label line whose last label is one of units, its list not closed by a full stop."""
    if not text or text[-1] in "。；;）)】]〕":
        return False
    found = labels_in(text, sure=True)
    return bool(found) and found[0][0] == 0 and found[-1][3] == "units"


def _heads(texts: Sequence[str], n: int) -> bool:
    """Whether numbers begin anew below a paragraph: a unit there may be the heading of what follows."""
    marker = read_marker(texts[n + 1]) if n + 1 < len(texts) else None
    return marker is not None and marker.value == 1


def _only_units(text: str, longest: int = 30) -> bool:
    """Whether a line is nothing but a short list of units."""
    return (
        len(text) <= longest and not set(text) & set(":：") and read_marker(text) is None and is_units(text)
    )


def _pieces(text: str, usual: bool) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end in brackets(text):
        closed = (
            end == len(text)
            or text[end] in _AFTER
            or text[end] in _OPEN
            or text[start - 1 : start] in tuple("。；;！!")
        )
        inner = text[start + 1 : end - 1] if text[end - 1] in _CLOSE else text[start + 1 : end]
        clause = _ANY_END.split(text[max(at, start - 24) : start])[-1]
        # 各村（社区）: a name with its own bracket is no list of units behind a sentence
        named = (
            bool(clause)
            and len(clause) <= 20
            and is_units(clause)
            and not (
                closed
                and _ROLE_WORD.search(inner)
                and bracket_fields(inner, closing=True, usual=False) is not None
            )
        )
        goes_on = text[end : end + 1]
        # 督促各县（市、区）、各乡镇（街道）建立台账: where the sentence goes on the bracket is part of it
        if goes_on in ("、", "，", ","):
            told = goes_on != "、" and _names_heads(inner)
        else:
            # 延伸到全部村（社区）。: in mid-sentence a kind of body is another word for the one before it
            told = text[start - 1 : start] in tuple("。；;！!") or _names_offices(inner)
        fields = bracket_fields(
            inner,
            closing=closed and (start > 0 or end == len(text)) and not named,
            usual=usual and told,
        )
        if fields is None or _dates_a_name(text, start, end, fields):
            continue
        before = text[at:start]
        if not before.strip(" \t\u3000。；;，,、") and pieces:
            pieces[-1].fields.extend(fields)
        else:
            content = before.strip()
            if text[end : end + 1] == "。" and content and content[-1] not in _ENDS_CLAUSE:
                content += "。"  # …三家（责任单位：甲）。
            pieces.append(Piece(content, fields))
        at = end
        while at < len(text) and text[at] in "。；;，,、.":
            at += 1
    rest = text[at:].strip()
    if rest or not pieces:
        fields = Fields()
        dash = rest.rfind("——")
        behind = rest[dash + 2 :].strip("—。；; ") if dash > 0 else ""
        if behind and rest[dash - 1] not in _ENDS_CLAUSE and not names_charged(behind):
            behind = ""
        closing = bracket_fields(behind, closing=True, usual=usual) if behind else None
        if closing is not None:
            pieces.append(Piece(rest[:dash], closing))  # 新建公墓2处。——县民政局，10月底前
            return pieces
        stop = rest.rstrip("。；;").rfind("。") + 1
        assigned = _assigning_paragraph(rest[stop:]) if stop else None
        if assigned:
            pieces.append(Piece(rest[:stop], assigned))
            return pieces
        match = _BY_SENTENCE.search(rest)
        if match and is_units(match["units"]):
            fields.units.append(UnitText(match["units"]))
        else:
            fields.units += _charging_clauses(rest)
        pieces.append(Piece(rest, fields))
    return pieces


_NAMED = pattern(r"(?:行动|计划|规划|工程|方案|纲要|战役?|攻坚|[》”])$")
_YEARS = pattern(r"\s*20\d\d\s*年?\s*(?:[-—–―－~～至到]+\s*20\d\d\s*年?)?\s*(?:度|版)?\s*")


def _dates_a_name(text: str, start: int, end: int, fields: Fields) -> bool:
    """Whether a bracket of nothing but a time is part of its sentence: the sentence goes on behind it
    (三年行动（2022—2024年），…), or it tells the years of the plan named before it. A field closes a sentence."""
    if fields.units or fields.contents or fields.people or ":" in text[start:end] or "：" in text[start:end]:
        return False
    if text[end : end + 1] in ("，", ",", "、"):
        return True
    return bool(
        _NAMED.search(text[max(0, start - 4) : start]) and _YEARS.fullmatch(text[start + 1 : end - 1])
    )


def names_charged(text: str) -> bool:
    """Whether the units of a clause of prose are bodies of the government or groups of them, each by its name; not
    those whom its measures are about (企业, 第三方机构)."""
    names = [unit.name for unit in read_units(text).units] if is_units(text) else []
    return bool(names) and all(has_head(name) or is_known(name) or _OF_PLACE.match(name) for name in names)


# 松石县城建公司: a place and its level before the body's own name.
_OF_PLACE = pattern(r"[^\W\d_a-zA-Z]{2,6}(?:[省市县州旗盟镇乡]|(?<![社小园校片])区)[^\W\d_a-zA-Z]{2}")


_SENTENCES = pattern("[。；;]")
_CLAUSE_END = pattern("[，,：:]|——")
_CHARGED = pattern(
    r"^会同|(?P<leads>牵头|负责|负总责|主办|承办|落实)(?:组织|实施|落实|推进|办理){0,2}$|(?:配合|参与|参加|协助|协办|实施)$"
)


def _charging_clauses(text: str) -> list[UnitText]:
    """The clauses that close a paragraph's sentences and say who does what these tell (…三条，县水利局牵头，各镇配合。), a time
    behind or between them or not, or that open it; none where nobody leads or is responsible."""
    sentences = [_CLAUSE_END.split(s) for s in _SENTENCES.split(text.rstrip("。；; \u3000"))]
    place = len(sentences) - 1
    if not _charged(reversed(_behind_what_is_done(sentences[-1], place))):
        found = _charged(sentences[0] if place else sentences[0][:-1])
        return [UnitText("，".join(found))] if found else []
    closing = [_charged(reversed(_behind_what_is_done(s, n)))[::-1] for n, s in enumerate(sentences)]
    return [UnitText("，".join(found)) for found in closing if found]


def _behind_what_is_done(clauses: list[str], place: int) -> list[str]:
    """The clauses that may say who does it: the first of a paragraph tells what is done, but for what stands behind 由."""
    return clauses if place or _by_whom(clauses[0].strip()) != clauses[0].strip() else clauses[1:]


def _charged(clauses: Iterable[str]) -> list[str]:
    """Those of the clauses that charge bodies, up to the first that states neither such nor a time."""
    found: list[str] = []
    timed = leads = False
    for clause in clauses:
        clause = _by_whom(clause.strip())
        end = _CHARGED.search(clause)
        if end and names_charged(clause):
            found.append(clause)
            leads = leads or bool(end["leads"])
        elif timed or not _states_time(clause):
            break
        else:
            timed = True
    return found if leads else []


# Not 自由贸易区; what tells how they share the work (具体由) is no part of what is done.
_BY = pattern(r"(?<![自理事])由(?=[^\W\d_])", needs="由")
_HOW = ("", "具体", "主要", "分别", "统一", "共同", "并", "再", "均", "都")


def _by_whom(clause: str) -> str:
    """The clause from the 由 on behind which it names who does what it tells before (县城绿化由县住建局牵头)."""
    by = _BY.search(clause)
    return clause if by is None or clause[: by.start()] in _HOW else clause[by.end() :]


def _names_heads(inner: str) -> bool:
    """Whether a bracket holds nothing but bodies that are named with their level: 市教育局、市民政局."""
    return all(len(name) > 3 and has_head(name) and is_body(name) for name in _LISTED.split(inner))


def _names_offices(inner: str) -> bool:
    """Whether some name in a bracket is one office's, or all of a kind's: 县民政局, 办公室, 各镇; not 社区, 派出所."""
    names = _LISTED.split(inner)
    return any((has_head(n) and len(n) > 2) or n.startswith("各") or n.endswith(_OFFICES) for n in names)


_OFFICES = tuple("局 委 办 科 室 处 部 厅 组 队 股 司 会 院 中心 集团 单位 部门".split())
_LISTED = pattern("[、，,；;]")
_SHARE = pattern(
    r"(?<=牵头|负责|主办|承办|承担|落实|配合|协助)的?(?:重点|主要|年度)?(?:工作|任务|事项|项目|目标){1,3}(?:清单)?$"
)
# Behind a name alone it may be a subject (工会工作): with a count it is a share of the tasks (区教育局重点任务（5项）).
_SHARE_COUNTED = pattern(r"的?(?:重点|主要|年度)?(?:工作|任务|事项|项目|目标){1,3}(?:清单)?$")
_COUNT = pattern(r"[（(]共?\s?\d{1,3}\s?[项件个条][）)]$", needs="项件个条")


_OPENS_WITH_UNITS = pattern(
    r"\s*(?:[（(\[【](?P<inside>[^（）()\[\]【】。；;]{2,80})[）)\]】]\s*[:：]?|(?P<named>[^（）()。；;，,:：]{2,40})[:：。])\s*(?=[^\W\d_])"
)


def opening_units(text: str) -> tuple[UnitText, str] | None:
    """The bodies that a paragraph opens with, in a bracket or before a colon, and what it says behind them; None where
    it opens with anything else, or does not go on.

    >>> units, content = opening_units("（市教育局、市财政局）改造校舍两处。") or (None, "")
    >>> units.text, content
    ('市教育局、市财政局', '改造校舍两处。')
    >>> opening_units("（试行）改造校舍两处。"), opening_units("责任单位：市教育局")
    (None, None)
    """
    match = _OPENS_WITH_UNITS.match(text)
    units = (match["inside"] or match["named"]) if match else ""
    if match is None or len(text) - match.end() < _SHORTEST_CONTENT or not names_charged(units):
        return None
    return UnitText(units), text[match.end() :]


_SHORTEST_CONTENT = 4


_LONGEST_OFFICE = 8  # characters of an office named by what it does (推进科, 督促检查处)


def unit_heading(title: str) -> UnitText | None:
    """The units of a heading that is nothing but them (区教育局负责：, 市发展改革委, 县水利局牵头工作（4项）), else None."""
    whole = title.strip().rstrip("：:。 ")
    text = _COUNT.sub("", whole).rstrip()
    text = (_SHARE if text == whole else _SHARE_COUNTED).sub("", text)
    if (
        not text
        or len(text) > 60
        or (len(text) > _LONGEST_OFFICE and opens_with_verb(text))
        or not is_units(text)
    ):
        return None
    reading = read_units(text)
    if not reading.units or reading.rest:
        return None
    return UnitText(text)
