"""Merging one organisation into another: choose, see what will move, confirm."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.errors import NetworkError

from .. import actions, queries
from ..forms import IntoForm
from ..models import Organisation
from .register import MERGE

INSPECT = "organisations_modeladmin_inspect"


def in_one_line(moved: list[queries.Reference]) -> str:
    parts = [f"{reference.words}: {reference.count}" for reference in moved]
    return get_text_list(parts, _("and"))


def said_of(done: actions.Merged) -> str:
    names = {"gone": done.gone, "kept": done.kept, "moved": in_one_line(done.moved)}
    if done.moved:
        return _("»%(gone)s« is now »%(kept)s«. Moved: %(moved)s.") % names
    return _("»%(gone)s« is now »%(kept)s«.") % names


class MergeView(WagtailAdminTemplateMixin, TemplateView):
    """GET chooses and shows what would move; only POST moves it."""

    template_name = "cms/organisations/admin/merge.html"
    page_title = gettext_lazy("Merge organisations")
    header_icon = "site"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(MERGE):
            raise PermissionDenied
        found = Organisation.objects.select_related("successor")
        self.gone = get_object_or_404(found, pk=kwargs["organisation_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.gone)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("organisations_modeladmin_index"), "label": _("Organisations")},
            {"url": reverse(INSPECT, args=[self.gone.pk]), "label": str(self.gone)},
            {"url": "", "label": _("Merge »%(name)s«") % {"name": self.gone}},
        ]

    def get_context_data(self, **kwargs: Any) -> dict:
        form = kwargs.pop("form", None) or self.form(self.request.GET or None)
        kept, fault = None, kwargs.pop("fault", "")
        if form.is_bound and form.is_valid() and not fault:
            kept = form.cleaned_data["into"]
            try:
                actions.check(kept=kept, gone=self.gone, today=timezone.localdate())
            except NetworkError as error:
                kept, fault = None, str(error)
        return super().get_context_data(
            gone=self.gone,
            kept=kept,
            fault=fault,
            form=form,
            references=queries.references(self.gone),
            **kwargs,
        )

    def form(self, data: Any) -> IntoForm:
        return IntoForm(data, gone=self.gone, today=timezone.localdate())

    def post(self, request: HttpRequest, organisation_id: int) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        kept = form.cleaned_data["into"]
        try:
            done = actions.merge(
                kept=kept,
                gone=self.gone,
                user=request.user,  # type: ignore[arg-type]  # who has the permission is signed in
                now=timezone.now(),
            )
        except NetworkError as error:
            return self.render_to_response(self.get_context_data(form=form, fault=str(error)))
        messages.success(request, said_of(done))
        return redirect(INSPECT, done.kept.pk)
