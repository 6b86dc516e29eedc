"""Seats that change hands: the colleague who uses a pass, a pass called back, a seat handed over.

A pass is a link that the member passes on by themselves: we learn of the colleague when the colleague writes
their own data. It works once, until the day begins.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.mail.actions import forget as forget_letters
from cms.mail.addresses import canonical
from cms.members.models import Member

from . import queries, replying, telling
from .actions import check_not_begun, fresh, release
from .asked import asked_at
from .models import CODE_LENGTH, Registration, SeatEvent, events
from .questions import forget_said
from .replying import Said
from .tokens import GUEST, HANDOVER, PASS, registration_of

State, What = Registration.State, SeatEvent.What
MOST_TRIES = 5
GUESTS_KEPT = dt.timedelta(days=14)
MOST_AT_ONCE = 500
PERSON = [
    "first_name",
    "last_name",
    "email",
    "email_key",
    "organisation_name",
    "written_language",
    "is_on_list",
]


class LinkError(NetworkError):
    """The link gives no seat: it is cut off, used, called back, for another day, or too old."""

    code = "seat_link"
    status = 404


class NotForYouError(NetworkError):
    """The pass is for a colleague who is not signed up already."""

    code = "pass_not_for_you"
    status = 409


class OtherOrganisationError(NetworkError):
    """A seat is handed over within an organisation only."""

    code = "other_organisation"
    status = 403


@dataclass(frozen=True)
class Guest:
    """What a colleague writes of themselves, checked by the form."""

    first_name: str
    last_name: str
    email: str
    language: str
    is_on_list: bool = False
    said: Said | None = None


def pass_of(token: str, now: dt.datetime) -> Registration:
    """The guest's seat that this pass gives, if nobody has used it. Raises LinkError."""
    found = registration_of(PASS, token)
    if found is None or found.host is None or found.email_key:
        raise no_such_link()
    has_begun = found.invitation.starts_at <= now
    is_closed = has_begun or found.invitation.is_cancelled
    if found.state == State.CANCELLED or found.pass_tries >= MOST_TRIES or is_closed:
        raise no_such_link()
    return found


def guest_of(token: str, now: dt.datetime) -> Registration:
    """Whose page this is: a guest, or another who is no member, until forgotten. Raises LinkError."""
    found = registration_of(GUEST, token)
    if found is None or not found.email_key or found.invitation.ends_at + GUESTS_KEPT <= now:
        raise no_such_link()
    return found


def use_pass(*, token: str, guest: Guest, now: dt.datetime) -> Registration:
    """The colleague takes the seat that the member has for them. Raises LinkError, NotForYouError."""
    try:
        return use_pass_once(token, guest, now)
    except NotForYouError:
        # After a few tries the pass is closed, so that nobody asks it who is signed up.
        asked = Registration.objects.filter(code=token[:CODE_LENGTH])
        asked.update(pass_tries=F("pass_tries") + 1)
        raise


@transaction.atomic
def use_pass_once(token: str, guest: Guest, now: dt.datetime) -> Registration:
    found = fresh(pass_of(token, now))
    if found.email_key or found.state == State.CANCELLED:
        raise no_such_link()
    key = canonical(guest.email)
    if queries.is_signed_up(found.invitation, key):
        raise NotForYouError(
            _("This address cannot use the pass. It is for a colleague who is not signed up.")
        )
    found.first_name, found.last_name = guest.first_name, guest.last_name
    found.email, found.email_key = guest.email, key
    found.written_language, found.is_on_list = guest.language, guest.is_on_list
    found.save()
    if guest.said:
        replying.keep(found, asked_at(found.invitation), guest.said, now)
    events([found], What.PASS_USED, now)
    if found.state == State.SEATED:
        telling.say_seated([found], now=now)
    return found


@transaction.atomic
def renew_pass(*, registration: Registration, now: dt.datetime) -> Registration:
    """Call the pass back, and whoever has used it; a new one takes its place. For the member who gave it."""
    found = fresh(registration)
    check_not_begun(found, now)
    if found.host_id is None or found.state == State.CANCELLED:
        raise no_such_link()
    telling.say_cancelled([found], had_seat=found.state == State.SEATED, now=now)
    forget_said([found])
    forget_person(found)
    found.pass_number, found.pass_tries = found.pass_number + 1, 0
    found.save()
    events([found], What.PASS_RENEWED, now)
    return found


@transaction.atomic
def hand_over(*, token: str, member: Member, now: dt.datetime) -> Registration:
    """A colleague of the same organisation takes the seat, with its guests, that its holder gives away.

    Raises LinkError, OtherOrganisationError, NotForYouError, DayBegunError.
    """
    asked = handover_of(token)
    member = Member.objects.select_for_update().select_related(None).get(pk=member.pk)
    found = fresh(asked)
    check_not_begun(found, now)
    if found.member_id != asked.member_id or found.state != State.SEATED:
        raise no_such_link()
    if member.organisation_id != found.organisation_id:
        raise OtherOrganisationError(
            _("The seat can be taken by somebody of the same organisation.")
        )
    if queries.is_signed_up(found.invitation, member.email_key):
        raise NotForYouError(_("You are signed up for the day already."))
    telling.say_cancelled([found], had_seat=True, now=now)
    found.member, found.is_on_list, found.sequence = member, False, 0
    found.save(update_fields=["member", "is_on_list", "sequence"])
    # What one person answered is not for the next.
    forget_said([found])
    events([found], What.HANDED_OVER, now)
    telling.say_seated([found], now=now)
    return found


def handover_of(token: str) -> Registration:
    """The seat that its holder gives away with this link. Raises LinkError."""
    found = registration_of(HANDOVER, token)
    if found is None or found.state != State.SEATED or found.invitation.is_cancelled:
        raise no_such_link()
    return found


@transaction.atomic
def forget_guests(*, now: dt.datetime) -> int:
    """Delete what is known of guests of days that ended 14 days ago. That somebody came stays."""
    over = Registration.objects.filter(invitation__ends_at__lte=now - GUESTS_KEPT)
    # Of whoever was let in at the door there may be no address.
    over = over.exclude(email_key="", first_name="")
    found = list(over.select_for_update(of=("self",)).order_by("pk")[:MOST_AT_ONCE])
    forget(found, now)
    return len(found)


@transaction.atomic
def forget_address(*, email_key: str, now: dt.datetime) -> int:
    """Delete what is known of this address as somebody's guest, because its member is erased.

    Seats at days to come go to the next; that somebody came stays. Returns how many.
    """
    mine = Registration.objects.filter(email_key=email_key)
    coming = mine.standing().filter(invitation__starts_at__gt=now)
    for one in coming.order_by("invitation_id", "pk"):
        release(fresh(one).party, What.ERASED, now=now)
    found = list(mine.order_by("pk"))
    forget(found, now)
    return len(found)


def forget(registrations: list[Registration], now: dt.datetime) -> None:
    forget_said(registrations)
    for one in registrations:
        forget_letters(about=one.about, now=now)
        forget_person(one)
    Registration.objects.bulk_update(registrations, PERSON)
    events(registrations, What.FORGOTTEN, now)


def forget_person(registration: Registration) -> None:
    """Nothing of the guest is left on the seat; it is not saved here."""
    registration.first_name = registration.last_name = registration.email = ""
    registration.email_key = registration.written_language = registration.organisation_name = ""
    registration.is_on_list = False


def no_such_link() -> LinkError:
    return LinkError(
        _("The link does not work. Ask the colleague who gave it to you for a new one.")
    )
