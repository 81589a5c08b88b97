"""The days of the festivals that deadlines name: 春节前, 国庆节前."""

from __future__ import annotations

from datetime import date

FIXED = {"元旦": (1, 1), "三八": (3, 8), "妇女": (3, 8), "植树": (3, 12), "五一": (5, 1), "劳动": (5, 1), "五四": (5, 4),
         "青年": (5, 4), "六一": (6, 1), "儿童": (6, 1), "七一": (7, 1), "建党": (7, 1), "八一": (8, 1), "建军": (8, 1),
         "教师": (9, 10), "国庆": (10, 1), "十一": (10, 1)}  # fmt: skip
# Month and day of the festivals of the lunar calendar from LUNAR_FROM on, a column a year. Those to 2026
# are held against the State Council's holidays by a test.
LUNAR_FROM = 2005
LUNAR = {
    "春节": "0209 0129 0218 0207 0126 0214 0203 0123 0210 0131 0219 0208 0128 0216 0205 0125 0212 0201 0122 0210 "
    "0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208 0128 0215 0204 0124 0212".split(),
    "端午": "0611 0531 0619 0608 0528 0616 0606 0623 0612 0602 0620 0609 0530 0618 0607 0625 0614 0603 0622 0610 "
    "0531 0619 0609 0528 0616 0605 0624 0612 0601 0620 0610 0530 0618 0607 0527 0614".split(),
    "中秋": "0918 1006 0925 0914 1003 0922 0912 0930 0919 0908 0927 0915 1004 0924 0913 1001 0921 0910 0929 0917 "
    "1006 0925 0915 1003 0922 0912 1001 0919 0908 0927 0916 1004 0924 0913 1002 0920".split(),
}
# The names as alternatives of a pattern. Some are festivals only with 节 behind them, others mere numbers but
# before a few words (十一 is a section's number, 十一前 a deadline).
_NUMBERS = "|".join(
    rf"{name}(?=[”\"]?(?:节|前|期间|假期|当[天日]|长假|后))"
    for name in "三八 五一 五四 六一 七一 八一 十一".split()
)
NAMES = (
    f"元旦|清明|国庆|春节|端午|中秋|{_NUMBERS}|"
    "妇女(?=节)|植树(?=节)|劳动(?=节)|青年(?=节)|儿童(?=节)|建党(?=节)|建军(?=节)|教师(?=节)"
)


def day_of(name: str, year: int) -> date | None:
    """The festival's day in `year`; None for a lunar one outside the table and for a name not known.

    >>> day_of("春节", 2022), day_of("国庆", 2022), day_of("清明", 2024)
    (datetime.date(2022, 2, 1), datetime.date(2022, 10, 1), datetime.date(2024, 4, 4))
    """
    if name in FIXED:
        return date(year, *FIXED[name])
    if name == "清明":
        # The solar term's day in the 21st century, by the common formula of day lengths.
        short = year - 2000
        return date(year, 4, int(short * 0.2422 + 4.81) - short // 4) if 2000 <= year < 2100 else None
    days = LUNAR.get(name, [])
    if not 0 <= year - LUNAR_FROM < len(days):
        return None
    day = days[year - LUNAR_FROM]
    return date(year, int(day[:2]), int(day[2:]))
