"""Where a second factor is asked for, no editor comes into the admin without one."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from cms.mail.models import Letter
from tests.factories.people import make_editor, make_member

SECRET = "JBSWY3DPEHPK3PXP"
KEYS = "/min-side/noegler/"
# allauth tells of a new app when it is committed.
committed = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def _guarded(settings):
    settings.SECOND_FACTOR = True


def code_now(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def press(client, email, **more):
    return client.post("/admin/login/", {"username": email, "password": "secret", **more})


@committed
def test_leads_an_editor_to_where_the_factor_is_made_and_back(client):
    editor = make_editor()
    assert press(client, editor.email, next="/admin/users/").url == "/admin/users/"
    sent = client.get("/admin/users/")
    assert sent.url == f"{KEYS}?next=%2Fadmin%2Fusers%2F"
    page = client.get(sent.url)
    assert page.context["must_have_one"]
    assert f"{KEYS}app/?next=/admin/users/" in page.content.decode()
    app = client.get(f"{KEYS}app/?next=/admin/users/")
    secret = app.context["form"].secret
    made = client.post(f"{KEYS}app/", {"code": code_now(secret), "next": "/admin/users/"})
    assert made.url == "/admin/users/"
    assert client.get("/admin/users/").status_code == 200
    assert Letter.objects.get().kind == "accounts.key_changed"


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/pages/", "/admin/account/", "/admin/api/main/"]
)
def test_guards_every_page_of_the_admin(client, path):
    client.force_login(make_editor())
    assert client.get(path).url.startswith(KEYS)
    assert client.post(path).url.startswith(KEYS)


def test_asks_for_the_factor_after_the_password(client):
    editor = make_editor()
    TOTP.activate(editor, SECRET)
    assert press(client, editor.email, next="/admin/users/").url == "/log-ind/bekraeft/"
    assert client.get("/admin/").status_code == 302
    assert client.post("/log-ind/bekraeft/", {"code": "000000"}).status_code == 200
    assert client.post("/log-ind/bekraeft/", {"code": code_now()}).url == "/admin/users/"
    assert client.get("/admin/users/").status_code == 200


def test_asks_for_the_factor_after_a_code_by_mail(client, sign_in):
    editor = make_editor()
    TOTP.activate(editor, SECRET)
    assert sign_in(editor.email).url == "/log-ind/bekraeft/"
    assert client.get("/min-side/").url.startswith("/log-ind/")


def test_asks_where_it_is_not_required_too_of_those_who_have_one(client, settings):
    settings.SECOND_FACTOR = False
    editor = make_editor()
    TOTP.activate(editor, SECRET)
    assert press(client, editor.email).url == "/log-ind/bekraeft/"


def test_lets_a_guess_be_tried_few_times(client):
    editor = make_editor()
    TOTP.activate(editor, SECRET)
    press(client, editor.email)
    for _turn in range(6):
        client.post("/log-ind/bekraeft/", {"code": "000000"})
    client.post("/log-ind/bekraeft/", {"code": code_now()})
    assert client.get("/admin/").status_code == 302


def test_signs_a_session_out_that_is_older_than_the_factor(client):
    editor = make_editor()
    client.force_login(editor)
    TOTP.activate(editor, SECRET)
    assert client.get("/admin/users/").url == "/admin/login/?next=%2Fadmin%2Fusers%2F"
    assert "_auth_user_id" not in client.session


@committed
def test_ends_all_other_sessions_when_a_factor_is_made(client):
    editor = make_editor()
    other = Client()
    press(other, editor.email)
    press(client, editor.email)
    secret = client.get(f"{KEYS}app/").context["form"].secret
    client.post(f"{KEYS}app/", {"code": code_now(secret)})
    assert client.get(KEYS).status_code == 200
    assert other.get("/min-side/").status_code == 302


@committed
def test_wants_a_new_factor_when_the_last_is_removed(client):
    press(client, make_editor().email)
    secret = client.get(f"{KEYS}app/").context["form"].secret
    client.post(f"{KEYS}app/", {"code": code_now(secret)})
    client.post(f"{KEYS}{Authenticator.objects.get().pk}/fjern/")
    assert not Authenticator.objects.exists()
    client.post("/admin/logout/")
    client.post("/log-ud/")
    editor = make_editor()
    press(client, editor.email)
    assert client.get("/admin/").url.startswith(KEYS)


def test_removes_nobody_elses_key(client, sign_in):
    editor = make_editor()
    key = TOTP.activate(editor, SECRET).instance
    sign_in(make_member().email)
    assert client.post(f"{KEYS}{key.pk}/fjern/").status_code == 404
    assert Authenticator.objects.count() == 1


def test_asks_no_member_for_a_second_factor(client, sign_in):
    assert sign_in(make_member().email).url == "/min-side/"
    assert client.get(f"{KEYS}app/").url == KEYS


@committed
@pytest.mark.parametrize("target", ["//evil.example", "/soeg/", "https://evil.example/admin/"])
def test_leads_on_to_the_admin_only(client, target):
    press(client, make_editor().email)
    secret = client.get(f"{KEYS}app/").context["form"].secret
    made = client.post(f"{KEYS}app/", {"code": code_now(secret), "next": target})
    assert made.url == KEYS


def test_leaves_the_way_in_and_out_open(client):
    client.force_login(make_editor())
    assert client.get("/admin/password_reset/").status_code == 200
    assert client.post("/admin/logout/").url == "/admin/login/"


def test_keeps_the_public_site_open_to_editors(client):
    client.force_login(make_editor())
    assert client.get("/").status_code == 200
