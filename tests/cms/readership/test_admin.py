"""The report of what is read."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.caching.models import PageViews
from cms.members.groups import make_editors
from cms.members.models import User
from tests.factories.pages import make_story

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/read/"


@pytest.fixture
def editor(client, home):
    user = User.objects.create_user("rikke@netvaerk.example", "secret", first_name="Rikke")
    user.groups.add(make_editors())
    client.force_login(user)
    return client


def read(page, days_ago, count):
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    PageViews.objects.create(page=page, day=day, count=count)


def figures(answer):
    return [(page.title, page.week, page.month, page.total) for page in answer.context["pages"]]


def test_adds_up_weeks_months_and_all(editor):
    story = make_story(title="Varmen")
    for days_ago, count in ((0, 1), (6, 2), (7, 4), (29, 8), (30, 16)):
        read(story, days_ago, count)
    assert figures(editor.get(REPORT)) == [("Varmen", 3, 15, 31)]


@pytest.mark.parametrize(
    ("sort", "first"), [("week", "Ny"), ("total", "Gammel"), ("%00", "Ny"), ("x" * 10_000, "Ny")]
)
def test_sorts(editor, sort, first):
    read(make_story(title="Ny"), 0, 5)
    read(make_story(title="Gammel"), 90, 50)
    assert figures(editor.get(f"{REPORT}?sort={sort}"))[0][0] == first


def test_exports_no_formula(editor):
    read(make_story(title="=1+1"), 0, 5)
    answer = editor.get(f"{REPORT}?export=csv")
    assert "'=1+1,5,5,5" in b"".join(answer.streaming_content).decode()


def test_says_when_nothing_is_counted(editor):
    answer = editor.get(REPORT)
    assert (answer.status_code, figures(answer)) == (200, [])
