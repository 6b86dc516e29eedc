"""What cron runs every minute."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.stories.pages import StoryPage
from newsletters.audiences.rules import Rule
from newsletters.delivery import actions
from newsletters.delivery.models import Mailing
from tests.factories.pages import make_newsletter, make_story
from tests.factories.people import make_members

pytestmark = pytest.mark.django_db


def tick(**options):
    out = io.StringIO()
    call_command("tick", stdout=out, **options)
    return out.getvalue()


def schedule(story, moment):
    """As Wagtail keeps it when an editor publishes a page for a moment to come."""
    story.go_live_at = moment
    story.save_revision(approved_go_live_at=moment)


def test_publishes_what_is_due(home):
    due, later = make_story(live=False), make_story(live=False)
    schedule(due, timezone.now() - dt.timedelta(minutes=1))
    schedule(later, timezone.now() + dt.timedelta(days=1))
    tick()
    assert StoryPage.objects.get(pk=due.pk).live is True
    assert StoryPage.objects.get(pk=later.pk).live is False


def test_says_nothing_when_there_is_nothing_to_do(home, settings):
    assert tick() == ""
    assert tick(verbosity=2).count("nothing to do") == len(settings.TICK_STEPS)


def test_finds_a_mailing_that_the_queue_lost(home, work, letters):
    make_members(2)
    mailing = actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())
    DBTaskResult.objects.all().delete()
    assert tick().count("newsletters.delivery.sweeping.sweep: ") == 1
    work()
    mailing.refresh_from_db()
    assert (mailing.state, len(letters())) == (Mailing.State.DONE, 2)


def test_changes_nothing_when_run_again(home, work, letters):
    make_members(2)
    actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())
    for _ in range(3):
        tick()
        work()
    assert len(letters()) == 2


def test_runs_each_step_that_the_settings_name(settings):
    settings.TICK_STEPS = [f"{__name__}.step"]
    assert tick() == f"{__name__}.step: seen 1\n"


def step(*, now):
    return {"seen": 1 if now.tzinfo else 0, "nothing": 0}
