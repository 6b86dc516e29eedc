"""The second person's side: what is asked, exactly as it would go out, and yes or no to it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.errors import NetworkError
from newsletters.approvals import actions, queries
from newsletters.approvals.models import Approval
from newsletters.editions import previews
from newsletters.editions.languages import language_of, versions
from newsletters.editions.pages import NewsletterPage

from .access import PERMISSION, SenderRequiredMixin
from .sending import issue_or_none, reviewed

MOST_SHOWN = 10


class ApprovalView(SenderRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """One question. GET shows the letter and who gets it; POST answers, or takes a yes back."""

    template_name = "newsletters/delivery/admin/approval.html"
    page_title = gettext_lazy("May it be sent?")
    header_icon = "check"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        asked = Approval.objects.select_related("asked_by", "answered_by")
        self.approval = get_object_or_404(asked, pk=kwargs["approval_id"])
        self.page = get_object_or_404(NewsletterPage, pk=self.approval.page_key)
        self.issue = issue_or_none(self.page)

    def get_page_subtitle(self) -> str:
        return self.approval.subject

    def get_breadcrumbs_items(self) -> list[dict]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit, "label": self.page.title},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict:
        is_same = bool(self.issue and self.issue.content_hash == self.approval.content_hash)
        changed: tuple = ()
        languages = reviewed(self.page)
        if self.issue and not is_same:
            said = self.approval
            changed = queries.difference(said, self.issue, said.audience_sentence)
        return super().get_context_data(
            approval=self.approval,
            page=self.page,
            issue=self.issue,
            is_same=is_same,
            difference=changed,
            versions=languages,
            faults=any(version.faults for version in languages),
            advice=any(version.advice for version in languages),
            is_own=self.approval.asked_by_id == self.user.pk,
            send_url=reverse("newsletters_send", args=[self.page.pk]),
            **kwargs,
        )

    def post(self, request: HttpRequest, approval_id: int) -> HttpResponse:
        said = request.POST.get("answer", "")
        here = redirect("newsletters_approval", approval_id=approval_id)
        now = timezone.now()
        if said == "back":
            if actions.take_back(approval=self.approval, user=self.user, now=now):
                messages.success(request, _("The approval is taken back."))
            return here
        if said not in ("yes", "no"):
            messages.error(request, _("Press either »Approve« or »Say no«."))
            return here
        try:
            actions.answer(
                approval=self.approval,
                is_yes=said == "yes",
                content_hash=self.issue.content_hash if self.issue else "",
                words=request.POST.get("words", "").replace("\x00", ""),
                user=self.user,
                now=now,
            )
        except NetworkError as error:
            messages.error(request, str(error))
            return here
        if said == "yes":
            messages.success(request, _("Approved. It can be sent now, exactly as it is."))
        else:
            messages.success(request, _("It is answered with no. Whoever asked sees your words."))
        return here


class ApprovalLetterView(ApprovalView):
    """The letter itself in one of its languages, for the frame on the question's page."""

    http_method_names = ["get", "head"]

    @method_decorator(xframe_options_sameorigin)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("language", "")
        shown = next((v for v in versions(self.page) if language_of(v) == wanted), self.page)
        return previews.serve(shown, request, "email")


class QuestionsPanel(Component):
    """On the admin's first page: what others ask this person to approve."""

    name = "approvals"
    order = 60
    template_name = "newsletters/delivery/admin/questions.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        if not user.has_perm(PERMISSION):
            return {"questions": []}
        return {"questions": list(queries.open_questions()[:MOST_SHOWN])}
