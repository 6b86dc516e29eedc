"""How fast the directory of members is.

    python -m tests.bench.directory --members 100000 --database sqlite|postgres

All members are in it and show everything, with two areas and two goals each, so that no filter is spared any
work. Prints milliseconds for the whole page, the middle one of nine, beside those for 100 members; and how
often the database is asked, which is the same for both.
"""

import argparse
import json
import sys
from typing import Any

from tests.bench.settings import measured_site

AT_ONCE = 20_000
FEW = 100
FIRST = ("Anna", "Søren", "Åse", "Bo", "Mette", "Jørgen", "Ida", "Lars", "Ærlig", "Zoe", "Piotr")
LAST = ("Holm", "Kjær", "Østergaard", "Dahl", "Bruun", "Friis", "Skov", "Ørsted", "Åberg", "Lund")


def make_places() -> list[Any]:
    from cms.organisations.importing import load_organisations
    from cms.organisations.models import Organisation
    from tests.factories.pages import make_goal, make_home, make_topic

    make_home()
    load_organisations()
    for _ in range(10):
        make_topic()
    for number in range(1, 18):
        make_goal(number)
    return list(Organisation.objects.order_by("pk"))


def make_members(first: int, count: int, places: list[Any]) -> None:
    from django.db import connection
    from django.utils import timezone

    from cms.directory.models import Entry
    from cms.mail.addresses import fingerprint
    from cms.members.models import Member
    from cms.topics.pages import GoalPage, TopicPage

    topics = list(TopicPage.objects.values_list("pk", flat=True))
    goals = list(GoalPage.objects.values_list("pk", flat=True))
    units, roles, now = Member.Unit.values, Member.Role.values, timezone.now()
    of_topic: Any = Member.topics.through
    of_goal: Any = Member.goals.through
    for start in range(first, count, AT_ONCE):
        members = Member.objects.bulk_create(
            Member(
                first_name=FIRST[number % 11],
                last_name=f"{LAST[number % 10]} {LAST[number // 110 % 10]}",
                email=f"medlem{number}@kommune.example",
                email_key=f"medlem{number}@kommune.example",
                fingerprint=fingerprint(f"medlem{number}@kommune.example"),
                organisation=places[(number * number) % len(places)],
                unit=units[number % len(units)],
                role=roles[number % len(roles)],
            )
            for number in range(start, min(start + AT_ONCE, count))
        )
        entries = [entry_of(Entry, member, now) for member in members]
        Entry.objects.bulk_create(entries)
        of_topic.objects.bulk_create(
            of_topic(member=member, topicpage_id=topics[(member.pk + step) % len(topics)])
            for member in members
            for step in (1, 3)
        )
        of_goal.objects.bulk_create(
            of_goal(member=member, goalpage_id=goals[(member.pk + step) % len(goals)])
            for member in members
            for step in (1, 5)
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def entry_of(model: Any, member: Any, now: Any) -> Any:
    shown = ("shows_unit", "shows_role", "shows_level", "shows_topics", "shows_goals")
    entry = model(member=member, listed_at=now, **dict.fromkeys(shown, True))
    entry.take_name()
    return entry


def searches() -> dict[str, dict[str, Any]]:
    from cms.organisations.models import Organisation
    from cms.topics.pages import GoalPage, TopicPage

    region = Organisation.objects.filter(kind="region").order_by("pk")[0]
    place = Organisation.objects.filter(kind="municipality").order_by("pk")[0]
    topic, goal = TopicPage.objects.all()[0], GoalPage.objects.all()[0]
    last = 10**9
    return {
        "first_page": {},
        "last_page": {"page": last},
        "name": {"name": "søren kj"},
        "name_that_nobody_has": {"name": "xyz"},
        "organisation": {"organisation": place.name},
        "region": {"region": region.pk},
        "area": {"topic": topic.pk},
        "area_last_page": {"topic": topic.pk, "page": last},
        "goal": {"goal": goal.pk},
        "unit": {"unit": "hr"},
        "role": {"role": "director"},
        "all_at_once": {
            "name": "a",
            "region": region.pk,
            "topic": topic.pk,
            "goal": goal.pk,
            "unit": "hr",
            "role": "director",
        },
    }


def measure() -> dict[str, tuple[float, int]]:
    """{search: (milliseconds, queries)} of the whole page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from cms.accounts.actions import open_account
    from tests.bench.audiences import milliseconds

    client = Client()
    client.force_login(open_account(address="medlem1@kommune.example"))
    found = {}
    for name, query in searches().items():
        client.get("/medlemmer/", query)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get("/medlemmer/", query)
        if answer.status_code != 200:
            raise SystemExit(f"{name}: {answer.status_code}")
        queries = len(asked)
        spent = milliseconds(lambda query=query: client.get("/medlemmer/", query))
        found[name] = (spent, queries)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    with measured_site(options.database):
        places = make_places()
        make_members(0, FEW, places)
        few = measure()
        make_members(FEW, options.members, places)
        many = measure()
    figures = {
        name: {
            f"ms_{FEW}": few[name][0],
            f"ms_{options.members}": many[name][0],
            f"queries_{FEW}": few[name][1],
            f"queries_{options.members}": many[name][1],
        }
        for name in many
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
