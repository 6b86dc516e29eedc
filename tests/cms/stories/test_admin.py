"""The list of stories in the admin."""

import datetime as dt

import pytest

from tests.factories.pages import make_story
from tests.factories.people import make_editor

pytestmark = pytest.mark.django_db


def test_lists_the_story_that_was_told_last_first(client, home):
    client.force_login(make_editor())
    days = {"Ældst": 1, "Nyest": 3, "Midt": 2}
    for title, day in days.items():
        make_story(title=title, story_date=dt.date(2026, 3, day))
    html = client.get("/admin/story_listing/").content.decode()
    assert sorted(days, key=html.index) == ["Nyest", "Midt", "Ældst"]
