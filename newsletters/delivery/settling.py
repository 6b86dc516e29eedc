"""What becomes of a batch whose outcome is unknown: by the provider's key, its own list, or its reports.

*Key*: the same call again with the same key, made by `claiming` while the provider remembers it. *Look-up*:
after a quiet time the provider is asked what it has of the batch. All of it: accepted. A part: that part
accepted, the rest held. Nothing, twice: it may be sent. *Reports*: held; a report that names a letter
raises it, and the rest waits for a person.

The quiet time begins when the dead worker's lock is held, never at its claim: a worker that was paused
between claim and call would make it look over while the call is still to come.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from cms.mail.lookups import LookupFailedError, find_references
from cms.mail.providers import Settling, provider

from . import liveness
from .claiming import hold
from .models import Attempt, Batch, Delivery
from .recording import REPEAT_AFTER, reopen
from .tokens import read_reference

# Two looks that find nothing are proof; one may have come too early.
LOOKS = 2
# So long a list that cannot be read is asked for again.
GIVE_UP_AFTER = dt.timedelta(days=1)
DIED = "the worker died while handing over"


def settle(*, now: dt.datetime) -> dict[str, int]:
    """Look after what dead workers left and what may be looked up now. Safe in parallel.

    Returns {what: how many batches}.
    """
    left = take_from_dead(now=now)
    return {"left": left, "settled": look_up_due(now=now)}


def take_from_dead(*, now: dt.datetime) -> int:
    """Batches whose worker is gone: their outcome is unknown from now on. Returns how many."""
    workers = (
        Batch.objects.filter(state=Batch.State.SUBMITTING)
        .order_by("worker")
        .values_list("worker", flat=True)
        .distinct()
    )
    taken = 0
    for worker in list(workers):
        if worker is None:
            continue
        with liveness.holding(worker) as is_dead:
            if is_dead:
                with transaction.atomic():
                    taken += _take(worker, now)
    return taken


def _take(worker: int, now: dt.datetime) -> int:
    batches = list(Batch.objects.filter(state=Batch.State.SUBMITTING, worker=worker))
    for batch in batches:
        Attempt.objects.filter(batch=batch, ended_at=None).update(
            ended_at=now, answer="unknown", words=DIED
        )
        if provider().settling is Settling.EVENTS:
            hold(batch, DIED)
        else:
            is_key = provider().settling is Settling.KEY
            wait = REPEAT_AFTER if is_key else dt.timedelta(seconds=settings.MAIL_QUIET)
            Batch.objects.filter(pk=batch.pk).update(
                state=Batch.State.UNKNOWN,
                worker=None,
                quiet_from=now,
                retry_at=now + wait,
                looks=0,
                fault=DIED,
            )
    return len(batches)


def look_up_due(*, now: dt.datetime) -> int:
    """Ask the provider for each batch whose quiet time is over. Returns how many are settled now."""
    if provider().settling is Settling.EVENTS:
        # The provider was changed while something was unknown: nobody can be asked any more.
        return sum(_give_up(batch) for batch in _unknown())
    if provider().settling is not Settling.LOOKUP:
        # A cancelled mailing makes no call again; so nobody will ever know.
        return sum(_give_up(batch) for batch in _unknown().filter(mailing__state="cancelled"))
    return sum(look_up(batch, now=now) for batch in _unknown().filter(retry_at__lte=now))


def _unknown() -> QuerySet[Batch]:
    return Batch.objects.filter(state=Batch.State.UNKNOWN).order_by("id")


def _give_up(batch: Batch) -> bool:
    with transaction.atomic():
        hold(batch, batch.fault)
    return True


def look_up(batch: Batch, *, now: dt.datetime) -> bool:
    """Ask the provider what it has of this batch. True when that settled it."""
    again = now + dt.timedelta(seconds=settings.MAIL_LOOK_AGAIN)
    same_look = Batch.objects.filter(pk=batch.pk, state=Batch.State.UNKNOWN, looks=batch.looks)
    try:
        references = find_references(str(batch.key), since=batch.submitting_at or now)
    except LookupFailedError as error:
        if now - (batch.quiet_from or now) > GIVE_UP_AFTER:
            return _give_up(batch)
        same_look.update(retry_at=again, fault=str(error)[:500])
        return False
    found = {key for key in map(read_reference, references) if key is not None}
    with transaction.atomic():
        # Another settler may have come first: only one of them moves it on.
        if not same_look.update(looks=batch.looks + 1, retry_at=again):
            return False
        return apply(batch, found)


def apply(batch: Batch, found: set[int]) -> bool:
    """Let the letters be what the provider's list says. True when nothing is left unknown."""
    waiting = Delivery.objects.in_batch(batch).filter(state=Delivery.State.WAITING)
    asked = set(waiting.values_list("pk", flat=True))
    taken = asked & found
    if asked and not taken and not found:
        if batch.looks + 1 < LOOKS:
            return False
        reopen(batch, "the provider has nothing of it", retry_at=None)
        return True
    waiting.filter(pk__in=taken).update(state=Delivery.State.ACCEPTED, reason="")
    if asked - taken:
        hold(batch, "the provider lists only a part of the batch")
    else:
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.DONE, retry_at=None, fault="")
    return True
