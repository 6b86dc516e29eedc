"""Which pages anybody may see."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.caching.publicity import private_paths, public, standing
from cms.models import StoryPage
from tests.factories.pages import make_story

pytestmark = pytest.mark.django_db


def seen(pages):
    return [page.title for page in pages(StoryPage.objects.order_by("title"))]


def test_shows_all_that_is_live_where_nothing_is_private():
    make_story(title="Vand")
    make_story(title="Varme", live=False)
    assert private_paths() == ()
    assert (seen(standing), seen(public)) == (["Vand"], ["Vand"])


def test_hides_what_stands_below_a_private_page():
    above = make_story(title="Vand").get_parent()
    PageViewRestriction.objects.create(page=above, restriction_type="login")
    assert private_paths() == (above.path,)
    assert (seen(standing), seen(public)) == (["Vand"], [])


def test_hides_what_is_over_before_it_is_taken_off_the_site():
    now = timezone.now()
    make_story(title="Vand", expire_at=now - dt.timedelta(minutes=1))
    make_story(title="Varme", expire_at=now + dt.timedelta(minutes=1))
    assert (seen(standing), seen(public)) == (["Varme"], ["Varme"])
