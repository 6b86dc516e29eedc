"""What `manage.py tick` does: deletes counts that are older than 25 months."""

import datetime as dt

from django.utils import timezone

from cms.caching.models import PageViews

# Two whole years can be compared, and the month that is running.
KEPT = dt.timedelta(days=761)


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Safe to run at any time, in parallel. Returns {what: how many} for the log."""
    old = PageViews.objects.filter(day__lt=timezone.localdate(now) - KEPT)
    gone, _by_model = old.delete()
    return {"counts of reading deleted": gone}
