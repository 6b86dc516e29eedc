"""Members for a case, written in bulk, and everything taken away again."""

import uuid

from django.db import connection
from django.utils import timezone

CANARY = f"canary-{uuid.uuid4().hex[:12]}@kommune.example"


def clear() -> None:
    """Empty the ledger, the queue and the register of members."""
    from django_tasks_db.models import DBTaskResult

    from cms.invitations.models import Registration, SeatEvent
    from cms.members.models import Consent, Member, Suppression
    from newsletters.delivery.models import Act, Attempt, Batch, Delivery, Fuse, Mailing, Pace
    from newsletters.tracking.models import DeliveryEvent

    topics = Member.topics.through
    order = [DeliveryEvent, Attempt, Delivery, Batch, Act, Mailing, Pace, Fuse, DBTaskResult]
    with connection.cursor() as cursor:
        for model in [*order, SeatEvent, Registration, Suppression, Consent, topics, Member]:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def make_members(count: int, first: int = 0) -> None:
    """So many members who said yes, all called Anna; the very first has the canary's address."""
    from cms.mail.addresses import fingerprint
    from cms.members.models import Consent, Member
    from cms.organisations.models import Organisation
    from cms.series.queries import first_series

    series = first_series()
    organisation, _made = Organisation.objects.get_or_create(name="Prøveby Kommune")
    now = timezone.now()
    for start in range(first, first + count, 5_000):
        numbers = range(start, min(start + 5_000, first + count))
        addresses = [f"medlem{number}@kommune.example" if number else CANARY for number in numbers]
        members = Member.objects.bulk_create(
            Member(
                first_name="Anna",
                email=address,
                email_key=address,
                fingerprint=fingerprint(address),
                organisation=organisation,
            )
            for address in addresses
        )
        Consent.objects.bulk_create(
            Consent(member=member, series=series, words="Ja tak.", given_at=now)
            for member in members
        )
