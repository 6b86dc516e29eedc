"""Leaving: saying goodbye, which can be taken back for a while, and being erased, which cannot.

Who says goodbye gets no newsletters from then on, stands in no list, has no seat and is erased after
GONE_AFTER. What
stays of an erased person: that a letter was sent and what became of it, without address or name; the wordings
of consents, which never held persons; and a keyed hash of the address, so that a list which is imported later
cannot bring it back. Others who keep something of a member clear it before the row goes (Django's
`pre_delete`).
"""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from cms.mail.actions import cancel, forget, post

from . import queries
from .actions import suppress, withdraw_consent
from .letters import ERASED, GOODBYE
from .models import Member, SignUp, Suppression, User
from .signals import member_left

# Our rule: long enough to notice that it was a mistake, also after a holiday.
GONE_AFTER = dt.timedelta(days=30)
LEFT, CAME_BACK = "network.member.leave", "network.member.return"


@transaction.atomic
def say_goodbye(*, member: Member, now: dt.datetime, was_silent: bool = False) -> bool:
    """The member leaves: every newsletter stops at once, and a letter says until when they may come back.

    `was_silent`: nobody pressed anything; a question was not answered. False for one who has left already, or
    has answered at this moment.
    """
    found = Member.objects.staying().select_for_update().filter(pk=member.pk).first()
    if found is None or (was_silent and not found.asked_at):
        return False
    withdraw_consent(member=found, now=now)
    found.left_at, found.asked_at, found.reminded_at = now, None, None
    found.save(update_fields=["left_at", "asked_at", "reminded_at"])
    log(instance=found, action=LEFT, timestamp=now)
    member_left.send(sender=Member, member=found, now=now)
    if not queries.is_dead(found.fingerprint):
        post(
            kind=GOODBYE.name,
            address=found.email,
            values={
                "until": now + GONE_AFTER,
                "was_silent": was_silent,
                "stay_url": page("my_page", found.language),
            },
            language=found.language,
            about=f"member:{found.pk}",
            now=now,
        )
    return True


@transaction.atomic
def come_back(*, member: Member, now: dt.datetime) -> bool:
    """Somebody who said goodbye stays after all. What they said yes to before stays taken back: they choose
    anew. False for one who had not left.
    """
    found = Member.objects.filter(pk=member.pk, left_at__isnull=False)
    if not found.update(left_at=None, seen_at=now):
        return False
    cancel(about=f"member:{member.pk}", kind=GOODBYE.name, now=now)
    log(instance=member, action=CAME_BACK, timestamp=now)
    return True


def erase(*, member: Member, now: dt.datetime, farewell: bool = False) -> bool:
    """Erase the member, what they said yes to, letters about them, and an account that is theirs alone.

    An account that may enter the admin stays: an editor is more than a member. With `farewell` one last
    letter tells the address, which is forgotten as soon as that letter has gone. False for one who is gone
    already.
    """
    with transaction.atomic():
        found = Member.objects.select_for_update().filter(pk=member.pk).first()
        if found is None:
            return False
        is_dead = queries.is_dead(found.fingerprint)
        suppress(fingerprint=found.fingerprint, reason=Suppression.Reason.ERASED, now=now)
        forget(about=f"member:{found.pk}", address=found.email, now=now)
        SignUp.objects.filter(email_key=found.email_key).delete()
        # Whoever kept this member in the admin left the name in its log.
        ModelLogEntry.objects.for_instance(found).update(label="", data={})
        for account in User.objects.filter(email=found.email_key):
            if not account.has_perm("wagtailadmin.access_admin"):
                forget(about=f"user:{account.pk}", now=now)
                account.delete()
        found.delete()
        if farewell and not is_dead:
            post(
                kind=ERASED.name,
                address=found.email,
                values={"privacy_url": page("privacy", found.language)},
                language=found.language,
                now=now,
            )
    return True


def page(name: str, language: str, *args: str) -> str:
    """The path of a page in this language."""
    with translation.override(language):
        return reverse(name, args=args)
