"""What becomes of an unknown outcome, by what the provider offers."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from newsletters.delivery import actions, sending, settling
from newsletters.delivery.claiming import claim
from newsletters.delivery.models import Attempt, Batch, Delivery, Mailing
from newsletters.delivery.queries import balance
from newsletters.delivery.tokens import make_reference
from tests.endpoints import Answer, running_endpoint
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db

QUEUED = Answer()
EMPTY = Answer(200, json.dumps({"items": [], "paging": {"next": "http://127.0.0.1/"}}).encode())
RESENT = Answer(200, json.dumps({"data": [{"id": "r1"}, {"id": "r2"}]}).encode())


def listed(endpoint, *deliveries):
    """Two pages of Mailgun's list: these letters, then nothing."""
    items = [{"user-variables": {"delivery": make_reference(pk)}} for pk in deliveries]
    page = {"items": items, "paging": {"next": f"{endpoint.url}/mg.example/events/2"}}
    return Answer(200, json.dumps(page).encode()), EMPTY


def die(mailing):
    """A worker claims all, and dies before it hears an answer. Nobody holds its lock."""
    return claim(mailing, worker=4711, room=9, now=timezone.now()).claims


def now_due(**changes):
    Batch.objects.update(retry_at=timezone.now() - dt.timedelta(seconds=1), **changes)


def look(mailing):
    now_due()
    sending.send_batches(mailing.pk)
    mailing.refresh_from_db()
    return balance(mailing)


def test_leaves_a_living_workers_batch_alone(plan, other_worker):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        die(mailing)
        with other_worker(4711):
            assert settling.take_from_dead(now=timezone.now()) == 0
        assert settling.take_from_dead(now=timezone.now()) == 1
        assert settling.take_from_dead(now=timezone.now()) == 0


def test_holds_what_only_reports_can_tell(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2, provider="mailjet")
        die(mailing)
        sending.send_batches(mailing.pk)
    mailing.refresh_from_db()
    assert endpoint.count == 0
    assert balance(mailing).held == 2
    assert mailing.state == Mailing.State.DONE_WITH_HELD
    assert Attempt.objects.get().words == "the worker died while handing over"


def test_waits_for_quiet_before_it_looks(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        die(mailing)
        before = timezone.now()
        settling.take_from_dead(now=before)
        batch = Batch.objects.get()
        assert batch.quiet_from == before
        assert batch.retry_at == before + dt.timedelta(minutes=15)
        sending.send_batches(mailing.pk)
        assert endpoint.count == 0
        assert balance(mailing).waiting == 2


def test_accepts_what_the_provider_lists(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        first, second = die(mailing)[0].rows
        settling.take_from_dead(now=timezone.now())
        endpoint.answers = [*listed(endpoint, first[0], second[0])]
        assert look(mailing).accepted == 2
    assert mailing.state == Mailing.State.DONE
    assert [call["path"].partition("?")[0] for call in endpoint.calls] == [
        "/mg.example/events",
        "/mg.example/events/2",
    ]


def test_holds_the_rest_where_the_provider_lists_a_part(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        (first, _second) = die(mailing)[0].rows
        settling.take_from_dead(now=timezone.now())
        endpoint.answers = [*listed(endpoint, first[0])]
        numbers = look(mailing)
    assert (numbers.accepted, numbers.held) == (1, 1)


def test_sends_only_after_two_looks_that_find_nothing(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        (claimed,) = die(mailing)
        settling.take_from_dead(now=timezone.now())
        endpoint.answers = [EMPTY]
        assert look(mailing).waiting == 2
        endpoint.answers = [EMPTY, EMPTY, QUEUED]
        assert look(mailing).accepted == 2
        assert endpoint.recipients == [row[1] for row in claimed.rows]
    assert Batch.objects.get().key != claimed.batch.key


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500, b"x"),
        Answer(200, b"<html>"),
        Answer(200, b"[]"),
        Answer(200, b'{"items": 7}'),
        Answer(200, b'{"items": [7]}'),
        Answer(200, b'{"items": [{}], "paging": {"next": "http://elsewhere.example/"}}'),
    ],
)
def test_concludes_nothing_from_a_list_it_cannot_read(plan, answer):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        die(mailing)
        settling.take_from_dead(now=timezone.now())
        endpoint.answers = [answer]
        for _turn in range(3):
            assert look(mailing).waiting == 2
        assert Batch.objects.get().looks == 0
        Batch.objects.update(quiet_from=timezone.now() - dt.timedelta(days=2))
        assert look(mailing).held == 2


def test_makes_the_same_call_again_with_the_same_key(plan):
    with running_endpoint(Answer(502, b"x"), RESENT) as endpoint:
        mailing = plan(endpoint, members=2, provider="resend")
        sending.send_batches(mailing.pk)
        assert Batch.objects.get().state == Batch.State.UNKNOWN
        now_due()
        sending.send_batches(mailing.pk)
    first, second = endpoint.calls
    assert first["fields"] == second["fields"]
    assert first["headers"]["Idempotency-Key"] == second["headers"]["Idempotency-Key"]
    assert balance(mailing).accepted == 2


@pytest.mark.parametrize(
    "refusal", [Answer(429, b"{}"), Answer(400, b"{}"), Answer(401, b"{}"), Answer(409, b"{}")]
)
def test_learns_nothing_of_the_first_call_when_the_same_call_again_is_refused(plan, refusal):
    with running_endpoint(Answer(502, b"x"), refusal, RESENT) as endpoint:
        mailing = plan(endpoint, members=2, provider="resend")
        sending.send_batches(mailing.pk)
        for _turn in range(2):
            now_due()
            sending.send_batches(mailing.pk)
    keys = {call["headers"]["Idempotency-Key"] for call in endpoint.calls}
    assert (endpoint.count, len(keys)) == (3, 1)
    assert balance(mailing).accepted == 2


def test_begins_no_call_long_after_its_claim(plan, settings):
    settings.MAIL_QUIET, settings.MAIL_DEADLINE = 60, 60
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        sending.send_batches(mailing.pk)
    assert endpoint.count == 0
    assert Batch.objects.get().fault == "too late to begin"


@pytest.mark.parametrize("change", ["age", "name", "erased"])
def test_makes_no_second_call_that_would_not_be_the_same(plan, change):
    with running_endpoint(Answer(502, b"x"), RESENT) as endpoint:
        mailing = plan(endpoint, members=2, provider="resend")
        sending.send_batches(mailing.pk)
        member = Delivery.objects.of(mailing).first().member
        if change == "age":
            Batch.objects.update(submitting_at=timezone.now() - dt.timedelta(hours=20))
        elif change == "name":
            member.first_name = "Birgit"
            member.save()
        else:
            member.delete()
        now_due()
        sending.send_batches(mailing.pk)
    assert endpoint.count == 1
    assert balance(mailing).held == 2


def test_makes_the_same_call_also_to_who_unsubscribed_in_between(plan):
    # The first call may have been taken; another set of recipients would be another call.
    with running_endpoint(Answer(502, b"x"), RESENT) as endpoint:
        mailing = plan(endpoint, members=2, provider="resend")
        sending.send_batches(mailing.pk)
        for delivery in Delivery.objects.of(mailing):
            actions.unsubscribe(delivery_id=delivery.pk, now=timezone.now())
        now_due()
        sending.send_batches(mailing.pk)
    assert endpoint.calls[0]["fields"] == endpoint.calls[1]["fields"]


def test_asks_nobody_after_the_provider_was_changed(plan, settings):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        die(mailing)
        settling.take_from_dead(now=timezone.now())
        settings.MAIL_PROVIDER = "mailjet"
        assert look(mailing).held == 2


def test_looks_into_a_cancelled_mailing_and_sends_nothing_of_it(plan):
    with running_endpoint(EMPTY) as endpoint:
        mailing = plan(endpoint, members=2)
        die(mailing)
        settling.take_from_dead(now=timezone.now())
        actions.cancel(mailing=mailing, user=make_editor(), now=timezone.now())
        look(mailing)
        numbers = look(mailing)
    assert (numbers.cancelled, numbers.waiting) == (2, 0)
    assert mailing.state == Mailing.State.CANCELLED
    assert endpoint.recipients == []
