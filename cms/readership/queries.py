"""How often pages were read."""

import datetime as dt

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from wagtail.models import Page

from cms.caching.models import PageViews

WEEK, MONTH = dt.timedelta(days=7), dt.timedelta(days=30)


def read_pages(pages: QuerySet[Page], today: dt.date) -> QuerySet[Page]:
    """Those that were read at all, with `week`, `month` (today and the days before) and `total`."""
    return pages.filter(pk__in=PageViews.objects.values("page")).annotate(
        week=_reads(day__gt=today - WEEK),
        month=_reads(day__gt=today - MONTH),
        total=_reads(),
    )


def _reads(**when: dt.date) -> Coalesce:
    rows = PageViews.objects.filter(page=OuterRef("pk"), **when).order_by().values("page")
    added = rows.annotate(reads=Sum("count")).values("reads")
    return Coalesce(Subquery(added, output_field=IntegerField()), 0)
