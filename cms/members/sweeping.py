"""What `manage.py tick` does for joining: what the queue lost, what nobody confirmed, what counts no more."""

import datetime as dt

from . import limits, queries, tasks
from .models import SignUp

# A sign-up that nobody has looked at after so long was lost by the queue.
PATIENCE = dt.timedelta(minutes=2)
MOST_RUNG = 500


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Safe to run at any time, in parallel. Returns {what: how many} for the log."""
    lost = queries.unanswered(now).filter(created_at__lte=now - PATIENCE)
    rung = list(lost.order_by("pk").values_list("pk", flat=True)[:MOST_RUNG])
    for pk in rung:
        tasks.ring(pk)
    expired = SignUp.objects.filter(expires_at__lte=now)
    deleted = expired.delete()[1].get(SignUp._meta.label, 0)
    return {
        "sign-ups rung for": len(rung),
        "sign-ups deleted": deleted,
        "tallies forgotten": limits.forget(now),
    }
