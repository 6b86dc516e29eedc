"""Which days are coming, and which have been: all of it public, live and not private. And who has a seat."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cms.caching.publicity import public
from cms.members.models import Member
from cms.seasons.models import Season

from .materials import Material
from .models import Registration, RegistrationQuerySet

# Of fewer people, a number says too much of each.
FEWEST_SHOWN = 5
# Seats are taken while a page is kept: without a session one may see a number that is so many seconds old.
SEATS_SECONDS = 10

if TYPE_CHECKING:
    from .pages import InvitationPage


def public_invitations() -> QuerySet["InvitationPage"]:
    """Invitations with what a list shows of each, soonest first."""
    invitations = public(apps.get_model("cms.InvitationPage").objects.all())
    invitations = invitations.select_related("season", "cover").prefetch_related("goals")
    return invitations.order_by("starts_at", "pk")


def upcoming_invitations(now: dt.datetime) -> QuerySet["InvitationPage"]:
    """Days that have not ended, soonest first."""
    return public_invitations().filter(ends_at__gt=now)


def past_invitations(now: dt.datetime) -> QuerySet["InvitationPage"]:
    """Days that have ended, the latest first."""
    return public_invitations().filter(ends_at__lte=now).order_by("-starts_at", "pk")


def open_invitations(now: dt.datetime) -> QuerySet["InvitationPage"]:
    """Days to come that take place, soonest first."""
    return upcoming_invitations(now).filter(cancelled_at=None)


def next_moment(now: dt.datetime) -> dt.datetime | None:
    """When the next public day begins or ends or stops taking people, whichever comes first."""
    names = ("starts_at", "ends_at", "deadline_at")
    first = {name: Min(name, filter=Q(**{f"{name}__gt": now})) for name in names}
    found = public_invitations().order_by().aggregate(**first)
    return min((moment for moment in found.values() if moment), default=None)


def latest_invitations() -> QuerySet["InvitationPage"]:
    """All days, those that are furthest ahead first."""
    return public_invitations().order_by("-starts_at", "pk")


def season_invitations(season: Season) -> QuerySet["InvitationPage"]:
    return public_invitations().filter(season=season)


@dataclass(frozen=True)
class Seats:
    """The seats of a day at this moment. `limit` is None where anybody can come."""

    limit: int | None
    held: int
    waiting: int

    @property
    def left(self) -> int | None:
        """How many are free for somebody who signs up now: none while others wait."""
        if self.limit is None:
            return None
        return 0 if self.waiting else max(0, self.limit - self.held)


COUNT_STATES = (
    f"SELECT state, COUNT(*) FROM {Registration._meta.db_table}"  # noqa: S608 - a name of our own
    " WHERE invitation_id = %s GROUP BY state"
)


def seats_of(day: "InvitationPage") -> Seats:
    """One query. `day` is the one that people are registered for: see `day_of`.

    Every visitor of the day's page asks it, and Django takes ten times as long to word it as a database to
    answer: so it is worded here.
    """
    state = Registration.State
    with connection.cursor() as cursor:
        cursor.execute(COUNT_STATES, [day.pk])
        counts = dict(cursor.fetchall())
    held = counts.get(state.SEATED, 0) + counts.get(state.OFFERED, 0)
    return Seats(day.seats, held, counts.get(state.WAITING, 0))


def held_seats() -> Coalesce:
    """How many seats of the day are taken or offered, whichever language's page it is."""
    held = Registration.objects.holding().order_by()
    held = held.filter(invitation__translation_key=OuterRef("translation_key"))
    counted = held.values("invitation__translation_key").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


def shown_attendance(day: "InvitationPage") -> int | None:
    """How many came, for everybody to read; None where they are so few that it says who stayed away."""
    came = day.registrations.came().count()
    return came if came >= FEWEST_SHOWN else None


def materials_of(registration: Registration, now: dt.datetime) -> list[Material]:
    """What this person may open, because they came and the day is over."""
    day = registration.invitation
    if not registration.checked_in_at or not day.is_past(now):
        return []
    found = Material.objects.filter(page__translation_key=day.translation_key)
    found = found.select_related("document").order_by("page", "sort_order")
    # The page in another language often has the same files.
    own: dict[int, Material] = {}
    for one in found:
        own.setdefault(one.document_id, one)
    return list(own.values())


def may_open(document_id: int, member: Member | None, now: dt.datetime) -> bool:
    """Whether this document is for everybody, or for this member who came to the day that it is of."""
    kept = Material.objects.filter(document=document_id)
    if not kept.exists():
        return True
    if member is None:
        return False
    over = kept.filter(page__ends_at__lte=now).values("page__translation_key")
    return member.registrations.came().filter(invitation__translation_key__in=over).exists()


def day_of(page: "InvitationPage") -> "InvitationPage":
    """The page that people are registered for: of a day in several languages the first that was written."""
    days = type(page).objects.filter(translation_key=page.translation_key).order_by("pk")
    return page if not page.pk else days.first() or page


def spoken(day: "InvitationPage", language: str) -> "InvitationPage":
    """The day's page in this language, where there is one that readers see."""
    if not language or day.locale.language_code == language:
        return day
    others = day.get_translations().filter(locale__language_code=language, live=True)
    return others.first() or day


def original_days() -> QuerySet["InvitationPage"]:
    """The pages that people are registered for: of a day in several languages the first that was written."""
    days = apps.get_model("cms.InvitationPage").objects
    earlier = days.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    return days.filter(~Exists(earlier))


def standing_registrations(member: Member) -> RegistrationQuerySet:
    """The member's own, with their days; not those of their guests."""
    return member.registrations.standing().hosts().select_related("invitation")


def standing_registration(day: "InvitationPage", member: Member) -> Registration | None:
    return standing_registrations(member).filter(invitation=day).first()


def is_signed_up(day: "InvitationPage", email_key: str) -> bool:
    """Whether this address has a seat or a place in the line, as a member, a guest or anybody else."""
    return registration_of_address(day, email_key) is not None


def registration_of_address(day: "InvitationPage", email_key: str) -> Registration | None:
    """The standing registration of this address, as a member, a guest or anybody else."""
    found = day.registrations.standing().filter(
        Q(email_key=email_key) | Q(member__email_key=email_key)
    )
    return found.order_by("pk").first()


def place_in_line(registration: Registration) -> int:
    """How many parties are to be asked until it is this one's turn, itself included."""
    line = Registration.objects.waiting().hosts().filter(invitation=registration.invitation_id)
    return line.filter(number__lte=registration.number).count()


def days_of(member: Member, now: dt.datetime) -> list[Registration]:
    """The days to come that the member is registered for, the next first."""
    coming = standing_registrations(member).filter(invitation__ends_at__gt=now)
    return list(coming.prefetch_related("guests").order_by("invitation__starts_at", "pk"))


def expired_offers(now: dt.datetime) -> RegistrationQuerySet:
    """Offers that nobody has answered in time; each party by its first member. Not of cancelled days."""
    return Registration.objects.hosts().filter(
        state=Registration.State.OFFERED, offered_until__lte=now, invitation__cancelled_at=None
    )
