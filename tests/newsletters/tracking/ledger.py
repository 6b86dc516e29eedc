"""Mailings, letters and reports for tests, without sending anything."""

import datetime as dt
import hashlib
import itertools
from typing import Any

from django.utils import timezone

from newsletters.delivery.models import Batch, Delivery, Mailing, key_of
from newsletters.delivery.tokens import make_reference
from newsletters.tracking.models import DeliveryEvent
from newsletters.tracking.translation import Report
from tests.factories.people import make_series

NOW = timezone.now().replace(microsecond=0)
_numbers = itertools.count(1)


def hours_ago(hours: float) -> dt.datetime:
    return NOW - dt.timedelta(hours=hours)


def make_mailing(**fields: Any) -> Mailing:
    number = next(_numbers)
    fields.setdefault("subject", f"Nyt {number}")
    return Mailing.objects.create(
        series=make_series(),
        page_key=number,
        revision_key=number,
        audience={},
        audience_key=str(number),
        audience_sentence="alle",
        html="",
        text="",
        content_hash="0",
        sender="brev@network.example",
        language="da",
        provider="mailgun",
        not_after=NOW + dt.timedelta(days=1),
        created_at=NOW,
        **fields,
    )


def make_letters(members: list, mailing: Mailing | None = None, **fields: Any) -> list[Delivery]:
    """One letter to each member in one mailing, taken by the provider unless the test says otherwise."""
    mailing = mailing or make_mailing()
    fields.setdefault("state", Delivery.State.ACCEPTED)
    next_place = Delivery.objects.of(mailing).count() + 1
    return Delivery.objects.bulk_create(
        Delivery(
            id=key_of(mailing.pk, place),
            mailing=mailing,
            member=member,
            address=member.email_key,
            **fields,
        )
        for place, member in enumerate(members, start=next_place)
    )


def make_letter(member: Any, mailing: Mailing | None = None, **fields: Any) -> Delivery:
    (letter,) = make_letters([member], mailing, **fields)
    return letter


def make_batch(mailing: Mailing, first: int, last: int, **fields: Any) -> Batch:
    """The batch of the places from `first` to `last`."""
    return Batch.objects.create(
        id=key_of(mailing.pk, first),
        mailing=mailing,
        number=first,
        first=key_of(mailing.pk, first),
        last=key_of(mailing.pk, last),
        state=Batch.State.DONE,
        **fields,
    )


def report(letter: Delivery, kind: str, **fields: Any) -> Report:
    """What a provider says of this letter. Each call is a report of its own unless `key` is given."""
    key = fields.pop("key", None) or next(_numbers)
    fields.setdefault("provider", "mailgun")
    fields.setdefault("reference", make_reference(letter.pk))
    fields.setdefault("message_id", letter.provider_id)
    fields.setdefault("occurred_at", hours_ago(1))
    return Report(
        kind=DeliveryEvent.Kind(kind), key=hashlib.sha256(str(key).encode()).hexdigest(), **fields
    )


def state_of(letter: Delivery) -> tuple[str, str]:
    letter.refresh_from_db()
    return Delivery.State(letter.state).name, letter.reason
