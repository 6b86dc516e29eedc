"""How fast a mailing goes out: `python -m tests.bench.delivery --recipients 10000 --database sqlite`.

Freezes, plans and hands over one newsletter through Anymail's Mailgun backend to an endpoint on
loopback in a process of its own, with all duties done: ledger, tokens, consent checked at the claim.
"""

import argparse
import json
import multiprocessing
import os
import resource
import sys
import time
from multiprocessing.connection import Connection
from typing import Any

from tests.bench.settings import measured_site
from tests.endpoints import mailgun_settings, running_endpoint


def serve(pipe: Connection) -> None:
    """The provider's process: says where it is, then how many calls came when asked to stop."""
    with running_endpoint(keep=False) as endpoint:
        pipe.send(endpoint.url)
        pipe.recv()
        pipe.send(endpoint.count)


def measure(recipients: int, batch: int, url: str) -> dict[str, Any]:
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from newsletters.audiences.rules import Rule
    from newsletters.delivery import actions, planning, sending
    from newsletters.delivery.queries import balance
    from tests.bench.rendering import make_page

    for name, value in mailgun_settings(url).items():
        setattr(settings, name, value)
    settings.ANYMAIL["REQUESTS_TIMEOUT"] = (5, 60)
    settings.MAIL_BATCH_SIZE = batch
    make_members(recipients)
    page = make_newsletter(make_page())

    begin = time.perf_counter()
    mailing = actions.send(page=page, rule=Rule(), user=None, now=timezone.now())
    frozen = time.perf_counter()
    planning.plan(mailing.pk, now=timezone.now())
    planned = time.perf_counter()
    mailing.refresh_from_db()
    with CaptureQueriesContext(connection) as captured:
        sending.send_next(mailing)
    queries = len(captured)
    sending.send_batches(mailing.pk)
    sent = time.perf_counter()
    numbers = balance(mailing)
    assert numbers.accepted == numbers.frozen == recipients, numbers
    return {
        "recipients": recipients,
        "batch": batch,
        "freeze_s": round(frozen - begin, 3),
        "plan_s": round(planned - frozen, 2),
        "hand_over_s": round(sent - planned, 2),
        "recipients_a_second": round(recipients / (sent - begin)),
        "queries_a_batch": queries,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def make_newsletter(key: int) -> Any:
    from newsletters.editions.pages import NewsletterPage

    return NewsletterPage.objects.get(pk=key)


def make_members(count: int) -> None:
    from django.utils import timezone

    from cms.members.models import Consent, Member
    from cms.organisations.models import Organisation

    organisation = Organisation.objects.create(name="Prøveby Kommune")
    for start in range(0, count, 5_000):
        members = Member.objects.bulk_create(
            Member(
                first_name="Anna",
                email=f"medlem{number}@kommune.example",
                email_key=f"medlem{number}@kommune.example",
                organisation=organisation,
            )
            for number in range(start, min(start + 5_000, count))
        )
        Consent.objects.bulk_create(
            Consent(member=member, wording="Ja tak.", given_at=timezone.now()) for member in members
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    here, there = multiprocessing.get_context("spawn").Pipe()
    provider = multiprocessing.get_context("spawn").Process(target=serve, args=(there,))
    provider.start()
    try:
        with measured_site(options.database):
            result = measure(options.recipients, options.batch, here.recv())
        here.send("stop")
        result |= {"calls": here.recv(), "database": options.database, "cores": os.cpu_count()}
        sys.stdout.write(json.dumps(result, indent=2) + "\n")
    finally:
        provider.terminate()
        provider.join()


if __name__ == "__main__":
    main()
