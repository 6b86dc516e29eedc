"""Whether everybody can answer at once: `python -m tests.bench.evaluations`.

All who came to a day press »Begin« within ten seconds, over HTTP, each twice; then all of them send their
answers. The site is served as in production (granian). Afterwards it is counted: a sheet for each, none
taken twice, no error, and every answer in the result. Prints, in milliseconds, how long that takes, and how
long opening, sealing and the page of results take.
"""

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.bench.serving import Request, in_words, posted, send_all, served
from tests.bench.settings import measured_site

SECONDS = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--workers", type=int, default=4, help="granian's processes")
    options = parser.parse_args()
    with measured_site(options.database):
        evaluation, links = prepare(options.people)
        secrets = begin_and_answer(evaluation, links, options)
        check(evaluation, secrets)


def prepare(people: int) -> tuple[Any, list[str]]:
    """An evaluation that is open, and the path of each person's link."""
    from django.utils import timezone

    from cms.invitations.models import Registration
    from cms.participation.evaluations import opening, queries
    from tests.factories.evaluations import PROGRAMME, link_of
    from tests.factories.pages import make_home, make_invitation
    from tests.factories.people import make_members

    make_home()
    now = timezone.now()
    hour = dt.timedelta(hours=1)
    day = make_invitation(starts_at=now - 8 * hour, ends_at=now - hour, programme=PROGRAMME)
    Registration.objects.bulk_create(
        Registration(
            invitation=day,
            number=number,
            state="seated",
            member=member,
            organisation=member.organisation,
            created_at=day.starts_at,
            seated_at=day.starts_at,
            checked_in_at=day.starts_at,
        )
        for number, member in enumerate(make_members(people, consent=False), 1)
    )
    measured("opening", lambda: opening.open_one(day, now))
    links = [f"/evaluering/{link_of(one)}/" for one in day.registrations.order_by("number")]
    return queries.evaluation_of(day), links


def begin_and_answer(evaluation: Any, links: list[str], options: Any) -> list[str]:
    from cms.participation.evaluations.tokens import make_secret

    secrets = [make_secret() for _link in links]
    every = SECONDS / len(links)
    presses: list[Request] = [
        (place * every, posted(link, {"secret": secret}))
        for place, (link, secret) in enumerate(zip(links, secrets, strict=True))
        for _press in range(2)
    ]
    page = f"/evaluering/svar/{evaluation.pk}/"
    name = f"evaluation-{evaluation.pk}"
    said = {"item1": "4", "item2": "absent", "whole": "5", "home": "Mod til at begynde småt."}
    sent: list[Request] = [
        (place * every, posted(page, said, f"{name}={secret}"))
        for place, secret in enumerate(secrets)
    ]
    with served(options.workers, 1) as port:
        for words, requests in (("beginning, each twice", presses), ("answering", sent)):
            answers = send_all(port, requests)
            tell(f"{options.database}: {words}, {in_words(answers)}")
            if any(not status.startswith("302") for _taken, status in answers):
                raise SystemExit("Somebody could not answer.")
    return secrets


def check(evaluation: Any, secrets: list[str]) -> None:
    from django.test import Client
    from django.utils import timezone

    from cms.participation.evaluations import actions
    from cms.participation.evaluations.models import AnswerSheet, Respondent
    from tests.factories.people import make_editor

    taken = AnswerSheet.objects.exclude(secret_hash="").count()
    begun = Respondent.objects.filter(has_answered=True).count()
    now = timezone.now()
    measured("sealing", lambda: actions.close(evaluation=evaluation, now=now))
    evaluation.refresh_from_db()
    counted = evaluation.result["counts"]["whole"]["5"]
    tell(f"sheets taken {taken}, people who began {begun}, answers counted {counted}")
    if not taken == begun == counted == len(secrets):
        raise SystemExit("The answers are not right.")
    client = Client(headers={"host": "localhost"})
    client.force_login(make_editor())
    path = f"/admin/days/{evaluation.invitation_id}/evaluation/"
    if client.get(path).status_code != 200:
        raise SystemExit("The results are not shown.")
    measured("the page of results", lambda: client.get(path))


def measured(words: str, work: Callable[[], Any]) -> None:
    begin = time.perf_counter()
    work()
    tell(f"{words}: {(time.perf_counter() - begin) * 1000:.0f} ms")


def tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")


if __name__ == "__main__":
    main()
