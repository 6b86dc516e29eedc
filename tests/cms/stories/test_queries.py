"""Stories that anybody may read, narrowed by what stands in an address."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.content.levels import Level
from cms.stories.queries import filtered_stories, newest_stories
from tests.factories.pages import make_goal, make_story, make_topic

pytestmark = pytest.mark.django_db

HOSTILE = [
    "x",
    "0",
    "18",
    "-1",
    "7.0",
    "٧",
    "9" * 40,
    "\x00",
    "'",
    '"',
    "%",
    "' OR 1=1 --",
    "🌱",
    "\ud7ff",
]


def test_gives_all_without_a_filter(home):
    stories = [make_story(), make_story()]
    assert set(filtered_stories()) == set(stories)
    assert len(newest_stories(1)) == 1


@pytest.mark.parametrize("level", Level.values)
def test_finds_the_stories_of_a_level(home, level):
    match = make_story(levels=[level])
    both = make_story(levels=["strategic", "tactical", "operational"])
    make_story(levels=[other for other in Level.values if other != level][:1])
    make_story()
    assert set(filtered_stories(level=level)) == {match, both}


def test_finds_the_stories_of_an_area_and_a_goal_at_once(home):
    topic, goal = make_topic(slug="energi"), make_goal(7)
    match = make_story(topics=[topic, make_topic()], goals=[goal, make_goal(13)])
    make_story(topics=[topic])
    make_story(goals=[goal])
    assert list(filtered_stories(topic="energi", goal="7")) == [match]


@pytest.mark.parametrize("name", ["topic", "goal", "level"])
def test_finds_nothing_for_a_value_that_fits_nothing(home, name):
    make_story(topics=[make_topic()], goals=[make_goal(7)], levels=["strategic"])
    assert [value for value in HOSTILE if filtered_stories(**{name: value})] == []


@given(topic=st.text(max_size=30), goal=st.text(max_size=6), level=st.text(max_size=12))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_never_errs(db, topic, goal, level):
    topic, level = (text.encode("utf-8", "replace").decode() for text in (topic, level))
    assert len(filtered_stories(topic=topic, goal=goal, level=level)) == 0
