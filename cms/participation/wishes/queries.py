"""Which wishes are found, by members and by everybody, and what is asked of one."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from cms.caching.publicity import public
from cms.directory.queries import translations
from cms.invitations.pages import InvitationPage
from cms.members.models import Member
from cms.organisations.names import folded
from cms.seasons.models import Season
from cms.stories.pages import StoryPage
from cms.topics.pages import GoalPage, TopicPage

from .models import Citation, Vote, Wish, WishQuerySet

WISHES_A_PAGE = 25
MOST_WORDS = 6
NEWEST, VOTES = "newest", "votes"
OPEN = (Wish.State.NEW, Wish.State.TAKEN_UP)


@dataclass(frozen=True)
class Wanted:
    """What is asked for; empty is whatever. Season and topic are ids."""

    words: str = ""
    kind: str = ""
    state: str = ""
    topic: int | None = None
    season: int | None = None
    order: str = NEWEST


def narrowed(wishes: WishQuerySet, wanted: Wanted, *, by_state: bool = True) -> WishQuerySet:
    """Those of the wishes, weighed, that are asked for."""
    found = wishes.weighed()
    typed, words = wanted.words.split(), folded(wanted.words).split()[:MOST_WORDS]
    if typed and not words:
        # In a script that folds to nothing, a word is only ever itself.
        found = found.filter(Q(title__contains=typed[0]) | Q(text__contains=typed[0]))
    for word in words:
        found = found.filter(key__contains=word)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.topic:
        found = found.filter(topic__in=translations(TopicPage, wanted.topic))
    if wanted.season:
        found = found.filter(season=wanted.season)
    if wanted.state and by_state:
        found = found.filter(stands=wanted.state)
    first = ("-votes_for",) if wanted.order == VOTES else ()
    return found.order_by(*first, "-written_at", "-pk")


def counts_of(wishes: Any) -> dict[str, int]:
    """{state: how many} of wishes that are weighed."""
    return dict(wishes.order_by().values_list("stands").annotate(Count("pk", distinct=True)))


def page_of(wishes: WishQuerySet, number: Any, me: Member | None = None) -> Page:
    """One page; an unknown number is the nearest one."""
    return Paginator(with_details(wishes, me), WISHES_A_PAGE).get_page(number)


def with_details(wishes: WishQuerySet, me: Member | None = None) -> WishQuerySet:
    """With what the pages say of each: area, goals, what the network did, and one's own vote."""
    days = public(InvitationPage.objects.all()).filter(cancelled_at=None)
    cited = Citation.objects.filter(invitation__in=days).order_by("invitation__starts_at")
    own = Vote.objects.filter(wish=OuterRef("pk"), member=me.pk if me else 0)
    return (
        wishes.annotate(has_my_vote=Exists(own))
        .select_related("season")
        .prefetch_related(
            Prefetch("topic", queryset=public(TopicPage.objects.all())),
            Prefetch("goals", queryset=public(GoalPage.objects.all())),
            Prefetch("story", queryset=public(StoryPage.objects.all())),
            Prefetch("citations", queryset=cited.select_related("invitation")),
        )
    )


def seen_by(me: Member) -> WishQuerySet:
    """What this member may read: all that is not confidential (what was merged leads on), and their own."""
    return Wish.objects.filter(Q(is_confidential=False) | Q(author=me))


def wish_called(code: str, me: Member) -> Wish | None:
    """The wish at this address, if this member may read it."""
    if not code.isascii() or "\x00" in code:
        return None
    return with_details(seen_by(me).weighed().filter(code=code), me).first()


def own_wishes(me: Member) -> list[Wish]:
    """The newest first, those that were merged into another too."""
    mine = Wish.objects.filter(author=me).weighed().order_by("-written_at", "-pk")
    return list(with_details(mine, me).select_related("season", "merged_into"))


def own_states(me: Member) -> list[str]:
    """Where each of a member's wishes stands."""
    return list(Wish.objects.filter(author=me).weighed().values_list("stands", flat=True))


def open_ones(me: Member) -> WishQuerySet:
    """Those of a member that nobody has decided."""
    return Wish.objects.standing().filter(author=me).weighed().filter(stands__in=OPEN)


def is_wanted_by_others(wish: Wish) -> bool:
    return Vote.objects.filter(wish=wish).exclude(member=wish.author_id or 0).exists()


def may_change(wish: Wish, me: Member) -> bool:
    """Whether its author may still write it anew: nobody else votes for these words yet, and nobody has
    answered them. Of a wish that is weighed.
    """
    is_untouched = wish.stands == Wish.State.NEW and wish.merged_into_id is None  # type: ignore[attr-defined]
    return wish.author_id == me.pk and is_untouched and not is_wanted_by_others(wish)


def may_withdraw(wish: Wish, me: Member) -> bool:
    return wish.author_id == me.pk and wish.merged_into_id is None


def seasons_with_wishes() -> list[Season]:
    """The newest first."""
    public = Wish.objects.public().filter(season=OuterRef("pk"))
    return list(Season.objects.filter(Exists(public)).order_by("-starts_on"))


def said_by(page: InvitationPage) -> list[Wish]:
    """The public wishes that this day answers, the most wanted first."""
    if not page.pk:
        return []
    cited = Wish.objects.public().filter(
        citations__invitation__translation_key=page.translation_key
    )
    return list(cited.weighed().order_by("-votes_for", "-pk"))


def to_let_through() -> int:
    """How many wishes wait for an editor before everybody may read them."""
    waiting = Wish.objects.open_to_members().filter(let_through_at=None)
    return waiting.exclude(state=Wish.State.DECLINED).count()


def citable(day: InvitationPage) -> list[Wish]:
    """What an editor chooses among for a day: those it answers now, then those that are open."""
    cited = Exists(Citation.objects.filter(wish=OuterRef("pk"), invitation=day))
    wishes = Wish.objects.standing().weighed().annotate(is_chosen=cited)
    wishes = wishes.filter(Q(is_chosen=True) | Q(stands__in=OPEN))
    return list(wishes.order_by("-is_chosen", "-votes_for", "-pk").select_related("topic"))


def mergeable(wish: Wish) -> WishQuerySet:
    """The wishes that this one may be merged into."""
    if wish.is_confidential or wish.merged_into_id:
        return Wish.objects.none()
    return Wish.objects.open_to_members().exclude(pk=wish.pk).order_by("title", "pk")
