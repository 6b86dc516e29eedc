"""The register of organisations in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.content.registers import Register

from .models import Organisation


class OrganisationAdmin(Register):
    model = Organisation
    base_url_path = "organisations"
    menu_icon = "site"
    menu_order = 210
    menu_label = _("Organisations")
    list_display = ("name", "kind", "code", "region", "valid_to")
    list_filter = ("kind", "region")
    list_select_related = ("region",)
    list_export = ("name", "kind", "code", "region", "valid_from", "valid_to")
    export_filename = "organisations"
    search_fields = ("name", "code")
    inspect_view_enabled = True
    inspect_view_fields = ("name", "kind", "code", "region", "valid_from", "valid_to")
    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]), FieldPanel("region")],
            heading=_("What it is"),
        ),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")], heading=_("Validity")),
    ]
