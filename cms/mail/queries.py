"""Which service letters are to be done something with. A moment is always passed in."""

import datetime as dt

from .models import Letter, LetterQuerySet

State = Letter.State


def due(now: dt.datetime) -> LetterQuerySet:
    """Those to be tried now, the longest waiting first."""
    waiting = Letter.objects.filter(state=State.WAITING, retry_at__lte=now, give_up_at__gt=now)
    return waiting.order_by("retry_at", "pk")


def late(now: dt.datetime) -> LetterQuerySet:
    """Those that are of no use any more, or were tried for too long."""
    return Letter.objects.filter(state=State.WAITING, give_up_at__lte=now)


def abandoned(now: dt.datetime) -> LetterQuerySet:
    """Those that a worker took and never said anything of."""
    return Letter.objects.filter(state=State.SENDING, retry_at__lte=now)


def to_forget(now: dt.datetime) -> LetterQuerySet:
    """Those whose words and address are kept no longer. What is under way is not forgotten."""
    ended = Letter.objects.exclude(state__in=[State.WAITING, State.SENDING])
    return ended.filter(forgotten_at=None, forget_at__lte=now)


def written_since(*, kind: str, about: str, since: dt.datetime) -> int:
    """How many letters of a kind about the same were written since then."""
    return Letter.objects.filter(kind=kind, about=about, created_at__gt=since).count()
