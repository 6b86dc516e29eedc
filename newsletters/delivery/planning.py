"""From a frozen mailing to its ledger: one delivery for each recipient, in batches, in one
transaction.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from cms.mail.providers import batch_size
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import Rule

from .models import Batch, Delivery, Mailing

ROWS_AT_ONCE = 2_000


def plan(mailing_id: uuid.UUID | str, *, now: dt.datetime) -> bool:
    """Write the ledger. True when it was written now; a mailing that is planned already is left
    alone.

    Killed before the end, nothing is written and it begins again from nothing: nobody was sent
    anything.
    """
    with transaction.atomic():
        mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
        if mailing.state != Mailing.State.PLANNING:
            return False
        audience = recipients(Rule.from_json(mailing.audience))
        candidates = audience.count()
        members = audience.exclude(Exists(earlier_deliveries(mailing)))
        written = write(mailing, members.values_list("pk", "email_key").iterator(ROWS_AT_ONCE))
        mailing.candidates = candidates
        mailing.excluded = candidates - written
        mailing.planned_at = now
        mailing.state = Mailing.State.SENDING if written else Mailing.State.DONE
        mailing.finished_at = None if written else now
        mailing.save(update_fields=["candidates", "excluded", "planned_at", "state", "finished_at"])
    return True


def earlier_deliveries(mailing: Mailing) -> QuerySet[Delivery]:
    """Deliveries of the same newsletter to a member: nobody gets one newsletter twice, through
    two audiences.
    """
    return Delivery.objects.filter(
        mailing__page_key=mailing.page_key, member=OuterRef("pk")
    ).exclude(mailing=mailing)


def write(mailing: Mailing, members: Iterable[tuple[int, str]]) -> int:
    """Write batches and deliveries for these members (id, address); return how many."""
    total = 0
    for number, group in enumerate(batched(members, batch_size()), 1):
        batch = Batch.objects.create(mailing=mailing, number=number)
        Delivery.objects.bulk_create(
            [
                Delivery(mailing=mailing, batch=batch, member_id=pk, address=address)
                for pk, address in group
            ]
        )
        total += len(group)
    return total


def batched(rows: Iterable[tuple[int, str]], size: int) -> Iterator[list[tuple[int, str]]]:
    """Lists of at most `size` rows (itertools.batched comes with Python 3.12)."""
    rest = iter(rows)
    while group := list(islice(rest, size)):
        yield group
