"""What the reports say: of one letter, and of a member's health, that is, whether mail arrives."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from cms.members import queries as addresses
from cms.members.models import Member, Suppression
from newsletters.delivery.models import Delivery, Mailing

from .models import DeliveryEvent

Kind = DeliveryEvent.Kind
State = Delivery.State
# A full mailbox is emptied after a while; one that takes nothing for so long is not read any more.
MOST_SOFT_BOUNCES = 5
FEWEST_MAILINGS = 3
# As far as we know: without reports nothing better is known of a letter than that it was taken.
RECEIVED = (State.ACCEPTED, State.DELIVERED, State.COMPLAINED)
_EVER = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass
class Run:
    """The bounces that may pass of one member's address since a letter last arrived there."""

    bounces: int = 0
    mailings: set[int] = field(default_factory=set)
    last_bounced_at: dt.datetime | None = None
    words: str = ""
    last_delivered_at: dt.datetime | None = None

    @property
    def is_too_long(self) -> bool:
        return self.bounces >= MOST_SOFT_BOUNCES and len(self.mailings) >= FEWEST_MAILINGS


@dataclass(frozen=True)
class Health:
    """Whether a member's mail arrives. `standing` is what stops it, `past` what did once."""

    standing: Suppression | None
    past: list[Suppression]
    sent: int
    received: int
    last_delivered_at: dt.datetime | None
    soft_bounces: int


def series_of_mailings(keys: Iterable[int]) -> dict[int, int]:
    """{a mailing's id: its series' id}"""
    found = Mailing.objects.filter(pk__in=set(keys)).order_by()
    return dict(found.values_list("pk", "series_id"))


def events_of(letter: Delivery) -> QuerySet[DeliveryEvent]:
    """What was reported of this letter, in the order in which it happened."""
    return DeliveryEvent.objects.filter(delivery=letter).order_by("occurred_at", "pk")


def letters_of(member: Member) -> QuerySet[Delivery]:
    """All letters to this member with their mailings, the latest first."""
    letters = Delivery.objects.filter(member=member).select_related("mailing")
    # A mailing's own text is some 50 kB, and a list shows nothing of it.
    return letters.defer("mailing__html", "mailing__text").order_by("-mailing_id")


def health(member: Member) -> Health:
    """Four queries, whatever the member has been sent."""
    suppressions = list(addresses.suppressions_of(member.fingerprint))
    standing = next((one for one in suppressions if one.lifted_at is None), None)
    numbers = Delivery.objects.filter(member=member).aggregate(
        sent=Count("pk", filter=Q(state__gte=State.ACCEPTED, state__lte=State.COMPLAINED)),
        received=Count("pk", filter=Q(state__in=RECEIVED)),
    )
    lifted = addresses.lifts([member.fingerprint]).get(member.fingerprint)
    since = {member.email_key: lifted} if lifted else {}
    run = runs([member.pk], since=since).get((member.pk, member.email_key), Run())
    return Health(
        standing=standing,
        past=[one for one in suppressions if one.lifted_at],
        last_delivered_at=run.last_delivered_at,
        soft_bounces=run.bounces,
        **numbers,
    )


def runs(
    members: Iterable[int], *, since: Mapping[str, dt.datetime] | None = None
) -> dict[tuple[int, str], Run]:
    """One query: the run of each (member, address) of these members that has reports.

    `since`: address → when a person let mail go on there; bounces up to then do not count.
    """
    rows = DeliveryEvent.objects.filter(
        delivery__member__in=list(members), kind__in=[Kind.SOFT_BOUNCED, Kind.DELIVERED]
    ).values_list(
        "delivery__member_id",
        "delivery__address",
        "delivery__mailing_id",
        "kind",
        "occurred_at",
        "words",
    )
    found: dict[tuple[int, str], Run] = {}
    # The latest first: what follows a delivery here was before it, and is over. Of one moment it counts last.
    for member, address, mailing, kind, at, words in sorted(rows, key=_later, reverse=True):
        run = found.setdefault((member, address), Run())
        if kind == Kind.DELIVERED:
            run.last_delivered_at = run.last_delivered_at or at
        elif run.last_delivered_at is None and at > (since or {}).get(address, _EVER):
            run.bounces += 1
            run.mailings.add(mailing)
            if run.last_bounced_at is None:
                run.last_bounced_at, run.words = at, words
    return found


def _later(row: tuple) -> tuple:
    _member, _address, _mailing, kind, at, words = row
    return at, kind == Kind.DELIVERED, words
