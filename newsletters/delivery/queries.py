"""What the ledger says: the balance of a mailing, how far it is, and its deliveries."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from cms.members.models import Member
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import Rule

from .models import Delivery, Mailing

# A free worker prepares a mailing within seconds.
PREPARED_WITHIN = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Balance:
    """How many of a mailing's audience are in which state. The states always sum up to `frozen`."""

    frozen: int
    waiting: int
    accepted: int
    rejected: int
    held: int
    skipped: int

    @property
    def ended(self) -> int:
        return self.frozen - self.waiting

    @property
    def percent(self) -> int:
        return 100 if not self.frozen else self.ended * 100 // self.frozen


@dataclass(frozen=True)
class Progress:
    """How far a mailing is. `rate` is letters a second since planning; `left` the time that the
    rest takes; `is_waiting` that no worker has come to prepare it.
    """

    balance: Balance
    rate: float
    left: dt.timedelta | None
    is_waiting: bool


def balance(mailing: Mailing) -> Balance:
    """One query, whatever the size of the mailing."""
    states = Delivery.objects.filter(mailing=mailing).values_list("state").order_by("state")
    counts = dict(states.annotate(number=Count("pk")))
    return Balance(
        frozen=sum(counts.values()),
        **{str(state): counts.get(state, 0) for state in Delivery.State.values},
    )


def progress(mailing: Mailing, *, now: dt.datetime) -> Progress:
    numbers = balance(mailing)
    spent = ((mailing.finished_at or now) - (mailing.planned_at or now)).total_seconds()
    rate = numbers.ended / spent if spent > 0 else 0.0
    left = None
    if mailing.is_running and rate:
        left = dt.timedelta(seconds=round(numbers.waiting / rate))
    late = now - mailing.created_at > PREPARED_WITHIN
    return Progress(numbers, rate, left, late and mailing.state == Mailing.State.PLANNING)


def deliveries(mailing: Mailing, *, state: str = "", text: str = "") -> QuerySet[Delivery]:
    """The mailing's deliveries in one state, whose address holds `text`. An unknown state gives
    none.
    """
    found = Delivery.objects.filter(mailing=mailing).select_related("member").order_by("pk")
    if state:
        found = found.filter(state=state)
    if text:
        found = found.filter(address__icontains=text)
    return found


def mailings_of(page_key: int) -> QuerySet[Mailing]:
    """The mailings of one newsletter, the latest first."""
    return Mailing.objects.filter(page_key=page_key).defer("html", "text")


def mailing_to(page_key: int, rule: Rule) -> Mailing | None:
    """The mailing of this newsletter to exactly this audience, if there is one."""
    return mailings_of(page_key).filter(audience_key=audience_key(rule)).first()


def still_to_get(page_key: int, rule: Rule) -> QuerySet[Member]:
    """The audience without those who have this newsletter already: whom a mailing would reach."""
    have = Delivery.objects.filter(mailing__page_key=page_key, member=OuterRef("pk"))
    return recipients(rule).exclude(Exists(have))


def audience_key(rule: Rule) -> str:
    """What makes two audiences the same: the rule, whatever order it was ticked in."""
    plain = {name: sorted(values) for name, values in rule.to_json().items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
