"""A notice beside its source: what is printed for each record, and the words for what is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from wpkit.accounting import Account
from wpkit.fields.roles import says_first_leads
from wpkit.findings import finding
from wpkit.parsers import read_blocks
from wpkit.printed import Span
from wpkit.schema import Finding, Notice, Section, Task, dated
from wpkit.source import Source
from wpkit.text import fold

_ANNEX = re.compile(r"附[件表][\d一二三四五六七八九十]{0,3}:?")
# What may follow a task's last character: a mark, a label, or nothing.
_ENDS = re.compile(r"[\W_]|$|责任|牵头|配合|主办|协办|承办|完成|时限|时间|单位")


class Evidence:
    """A notice, its source as the parser alone reads it, and the pieces of it that each record stands on."""

    def __init__(self, notice: Notice, source: Source) -> None:
        self.notice, self.source = notice, source
        self.dated = dated(notice)
        self.document = read_blocks(source)
        self.account = Account(notice, self.document, strict=True)
        self.printed = self.account.printed
        self.everything = range(len(self.printed.pieces))

    @cached_property
    def first_leads(self) -> bool:
        """Whether the source says that the first unit of each list leads."""
        return says_first_leads(self.printed.text)

    def begins_annex(self, k: int) -> bool:
        """Whether a piece is the mark of an annex (附件2)."""
        piece = self.printed.pieces[k]
        return bool(_ANNEX.fullmatch(self.printed.text, piece.start, piece.end))

    def numbered(self, number: str, pieces: Sequence[int], begin: int | None) -> bool:
        """Whether the number stands right before these characters, or a piece begins with it or is it, behind a label
        (编号：) where there is one, or is its first word."""
        wanted, text = fold(number), self.printed.text
        if begin is not None and re.search(
            rf"(?<!\d){re.escape(wanted)}[\W_]{{0,2}}$", text[max(begin - len(wanted) - 3, 0) : begin]
        ):
            return True
        for k in pieces:
            piece = self.printed.pieces[k]
            words = text[piece.start : piece.end]
            first, _, behind = piece.raw.strip().partition(" ")
            if fold(first) == wanted and behind.lstrip()[:1] not in tuple("年月日"):
                return True
            if re.match(rf"(?:[^\W\d_]{{0,4}}号:)?[(\[]?{re.escape(wanted)}(?:$|[^\d月日年])", words) and (
                begin is None or piece.start <= begin
            ):
                return True
        return False

    def ends_well(self, spans: Sequence[Span]) -> bool:
        """Whether the words end where a piece, a sentence or a clause does."""
        end = spans[-1][1]
        piece = self.printed.piece_at(end - 1)
        if end >= piece.end or _ENDS.match(self.printed.text, end):
            return True
        return bool(re.match(r"[\W_]", self.printed.text[end - 1])) or bool(self.account.covered[end])

    def whole(self, section: Section) -> Sequence[int]:
        at = self.notice.sections.index(section)
        return self.account.reach(section, self.account.sections[at])

    # Wording -------------------------------------------------------------------------------------

    def missing(self, field: str, words: str, record: Section | Task | None = None) -> Finding:
        code = "V102" if record and self.printed.trace(words, self.everything) else "V101"
        return self.about(code, record, field=field, text=short(words))

    def cut(self, field: str, words: str, record: Section | Task) -> Finding:
        return self.about("V106", record, field=field, text=short(words[-20:]))

    def differs(self, record: Section | Task, field: str, stated: str | None, found: str | None) -> Finding:
        return self.about("V103", record, field=field, stated=str(stated), found=str(found))

    def about(self, code: str, record: Section | Task | None, **data: str) -> Finding:
        if record is None:
            return finding(code, None, task=None, **data)
        data["field"] = f"{record.id}.{data['field']}"
        return finding(code, record.place, task=record.id if isinstance(record, Task) else None, **data)


def short(words: str) -> str:
    """The words as a finding quotes them: at most 60 characters."""
    return words if len(words) <= 60 else f"{words[:59]}…"
