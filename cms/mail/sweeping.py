"""What `manage.py tick` does for service letters: what was lost, what is late, what is old."""

import datetime as dt

from . import queries
from .answers import Answer
from .kinds import secret_names
from .models import NO_WORDS, Letter
from .tasks import post_due_letters_task

# Emptied in one statement, and statements in one run: a year's letters are gone in an hour.
PORTION = 500
MOST_PORTIONS = 20
GONE = "the worker ended before it could say"


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Safe to run at any time, in parallel. Returns {what: how many} for the log."""
    released = queries.abandoned(now).update(
        state=Letter.State.WAITING, retry_at=now, answer=Answer.UNKNOWN.value, said=GONE
    )
    given_up = give_up(now)
    rung = int(queries.due(now).exists())
    if rung:
        post_due_letters_task.enqueue()
    return {
        "released": released,
        "given up": given_up,
        "rung": rung,
        "forgotten": forget_old(now),
    }


def give_up(now: dt.datetime) -> int:
    """End what is of no use any more. Secrets go with it."""
    ended = {"state": Letter.State.GIVEN_UP, "ended_at": now}
    late, secret = queries.late(now), secret_names()
    return late.filter(kind__in=secret).update(**ended, **NO_WORDS) + late.update(**ended)


def forget_old(now: dt.datetime) -> int:
    """Empty the words and the addresses that are kept no longer."""
    forgotten = 0
    for _portion in range(MOST_PORTIONS):
        old = list(
            queries.to_forget(now).order_by("forget_at").values_list("pk", flat=True)[:PORTION]
        )
        if not old:
            break
        rows = Letter.objects.filter(pk__in=old, forgotten_at=None)
        forgotten += rows.update(**NO_WORDS, address="", forgotten_at=now)
    return forgotten
