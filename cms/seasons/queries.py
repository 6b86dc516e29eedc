"""Which season it is."""

import datetime as dt

from cms.caching.remembering import remember

from .models import Season


def current_season(today: dt.date) -> Season | None:
    """The season that `today` lies in; between seasons the one that begins next; else the last one."""
    return remember(("season", today), lambda: _find(today))


def _find(today: dt.date) -> Season | None:
    running = Season.objects.filter(starts_on__lte=today, ends_on__gte=today).first()
    coming = Season.objects.filter(starts_on__gt=today).order_by("starts_on")
    return running or coming.first() or Season.objects.first()
