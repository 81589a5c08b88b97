"""The parts of a notice while its head is read, and what is found of the head."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import field
from datetime import date

from wpkit.blocks import Paragraph, Table
from wpkit.fields.dates import find_dates, read_date
from wpkit.fields.numbering import read_marker, row_number
from wpkit.patterns import pattern
from wpkit.records import record
from wpkit.structure.head.lines import (
    COVERED,
    DOCUMENT_NUMBER,
    IN_BRACKETS,
    TITLED,
    is_signature,
    signed_date,
)
from wpkit.text import fold, simplify, squeeze

Part = Paragraph | Table


@record()
class Head:
    """The notice's head. `start` and `end` bound the body in the parts; `used` are parts of the head or tail
    inside and outside of them; `annexes` are the marks of annexes in the body."""

    title: str | None = None
    year: int | None = None
    issuer: str | None = None
    document_number: str | None = None
    issued_on: date | None = None
    start: int = 0
    end: int = 0
    used: set[int] = field(default_factory=set)
    annexes: list[int] = field(default_factory=list)


_SIGNED_END = pattern(
    r"(?P<name>[^\s。，；：:]{3,30})\s*(?P<date>20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*印?(?:\s+[^\W\d_]{1,16}〔20\d\d〕\d{1,4}号)?$",
    needs="日",
)
# 2024613日, 2024年613日
_RUN_ON_DATE = pattern(r"(20\d\d)年?(\d{2,4})日?")
_COVERS = 40  # parts of a covering notice, at most
_ABOVE_DATE = 3  # parts between a signature and its date
_LONGEST_REMARK = 32
BEFORE_YEAR = pattern(r"\s{0,20}(?=[\d〇一二]{4}\s{0,9}年)")
_CARRIED_OUT = pattern(r"[执落][行实]。?\s*$", needs="执落")


_TOLD = pattern(
    r"(?:^|(?<=[，,。]))\s{0,8}(?P<who>[^，,。：:《》\s]{2,30}?)(?:日前|近日)?(?:正式|联合)?(?:印发|发布|出台|公布|下发)了?《(?P<title>[^《》]{4,60})》",
    needs="《",
)


class Paper:
    """The parts of a notice, their texts as printed and in simplified words, and what is known of the head so far."""

    def __init__(self, parts: Sequence[Part], stated: dict[str, str]) -> None:
        self.parts = parts
        self.head = Head(end=len(parts))
        self.stated = dict(stated)
        self.boxed: set[int] = set()  # the parts of an index box
        # patterns read simplified words; what is printed stays, character for character
        self.printed = [p.text.strip() if isinstance(p, Paragraph) else "" for p in parts]
        self.texts = [simplify(t) for t in self.printed]
        self.dates = {i: d for i, t in enumerate(self.texts) if t and (d := signed_date(t))}
        self.signed: dict[int, str] = {}  # the signers of lines that hold more than signature and date
        self.units: set[int] = set()  # lines of units alone below their items
        self.signers: list[int] = []  # the lines of several bodies that sign without a date
        self._run_on_dates()
        self._signed_paragraphs()

    def told_of(self) -> tuple[str, str] | None:
        """Who issued the paper under which title, as a lead says (日前，松石市印发《…》。全文如下)."""
        for text in self.texts[:6]:
            if read_marker(text) is None and (match := _TOLD.search(text)):
                return match["who"], match["title"]
        return None

    def signs(self, i: int) -> bool:
        """Whether a line may be a signature, or is the office that ends the one above (松石市人民政府 / 办公室)."""
        text = self.texts[i]
        return is_signature(text) or (
            text in ("办公室", "办公厅") and i > 0 and is_signature(self.texts[i - 1])
        )

    def _run_on_dates(self) -> None:
        """A date that lost its 年 and 月, with 日 or without (2023322, 2023322日), where one day alone has these digits:
        behind what a covering notice says, or below a signature."""
        for i, text in enumerate(self.texts):
            if text[:2] != "20" or (match := _RUN_ON_DATE.fullmatch(text)) is None:
                continue
            above = "".join(self.texts[max(0, i - 4) : i]) if i < _COVERS else ""
            if "印发" in above or "执行" in above or "落实" in above or self.signer_above(i) is not None:
                day = _day_of("".join(match.groups()))
                if day:
                    self.dates[i] = day

    def signer_above(self, i: int) -> int | None:
        """The part with the signature right above a date, blank lines and remarks in brackets between them aside."""
        j = i - 1
        while j >= 0 and i - j <= _ABOVE_DATE and (not self.texts[j] or _is_remark(self.texts[j])):
            j -= 1
        return j if j >= 0 and self.signs(j) else None

    def drop_page_dates(self) -> None:
        """Leaves out the dates over the text that no one signs: a page prints the day it was put online below its title.
        They stay where nothing else states a day."""
        signed = [
            i
            for i in sorted(self.dates)
            if i not in self.boxed
            and (i in self.signed or self._signed(i) or self.signer_above(i) is not None)
        ]
        in_brackets = any(IN_BRACKETS.fullmatch(text) and find_dates(text) for text in self.texts[:_COVERS])
        if not signed and not in_brackets and not self.stated.get("issued_on"):
            return
        first = signed[0] if signed else len(self.parts)
        top = next((i for i in range(first) if self.substance(i, i + 1)), first)
        for i in [i for i in self.dates if i < top and i not in self.boxed and not _is_remark(self.texts[i])]:
            del self.dates[i]
            self.head.used.add(i)

    def _signed(self, i: int) -> bool:
        """Whether the line of a date begins with who signs."""
        return is_signature(BEFORE_YEAR.split(self.texts[i], maxsplit=1)[0].strip())

    def _signed_paragraphs(self) -> None:
        """Signature and date behind the covering notice's last sentence, or beside the notice's number."""
        for i, text in enumerate(self.texts[:20]):
            if i in self.dates or not text or len(text) > 600:
                continue
            found = _SIGNED_END.search(text)
            opening = text[: found.start()] if found else ""
            if found and (not opening or opening[-1] in "。 \u3000" or opening[-1].isspace()):
                number = DOCUMENT_NUMBER.search(opening)
                alone = not opening.strip() or (number and not squeeze(opening.replace(number.group(), "")))
                said = "印发" in opening or "下达" in opening or _CARRIED_OUT.search(opening)
                day = read_date(found["date"])
                if day and is_signature(found["name"]) and (alone or said):
                    self.dates[i], self.signed[i] = day, squeeze(found["name"])

    def as_printed(self, value: str | None) -> str | None:
        """The words as the notice prints them, where they were found in simplified form."""
        if not value:
            return value
        at = "".join(map(squeeze, self.texts)).find(value)
        return value if at < 0 else "".join(map(squeeze, self.printed))[at : at + len(value)]

    def merge(self, i: int, extra: int) -> None:
        """Makes a title wrapped over lines one line: the first has the words of the `extra` behind it."""
        self.printed[i] = "".join(self.printed[i : i + extra + 1])
        self.texts[i] = simplify(self.printed[i])
        for j in range(i + 1, i + extra + 1):
            self.texts[j] = self.printed[j] = ""
            self.head.used.add(j)

    def substance(self, start: int, stop: int | None = None) -> int:
        """How much of a body there is in a range: markers and tables."""
        count = 0
        for i in range(start, len(self.parts) if stop is None else stop):
            if isinstance(self.parts[i], Table):
                count += 3
            elif (self.texts[i] and read_marker(self.texts[i]) and not row_number(self.texts[i])) or len(
                self.texts[i]
            ) > 60:
                count += 1
        return count

    def call(self, cover_title: int | None) -> str:
        """The covering title: printed over the notice, or stated in an index box."""
        if cover_title is not None:
            return self.texts[cover_title]
        stated = simplify(squeeze(self.stated.get("title", "")))
        return stated if "关于" in stated else ""

    def covered(self, cover_title: int | None) -> list[str]:
        """What the covering title prints in 《》, or behind 关于印发, in comparable form."""
        text = self.call(cover_title)
        out = [fold(t) for t in TITLED.findall(text.replace("〈", "《").replace("〉", "》"))]
        match = COVERED.search(squeeze(text))
        if match:
            out.append(fold(match["what"]).strip("《》"))
        return [t for t in out if t]

    def promised(self) -> list[str]:
        """What the covering notice's text says that it prints: 现将《甲》印发给你们."""
        return [fold(title) for title in self._titles_in_text()]

    def named_in_text(self) -> str | None:
        """The title that the covering notice's text prints in 《》, as it does."""
        return next((squeeze(title) for title in self._titles_in_text()), None)

    def _titles_in_text(self) -> list[str]:
        near = self.texts[: max(self.head.start, 24)]
        return [title for text in near if "印发" in text for title in TITLED.findall(text)[:2]]


def _is_remark(text: str) -> bool:
    return len(text) <= _LONGEST_REMARK and IN_BRACKETS.fullmatch(text) is not None


def _day_of(digits: str) -> date | None:
    """The only day that the digits of a year, month and day without leading noughts can be, else None."""
    found = set()
    for cut in (5, 6):
        month, day = digits[4:cut], digits[cut:]
        if month[:1] not in ("", "0") and day[:1] not in ("", "0") and len(day) < 3:
            with contextlib.suppress(ValueError):
                found.add(date(int(digits[:4]), int(month), int(day)))
    return found.pop() if len(found) == 1 else None
