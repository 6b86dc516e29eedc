"""The pages of first-mover stories."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.utils.html import escape
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from cms.stories.pages import STORIES_A_PAGE, StoryPage
from tests.factories.pages import make_goal, make_story, make_topic
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db

HOSTILE_PAGES = ["0", "-1", "2", "x", "", "9" * 5000, "\x00", "१", "1.5", "' OR 1=1"]
PAYLOAD = "<script>alert('x')</script>"


def page_of(client, page, query=None):
    response = client.get(page.url, query)
    assert response.status_code == 200
    return response


def test_shows_who_did_what_with_which_result(client, home):
    story = make_story(
        title="Vi skruede ned",
        lead="Og sparede en fjerdedel.",
        organisation=make_organisation(name="Middelfart Kommune"),
        people="Teknisk Forvaltning, driftschefen",
        levels=["operational"],
        challenge="<p>Det trak.</p>",
        approach="<p>Vi målte.</p>",
        lessons="<p>Spørg pedellen.</p>",
        results=[("figure", {"value": "−18", "unit": "%", "text": "varme siden 2024"})],
        contact_name="Ida Berg",
        contact_email="ida@kommune.example",
        topics=[make_topic(title="Energi i bygninger")],
        goals=[make_goal(7, title="Bæredygtig energi")],
    )
    html = page_of(client, story).content.decode()
    for words in (
        "Vi skruede ned",
        "Og sparede en fjerdedel.",
        "Middelfart Kommune",
        "Teknisk Forvaltning, driftschefen",
        "Det trak.",
        "Vi målte.",
        "Spørg pedellen.",
        "−18",
        "varme siden 2024",
        "Ida Berg",
        "ida@kommune.example",
        "Energi i bygninger",
        "Bæredygtig energi",
    ):
        assert (words, words in html) == (words, True)


def test_shows_typed_tags_as_text(client, home):
    html = page_of(client, make_story(title=PAYLOAD, lead=PAYLOAD, people=PAYLOAD)).content.decode()
    assert PAYLOAD not in html
    assert html.count(escape(PAYLOAD)) >= 3


def test_takes_scripts_out_of_what_is_typed_in_the_editor():
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}
    block = {
        "key": "a",
        "type": "unstyled",
        "text": "<script>alert(2)</script> tryk",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 26, "length": 4}],
    }
    typed = json.dumps({"blocks": [block], "entityMap": {"0": link}})
    field = StoryPage._meta.get_field("challenge").formfield()
    html = field.widget.value_from_datadict({"x": typed}, {}, "x")
    assert [bad for bad in ("javascript:", "<script") if bad in html] == []


def test_lists_stories_newest_first(client, home):
    old = make_story(story_date=dt.date(2020, 1, 1))
    new = make_story(story_date=dt.date(2026, 1, 1))
    index = new.get_parent()
    assert list(page_of(client, index).context["stories"]) == [new, old]


def test_lists_no_drafts_and_nothing_private(client, home):
    story = make_story()
    make_story(title="Kladden", live=False)
    PageViewRestriction.objects.create(page=make_story(title="Lukket"), restriction_type="login")
    response = page_of(client, story.get_parent())
    assert list(response.context["stories"]) == [story]
    assert [w for w in ("Kladden", "Lukket") if w in response.content.decode()] == []


def test_names_no_draft_area_or_goal_on_a_story(client, home):
    story = make_story(
        topics=[make_topic(title="Kladdeområdet", live=False)],
        goals=[make_goal(7, title="Kladdemålet", live=False)],
    )
    html = page_of(client, story).content.decode()
    assert [w for w in ("Kladdeområdet", "Kladdemålet") if w in html] == []


def test_knows_which_areas_and_goals_it_may_name(home):
    shown, goal = make_topic(), make_goal(7)
    draft, draft_goal = make_topic(live=False), make_goal(13, live=False)
    private = make_topic()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    story = make_story(topics=[shown, draft, private], goals=[goal, draft_goal])
    assert (list(story.public_topics), list(story.public_goals)) == ([shown], [goal])


def test_narrows_the_list_by_area_goal_and_level(client, home):
    topic, goal = make_topic(slug="energi"), make_goal(7)
    match = make_story(topics=[topic], goals=[goal], levels=["strategic"])
    make_story(levels=["tactical"])
    index = match.get_parent()
    for query in ({"topic": "energi"}, {"goal": "7"}, {"level": "strategic"}):
        response = page_of(client, index, query)
        assert list(response.context["stories"]) == [match]
        assert response.context["filters"]["active"] is True


@pytest.mark.parametrize("page", HOSTILE_PAGES, ids=lambda page: ascii(page[:12]))
def test_shows_some_page_whatever_page_is_asked_for(client, home, page):
    story = make_story()
    assert list(page_of(client, story.get_parent(), {"page": page}).context["stories"]) == [story]


def test_divides_a_long_list_into_pages(client, home):
    organisation = make_organisation()
    for _ in range(STORIES_A_PAGE + 1):
        story = make_story(organisation=organisation)
    index = story.get_parent()
    assert len(page_of(client, index).context["stories"]) == STORIES_A_PAGE
    assert len(page_of(client, index, {"page": "2"}).context["stories"]) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_lists_any_number_of_stories_with_as_many_queries(
    client, home, django_assert_num_queries, count
):
    topic, goal = make_topic(), make_goal(7)
    for _ in range(count):
        story = make_story(topics=[topic], goals=[goal])
    index = story.get_parent().url
    client.get(index)
    with django_assert_num_queries(23):
        client.get(index)


def test_asks_what_a_picture_shows(home):
    image = get_image_model().objects.create(
        title="Foto", file=ImageFile(get_test_image_file(), name="foto.png")
    )
    story = make_story()
    story.cover = image
    with pytest.raises(ValidationError) as caught:
        story.full_clean()
    assert list(caught.value.message_dict) == ["cover_alt"]
    story.cover_alt = "Driftschefen ved fjernvarmemåleren"
    story.full_clean()


@pytest.mark.parametrize(
    ("levels", "names"),
    [([], 0), (["operational", "strategic"], 2), (["strategic", "tactical", "operational"], 3)],
)
def test_names_the_levels_in_their_order(levels, names):
    found = StoryPage(levels=levels).level_names
    assert len(found) == names
    assert found == StoryPage(levels=list(reversed(levels))).level_names


@pytest.mark.parametrize("levels", [["nonsense"], "strategic", None, {"a": 1}, [["strategic"]]])
def test_refuses_levels_that_are_none(home, levels):
    story = make_story()
    story.levels = levels
    with pytest.raises(ValidationError) as caught:
        story.full_clean()
    assert list(caught.value.message_dict) == ["levels"]


def test_gives_the_first_result_for_lists_and_letters(home):
    figure = {"value": "1.200", "unit": "kr.", "text": "sparet"}
    story = make_story(results=[("figure", figure), ("figure", {**figure, "value": "2"})])
    assert story.first_result["value"] == "1.200"
    assert make_story().first_result is None
