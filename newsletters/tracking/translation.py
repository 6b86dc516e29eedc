"""Each provider's own words, translated once into ours.

Anymail has normalised most of it: `COMMON`. Where its word is too coarse (it calls a full mailbox and a dead
address both *bounced*), `FINER` looks at the provider's own. Last comes RFC 3463: a »dead address« whose
status code says that our mail was unwelcome, or that the box was full, came back only for now.
"""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType

from .models import DeliveryEvent

Kind = DeliveryEvent.Kind
# Older reports are no news, and no provider repeats one for so long. Clocks differ by less than a day.
OLDEST = dt.timedelta(days=7)
MOST_AHEAD = dt.timedelta(days=1)
MOST_WORDS = 300

# What is not here (opened, clicked, subscribed, an automatic answer, …) is ignored.
COMMON: dict[str, Kind] = {
    EventType.QUEUED: Kind.ACCEPTED,
    EventType.SENT: Kind.ACCEPTED,
    EventType.DEFERRED: Kind.DEFERRED,
    EventType.DELIVERED: Kind.DELIVERED,
    EventType.BOUNCED: Kind.BOUNCED,
    # Refused by the provider itself: its rules, its own list. That says nothing of the address.
    EventType.REJECTED: Kind.DROPPED,
    EventType.FAILED: Kind.DROPPED,
    EventType.COMPLAINED: Kind.COMPLAINED,
    EventType.UNSUBSCRIBED: Kind.UNSUBSCRIBED,
}


@dataclass(frozen=True)
class Finer:
    """How the provider's own word, found at `path`, decides. None as a word: there is none."""

    path: tuple[str, ...]
    kinds: dict[Any, Kind | None]
    otherwise: Kind | None


FINER: dict[tuple[str, str], Finer] = {
    # Mailgun calls every letter that it gave up on »failed«; only these reasons are of the address.
    ("mailgun", EventType.BOUNCED): Finer(
        ("event-data", "reason"),
        {
            "bounce": Kind.BOUNCED,
            "delayed-bounce": Kind.BOUNCED,
            "suppress-bounce": Kind.BOUNCED,
            "suppress-complaint": Kind.COMPLAINED,
            "suppress-unsubscribe": Kind.UNSUBSCRIBED,
        },
        Kind.SOFT_BOUNCED,
    ),
    ("brevo", EventType.BOUNCED): Finer(
        ("event",),
        {"hard_bounce": Kind.BOUNCED, "invalid_email": Kind.BOUNCED},
        Kind.SOFT_BOUNCED,
    ),
    # A change of Postmark's own list has no Type; Anymail has read its reason.
    ("postmark", EventType.BOUNCED): Finer(
        ("Type",),
        {"HardBounce": Kind.BOUNCED, None: Kind.BOUNCED, "VirusNotification": Kind.DROPPED},
        Kind.SOFT_BOUNCED,
    ),
    ("postmark", EventType.REJECTED): Finer(
        ("Type",),
        {"BadEmailAddress": Kind.BOUNCED, "Blocked": Kind.SOFT_BOUNCED},
        Kind.DROPPED,
    ),
    # Somebody on our side can unsubscribe a person at Postmark, too: that is not the person's no.
    ("postmark", EventType.UNSUBSCRIBED): Finer(
        ("Origin",), {"Recipient": Kind.UNSUBSCRIBED, None: Kind.UNSUBSCRIBED}, None
    ),
    ("mailjet", EventType.BOUNCED): Finer(
        ("hard_bounce",), {True: Kind.BOUNCED}, Kind.SOFT_BOUNCED
    ),
    ("mailjet", EventType.REJECTED): Finer(
        ("error",),
        {
            "user unknown": Kind.BOUNCED,
            "invalid domain": Kind.BOUNCED,
            "typofix": Kind.BOUNCED,
            "spam reporter": Kind.COMPLAINED,
        },
        Kind.DROPPED,
    ),
    # SparkPost's classes 10 (invalid recipient) and 30 (no such recipient) are hard, all others are not.
    ("sparkpost", EventType.BOUNCED): Finer(
        ("msys", "*", "bounce_class"),
        {"10": Kind.BOUNCED, "30": Kind.BOUNCED},
        Kind.SOFT_BOUNCED,
    ),
    ("sparkpost", EventType.REJECTED): Finer(
        ("msys", "*", "bounce_class"), {"10": Kind.BOUNCED, "30": Kind.BOUNCED}, Kind.DROPPED
    ),
    ("resend", EventType.BOUNCED): Finer(
        ("data", "bounce", "type"), {"Permanent": Kind.BOUNCED}, Kind.SOFT_BOUNCED
    ),
    ("resend", EventType.UNKNOWN): Finer(
        ("type",), {"email.failed": Kind.DROPPED, "email.suppressed": Kind.DROPPED}, None
    ),
    ("ses", EventType.BOUNCED): Finer(
        ("bounce", "bounceType"), {"Permanent": Kind.BOUNCED}, Kind.SOFT_BOUNCED
    ),
    # RFC 6430: somebody took our letter out of the spam folder.
    ("ses", EventType.COMPLAINED): Finer(
        ("complaint", "complaintFeedbackType"), {"not-spam": None}, Kind.COMPLAINED
    ),
    ("ses", EventType.UNKNOWN): Finer(("eventType",), {"DeliveryDelay": Kind.DEFERRED}, None),
}
# An enhanced status code (RFC 3463): class, subject, detail. Not a part of an IP address.
_STATUS = re.compile(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_POLICY = 7
_FULL_OR_TOO_LARGE = ((2, 2), (2, 3), (3, 4))


@dataclass(frozen=True, slots=True)
class Report:
    """One report in our words. `reference` is what we gave along, `key` what makes it one of a kind."""

    provider: str
    kind: Kind
    reference: str
    message_id: str
    key: str
    occurred_at: dt.datetime
    words: str = ""


def translate(provider: str, event: AnymailTrackingEvent, *, now: dt.datetime) -> Report | None:
    """The report that this event is; None when it is nothing to us: of another kind, not ours, too old.

    Whatever a stranger can write may raise anything: the caller catches it (`reading`).
    """
    words = str(event.mta_response or event.description or "")
    kind = kind_of(provider, event, words)
    # Other mail of the same account may carry anything along.
    reference = event.metadata.get("delivery") if isinstance(event.metadata, dict) else None
    if kind is None or not isinstance(reference, str):
        return None
    occurred_at = event.timestamp or now
    if occurred_at.tzinfo is None:
        occurred_at = occurred_at.replace(tzinfo=dt.UTC)
    if not now - OLDEST <= occurred_at <= now + MOST_AHEAD:
        return None
    message_id = bare(event.message_id)
    one_of_a_kind = [event.event_id] if event.event_id else [kind, message_id, reference]
    if not event.event_id:
        one_of_a_kind.append(event.timestamp.isoformat() if event.timestamp else "")
    return Report(
        provider=provider,
        kind=kind,
        reference=reference,
        message_id=message_id,
        key=key_of(provider, *one_of_a_kind),
        occurred_at=min(occurred_at, now),
        words=impersonal(words, event.recipient),
    )


def kind_of(provider: str, event: AnymailTrackingEvent, words: str) -> Kind | None:
    finer = FINER.get((provider, event.event_type))
    if finer is None:
        kind = COMMON.get(event.event_type)
    else:
        kind = finer.kinds.get(_at(event.esp_event, finer.path), finer.otherwise)
    if kind is Kind.BOUNCED and is_not_the_address(words):
        return Kind.SOFT_BOUNCED
    return kind


def is_not_the_address(words: str) -> bool:
    """Whether the receiver's status code says that something else than the address was wrong."""
    found = _STATUS.search(words[:2000])
    if found is None:
        return False
    grade, subject, detail = (int(part) for part in found.groups())
    return grade == 4 or subject == _POLICY or (subject, detail) in _FULL_OR_TOO_LARGE


def bare(message_id: object) -> str:
    """A message id without the brackets and spaces that some providers put around it and others not."""
    return str(message_id).strip().strip("<>").strip() if message_id else ""


def key_of(*parts: object) -> str:
    plain = "\x00".join(str(part) for part in parts)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def impersonal(words: str, recipient: object = "") -> str:
    """The receiver's words on one line, without addresses, and without the name in front of the @."""
    plain = "".join(sign if sign.isprintable() else " " for sign in words[:2000])
    plain = " ".join("…" if "@" in word else word for word in plain.split())
    name = str(recipient or "").partition("@")[0].strip()[:64]
    if name:
        plain = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", plain, flags=re.IGNORECASE)
    return plain[:MOST_WORDS]


def _at(raw: Any, path: tuple[str, ...]) -> Any:
    """What stands at this path of the provider's own data; `*` is the only key there is."""
    for step in path:
        if not isinstance(raw, dict):
            return None
        raw = next(iter(raw.values()), None) if step == "*" else raw.get(step)
    return raw if isinstance(raw, str | bool) else None if raw is None else str(raw)
