"""How fast a provider may be handed letters."""

import datetime as dt

import pytest
from django.utils import timezone

from newsletters.delivery import pacing
from newsletters.delivery.models import Pace

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def later(seconds):
    return NOON + dt.timedelta(seconds=seconds)


def test_lets_everything_through_without_a_rate():
    assert pacing.allowance("mailgun", now=NOON) == 0
    pacing.take("mailgun", 1_000)
    assert pacing.allowance("mailgun", now=NOON) == 0


def test_waits_until_what_was_taken_is_paid_back(settings):
    settings.MAIL_RATE = 10
    assert pacing.allowance("mailgun", now=NOON) == 0
    pacing.take("mailgun", 500)
    assert pacing.allowance("mailgun", now=NOON) == pytest.approx(49.1)
    assert pacing.allowance("mailgun", now=later(30)) == pytest.approx(19.1)
    assert pacing.allowance("mailgun", now=later(49.2)) == 0


def test_saves_up_no_more_than_a_second(settings):
    settings.MAIL_RATE = 10
    pacing.allowance("mailgun", now=NOON)
    pacing.allowance("mailgun", now=later(3_600))
    assert Pace.objects.get().tokens == 10


def test_gives_nothing_for_a_clock_that_was_set_back(settings):
    settings.MAIL_RATE = 10
    pacing.allowance("mailgun", now=NOON)
    pacing.take("mailgun", 20)
    assert pacing.allowance("mailgun", now=later(-86_400)) > 0


def test_rests_as_long_as_the_provider_wished():
    pacing.allowance("mailgun", now=NOON)
    pacing.rest("mailgun", later(90))
    pacing.rest("mailgun", later(30))
    assert pacing.allowance("mailgun", now=NOON) == 90
    assert pacing.allowance("mailgun", now=later(90)) == 0
    assert pacing.allowance("brevo", now=NOON) == 0


def test_is_one_bucket_for_all_workers():
    pacing.allowance("mailgun", now=timezone.now())
    pacing.allowance("mailgun", now=timezone.now())
    assert Pace.objects.count() == 1
