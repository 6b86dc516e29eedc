"""The admin's page on where the network has members."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from cms.members.coverage_views import HEADS, SORTS
from cms.members.groups import make_editors
from cms.members.models import User
from cms.organisations.importing import load_organisations
from cms.organisations.models import Organisation
from tests.factories.pages import make_home
from tests.factories.people import (
    make_editor,
    make_member,
    make_members,
    make_organisation,
    suppress,
)

pytestmark = pytest.mark.django_db
PAGE = "/admin/coverage/"


@pytest.fixture
def editor(client):
    make_home()
    client.force_login(make_editor())
    return client


@pytest.fixture
def places():
    """Two regions: one with a town of three members, one with a town of none."""
    syd, nord = (make_organisation(name=f"Region {one}", kind="region") for one in ("Syd", "Nord"))
    make_members(3, organisation=make_organisation(name="Abyen", region=syd, code="410"))
    make_organisation(name="Åbyen", region=nord, code="420")
    make_member(organisation=nord)
    return {"syd": syd, "nord": nord}


def shown(response):
    return [str(place.organisation) for place in response.context["places"]]


def rows_of(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_shows_map_numbers_and_table(editor, places):
    response = editor.get(PAGE)
    assert response.status_code == 200
    assert shown(response) == ["Region Syd", "Åbyen", "Region Nord", "Abyen"]
    assert [entry["count"] for entry in response.context["legend"]] == [2, 0, 1, 1]
    page = response.content.decode()
    assert page.count('class="tile many"') == 2  # one in the legend
    assert page.count('class="count none"') == 2


def test_takes_as_many_queries_for_one_member_as_for_three(editor, django_assert_num_queries):
    load_organisations()
    town = Organisation.objects.get(code="410")
    make_member(organisation=town)
    editor.get(PAGE)
    with django_assert_num_queries(9):
        editor.get(PAGE)
    suppress(make_member(organisation=town))
    make_member(organisation=Organisation.objects.get(code="420"))
    with django_assert_num_queries(9):
        editor.get(PAGE)


def test_narrows_by_region_and_state(editor, places):
    for query, found in {
        f"region={places['nord'].pk}": ["Åbyen", "Region Nord"],
        "state=none": ["Region Syd", "Åbyen"],
        f"region={places['syd'].pk}&state=many": ["Abyen"],
        f"region={places['syd'].pk}&state=one": [],
        "region=x&state=x": ["Region Syd", "Åbyen", "Region Nord", "Abyen"],
    }.items():
        assert (query, shown(editor.get(f"{PAGE}?{query}"))) == (query, found)


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("name", "Abyen"),
        ("-name", "Åbyen"),
        ("region", "Region Nord"),
        ("members", "Region Syd"),
        ("-members", "Abyen"),
        ("-reached", "Abyen"),
        ("-state", "Abyen"),
        ("nonsense", "Region Syd"),
        ("--name", "Region Syd"),
    ],
)
def test_sorts_by_every_column(editor, places, sort, first):
    response = editor.get(PAGE, {"sort": sort})
    assert shown(response)[0] == first


def test_says_in_the_table_how_it_is_sorted_and_turns_it_round(editor, places):
    heads = editor.get(PAGE, {"sort": "name", "state": "none"}).context["heads"]
    assert heads[0]["sorted"] == "ascending"
    assert heads[0]["url"] == "?state=none&sort=-name"
    assert [head["sorted"] for head in heads[1:]] == [""] * 4
    assert [key for key, _words in HEADS] == list(SORTS)


def test_downloads_what_is_shown_without_formulas(editor, places):
    Organisation.objects.filter(name="Abyen").update(name="=1+1", code="-1")
    response = editor.get(PAGE, {"region": places["syd"].pk, "sort": "-members", "export": "csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    _head, *rows = rows_of(response)
    assert [row[:6] for row in rows] == [
        ["'-1", "'=1+1", "Kommune", "Region Syd", "3", "3"],
        ["", "Region Syd", "Region", "", "0", "0"],
    ]


def test_shows_a_script_in_a_name_as_text(editor):
    make_organisation(name="<script>alert(1)</script>", code="410")
    assert "<script>alert(1)" not in editor.get(PAGE).content.decode()


def test_is_only_for_those_who_may_see_members(client, editor, places):
    user = User.objects.create_user("bo@network.example", "hemmeligt")
    group = make_editors()
    user.groups.add(group)
    client.force_login(user)
    assert client.get(PAGE).status_code == 200
    assert PAGE in client.get("/admin/").content.decode()
    group.permissions.remove(*group.permissions.filter(content_type__model="member"))
    assert client.get(PAGE).status_code in (302, 403)
    assert PAGE not in client.get("/admin/").content.decode()
    client.logout()
    assert client.get(PAGE).status_code == 302


def test_says_what_to_do_where_there_is_nothing(editor):
    response = editor.get(PAGE)
    assert (response.status_code, shown(response)) == (200, [])


class TestAnything(TestCase):
    @settings(max_examples=25)
    @given(
        some.dictionaries(
            some.sampled_from(["region", "state", "sort", "export", "x"]), some.text(max_size=40)
        )
    )
    def test_answers_whatever_is_in_the_address(self, query):
        make_home()
        self.client.force_login(make_editor())
        assert self.client.get(PAGE, query).status_code == 200
