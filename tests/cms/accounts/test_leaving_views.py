"""Leaving from »Min side«: goodbye and back again, and erased for good."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from cms.mail.models import Letter
from cms.members.leaving import say_goodbye
from cms.members.models import Member, User
from newsletters.audiences.rules import Rule
from newsletters.delivery import actions
from newsletters.delivery.models import Delivery, Mailing
from tests.cms.accounts.test_receipt_views import grow_old
from tests.cms.members.test_leaving import CANARY, rows_that_hold
from tests.factories.pages import make_newsletter
from tests.factories.people import make_editor, make_member, make_series

OWN, END = "/min-side/", "/min-side/slet-mig/"


@pytest.fixture
def anna(sign_in):
    member = make_member(first_name=CANARY.capitalize(), email=f"{CANARY}@kommune.example")
    sign_in(member.email)
    return member


def test_says_goodbye_with_one_press_and_comes_back_with_another(client, anna):
    assert client.post(f"{OWN}meld-ud/").url == OWN
    anna.refresh_from_db()
    assert (anna.left_at is None, anna.open_consent(make_series())) == (False, None)
    page = client.get(OWN)
    assert page.context["subscriptions"] == []
    assert 'action="/min-side/bliv/"' in page.content.decode()
    assert client.post(f"{OWN}bliv/").url == OWN
    anna.refresh_from_db()
    assert anna.left_at is None


def test_changes_nothing_for_one_who_has_left(client, anna):
    client.post(f"{OWN}meld-ud/")
    assert client.post(f"{OWN}sprog/", {"language": "en"}).status_code == 404
    series = make_series()
    assert client.post(f"{OWN}serier/{series.pk}/", {"yes": "on"}).status_code == 404


def test_says_what_goes_and_what_stays_before_anything_is_erased(client, anna):
    page = client.get(END)
    names = {holding.name for holding in page.context["goes"]}
    assert {"members.profile", "members.consents", "accounts.account"} <= names
    assert "members.stops" in {holding.name for holding in page.context["stays"]}
    assert Member.objects.filter(pk=anna.pk).exists()


def test_erases_at_once_signs_out_and_writes_once_more(client, anna, work, letters):
    assert client.post(END, {"sure": "on"}).url == "/slettet/"
    assert client.get("/slettet/").status_code == 200
    assert client.get(OWN).status_code == 302
    work()
    assert rows_that_hold(CANARY) == set()
    assert Letter.objects.latest("pk").kind == "members.erased"
    assert letters()[-1]["To"] == f"{CANARY}@kommune.example"


def test_erases_while_a_mailing_runs(client, anna, work, letters):
    actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())
    bo = make_member(first_name="Bo")
    client.post(END, {"sure": "on"})
    work()
    newsletters = [letter for letter in letters() if letter["List-Id"]]
    assert [letter["To"] for letter in newsletters] == [bo.email]
    assert rows_that_hold(CANARY) == set()
    mailing = Mailing.objects.get()
    assert (mailing.state, Delivery.objects.count(), mailing.frozen) == ("done", 1, 1)


def test_erases_nobody_who_has_not_ticked(client, anna):
    page = client.post(END)
    assert (page.status_code, page.content.decode().count('role="alert"')) == (422, 1)
    assert Member.objects.filter(pk=anna.pk).exists()


def test_erases_nobody_who_signed_in_a_while_ago(client, anna):
    grow_old(client, 16)
    assert client.post(END, {"sure": "on"}).url == END
    assert Member.objects.filter(pk=anna.pk).exists()
    assert 'name="sure"' not in client.get(END).content.decode()


def test_erases_one_who_pressed_twice_once(client, anna):
    other = Client()
    other.cookies = client.cookies.copy()
    assert client.post(END, {"sure": "on"}).url == "/slettet/"
    assert other.post(END, {"sure": "on"}).url.startswith("/log-ind/")


def test_erases_one_who_has_said_goodbye(client, anna):
    say_goodbye(member=anna, now=timezone.now())
    assert client.post(END, {"sure": "on"}).url == "/slettet/"
    assert Member.objects.count() == 0


def test_keeps_the_account_of_one_who_is_an_editor_too(client, sign_in):
    editor = make_editor()
    member = make_member(email=editor.email)
    sign_in(editor.email)
    assert client.get(END).context["is_editor"]
    client.post(END, {"sure": "on"})
    assert not Member.objects.filter(pk=member.pk).exists()
    assert User.objects.filter(pk=editor.pk).exists()


def test_has_nobody_to_erase_where_there_is_no_member(client, sign_in):
    sign_in(make_editor().email)
    assert client.get(END).status_code == 404
    assert client.post(END, {"sure": "on"}).status_code == 404
    assert client.post(f"{OWN}meld-ud/").status_code == 404


def test_erases_the_one_who_is_signed_in_and_nobody_else(client, anna):
    bo = make_member(first_name="Bo")
    client.post(END, {"sure": "on", "member": bo.pk, "id": bo.pk})
    assert list(Member.objects.all()) == [bo]


@pytest.mark.parametrize("path", ["meld-ud/", "bliv/"])
def test_changes_nothing_by_get_or_for_a_stranger(client, path):
    assert client.get(OWN + path).status_code == 405
    assert client.post(OWN + path).url.startswith("/log-ind/")


def test_changes_nothing_by_looking(client, anna):
    for _time in range(10):
        client.get(END)
    client.head(END)
    assert Member.objects.filter(pk=anna.pk, left_at=None).exists()


def test_wants_the_forms_token(client):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.create_user("a@b.example"))
    assert strict.post(END, {"sure": "on"}).status_code == 403


def test_sees_a_member_who_signs_in_or_chooses(client, sign_in):
    member = make_member(seen_at=timezone.now() - dt.timedelta(days=400))
    sign_in(member.email)
    member.refresh_from_db()
    assert (timezone.now() - member.seen_at).total_seconds() < 60
