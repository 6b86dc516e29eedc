"""Who comes through the door: once, also without a seat, and taken back."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.invitations import actions, attending
from cms.invitations.attending import Visitor
from cms.invitations.models import Registration, make_code
from cms.invitations.passing import forget_guests
from cms.mail.models import Letter
from tests.factories.pages import make_invitation
from tests.factories.people import make_editor, make_member, make_organisation
from tests.factories.seats import make_registration

pytestmark = pytest.mark.django_db
State = Registration.State
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def day(home):
    return make_invitation(title="Energidag", seats=2, guests_allowed=1)


@pytest.fixture
def enter(day, editor):
    """Lets somebody in while the day runs."""

    def enter(person, code=None):
        return attending.walk_in(
            invitation=day, person=person, code=code or make_code(), now=day.starts_at, by=editor
        )

    return enter


def whats(registration):
    return list(registration.events.values_list("what", flat=True))


def test_checks_a_person_in_once_however_often_it_is_pressed(day, editor):
    own = make_registration(day)
    first = attending.check_in(registration=own, now=day.starts_at, by=editor)
    again = attending.check_in(registration=own, now=day.starts_at + HOUR, by=make_editor())
    assert first.checked_in_at == again.checked_in_at == day.starts_at
    assert whats(own) == ["seated", "checked_in"]
    assert own.events.last().by == editor


def test_takes_a_check_in_back_once(day, editor):
    own = make_registration(day)
    attending.check_in(registration=own, now=day.starts_at, by=editor)
    for _ in range(2):
        attending.undo_check_in(registration=own, now=day.starts_at + HOUR, by=editor)
    own.refresh_from_db()
    assert (own.state, own.checked_in_at) == (State.SEATED, None)
    assert whats(own) == ["seated", "checked_in", "not_here"]


@pytest.mark.parametrize("deed", ["check_in", "undo_check_in", "let_in"])
@pytest.mark.parametrize("before", [True, False])
def test_checks_nobody_in_long_before_or_after_the_day(day, editor, deed, before):
    own = make_registration(day)
    edge = day.starts_at - 6 * HOUR if before else day.ends_at + dt.timedelta(days=14)
    moment = edge - dt.timedelta(seconds=1) if before else edge
    with pytest.raises(attending.NotTheDayError):
        getattr(attending, deed)(registration=own, now=moment, by=editor)


def test_opens_six_hours_before_and_closes_two_weeks_after(day, editor):
    own = make_registration(day)
    attending.check_in(registration=own, now=day.starts_at - 6 * HOUR, by=editor)
    last = day.ends_at + dt.timedelta(days=14) - dt.timedelta(seconds=1)
    assert attending.undo_check_in(registration=own, now=last, by=editor).checked_in_at is None


def test_says_that_somebody_waits_and_lets_them_in_all_the_same(day, editor):
    for _ in range(2):
        make_registration(day)
    waits = make_registration(day)
    with pytest.raises(attending.NoSeatError):
        attending.check_in(registration=waits, now=day.starts_at, by=editor)
    found = attending.let_in(registration=waits, now=day.starts_at, by=editor)
    assert (found.state, found.is_walk_in) == (State.SEATED, True)
    assert day.registrations.seated().count() == 3


def test_lets_nobody_in_who_has_cancelled(day, editor):
    own = make_registration(day)
    actions.cancel(registration=own, now=timezone.now())
    with pytest.raises(attending.NoSeatError):
        attending.let_in(registration=own, now=day.starts_at, by=editor)


def test_writes_a_stranger_down_once_above_what_the_day_holds(day, editor, enter):
    for _ in range(2):
        make_registration(day)
    organisation, code = make_organisation(), make_code()
    stranger = Visitor(first_name="Bo", last_name="Holm", organisation=organisation)
    letters = Letter.objects.count()
    own = enter(stranger, code)
    assert enter(stranger, code) == own
    assert (own.name, own.organisation, own.is_walk_in) == ("Bo Holm", organisation, True)
    assert whats(own) == ["walked_in"]
    assert day.registrations.came().count() == 1
    assert Letter.objects.count() == letters


def test_checks_a_member_in_who_is_on_the_list_already(day, enter):
    own = make_registration(day)
    assert enter(own.member) == own
    assert enter(Visitor(first_name="Anna", email=own.member.email.upper())) == own
    own.refresh_from_db()
    assert (own.is_walk_in, whats(own)) == (False, ["seated", "checked_in"])


def test_lets_a_member_in_who_is_not_on_the_list(enter):
    member = make_member()
    own = enter(member)
    assert (own.member, own.organisation, own.state) == (member, member.organisation, "seated")


def test_takes_whoever_was_let_in_by_mistake_off_the_list(day, editor, enter):
    own = enter(Visitor(first_name="Bo"))
    attending.undo_check_in(registration=own, now=day.starts_at, by=editor)
    own.refresh_from_db()
    assert (own.state, own.checked_in_at) == (State.CANCELLED, None)


def test_forgets_the_name_of_a_stranger_two_weeks_after(day, enter):
    own = enter(Visitor(first_name="Bo", last_name="Holm"))
    forget_guests(now=day.ends_at + dt.timedelta(days=14))
    own.refresh_from_db()
    assert (own.name, own.checked_in_at) == ("", day.starts_at)
