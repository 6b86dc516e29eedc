"""Where the letter leads."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from newsletters.editions.review import links
from tests.factories.pages import make_invitation, make_newsletter, make_story

from .drafts import draft_of, found, link, make_document, make_image, picture, severities, text

pytestmark = pytest.mark.django_db


def words(rule, page):
    return [fault.words for fault in found(rule, page)]


def page_link(page):
    return text(f'<a linktype="page" id="{page.pk}">Varmen</a>')


def test_names_the_block_that_shows_an_unpublished_page():
    invitation = make_invitation(title="Skjult dag")
    page = make_newsletter(
        body=[("divider", None), ("invitation", {"page": invitation, "lead": ""})]
    )
    assert found(links.shows_public_pages, page) == []
    invitation.unpublish()
    (fault,) = found(links.shows_public_pages, page)
    assert fault.words == (
        "Blok 2 (Invitation) viser »Skjult dag«, som læserne ikke kan åbne. "
        "Udgiv den side, eller fjern blokken."
    )
    assert fault.block == str(page.body[1].id)


def test_names_the_block_that_shows_a_private_page():
    story = make_story(title="Kun for nogle")
    page = make_newsletter(body=[("story", {"page": story, "lead": ""})])
    PageViewRestriction.objects.create(page=story, restriction_type="login")
    assert words(links.shows_public_pages, page) == [
        "Blok 1 (Historie) viser »Kun for nogle«, som læserne ikke kan åbne. "
        "Udgiv den side, eller fjern blokken."
    ]


def test_names_the_block_below_a_private_page():
    story = make_story()
    page = make_newsletter(body=[("story", {"page": story, "lead": ""})])
    PageViewRestriction.objects.create(page=story.get_parent(), restriction_type="login")
    assert severities(found(links.shows_public_pages, page)) == ["stop"]


def test_names_the_block_whose_page_has_expired_before_it_is_unpublished():
    now = timezone.now()
    story = make_story(expire_at=now + dt.timedelta(days=1))
    page = make_newsletter(body=[("story", {"page": story, "lead": ""})])
    assert found(links.shows_public_pages, page, now) == []
    later = now + dt.timedelta(days=2)
    assert severities(found(links.shows_public_pages, page, later)) == ["stop"]


def test_names_the_block_whose_page_is_deleted():
    story = make_story()
    page = make_newsletter(body=[("heading", "Her"), ("story", {"page": story, "lead": ""})])
    story.delete()
    assert words(links.shows_public_pages, page) == [
        "Blok 2 (Historie) viser en side, der er slettet. Vælg en anden."
    ]


def test_names_the_button_that_leads_nowhere_any_more():
    story = make_story()
    page = make_newsletter(body=[("button", {"text": "Læs", "page": story, "url": ""})])
    assert found(links.leads_somewhere, page) == []
    story.delete()
    (fault,) = found(links.leads_somewhere, page)
    assert fault.words == ("Blok 1 (Knap) fører ingen steder hen. Vælg en side eller en adresse.")
    assert fault.block == str(page.body[0].id)


def test_names_the_button_to_an_unpublished_page():
    story = make_story(title="Skjult")
    page = make_newsletter(body=[("button", {"text": "Læs", "page": story, "url": ""})])
    story.unpublish()
    (fault,) = found(links.shows_public_pages, page)
    assert fault.block == str(page.body[0].id)


def test_names_the_call_out_and_the_hidden_block_that_link_to_an_unpublished_page():
    story = make_story(title="Skjult")
    link = RichText(f'<p><a linktype="page" id="{story.pk}">Varmen</a></p>')
    page = make_newsletter(
        body=[("callout", {"title": "", "text": link}), ("only_web", [("text", link)])]
    )
    story.unpublish()
    places = [fault.words.split(" (")[0] for fault in found(links.links_to_public_pages, page)]
    assert places == ["Blok 1", "Blok 2.1"]


def test_names_the_file_that_is_deleted():
    document = make_document()
    page = make_newsletter(body=[("file", {"document": document, "title": ""})])
    assert found(links.has_files, page) == []
    document.delete()
    assert severities(found(links.has_files, page)) == ["stop"]


def test_advises_when_no_day_is_coming():
    page = make_newsletter(body=[("days", {"count": 2})])
    assert severities(found(links.announces_days, page)) == ["warn"]
    make_invitation()
    assert found(links.announces_days, page) == []


def test_names_the_text_that_links_to_an_unpublished_page():
    story = make_story(title="Skjult")
    page = make_newsletter(body=[("heading", "Her"), page_link(story)])
    assert found(links.links_to_public_pages, page) == []
    story.unpublish()
    (fault,) = found(links.links_to_public_pages, page)
    assert (fault.block, "»Skjult«" in fault.words) == (str(page.body[1].id), True)


def test_names_the_text_that_links_to_a_deleted_page():
    story = make_story(title="Væk")
    page = make_newsletter(body=[("two_columns", {"left": [page_link(story)], "right": []})])
    story.delete()
    (fault,) = found(links.links_to_public_pages, page)
    assert fault.block == str(page.body[0].value["left"][0].id)


@pytest.mark.parametrize("key", ["9" * 40, "x", "", "-1", "٣"])
def test_names_the_block_whose_link_is_to_no_page_at_all(key):
    stored = RichText(f'<p><a linktype="page" id="{key}">Her</a></p>')
    assert words(links.links_to_public_pages, make_newsletter(body=[("text", stored)])) == [
        "Blok 1 (Tekst) linker til en side, der er slettet. Fjern linket."
    ]


@pytest.mark.parametrize("href", ["", " ", "#", "javascript:alert(1)", "http://["])
def test_names_the_link_without_an_address(href):
    page = make_newsletter(body=[link(href, "Varmen")])
    (fault,) = found(links.leads_somewhere, page)
    assert (fault.block, "»Varmen«" in fault.words) == (str(page.body[0].id), True)
    assert fault.is_stop


@pytest.mark.parametrize("href", ["https://a.example/#x", "mailto:a@b.dk", "tel:12345678", "/om/"])
def test_lets_a_link_with_an_address_be(href):
    page = make_newsletter(body=[link(href)])
    assert found(links.leads_somewhere, page) == []
    assert found(links.leads_where_readers_can_come, page) == []


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "localhost:8000", "intranet", "127.0.0.1", "127.1.2.3:80", "10.0.0.4"),
        *("192.168.1.7", "172.16.0.1", "[::1]:8000", "netvaerk.local", "a.test", "b.invalid"),
        *("test.kommune.dk", "staging.kommune.dk", "dev.kommune.dk", "TEST.Kommune.dk."),
    ],
)
def test_names_the_link_that_readers_cannot_follow(host):
    page = make_newsletter(body=[("heading", "Her"), link(f"http://{host}/om/")])
    (fault,) = found(links.leads_where_readers_can_come, page)
    assert (fault.block, fault.is_stop) == (str(page.body[1].id), True)


@pytest.mark.parametrize(
    "host", ["kommune.dk", "kommune.example", "test.dk", "dev.dk", "testen.kommune.dk", "8.8.8.8"]
)
def test_lets_public_hosts_be(host):
    page = make_newsletter(body=[link(f"https://{host}/")])
    assert found(links.leads_where_readers_can_come, page) == []


@pytest.mark.parametrize("own", ["http://localhost:8000", "http://test.netvaerk.dk"])
def test_lets_the_sites_own_host_be(settings, own):
    settings.SITE_URL = own
    page = make_newsletter(body=[link(f"{own}/om/")])
    assert found(links.leads_where_readers_can_come, page) == []


def test_looks_at_buttons_and_pictures_too():
    body = [
        ("button", {"text": "Se den", "page": None, "url": "http://localhost/"}),
        picture(make_image(), alt="Et hus", link="http://10.0.0.1/"),
    ]
    page = make_newsletter(body=body)
    blocks = [fault.block for fault in found(links.leads_where_readers_can_come, page)]
    assert blocks == [str(child.id) for child in page.body]


@pytest.mark.parametrize(
    "vague", ["her", "Læs mere", "LÆS MERE …", "»Klik her!«", "read more", "Here"]
)
def test_advises_against_links_that_do_not_say_where(vague):
    page = make_newsletter(
        body=[
            link("https://a.example/", vague),
            ("button", {"text": vague, "page": None, "url": "https://a.example/"}),
        ]
    )
    faults = found(links.says_where_links_lead, page)
    assert severities(faults) == ["warn", "warn"]
    assert [fault.block for fault in faults] == [str(child.id) for child in page.body]


@pytest.mark.parametrize("clear", ["Læs mere om varmen", "Her er historien", "Program"])
def test_lets_links_be_that_say_where(clear):
    page = make_newsletter(body=[link("https://a.example/", clear)])
    assert found(links.says_where_links_lead, page) == []


@given(st.text())
def test_reads_any_address_and_any_words(written):
    links.is_vague(written)
    links.is_out_of_reach(links.host_of(written))
    links.is_out_of_reach(links.host_of("http://" + written))


def test_tells_links_of_pages_from_those_of_files():
    story = make_story()
    html = f'<a linktype="document" id="3">En</a> <a linktype="page" id="{story.pk}">To</a>'
    found_links = draft_of(make_newsletter(body=[text(html)])).links
    assert [(each.words, each.href, each.page) for each in found_links] == [
        ("En", None, None),
        ("To", None, story.pk),
    ]
