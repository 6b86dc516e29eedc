"""Posting service letters, sending them again, cancelling and forgetting them."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connections
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from cms.content.models import NetworkSettings
from cms.mail import actions, posting
from cms.mail.answers import Answer, Result
from cms.mail.kinds import UnknownKindError
from cms.mail.message import Attachment, AttachmentError
from cms.mail.models import Letter
from cms.mail.values import LetterValuesError
from tests.factories.letters import NOW, again, post_letter, post_secret
from tests.factories.pages import make_home
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db
State = Letter.State
DAY = Attachment("dag.ics", "text/calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
MINUTE, HOUR, DAYS = (dt.timedelta(**{name: 1}) for name in ("minutes", "hours", "days"))


def ended(letter, state, **fields):
    """The letter after it ended in this state."""
    Letter.objects.filter(pk=letter.pk).update(
        **posting.ending(letter.kind, state, NOW), attempts=3, **fields
    )
    return again(letter)


def test_posts_a_letter_that_is_handed_over(home, work, letters):
    letter = post_letter(about="user:5", key="test:5")
    assert (letter.state, letter.subject) == (State.WAITING, again(letter).subject)
    work()
    letter = again(letter)
    assert (letter.state, letter.attempts, letter.answer) == (State.ACCEPTED, 1, "accepted")
    (mail,) = letters()
    assert mail["To"] == "anna@kommune.example"
    assert mail["Subject"] == letter.subject
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [name for name in mail if name.lower().startswith(("list-", "precedence"))] == []
    assert mail.get_body(("plain",)).get_content().count("Rikke") == 1


def test_brings_a_calendar_entry_along(home, work, letters):
    post_letter(attachment=DAY)
    work()
    (mail,) = letters()
    (part,) = mail.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("dag.ics", "text/calendar")
    assert part.get_content().splitlines() == DAY.text.splitlines()


def test_freezes_what_it_says(home, work, letters):
    letter = post_letter()
    NetworkSettings.objects.update_or_create(
        site=home.get_site(), defaults={"network_name": "Et andet netværk"}
    )
    work()
    (mail,) = letters()
    assert again(letter).text == letter.text
    assert "Et andet" not in mail.get_body(("plain",)).get_content()
    # Who sends it is no part of what it says.
    assert mail["From"] == "Et andet netværk <nyhedsbrev@network.example>"


@pytest.mark.parametrize(
    ("language", "written"),
    [("da", "da"), ("en", "en"), ("", "da"), ("xx", "da"), ("x" * 99, "da")],
)
def test_writes_in_the_readers_language(home, language, written):
    letter = post_letter(language=language)
    assert (letter.language, f'lang="{written}"' in letter.html) == (written, True)


def test_writes_the_same_event_once(home):
    first = post_letter(key="registration:7:confirmed")
    second = post_letter(key="registration:7:confirmed", address="bo@kommune.example")
    assert (second.pk, Letter.objects.count()) == (first.pk, 1)
    assert DBTaskResult.objects.count() == 1


def test_writes_the_same_event_once_when_both_were_told_at_once(home, monkeypatch):
    first = post_letter(key="registration:7:confirmed")
    real, calls = actions.write, []

    def late(*given):
        calls.append(given)
        return real(*given)

    monkeypatch.setattr(actions, "write", late)
    found = Letter.objects.filter

    def blind(*given, **wanted):
        # The other one is not committed yet when we look the first time.
        return Letter.objects.none() if not calls and "key" in wanted else found(*given, **wanted)

    monkeypatch.setattr(Letter.objects, "filter", blind)
    assert post_letter(key="registration:7:confirmed").pk == first.pk
    assert len(calls) == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_writes_the_same_event_once_from_four_processes():
    make_home()
    begin = threading.Barrier(4)

    def tell():
        begin.wait(10)
        try:
            return post_letter(key="registration:7:confirmed").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        told = [done.result() for done in [pool.submit(tell) for _one in range(4)]]
    assert (len(set(told)), Letter.objects.count(), DBTaskResult.objects.count()) == (1, 1, 1)


def test_writes_two_letters_without_a_key(home):
    assert post_letter().pk != post_letter().pk


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "a@b",
        "a b@c.dk",
        "å@b.dk",
        "a@b.dk\r\nBcc: e@e.dk",
        "a@b.dk,c@d.dk",
        "a@b.dk\x00",
        "<a@b.dk>",
        "a" * 2000 + "@b.dk",
        "mi\u212ae@b.dk",
        "\ud800@b.dk",
    ],
    ids=lambda address: ascii(address[:20]),
)
def test_refuses_an_address_that_mail_cannot_reach(home, address):
    with pytest.raises(actions.AddressError) as caught:
        post_letter(address=address)
    assert (str(caught.value) != "", Letter.objects.count()) == (True, 0)


@pytest.mark.parametrize("name", ["about", "key"])
@pytest.mark.parametrize("text", ["x" * 201, "a b", "anna@b.dk", "a\x00", "å", "a\n"])
def test_refuses_a_reference_that_could_be_personal(home, name, text):
    with pytest.raises(actions.ReferenceNotPlainError):
        post_letter(**{name: text})
    assert Letter.objects.count() == 0


def test_refuses_a_kind_that_nobody_declared(home):
    with pytest.raises(UnknownKindError):
        post_letter(kind="members.promotion")


@pytest.mark.parametrize("values", [{}, {"name": "Anna", "asked_at": NOW, "html": "<p>Køb</p>"}])
def test_refuses_words_of_somebody_elses(home, values):
    with pytest.raises(LetterValuesError):
        post_letter(values=values)


@pytest.mark.parametrize(
    "attachment",
    [
        DAY._replace(mimetype="text/html"),
        DAY._replace(mimetype="text/calendar\r\nX: y"),
        DAY._replace(name="../dag.ics"),
        DAY._replace(name='dag".ics'),
        DAY._replace(name="dag.ics\r\nX: y"),
        DAY._replace(text="x" * 70_000),
        DAY._replace(text="a\x00b"),
    ],
    ids=lambda attachment: ascii(str(attachment)[:60]),
)
def test_refuses_what_is_no_calendar_entry(home, attachment):
    with pytest.raises(AttachmentError):
        post_letter(attachment=attachment)
    assert Letter.objects.count() == 0


def test_refuses_what_is_too_late(home):
    with pytest.raises(actions.TooLateError):
        post_letter(not_after=NOW)


def test_is_given_up_when_it_is_of_no_use_or_when_its_kind_says_so(home):
    assert post_letter(not_after=NOW + MINUTE).give_up_at == NOW + MINUTE
    assert post_letter(not_after=NOW + 9 * DAYS).give_up_at == NOW + HOUR


def test_bounds_what_a_value_adds(home):
    letter = post_letter(values={"name": "x" * 100_000, "asked_at": NOW})
    assert len(letter.html) < 20_000


def test_sends_again_what_was_sent(home, work, letters):
    letter = post_letter()
    work()
    sent = again(letter)
    user = make_editor()
    actions.send_again(letter=sent, user=user, now=NOW + 2 * HOUR)
    waiting = again(letter)
    assert (waiting.state, waiting.attempts, waiting.ended_at) == (State.WAITING, 0, None)
    assert waiting.ref != sent.ref
    assert waiting.give_up_at == NOW + 3 * HOUR
    Letter.objects.update(retry_at=NOW)
    work()
    assert again(letter).state == State.ACCEPTED
    one, two = letters()
    assert one.get_body(("html",)).get_content() == two.get_body(("html",)).get_content()


def test_notes_who_sent_it_again_without_saying_to_whom(home):
    user = make_editor()
    letter = ended(post_letter(), State.GIVEN_UP)
    actions.send_again(letter=letter, user=user, now=NOW)
    entry = ModelLogEntry.objects.get(action=actions.SENT_AGAIN)
    assert (entry.user, entry.object_id) == (user, str(letter.pk))
    assert "@" not in entry.label + str(entry.data)


def test_tries_at_once_what_waits_and_makes_no_second_copy_of_it(home):
    letter = post_letter()
    Letter.objects.update(retry_at=NOW + DAYS, attempts=4)
    actions.send_again(letter=letter, user=make_editor(), now=NOW + MINUTE)
    waiting = again(letter)
    assert (waiting.ref, waiting.attempts) == (letter.ref, 4)
    assert waiting.retry_at == NOW + MINUTE


def test_sends_no_letter_again_that_is_being_handed_over(home):
    letter = ended(post_letter(), State.SENDING)
    with pytest.raises(actions.UnderWayError):
        actions.send_again(letter=letter, user=make_editor(), now=NOW)


def test_sends_no_letter_again_that_does_not_hold_any_more(home):
    letter = post_letter(about="registration:7")
    actions.cancel(about="registration:7", now=NOW)
    with pytest.raises(actions.CancelledError):
        actions.send_again(letter=letter, user=make_editor(), now=NOW)


def test_sends_no_letter_again_whose_words_are_gone(home):
    letter = ended(post_secret(), State.ACCEPTED)
    with pytest.raises(actions.ForgottenError):
        actions.send_again(letter=letter, user=make_editor(), now=NOW)


def test_sends_no_letter_again_that_is_of_no_use(home):
    letter = ended(post_letter(not_after=NOW + HOUR), State.GIVEN_UP)
    with pytest.raises(actions.TooLateError):
        actions.send_again(letter=letter, user=make_editor(), now=NOW + 2 * HOUR)


def test_cancels_what_waits(home, work, letters):
    waiting, other = post_letter(about="registration:7"), post_letter(about="registration:70")
    sent = ended(post_letter(about="registration:7"), State.ACCEPTED)
    assert actions.cancel(about="registration:7", now=NOW) == 1
    states = [again(letter).state for letter in (waiting, other, sent)]
    assert states == [State.CANCELLED, State.WAITING, State.ACCEPTED]
    work()
    assert len(letters()) == 1


def test_cancels_letters_of_one_kind(home):
    about = "registration:7"
    reminder, secret = post_letter(about=about), post_secret(about=about)
    assert actions.cancel(about=about, kind=secret.kind, now=NOW) == 1
    assert (again(reminder).state, again(secret).state) == (State.WAITING, State.CANCELLED)
    assert again(secret).text == ""


@pytest.mark.parametrize("about", ["", "registration:8"])
def test_cancels_nothing_else(home, about):
    post_letter(about="registration:7")
    post_letter()
    assert actions.cancel(about=about, now=NOW) == 0


def test_tries_no_cancelled_letter_a_second_time(home):
    letter = post_letter(about="registration:7")
    claimed = posting.claim(now=NOW)
    assert actions.cancel(about="registration:7", now=NOW) == 0
    posting.record(claimed, Result(Answer.REFUSED, "HTTP 503"), now=NOW)
    assert posting.claim(now=NOW + MINUTE) is None
    assert again(letter).give_up_at == NOW


def test_forgets_what_was_written_to_one_person(home):
    mine = [
        post_letter(about="member:7", address="Anna@kommune.example"),
        ended(post_letter(address="anna@kommune.example"), State.ACCEPTED),
    ]
    other = post_letter(about="member:70", address="bo@kommune.example")
    count = actions.forget(about="member:7", address="ANNA@kommune.example", now=NOW)
    assert count == 2
    for letter in map(again, mine):
        assert [letter.address, letter.subject, letter.html, letter.text] == [""] * 4
        assert (letter.forgotten_at, letter.kind) == (NOW, "mail.test")
    assert [again(letter).state for letter in mine] == [State.CANCELLED, State.ACCEPTED]
    assert again(other).address == "bo@kommune.example"


def test_forgets_nothing_when_nobody_is_named(home):
    post_letter()
    assert actions.forget(now=NOW) == 0


def test_posts_a_test_to_whoever_asks(home, work, letters):
    user = make_editor()
    letter = actions.send_test(user=user, now=NOW)
    assert (letter.address, letter.about) == (user.email, f"user:{user.pk}")
    work()
    (mail,) = letters()
    assert mail["To"] == user.email


def test_bounds_tests_within_an_hour(home):
    user = make_editor()
    for _turn in range(actions.TESTS_AN_HOUR):
        actions.send_test(user=user, now=NOW)
    with pytest.raises(actions.TooManyTestsError):
        actions.send_test(user=user, now=NOW + 59 * MINUTE)
    actions.send_test(user=make_editor(), now=NOW)
    actions.send_test(user=user, now=NOW + HOUR)


def test_keeps_personal_data_out_of_tasks(home):
    letter = post_letter()
    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs == {"args": [letter.pk], "kwargs": {}}
    assert (task.queue_name, task.priority > 0) == ("letters", True)
    assert settings.TASKS["mail"]["QUEUES"] == ["letters", "mail"]
