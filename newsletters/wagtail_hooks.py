"""What the newsletters add to Wagtail's admin: »Send …« on a newsletter, and the list of mailings."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, re_path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from newsletters.audiences.admin import AudienceViewSet
from newsletters.delivery.admin import approving, control, correcting, mailings, papers, sending
from newsletters.delivery.admin.access import PERMISSION
from newsletters.editions.admin import NewsletterListingViewSet
from newsletters.editions.pages import NewsletterPage
from newsletters.editions.views import GatherView, PreviewFrameView, PreviewsView
from newsletters.tracking.admin import MemberMailView


@hooks.register("register_admin_urls")
def register_urls() -> list:
    return [
        path(
            "newsletters/<int:page_id>/send/", sending.SendView.as_view(), name="newsletters_send"
        ),
        path(
            "newsletters/<int:page_id>/test/",
            sending.SendTestView.as_view(),
            name="newsletters_test",
        ),
        path("newsletters/<int:page_id>/gather/", GatherView.as_view(), name="newsletters_gather"),
        path(
            "newsletters/<int:page_id>/previews/",
            PreviewsView.as_view(),
            name="newsletters_previews",
        ),
        path(
            "newsletters/<int:page_id>/previews/<slug:mode>/",
            PreviewFrameView.as_view(),
            name="newsletters_preview",
        ),
        path("newsletters/<int:page_id>/ask/", sending.AskView.as_view(), name="newsletters_ask"),
        path(
            "newsletters/approvals/<int:approval_id>/",
            approving.ApprovalView.as_view(),
            name="newsletters_approval",
        ),
        path(
            "newsletters/approvals/<int:approval_id>/letter/",
            approving.ApprovalLetterView.as_view(),
            name="newsletters_approval_letter",
        ),
        path("mailings/", mailings.MailingIndexView.as_view(), name=mailings.LIST),
        *(
            path(f"mailings/<int:mailing_id>/{place}", view.as_view(), name=name)
            for place, view, name in (
                ("", mailings.MailingView, "newsletters_mailing"),
                ("progress/", mailings.MailingProgressView, "newsletters_mailing_progress"),
                ("stop/", control.StopView, "newsletters_mailing_stop"),
                ("pause/", control.PauseView, "newsletters_mailing_pause"),
                ("resume/", control.ResumeView, "newsletters_mailing_resume"),
                ("cancel/", control.CancelView, "newsletters_mailing_cancel"),
                ("again/", control.SendAgainView, "newsletters_mailing_again"),
                ("missing/", control.SendMissingView, "newsletters_mailing_missing"),
                ("export/", papers.ExportView, "newsletters_mailing_export"),
            )
        ),
        re_path(
            r"^mailings/(?P<mailing_id>\d{1,9})/proof\.(?P<kind>json|pdf|eml)$",
            papers.ProofView.as_view(),
            name="newsletters_mailing_proof",
        ),
        path(
            "members/<int:member_id>/mail/",
            MemberMailView.as_view(),
            name="newsletters_member_mail",
        ),
    ]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="newsletters", codename="send_newsletter"
    )


@hooks.register("register_admin_viewset")
def register_listing() -> NewsletterListingViewSet:
    return NewsletterListingViewSet()


class MailingsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return MailingsMenuItem(_("Mailings"), reverse(mailings.LIST), icon_name="resubmit", order=140)


def may_send(page: Page | None, user: Any) -> bool:
    return bool(isinstance(page, NewsletterPage) and page.pk and user.has_perm(PERMISSION))


class SendMenuItem(ActionMenuItem):
    """»Send …« below »Save draft«: it leads to a page of its own, so a slip of the hand sends nothing."""

    name = "action-send-newsletter"
    label = _("Send …")
    icon_name = "mail"

    def is_shown(self, context: dict) -> bool:
        return context["view"] == "edit" and may_send(context["page"], context["request"].user)

    def get_url(self, context: dict) -> str:
        return reverse("newsletters_send", args=[context["page"].pk])


@hooks.register("register_page_action_menu_item")
def register_send_item() -> ActionMenuItem:
    # After »Publish« and all others, so that it never becomes the large green button.
    return SendMenuItem(order=200)


@hooks.register("register_page_header_buttons")
def page_header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None):
    if not isinstance(page.specific_deferred, NewsletterPage):
        return
    if page.permissions_for_user(user).can_edit():
        url = reverse("newsletters_gather", args=[page.pk])
        yield Button(_("Gather what is new"), url, icon_name="download", priority=66)
        url = reverse("newsletters_previews", args=[page.pk])
        yield Button(_("Previews"), url, icon_name="view", priority=67)
    if may_send(page.specific_deferred, user):
        url = reverse("newsletters_send", args=[page.pk])
        yield Button(_("Send …"), url, icon_name="mail", priority=65)


@hooks.register("before_publish_page")
def remind_of_correction(request: HttpRequest, page: Page) -> None:
    if isinstance(page, NewsletterPage) and correcting.lacks_correction(page):
        messages.warning(request, correcting.REMINDER)


@hooks.register("construct_homepage_panels")
def add_questions_panel(request: HttpRequest, panels: list) -> None:
    panels.append(approving.QuestionsPanel())


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("newsletters/admin.css"))


@hooks.register("insert_editor_js")
def editor_js() -> str:
    return format_html('<script src="{}" defer></script>', static("newsletters/jump.js"))


@hooks.register("register_admin_viewset")
def register_audiences() -> AudienceViewSet:
    return AudienceViewSet()
