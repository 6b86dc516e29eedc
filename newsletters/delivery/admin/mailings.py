"""Watching mailings: the list of all, and one with its progress, its balance and every letter."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .. import queries
from ..models import Delivery, Mailing
from .access import SenderRequiredMixin

LIST = "newsletters_mailings"
DELIVERIES_A_PAGE = 50


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
        Column("frozen", label=gettext_lazy("How many")),
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
        found = Mailing.objects.select_related("page", "created_by", "series").defer("html", "text")
        self.mailing = get_object_or_404(found, pk=kwargs["mailing_id"])

    def state(self) -> dict[str, Any]:
        """What the part of the page shows that changes while a mailing runs."""
        numbers = queries.progress(self.mailing, now=timezone.now())
        skipped = numbers.balance.skipped
        return {
            "mailing": self.mailing,
            "progress": numbers,
            "skipped": queries.skipped_by_reason(self.mailing) if skipped else {},
        }

    def crumbs(self, last: str) -> list[dict[str, str]]:
        """The way here below the list of mailings."""
        return [{"url": reverse(LIST), "label": _("Mailings")}, {"url": "", "label": last}]


class CountedPaginator(Paginator):
    """Pages of a list whose length is known already: nobody counts a million rows twice."""

    def __init__(self, rows: Any, per_page: int, *, known: int | None) -> None:
        super().__init__(rows, per_page)
        self.known = known

    @cached_property
    def count(self) -> int:
        return super().count if self.known is None else self.known


class MailingView(MailingMixin, WagtailAdminTemplateMixin, TemplateView):
    """One mailing: how far it is, its balance, its recipients."""

    template_name = "newsletters/delivery/admin/mailing.html"
    page_title = gettext_lazy("Mailing")
    header_icon = "mail"

    def get_page_subtitle(self) -> str:
        return self.mailing.subject

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), *self.crumbs(self.mailing.subject)]

    def get_context_data(self, **kwargs: Any) -> dict:
        state = self.request.GET.get("state", "")[:20]
        text = self.request.GET.get("q", "")[:254].replace("\x00", "").strip()
        shown = self.state()
        rows = queries.deliveries(self.mailing, state=state, text=text)
        pages = CountedPaginator(
            rows, DELIVERIES_A_PAGE, known=known_count(shown["progress"].balance, state, text)
        )
        return super().get_context_data(
            deliveries=pages.get_page(self.request.GET.get("p")),
            states=[(str(value), label) for value, label in Delivery.State.choices],
            chosen=state,
            text=text,
            acts=queries.acts_of(self.mailing),
            shares=language_shares(self.mailing),
            is_newest=queries.newest_part(self.mailing).pk == self.mailing.pk,
            outbox=settings.MAIL_PROVIDER == "outbox" and not settings.PRODUCTION,
            **shown,
            **kwargs,
        )


def language_shares(mailing: Mailing) -> list[tuple[str, int]]:
    """(language, how many letters) where a mailing goes out in several."""
    names = dict(settings.LANGUAGES)
    shares = queries.letters_by_language(mailing)
    if len(shares) < 2:
        return []
    return [(str(names.get(language, language)), number) for language, number in shares.items()]


def known_count(balance: queries.Balance, state: str, text: str) -> int | None:
    """How many rows a filter leaves, where the balance says so already."""
    if text:
        return None
    if not state:
        return balance.frozen
    return {str(value): count for value, _words, count in balance.parts}.get(state, 0)


class MailingProgressView(MailingMixin):
    """The part of the page that changes while a mailing runs; its script asks for it again and again."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, mailing_id: int) -> HttpResponse:
        return TemplateResponse(request, "newsletters/delivery/admin/progress.html", self.state())
