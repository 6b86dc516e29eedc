"""The pages of areas and goals, and the two lists that hold them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.content.goals import GOALS
from cms.topics.pages import MOST_FROM_LIBRARY, GoalPage
from tests.factories.library import KINDS, make_call, make_library, make_tool
from tests.factories.pages import make_goal, make_invitation, make_story, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(home):
    return make_topic(title="Energi i bygninger", lead="Varme og lys.", goals=[make_goal(7)])


def page_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response


def hide(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    return page


def test_shows_an_area_with_its_stories_and_days(client, topic):
    story = make_story(title="Vi skruede ned", topics=[topic])
    invitation = make_invitation(title="Energidag", topics=[topic])
    response = page_of(client, topic)
    assert list(response.context["stories"]) == [story]
    assert list(response.context["invitations"]) == [invitation]
    html = response.content.decode()
    for words in ("Energi i bygninger", "Varme og lys.", "Vi skruede ned", "Energidag"):
        assert (words, words in html) == (words, True)


def test_divides_days_into_those_to_come_and_those_that_were(client, topic):
    now = timezone.now()
    past = make_invitation(starts_at=now - dt.timedelta(days=9), topics=[topic])
    running = make_invitation(starts_at=now - dt.timedelta(hours=1), topics=[topic])
    later = make_invitation(starts_at=now + dt.timedelta(days=9), topics=[topic])
    context = page_of(client, topic).context
    assert list(context["invitations"]) == [running, later]
    assert list(context["past_invitations"]) == [past]


def test_shows_the_newest_story_first(client, topic):
    old = make_story(story_date=dt.date(2020, 1, 1), topics=[topic])
    new = make_story(story_date=dt.date(2026, 1, 1), topics=[topic])
    assert list(page_of(client, topic).context["stories"]) == [new, old]


def test_shows_the_newest_of_the_library_that_is_still_open(client, topic):
    items = [make(topics=[topic]) for make in KINDS.values()]
    make_call(topics=[topic], deadline_at=timezone.now() - dt.timedelta(days=1))
    make_tool(title="Kladden", topics=[topic], live=False)
    response = page_of(client, topic)
    assert [item.itself for item in response.context["library"]] == items[::-1]
    more = f'href="{make_library().url}?topic={topic.slug}"'
    assert more in response.content.decode()
    for _ in range(MOST_FROM_LIBRARY):
        make_tool(topics=[topic])
    assert len(page_of(client, topic).context["library"]) == MOST_FROM_LIBRARY


def test_leads_from_a_goal_to_all_of_it_in_the_library(client, home):
    goal = make_goal(7)
    make_tool(goals=[goal])
    assert f'href="{make_library().url}?goal=7"' in page_of(client, goal).content.decode()


def test_shows_no_drafts_and_nothing_private_on_an_area(client, topic):
    make_story(title="Kladden", topics=[topic], live=False)
    hide(make_story(title="Den lukkede", topics=[topic]))
    make_invitation(title="Kladdedagen", topics=[topic], live=False)
    hide(make_invitation(title="Den lukkede dag", topics=[topic]))
    html = page_of(client, topic).content.decode()
    assert [w for w in ("Kladden", "Den lukkede", "Kladdedagen") if w in html] == []


def test_shows_a_goal_with_its_areas(client, topic):
    goal = GoalPage.objects.get()
    story = make_story(goals=[goal])
    make_topic(title="Kladdeområdet", goals=[goal], live=False)
    response = page_of(client, goal)
    assert list(response.context["topics"]) == [topic]
    assert list(response.context["stories"]) == [story]
    assert "Kladdeområdet" not in response.content.decode()


def test_names_no_draft_goal_on_an_area(client, home):
    topic = make_topic(goals=[make_goal(7, title="Kladdemålet", live=False)])
    assert "Kladdemålet" not in page_of(client, topic).content.decode()


def test_lists_the_areas_in_the_editors_order(client, topic):
    second = make_topic(title="Affald")
    make_topic(title="Kladden", live=False)
    hide(make_topic(title="Lukket"))
    assert list(page_of(client, topic.get_parent()).context["topics"]) == [topic, second]


def test_lists_the_goals_by_number(client, home):
    pages = {number: make_goal(number) for number in (13, 2, 7)}
    make_goal(1, live=False)
    response = page_of(client, pages[2].get_parent())
    assert list(response.context["goals"]) == [pages[2], pages[7], pages[13]]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_any_number_of_areas_with_as_many_queries(
    client, home, django_assert_num_queries, count
):
    goal = make_goal(7)
    for _ in range(count):
        page = make_topic(goals=[goal])
    index = page.get_parent().url
    client.get(index)
    with django_assert_num_queries(16):
        client.get(index)


def test_takes_number_and_colour_of_a_goal_from_the_un(home):
    goal = make_goal(13, title="Klimaindsats")
    assert (goal.goal, goal.colour, goal.goal_numbers) == (GOALS[12], "#3f7e44", [13])
    assert str(goal) == "13. Klimaindsats"


@pytest.mark.parametrize("number", [0, 18, -1])
def test_refuses_a_goal_that_is_not_one_of_the_17(home, number):
    make_goal(1)
    with pytest.raises(ValidationError) as caught:
        GoalPage(title="Mål", slug="x", number=number).clean_fields(exclude=["path", "depth"])
    assert "number" in caught.value.message_dict


def test_refuses_the_same_goal_twice(home):
    goal = make_goal(7)
    with pytest.raises(ValidationError) as caught:
        GoalPage(title="Mål", slug="x", number=goal.number).validate_unique()
    assert "number" in caught.value.message_dict


def test_gives_an_areas_goals_in_order(home):
    topic = make_topic(goals=[make_goal(13), make_goal(7)])
    assert topic.goal_numbers == [7, 13]
    assert [goal.number for goal in topic.public_goals] == [7, 13]


def test_answers_404_for_a_draft(client, home):
    assert client.get(make_topic(live=False).url).status_code == 404
