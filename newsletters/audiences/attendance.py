"""Criteria by network days: who has a seat, waits for one, or came."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.invitations.models import Registration, RegistrationQuerySet
from cms.invitations.pages import InvitationPage
from cms.invitations.queries import original_days

from .criterion import Ids, Value

# Days are offered for two years; a rule that names an older one still reads.
DAYS_OFFERED = dt.timedelta(days=730)


class OfADay(Ids):
    """A network day, and what became of the member there; as somebody's guest too."""

    def choices(self) -> list[tuple[Value, str]]:
        since = timezone.now() - DAYS_OFFERED
        days = original_days().filter(live=True, starts_at__gte=since)
        return self.named(days.order_by("-starts_at", "pk"))

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        # One that is long ago, or taken off the site, still had its people.
        return dict(self.named(original_days().filter(pk__in=values).order_by("-starts_at", "pk")))

    def named(self, days: QuerySet[InvitationPage]) -> list[tuple[Value, str]]:
        found = days.values_list("pk", "title", "starts_at")
        return [
            (pk, f"»{title}« ({date_format(timezone.localtime(start), 'j. F Y')})")
            for pk, title, start in found
        ]

    def those(self) -> RegistrationQuerySet:
        raise NotImplementedError

    def query(self, values: Collection[Value]) -> Q:
        days = [int(value) for value in values]
        found = self.those().filter(invitation__in=days)
        guests = found.exclude(email_key="")
        return Q(Exists(found.filter(member=OuterRef("pk")))) | Q(
            Exists(guests.filter(email_key=OuterRef("email_key")))
        )

    def gone(self, count: int) -> str:
        words = ngettext("a day that is gone", "%(count)s days that are gone", count)
        return words % {"count": count}


class Seated(OfADay):
    name = "seated"
    label = _("Has a seat at a day")
    positive = _("have a seat at %(values)s")
    negative = _("have no seat at %(values)s")

    def those(self) -> RegistrationQuerySet:
        return Registration.objects.seated()


class InLine(OfADay):
    """Those who wait, and those who have not answered yet whether they take the seat they are offered."""

    name = "in_line"
    label = _("Waits for a seat at a day")
    positive = _("wait for a seat at %(values)s")
    negative = _("do not wait for a seat at %(values)s")

    def those(self) -> RegistrationQuerySet:
        state = Registration.State
        return Registration.objects.filter(state__in=[state.WAITING, state.OFFERED])


class Came(OfADay):
    name = "came"
    label = _("Came to a day")
    positive = _("came to %(values)s")
    negative = _("did not come to %(values)s")

    def those(self) -> RegistrationQuerySet:
        return Registration.objects.came()
