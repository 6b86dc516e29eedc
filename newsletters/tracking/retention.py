"""Reports are forgotten after 90 days; what was made of them stays. A step of `manage.py tick`."""

import datetime as dt

from .models import DeliveryEvent

KEPT = dt.timedelta(days=90)
# One portion is one short statement; so many of them in a minute forget a mailing to a million in an hour.
PORTION = 2_000
MOST_PORTIONS = 25


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Forget what is older, the oldest first. Returns {what: how many} for the log."""
    limit = now - KEPT
    forgotten = 0
    for _portion in range(MOST_PORTIONS):
        # Rows stand in the order in which they were received, so the first ones tell: no index is needed.
        rows = DeliveryEvent.objects.order_by("pk").values_list("pk", "received_at")[:PORTION]
        old = [key for key, received_at in rows if received_at < limit]
        if not old:
            break
        span = DeliveryEvent.objects.filter(pk__gte=old[0], pk__lte=old[-1])
        forgotten += span.filter(received_at__lt=limit).delete()[0]
    return {"forgotten": forgotten}
