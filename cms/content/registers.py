"""What the registers under wagtail-modeladmin have in common."""

from typing import Any

from django.contrib.admin.sites import AdminSite
from wagtail_modeladmin.options import ModelAdmin

from .exports import SafeExportIndexView


class Register(ModelAdmin):
    """A register whose exports are safe and whose filters work without Django's own admin.

    A filter over a relation asks the admin site how to order its choices. The default one exists only where
    django.contrib.admin is installed, to which nobody signs in here; an empty one answers as well.
    """

    index_view_class = SafeExportIndexView

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.admin_site = AdminSite(name="registers")
