"""Reports that come at the same time, and reports that come while the sender writes to the same letters."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from cms.members.models import Member, Suppression
from newsletters.delivery.models import Delivery
from newsletters.tracking import queries
from newsletters.tracking.actions import record
from newsletters.tracking.models import DeliveryEvent
from tests.factories.people import make_member, make_members

from .ledger import NOW, make_letter, make_letters, make_mailing, report, state_of
from .payloads import choose, post
from .test_views import IDS, delivered

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
postgres_only = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has no locks on rows: one writer at a time"
)


def at_once(*jobs):
    """Do these at the same time, each on a connection of its own."""
    begin = threading.Barrier(len(jobs))

    def do(job):
        begin.wait(10)
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(do, jobs))


def test_keeps_one_row_of_a_report_that_comes_ten_times_at_once():
    letter = make_letter(make_member())
    same = report(letter, "bounced")
    at_once(*[lambda: record([same], now=NOW)] * 10)
    assert (DeliveryEvent.objects.count(), Suppression.objects.count()) == (1, 1)
    assert state_of(letter)[0] == "BOUNCED"


def test_misses_no_bounce_of_two_that_come_at_once(monkeypatch):
    member = make_member()
    before = [make_letter(member) for _ in range(3)]
    record([report(letter, "soft_bounced") for letter in before], now=NOW)
    slow = queries.runs

    def runs(*args, **kwargs):
        found = slow(*args, **kwargs)
        time.sleep(0.3)
        return found

    monkeypatch.setattr(queries, "runs", runs)
    last = [make_letter(member, make_mailing()) for _ in range(2)]
    one, two = (report(letter, "soft_bounced") for letter in last)
    at_once(lambda: record([one], now=NOW), lambda: record([two], now=NOW))
    assert list(Member.objects.reachable()) == []


class Sender:
    """A worker that is writing what became of its letters, for as long as the block lasts."""

    def __init__(self, letters):
        self.keys = [letter.pk for letter in letters]
        self.writes, self.done = threading.Event(), threading.Event()

    def __enter__(self):
        self.thread = threading.Thread(target=self.write)
        self.thread.start()
        assert self.writes.wait(10)
        return self

    def __exit__(self, *failure):
        self.done.set()
        self.thread.join()

    def write(self):
        with transaction.atomic():
            mine = Delivery.objects.filter(pk__in=self.keys, state=Delivery.State.WAITING)
            mine.update(state=Delivery.State.ACCEPTED)
            self.writes.set()
            self.done.wait(10)
        connections.close_all()


@postgres_only
def test_comes_again_instead_of_waiting_for_the_sender_with_letters_locked(settings):
    """Each could wait for the other; PostgreSQL would then make one of them fail, perhaps the sender."""
    choose(settings, "mailjet")
    now, message_id = timezone.now(), IDS["mailjet"][0]
    letters = make_letters(make_members(3), provider_id=message_id, state=Delivery.State.WAITING)
    events = [delivered("mailjet", letter, now) for letter in letters]
    with Sender(letters[1:2]):
        assert post(Client(), "mailjet", events, now=now).status_code == 503
    assert post(Client(), "mailjet", events, now=now).status_code == 200
    assert {state_of(letter)[0] for letter in letters} == {"DELIVERED"}


@postgres_only
def test_waits_for_the_sender_with_one_letter(settings):
    choose(settings, "mailgun")
    now = timezone.now()
    letter = make_letter(make_member(), provider_id=IDS["mailgun"][0], state=Delivery.State.WAITING)
    event = delivered("mailgun", letter, now)
    with Sender([letter]) as sender:
        threading.Timer(0.3, sender.done.set).start()
        assert post(Client(), "mailgun", event, now=now).status_code == 200
    assert state_of(letter)[0] == "DELIVERED"


@pytest.mark.parametrize("place", range(1, 6))
def test_loses_nothing_when_the_database_goes_away_at_any_moment(settings, place):
    """F36: nothing is half done, and the provider is told to come again."""
    choose(settings, "mailgun")
    now = timezone.now()
    letter = make_letter(make_member(), provider_id=IDS["mailgun"][0])
    event = delivered("mailgun", letter, now)
    asked = []

    def fail(execute, sql, params, many, context):
        asked.append(sql)
        if len(asked) == place:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        answer = post(Client(), "mailgun", event, now=now)
    assert (answer.status_code, DeliveryEvent.objects.count()) == (503, 0)
    assert post(Client(), "mailgun", event, now=now).status_code == 200
    assert state_of(letter)[0] == "DELIVERED"
