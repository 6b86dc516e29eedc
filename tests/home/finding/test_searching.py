"""What the database finds."""

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document
from wagtail.models import Page

from home.finding import ranking, searching
from home.finding.searching import SearchTooSlowError, bounded, found_ids
from tests.factories.pages import make_story

pytestmark = pytest.mark.django_db
on_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite knows no endings, ranks and limits of time"
)


@on_postgres
def test_finds_the_title_before_the_text(home):
    text = make_story(title="Kælderen", lead="Om fjernvarme.")
    title = make_story(title="Fjernvarme")

    assert found_ids("fjernvarme") == [title.pk, text.pk]


@on_postgres
@pytest.mark.parametrize("word", ["solcelle", "solcellen", "solcellerne"])
def test_knows_danish_endings(word, home):
    story = make_story(title="Kælderen", lead="Om solceller.")

    assert found_ids(word) == [story.pk]


@on_postgres
@pytest.mark.parametrize(
    "words", ["varme", "varme kælderen", "varmen måler", "varme-kælder", "& |", ":*"]
)
@pytest.mark.parametrize("kind", ["search", "autocomplete"])
def test_finds_what_wagtail_finds_in_the_same_order(kind, words, home):
    for number in range(12):
        make_story(
            title=["Varme i kælderen", "Kælderen", "Måler varme", "Varmecentral"][number % 4],
            lead="Varmen i kælderen. " * (number % 5),
            live=number % 6 != 0,
        )
    # Is in the index too, and is no page.
    Document.objects.create(title="Varme i kælderen, som varmen måler", file="varme.pdf")
    columns = {"search": ranking.WORDS, "autocomplete": ranking.BEGINNINGS}[kind]
    found = getattr(Page.objects.order_by().live(), kind)(words)

    assert ranking.ranked_ids(found, columns) == [page.pk for page in found]


@on_postgres
def test_weighs_how_near_words_stand_until_too_many_pages_have_them(home, monkeypatch):
    often = make_story(title="A", lead=f"{'varme ' * 3}{'intet ' * 40}{'kælder ' * 3}")
    near = make_story(title="B", lead="Varme kælder.")

    assert found_ids("varme kælder") == [near.pk, often.pk]
    monkeypatch.setattr(ranking, "MANY", 1)
    assert found_ids("varme kælder") == [often.pk, near.pk]


@on_postgres
def test_finds_nothing_by_no_word(home):
    assert found_ids("-") == []


@on_postgres
def test_looks_for_words_in_their_index(home):
    make_story(title="Varme")

    with CaptureQueriesContext(connection) as asked:
        found_ids("varme")
    (statement,) = [each["sql"] for each in asked if "string_agg" in each["sql"]]
    with bounded(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "Bitmap Index Scan on network_words" in plan


@on_postgres
def test_gives_up_a_search_that_takes_too_long(monkeypatch):
    monkeypatch.setattr(searching, "MOST_MILLISECONDS", 20)

    with pytest.raises(SearchTooSlowError), bounded(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")


def test_hides_no_other_fault_of_the_database():
    with pytest.raises(OperationalError, match="disk"), bounded():
        raise OperationalError("disk is full")
