"""How fast: a bucket of tokens for each provider, in the database, shared by all workers.

A token is one letter. The bucket fills at the rate of the settings and holds what one second, or one batch
if that is more, may take; a batch may be claimed when it is not empty, and what it takes beyond that is
paid back by those who come after. So the rate holds over time, whatever the batches' size.
"""

import datetime as dt

from django.conf import settings
from django.db.models import F

from .models import Pace


def allowance(provider: str, *, now: dt.datetime) -> float:
    """How many seconds to wait before the next claim; 0 or less: none. Call it in the claim's transaction."""
    pace = _pace(provider, now)
    if pace.rests_until and pace.rests_until > now:
        return (pace.rests_until - now).total_seconds()
    if not settings.MAIL_RATE:
        return 0.0
    # A clock that was set back gives nothing, and takes nothing either.
    passed = max((now - pace.refilled_at).total_seconds(), 0.0)
    pace.tokens = min(pace.tokens + passed * settings.MAIL_RATE, float(settings.MAIL_RATE))
    pace.refilled_at = now
    pace.save(update_fields=["tokens", "refilled_at"])
    return 0.0 if pace.tokens > 0 else (1 - pace.tokens) / settings.MAIL_RATE


def take(provider: str, letters: int) -> None:
    """Take a token for each letter that was claimed."""
    if settings.MAIL_RATE and letters:
        Pace.objects.filter(pk=provider).update(tokens=F("tokens") - letters)


def rest(provider: str, until: dt.datetime) -> None:
    """Hand nothing to this provider until then: it said so."""
    Pace.objects.filter(pk=provider).exclude(rests_until__gt=until).update(rests_until=until)


def _pace(provider: str, now: dt.datetime) -> Pace:
    """The bucket, locked where a rate must be kept."""
    found = Pace.objects.filter(pk=provider)
    if settings.MAIL_RATE:
        found = found.select_for_update()
    pace = found.first()
    if pace is None:
        full = {"refilled_at": now, "tokens": float(settings.MAIL_RATE)}
        pace, _made = Pace.objects.get_or_create(pk=provider, defaults=full)
    return pace
