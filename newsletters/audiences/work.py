"""Criteria by work: for which organisation, in which unit and role, at which level."""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cms.content.levels import Level
from cms.members.models import Member
from cms.organisations.models import Organisation

from .criterion import Ids, Value, Words
from .naming import titled


class Kind(Words):
    name = "kind"
    label = _("Kind of organisation")
    options = Organisation.Kind
    positive = _("work in %(values)s")
    negative = _("do not work in %(values)s")

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        titles: dict[Value, str] = {
            Organisation.Kind.MUNICIPALITY.value: gettext("a municipality"),
            Organisation.Kind.REGION.value: gettext("a region"),
            Organisation.Kind.OTHER.value: gettext("another organisation"),
        }
        return {value: title for value, title in titles.items() if value in values}

    def query(self, values: Collection[Value]) -> Q:
        return Q(organisation__in=Organisation.objects.filter(kind__in=values).values("pk"))


class OneOrganisation(Ids):
    """The organisation and what became it. One that ended still means those who were entered under it."""

    name = "organisation"
    label = _("Organisation")
    positive = _("work for %(values)s")
    negative = _("do not work for %(values)s")

    def found(self) -> QuerySet[Organisation]:
        return Organisation.objects.order_by("name")

    def choices(self) -> list[tuple[Value, str]]:
        # What was merged away cannot be chosen any more, but a letter that went may still name it.
        return list(titled(self.found().filter(merged_at=None)).items())

    def titles(self, values: Collection[Value]) -> dict[Value, str]:
        named = titled(self.found().filter(Q(pk__in=values) | Q(successor__in=values)))
        return {value: title for value, title in named.items() if value in values}

    def query(self, values: Collection[Value]) -> Q:
        return Q(organisation__in=Organisation.objects.meant_by(values).values("pk"))

    def gone(self, count: int) -> str:
        words = ngettext(
            "an organisation that is gone", "%(count)s organisations that are gone", count
        )
        return words % {"count": count}


class Region(OneOrganisation):
    """The region itself and all municipalities in it, those of the regions that became it included."""

    name = "region"
    label = _("Region, with its municipalities")
    positive = _("work within %(values)s")
    negative = _("do not work within %(values)s")

    def found(self) -> QuerySet[Organisation]:
        return super().found().filter(kind=Organisation.Kind.REGION)

    def query(self, values: Collection[Value]) -> Q:
        return Q(organisation__in=Organisation.objects.within(values).values("pk"))

    def gone(self, count: int) -> str:
        words = ngettext("a region that is gone", "%(count)s regions that are gone", count)
        return words % {"count": count}


class Unit(Words):
    name = "unit"
    label = _("Kind of unit")
    options = Member.Unit
    column = "unit"
    positive = _("belong to a unit of the kind %(values)s")
    negative = _("do not belong to a unit of the kind %(values)s")


class Role(Words):
    name = "role"
    label = _("Role")
    options = Member.Role
    column = "role"
    positive = _("have the role %(values)s")
    negative = _("do not have the role %(values)s")


class TheLevel(Words):
    name = "level"
    label = _("Level of interest")
    options = Level
    column = "level"
    positive = _("work at the level %(values)s")
    negative = _("do not work at the level %(values)s")
