"""Notices → iCalendar (RFC 5545): an all-day entry for each deadline with a day, on its last day.

Entries keep their UID as long as the notice's head, the task's text and the printed deadline stay, so that
a calendar that reads the file again replaces them. A recurring deadline recurs to the end of its
year, by default on the last day of each month, quarter or half-year. What has no day (持续推进, unread) is
left out.
"""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from wpkit.schema import Deadline, Notice, Task
from wpkit.writers.rows import ROLE_NAMES, Selection, head_line, place_words, select

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
_MONTHS = {"FREQ=MONTHLY": 1, "FREQ=MONTHLY;INTERVAL=3": 3, "FREQ=MONTHLY;INTERVAL=6": 6}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def write(notices: Iterable[Notice], selection: Selection, lang: str) -> Iterator[bytes]:
    yield _lines(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//wpkit//tasks//ZH", "CALSCALE:GREGORIAN"])
    for notice, task in select(notices, selection):
        for at, deadline in enumerate(task.deadlines):
            when = _when(deadline, notice)
            if when:
                yield _lines(_entry(notice, task, at, when, selection.alarm_days, lang))
    yield _lines(["END:VCALENDAR"])


def _entry(
    notice: Notice, task: Task, at: int, when: tuple[date, str | None], alarm: int | None, lang: str
) -> list[str]:
    day, rule = when
    stamp = notice.issued_on or date(notice.year or 1970, 1, 1)
    number = f"{task.number} " if task.number else ""
    summary = _text(_short(number + (task.title or task.content)))
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_uid(notice, task, at)}",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}",
        f"SUMMARY:{summary}",
        f"DESCRIPTION:{_text(_description(notice, task, at, lang))}",
        "TRANSP:TRANSPARENT",
    ]
    if task.category.topic:
        lines.append(f"CATEGORIES:{_text(task.category.topic)}")
    if rule:
        lines.append(f"RRULE:{rule}")
    if alarm is not None:
        reminder = [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER:-P{alarm}D",
            f"DESCRIPTION:{summary}",
            "END:VALARM",
        ]
        lines += reminder
    return [*lines, "END:VEVENT"]


def _uid(notice: Notice, task: Task, at: int) -> str:
    head = (notice.issuer, notice.document_number, notice.title or notice.source.name, notice.year)
    stated = task.deadlines[at].text
    text = "\n".join(map(str, (*head, task.number, task.title, task.content, stated)))
    again = sum(d.text == stated for d in task.deadlines[:at])
    return f"{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:32]}-{again}@wpkit"


def _description(notice: Notice, task: Task, at: int, lang: str) -> str:
    colon = "：" if lang == "zh" else ": "
    parts = [f"{task.title}\n{task.content}" if task.title else task.content]
    for role, names in ROLE_NAMES.items():
        units = "、".join(unit.name for unit in task.units if unit.role == role)
        parts += [f"{names[lang]}{colon}{units}"] if units else []
    parts.append(f"{'完成时限' if lang == 'zh' else 'deadline'}{colon}{task.deadlines[at].text}")
    parts.append(" ".join(filter(None, [notice.title, head_line(notice), place_words(task.place, lang)])))
    return "\n".join(parts)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _when(deadline: Deadline, notice: Notice) -> tuple[date, str | None] | None:
    """The entry's (first) day and its rule."""
    if deadline.recurrence:
        year = notice.year or (notice.issued_on.year if notice.issued_on else None)
        first = deadline.start or (date(year, 1, 1) if year else None)
        last = deadline.end or (date(year, 12, 31) if year else None)
        return _recurring(deadline.recurrence, first, last) if first and last else None
    return (deadline.end, None) if deadline.end else None


def _recurring(rule: str, first: date, last: date) -> tuple[date, str] | None:
    """The rule within `first` to `last`; one without a day of its own falls on the last of its period."""
    months = _MONTHS.get(rule)
    if months:
        rule += ";BYMONTHDAY=-1"
    elif rule == "FREQ=WEEKLY":
        rule += ";BYDAY=FR"
    elif rule == "FREQ=YEARLY":
        rule += ";BYMONTH=12;BYMONTHDAY=31"
    elif rule.startswith("FREQ=YEARLY") and "BYMONTHDAY" not in rule:
        rule += ";BYMONTHDAY=-1"
    day = first
    while day <= last:
        if _falls_on(rule, day) and (not months or day.month % months == 0):
            return day, f"{rule};UNTIL={last:%Y%m%d}"
        day += timedelta(1)
    return None


def _falls_on(rule: str, day: date) -> bool:
    """Whether a rule of wpkit's kind may begin on this day."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    weekdays = re.findall(r"MO|TU|WE|TH|FR|SA|SU", parts.get("BYDAY", ""))
    if weekdays and _WEEKDAYS[day.weekday()] not in weekdays:
        return False
    if "BYMONTH" in parts and str(day.month) not in parts["BYMONTH"].split(","):
        return False
    if "BYMONTHDAY" in parts:
        from_end = day.day - 1 - calendar.monthrange(day.year, day.month)[1]
        return bool({str(day.day), str(from_end)} & set(parts["BYMONTHDAY"].split(",")))
    return True


def _text(text: str) -> str:
    return text.translate(_ESCAPED)


def _lines(lines: Iterable[str]) -> bytes:
    return b"".join(_folded(line.encode("utf-8", "replace")) + b"\r\n" for line in lines)


def _folded(line: bytes) -> bytes:
    """At most 75 bytes a line, no character cut in two; lines that go on begin with a blank."""
    parts, room = [], 75
    while len(line) > room:
        cut = room
        while line[cut] & 0xC0 == 0x80:
            cut -= 1
        parts.append(line[:cut])
        line, room = line[cut:], 74
    return b"\r\n ".join([*parts, line])
