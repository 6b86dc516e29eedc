"""The archive: what anybody may read again, how it is found, and what was put right."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsletters.editions.pages import NewsletterPage
from tests.factories.pages import make_home, make_newsletter

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def titles(client, archive, **query):
    answer = client.get(archive.url, query)
    assert answer.status_code == 200
    return [issue.title for issue in answer.context["newsletters"]]


def make_archive(*names, **fields):
    now = timezone.now()
    for days, name in enumerate(names):
        issue = make_newsletter(title=name, **fields)
        at = now - dt.timedelta(days=len(names) - days)
        Page.objects.filter(pk=issue.pk).update(first_published_at=at)
    return issue.get_parent().specific


def test_lists_the_newest_first(client):
    assert titles(client, make_archive("Maj", "Juni")) == ["Juni", "Maj"]


def test_finds_an_issue_by_its_title_and_by_its_words(client):
    archive = make_archive("Maj", "Juni")
    make_newsletter(title="Juli", body=[("heading", "Fjernvarmen i kælderen")])
    assert titles(client, archive, q="juni") == ["Juni"]
    assert titles(client, archive, q="fjernvarmen") == ["Juli"]
    assert titles(client, archive, q="jun") == ["Juni"]


def test_says_that_it_found_nothing_and_still_lets_search(client):
    page = client.get(make_archive("Maj").url, {"q": "zebra"}).content.decode()
    assert "Der er ingen nyhedsbreve om »zebra«." in page
    assert 'name="q" value="zebra"' in page


@pytest.mark.parametrize("words", ["\x00", '"', "' OR 1", "%", "a" * 9_000, "<b>", " "])
def test_survives_whatever_is_looked_for(client, words):
    archive = make_archive("Maj")
    for page in ("1", "x", "-1", "9" * 50):
        assert client.get(archive.url, {"q": words, "page": page}).status_code == 200


def test_keeps_an_issue_for_members_from_everybody_else(client):
    archive = make_archive("Maj", "Hemmelig")
    secret = NewsletterPage.objects.get(title="Hemmelig")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    assert titles(client, archive) == ["Maj"]
    assert titles(client, archive, q="hemmelig") == []
    assert "Hemmelig" not in client.get(archive.url + "feed/").content.decode()
    assert client.get(secret.url).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_as_often_for_three_issues_as_for_one(client, count):
    archive = make_archive(*(f"Nummer {number}" for number in range(count)))
    titles(client, archive)
    with CaptureQueriesContext(connection) as listed:
        titles(client, archive)
    with CaptureQueriesContext(connection) as found:
        titles(client, archive, q="nummer")
    assert (len(listed), len(found)) == (15, 14)


def feed_of(client, archive):
    answer = client.get(archive.url + "feed/")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def test_offers_the_issues_as_a_feed(client):
    archive = make_archive("Maj", "Juni & <juli>", lead="Tre historier")
    feed = feed_of(client, archive)
    assert [entry.findtext("a:title", "", ATOM) for entry in feed.findall("a:entry", ATOM)] == [
        "Juni & <juli>",
        "Maj",
    ]
    entry = feed.find("a:entry", ATOM)
    assert entry.findtext("a:summary", "", ATOM) == "Tre historier"
    links = [link.get("href") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert all(link.startswith("http://testserver/") for link in links)
    page = client.get(archive.url).content.decode()
    assert f'type="application/atom+xml" title="{archive.title}" href="{archive.url}feed/"' in page


def test_offers_a_feed_before_there_is_an_issue(client):
    make_home()
    issue = make_newsletter(live=False)
    assert feed_of(client, issue.get_parent().specific).findall("a:entry", ATOM) == []


def test_says_at_the_top_what_was_put_right_the_latest_first(client):
    page = make_newsletter()
    page.corrections.create(at=dt.date(2026, 11, 2), words="Dagen begynder kl. 10.")
    page.corrections.create(at=dt.date(2026, 11, 25), words="Prisen er 350 kr. <b>")
    page.save_revision().publish()
    shown = client.get(page.url).content.decode()
    first, second = "Rettet 25. november 2026:</b> Prisen er 350 kr. &lt;b&gt;", "Dagen begynder"
    assert 0 < shown.index(first) < shown.index(second)


def test_says_nothing_where_nothing_was_put_right(client):
    assert 'class="correction"' not in client.get(make_newsletter().url).content.decode()
