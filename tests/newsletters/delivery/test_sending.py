"""Claiming, handing over and recording, through a provider on loopback."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.utils import timezone

from newsletters.audiences.rules import Rule
from newsletters.delivery import actions, planning, sending
from newsletters.delivery.models import Batch, Delivery, Mailing
from newsletters.delivery.queries import balance
from tests.endpoints import Answer, mailgun_settings, running_endpoint
from tests.factories.pages import make_newsletter
from tests.factories.people import make_member, make_members

pytestmark = pytest.mark.django_db
TOO_MANY = Answer(429, b"{}", {"Retry-After": "90"})


@pytest.fixture
def plan(settings):
    """A planned mailing to so many members, sent through Mailgun's backend to an endpoint."""

    def make(endpoint, members=3, batch=2):
        for name, value in mailgun_settings(endpoint.url).items():
            setattr(settings, name, value)
        settings.MAIL_BATCH_SIZE = batch
        make_members(members)
        page = make_newsletter(headline="tag en kollega med")
        mailing = actions.send(page=page, rule=Rule(), user=None, now=timezone.now())
        planning.plan(mailing.pk, now=timezone.now())
        mailing.refresh_from_db()
        return mailing

    return make


def states(mailing):
    return sorted(Delivery.objects.filter(mailing=mailing).values_list("state", flat=True))


def test_hands_over_batches_and_records_them(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint)
        sending.send_batches(mailing.pk)
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.DONE
    assert states(mailing) == ["accepted"] * 3
    assert [len(call["fields"]["to"]) for call in endpoint.calls] == [2, 1]
    assert Delivery.objects.first().provider_id == "<one@mg.example>"


def test_tells_the_provider_ids_and_no_more_than_a_letter_needs(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=1)
        sending.send_batches(mailing.pk)
    (call,) = endpoint.calls
    sent = call["fields"]
    delivery = Delivery.objects.get()
    (address,) = sent["to"]
    variables = json.loads(sent["recipient-variables"][0])[address]
    assert variables["greeting"] == "Kære Anna"
    assert variables["v:delivery"] == str(delivery.pk)
    assert sent["o:tracking-clicks"] == sent["o:tracking-opens"] == ["no"]
    assert "%recipient.greeting_html%, tag en kollega med" in sent["html"][0]
    assert sent["h:List-Id"] == ["<nyhedsbrev.testserver>"]
    assert sent["h:List-Unsubscribe-Post"] == ["List-Unsubscribe=One-Click"]
    assert variables["h:List-Unsubscribe"].startswith("<http://testserver/afmeld/")


@pytest.mark.parametrize("size", [1, 3, 40])
def test_takes_seven_queries_for_a_batch_whatever_its_size(plan, size, django_assert_num_queries):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=size, batch=size)
        # Find, claim, read; then, in a transaction of its own, two updates. PostgreSQL's lock and unlock.
        with django_assert_num_queries(7 + 2 * (connection.vendor == "postgresql")):
            assert sending.send_next(mailing) is True
    assert states(mailing) == ["accepted"] * size


def test_tries_again_later_when_the_provider_says_too_many(plan):
    with running_endpoint(TOO_MANY, Answer()) as endpoint:
        mailing = plan(endpoint, members=2)
        before = timezone.now()
        sending.send_batches(mailing.pk)
        batch = Batch.objects.get()
        assert (batch.state, batch.fault) == ("ready", "HTTP 429")
        assert batch.retry_at >= before + dt.timedelta(seconds=90)
        assert states(mailing) == ["waiting"] * 2
        Batch.objects.update(retry_at=timezone.now())
        sending.send_batches(mailing.pk)
    assert states(mailing) == ["accepted"] * 2


def test_stops_the_mailing_when_the_key_is_refused(plan):
    with running_endpoint(Answer(401, b"Forbidden"), Answer()) as endpoint:
        mailing = plan(endpoint)
        sending.send_batches(mailing.pk)
        mailing.refresh_from_db()
        assert (mailing.state, mailing.fault) == (Mailing.State.PAUSED, "HTTP 401")
        assert endpoint.count == 1
        actions.resume(mailing=mailing)
        sending.send_batches(mailing.pk)
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.DONE
    assert states(mailing) == ["accepted"] * 3


@pytest.mark.parametrize(
    "answer", [Answer(500, b"x"), Answer(503, b"x"), Answer(200, b"<html>"), Answer(hang=3)]
)
def test_lists_as_unknown_what_may_have_been_taken_and_never_sends_it_again(plan, answer):
    with running_endpoint(answer, Answer()) as endpoint:
        mailing = plan(endpoint, members=2)
        sending.send_batches(mailing.pk)
        sending.send_batches(mailing.pk)
    mailing.refresh_from_db()
    assert endpoint.count == 1
    assert states(mailing) == ["held"] * 2
    assert mailing.state == Mailing.State.DONE_WITH_HELD


def test_tries_again_when_nobody_answered_the_door(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
    sending.send_batches(mailing.pk)
    assert states(mailing) == ["waiting"] * 2
    assert Batch.objects.get().state == Batch.State.READY


def test_gives_up_after_six_refusals_and_asks_a_person(plan):
    with running_endpoint(TOO_MANY) as endpoint:
        mailing = plan(endpoint, members=2)
        for _ in range(8):
            Batch.objects.update(retry_at=None)
            sending.send_batches(mailing.pk)
    mailing.refresh_from_db()
    assert endpoint.count == 6
    assert mailing.state == Mailing.State.PAUSED


def test_gives_a_batch_to_one_worker_only(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        batch = Batch.objects.get()
        assert sending.claim(batch, now=timezone.now()) is True
        assert sending.claim(batch, now=timezone.now()) is False
        assert sending.finish(mailing, now=timezone.now()) is False


def test_leaves_a_batch_to_the_worker_that_is_alive_on_it(plan, other_worker):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        batch = Batch.objects.get()
        with other_worker(batch.pk):
            assert sending.send_next(mailing) is False
            sending.claim(batch, now=timezone.now())
            assert sending.settle() == 0
        assert endpoint.count == 0


def test_lists_a_dead_workers_batch_as_unknown_and_never_sends_it(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        sending.claim(Batch.objects.get(), now=timezone.now())
        assert sending.settle() == 1
        assert sending.settle() == 0
        sending.send_batches(mailing.pk)
    mailing.refresh_from_db()
    assert endpoint.count == 0
    assert states(mailing) == ["held"] * 2
    assert mailing.state == Mailing.State.DONE_WITH_HELD


def test_keeps_a_balance_that_adds_up_at_every_moment(plan):
    with running_endpoint(Answer(), Answer(500, b"x")) as endpoint:
        mailing = plan(endpoint, members=5)
        while sending.send_next(mailing):
            numbers = balance(mailing)
            assert numbers.frozen == 5
            assert numbers.ended + numbers.waiting == 5
    assert (numbers.accepted, numbers.held, numbers.waiting) == (2, 3, 0)


def test_sends_one_message_each_where_the_provider_does_not_merge(settings, letters):
    settings.MAIL_PROVIDER = "smtp"
    make_member(first_name="Åse")
    mailing = actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())
    planning.plan(mailing.pk, now=timezone.now())
    sending.send_batches(mailing.pk)
    (letter,) = letters()
    assert "Kære Åse" in letter.get_body(("html",)).get_content()
    assert letter["List-Unsubscribe"].strip().startswith("<http://testserver/afmeld/")
