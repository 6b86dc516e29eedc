"""Which pages are named under a page, and why."""

import datetime as dt

import pytest
from django.utils import translation

from cms.topics.related import related_to
from tests.factories.library import make_experience, make_tool
from tests.factories.pages import make_goal, make_invitation, make_story, make_topic
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db


def named(page):
    with translation.override("en"):
        return named_in_this_language(page)


def named_in_this_language(page):
    return [(one.page.title, one.reason) for one in related_to(page)]


def test_names_the_page_that_shares_most_and_says_what(home):
    energy, trade = make_topic(title="Energi"), make_topic(title="Indkøb")
    goals = [make_goal(7), make_goal(12)]
    place = make_organisation()
    story = make_story(topics=[energy, trade], goals=goals, levels=["tactical"], organisation=place)
    make_story(title="Lidt", goals=goals[1:])
    make_story(
        title="Meget",
        topics=[energy, trade],
        goals=goals,
        levels=["tactical", "strategic"],
        organisation=place,
    )

    assert named(story) == [
        (
            "Meget",
            "same goals: 7, 12 · same areas: Energi, Indkøb · same level · same organisation",
        ),
        ("Lidt", "same goal: 12"),
    ]


def test_names_days_too_and_of_equals_the_newest(home):
    goal = make_goal(7)
    story = make_story(goals=[goal], story_date=dt.date(2025, 5, 1))
    make_story(title="Gammel", goals=[goal], story_date=dt.date(2024, 5, 1))
    make_invitation(title="Dag", goals=[goal])

    assert [title for title, _reason in named(story)] == ["Dag", "Gammel"]


def test_names_no_more_than_three(home):
    goal = make_goal(7)
    stories = [make_story(goals=[goal]) for _ in range(5)]

    assert len(named(stories[0])) == 3


def test_names_areas_beside_an_area(home):
    goal = make_goal(7)
    energy = make_topic(title="Energi", goals=[goal])
    make_topic(title="Byggeri", goals=[goal])
    make_story(topics=[energy], goals=[goal])

    assert named(energy) == [("Byggeri", "same goal: 7")]


def test_names_nothing_that_shares_neither_area_nor_goal(home):
    story = make_story(levels=["tactical"], goals=[make_goal(7)])
    make_story(levels=["tactical"], goals=[make_goal(8)])

    assert named(story) == []


def test_names_nothing_that_is_not_public(home):
    goal = make_goal(7)
    story = make_story(goals=[goal])
    make_story(goals=[goal], live=False)
    secret = make_topic(title="Hemmelig", live=False)
    make_story(title="Vist", goals=[goal], topics=[secret])

    assert named(story) == [("Vist", "same goal: 7")]


def test_stands_under_a_story_with_its_reason(client, home):
    goal = make_goal(7)
    story = make_story(goals=[goal])
    make_story(title="Den anden", goals=[goal])

    html = client.get(story.url).content.decode()

    assert [one in html for one in ('id="related"', ": 7</p>", "Den anden")] == [True] * 3


def test_names_what_a_page_of_the_library_shares_once(home):
    goal, topic = make_goal(7), make_topic(title="Energi")
    tool = make_tool(goals=[goal], topics=[topic], levels=["tactical"])
    make_experience(title="Prøvet", goals=[goal], topics=[topic], levels=["tactical"])

    assert named(tool) == [("Prøvet", "same goal: 7 · same area: Energi · same level")]
