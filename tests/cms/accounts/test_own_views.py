"""»Min side«: one's own series, language and sessions, and nobody else's."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from cms.members.models import Consent, User
from cms.series.actions import reword
from tests.factories.people import make_editor, make_member, make_series

OWN = "/min-side/"


def words_for(series, words="Ja tak til brevet.", language="da"):
    return reword(series=series, language=language, words=words, now=timezone.now())


@pytest.fixture
def anna(sign_in):
    """A member who is signed in and gets nothing."""
    member = make_member(first_name="Anna", consent=False)
    sign_in(member.email)
    return member


def held(member):
    return list(member.consents.filter(withdrawn_at=None).values_list("series__key", flat=True))


def test_shows_who_i_am_and_asks_before_it_sends_me_anything(client, anna):
    words_for(make_series())
    page = client.get(OWN).content.decode()
    assert anna.email in page
    assert str(anna.organisation) in page
    assert "Ja tak til brevet." in page
    assert "checked" not in page


def test_takes_a_yes_to_the_words_that_stood_there(client, anna):
    series = make_series()
    words_for(series)
    wording = client.get(OWN).context["subscriptions"][0].wording
    answer = client.post(f"{OWN}serier/{series.pk}/", {"yes": "on", "wording": wording.pk})
    assert answer.url == OWN
    assert held(anna) == [series.key]
    assert Consent.objects.get().wording == wording


def test_takes_a_no(client, sign_in):
    member = make_member()
    sign_in(member.email)
    client.post(f"{OWN}serier/{make_series().pk}/", {"no": "1"})
    assert held(member) == []
    assert Consent.objects.get().withdrawn_at is not None


def test_takes_no_yes_without_a_tick(client, anna):
    series = make_series()
    words_for(series)
    wording = client.get(OWN).context["subscriptions"][0].wording
    client.post(f"{OWN}serier/{series.pk}/", {"wording": wording.pk})
    assert held(anna) == []
    assert client.get(OWN).content.decode().count('role="alert"') == 1


def test_takes_no_yes_to_words_that_stood_there_before(client, anna):
    series = make_series()
    words_for(series)
    old = client.get(OWN).context["subscriptions"][0].wording
    words_for(series, "Ja tak til endnu mere.")
    client.post(f"{OWN}serier/{series.pk}/", {"yes": "on", "wording": old.pk})
    assert held(anna) == []


def test_takes_no_yes_to_a_series_that_has_ended(client, anna):
    series = make_series()
    words_for(series)
    wording = client.get(OWN).context["subscriptions"][0].wording
    series.is_open = False
    series.save()
    client.post(f"{OWN}serier/{series.pk}/", {"yes": "on", "wording": wording.pk})
    assert held(anna) == []


def test_changes_the_language_of_letters_and_nothing_else(client, anna):
    client.post(
        f"{OWN}sprog/", {"language": "en", "email": "evil@b.dk", "first_name": "X", "id": 1}
    )
    changed = type(anna).objects.get(pk=anna.pk)
    assert (changed.language, changed.email, changed.first_name) == ("en", anna.email, "Anna")
    client.post(f"{OWN}sprog/", {"language": "xx"})
    anna.refresh_from_db()
    assert anna.language == "en"


def test_lists_and_ends_sessions(client, code_of, sign_in):
    member = make_member()
    sign_in(member.email)
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    other.post("/log-ind/", {"email": member.email})
    other.post("/log-ind/kode/", {"code": code_of()})
    listed = client.get(OWN).context["sessions"]
    assert [(one["browser"], one["is_this"]) for one in listed] == [
        ("Firefox, Windows", False),
        ("En browser", True),
    ]
    client.post(f"{OWN}steder/", {"session": listed[0]["pk"]})
    assert other.get(OWN).url.startswith("/log-ind/")
    assert client.get(OWN).status_code == 200


def test_ends_all_sessions_but_this_one(client, code_of, sign_in):
    member = make_member()
    sign_in(member.email)
    others = [Client(), Client()]
    for other in others:
        other.post("/log-ind/", {"email": member.email})
        other.post("/log-ind/kode/", {"code": code_of()})
    client.post(f"{OWN}steder/", {"all": "1"})
    assert [one.get(OWN).status_code for one in (client, *others)] == [200, 302, 302]


def test_ends_its_own_session_when_asked_to(client, anna):
    (this,) = client.get(OWN).context["sessions"]
    client.post(f"{OWN}steder/", {"session": this["pk"]})
    assert client.get(OWN).status_code == 302


@pytest.mark.parametrize("session", ["", "x", "-1", "9" * 40, "²", "1; DROP"])
def test_ends_nothing_for_an_odd_number(client, anna, session):
    assert client.post(f"{OWN}steder/", {"session": session}).status_code == 302
    assert client.get(OWN).status_code == 200


def test_touches_nobody_elses(client, code_of, anna):
    # Not a name that a random token could hold.
    bo = make_member(first_name="Bo", last_name="Østergård")
    other = Client()
    other.post("/log-ind/", {"email": bo.email})
    other.post("/log-ind/kode/", {"code": code_of()})
    (his,) = UserSession.objects.filter(user__email=bo.email)
    client.post(f"{OWN}steder/", {"session": his.pk})
    assert other.get(OWN).status_code == 200
    client.post(f"{OWN}serier/{make_series().pk}/", {"no": "1", "member": bo.pk})
    assert held(bo) == [make_series().key]
    assert "Østergård" not in client.get(OWN).content.decode()


@pytest.mark.parametrize("path", ["", "noegler/"])
def test_shows_nobody_anything_who_is_not_signed_in(client, path):
    assert client.get(OWN + path).url == f"/log-ind/?next={OWN}{path}"


@pytest.mark.parametrize("path", ["serier/1/", "sprog/", "steder/", "noegler/1/fjern/"])
def test_changes_nothing_by_get_or_for_a_stranger(client, path):
    assert client.get(OWN + path).status_code == 405
    assert client.post(OWN + path).url.startswith("/log-ind/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.create_user("a@b.example"))
    assert strict.post(OWN + path).status_code == 403


def test_has_a_page_for_an_editor_who_is_no_member(client, sign_in):
    sign_in(make_editor().email)
    page = client.get(OWN)
    assert page.context["member"] is None
    assert "/admin/" in page.content.decode()
    assert client.post(f"{OWN}sprog/", {"language": "en"}).status_code == 404


def test_speaks_english_where_english_is_read(client, anna):
    series = make_series()
    words_for(series)
    words_for(series, "Yes, please.", "en")
    page = client.get("/en/my-page/").content.decode()
    assert "Yes, please." in page
