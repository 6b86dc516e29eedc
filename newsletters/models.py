"""All tables of the newsletters, gathered for Django from the packages that define them."""

from newsletters.approvals.models import Approval, SendingSettings
from newsletters.audiences.models import Audience
from newsletters.delivery.models import (
    Act,
    Attempt,
    Batch,
    Delivery,
    Fuse,
    Mailing,
    Pace,
    Translation,
)
from newsletters.editions.models import LetterTheme
from newsletters.editions.pages import Correction, NewsletterIndexPage, NewsletterPage
from newsletters.tracking.models import DeliveryEvent

__all__ = [
    "Act",
    "Approval",
    "Attempt",
    "Audience",
    "Batch",
    "Correction",
    "Delivery",
    "DeliveryEvent",
    "Fuse",
    "LetterTheme",
    "Mailing",
    "NewsletterIndexPage",
    "NewsletterPage",
    "Pace",
    "SendingSettings",
    "Translation",
]
