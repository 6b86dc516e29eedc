"""What `manage.py tick` does for the directory: forgets who wrote to whom, and follows names."""

import datetime as dt

from django.db.models import F, Value
from django.db.models.functions import Concat

from . import naming
from .models import Entry, Note

KEPT = dt.timedelta(days=30)
MOST_FOLLOWED = 1_000


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Safe to run at any time, in parallel. Returns {what: how many} for the log."""
    forgotten = Note.objects.filter(at__lte=now - KEPT).delete()[0]
    # Where many members are written at once (an import), nothing tells of a name that changed.
    names = Concat(F("member__first_name"), Value(" "), F("member__last_name"))
    behind = Entry.objects.exclude(name=names).select_related("member")[:MOST_FOLLOWED]
    return {
        "notes between members forgotten": forgotten,
        "names in the directory followed": naming.follow_names(entries=list(behind)),
    }
