"""A CDN in front of the site, played by a server that takes `PURGE`."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from cms.settings.env import cdn
from tests.factories.pages import make_home, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def purged(settings):
    """The addresses that the CDN was told of, in order."""
    told: list[str] = []

    class Cdn(BaseHTTPRequestHandler):
        def do_PURGE(self):
            told.append(self.headers["Host"] + self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format, *args):
            """Nobody reads it."""

    with HTTPServer(("127.0.0.1", 0), Cdn) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        place = f"http://127.0.0.1:{server.server_port}"
        settings.WAGTAILFRONTENDCACHE = {"default": cdn(place)}
        yield told
        server.shutdown()
        thread.join()


def paths(purged):
    return {address[address.index("/") :] for address in purged}


def publish(page):
    page.save_revision().publish()


def test_is_told_of_a_page_that_is_published_and_of_those_above_it(purged, work):
    story = make_story(title="Varmen")
    work()
    purged.clear()
    publish(story)
    assert purged == []
    work()
    host = story.get_site().hostname
    parent = story.get_parent()
    assert purged == [f"{host}/", f"{host}{parent.url}", f"{host}{story.url}"]


def test_is_told_of_the_old_address_too(purged, work, django_capture_on_commit_callbacks):
    story = make_story(title="Varmen")
    work()
    purged.clear()
    before = story.url
    story.slug = "varmen-i-kaelderen"
    with django_capture_on_commit_callbacks(execute=True):
        publish(story)
    work()
    assert {before, story.url} <= paths(purged)


def test_is_told_of_the_place_that_a_page_was_moved_from(purged, work):
    story, home = make_story(title="Varmen"), make_home()
    work()
    purged.clear()
    before = story.url
    story.move(home, pos="last-child")
    story.refresh_from_db()
    work()
    assert {before, story.get_url()} <= paths(purged)


def test_is_told_of_what_is_taken_away(purged, work):
    story = make_story(title="Varmen")
    gone = story.url
    work()
    purged.clear()
    story.delete()
    work()
    assert gone in paths(purged)


def test_holds_nobody_up_when_it_is_gone(settings, work):
    settings.WAGTAILFRONTENDCACHE = {"default": cdn("http://127.0.0.1:9")}
    publish(make_story(title="Varmen"))
    work()


def test_is_told_nothing_where_there_is_none(settings, django_assert_num_queries):
    from cms.caching.purging import purge

    story = make_story()
    with django_assert_num_queries(0):
        purge([story])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", {}),
        ("cloudflare://To-Ken@0a1b", {"BEARER_TOKEN": "To-Ken", "ZONEID": "0a1b"}),
        ("cloudfront://E2QWRUHAPOMQZL", {"DISTRIBUTION_ID": "E2QWRUHAPOMQZL"}),
        ("http://varnish:6081", {"LOCATION": "http://varnish:6081"}),
    ],
)
def test_reads_who_is_told(said, expected):
    found = cdn(said)
    found.pop("BACKEND", None)
    assert found == expected
