"""Which changes count: those of what a reader sees."""

import pytest

from cms.caching import version
from cms.caching.receivers import is_public
from cms.models import Member, NetworkSettings, Registration, Season, StoryPage
from tests.factories.pages import make_story

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "answer"),
    [
        (StoryPage, True),
        (NetworkSettings, True),
        (Season, True),
        (Member, False),
        (Registration, False),
    ],
)
def test_knows_what_is_public(model, answer):
    assert is_public(model) is answer


def test_counts_a_page_when_it_is_published_and_not_its_drafts(caching, committed):
    story = make_story()
    before = version.current()
    story.title = "Varmen, igen"
    with committed():
        draft = story.save_revision()
    assert version.current() == before
    with committed():
        draft.publish()
    assert version.current() == before + 1


def test_counts_a_move_once(caching, committed, home):
    story = make_story()
    before = version.current()
    with committed():
        story.move(home, "last-child")
    assert version.current() == before + 1
