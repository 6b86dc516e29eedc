"""The members that a rule means."""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Case, Count, Exists, Q, When
from django.utils import timezone

from cms.members.models import (
    Consent,
    Member,
    MemberQuerySet,
    open_consents,
    standing_suppressions,
)
from cms.series.models import Series

from .groups import ALL, Condition, Group
from .models import Audience
from .rules import NOBODY, Rule


@dataclass(frozen=True)
class Counted:
    """How many a letter would reach; how many more said yes, but their address takes no mail; how many fit
    the rule, but have not said yes; and how many said yes, but rest for a season.
    """

    members: int
    unreachable: int
    unconfirmed: int
    resting: int = 0


def recipients(rule: Rule, series: Series | None = None) -> MemberQuerySet:
    """The members who get it, each once, by id. Only those whose consent to the series holds now, and who
    do not rest.

    Without a series: who has said yes to any, for one who builds an audience and thinks of no letter yet.
    """
    return awake().consenting(series).filter(meaning(rule)).order_by("pk")


def count(rule: Rule, series: Series | None = None) -> Counted:
    """The same in numbers. One query."""
    looked_at = (
        Member.objects.staying()
        .filter(meaning(rule))
        .annotate(
            has_consent=Exists(open_consents(series)),
            is_stopped=Exists(standing_suppressions()),
            rests=Case(When(resting_until__gte=timezone.localdate(), then=True), default=False),
        )
    )
    # Grouped, so that the database looks each member up once and not once for each number.
    rows = looked_at.order_by().values_list("has_consent", "is_stopped", "rests")
    numbers = {tuple(key): number for *key, number in rows.annotate(Count("pk"))}
    return Counted(
        members=numbers.get((True, False, False), 0),
        unreachable=numbers.get((True, True, False), 0),
        unconfirmed=sum(number for (said_yes, *_more), number in numbers.items() if not said_yes),
        resting=sum(
            number for (said_yes, _stopped, rests), number in numbers.items() if said_yes and rests
        ),
    )


def shares(rule: Rule) -> list[tuple[str, int]]:
    """(a series' title, how many a letter of it would reach), where there is more than one series."""
    every = list(Series.objects.all())
    if len(every) < 2:
        return []
    reached = awake().filter(meaning(rule)).reachable().order_by()
    standing = Consent.objects.filter(withdrawn_at=None, member__in=reached.values("pk"))
    numbers = dict(standing.order_by().values_list("series").annotate(Count("pk")))
    return [(series.title, numbers.get(series.pk, 0)) for series in every]


def sample(rule: Rule, size: int) -> list[Member]:
    """Some of those a letter would reach: the same ones each time, and not just the oldest."""
    reached = recipients(rule).reachable().select_related("organisation")
    # A keyed hash of the address scatters like chance and stays as it is.
    return list(reached.order_by("fingerprint", "pk")[:size])


def audiences_naming(organisation: int) -> list[Audience]:
    """The saved audiences whose rule names this organisation, by its id. One query."""
    return [
        audience
        for audience in Audience.objects.order_by("name")
        if Rule.stored(audience.rule).names(organisation)
    ]


def awake() -> MemberQuerySet:
    """The members whom newsletters can go to at all: all but those who left, or rest today."""
    return Member.objects.staying().awake(timezone.localdate())


def meaning(rule: Rule) -> Q:
    """The rule as a filter on members, without a join that could count one twice."""
    if rule == NOBODY:
        # An empty `in` would be no SQL at all, and a mailing's rows are written by SQL.
        return Q(pk__lt=0)
    return combined([of_group(group) for group in rule.groups], rule.match)


def of_group(group: Group) -> Q:
    return combined([of_condition(condition) for condition in group.conditions], group.match)


def of_condition(condition: Condition) -> Q:
    found = condition.criterion.query(condition.values)
    return found if condition.is_true else ~found


def combined(parts: list[Q], match: str) -> Q:
    return reduce(and_ if match == ALL else or_, parts) if parts else Q()
