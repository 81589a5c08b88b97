"""The lines of a site's index box (索引号：X 发文日期：Y), and of who filled in a form and when → what they state of the head."""

from __future__ import annotations

from collections.abc import Iterable

from wpkit.fields.boxlabels import FORM_UNITS, OF_ITEMS, stated
from wpkit.fields.indexbox import boxes_in
from wpkit.fields.names import is_body, is_collective
from wpkit.fields.numbering import read_marker
from wpkit.patterns import pattern
from wpkit.structure.head.lines import INDEX, is_signature
from wpkit.structure.head.paper import Paper
from wpkit.text import squeeze

_OPENS = 30  # characters of a line that hold its first label
_OVER = 60  # parts; a box below them stands under the notice, or over another
_BOXED_LABEL = pattern(r"【([^【】]{2,8})】\s*[:：]?", needs="【")
_LABEL_BLANKS = pattern(
    r"(?<=[^\W\d_a-zA-Z])[ \u3000]+(?=[^\W\d_a-zA-Z]{1,3}(?:[ \u3000]*[^\W\d_a-zA-Z]){0,3}\s*[:：])",
    needs=" \u3000",
)


def read_index_box(paper: Paper) -> None:
    """Label lines of a site's index box (索引号, 发布机构, 文号, 成文日期) among the first parts, and of a form."""
    pairs: list[tuple[str, str]] = []
    for box in boxes_in(paper.printed):
        paper.head.used.update(box.lines)
        pairs += box.pairs if box.lines.start < _OVER else ()
    numbered = False
    for i, text in enumerate(paper.texts[:40]):
        numbered = numbered or read_marker(text) is not None
        if i in paper.head.used:
            continue
        text, printed = unspaced_labels(text), unspaced_labels(paper.printed[i])
        first = INDEX.search(text, 0, _OPENS) if len(text) <= 400 else None
        if first is None or first.start() > 3:
            continue
        if numbered and first["key"] in OF_ITEMS:
            continue
        pairs += labelled(text, printed)
        paper.head.used.add(i)
    state(paper, pairs)
    paper.boxed = set(paper.head.used)


def state(paper: Paper, pairs: Iterable[tuple[str, str]]) -> None:
    """Takes up what labels with their values state, where nothing is stated yet."""
    for name, value in stated(pair for pair in pairs if not _to_report(*pair)).items():
        paper.stated.setdefault(name, value)


def labelled(text: str, printed: str) -> list[tuple[str, str]]:
    """The labels of a box or form in a line, each with what is printed up to the next."""
    found = list(INDEX.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(printed)]
    return [(squeeze(m["key"]), printed[m.end() : end]) for m, end in zip(found, ends, strict=True)]


def _to_report(key: str, value: str) -> bool:
    """Whether a form's label names those who are to report, not who filled it in."""
    value = value.strip()
    one = is_signature(value) and is_body(value) and not is_collective(value)
    return key in FORM_UNITS and not one


def unspaced_labels(text: str) -> str:
    """The text with the blanks inside its labels taken out (索 引 号：, 文    号：)."""
    text = _BOXED_LABEL.sub(r"\1：", text) if text.startswith("【") else text
    return _LABEL_BLANKS.sub("", text)
