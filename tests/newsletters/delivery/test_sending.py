"""Claiming, handing over and recording, through a provider on loopback."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.members.actions import withdraw_consent
from newsletters.audiences.rules import Rule
from newsletters.delivery import actions, fuse, liveness, planning, sending
from newsletters.delivery.claiming import claim
from newsletters.delivery.models import Act, Attempt, Batch, Delivery, Fuse, Mailing, Pace
from newsletters.delivery.queries import balance, skipped_by_reason
from newsletters.delivery.recording import LostClaimError
from newsletters.delivery.tokens import make_reference, make_token
from tests.endpoints import Answer, running_endpoint
from tests.factories.pages import make_newsletter
from tests.factories.people import make_member, suppress

pytestmark = pytest.mark.django_db
TOO_MANY = Answer(429, b"{}", {"Retry-After": "90"})


def states(mailing):
    rows = Delivery.objects.of(mailing).order_by("state").values_list("state", flat=True)
    return [Delivery.State(state).name.lower() for state in rows]


def test_hands_over_batches_and_records_them(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint)
        sending.send_batches(mailing.pk)
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.DONE
    assert states(mailing) == ["accepted"] * 3
    assert [len(call["fields"]["to"]) for call in endpoint.calls] == [2, 1]
    assert Batch.objects.first().provider_id == "<one@mg.example>"
    assert [attempt.answer for attempt in Attempt.objects.all()] == ["accepted"] * 2
    assert Act.objects.get(kind=Act.Kind.FINISHED).user is None


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
    assert variables["ref"] == make_reference(delivery.pk)
    assert sent["o:tracking-clicks"] == sent["o:tracking-opens"] == ["no"]
    assert "%recipient.greeting_html%, tag en kollega med" in sent["html"][0]
    assert sent["h:List-Id"] == ["<nyhedsbrev.testserver>"]
    assert sent["h:List-Unsubscribe-Post"] == ["List-Unsubscribe=One-Click"]
    assert variables["unsubscribe_token"] == make_token(delivery.pk)
    link = "http://testserver/afmeld/%recipient.unsubscribe_token%/"
    assert sent["h:List-Unsubscribe"][0].startswith(f"<{link}>")
    assert f'href="{link}"' in sent["html"][0]


@pytest.mark.parametrize("size", [1, 3, 40])
def test_takes_the_same_queries_for_a_batch_whatever_its_size(plan, size):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=size, batch=size)
        with liveness.working() as worker, CaptureQueriesContext(connection) as captured:
            sender = sending.Sender(mailing, worker=worker, here=fuse.place())
            (claimed,), _pause = sender.step([], 1)
            sender.step([(claimed, sender.hand_over(claimed))], 0)
    queries = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    on_postgres = connection.vendor == "postgresql"
    # Once for a worker: the mailing's series and, twice here, its languages.
    # Claim: pace (the first time it is made: 2 more), mailing, batches, letters, batch, attempt, count.
    # Result: mailing, batch, letters, attempt. PostgreSQL: its clock, the marks of its place.
    assert len(queries) == 16 + on_postgres * 7
    assert states(mailing) == ["accepted"] * size


@pytest.mark.parametrize("provider", ["mailgun", "postmark", "brevo", "resend", "sparkpost"])
def test_hands_over_through_each_provider(plan, provider):
    say = {
        "mailgun": {"id": "<one@mg.example>", "message": "Queued. Thank you."},
        "postmark": [
            {"ErrorCode": 0, "Message": "OK", "MessageID": f"m{n}", "To": "{to}"} for n in (1, 2)
        ],
        "brevo": {"messageIds": ["<b1@x>", "<b2@x>"]},
        "resend": {"data": [{"id": "r1"}, {"id": "r2"}]},
        "sparkpost": {
            "results": {"id": "s1", "total_accepted_recipients": 2, "total_rejected_recipients": 0}
        },
    }[provider]
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2, provider=provider)
        addresses = list(Delivery.objects.of(mailing).values_list("address", flat=True))
        text = json.dumps(say)
        for address in addresses:
            text = text.replace("{to}", address, 1)
        endpoint.answers = [Answer(200, text.encode())]
        sending.send_batches(mailing.pk)
    assert endpoint.count == 1
    assert states(mailing) == ["accepted"] * 2


def test_fills_in_a_letter_for_each_where_the_provider_packs_many(plan):
    with running_endpoint(Answer(200, b"[]")) as endpoint:
        mailing = plan(endpoint, members=2, provider="postmark")
        sending.send_batches(mailing.pk)
    letters = json.loads(endpoint.calls[0]["fields"]["json"][0])
    assert endpoint.calls[0]["path"] == "/email/batch"
    for letter, delivery in zip(letters, Delivery.objects.of(mailing), strict=True):
        assert letter["To"] == delivery.address
        assert make_token(delivery.pk) in letter["HtmlBody"]
        assert make_token(delivery.pk) in letter["TextBody"]
        assert letter["Metadata"] == {"delivery": make_reference(delivery.pk)}
        assert letter["Tag"] == str(Batch.objects.get().key)
        assert (letter["TrackOpens"], letter["TrackLinks"]) == (False, "None")


def test_tries_again_later_when_the_provider_says_too_many(plan):
    with running_endpoint(TOO_MANY, Answer()) as endpoint:
        mailing = plan(endpoint, members=2)
        before = timezone.now()
        sending.send_batches(mailing.pk)
        batch = Batch.objects.get()
        assert (batch.state, batch.fault) == ("ready", "HTTP 429")
        assert batch.retry_at >= before + dt.timedelta(seconds=90)
        assert Pace.objects.get().rests_until >= before + dt.timedelta(seconds=90)
        assert states(mailing) == ["waiting"] * 2
        Batch.objects.update(retry_at=timezone.now())
        Pace.objects.update(rests_until=None)
        sending.send_batches(mailing.pk)
    assert states(mailing) == ["accepted"] * 2


def test_stops_the_mailing_when_the_key_is_refused(plan):
    with running_endpoint(Answer(401, b"Forbidden"), Answer()) as endpoint:
        mailing = plan(endpoint)
        sending.send_batches(mailing.pk)
        mailing.refresh_from_db()
        assert (mailing.state, mailing.fault) == (Mailing.State.PAUSED, "HTTP 401")
        assert endpoint.count == 1
        assert actions.resume(mailing=mailing, user=None, now=timezone.now()) is True
        sending.send_batches(mailing.pk)
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.DONE
    assert states(mailing) == ["accepted"] * 3


@pytest.mark.parametrize(
    "answer", [Answer(500, b"x"), Answer(503, b"x"), Answer(200, b"<html>"), Answer(hang=3)]
)
def test_lists_as_unknown_what_may_have_been_taken_and_never_sends_it_again(plan, answer):
    ok = Answer(200, b'{"Messages": []}')
    with running_endpoint(answer, ok) as endpoint:
        mailing = plan(endpoint, members=2, provider="mailjet")
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
            Pace.objects.update(rests_until=None)
            sending.send_batches(mailing.pk)
    mailing.refresh_from_db()
    assert endpoint.count == 6
    assert mailing.state == Mailing.State.PAUSED


def test_gives_a_batch_to_one_worker_only(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        now = timezone.now()
        first = claim(mailing, worker=1, room=4, now=now)
        assert [one.batch.number for one in first.claims] == [1]
        assert claim(mailing, worker=2, room=4, now=now).claims == []
        assert sending.finish(mailing, now=now) is False


def test_keeps_nothing_of_a_result_whose_claim_was_lost(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        with liveness.working() as worker:
            sender = sending.Sender(mailing, worker=worker, here=fuse.place())
            (claimed,), _pause = sender.step([], 1)
            Batch.objects.update(worker=None, state=Batch.State.UNKNOWN)
            outcome = sender.hand_over(claimed)
            with pytest.raises(LostClaimError):
                sender.step([(claimed, outcome)], 0)
    assert states(mailing) == ["waiting"] * 2


def test_leaves_a_report_standing_that_came_before_the_answer(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=2)
        with liveness.working() as worker:
            sender = sending.Sender(mailing, worker=worker, here=fuse.place())
            (claimed,), _pause = sender.step([], 1)
            Delivery.objects.filter(pk=claimed.rows[0][0]).update(state=Delivery.State.DELIVERED)
            sender.step([(claimed, sender.hand_over(claimed))], 0)
    assert states(mailing) == ["accepted", "delivered"]


def test_leaves_out_who_left_was_erased_or_became_unreachable_and_says_why(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=4, batch=4)
        leaves, erased, bounced, stays = [row.member for row in Delivery.objects.of(mailing)]
        withdraw_consent(member=leaves, now=timezone.now())
        erased.delete()
        suppress(bounced)
        sending.send_batches(mailing.pk)
    assert endpoint.recipients == [stays.email]
    assert states(mailing) == ["accepted", "skipped", "skipped", "skipped"]
    assert skipped_by_reason(mailing) == {
        "afmeldt imens": 1,
        "slettet imens": 1,
        "adressen tager ikke imod vores mail": 1,
    }


def test_does_not_write_to_the_old_stopped_address_of_a_member_who_has_a_new_one(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=1)
        member = Delivery.objects.of(mailing).get().member
        suppress(member)
        member.email = "ny.adresse@kommune.example"
        member.save()
        sending.send_batches(mailing.pk)
    assert endpoint.recipients == []
    assert states(mailing) == ["skipped"]


def test_sends_nothing_after_its_time_until_a_person_goes_on(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint)
        Mailing.objects.update(not_after=timezone.now())
        sending.send_batches(mailing.pk)
        mailing.refresh_from_db()
        assert (mailing.state, mailing.pause) == ("paused", Mailing.Pause.EXPIRED)
        assert endpoint.count == 0
        actions.resume(mailing=mailing, user=None, now=timezone.now())
        sending.send_batches(mailing.pk)
    assert states(mailing) == ["accepted"] * 3


def test_stops_after_five_unknown_outcomes_in_a_row(plan):
    with running_endpoint(Answer(502, b"x")) as endpoint:
        mailing = plan(endpoint, members=12, provider="mailjet")
        sending.send_batches(mailing.pk)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.pause) == ("paused", Mailing.Pause.UNKNOWNS)
    assert endpoint.count == 5
    assert states(mailing) == ["waiting"] * 2 + ["held"] * 10


def test_keeps_the_rate_of_the_settings(plan, settings):
    settings.MAIL_RATE = 1
    with running_endpoint() as endpoint:
        mailing = plan(endpoint, members=4)
        assert sending.send_batches(mailing.pk, seconds=0.5) is False
        assert endpoint.count == 1
        assert Pace.objects.get().tokens == pytest.approx(-1, abs=0.9)


def test_keeps_a_balance_that_adds_up_at_every_moment(plan):
    with running_endpoint(Answer(), Answer(400, b"x")) as endpoint:
        mailing = plan(endpoint, members=5)
        while Batch.objects.filter(state=Batch.State.READY).exists():
            one_step(mailing)
            numbers = balance(mailing)
            assert sum(count for _state, _words, count in numbers.parts) == numbers.frozen == 5
    assert (numbers.accepted, numbers.rejected, numbers.waiting) == (2, 3, 0)


def one_step(mailing):
    with liveness.working() as worker:
        sender = sending.Sender(
            Mailing.objects.get(pk=mailing.pk), worker=worker, here=fuse.place()
        )
        claims, _pause = sender.step([], 1)
        sender.step([(claimed, sender.hand_over(claimed)) for claimed in claims], 0)


def test_sends_one_message_each_where_the_provider_does_not_merge(settings, letters):
    settings.MAIL_PROVIDER = "scaleway"
    make_member(first_name="Åse")
    mailing = actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())
    planning.plan(mailing.pk, now=timezone.now())
    sending.send_batches(mailing.pk)
    (letter,) = letters()
    assert "Kære Åse" in letter.get_body(("html",)).get_content()
    assert letter["List-Unsubscribe"].strip().startswith("<http://testserver/afmeld/")


def test_sends_nothing_from_a_copied_database(plan):
    with running_endpoint() as endpoint:
        mailing = plan(endpoint)
        Fuse.objects.update(place="where the original is")
        sending.send_batches(mailing.pk)
        mailing.refresh_from_db()
        assert (mailing.state, mailing.pause) == ("paused", Mailing.Pause.COPIED)
        assert endpoint.count == 0
        actions.resume(mailing=mailing, user=None, now=timezone.now())
        sending.send_batches(mailing.pk)
    assert states(mailing) == ["accepted"] * 3
