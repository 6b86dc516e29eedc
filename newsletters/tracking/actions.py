"""What can be done with a provider's reports: store them, once, and let them take effect."""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from newsletters.delivery.models import Batch, Delivery
from newsletters.delivery.tokens import read_reference

from . import applying
from .models import DeliveryEvent
from .translation import Report, bare

logger = logging.getLogger(__name__)
# The most that one transaction takes: short, so that the sender never waits for long.
PORTION = 500

Ours = list[tuple[int, Report]]


@dataclass
class Recorded:
    """How many reports were of a letter of ours, new or known, and how many were not."""

    ours: int = 0
    ignored: int = 0


def record(reports: Sequence[Report], *, now: dt.datetime) -> Recorded:
    """Store the reports of letters of ours, and let them take effect. Any number of times, in any order."""
    ours = []
    for report in reports:
        letter = read_reference(report.reference)
        if letter is not None:
            ours.append((letter, report))
    done = Recorded(ignored=len(reports) - len(ours))
    for portion in _portions(ours):
        with transaction.atomic():
            stored = _record_portion(portion, now)
        done.ours += stored
        done.ignored += len(portion) - stored
    return done


def _record_portion(portion: Ours, now: dt.datetime) -> int:
    keys = {key for key, _report in portion}
    # The sender writes to the same rows, and who waits must hold nothing that others wait for. So one letter
    # is waited for, of several none: then the provider is told to come again.
    rows = Delivery.objects.select_for_update(nowait=len(keys) > 1)
    letters = {letter.pk: letter for letter in rows.filter(pk__in=keys).order_by("pk")}
    genuine = _genuine(portion, letters)
    if not genuine:
        return 0
    DeliveryEvent.objects.bulk_create(
        [
            DeliveryEvent(
                provider=report.provider,
                key=report.key,
                delivery_id=key,
                kind=report.kind,
                occurred_at=report.occurred_at,
                received_at=now,
                words=report.words,
            )
            for key, report in genuine
        ],
        ignore_conflicts=True,
    )
    touched = {key for key, _report in genuine}
    applying.apply([letters[key] for key in sorted(touched)], now=now)
    return len(genuine)


def _genuine(portion: Ours, letters: dict[int, Delivery]) -> Ours:
    """Those whose message id is the one that the provider gave us for the letter, where it gave one."""
    shared = _shared_ids([letter for letter in letters.values() if not letter.provider_id])
    genuine: Ours = []
    for key, report in portion:
        letter = letters.get(key)
        if letter is None:
            continue
        known = bare(letter.provider_id or shared.get(key, ""))
        if known and known != report.message_id:
            logger.warning(
                "%s: a report names letter %d with an id that is not its own", report.provider, key
            )
            continue
        genuine.append((key, report))
    return genuine


def _shared_ids(letters: Sequence[Delivery]) -> dict[int, str]:
    """The message id of each letter that shares one with its batch."""
    if not letters:
        return {}
    keys = [letter.pk for letter in letters]
    batches = Batch.objects.filter(
        mailing__in={letter.mailing_id for letter in letters},
        first__lte=max(keys),
        last__gte=min(keys),
    ).exclude(provider_id="")
    spans = list(batches.order_by("first").values_list("first", "last", "provider_id"))
    found = {}
    place = 0
    for key in sorted(keys):
        while place < len(spans) and spans[place][1] < key:
            place += 1
        if place < len(spans) and spans[place][0] <= key:
            found[key] = spans[place][2]
    return found


def _portions(ours: Ours) -> Iterator[Ours]:
    rest: Iterable = iter(ours)
    while portion := list(islice(rest, PORTION)):
        yield portion
