"""Finding as a visitor does, with words, by facets and with nonsense."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion
from wagtail.models import Page, PageViewRestriction

from home.finding import searching
from home.finding.words import tidy
from home.models import StandardPage
from tests.factories.pages import make_goal, make_invitation, make_story, make_topic
from tests.factories.people import make_organisation

CANARY = "kanariefugl"


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


def test_lets_search_engines_keep_only_the_page_where_one_begins(client, home):
    def of(**parameters):
        html = client.get("/soeg/", parameters).content.decode()
        return 'content="noindex"' in html, '<meta name="description"' in html

    assert of() == (False, True)
    assert of(q="vand") == of(goal="7") == of(goal="xyz") == (True, False)


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


def options(response, name):
    """[(what it says, how many)] of one facet."""
    facets = {facet.name: facet for facet in response.context["facets"]}
    return [(one.label, one.count) for one in facets[name].options] if name in facets else []


def test_counts_what_is_found_by_each_facet(client, home):
    topic, goal = make_topic(title="Energi", slug="energi"), make_goal(7, title="Energi")
    place = make_organisation(name="Middelfart Kommune")
    make_story(
        title="Varmen",
        topics=[topic],
        goals=[goal],
        levels=["tactical"],
        organisation=place,
        story_date=dt.date(2025, 2, 1),
    )
    make_invitation(
        title="Varmedag om varmen",
        goals=[goal],
        starts_at=timezone.make_aware(dt.datetime(2024, 12, 31, 23, 30)),
    )

    found = find(client, q="varmen")

    assert {name: options(found, name) for name in ("type", "topic", "goal", "level", "year")} == {
        "type": [("First-mover stories", 1), ("Invitations", 1)],
        "topic": [("Energi", 1)],
        "goal": [("7. Affordable and clean energy", 2)],
        "level": [("Tactical", 1)],
        "year": [("2025", 1), ("2024", 1)],
    }
    assert options(found, "organisation") == [("Middelfart Kommune", 1)]


def test_leads_from_each_count_to_as_many_pages(client, home):
    topics = [make_topic(title=title, slug=title.lower()) for title in ("Energi", "Indkøb")]
    goals = [make_goal(7), make_goal(12)]
    for number in range(4):
        make_story(
            title=f"Varme {number}",
            topics=topics[: number % 3],
            goals=goals[number % 2 :],
            levels=["strategic", "operational"][number % 2 :],
        )

    for facet in find(client, q="varme").context["facets"]:
        for option in facet.options:
            there = client.get(option.url)
            assert there.context["hits"].paginator.count == option.count, option


def test_takes_one_facet_off_at_a_time(client, home):
    topic = make_topic(title="Energi", slug="energi")
    make_story(title="Varme", topics=[topic], levels=["tactical"])

    found = find(client, q="varme", topic="energi", level="tactical")

    assert [one["url"] for one in found.context["removable"]] == [
        "/en/soeg/?q=varme&level=tactical",
        "/en/soeg/?q=varme&topic=energi",
    ]


def test_finds_by_facets_alone_the_newest_first(client, home):
    goal = make_goal(7)
    make_story(title="Gammel", goals=[goal], story_date=dt.date(2024, 1, 1))
    make_story(title="Ny", goals=[goal], story_date=dt.date(2025, 1, 1))

    assert titles(find(client, goal="7")) == ["Ny", "Gammel"]


@pytest.mark.parametrize("name", ["type", "topic", "goal", "level", "organisation", "year"])
@pytest.mark.parametrize("value", ["xyz", "99", "-1", "a\x00b", "9" * 5000, "<script>", "²"])
def test_says_which_value_it_does_not_know_and_leaves_it_out(name, value, client, home):
    make_story(title="Varmecentralen")

    found = find(client, q="varmecentralen", **{name: value})

    assert titles(found) == ["Varmecentralen"]
    assert "We do not know" in found.content.decode()
    assert "<script>" not in found.content.decode()


def test_says_how_much_there_is_without_narrowing(client, home):
    make_story(title="Varmecentralen", goals=[make_goal(7)])

    html = find(client, q="varmecentralen", goal="8").content.decode()

    assert "Without narrowing there is 1 page about »varmecentralen«." in html


def test_asks_whether_another_word_was_meant(client, home):
    make_story(title="Varmecentralen")

    meant = find(client, q="varmecentrlaen").context["meant"]

    assert meant == {"words": "varmecentralen", "url": "/en/soeg/?q=varmecentralen"}


def test_suggests_no_word_that_only_a_draft_knows(client, home):
    home.add_child(instance=StandardPage(title=CANARY, live=False))

    assert find(client, q="kanariefulg").context["meant"] is None


def hide(page, how):
    if how == "private":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    elif how == "expired":
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(hours=1))
    else:
        page.unpublish()


@pytest.mark.parametrize("how", ["private", "expired", "draft"])
def test_never_shows_a_page_that_is_not_public(how, client, home):
    goal, topic = make_goal(7), make_topic(slug="energi")
    about = {"goals": [goal], "topics": [topic]}
    hidden = make_story(title=f"Om en {CANARY}", lead=CANARY, **about)
    shown = make_story(title="Varmen", **about)
    query = Query.get(CANARY)
    SearchPromotion.objects.create(query=query, page=hidden)
    hide(hidden, how)

    asked = [{}, {"q": "varmen"}, {"goal": "7"}, {"q": "kanariefulg"}, {"topic": "energi"}]
    pages = [find(client, **one) for one in asked] + [client.get(shown.url)]

    assert [CANARY in page.content.decode().lower() for page in pages] == [False] * 6
    assert titles(find(client, q=CANARY)) == []
    assert find(client, q=CANARY).context["promoted"] == []


def test_puts_on_top_what_editors_recommend(client, home):
    story = make_story(title="Varmecentralen")
    query = Query.get("fjernvarme")
    SearchPromotion.objects.create(query=query, page=story, description="Begynd her.")
    SearchPromotion.objects.create(
        query=query, external_link_url="https://kommune.example/", external_link_text="Andres"
    )

    found = find(client, q="Fjernvarme ")

    assert [one.title for one in found.context["promoted"]] == ["Varmecentralen", "Andres"]
    assert "Recommended" in found.content.decode()


def test_writes_nothing_down_of_a_search(client, home):
    find(client, q="min sygdom")

    assert (Query.objects.count(), QueryDailyHits.objects.count()) == (0, 0)


def test_shows_goals_across_areas_where_nothing_is_typed(client, home):
    topic = make_topic(title="Energi", slug="energi")
    make_topic(title="Indkøb", slug="indkoeb")
    goals = [make_goal(7), make_goal(12)]
    make_story(topics=[topic], goals=goals)
    make_story(topics=[topic], goals=goals[:1])

    matrix = find(client).context["matrix"]

    assert matrix.areas == ["Energi"]
    cells = [(row.goal.number, [cell.count for cell in row.cells]) for row in matrix.rows]
    assert cells == [(7, [2]), (12, [1])]
    there = client.get(matrix.rows[0].cells[0].url)
    assert there.context["hits"].paginator.count == 2


def test_says_what_the_matrix_will_be_where_nothing_is(client, home):
    assert "a table of both stands here" in find(client).content.decode()


def test_says_what_to_do_when_the_database_is_too_slow(client, home, monkeypatch):
    def slow(query):
        raise searching.SearchTooSlowError

    monkeypatch.setattr("home.finding.views.found_ids", slow)
    found = find(client, q="varmen")

    assert found.status_code == 200
    assert "Try fewer words" in found.content.decode()


@given(query=st.text(max_size=300), value=st.text(max_size=60))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_answers_whatever_is_asked(query, value, client, home):
    asked = {"q": query, "page": value, "goal": value, "topic": value, "year": value, "type": value}

    assert find(client, **asked).status_code == 200


@pytest.mark.parametrize("count", [3, 30])
def test_asks_the_database_as_often_for_many_hits_as_for_few(
    count, client, home, django_assert_num_queries
):
    goal = make_goal()
    for number in range(count):
        make_story(title=f"Varme {number}", goals=[goal])
    find(client, q="varme", goal="7")

    # PostgreSQL is told how long it may take.
    with django_assert_num_queries({"sqlite": 27, "postgresql": 28}[connection.vendor]):
        find(client, q="varme", goal="7")


def test_cuts_a_query_at_200_characters():
    assert len(tidy("a" * 300)) == 200
    assert tidy("  to   ord ") == "to ord"
    assert tidy("ord " * 30) == " ".join(["ord"] * 10)
