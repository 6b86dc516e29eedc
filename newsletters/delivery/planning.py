"""From a frozen mailing to its ledger: one delivery for each recipient, in batches, in one transaction.

The rows are written where the members are, by one `INSERT … SELECT`: nothing of a million members
passes through Python.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Count, Exists, Q, QuerySet

from cms.mail.providers import batch_size
from cms.members.models import Member, MemberQuerySet, standing_suppressions
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import Rule
from newsletters.editions.pages import NewsletterPage

from . import fuse, stopping
from .models import Act, Batch, Delivery, Mailing, key_of
from .points import reached
from .queries import copies_of, is_due, without_copy

LEDGER = """
    INSERT INTO {delivery} (id, mailing_id, member_id, address, state, reason, provider_id)
    SELECT %s + row_number() OVER (ORDER BY member.id), %s, member.id, member.email_key, %s, '', ''
    FROM ({members}) AS member
"""


class LedgerError(Exception):
    """The ledger does not hold exactly the audience; nothing of it is kept."""


def plan(mailing_id: int, *, now: dt.datetime) -> bool:
    """Write the ledger. True when it was written now; a mailing that is planned already, or whose time has
    not come, is left alone.

    Killed before the end, nothing is written and it begins again from nothing: nobody was sent
    anything. In a restored or copied database it stops all mailings instead. Raises LedgerError when not
    exactly the recipients were written.
    """
    if fuse.armed_place(now=now) is None:
        stopping.pause_all(Mailing.Pause.COPIED, now=now)
        return False
    with one_view_of_the_data():
        mailing = (
            Mailing.objects.select_for_update(skip_locked=True)
            .filter(is_due(now), pk=mailing_id)
            .defer("html", "text")
            .first()
        )
        if mailing is None:
            return False
        if mailing.send_at and not is_published(mailing):
            stopping.pause(mailing, Mailing.Pause.UNPUBLISHED, now=now)
            return False
        audience = recipients(Rule.stored(mailing.audience), mailing.series)
        mailing.candidates, mailing.suppressed, mailing.excluded = count(mailing, audience)
        members = without_copy(mailing.page_key, audience.reachable())
        mailing.frozen = write_deliveries(mailing, members)
        reached("T1.mid")
        wanted = mailing.candidates - mailing.suppressed - mailing.excluded
        if mailing.frozen != wanted:
            raise LedgerError(f"{mailing.frozen} rows for {wanted} recipients")
        write_batches(mailing)
        mailing.planned_at = now
        mailing.state = Mailing.State.SENDING
        if not mailing.frozen:
            mailing.state, mailing.finished_at = Mailing.State.DONE, now
            Act.objects.create(mailing=mailing, kind=Act.Kind.FINISHED, at=now)
        mailing.save(
            update_fields=[
                "candidates",
                "suppressed",
                "excluded",
                "frozen",
                "planned_at",
                "state",
                "finished_at",
            ]
        )
    reached("T1.after")
    return True


def is_published(mailing: Mailing) -> bool:
    """Whether the newsletter still stands on the site: who took it down did not mean it to go out later."""
    return NewsletterPage.objects.filter(pk=mailing.page_id, live=True).exists()


def count(mailing: Mailing, audience: MemberQuerySet) -> tuple[int, int, int]:
    """How many are in the audience, how many of them cannot be reached, and how many others have a copy."""
    looked_at = audience.order_by().annotate(
        is_stopped=Exists(standing_suppressions()), has_copy=Exists(copies_of(mailing.page_key))
    )
    numbers = looked_at.aggregate(
        candidates=Count("pk"),
        suppressed=Count("pk", filter=Q(is_stopped=True)),
        excluded=Count("pk", filter=Q(is_stopped=False, has_copy=True)),
    )
    return numbers["candidates"], numbers["suppressed"], numbers["excluded"]


@contextmanager
def one_view_of_the_data() -> Iterator[None]:
    """A transaction whose every query sees the same members: what is counted is what is written.

    SQLite's only ever do; PostgreSQL is asked for it, where the transaction is ours to shape.
    """
    is_ours = not connection.in_atomic_block
    with transaction.atomic():
        if is_ours and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def write_deliveries(mailing: Mailing, members: QuerySet[Member]) -> int:
    """One row for each of these members, in the order of their ids; return how many."""
    chosen, values = members.order_by().values("id", "email_key").query.sql_with_params()
    statement = LEDGER.format(delivery=Delivery._meta.db_table, members=chosen)
    with connection.cursor() as cursor:
        start = key_of(mailing.pk, 0)
        cursor.execute(statement, [start, mailing.pk, Delivery.State.WAITING, *values])
        written = cursor.rowcount
        if connection.vendor == "postgresql":
            # A table that grew by a million rows in one go is planned for as if it were empty.
            cursor.execute(f"ANALYZE {Delivery._meta.db_table}")
    return written


def write_batches(mailing: Mailing) -> None:
    """As many batches as the recipients take, numbered from 1."""
    size = batch_size()
    starts = range(1, mailing.frozen + 1, size)
    Batch.objects.bulk_create(
        (
            Batch(
                id=key_of(mailing.pk, number),
                mailing=mailing,
                number=number,
                first=key_of(mailing.pk, start),
                last=key_of(mailing.pk, min(start + size - 1, mailing.frozen)),
            )
            for number, start in enumerate(starts, 1)
        ),
        batch_size=1_000,
    )
