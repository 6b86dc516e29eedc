"""The newsletters as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewslettersConfig(AppConfig):
    name = "newsletters"
    label = "newsletters"
    verbose_name = _("Newsletters")

    def ready(self) -> None:
        from newsletters.audiences import receivers as audiences
        from newsletters.delivery import receivers as deliveries
        from newsletters.editions import receivers as editions

        audiences.connect()
        deliveries.connect()
        editions.connect()
