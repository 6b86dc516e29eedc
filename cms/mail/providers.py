"""What each mail provider can do, as far as handing over a newsletter depends on it.

Sources: Anymail's feature matrix and the providers' own pages on limits per call, idempotency and
message search. A letter is written once with neutral placeholders (`cms.mail.message`); where the
provider merges, they become its own; elsewhere each recipient gets a message that is filled in here.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings


class Settling(StrEnum):
    """By what an unknown outcome can be settled."""

    KEY = "key"  # the provider ignores a second call with the same key
    LOOKUP = "lookup"  # the provider can be asked what it took
    EVENTS = "events"  # only its reports, or a person, can tell


@dataclass(frozen=True)
class Provider:
    """One provider. `placeholder` has `{}` where the field's name goes; None: it does not merge our HTML.

    `batch_limit` is the most recipients of one call. `metadata`, `track_off` and `webhooks` say whether
    Anymail can hand over our ids, switch the provider's own tracking off, and read its reports;
    `signed` whether those reports are signed. `key_seconds` is how long a key is remembered. `packs` means
    that one call can carry many different messages, each filled in by us.
    """

    name: str
    batch_limit: int
    placeholder: str | None = None
    metadata: bool = True
    track_off: bool = True
    settling: Settling = Settling.EVENTS
    key_seconds: int = 0
    webhooks: bool = True
    signed: bool = False
    packs: bool = False
    merges_headers: bool = False

    @property
    def merges(self) -> bool:
        return self.placeholder is not None


PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider("outbox", 1000, "[[{}]]", webhooks=False),
        Provider("smtp", 1, metadata=False, track_off=False, webhooks=False),
        Provider(
            "mailgun",
            1000,
            "%recipient.{}%",
            settling=Settling.LOOKUP,
            signed=True,
            merges_headers=True,
        ),
        # Idempotency keys live for 30 minutes (Brevo), 24 hours (Resend).
        Provider(
            "brevo",
            1000,
            "{{{{params.{}}}}}",
            track_off=False,
            settling=Settling.KEY,
            key_seconds=30 * 60,
        ),
        Provider("mailjet", 50, "{{{{var:{}}}}}"),
        Provider("sparkpost", 1000, "{{{{{}}}}}"),
        Provider("postmark", 500, settling=Settling.LOOKUP, packs=True),
        Provider(
            "resend",
            100,
            track_off=False,
            settling=Settling.KEY,
            key_seconds=24 * 3600,
            signed=True,
            packs=True,
        ),
        Provider("ses", 1, track_off=False, signed=True),
        Provider("scaleway", 1, metadata=False, track_off=False, webhooks=False),
    )
}


def provider() -> Provider:
    """The provider that the settings name."""
    return PROVIDERS[settings.MAIL_PROVIDER]


def batch_size() -> int:
    """How many recipients one batch holds: the setting, but never more than the provider takes.

    Where a rate is to be kept, no more than ten seconds of it: a batch is handed over at once.
    """
    chosen = provider()
    in_one_call = chosen.merges or chosen.packs
    limit = chosen.batch_limit if in_one_call else settings.MAIL_BATCH_SIZE
    if settings.MAIL_RATE:
        limit = min(limit, 10 * settings.MAIL_RATE)
    return max(1, min(settings.MAIL_BATCH_SIZE, limit))
