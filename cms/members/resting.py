"""Resting: a member who wants no newsletters for a season, and stays a member.

It is a date on the member, and ends by itself. What they said yes to stands, so that they need not choose
anew.
"""

import datetime as dt

from django.db import transaction
from wagtail.log_actions import log

from .models import Member

RESTED, WOKE = "network.member.rest", "network.member.wake"


@transaction.atomic
def rest(*, member: Member, until: dt.date, now: dt.datetime) -> None:
    """No newsletter goes to the member up to and on this day."""
    changed = Member.objects.filter(pk=member.pk).exclude(resting_until=until)
    if changed.update(resting_until=until):
        log(instance=member, action=RESTED, timestamp=now, data={"until": until.isoformat()})


@transaction.atomic
def wake(*, member: Member, now: dt.datetime) -> bool:
    """Newsletters go to the member again. False for one who did not rest."""
    if not Member.objects.filter(pk=member.pk, resting_until__isnull=False).update(
        resting_until=None
    ):
        return False
    log(instance=member, action=WOKE, timestamp=now)
    return True
