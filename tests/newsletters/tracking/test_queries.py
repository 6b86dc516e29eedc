"""What the reports say of a letter and of a member."""

import pytest

from cms.members.actions import lift_suppression, stop_mail
from newsletters.delivery.models import Delivery
from newsletters.tracking.actions import record
from newsletters.tracking.queries import Health, events_of, health, letters_of
from tests.factories.people import make_editor, make_member

from .ledger import NOW, hours_ago, make_letter, make_mailing, report

pytestmark = pytest.mark.django_db
State = Delivery.State


def test_lists_what_was_reported_of_a_letter_as_it_happened():
    letter, other = make_letter(make_member()), make_letter(make_member())
    record(
        [
            report(letter, "delivered", occurred_at=hours_ago(1)),
            report(letter, "deferred", occurred_at=hours_ago(2)),
            report(other, "delivered"),
        ],
        now=NOW,
    )
    assert [event.kind for event in events_of(letter)] == ["deferred", "delivered"]


def test_knows_nothing_of_a_member_who_got_nothing():
    assert health(make_member()) == Health(None, [], 0, 0, None, 0)


def test_tells_how_a_member_is_reached():
    member = make_member()
    for state in State:
        make_letter(member, state=state)
    first, second, third = (make_letter(member) for _ in range(3))
    record(
        [
            report(first, "delivered", occurred_at=hours_ago(9)),
            report(second, "soft_bounced", occurred_at=hours_ago(10)),
            report(third, "soft_bounced", occurred_at=hours_ago(3)),
            report(make_letter(make_member()), "soft_bounced"),
        ],
        now=NOW,
    )
    found = health(member)
    # Of each state one, and three: one arrived, two came back.
    assert (found.sent, found.received) == (5 + 3, 3 + 1)
    assert (found.last_delivered_at, found.soft_bounces) == (hours_ago(9), 1)


def test_tells_what_stops_mail_to_a_member_and_what_did():
    member, editor = make_member(), make_editor()
    stop_mail(member=member, user=editor, because="Forkert adresse", now=hours_ago(5))
    lift_suppression(member=member, user=editor, because="Rettet", now=hours_ago(4))
    record([report(make_letter(member), "complained", occurred_at=hours_ago(1))], now=NOW)
    found = health(member)
    assert found.standing.reason == "complained"
    assert [one.lifted_because for one in found.past] == ["Rettet"]


def test_counts_no_bounce_of_an_address_that_the_member_had_before():
    member = make_member(email="old@kommune.example")
    record([report(make_letter(member), "soft_bounced")], now=NOW)
    member.email = "new@kommune.example"
    member.save()
    assert health(member).soft_bounces == 0


def test_counts_no_bounce_from_before_a_person_let_mail_go_on():
    member, editor = make_member(), make_editor()
    record([report(make_letter(member), "soft_bounced", occurred_at=hours_ago(5))], now=NOW)
    stop_mail(member=member, user=editor, because="Kommer retur", now=hours_ago(4))
    lift_suppression(member=member, user=editor, because="Tømt igen", now=hours_ago(3))
    assert health(member).soft_bounces == 0


@pytest.mark.parametrize("letters", [1, 30])
def test_tells_it_with_as_many_queries_for_one_letter_and_thirty(
    django_assert_num_queries, letters
):
    member = make_member()
    for _ in range(letters):
        record([report(make_letter(member), "delivered")], now=NOW)
    with django_assert_num_queries(4):
        assert health(member).received == letters


def test_lists_the_letters_to_a_member_the_latest_first(django_assert_num_queries):
    member = make_member()
    mailings = [make_mailing(subject=f"Nr. {number}") for number in (1, 2, 3)]
    for mailing in reversed(mailings):
        make_letter(member, mailing)
    make_letter(make_member())
    with django_assert_num_queries(1):
        subjects = [letter.mailing.subject for letter in letters_of(member)]
    assert subjects == ["Nr. 3", "Nr. 2", "Nr. 1"]
