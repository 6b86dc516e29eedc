"""What `manage.py tick` does for seats: what nobody answered goes to the next, changes are
told to whoever is left, reminders go out, and guests, answers and applications are forgotten."""

import datetime as dt

from . import actions, changing, nudging, passing, queries, reminders, replying, visiting

MOST_AT_ONCE = 200


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Safe to run at any time, in parallel. Returns {what: how many} for the log."""
    late = list(queries.expired_offers(now).order_by("offered_until", "pk")[:MOST_AT_ONCE])
    return {
        "offers ended": sum(actions.expire(registration=one, now=now) for one in late),
        "remembered": changing.remember_all(now=now),
        "changes told": changing.continue_telling(now=now),
        "reminders": reminders.remind(now=now),
        "nudged before a deadline": nudging.nudge(now=now),
        "guests forgotten": passing.forget_guests(now=now),
        **replying.forget_old(now=now),
        **visiting.sweep(now=now),
    }
