"""The register of seasons in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Season


class SeasonViewSet(SnippetViewSet):
    model = Season
    icon = "calendar-alt"
    menu_label = _("Seasons")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["name", "starts_on", "ends_on", "summary"]
    search_fields = ["name", "summary"]
    search_backend_name = None
