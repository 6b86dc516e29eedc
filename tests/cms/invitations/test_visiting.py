"""Those who are no members and want to come: asked by letter, signed up by a press, forgotten."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.invitations import actions, screening, visiting
from cms.invitations.applications import KEPT, Application
from cms.invitations.models import Registration
from cms.invitations.passing import GUESTS_KEPT
from cms.invitations.sweeping import sweep
from cms.mail.models import Letter
from cms.members.limits import TooManySignUpsError
from tests.cms.members.test_leaving import rows_that_hold
from tests.factories.pages import make_invitation
from tests.factories.people import make_member, make_organisation, suppress
from tests.factories.seats import make_registration
from tests.factories.visitors import apply, asked, come

pytestmark = pytest.mark.django_db
State = Registration.State
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
ADDRESS = "vera@firma.example"


@pytest.fixture
def day(home):
    return make_invitation(title="Energidag", seats=2, sign_up="everybody")


def kinds(address=ADDRESS):
    found = Letter.objects.filter(address=address).order_by("pk")
    return [letter.kind.removeprefix("invitations.") for letter in found]


def confirm(token, **said):
    return visiting.confirm(token=token, now=said.pop("now", timezone.now()), **said)


def test_asks_the_address_and_seats_whoever_confirms(day):
    place = make_organisation(name="Middelfart Kommune")
    token = asked(day, last_name="Vind", organisation=place)
    assert not Registration.objects.exists()
    own = confirm(token, is_on_list=True).registration
    assert (own.state, own.name, own.workplace) == (State.SEATED, "Vera Vind", place.name)
    assert (own.member, own.host, own.is_on_list) == (None, None, True)
    assert kinds() == ["confirm_seat", "seated"]
    letter = Letter.objects.get(kind="invitations.seated")
    assert "/gaest/" in letter.text
    assert letter.attachment["mimetype"] == "text/calendar; method=REQUEST"


def test_keeps_nothing_that_was_typed_once_it_is_confirmed(day):
    own = confirm(asked(day)).registration
    left = Application.objects.get()
    assert (left.registration, left.email, left.first_name) == (own, "", "")


def test_leads_whoever_presses_twice_to_the_same_seat(day):
    token = asked(day)
    first, second = confirm(token), confirm(token)
    assert (first.registration, first.is_new) == (second.registration, True)
    assert second.is_new is False
    assert kinds() == ["confirm_seat", "seated"]


def test_signs_a_member_up_as_the_member(day):
    member = make_member(email=ADDRESS, first_name="Anna")
    own = confirm(asked(day, first_name="Falsk")).registration
    assert (own.member, own.name, own.first_name) == (member, member.full_name, "")


def test_changes_nothing_for_whoever_is_signed_up_already(day):
    member = make_member(email=ADDRESS)
    standing = make_registration(day, member)
    done = confirm(asked(day))
    assert (done.registration, done.is_new) == (standing, False)


def test_stands_in_the_line_where_all_seats_are_taken(day):
    make_registration(day)
    make_registration(day)
    own = come(day)
    assert (own.state, kinds()) == (State.WAITING, ["confirm_seat", "waiting"])


def test_is_offered_a_seat_like_everybody(day):
    first = make_registration(day)
    make_registration(day)
    own = come(day)
    actions.cancel(registration=first, now=timezone.now())
    own.refresh_from_db()
    assert own.state == State.OFFERED
    actions.accept(registration=own, now=timezone.now())
    assert kinds() == ["confirm_seat", "waiting", "offered", "seated"]


@pytest.mark.parametrize(
    "field",
    [
        {"deadline_at": timezone.now() - HOUR},
        {"cancelled_at": timezone.now()},
        {"live": False},
        {"sign_up": "members"},
        {"sign_up": "nobody"},
        {"ends_at": timezone.now() - HOUR},
    ],
)
def test_signs_nobody_up_for_a_day_that_has_closed_since(day, field):
    token = asked(day)
    type(day).objects.filter(pk=day.pk).update(**field)
    with pytest.raises(actions.SignUpClosedError):
        confirm(token)
    with pytest.raises(actions.SignUpClosedError):
        apply(day)
    assert not Registration.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "\x00" * 43, "æ" * 43, "x" * 10_000])
def test_knows_no_other_token(day, token):
    asked(day)
    with pytest.raises(visiting.LinkError):
        confirm(token)


def test_knows_no_token_that_is_too_old(day):
    token = asked(day)
    with pytest.raises(visiting.LinkError):
        confirm(token, now=timezone.now() + KEPT)


def test_writes_one_letter_a_day_to_one_address(day, settings):
    settings.JOIN_PER_IP = settings.JOIN_PER_NETWORK = settings.JOIN_PER_HOUR = 0
    for _ in range(50):
        screening.answer(apply(day, email="vera+note@firma.example").pk, now=timezone.now())
    assert Letter.objects.count() == 1
    assert Application.objects.count() == 1


@pytest.mark.parametrize("reason", ["bounced", "complained", "by_hand"])
def test_writes_to_nobody_whose_mail_is_stopped(day, reason):
    member = make_member(email=ADDRESS)
    suppress(member, reason=reason)
    member.delete()
    screening.answer(apply(day).pk, now=timezone.now())
    assert (Letter.objects.count(), Application.objects.count()) == (0, 0)


def test_stops_when_more_wait_for_confirmation_than_an_hour_brings(day, settings):
    settings.JOIN_PER_IP = settings.JOIN_PER_NETWORK = 0
    settings.JOIN_PER_HOUR = 3
    for number in range(3):
        apply(day, email=f"a{number}@firma.example")
    with pytest.raises(TooManySignUpsError):
        apply(day, email="b@firma.example")
    assert Application.objects.count() == 3


def test_forgets_what_nobody_confirmed_and_rings_for_what_was_lost(day, work):
    apply(day)
    done = sweep(now=timezone.now() + HOUR)
    assert (done["applications rung for"], done["applications deleted"]) == (1, 0)
    sweep(now=timezone.now() + KEPT)
    assert not Application.objects.exists()


def test_forgets_name_and_address_two_weeks_after_the_day(day):
    own = come(day, last_name="Vind", organisation_name="Firmaet")
    sweep(now=day.ends_at + GUESTS_KEPT)
    own.refresh_from_db()
    assert (own.name, own.email, own.email_key, own.workplace) == ("", "", "", "")
    Letter.objects.filter(kind="invitations.confirm_seat").delete()
    assert rows_that_hold("firma.example") == set()


def test_gives_one_address_one_seat_however_often_it_asks(day, settings):
    settings.JOIN_PER_IP = 0
    first = asked(day)
    later = timezone.now() + DAY + HOUR
    second = asked(day, now=later)
    own = confirm(first, now=later).registration
    with pytest.raises(visiting.LinkError):
        confirm(second, now=later)
    assert Registration.objects.standing().get() == own
