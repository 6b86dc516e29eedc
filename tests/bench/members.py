"""How fast the register of members opens in the admin, as an editor sees it: plain, searched, filtered.

    python -m tests.bench.members --members 100000 --database sqlite|postgres

Members as in `tests.bench.coverage`, half of whom have said yes. Prints milliseconds: the middle one of nine.
"""

import argparse
import json
import sys

from tests.bench.coverage import make_members
from tests.bench.settings import measured_site

ASKED = {
    "list": {},
    "last page": {"p": "-1"},
    "by organisation": {"o": "2"},
    "by mail": {"o": "-5"},
    "a name": {"q": "anna 99"},
    "an address": {"q": "medlem777@"},
    "nobody": {"q": "findes ikke"},
    "has said yes": {"newsletter": "nyhedsbrev"},
    "has said no": {"newsletter": "no"},
    "mail stopped": {"mail": "stopped"},
    "regions": {"organisation__kind__exact": "region"},
}


def give_consents() -> None:
    from django.utils import timezone

    from cms.members.models import Consent, Member
    from tests.factories.people import make_series

    series, now = make_series(), timezone.now()
    ids = Member.objects.order_by("pk").values_list("pk", flat=True)[::2]
    Consent.objects.bulk_create(
        (Consent(member_id=pk, series=series, words="Ja.", given_at=now) for pk in ids),
        batch_size=5_000,
    )


def measure() -> dict[str, float]:
    from django.test import Client

    from tests.bench.audiences import milliseconds
    from tests.factories.people import make_editor

    client = Client()
    client.force_login(make_editor())
    client.get("/admin/members/")
    return {
        what: milliseconds(lambda asked=asked: client.get("/admin/members/", asked))
        for what, asked in ASKED.items()
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
        give_consents()
        figures = measure()
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
