"""The newsletters as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewslettersConfig(AppConfig):
    name = "newsletters"
    label = "newsletters"
    verbose_name = _("Newsletters")

    def ready(self) -> None:
        from newsletters.delivery import receivers as deliveries
        from newsletters.editions import receivers as editions

        deliveries.connect()
        editions.connect()
