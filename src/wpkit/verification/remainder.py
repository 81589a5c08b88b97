"""Text that the notice should hold or tell of, and does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wpkit.accounting import ACCOUNTS, unaccounted
from wpkit.findings import finding
from wpkit.schema import Finding
from wpkit.text import fold
from wpkit.verification.evidence import Evidence, short

_AIM = re.compile("目标|要求|思想|思路|原则|意义|形势|任务|保障|背景")
_UNITS = re.compile(r"(?:责任|牵头|配合|主办|承办|实施)(?:单位|部门|科室|处室):")


def check_remainder(evidence: Evidence) -> Iterator[Finding]:
    """Text that the notice should hold or tell of: in tasks, around them, and in items without a task."""
    told = {
        code: sum(int(f.data.get("count") or 0) for f in evidence.notice.findings if f.code == code)
        for code in ACCOUNTS
    }
    for code in ACCOUNTS:
        fresh = [f for f in unaccounted(evidence.notice, evidence.document) if f.code == code]
        if sum(int(f.data["count"] or 0) for f in fresh) > told[code]:
            for found in fresh:
                yield finding("V105", found.place, text=found.data["text"], count=found.data["count"])
    for rest in evidence.account.remainders():
        if not rest.outside and not rest.cells:
            text = evidence.printed.text[rest.start : rest.end]
            where = evidence.printed.piece_at(rest.start).where.place()
            yield finding("V105", where, text=short(text), count=len(text))
    yield from _items_without_task(evidence)


def _items_without_task(evidence: Evidence) -> Iterator[Finding]:
    """Leaf items that name units, or whose every neighbour is a task, and are none."""
    having = {task.section for task in evidence.notice.tasks}
    if having == {None}:
        return
    parents = {section.parent for section in evidence.notice.sections}
    leaves = [section for section in evidence.notice.sections if section.id not in parents]
    for section in leaves:
        if section.id in having or evidence.account.by_hand & {*evidence.printed.at(section.place)}:
            continue
        beside = [s.id in having for s in leaves if s.parent == section.parent and s.id != section.id]
        alone = len(beside) > 1 and all(beside) and not _AIM.search(section.title or "")
        if alone or _UNITS.search(fold(section.text)):
            text = (section.title or "") + section.text
            yield finding("V105", section.place, text=short(text), count=len(text))
