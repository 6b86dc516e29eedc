"""Claim a batch, hand it over, record what came back. No transaction is open while the network is
used.

A worker holds a batch's lock (`liveness`) from before the claim until the result is written. The
claim is committed before anything leaves. So two workers never hold the same batch, and one that
dies leaves it `submitting` with nobody alive on it: `settle` turns that into *unknown*, never
into a second try.
"""

import datetime as dt
import uuid
from collections import defaultdict

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation

from cms.mail.providers import provider
from cms.mail.transport import Answer, Outcome, Result, hand_over
from cms.members.models import Consent

from . import liveness
from .models import Batch, Delivery, Mailing
from .writing import content_of, recipient_of

MOST_ATTEMPTS = 6
FIRST_WAIT = dt.timedelta(seconds=30)
# How many batches ahead a worker looks for one that no other worker is on.
CONTENDED = 32
STATE_OF = {
    Answer.ACCEPTED: Delivery.State.ACCEPTED,
    Answer.REJECTED: Delivery.State.REJECTED,
    Answer.UNKNOWN: Delivery.State.HELD,
}


def send_batches(mailing_id: uuid.UUID | str) -> None:
    """Send batches of this mailing until none is ready; then close the mailing if nothing is
    left.
    """
    mailing = Mailing.objects.get(pk=mailing_id)
    with translation.override(mailing.language):
        while send_next(mailing):
            pass
    finish(mailing, now=timezone.now())


def send_next(mailing: Mailing) -> bool:
    """Send one batch that is ready and that nobody else is on. False when there is none."""
    for batch in ready_batches(mailing, now=timezone.now()):
        with liveness.holding(batch.pk) as is_ours:
            if is_ours and claim(batch, now=timezone.now()):
                submit(mailing, batch)
                return True
    return False


def ready_batches(mailing: Mailing, *, now: dt.datetime) -> QuerySet[Batch]:
    """The next few batches that may be sent now, in their order: as many as workers can contend
    for.
    """
    due = Q(retry_at=None) | Q(retry_at__lte=now)
    ready = Batch.objects.filter(due, mailing=mailing, state=Batch.State.READY)
    return ready.filter(mailing__state=Mailing.State.SENDING).order_by("number")[:CONTENDED]


def claim(batch: Batch, *, now: dt.datetime) -> bool:
    """Take the batch whose lock is held. False when it is not ready any more, or the mailing
    stopped.
    """
    ready = Batch.objects.filter(
        pk=batch.pk, state=Batch.State.READY, mailing__state=Mailing.State.SENDING
    )
    batch.attempts += 1
    return bool(
        ready.update(state=Batch.State.SUBMITTING, submitting_at=now, attempts=batch.attempts)
    )


def submit(mailing: Mailing, batch: Batch) -> None:
    """Hand over a claimed batch and record the outcome."""
    deliveries = still_wanted(batch)
    recipients = [recipient_of(delivery, reply_to=mailing.reply_to) for delivery in deliveries]
    outcome = hand_over(content_of(mailing), recipients, provider())
    record(mailing, batch, outcome, now=timezone.now())


def still_wanted(batch: Batch) -> list[Delivery]:
    """The waiting deliveries of a batch. Those who unsubscribed since the freeze are left out for
    good.
    """
    consent = Consent.objects.filter(member=OuterRef("member"), withdrawn_at=None)
    waiting = list(
        Delivery.objects.filter(batch=batch, state=Delivery.State.WAITING)
        .select_related("member")
        .annotate(wanted=Exists(consent))
        .order_by("pk")
    )
    left = [delivery.pk for delivery in waiting if not delivery.wanted]
    if left:
        Delivery.objects.filter(pk__in=left).update(
            state=Delivery.State.SKIPPED, reason="unsubscribed"
        )
    return [delivery for delivery in waiting if delivery.wanted]


@transaction.atomic
def record(mailing: Mailing, batch: Batch, outcome: Outcome, *, now: dt.datetime) -> None:
    """Write what came back: every recipient's state, then the batch's."""
    groups: dict[Result, list[str]] = defaultdict(list)
    for delivery_id, result in outcome.results.items():
        groups[result].append(delivery_id)
    write_results(groups)
    if outcome.stopped is None:
        close(batch, groups)
    elif outcome.stopped.answer is Answer.MISCONFIGURED or batch.attempts >= MOST_ATTEMPTS:
        reopen(batch, outcome.stopped.words, retry_at=None)
        pause(mailing, outcome.stopped.words)
    else:
        wait = max(FIRST_WAIT * 2 ** (batch.attempts - 1), dt.timedelta(seconds=outcome.wait))
        reopen(batch, outcome.stopped.words, retry_at=now + wait)


def write_results(groups: dict[Result, list[str]]) -> None:
    """One update for each different answer; a provider with ids of its own gets one for all of
    them.
    """
    with_id: list[Delivery] = []
    for result, ids in groups.items():
        state = STATE_OF[result.answer]
        if result.provider_id and len(ids) == 1 and len(groups) > 1:
            with_id.append(
                Delivery(
                    pk=uuid.UUID(ids[0]),
                    state=state,
                    reason=result.words,
                    provider_id=result.provider_id,
                )
            )
        else:
            Delivery.objects.filter(pk__in=ids).update(
                state=state, reason=result.words, provider_id=result.provider_id
            )
    if with_id:
        Delivery.objects.bulk_update(with_id, ["state", "reason", "provider_id"])


def close(batch: Batch, groups: dict[Result, list[str]]) -> None:
    unknown = any(result.answer is Answer.UNKNOWN for result in groups)
    batch.state = Batch.State.HELD if unknown else Batch.State.DONE
    batch.save(update_fields=["state"])


def reopen(batch: Batch, words: str, *, retry_at: dt.datetime | None) -> None:
    """Nothing more of this batch was taken: it may be tried again."""
    Batch.objects.filter(pk=batch.pk).update(
        state=Batch.State.READY, fault=words, retry_at=retry_at
    )


def pause(mailing: Mailing, words: str) -> None:
    """Stop the mailing until a person has mended what is wrong and pressed *Go on*."""
    Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENDING).update(
        state=Mailing.State.PAUSED, fault=words
    )


def finish(mailing: Mailing, *, now: dt.datetime) -> bool:
    """Close the mailing when every batch has ended. True when it was closed now."""
    left = Batch.objects.filter(
        mailing=mailing, state__in=[Batch.State.READY, Batch.State.SUBMITTING]
    )
    if left.exists():
        return False
    held = Delivery.objects.filter(mailing=mailing, state=Delivery.State.HELD).exists()
    state = Mailing.State.DONE_WITH_HELD if held else Mailing.State.DONE
    sending = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENDING)
    return bool(sending.update(state=state, finished_at=now))


def settle() -> int:
    """List as unknown what dead workers left. Returns how many batches; nothing of them is sent
    again.

    Whoever gets the lock of a batch that is being handed over knows that its owner is gone.
    """
    left = Batch.objects.filter(state=Batch.State.SUBMITTING)
    return sum(settle_batch(key) for key in left.values_list("pk", flat=True))


def settle_batch(batch_id: uuid.UUID) -> bool:
    """True when the batch had no living owner and is listed as unknown now."""
    with liveness.holding(batch_id) as is_ours, transaction.atomic():
        left = Batch.objects.filter(pk=batch_id, state=Batch.State.SUBMITTING)
        if not is_ours or not left.update(state=Batch.State.HELD):
            return False
        waiting = Delivery.objects.filter(batch=batch_id, state=Delivery.State.WAITING)
        waiting.update(state=Delivery.State.HELD, reason="the worker died while handing over")
        return True
