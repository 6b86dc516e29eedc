"""The yearly task."""

import datetime as dt

import pytest

from cms.accessibility.reminders import remind
from cms.content.models import NetworkSettings
from cms.mail.models import Letter

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 3, 10, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
OLD = TODAY - dt.timedelta(days=335)


def letters():
    return list(Letter.objects.filter(kind="accessibility.check").values_list("address", flat=True))


def test_writes_once_when_the_check_is_eleven_months_old(checked):
    checked(OLD)
    assert remind(now=NOW) == {"reminders of the accessibility statement": 1}
    assert remind(now=NOW + dt.timedelta(days=20)) == {}
    assert letters() == ["post@netvaerk.example"]


def test_writes_again_for_the_next_check(checked):
    checked(OLD)
    remind(now=NOW)
    checked(TODAY)
    remind(now=NOW + dt.timedelta(days=335))
    assert letters() == ["post@netvaerk.example"] * 2


@pytest.mark.parametrize("day", [OLD + dt.timedelta(days=1), TODAY, None])
def test_writes_to_nobody_before_that(checked, day):
    checked(day)
    assert (remind(now=NOW), letters()) == ({}, [])


def test_writes_to_nobody_without_an_address(checked):
    checked(OLD)
    NetworkSettings.objects.update(contact_email="")
    assert (remind(now=NOW), letters()) == ({}, [])


def test_writes_to_nobody_without_a_site(db):
    assert remind(now=NOW) == {}
