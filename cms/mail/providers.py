"""What each mail provider can do, as far as handing over a newsletter depends on it.

Sources: Anymail's feature matrix and the providers' own pages on limits per call. A letter is
written once with neutral placeholders (`cms.mail.message`); where the provider merges, they
become its own; elsewhere each recipient gets a message that is filled in here.
"""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Provider:
    """One provider. `placeholder` has `{}` where the field's name goes; None: it does not merge
    our HTML.

    `batch_limit` is the most recipients of one call; `metadata` and `track_off` say whether
    Anymail can hand over our ids and switch the provider's own tracking off.
    """

    name: str
    batch_limit: int
    placeholder: str | None = None
    metadata: bool = True
    track_off: bool = True

    @property
    def merges(self) -> bool:
        return self.placeholder is not None


PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider("outbox", 1000, "[[{}]]"),
        Provider("smtp", 1, metadata=False, track_off=False),
        Provider("mailgun", 1000, "%recipient.{}%"),
        Provider("brevo", 1000, "{{{{params.{}}}}}", track_off=False),
        Provider("mailjet", 50, "{{{{var:{}}}}}"),
        Provider("sparkpost", 1000, "{{{{{}}}}}"),
        Provider("postmark", 500),
        Provider("resend", 100, track_off=False),
        Provider("ses", 1, track_off=False),
        Provider("scaleway", 1, metadata=False, track_off=False),
    )
}


def provider() -> Provider:
    """The provider that the settings name."""
    return PROVIDERS[settings.MAIL_PROVIDER]


def batch_size() -> int:
    """How many recipients one batch holds: the setting, but never more than the provider takes."""
    chosen = provider()
    limit = chosen.batch_limit if chosen.merges else settings.MAIL_BATCH_SIZE
    return max(1, min(settings.MAIL_BATCH_SIZE, limit))
