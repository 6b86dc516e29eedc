"""The newsletters as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewslettersConfig(AppConfig):
    name = "newsletters"
    label = "newsletters"
    verbose_name = _("Newsletters")

    def ready(self) -> None:
        from newsletters.audiences import receivers as audiences
        from newsletters.delivery import holdings as _letters  # noqa: F401 - what is kept of people
        from newsletters.delivery import receivers as deliveries
        from newsletters.editions import receivers as editions
        from newsletters.tracking import holdings as _reports  # noqa: F401 - the same

        audiences.connect()
        deliveries.connect()
        editions.connect()
