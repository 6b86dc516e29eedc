"""The demo's season and its days, counted from today: some have been, most are to come."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SIGN_UP_BEFORE = dt.timedelta(days=14)


@dataclass(frozen=True)
class Plan:
    """A season and the dates of its days, those that have been and those to come, in order."""

    name: str
    starts_on: dt.date
    ends_on: dt.date
    past: list[dt.date]
    coming: list[dt.date]


def plan(today: dt.date) -> Plan:
    """A season that `today` lies well inside of, with two days behind and four ahead.

    From September to February it is the network's own year, 1 August to 1 May. In the other half of the year
    that would leave no room before or after, and the season is the calendar year to 1 December.
    """
    if today.month in (9, 10, 11, 12, 1, 2):
        year = today.year if today.month > 6 else today.year - 1
        name, starts_on, ends_on = (
            f"{year}–{year + 1}",
            dt.date(year, 8, 1),
            dt.date(year + 1, 5, 1),
        )
    else:
        year = today.year
        name, starts_on, ends_on = str(year), dt.date(year, 1, 1), dt.date(year, 12, 1)
    gone, left = (today - starts_on).days, (ends_on - today).days
    first = max(17, left // 9)
    steps = [first, *(first + (left - 8 - first) * share // 100 for share in (35, 64, 100))]
    ago = [dt.timedelta(days=gone * share // 100) for share in (78, 33)]
    past = [working_day(today - days, -1) for days in ago]
    coming = [working_day(today + dt.timedelta(days=step), 1) for step in steps]
    return Plan(name, starts_on, ends_on, past, coming)


def working_day(date: dt.date, step: int) -> dt.date:
    """`date`, or the next (`step` 1) or last (-1) Tuesday, Wednesday or Thursday that is no holiday."""
    while date.weekday() not in (1, 2, 3) or date in holidays(date.year):
        date += dt.timedelta(days=step)
    return date


def holidays(year: int) -> set[dt.date]:
    """Danish holidays that can fall on a weekday, and the days around Christmas."""
    easter = easter_sunday(year)
    movable = {easter + dt.timedelta(days=n) for n in (-3, -2, 1, 39, 50)}
    christmas = {dt.date(year, 12, day) for day in range(21, 32)}
    return movable | christmas | {dt.date(year, 1, 1), dt.date(year, 5, 1), dt.date(year, 6, 5)}


def easter_sunday(year: int) -> dt.date:
    """Easter in the Gregorian calendar (the anonymous algorithm of Nature, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    month, day = divmod(h + r - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def moment(date: dt.date, clock: str) -> dt.datetime:
    """»10.00« on a date in Copenhagen."""
    hour, minute = clock.split(".")
    return dt.datetime.combine(date, dt.time(int(hour), int(minute)), COPENHAGEN)
