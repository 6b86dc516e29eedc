"""Changing one's e-mail address: ask, and confirm from the new one.

Account and member change together. Nobody learns here whether an address is known: what is shown, and what is
done before it is shown, is the same for every address.
"""

import datetime as dt
import unicodedata
import uuid

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.errors import NetworkError
from cms.mail.actions import cancel, post
from cms.mail.addresses import canonical, fingerprint
from cms.members.actions import let_return
from cms.members.models import Member, User
from cms.members.queries import refused, standing
from cms.members.tokens import hash_of, make_token

from . import queries
from .letters import ADDRESS_CHANGED, CONFIRM_ADDRESS
from .models import AddressChange

EXPIRES_AFTER = dt.timedelta(hours=24)


class LinkError(NetworkError):
    """The link changes nothing: it is cut off, too old, used, replaced by a newer one, or somebody else's."""

    code = "address_link"
    status = 404


class AddressTakenError(NetworkError):
    """Somebody else has got this address meanwhile."""

    code = "address_taken"
    status = 409


@transaction.atomic
def ask(*, member: Member, user: User, address: str, now: dt.datetime) -> AddressChange:
    """Write to a new address, whose owner then confirms it. The one that was asked for before counts no more.

    Where somebody has the address, or mail to it is stopped, the letter is made all the same, and taken back.
    """
    known, about, token = canonical(address), f"member:{member.pk}", make_token()
    cancel(about=about, kind=CONFIRM_ADDRESS.name, now=now)
    asked, _made = AddressChange.objects.update_or_create(
        user=user,
        defaults={
            "address": unicodedata.normalize("NFC", address).strip(),
            "token_hash": hash_of(token, queries.NEW_ADDRESS) or "",
            "asked_at": now,
            "expires_at": now + EXPIRES_AFTER,
        },
    )
    # Both are asked, whatever the first answer is.
    stands_in_the_way = [is_taken(known, user), refused(fingerprint(known))]
    leaves = not any(stands_in_the_way)
    with translation.override(member.language):
        confirm_url = reverse("my_address_confirmation", args=[token])
    with transaction.atomic():
        post(
            kind=CONFIRM_ADDRESS.name,
            address=address,
            values={"confirm_url": confirm_url, "until": asked.expires_at},
            language=member.language,
            about=about,
            key=f"{CONFIRM_ADDRESS.name}:{uuid.uuid4()}",
            now=now,
            not_after=asked.expires_at,
        )
        if not leaves:
            transaction.set_rollback(True)
    return asked


def confirm(*, user: User, token: str, session_key: str, now: dt.datetime) -> Member:
    """Change the address of account and member, tell the old one, and end all sessions but this one.

    Raises LinkError, AddressTakenError; then nothing has changed.
    """
    try:
        with transaction.atomic():
            return confirm_once(user, token, session_key, now)
    except IntegrityError as error:
        raise taken() from error


def confirm_once(user: User, token: str, session_key: str, now: dt.datetime) -> Member:
    account = User.objects.select_for_update().get(pk=user.pk)
    asked, member = queries.change_asked_for(account, token, now), queries.member_of(account)
    if asked is None or member is None:
        raise LinkError(_("The link does not work. Ask for a new one on this page."))
    known, old = canonical(asked.address), member.email
    was_stopped = standing([member.fingerprint]).exists()
    if is_taken(known, account):
        raise taken()
    member.email = asked.address
    member.save(update_fields=["email", "email_key", "fingerprint"])
    let_return(member=member, now=now)
    account.email = known
    account.save(update_fields=["email"])
    # What allauth remembers of the old address would still sign in.
    EmailAddress.objects.filter(user=account).delete()
    asked.delete()
    for session in UserSession.objects.filter(user=account).exclude(session_key=session_key):
        session.end()
    if not was_stopped:
        tell_old(member, old, now)
    return member


def tell_old(member: Member, old: str, now: dt.datetime) -> None:
    """Whoever reads the old address learns that it counts no more; not which one does."""
    post(
        kind=ADDRESS_CHANGED.name,
        address=old,
        values={"changed_at": now},
        language=member.language,
        about=f"member:{member.pk}",
        key=f"{ADDRESS_CHANGED.name}:{uuid.uuid4()}",
        now=now,
    )


def is_taken(known: str, user: User) -> bool:
    """Whether a member or an account other than this one has the address."""
    member = Member.objects.filter(email_key=known).exclude(email_key=user.email).exists()
    account = User.objects.filter(email=known).exclude(pk=user.pk).exists()
    return member or account


def taken() -> AddressTakenError:
    return AddressTakenError(_("This address cannot be used. Write to us if it is yours."))
