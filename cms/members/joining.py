"""Joining the network: sign up, confirm, ask for the confirmation again. Only here are sign-ups written.

Double opt-in: what was typed waits as a SignUp, and a person becomes a member by pressing a button that only
a letter to their own address leads to. Membership and consent to newsletters are two things: each consent
was ticked for itself, and none is needed.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Site

from cms.errors import NetworkError
from cms.mail.actions import cancel, post
from cms.mail.addresses import canonical, fingerprint
from cms.organisations.models import Organisation
from cms.topics.pages import GoalPage, TopicPage

from . import answering, limits, queries, tasks, workplaces
from .actions import give_consent, let_return
from .leaving import come_back
from .letters import WELCOME
from .models import Member, SignUp

EXPIRES_AFTER = dt.timedelta(days=7)
ASKED_AGAIN = "network.sign_up.ask_again"


class LinkError(NetworkError):
    """The link confirms nothing: it is cut off, too old, used, or replaced by a newer one."""

    code = "joining_link"
    status = 404


class AddressTakenError(NetworkError):
    """Somebody with this address is a member already."""

    code = "joining_taken"
    status = 409


class MailStoppedError(NetworkError):
    """Nothing is sent to this address."""

    code = "joining_stopped"
    status = 409


@dataclass(frozen=True)
class Details:
    """What a visitor typed, checked by the form. Topics, goals and wordings are ids.

    The organisation is one of ours, or else `organisation_name` is what was typed in its place.
    """

    first_name: str
    email: str
    language: str
    last_name: str = ""
    organisation: Organisation | None = None
    organisation_name: str = ""
    unit: str = ""
    role: str = ""
    topics: Sequence[int] = ()
    goals: Sequence[int] = ()
    wordings: Sequence[int] = ()


@dataclass(frozen=True)
class Joined:
    member: Member
    is_new: bool


@transaction.atomic
def sign_up(*, details: Details, ip: str, now: dt.datetime) -> SignUp:
    """Write down that somebody wants to join; a worker then writes to the address.

    The same is done for every address, so that nobody learns here whether it is known. Raises
    TooManySignUpsError, which depends on the visitor alone; then nothing is written.
    """
    limits.count_visitor(ip, now=now)
    written = SignUp.objects.create(
        first_name=details.first_name,
        last_name=details.last_name,
        email=details.email,
        email_key=canonical(details.email),
        organisation=details.organisation,
        organisation_name=details.organisation_name,
        unit=details.unit,
        role=details.role,
        topics=list(details.topics),
        goals=list(details.goals),
        language=details.language,
        created_at=now,
        expires_at=now + EXPIRES_AFTER,
    )
    # In one statement, without asking first what is there.
    words = SignUp.wordings.through
    words.objects.bulk_create(words(signup=written, wording_id=pk) for pk in details.wordings)
    tasks.ring(written.pk)
    return written


def confirm(*, token: str, now: dt.datetime) -> Joined:
    """Make whoever reads the address a member, with the consents they ticked, and write to welcome them.

    All other sign-ups of the address are deleted. For somebody who has become a member meanwhile nothing
    changes; one who had said goodbye stays, and says yes anew. Raises LinkError.
    """
    try:
        return confirm_once(token, now)
    except IntegrityError:
        # An editor wrote the same member or organisation at this moment; now it is there to be found.
        return confirm_once(token, now)


@transaction.atomic
def confirm_once(token: str, now: dt.datetime) -> Joined:
    found = queries.sign_up_of(token, now)
    if found is None:
        raise no_such_link()
    # All of the address in one order, so that two of them confirmed at once wait for each other.
    same = SignUp.objects.waiting().filter(email_key=found.email_key).order_by("pk")
    locked = list(same.select_for_update())
    if found not in locked or found.token_hash not in {one.token_hash for one in locked}:
        raise no_such_link()
    discard([one for one in locked if one != found], now)
    member = Member.objects.filter(email_key=found.email_key).first()
    if member and not member.left_at:
        discard([found], now)
        return Joined(member, is_new=False)
    if member:
        come_back(member=member, now=now)
    else:
        member = make_member(found, now)
    give_consents(member, found, now)
    let_return(member=member, now=now)
    found.confirmed_at, found.token_hash = now, None
    found.save(update_fields=["confirmed_at", "token_hash"])
    welcome(member, now)
    return Joined(member, is_new=True)


@transaction.atomic
def ask_again(*, sign_up: SignUp, user: Any, now: dt.datetime) -> SignUp:
    """Send the confirmation once more, because an editor says so; the week begins anew.

    Raises LinkError when the sign-up is confirmed or gone, AddressTakenError, MailStoppedError,
    TooManySignUpsError.
    """
    found = SignUp.objects.waiting().select_for_update().filter(pk=sign_up.pk).first()
    if found is None:
        raise LinkError(_("This sign-up is confirmed or deleted, so there is nothing to confirm."))
    if Member.objects.staying().filter(email_key=found.email_key).exists():
        raise AddressTakenError(_("Somebody with this address is a member already."))
    if queries.standing([fingerprint(found.email_key)]).exists():
        raise MailStoppedError(
            _("Mail to this address is stopped. Ask the person for another address.")
        )
    if not limits.take_address(found.email_key, now=now):
        raise limits.TooManySignUpsError(
            _("A letter went to this address less than 24 hours ago. Wait until tomorrow.")
        )
    cancel(about=found.about, now=now)
    found.expires_at = now + EXPIRES_AFTER
    answering.ask(found, now)
    log(instance=found, action=ASKED_AGAIN, user=user)
    return found


def no_such_link() -> LinkError:
    return LinkError(_("The link does not work. Sign up again, and we send you a new one."))


def discard(sign_ups: Sequence[SignUp], now: dt.datetime) -> None:
    """Delete them, and let no letter about them leave any more."""
    for one in sign_ups:
        cancel(about=one.about, now=now)
        one.delete()


def make_member(sign_up: SignUp, now: dt.datetime) -> Member:
    member = Member.objects.create(
        first_name=sign_up.first_name,
        last_name=sign_up.last_name,
        email=sign_up.email,
        organisation=sign_up.organisation or named(sign_up.organisation_name, now),
        unit=sign_up.unit,
        role=sign_up.role,
        language=sign_up.language,
    )
    member.topics.set(TopicPage.objects.filter(pk__in=sign_up.topics))
    member.goals.set(GoalPage.objects.filter(pk__in=sign_up.goals))
    return member


def give_consents(member: Member, sign_up: SignUp, now: dt.datetime) -> None:
    """What was ticked, where the series is open still."""
    for wording in sign_up.wordings.filter(series__is_open=True).select_related("series"):
        give_consent(member=member, series=wording.series, wording=wording, now=now)


def named(name: str, now: dt.datetime) -> Organisation:
    """The organisation of this name; if there is none, a new one of the kind »other«, which visitors are not
    shown until an editor has seen it.
    """
    known = workplaces.any_called(name)
    if known:
        return known
    kind = Organisation.Kind.OTHER
    return Organisation.objects.create(name=name, kind=kind, is_listed=False)


def welcome(member: Member, now: dt.datetime) -> None:
    """Write what the member is in now, and when the network meets next."""
    with translation.override(member.language):
        consents = queries.standing_consents(member)
        titles = [consent.series.title for consent in consents]
        day = import_string(settings.DAYS_TO_COME)(now).first()
    post(
        kind=WELCOME.name,
        address=member.email,
        values={
            "name": member.first_name,
            "organisation": member.organisation.name,
            "newsletters": titles,
            "day": day.title if day else None,
            "day_at": day.starts_at if day else None,
            "day_url": path_of(day),
        },
        language=member.language,
        about=f"member:{member.pk}",
        key=f"{WELCOME.name}:{member.pk}",
        now=now,
    )


def path_of(page: Page | None) -> str | None:
    """The page's path, or None where it is no page of the site that letters come from."""
    site = Site.objects.filter(is_default_site=True).first()
    path = page.relative_url(site) if page and site else ""
    return path if path and path.startswith("/") else None
