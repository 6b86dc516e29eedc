"""What ends a decision: the votes are counted, and an editor publishes what was decided."""

import datetime as dt

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import NetworkError
from cms.members.models import Member, User

from .models import Ballot, Decision, Option

PUBLISHED = "network.decision.publish"


class NotCountedError(NetworkError):
    """The votes are not counted yet."""

    code = "decision_not_counted"
    status = 409


@transaction.atomic
def count(*, decision: Decision, now: dt.datetime) -> bool:
    """Count the votes, once, and delete who gave them. False where there is nothing to count yet."""
    found = Decision.objects.select_for_update().get(pk=decision.pk)
    if found.counted_at or found.vote_closes_at > now:
        return False
    ballots = Ballot.objects.filter(decision=found)
    votes = dict(ballots.order_by().values_list("option").annotate(Count("pk")))
    for option in Option.objects.filter(decision=found):
        option.votes = votes.get(option.pk, 0)
        option.save(update_fields=["votes"])
    found.voted, found.could_vote = sum(votes.values()), Member.objects.staying().count()
    found.counted_at = now
    found.save(update_fields=["voted", "could_vote", "counted_at"])
    ballots.delete()
    return True


@transaction.atomic
def publish(*, decision: Decision, outcome: str, by: User, now: dt.datetime) -> bool:
    """Say what was decided, to everybody; members get one letter. Later the words can be mended.

    True the first time. Raises NotCountedError.
    """
    found = Decision.objects.select_for_update().get(pk=decision.pk)
    if not found.counted_at:
        raise NotCountedError(
            _("The votes are not counted yet. That is done when the vote is over.")
        )
    is_first = found.published_at is None
    found.outcome = outcome
    found.published_at = found.published_at or now
    found.save(update_fields=["outcome", "published_at"])
    log(instance=found, action=PUBLISHED, user=by, timestamp=now)
    return is_first
