"""The list of invitations in the admin: what an editor wants to see of each day at a glance."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from ..pages import InvitationPage
from ..queries import held_seats
from .day import may_see


def begins(invitation: InvitationPage) -> str:
    """The day and the clock: Wagtail's own column would say »just now« of days to come."""
    return formats.date_format(timezone.localtime(invitation.starts_at), "j. M Y H.i")


class SeatsColumn(Column):
    """»34 of 60«, and the way to those people."""

    cell_template_name = "cms/invitations/admin/seats_cell.html"

    def get_value(self, invitation: InvitationPage) -> str:
        return taken(invitation.held, invitation.seats)

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict:
        context = super().get_cell_context_data(instance, parent_context)
        if may_see(parent_context["request"].user):
            context["url"] = reverse("days:participants", args=[instance.pk])
        return context


def taken(held: int, seats: int | None) -> str:
    if seats is None:
        return str(held)
    return gettext("%(held)s of %(seats)s") % {"held": held, "seats": seats}


class InvitationIndexView(IndexView):
    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        return super().annotate_queryset(pages.annotate(held=held_seats()))


class InvitationListingViewSet(PageListingViewSet):
    model = InvitationPage
    index_view_class = InvitationIndexView
    name = "invitation_listing"
    icon = "date"
    menu_label = _("Invitations")
    menu_order = 110
    add_to_admin_menu = True
    default_ordering = "-starts_at"
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title"),
        Column("starts_at", label=_("Begins"), accessor=begins, sort_key="starts_at", width="16%"),
        Column("place_name", label=_("Place"), sort_key="place_name", width="18%"),
        SeatsColumn("seats", label=_("Seats taken"), sort_key="held", width="8%"),
        Column("season", label=_("Season"), sort_key="season", width="12%"),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="10%"),
    ]
