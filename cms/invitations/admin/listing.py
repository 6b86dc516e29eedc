"""The list of invitations in the admin: what an editor wants to see of each day at a glance."""

from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.viewsets.pages import PageListingViewSet

from ..pages import InvitationPage


def begins(invitation: InvitationPage) -> str:
    """The day and the clock: Wagtail's own column would say »just now« of days to come."""
    return formats.date_format(timezone.localtime(invitation.starts_at), "j. M Y H.i")


class InvitationListingViewSet(PageListingViewSet):
    model = InvitationPage
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
        Column("seats", label=_("Seats"), sort_key="seats", width="8%"),
        Column("season", label=_("Season"), sort_key="season", width="12%"),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="10%"),
    ]
