"""The network page and plain pages, as a visitor gets them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Site

from cms.models import NetworkSettings, Season
from home.models import HomePage, StandardPage
from tests.factories.library import make_project, make_tool
from tests.factories.pages import make_goal, make_invitation, make_story, make_topic


@pytest.fixture
def network(home):
    network = NetworkSettings.for_site(Site.objects.get())
    network.contact_email = "post@network.example"
    network.save()
    return network


@pytest.fixture
def season(db):
    today = timezone.localdate()
    return Season.objects.create(
        name="2026–2027",
        starts_on=today - dt.timedelta(days=100),
        ends_on=today + dt.timedelta(days=200),
    )


def in_days(days):
    starts_at = timezone.now() + dt.timedelta(days=days)
    return {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=7)}


def read(client, page):
    response = client.get(f"/en{page.url}")
    assert response.status_code == 200
    return response.content.decode()


def test_says_what_will_be_here_when_nothing_is_published(client, home):
    html = read(client, home)

    assert "The next day is being planned" in html
    assert "The professional areas will stand here" in html
    assert "Stories from those who went first will stand here." in html


def test_shows_the_next_day_found_by_its_date(client, home):
    make_invitation(title="Den næste", **in_days(5))
    make_invitation(title="Senere", **in_days(50))
    make_invitation(title="Før", **in_days(-5))

    response = client.get(home.url)

    assert response.context["next_invitation"].title == "Den næste"


def test_shows_a_day_outside_the_season_as_the_next(client, home, season):
    inside = make_invitation(season=season, **in_days(50))
    outside = make_invitation(**in_days(5))

    response = client.get(home.url)

    assert response.context["next_invitation"].pk == outside.pk
    assert [day.pk for day in response.context["season_days"]] == [inside.pk]


def test_shows_the_three_newest_stories(client, home):
    for day in (1, 2, 3, 4):
        make_story(title=f"Historie {day}", story_date=dt.date(2026, 1, day))

    response = client.get(home.url)

    titles = [story.title for story in response.context["stories"]]
    assert titles == ["Historie 4", "Historie 3", "Historie 2"]


def test_shows_the_four_newest_tools(client, home):
    assert "Tag et værktøj med" not in client.get(home.url).content.decode()
    tools = [make_tool() for _ in range(5)]
    make_tool(live=False)
    make_project()

    response = client.get(home.url)

    assert [item.itself for item in response.context["tools"]] == tools[:0:-1]
    assert "Tag et værktøj med" in response.content.decode()


def test_leads_every_join_button_to_the_form(client, home, network):
    html = read(client, home)

    assert html.count('href="/en/bliv-medlem/"') == 4
    assert 'id="bliv-medlem"' in html
    assert "mailto:post@network.example" in html


def test_shows_no_dead_button_when_nobody_can_be_written_to(client, home):
    assert "mailto:" not in read(client, home)


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_as_often_for_many_pages_as_for_one(
    count, client, home, season, django_assert_num_queries
):
    goal = make_goal()
    for number in range(count):
        make_topic(goals=[goal])
        make_story(goals=[goal])
        make_tool(goals=[goal])
        make_invitation(season=season, goals=[goal], **in_days(number + 1))
    client.get(home.url)

    with django_assert_num_queries(21):
        client.get(home.url)


def test_carries_no_inline_style_or_script(client, home):
    make_story()
    html = read(client, home)

    assert "style=" not in html
    assert "<script" not in html.replace('<script type="application/ld+json">', "")


def test_names_a_picture_for_sharing_with_its_host(client, home):
    html = read(client, home)

    assert f'content="http://testserver/covers/share/{home.pk}-' in html


def test_sets_no_cookie(client, home):
    assert client.get(home.url).cookies == {}


def test_speaks_danish_to_a_danish_reader(client, home):
    response = client.get(home.url)

    assert '<html lang="da">' in response.content.decode()


def test_is_made_once_a_language(home):
    assert HomePage.max_count == 2
    assert HomePage.allowed_parent_page_models()[0].__name__ == "Page"


def test_shows_a_plain_page_with_the_pages_below_it(client, home):
    above = home.add_child(
        instance=StandardPage(title="Om os", body=[("paragraph", "<p>Hvem vi er</p>")])
    )
    above.add_child(instance=StandardPage(title="Privatliv"))
    above.add_child(instance=StandardPage(title="Kladde", live=False))

    html = read(client, above)

    assert "Hvem vi er" in html
    assert "Privatliv" in html
    assert "Kladde" not in html


@pytest.mark.parametrize("slug", ["privatliv", "bliv-medlem", "min-side", "soeg", "admin"])
def test_lets_no_page_take_an_address_of_the_site(home, slug):
    page = StandardPage(title="Privatliv", slug=slug)
    with pytest.raises(ValidationError) as refused:
        home.add_child(instance=page)
    assert list(refused.value.message_dict) == ["slug"]


def test_lets_a_page_further_down_be_called_as_it_likes(home):
    about = StandardPage(title="Om", slug="om")
    home.add_child(instance=about)
    about.add_child(instance=StandardPage(title="Privatliv", slug="privatliv"))
