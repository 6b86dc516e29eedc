"""What `manage.py tick` does for evaluations: open, ask, remind, seal, and forget."""

import datetime as dt

from cms.invitations.memory import Reminder

from . import asking, opening, sealing
from .models import Evaluation, Respondent

# Counted from the moment it closes. Our own rule: so long a question »was I asked?« can be answered.
RESPONDENTS_KEPT = dt.timedelta(days=30)
# So that what was said of a season can be read when the next one but one is planned.
TEXTS_KEPT = dt.timedelta(days=730)
MOST_AT_ONCE = 500


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Safe to run at any time, in parallel. Returns {what: how many} for the log."""
    return {
        "evaluations opened": opening.open_due(now),
        "asked later": opening.ask_latecomers(now),
        "evaluation letters": asking.write_due(now),
        "evaluations closed": sealing.seal_due(now),
        "respondents forgotten": forget_respondents(now),
        "texts deleted": forget_texts(now),
    }


def forget_respondents(now: dt.datetime) -> int:
    """With what was noted of their letters: who was reminded is who had not answered."""
    old = Respondent.objects.filter(
        registration__invitation__evaluation__closes_at__lt=now - RESPONDENTS_KEPT
    )
    found = dict(old.values_list("pk", "registration")[:MOST_AT_ONCE])
    Reminder.objects.filter(registration__in=found.values(), rule__in=asking.RULES).delete()
    return Respondent.objects.filter(pk__in=found).delete()[0]


def forget_texts(now: dt.datetime) -> int:
    old = Evaluation.objects.filter(closes_at__lt=now - TEXTS_KEPT, result__isnull=False)
    found = list(old.exclude(result__has_key="texts_deleted")[:MOST_AT_ONCE])
    for one in found:
        sealing.forget_texts(one)
    return len(found)
