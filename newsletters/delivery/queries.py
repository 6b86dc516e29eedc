"""What the ledger says: the balance of a mailing, how far it is, and its deliveries."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from cms.members.models import Member
from cms.series.models import Series
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import Rule

from .models import Act, Batch, Delivery, Mailing

# A free worker prepares a mailing within seconds.
PREPARED_WITHIN = dt.timedelta(minutes=2)
# More workers than this do not make a mailing faster: the provider's pace does.
MOST_HANDS = 16
# Those whose letter was never taken by a provider: to send them the missing one is no second copy.
NEVER_SENT = (Delivery.State.SKIPPED, Delivery.State.REJECTED, Delivery.State.CANCELLED)


@dataclass(frozen=True)
class Balance:
    """How many of a mailing's recipients are in which state. All of them together are always `frozen`."""

    frozen: int
    waiting: int = 0
    held: int = 0
    accepted: int = 0
    deferred: int = 0
    delivered: int = 0
    bounced: int = 0
    complained: int = 0
    skipped: int = 0
    rejected: int = 0
    cancelled: int = 0

    @property
    def ended(self) -> int:
        return self.frozen - self.waiting

    @property
    def percent(self) -> int:
        return 100 if not self.frozen else self.ended * 100 // self.frozen

    @property
    def parts(self) -> list[tuple[int, str, int]]:
        """(state, its words, how many) for each state; their sum is `frozen`."""
        return [
            (int(state), str(state.label), getattr(self, state.name.lower()))
            for state in Delivery.State
        ]


@dataclass(frozen=True)
class Progress:
    """How far a mailing is. `rate` is letters a second since planning; `left` the time that the
    rest takes; `is_waiting` that no worker has come to prepare it; `unsettled` how many letters are
    being looked into.
    """

    balance: Balance
    rate: float
    left: dt.timedelta | None
    is_waiting: bool
    unsettled: int = 0


def hands_wanted(mailing_id: int) -> int:
    """How many workers can share what is left of a mailing: one for each handful of calls."""
    states = [Batch.State.READY, Batch.State.UNKNOWN]
    left = Batch.objects.filter(mailing=mailing_id, state__in=states).count()
    return max(1, min(MOST_HANDS, left // max(1, settings.MAIL_CALLS)))


def is_due(now: dt.datetime) -> Q:
    """Mailings whose recipients can be written down."""
    return Q(state=Mailing.State.PLANNING) | Q(state=Mailing.State.SCHEDULED, send_at__lte=now)


def balance(mailing: Mailing) -> Balance:
    """One query over the mailing's own range of the ledger."""
    states = Delivery.objects.of(mailing.pk).values_list("state").order_by("state")
    counts = dict(states.annotate(number=Count("pk")))
    named = {state.name.lower(): counts.get(int(state), 0) for state in Delivery.State}
    return Balance(frozen=sum(counts.values()), **named)


def skipped_by_reason_code(mailing: Mailing) -> dict[str, int]:
    """{reason: how many} of those who were left out after the freeze."""
    skipped = Delivery.objects.of(mailing.pk).filter(state=Delivery.State.SKIPPED)
    return dict(skipped.values_list("reason").order_by("reason").annotate(number=Count("pk")))


def skipped_by_reason(mailing: Mailing) -> dict[str, int]:
    """The same with the reasons in words."""
    labels = dict(Delivery.Reason.choices)
    counts = skipped_by_reason_code(mailing)
    return {str(labels.get(reason, reason)): number for reason, number in counts.items()}


def progress(mailing: Mailing, *, now: dt.datetime) -> Progress:
    numbers = balance(mailing)
    spent = ((mailing.finished_at or now) - (mailing.planned_at or now)).total_seconds()
    rate = numbers.ended / spent if spent > 0 else 0.0
    left = None
    if mailing.is_running and rate:
        left = dt.timedelta(seconds=round(numbers.waiting / rate))
    late = now - mailing.created_at > PREPARED_WITHIN
    unsettled = 0
    if numbers.waiting:
        unsettled = sum(
            batch.last - batch.first + 1
            for batch in Batch.objects.filter(mailing=mailing, state=Batch.State.UNKNOWN)
        )
    is_waiting = late and mailing.state == Mailing.State.PLANNING
    return Progress(numbers, rate, left, is_waiting, min(unsettled, numbers.waiting))


def deliveries(mailing: Mailing, *, state: str = "", text: str = "") -> QuerySet[Delivery]:
    """The mailing's deliveries in one state, whose address holds `text`. An unknown state gives
    none.
    """
    found = Delivery.objects.of(mailing.pk).select_related("member").order_by("pk")
    if state:
        known = state.isascii() and state.isdigit() and int(state) in Delivery.State.values
        found = found.filter(state=int(state)) if known else found.none()
    if text:
        found = found.filter(address__icontains=text)
    return found


def delivery_of(delivery_id: int) -> Delivery | None:
    """One delivery with its member and its mailing's series."""
    found = Delivery.objects.select_related("member", "mailing__series")
    return found.defer("mailing__html", "mailing__text").filter(pk=delivery_id).first()


def reader_of(delivery_id: int) -> Member | None:
    """The member whom this delivery went to; None when nobody is known any more."""
    delivery = delivery_of(delivery_id)
    return delivery.member if delivery else None


def has_several_series() -> bool:
    """Whether there is more than one series to leave."""
    return Series.objects.count() > 1


def letters_by_language(mailing: Mailing) -> dict[str, int]:
    """{language: how many letters}, by the sizes of the batches."""
    batches = Batch.objects.filter(mailing=mailing).order_by("language").values_list("language")
    counts = batches.annotate(number=Sum(F("last") - F("first") + 1))
    return {language or mailing.language: number for language, number in counts}


def acts_of(mailing: Mailing) -> QuerySet[Act]:
    """Who did what with the mailing, in order."""
    return Act.objects.filter(mailing=mailing).select_related("user")


def newest_part(mailing: Mailing) -> Mailing:
    """The last of the mailings that send the same newsletter to the same audience."""
    same = begun().filter(letter_key=mailing.letter_key, audience_key=mailing.audience_key)
    newest = same.order_by("-part").first()
    return newest or mailing


def part_of(letter_key: UUID, audience_key: str, part: int) -> Mailing | None:
    found = begun().filter(letter_key=letter_key, audience_key=audience_key, part=part)
    return found.first()


def begun() -> QuerySet[Mailing]:
    """All mailings but those that were stopped before they began: these are as if never pressed."""
    stopped = Mailing.objects.filter(state=Mailing.State.CANCELLED, planned_at=None)
    return Mailing.objects.exclude(pk__in=stopped.values("pk")).defer("html", "text")


def mailings_of(letter_key: UUID) -> QuerySet[Mailing]:
    """The mailings of one newsletter, the latest first."""
    return Mailing.objects.filter(letter_key=letter_key).defer("html", "text")


def mailing_to(letter_key: UUID, rule: Rule) -> Mailing | None:
    """The mailing of this newsletter to exactly this audience, if there is one."""
    return part_of(letter_key, audience_key(rule), part=1)


def still_to_get(letter_key: UUID, rule: Rule, series: Series) -> QuerySet[Member]:
    """Whom a mailing would reach: the audience without those who have a copy, or whose address takes none."""
    return without_copy(letter_key, recipients(rule, series).reachable())


def without_copy(letter_key: UUID, members: QuerySet[Member]) -> QuerySet[Member]:
    """Those of these members who have no copy of this newsletter, from whichever of its mailings."""
    return members.exclude(Exists(copies_of(letter_key)))


def copies_of(letter_key: UUID) -> QuerySet[Delivery]:
    """The copies of a newsletter that the member of an outer query has, or may have."""
    copies = Delivery.objects.filter(member=OuterRef("pk"), mailing__letter_key=letter_key)
    return copies.exclude(state__in=NEVER_SENT)


def audience_key(rule: Rule) -> str:
    """What makes two audiences the same: the rule, whatever order it was ticked in."""
    return rule.key
