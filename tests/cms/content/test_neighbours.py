"""Who stands before and after a page."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.content.neighbours import Neighbours
from cms.stories.pages import StoryIndexPage, StoryPage
from tests.factories.pages import (
    add,
    make_goal,
    make_home,
    make_invitation,
    make_story,
    make_topic,
)

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 1)


def beside(page):
    found = page.beside
    return found.before, found.after


def test_follows_the_list_of_stories(home):
    old, new, middle = (
        make_story(story_date=MARCH + dt.timedelta(days=days)) for days in (0, 20, 10)
    )
    assert [beside(page) for page in (new, middle, old)] == [
        (None, middle),
        (new, old),
        (middle, None),
    ]


def test_orders_stories_of_one_day_as_their_list_does(client, home):
    stories = [make_story(story_date=MARCH) for _ in range(3)]
    listed = list(client.get(stories[0].get_parent().url).context["stories"])
    assert [story.beside.after for story in listed] == [*listed[1:], None]


def test_follows_the_days_in_time(home):
    start = timezone.now()
    late, early = (make_invitation(starts_at=start + dt.timedelta(days=days)) for days in (9, 2))
    assert (beside(early), beside(late)) == ((None, late), (early, None))


def test_follows_the_goals_by_number_and_the_areas_as_the_editors_order_them(home):
    thirteen, seven = make_goal(13), make_goal(7)
    assert (beside(seven), beside(thirteen)) == ((None, thirteen), (seven, None))
    second, first = make_topic(), make_topic()
    first.move(second, pos="left")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (beside(first), beside(second)) == ((None, second), (first, None))


def test_leads_past_drafts_and_what_is_private(home):
    last, private, draft, first = (
        make_story(story_date=MARCH + dt.timedelta(days=days), live=days != 2) for days in range(4)
    )
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert (beside(first), beside(last)) == ((None, last), (first, None))
    assert (beside(draft), beside(private)) == ((None, None), (None, None))


def test_stays_in_its_own_list(home):
    story = make_story()
    other = add(make_home(), StoryIndexPage(title="Arkiv", slug="arkiv"))
    fields = {"people": "x", "challenge": "x", "approach": "x", "story_date": MARCH}
    add(other, StoryPage(title="En anden", organisation=story.organisation, **fields))
    assert beside(story) == (None, None)


def test_knows_nobody_beside_a_page_that_is_not_saved():
    assert StoryPage(story_date=MARCH).beside == Neighbours()


@pytest.mark.parametrize("count", [1, 3])
def test_asks_once_however_many_there_are(home, django_assert_num_queries, count):
    for _ in range(count):
        story = make_story()
    with django_assert_num_queries(2):  # the other one asks what is private
        assert story.beside.before is None


def test_says_the_way_on_at_the_foot_of_the_page(client, home):
    old, new = make_story(story_date=MARCH), make_story(story_date=MARCH + dt.timedelta(days=1))
    assert f'rel="prev" href="{new.url}"' in client.get(old.url).content.decode()
    assert f'rel="next" href="{old.url}"' in client.get(new.url).content.decode()
