"""Editors sign in by password, too: with a limit, and with their second factor where they have one."""

import pytest
from django.test import Client

from cms.members.models import User
from tests.factories.people import make_editor, make_member

LOGIN = "/admin/login/"


def press(client, email, password="secret", **more):
    return client.post(LOGIN, {"username": email, "password": password, **more})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_signs_an_editor_in_by_password(client):
    response = press(client, make_editor().email, next="/admin/pages/")
    assert (response.status_code, response.url) == (302, "/admin/pages/")
    assert client.get("/admin/").status_code == 200


def test_leads_to_the_admin_where_nothing_else_was_asked_for(client):
    assert press(client, make_editor().email).url == "/admin/"


def test_comes_back_to_the_page_that_was_asked_for(client):
    editor = make_editor()
    sent = client.get("/admin/users/")
    assert sent.url == "/admin/login/?next=/admin/users/"
    assert 'value="/admin/users/"' in client.get(sent.url).content.decode()
    assert press(client, editor.email, next="/admin/users/").url == "/admin/users/"


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example", "\\\\evil.example"])
def test_leads_to_no_other_site(client, target):
    assert press(client, make_editor().email, next=target).url == "/admin/"


@pytest.mark.parametrize(("remember", "closes"), [("on", False), ("", True)])
def test_remembers_who_asks_for_it(client, remember, closes):
    press(client, make_editor().email, remember=remember)
    assert client.session.get_expire_at_browser_close() is closes


def test_changes_the_session_when_it_signs_in(client):
    client.get(LOGIN)
    editor = make_editor()
    session = client.session
    session["a"] = 1
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    press(client, editor.email)
    assert client.session.session_key != before


def test_refuses_a_password_of_somebody_without_access(client):
    member = make_member()
    User.objects.create_user(member.email, "secret")
    assert press(client, member.email).status_code == 200
    assert not is_signed_in(client)


def test_refuses_after_five_wrong_passwords_and_lets_the_owner_in_by_code(sign_in, client):
    editor = make_editor()
    for _turn in range(5):
        press(Client(), editor.email, "wrong")
    assert press(client, editor.email).status_code == 200
    assert not is_signed_in(client)
    assert sign_in(editor.email).url == "/admin/"
    assert is_signed_in(client)


def test_offers_code_and_passkey_beside_the_password(client):
    assert (
        "/log-ind/?next=/admin/pages/" in client.get(f"{LOGIN}?next=/admin/pages/").content.decode()
    )


def test_asks_for_the_password_after_signing_out(client):
    press(client, make_editor().email)
    client.post("/admin/logout/")
    assert client.get("/admin/").status_code == 302
