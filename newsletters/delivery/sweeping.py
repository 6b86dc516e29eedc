"""What `manage.py tick` does here: find again what the queue or a dead worker lost."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from . import fuse, sending, settling, stopping
from .models import Batch, Mailing
from .queries import is_due
from .tasks import plan_mailing_task, ring


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Take over dead workers' batches, ring for mailings that wait. Safe to run at any time, in parallel.

    Returns {what: how many} for the log.
    """
    if fuse.armed_place(now=now) is None:
        return {"stopped": stopping.pause_all(Mailing.Pause.COPIED, now=now)}
    left = settling.take_from_dead(now=now)
    planning = list(Mailing.objects.filter(is_due(now)).values_list("pk", flat=True))
    for key in planning:
        plan_mailing_task.enqueue(key)
    states = [Batch.State.READY, Batch.State.UNKNOWN]
    due = Batch.objects.filter(state__in=states).filter(Q(retry_at=None) | Q(retry_at__lte=now))
    for mailing in stopping.cancelled_with_ready():
        with transaction.atomic():
            stopping.cancel_ready(mailing)
    rung = 0
    unknown = Exists(due.filter(mailing=OuterRef("pk"), state=Batch.State.UNKNOWN))
    # What is unknown is looked into even when the rest of a mailing stands still.
    awake = Mailing.objects.filter(Q(state=Mailing.State.SENDING) | unknown)
    for mailing in awake.defer("html", "text"):
        if due.filter(mailing=mailing).exists():
            ring(mailing.pk)
            rung += 1
        else:
            sending.finish(mailing, now=now)
    told = sending.close_told(now=now)
    return {"left": left, "planned": len(planning), "rung": rung, "told": told}
