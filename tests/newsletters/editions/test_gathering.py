"""What is new on the site since the last issue."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsletters.delivery.models import Mailing
from newsletters.editions.gathering import FIRST_LOOK, SOON, blocks_of, gather
from newsletters.editions.pages import NewsletterPage
from tests.factories.library import KINDS, make_call, make_tool
from tests.factories.pages import make_invitation, make_newsletter, make_story, make_topic
from tests.factories.people import make_series

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY = dt.timedelta(days=1)


def published(page, at):
    Page.objects.filter(pk=page.pk).update(first_published_at=at)
    return page


def last_issue(at=NOW - 20 * DAY, **fields):
    return published(make_newsletter(**fields), at)


def picked(issue, now=NOW):
    return [find.title for find in gather(issue.get_parent(), now).picked]


def test_takes_days_to_come_stories_and_areas_that_came_since_the_last_issue():
    issue = last_issue()
    far = make_invitation(title="Senere", starts_at=NOW + 40 * DAY)
    near = make_invitation(title="Snart", starts_at=NOW + 10 * DAY)
    old, new = make_story(title="Gammel"), make_story(title="Ny")
    area = make_topic(title="Energi")
    for page in (far, near, new, area):
        published(page, NOW - DAY)
    published(old, NOW - 30 * DAY)
    assert picked(issue) == ["Snart", "Senere", "Ny", "Energi"]


def test_takes_what_came_to_the_library_but_no_persons_and_no_call_that_is_over():
    issue = last_issue()
    for kind, make in KINDS.items():
        published(make(title=kind.capitalize()), NOW - DAY)
    published(make_call(title="Lukket", deadline_at=NOW - DAY), NOW - DAY)
    assert sorted(picked(issue)) == ["Experience", "Funding", "Project", "Tool"]


def test_takes_what_came_in_two_months_before_there_is_an_issue():
    issue = make_newsletter(live=False)
    published(make_story(title="Ny"), NOW - FIRST_LOOK + DAY)
    published(make_story(title="Gammel"), NOW - FIRST_LOOK - DAY)
    assert picked(issue) == ["Ny"]


def test_leaves_what_an_earlier_issue_carried_and_says_which():
    story = published(make_story(), NOW - DAY)
    issue = last_issue(title="Maj", body=[("story", {"page": story, "lead": ""})])
    gathered = gather(issue.get_parent(), NOW)
    assert [(find.carried_by, find.is_new, find.is_picked) for find in gathered.finds] == [
        ("Maj", True, False)
    ]
    assert gathered.picked == []


def test_gives_a_newsletter_back_what_only_itself_carries():
    story = published(make_story(title="Ny"), NOW - DAY)
    issue = make_newsletter(body=[("story", {"page": story, "lead": ""})])
    finds = gather(issue.get_parent(), NOW, issue).finds
    assert [find.carried_by for find in finds] == [""]


def test_counts_from_the_last_mailing_but_not_from_one_that_was_stopped_before_it_began():
    issue = last_issue(at=NOW - 30 * DAY)
    published(make_story(title="Ny"), NOW - 10 * DAY)
    mailing = make_mailing(issue, created_at=NOW - 5 * DAY)
    assert picked(issue) == []
    Mailing.objects.filter(pk=mailing.pk).update(state=Mailing.State.CANCELLED)
    assert picked(issue) == ["Ny"]


def make_mailing(page, **fields):
    return Mailing.objects.create(
        series=make_series(),
        page=page,
        page_key=page.pk,
        letter_key=page.translation_key,
        revision_key=0,
        audience={},
        audience_key="x",
        not_after=NOW,
        **fields,
    )


def test_takes_an_old_day_whose_deadline_is_near():
    issue = last_issue()
    for title, deadline in (("Nu", NOW + SOON - DAY), ("Siden", NOW + SOON + DAY)):
        day = make_invitation(title=title, starts_at=NOW + 60 * DAY, deadline_at=deadline)
        published(day, NOW - 40 * DAY)
    assert picked(issue) == ["Nu"]


def test_leaves_days_that_were_or_are_closed_and_pages_that_readers_cannot_open():
    issue = last_issue()
    make_invitation(starts_at=NOW - 2 * DAY)
    make_invitation(starts_at=NOW + 9 * DAY, deadline_at=NOW - DAY)
    make_story(live=False)
    secret = make_topic()
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    assert gather(issue.get_parent(), NOW).finds == []


def test_writes_each_kind_under_its_heading_in_the_letters_language():
    issue = last_issue()
    story, area = published(make_story(), NOW), published(make_topic(), NOW)
    tool = published(make_tool(), NOW)
    blocks = blocks_of(gather(issue.get_parent(), NOW).picked, "en")
    assert blocks == [
        {"type": "heading", "value": "They went first"},
        {"type": "story", "value": {"page": story.pk, "lead": ""}},
        {"type": "heading", "value": "New from the areas"},
        {"type": "topic", "value": {"page": area.pk, "lead": ""}},
        {"type": "heading", "value": "New in the library"},
        {"type": "library", "value": {"page": tool.pk, "lead": ""}},
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_database_as_often_for_three_of_each_as_for_one(count):
    issue = last_issue()
    for _ in range(count):
        make_story(), make_topic(), make_tool(), make_invitation(starts_at=NOW + 9 * DAY)
        last_issue(body=[("story", {"page": make_story(), "lead": ""})])
    archive = NewsletterPage.objects.get(pk=issue.pk).get_parent()
    with CaptureQueriesContext(connection) as asked:
        gather(archive, NOW)
    assert len(asked) == 10
