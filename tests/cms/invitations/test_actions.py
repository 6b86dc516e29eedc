"""What can be done with a seat, and the letter that each of it brings."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.invitations import actions
from cms.invitations.models import Registration, SeatEvent
from cms.invitations.sweeping import sweep
from cms.mail.models import Letter
from cms.members.leaving import erase
from cms.members.models import Member
from tests.factories.pages import make_invitation
from tests.factories.people import make_editor, make_member, suppress
from tests.factories.seats import make_registration, make_registrations

pytestmark = pytest.mark.django_db
State = Registration.State
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def letters(registration):
    found = Letter.objects.filter(about=registration.about).order_by("pk")
    return [letter.kind.removeprefix("invitations.") for letter in found]


def test_confirms_a_seat_with_an_entry_for_the_calendar(home):
    own = make_registration(make_invitation(title="Energidag"))
    (letter,) = Letter.objects.filter(about=own.about)
    assert letter.subject == "Du har en plads: Energidag"
    assert letter.address == own.member.email
    assert letter.attachment["mimetype"] == "text/calendar; method=REQUEST"
    assert "METHOD:REQUEST" in letter.attachment["text"]


def test_stays_one_registration_however_often_it_is_pressed(home):
    day, member = make_invitation(), make_member()
    first = make_registration(day, member)
    assert make_registration(day, member) == first
    assert letters(first) == ["seated"]


def test_comes_last_when_it_is_made_anew(home):
    day, member = make_invitation(seats=1), make_member()
    own = make_registration(day, member)
    make_registration(day)
    actions.cancel(registration=own, now=timezone.now())
    assert make_registration(day, member).state == State.WAITING


def test_says_how_many_are_before_one(home):
    day = make_invitation(seats=1)
    last = make_registrations(3, day)[-1]
    letter = Letter.objects.get(about=last.about)
    assert "nummer 2 på ventelisten" in letter.text
    assert letter.attachment is None


def test_takes_the_entry_out_of_the_calendar_when_a_seat_is_given_back(home):
    own = make_registration(make_invitation())
    actions.cancel(registration=own, now=timezone.now())
    assert letters(own) == ["seated", "cancelled"]
    last = Letter.objects.filter(about=own.about).latest("pk").attachment["text"]
    assert "METHOD:CANCEL" in last
    assert "SEQUENCE:1" in last


def test_gives_back_once_however_often_it_is_pressed(home):
    own = make_registration(make_invitation())
    for _ in range(2):
        actions.cancel(registration=own, now=timezone.now())
    assert letters(own) == ["seated", "cancelled"]


def test_offers_accepts_and_confirms(home):
    day = make_invitation(seats=1)
    first, second = make_registrations(2, day)
    actions.cancel(registration=first, now=timezone.now())
    for _ in range(2):
        accepted = actions.accept(registration=second, now=timezone.now())
    assert accepted.state == State.SEATED
    assert letters(second) == ["waiting", "offered", "seated"]


def test_asks_the_next_when_the_first_says_no(home):
    day = make_invitation(seats=1)
    first, second, third = make_registrations(3, day)
    actions.cancel(registration=first, now=timezone.now())
    actions.decline(registration=second, now=timezone.now())
    third.refresh_from_db()
    assert third.state == State.OFFERED
    assert letters(second) == ["waiting", "offered"]


def test_asks_the_next_when_nobody_answers_in_time(home):
    day = make_invitation(seats=1)
    now = timezone.now()
    first, second, third = make_registrations(3, day, now=now)
    actions.cancel(registration=first, now=now)
    assert sweep(now=now + DAY)["offers ended"] == 0
    assert sweep(now=now + 2 * DAY)["offers ended"] == 1
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == (State.CANCELLED, State.OFFERED)
    assert letters(second) == ["waiting", "offered", "expired"]


def test_refuses_an_offer_that_is_over_even_before_the_machine_has_ended_it(home):
    day = make_invitation(seats=1)
    now = timezone.now()
    first, second = make_registrations(2, day, now=now)
    actions.cancel(registration=first, now=now)
    with pytest.raises(actions.NoOfferError):
        actions.accept(registration=second, now=now + 2 * DAY)


def test_refuses_a_seat_that_was_never_offered(home):
    _first, second = make_registrations(2, make_invitation(seats=1))
    for deed in (actions.accept, actions.decline):
        with pytest.raises(actions.NoOfferError):
            deed(registration=second, now=timezone.now())


def test_offers_one_seat_to_whoever_says_later_that_they_come_alone(home):
    day = make_invitation(seats=2, guests_allowed=1)
    make_registration(day)
    pair = make_registration(day, guests=1)
    assert actions.come_alone(registration=pair, now=timezone.now()).state == State.OFFERED
    assert day.registrations.get(host=pair).state == State.CANCELLED


CLOSED = {
    "past its deadline": {"deadline_at": timezone.now() - HOUR},
    "begun": {
        "starts_at": timezone.now() - HOUR,
        "ends_at": timezone.now() + HOUR,
    },
    "over": {"starts_at": timezone.now() - 2 * DAY, "ends_at": timezone.now() - DAY},
    "a draft": {"live": False},
    "not signed up for here": {"sign_up": "nobody"},
}


@pytest.mark.parametrize("fields", CLOSED.values(), ids=CLOSED)
def test_refuses_a_day_that_is_closed(home, fields):
    with pytest.raises(actions.SignUpClosedError):
        make_registration(make_invitation(**fields))


def test_lets_an_editor_sign_somebody_up_after_the_deadline(home):
    day = make_invitation(deadline_at=timezone.now() - HOUR)
    assert make_registration(day, by=make_editor()).state == State.SEATED


@pytest.mark.parametrize("guests", [-1, 2])
def test_refuses_more_guests_than_the_day_allows(home, guests):
    with pytest.raises(actions.TooManyGuestsError):
        make_registration(make_invitation(guests_allowed=1), guests=guests)


def test_changes_nothing_once_the_day_has_begun(home):
    day = make_invitation()
    own = make_registration(day)
    with pytest.raises(actions.DayBegunError):
        actions.cancel(registration=own, now=day.starts_at)
    assert (
        actions.cancel(registration=own, now=day.starts_at, by=make_editor()).state == "cancelled"
    )


def test_writes_to_nobody_whose_address_takes_no_mail(home):
    member = make_member()
    suppress(member)
    assert letters(make_registration(make_invitation(), member)) == []


def test_writes_also_to_those_who_want_no_newsletter(home):
    member = make_member(consent=False)
    suppress(member, "by_hand")
    assert letters(make_registration(make_invitation(), member)) == ["seated"]


def test_gives_back_what_an_erased_member_and_their_guest_held(home):
    day = make_invitation(seats=2, guests_allowed=1)
    own = make_registration(day, guests=1)
    waits = make_registration(day)
    erase(member=own.member, now=timezone.now())
    assert Member.objects.filter(pk=own.member_id).count() == 0
    assert list(day.registrations.order_by("number").values_list("state", "member")) == [
        ("cancelled", None),
        ("cancelled", None),
        ("offered", waits.member_id),
    ]


def test_keeps_the_number_of_those_who_came_when_one_of_them_is_erased(home):
    day = make_invitation()
    own = make_registration(day)
    moved = timezone.now() - 3 * DAY
    type(day).objects.filter(pk=day.pk).update(starts_at=moved, ends_at=moved + HOUR)
    erase(member=own.member, now=timezone.now())
    own.refresh_from_db()
    assert (own.state, own.member) == (State.SEATED, None)


def test_notes_the_editor_who_seats_somebody_and_who_offers_what_is_free(home):
    day, editor, now = make_invitation(seats=1), make_editor(), timezone.now()
    first = make_registration(day, by=editor)
    second = make_registration(day)
    type(day).objects.filter(pk=day.pk).update(seats=2)
    actions.fill(invitation=day, now=now, by=editor)
    done = {(one.registration_id, one.what): one.by for one in SeatEvent.objects.all()}
    assert done[first.pk, "seated"] == editor
    assert done[second.pk, "queued"] is None
    assert done[second.pk, "offered"] == editor
