"""Who comes through the door: check in, take it back, and let in whoever has no seat.

No letter goes out: whoever it is about stands before the editor. Each locks the day; twice changes nothing.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.mail.addresses import canonical
from cms.members.models import Member
from cms.organisations.models import Organisation

from . import queries, seating
from .actions import fresh, release
from .models import Registration, SeatEvent, events

if TYPE_CHECKING:
    from .pages import InvitationPage

State, What = Registration.State, SeatEvent.What
OPENS_BEFORE = dt.timedelta(hours=6)
# Lists that were kept on paper are typed in the week after.
CLOSES_AFTER = dt.timedelta(days=14)


class NotTheDayError(NetworkError):
    """Nobody is checked in long before the day, or long after it."""

    code = "not_the_day"
    status = 409


class NoSeatError(NetworkError):
    """The person waits for a seat, or has cancelled: let them in, or not."""

    code = "no_seat"
    status = 409


@dataclass(frozen=True)
class Visitor:
    """What an editor writes down of somebody at the door, checked by the form."""

    first_name: str
    last_name: str = ""
    email: str = ""
    organisation: Organisation | None = None
    language: str = "da"


@transaction.atomic
def check_in(*, registration: Registration, now: dt.datetime, by: Any) -> Registration:
    """The person has come. Whoever is here already stays as they are.

    Raises NotTheDayError, NoSeatError.
    """
    found = fresh(registration)
    check_the_day(found.invitation, now)
    if found.checked_in_at:
        return found
    if found.state != State.SEATED:
        raise NoSeatError(_("This person has no seat. You can let them in all the same."))
    arrive(found, What.CHECKED_IN, now, by)
    return found


@transaction.atomic
def undo_check_in(*, registration: Registration, now: dt.datetime, by: Any) -> Registration:
    """The person has not come after all. Whoever was let in without a seat has none again.

    Raises NotTheDayError.
    """
    found = fresh(registration)
    check_the_day(found.invitation, now)
    if not found.checked_in_at:
        return found
    found.checked_in_at = None
    found.save(update_fields=["checked_in_at"])
    events([found], What.CHECK_IN_UNDONE, now, by)
    if found.is_walk_in:
        release([found], What.CANCELLED, now=now, by=by)
    return found


@transaction.atomic
def let_in(*, registration: Registration, now: dt.datetime, by: Any) -> Registration:
    """Whoever waits for a seat, or is offered one, comes in, also where all seats are taken.

    Raises NotTheDayError, and NoSeatError for whoever has cancelled.
    """
    found = fresh(registration)
    check_the_day(found.invitation, now)
    if found.checked_in_at:
        return found
    if found.state == State.CANCELLED:
        raise NoSeatError(_("This person has cancelled. Write them down as a new guest."))
    if found.state == State.SEATED:
        arrive(found, What.CHECKED_IN, now, by)
        return found
    found.is_walk_in = True
    found.save(update_fields=["is_walk_in"])
    seating.seat_all([found], now=now)
    arrive(found, What.WALKED_IN, now, by)
    return found


@transaction.atomic
def walk_in(
    *,
    invitation: "InvitationPage",
    person: Member | Visitor,
    code: str,
    now: dt.datetime,
    by: Any,
) -> Registration:
    """Somebody who is not on the list comes in, also where all seats are taken.

    `code` is the new registration's, made with the form: whoever presses twice writes one person down. Who
    is on the list already is checked in there. Raises NotTheDayError.
    """
    day = seating.lock(invitation.pk)
    check_the_day(day, now)
    if again := Registration.objects.filter(code=code).first():
        return again
    if standing := standing_of(day, person):
        return let_in(registration=standing, now=now, by=by)
    new = Registration(
        invitation=day,
        code=code,
        number=seating.next_number(day.pk),
        state=State.SEATED,
        is_walk_in=True,
        created_at=now,
        seated_at=now,
    )
    if isinstance(person, Member):
        new.member, new.organisation = person, person.organisation
    else:
        new.first_name, new.last_name = person.first_name, person.last_name
        new.email = person.email
        new.email_key = canonical(person.email) if person.email else ""
        new.organisation, new.written_language = person.organisation, person.language
    new.save()
    arrive(new, What.WALKED_IN, now, by)
    return new


def standing_of(day: "InvitationPage", person: Member | Visitor) -> Registration | None:
    key = person.email_key if isinstance(person, Member) else person.email
    return queries.registration_of_address(day, canonical(key)) if key else None


def arrive(registration: Registration, what: SeatEvent.What, now: dt.datetime, by: Any) -> None:
    registration.checked_in_at = now
    registration.save(update_fields=["checked_in_at"])
    events([registration], what, now, by)


def is_the_day(day: "InvitationPage", now: dt.datetime) -> bool:
    return day.starts_at - OPENS_BEFORE <= now < day.ends_at + CLOSES_AFTER


def check_the_day(day: "InvitationPage", now: dt.datetime) -> None:
    if now < day.starts_at - OPENS_BEFORE:
        raise NotTheDayError(_("Check-in opens six hours before the day begins."))
    if not is_the_day(day, now):
        raise NotTheDayError(_("Check-in closed two weeks after the day."))
