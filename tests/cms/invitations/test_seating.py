"""Who gets a seat, and who is next: in the order of arrival, by party, never past somebody who waits."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.invitations import actions, seating
from cms.invitations.models import Registration, SeatEvent
from tests.factories.pages import make_invitation
from tests.factories.people import make_member, make_organisation
from tests.factories.seats import make_registration, make_registrations

pytestmark = pytest.mark.django_db
State = Registration.State
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def states(day):
    return list(day.registrations.order_by("number").values_list("state", flat=True))


def test_seats_those_who_come_first_and_lets_the_others_wait(home):
    day = make_invitation(seats=2)
    make_registrations(3, day)
    assert states(day) == ["seated", "seated", "waiting"]


def test_seats_everybody_where_there_is_no_limit(home):
    day = make_invitation(seats=None)
    make_registrations(3, day)
    assert states(day) == ["seated"] * 3


def test_offers_a_free_seat_to_the_first_in_the_line(home):
    day = make_invitation(seats=1)
    first, _second, _third = make_registrations(3, day)
    actions.cancel(registration=first, now=timezone.now())
    assert states(day) == ["cancelled", "offered", "waiting"]


def test_seats_a_party_together_or_not_at_all(home):
    day = make_invitation(seats=2, guests_allowed=1)
    make_registration(day)
    make_registration(day, guests=1)
    assert states(day) == ["seated", "waiting", "waiting"]


def test_lets_nobody_past_a_party_that_waits(home):
    day = make_invitation(seats=2, guests_allowed=1)
    make_registration(day)
    make_registration(day, guests=1)
    assert make_registration(day).state == State.WAITING


def test_seats_a_member_alone_who_has_said_so(home):
    day = make_invitation(seats=2, guests_allowed=1)
    make_registration(day)
    make_registration(day, guests=1, comes_alone=True)
    assert states(day) == ["seated", "seated", "cancelled"]
    guest = day.registrations.get(number=3)
    assert [event.what for event in guest.events.all()] == ["came_alone"]


def test_asks_both_of_a_party_when_both_seats_are_free(home):
    day = make_invitation(seats=2, guests_allowed=1)
    first, second = make_registrations(2, day)
    make_registration(day, guests=1)
    actions.cancel(registration=first, now=timezone.now())
    assert states(day)[2:] == ["waiting", "waiting"]
    actions.cancel(registration=second, now=timezone.now())
    assert states(day)[2:] == ["offered", "offered"]


def test_lets_others_past_an_organisation_that_has_all_it_may_have(home):
    day = make_invitation(seats=2, seats_per_organisation=1)
    town = make_organisation()
    make_registration(day, make_member(organisation=town))
    second = make_registration(day, make_member(organisation=town))
    assert second.state == State.WAITING
    assert make_registration(day).state == State.SEATED


def test_keeps_the_place_of_those_whose_organisation_is_full(home):
    day = make_invitation(seats=2, seats_per_organisation=1)
    town = make_organisation()
    first = make_registration(day, make_member(organisation=town))
    second = make_registration(day, make_member(organisation=town))
    make_registrations(2, day)
    actions.cancel(registration=first, now=timezone.now())
    second.refresh_from_db()
    assert second.state == State.OFFERED


def test_offers_nothing_when_seats_were_taken_away(home):
    day = make_invitation(seats=3)
    seats = make_registrations(4, day)
    type(day).objects.filter(pk=day.pk).update(seats=1)
    actions.cancel(registration=seats[0], now=timezone.now())
    assert states(day) == ["cancelled", "seated", "seated", "waiting"]


def test_offers_new_seats_in_order(home):
    day = make_invitation(seats=1)
    make_registrations(4, day)
    type(day).objects.filter(pk=day.pk).update(seats=3)
    actions.fill(invitation=day, now=timezone.now())
    assert states(day) == ["seated", "offered", "offered", "waiting"]


def test_offers_nothing_once_the_day_has_begun(home):
    day = make_invitation(seats=1)
    first, _second = make_registrations(2, day)
    actions.cancel(registration=first, by=None, now=day.starts_at - HOUR)
    later = make_invitation(seats=1)
    held, _waits = make_registrations(2, later)
    actions.release_member(member=held.member, now=later.starts_at - HOUR)
    type(later).objects.filter(pk=later.pk).update(seats=5)
    assert actions.fill(invitation=later, now=later.starts_at + HOUR).offered == []


@pytest.mark.parametrize(
    ("left", "lasts"),
    [(30 * DAY, 2 * DAY), (4 * DAY, DAY), (2 * HOUR, HOUR), (HOUR / 2, HOUR / 2)],
    ids=["long before", "four days before", "two hours before", "half an hour before"],
)
def test_gives_less_time_to_answer_the_nearer_the_day_is(home, left, lasts):
    day = make_invitation()
    now = day.starts_at - left
    assert seating.offer_until(day, now) == now + lasts


def test_writes_down_everything_that_happened(home):
    day = make_invitation(seats=1)
    first, second = make_registrations(2, day)
    actions.cancel(registration=first, now=timezone.now())
    second.refresh_from_db()
    actions.accept(registration=second, now=timezone.now())
    told = SeatEvent.objects.filter(registration__invitation=day).order_by("registration", "pk")
    assert [(one.registration_id, one.what) for one in told] == [
        (first.pk, "seated"),
        (first.pk, "cancelled"),
        (second.pk, "queued"),
        (second.pk, "offered"),
        (second.pk, "accepted"),
    ]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["come", "bring", "alone", "cancel", "accept", "decline", "expire"]),
        st.integers(0, 30),
    ),
    max_size=25,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, seats=st.integers(1, 4), limit=st.sampled_from([None, 1, 2]))
def test_never_holds_more_than_there_are_whatever_people_do(home, steps, seats, limit):
    day = make_invitation(seats=seats, guests_allowed=1, seats_per_organisation=limit)
    towns = [make_organisation() for _ in range(3)]
    now = timezone.now()
    for step, number in steps:
        now += dt.timedelta(minutes=1)
        act(step, number, day, towns, now)
        assert day.registrations.holding().count() <= seats
        if limit:
            for town in towns:
                assert day.registrations.holding().filter(organisation=town).count() <= limit
        assert not stands_free_for_the_first(day, limit)


def act(step, number, day, towns, now):
    if step in ("come", "bring", "alone"):
        member = make_member(consent=False, organisation=towns[number % 3])
        guests = 0 if step == "come" else 1
        return make_registration(day, member, guests=guests, comes_alone=step == "alone", now=now)
    hosts = list(day.registrations.standing().hosts().order_by("number"))
    if step in ("accept", "decline", "expire"):
        hosts = [one for one in hosts if one.state == State.OFFERED]
    if not hosts:
        return None
    one = hosts[number % len(hosts)]
    if step == "expire":
        return actions.expire(registration=one, now=max(now, one.offered_until))
    return getattr(actions, step)(registration=one, now=min(now, one.offered_until or now))


def stands_free_for_the_first(day, limit):
    """Whether the first in the line, whose organisation may have seats, waits though there is room."""
    free = seating.free_seats(day)
    for party in seating.line(day):
        fewest = 1 if party.comes_alone else len(party.party)
        held = seating.held_by_organisations(seating.lock(day.pk))
        if seating.room_of(party, day, held) < fewest:
            continue
        return free >= fewest
    return False
