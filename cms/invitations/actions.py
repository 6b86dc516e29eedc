"""What can be done with a seat: sign up, cancel, take or refuse an offer, come alone.

`passing` hands seats on, `attending` checks people in. All lock the member where there is one, then the day.
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

from . import queries, replying, seating, telling
from .asked import asked_at
from .models import Registration, SeatEvent, events
from .replying import Said

if TYPE_CHECKING:
    from .pages import InvitationPage

State, What = Registration.State, SeatEvent.What


class SignUpClosedError(NetworkError):
    """One cannot sign up for this day here: it is over, past its deadline, not out yet, or not open."""

    code = "sign_up_closed"
    status = 409


class TooManyGuestsError(NetworkError):
    """The day does not allow so many guests."""

    code = "too_many_guests"


class SignedUpAsGuestError(NetworkError):
    """This member has a seat as the guest of another."""

    code = "signed_up_as_guest"
    status = 409


class TooLateToChangeError(NetworkError):
    """What was answered stands fast when the deadline has passed."""

    code = "too_late_to_change"
    status = 409


class NoOfferError(NetworkError):
    """No seat is offered to this person (any more)."""

    code = "no_offer"
    status = 409


class DayBegunError(NetworkError):
    """The day has begun, so nothing about its seats can be changed here."""

    code = "day_begun"
    status = 409


@dataclass(frozen=True)
class Other:
    """Somebody who is no member and has confirmed the address."""

    first_name: str
    last_name: str
    email: str
    language: str
    organisation: Organisation | None = None
    organisation_name: str = ""


@transaction.atomic
def register(
    *,
    invitation: "InvitationPage",
    member: Member,
    guests: int = 0,
    comes_alone: bool = False,
    is_on_list: bool = False,
    said: Said | None = None,
    now: dt.datetime,
    by: Any = None,
) -> Registration:
    """Sign the member and so many guests up: seats if it is their turn, else a place in the line.

    Whoever is signed up already stays as they are. An editor (`by`) can do it after the deadline. Raises
    SignUpClosedError, TooManyGuestsError, SignedUpAsGuestError.
    """
    member = Member.objects.select_for_update().select_related(None).get(pk=member.pk)
    day = seating.lock(invitation.pk)
    standing = queries.standing_registration(day, member)
    if standing:
        return standing
    if queries.is_signed_up(day, member.email_key):
        raise SignedUpAsGuestError(_("You are signed up for the day already, as somebody's guest."))
    check_open(day, now, is_editor=by is not None)
    if not 0 <= guests <= day.guests_allowed:
        raise TooManyGuestsError(_("The day does not allow so many guests. Choose fewer."))
    number = seating.next_number(day.pk)
    own = Registration.objects.create(
        invitation=day,
        number=number,
        state=State.WAITING,
        member=member,
        organisation_id=member.organisation_id,
        comes_alone=comes_alone,
        is_on_list=is_on_list,
        created_at=now,
    )
    for place in range(1, guests + 1):
        Registration.objects.create(
            invitation=day,
            number=number + place,
            state=State.WAITING,
            host=own,
            organisation_id=member.organisation_id,
            created_at=now,
        )
    return arrive(own, said, now, by)


@transaction.atomic
def register_other(
    *,
    invitation: "InvitationPage",
    other: Other,
    is_on_list: bool = False,
    said: Said | None = None,
    now: dt.datetime,
) -> Registration:
    """The same for somebody who is no member, where the day is open to them. Their address is confirmed.

    Whoever is signed up already, in whatever way, stays as they are. Raises SignUpClosedError.
    """
    day, key = seating.lock(invitation.pk), canonical(other.email)
    standing = queries.registration_of_address(day, key)
    if standing:
        return standing
    check_open(day, now, is_editor=False)
    if not day.takes_others:
        raise SignUpClosedError(_("Only members sign up for this day."))
    own = Registration.objects.create(
        invitation=day,
        number=seating.next_number(day.pk),
        state=State.WAITING,
        first_name=other.first_name,
        last_name=other.last_name,
        email=other.email,
        email_key=key,
        written_language=other.language,
        organisation=other.organisation,
        organisation_name=other.organisation_name,
        is_on_list=is_on_list,
        created_at=now,
    )
    return arrive(own, said, now, None)


def arrive(own: Registration, said: Said | None, now: dt.datetime, by: Any) -> Registration:
    """The new party gets seats if it is its turn, else it stands in the line, and hears so."""
    day = own.invitation
    if said:
        replying.keep(own, asked_at(day), said, now)
    done = seating.settle(day, now=now, arriving=own, by=by)
    own.refresh_from_db()
    if own.state == State.WAITING:
        events(own.party, What.QUEUED, now, by)
        telling.say_waiting(own, now=now)
    telling.say_settled(done, now=now)
    return own


@transaction.atomic
def change(
    *,
    registration: Registration,
    said: Said,
    now: dt.datetime,
    is_on_list: bool | None = None,
    name: tuple[str, str] | None = None,
) -> Registration:
    """Other answers, until the deadline; and (first, last) name and consent of whoever is no member.

    Raises TooLateToChangeError.
    """
    found = fresh(registration)
    day = found.invitation
    if found.state == State.CANCELLED or not day.is_open(now):
        raise TooLateToChangeError(
            _("The deadline has passed, so nothing was changed. Write to the contact.")
        )
    replying.keep(found, asked_at(day), said, now)
    if is_on_list is not None:
        found.is_on_list = is_on_list
    if name and found.email_key:
        found.first_name, found.last_name = name
    found.save(update_fields=["is_on_list", "first_name", "last_name"])
    return found


@transaction.atomic
def cancel(*, registration: Registration, now: dt.datetime, by: Any = None) -> Registration:
    """Give the seat or the place in the line back: the whole party's, or one guest's. Twice changes nothing.

    Raises DayBegunError, except for an editor.
    """
    found = fresh(registration)
    if found.state == State.CANCELLED:
        return found
    if by is None:
        check_not_begun(found, now)
    party, had_seat = found.party, found.state == State.SEATED
    release(party, What.CANCELLED, now=now, by=by)
    telling.say_cancelled(party, had_seat=had_seat, now=now)
    return found


@transaction.atomic
def accept(*, registration: Registration, now: dt.datetime) -> Registration:
    """Take the seats offered. Twice changes nothing. Raises NoOfferError, also when it came too late."""
    found = fresh(registration)
    if found.state == State.SEATED:
        return found
    check_offered(found, now)
    party = [one for one in found.party if one.state == State.OFFERED]
    seating.seat_all(party, now=now)
    events(party, What.ACCEPTED, now)
    telling.say_seated(party, now=now)
    return found


@transaction.atomic
def decline(*, registration: Registration, now: dt.datetime) -> Registration:
    """Say no to the seats offered: the next in the line is asked. Raises NoOfferError."""
    found = fresh(registration)
    if found.state == State.CANCELLED:
        return found
    check_offered(found, now)
    guests = found.standing_guests
    release(found.party, What.DECLINED, now=now)
    telling.say_cancelled(guests, had_seat=False, now=now)
    return found


@transaction.atomic
def come_alone(*, registration: Registration, now: dt.datetime) -> Registration:
    """Wait for one seat only, so that one that is free already can be offered. For those who wait."""
    found = fresh(registration)
    if found.state == State.WAITING and found.host_id is None and not found.comes_alone:
        found.comes_alone = True
        found.save(update_fields=["comes_alone"])
        telling.say_settled(seating.settle(found.invitation, now=now), now=now)
        found.refresh_from_db()
    return found


@transaction.atomic
def expire(*, registration: Registration, now: dt.datetime) -> bool:
    """End an offer that nobody has answered in time, and ask the next. False where there is none."""
    found = fresh(registration)
    if found.is_offered(now) or found.state != State.OFFERED:
        return False
    guests = found.standing_guests
    release(found.party, What.EXPIRED, now=now)
    telling.say_expired(found, now=now)
    telling.say_cancelled(guests, had_seat=False, now=now)
    return True


@transaction.atomic
def fill(*, invitation: "InvitationPage", now: dt.datetime, by: Any = None) -> seating.Settled:
    """Offer what is free, for instance because the day has more seats now."""
    day = seating.lock(invitation.pk)
    done = seating.settle(day, now=now, by=by)
    telling.say_settled(done, now=now)
    return done


@transaction.atomic
def release_member(*, member: Member, now: dt.datetime) -> int:
    """Give back what an erased member holds at days to come, without a letter to them. Their guests hear of
    it, and those whose turn it is. What has been stays as a number.
    """
    mine = queries.standing_registrations(member).filter(invitation__starts_at__gt=now)
    held = list(mine.order_by("invitation_id", "pk"))
    for one in held:
        found = fresh(one)
        if found.state != State.CANCELLED:
            guests, had_seat = found.standing_guests, found.state == State.SEATED
            release(found.party, What.ERASED, now=now)
            telling.say_cancelled(guests, had_seat=had_seat, now=now)
    return len(held)


def fresh(registration: Registration) -> Registration:
    """The registration as it is now, with its day locked."""
    day = seating.lock(registration.invitation_id)
    found = Registration.objects.select_related("member", "organisation").get(pk=registration.pk)
    found.invitation = day
    return found


def release(
    party: list[Registration], what: SeatEvent.What, *, now: dt.datetime, by: Any = None
) -> None:
    """Give back all that the party has, and ask the next in the line. Belongs under the day's lock."""
    seating.cancel_all(party, now=now)
    events(party, what, now, by)
    telling.say_settled(seating.settle(party[0].invitation, now=now), now=now)


def check_open(day: "InvitationPage", now: dt.datetime, *, is_editor: bool) -> None:
    if day.ends_at <= now:
        raise SignUpClosedError(_("The day is over."))
    if day.is_cancelled:
        raise SignUpClosedError(_("The day is cancelled."))
    if is_editor:
        return
    if not day.live or not day.takes_members:
        raise SignUpClosedError(_("Nobody signs up for this day here. Write to the contact."))
    if not day.is_open(now):
        raise SignUpClosedError(
            _("The deadline has passed. Write to the contact and ask whether there is a seat.")
        )


def check_not_begun(registration: Registration, now: dt.datetime) -> None:
    if registration.invitation.starts_at <= now:
        raise DayBegunError(_("The day has begun. Write to the contact."))


def check_offered(registration: Registration, now: dt.datetime) -> None:
    if registration.invitation.is_cancelled:
        raise NoOfferError(_("The day is cancelled."))
    if not registration.is_offered(now):
        raise NoOfferError(
            _("The seat is not offered to you any more. Sign up again to stand in the line.")
        )
