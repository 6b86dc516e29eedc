"""The public door to names."""

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from cms.organisations.importing import load_organisations
from tests.factories.people import make_member, make_organisation

pytestmark = pytest.mark.django_db
URL = "/organisationer/"


def test_finds_organisations_as_json(client):
    town = make_organisation(name="Middelfart Kommune")
    response = client.get(URL, {"q": "midd"})
    assert response.status_code == 200
    assert response.json() == {
        "organisations": [
            {"id": town.pk, "name": "Middelfart Kommune", "kind": "municipality", "was": ""}
        ]
    }


def test_says_by_which_earlier_name_it_was_found(client):
    new = make_organisation(name="Nyby Kommune")
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    make_organisation(name="Gammelby Kommune", successor=new, valid_to=yesterday)
    (row,) = client.get(URL, {"q": "gammelby"}).json()["organisations"]
    assert (row["name"], row["was"]) == ("Nyby Kommune", "Gammelby Kommune")


def test_may_be_cached_and_sets_no_cookie(client):
    response = client.get(URL, {"q": "midd"})
    assert response["Cache-Control"] == "public, max-age=300"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_finds_nothing_by_nothing(client):
    make_organisation()
    assert client.get(URL, {"q": ""}).json() == {"organisations": []}


def test_gives_at_most_ten_with_one_query(client, django_assert_num_queries):
    load_organisations()
    client.get(URL, {"q": "kommune"})
    for words, count in (("middelfart", 1), ("kommune", 10)):
        with django_assert_num_queries(1):
            found = client.get(URL, {"q": words}).json()["organisations"]
        assert (words, len(found)) == (words, count)


def test_says_nothing_of_people(client):
    member = make_member(first_name="Anna", email="anna@hemmelig.example")
    for words in ("anna", "hemmelig", member.organisation.name):
        content = client.get(URL, {"q": words}).content.decode().lower()
        assert ("anna" in content, "hemmelig" in content) == (False, False)


@pytest.mark.parametrize(
    "query",
    ["", "q=a&q=b", "q=a&x=1", "x=1", "q=a%00", "q=%0a", f"q={'a' * 101}", "q[]=a", "q=%1b[31m"],
)
def test_answers_odd_questions_with_400(client, query):
    response = client.get(f"{URL}?{query}")
    assert (response.status_code, response["Cache-Control"]) == (400, "no-store")
    assert response.json()["message"]


@pytest.mark.parametrize("query", ["q=%FF%FE", "q=%ED%A0%80", "q=%F0%9F%8C%B1", "q=%25_'\\"])
def test_answers_bytes_that_are_no_text(client, query):
    assert client.get(f"{URL}?{query}").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_can_only_be_read(client, method):
    assert getattr(client, method)(f"{URL}?q=a").status_code == 405


class TestAnything(TestCase):
    @given(some.dictionaries(some.sampled_from("qx"), some.text(max_size=150), max_size=2))
    def test_never_fails(self, query):
        assert Client().get(URL, query).status_code in (200, 400)
