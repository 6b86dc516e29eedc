"""From a frozen mailing to its ledger: one delivery for each recipient, in batches, in one transaction.

The rows are written where the members are, by one `INSERT … SELECT`: nothing of a million members
passes through Python.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Count, Exists, Q, QuerySet
from django.utils import translation

from cms.mail.providers import batch_size
from cms.members.models import Member, MemberQuerySet, standing_suppressions
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import Rule
from newsletters.editions.pages import NewsletterPage
from newsletters.editions.seats import as_it_is_now

from . import fuse, stopping
from .models import Act, Batch, Delivery, Mailing, Words, key_of
from .points import reached
from .queries import copies_of, is_due, without_copy

LEDGER = """
    INSERT INTO {delivery} (id, mailing_id, member_id, address, state, reason, provider_id)
    SELECT %s + row_number() OVER (ORDER BY {order}), %s, member.id, member.email_key, %s, '', ''
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
            .first()
        )
        if mailing is None:
            return False
        if mailing.send_at and not is_published(mailing):
            stopping.pause(mailing, Mailing.Pause.UNPUBLISHED, now=now)
            return False
        audience = recipients(Rule.stored(mailing.audience), mailing.series)
        mailing.candidates, mailing.suppressed, mailing.excluded = count(mailing, audience)
        members = without_copy(mailing.letter_key, audience.reachable())
        translations = list(mailing.translations.all())
        languages = [each.language for each in translations]
        shares = readers(members, languages)
        mailing.frozen = write_deliveries(mailing, members, languages)
        reached("T1.mid")
        wanted = mailing.candidates - mailing.suppressed - mailing.excluded
        if mailing.frozen != wanted:
            raise LedgerError(f"{mailing.frozen} rows for {wanted} recipients")
        write_batches(mailing, shares)
        freeze_seats([mailing, *translations])
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


def freeze_seats(languages: Iterable[Words]) -> None:
    """Say to all readers, in each language, the seats that are left now."""
    for written in languages:
        with translation.override(written.language):
            html, text = as_it_is_now(written.html, written.text)
        if (html, text) != (written.html, written.text):
            written.html, written.text = html, text
            written.save(update_fields=["html", "text"])


def is_published(mailing: Mailing) -> bool:
    """Whether the newsletter still stands on the site: who took it down did not mean it to go out later."""
    return NewsletterPage.objects.filter(pk=mailing.page_id, live=True).exists()


def count(mailing: Mailing, audience: MemberQuerySet) -> tuple[int, int, int]:
    """How many are in the audience, how many of them cannot be reached, and how many others have a copy."""
    looked_at = audience.order_by().annotate(
        is_stopped=Exists(standing_suppressions()), has_copy=Exists(copies_of(mailing.letter_key))
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


def readers(members: QuerySet[Member], languages: Sequence[str]) -> dict[str, int]:
    """{language: how many of these members read the letter in it}, in the order of the languages."""
    if not languages:
        return {}
    found = members.filter(language__in=languages).order_by("language").values_list("language")
    numbers = dict(found.annotate(number=Count("pk")))
    return {language: numbers.get(language, 0) for language in languages}


def write_deliveries(
    mailing: Mailing, members: QuerySet[Member], languages: Sequence[str] = ()
) -> int:
    """One row for each of these members; return how many.

    In the order of their ids; those of each further language after the others.
    """
    columns, order = ["id", "email_key"], "member.id"
    if languages:
        cases = " ".join(f"WHEN %s THEN {place}" for place in range(1, len(languages) + 1))
        columns, order = (
            [*columns, "language"],
            f"CASE member.language {cases} ELSE 0 END, member.id",
        )
    chosen, values = members.order_by().values(*columns).query.sql_with_params()
    statement = LEDGER.format(delivery=Delivery._meta.db_table, members=chosen, order=order)
    with connection.cursor() as cursor:
        start, waiting = key_of(mailing.pk, 0), Delivery.State.WAITING
        cursor.execute(statement, [start, *languages, mailing.pk, waiting, *values])
        written = cursor.rowcount
        if connection.vendor == "postgresql":
            # A table that grew by a million rows in one go is planned for as if it were empty.
            cursor.execute(f"ANALYZE {Delivery._meta.db_table}")
    return written


def write_batches(mailing: Mailing, shares: Mapping[str, int]) -> None:
    """As many batches as the recipients take, numbered from 1; none holds readers of two languages."""
    spans = batch_spans(mailing.frozen, shares, batch_size())
    Batch.objects.bulk_create(
        (
            Batch(
                id=key_of(mailing.pk, number),
                mailing=mailing,
                number=number,
                language=language,
                first=key_of(mailing.pk, first),
                last=key_of(mailing.pk, last),
            )
            for number, (language, first, last) in enumerate(spans, 1)
        ),
        batch_size=1_000,
    )


def batch_spans(
    frozen: int, shares: Mapping[str, int], size: int
) -> Iterator[tuple[str, int, int]]:
    """(language, first place, last place) of each batch. The mailing's own language, empty, comes first."""
    begin = 1
    for language, count in {"": frozen - sum(shares.values()), **shares}.items():
        end = begin + count - 1
        for first in range(begin, end + 1, size):
            yield language, first, min(first + size - 1, end)
        begin = end + 1
