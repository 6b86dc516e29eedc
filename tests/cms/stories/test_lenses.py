"""One story, read by those who decide, those who plan and those who do."""

import re

import pytest

from cms.stories.pages import StoryPage
from tests.factories.pages import make_story

pytestmark = pytest.mark.django_db

TEXTS = {
    "strategic": "<p>Tag til efterretning.</p>",
    "tactical": "<p>Afsæt timer.</p>",
    "operational": "<p>Begynd i kælderen.</p>",
}


def seen(client, story, level=None):
    """The lens texts on the page, and the level that the switch says is chosen."""
    html = client.get(story.url, {} if level is None else {"level": level}).content.decode()
    chosen = re.findall(r'\?level=(\w+)#niveau" aria-current="true"', html)
    return [name for name, text in TEXTS.items() if text in html], chosen


def test_shows_the_text_for_those_who_decide_first(client, home):
    assert seen(client, make_story(**TEXTS)) == (["strategic"], ["strategic"])


@pytest.mark.parametrize("level", TEXTS)
def test_shows_each_level_at_an_address_of_its_own(client, home, level):
    assert seen(client, make_story(**TEXTS), level) == ([level], [level])


@pytest.mark.parametrize("level", ["", "x", "STRATEGIC", "strategic ", "\x00", "9" * 10_000, "🌱"])
def test_answers_an_unknown_level_with_the_first(client, home, level):
    assert seen(client, make_story(**TEXTS), level) == (["strategic"], ["strategic"])


def test_answers_a_level_without_a_text_with_the_first_that_has_one(client, home):
    story = make_story(tactical=TEXTS["tactical"], operational=TEXTS["operational"])
    assert seen(client, story, "strategic") == (["tactical"], ["tactical"])


def test_offers_no_choice_between_fewer_than_two(client, home):
    assert seen(client, make_story(tactical=TEXTS["tactical"])) == (["tactical"], [])
    response = client.get(make_story(levels=["strategic", "tactical"]).url)
    assert (response.context["lens"], 'id="niveau"' in response.content.decode()) == (None, False)


def test_keeps_one_canonical_address_for_all_lenses(client, home):
    story = make_story(**TEXTS)
    html = client.get(story.url, {"level": "tactical"}).content.decode()
    assert f'<link rel="canonical" href="{story.full_url}">' in html


def test_leads_from_a_list_of_one_level_to_that_text(client, home):
    story = make_story(**TEXTS)
    index = story.get_parent().url
    assert f'href="{story.url}"' in client.get(index).content.decode()
    narrowed = client.get(index, {"level": "tactical"}).content.decode()
    assert f'href="{story.url}?level=tactical"' in narrowed


def test_leads_to_the_story_itself_where_the_level_has_no_text(client, home):
    story = make_story(levels=["tactical"])
    html = client.get(story.get_parent().url, {"level": "tactical"}).content.decode()
    assert f'href="{story.url}"' in html


@pytest.mark.parametrize("empty", ["", "<p></p>", '<p data-block-key="a1"> </p>'])
def test_takes_an_empty_paragraph_for_no_text(empty):
    assert StoryPage(strategic=empty).lenses == []


def test_ticks_the_levels_that_have_a_text_and_keeps_those_that_were_ticked(home):
    story = make_story(levels=["operational"], tactical=TEXTS["tactical"])
    assert story.levels == ["tactical", "operational"]


def test_leaves_the_levels_of_a_story_without_such_texts_alone(home):
    assert make_story(levels=["tactical"]).levels == ["tactical"]
    assert make_story().levels == []


def test_says_all_three_in_the_api(client, home):
    story = make_story(**TEXTS)
    told = client.get(f"/api/v2/pages/{story.pk}/").json()
    assert {level: told[level] for level in TEXTS} == TEXTS


def test_is_found_by_words_of_any_level(home):
    story = make_story(**TEXTS)
    assert list(StoryPage.objects.search("efterretning")) == [story]
    assert list(StoryPage.objects.search("kælderen")) == [story]
