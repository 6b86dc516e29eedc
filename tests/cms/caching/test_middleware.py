"""What visitors are given without it being made anew, and until when."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from cms.content.models import NetworkSettings
from cms.invitations.changing import cancel_day
from cms.members.models import User
from cms.models import Season
from home.models import StandardPage
from tests.factories.pages import make_invitation, make_story
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(home):
    return make_story(title="Varmen fra vandet")


def test_gives_a_page_again_without_asking_the_database(visitor, story, django_assert_num_queries):
    first = visitor.get(story.url)
    with django_assert_num_queries(0):
        again = visitor.get(story.url)
    assert again.content == first.content
    assert again.headers == first.headers
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Content-Security-Policy" in again.headers


def test_says_that_nothing_has_changed_to_who_has_it(visitor, story):
    etag = visitor.get(story.url)["ETag"]
    again = visitor.get(story.url, headers={"if-none-match": f'"other", W/{etag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_shows_a_change_at_once(visitor, story, committed):
    visitor.get(story.url)
    with committed():
        story.title = "Varmen fra spildevandet"
        story.save_revision().publish()
    assert "Varmen fra spildevandet" in visitor.get(story.url).content.decode()


def test_keeps_a_page_while_somebody_writes_a_draft(
    visitor, story, committed, django_assert_num_queries
):
    visitor.get(story.url)
    with committed():
        story.title = "Ikke endnu"
        story.save_revision()
    with django_assert_num_queries(0):
        assert "Ikke endnu" not in visitor.get(story.url).content.decode()


def test_keeps_where_a_search_begins_and_nothing_that_was_looked_for(
    visitor, story, django_assert_num_queries
):
    searches = ["/soeg/", "/soeg/?q=varmen", "/soeg/?goal=7"]
    first, *_others = [visitor.get(search) for search in searches]
    with django_assert_num_queries(0):
        assert visitor.get(searches[0]).content == first.content
    assert ["ETag" in visitor.get(search) for search in searches] == [True, False, False]


def test_shows_a_change_of_another_page_in_every_list(visitor, home, committed):
    assert "Varmen" not in visitor.get("/").content.decode()
    with committed():
        make_story(title="Varmen fra vandet")
    assert "Varmen" in visitor.get("/").content.decode()


def test_shows_at_once_that_a_page_is_gone_or_elsewhere(visitor, story, committed):
    visitor.get(story.url)
    with committed():
        story.unpublish()
    assert visitor.get(story.url).status_code == 404


def test_shows_at_once_that_a_page_has_become_private(visitor, story, committed):
    visitor.get(story.url)
    with committed():
        PageViewRestriction.objects.create(page=story, restriction_type="login")
    assert visitor.get(story.url).status_code == 302
    assert "Varmen" not in visitor.get("/").content.decode()


def test_shows_new_settings_at_once(visitor, home, committed):
    visitor.get("/")
    with committed():
        network = NetworkSettings.for_site(Site.objects.get(root_page=home))
        network.network_name = "Målnettet"
        network.save()
    assert "Målnettet" in visitor.get("/").content.decode()


def test_shows_a_new_season_at_once(visitor, home, committed):
    visitor.get("/")
    today = timezone.localdate()
    with committed():
        Season.objects.create(
            name="Sæson med navn", starts_on=today, ends_on=today + dt.timedelta(days=90)
        )
    assert "Sæson med navn" in visitor.get("/").content.decode()


def test_shows_at_once_that_a_day_is_cancelled(visitor, home, committed):
    day = make_invitation(title="Energidag")
    for path in ("/", day.url):
        assert "Energidag" in visitor.get(path).content.decode()
    with committed():
        cancel_day(day=day, because="Sne.", now=timezone.now(), by=make_editor())
    assert "Dagen er aflyst" in visitor.get(day.url).content.decode()
    assert "Energidag" not in visitor.get("/").content.decode()


def test_keeps_nothing_over_the_end_of_a_day(visitor, home, at):
    now = timezone.now()
    day = make_invitation(
        starts_at=now - dt.timedelta(hours=1), ends_at=now + dt.timedelta(minutes=2)
    )
    assert day.title in visitor.get("/").content.decode()
    with at(now + dt.timedelta(minutes=1)):
        assert day.title in visitor.get("/").content.decode()
    with at(now + dt.timedelta(minutes=2, seconds=1)):
        assert day.title not in visitor.get("/").content.decode()


def test_counts_the_seats_of_a_day_again_after_ten_seconds(
    visitor, home, at, django_assert_num_queries
):
    day = make_invitation(seats=40)
    now = timezone.now()
    visitor.get(day.url)
    with at(now + dt.timedelta(seconds=9)), django_assert_num_queries(0):
        visitor.get(day.url)
    with at(now + dt.timedelta(seconds=11)), CaptureQueriesContext(connection) as asked:
        visitor.get(day.url)
    assert any("cms_registration" in query["sql"] for query in asked.captured_queries)


def test_gives_what_is_kept_to_nobody_whom_we_know(visitor, story):
    visitor.get(story.url)
    user = User.objects.create_user("anna@kommune.example", "secret")
    known = Client()
    known.force_login(user)
    page = known.get(story.url)
    assert reverse("account_logout") in page.content.decode()
    assert page["Cache-Control"] == "private"
    assert reverse("account_logout") not in visitor.get(story.url).content.decode()


def test_keeps_no_form_and_no_answer_that_sets_a_cookie(visitor, home):
    join = reverse("members:join")
    assert "public" not in visitor.get(join).get("Cache-Control", "")
    day = make_invitation()
    calendar = visitor.get(f"{day.url}kalender/")
    assert "ETag" not in calendar.headers


def test_keeps_no_page_that_is_not_there(visitor, home):
    for _ in range(2):
        missing = visitor.get("/er-her-ikke/")
        assert missing.status_code == 404
        assert "ETag" not in missing.headers


def test_sends_a_page_as_small_as_the_browser_takes_it(visitor, story):
    plain = visitor.get(story.url)
    small = visitor.get(story.url, headers={"accept-encoding": "gzip, deflate, br"})
    assert small["Content-Encoding"] == "br"
    assert int(small["Content-Length"]) < len(plain.content) / 2
    assert small["ETag"] != plain["ETag"]
    assert "Accept-Encoding" in small["Vary"]


def test_lets_no_foreign_parameter_into_a_page(visitor, story, django_assert_num_queries):
    first = visitor.get(f"{story.url}?utm_source=<evil>")
    assert "evil" not in first.content.decode()
    with django_assert_num_queries(0):
        assert visitor.get(story.url).content == first.content


def test_tells_a_cache_in_front_how_long_it_may_keep_a_page(visitor, story, settings):
    settings.CDN_SECONDS = 60
    assert visitor.get(story.url)["Cache-Control"].endswith(", s-maxage=60")


def test_shows_at_once_that_a_page_has_moved(visitor, story, home, committed):
    before = story.url
    visitor.get(before)
    elsewhere = home.add_child(instance=StandardPage(title="Arkiv", slug="arkiv"))
    with committed():
        story.move(elsewhere, pos="last-child")
    assert visitor.get(before).status_code != 200
    assert visitor.get("/arkiv/" + before.strip("/").split("/")[-1] + "/").status_code == 200
