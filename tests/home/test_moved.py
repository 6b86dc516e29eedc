"""Who comes to an old address is led to the page, wherever it went."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.stories.pages import StoryIndexPage
from home.moved import KEPT_SECONDS
from tests.factories.pages import add, make_home, make_invitation, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    """Give a page another name. Wagtail writes the redirects when the transaction has ended."""

    def give(page, slug):
        page = Page.objects.get(pk=page.pk).specific
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        return Page.objects.get(pk=page.pk).specific

    return give


def led(client, address):
    """(status, where to) of one step."""
    response = client.get(address)
    return response.status_code, response.get("Location", "")


def test_leads_to_a_page_with_another_name(client, home, rename):
    story = make_story(slug="gammel")
    old = story.url
    new = rename(story, "ny").url
    assert led(client, old) == (301, new)
    assert led(client, f"{old}?level=tactical&utm_source=brev") == (301, new)
    assert client.get(old)["Cache-Control"] == f"max-age={KEPT_SECONDS}"


def test_leads_to_a_page_that_was_moved(client, home):
    story = make_story(slug="varmen")
    old = story.url
    story.move(add(make_home(), StoryIndexPage(title="Arkiv", slug="arkiv")), pos="last-child")
    assert led(client, old) == (301, "/arkiv/varmen/")


def test_leads_to_what_stands_below_a_page_with_another_name(client, home, rename):
    story = make_story(slug="varmen")
    old = story.url
    rename(story.get_parent(), "fortaellinger")
    assert led(client, old) == (301, "/fortaellinger/varmen/")


def test_leads_in_one_step_after_two_names(client, home, rename):
    story = make_story(slug="foerste")
    first = story.url
    second = rename(story, "anden").url
    third = rename(story, "tredje").url
    assert (led(client, first), led(client, second)) == ((301, third), (301, third))


def test_leads_back_to_a_page_that_got_its_old_name_again(client, home, rename):
    story = make_story(slug="foerste")
    first = story.url
    second = rename(story, "anden").url
    rename(story, "foerste")
    assert (led(client, first)[0], led(client, second)) == (200, (301, first))


def test_says_not_found_once_the_page_is_gone_and_never_goes_in_circles(client, home, rename):
    story = make_story(slug="foerste")
    first = story.url
    second = rename(story, "anden").url
    story = rename(story, "foerste")
    story.unpublish()
    assert (led(client, first)[0], led(client, second)[0]) == (404, 404)


def test_leads_to_what_a_page_does_below_its_address(client, home, rename):
    day = make_invitation(slug="gammel")
    old = day.url
    new = rename(day, "ny").url
    assert led(client, f"{old}kalender/") == (301, f"{new}kalender/")
    assert led(client, f"{old}intet/her/") == (301, f"{new}intet/her/")
    assert led(client, f"{new}intet/her/")[0] == 404


def test_never_leads_to_another_site(client, home):
    Redirect.add_redirect("/gammel", redirect_to=home, is_permanent=True)
    assert led(client, "/gammel//evil.example/") == (301, "/evil.example/")
    assert led(client, "/gammel/%2F%2Fevil.example/") == (301, "/evil.example/")


def test_leads_where_an_editor_says(client, home):
    Redirect.add_redirect("/kampagne", redirect_to="https://network.example/", is_permanent=False)
    assert led(client, "/kampagne/") == (302, "https://network.example/")


def test_does_not_lead_in_a_circle_that_an_editor_made(client, home):
    Redirect.add_redirect("/rundt", redirect_to="/rundt/")
    Redirect.add_redirect("/børn", redirect_to="/b%C3%B8rn/")
    assert (led(client, "/rundt/")[0], led(client, "/b%C3%B8rn/")[0]) == (404, 404)


@pytest.mark.parametrize(
    "address",
    ["/%00/x/", "/%ff/x/", "/" + "a/" * 200, "/" + "x" * 3000, "/a/%0d%0ab/", "/%2e%2e/x/"],
)
def test_says_not_found_whatever_is_asked_for(client, home, address):
    Redirect.add_redirect("/a", redirect_to=home)
    status, where = led(client, address)
    assert (status, "\n" in where) in ((404, False), (301, False))


@given(st.text(max_size=30))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_never_errs(client, home, rest):
    rest = rest.encode("utf-8", "replace").decode()
    assert client.get(f"/historier/{rest}").status_code < 500


def test_offers_to_search_for_the_words_of_the_address(client, home):
    response = client.get("/historier/varmen-i-kaelderen/")
    assert response.status_code == 404
    html = response.content.decode()
    assert f'action="{reverse("home:search")}"' in html
    assert 'value="varmen i kaelderen"' in html


def test_writes_what_stands_in_a_wrong_address_as_text(client, home):
    html = client.get("/%22%3E%3Cscript%3Ealert(1)%3C/script%3E/").content.decode()
    assert "<script>alert" not in html
