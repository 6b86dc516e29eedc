"""What the ground adds to Wagtail's admin: its registers, its colours, its first page."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from cms.dashboard import StartPanel
from cms.invitations.admin import InvitationListingViewSet
from cms.mail.actions import SENT_AGAIN
from cms.mail.admin import LetterAdmin
from cms.members.admin import MemberAdmin
from cms.organisations.admin import OrganisationAdmin
from cms.seasons.admin import SeasonViewSet
from cms.series.admin import SeriesAdmin
from cms.stories.admin import StoryListingViewSet

modeladmin_register(MemberAdmin)
modeladmin_register(LetterAdmin)
modeladmin_register(OrganisationAdmin)
modeladmin_register(SeriesAdmin)
register_snippet(SeasonViewSet)


@hooks.register("register_admin_viewset")
def register_listings() -> list[Any]:
    return [InvitationListingViewSet(), StoryListingViewSet()]


@hooks.register("register_log_actions")
def register_letter_actions(actions: Any) -> None:
    actions.register_action(SENT_AGAIN, _("Send a letter again"), _("A letter was sent again"))


@hooks.register("construct_homepage_panels")
def add_start_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(StartPanel())


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))
