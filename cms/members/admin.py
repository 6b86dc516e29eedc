"""The register of members in the admin."""

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdmin

from cms.content.registers import Register

from .forms import MemberForm
from .models import Member


class ConsentFilter(SimpleListFilter):
    title = _("newsletters")
    parameter_name = "newsletter"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple]:
        return [("yes", _("Has said yes")), ("no", _("Has not"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        consenting = Member.objects.consenting().values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=consenting)
        if self.value() == "no":
            return queryset.exclude(pk__in=consenting)
        return queryset


class MemberAdmin(Register):
    model = Member
    base_url_path = "members"
    menu_icon = "user"
    menu_order = 200
    menu_label = _("Members")
    list_display = ("full_name", "email", "organisation", "role", "newsletter")
    list_display_add_buttons = "full_name"
    list_filter = (ConsentFilter, "organisation__kind", "unit", "role", "language", "topics")
    list_select_related = ("organisation",)
    list_export = (
        "first_name",
        "last_name",
        "email",
        "organisation",
        "unit",
        "role",
        "language",
        "newsletter",
        "joined_at",
    )
    export_filename = "members"
    search_fields = ("first_name", "last_name", "email", "organisation__name")
    ordering = ("first_name", "last_name")
    inspect_view_enabled = True
    inspect_view_fields = (
        "first_name",
        "last_name",
        "email",
        "organisation",
        "unit",
        "role",
        "topics",
        "language",
        "consents",
        "joined_at",
    )
    panels = [
        FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")], heading=_("Name")),
        FieldPanel("email"),
        MultiFieldPanel(
            [
                FieldPanel("organisation"),
                FieldRowPanel([FieldPanel("unit"), FieldPanel("role")]),
            ],
            heading=_("Work"),
        ),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        FieldPanel("language"),
        MultiFieldPanel([FieldPanel("newsletter"), FieldPanel("wording")], heading=_("Newsletter")),
    ]
    edit_handler = ObjectList(panels, base_form_class=MemberForm)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_consent()

    def newsletter(self, member: Member) -> str:
        return _("Yes") if member.is_consenting else _("No")

    newsletter.short_description = _("Newsletter")  # type: ignore[attr-defined]
    newsletter.admin_order_field = "is_consenting"  # type: ignore[attr-defined]

    def full_name(self, member: Member) -> str:
        return member.full_name

    full_name.short_description = _("Name")  # type: ignore[attr-defined]
    full_name.admin_order_field = "first_name"  # type: ignore[attr-defined]
