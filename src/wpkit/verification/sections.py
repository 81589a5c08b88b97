"""Whether each section stands where it says, under its parent, with its number, title and text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wpkit.fields.numbering import read_marker
from wpkit.schema import Finding, Section
from wpkit.verification.evidence import Evidence


def check_sections(evidence: Evidence) -> Iterator[Finding]:
    yield from _tree(evidence)
    account = evidence.account
    for section, pieces in zip(evidence.notice.sections, account.sections, strict=True):
        yield from _section(evidence, section, account.reach(section, pieces))


def _tree(evidence: Evidence) -> Iterator[Finding]:
    """Each section's parent is the nearest section above it whose notation stands higher; parts stand above 一、, and
    what an annex begins with stands below nothing before it."""
    path: list[Section] = []
    before = 0
    for section, pieces in zip(evidence.notice.sections, evidence.account.sections, strict=True):
        at = pieces[0] if pieces else before
        if section.parent is None and any(map(evidence.begins_annex, range(before + 1, at))):
            path.clear()
        before = at
        while path and _rank(path[-1]) >= _rank(section):
            path.pop()
        due = path[-1].id if path else None
        if section.parent != due:
            yield evidence.differs(section, "parent", section.parent, due)
        path.append(section)


def _rank(section: Section) -> float:
    marker = read_marker(f"{section.number}、") if section.number else None
    return section.level - (0.5 if marker is not None and marker.notation == "part" else 0.0)


def _section(evidence: Evidence, section: Section, pieces: Sequence[int]) -> Iterator[Finding]:
    if not pieces:
        yield evidence.missing("place", str(section.place.model_dump()), section)
        return
    title = evidence.printed.trace(section.title or "", pieces)
    if title is None:
        yield evidence.missing("title", section.title or "", section)
    elif title and not evidence.ends_well(title):
        yield evidence.cut("title", section.title or "", section)
    begin = title[0][0] if title else None
    for paragraph in section.text.split("\n"):
        found = evidence.printed.trace(paragraph, pieces)
        if found is None:
            yield evidence.missing("text", paragraph, section)
        elif found and begin is None:
            begin = found[0][0]
    if section.number is not None:
        if not evidence.numbered(section.number, pieces, begin):
            yield evidence.missing("number", section.number, section)
        marker = read_marker(f"{section.number} 甲") or read_marker(f"{section.number}、甲")
        if marker and marker.level != section.level:
            yield evidence.differs(section, "level", str(section.level), str(marker.level))
