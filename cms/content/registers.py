"""What the registers under wagtail-modeladmin have in common."""

from typing import Any

from django.contrib.admin.sites import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from wagtail_modeladmin.options import ModelAdmin

from .exports import SafeExportIndexView


def number(key: str) -> str:
    """The key of a row, which is a number in all registers; modeladmin fails over any other text.

    Raises Http404.
    """
    if not key.isascii() or not key.isdecimal():
        raise Http404
    return key


class Register(ModelAdmin):
    """A register whose exports are safe and whose filters work without Django's own admin.

    A filter over a relation asks the admin site how to order its choices. The default one exists only where
    django.contrib.admin is installed, to which nobody signs in here; an empty one answers as well.
    """

    index_view_class = SafeExportIndexView

    def inspect_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        return super().inspect_view(request, number(instance_pk))

    def edit_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        return super().edit_view(request, number(instance_pk))

    def delete_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        return super().delete_view(request, number(instance_pk))

    def history_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        return super().history_view(request, number(instance_pk))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.admin_site = AdminSite(name="registers")
