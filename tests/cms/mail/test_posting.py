"""Claiming, handing over and writing down: a letter is tried until it is taken, or until it is too late."""

import datetime as dt
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy

import pytest
from django.db import connection, connections
from django_tasks_db.models import DBTaskResult

from cms.mail import actions, posting, sweeping, tasks
from cms.mail.answers import Answer, Result
from cms.mail.message import Attachment
from cms.mail.models import Letter
from tests.endpoints import Answer as Reply
from tests.endpoints import provider_settings, running_endpoint
from tests.factories.letters import NOW, again, post_letter, post_secret
from tests.factories.pages import make_home
from tests.smtp_server import running_smtp, smtp_settings

pytestmark = pytest.mark.django_db
State = Letter.State
MINUTE, DAYS = dt.timedelta(minutes=1), dt.timedelta(days=1)
DAY = Attachment("dag.ics", "text/calendar", "BEGIN:VCALENDAR\r\nSUMMARY:Æ\r\nEND:VCALENDAR\r\n")
TAKEN = {
    "mailgun": Reply(),
    "postmark": Reply(
        body=b'{"ErrorCode": 0, "MessageID": "m", "Message": "OK", "To": "anna@kommune.example"}'
    ),
    "brevo": Reply(body=b'{"messageId": "<m@brevo>"}'),
    "resend": Reply(body=b'{"id": "m"}'),
    "mailjet": Reply(
        body=b'{"Messages": [{"Status": "success", "To": [{"Email": "anna@kommune.example",'
        b' "MessageID": 7, "MessageUUID": "u"}]}]}'
    ),
    "sparkpost": Reply(
        body=b'{"results": {"total_rejected_recipients": 0, "total_accepted_recipients": 1, "id": "m"}}'
    ),
    "scaleway": Reply(
        body=b'{"emails": [{"id": "m", "status": "sending", "mail_rcpt": "anna@kommune.example"}]}'
    ),
}


@pytest.fixture
def by(settings):
    """Send through this provider to an endpoint."""

    def choose(provider, url):
        for name, value in provider_settings(provider, url).items():
            setattr(settings, name, value)

    return choose


def tried(letter, reply, by, *, now=NOW, provider="mailgun"):
    """The letter after one attempt that is answered so."""
    with running_endpoint(reply) as endpoint:
        by(provider, endpoint.url)
        assert posting.post_letter(letter.pk, now=now)
    return again(letter)


def test_writes_down_that_it_was_accepted(home, by):
    letter = tried(post_letter(), Reply(), by)
    assert (letter.state, letter.answer, letter.said) == (State.ACCEPTED, "accepted", "")
    assert (letter.provider_id, letter.ended_at) == ("<one@mg.example>", NOW)


@pytest.mark.parametrize("provider", sorted(TAKEN))
def test_hands_one_message_to_any_provider(home, by, provider):
    letter = post_letter(attachment=DAY)
    with running_endpoint(TAKEN[provider]) as endpoint:
        by(provider, endpoint.url)
        posting.post_letter(letter.pk, now=NOW)
    assert endpoint.count == 1
    sent = json.dumps(endpoint.calls[0], ensure_ascii=False, default=str)
    assert "auto-generated" in sent
    assert "dag.ics" in sent or "BEGIN:VCALENDAR" in sent
    assert "List-" not in sent
    assert again(letter).state == State.ACCEPTED, again(letter).said


def test_hands_over_by_smtp_with_a_calendar_entry(home, settings):
    letter = post_letter(attachment=DAY)
    with running_smtp() as server:
        for name, value in smtp_settings(server.port).items():
            setattr(settings, name, value)
        posting.post_letter(letter.pk, now=NOW)
    assert (again(letter).state, server.faults) == (State.ACCEPTED, [])
    (message,) = server.messages
    mail = message_from_bytes(message.octets, policy=policy.default)
    assert mail.defects == []
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body(("html",)).get_content().count("Rikke") == 1
    (part,) = mail.iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("dag.ics", DAY.text)


@pytest.mark.parametrize("provider", ["mailgun", "brevo", "mailjet", "sparkpost"])
def test_leaves_nothing_that_a_provider_would_merge(home, by, provider):
    name = "{{params.x}} [[x]] %recipient.x% {{{x}}}"
    letter = post_letter(values={"name": name, "asked_at": NOW})
    Letter.objects.update(subject=name)
    with running_endpoint(TAKEN[provider]) as endpoint:
        by(provider, endpoint.url)
        posting.post_letter(letter.pk, now=NOW)
    sent = json.dumps(endpoint.calls[0]["fields"])
    assert [opening for opening in ("{{p", "[[x", "%recipient.x") if opening in sent] == []


@pytest.mark.parametrize(
    ("reply", "answer", "said"),
    [
        (Reply(status=429), "refused", "HTTP 429"),
        (Reply(status=503), "unknown", "HTTP 503"),
        (Reply(body=b"<html>"), "unknown", "HTTP 200"),
        (Reply(status=401), "misconfigured", "HTTP 401"),
        (Reply(hang=2), "unknown", "AnymailRequestsAPIError"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_tries_again_what_was_not_clearly_taken(home, by, reply, answer, said):
    letter = tried(post_letter(), reply, by)
    assert (letter.state, letter.answer) == (State.WAITING, answer)
    assert letter.said == said
    assert letter.retry_at == NOW + posting.PAUSES[0]
    letter = tried(letter, Reply(), by, now=letter.retry_at)
    assert (letter.state, letter.attempts) == (State.ACCEPTED, 2)


def test_tries_again_where_no_provider_answers(home, by):
    by("mailgun", "http://127.0.0.1:9")
    letter = post_letter()
    posting.post_letter(letter.pk, now=NOW)
    assert (again(letter).state, again(letter).answer) == (State.WAITING, "refused")


def test_takes_no_for_an_answer(home, by):
    letter = tried(post_letter(), Reply(status=400, body=b'{"message": "no such mailbox"}'), by)
    assert (letter.state, letter.answer, letter.said) == (State.REFUSED, "rejected", "HTTP 400")
    assert posting.claim(now=NOW + DAYS) is None


def test_waits_as_long_as_the_provider_asks(home, by):
    letter = tried(post_letter(), Reply(status=429, headers={"Retry-After": "600"}), by)
    assert letter.retry_at == NOW + 10 * MINUTE


def test_waits_longer_each_time_and_then_gives_up(home, by):
    letter = post_letter()
    Letter.objects.update(give_up_at=NOW + 99 * DAYS)
    now, pauses = NOW, []
    by("mailgun", "http://127.0.0.1:9")
    while again(letter).state == State.WAITING:
        before = now
        posting.post_letter(letter.pk, now=now)
        now = again(letter).retry_at
        pauses.append(now - before)
    assert (len(pauses), again(letter).state) == (posting.MOST_ATTEMPTS, State.GIVEN_UP)
    assert pauses[:8] == list(posting.PAUSES)
    assert set(pauses[8:-1]) == {DAYS}


def test_gives_up_when_the_next_attempt_would_be_too_late(home, by):
    letter = tried(post_letter(not_after=NOW + MINUTE), Reply(status=503), by)
    assert (letter.state, letter.ended_at) == (State.GIVEN_UP, NOW)


def test_hands_nothing_over_that_is_of_no_use_any_more(home, letters):
    letter = post_letter(not_after=NOW + 15 * MINUTE)
    assert posting.post_letter(letter.pk, now=NOW + 15 * MINUTE) is False
    sweeping.sweep(now=NOW + 15 * MINUTE)
    assert (again(letter).state, letters()) == (State.GIVEN_UP, [])


def test_hands_nothing_over_before_its_time(home, letters):
    letter = post_letter()
    assert posting.post_letter(letter.pk, now=NOW - MINUTE) is False
    assert letters() == []


@pytest.mark.parametrize(
    ("reply", "state"), [(Reply(), State.ACCEPTED), (Reply(status=400), State.REFUSED)]
)
def test_empties_a_secret_that_has_left(home, by, reply, state):
    letter = post_secret()
    assert letter.text.count("abc-a-secret") == 1
    letter = tried(letter, reply, by)
    assert (letter.state, letter.subject, letter.html, letter.text) == (state, "", "", "")
    assert letter.address == "anna@kommune.example"


def test_keeps_a_secret_that_is_still_to_go(home, by):
    letter = tried(post_secret(), Reply(status=503), by)
    assert letter.text.count("abc-a-secret") == 1


def test_gives_the_same_key_with_each_attempt_and_another_one_to_another_copy(home, by):
    letter, keys = post_letter(), []
    for now in (NOW, NOW + MINUTE, NOW + 10 * MINUTE):
        with running_endpoint(Reply(status=503) if now == NOW else TAKEN["brevo"]) as endpoint:
            by("brevo", endpoint.url)
            posting.post_letter(letter.pk, now=now)
        sent = json.loads(endpoint.calls[0]["fields"]["json"][0])
        keys.append(sent["headers"]["idempotencyKey"])
        if again(letter).state == State.ACCEPTED:
            actions.send_again(letter=letter, user=None, now=now)
    assert (keys[0], len(set(keys))) == (keys[1], 2)


def test_knows_a_key_that_was_used_for_taken(home, by):
    reply = Reply(status=400, body=b'{"code": "duplicate_parameter"}')
    assert tried(post_letter(), reply, by, provider="brevo").state == State.ACCEPTED


def test_answers_whatever_goes_wrong_here(home, settings):
    settings.DEFAULT_FROM_EMAIL = "nobody"
    letter = post_letter()
    posting.post_letter(letter.pk, now=NOW)
    assert (again(letter).state, again(letter).answer) == (State.WAITING, "misconfigured")


@pytest.mark.parametrize("name", ["subject", "address"])
def test_hands_no_line_break_to_a_header(home, by, name):
    letter = post_letter()
    Letter.objects.update(**{name: "anna@kommune.example\r\nBcc: evil@evil.example"})
    with running_endpoint(Reply()) as endpoint:
        by("mailgun", endpoint.url)
        posting.post_letter(letter.pk, now=NOW)
    assert endpoint.count == 0
    assert again(letter).state != State.ACCEPTED


def test_writes_down_an_acceptance_that_comes_late(home):
    letter = post_letter()
    first = posting.claim(now=NOW)
    sweeping.sweep(now=NOW + posting.CLAIM)
    second = posting.claim(now=NOW + posting.CLAIM)
    assert (second.pk, second.attempts) == (letter.pk, 2)
    assert posting.record(first, Result(Answer.ACCEPTED), now=NOW) is True
    assert posting.record(second, Result(Answer.REFUSED), now=NOW) is False
    assert again(letter).state == State.ACCEPTED


def test_leaves_a_letter_alone_that_another_has_taken_over(home):
    letter = post_letter()
    first = posting.claim(now=NOW)
    sweeping.sweep(now=NOW + posting.CLAIM)
    posting.claim(now=NOW + posting.CLAIM)
    assert posting.record(first, Result(Answer.REJECTED), now=NOW) is False
    assert again(letter).state == State.SENDING


class KilledError(BaseException):
    """What no handler catches: as if the process were gone."""


def test_sends_again_what_a_killed_worker_took(home, monkeypatch, letters):
    letter = post_letter()
    real = posting.hand_over

    def die(*given, **named):
        real(*given, **named)
        raise KilledError

    monkeypatch.setattr(posting, "hand_over", die)
    with pytest.raises(KilledError):
        posting.post_letter(letter.pk, now=NOW)
    assert again(letter).state == State.SENDING
    monkeypatch.setattr(posting, "hand_over", real)
    assert sweeping.sweep(now=NOW + posting.CLAIM - MINUTE)["released"] == 0
    done = sweeping.sweep(now=NOW + posting.CLAIM)
    assert (done["released"], done["rung"]) == (1, 1)
    posting.post_due(clock=lambda: NOW + posting.CLAIM)
    # Nobody could know that it was taken, and a second copy is cheaper than none.
    assert (again(letter).state, len(letters())) == (State.ACCEPTED, 2)


def test_works_on_through_all_that_are_due(home, letters):
    for _number in range(3):
        post_letter()
    assert posting.post_due(clock=lambda: NOW) is False
    assert len(letters()) == 3


def test_stops_when_its_turn_is_over(home):
    post_letter()
    assert posting.post_due(seconds=0, clock=lambda: NOW) is True


def test_lets_one_bad_letter_hinder_no_other(home, by):
    bad, good = post_letter(), post_letter()
    Letter.objects.filter(pk=bad.pk).update(subject="a\r\nb")
    with running_endpoint(Reply()) as endpoint:
        by("mailgun", endpoint.url)
        posting.post_due(clock=lambda: NOW)
    assert (again(good).state, endpoint.count) == (State.ACCEPTED, 1)


def test_goes_before_a_newsletter_in_the_queue(home):
    from newsletters.delivery.tasks import send_mailing_task

    for _number in range(3):
        send_mailing_task.enqueue(1)
    post_letter()
    assert DBTaskResult.objects.ready().first().queue_name == tasks.QUEUE


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_hands_over_once_when_two_workers_come_at_once(by):
    make_home()
    letter = post_letter()
    with running_endpoint(Reply(hang=0.0, drip=0.005)) as endpoint:
        by("mailgun", endpoint.url)
        begin = threading.Barrier(4)

        def work():
            begin.wait(10)
            try:
                return posting.post_letter(letter.pk, now=NOW)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            came = [done.result() for done in [pool.submit(work) for _worker in range(4)]]
    assert (sorted(came), endpoint.count) == ([False, False, False, True], 1)
    assert again(letter).state == State.ACCEPTED


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_holds_no_transaction_while_the_network_is_used(monkeypatch):
    make_home()
    letter = post_letter()
    seen = []

    def look(*given, **named):
        seen.append((connection.in_atomic_block, again(letter).state))
        return real(*given, **named)

    real = posting.hand_over
    monkeypatch.setattr(posting, "hand_over", look)
    posting.post_letter(letter.pk, now=NOW)
    assert seen == [(False, State.SENDING)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_is_handed_over_after_the_commit_where_tasks_run_at_once(settings, letters):
    from django.db import transaction

    make_home()
    settings.TASKS = {
        **settings.TASKS,
        "mail": {
            "BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
            "QUEUES": ["letters", "mail"],
        },
    }
    with transaction.atomic():
        letter = post_letter()
        assert letters() == []
    assert (again(letter).state, len(letters())) == (State.ACCEPTED, 1)
