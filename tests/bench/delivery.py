"""How fast a mailing goes out, beside what a plain program makes of it on the same machine.

    python -m tests.bench.delivery --recipients 100000 --provider mailgun --database sqlite|postgres
        [--batch 1000] [--calls 16] [--delay 0.5] [--baseline | --ledger] [--json FILE]

Freezes, plans and hands over one newsletter of fifteen blocks through the real sending code to a provider
on loopback in a process of its own, with all duties done: ledger, tokens, consent and suppression checked
at the claim, results recorded. `--baseline` measures in the same run what plain Django makes of it: rows by
`bulk_create`, one Anymail call after the other; or Django's own SMTP backend. `--ledger` measures the
`bulk_create` alone, which at a million is enough of a wait.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.bench.endpoint import provider_process
from tests.bench.settings import measured_site
from tests.endpoints import provider_settings
from tests.smtp_server import smtp_settings

ORGANISATION = "Prøveby Kommune"
MEMBERS_AT_ONCE = 20_000


def measure(options: argparse.Namespace, place: str) -> dict[str, Any]:
    import logging

    from django.conf import settings

    logging.disable(logging.INFO)
    given = (
        smtp_settings(int(place))
        if options.provider == "smtp"
        else provider_settings(options.provider, place)
    )
    for name, value in given.items():
        setattr(settings, name, value)
    if hasattr(settings, "ANYMAIL"):
        settings.ANYMAIL["REQUESTS_TIMEOUT"] = (5, 60)
    settings.MAIL_BATCH_SIZE, settings.MAIL_CALLS = options.batch, options.calls
    make_members(options.recipients)
    figures = measure_ours(options)
    if options.baseline:
        from tests.bench.baseline import measure_plain

        figures["plain"] = measure_plain(options)
    elif options.ledger:
        from tests.bench.baseline import plain_ledger

        begin = time.perf_counter()
        plain_ledger()
        figures["plain"] = {"ledger_s": round(time.perf_counter() - begin, 2)}
    return figures


def measure_ours(options: argparse.Namespace) -> dict[str, Any]:
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from newsletters.audiences.rules import Rule
    from newsletters.delivery import actions, planning, sending
    from newsletters.delivery.queries import balance
    from newsletters.editions.pages import NewsletterPage
    from tests.bench.rendering import make_page
    from tests.bench.shares import Shares

    page = NewsletterPage.objects.get(pk=make_page())
    begin, cpu = time.perf_counter(), time.process_time()
    mailing = actions.send(page=page, rule=Rule(), user=None, now=timezone.now())
    frozen = time.perf_counter()
    with patch.object(planning, "write_deliveries", timed(planning.write_deliveries)):
        planning.plan(mailing.pk, now=timezone.now())
        insert = planning.write_deliveries.seconds
    planned = time.perf_counter()
    memory = peak_memory()
    while sending.send_batches(mailing.pk):
        pass
    sent, spent = time.perf_counter(), time.process_time() - cpu
    numbers = balance(mailing)
    assert numbers.accepted == numbers.frozen == options.recipients, numbers
    figures = {
        "recipients": options.recipients,
        "provider": options.provider,
        "batch": options.batch,
        "calls_at_once": options.calls,
        "seconds_a_call": options.delay,
        "freeze_s": round(frozen - begin, 3),
        "insert_s": round(insert, 2),
        "ledger_s": round(planned - frozen, 2),
        "hand_over_s": round(sent - planned, 2),
        "all_s": round(sent - begin, 2),
        "recipients_a_second": round(options.recipients / (sent - begin)),
        "cpu_s_a_thousand": round(spent / options.recipients * 1000, 4),
        "memory_before_handing_over_mb": memory,
        "peak_memory_mb": peak_memory(),
    }
    # Where the time goes, and what a batch asks of the database: on a few batches, one after the other.
    few = mailing_to_few(page, options)
    reset_queries()
    with CaptureQueriesContext(connection) as captured, Shares() as shares:
        sending.send_batches(few.pk)
    batches = max(1, few.batches.count())
    overhead = 12
    figures["queries_a_batch"] = round((len(captured) - overhead) / batches, 1)
    figures["shares_percent"] = shares.percent()
    return figures


def mailing_to_few(page: Any, options: argparse.Namespace) -> Any:
    """The same letter again to everybody, cut down to forty batches."""
    from django.utils import timezone

    from cms.series.queries import first_series
    from newsletters.delivery import actions, planning
    from newsletters.delivery.models import Batch, Delivery, Mailing
    from newsletters.editions.rendering import render

    mailing = actions.freeze(
        Mailing(
            page_key=page.pk + 1_000_000,
            series=first_series(),
            revision_key=0,
            audience={},
            audience_sentence="alle",
            audience_key="few",
            **actions.words_of(render(page)),
        ),
        user=None,
        now=timezone.now(),
    )
    planning.plan(mailing.pk, now=timezone.now())
    Batch.objects.filter(mailing=mailing, number__gt=40).delete()
    last = Batch.objects.filter(mailing=mailing).order_by("-id").first()
    Delivery.objects.of(mailing).filter(pk__gt=last.last).delete()
    return mailing


def timed(work: Callable) -> Any:
    """The same function, which keeps the seconds of its last call as `seconds`."""

    def wrapped(*arguments: Any) -> Any:
        begin = time.perf_counter()
        try:
            return work(*arguments)
        finally:
            wrapped.seconds = time.perf_counter() - begin  # type: ignore[attr-defined]

    return wrapped


def peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def make_members(count: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from cms.mail.addresses import fingerprint
    from cms.members.models import Consent, Member
    from cms.organisations.models import Organisation
    from cms.series.queries import first_series

    series = first_series()
    organisation = Organisation.objects.create(name=ORGANISATION)
    for start in range(0, count, MEMBERS_AT_ONCE):
        members = Member.objects.bulk_create(
            Member(
                first_name=f"Anna {number % 997}",
                email=f"medlem{number}@kommune.example",
                email_key=f"medlem{number}@kommune.example",
                fingerprint=fingerprint(f"medlem{number}@kommune.example"),
                organisation=organisation,
            )
            for number in range(start, min(start + MEMBERS_AT_ONCE, count))
        )
        Consent.objects.bulk_create(
            Consent(member=member, series=series, words="Ja tak.", given_at=timezone.now())
            for member in members
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--provider", default="mailgun")
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--calls", type=int, default=4)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds that each call takes")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--baseline", action="store_true", help="measure plain Django too")
    parser.add_argument("--ledger", action="store_true", help="measure bulk_create alone")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    options = parser.parse_args()
    with (
        provider_process(options.provider, options.delay) as place,
        measured_site(options.database),
    ):
        figures = measure(options, place)
    figures |= {"database": options.database, "cores": os.cpu_count()}
    text = json.dumps(figures, indent=2) + "\n"
    if options.json:
        options.json.write_text(text)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
