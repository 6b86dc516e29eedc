"""Claim a batch, hand it over, record what came back. No transaction is open while the network is
used.

A batch is claimed by a conditional update and the claim is committed before anything leaves: two
workers never hold the same batch, and one that dies leaves it `submitting`, which `settle` turns
into *unknown* and never into a second try.
"""

import datetime as dt
import uuid
from collections import defaultdict

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation

from cms.mail.providers import provider
from cms.mail.transport import Answer, Outcome, Result, hand_over
from cms.members.models import Consent

from .models import Batch, Delivery, Mailing
from .writing import content_of, recipient_of

MOST_ATTEMPTS = 6
FIRST_WAIT = dt.timedelta(seconds=30)
# A hand-over has time limits of its own that end far below this; only a dead worker leaves a
# batch so long.
SUBMITTING_AT_MOST = dt.timedelta(minutes=30)

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
        while batch := claim(mailing, now=timezone.now()):
            submit(mailing, batch)
    finish(mailing, now=timezone.now())


def claim(mailing: Mailing, *, now: dt.datetime) -> Batch | None:
    """Take the next ready batch for this worker alone, or None when there is none."""
    ready = Q(state=Batch.State.READY, mailing=mailing, mailing__state=Mailing.State.SENDING)
    due = Q(retry_at=None) | Q(retry_at__lte=now)
    while batch := Batch.objects.filter(ready & due).order_by("number").first():
        taken = Batch.objects.filter(ready, pk=batch.pk).update(
            state=Batch.State.SUBMITTING, submitting_at=now, attempts=batch.attempts + 1
        )
        if taken:
            batch.attempts += 1
            return batch
    return None


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


@transaction.atomic
def settle(*, now: dt.datetime) -> int:
    """List as unknown what a dead worker left. Returns how many batches; nothing of them is sent
    again.
    """
    left = Batch.objects.select_for_update().filter(
        state=Batch.State.SUBMITTING, submitting_at__lt=now - SUBMITTING_AT_MOST
    )
    keys = list(left.values_list("pk", flat=True))
    Delivery.objects.filter(batch__in=keys, state=Delivery.State.WAITING).update(
        state=Delivery.State.HELD, reason="the worker died while handing over"
    )
    Batch.objects.filter(pk__in=keys).update(state=Batch.State.HELD)
    return len(keys)
