"""An evaluation opens at the end of its day: questions frozen, everybody asked, sheets laid out.

All of it in one transaction under the lock of the day, so that one that is killed has opened nothing, and
two at once open one. Who is checked in later, from a paper list, is added by the ticks that follow.
"""

import datetime as dt
import random
from typing import TYPE_CHECKING

from django.db import transaction

from cms.invitations import seating

from . import queries
from .models import ENOUGH, AnswerSheet, Evaluation, Respondent
from .questions import frozen, generated

if TYPE_CHECKING:
    from cms.invitations.pages import InvitationPage

# More sheets than people, so that the last one's is not known by being left over.
SPARE = 5
MOST_AT_ONCE = 20
ANY_ORDER = random.SystemRandom()


def open_due(now: dt.datetime) -> int:
    """Open those whose day is over. Returns how many."""
    due = list(queries.days_to_open(now)[:MOST_AT_ONCE])
    return sum(open_one(day, now) for day in due)


@transaction.atomic
def open_one(day: "InvitationPage", now: dt.datetime) -> bool:
    """Open the evaluation of this day, if it is still to be opened and enough came."""
    day = seating.lock(day.pk)
    evaluation = queries.evaluation_of(day)
    if evaluation.has_opened or not evaluation.is_on or day.is_cancelled:
        return False
    if queries.came(day).count() < ENOUGH:
        return False
    evaluation.opened_at = now
    evaluation.closes_at = now + dt.timedelta(days=evaluation.days_open)
    evaluation.questions = frozen(generated(day, evaluation.own_questions))
    evaluation.save()
    ask(evaluation)
    return True


def ask_latecomers(now: dt.datetime) -> int:
    """Those who were checked in after it had opened. Returns how many."""
    return sum(ask_more(one, now) for one in Evaluation.objects.under_way(now).order_by("pk"))


def ask_more(evaluation: Evaluation, now: dt.datetime) -> int:
    if not queries.came(evaluation.invitation).filter(respondent=None).exists():
        return 0
    with transaction.atomic():
        found = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
        return ask(found) if found.is_open(now) else 0


def ask(evaluation: Evaluation) -> int:
    """Everybody who came and was not asked, in any order, and a sheet for each of them. Under a lock."""
    people = list(queries.came(evaluation.invitation).filter(respondent=None))
    ANY_ORDER.shuffle(people)
    Respondent.objects.bulk_create(Respondent(registration=one) for one in people)
    unanswered = Respondent.objects.of(evaluation).filter(has_answered=False).count()
    lay_out(evaluation, unanswered + SPARE - evaluation.sheets.blank().count())
    return len(people)


def lay_out(evaluation: Evaluation, count: int) -> None:
    """So many blank sheets more. They have random names and no order."""
    AnswerSheet.objects.bulk_create(AnswerSheet(evaluation=evaluation) for _each in range(count))
