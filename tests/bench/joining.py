"""How many visitors can join at once: `python -m tests.bench.joining`.

The site as it is served (granian, a process for each core) on loopback, and a client in a process of its own
that begins so many requests a second, each on a connection of its own and whether or not the earlier ones are
answered. Every request is somebody else who fills in the whole form. Limits by IP address and by hour are
off, as all come from here. Afterwards it is counted: each that was thanked must be written down once.
"""

import argparse
import os
import sys

from tests.bench.serving import Answer, in_words, posted, send_all, served
from tests.bench.settings import measured_site

LIMITS = {"JOIN_PER_IP": "0", "JOIN_PER_NETWORK": "0", "JOIN_PER_HOUR": "0"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rate", type=int, default=100, help="requests a second")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--workers", type=int, default=2, help="granian's processes, one a core")
    parser.add_argument("--threads", type=int, default=1, help="blocking threads of each")
    options = parser.parse_args()
    os.environ.update(LIMITS)
    with measured_site(options.database):
        form = prepare()
        requests = [
            (number / options.rate, visitor(form, number))
            for number in range(options.rate * options.seconds)
        ]
        with served(options.workers, options.threads) as port:
            answers = send_all(port, requests)
        report(answers, options.database)


def visitor(form: dict[str, object], number: int) -> bytes:
    return posted("/bliv-medlem/", {**form, "email": f"visitor{number}@koege.example"})


def prepare() -> dict[str, object]:
    """A site with all organisations, areas and goals; the form of one visitor, without the address."""
    import logging

    from cms.organisations.importing import load_organisations
    from cms.series.queries import shown_wordings
    from tests.factories.joining import typed
    from tests.factories.pages import make_goal, make_topic

    logging.disable(logging.INFO)
    load_organisations()
    topics = [make_topic().pk for _ in range(10)]
    goals = [make_goal(number).pk for number in range(1, 18)]
    return typed(
        organisation="Køge Kommune",
        is_elsewhere="",
        unit="hr",
        role="director",
        topics=topics[:3],
        goals=goals[:3],
        wordings=[wording.pk for wording in shown_wordings("da")],
    )


def report(answers: list[Answer], database: str) -> None:
    from django_tasks_db.models import DBTaskResult

    from cms.members.models import SignUp

    thanked = sum(status.startswith("302") for _taken, status in answers)
    rows = SignUp.objects.count()
    different = SignUp.objects.values("email_key").distinct().count()
    rung = DBTaskResult.objects.count()
    sys.stdout.write(
        f"{database}: {in_words(answers)}\n"
        f"thanked {thanked}, written down {rows}, different {different}, rung for {rung}\n"
    )
    if not thanked == rows == different == rung == len(answers):
        raise SystemExit("Something was lost or doubled.")


if __name__ == "__main__":
    main()
