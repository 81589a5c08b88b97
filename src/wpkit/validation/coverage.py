"""Tasks against the rest of the notice: empty or given twice, body items without a row, totals that are claimed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from wpkit.findings import finding
from wpkit.schema import Finding, Notice, Section, around
from wpkit.text import fold, number_of

# Runs of this many characters tell one sentence from another; words of the genre are shorter.
RUN = 7
# A row speaks of an item with this many runs in common; below a row for half of the items, the table is
# about something else than the body.
SHARED_RUNS = 3
COVERED = 0.6
SHORTEST_REPEAT = 10
# Headings over aims and over the notice's own enforcement, which a task table leaves out.
_NO_TASKS = re.compile(
    r"要求|思想|思路|原则|目标|保障|组织|领导|监督|督查|督导|考核|落实|宣传|培训|机制|统筹|协调|责任|实施步骤|附则"
)
_CLAIM = re.compile(
    r"[(\[【]?(?:总计|合计|共计|总共|共|计|(?<=\())(?:有|为)?(\d{1,4}|[一二三四五六七八九十百]{1,5})[项条]"
    r"(?:(?:具体|重点|主要|工作|年度|目标)*(?:任务|举措|事项|措施|工作))?[)\]】]?$"
)


def empty_tasks(notice: Notice) -> Iterator[Finding]:
    for task in notice.tasks:
        if not task.content.strip() and not (task.title or "").strip():
            yield finding("T004", task.place, task=task.id, number=task.number or task.id)


def repeated_tasks(notice: Notice) -> Iterator[Finding]:
    """The same words for the same units in the same group, twice."""
    seen: dict[tuple[object, ...], str] = {}
    for task in notice.tasks:
        words = fold(f"{task.title or ''}{task.content}")
        if len(words) < SHORTEST_REPEAT:
            continue
        units = tuple(unit.name for unit in task.units)
        key = (words, task.category.path, units, tuple(d.text for d in task.deadlines))
        if key in seen:
            yield finding("T005", task.place, task=task.id, number=task.number or task.id, first=seen[key])
        else:
            seen[key] = task.number or task.id


# Body and table -----------------------------------------------------------------------------------


def items_without_row(notice: Notice) -> Iterator[Finding]:
    """Leaf items of the body that no row of the table repeats, where most are repeated."""
    rows = [task for task in notice.tasks if task.origin == "table"]
    own = {task.section for task in notice.tasks if task.origin == "body"}  # of another notice in the file
    leaves = [section for section in _leaves(notice) if section.id not in own]
    if not rows or len(leaves) < 3:
        return
    items_with: dict[str, set[str]] = defaultdict(set)
    for section in leaves:
        for run in _runs(f"{section.title or ''}{section.text}"):
            items_with[run].add(section.id)
    covered: set[str] = set()
    for task in rows:
        shared: dict[str, int] = defaultdict(int)
        words = fold(task.content)
        for run in _runs(words):
            for item in items_with.get(run, ()):
                shared[item] += 1
        covered |= {
            item for item, count in shared.items() if count >= SHARED_RUNS or len(words) < RUN + SHARED_RUNS
        }
    names = {fold(name) for task in rows for name in task.category.path}
    covered |= {s.id for s in leaves if s.title and any(_same_name(fold(s.title), name) for name in names)}
    if len(covered) < COVERED * len(leaves):
        return
    titles = {section.id: section for section in notice.sections}
    for section in leaves:
        if section.id not in covered and not _is_aim(section, titles):
            words = section.title or section.text
            yield finding("T006", section.place, number=section.number, text=words[:30])


def _leaves(notice: Notice) -> list[Section]:
    parents = {section.parent for section in notice.sections}
    return [s for s in notice.sections if s.id not in parents and (s.text or s.title)]


def _runs(text: str) -> set[str]:
    words = fold(text)
    return {words[i : i + RUN] for i in range(len(words) - RUN + 1)}


def _same_name(title: str, name: str) -> bool:
    return len(name) > 3 and (title in name or name in title)


def _is_aim(section: Section, by_id: dict[str, Section]) -> bool:
    return any(at.title and _NO_TASKS.search(at.title) for at in around(section.id, by_id))


# Totals -------------------------------------------------------------------------------------------


def claimed_totals(notice: Notice) -> Iterator[Finding]:
    """A total at the end of the title, of a heading or of a group (共12项) against the tasks that stand there."""
    further = {found.task for found in notice.findings if found.code == "H002"}
    first = next((at for at, task in enumerate(notice.tasks) if task.id in further), len(notice.tasks))
    if (claim := _claim(notice.title)) is not None and claim != first:
        yield finding("N005", claimed=claim, found=first, text=notice.title)
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, task in enumerate(notice.tasks):
        path = task.category.path
        for depth in range(1, len(path) + 1):
            groups[path[:depth]].append(at)
    for path, members in groups.items():
        if (claim := _claim(path[-1])) is not None and claim != len(members):
            one = notice.tasks[members[0]]
            yield finding("N005", one.place, task=one.id, claimed=claim, found=len(members), text=path[-1])


def _claim(words: str | None) -> int | None:
    match = _CLAIM.search(fold(words)) if words else None
    return number_of(match.group(1)) if match else None
