"""A notice's prose as paragraphs, each with its printed number apart: what every format prints before the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .model import Item, Notice, Task, times


@dataclass(frozen=True, slots=True)
class Para:
    """`number` is printed right before `text`; `level` is its item's, and 0 for a paragraph that opens
    no item. kind: cover, caption, body."""

    text: str
    number: str = ""
    level: int = 0
    kind: str = "body"

    @property
    def printed(self) -> str:
        return self.number + self.text


def bracket(task: Task, notice: Notice) -> str:
    """What closes a task's text; units that bring their labels get no other label."""
    if not task.units.printed:
        return ""
    form = (
        notice.labelled_form
        if "单位：" in task.units.printed or "单位:" in task.units.printed
        else notice.form
    )
    return form.format(units=task.units.printed, time=times(task))


def flow(notice: Notice) -> list[Para]:
    """Every paragraph before the table, in order."""
    paras = [Para(words.removeprefix(">"), kind="cover") for words in notice.cover]
    paras += [Para(words, kind="caption") for words in notice.caption]
    body = [Para(words) for words in notice.opening]
    body += [para for item in notice.items for para in STYLES[notice.style](item, notice)]
    if notice.style == "one paragraph":
        body = [Para("".join(para.printed for para in body))]
    return paras + body


def _opened(item: Item, rest: list[str]) -> Iterator[Para]:
    """The item's first paragraph, with its number, and the others."""
    blank = "\u3000" if item.number.startswith("第") else ""
    yield Para(blank + rest[0], item.number, item.level)
    yield from map(Para, rest[1:])


def _bracketed(item: Item, notice: Notice) -> Iterator[Para]:
    texts = [task.content + bracket(task, notice) for task in item.tasks] or [item.text]
    title = item.title or ""
    rest = [title, *texts] if item.alone else [title + texts[0], *texts[1:]]
    return _opened(item, [words for index, words in enumerate(rest) if words or not index])


def _run_on(item: Item, notice: Notice) -> Iterator[Para]:
    return _opened(item, ["".join(para.text for para in _bracketed(item, notice))])


def _labels(item: Item, notice: Notice) -> Iterator[Para]:
    """牵头单位：, 责任单位：, 完成时限： stand on lines of their own."""
    labels = [line for task in item.tasks for line in task.units.printed.split("；")]
    labels += [f"完成时限：{times(task)}" for task in item.tasks if task.times]
    return _opened(item, [(item.title or "") + item.text, *labels])


def _fields(item: Item, notice: Notice) -> Iterator[Para]:
    """1.活动时间 2.活动内容 3.组织单位: a line each, with numbers that are part of the text."""
    lines = [item.title or "", *filter(None, [item.text] if not item.tasks else [])]
    for task in item.tasks:
        lines += [
            f"1.活动时间：{times(task)}",
            f"2.活动内容：{task.content}",
            f"3.组织单位：{task.units.printed}",
        ]
    return _opened(item, lines)


STYLES = {
    "bracket": _bracketed,
    "one paragraph": _bracketed,
    "run on": _run_on,
    "labels": _labels,
    "fields": _fields,
}
