"""Who may come in, and which import a page is about."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import View
from wagtail.admin import messages

from cms.errors import NetworkError
from cms.members.models import User

from .. import queries
from ..models import Import

PERMISSIONS = ("cms.add_member", "cms.change_member")
LIST, ONE = "members_imports", "members_import"


def may_import(user: Any) -> bool:
    return user.has_perms(PERMISSIONS)


class ImporterRequiredMixin(View):
    """Only those who may add and change members come in; Wagtail turns all others away."""

    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User) or not may_import(request.user):
            raise PermissionDenied
        self.user = request.user
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self, last: str) -> list[dict[str, str]]:
        """The way here below the register of members."""
        return [
            {"url": reverse("members_modeladmin_index"), "label": _("Members")},
            {"url": reverse(LIST), "label": _("Imports")},
            {"url": "", "label": last},
        ]


class ImportMixin(ImporterRequiredMixin):
    source: Import

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if may_import(request.user):
            self.source = get_object_or_404(queries.imports(), pk=kwargs["import_id"])
        return super().dispatch(request, *args, **kwargs)


class PressView(ImportMixin):
    """A button: does one thing and shows the import."""

    http_method_names = ["post"]

    def act(self) -> str:
        """Do it; return where to go."""
        raise NotImplementedError

    def post(self, request: HttpRequest, import_id: int) -> HttpResponse:
        try:
            return redirect(self.act())
        except NetworkError as error:
            messages.error(request, str(error))
            there = Import.objects.filter(pk=import_id).exists()
            return redirect(reverse(ONE, args=[import_id]) if there else reverse(LIST))
