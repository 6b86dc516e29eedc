"""What a goodbye does to seats, and a day that was published with more of them."""

import pytest
from django.utils import timezone

from cms.invitations.models import Registration
from cms.members.leaving import say_goodbye
from tests.factories.pages import make_invitation
from tests.factories.seats import make_registrations

pytestmark = pytest.mark.django_db
State = Registration.State


def states(day):
    return list(day.registrations.order_by("number").values_list("state", flat=True))


def test_offers_the_seat_of_somebody_who_says_goodbye_to_the_next(home):
    day = make_invitation(seats=1)
    first, _second = make_registrations(2, day)
    say_goodbye(member=first.member, now=timezone.now())
    assert states(day) == [State.CANCELLED, State.OFFERED]


def test_offers_more_seats_when_the_day_is_published_with_more(home):
    day = make_invitation(seats=1)
    make_registrations(3, day)
    day.seats = 2
    day.save_revision().publish()
    assert states(day) == [State.SEATED, State.OFFERED, State.WAITING]
