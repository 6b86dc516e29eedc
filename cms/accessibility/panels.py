"""What stands on the admin's first page when it is time to go through the statement."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Site

from .queries import due

CHANGE = "cms.change_accessibilitysettings"


class CheckPanel(Component):
    name = "accessibility"
    order = 40
    template_name = "cms/accessibility/panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        request = parent_context["request"]
        site = Site.find_for_request(request)
        may = request.user.has_perm(CHANGE)
        kept = due(site, timezone.localdate()) if site and may else None
        return {"kept": kept, "site": site}


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(CheckPanel())
