"""The list of stories in the admin: who told what, and when."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from .pages import StoryPage


class StoryIndexView(IndexView):
    # The view set hands no order of its own on to its view.
    default_ordering = "-story_date"


class StoryListingViewSet(PageListingViewSet):
    model = StoryPage
    index_view_class = StoryIndexView
    name = "story_listing"
    icon = "openquote"
    menu_label = _("Stories")
    menu_order = 120
    add_to_admin_menu = True
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title"),
        Column("organisation", label=_("Organisation"), sort_key="organisation", width="20%"),
        DateColumn("story_date", label=_("Told on"), sort_key="story_date", width="14%"),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="10%"),
    ]
