"""What the minute does for joining."""

import datetime as dt

import pytest
from django_tasks_db.models import DBTaskResult

from cms.members import joining, sweeping
from cms.members.models import Member, SignUp
from tests.factories.joining import NOW, asked, sign_up

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


def test_deletes_what_nobody_confirmed_within_seven_days(home):
    sign_up()
    assert sweeping.sweep(now=NOW + WEEK - dt.timedelta(seconds=1))["sign-ups deleted"] == 0
    assert sweeping.sweep(now=NOW + WEEK)["sign-ups deleted"] == 1
    assert SignUp.objects.count() == 0


def test_deletes_the_confirmed_too_and_leaves_the_member(home):
    _made, token = asked()
    joining.confirm(token=token, now=NOW)
    sweeping.sweep(now=NOW + WEEK)
    assert (SignUp.objects.count(), Member.objects.count()) == (0, 1)


def test_finds_a_sign_up_that_the_queue_lost(home, work, letters):
    made = sign_up()
    DBTaskResult.objects.all().delete()
    assert sweeping.sweep(now=NOW + dt.timedelta(minutes=1))["sign-ups rung for"] == 0
    assert sweeping.sweep(now=NOW + dt.timedelta(minutes=2))["sign-ups rung for"] == 1
    work()
    made.refresh_from_db()
    assert (made.answer, len(letters())) == ("asked", 1)


def test_says_nothing_where_there_is_nothing_to_do():
    assert set(sweeping.sweep(now=NOW).values()) == {0}
