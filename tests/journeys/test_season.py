"""The end of a season from end to end: proposals, options, votes, the count, the decision and what follows.

The clock is the database's: moments are moved there, as a real year cannot be waited for.
"""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cms.accounts.actions import open_account
from cms.mail import outbox
from cms.members.models import Member
from cms.participation.decisions.models import Ballot, Decision, Option
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import Rule
from tests.factories.decisions import DAY, make_decision
from tests.factories.pages import make_home
from tests.factories.people import make_editor, make_member

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WORKER = "--backend mail --queue-name letters,mail --batch --no-startup-delay --no-reload"
LINK = re.compile(r"/saesonen/svar/[\w-]+/")


def letters_of(member):
    call_command("tick", verbosity=0)
    call_command("db_worker", *WORKER.split(), verbosity=0)
    found = [outbox.read(name) for name in reversed(outbox.names())]
    mine = [letter for letter in found if letter["To"] == member.email]
    return [letter.get_body(("plain",)).get_content() for letter in mine]


def days_pass(decision, days):
    """So many days later, everything that was to come is nearer."""
    decision.refresh_from_db()
    for name in (
        "consultation_opens_at",
        "consultation_closes_at",
        "vote_opens_at",
        "vote_closes_at",
        "asks_at",
    ):
        setattr(decision, name, getattr(decision, name) - days * DAY)
    decision.save()


def browser_of(member):
    client = Client()
    client.force_login(open_account(address=member.email_key))
    return client


def test_the_members_end_a_season_together():
    cache.clear()
    make_home()
    members = [make_member(first_name=name) for name in ("Anna", "Bo", "Ida")]
    Member.objects.update(joined_at=timezone.now() - 90 * DAY)
    anna, bo, ida = members
    browsers = [browser_of(member) for member in members]
    # Proposals are open; the vote opens in 20 days and closes in 30; members are asked in 25.
    decision = make_decision("consultation", options=0, asks_at=timezone.now() + 25 * DAY)

    # A member proposes; the others read it.
    one = f"/saesonen/{decision.pk}"
    browsers[0].post(f"{one}/forslag/", {"text": "Vi fortsætter hos hinanden."})
    assert "Vi fortsætter hos hinanden." in browsers[1].get("/saesonen/").content.decode()

    # Proposals close; an editor writes the options; the vote opens by the clock.
    days_pass(decision, 15)
    assert browsers[0].post(f"{one}/forslag/", {"text": "For sent."}).status_code == 409
    options = [Option.objects.create(decision=decision, title=title) for title in ("Ja", "Nej")]
    days_pass(decision, 6)
    for browser, option in zip(browsers, (options[0], options[0], options[1]), strict=True):
        assert browser.post(f"{one}/stem/", {"option": option.pk}).status_code == 302

    # Each member is asked once whether they go on: one rests, one says goodbye, one does not answer.
    days_pass(decision, 5)
    links = {member.pk: LINK.search("".join(letters_of(member)))[0] for member in members}
    Client().post(links[anna.pk], {"choice": "rest"})
    Client().post(links[bo.pk], {"choice": "leave"})
    assert sorted(recipients(Rule()).values_list("pk", flat=True)) == [ida.pk]
    # Who left has no vote any more.
    assert Ballot.objects.count() == 2

    # The vote closes; `tick` counts once and forgets who gave which vote.
    days_pass(decision, 5)
    assert browsers[2].post(f"{one}/stem/", {"option": options[0].pk}).status_code == 409
    call_command("tick", verbosity=0)
    assert not Ballot.objects.exists()
    assert list(Option.objects.order_by("pk").values_list("votes", flat=True)) == [1, 1]

    # An editor publishes; everybody reads it, and each member gets one letter.
    editor = Client()
    editor.force_login(make_editor())
    editor.post(f"/admin/decisions/inspect/{decision.pk}/", {"outcome": "Vi deler os i to hold."})
    page = Client().get("/du-sagde/").content.decode()
    assert "Vi deler os i to hold." in page
    for member, count in ((anna, 1), (ida, 1), (bo, 0)):
        told = [text for text in letters_of(member) if f"»{decision.question}«" in text]
        assert len(told) == count
    assert Decision.objects.get().step(timezone.now() + dt.timedelta(days=900)) == "published"
