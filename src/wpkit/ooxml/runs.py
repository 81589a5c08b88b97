"""A Word paragraph → the text that Word prints: the final state of tracked changes, results of fields, no hidden text.

Fields may run over paragraphs, so one `Runs` reads a whole document in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wpkit.ooxml.numerals import circled
from wpkit.ooxml.package import Element, W, is_on, value
from wpkit.ooxml.styles import Styles

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_MATH = ("{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
         "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMathPara")  # fmt: skip
_CHAR = W + "char"
_DEL = W + "del"
_DRAWING = W + "drawing"
_FLD_CHAR = W + "fldChar"
_FLD_CHAR_TYPE = W + "fldCharType"
_INSTR_TEXT = W + "instrText"
_MOVE_FROM = W + "moveFrom"
_OBJECT = W + "object"
_P_PR = W + "pPr"
_PICT = W + "pict"
_R = W + "r"
_R_PR = W + "rPr"
_RUBY = W + "ruby"
_SDT = W + "sdt"
_SDT_CONTENT = W + "sdtContent"
_SYM = W + "sym"
_T = W + "t"
_TXBX_CONTENT = W + "txbxContent"
_RUBY_BASE = f"{W}rubyBase/{W}r"
_ALTERNATE_CONTENT = _MC + "AlternateContent"
_CHOICE = _MC + "Choice"
_FALLBACK = _MC + "Fallback"
# What holds runs and adds nothing of its own.
_AROUND = frozenset(
    W + name
    for name in [
        "hyperlink",
        "ins",
        "moveTo",
        "smartTag",
        "customXml",
        "sdtContent",
        "fldSimple",
        "dir",
        "bdo",
        "rubyBase",
    ]
)
_DROPPED = frozenset(
    W + name for name in ["del", "moveFrom", "delText", "delInstrText", "pPr", "rPr", "sdtPr", "rt", "rubyPr"]
)
_LITERAL = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_SYMBOLS = {
    0xF0FE: "☑", 0xF052: "☑", 0xF0A8: "□", 0xF06F: "□", 0xF0A3: "□", 0xF0FC: "✓", 0xF050: "✓", 0xF0FB: "✗",
    0xF06C: "●", 0xF06E: "■", 0xF0B7: "•", 0xF0E0: "→", 0xF0D8: "➢", 0xF0B4: "×", 0xF0B1: "±", 0xF0A3 + 0: "□",
}  # fmt: skip
# EQ \o(○,3) overprints a ring and a numeral, which is how Word's 带圈字符 dialog makes ③.
_OVERPRINT = re.compile(r"^\s*eq\s+\\o\s*(?:\\a[clr]\s*)?\((?P<parts>.*)\)\s*$", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_result: bool = False


@dataclass(slots=True)
class Printed:
    """One paragraph as printed. `boxes` are the text boxes anchored in it; `hidden` what is not shown;
    `contents` is true inside a table of contents that Word made; `glued` where its mark is deleted or
    hidden, so that the next paragraph goes on in the same line ("next": with the next one's number)."""

    text: str = ""
    boxes: list[Element] = field(default_factory=list)
    hidden: str = ""
    contents: bool = False
    glued: str = ""


class Runs:
    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[_Field] = []

    def paragraph(self, node: Element) -> Printed:
        """The text of a `w:p`."""
        printed = Printed()
        contents = self._in_contents()
        properties = node.find(_P_PR)
        style_hidden = False
        if properties is not None:
            style_hidden = self._styles.get(value(properties, "pStyle")).hidden
            mark = properties.find(_R_PR)
            if mark is not None:
                if mark.find(_DEL) is not None or mark.find(_MOVE_FROM) is not None:
                    printed.glued = "next"
                elif is_on(mark, "vanish") or is_on(mark, "specVanish"):
                    printed.glued = "own"
        out: list[str] = []
        unseen: list[str] = []
        self._walk(node, out, unseen, printed.boxes, style_hidden)
        # An instruction never runs over a paragraph: one that does was left open by a broken writer.
        self._fields = [f for f in self._fields if f.in_result]
        printed.text, printed.hidden = "".join(out), "".join(unseen)
        printed.contents = (contents or self._in_contents()) and bool(printed.text)
        return printed

    def _in_contents(self) -> bool:
        return any(f.in_result and f.code.split()[:1] == ["TOC"] for f in self._fields)

    def _walk(
        self, node: Element, out: list[str], unseen: list[str], boxes: list[Element], hidden: bool
    ) -> None:
        for child in node:
            tag = child.tag
            if tag == _R:
                self._run(child, out, unseen, boxes, hidden)
            elif tag in _DROPPED:
                continue
            elif tag in _AROUND:
                self._walk(child, out, unseen, boxes, hidden)
            elif tag == _SDT:
                content = child.find(_SDT_CONTENT)
                if content is not None:
                    self._walk(content, out, unseen, boxes, hidden)
            elif tag == _ALTERNATE_CONTENT:
                self._walk(_chosen(child), out, unseen, boxes, hidden)
            elif tag in _MATH:
                out.append("".join(t.text or "" for t in child.iter(_MATH_TEXT)))

    def _run(
        self, run: Element, out: list[str], unseen: list[str], boxes: list[Element], hidden: bool
    ) -> None:
        properties = run.find(_R_PR)
        if properties is not None:
            own = is_on(properties, "vanish")
            if own is None:
                name = value(properties, "rStyle")
                hidden = hidden or (name is not None and self._styles.get(name).hidden)
            else:
                hidden = own
        self._content(run, unseen if hidden else out, boxes)

    def _content(self, run: Element, into: list[str], boxes: list[Element]) -> None:
        for child in run:
            tag = child.tag
            if tag == _FLD_CHAR:
                self._field_char(child.get(_FLD_CHAR_TYPE), into)
            elif tag == _INSTR_TEXT:
                if self._fields:
                    self._fields[-1].code += child.text or ""
            elif self._fields and not all(f.in_result for f in self._fields):
                continue
            elif tag == _T:
                into.append(child.text or "")
            elif tag in _LITERAL:
                into.append(_LITERAL[tag])
            elif tag == _SYM:
                into.append(_symbol(child.get(_CHAR)))
            elif tag == _RUBY:
                for base in child.iterfind(_RUBY_BASE):
                    self._content(base, into, boxes)
            elif tag == _ALTERNATE_CONTENT:
                self._content(_chosen(child), into, boxes)
            elif tag in (_PICT, _DRAWING, _OBJECT):
                boxes.extend(_outermost(child))

    def _field_char(self, kind: str | None, into: list[str]) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if not ended.in_result and all(f.in_result for f in self._fields):
                into.append(_overprinted(ended.code))


def _outermost(node: Element) -> list[Element]:
    """The text boxes in a drawing that lie in no other text box; of alternatives the first."""
    found: list[Element] = []
    for child in node:
        if child.tag == _TXBX_CONTENT:
            found.append(child)
        elif child.tag == _ALTERNATE_CONTENT:
            found.extend(_outermost(_chosen(child)))
        elif isinstance(child.tag, str):
            found.extend(_outermost(child))
    return found


def _chosen(alternate: Element) -> Element:
    """The first choice, or the fallback where the choice holds no text."""
    choice, fallback = alternate.find(_CHOICE), alternate.find(_FALLBACK)
    if choice is None:
        return alternate if fallback is None else fallback
    if fallback is not None and next(choice.iter(_T), None) is None:
        return fallback
    return choice


def _symbol(code: str | None) -> str:
    """The sign of a `w:sym`; an unknown one of a symbol font is a square."""
    try:
        point = int(code or "", 16)
    except ValueError:
        return ""
    if point in _SYMBOLS:
        return _SYMBOLS[point]
    if 0xE000 <= point <= 0xF8FF or not 0x20 <= point <= 0xFFFF or 0xD800 <= point <= 0xDFFF:
        return "□"
    return chr(point)


def _overprinted(code: str) -> str:
    """What a field without a stored result prints: of EQ \\o(○,3) the circled numeral, else nothing.

    >>> _overprinted(r"eq \\o\\ac(○,3)")
    '③'
    """
    match = _OVERPRINT.match(code)
    if match is None:
        return ""
    inner = match["parts"].replace("，", ",").rsplit(",", 1)[-1].strip()
    return circled(int(inner)) if inner.isascii() and inner.isdigit() and 1 <= int(inner) <= 50 else inner
