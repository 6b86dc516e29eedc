"""The public ledger: what was said and done, and never who."""

import pytest
from django.test import Client
from django.utils import timezone

from cms.members.leaving import erase
from cms.participation.wishes import moderating
from cms.participation.wishes.models import Wish
from tests.factories.pages import make_goal, make_invitation, make_story, make_topic
from tests.factories.people import make_editor, make_member, make_organisation
from tests.factories.wishes import make_wish

LEDGER = "/du-sagde/"
NOW = timezone.now()


@pytest.fixture
def visitor():
    return Client()


def words(answer):
    return answer.content.decode()


def titles(answer):
    return [wish.title for wish in answer.context["wishes"]]


def test_shows_what_was_said_and_what_was_done(visitor):
    day, story = make_invitation(title="Udbud med mål"), make_story(title="Køge gik først")
    wish = make_wish(is_public=True, title="Verdensmål i udbud", votes=4, story=story)
    moderating.cite(day=day, wishes=[wish], by=make_editor(), now=NOW)
    page = words(visitor.get(LEDGER))
    for said in ("Verdensmål i udbud", "Udbud med mål", "Køge gik først", "<b>5</b>"):
        assert said in page


def test_shows_an_editors_reason(visitor):
    make_wish(is_public=True, state="declined", answer="Det gør KL bedre.")
    assert "Det gør KL bedre." in words(visitor.get(LEDGER))


def test_shows_only_what_an_editor_has_let_through(visitor):
    make_wish(title="Venter")
    assert titles(visitor.get(LEDGER)) == []
    make_wish(title="Set på", is_public=True)
    assert titles(visitor.get(LEDGER)) == ["Set på"]


def test_never_shows_a_person_or_a_confidential_case(visitor):
    """Canaries in all that a person, a voter and a hidden case hold; none of them is heard of."""
    canary = make_member(
        first_name="Kanariefornavn",
        last_name="Kanarieefternavn",
        email="kanariefugl@kanarie.example",
        organisation=make_organisation(name="Kanarieby Kommune"),
    )
    wish = make_wish(canary, is_public=True, title="Set på", topic=make_topic().pk)
    hidden = make_wish(
        canary, kind="case", is_confidential=True, title="Kanariesag", text="Kanariens sorg"
    )
    merged = make_wish(canary, is_public=True, title="Kanarietvilling")
    moderating.merge(gone=merged, kept=wish, by=make_editor(), now=NOW)
    day = make_invitation()
    moderating.cite(day=day, wishes=[wish, hidden], by=make_editor(), now=NOW)
    moderating.decide(
        wish=hidden, state="answered", answer="Kanariesvar", story=None, by=make_editor(), now=NOW
    )
    for path in (
        LEDGER,
        f"{LEDGER}?state=answered",
        f"{LEDGER}?order=newest",
        "/en/you-said/",
        day.url,
        "/",
        f"/oensker/{hidden.code}/",
        f"/oensker/{wish.code}/",
    ):
        answer = visitor.get(path)
        # A visitor who is sent to sign in is told no more than the address.
        assert "kanarie" not in words(answer).lower(), path
    assert titles(visitor.get(LEDGER)) == ["Set på"]


def test_keeps_a_wish_whose_author_was_erased(visitor, bo):
    make_wish(bo, is_public=True, title="Bliver")
    erase(member=bo, now=NOW)
    assert titles(visitor.get(LEDGER)) == ["Bliver"]


def test_narrows_by_season_area_and_state_and_counts_the_states(visitor):
    topic = make_topic()
    make_wish(is_public=True, title="Ny", topic=topic.pk, votes=1)
    make_wish(is_public=True, title="Nej", state="declined", answer="Nej.")
    page = visitor.get(LEDGER)
    assert titles(page) == ["Ny", "Nej"]
    assert [(s["name"], s["count"]) for s in page.context["states"]] == [
        ("new", 1),
        ("taken_up", 0),
        ("answered", 0),
        ("declined", 1),
    ]
    assert titles(visitor.get(LEDGER, {"state": "declined"})) == ["Nej"]
    assert titles(visitor.get(LEDGER, {"topic": topic.pk})) == ["Ny"]
    assert titles(visitor.get(LEDGER, {"season": 999})) == ["Ny", "Nej"]


def test_an_invitation_says_what_it_answers(visitor):
    day = make_invitation()
    said, hidden = make_wish(is_public=True, title="Set på"), make_wish(title="Venter")
    moderating.cite(day=day, wishes=[said, hidden], by=make_editor(), now=NOW)
    page = words(visitor.get(day.url))
    assert ("»Set på«" in page, "»Venter«" in page) == (True, False)


def test_says_what_will_be_here_while_there_is_nothing(visitor):
    assert "/bliv-medlem/" in words(visitor.get(LEDGER)).split("<main")[1]
    make_wish(is_public=True)
    page = words(visitor.get(LEDGER, {"state": "declined"}))
    assert 'role="status"' in page


def test_is_linked_to_from_the_front_and_the_foot(visitor):
    assert words(visitor.get("/")).count(f'href="{LEDGER}"') == 2


def test_only_reads(visitor):
    assert visitor.post(LEDGER).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_as_often_for_one_as_for_three(visitor, count, django_assert_num_queries):
    topic, goal, day, story = make_topic(), make_goal(7), make_invitation(), make_story()
    for _ in range(count):
        make_wish(is_public=True, votes=1, topic=topic.pk, goals=[goal.pk], story=story)
    moderating.cite(day=day, wishes=Wish.objects.all(), by=make_editor(), now=NOW)
    visitor.get(LEDGER)
    with django_assert_num_queries(21):
        visitor.get(LEDGER)
