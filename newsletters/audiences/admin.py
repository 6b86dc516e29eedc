"""The saved audiences in the admin: the list, the builder, and what it means while it is being built."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.members.models import Member

from .builder import Builder
from .forms import AudienceForm
from .groups import RuleError
from .models import Audience
from .queries import Counted, count, sample, shares
from .rules import Rule, sentence, sentences

PERMISSION = "newsletters.send_newsletter"
SAMPLES = 10


class SendersPolicy(BasePermissionPolicy):
    """Who may send newsletters may do everything with audiences; others nothing."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return user.has_perm(PERMISSION)

    def users_with_any_permission(self, actions: Any) -> QuerySet:
        app_label, codename = PERMISSION.split(".")
        granted = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
        may = Q(is_superuser=True) | Q(user_permissions__in=granted)
        may |= Q(groups__permissions__in=granted)
        return get_user_model().objects.filter(may, is_active=True).distinct()


register_permission_policy(Audience, SendersPolicy(Audience))


@dataclass
class Preview:
    """What a rule means at this moment, or the `fault` for which it means nothing."""

    sentence: str = ""
    counted: Counted | None = None
    shares: list[tuple[str, int]] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    has_unfinished: bool = False
    faults: list[str] = field(default_factory=list)


def preview_of(builder: Builder) -> Preview:
    try:
        rule = builder.rule(finished_only=True)
    except RuleError as error:
        return Preview(faults=error.messages)
    return Preview(
        sentence=sentence(rule),
        counted=count(rule),
        shares=shares(rule),
        members=sample(rule, SAMPLES),
        has_unfinished=builder.has_unfinished,
    )


class BuilderMixin:
    """Create and edit: a press inside the builder shows the page again, changed, and saves nothing."""

    template_name = "newsletters/audiences/form.html"
    request: HttpRequest
    object: Audience | None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "act" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        self.object = self.get_object() if "pk" in self.kwargs else None  # type: ignore[attr-defined]
        builder = Builder.of_data(request.POST, "rule")
        builder.act(request.POST["act"])
        initial = {"name": request.POST.get("name", ""), "rule": builder}
        self.form = AudienceForm(instance=self.object, initial=initial)
        return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        shown = context["form"]["rule"]
        builder = shown.field.prepare_value(shown.value())
        nobody = builder.is_unreadable
        context["preview"] = preview_of_stored() if nobody else preview_of(builder)
        return context


def preview_of_stored() -> Preview:
    nobody = Rule.stored(None)
    return Preview(sentence(nobody), count(nobody))


class CreateView(BuilderMixin, generic.CreateView):
    def get_initial_form_instance(self) -> Audience:
        return Audience(created_by=self.request.user)  # type: ignore[misc]


class EditView(BuilderMixin, generic.EditView):
    pass


class IndexView(generic.IndexView):
    results_template_name = "newsletters/audiences/index_results.html"

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple:
        paginator, page, audiences, is_paginated = super().paginate_queryset(queryset, page_size)
        shown = list(audiences)
        rules = [Rule.stored(audience.rule) for audience in shown]
        for audience, words in zip(shown, sentences(rules), strict=True):
            audience.sentence = words
        page.object_list = shown
        return paginator, page, shown, is_paginated


class PreviewView(TemplateView):
    """The rows and what they mean, for the script. Only reads."""

    template_name = "newsletters/audiences/live.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        builder = Builder.of_data(request.GET, "rule")
        builder.act(request.GET.get("act", ""))
        form = AudienceForm(initial={"rule": builder})
        context = self.get_context_data(form=form, preview=preview_of(builder))
        return self.render_to_response(context)


class AudienceViewSet(ModelViewSet):
    model = Audience
    name = "audience"
    url_prefix = "audiences"
    icon = "group"
    menu_label = _("Audiences")
    menu_order = 135
    add_to_admin_menu = True
    copy_view_enabled = False
    search_fields = ["name"]
    list_display = [
        "name",
        Column("sentence", label=_("Who gets it"), width="55%"),
        DateColumn("changed_at", label=_("Changed"), sort_key="changed_at", width="15%"),
    ]
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    index_results_template_name = IndexView.results_template_name
    create_template_name = edit_template_name = BuilderMixin.template_name

    def get_form_class(self, for_update: bool = False) -> type[AudienceForm]:
        return AudienceForm

    @cached_property
    def preview_view(self) -> Any:
        return PreviewView.as_view()

    def get_urlpatterns(self) -> list:
        return [*super().get_urlpatterns(), path("preview/", self.preview_view, name="preview")]
