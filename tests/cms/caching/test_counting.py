"""What is read is counted, and nothing is known of who reads."""

import datetime as dt

import pytest
from django.db import DatabaseError

from cms.caching import counting
from cms.caching.models import PageViews
from tests.factories.pages import make_story

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 3)


@pytest.fixture
def story(home):
    return make_story(title="Varmen fra vandet")


def kept():
    return list(PageViews.objects.order_by("page", "day").values_list("page", "day", "count"))


def test_counts_a_page_made_and_a_page_kept(visitor, story):
    visitor.get(story.url)
    visitor.get(story.url)
    assert counting.take() == {story.pk: 2}


def test_writes_nothing_while_it_is_not_due(visitor, story):
    visitor.get(story.url)
    assert kept() == []


def test_writes_after_an_answer_when_it_is_due(visitor, story, monkeypatch):
    monkeypatch.setattr(counting, "_due_at", 0.0)
    visitor.get(story.url)
    assert [(page, count) for page, _day, count in kept()] == [(story.pk, 1)]
    assert counting.take() == {}


@pytest.mark.parametrize("agent", ["Googlebot/2.1", "some CRAWLER"])
def test_leaves_out_who_says_to_be_a_robot(visitor, story, agent):
    visitor.get(story.url, headers={"user-agent": agent})
    assert counting.take() == {}


def test_counts_no_head_and_no_unchanged_page(visitor, story):
    mark = visitor.get(story.url)["ETag"]
    counting.take()
    visitor.head(story.url)
    visitor.get(story.url, headers={"if-none-match": mark})
    visitor.get(story.url + "findes-ikke/")
    assert counting.take() == {}


def test_adds_to_what_stands(story):
    counting.add({story.pk: 2}, DAY)
    counting.add({story.pk: 3}, DAY)
    assert kept() == [(story.pk, DAY, 5)]


def test_leaves_out_pages_that_are_gone(story):
    counting.add({story.pk: 1, 999_999: 7}, DAY)
    assert kept() == [(story.pk, DAY, 1)]


def test_holds_no_more_pages_than_it_may(caching, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 2)
    for page in (1, 2, 3, 1):
        counting.seen(page, "")
    assert counting.take() == {1: 2, 2: 1}


def test_gives_back_what_could_not_be_written(caching, monkeypatch):
    def refuse(counted, day):
        raise DatabaseError

    counting.seen(1, "")
    monkeypatch.setattr(counting, "_due_at", 0.0)
    monkeypatch.setattr(counting, "add", refuse)
    counting.on_finished()
    assert counting.take() == {1: 1}
