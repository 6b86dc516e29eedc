"""Stopping a mailing, by a person or by the machine, and writing down who did what."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from cms.members.models import User

from .models import Act, Batch, Delivery, Mailing

UNDER_WAY = (Mailing.State.SCHEDULED, Mailing.State.PLANNING, Mailing.State.SENDING)


def note(
    mailing: Mailing, kind: Act.Kind, *, now: dt.datetime, user: User | None = None, words: str = ""
) -> None:
    """Write down what was done with a mailing."""
    Act.objects.create(mailing=mailing, kind=kind, user=user, at=now, words=words[:500])


def pause(
    mailing: Mailing,
    why: Mailing.Pause,
    *,
    now: dt.datetime,
    words: str = "",
    user: User | None = None,
) -> bool:
    """Stop the mailing until a person presses *Go on*. True when it was running.

    What is being handed over at this moment is brought to its end.
    """
    under_way = Mailing.objects.filter(pk=mailing.pk, state__in=UNDER_WAY)
    if not under_way.update(state=Mailing.State.PAUSED, pause=why, fault=words[:500]):
        return False
    note(mailing, Act.Kind.PAUSED, now=now, user=user, words=words or str(why.label))
    return True


def pause_all(why: Mailing.Pause, *, now: dt.datetime) -> int:
    """Stop every mailing that runs or waits for its time; return how many."""
    return sum(pause(mailing, why, now=now) for mailing in running())


def running() -> QuerySet[Mailing]:
    return Mailing.objects.filter(state__in=UNDER_WAY).defer("html", "text")


def cancel_ready(mailing: Mailing) -> int:
    """Cancel what of a cancelled mailing nobody has begun to hand over. Returns how many batches."""
    ready = Batch.objects.filter(mailing=mailing, state=Batch.State.READY)
    cancelled = 0
    for batch in ready.select_for_update():
        waiting = Delivery.objects.in_batch(batch).filter(state=Delivery.State.WAITING)
        waiting.update(state=Delivery.State.CANCELLED)
        cancelled += Batch.objects.filter(pk=batch.pk).update(state=Batch.State.CANCELLED)
    return cancelled


def cancelled_with_ready() -> QuerySet[Mailing]:
    """Cancelled mailings of which something was handed back after they were cancelled."""
    ready = Batch.objects.filter(mailing=OuterRef("pk"), state=Batch.State.READY)
    cancelled = Mailing.objects.filter(Exists(ready), state=Mailing.State.CANCELLED)
    return cancelled.defer("html", "text")
