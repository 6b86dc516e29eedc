"""Links that are each one person's: a button, and one answer to every link that does not work."""

import pytest
from django.test import Client

from cms.invitations import tokens
from cms.invitations.models import Registration
from tests.factories.pages import make_invitation
from tests.factories.people import make_member
from tests.factories.seats import account_of, make_registration

pytestmark = pytest.mark.django_db
TYPED = {"first_name": "Bo", "last_name": "Holm", "email": "bo@kommune.example"}


@pytest.fixture
def host(home):
    return make_registration(make_invitation(title="Energidag", guests_allowed=1), guests=1)


@pytest.fixture
def guest(host):
    return Registration.objects.get(host=host)


@pytest.fixture
def pass_url(guest):
    return f"/kollega/{tokens.make_token(tokens.PASS, guest)}/"


def test_takes_the_seat_with_one_form_and_no_cookie(client, pass_url, guest):
    assert "har en plads til dig" in client.get(pass_url).content.decode()
    answer = client.post(pass_url, TYPED)
    page = client.get(answer.url).content.decode()
    assert "Du har en plads" in page
    assert client.cookies == {}
    guest.refresh_from_db()
    assert guest.person.full_name == "Bo Holm"


def test_uses_no_pass_when_a_scanner_opens_the_link(client, pass_url, guest):
    for _ in range(3):
        client.get(pass_url, TYPED)
        client.head(pass_url)
    guest.refresh_from_db()
    assert guest.person is None


def test_answers_every_dead_link_alike(client, pass_url, guest):
    client.post(pass_url, TYPED)
    used = client.get(pass_url)
    other = client.get("/kollega/" + "a" * 44 + "/")
    short = client.get("/kollega/x/")
    assert {used.status_code, other.status_code, short.status_code} == {404}
    assert used.content == other.content == short.content


@pytest.mark.parametrize(
    "typed",
    [
        {"first_name": ""},
        {"first_name": "x" * 61},
        {"first_name": "Bo\u202eoB"},
        {"last_name": "\x00"},
        {"email": "nonsense"},
        {"email": "a@b.example\r\nBcc: c@d.example"},
        {"email": "x" * 9000},
        {"email": "a@localhost"},
    ],
    ids=str,
)
def test_names_what_is_wrong(client, pass_url, guest, typed):
    assert client.post(pass_url, TYPED | typed).status_code == 422
    guest.refresh_from_db()
    assert guest.person is None


def test_takes_the_form_of_a_browser_that_does_not_say_where_it_is_from(client, pass_url, guest):
    client.post(pass_url, TYPED, HTTP_ORIGIN="null")
    guest.refresh_from_db()
    assert guest.person is not None


def test_takes_no_more_than_it_asks_for(client, pass_url, guest):
    client.post(
        pass_url, TYPED | {"state": "cancelled", "member": "1", "checked_in_at": "2026-01-01"}
    )
    guest.refresh_from_db()
    assert (guest.state, guest.member, guest.checked_in_at) == ("seated", None, None)


def test_gives_a_guests_seat_back(client, pass_url, guest):
    own = client.post(pass_url, TYPED).url
    client.get(own + "?cancel=1")
    guest.refresh_from_db()
    assert guest.state == "seated"
    page = client.post(own, {"cancel": "1"}, follow=True).content.decode()
    assert "Du er ikke længere tilmeldt" in page


def test_asks_who_takes_a_seat_over_to_sign_in(client, host):
    url = f"/overtag/{tokens.make_token(tokens.HANDOVER, host)}/"
    assert client.get(url).url == f"/log-ind/?next={url}"
    taker = make_member(organisation=host.organisation)
    client.force_login(account_of(taker))
    assert "Ja, jeg overtager pladsen" in client.get(url).content.decode()
    assert client.post(url).url.endswith("/tilmelding/")
    host.refresh_from_db()
    assert host.member == taker


def test_says_that_a_seat_stays_in_the_organisation(client, host):
    url = f"/overtag/{tokens.make_token(tokens.HANDOVER, host)}/"
    client.force_login(account_of(make_member()))
    answer = client.post(url)
    assert answer.status_code == 403
    assert "samme organisation" in answer.content.decode()


def test_shows_the_member_the_links_to_pass_on(client, host, guest, pass_url):
    client.force_login(account_of(host.member))
    own = f"{host.invitation.url}tilmelding/"
    page = client.get(own).content.decode()
    assert pass_url in page
    assert f"/overtag/{tokens.make_token(tokens.HANDOVER, host)}/" in page
    client.post(own, {"deed": "renew", "guest": guest.code})
    assert pass_url not in client.get(own).content.decode()
    client.post(own, {"deed": "drop", "guest": guest.code})
    guest.refresh_from_db()
    assert guest.state == "cancelled"


@pytest.mark.parametrize("deed", ["renew", "drop"])
def test_touches_nobody_elses_guest(client, host, guest, deed):
    other = make_registration(host.invitation)
    client.force_login(account_of(other.member))
    client.post(f"{host.invitation.url}tilmelding/", {"deed": deed, "guest": guest.code})
    guest.refresh_from_db()
    assert (guest.state, guest.pass_number) == ("seated", 1)


def test_wants_a_token_of_the_form_to_take_a_seat_over(host):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account_of(make_member(organisation=host.organisation)))
    url = f"/overtag/{tokens.make_token(tokens.HANDOVER, host)}/"
    assert strict.post(url).status_code == 403
