"""What every public page keeps, whatever its kind."""

import itertools
import re

import pytest
from django.views.defaults import server_error

from home.models import StandardPage
from tests.factories.library import KINDS as IN_LIBRARY
from tests.factories.library import make_tool
from tests.factories.pages import (
    make_goal,
    make_invitation,
    make_newsletter,
    make_story,
    make_topic,
)


def make_plain(home):
    return home.add_child(instance=StandardPage(title="Om os", lead="Hvem vi er"))


KINDS = {
    "home": lambda home: home,
    "plain": make_plain,
    "goal": lambda home: make_goal(),
    "goals": lambda home: make_goal().get_parent().specific,
    "topic": lambda home: make_topic(goals=[make_goal()]),
    "topics": lambda home: make_topic().get_parent().specific,
    "story": lambda home: make_story(goals=[make_goal()], topics=[make_topic()]),
    "stories": lambda home: make_story().get_parent().specific,
    "day": lambda home: make_invitation(goals=[make_goal()], topics=[make_topic()]),
    "days": lambda home: make_invitation().get_parent().specific,
    "library": lambda home: make_tool(goals=[make_goal()]).get_parent().specific,
    **{
        name: lambda home, make=make: make(goals=[make_goal()], topics=[make_topic()])
        for name, make in IN_LIBRARY.items()
    },
    "letter": lambda home: make_newsletter(),
    "letters": lambda home: make_newsletter().get_parent().specific,
}


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def page(request, home):
    return request.param(home)


@pytest.fixture
def html(page, client):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_has_one_title_and_no_gap_between_headings(html):
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]

    assert levels.count(1) == 1
    assert levels[0] <= 2
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_keeps_to_the_content_security_policy(html):
    assert " style=" not in html
    assert re.findall(r"<script(?! type=\"application/ld\+json\")", html) == []
    assert " onclick=" not in html


def test_says_its_own_address_and_picture(html, page):
    assert f'<link rel="canonical" href="{page.full_url}">' in html
    assert '<meta property="og:image" content="http://testserver/covers/' in html


def test_leads_nowhere_that_is_not_there(html, client):
    for address in set(re.findall(r'<a [^>]*href="(/[^"#]*)', html)):
        # What is for members alone asks who it is.
        assert client.get(address, follow=True).status_code == 200, address
    for anchor in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{anchor}"' in html


def test_gives_every_picture_its_size_and_its_words(html):
    for image in re.findall(r"<img[^>]*>", html):
        assert re.search(r' width="\d+" height="\d+" alt="', image)


def test_writes_no_template_comment_or_missing_value(html):
    for trace in ("{#", "{%", "{{", "None", "[]"):
        assert trace not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("address", ["/soeg/?q=vand", "/her-er-intet/", "/afmeld/x/"])
def test_says_nothing_about_itself_where_there_is_no_page(client, home, address):
    assert '<meta name="description"' not in client.get(address).content.decode()


def test_says_without_the_database_that_something_went_wrong(rf):
    html = server_error(rf.get("/")).content.decode()
    assert "Det er ikke din skyld" in html
