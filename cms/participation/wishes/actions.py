"""What members do with wishes: write, change, withdraw, vote; and what follows when a member leaves.

Only here and in `moderating` are wishes and votes written.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.members.models import Member
from cms.seasons.queries import current_season
from cms.topics.pages import GoalPage, TopicPage

from . import queries
from .models import Vote, Wish

# Each member may have so many that nobody has answered: enough to say much, too few to flood the list.
MOST_OPEN = 10


class TooManyWishesError(NetworkError):
    """The member has as many open wishes as one may have."""

    code = "too_many_wishes"
    status = 429


class WishSettledError(NetworkError):
    """Others vote for the wish as it stands, or an editor has answered it."""

    code = "wish_settled"
    status = 409


class NoVoteError(NetworkError):
    """The wish takes no vote."""

    code = "wish_takes_no_vote"
    status = 409


class HasLeftError(NetworkError):
    """Whoever said goodbye has no say, until they come back."""

    code = "member_has_left"
    status = 409


@dataclass(frozen=True)
class Words:
    """What a member wishes for, checked by the form. Topic and goals are ids."""

    kind: str
    title: str
    text: str
    topic: int | None = None
    goals: Sequence[int] = ()
    is_confidential: bool = False


@transaction.atomic
def write(*, member: Member, words: Words, press: str, now: dt.datetime) -> Wish:
    """Write a wish down; its author's vote counts from the start. The same form is one wish.

    Raises HasLeftError, TooManyWishesError; then nothing was written.
    """
    author = staying(member)
    standing = Wish.objects.filter(author=author, press=press).first()
    if standing:
        return standing
    if queries.open_ones(author).count() >= MOST_OPEN:
        raise TooManyWishesError(
            _(
                "You have %(count)s wishes that nobody has answered yet. Withdraw one, or wait for an answer."
            )
            % {"count": MOST_OPEN}
        )
    season = current_season(timezone.localdate(now))
    wish = Wish(author=author, press=press, season=season, written_at=now)
    put(wish, words)
    if not wish.is_confidential:
        Vote.objects.create(wish=wish, member=author, at=now)
    return wish


@transaction.atomic
def change(*, wish: Wish, member: Member, words: Words, now: dt.datetime) -> Wish:
    """Write one's own wish anew. An editor looks at the new words before everybody may read them.

    Raises HasLeftError, WishSettledError.
    """
    author = staying(member)
    found = Wish.objects.weighed().select_for_update(of=("self",)).filter(pk=wish.pk).first()
    if found is None or not queries.may_change(found, author):
        raise WishSettledError(
            _("Others want this wish as it stands, or it is answered, so it cannot be changed.")
        )
    found.let_through_at = None
    put(found, words)
    if found.is_confidential:
        found.votes.all().delete()
    else:
        Vote.objects.get_or_create(wish=found, member=author, defaults={"at": now})
    return found


def put(wish: Wish, words: Words) -> None:
    wish.kind, wish.title, wish.text = words.kind, words.title, words.text
    wish.topic = TopicPage.objects.filter(pk=words.topic or 0).first()
    wish.is_confidential = words.is_confidential
    wish.take_key()
    wish.save()
    wish.goals.set(GoalPage.objects.filter(pk__in=words.goals))


@transaction.atomic
def withdraw(*, wish: Wish, member: Member) -> bool:
    """Take one's own wish back. What others want too, or a day answers, stays without its author.

    True if it is gone, False if it stays without them.
    """
    found = Wish.objects.weighed().select_for_update(of=("self",)).filter(pk=wish.pk).first()
    if found is None or not queries.may_withdraw(found, member):
        return True
    if queries.is_wanted_by_others(found) or found.is_decided or found.merged.exists():
        found.votes.filter(member=member).delete()
        let_go(found)
        return False
    found.delete()
    return True


def let_go(wish: Wish) -> None:
    """The wish stays, and nobody can tell whose it was."""
    Wish.objects.filter(pk=wish.pk).update(author=None, press="")


@transaction.atomic
def vote(*, wish: Wish, member: Member, is_for: bool, now: dt.datetime) -> Wish:
    """Vote for a wish, or take the vote back. Doing either twice changes nothing.

    Whoever votes for one that was merged votes for what it was merged into. Raises HasLeftError, NoVoteError.
    """
    voter = staying(member)
    found = locked(wish.pk)
    if found and found.merged_into_id:
        found = locked(found.merged_into_id)
    if found is None or found.is_confidential:
        raise NoVoteError(_("This wish takes no votes."))
    if found.is_decided:
        raise NoVoteError(_("This wish is answered, so it takes no more votes."))
    if is_for:
        Vote.objects.get_or_create(wish=found, member=voter, defaults={"at": now})
    else:
        Vote.objects.filter(wish=found, member=voter).delete()
    return found


def locked(pk: int) -> Wish | None:
    return Wish.objects.weighed().select_for_update(of=("self",)).filter(pk=pk).first()


def staying(member: Member) -> Member:
    """The member, whose other presses wait until this one is done. Raises HasLeftError."""
    found = Member.objects.staying().select_for_update().filter(pk=member.pk).first()
    if found is None:
        raise HasLeftError(_("You have said goodbye. Press »Stay« on your own page first."))
    return found


def take_votes_back(*, member: Member) -> int:
    """Whoever says goodbye has no say any more."""
    return Vote.objects.filter(member=member).delete()[0]


@transaction.atomic
def forget_author(*, member: Member) -> None:
    """Before a member is erased: what everybody may read stays without them, the rest goes."""
    for wish in Wish.objects.filter(author=member).select_for_update():
        if wish.is_public or wish.merged.exists():
            let_go(wish)
        else:
            wish.delete()
