"""Where the network has members, and where mail reaches somebody: each municipality and region of a day."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from cms.organisations.models import HEIRS, Organisation

from .models import Member, standing_suppressions


class State(TextChoices):
    """In the order of how much there is to do."""

    NONE = "none", _("No member")
    UNREACHED = "unreached", _("Members, but mail arrives at none")
    ONE = "one", _("One member")
    MANY = "many", _("Several members")


@dataclass(frozen=True)
class Place:
    """A municipality or a region. `reached`: the members whose mail arrives, as far as we know."""

    organisation: Organisation
    region: Organisation | None
    members: int
    reached: int

    @property
    def state(self) -> State:
        if not self.members:
            return State.NONE
        if not self.reached:
            return State.UNREACHED
        return State.ONE if self.members == 1 else State.MANY

    @property
    def is_region(self) -> bool:
        return self.organisation.kind == Organisation.Kind.REGION


def coverage(*, on: dt.date) -> list[Place]:
    """All that exist on that day, municipalities by code and then regions by name. Three queries.

    Whoever is entered under what ended counts where that became another.
    """
    all_ever = list(
        Organisation.objects.exclude(kind=Organisation.Kind.OTHER)
        .select_related(HEIRS, f"region__{HEIRS}")
        .order_by("kind", "code", "name")
    )
    members = by_organisation(Member.objects.staying())
    stopped = by_organisation(Member.objects.staying().filter(Exists(standing_suppressions())))
    here: Counter[int] = Counter()
    lost: Counter[int] = Counter()
    for organisation in all_ever:
        now = organisation.as_of(on)
        here[now.pk] += members.get(organisation.pk, 0)
        lost[now.pk] += stopped.get(organisation.pk, 0)
    return [
        Place(
            organisation=one,
            region=one.region.as_of(on) if one.region else None,
            members=here[one.pk],
            reached=here[one.pk] - lost[one.pk],
        )
        for one in all_ever
        if one.is_valid(on)
    ]


def by_organisation(members: QuerySet[Member]) -> dict[int, int]:
    """How many there are in each organisation. Counted in the database."""
    rows = members.order_by().values_list("organisation").annotate(Count("pk"))
    return dict(rows)


def numbers(places: list[Place]) -> dict[State, int]:
    """How many places there are in each state, also where there is none."""
    counted = Counter(place.state for place in places)
    return {state: counted[state] for state in State}
