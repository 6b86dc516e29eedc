"""What can be done with a member's consent. Only here is it written."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from .models import Consent, Member


@transaction.atomic
def give_consent(*, member: Member, wording: str, now: dt.datetime) -> Consent:
    """Record the member's yes to newsletters. A yes that holds already is kept as it is."""
    Member.objects.select_for_update().get(pk=member.pk)
    standing = member.open_consent
    if standing:
        return standing
    return Consent.objects.create(member=member, wording=wording, given_at=now)


def withdraw_consent(*, member: Member, now: dt.datetime) -> bool:
    """Take the member's yes back. True if there was one; doing it twice changes nothing."""
    standing = Consent.objects.filter(member=member, withdrawn_at=None)
    # Clocks of two machines differ: a no is never before its yes.
    return bool(standing.update(withdrawn_at=Greatest(F("given_at"), now)))
