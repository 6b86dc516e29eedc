"""Those who are no members and want to come: they ask, get a letter, and confirm. Only here are applications
written.

As with joining, the same is done for every address, so nobody learns here who is a member or comes to a day,
and no seat is held until whoever reads the address presses a button. A member who asks this way is signed up
as the member by that press: the letter went to the address by which they sign in, too.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.mail.actions import cancel
from cms.mail.addresses import canonical
from cms.members import limits
from cms.members.models import Member
from cms.members.tokens import hash_of

from . import actions, queries, tasks
from .actions import Other
from .applications import KEPT, Application
from .models import Registration
from .replying import Said
from .screening import PURPOSE

if TYPE_CHECKING:
    from .pages import InvitationPage

# An application that nobody has looked at after so long was lost by the queue.
PATIENCE = dt.timedelta(minutes=2)
MOST_RUNG = 500


class LinkError(NetworkError):
    """The link confirms nothing: it is cut off, or too old."""

    code = "application_link"
    status = 404


@dataclass(frozen=True)
class Confirmed:
    """`is_new` is False for whoever was signed up already, as a member, a guest, or by an earlier press."""

    registration: Registration
    is_new: bool


@transaction.atomic
def apply(*, invitation: "InvitationPage", other: Other, ip: str, now: dt.datetime) -> Application:
    """Write down that somebody wants to come; a worker then writes to the address.

    Raises SignUpClosedError, and TooManySignUpsError, which depends on the visitor alone; then nothing is
    written.
    """
    day = queries.day_of(invitation)
    check_takes_others(day, now)
    limits.count_visitor(ip, now=now, unconfirmed=Application.objects.waiting())
    written = Application.objects.create(
        invitation=day,
        first_name=other.first_name,
        last_name=other.last_name,
        email=other.email,
        email_key=canonical(other.email),
        organisation=other.organisation,
        organisation_name=other.organisation_name,
        language=other.language,
        created_at=now,
        expires_at=now + KEPT,
    )
    tasks.ring(written.pk)
    return written


def check_takes_others(day: "InvitationPage", now: dt.datetime) -> None:
    """Raises SignUpClosedError, with what to do instead."""
    actions.check_open(day, now, is_editor=False)
    if not day.takes_others:
        raise actions.SignUpClosedError(_("Only members sign up for this day."))


def application_of(token: str, now: dt.datetime) -> Application:
    """What this link confirms, or has confirmed. Raises LinkError."""
    hashed = hash_of(token, PURPOSE)
    whole = Application.objects.select_related("invitation", "organisation", "registration")
    found = whole.filter(token_hash=hashed, expires_at__gt=now).first() if hashed else None
    if found is None:
        raise LinkError(_("The link does not work. Sign up again, and we send you a new one."))
    return found


@transaction.atomic
def confirm(
    *, token: str, now: dt.datetime, is_on_list: bool = False, said: Said | None = None
) -> Confirmed:
    """Sign whoever reads the address up, as the member if they are one. Twice changes nothing.

    Raises LinkError, SignUpClosedError.
    """
    asked = application_of(token, now)
    member = Member.objects.staying().filter(email_key=asked.email_key).first()
    # Those of one address wait for each other: the member's row, then the day's, is locked by the action.
    before = asked.registration or queries.registration_of_address(
        asked.invitation, asked.email_key
    )
    own = before or sign_up(asked, member, is_on_list, said, now)
    done = Application.objects.waiting().filter(
        invitation=asked.invitation_id, email_key=asked.email_key
    )
    for one in done.exclude(pk=asked.pk):
        cancel(about=one.about, now=now)
    done.exclude(pk=asked.pk).delete()
    Application.objects.filter(pk=asked.pk).update(
        registration=own,
        organisation=None,
        **dict.fromkeys(["first_name", "last_name", "email", "email_key", "organisation_name"], ""),
    )
    return Confirmed(own, is_new=before is None)


def sign_up(
    asked: Application, member: Member | None, is_on_list: bool, said: Said | None, now: dt.datetime
) -> Registration:
    if member:
        return actions.register(
            invitation=asked.invitation, member=member, is_on_list=is_on_list, said=said, now=now
        )
    other = Other(
        first_name=asked.first_name,
        last_name=asked.last_name,
        email=asked.email,
        language=asked.language,
        organisation=asked.organisation,
        organisation_name=asked.organisation_name,
    )
    return actions.register_other(
        invitation=asked.invitation, other=other, is_on_list=is_on_list, said=said, now=now
    )


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """What a tick does: ring for what the queue lost, forget what nobody confirmed."""
    lost = Application.objects.waiting().filter(
        token_hash=None, expires_at__gt=now, created_at__lte=now - PATIENCE
    )
    rung = list(lost.order_by("pk").values_list("pk", flat=True)[:MOST_RUNG])
    for pk in rung:
        tasks.ring(pk)
    # One that was confirmed names nobody, and stays as long for whoever presses twice.
    deleted = Application.objects.filter(expires_at__lte=now).delete()[0]
    return {"applications rung for": len(rung), "applications deleted": deleted}
