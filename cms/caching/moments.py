"""When time alone changes what a public page says: a day begins, a deadline passes, midnight comes."""

import datetime as dt
from collections.abc import Callable, Hashable

from django.conf import settings
from django.utils import timezone

from .remembering import Value, remember

# Gives the first such moment after `now`, or None.
Moment = Callable[[dt.datetime], dt.datetime | None]
_moments: list[Moment] = []
# Nothing is kept longer, whatever is said.
LONGEST = dt.timedelta(minutes=5)


def register(moment: Moment) -> None:
    if moment not in _moments:
        _moments.append(moment)


def next_moment(now: dt.datetime) -> dt.datetime:
    """Until when a page made now stays true, unless somebody changes something."""
    return min(_coming(now), now + LONGEST)


def remember_until(name: Hashable, make: Callable[[], Value], now: dt.datetime) -> Value:
    """As `remember`, for what time changes too."""
    if not settings.PAGE_CACHE:
        return make()
    return remember((name, _coming(now)), make)


def _coming(now: dt.datetime) -> dt.datetime:
    known = remember("moments", lambda: [_ask(now)])
    if known[-1] <= now:
        known.append(_ask(now))
    return known[-1]


def _ask(now: dt.datetime) -> dt.datetime:
    tomorrow = timezone.localdate(now) + dt.timedelta(days=1)
    midnight = timezone.make_aware(dt.datetime.combine(tomorrow, dt.time()))
    found = [moment(now) for moment in _moments]
    return min([midnight, *(one for one in found if one is not None)])
