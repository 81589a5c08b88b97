"""A printed name → the body's full standard name, from data; a name that is not known stays as it is.

The data is `data/units.toml`; a level before a name (区, 松石市云澜区) is kept as printed. It is read at
the first question, not at import. `own_aliases` finds the short names that a notice defines (以下简称),
`load_units` reads a user's file of them; both go to `canonical` as `aliases`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from wpkit.errors import UsageError
from wpkit.fields.names import LEVELS, has_head, is_body, is_collective
from wpkit.patterns import pattern

if TYPE_CHECKING:
    from pathlib import Path

_DATA = os.path.join(os.path.dirname(__file__), "data", "units.json")  # made of units.toml
# 委 stands for 委员会 and 办 for 办公室 at the end of a department's name.
_ENDINGS = {"委": ("委", "委员会"), "办": ("办", "办公室"), "局": ("局",), "厅": ("厅",), "中心": ("中心",)}
_BRACKET = pattern(
    r"^(?P<name>[^（()）]+)(?P<open>[（(])(?P<inside>[^（()）]+)(?P<close>[）)])$", needs="（("
)


class _Table(NamedTuple):
    """Names in full and short → the full name: `whole` as they stand, `local` after a level; `stems` are
    the words before the endings of departments (发展改革 → 发展和改革), `heirs` what takes the level of
    the name before it in a list (市教育局、财政局)."""

    whole: dict[str, str]
    local: dict[str, str]
    stems: dict[str, str]
    heirs: frozenset[str]


def _is_level(text: str) -> bool:
    """True of what may stand before a body: nothing, 区, 松石市云澜区."""
    return not text or (text[-1] in LEVELS and len(text) <= 17 and text.isalpha())


@cache
def _table() -> _Table:
    with open(_DATA, encoding="utf-8") as stream:
        data = json.load(stream)
    whole = {form: full for full, forms in data["national"].items() for form in (full, *forms)}
    local: dict[str, str] = {}
    stems: dict[str, str] = {}
    heirs: set[str] = set()
    for stem, (endings, *forms) in data["kinds"].items():
        for form in (stem, *forms):
            stems[form] = stem
            for ending in endings:
                written = _ENDINGS[ending]
                local |= {form + end: stem + written[-1] for end in written}
    for full, forms in data["former"].items():
        local |= dict.fromkeys((full, *forms), full)
    heirs.update(local)
    for full, forms in data["local"].items():
        local |= dict.fromkeys((full, *forms), full)
        if full.startswith(("委", "政府", "人民")):
            heirs.update((full, *forms))
    return _Table(whole, local, stems, frozenset(heirs))


@lru_cache(maxsize=1 << 14)
def _level_and_name(name: str) -> tuple[str, str] | None:
    """(the level before it, the full name) of a body in the data."""
    table = _table()
    if name in table.whole:
        return "", table.whole[name]
    for i in range(len(name) - 1):
        full = table.local.get(name[i:])
        if full and _is_level(name[:i]):
            return name[:i], full if i else full.removeprefix("委")
    return None


def canonical(name: str, aliases: Mapping[str, str] | None = None, *, level: str = "") -> str:
    """The full standard name; `level` is that of a list's head (市教育局、财政局: 市) for a name without one.

    >>> canonical("区发改委"), canonical("县府办"), canonical("县文旅局（县文物局）"), canonical("云澜公司")
    ('区发展和改革委员会', '县政府办公室', '县文化和旅游局（县文物局）', '云澜公司')
    """
    if aliases:
        for i in range(len(name) - 1):
            if name[i:] in aliases and _is_level(name[:i]):
                return (
                    name[:i] + aliases[name[i:]]
                    if not aliases[name[i:]].startswith(name[:i])
                    else aliases[name[i:]]
                )
    if m := _BRACKET.match(name):
        outer = canonical(m["name"], aliases, level=level)
        inside = canonical(m["inside"], aliases) if not is_collective(m["inside"]) else m["inside"]
        return f"{outer}{m['open']}{inside}{m['close']}"
    found = _level_and_name(name)
    if found is None:
        return name
    own, full = found
    if level and not own and name in _table().heirs:
        return level + _table().local[name]
    return own + full


def level_of(name: str) -> str:
    """The level printed before a known body, "" where there is none or the body is not known.

    >>> level_of("松石市教育局"), level_of("教育局"), level_of("云澜公司")
    ('松石市', '', '')
    """
    found = _level_and_name(name.partition("（")[0])
    return found[0] if found else ""


def is_known(name: str) -> bool:
    """True of a name in the data, in any of its forms, with a level or without.

    >>> is_known("卫健委"), is_known("区大数据中心"), is_known("松石供电")
    (True, True, False)
    """
    return _level_and_name(name) is not None


def is_stem(name: str) -> bool:
    """True of a department's word without its ending (发展改革, 市财政), as in 市发展改革、财政部门."""
    stems = _table().stems
    return any(name[i:] in stems and _is_level(name[:i]) for i in range(max(1, len(name) - 1)))


_ALIAS = r"""
    (?P<full>[^\s，。；：、,;:（()）]{4,40})
    [（(](?:以下|下文|后文|下)?(?:统一|均)?简称(?:为)?[:：]?[“"「]?(?P<short>[^\s，。；：、,;:（()）”"」]{2,20})[”"」]?
    (?:[，,、。][^（()）]{0,12})?[）)]
"""


# A word before a name in running text: 由区教育局, 会同区教育局.
_BEFORE_NAMES = frozenset("由与和及向经对是为在报请将会商把从给以")


def own_aliases(text: str) -> dict[str, str]:
    """The short names of bodies that the text defines, with what they stand for.

    >>> own_aliases("由区政务公开与信息公开联席会议办公室（以下简称区公开办）负责")
    {'区公开办': '区政务公开与信息公开联席会议办公室'}
    """
    found: dict[str, str] = {}
    if "简称" not in text:
        return found
    for m in re.finditer(_ALIAS, text, re.VERBOSE):
        short = m["short"].strip("“”")
        full = _body_at_end(m["full"], short)
        if full and is_body(short) and short != full:
            found.setdefault(short, full)
    return found


def _body_at_end(text: str, short: str) -> str | None:
    """The longest tail of the text that opens as its short name does and reads as a body's name."""
    for i in range(len(text) - len(short)):
        tail = text[i:]
        opens = tail[0] == short[0] or has_head(tail) or (i == 0 and tail[0] not in _BEFORE_NAMES)
        if opens and is_body(tail) and _abbreviates(short, tail):
            return tail
    return None


def _abbreviates(short: str, full: str) -> bool:
    rest = iter(full)
    return all(char in rest for char in short)


def load_units(path: str | Path) -> dict[str, str]:
    """A user's bodies: a TOML file of `full name = [short names]` in any number of tables → short: full.

    Raises NotFoundError where there is no such file, UsageError where it is not such TOML.
    """
    from wpkit.fields.owntables import read_toml

    data = read_toml(path, 'Write `"full name" = ["short"]`.')
    found: dict[str, str] = {}
    _collect(data, found, str(path))
    return found


def _collect(table: dict[str, Any], found: dict[str, str], name: str) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _collect(value, found, name)
        elif isinstance(value, str):
            found[value] = key
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            found |= dict.fromkeys(value, key)
        else:
            raise UsageError(
                name, f"{key!r} is not a list of short names", 'Write `"full name" = ["short"]`.'
            )
