"""Dates as people write them in Danish, and the check that a weekday in a text is the right one."""

import datetime as dt
import re

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
# »man« is short for »mandag« only with its full stop: without it, it is the word for »one«.
_SHORT_WEEKDAYS = (r"man(?=\.)", "tirs?", "ons", "tors?", "fre", "lør", "søn")
# »Torsdag, den 4. februar 2027«, »ons. 4 feb.«, »mandag d. 3/2-2027«
_WRITTEN = re.compile(
    rf"\b({'|'.join([*WEEKDAYS, *_SHORT_WEEKDAYS])})\.?,?\s+(?:den\s+|d\.?\s*)?(\d{{1,2}})"
    rf"(?:\.?\s*({'|'.join(m[:3] for m in MONTHS)})[a-zæøå]*\.?|/(\d{{1,2}})(?!\d))"
    r"(?:(?:\s+|[-/])(\d{4}))?",
    re.IGNORECASE,
)


def day_text(moment: dt.datetime, *, year: bool = False) -> str:
    """»tirsdag 25. februar«, in the active language and in Copenhagen's time."""
    pattern = "l j. F Y" if year else "l j. F"
    if (translation.get_language() or "da").startswith("en"):
        pattern = "l j F Y" if year else "l j F"
    return formats.date_format(timezone.localtime(moment), pattern)


def span_text(start: dt.datetime, end: dt.datetime) -> str:
    """»tirsdag 25. februar, 10.00–17.00«; a day that crosses midnight names both days."""
    start, end = timezone.localtime(start), timezone.localtime(end)
    if start.date() == end.date():
        return f"{day_text(start)}, {clock(start)}–{clock(end)}"
    return _("%(start)s at %(start_time)s to %(end)s at %(end_time)s") % {
        "start": day_text(start),
        "start_time": clock(start),
        "end": day_text(end),
        "end_time": clock(end),
    }


def clock(moment: dt.datetime | dt.time) -> str:
    """»10.00«: Danish writes a full stop between hours and minutes; English a colon."""
    if isinstance(moment, dt.datetime):
        moment = timezone.localtime(moment).time()
    colon = (translation.get_language() or "da").startswith("en")
    return moment.strftime("%H:%M" if colon else "%H.%M")


def wrong_weekdays(text: str, near: dt.date) -> list[str]:
    """Sentences about each Danish weekday in `text` that does not fit the date written beside it.

    A date without a year is read as the one closest to `near`. Dates that do not exist are named too.
    """
    faults = []
    for match in _WRITTEN.finditer(text):
        weekday, day, name, number, year = match.groups()
        month = int(number) if number else _month(name)
        date = _closest(int(day), month, int(year) if year else None, near)
        if date is None:
            faults.append(_("»%(written)s« is not a date.") % {"written": match.group(0)})
        elif WEEKDAYS[date.weekday()][:3] != weekday[:3].lower():
            faults.append(
                _("»%(written)s« does not fit: %(date)s is a %(weekday)s.")
                % {
                    "written": match.group(0),
                    "date": formats.date_format(date, "j.n.Y"),
                    "weekday": formats.date_format(date, "l"),
                }
            )
    return faults


def _month(short: str) -> int:
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(short.casefold()))


def _closest(day: int, month: int, year: int | None, near: dt.date) -> dt.date | None:
    years = [year] if year else [near.year - 1, near.year, near.year + 1]
    found = []
    for candidate in years:
        try:
            found.append(dt.date(candidate, month, day))
        except ValueError:
            continue
    return min(found, key=lambda date: abs(date - near), default=None)
