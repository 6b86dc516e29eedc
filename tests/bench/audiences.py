"""How fast an audience is counted.

    python -m tests.bench.audiences --members 100000 --database sqlite|postgres

Members spread over 103 organisations, with three areas of interest each of ten; a twentieth has not said
yes, a hundredth takes no mail. Prints milliseconds for each rule: the middle one of nine.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.bench.settings import measured_site

AT_ONCE = 20_000
TOPICS, ORGANISATIONS = 10, 103


def make_members(count: int) -> list[int]:
    """The members; return the ids of their areas."""
    from django.db import connection
    from django.utils import timezone

    from cms.mail.addresses import fingerprint
    from cms.members.models import Consent, Member, Suppression
    from cms.organisations.models import Organisation
    from cms.series.queries import first_series
    from tests.factories.pages import make_goal, make_home, make_topic

    make_home()
    series = first_series()
    goals = [make_goal(number) for number in (7, 13)]
    topics = [make_topic(goals=[goals[place % 2]]).pk for place in range(TOPICS)]
    kinds = [kind.value for kind in Organisation.Kind]
    organisations = [
        Organisation.objects.create(name=f"Sted {place}", kind=kinds[place % 3])
        for place in range(ORGANISATIONS)
    ]
    now = timezone.now()
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        members = Member.objects.bulk_create(
            Member(
                first_name=f"Anna {number % 997}",
                email=f"medlem{number}@kommune.example",
                email_key=f"medlem{number}@kommune.example",
                fingerprint=fingerprint(f"medlem{number}@kommune.example"),
                organisation=organisations[number % ORGANISATIONS],
                unit=Member.Unit.values[number % 11],
            )
            for number in numbers
        )
        Consent.objects.bulk_create(
            Consent(member=member, series=series, words="Ja tak.", given_at=now)
            for number, member in zip(numbers, members, strict=True)
            if number % 20
        )
        Suppression.objects.bulk_create(
            Suppression(fingerprint=member.fingerprint, reason="bounced", at=now)
            for member in members[1::100]
        )
        through = Member.topics.through
        through.objects.bulk_create(
            through(member_id=member.pk, topicpage_id=topics[(number * 7 + place) % TOPICS])
            for number, member in zip(numbers, members, strict=True)
            for place in (0, 3, 5)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return topics


def measure(topics: list[int]) -> dict[str, Any]:
    from newsletters.audiences.groups import Condition, Group
    from newsletters.audiences.queries import count, sample
    from newsletters.audiences.rules import Rule

    areas = Condition("topic", tuple(topics[:2]))
    not_hr = Condition("unit", ("hr",), is_true=False)
    kinds = Condition("kind", ("municipality", "region"))
    rules = {
        "everybody": Rule(),
        "two areas": Rule(groups=[Group((areas,))]),
        "kinds, areas and not a unit": Rule(groups=[Group((kinds, areas, not_hr))]),
        "kinds or areas or a goal, and not a unit": Rule(
            groups=[Group((kinds, areas, Condition("goal", (7,))), "any"), Group((not_hr,))]
        ),
        "not an area, since a day": Rule(
            groups=[
                Group(
                    (
                        Condition("topic", (topics[0],), is_true=False),
                        Condition("joined", ("2020-01-01",)),
                    )
                )
            ]
        ),
    }
    return {
        name: {
            "count_ms": milliseconds(lambda rule=rule: count(rule)),
            "sample_ms": milliseconds(lambda rule=rule: sample(rule, 10)),
            "counted": vars(count(rule)),
        }
        for name, rule in rules.items()
    }


def milliseconds(work: Callable[[], Any]) -> float:
    taken = []
    for _ in range(9):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return round(statistics.median(taken) * 1000, 1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args()
    with measured_site(options.database):
        figures = measure(make_members(options.members))
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
