"""A printed list of responsible bodies → units with roles; what is no unit comes back as `rest`.

Labels (牵头单位：) cut the list into stretches, `lists` reads each, `bodies` knows the standard names.
Which text of a notice is such a list is for others to decide; `is_units` and `unit_likeness` are evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from wpkit.fields import roles
from wpkit.fields.bodies import canonical, is_known, is_stem, level_of
from wpkit.fields.lists import PROSE, Stretch, read_stretch
from wpkit.fields.names import CLOSE, OPEN, bare, has_head, is_body, is_collective, opens_with_verb
from wpkit.fields.splitting import MARKS, without_persons
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.schema import Role, Unit
from wpkit.text import simplify, squeeze

_NO_MARKS = OPEN + CLOSE + "“「『《”」』》"
_SIGNS = MARKS + _NO_MARKS
# No list of units is as long; what is longer is not looked at, so that no text takes long to read.
_LONGEST_LIST = 5000


@record(frozen=True)
class UnitReading:
    """`rest` is what was not read as units, `rules` the forms that were met, `notes` the phrases on how
    the units share the work (按职责分工负责)."""

    units: tuple[Unit, ...] = ()
    rest: str = ""
    rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


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
    return _read(text, role, first_leads, tuple(aliases.items()) if aliases else ())


# The same few lists stand behind task after task.
@lru_cache(maxsize=1 << 12)
def _read(
    text: str,
    role: Role | None,
    first_leads: bool,
    known: tuple[tuple[str, str], ...],
    *,
    whole: bool = False,
) -> UnitReading:
    """With `whole` a text that is more than units is read up to the first piece that is none."""
    aliases = dict(known)
    plain = simplify(text)
    one = Stretch(default=role, first_leads=first_leads)
    units: list[Unit] = []
    for label, stretch in _stretches(_unbracketed(plain)):
        if label and label.role is None:
            one.rest.append(stretch.strip("、，,；;。 \t\n\u3000"))
            if whole and any(one.rest):
                break
            continue
        one.begin(label.role if label else role)
        if label:
            one.rules.append("label")
            one.first_leads = one.first_leads or label.first_leads
        bodies, persons = without_persons(stretch)
        read_stretch(bodies, one, whole=whole)
        one.persons += persons
        if whole and any(one.rest):
            break
        units += _units(one, aliases)
    if not whole:  # a list of bodies is one with persons in it too
        one.rest += one.persons
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


# What governs or stands for any place of its level, and no place of its own.
_OF_EACH = frozenset(
    "街道办事处 街道办 办事处 镇政府 乡政府 乡镇政府 镇人民政府 乡人民政府 乡镇人民政府 村委会 居委会 村民委员会 居民委员会".split()
)


def _units(one: Stretch, aliases: Mapping[str, str] | None) -> list[Unit]:
    """The names of a stretch as units. A department without a level has that of the names before it, words
    without an ending have the last one's: 市发展改革委、财政局; 市发展改革、财政部门."""
    units: list[Unit] = []
    level = ""
    each = False
    for name in one.found:
        own = level_of(name.text)
        level = own or level
        full = canonical(name.text, aliases, level=level)
        if full != name.text and level and not own:
            one.rules.append("shared-level")
        role = name.role or one.default or "responsible"
        group = is_collective(name.text) or name.text.startswith(("各", "相关", "有关", "其他", "其它"))
        # 各乡镇人民政府、街道办事处: each of them too
        group = group or (each and name.mark in ("、", "和") and name.text in _OF_EACH)
        each = group and (name.text.startswith("各") or name.text in _OF_EACH)
        units.append(Unit(name=name.text, canonical=full, role=role, collective=group))
    last = units[-1].name if units else ""
    if last == "相关部门" or (last.endswith("部门") and is_stem(last.removesuffix("部门"))):
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
    text = simplify(text.strip())
    if not 1 < len(text) <= 1500 or _opens_as_prose(text) or _torn(text) or roles.is_label(text):
        return False
    reading = _read.__wrapped__(text, None, False, (), whole=True)
    if reading.rest or not reading.units:
        return False
    unknown = [u.name for u in reading.units if not _reads_as_body(u.name)]
    if any(len(bare(name)) > 10 or PROSE.search(name) or opens_with_verb(name) for name in unknown):
        return False
    if "shared-ending" in reading.rules:
        unknown = [name for name in unknown if not is_stem(name)]
    return not unknown or 2 * len(unknown) < len(reading.units)


_FIRST_PIECE = pattern(
    rf"([^\s{re.escape(_SIGNS)}]+)[{re.escape(MARKS.translate(dict.fromkeys(map(ord, ':：'))))}]"
)


def _opens_as_prose(text: str) -> bool:
    """True where the first piece is no name, whatever follows its mark: texts that grow line by line share it."""
    first = _FIRST_PIECE.match(text)
    return first is not None and _is_no_name(first[1])


@lru_cache(maxsize=1 << 12)
def _is_no_name(piece: str) -> bool:
    if roles.labels(piece):
        return False
    one = Stretch(default=None, first_leads=False)
    read_stretch(piece, one, whole=True)
    return any(one.rest)


def _reads_as_body(name: str) -> bool:
    return is_body(name) or is_known(name)


@lru_cache(maxsize=1 << 14)
def unit_likeness(text: str) -> float:
    """How much the text looks like a list of units or a part torn off one: 0 to 1.

    >>> unit_likeness("局）、县教育局、县财政局、县自") > 0.6 > 0.3 > unit_likeness("进一步完善工作机制，")
    True
    """
    text = simplify(text.strip())
    if not text or len(text) > 1500:
        return 0.0
    if is_units(text):
        return 1.0
    if _unbalanced(text):
        text = "".join("、" if c in OPEN + CLOSE else c for c in text)
    reading = read_units(text.strip("、，,；;"))
    if not reading.units or roles.is_label(text):
        return 0.0
    bodies = {u.name for u in reading.units if _reads_as_body(u.name) and not PROSE.search(u.name)}
    size = sum(len(u.name) for u in reading.units) + len(reading.rest)
    good: float = sum(len(u.name) for u in reading.units if u.name in bodies)
    listed = bool(bodies or reading.rules or text[0] in "、）)" or text[-1] in "、（(")
    for name in {reading.units[0].name, reading.units[-1].name} - bodies:
        # Half a name at a torn end counts for half, where anything else speaks for a list.
        if (
            len(name) < 12
            and not PROSE.search(name)
            and not opens_with_verb(name)
            and (listed or has_head(name))
        ):
            good += len(name) / 2
    if text[-1] in "。！？" and not reading.rules:
        good /= 2
    return round(min(0.95, good / max(1, size)), 3)


_LISTING = pattern("[，,；;、]")


def _torn(text: str) -> bool:
    """True of a part of a list: it opens or ends with a mark, a closing bracket or a bare role word."""
    if (
        text[0] in "、，,；;）)〕】"
        or text[-1] in "、，,；;"
        or roles.peel(_LISTING.split(text, 1)[0].strip()).name == ""
    ):
        return True
    return _unbalanced(text)


def _unbalanced(text: str) -> bool:
    return sum(text.count(c) for c in OPEN) != sum(text.count(c) for c in CLOSE)


def _as_printed(units: list[Unit], text: str, plain: str) -> list[Unit]:
    text, plain = squeeze(text), squeeze(plain)
    position, out = 0, []
    for unit in units:
        at = plain.find(unit.name, position)
        if at >= 0:
            position = at + len(unit.name)
            unit = replace(unit, name=text[at:position])
        elif unit.name.startswith("相关") and any(c in text for c in "關門單"):
            # 等部門 adds its group in the characters that the list is printed in
            unit = replace(unit, name=unit.name.translate(_TRADITIONAL))
        out.append(unit)
    return out


_TRADITIONAL = str.maketrans("关门单", "關門單")


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
