"""The admin's doors: sending a newsletter, and watching its mailings."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.members.models import User
from newsletters.audiences.forms import RuleForm
from newsletters.audiences.queries import recipients
from newsletters.audiences.rules import sentence
from newsletters.editions.pages import NewsletterPage
from newsletters.editions.rendering import RenderingError
from newsletters.editions.review import faults

from . import actions, queries
from .models import Delivery, Mailing

PERMISSION = "newsletters.send_newsletter"
LIST = "newsletters_mailings"
DELIVERIES_A_PAGE = 50


class SenderRequiredMixin(View):
    """Only those who may send newsletters come in; Wagtail turns all others away."""

    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User) or not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        self.user = request.user
        return super().dispatch(request, *args, **kwargs)


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
        audience = recipients(form.rule).count() if valid else 0
        count = queries.still_to_get(self.page.pk, form.rule).count() if valid else 0
        standing = queries.mailing_to(self.page.pk, form.rule) if valid else None
        return super().get_context_data(
            page=self.page,
            form=form,
            count=count,
            have=audience - count,
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


class MailingIndexView(SenderRequiredMixin, IndexView):
    """All mailings, the latest first."""

    model = Mailing
    page_title = gettext_lazy("Mailings")
    header_icon = "mail"
    index_url_name = LIST
    default_ordering = "-created_at"
    is_searchable = False
    paginate_by = 50

    def get_base_queryset(self) -> QuerySet[Mailing]:
        # The letter itself is some 50 kB a row, and a list shows nothing of it.
        return Mailing.objects.select_related("created_by").defer("html", "text")

    columns = [
        TitleColumn(
            "subject",
            label=gettext_lazy("Subject"),
            get_url=lambda mailing: reverse("newsletters_mailing", args=[mailing.pk]),
        ),
        Column("audience_sentence", label=gettext_lazy("Recipients")),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda mailing: mailing.state == Mailing.State.DONE,
        ),
        Column("created_by", label=gettext_lazy("Sent by")),
        DateColumn("created_at", label=gettext_lazy("Pressed")),
    ]


class MailingMixin(SenderRequiredMixin):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.mailing = get_object_or_404(
            Mailing.objects.select_related("page", "created_by"), pk=kwargs["mailing_id"]
        )

    def state(self) -> dict:
        return {
            "mailing": self.mailing,
            "progress": queries.progress(self.mailing, now=timezone.now()),
        }


class MailingView(MailingMixin, WagtailAdminTemplateMixin, TemplateView):
    """One mailing: how far it is, its balance, its recipients."""

    template_name = "newsletters/delivery/admin/mailing.html"
    page_title = gettext_lazy("Mailing")
    header_icon = "mail"

    def get_page_subtitle(self) -> str:
        return self.mailing.subject

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(LIST), "label": _("Mailings")},
            {"url": "", "label": self.mailing.subject},
        ]

    def get_context_data(self, **kwargs: Any) -> dict:
        state = self.request.GET.get("state", "")[:20]
        text = self.request.GET.get("q", "")[:254].replace("\x00", "").strip()
        rows = queries.deliveries(self.mailing, state=state, text=text)
        return super().get_context_data(
            deliveries=Paginator(rows, DELIVERIES_A_PAGE).get_page(self.request.GET.get("p")),
            states=Delivery.State.choices,
            chosen=state,
            text=text,
            outbox=settings.MAIL_PROVIDER == "outbox" and not settings.PRODUCTION,
            **self.state(),
            **kwargs,
        )


class MailingProgressView(MailingMixin):
    """The part of the page that changes while a mailing runs; its script asks for it again and again."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, mailing_id: uuid.UUID) -> HttpResponse:
        return TemplateResponse(request, "newsletters/delivery/admin/progress.html", self.state())


class ResumeView(MailingMixin):
    """Go on with a mailing that a fault stopped."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, mailing_id: uuid.UUID) -> HttpResponse:
        actions.resume(mailing=self.mailing)
        messages.success(request, _("The mailing goes on."))
        return redirect("newsletters_mailing", mailing_id=mailing_id)
