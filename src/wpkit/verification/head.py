"""Whether title, issuer, number, date and year are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from wpkit.schema import Finding
from wpkit.text import fold, number_of
from wpkit.verification.evidence import Evidence

_DATE = re.compile(
    r"((?:19|20)\d\d|[一二]?[0-9〇零○O一二三四五六七八九]{4})[年./-]([\d一二三四五六七八九十]{1,3})[月./-]([\d一二三四五六七八九十]{1,3})"
)


def check_head(evidence: Evidence) -> Iterator[Finding]:
    notice, head = evidence.notice, evidence.document.head
    for field in ("title", "issuer", "document_number"):
        words = getattr(notice, field)
        if words and not _in_head(evidence, field, words):
            yield evidence.missing(field, words)
    day = notice.issued_on
    if day and day not in set(_dates(evidence)) and not _stands_run_on(evidence, day):
        yield evidence.missing("issued_on", day.isoformat())
    if notice.year and str(notice.year) not in _digits(evidence) and head.get("year") != str(notice.year):
        yield evidence.missing("year", str(notice.year))


def _in_head(evidence: Evidence, field: str, words: str) -> bool:
    stated = evidence.document.head.get(field, "")
    if evidence.printed.trace(words, evidence.everything) or fold(words) == fold(stated):
        return True
    # a caption set over several lines may be parted by other text; each of its words is printed
    return field == "issuer" and all(
        evidence.printed.every(w, evidence.everything) for w in re.split(r"[\s、,，;；]+", words)
    )


def _digits(evidence: Evidence) -> str:
    """The text with Chinese digits in runs of four written in Arabic, so that years can be looked up."""
    text = evidence.printed.text
    return text + "".join(
        str(number_of(run) or "") + " " for run in re.findall("[〇零○一二三四五六七八九]{4}", text)
    )


def _stands_run_on(evidence: Evidence, day: date) -> bool:
    """Whether a date is printed that lost what parts its month and its day: 2024327, 2024年327日."""
    digits = rf"(?<!\d){day.year}年?{day.month}{day.day}日?(?!\d)"
    return re.search(digits, evidence.printed.text) is not None


def _dates(evidence: Evidence) -> Iterator[object]:
    stated = " ".join(evidence.document.head.values())
    for match in _DATE.finditer(evidence.printed.text + " " + fold(stated)):
        numbers = [number_of(part) for part in match.groups()]
        if all(numbers):
            try:
                yield date(*(number or 0 for number in numbers))
            except ValueError:
                continue
