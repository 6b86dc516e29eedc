"""The report »Read«: how often each page was read."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.content.exports import safe_cell

from .queries import read_pages

NAME = "pages_read"
SORTS = ("month", "week", "total")
RIGHTS = ["add", "change", "publish"]
policy = PagePermissionPolicy()


class ReadView(PageReportView):
    page_title = _("Read")
    header_icon = "view"
    index_url_name = NAME
    index_results_url_name = f"{NAME}_results"
    results_template_name = "cms/readership/read.html"
    permission_policy = policy
    any_permission_required = RIGHTS
    list_export = ["title", "week", "month", "total"]
    export_headings = {
        "title": _("Title"),
        "week": _("Last 7 days"),
        "month": _("Last 30 days"),
        "total": _("In all"),
    }
    custom_field_preprocess = PageReportView.custom_field_preprocess | {
        "title": {"csv": safe_cell, "xlsx": safe_cell}
    }

    @property
    def sort(self) -> str:
        asked = self.request.GET.get("sort")
        return asked if asked in SORTS else SORTS[0]

    def get_queryset(self) -> QuerySet[Page]:
        pages = policy.instances_user_has_any_permission_for(self.request.user, RIGHTS)
        return read_pages(pages, timezone.localdate()).order_by(f"-{self.sort}", "pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        most = max((getattr(page, self.sort) for page in context["object_list"]), default=0)
        heads = [(name, self.export_headings[name]) for name in ("week", "month", "total")]
        return context | {"sort": self.sort, "most": most or 1, "heads": heads}


class ReadMenuItem(AdminOnlyMenuItem):
    def is_shown(self, request: Any) -> bool:
        return policy.user_has_any_permission(request.user, RIGHTS)


def menu_item() -> MenuItem:
    return ReadMenuItem(_("Read"), reverse(NAME), icon_name="view", order=100)


urls = [
    path("reports/read/", ReadView.as_view(), name=NAME),
    path("reports/read/results/", ReadView.as_view(results_only=True), name=f"{NAME}_results"),
]
