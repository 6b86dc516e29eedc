"""What a plain program makes of the same mailing: the ledger by `bulk_create`, one call after the other.

No tokens, no consent checked at the claim, no attempt written, nothing survives a crash: only rows, a batch,
a call, rows again. By SMTP it is Django's own backend, a message at a time over one connection.
"""

import argparse
import time
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.module_loading import import_string

from cms.mail.message import in_syntax_of
from cms.mail.providers import provider
from cms.members.models import Member
from newsletters.delivery.models import Delivery, Mailing, key_of
from newsletters.delivery.writing import content_of

# Django's backend takes 3 ms a message: a few thousand tell its rate.
MOST_BY_SMTP = 2_000
OWN_MAILING = 2_000_000


def measure_plain(options: argparse.Namespace) -> dict[str, Any]:
    mailing = Mailing.objects.order_by("pk").first()
    begin = time.perf_counter()
    count = plain_ledger()
    ledger = time.perf_counter() - begin
    begin = time.perf_counter()
    sent = plain_smtp(mailing) if options.provider == "smtp" else plain_calls(mailing, options)
    hand_over = time.perf_counter() - begin
    rate = sent / hand_over
    return {
        "ledger_s": round(ledger, 2),
        "handed_over": sent,
        "hand_over_s": round(hand_over, 2),
        "recipients_a_second": round(count / (ledger + count / rate)),
    }


def plain_ledger() -> int:
    """A row for each member, as Django programs write them."""
    members = Member.objects.order_by("pk").values_list("pk", "email_key").iterator(10_000)
    rows = (
        Delivery(
            pk=key_of(OWN_MAILING, place), mailing_id=OWN_MAILING, member_id=pk, address=address
        )
        for place, (pk, address) in enumerate(members, 1)
    )
    return len(Delivery.objects.bulk_create(rows, batch_size=1_000))


def plain_calls(mailing: Mailing, options: argparse.Namespace) -> int:
    """Batch after batch through Anymail as it comes, then one update for the batch."""
    from anymail.message import AnymailMessage

    content = in_syntax_of(provider(), content_of(mailing))
    connection = import_string(settings.MAIL_BACKEND)()
    connection.open()
    rows = Delivery.objects.filter(mailing_id=OWN_MAILING).select_related("member").order_by("pk")
    sent = 0
    for start in range(0, options.recipients, options.batch):
        batch = list(rows[start : start + options.batch])
        message = AnymailMessage(
            content.subject, content.text, content.sender, [row.address for row in batch]
        )
        message.attach_alternative(content.html, "text/html")
        message.merge_data = {
            row.address: {"greeting": f"Kære {row.member.first_name}"} for row in batch
        }
        message.merge_metadata = {row.address: {"delivery": str(row.pk)} for row in batch}
        connection.send_messages([message])
        keys = [row.pk for row in batch]
        Delivery.objects.filter(pk__in=keys).update(state=Delivery.State.ACCEPTED)
        sent += len(batch)
    connection.close()
    return sent


def plain_smtp(mailing: Mailing) -> int:
    content = content_of(mailing)
    connection = get_connection(settings.MAIL_BACKEND)
    connection.open()
    rows = Delivery.objects.filter(mailing_id=OWN_MAILING).order_by("pk")[:MOST_BY_SMTP]
    sent = 0
    for row in rows:
        message = EmailMultiAlternatives(
            content.subject, content.text, content.sender, [row.address], headers=content.headers
        )
        message.attach_alternative(content.html, "text/html")
        sent += connection.send_messages([message])
        Delivery.objects.filter(pk=row.pk).update(state=Delivery.State.ACCEPTED)
    connection.close()
    return sent
