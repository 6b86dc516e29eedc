"""The archive: what anybody may read again, how it is found, and what was put right."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.members.models import User
from newsletters.editions import pages
from newsletters.editions.pages import Correction, NewsletterPage
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


@pytest.mark.parametrize("field", ["title", "subject", "headline", "lead"])
def test_finds_an_issue_by_each_of_its_texts(client, field):
    make_newsletter(title="Maj", slug="maj")
    found = make_newsletter(**{"title": "Juni", "slug": "juni", field: "Alt om skovrejsning"})
    assert titles(client, found.get_parent().specific, q="skovrejsning") == [found.title]


def test_keeps_what_was_looked_for_from_page_to_page(client, monkeypatch):
    monkeypatch.setattr(pages, "ISSUES_A_PAGE", 1)
    archive = make_archive("Nummer 1", "Nummer 2")
    shown = client.get(archive.url, {"q": "nummer"}).content.decode()
    assert 'href="?q=nummer&amp;page=2" rel="next"' in shown
    first, second = (titles(client, archive, q="nummer", page=number) for number in (1, 2))
    assert sorted(first + second) == ["Nummer 1", "Nummer 2"]


def keep(page, kind, *groups):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    restriction.groups.set(groups)
    return restriction


@pytest.mark.parametrize("kind", ["login", "groups", "password"])
def test_keeps_a_private_issue_from_everybody_else(client, kind):
    archive = make_archive("Maj", "Hemmelig")
    secret = NewsletterPage.objects.get(title="Hemmelig")
    keep(secret, kind)
    assert titles(client, archive) == ["Maj"]
    assert titles(client, archive, q="hemmelig") == []
    assert "Hemmelig" not in client.get(archive.url + "feed/").content.decode()
    listed = client.get("/api/v2/pages/?type=newsletters.NewsletterPage").json()
    assert [item["title"] for item in listed["items"]] == ["Maj"]
    assert client.get(f"/api/v2/pages/{secret.pk}/").status_code == 404
    assert "De gik først" not in client.get(secret.url).content.decode()


def members_only(client, archive, **query):
    """{title: whether the list marks it as for members only}."""
    context = client.get(archive.url, query).context
    return {issue.title: issue.pk in context["for_members"] for issue in context["newsletters"]}


def test_shows_members_what_is_for_members_and_says_so(client):
    archive = make_archive("Maj", "Intern")
    keep(NewsletterPage.objects.get(title="Intern"), "login")
    client.force_login(User.objects.create_user("eva@network.example"))
    assert members_only(client, archive) == {"Intern": True, "Maj": False}
    assert members_only(client, archive, q="intern") == {"Intern": True}
    assert "Intern" not in client.get(archive.url + "feed/").content.decode()
    marks = {
        issue.title: client.get(issue.url).context["for_members"]
        for issue in NewsletterPage.objects.all()
    }
    assert marks == {"Maj": False, "Intern": True}


def test_shows_what_is_for_a_group_to_that_group_alone(client):
    archive = make_archive("Maj", "Intern")
    board, others = (Group.objects.create(name=name) for name in ("Styregruppe", "Andre"))
    keep(NewsletterPage.objects.get(title="Intern"), "groups", board)
    eva = User.objects.create_user("eva@network.example")
    client.force_login(eva)
    eva.groups.set([others])
    assert members_only(client, archive) == {"Maj": False}
    eva.groups.add(board)
    assert members_only(client, archive) == {"Intern": True, "Maj": False}


def test_lists_an_issue_only_to_whom_all_its_restrictions_accept(client):
    archive = make_archive("Intern")
    secret = NewsletterPage.objects.get(title="Intern")
    keep(secret, "login")
    keep(secret, "password")
    client.force_login(User.objects.create_user("eva@network.example"))
    assert members_only(client, archive) == {}


def test_keeps_a_private_archive_and_its_feed_to_members(client):
    archive = make_archive("Maj")
    keep(archive, "login")
    assert client.get(archive.url).status_code == 302
    assert client.get(archive.url + "feed/").status_code == 302
    client.force_login(User.objects.create_user("eva@network.example"))
    assert titles(client, archive) == ["Maj"]
    assert client.get(NewsletterPage.objects.get().url).context["for_members"]


@pytest.mark.parametrize("count", [1, 3])
def test_asks_as_often_for_three_issues_of_a_group_as_for_one(client, count):
    archive = make_archive(*(f"Nummer {number}" for number in range(count)))
    board = Group.objects.create(name="Styregruppe")
    for issue in NewsletterPage.objects.all():
        keep(issue, "groups", board)
    eva = User.objects.create_user("eva@network.example")
    eva.groups.add(board)
    client.force_login(eva)
    assert len(members_only(client, archive)) == count
    with CaptureQueriesContext(connection) as listed:
        titles(client, archive)
    assert len(listed) == 23


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_as_often_for_three_issues_as_for_one(client, count):
    archive = make_archive(*(f"Nummer {number}" for number in range(count)))
    titles(client, archive)
    with CaptureQueriesContext(connection) as listed:
        titles(client, archive)
    with CaptureQueriesContext(connection) as found:
        titles(client, archive, q="nummer")
    assert (len(listed), len(found)) == (19, 18)


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


def test_says_in_the_feed_who_writes_and_when_what_changed(client):
    issue = make_newsletter(lead="Første udgave")
    archive = issue.get_parent().specific
    Page.objects.filter(pk=issue.pk).update(first_published_at=at(2), last_published_at=at(3))
    feed = feed_of(client, archive)
    assert feed.findtext("a:author/a:name", "", ATOM) == "Verdensmålsnetværket"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "da"
    assert moments(feed) == {"published": at(2), "updated": at(3)}
    assert feed.findtext("a:updated", "", ATOM) == at(3).isoformat()


def test_says_in_the_feed_that_an_issue_was_corrected(client):
    issue = make_newsletter()
    Page.objects.filter(pk=issue.pk).update(first_published_at=at(2), last_published_at=at(3))
    issue = NewsletterPage.objects.get()
    issue.corrections.add(Correction(words="Dagen begynder kl. 10."))
    issue.save_revision().publish()
    published = NewsletterPage.objects.get().last_published_at
    assert published > at(3)
    entry = moments(feed_of(client, issue.get_parent().specific))
    assert entry == {"published": at(2), "updated": published}


def at(day):
    return dt.datetime(2026, 3, day, 9, tzinfo=dt.UTC)


def moments(feed):
    entry = feed.find("a:entry", ATOM)
    return {
        name: dt.datetime.fromisoformat(entry.findtext(f"a:{name}", "", ATOM))
        for name in ("published", "updated")
    }


def test_knows_an_entry_of_the_feed_by_more_than_its_address(client):
    issue = make_newsletter(slug="maj")
    archive = issue.get_parent().specific
    before = [id_.text for id_ in feed_of(client, archive).findall("a:entry/a:id", ATOM)]
    issue.slug = "nyt-fra-maj"
    issue.save_revision().publish()
    feed = feed_of(client, archive)
    assert [id_.text for id_ in feed.findall("a:entry/a:id", ATOM)] == before
    assert feed.find("a:entry/a:link", ATOM).get("href").endswith("/nyt-fra-maj/")


def test_ends_the_feed_after_twenty_issues(client):
    archive = make_archive(*(f"Nummer {number}" for number in range(21)))
    found = [entry.text for entry in feed_of(client, archive).findall("a:entry/a:title", ATOM)]
    assert found == [f"Nummer {number}" for number in range(20, 0, -1)]


def test_leaves_out_of_the_feed_what_xml_cannot_hold(client):
    issue = make_newsletter(title="Ma\x0bj", lead="To\x1f historier")
    entry = feed_of(client, issue.get_parent().specific).find("a:entry", ATOM)
    assert entry.findtext("a:title", "", ATOM) == "Maj"
    assert entry.findtext("a:summary", "", ATOM) == "To historier"


def test_sends_the_feed_only_when_it_has_changed(client):
    issue = make_newsletter()
    url = issue.get_parent().url + "feed/"
    tag = client.get(url)["ETag"]
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 304
    make_newsletter()
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200


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
    assert "Rettet" not in client.get(make_newsletter().url).content.decode()


def test_tells_other_front_ends_what_was_put_right(client):
    page = make_newsletter()
    page.corrections.add(Correction(at=dt.date(2026, 11, 25), words="Prisen er 350 kr."))
    page.save_revision().publish()
    told = client.get(f"/api/v2/pages/{page.pk}/").json()["corrections"]
    assert [(each["at"], each["words"]) for each in told] == [("2026-11-25", "Prisen er 350 kr.")]
