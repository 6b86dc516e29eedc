"""What `manage.py tick` does for the library: deletes what was written about those who want it no more."""

import datetime as dt

from django.apps import apps

from .actions import erase

# Long enough to see that it was a mistake.
KEPT = dt.timedelta(days=30)
MOST = 100


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Safe to run at any time, in parallel. Returns {what: how many} for the log."""
    pages = apps.get_model("cms.ResourcePersonPage").objects
    over = pages.filter(live=False, withdrawn_at__lte=now - KEPT).order_by("pk")[:MOST]
    found = list(over)
    for page in found:
        erase(page=page)
    return {"pages of resource persons deleted": len(found)}
