"""How many seats are left at the days that a letter tells of: true only of one moment.

In a letter it is a placeholder, so that a yes to the letter holds although somebody signs up meanwhile. A
preview says it as it is now; a mailing says to all its readers what was so when it went.
"""

import re
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.invitations.queries import Seats, day_of, public_invitations, seats_of
from cms.mail.placeholders import CLOSE, OPEN, placeholder

_LEFT = re.compile(f"{OPEN}seats_left_([0-9]+){CLOSE}")


def seats_left(key: int) -> str:
    """What stands in a letter for the seats that are left at the day of this page."""
    return placeholder(f"seats_left_{key}")


def as_it_is_now(html: str, text: str) -> tuple[str, str]:
    """A letter's HTML and text with the seats that are left now, in the active language."""
    keys = {*_LEFT.findall(html), *_LEFT.findall(text)}
    if not keys:
        return html, text
    said = say(keys)

    def words_of(found: re.Match[str]) -> str:
        return said.get(found[1], "")

    return _LEFT.sub(words_of, html), _LEFT.sub(words_of, text)


def say(keys: Iterable[str]) -> dict[str, str]:
    """{key: words} of the days among these pages that one can still sign up for. Two queries a day."""
    now = timezone.now()
    days = public_invitations().select_related(None).prefetch_related(None).filter(pk__in=keys)
    return {str(day.pk): words(seats_of(day_of(day))) for day in days if day.is_open(now)}


def words(seats: Seats) -> str:
    """Fit for HTML and text alike; empty where anybody can come."""
    if seats.left is None:
        return ""
    if not seats.left:
        return " · " + _("all taken when this was sent; you can wait in line")
    free = ngettext("one free when this was sent", "%(number)s free when this was sent", seats.left)
    return " · " + free % {"number": seats.left}
