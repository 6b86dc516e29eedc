"""What programs ask for by name."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

import feedparser
import pytest
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction, Site

from cms.content.models import NetworkSettings
from home import sitemaps
from tests.factories.pages import make_goal, make_invitation, make_story

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CANARY = "Kanariefuglen"
ODD = 'Varme & ]]> <b>"kul"</b>\n🌍 ' + "lang " * 40


def addresses(answer):
    return [found.text for found in ET.fromstring(answer.content).iter(f"{MAP}loc")]


def make_hidden():
    """One page that is not published, and one that is private."""
    draft = make_story(title=f"{CANARY} kladde", live=False)
    private = make_story(title=f"{CANARY} privat", lead=CANARY)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    return draft, private


def test_lists_every_public_page_with_its_picture(client, home):
    story = make_story(goals=[make_goal()])
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"].startswith("application/xml")
    assert home.full_url in addresses(answer)
    assert story.full_url in addresses(answer)
    pictures = re.findall(r"<image:loc>http://testserver([^<]+)", answer.content.decode())
    shown = client.get(story.url).content.decode()
    assert [picture in shown for picture in pictures].count(True) == 1
    assert {client.get(picture).status_code for picture in pictures} == {200}


def test_names_a_page_in_its_other_language(client, home):
    english = Locale.objects.create(language_code="en")
    other = home.copy_for_translation(english)
    other.title = "The network"
    other.save_revision().publish()
    answer = client.get("/sitemap.xml").content.decode()
    assert f'hreflang="en" href="{other.full_url}"' in answer
    front = client.get("/").content.decode()
    assert f'<link rel="alternate" hreflang="en" href="{other.full_url}">' in front
    assert f'<link rel="alternate" hreflang="da" href="{home.full_url}">' in front


def test_splits_the_sitemap_of_a_large_site(client, home, monkeypatch):
    monkeypatch.setattr(sitemaps, "PAGES_A_FILE", 4)
    files = addresses(client.get("/sitemap.xml"))
    assert files == [f"http://testserver/sitemap-{number}.xml" for number in (1, 2)]
    found = [one for file in files for one in addresses(client.get(file))]
    others = ["soeg", "bliv-medlem", "du-sagde", "privatliv", "tilgaengelighed"]
    others += ["en/soeg", "en/bliv-medlem", "en/you-said", "en/privacy", "en/accessibility"]
    assert len(found) == len(set(found)) == 7 + len(others)
    assert {f"http://testserver/{other}/" for other in others} <= set(found)
    assert client.get("/sitemap-3.xml").status_code == 404
    assert client.get("/sitemap-99999999999999999999.xml").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_lists_any_number_of_pages_with_as_many_queries(
    client, home, count, django_assert_num_queries
):
    for _ in range(count):
        make_story(goals=[make_goal(number=7 + _)])
    client.get("/sitemap.xml")
    with django_assert_num_queries(24):
        client.get("/sitemap.xml")


@pytest.mark.parametrize("address", ["/sitemap.xml", "/nyt.atom", "/historier.atom"])
def test_says_nothing_of_what_is_not_for_everybody(client, home, address):
    draft, private = make_hidden()
    text = client.get(address).content.decode()
    assert CANARY not in text
    assert draft.slug not in text
    assert private.slug not in text


def test_tells_feed_readers_what_is_new(client, home):
    story = make_story(title="Varmen fra vandet", lead="Sådan gik det")
    day = make_invitation()
    feed = feedparser.parse(client.get("/nyt.atom").content)
    assert not feed.bozo
    assert {entry.link for entry in feed.entries} == {story.full_url, day.full_url}
    stories = feedparser.parse(client.get("/historier.atom").content)
    assert [(entry.title, entry.summary) for entry in stories.entries] == [
        ("Varmen fra vandet", "Sådan gik det")
    ]


def test_writes_odd_titles_so_that_others_can_read_them(client, home):
    make_story(title=ODD, slug="odd", lead="Et\x0bsted ]]>")
    feed = feedparser.parse(client.get("/nyt.atom").content)
    assert not feed.bozo
    assert "]]>" in feed.entries[0].title
    assert ET.fromstring(client.get("/sitemap.xml").content) is not None


def test_has_a_feed_before_anything_is_new(client, home):
    feed = feedparser.parse(client.get("/nyt.atom").content)
    assert (feed.bozo, feed.entries) == (False, [])


def test_keeps_robots_out_of_what_is_one_persons(client, home):
    said = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/\n" in said
    # What somebody looked for, but not the page where one begins to look.
    assert "Disallow: /soeg/?\n" in said
    assert said.endswith("Sitemap: http://testserver/sitemap.xml\n")


def test_says_where_to_write_about_a_hole(client, home):
    network = NetworkSettings.for_site(Site.objects.get(root_page=home))
    network.contact_email = "sikkerhed@network.example"
    network.save()
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    said = dict(line.split(": ", 1) for line in lines)
    assert said["Contact"] == "mailto:sikkerhed@network.example"
    expires = dt.datetime.fromisoformat(said["Expires"])
    assert timezone.now() < expires < timezone.now() + dt.timedelta(days=365)


def test_has_no_security_txt_without_an_address(client, home):
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize("address", ["/sitemap.xml", "/robots.txt", "/nyt.atom"])
def test_takes_nothing_from_anybody(client, home, address):
    assert client.post(address).status_code == 405


def test_says_who_we_are_and_where_a_page_stands(client, home):
    front = client.get("/").content.decode()
    assert '"@type": "Organization"' in front
    story = make_story()
    page = client.get(story.url).content.decode()
    assert '"@type": "BreadcrumbList"' in page
    assert '"@type": "Article"' in page
