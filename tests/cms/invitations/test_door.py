"""Check-in at the door: a press for each person, seen by all who check in, and the code that leads there."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from cms.invitations.entrance import entrance_url
from cms.invitations.models import Registration, make_code
from cms.invitations.tokens import GUEST, make_token
from tests.factories.pages import make_invitation
from tests.factories.people import make_editor, make_member, make_organisation
from tests.factories.seats import account_of, make_registration, make_registrations

pytestmark = pytest.mark.django_db
State = Registration.State
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def editor(client, home):
    client.force_login(make_editor(first_name="Eva"))
    return client


@pytest.fixture
def day(home):
    """It begins in an hour."""
    return make_invitation(
        title="Energidag", seats=2, guests_allowed=1, starts_at=timezone.now() + HOUR
    )


@pytest.fixture
def door(day):
    return f"/admin/days/{day.pk}/check-in/"


def names(response):
    return [person["own"].name for person in response.context["people"]]


def test_checks_in_and_takes_it_back_where_every_editor_sees_it(editor, day, door):
    own = make_registration(day, make_member(first_name="Åse"))
    answer = editor.post(door, {"code": own.code, "deed": "check_in"})
    assert answer.url == door
    other = Client()
    other.force_login(make_editor(first_name="Otto"))
    text = other.get(door).content.decode()
    assert re.search(r"Her siden \d\d\.\d\d, ved Eva", text)
    assert "<b>1</b> af 1 er her" in text
    assert (
        "var her allerede"
        in other.post(door, {"code": own.code, "deed": "check_in"}, follow=True).content.decode()
    )
    other.post(door, {"code": own.code, "deed": "undo"})
    own.refresh_from_db()
    assert own.checked_in_at is None


def test_shows_first_those_who_have_not_come_and_finds_all(editor, day, door):
    anna = make_registration(day, make_member(first_name="Anna"))
    make_registration(day, make_member(first_name="Åse"))
    make_registration(day, make_member(first_name="Bo"))
    editor.post(door, {"code": anna.code, "deed": "check_in"})
    assert names(editor.get(door)) == ["Åse"]
    assert names(editor.get(door, {"q": "an"})) == ["Anna"]
    found = editor.get(door, {"q": "bo"})
    assert "Luk ind uden plads" in found.content.decode()
    assert names(editor.get(door, {"q": "x" * 9000})) == []
    assert names(editor.get(door, {"q": "\x00"})) == []


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_the_same_whoever_comes(editor, home, count, django_assert_num_queries):
    day = make_invitation(starts_at=timezone.now() + HOUR)
    for own in make_registrations(2 * count, day)[:count]:
        editor.post(f"/admin/days/{day.pk}/check-in/", {"code": own.code, "deed": "check_in"})
    editor.get(f"/admin/days/{day.pk}/check-in/")
    with django_assert_num_queries(12):
        editor.get(f"/admin/days/{day.pk}/check-in/")


def test_lets_somebody_in_who_waits(editor, home):
    day = make_invitation(seats=1, starts_at=timezone.now() + HOUR)
    make_registration(day)
    waits = make_registration(day)
    door = f"/admin/days/{day.pk}/check-in/"
    assert editor.post(door, {"code": waits.code, "deed": "check_in"}).status_code == 409
    editor.post(door, {"code": waits.code, "deed": "let_in"})
    waits.refresh_from_db()
    assert (waits.state, waits.is_walk_in) == (State.SEATED, True)


@pytest.mark.parametrize("deed", ["", "cancel", "delete", "x" * 999])
def test_does_only_what_a_button_says(editor, day, door, deed):
    own = make_registration(day)
    editor.post(door, {"code": own.code, "deed": deed})
    own.refresh_from_db()
    assert (own.state, own.checked_in_at) == ("seated", None)


def test_finds_nobody_of_another_day(editor, door):
    other = make_registration(make_invitation())
    for code in (other.code, "x", "", "\x00"):
        assert editor.post(door, {"code": code, "deed": "check_in"}).status_code == 404
    assert editor.get(f"{door}{other.code}/").status_code == 404


def test_says_when_check_in_opens(editor, home):
    day = make_invitation()
    own = make_registration(day)
    door = f"/admin/days/{day.pk}/check-in/"
    assert "seks timer før dagen begynder" in editor.get(door).content.decode()
    assert editor.post(door, {"code": own.code, "deed": "check_in"}).status_code == 409


def test_leads_an_editor_from_the_code_to_that_person(editor, day):
    own = make_registration(day, make_member(first_name="Åse"), guests=1)
    shown = editor.get(urlsplit(entrance_url(own)).path, follow=True)
    text = shown.content.decode()
    assert shown.context["person"]["own"] == own
    assert len(shown.context["others"]) == 1
    assert "Er her" in text


def test_shows_everybody_else_the_same_friendly_page(client, day):
    own = make_registration(day)
    known = client.get(f"/ankomst/{own.code}/")
    unknown = client.get(f"/ankomst/{make_code()}/")
    assert known.status_code == unknown.status_code == 200
    assert known.content == unknown.content
    client.force_login(account_of(own.member))
    assert "Vis koden ved døren" in client.get(f"/ankomst/{own.code}/").content.decode()
    own.refresh_from_db()
    assert own.checked_in_at is None


def test_shows_each_their_own_code(client, day):
    own = make_registration(day, guests=1)
    guest = own.guests.get()
    guest.first_name, guest.email, guest.email_key = "Bo", "bo@a.example", "bo@a.example"
    guest.save()
    client.force_login(account_of(own.member))
    assert 'class="entrance"' in client.get(f"{day.url}tilmelding/").content.decode()
    assert 'class="entrance"' in client.get(f"/gaest/{make_token(GUEST, guest)}/").content.decode()


def test_writes_a_stranger_down_once_and_keeps_what_was_typed(editor, day, door):
    place = make_organisation(name="Ringsted Kommune")
    url = f"{door}walk-in/"
    code = editor.get(url).context["form"].initial["code"]
    typed = {"code": code, "first_name": "Bo", "last_name": "Holm", "organisation": place.pk}
    wrong = editor.post(url, typed | {"email": "nonsense"})
    assert (wrong.status_code, wrong.context["form"]["first_name"].value()) == (422, "Bo")
    for _ in range(2):
        assert editor.post(url, typed).url == door
    own = day.registrations.get()
    assert (own.name, own.organisation, own.is_walk_in) == ("Bo Holm", place, True)
    assert own.events.get().by.first_name == "Eva"


@pytest.mark.parametrize(
    "typed",
    [
        {"first_name": ""},
        {"first_name": "x" * 61},
        {"first_name": "\x00"},
        {"first_name": "Bo\u202eoB"},
        {"code": "short"},
        {"code": "ø" * 22},
        {"organisation": "999999999999999999999"},
        {"email": "x" * 9000},
    ],
    ids=str,
)
def test_names_what_is_wrong_with_a_stranger(editor, day, door, typed):
    whole = {"code": make_code(), "first_name": "Bo"} | typed
    assert editor.post(f"{door}walk-in/", whole).status_code == 422
    assert day.registrations.count() == 0


def test_lets_a_member_in_who_is_found_by_search(editor, day, door):
    member = make_member(first_name="Åse")
    assert "Åse" in editor.get(f"{door}walk-in/", {"q": "åse"}).content.decode()
    for _ in range(2):
        editor.post(f"{door}walk-in/", {"member": member.pk})
    assert day.registrations.get().checked_in_at is not None


def test_wants_a_token_of_the_form(day, door):
    own = make_registration(day)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_editor())
    assert strict.post(door, {"code": own.code, "deed": "check_in"}).status_code == 403
