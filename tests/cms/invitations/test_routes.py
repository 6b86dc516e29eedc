"""Signing up for a day in the browser: two presses, one's own seat, and nobody else's."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.invitations import actions
from cms.invitations.models import Registration
from tests.factories.pages import make_invitation
from tests.factories.people import make_editor, make_member
from tests.factories.seats import account_of, make_registration, make_registrations

pytestmark = pytest.mark.django_db
State = Registration.State
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def anna(client, home):
    member = make_member(first_name="Anna")
    client.force_login(account_of(member))
    return member


@pytest.fixture
def day(home):
    return make_invitation(title="Energidag", seats=1, guests_allowed=1)


def sign_up(client, day, **said):
    return client.post(f"{day.url}tilmeld/", {"guests": "0", **said})


def test_signs_up_in_two_presses(client, anna, day):
    page = client.get(day.url).content.decode()
    assert f'href="{day.url}tilmeld/"' in page
    assert "Ja, jeg kommer" in client.get(f"{day.url}tilmeld/").content.decode()
    answer = sign_up(client, day, is_on_list="on")
    assert (answer.status_code, answer.url) == (302, f"{day.url}tilmelding/")
    assert "Du har en plads" in client.get(answer.url).content.decode()
    own = Registration.objects.get()
    assert (own.member, own.state, own.is_on_list) == (anna, State.SEATED, True)


def test_signs_up_by_the_press_alone_where_nothing_is_asked(client, anna):
    day = make_invitation()
    assert client.post(f"{day.url}tilmeld/").status_code == 302
    assert day.registrations.seated().get().member == anna


def test_sends_a_visitor_to_sign_in_and_back(client, day):
    for path in ("tilmeld/", "tilmelding/"):
        answer = client.get(day.url + path)
        assert (answer.status_code, answer.url) == (302, f"/log-ind/?next={day.url}{path}")
        assert client.post(day.url + path).status_code == 302
    assert not Registration.objects.exists()


def test_changes_nothing_when_a_link_is_opened(client, anna, day):
    for _ in range(3):
        client.get(f"{day.url}tilmeld/?guests=0")
        client.get(f"{day.url}tilmelding/?deed=cancel")
        client.head(f"{day.url}tilmeld/")
    assert not Registration.objects.exists()


def test_tells_an_account_without_a_member_how_to_become_one(client, day):
    client.force_login(make_editor())
    answer = client.get(f"{day.url}tilmeld/")
    assert answer.status_code == 403
    assert "/bliv-medlem/" in answer.content.decode()


def test_leads_whoever_presses_twice_to_their_own_seat(client, anna, day):
    sign_up(client, day)
    answer = sign_up(client, day)
    assert answer.url == f"{day.url}tilmelding/"
    assert Registration.objects.count() == 1


def test_takes_a_colleague_along(client, anna):
    day = make_invitation(seats=2, guests_allowed=1)
    sign_up(client, day, guests="1")
    assert day.registrations.seated().count() == 2
    assert "Pas til din kollega" in client.get(f"{day.url}tilmelding/").content.decode()


@pytest.mark.parametrize("guests", ["", "2", "-1", "x", "9" * 400, "1\x00"])
def test_names_what_is_wrong_with_the_number_of_guests(client, anna, day, guests):
    assert sign_up(client, day, guests=guests).status_code == 422
    assert not Registration.objects.exists()


def test_says_how_many_wait_and_stands_in_the_line(client, anna, day):
    make_registrations(3, day)
    page = client.get(f"{day.url}tilmeld/").content.decode()
    assert "2 står på ventelisten før dig" in page
    sign_up(client, day)
    assert "Du er nummer 3 på ventelisten." in client.get(f"{day.url}tilmelding/").content.decode()


def test_answers_an_offer_on_ones_own_page(client, anna, day):
    first = make_registration(day)
    sign_up(client, day)
    actions.cancel(registration=first, now=timezone.now())
    page = client.get(f"{day.url}tilmelding/").content.decode()
    assert "Der er en ledig plads til dig" in page
    client.post(f"{day.url}tilmelding/", {"deed": "accept"})
    assert Registration.objects.get(member=anna).state == State.SEATED


def test_says_why_an_offer_that_is_over_cannot_be_taken(client, anna, day):
    first = make_registration(day)
    sign_up(client, day)
    actions.cancel(registration=first, now=timezone.now())
    Registration.objects.filter(member=anna).update(offered_until=timezone.now() - HOUR)
    answer = client.post(f"{day.url}tilmelding/", {"deed": "accept"})
    assert answer.status_code == 409
    assert "Tilmeld dig igen" in answer.content.decode()


def test_gives_a_seat_back(client, anna, day):
    sign_up(client, day)
    client.post(f"{day.url}tilmelding/", {"deed": "cancel"})
    assert "Du er ikke tilmeldt" in client.get(f"{day.url}tilmelding/").content.decode()


@pytest.mark.parametrize("deed", ["", "erase", "register", "x" * 9000, "__class__"])
def test_does_nothing_for_a_button_that_is_not_there(client, anna, day, deed):
    sign_up(client, day)
    assert client.post(f"{day.url}tilmelding/", {"deed": deed}).status_code == 200
    assert Registration.objects.get().state == State.SEATED


def test_touches_nobody_elses_seat(client, anna, day):
    other = make_registration(day)
    for deed in ("cancel", "accept", "decline", "alone"):
        client.post(f"{day.url}tilmelding/", {"deed": deed, "registration": other.code})
    other.refresh_from_db()
    assert other.state == State.SEATED


def test_refuses_when_the_deadline_passes_while_the_form_is_open(client, anna, day):
    client.get(f"{day.url}tilmeld/")
    type(day).objects.filter(pk=day.pk).update(deadline_at=timezone.now() - HOUR)
    answer = sign_up(client, day)
    assert answer.status_code == 409
    assert "Fristen er overskredet" in answer.content.decode()
    assert not Registration.objects.exists()


def test_knows_no_draft(client, anna):
    draft = make_invitation(live=False)
    url = f"/netvaerksdage/{draft.slug}/"
    assert client.post(f"{url}tilmeld/", {"guests": "0"}).status_code == 404


def test_is_kept_by_nobody_on_the_way(client, anna, day):
    for path in ("tilmeld/", "tilmelding/"):
        answer = client.get(day.url + path)
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"


def test_shows_the_day_on_my_page(client, anna, day):
    assert "Du er ikke tilmeldt nogen dag" in client.get("/min-side/").content.decode()
    sign_up(client, day)
    page = client.get("/min-side/").content.decode()
    assert f'href="{day.url}tilmelding/"' in page
    assert "har en plads" in page
