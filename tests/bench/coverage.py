"""How fast the page on coverage is, and a name is found.

    python -m tests.bench.coverage --members 100000 --database sqlite|postgres

Members spread over all municipalities and regions, many in few; a hundredth takes no mail. Prints
milliseconds: the middle one of nine.
"""

import argparse
import json
import sys

from tests.bench.settings import measured_site

AT_ONCE = 20_000


def make_members(count: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from cms.mail.addresses import fingerprint
    from cms.members.models import Member, Suppression
    from cms.organisations.importing import load_organisations
    from cms.organisations.models import Organisation
    from tests.factories.pages import make_home

    make_home()
    load_organisations()
    places = list(Organisation.objects.order_by("pk"))
    now = timezone.now()
    for start in range(0, count, AT_ONCE):
        members = Member.objects.bulk_create(
            Member(
                first_name=f"Anna {number % 997}",
                email=f"medlem{number}@kommune.example",
                email_key=f"medlem{number}@kommune.example",
                fingerprint=fingerprint(f"medlem{number}@kommune.example"),
                organisation=places[(number * number) % len(places)],
            )
            for number in range(start, min(start + AT_ONCE, count))
        )
        Suppression.objects.bulk_create(
            Suppression(fingerprint=member.fingerprint, reason="bounced", at=now)
            for member in members[1::100]
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def measure() -> dict[str, float]:
    from django.test import Client
    from django.utils import timezone

    from cms.members.coverage import coverage
    from cms.organisations.queries import organisations_called
    from tests.bench.audiences import milliseconds
    from tests.factories.people import make_editor

    today = timezone.localdate()
    client = Client()
    client.force_login(make_editor())
    client.get("/admin/coverage/")
    return {
        "counting_ms": milliseconds(lambda: coverage(on=today)),
        "page_ms": milliseconds(lambda: client.get("/admin/coverage/")),
        "finding_ms": milliseconds(lambda: organisations_called("kommune", on=today)),
        "endpoint_ms": milliseconds(lambda: client.get("/organisationer/", {"q": "midd"})),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    with measured_site(options.database):
        make_members(options.members)
        figures = measure()
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
