"""How long counts are kept."""

import datetime as dt

import pytest

from cms.caching.models import PageViews
from cms.readership.sweeping import KEPT, sweep

NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_deletes_counts_after_twenty_five_months(home):
    last = NOW.date() - KEPT
    for day in (last, last - dt.timedelta(days=1)):
        PageViews.objects.create(page=home, day=day, count=4)
    assert sweep(now=NOW) == {"counts of reading deleted": 1}
    assert [row.day for row in PageViews.objects.all()] == [last]
