"""All tables of the newsletters, gathered for Django from the packages that define them."""

from newsletters.delivery.models import Act, Attempt, Batch, Delivery, Fuse, Mailing, Pace
from newsletters.editions.pages import NewsletterIndexPage, NewsletterPage
from newsletters.tracking.models import DeliveryEvent

__all__ = [
    "Act",
    "Attempt",
    "Batch",
    "Delivery",
    "DeliveryEvent",
    "Fuse",
    "Mailing",
    "NewsletterIndexPage",
    "NewsletterPage",
    "Pace",
]
