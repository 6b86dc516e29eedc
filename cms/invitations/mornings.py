"""Moments by the clock in Copenhagen, also where the clocks change in between."""

import datetime as dt

from django.utils import timezone

AT = dt.time(9)


def morning(moment: dt.datetime, days: int) -> dt.datetime:
    """Nine o'clock in Denmark, so many days later."""
    date = timezone.localdate(moment) + dt.timedelta(days=days)
    return timezone.make_aware(dt.datetime.combine(date, AT))
