"""Criteria by membership: what they said yes to, since when, and in which language."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cms.members.models import Consent, Member
from cms.series.models import Series

from .criterion import Criterion, Ids, Value, Words


class Subscribed(Ids):
    """A series that they have said yes to, whichever the letter belongs to."""

    name = "series"
    label = _("Newsletter series")
    positive = _("have said yes to %(values)s")
    negative = _("have not said yes to %(values)s")

    def choices(self) -> list[tuple[Value, str]]:
        return [(series.pk, series.title) for series in Series.objects.all()]

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        return {value: f"»{title}«" for value, title in super().titles(values).items()}

    def query(self, values: Collection[Value]) -> Q:
        keys = [int(value) for value in values]
        standing = Consent.objects.filter(member=OuterRef("pk"), withdrawn_at=None)
        return Q(Exists(standing.filter(series__in=keys)))

    def gone(self, count: int) -> str:
        words = ngettext("a series that is gone", "%(count)s series that are gone", count)
        return words % {"count": count}


class Joined(Criterion):
    """One day, in the site's time zone: those who came that day or later."""

    name = "joined"
    label = _("Member since")
    positive = _("joined on %(values)s or later")
    negative = _("joined before %(values)s")
    control = "day"
    most_values = 1

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or len(value) != 10:
            raise ValueError
        day = dt.date.fromisoformat(value)
        if not 1900 <= day.year <= 2100:
            raise ValueError
        return day.isoformat()

    def choices(self) -> list[tuple[Value, str]]:
        return []

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        days = {value: dt.date.fromisoformat(str(value)) for value in sorted(values, key=str)}
        return {value: date_format(day, "DATE_FORMAT") for value, day in days.items()}

    def query(self, values: Collection[Value]) -> Q:
        (value,) = values
        midnight = dt.datetime.combine(dt.date.fromisoformat(str(value)), dt.time())
        return Q(joined_at__gte=timezone.make_aware(midnight))


class Language(Words):
    name = "language"
    label = _("Language of letters")
    options = Member.Language
    column = "language"
    positive = _("get their letters %(values)s")
    negative = _("do not get their letters %(values)s")

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        titles: dict[Value, str] = {"da": gettext("in Danish"), "en": gettext("in English")}
        return {value: title for value, title in titles.items() if value in values}
