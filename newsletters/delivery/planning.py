"""From a frozen mailing to its ledger: one delivery for each recipient, in batches, in one transaction.

The rows are written where the members are, by one `INSERT … SELECT`: nothing of a million members
passes through Python.
"""

import datetime as dt
import uuid

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from cms.mail.providers import batch_size
from cms.members.models import Member
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import Rule

from .models import Batch, Delivery, Mailing

# The database's own maker of random ids, as Django stores a UUID in it.
RANDOM_ID = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
LEDGER = """
    INSERT INTO {delivery} (id, mailing_id, batch_id, member_id, address, state, reason, provider_id)
    SELECT {random_id}, batch.mailing_id, batch.id, member.id, member.email_key, %s, '', ''
    FROM (
        SELECT id, email_key, (row_number() OVER (ORDER BY id) - 1) / %s + 1 AS number
        FROM ({members}) AS audience
    ) AS member
    JOIN {batch} AS batch ON batch.mailing_id = %s AND batch.number = member.number
"""


class LedgerError(Exception):
    """The ledger does not hold exactly the audience; nothing of it is kept."""


def plan(mailing_id: uuid.UUID | str, *, now: dt.datetime) -> bool:
    """Write the ledger. True when it was written now; a mailing that is planned already is left alone.

    Killed before the end, nothing is written and it begins again from nothing: nobody was sent
    anything. Raises LedgerError when the rows written are not as many as the recipients.
    """
    with transaction.atomic():
        mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
        if mailing.state != Mailing.State.PLANNING:
            return False
        audience = recipients(Rule.from_json(mailing.audience))
        candidates = audience.count()
        members = audience.exclude(Exists(earlier_deliveries(mailing)))
        wanted = members.count()
        write_batches(mailing, wanted)
        written = write_deliveries(mailing, members)
        if written != wanted:
            raise LedgerError(f"{written} rows for {wanted} recipients")
        mailing.candidates = candidates
        mailing.excluded = candidates - written
        mailing.planned_at = now
        mailing.state = Mailing.State.SENDING if written else Mailing.State.DONE
        mailing.finished_at = None if written else now
        mailing.save(update_fields=["candidates", "excluded", "planned_at", "state", "finished_at"])
    return True


def earlier_deliveries(mailing: Mailing) -> QuerySet[Delivery]:
    """Deliveries of the same newsletter to a member.

    Nobody gets one newsletter twice, through two audiences.
    """
    return Delivery.objects.filter(
        mailing__page_key=mailing.page_key, member=OuterRef("pk")
    ).exclude(mailing=mailing)


def write_batches(mailing: Mailing, number: int) -> None:
    """As many batches as it takes, numbered from 1."""
    count = -(-number // batch_size())
    Batch.objects.bulk_create(
        (Batch(mailing=mailing, number=turn) for turn in range(1, count + 1)), batch_size=1_000
    )


def write_deliveries(mailing: Mailing, members: QuerySet[Member]) -> int:
    """One row for each of these members, in the batch of their turn; return how many."""
    chosen, values = members.order_by().values("id", "email_key").query.sql_with_params()
    statement = LEDGER.format(
        delivery=Delivery._meta.db_table,
        batch=Batch._meta.db_table,
        random_id=RANDOM_ID[connection.vendor],
        members=chosen,
    )
    key = mailing.pk.hex if connection.vendor == "sqlite" else mailing.pk
    with connection.cursor() as cursor:
        cursor.execute(statement, [Delivery.State.WAITING, batch_size(), *values, key])
        written = cursor.rowcount
        if connection.vendor == "postgresql":
            # A table that grew by a million rows in one go is planned for as if it were empty.
            cursor.execute(f"ANALYZE {Delivery._meta.db_table}")
    return written
