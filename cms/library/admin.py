"""The library in the admin: its list, and the press that takes a person's page down."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from cms.content.dates import day_text
from cms.holdings.registry import in_words

from . import actions
from .funding import FundingPage
from .panels import TAKE_DOWN
from .persons import ResourcePersonPage
from .sweeping import KEPT


def closes(call: FundingPage) -> str:
    return day_text(call.deadline_at, year=True) if call.deadline_at else _("No deadline")


class FundingIndexView(IndexView):
    # The view set hands no order of its own on to its view.
    default_ordering = "-deadline_at"


class FundingListingViewSet(PageListingViewSet):
    model = FundingPage
    index_view_class = FundingIndexView
    name = "funding_listing"
    icon = "decimal"
    menu_label = gettext_lazy("Funding")
    menu_order = 125
    add_to_admin_menu = True
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=gettext_lazy("Title"), sort_key="title"),
        Column("giver", label=gettext_lazy("Who gives"), sort_key="giver", width="20%"),
        Column(
            "deadline_at",
            label=gettext_lazy("Deadline"),
            accessor=closes,
            sort_key="deadline_at",
            width="18%",
        ),
        PageStatusColumn("status", label=gettext_lazy("Status"), sort_key="live", width="10%"),
    ]


@require_POST
def take_down(request: HttpRequest, page_id: int) -> HttpResponse:
    """Where the button on the page's form leads."""
    page: Any = get_object_or_404(ResourcePersonPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_unpublish():
        raise PermissionDenied
    actions.take_down(page=page, now=timezone.now(), user=request.user)
    words = _("»%(name)s« is off the site. What was written is deleted in %(period)s.")
    messages.success(request, words % {"name": page.title, "period": in_words(KEPT)})
    return redirect("wagtailadmin_pages:edit", page.pk)


urls = [path("library/persons/<int:page_id>/take-down/", take_down, name=TAKE_DOWN)]
