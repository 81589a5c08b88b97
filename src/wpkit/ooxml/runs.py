"""A Word paragraph → the text that Word prints: the final state of tracked changes, results of fields, no hidden text.

Fields may run over paragraphs, so one `Runs` reads a whole document in order.
"""

from __future__ import annotations

from dataclasses import field

from wpkit.ooxml.fields import Fields
from wpkit.ooxml.package import Element, W, is_on, value
from wpkit.ooxml.styles import PLAIN, Style, Styles
from wpkit.ooxml.symbols import plain_signs, symbol
from wpkit.records import record

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
ALTERNATE = _MC + "AlternateContent"
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


@record()
class Printed:
    """One paragraph as printed. `boxes` are the text boxes anchored in it; `hidden` what is not shown;
    `contents` is true inside a table of contents that Word made; `glued` where its mark is deleted or
    hidden, so that the next paragraph goes on in the same line ("next": with the next one's number). `properties` and `style` are the paragraph's."""

    text: str = ""
    boxes: list[Element] = field(default_factory=list)
    hidden: str = ""
    contents: bool = False
    glued: str = ""
    properties: Element | None = None
    style: Style = PLAIN


class Runs:
    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields = Fields()

    def paragraph(self, node: Element) -> Printed:
        """The text of a `w:p`."""
        properties = node.find(_P_PR)
        style = self._styles.get(None if properties is None else value(properties, "pStyle"))
        printed = Printed(properties=properties, style=style)
        contents = self._fields.in_contents
        if properties is not None:
            mark = properties.find(_R_PR)
            if mark is not None:
                if mark.find(_DEL) is not None or mark.find(_MOVE_FROM) is not None:
                    printed.glued = "next"
                elif is_on(mark, "vanish") or is_on(mark, "specVanish"):
                    printed.glued = "own"
        out: list[str] = []
        unseen: list[str] = []
        self._walk(node, out, unseen, printed.boxes, style.hidden)
        self._fields.end_paragraph()
        printed.text, printed.hidden = plain_signs("".join(out)), "".join(unseen)
        printed.contents = (contents or self._fields.in_contents) and bool(printed.text)
        return printed

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
            elif tag == ALTERNATE:
                self._walk(chosen(child), out, unseen, boxes, hidden)
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
                kind = child.get(_FLD_CHAR_TYPE)
                if kind == "begin":
                    self._fields.begin()
                elif kind == "separate":
                    self._fields.separate()
                elif kind == "end":
                    into.append(self._fields.end())
            elif tag == _INSTR_TEXT:
                self._fields.add(child.text or "")
            elif self._fields.in_code:
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
            elif tag == ALTERNATE:
                self._content(chosen(child), into, boxes)
            elif tag in (_PICT, _DRAWING, _OBJECT):
                boxes.extend(_outermost(child))


def _outermost(node: Element) -> list[Element]:
    """The text boxes in a drawing that lie in no other text box; of alternatives the first."""
    found: list[Element] = []
    for child in node:
        if child.tag == _TXBX_CONTENT:
            found.append(child)
        elif child.tag == ALTERNATE:
            found.extend(_outermost(chosen(child)))
        elif isinstance(child.tag, str):
            found.extend(_outermost(child))
    return found


def chosen(alternate: Element) -> Element:
    """The first choice, or the fallback where the choice holds no text."""
    choice, fallback = alternate.find(_CHOICE), alternate.find(_FALLBACK)
    if choice is None:
        return alternate if fallback is None else fallback
    if fallback is not None and next(choice.iter(_T), None) is None:
        return fallback
    return choice


def _symbol(code: str | None) -> str:
    try:
        return symbol(int(code or "", 16))
    except ValueError:
        return ""
