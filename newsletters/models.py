"""All tables of the newsletters, gathered for Django from the packages that define them."""

from newsletters.delivery.models import Batch, Delivery, Mailing
from newsletters.editions.pages import NewsletterIndexPage, NewsletterPage

__all__ = ["Batch", "Delivery", "Mailing", "NewsletterIndexPage", "NewsletterPage"]
