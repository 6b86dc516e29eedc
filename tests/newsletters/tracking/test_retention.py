"""T64: reports are forgotten after 90 days, in portions, and what was made of them stays."""

import datetime as dt

import pytest

from newsletters.tracking import retention
from newsletters.tracking.actions import record
from newsletters.tracking.models import DeliveryEvent
from tests.factories.people import make_member

from .ledger import NOW, make_letter, report, state_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_forgets_what_is_older_than_90_days():
    letter = make_letter(make_member())
    for age in (91, 90, 89, 0):
        record([report(letter, "bounced", words="gone")], now=NOW - age * DAY)
    assert retention.sweep(now=NOW) == {"forgotten": 1}
    kept = DeliveryEvent.objects.order_by("pk").values_list("received_at", flat=True)
    assert list(kept) == [NOW - age * DAY for age in (90, 89, 0)]
    assert state_of(letter) == ("BOUNCED", "gone")


def test_forgets_a_bounded_number_at_once(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(retention, "PORTION", 4)
    monkeypatch.setattr(retention, "MOST_PORTIONS", 2)
    letter = make_letter(make_member())
    record([report(letter, "delivered") for _ in range(10)], now=NOW - 100 * DAY)
    with django_assert_num_queries(4):
        assert retention.sweep(now=NOW) == {"forgotten": 8}
    assert retention.sweep(now=NOW) == {"forgotten": 2}


def test_asks_once_when_there_is_nothing_to_forget(django_assert_num_queries):
    record([report(make_letter(make_member()), "delivered") for _ in range(9)], now=NOW)
    with django_assert_num_queries(1):
        assert retention.sweep(now=NOW) == {"forgotten": 0}
