"""A newsletter that goes out later: at its time, or stopped as if it had never been pressed."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from newsletters.audiences.rules import Rule
from newsletters.delivery import actions, planning, sweeping
from newsletters.delivery.forms import WhenForm
from newsletters.delivery.models import Act, Delivery, Mailing
from tests.factories.pages import make_newsletter
from tests.factories.people import make_editor, make_member, make_members

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def schedule(page, *, after=HOUR, user=None):
    now = timezone.now()
    return actions.send(page=page, rule=Rule(), user=user, now=now, at=now + after)


def test_sends_nothing_before_its_time(work, letters):
    make_members(2)
    mailing = schedule(make_newsletter())
    sweeping.sweep(now=timezone.now())
    work()
    assert planning.plan(mailing.pk, now=mailing.send_at - dt.timedelta(seconds=1)) is False
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SCHEDULED
    assert letters() == []


def test_goes_at_its_time_by_the_minutes_sweep(work, letters):
    make_members(2)
    mailing = schedule(make_newsletter())
    assert sweeping.sweep(now=mailing.send_at)["planned"] == 1
    Mailing.objects.update(send_at=timezone.now())
    work()
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.DONE
    assert len(letters()) == 2


def test_reaches_who_joined_before_its_time_with_the_words_as_pressed(work, letters):
    make_member()
    page = make_newsletter(subject="Som den var")
    schedule(page)
    make_member()
    page.subject = "Som den blev"
    page.save_revision().publish()
    Mailing.objects.update(send_at=timezone.now())
    sweeping.sweep(now=timezone.now())
    work()
    assert [str(letter["Subject"]) for letter in letters()] == ["Som den var"] * 2


def test_is_stopped_as_if_it_had_never_been_pressed(work, letters):
    make_member()
    page, user = make_newsletter(), make_editor()
    mailing = schedule(page)
    assert actions.cancel(mailing=mailing, user=user, now=timezone.now()) is True
    sweeping.sweep(now=mailing.send_at)
    work()
    assert letters() == []
    assert Act.objects.filter(mailing=mailing).last().kind == Act.Kind.STOPPED
    # The mended letter goes to the same audience.
    again = schedule(page)
    assert again != mailing
    assert again.part == 1


def test_can_be_stopped_many_times(work, letters):
    make_member()
    page, user = make_newsletter(), make_editor()
    for _ in range(3):
        actions.cancel(mailing=schedule(page), user=user, now=timezone.now())
    assert Mailing.objects.filter(state=Mailing.State.CANCELLED).count() == 3


def test_pressed_twice_is_one_mailing():
    make_member()
    page = make_newsletter()
    assert schedule(page) == schedule(page, after=2 * HOUR)


@pytest.mark.parametrize("after", [-HOUR, dt.timedelta(days=400)])
def test_refuses_a_time_that_is_over_or_too_far_away(after):
    make_member()
    with pytest.raises(actions.TimeError):
        schedule(make_newsletter(), after=after)
    assert Mailing.objects.count() == 0


@pytest.mark.parametrize("gone", ["unpublish", "delete"])
def test_waits_for_a_person_when_the_newsletter_was_taken_down(work, letters, gone):
    make_member()
    page, user = make_newsletter(), make_editor()
    mailing = schedule(page)
    getattr(page, gone)()
    Mailing.objects.update(send_at=timezone.now())
    sweeping.sweep(now=timezone.now())
    work()
    mailing.refresh_from_db()
    assert (mailing.state, mailing.pause) == (Mailing.State.PAUSED, Mailing.Pause.UNPUBLISHED)
    assert letters() == []
    assert actions.resume(mailing=mailing, user=user, now=timezone.now()) is True
    work()
    assert len(letters()) == 1


def test_waits_on_after_a_stop_until_its_time():
    make_member()
    mailing, user = schedule(make_newsletter()), make_editor()
    actions.pause(mailing=mailing, user=user, now=timezone.now())
    actions.resume(mailing=mailing, user=user, now=timezone.now())
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SCHEDULED
    assert mailing.not_after == mailing.send_at + actions.TIME_TO_SEND


def test_asks_a_second_person_whoever_schedules():
    make_member()
    with pytest.raises(actions.NotApprovedError):
        schedule(make_newsletter(), user=make_editor())
    assert Delivery.objects.count() == 0


COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2027-03-27T09:00", dt.datetime(2027, 3, 27, 8, tzinfo=dt.UTC)),
        ("2027-03-28T09:00", dt.datetime(2027, 3, 28, 7, tzinfo=dt.UTC)),
        ("2027-10-31T09:00", dt.datetime(2027, 10, 31, 8, tzinfo=dt.UTC)),
    ],
)
def test_reads_copenhagen_time_over_the_change_of_clocks(written, meant):
    with timezone.override("America/New_York"):
        form = WhenForm({"send_at": written})
        assert form.is_valid()
    assert form.cleaned_data["send_at"] == meant


@pytest.mark.parametrize("written", ["2027-03-28T02:30", "2027-10-31T02:30"])
def test_refuses_an_hour_that_is_missing_or_comes_twice(written):
    form = WhenForm({"send_at": written})
    assert form.errors.as_data()["send_at"][0].code == "no_such_time"


@pytest.mark.parametrize(
    "written", ["i morgen", "2027-13-01T09:00", "9" * 500, "\x00", "2027-03-28", "0001-01-01T00:00"]
)
def test_answers_any_other_time_with_words(written):
    form = WhenForm({"send_at": written})
    assert form.is_valid() or form.errors["send_at"]
