"""What editors do with wishes: let through, answer, merge, and say which of them a day answers."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import NetworkError
from cms.invitations.pages import InvitationPage
from cms.members.models import User
from cms.stories.pages import StoryPage

from .actions import locked
from .models import Citation, Vote, Wish

LET_THROUGH, HELD_BACK = "network.wish.let_through", "network.wish.hold_back"
DECIDED, MERGED = "network.wish.decide", "network.wish.merge"
CITED = "network.wish.cite"


class ConfidentialError(NetworkError):
    """What is confidential is shown to nobody and merged with nothing."""

    code = "wish_confidential"
    status = 409


class NoReasonError(NetworkError):
    """A no, and an answer without a day, say why or what."""

    code = "wish_without_reason"
    status = 422


class NotMergeableError(NetworkError):
    """The two are one already, or one of them is gone."""

    code = "wish_not_mergeable"
    status = 409


@transaction.atomic
def let_through(*, wish: Wish, is_public: bool, by: User, now: dt.datetime) -> None:
    """Let everybody read a wish, or no more. Raises ConfidentialError."""
    found = locked(wish.pk)
    if found is None or found.is_public == is_public:
        return
    if found.is_confidential:
        raise ConfidentialError(_("The wish is confidential: its author wrote to editors only."))
    found.let_through_at = now if is_public else None
    found.save(update_fields=["let_through_at"])
    log(instance=found, action=LET_THROUGH if is_public else HELD_BACK, user=by, timestamp=now)


@transaction.atomic
def decide(
    *, wish: Wish, state: str, answer: str, story: StoryPage | None, by: User, now: dt.datetime
) -> None:
    """Say what becomes of a wish. Raises NoReasonError for a no without a reason, and for an answer with
    neither words nor a story nor a published day.
    """
    found = locked(wish.pk)
    if found is None:
        return
    if state == Wish.State.DECLINED and not answer:
        raise NoReasonError(_("Say why it is not taken up. The reason is shown beside the wish."))
    is_cited = found.is_cited  # type: ignore[attr-defined]
    if state == Wish.State.ANSWERED and not (answer or story or is_cited):
        raise NoReasonError(_("Say what was done, or choose the story that shows it."))
    found.state, found.answer, found.story = state, answer, story
    found.save(update_fields=["state", "answer", "story"])
    log(instance=found, action=DECIDED, user=by, timestamp=now, data={"state": state})


@transaction.atomic
def merge(*, gone: Wish, kept: Wish, by: User, now: dt.datetime) -> Wish:
    """Two wishes that are the same become one: whoever votes for both has one vote, and days that answer
    the one answer the other. Raises NotMergeableError, ConfidentialError.
    """
    # In one order, so that two editors who merge at once do not wait for each other.
    pair = {pk: locked(pk) for pk in sorted({gone.pk, kept.pk})}
    one, other = pair.get(gone.pk), pair.get(kept.pk)
    if one is None or other is None or one.pk == other.pk:
        raise NotMergeableError(_("Choose another wish: one of the two is gone."))
    if one.merged_into_id or other.merged_into_id:
        raise NotMergeableError(_("One of the two is merged already. Look at the list again."))
    if one.is_confidential or other.is_confidential:
        raise ConfidentialError(_("A confidential wish is merged with no other."))
    Vote.objects.bulk_create(
        (Vote(wish=other, member_id=vote.member_id, at=vote.at) for vote in one.votes.all()),
        ignore_conflicts=True,
    )
    Citation.objects.bulk_create(
        (Citation(wish=other, invitation_id=c.invitation_id) for c in one.citations.all()),
        ignore_conflicts=True,
    )
    one.votes.all().delete()
    one.citations.all().delete()
    one.merged.update(merged_into=other)
    one.merged_into = other
    one.save(update_fields=["merged_into"])
    log(instance=other, action=MERGED, user=by, timestamp=now)
    return other


@transaction.atomic
def cite(*, day: InvitationPage, wishes: Iterable[Wish], by: User, now: dt.datetime) -> int:
    """The wishes that a day answers, all of them; how many. It is said as soon as the day is published."""
    chosen = {wish.pk for wish in Wish.objects.standing().filter(pk__in=[w.pk for w in wishes])}
    Citation.objects.filter(invitation=day).exclude(wish__in=chosen).delete()
    Citation.objects.bulk_create(
        (Citation(invitation=day, wish_id=pk) for pk in sorted(chosen)), ignore_conflicts=True
    )
    log(instance=day, action=CITED, user=by, timestamp=now, data={"wishes": len(chosen)})
    return len(chosen)
