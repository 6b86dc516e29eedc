"""Sending a newsletter, or a test of it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsletters.audiences.forms import RuleForm
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import sentence
from newsletters.editions.pages import NewsletterPage
from newsletters.editions.rendering import RenderingError
from newsletters.editions.review import faults

from .. import actions, queries
from .access import SenderRequiredMixin


class PageMixin(SenderRequiredMixin):
    """The newsletter of the address, which the person must also be allowed to edit."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(NewsletterPage, pk=kwargs["page_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SendView(PageMixin, WagtailAdminTemplateMixin, TemplateView):
    """Choose an audience, see how many that is, send a test, send. GET only counts; POST sends."""

    template_name = "newsletters/delivery/admin/send.html"
    page_title = gettext_lazy("Send newsletter")
    header_icon = "mail"

    def get_page_subtitle(self) -> str:
        return self.page.title

    def get_breadcrumbs_items(self) -> list[dict]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit, "label": self.page.title},
            {"url": "", "label": _("Send newsletter")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict:
        form = kwargs.pop("form", None) or RuleForm(self.request.GET)
        valid = form.is_valid()
        found = faults(self.page)
        audience = recipients(form.rule) if valid else None
        members = audience.count() if audience is not None else 0
        reachable = audience.reachable().count() if audience is not None else 0
        count = queries.still_to_get(self.page.pk, form.rule).count() if valid else 0
        standing = queries.mailing_to(self.page.pk, form.rule) if valid else None
        return super().get_context_data(
            page=self.page,
            form=form,
            count=count,
            have=reachable - count,
            unreachable=members - reachable,
            sentence=sentence(form.rule) if valid else "",
            rule=form.rule.to_json() if valid else {},
            faults=found,
            standing=standing,
            can_send=valid and not found and count > 0 and standing is None,
            mailings=queries.mailings_of(self.page.pk),
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            **kwargs,
        )

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        form = RuleForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            mailing = actions.send(
                page=self.page, rule=form.rule, user=self.user, now=timezone.now()
            )
        except (actions.NotReadyError, actions.NobodyError) as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        return redirect("newsletters_mailing", mailing_id=mailing.pk)


class SendTestView(PageMixin):
    """Send the newsletter as it is saved to the person who asks."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = self.page.get_latest_revision_as_object()
        try:
            actions.send_test(page=page, address=self.user.email, first_name=self.user.first_name)
        except (actions.TestNotSentError, RenderingError) as error:
            messages.error(request, str(error))
        else:
            words = _("The test is sent to %(address)s.") % {"address": self.user.email}
            buttons = []
            if settings.MAIL_PROVIDER == "outbox" and not settings.PRODUCTION:
                buttons = [messages.button(reverse("outbox:letters"), _("Open the outbox"))]
            messages.success(request, words, buttons=buttons)
        query = request.POST.get("query", "")[:2000]
        return redirect(
            reverse("newsletters_send", args=[page_id]) + (f"?{query}" if query else "")
        )
