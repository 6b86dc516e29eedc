"""What `manage.py tick` does here: find again what the queue lost."""

import datetime as dt

from django.db.models import Q

from . import sending
from .models import Batch, Mailing
from .tasks import plan_mailing_task, send_mailing_task


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """List dead workers' batches as unknown, ring for mailings that wait. Safe to run at any
    time, in parallel.

    Returns {what: how many} for the log.
    """
    held = sending.settle()
    planning = Mailing.objects.filter(state=Mailing.State.PLANNING)
    for key in planning.values_list("pk", flat=True):
        plan_mailing_task.enqueue(str(key))
    due = Batch.objects.filter(state=Batch.State.READY).filter(
        Q(retry_at=None) | Q(retry_at__lte=now)
    )
    sending_now = Mailing.objects.filter(state=Mailing.State.SENDING)
    rung = 0
    for mailing in sending_now:
        if due.filter(mailing=mailing).exists():
            send_mailing_task.enqueue(str(mailing.pk))
            rung += 1
        else:
            sending.finish(mailing, now=now)
    return {"held": held, "planned": len(planning), "rung": rung}
