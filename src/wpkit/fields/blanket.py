"""A sentence that binds bodies to several tasks at once (以下各项均需各区落实，不再列出) → the clause.

Such a clause gives no unit to any one task: which tasks it means is for the reader to say.
"""

from __future__ import annotations

from wpkit.fields.names import CLOSE, OPEN
from wpkit.fields.roles import without_first_leads
from wpkit.fields.units import is_units
from wpkit.patterns import pattern

# What it covers: the tasks before or after it, all of them, or those that name nobody.
_COVERS = pattern(
    r"(?:以[上下]|[上下][述列]|本(?:表|要点|方案|清单|通知)|其[他余]|所有|全部|各项|各条|未(?:列|注|写|标|载)明)"
    r"[^，,。:：]{0,10}?(?:任务|工作|事项|要点|措施|内容|各?[项条点])"
    r"(?!\s{0,9}[:：](?!\s{0,9}(?:[均都皆由各]|一律)))"  # 以下工作：一是… lists what it means
)
_BINDS = pattern(r"(?:均|都|皆|一律|由|按|为)")
_SHARED = pattern(
    r"[均都皆]为[^，,。]{0,6}(?:责任|落实|牵头|配合|实施|参与)(?:单位|部门|主体|科室)", needs="均都皆"
)
_UNLISTED = pattern(
    r"不再?[另一再]{0,2}(?:单独|逐[一项条]|分别|重复|一一|另行)?(?:列[出明示]?|单列|注明|写明|标注|标明)",
    needs="不",
)


_MAY_BE_BLANKET = pattern("[均都皆律由明]|不再")
_COMMA = pattern("[，,；;]")
_LONGEST_CLAUSE = 120
_SENTENCES = pattern(r"[。；;！!？?\n]")


def blanket_clauses(text: str) -> list[str]:
    """The clauses, as printed, in their order.

    >>> blanket_clauses("（区司法局负责。以下各项均需各镇、各街道落实，不再列出。）")
    ['以下各项均需各镇、各街道落实，不再列出']
    >>> blanket_clauses("以上各项工作均要在6月底前完成。")
    []
    """
    if not _MAY_BE_BLANKET.search(text):
        return []
    sentences = (_unbracketed(s.strip()) for s in _SENTENCES.split(text))
    return [s for s in sentences if 6 <= len(s) <= _LONGEST_CLAUSE and _is_blanket(without_first_leads(s))]


def rider_start(text: str) -> int | None:
    """Where in a sentence a clause about several tasks begins behind who has this one; None where there is none.

    >>> rider_start("区司法局负责，以下各项均需各镇、各街道落实，不再列出"), rider_start("区司法局、各镇按职责分工负责")
    (6, None)
    """
    for comma in _COMMA.finditer(text, max(0, len(text) - _LONGEST_CLAUSE - 1)):
        rest = text[comma.end() :]
        if _COVERS.match(rest) and _is_blanket(rest):
            return comma.start()
    return None


def _unbracketed(sentence: str) -> str:
    """Without the half of a bracket that other sentences stand in too, or the bracket around it."""
    if sentence[:1] in OPEN and (sentence[-1:] in CLOSE or not any(c in CLOSE for c in sentence)):
        sentence = sentence[1:]
    if sentence[-1:] in CLOSE and not any(c in OPEN for c in sentence):
        sentence = sentence[:-1]
    return sentence


def _is_blanket(sentence: str) -> bool:
    covers = _COVERS.search(sentence)
    if covers is None:
        return bool(_SHARED.search(sentence) or _UNLISTED.search(sentence)) and _names_unit(sentence)
    rest = sentence[: covers.start()] + "，" + sentence[covers.end() :]
    return bool(_BINDS.search(rest)) and _names_unit(rest)


_CUTS = pattern(
    r"[，,：:]|[均都皆][需须应由要为是]?|一律|需要?|须|应当?|[由为按]|[的涉]|不再|^注|作为|责任单位|具体"
)


_ALL_OF = pattern(r"各级?(?:地|区|县|市|镇|乡|街|部门|单位|有关|相关|责任|成员|科室|处室)")


def _names_unit(text: str) -> bool:
    if _ALL_OF.search(text):
        return True
    pieces = (_unbracketed(piece) for piece in _CUTS.split(text))
    return any(len(piece) > 1 and is_units(piece) for piece in pieces)
