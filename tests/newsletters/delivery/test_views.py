"""The unsubscribe page: GET changes nothing, POST unsubscribes, nothing is an error."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.members.actions import give_consent
from newsletters.audiences.rules import Rule
from newsletters.delivery import actions
from newsletters.delivery.models import Delivery
from newsletters.delivery.tokens import TEST, make_token
from tests.factories.pages import make_newsletter
from tests.factories.people import make_member, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(work):
    member = make_member()
    actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())
    work()
    return member


@pytest.fixture
def url(member):
    return reverse("newsletters:unsubscribe", args=[make_token(Delivery.objects.get().pk)])


def test_shows_a_button_and_changes_nothing_on_get(client, url, member):
    for _ in range(3):
        assert client.get(url).status_code == 200
    assert client.head(url).status_code == 200
    assert member.open_consent(make_series()) is not None


def test_unsubscribes_on_post(client, url, member):
    answer = client.post(url)
    assert answer.status_code == 200
    assert "Du er afmeldt" in answer.content.decode()
    assert member.open_consent(make_series()) is None


def test_takes_the_providers_post_without_cookie_or_csrf_token_twice(url, member):
    stranger = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = stranger.post(url, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert member.open_consent(make_series()) is None
    assert member.consents.count() == 1


def test_leaves_one_series_and_offers_to_leave_the_others(client, url, member):
    second = make_series("invitationer")
    give_consent(member=member, series=second, words="Ja.", now=timezone.now())
    assert "Afmeld alle vores nyhedsbreve" in client.get(url).content.decode()
    said = client.post(url).content.decode()
    assert "Du får ikke flere »Nyhedsbrev«" in said
    assert member.open_consent(make_series()) is None
    assert member.open_consent(second) is not None
    client.post(url, {"all": "1"})
    assert member.open_consent(second) is None


def test_says_nothing_of_other_series_where_there_are_none(client, url):
    assert "alle vores" not in client.get(url).content.decode()
    assert "andre" not in client.post(url).content.decode()


def test_tells_nobody_else_about_the_token(client, url):
    answer = client.get(url)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert "@" not in url


@pytest.mark.parametrize("token", ["x", "A" * 32, "æøå", "a" * 500, "%00"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_answers_a_wrong_token_with_a_friendly_page(home, client, method, token):
    answer = getattr(client, method)(f"/afmeld/{token}/")
    assert answer.status_code == 404
    assert "Linket virker ikke" in answer.content.decode()


def test_says_that_a_test_letters_link_does_nothing(home, client):
    answer = client.post(reverse("newsletters:unsubscribe", args=[make_token(TEST)]))
    assert answer.status_code == 200
    assert "Det var et prøvebrev" in answer.content.decode()


def test_is_friendly_when_the_member_is_gone(client, url, member):
    member.delete()
    answer = client.post(url)
    assert answer.status_code == 404
    assert "Linket virker ikke" in answer.content.decode()


@pytest.fixture
def choices(member):
    return reverse("newsletters:choices", args=[make_token(Delivery.objects.get().pk)])


def test_shows_what_a_reader_gets_and_changes_nothing_on_get(client, choices, member):
    give_consent(member=member, series=make_series("invitationer"), words="Ja.", now=timezone.now())
    page = client.get(choices)
    assert [str(consent.series) for consent in page.context["kept"]] == [
        "Invitationer",
        "Nyhedsbrev",
    ]
    assert member.email not in page.content.decode()
    assert (page["Referrer-Policy"], "no-store" in page["Cache-Control"]) == ("no-referrer", True)
    assert member.consents.filter(withdrawn_at=None).count() == 2


def test_keeps_what_is_ticked_and_takes_the_rest_away(client, choices, member):
    second = make_series("invitationer")
    give_consent(member=member, series=second, words="Ja.", now=timezone.now())
    page = client.post(choices, {"keep": ["invitationer"]}).content.decode()
    assert "Dit valg er gemt" in page
    assert member.open_consent(make_series()) is None
    assert member.open_consent(second) is not None


def test_adds_nothing_whatever_is_asked_for(client, choices, member):
    second = make_series("invitationer")
    client.post(choices, {"keep": ["nyhedsbrev", "invitationer", "x\x00"], "email": "x@y.dk"})
    assert member.open_consent(second) is None
    assert member.open_consent(make_series()) is not None
    assert type(member).objects.get(pk=member.pk).email == member.email


def test_says_so_when_nothing_is_left(client, choices):
    assert "Du får ingen nyhedsbreve fra os" in client.post(choices).content.decode()


def test_takes_a_press_from_a_browser_that_was_told_to_send_no_referrer(choices, member):
    stranger = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    assert stranger.post(choices).status_code == 200
    assert member.open_consent(make_series()) is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_answers_a_wrong_token_of_choices_like_any_other(home, client, method):
    answer = getattr(client, method)(f"/valg/{'A' * 32}/")
    assert answer.status_code == 404
    assert "Linket virker ikke" in answer.content.decode()


def test_says_that_a_test_letters_choices_do_nothing(home, client):
    answer = client.post(reverse("newsletters:choices", args=[make_token(TEST)]))
    assert "Det var et prøvebrev" in answer.content.decode()
