"""The list of newsletters in the admin: what each is called, and what the inbox shows of it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.viewsets.pages import PageListingViewSet

from .pages import NewsletterPage


class NewsletterListingViewSet(PageListingViewSet):
    model = NewsletterPage
    name = "newsletter_listing"
    icon = "mail"
    menu_label = _("Newsletters")
    menu_order = 130
    add_to_admin_menu = True
    default_ordering = "-latest_revision_created_at"
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title"),
        Column("subject", label=_("Subject"), sort_key="subject", width="30%"),
        DateColumn(
            "latest_revision_created_at",
            label=_("Changed"),
            sort_key="latest_revision_created_at",
            width="14%",
        ),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="10%"),
    ]
