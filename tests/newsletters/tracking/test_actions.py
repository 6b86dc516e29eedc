"""Recording reports: which count, that each is kept once, and what a letter becomes by them."""

import logging

import pytest
from django.utils import timezone

from cms.members.models import Member
from newsletters.delivery.models import Delivery, key_of
from newsletters.delivery.tokens import make_reference, make_token
from newsletters.tracking.actions import Recorded, record
from newsletters.tracking.models import DeliveryEvent
from tests.factories.people import make_member, make_members

from .ledger import (
    NOW,
    hours_ago,
    make_batch,
    make_letter,
    make_letters,
    make_mailing,
    report,
    state_of,
)

pytestmark = pytest.mark.django_db
State, Kind = Delivery.State, DeliveryEvent.Kind


def rows():
    return list(DeliveryEvent.objects.order_by("pk").values_list("delivery_id", "kind"))


def test_keeps_a_report_and_raises_the_letter():
    letter = make_letter(make_member())
    done = record([report(letter, "delivered", occurred_at=hours_ago(2))], now=NOW)
    assert done == Recorded(ours=1)
    event = DeliveryEvent.objects.get()
    assert (event.delivery, event.kind) == (letter, "delivered")
    assert (event.provider, event.occurred_at, event.received_at) == (
        "mailgun",
        hours_ago(2),
        NOW,
    )
    assert state_of(letter) == ("DELIVERED", "")


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("unsubscribed", "ACCEPTED"),
        ("accepted", "ACCEPTED"),
        ("deferred", "DEFERRED"),
        ("delivered", "DELIVERED"),
        ("soft_bounced", "BOUNCED"),
        ("dropped", "BOUNCED"),
        ("bounced", "BOUNCED"),
        ("complained", "COMPLAINED"),
    ],
)
@pytest.mark.parametrize("before", [State.WAITING, State.HELD])
def test_raises_a_letter_that_nobody_knew_of(kind, state, before):
    letter = make_letter(make_member(), state=before)
    record([report(letter, kind)], now=NOW)
    assert state_of(letter)[0] == state


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("ended", [State.SKIPPED, State.REJECTED, State.CANCELLED])
def test_leaves_a_letter_that_ended_without_being_sent(kind, ended):
    letter = make_letter(make_member(), state=ended, reason="unsubscribed")
    record([report(letter, kind)], now=NOW)
    assert state_of(letter) == (ended.name, "unsubscribed")


def test_never_lowers_a_letter():
    letter = make_letter(make_member(), state=State.BOUNCED, reason="no such user")
    record([report(letter, "delivered"), report(letter, "deferred")], now=NOW)
    assert state_of(letter) == ("BOUNCED", "no such user")


def test_keeps_the_receivers_words_of_a_letter_that_came_back():
    letter = make_letter(make_member(), state=State.HELD, reason="ReadTimeout")
    record([report(letter, "accepted", words="queued")], now=NOW)
    assert state_of(letter) == ("ACCEPTED", "")
    record([report(letter, "bounced", words="550 5.1.1 " + "x" * 290)], now=NOW)
    assert state_of(letter) == ("BOUNCED", "550 5.1.1 " + "x" * 190)


@pytest.mark.parametrize("order", [1, -1])
def test_keeps_the_words_of_the_strongest_and_earliest_report(order):
    letter = make_letter(make_member())
    said = [
        ("soft_bounced", "full", 9),
        ("bounced", "gone", 5),
        ("bounced", "gone again", 4),
        ("bounced", "", 6),
    ]
    for kind, words, hours in said[::order]:
        record([report(letter, kind, words=words, occurred_at=hours_ago(hours))], now=NOW)
    assert state_of(letter) == ("BOUNCED", "gone")


@pytest.mark.parametrize("order", [1, -1])
def test_keeps_the_same_words_of_two_reports_of_one_moment(order):
    letter = make_letter(make_member())
    for words in ("one", "other")[::order]:
        record([report(letter, "bounced", words=words, key=words)], now=NOW)
    # Whose key is the smaller one; what matters is that it is the same in either order.
    assert state_of(letter) == ("BOUNCED", "one")


@pytest.mark.parametrize("provider", ["ses", "resend"])
def test_takes_a_notice_of_absence_for_no_bounce(provider):
    """Amazon says »bounced for now« of a letter that arrived and was answered »I am on holiday«."""
    letter = make_letter(make_member())
    record([report(letter, "soft_bounced", provider=provider, words="absent")], now=NOW)
    assert state_of(letter) == ("DEFERRED", "")
    record([report(letter, "delivered", provider=provider)], now=NOW)
    assert state_of(letter) == ("DELIVERED", "")


def test_keeps_the_same_report_once():
    letter = make_letter(make_member())
    same = [report(letter, "delivered", key="one")] * 25
    for _ in range(2):
        assert record(same, now=NOW) == Recorded(ours=25)
    assert rows() == [(letter.pk, "delivered")]


def test_keeps_the_same_key_of_two_providers_twice():
    letter = make_letter(make_member())
    record(
        [report(letter, "delivered", key="one", provider=name) for name in ("mailgun", "brevo")],
        now=NOW,
    )
    assert len(rows()) == 2


@pytest.mark.parametrize("reference", ["", "x", "1", "æ" * 32, "\ud800" * 32, "A" * 32])
def test_ignores_a_reference_that_is_not_ours(reference):
    letter = make_letter(make_member())
    assert record([report(letter, "bounced", reference=reference)], now=NOW) == Recorded(ignored=1)
    assert (rows(), state_of(letter)) == ([], ("ACCEPTED", ""))


def test_ignores_the_token_of_an_unsubscribe_link():
    letter = make_letter(make_member())
    record([report(letter, "bounced", reference=make_token(letter.pk))], now=NOW)
    assert (rows(), state_of(letter)) == ([], ("ACCEPTED", ""))


def test_ignores_a_letter_that_is_not_there_any_more():
    letter = make_letter(make_member())
    gone = report(letter, "bounced", reference=make_reference(letter.pk + 1))
    assert record([gone], now=NOW) == Recorded(ignored=1)
    assert rows() == []


def test_ignores_a_report_with_another_message_id(caplog):
    letter = make_letter(make_member(), provider_id="<a@mg.example>")
    with caplog.at_level(logging.WARNING, "newsletters.tracking"):
        forged = [report(letter, "complained", message_id=other) for other in ("b@mg.example", "")]
        assert record(forged, now=NOW) == Recorded(ignored=2)
    assert (rows(), state_of(letter)) == ([], ("ACCEPTED", ""))
    assert str(letter.pk) in caplog.text
    assert letter.address not in caplog.text


def test_knows_a_message_id_without_its_brackets():
    letter = make_letter(make_member(), provider_id=" <a@mg.example> ")
    record([report(letter, "delivered", message_id="a@mg.example")], now=NOW)
    assert state_of(letter) == ("DELIVERED", "")


def test_compares_with_the_message_id_of_the_letters_own_batch():
    mailing = make_mailing()
    letters = make_letters(make_members(6), mailing)
    make_batch(mailing, 1, 2, provider_id="<one>")
    make_batch(mailing, 3, 4, provider_id="")
    make_batch(mailing, 5, 6, provider_id="<three>")
    other = make_letter(make_member())
    reports = [report(letter, "delivered", message_id="three") for letter in letters]
    unknown = [report(letter, "deferred", message_id="any") for letter in (*letters, other)]
    assert record(reports, now=NOW) == Recorded(ours=4, ignored=2)
    assert record(unknown, now=NOW) == Recorded(ours=3, ignored=4)
    assert [state_of(letter)[0] for letter in letters] == ["ACCEPTED"] * 2 + ["DELIVERED"] * 4
    assert state_of(other)[0] == "DEFERRED"


def test_does_not_let_a_known_signature_speak_of_another_letter():
    """Mailgun's signature covers no body: who saw one call could send it again with another letter in it."""
    first, second = make_letters(make_members(2))
    record([report(first, "delivered", key="signed")], now=NOW)
    record([report(second, "complained", key="signed")], now=NOW)
    assert rows() == [(first.pk, "delivered")]
    assert state_of(second) == ("ACCEPTED", "")


def test_raises_a_letter_before_its_sender_has_written_that_it_was_taken():
    letter = make_letter(make_member(), state=State.WAITING)
    record([report(letter, "delivered")], now=NOW)
    # The sender's own update, as `delivery.recording` makes it.
    late = Delivery.objects.filter(pk=letter.pk, state__in=[State.WAITING, State.HELD])
    assert late.update(state=State.ACCEPTED) == 0
    assert state_of(letter) == ("DELIVERED", "")


def test_records_more_than_one_transaction_takes():
    mailing = make_mailing()
    letters = Delivery.objects.bulk_create(
        Delivery(id=key_of(mailing.pk, place), mailing=mailing) for place in range(1, 1201)
    )
    done = record([report(letter, "delivered") for letter in letters], now=NOW)
    assert done == Recorded(ours=1200)
    assert Delivery.objects.filter(state=State.DELIVERED).count() == 1200


def test_asks_nothing_of_the_database_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert record([], now=NOW) == Recorded()
        letter = Delivery(pk=1)
        assert record([report(letter, "bounced", reference="x")], now=NOW) == Recorded(ignored=1)


@pytest.mark.parametrize("count", [1, 30])
def test_delivers_one_letter_and_thirty_with_as_many_queries(django_assert_num_queries, count):
    mailing = make_mailing()
    letters = make_letters(make_members(count), mailing)
    make_batch(mailing, 1, count, provider_id="<shared>")
    reports = [report(letter, "delivered", message_id="shared") for letter in letters]
    # Two for the savepoint; letters, batches, insert, events, states, suppressions.
    with django_assert_num_queries(8):
        record(reports, now=NOW)
    assert Delivery.objects.filter(state=State.DELIVERED).count() == count


@pytest.mark.parametrize("count", [1, 30])
def test_returns_one_letter_and_thirty_with_as_many_queries(django_assert_num_queries, count):
    letters = make_letters(make_members(count), provider_id="a")
    reports = [report(letter, "bounced", words=f"no {letter.pk}") for letter in letters]
    # As above without batches and the look for soft bounces; lifts, standing, insert.
    with django_assert_num_queries(9):
        record(reports, now=NOW)
    assert [state_of(letter) for letter in letters] == [
        ("BOUNCED", f"no {letter.pk}") for letter in letters
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_weighs_one_soft_bounce_and_thirty_with_as_many_queries(django_assert_num_queries, count):
    letters = make_letters(make_members(count), provider_id="a")
    reports = [report(letter, "soft_bounced", words="full") for letter in letters]
    # Savepoint, letters, insert, events, states, suppressions; members, lifts, runs.
    with django_assert_num_queries(10):
        record(reports, now=NOW)


@pytest.mark.parametrize("count", [1, 30])
def test_takes_one_no_and_thirty_with_as_many_queries(django_assert_num_queries, count):
    letters = make_letters(make_members(count), provider_id="a", state=State.DELIVERED)
    now = timezone.now()
    reports = [report(letter, "unsubscribed", occurred_at=now) for letter in letters]
    # Savepoint, letters, insert, events; consents read and taken back.
    with django_assert_num_queries(8):
        record(reports, now=now)
    assert Member.objects.consenting().count() == 0
