"""Headers: strict for the public, relaxed for Wagtail's admin alone."""

import re

import pytest
from django.test import Client

from tests.factories.pages import make_invitation, make_story
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db


def policy(response):
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


def test_allows_the_public_pages_nothing_from_elsewhere(client, home):
    for page in (home, make_story(), make_invitation()):
        assert policy(client.get(page.url)) == {
            "default-src": ["'self'"],
            "img-src": ["'self'", "data:"],
            "object-src": ["'none'"],
            "base-uri": ["'self'"],
            "form-action": ["'self'"],
            "frame-ancestors": ["'self'"],
        }


def test_allows_wagtails_admin_its_inline_scripts(client, home):
    client.force_login(make_editor())
    response = client.get("/admin/")
    found = policy(response)
    assert found["script-src"] == found["style-src"] == ["'self'", "'unsafe-inline'"]
    assert found["object-src"] == ["'none'"]
    assert set(response["Cache-Control"].replace(" ", "").split(",")) >= {"private", "no-store"}


@pytest.mark.parametrize("path", ["/administration/", "/x/admin/", "/adminx"])
def test_relaxes_nothing_beside_the_admin(client, home, path):
    assert "script-src" not in policy(client.get(path))


def test_sends_the_headers_that_keep_people_safe(client, home):
    response = client.get("/")
    assert {
        name: response[name]
        for name in (
            "X-Content-Type-Options",
            "Referrer-Policy",
            "X-Frame-Options",
            "Cross-Origin-Opener-Policy",
        )
    } == {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "SAMEORIGIN",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def test_needs_no_inline_code_on_public_pages(client, home):
    for page in (home, make_story(), make_invitation()):
        html = client.get(page.url).content.decode()
        scripts = re.findall(r"<script\b(?![^>]*\b(?:src=|application/ld\+json))[^>]*>", html)
        assert (page.url, scripts) == (page.url, [])
        assert (page.url, re.findall(r"<[^>]+\s(?:on\w+|style)=", html)) == (page.url, [])
        assert (page.url, html.count("<style")) == (page.url, 0)


def test_sets_no_cookie_for_a_visitor(client, home):
    for path in ("/", make_story().url, "/soeg/?q=a", "/api/v2/pages/"):
        assert (path, list(client.get(path).cookies)) == (path, [])


@pytest.mark.django_db
def test_says_in_the_sites_own_words_that_a_form_was_open_too_long(home):
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a"})
    assert answer.status_code == 403
    assert "formularen åben for længe" in answer.content.decode()
