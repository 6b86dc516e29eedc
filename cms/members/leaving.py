"""Leaving for good: a person is erased at once, and what must stay holds nothing of them.

What stays: that a letter was sent and what became of it, without address or name; the wordings of consents,
which never held persons; and a keyed hash of the address, so that a list which is imported later cannot bring
it back. Others who keep something of a member clear it before the row goes (Django's `pre_delete`).
"""

import datetime as dt

from django.db import transaction
from wagtail.models import ModelLogEntry

from cms.mail.actions import forget

from .actions import suppress
from .models import Member, SignUp, Suppression, User


def erase(*, member: Member, now: dt.datetime) -> None:
    """Erase the member, what they said yes to, letters about them, and an account that is theirs alone.

    An account that may enter the admin stays: an editor is more than a member.
    """
    with transaction.atomic():
        found = Member.objects.select_for_update().filter(pk=member.pk).first()
        if found is None:
            return
        suppress(fingerprint=found.fingerprint, reason=Suppression.Reason.ERASED, now=now)
        forget(about=f"member:{found.pk}", address=found.email, now=now)
        SignUp.objects.filter(email_key=found.email_key).delete()
        # Whoever kept this member in the admin left the name in its log.
        ModelLogEntry.objects.for_instance(found).update(label="", data={})
        for account in User.objects.filter(email=found.email_key):
            if not account.has_perm("wagtailadmin.access_admin"):
                account.delete()
        found.delete()
