"""The menu, the foot and the trail."""

import pytest
from django.test import RequestFactory

from home.models import StandardPage
from home.navigation import holds, way_to


@pytest.fixture
def about(home):
    return home.add_child(instance=StandardPage(title="Om os", show_in_menus=True))


@pytest.fixture
def request_(home):
    return RequestFactory().get("/", headers={"host": "testserver"})


def test_lists_in_the_menu_what_editors_show_there(home, about, request_):
    assert [page.title for page in way_to(home, request_).menu] == ["Om os"]


def test_lists_in_the_foot_what_the_menu_leaves_out(home, about, request_):
    titles = [page.title for page in way_to(home, request_).foot]

    assert "Verdensmål" in titles
    assert about.title not in titles


def test_leaves_out_drafts(home, request_):
    home.add_child(instance=StandardPage(title="Kladde", live=False, show_in_menus=True))

    assert "Kladde" not in [page.title for page in way_to(home, request_).children]


def test_names_the_pages_above_from_the_front_down(home, about, request_):
    page = about.add_child(instance=StandardPage(title="Privatliv"))

    assert [above.title for above in way_to(page, request_).trail] == [home.title, "Om os"]


def test_begins_at_the_site_s_front_without_a_page(home, request_):
    way = way_to(None, request_)

    assert way.home.pk == home.pk
    assert way.trail == []


def test_knows_which_entry_holds_a_page(home, about):
    page = about.add_child(instance=StandardPage(title="Privatliv"))
    other = home.add_child(instance=StandardPage(title="Andet"))

    assert holds(about, page)
    assert not holds(other, page)
    assert not holds(about, None)


def test_answers_404_with_a_way_on(client, about):
    response = client.get("/findes-ikke/")

    assert response.status_code == 404
    html = response.content.decode()
    assert 'role="search"' in html
    assert about.url in html
