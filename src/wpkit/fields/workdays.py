"""Counting working days by the State Council's calendar, which moves them to some weekends.

The calendar comes with the optional library chinesecalendar (`wpkit[workdays]`): it knows the years
that the State Council has published.
"""

from __future__ import annotations

from datetime import date, timedelta


def add_workdays(start: date, count: int) -> date | None:
    """The `count`th working day after `start`, which is not counted itself.

    None where the library is not installed or does not know a year that is needed.
    """
    try:
        from chinese_calendar import is_workday
    except ImportError:
        return None
    day = start
    try:
        while count > 0:
            day += timedelta(days=1)
            count -= bool(is_workday(day))
    except (NotImplementedError, OverflowError):
        return None
    return day
