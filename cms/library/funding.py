"""Calls for funding: who gives, until when, to whom; and afterwards who got what."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.content.blocks import TEXT_FEATURES
from cms.content.models import ContentMixin, NetworkSettings
from cms.content.widgets import TypedDateTimeInput
from cms.topics.models import TopicalMixin

from . import queries, wording
from .models import LibraryPage
from .queries import SOON
from .schema import grant


class FundingPage(LibraryPage):
    """A call for funding. When the deadline has passed, the page stays and tells who got what."""

    giver = models.CharField(
        _("who gives"), max_length=120, help_text=_("The fund, the ministry, the programme.")
    )
    deadline_at = models.DateTimeField(
        _("deadline"),
        null=True,
        blank=True,
        help_text=_(
            "The last minute, in Danish time; 23.59 for a whole day. "
            "Empty: applications are taken at any time."
        ),
    )
    purpose = RichTextField(
        _("what it is given for"),
        features=TEXT_FEATURES,
        help_text=_("What the money is for, and what it is not for."),
    )
    applicants = RichTextField(
        _("who may apply"),
        features=TEXT_FEATURES,
        help_text=_("Municipalities, regions, associations; alone or together?"),
    )
    amount_from = models.PositiveIntegerField(
        _("amount from, in kroner"), null=True, blank=True, help_text=_("The smallest grant.")
    )
    amount_to = models.PositiveIntegerField(
        _("amount to, in kroner"), null=True, blank=True, help_text=_("The largest grant.")
    )
    own_contribution = models.CharField(
        _("own contribution"),
        max_length=160,
        blank=True,
        help_text=_("What applicants pay themselves: »at least 25 %, may be working hours«."),
    )
    link = models.URLField(
        _("link to the call"), blank=True, help_text=_("Where one applies and finds all rules.")
    )
    outcome = models.TextField(
        _("how it went"),
        max_length=600,
        blank=True,
        help_text=_(
            "After the deadline: how many applied, what those who got something had in common."
        ),
    )

    is_news = True
    is_creatable = True

    template = "cms/library/funding_page.html"
    page_description = _("A call for funding: deadline, who may apply, how much.")

    content_panels = [
        *Page.content_panels,
        *ContentMixin.lead_panels,
        MultiFieldPanel(
            [
                FieldPanel("giver"),
                FieldPanel("deadline_at", widget=TypedDateTimeInput()),
                FieldPanel("link"),
            ],
            heading=_("Who gives, and until when"),
        ),
        FieldPanel("purpose"),
        FieldPanel("applicants"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("amount_from"), FieldPanel("amount_to")]),
                FieldPanel("own_contribution"),
            ],
            heading=_("How much"),
        ),
        FieldPanel("levels"),
        TopicalMixin.topical_panel,
        MultiFieldPanel(
            [
                FieldPanel("outcome"),
                InlinePanel(
                    "awards",
                    heading=_("Who got what"),
                    label=_("Grant"),
                    help_text=_("So that the next applicants see what was given, and whom to ask."),
                ),
            ],
            heading=_("After the deadline"),
        ),
    ]
    search_fields = [
        *LibraryPage.search_fields,
        index.SearchField("giver"),
        index.SearchField("purpose"),
        index.SearchField("applicants"),
        index.FilterField("deadline_at"),
    ]
    api_fields = [
        *LibraryPage.api_fields,
        APIField("giver"),
        APIField("deadline_at"),
        APIField("purpose"),
        APIField("applicants"),
        APIField("amount_from"),
        APIField("amount_to"),
        APIField("own_contribution"),
        APIField("link"),
        APIField("outcome"),
        APIField("awarded"),
    ]

    class Meta:
        verbose_name = _("call for funding")
        verbose_name_plural = _("calls for funding")

    def is_open(self, now: dt.datetime) -> bool:
        return self.deadline_at is None or self.deadline_at > now

    def closes_soon(self, now: dt.datetime) -> bool:
        return self.deadline_at is not None and now < self.deadline_at <= now + SOON

    @property
    def is_open_now(self) -> bool:
        return self.is_open(timezone.now())

    @property
    def closes_soon_now(self) -> bool:
        return self.closes_soon(timezone.now())

    @property
    def amount_words(self) -> str:
        return wording.amounts(self.amount_from, self.amount_to)

    @property
    def awarded(self) -> list[dict[str, Any]]:
        """Who got what: {organisation, amount in kroner or None, project, note} each."""
        return [
            {
                "organisation": award.recipient,
                "amount": award.amount,
                "project": award.project,
                "note": award.note,
            }
            for award in queries.awards_of(self)
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        publisher = NetworkSettings.for_request(request).network_name
        return context | {
            "is_open": self.is_open(now),
            "closes_soon": self.closes_soon(now),
            "awards": queries.awards_of(self),
            "schema_org": grant(self, publisher=publisher),
        }

    def clean(self) -> None:
        super().clean()
        if self.amount_from and self.amount_to and self.amount_from > self.amount_to:
            words = _("The largest amount is smaller than the smallest. Swap the two numbers.")
            raise ValidationError({"amount_to": words})


class Award(Orderable):
    """One who got something out of a call."""

    is_public_content = True

    call = ParentalKey(FundingPage, on_delete=models.CASCADE, related_name="awards")
    organisation = models.ForeignKey(
        "cms.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="awards",
        help_text=_("Who got it, where it is one that the network knows …"),
    )
    other = models.CharField(
        _("or another"), max_length=120, blank=True, help_text=_("… or the name of any other.")
    )
    amount = models.PositiveIntegerField(
        _("amount, in kroner"), null=True, blank=True, help_text=_("Empty: not known.")
    )
    project = models.CharField(
        _("project"), max_length=160, blank=True, help_text=_("What it was given for.")
    )
    note = models.CharField(
        _("note"),
        max_length=240,
        blank=True,
        help_text=_("What others can learn from the application. Optional."),
    )

    panels = [
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("other")]),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("project")]),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        default_permissions = ()

    def __str__(self) -> str:
        return self.recipient

    @property
    def recipient(self) -> str:
        return self.organisation.name if self.organisation else self.other

    @property
    def amount_words(self) -> str:
        return wording.amount(self.amount) if self.amount else ""

    def clean(self) -> None:
        super().clean()
        if bool(self.organisation_id) == bool(self.other):
            words = _("Choose an organisation, or write the name of another. One of the two.")
            raise ValidationError({"other": words})
