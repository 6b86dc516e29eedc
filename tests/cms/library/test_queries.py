"""What the library shows to anybody, narrowed by what stands in an address."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.content.levels import Level
from cms.library import queries
from cms.library.queries import SOON
from tests.factories.library import KINDS, make_call, make_person, make_tool
from tests.factories.pages import make_goal, make_story, make_topic

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY = dt.timedelta(days=1)
HOSTILE = ["x", "0", "18", "-1", "7.0", "٧", "9" * 40, "\x00", "'", '"', "%", "' OR 1=1 --", "🌱"]


def found(**chosen):
    return [item.itself for item in queries.filtered_library(**chosen, now=NOW)]


def test_gives_all_without_a_filter(home):
    pages = [make() for make in KINDS.values()]
    assert set(found()) == set(pages)


@pytest.mark.parametrize("level", Level.values)
def test_finds_what_is_for_a_level(home, level):
    match = make_tool(levels=[level])
    make_tool(levels=[other for other in Level.values if other != level])
    make_tool()
    assert found(level=level) == [match]


def test_finds_what_is_about_an_area_and_a_goal_at_once(home):
    topic, goal = make_topic(slug="energi"), make_goal(7)
    match = make_call(topics=[topic, make_topic()], goals=[goal, make_goal(13)])
    make_call(topics=[topic])
    make_tool(goals=[goal])
    assert found(kind="funding", topic="energi", goal="7") == [match]


def test_gives_each_its_goals_with_the_list(home, django_assert_num_queries):
    goals = [make_goal(13), make_goal(7)]
    for make in KINDS.values():
        make(goals=goals)
    # One for what is private.
    with django_assert_num_queries(3):
        items = list(queries.public_library())
        assert [item.goal_numbers for item in items] == [[7, 13]] * len(KINDS)
        assert {item.itself.shelf.value for item in items} == set(KINDS)


@pytest.mark.parametrize("name", ["kind", "topic", "goal", "level"])
def test_finds_nothing_for_a_value_that_fits_nothing(home, name):
    make_tool(topics=[make_topic()], goals=[make_goal(7)], levels=["strategic"])
    assert [value for value in HOSTILE if found(**{name: value})] == []


text = st.text(max_size=20)


@given(kind=text, topic=text, goal=st.text(max_size=6), level=text)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_never_errs(db, kind, topic, goal, level):
    given = {"kind": kind, "topic": topic, "goal": goal, "level": level}
    clean = {name: each.encode("utf-8", "replace").decode() for name, each in given.items()}
    assert found(**clean) == []


def test_puts_open_calls_first_and_the_last_closed_first(home):
    over = make_call(deadline_at=NOW - 9 * DAY)
    just_over = make_call(deadline_at=NOW - DAY)
    rolling = make_call(deadline_at=None)
    later, next_ = make_call(deadline_at=NOW + 9 * DAY), make_call(deadline_at=NOW + DAY)
    assert found(kind="funding") == [next_, later, rolling, just_over, over]


@pytest.mark.parametrize(
    ("after", "is_open", "is_soon"),
    [
        (dt.timedelta(0), False, False),
        (dt.timedelta(seconds=1), True, True),
        (SOON, True, True),
        (SOON + dt.timedelta(seconds=1), True, False),
        (-DAY, False, False),
    ],
)
def test_knows_to_the_second_whether_a_call_is_open(home, after, is_open, is_soon):
    call = make_call(deadline_at=NOW + after)
    assert (call.is_open(NOW), call.closes_soon(NOW)) == (is_open, is_soon)
    assert list(queries.closing_soon(NOW)) == [call] * is_soon
    assert bool(queries.public_library().still_open(NOW)) == is_open


def test_has_no_moment_without_a_deadline(home):
    make_call(deadline_at=None)
    make_call(deadline_at=NOW - DAY)
    make_call(deadline_at=NOW + DAY, live=False)
    assert queries.next_moment(NOW) is None


def test_tells_when_a_call_closes_or_begins_to_close_soon(home):
    make_call(deadline_at=NOW + SOON + 2 * DAY)
    assert queries.next_moment(NOW) == NOW + 2 * DAY
    make_call(deadline_at=NOW + DAY)
    assert queries.next_moment(NOW) == NOW + DAY
    assert queries.next_moment(NOW + DAY) == NOW + 2 * DAY
    assert queries.next_moment(NOW + 2 * DAY) == NOW + SOON + 2 * DAY


def test_tells_letters_neither_of_persons_nor_of_what_is_over(home):
    tool = make_tool()
    make_person()
    make_call(deadline_at=NOW - DAY)
    assert [item.itself for item in queries.library_news(NOW)] == [tool]


def test_counts_below_one_library_only(home):
    tool = make_tool()
    make_story()
    make_tool(live=False)
    counts = dict(queries.counts(tool.get_parent()))
    assert {shelf.value: number for shelf, number in counts.items() if number} == {"tool": 1}
