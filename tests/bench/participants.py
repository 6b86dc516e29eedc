"""How fast an editor sees who comes to a day, finds one of them, and gets the papers.

    python -m tests.bench.participants --registrations 2000 --database sqlite|postgres

Every tenth brings a guest, every twentieth waits; each has three events. Prints milliseconds: the middle one
of nine; the papers once.
"""

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.bench.settings import measured_site

AT_ONCE = 5_000


def make_people(count: int) -> int:
    """A day that begins in an hour, with so many people; its id."""
    from django.db import connection
    from django.utils import timezone

    from cms.invitations.models import Registration, SeatEvent
    from cms.mail.addresses import fingerprint
    from cms.members.models import Member
    from cms.organisations.importing import load_organisations
    from cms.organisations.models import Organisation
    from tests.factories.pages import make_home, make_invitation

    make_home()
    load_organisations()
    places = list(Organisation.objects.order_by("pk"))
    now = timezone.now()
    day = make_invitation(starts_at=now + dt.timedelta(hours=1), seats=count)
    emails = [f"medlem{number}@kommune.example" for number in range(count)]
    members = Member.objects.bulk_create(
        Member(
            first_name=f"Anna {number % 997}",
            last_name=f"Jensen {number % 31}",
            email=email,
            email_key=email,
            fingerprint=fingerprint(email),
            organisation=places[number % len(places)],
        )
        for number, email in enumerate(emails)
    )
    own = Registration.objects.bulk_create(
        (
            Registration(
                invitation=day,
                number=number,
                state="waiting" if number % 20 == 0 else "seated",
                member=member,
                organisation_id=member.organisation_id,
                is_on_list=number % 5 > 0,
                created_at=now,
                seated_at=now,
                checked_in_at=now if number % 3 == 0 else None,
            )
            for number, member in enumerate(members, 1)
        ),
        batch_size=AT_ONCE,
    )
    Registration.objects.filter(pk__in=[one.pk for one in own[::10]]).update(host=own[1])
    SeatEvent.objects.bulk_create(
        (SeatEvent(registration=one, what="seated", at=now) for one in own for _ in range(3)),
        batch_size=AT_ONCE,
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return day.pk


def once(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return round((time.perf_counter() - start) * 1000, 1)


def measure(day: int) -> dict[str, float]:
    from django.test import Client

    from tests.bench.audiences import milliseconds
    from tests.factories.people import make_editor

    client = Client()
    client.force_login(make_editor())
    page = f"/admin/days/{day}/participants/"
    door = f"/admin/days/{day}/check-in/"
    client.get(page)
    client.get(door)
    return {
        "page_ms": milliseconds(lambda: client.get(page)),
        "last_page_ms": milliseconds(lambda: client.get(page, {"p": "19"})),
        "search_ms": milliseconds(lambda: client.get(page, {"q": "anna 12"})),
        "check_in_ms": milliseconds(lambda: client.get(door)),
        "check_in_search_ms": milliseconds(lambda: client.get(door, {"q": "jens 30"})),
        "csv_ms": once(lambda: client.get(page, {"export": "csv"})),
        "xlsx_ms": once(lambda: client.get(page, {"export": "xlsx"})),
        "badges_400_ms": once(lambda: client.get(f"/admin/days/{day}/badges.pdf")),
        "list_pdf_ms": once(lambda: client.get(f"/admin/days/{day}/participants.pdf")),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--registrations", type=int, default=2_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    with measured_site(options.database):
        found = measure(make_people(options.registrations))
    sys.stdout.write(json.dumps(vars(options) | found, indent=2) + "\n")


if __name__ == "__main__":
    main()
