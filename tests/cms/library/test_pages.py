"""The pages of the library, as a visitor gets them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Page, PageViewRestriction

from cms.library.funding import Award, FundingPage
from cms.library.index_page import PAGES_AT_A_TIME
from cms.library.projects import ProjectPage, State
from cms.library.tools import ToolPage, ToolUse
from tests.factories.library import (
    KINDS,
    make_call,
    make_experience,
    make_library,
    make_person,
    make_project,
    make_tool,
)
from tests.factories.pages import make_goal, make_story, make_topic
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db

PAYLOAD = "<script>alert('x')</script>"
DAY = dt.timedelta(days=1)


def page_of(client, page, query=None):
    response = client.get(page.url, query)
    assert response.status_code == 200
    return response


def html_of(client, page, query=None):
    return page_of(client, page, query).content.decode()


def missing(html, *words):
    return [each for each in words if each not in html]


def items_of(response):
    return [item.itself for item in response.context["items"]]


def test_shows_a_tool_with_all_it_takes(client, home):
    story = make_story(title="Vi målte først")
    tool = make_tool(
        title="Målkompasset",
        lead="Find de tre mål, der betyder mest.",
        purpose="<p>Når I skal vælge fra.</p>",
        minutes=90,
        group_from=4,
        group_to=12,
        needs="En væg og gule sedler",
        levels=["tactical"],
        steps=[
            (
                "step",
                {"title": "Skriv opgaverne op", "minutes": 20, "text": "<p>En ad gangen.</p>"},
            ),
            ("step", {"title": "Vælg tre", "minutes": None, "text": ""}),
        ],
        organisation=make_organisation(name="Middelfart Kommune"),
        uses=[
            ToolUse(
                organisation=make_organisation(name="Horsens Kommune"), story=story, note="Budget"
            ),
            ToolUse(organisation=make_organisation(name="Region Syddanmark")),
        ],
        topics=[make_topic(title="Energi i bygninger")],
        goals=[make_goal(7, title="Bæredygtig energi")],
    )
    html = html_of(client, tool)
    assert (
        missing(
            html,
            *("Målkompasset", "Find de tre mål", "Når I skal vælge fra.", "En væg og gule sedler"),
            *("Skriv opgaverne op", "En ad gangen.", "Vælg tre", "Middelfart Kommune"),
            *("Horsens Kommune", "Budget", "Region Syddanmark", "Vi målte først", story.url),
            *("Energi i bygninger", "Bæredygtig energi", '"totalTime": "PT90M"'),
        )
        == []
    )


def test_names_no_draft_or_private_story_of_one_who_used_a_tool(client, home):
    draft = make_story(title="Kladden", live=False)
    private = make_story(title="Lukket")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    one = make_organisation(name="Horsens Kommune")
    uses = [ToolUse(organisation=one, story=story) for story in (draft, private)]
    html = html_of(client, make_tool(uses=uses))
    assert [words for words in ("Kladden", "Lukket") if words in html] == []
    assert html.count("Horsens Kommune") == 2


def test_shows_a_project_with_its_state(client, home):
    today = timezone.localdate()
    project = make_project(
        starts_on=today - 9 * DAY,
        ends_on=today + 9 * DAY,
        partners=[("partner", "Aalborg Universitet")],
        results="<p>Halvdelen er målt.</p>",
        contact_name="Ida Berg",
        contact_email="ida@kommune.example",
        link="https://projekt.example/",
    )
    html = html_of(client, project)
    found = ("Aalborg Universitet", "Halvdelen er målt.", "Ida Berg", "https://projekt.example/")
    assert missing(html, *found, project.state_words) == []


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [
        (None, None, State.RUNNING),
        (1, 9, State.PLANNED),
        (0, 9, State.RUNNING),
        (-9, 0, State.RUNNING),
        (-9, -1, State.DONE),
        (None, -1, State.DONE),
        (1, None, State.PLANNED),
    ],
)
def test_knows_how_far_a_project_is(starts, ends, state):
    today = dt.date(2026, 5, 5)
    days = [today + days * DAY if days is not None else None for days in (starts, ends)]
    assert ProjectPage(starts_on=days[0], ends_on=days[1]).state(today) == state


def test_shows_an_open_call(client, home):
    call = make_call(
        title="Grønne indkøb",
        giver="Miljøfonden",
        deadline_at=timezone.now() + 9 * DAY,
        amount_from=50_000,
        amount_to=250_000,
        own_contribution="Mindst 25 %",
        applicants="<p>Kommuner og regioner.</p>",
        link="https://fonden.example/opslag",
        awards=[Award(other="Foreningen Kysten", amount=1000)],
    )
    html = html_of(client, call)
    words = ("Miljøfonden", "50.000–250.000 kr.", "Mindst 25 %", "Kommuner og regioner.")
    assert missing(html, *words, "https://fonden.example/opslag", "/midler.ics") == []
    assert "Foreningen Kysten" not in html


def test_tells_who_got_what_when_a_call_is_over(client, home):
    awards = [
        Award(
            organisation=make_organisation(name="Horsens Kommune"),
            amount=175_000,
            project="Byggepladsen uden affald",
            note="Budgettet fyldte en halv side.",
        ),
        Award(other="Foreningen Kysten"),
    ]
    call = make_call(
        deadline_at=timezone.now() - DAY, outcome="41 søgte, to fik penge.", awards=awards
    )
    html = html_of(client, call)
    words = ("Horsens Kommune", "175.000 kr.", "Byggepladsen uden affald", "Foreningen Kysten")
    assert missing(html, *words, "Budgettet fyldte en halv side.", "41 søgte") == []


def test_shows_a_person_without_what_is_for_editors_alone(client, home):
    person = make_person(
        title="Ida Berg",
        role="Driftschef",
        helps_with="<p>Måling af varme.</p>",
        contact_phone="00 00 00 07",
        own_email="privat@kommune.example",
        consent_note="På mødet i marts",
    )
    html = html_of(client, person)
    assert missing(html, "Ida Berg", "Driftschef", "Måling af varme.", "00 00 00 07") == []
    secret = ("privat@kommune.example", "På mødet i marts")
    assert [words for words in secret if words in html] == []


def test_shows_an_experience_with_its_story(client, home):
    story = make_story(title="Hele historien her")
    page = make_experience(
        tried="<p>To spande.</p>",
        happened="<p>Ingen brugte dem.</p>",
        differently="<p>Spørg først.</p>",
        story=story,
        organisation=make_organisation(name="Horsens Kommune"),
    )
    html = html_of(client, page)
    words = ("To spande.", "Ingen brugte dem.", "Spørg først.", "Horsens Kommune")
    assert missing(html, *words, "Hele historien her") == []
    story.unpublish()
    assert "Hele historien her" not in html_of(client, page)


@pytest.mark.parametrize("kind", KINDS)
def test_shows_typed_tags_as_text(client, home, kind):
    html = html_of(client, KINDS[kind](title=PAYLOAD, lead=PAYLOAD))
    assert PAYLOAD not in html
    assert html.count(escape(PAYLOAD)) >= 2


def test_lists_all_kinds_with_how_many_there_are(client, home):
    pages = [make() for make in KINDS.values()]
    make_tool()
    response = page_of(client, make_library())
    assert set(pages) <= set(items_of(response))
    counts = {shelf.value: number for shelf, number in response.context["shelves"]}
    assert counts == {"tool": 2, "project": 1, "funding": 1, "person": 1, "experience": 1}


@pytest.mark.parametrize("kind", KINDS)
def test_narrows_the_list_to_one_shelf(client, home, kind):
    pages = {name: make() for name, make in KINDS.items()}
    response = page_of(client, make_library(), {"kind": kind})
    assert items_of(response) == [pages[kind]]


def test_narrows_the_list_by_area_goal_and_level(client, home):
    topic, goal = make_topic(slug="energi"), make_goal(7)
    match = make_tool(topics=[topic], goals=[goal], levels=["strategic"])
    make_project(levels=["tactical"])
    for query in ({"topic": "energi"}, {"goal": "7"}, {"level": "strategic"}):
        response = page_of(client, make_library(), query)
        assert items_of(response) == [match]
        assert response.context["filters"]["active"] is True


def test_puts_on_top_what_closes_soon(client, home):
    now = timezone.now()
    later = make_call(deadline_at=now + 29 * DAY)
    next_ = make_call(deadline_at=now + 2 * DAY)
    make_call(deadline_at=now + 31 * DAY)
    make_call(deadline_at=now - DAY)
    make_call(deadline_at=None)
    assert page_of(client, make_library()).context["closing"] == [next_, later]
    assert page_of(client, make_library(), {"kind": "tool"}).context["closing"] == []


def test_says_what_will_be_here_while_it_is_empty(client, home):
    assert "/midler.ics" not in html_of(client, make_library())
    assert page_of(client, make_library()).context["is_empty"] is True


def test_shows_a_way_back_where_nothing_fits(client, home):
    make_tool()
    response = page_of(client, make_library(), {"kind": "person"})
    assert items_of(response) == []
    assert response.context["is_empty"] is False


CANARY = "KANARIEFUGL"


def test_shows_no_drafts_nothing_private_and_nothing_expired(client, home):
    for make in KINDS.values():
        make(title=f"{CANARY} kladde", live=False)
        private = make(title=f"{CANARY} privat", lead=CANARY)
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        expired = make(title=f"{CANARY} udløbet")
        expired.expire_at = timezone.now() - DAY
        expired.expired = True
        expired.unpublish(set_expired=True)
    soon = {"deadline_at": timezone.now() + DAY}
    make_call(title=f"{CANARY} snart", live=False, **soon)
    topic = make_topic(goals=[make_goal(7)])
    make_tool(title=f"{CANARY} i området", topics=[topic], live=False)
    addresses = [
        make_library().url,
        topic.url,
        home.url,
        "/midler.atom",
        "/midler.ics",
        "/nyt.atom",
    ]
    found = [one for one in addresses if CANARY in client.get(one).content.decode()]
    assert found == []


HOSTILE_PAGES = ["0", "-1", "2", "x", "", "9" * 5000, "\x00", "१", "1.5", "' OR 1=1"]


@pytest.mark.parametrize("page", HOSTILE_PAGES, ids=lambda page: ascii(page[:12]))
def test_shows_some_page_whatever_page_is_asked_for(client, home, page):
    tool = make_tool()
    assert items_of(page_of(client, make_library(), {"page": page})) == [tool]


def test_divides_a_long_list_into_pages(client, home):
    for _ in range(PAGES_AT_A_TIME + 1):
        make_tool()
    assert len(items_of(page_of(client, make_library()))) == PAGES_AT_A_TIME
    assert len(items_of(page_of(client, make_library(), {"page": "2", "kind": "tool"}))) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_lists_any_number_of_things_with_as_many_queries(
    client, home, django_assert_num_queries, count
):
    topic, goal = make_topic(), make_goal(7)
    for _ in range(count):
        for make in KINDS.values():
            make(topics=[topic], goals=[goal])
    url = make_library().url
    client.get(url)
    with django_assert_num_queries(26):
        client.get(url)


def test_refuses_bounds_that_are_the_wrong_way_round(home):
    for page, name in (
        (ToolPage(group_from=9, group_to=3), "group_to"),
        (FundingPage(amount_from=9, amount_to=3), "amount_to"),
        (ProjectPage(starts_on=dt.date(2026, 2, 1), ends_on=dt.date(2026, 1, 1)), "ends_on"),
    ):
        page.title, page.slug, page.locale = "x", "x", home.locale
        with pytest.raises(ValidationError) as caught:
            page.clean()
        assert list(caught.value.message_dict) == [name]


def test_asks_who_got_something_once(home):
    organisation = make_organisation()
    for award in (Award(), Award(organisation=organisation, other="En anden")):
        with pytest.raises(ValidationError) as caught:
            award.clean()
        assert list(caught.value.message_dict) == ["other"]


def test_stands_in_the_library_alone():
    for model in (ToolPage, ProjectPage, FundingPage):
        assert [each.__name__ for each in model.allowed_parent_page_models()] == [
            "LibraryIndexPage"
        ]
    assert Page.can_create_at is not None
