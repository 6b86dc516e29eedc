"""The door gives what is kept as Django would, and leaves all else to Django."""

import io

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import RequestFactory

from cms import maintenance
from cms.caching import version
from cms.caching.door import Door
from tests.factories.pages import make_story

pytestmark = pytest.mark.django_db


class Building:
    """Django behind the door, and how often somebody came through."""

    def __init__(self):
        self.through = 0
        self.door = Door(self.enter, maintenance.is_closed)
        self.django = WSGIHandler()

    def enter(self, environ, start_response):
        self.through += 1
        # As the test client does: the test's transaction lives in the connection.
        request_started.disconnect(close_old_connections)
        try:
            return self.django(environ, start_response)
        finally:
            request_started.connect(close_old_connections)

    def ask(self, path, **said):
        """(status, headers, body)."""
        environ = RequestFactory().get(path, **said).environ | {"wsgi.input": io.BytesIO()}
        started = []
        octets = b"".join(self.door(environ, lambda *each: started.extend(each)))
        return started[0], dict(started[1]), octets


@pytest.fixture
def building(caching, home) -> Building:
    return Building()


@pytest.fixture
def page(building):
    """A story that is kept."""
    story = make_story()
    building.ask(story.url)
    building.through = 0
    return story


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"HTTP_ACCEPT_ENCODING": "br"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
        {"REQUEST_METHOD": "HEAD"},
    ],
    ids=["plain", "brotli", "gzip", "head"],
)
def test_gives_what_is_kept_as_django_gives_it(building, page, monkeypatch, said):
    given = building.ask(page.url, **said)
    assert building.through == 0
    monkeypatch.setattr(version, "known", lambda: None)
    assert given == building.ask(page.url, **said)
    assert (building.through, given[0]) == (1, "200 OK")


def test_says_in_two_lines_that_nothing_has_changed(building, page):
    etag = building.ask(page.url)[1]["ETag"]
    status, headers, octets = building.ask(page.url, HTTP_IF_NONE_MATCH=etag)
    assert (status, headers["ETag"], octets) == ("304 Not Modified", etag, b"")
    assert "Content-Type" not in headers
    assert building.through == 0


@pytest.mark.parametrize(
    "said",
    [
        {"REQUEST_METHOD": "POST"},
        {"HTTP_COOKIE": "sessionid=1"},
        {"HTTP_AUTHORIZATION": "Bearer 1"},
        {"QUERY_STRING": "q=1"},
        {"HTTP_HOST": "other.example"},
        {"wsgi.url_scheme": "https"},
        {"SCRIPT_NAME": "/below"},
        {"PATH_INFO": "/historier/\xc3\xa6/"},
        {"PATH_INFO": "/historier/\xff/"},
    ],
    ids=["post", "session", "token", "query", "host", "scheme", "below", "letters", "no letters"],
)
def test_leaves_all_else_to_django(building, page, said):
    building.ask(page.url, **said)
    assert building.through == 1


def test_lets_django_look_for_other_machines(building, page, monkeypatch):
    monkeypatch.setattr(version, "_looks_again_at", 0.0)
    building.ask(page.url)
    building.ask(page.url)
    assert building.through == 1


def test_gives_nothing_while_the_site_is_closed(building, page, tmp_path, settings):
    settings.VAR_DIR = tmp_path
    building.ask(page.url)
    building.through = 0
    maintenance.close()
    assert building.ask(page.url)[0] == "503 Service Unavailable"
    maintenance.reopen()
    assert building.ask(page.url)[0] == "200 OK"
    assert building.through == 1


def test_gives_nothing_that_has_changed(building, page, committed):
    with committed():
        page.title = "Another title"
        page.save_revision().publish()
    assert b"Another title" in building.ask(page.url)[2]
    assert building.through == 1


@pytest.mark.parametrize(
    "said", ["https", "http", "https, http", " https", "HTTPS", "", "nonsense"]
)
def test_understands_the_proxy_as_django_does(settings, said):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    building = Building()
    request = RequestFactory().get("/", HTTP_X_FORWARDED_PROTO=said)
    assert building.door.scheme(request.environ) == request.scheme
