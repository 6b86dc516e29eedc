"""What `manage.py tick` does for imports: go on with what a worker left, forget the rows after a day."""

import datetime as dt

from django.db.models import F, Q

from .models import LASTS, Import, ImportRow
from .tasks import ring

# An import that nobody has gone on with for so long was left by a worker, or lost by the queue.
PATIENCE = dt.timedelta(minutes=2)
PORTION = 5_000
MOST_PORTIONS = 40
State = Import.State


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Safe to run at any time, in parallel. Returns {what: how many} for the log."""
    unfound = Q(state=State.DONE, indexed__lt=F("last"), emptied_at=None)
    left = Import.objects.filter(Q(state__in=Import.UNDER_WAY) | unfound)
    rung = list(left.filter(touched_at__lte=now - PATIENCE).values_list("pk", flat=True))
    # Whoever rings puts it off: a queue that stands still is not filled minute by minute.
    Import.objects.filter(pk__in=rung).update(touched_at=now)
    for pk in rung:
        ring(pk)
    return {
        "imports rung for": len(rung),
        "imports emptied": empty_old(now),
        "uploads deleted": delete_unused(now),
    }


def empty_old(now: dt.datetime) -> int:
    """Delete the rows of those that nobody can undo any more. The numbers stay."""
    over = Import.objects.filter(state__in=(State.DONE, State.UNDONE), emptied_at=None)
    emptied = 0
    for source in over.filter(undoable_until__lte=now):
        if delete_rows(source):
            emptied += Import.objects.filter(pk=source.pk).update(emptied_at=now)
    return emptied


def delete_unused(now: dt.datetime) -> int:
    """Delete what was uploaded and not imported within a day."""
    unused = Import.objects.filter(state__in=Import.NOT_RUN, created_at__lte=now - LASTS)
    deleted = 0
    for source in unused:
        if delete_rows(source):
            still = Import.objects.filter(pk=source.pk, state__in=Import.NOT_RUN)
            deleted += still.delete()[1].get(Import._meta.label, 0)
    return deleted


def delete_rows(source: Import) -> bool:
    """In portions, so that others get their turn. True when none is left."""
    for _portion in range(MOST_PORTIONS):
        keys = source.rows.order_by("number").values_list("pk", flat=True)[:PORTION]
        some = list(keys)
        if some:
            ImportRow.objects.filter(pk__gte=some[0], pk__lte=some[-1], source=source).delete()
        if len(some) < PORTION:
            return True
    return False
