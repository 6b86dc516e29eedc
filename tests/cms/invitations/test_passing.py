"""Seats that change hands: the colleague's pass, calling it back, handing a seat over, forgetting guests."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.invitations import actions, passing, tokens
from cms.invitations.models import Registration
from cms.invitations.sweeping import sweep
from cms.mail.models import Letter
from cms.members.leaving import erase
from tests.cms.members.test_leaving import rows_that_hold
from tests.factories.pages import make_invitation
from tests.factories.people import make_member, make_organisation, suppress
from tests.factories.seats import make_registration

pytestmark = pytest.mark.django_db
State = Registration.State
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
GUEST = passing.Guest(first_name="Bo", last_name="Holm", email="Bo@kommune.example", language="da")


@pytest.fixture
def day(home):
    return make_invitation(title="Energidag", seats=2, guests_allowed=1)


@pytest.fixture
def host(day):
    return make_registration(day, guests=1)


def guest_seat(host):
    return Registration.objects.get(host=host)


def pass_for(host):
    return tokens.make_token(tokens.PASS, guest_seat(host))


def use(token, **changed):
    guest = passing.Guest(**{**GUEST.__dict__, **changed})
    return passing.use_pass(token=token, guest=guest, now=timezone.now())


def letters_to(address):
    found = Letter.objects.filter(address=address).order_by("pk")
    return [letter.kind.removeprefix("invitations.") for letter in found]


def test_gives_the_colleague_a_seat_and_a_calendar_entry_of_their_own(host):
    seat = use(pass_for(host))
    assert (seat.state, seat.person.full_name) == (State.SEATED, "Bo Holm")
    assert letters_to("Bo@kommune.example") == ["seated"]
    letter = Letter.objects.get(address="Bo@kommune.example")
    assert "/gaest/" in letter.text
    assert "mailto:Bo@kommune.example" in letter.attachment["text"].replace("\r\n ", "")


def test_makes_no_member_and_gives_no_consent(host):
    before = type(host.member).objects.count()
    use(pass_for(host))
    assert type(host.member).objects.count() == before


def test_works_once(host):
    token = pass_for(host)
    use(token)
    with pytest.raises(passing.LinkError):
        use(token, email="en.anden@kommune.example")


def test_is_over_when_the_day_begins(host, day):
    with pytest.raises(passing.LinkError):
        passing.use_pass(token=pass_for(host), guest=GUEST, now=day.starts_at)


def test_is_not_for_the_member(host):
    with pytest.raises(passing.NotForYouError):
        use(pass_for(host), email=host.member.email.upper())


def test_is_not_for_anybody_who_is_signed_up_and_is_closed_after_five_tries(host, day):
    other = make_registration(day)
    token = pass_for(host)
    for _ in range(passing.MOST_TRIES):
        with pytest.raises(passing.NotForYouError):
            use(token, email=other.member.email)
    with pytest.raises(passing.LinkError):
        use(token)


def test_is_nothing_for_another_purpose_or_seat(host, day):
    seat = guest_seat(host)
    wrong = [
        tokens.make_token(tokens.GUEST, seat),
        tokens.make_token(tokens.HANDOVER, seat),
        tokens.make_token(tokens.PASS, host),
        seat.code + pass_for(host)[22:][::-1],
        host.code + pass_for(host)[22:],
        pass_for(host)[:-1],
        pass_for(host) + "x",
        "",
        "æ" * 44,
        "a\x00" * 22,
    ]
    for token in wrong:
        with pytest.raises(passing.LinkError):
            use(token)


def test_is_worth_nothing_once_it_is_called_back(host):
    token = pass_for(host)
    passing.renew_pass(registration=guest_seat(host), now=timezone.now())
    with pytest.raises(passing.LinkError):
        use(token)
    assert use(pass_for(host)).email_key == "bo@kommune.example"


def test_tells_the_guest_whose_seat_is_called_back(host):
    own = tokens.make_token(tokens.GUEST, use(pass_for(host)))
    passing.renew_pass(registration=guest_seat(host), now=timezone.now())
    assert letters_to("Bo@kommune.example") == ["seated", "cancelled"]
    assert guest_seat(host).person is None
    with pytest.raises(passing.LinkError):
        passing.guest_of(own, timezone.now())


def test_tells_the_guest_when_the_member_gives_the_seats_back(host):
    use(pass_for(host))
    actions.cancel(registration=host, now=timezone.now())
    assert letters_to("Bo@kommune.example") == ["seated", "cancelled"]


def test_lets_the_guest_give_back_their_own_seat_alone(host, day):
    waits = make_registration(day)
    seat = use(pass_for(host))
    actions.cancel(
        registration=passing.guest_of(tokens.make_token(tokens.GUEST, seat), timezone.now()),
        now=timezone.now(),
    )
    host.refresh_from_db()
    waits.refresh_from_db()
    assert (host.state, waits.state) == (State.SEATED, State.OFFERED)


def test_confirms_to_the_guest_when_the_member_says_yes_for_both(day):
    first = make_registration(day)
    pair = make_registration(day, guests=1)
    use(pass_for(pair))
    assert letters_to("Bo@kommune.example") == []
    actions.cancel(registration=first, now=timezone.now())
    actions.accept(registration=pair, now=timezone.now())
    assert letters_to("Bo@kommune.example") == ["seated"]


def test_knows_a_member_who_is_a_guest_already(host, day):
    member = make_member(email="bo@kommune.example")
    use(pass_for(host))
    with pytest.raises(actions.SignedUpAsGuestError):
        make_registration(day, member)


def test_forgets_guests_fourteen_days_after_the_day(host, day):
    use(pass_for(host))
    assert sweep(now=day.ends_at + 13 * DAY)["guests forgotten"] == 0
    assert sweep(now=day.ends_at + 14 * DAY)["guests forgotten"] == 1
    seat = guest_seat(host)
    assert (seat.person, seat.state) == (None, State.SEATED)
    assert sweep(now=day.ends_at + 15 * DAY)["guests forgotten"] == 0


def test_hands_a_seat_over_to_a_colleague(host, day):
    taker = make_member(organisation=host.organisation)
    before = host.member
    token = tokens.make_token(tokens.HANDOVER, host)
    taken = passing.hand_over(token=token, member=taker, now=timezone.now())
    assert (taken.pk, taken.member) == (host.pk, taker)
    assert letters_to(before.email) == ["seated", "cancelled"]
    assert letters_to(taker.email) == ["seated"]
    with pytest.raises(passing.LinkError):
        passing.hand_over(token=token, member=before, now=timezone.now())


def test_hands_nothing_over_to_another_organisation(host):
    taker = make_member(organisation=make_organisation())
    token = tokens.make_token(tokens.HANDOVER, host)
    with pytest.raises(passing.OtherOrganisationError):
        passing.hand_over(token=token, member=taker, now=timezone.now())


def test_hands_nothing_over_to_somebody_who_has_a_seat(home):
    day = make_invitation()
    town = make_organisation()
    one, other = (make_registration(day, make_member(organisation=town)) for _ in range(2))
    token = tokens.make_token(tokens.HANDOVER, one)
    with pytest.raises(passing.NotForYouError):
        passing.hand_over(token=token, member=other.member, now=timezone.now())


def test_hands_nothing_over_once_the_day_has_begun(host, day):
    taker = make_member(organisation=host.organisation)
    token = tokens.make_token(tokens.HANDOVER, host)
    with pytest.raises(actions.DayBegunError):
        passing.hand_over(token=token, member=taker, now=day.starts_at + HOUR)


def test_tells_a_named_guest_who_is_left_behind_when_there_is_room_for_one_only(day):
    first, _second = make_registration(day), make_registration(day)
    pair = make_registration(day, guests=1, comes_alone=True)
    use(pass_for(pair))
    actions.cancel(registration=first, now=timezone.now())
    assert guest_seat(pair).state == State.CANCELLED
    assert letters_to("Bo@kommune.example") == ["cancelled"]


@pytest.mark.parametrize("end", ["decline", "expire"])
def test_tells_a_named_guest_when_the_offer_to_both_comes_to_nothing(day, end):
    first = make_registration(day)
    pair = make_registration(day, guests=1)
    use(pass_for(pair))
    actions.cancel(registration=first, now=timezone.now())
    late = timezone.now() + (3 * DAY if end == "expire" else HOUR)
    getattr(actions, end)(registration=pair, now=late)
    assert letters_to("Bo@kommune.example") == ["cancelled"]


def test_leaves_nothing_of_an_erased_member_who_is_somebodys_guest(host, day):
    member = make_member(email="bo@kommune.example")
    use(pass_for(host))
    erase(member=member, now=timezone.now())
    seat = guest_seat(host)
    assert (seat.person, seat.state) == (None, State.CANCELLED)
    assert "cms.Registration" not in rows_that_hold("bo@kommune.example")


def test_leaves_nothing_of_an_erased_member_who_was_a_guest_at_a_day_that_is_over(host, day):
    member = make_member(email="bo@kommune.example")
    use(pass_for(host))
    begun = timezone.now() - 2 * DAY
    type(day).objects.filter(pk=day.pk).update(starts_at=begun, ends_at=begun + HOUR)
    erase(member=member, now=timezone.now())
    seat = guest_seat(host)
    assert (seat.person, seat.state) == (None, State.SEATED)


def test_writes_to_a_guest_who_was_erased_as_a_member_once(host):
    suppress(make_member(email="bo@kommune.example"), "erased")
    use(pass_for(host))
    assert letters_to("Bo@kommune.example") == ["seated"]
