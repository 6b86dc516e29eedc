"""The ground as a Django app: the one place that connects checks and receivers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = _("Network")

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers itself
