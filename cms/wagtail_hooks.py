"""What the ground adds to Wagtail's admin: its registers, its colours, its first page."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from cms.accessibility.admin import AccessibilityIssueAdmin
from cms.accessibility.panels import add_panel as add_check_panel
from cms.dashboard import StartPanel
from cms.imports.admin.access import LIST as IMPORTS
from cms.imports.admin.access import may_import
from cms.invitations import changes_admin as of_changes
from cms.invitations import gaps_admin as of_gaps
from cms.invitations.admin import guarding as _of_days  # noqa: F401 - registers itself
from cms.invitations.admin.listing import InvitationListingViewSet
from cms.invitations.changing import CANCELLED, RESTORED
from cms.invitations.completeness import STOPPED
from cms.library import admin as of_library
from cms.library.panels import empty_form
from cms.mail.actions import SENT_AGAIN
from cms.mail.admin import LetterAdmin
from cms.members.admin import MemberAdmin
from cms.members.bulk import BULK
from cms.members.bulk_admin import PAGE as BULK_PAGE
from cms.members.bulk_admin import BulkView
from cms.members.coverage_views import PAGE, CoverageView, may_see
from cms.members.domains import suggested_domains
from cms.members.history_admin import PAGE as HISTORY_PAGE
from cms.members.history_admin import MemberHistoryView
from cms.members.joining import ASKED_AGAIN
from cms.members.leaving import CAME_BACK, LEFT
from cms.members.resting import RESTED, WOKE
from cms.members.sign_up_admin import SignUpAdmin
from cms.organisations.actions import MERGED
from cms.organisations.admin.merging import MergeView
from cms.organisations.admin.register import MERGE_PAGE, SUGGESTIONS, OrganisationAdmin
from cms.participation.decisions.admin import DecisionAdmin
from cms.participation.decisions.deciding import PUBLISHED
from cms.participation.wishes import day_admin as of_wishes
from cms.participation.wishes import moderating as wishes
from cms.participation.wishes.admin import WishAdmin
from cms.readership import admin as of_reading
from cms.seasons.admin import SeasonViewSet
from cms.series.admin import SeriesAdmin
from cms.stories.admin import StoryListingViewSet

modeladmin_register(MemberAdmin)
modeladmin_register(SignUpAdmin)
modeladmin_register(LetterAdmin)
modeladmin_register(OrganisationAdmin)
modeladmin_register(SeriesAdmin)
modeladmin_register(WishAdmin)
modeladmin_register(DecisionAdmin)
modeladmin_register(AccessibilityIssueAdmin)
register_snippet(SeasonViewSet)


@hooks.register("register_admin_viewset")
def register_listings() -> list[Any]:
    return [InvitationListingViewSet(), StoryListingViewSet(), of_library.FundingListingViewSet()]


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    actions.register_action(SENT_AGAIN, _("Send a letter again"), _("A letter was sent again"))
    actions.register_action(BULK, _("Change many members"), _("Changed together with others"))
    actions.register_action(
        ASKED_AGAIN, _("Send a confirmation again"), _("A confirmation was sent again")
    )
    actions.register_action(
        STOPPED, _("Stop at gaps"), _("Was not published, because of what readers miss")
    )
    actions.register_action(LEFT, _("Leave the network"), _("Left the network"))
    actions.register_action(CAME_BACK, _("Stay after all"), _("Stayed after all"))
    for name, label, words in (
        (RESTED, _("Rest for a season"), _("Rests for a season")),
        (WOKE, _("Rest no more"), _("Rests no more")),
        (PUBLISHED, _("Publish a decision"), _("Published the decision")),
        (wishes.LET_THROUGH, _("Let a wish through"), _("Let everybody read it")),
        (wishes.HELD_BACK, _("Hold a wish back"), _("Showed it to members only")),
        (wishes.DECIDED, _("Answer a wish"), _("Answered it")),
        (wishes.CITED, _("Choose wishes for a day"), _("Chose the wishes that the day answers")),
        (wishes.MERGED, _("Merge wishes"), _("Merged another wish into it")),
    ):
        actions.register_action(name, label, words)
    actions.register_action(CANCELLED, _("Cancel a day"), _("The day was cancelled"))
    actions.register_action(
        RESTORED, _("Let a day take place after all"), _("The day takes place after all")
    )


hooks.register("register_admin_urls", lambda: of_changes.urls)
hooks.register("register_admin_urls", lambda: of_wishes.urls)
hooks.register("register_admin_urls", lambda: of_library.urls)
hooks.register("insert_global_admin_js", empty_form)
hooks.register("register_page_header_buttons", of_wishes.wishes_button)
hooks.register("before_publish_page", of_gaps.stop_at_gaps)
hooks.register("before_bulk_action", of_gaps.stop_many_at_gaps)
hooks.register("after_publish_page", of_gaps.warn_of_gaps)
hooks.register("after_publish_page", of_changes.tell_of_changes)
hooks.register("register_page_header_buttons", of_changes.header_buttons)
hooks.register("construct_homepage_panels", add_check_panel)
hooks.register("register_admin_urls", lambda: of_reading.urls)
hooks.register("register_reports_menu_item", of_reading.menu_item)


@hooks.register("construct_homepage_panels")
def add_start_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(StartPanel())


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))


hooks.register(SUGGESTIONS, suggested_domains)


@hooks.register("register_admin_urls")
def register_urls() -> list:
    return [
        path("members/bulk/", BulkView.as_view(), name=BULK_PAGE),
        path("", include("cms.imports.admin.urls")),
        path("days/", include("cms.invitations.admin.urls")),
        path("days/", include("cms.participation.evaluations.admin.urls")),
        path("coverage/", CoverageView.as_view(), name=PAGE),
        path("members/<int:member_id>/all/", MemberHistoryView.as_view(), name=HISTORY_PAGE),
        path("organisations/<int:organisation_id>/merge/", MergeView.as_view(), name=MERGE_PAGE),
    ]


class CoverageMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


@hooks.register("register_admin_menu_item")
def register_coverage_item() -> MenuItem:
    return CoverageMenuItem(_("Coverage"), reverse(PAGE), icon_name="globe", order=215)


class ImportsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_admin_menu_item")
def register_imports_item() -> MenuItem:
    return ImportsMenuItem(_("Imports"), reverse(IMPORTS), icon_name="upload", order=203)


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    of_ours = (
        *("merge_organisation", "view_registration", "manage_registration"),
        *("view_wish", "moderate_wish"),
        *("add_decision", "change_decision", "view_decision"),
    )
    return Permission.objects.filter(content_type__app_label="cms", codename__in=of_ours)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(MERGED)
    class MergedFormatter(LogFormatter):
        """What stands in an organisation's history."""

        label = _("Merge organisations")

        def format_message(self, log_entry: Any) -> Any:
            return _("»%(gone)s« was merged into »%(kept)s«") % {
                "gone": log_entry.data.get("gone", ""),
                "kept": log_entry.data.get("kept", ""),
            }
