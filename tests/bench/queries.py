"""Whether a page costs as many queries among many pages as among few: `python -m tests.bench.queries`.

One page of each kind and each public view is asked for, made anew each time, first among 10 pages and then
among `--pages`. Prints how often the database was asked, and ends with a fault where the two differ.
"""

import argparse
import logging
import sys

from tests.bench.search import make_ground, make_stories
from tests.bench.settings import measured_site

FEW = 10
# Asks for the same page, and nothing that is kept answers it.
ANEW = "measured=1"


def make_pages() -> dict[str, str]:
    """{kind: address} of a page of each kind, with goals and areas."""
    from home.models import StandardPage
    from tests.factories.library import KINDS as IN_LIBRARY
    from tests.factories.pages import add, make_home, make_invitation, make_newsletter, make_story

    home = make_home()
    about = {"goals": goals()[:2], "topics": topics()[:2]}
    pages = {
        "network page": home,
        "plain page": add(home, StandardPage(title="Om os", slug="om-os")),
        "goal": about["goals"][0],
        "area": about["topics"][0],
        "story": make_story(**about),
        "network day": make_invitation(seats=20, **about),
        "newsletter": make_newsletter(),
        **{f"library: {name}": make(**about) for name, make in IN_LIBRARY.items()},
    }
    parents = [page.get_parent() for page in pages.values() if page != home]
    lists = {f"list: {parent.title}": parent for parent in parents if parent.pk != home.pk}
    addresses = {kind: page.get_url() for kind, page in (pages | lists).items()}
    return addresses | {
        # What a hit costs follows from its kind: here all are of one.
        "search": "/soeg/?q=verdensm%C3%A5l&type=story",
        "search by facets": "/soeg/?level=tactical",
        "goals across areas": "/soeg/",
        "what members asked for": "/du-sagde/",
        "feed of stories": "/historier.atom",
        "not found": "/her-er-intet/",
    }


def goals() -> list:
    from cms.models import GoalPage

    return list(GoalPage.objects.order_by("number"))


def topics() -> list:
    from cms.models import TopicPage

    return list(TopicPage.objects.order_by("pk"))


def count(addresses: dict[str, str]) -> dict[str, int]:
    """{kind: queries}, once what every page asks for is remembered."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.PAGE_CACHE = True
    client, found = Client(), {}
    for kind, address in addresses.items():
        anew = f"{address}{'&' if '?' in address else '?'}{ANEW}"
        numbers = []
        for _ in range(4):
            with CaptureQueriesContext(connection) as asked:
                client.get(anew)
            numbers.append(len(asked))
        # Once a second a page also looks whether another machine has changed something.
        found[kind] = min(numbers)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    with measured_site(options.database):
        make_ground()
        make_stories(0, FEW)
        addresses = make_pages()
        few = count(addresses)
        make_stories(FEW + len(addresses), options.pages)
        many = count(addresses)
    for kind in addresses:
        differs = "" if few[kind] == many[kind] else "   DIFFERS"
        sys.stdout.write(f"{kind:28} {few[kind]:3} {many[kind]:3}{differs}\n")
    if few != many:
        raise SystemExit("A page costs more queries the more pages there are.")


if __name__ == "__main__":
    main()
