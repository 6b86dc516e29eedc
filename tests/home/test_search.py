"""Searching as a visitor does, with words and with nonsense."""

import pytest
from wagtail.models import PageViewRestriction

from home.models import StandardPage
from home.search import tidy
from tests.factories.pages import make_goal, make_story


def find(client, **parameters):
    return client.get("/en/soeg/", parameters)


def titles(response):
    return [page.title for page in response.context["pages"]]


def test_finds_a_page_by_a_word_of_its_text(client, home):
    make_story(title="Varmecentralen", lead="Driftschefen målte i et halvt år.")

    assert titles(find(client, q="driftschefen")) == ["Varmecentralen"]


def test_finds_a_page_by_the_beginning_of_its_title(client, home):
    make_story(title="Varmecentralen")

    assert titles(find(client, q="varmecen")) == ["Varmecentralen"]


def test_asks_what_to_look_for_without_words(client, home):
    assert "Search in network days" in find(client).content.decode()


def test_says_what_to_try_when_nothing_is_found(client, home):
    html = find(client, q="xyzzy").content.decode()

    assert "We found nothing about »xyzzy«." in html


def test_leaves_out_drafts_and_private_pages(client, home):
    home.add_child(instance=StandardPage(title="Hemmelig kladde", live=False))
    private = home.add_child(instance=StandardPage(title="Hemmelig side"))
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    assert titles(find(client, q="hemmelig")) == []


@pytest.mark.parametrize(
    "query", ['"', "'", '"a" OR', "\\", "%", "a\x00b", "*", "NEAR(", "ø" * 5000, "🙂", "<script>"]
)
def test_answers_any_typed_text(query, client, home):
    assert find(client, q=query).status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "9" * 5000, "1e9", ""])
def test_answers_any_page_number(page, client, home):
    make_story(title="Varmecentralen")

    assert titles(find(client, q="varmecentralen", page=page)) == ["Varmecentralen"]


def test_escapes_what_was_typed(client, home):
    assert "<script>" not in find(client, q="<script>alert(1)</script>").content.decode()


def test_refuses_to_be_posted_to(client, home):
    assert client.post("/soeg/").status_code == 405


def test_shows_ten_hits_a_page(client, home):
    for number in range(12):
        home.add_child(instance=StandardPage(title=f"Affald {number}"))

    first, second = find(client, q="affald"), find(client, q="affald", page=2)

    assert (len(titles(first)), len(titles(second))) == (10, 2)
    assert "12 pages about »affald«" in first.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_as_often_for_many_hits_as_for_one(
    count, client, home, django_assert_num_queries
):
    goal = make_goal()
    for number in range(count):
        make_story(title=f"Varme {number}", goals=[goal])
    find(client, q="varme")

    with django_assert_num_queries(15):
        find(client, q="varme")


def test_cuts_a_query_at_200_characters():
    assert len(tidy("a" * 300)) == 200
    assert tidy("  to   ord ") == "to ord"
