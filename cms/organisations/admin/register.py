"""The register of organisations in the admin."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import InspectView

from cms.content.registers import Register

from ..models import HEIRS, Organisation

MERGE_PAGE = "organisations_merge"
MERGE = "cms.merge_organisation"
SUGGESTIONS = "suggest_organisation_domains"


def may_merge(user: Any, organisation: Organisation) -> bool:
    return user.has_perm(MERGE) and not organisation.merged_at


class Permissions(PermissionHelper):
    def user_can_edit_obj(self, user: Any, obj: Organisation) -> bool:
        """What was merged away is history: opening it again would lead its members astray."""
        return not obj.merged_at and super().user_can_edit_obj(user, obj)


class Buttons(ButtonHelper):
    def get_buttons_for_obj(
        self,
        obj: Organisation,
        exclude: list[str] | None = None,
        classnames_add: list[str] | None = None,
        classnames_exclude: list[str] | None = None,
    ) -> list[dict]:
        buttons = super().get_buttons_for_obj(obj, exclude, classnames_add, classnames_exclude)
        if may_merge(self.request.user, obj):
            classes = ["button-secondary", *(classnames_add or [])]
            button = {
                "url": reverse(MERGE_PAGE, args=[obj.pk]),
                "label": _("Merge …"),
                "classname": self.finalise_classname(classes, classnames_exclude),
                "title": _("Merge this organisation into another"),
            }
            buttons.append(button)
        return buttons


class RegionFilter(SimpleListFilter):
    """The municipalities that lie in a region, also when they were entered under what it was before."""

    title = gettext_lazy("region")
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple]:
        regions = Organisation.objects.filter(kind=Organisation.Kind.REGION, merged_at=None)
        return [(str(pk), name) for pk, name in regions.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value()
        known = [value for value, _name in self.lookup_choices]
        if chosen not in known:
            return queryset
        meant = Organisation.objects.meant_by([int(chosen)])
        return queryset.filter(region__in=meant.values("pk"))


class TodayFilter(SimpleListFilter):
    title = gettext_lazy("validity")
    parameter_name = "today"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple]:
        return [("yes", _("Exists today")), ("ended", _("Ended")), ("comes", _("Still to come"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        wanted = {
            "yes": Q(pk__in=Organisation.objects.valid(today).values("pk")),
            "ended": Q(valid_to__lt=today),
            "comes": Q(valid_from__gt=today),
        }
        return queryset.filter(wanted.get(self.value() or "", Q()))


class DomainSuggestionsPanel(Panel):
    """The domains that members here write from and that no organisation has yet."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/organisations/admin/domain_suggestions.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.suggestions) and super().is_shown()

        @property
        def suggestions(self) -> list[tuple[str, int]]:
            if not hasattr(self, "_suggestions"):
                found = [suggest(self.instance) for suggest in hooks.get_hooks(SUGGESTIONS)]
                self._suggestions = [pair for pairs in found for pair in pairs]
            return self._suggestions

        def get_context_data(self, parent_context: Any = None) -> dict:
            shown = {"suggestions": self.suggestions}
            return super().get_context_data(parent_context) | shown


class OrganisationInspectView(InspectView):
    """modeladmin's page about one organisation, with what it was called before."""

    def get_field_label(self, field_name: str, field: Any = None) -> str:
        if field_name == "domains":
            return _("E-mail domains")
        return super().get_field_label(field_name, field)

    def get_fields_dict(self) -> list[dict]:
        earlier = [str(one) for one in self.instance.predecessors.all()]
        if not earlier:
            return super().get_fields_dict()
        line = {"label": _("Earlier names"), "value": ", ".join(earlier)}
        return [*super().get_fields_dict(), line]


class OrganisationAdmin(Register):
    model = Organisation
    base_url_path = "organisations"
    menu_icon = "site"
    menu_order = 210
    menu_label = gettext_lazy("Organisations")
    permission_helper_class = Permissions
    button_helper_class = Buttons
    inspect_view_class = OrganisationInspectView
    list_display = ("name", "kind", "code", "region_today", "valid_to", "is_listed")
    list_filter = ("kind", RegionFilter, TodayFilter, "is_listed")
    list_select_related = (f"region__{HEIRS}", "successor")
    list_export = ("name", "kind", "code", "region_today", "valid_from", "valid_to", "became")
    export_filename = "organisations"
    search_fields = ("name", "code")
    inspect_view_enabled = True
    inspect_view_fields = (
        "name",
        "kind",
        "code",
        "region",
        "is_listed",
        "domains",
        "valid_from",
        "valid_to",
        "successor",
        "merged_at",
    )
    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]), FieldPanel("region")],
            heading=gettext_lazy("What it is"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                FieldPanel("successor"),
            ],
            heading=gettext_lazy("Validity"),
        ),
        FieldPanel("is_listed"),
        DomainSuggestionsPanel(heading=gettext_lazy("Domains that members write from")),
        InlinePanel(
            "domains",
            heading=gettext_lazy("E-mail domains"),
            label=gettext_lazy("E-mail domain"),
            help_text=gettext_lazy(
                "Whoever joins with such an address is offered this organisation. Subdomains count as well."
            ),
            max_num=20,
        ),
    ]

    def region_today(self, organisation: Organisation) -> str:
        region = organisation.region
        return str(region.as_of(timezone.localdate())) if region else self.empty_value_display

    region_today.short_description = gettext_lazy("Region")  # type: ignore[attr-defined]
    region_today.admin_order_field = "region__name"  # type: ignore[attr-defined]

    def became(self, organisation: Organisation) -> str:
        return str(organisation.successor or self.empty_value_display)

    became.short_description = gettext_lazy("Became")  # type: ignore[attr-defined]
