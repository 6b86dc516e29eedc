"""Pages that are kept until the clock changes what they say: calls for funding."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.caching.moments import next_moment
from tests.factories.library import make_call, make_library

# In a transaction nothing is remembered, so these have none.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

DAY = dt.timedelta(days=1)


def html_of(visitor, page):
    return visitor.get(page.url).content.decode()


def test_moves_a_call_to_the_top_and_down_again_by_the_clock(visitor, at):
    now = timezone.now()
    call = make_call(title="Grønne indkøb", deadline_at=now + 31 * DAY)
    library = make_library()
    html_of(visitor, library)
    assert 'id="closing"' not in html_of(visitor, library)
    with at(now + 2 * DAY):
        assert 'id="closing"' in html_of(visitor, library)
    with at(call.deadline_at + dt.timedelta(seconds=1)):
        assert 'id="closing"' not in html_of(visitor, library)


def test_says_to_the_second_that_a_call_is_over(visitor, at):
    # Noon, so that no midnight is near.
    noon = timezone.make_aware(dt.datetime(2027, 5, 5, 12))
    call = make_call(deadline_at=noon, link="https://fonden.example/")
    to_apply = '<a class="go" href="https://fonden.example/"'
    second = dt.timedelta(seconds=1)
    with at(noon - 10 * second):
        assert to_apply in html_of(visitor, call)
    with at(noon - second):
        assert to_apply in html_of(visitor, call)
    with at(noon + second):
        assert to_apply not in html_of(visitor, call)


def test_keeps_nothing_for_more_than_five_minutes_nor_past_midnight(caching):
    noon = timezone.make_aware(dt.datetime(2027, 5, 5, 12))
    assert next_moment(noon) == noon + dt.timedelta(minutes=5)
    midnight = timezone.make_aware(dt.datetime(2027, 5, 6))
    assert next_moment(midnight - dt.timedelta(minutes=2)) == midnight
