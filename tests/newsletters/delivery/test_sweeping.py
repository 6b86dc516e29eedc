"""What `tick` finds again."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsletters.audiences.rules import Rule
from newsletters.delivery import actions, planning
from newsletters.delivery.models import Delivery, Mailing
from newsletters.delivery.sweeping import sweep
from tests.factories.pages import make_newsletter
from tests.factories.people import make_members

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailing():
    make_members(2)
    return actions.send(page=make_newsletter(), rule=Rule(), user=None, now=timezone.now())


def test_rings_again_for_a_mailing_whose_task_was_lost(mailing, work, letters):
    DBTaskResult.objects.all().delete()
    assert sweep(now=timezone.now()) == {"left": 0, "planned": 1, "rung": 0, "told": 0}
    work()
    assert len(letters()) == 2


def test_rings_again_for_batches_whose_task_was_lost(mailing, work, letters):
    planning.plan(mailing.pk, now=timezone.now())
    DBTaskResult.objects.all().delete()
    assert sweep(now=timezone.now()) == {"left": 0, "planned": 0, "rung": 1, "told": 0}
    work()
    assert len(letters()) == 2


def test_closes_a_mailing_whose_last_word_was_lost(mailing, work):
    work()
    Mailing.objects.update(state=Mailing.State.SENDING, finished_at=None)
    sweep(now=timezone.now())
    assert Mailing.objects.get().state == Mailing.State.DONE


def test_closes_a_mailing_whose_last_unknown_letter_was_reported(mailing, work):
    work()
    Mailing.objects.update(state=Mailing.State.DONE_WITH_HELD)
    Delivery.objects.update(state=Delivery.State.HELD)
    assert sweep(now=timezone.now())["told"] == 0
    Delivery.objects.update(state=Delivery.State.DELIVERED)
    assert sweep(now=timezone.now())["told"] == 1
    assert Mailing.objects.get().state == Mailing.State.DONE


def test_cancels_what_was_handed_back_to_a_cancelled_mailing(mailing):
    planning.plan(mailing.pk, now=timezone.now())
    Mailing.objects.update(state=Mailing.State.CANCELLED)
    sweep(now=timezone.now())
    assert set(Delivery.objects.values_list("state", flat=True)) == {Delivery.State.CANCELLED}


def test_runs_as_a_command_with_nothing_to_do(db):
    call_command("tick")
    assert DBTaskResult.objects.count() == 0
