"""The claim: which batches go next, and who of them still wants the letter.

The second of three short transactions (freeze, claim, result); the sender opens it and commits it before
anything leaves. What is claimed here bears this worker's number until its result is written.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery

from cms.mail.addresses import fingerprint
from cms.mail.providers import Settling, provider
from cms.members.models import Consent, Suppression
from newsletters.editions.vocabulary import columns

from . import pacing
from .models import Attempt, Batch, Delivery, Mailing
from .points import reached
from .stopping import pause

# Delivery id, address, first name, and what the letter's personal words need besides.
Row = tuple[Any, ...]
# Claimed at once. While the first are written down for the provider, the next are claimed.
HANDFUL = 4
# Of the time that a provider remembers a key, as much as may have passed before the key is used again.
KEY_IS_SAFE_FOR = 0.8


@dataclass
class Claim:
    """A batch that this worker has claimed, whom it goes to, and the attempt that will be made."""

    batch: Batch
    rows: list[Row]
    attempt: Attempt
    # The same call again, with the same key, after one whose outcome is unknown.
    is_repeat: bool = False
    # Until when the call may begin, by the machine's uptime.
    until: float = 0.0


@dataclass
class Claims:
    """What could be claimed. `wait` is how many seconds to wait before asking again; None: no more is due."""

    claims: list[Claim]
    wait: float | None = None


def claim(mailing: Mailing, *, worker: int, room: int, now: dt.datetime) -> Claims:
    """Claim up to `room` batches of this mailing. Call it in a transaction."""
    wait = pacing.allowance(provider().name, now=now)
    if wait > 0:
        return Claims([], wait)
    if not _is_going(mailing, now):
        return Claims([])
    # With a rate to keep, one batch at a time: each may use the bucket up.
    is_paced = bool(settings.MAIL_RATE)
    number = 1 if is_paced else min(room, HANDFUL)
    batches = _next_batches(mailing, number, now)
    if not batches:
        return Claims([])
    claims = [_claimed(mailing, batch, worker, now) for batch in batches]
    kept = [claim for claim in claims if claim is not None]
    Attempt.objects.bulk_create([claim.attempt for claim in kept])
    pacing.take(provider().name, sum(len(claim.rows) for claim in kept))
    reached("T2.mid")
    return Claims(kept, 0 if len(batches) == number else None)


def _is_going(mailing: Mailing, now: dt.datetime) -> bool:
    """Whether nobody stopped the mailing, and its time is not over."""
    limit = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENDING)
    not_after = limit.values_list("not_after", flat=True).first()
    if not_after is not None and not_after <= now:
        pause(mailing, Mailing.Pause.EXPIRED, now=now)
        return False
    return not_after is not None


def _is_due(now: dt.datetime) -> Q:
    due = Q(state=Batch.State.READY)
    if provider().settling is Settling.KEY:
        # The same call again with the same key: the provider knows whether it has it.
        due |= Q(state=Batch.State.UNKNOWN)
    return due & (Q(retry_at=None) | Q(retry_at__lte=now))


def _next_batches(mailing: Mailing, number: int, now: dt.datetime) -> list[Batch]:
    """The next due batches in their order, without those that another worker is just claiming."""
    due = Batch.objects.filter(_is_due(now), mailing=mailing).order_by("id")
    return list(due.select_for_update(skip_locked=True)[:number])


def _claimed(mailing: Mailing, batch: Batch, worker: int, now: dt.datetime) -> Claim | None:
    """The batch, written down as this worker's. None when there is nothing to hand over any more."""
    is_repeat = batch.state == Batch.State.UNKNOWN
    rows = _waiting_rows(mailing, batch) if is_repeat else _rows_that_want_it(mailing, batch)
    digest = _digest(mailing, batch, rows)
    if is_repeat and not _may_repeat(batch, digest, now):
        hold(batch, "the key is too old, or the recipients have changed")
        return None
    if not rows:
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.DONE)
        return None
    batch.state, batch.worker, batch.payload_hash = Batch.State.SUBMITTING, worker, digest
    batch.attempts += 1
    if not is_repeat:
        # The key's age counts from the first call with it.
        batch.submitting_at = now
    batch.save(update_fields=["state", "worker", "payload_hash", "attempts", "submitting_at"])
    attempt = Attempt(
        batch=batch, number=batch.attempts, recipients=len(rows), worker=worker, started_at=now
    )
    return Claim(batch, rows, attempt, is_repeat)


def _may_repeat(batch: Batch, digest: str, now: dt.datetime) -> bool:
    age = (now - (batch.submitting_at or now)).total_seconds()
    return digest == batch.payload_hash and 0 <= age < provider().key_seconds * KEY_IS_SAFE_FOR


def _digest(mailing: Mailing, batch: Batch, rows: list[Row]) -> str:
    """What makes two calls the same; worked out only where a call may be made twice."""
    if provider().settling is not Settling.KEY:
        return ""
    return hashlib.sha256(f"{mailing.content_hash} {batch.key} {rows}".encode()).hexdigest()


def _names(mailing: Mailing, batch: Batch) -> list[str]:
    """The columns of a row."""
    facts = [f"member__{column}" for column in columns(mailing.tables[batch.language])]
    return ["pk", "address", "member__first_name", *facts]


def _waiting_rows(mailing: Mailing, batch: Batch) -> list[Row]:
    """Exactly those who were in the call whose outcome is unknown."""
    waiting = Delivery.objects.in_batch(batch).filter(state=Delivery.State.WAITING).order_by("pk")
    return list(waiting.values_list(*_names(mailing, batch)))


def _rows_that_want_it(mailing: Mailing, batch: Batch) -> list[Row]:
    """The waiting deliveries of a batch. Those who unsubscribed, were erased or became unreachable since the
    freeze are left out for good.
    """
    waiting, names = _with_reasons(mailing, batch), _names(mailing, batch)
    wanted = list(
        waiting.filter(
            consent_id__isnull=False, stop_id__isnull=True, member__email_key=F("address")
        ).values_list(*names)
    )
    if len(wanted) < batch.last - batch.first + 1:
        # Not all of the batch: some have left, or were handed over before.
        _leave_out(waiting, wanted, names)
        wanted.sort()
    return wanted


def _with_reasons(mailing: Mailing, batch: Batch) -> Any:
    """The batch's waiting deliveries, with what speaks for each and against it.

    One row is looked up for each letter: as EXISTS, PostgreSQL would read all consents for every batch.
    """
    consent = Consent.objects.order_by().filter(
        member=OuterRef("member"), series=mailing.series_id, withdrawn_at=None
    )
    stop = Suppression.objects.order_by().filter(
        fingerprint=OuterRef("member__fingerprint"), lifted_at=None
    )
    return (
        Delivery.objects.in_batch(batch)
        .filter(state=Delivery.State.WAITING)
        .annotate(
            consent_id=Subquery(consent.values("pk")[:1]), stop_id=Subquery(stop.values("pk")[:1])
        )
        .order_by("pk")
    )


def _leave_out(waiting: Any, wanted: list[Row], names: list[str]) -> None:
    """Write down why the others get no letter. Who has a new address is still sent to, at the frozen one."""
    known = {row[0] for row in wanted}
    left: dict[str, list[int]] = defaultdict(list)
    asked = ("member__email_key", "consent_id", "stop_id", *names)
    for address_now, consent_id, stop_id, *row in waiting.values_list(*asked):
        key, address, *_others = row
        if key in known:
            continue
        if address_now is None or not address:
            left[Delivery.Reason.ERASED].append(key)
        elif consent_id is None:
            left[Delivery.Reason.UNSUBSCRIBED].append(key)
        elif stop_id or _is_suppressed(address):
            left[Delivery.Reason.SUPPRESSED].append(key)
        else:
            wanted.append(tuple(row))
    for reason, keys in left.items():
        skipped = Delivery.objects.filter(pk__in=keys, state=Delivery.State.WAITING)
        skipped.update(state=Delivery.State.SKIPPED, reason=reason)


def _is_suppressed(address: str) -> bool:
    """Whether the frozen address must not be mailed, of a member who has another one now."""
    return Suppression.objects.filter(fingerprint=fingerprint(address), lifted_at=None).exists()


def hold(batch: Batch, words: str) -> None:
    """Nobody can tell any more whether these letters were taken: a report may, or a person decides."""
    Delivery.objects.in_batch(batch).filter(state=Delivery.State.WAITING).update(
        state=Delivery.State.HELD, reason=words[:200]
    )
    Batch.objects.filter(pk=batch.pk).update(
        state=Batch.State.HELD, worker=None, retry_at=None, fault=words[:500]
    )
