"""Weekdays that do not fit the date beside them: the fault that readers write in about."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cms.content.dates import wrong_weekdays

from .draft import Draft
from .fault import Fault

# A date without a year is read as the one closest to this many days from now: between two months
# back (news of what was) and ten ahead (plans for a season).
AHEAD = dt.timedelta(days=120)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = (
    r"\b(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)\b\.?,?\s+(?:the\s+)?"
)
_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\w)"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:,?\s+(?P<year>\d{4})(?!\d))?"
# »Thursday 12 May 2027«, »Thu, 12th of May«; »Thursday, May 12, 2027«
ENGLISH = tuple(
    re.compile(written, re.IGNORECASE | re.ASCII)
    for written in (
        _DAY + _NUMBER + r"\s+(?:of\s+)?" + _MONTH + _YEAR,
        _DAY + _MONTH + r"\s+" + _NUMBER + _YEAR,
    )
)


def names_the_right_weekdays(draft: Draft) -> Iterator[Fault]:
    near = timezone.localdate(draft.now) + AHEAD
    find = wrong_english_weekdays if draft.language.startswith("en") else wrong_weekdays
    for passage in draft.passages:
        # A quotation is somebody else's words, perhaps of another year.
        if passage.kind == "quote":
            continue
        for sentence in find(passage.words, near):
            words = _("%(where)s: correct the date. %(sentence)s")
            yield Fault(words % {"where": passage.where, "sentence": sentence}, passage.block)


def wrong_english_weekdays(text: str, near: dt.date) -> list[str]:
    """As `wrong_weekdays` does for Danish: a sentence about each weekday that does not fit its date."""
    sentences = []
    for pattern in ENGLISH:
        for match in pattern.finditer(text):
            month = MONTHS.index(match["month"][:3].lower()) + 1
            date = closest(int(match["day"]), month, match["year"], near)
            if date is None:
                sentences.append(_("»%(written)s« is not a date.") % {"written": match.group()})
            elif WEEKDAYS[date.weekday()] != match["weekday"][:3].lower():
                sentences.append(
                    _("»%(written)s« does not fit: %(date)s is a %(weekday)s.")
                    % {
                        "written": match.group(),
                        "date": formats.date_format(date, "j.n.Y"),
                        "weekday": formats.date_format(date, "l"),
                    }
                )
    return sentences


def closest(day: int, month: int, year: str | None, near: dt.date) -> dt.date | None:
    """The date of that year, without one the closest to `near`; None where there is no such date."""
    years = [int(year)] if year else [near.year - 1, near.year, near.year + 1]
    found = []
    for candidate in years:
        try:
            found.append(dt.date(candidate, month, day))
        except ValueError:
            continue
    return min(found, key=lambda date: abs(date - near), default=None)
