"""The page of a network day."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.api import APIField
from wagtail.blocks import StreamBlock
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.caching.remembering import remember
from cms.content.blocks import BodyBlock
from cms.content.models import ContentMixin, NetworkSettings
from cms.content.neighbours import Neighbours, neighbours
from cms.content.widgets import TypedDateTimeInput
from cms.members.joining import path_of
from cms.topics.models import TopicalMixin

from . import queries
from .blocks import ProgrammeItemBlock
from .completeness import note_stop, stopping_gaps
from .forms import InvitationForm
from .gaps_admin import GapsPanel
from .prices import price_words
from .questions import MOST_QUESTIONS
from .reminders_admin import RemindersPanel
from .routes import SeatRoutes, calendar_response
from .schema import schema_org
from .validation import faults


class InvitationPage(SeatRoutes, RoutablePageMixin, ContentMixin, TopicalMixin, Page):
    """One network day. Page, seats, calendar entry and letter share this one record."""

    class Kind(models.TextChoices):
        NETWORK_DAY = "network_day", _("Network day")
        STUDY_VISIT = "study_visit", _("Study visit")
        WORKSHOP = "workshop", _("Workshop")
        WEBINAR = "webinar", _("Webinar")
        EVALUATION = "evaluation", _("Evaluation and decision")

    class PriceKind(models.TextChoices):
        FREE = "free", _("Free")
        PAID = "paid", _("Costs money")

    class SignUp(models.TextChoices):
        MEMBERS = "members", _("Members sign up here")
        EVERYBODY = "everybody", _("Members and others sign up here")
        NOBODY = "nobody", _("Not here: one writes to the contact")

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind.choices,
        default=Kind.NETWORK_DAY,
        help_text=_("What sort of day it is; stands above the title."),
    )
    season = models.ForeignKey(
        "cms.Season",
        verbose_name=_("season"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="invitations",
        help_text=_("The day shows on this season's line and in its calendar."),
    )
    starts_at = models.DateTimeField(
        _("begins"), db_index=True, help_text=_("Day and time in Denmark.")
    )
    ends_at = models.DateTimeField(
        _("ends"), db_index=True, help_text=_("When people can go home. After this, it is past.")
    )
    deadline_at = models.DateTimeField(
        _("deadline"),
        null=True,
        blank=True,
        help_text=_("Last moment to sign up. Empty: until it begins."),
    )
    place_name = models.CharField(
        _("place"),
        max_length=120,
        blank=True,
        help_text=_("What the place is called: »Rådhuset, Middelfart«."),
    )
    place_address = models.CharField(
        _("address"),
        max_length=200,
        blank=True,
        help_text=_("Street, postcode and town, so that a map finds it."),
    )
    online_url = models.URLField(
        _("link to the meeting on the net"),
        max_length=500,
        blank=True,
        help_text=_("Shown to those who have a seat, on their own page and in their calendar."),
    )
    price_kind = models.CharField(
        _("price"),
        max_length=10,
        choices=PriceKind.choices,
        default=PriceKind.FREE,
        help_text=_("Readers are told, also when it is free."),
    )
    price = models.DecimalField(
        _("amount in kroner"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("For one person, all included. Empty when it is free."),
    )
    seats = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text=_("How many can come, guests included. Empty: no limit."),
    )
    guests_allowed = models.PositiveSmallIntegerField(
        _("colleagues each member may bring"),
        default=0,
        validators=[MaxValueValidator(5)],
        help_text=_("0: none. 1: each member may bring one colleague or resource person."),
    )
    seats_per_organisation = models.PositiveSmallIntegerField(
        _("seats for each organisation"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1_000)],
        help_text=_("So that one municipality does not fill the day. Empty: no limit."),
    )
    sign_up = models.CharField(
        _("signing up"),
        max_length=10,
        choices=SignUp.choices,
        default=SignUp.MEMBERS,
        help_text=_(
            "Whether one signs up for the day here. Others than members confirm by e-mail; they are "
            "forgotten 14 days after the day."
        ),
    )
    asks_diet = models.BooleanField(
        _("ask what people cannot eat"),
        default=False,
        help_text=_("The kitchen gets a list without names. Deleted seven days after the day."),
    )
    asks_access = models.BooleanField(
        _("ask what people need to take part"),
        default=False,
        help_text=_("A ramp, an interpreter, a quiet place. Deleted seven days after the day."),
    )
    contact_name = models.CharField(
        _("contact"),
        max_length=120,
        blank=True,
        help_text=_("Who answers questions about the day."),
    )
    contact_email = models.EmailField(_("e-mail"), blank=True, help_text=_("Shown to everybody."))
    contact_phone = models.CharField(
        _("telephone"), max_length=40, blank=True, help_text=_("Shown to everybody.")
    )
    programme = StreamField(
        StreamBlock([("item", ProgrammeItemBlock())]),
        verbose_name=_("programme"),
        blank=True,
        help_text=_("The items of the day in the order they happen."),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("more about the day"),
        blank=True,
        help_text=_("Why to come, what to prepare, how to get there."),
    )
    reminds_a_week_before = models.BooleanField(
        _("a letter seven days before"),
        default=True,
        help_text=_("To those with a seat: when, where, and how to give the seat back."),
    )
    reminds_a_day_before = models.BooleanField(
        _("a letter the day before"),
        default=True,
        help_text=_("To those with a seat: when and where, once more."),
    )
    reminds_before_deadline = models.BooleanField(
        _("a letter before the deadline"),
        default=False,
        help_text=_("To members who follow the invitations and have not answered: once."),
    )
    thanks_afterwards = models.BooleanField(
        _("a letter the day after"),
        default=True,
        help_text=_("To those who came: thanks, and where the material is."),
    )
    # Set by `changing.cancel_day`, which tells people; never by publishing.
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_because = models.CharField(max_length=180, blank=True, editable=False)

    exclude_fields_in_copy = ["cancelled_at", "cancelled_because"]

    recap = StreamField(
        BodyBlock(),
        verbose_name=_("what came of the day"),
        blank=True,
        help_text=_("Text, pictures and files. Shown to everybody as soon as the day is over."),
    )

    base_form_class = InvitationForm
    template = "cms/invitations/invitation_page.html"
    parent_page_types = ["cms.InvitationIndexPage"]
    subpage_types: list[str] = []
    page_description = _("An invitation: one network day with time, place, seats and programme.")

    invitation_panels = [
        GapsPanel(heading=_("What readers miss")),
        *Page.content_panels,
        *ContentMixin.lead_panels,
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("starts_at", widget=TypedDateTimeInput),
                        FieldPanel("ends_at", widget=TypedDateTimeInput),
                    ]
                ),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("season")]),
            ],
            heading=_("When and what"),
        ),
        MultiFieldPanel(
            [FieldPanel("place_name"), FieldPanel("place_address"), FieldPanel("online_url")],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("sign_up"),
                FieldRowPanel([FieldPanel("seats"), FieldPanel("seats_per_organisation")]),
                FieldPanel("guests_allowed"),
                FieldPanel("deadline_at", widget=TypedDateTimeInput),
                FieldRowPanel([FieldPanel("price_kind"), FieldPanel("price")]),
            ],
            heading=_("Seats and price"),
        ),
        MultiFieldPanel(
            [
                InlinePanel("questions", label=_("Question"), max_num=MOST_QUESTIONS),
                FieldRowPanel([FieldPanel("asks_diet"), FieldPanel("asks_access")]),
            ],
            heading=_("Asked when one signs up"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
            ],
            heading=_("Contact"),
        ),
        TopicalMixin.topical_panel,
        MultiFieldPanel(
            [
                RemindersPanel(),
                FieldPanel("reminds_before_deadline"),
                FieldPanel("reminds_a_week_before"),
                FieldPanel("reminds_a_day_before"),
                FieldPanel("thanks_afterwards"),
            ],
            heading=_("Reminders"),
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(invitation_panels, heading=_("Invitation")),
            ObjectList([FieldPanel("programme"), FieldPanel("body")], heading=_("Programme")),
            ObjectList(
                [
                    FieldPanel("recap"),
                    InlinePanel(
                        "materials",
                        heading=_("Only for those who came"),
                        label=_("File"),
                        help_text=_(
                            "Each who came finds these on their own page after the day."
                            " Nobody else can open them."
                        ),
                        max_num=20,
                    ),
                ],
                heading=_("Afterwards"),
            ),
            ObjectList(Page.promote_panels, heading=_("Promote")),
        ]
    )
    search_fields = [
        *Page.search_fields,
        *ContentMixin.lead_search_fields,
        *TopicalMixin.topical_search_fields,
        index.SearchField("place_name"),
        index.SearchField("place_address"),
        index.SearchField("programme"),
        index.SearchField("body"),
        index.FilterField("starts_at"),
        index.FilterField("kind"),
    ]
    api_fields = [
        *ContentMixin.lead_api_fields,
        *TopicalMixin.topical_api_fields,
        APIField("kind"),
        APIField("season_name"),
        APIField("starts_at"),
        APIField("ends_at"),
        APIField("deadline_at"),
        APIField("cancelled_at"),
        APIField("place_name"),
        APIField("place_address"),
        APIField("price_kind"),
        APIField("price"),
        APIField("seats"),
        APIField("guests_allowed"),
        APIField("sign_up"),
        APIField("contact_name"),
        APIField("contact_email"),
        APIField("contact_phone"),
        APIField("programme"),
        APIField("body"),
    ]

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    kept_with = ("season", "cover")

    @property
    def season_name(self) -> str:
        return self.season.name if self.season else ""

    @property
    def place(self) -> str:
        """Name and address on one line; empty when neither is known."""
        return ", ".join(part for part in (self.place_name, self.place_address) if part)

    @property
    def is_free(self) -> bool:
        return self.price_kind == self.PriceKind.FREE

    @property
    def price_label(self) -> str:
        """»Gratis« or »350 kr.«, in the active language."""
        return price_words(None if self.is_free else self.price)

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def takes_members(self) -> bool:
        """Whether members sign up for the day here."""
        return self.sign_up != self.SignUp.NOBODY

    @property
    def takes_others(self) -> bool:
        """Whether those who are no members do too, by a letter to their address."""
        return self.sign_up == self.SignUp.EVERYBODY

    @property
    def own_path(self) -> str:
        """The path of the page on which a person sees and changes their own seat."""
        return f"{path_of(self) or '/'}tilmelding/"

    @property
    def sign_up_path(self) -> str:
        """The path of the page on which one signs up."""
        return f"{path_of(self) or '/'}tilmeld/"

    def is_past(self, now: dt.datetime) -> bool:
        return self.ends_at <= now

    def is_open(self, now: dt.datetime) -> bool:
        """Whether the day takes place and the deadline (without one: the beginning) is still to come."""
        return not self.is_cancelled and now < (self.deadline_at or self.starts_at)

    def with_content_json(self, content: dict[str, Any]) -> "InvitationPage":
        """A draft from before the day was cancelled does not bring it back."""
        page = super().with_content_json(content)
        row = InvitationPage.objects.filter(pk=self.pk)
        standing = row.values_list("cancelled_at", "cancelled_because").first()
        page.cancelled_at, page.cancelled_because = standing or (None, "")
        return page

    def publish(self, revision: Any, user: Any = None, **options: Any) -> None:
        """Every way leads here: a press, a time that was set, many pages at once, an approval."""
        page = revision.as_object()
        if stopping_gaps(page):
            note_stop(page, revision, user)
        else:
            super().publish(revision, user=user, **options)

    def clean(self) -> None:
        super().clean()
        found = faults(self)
        if found:
            raise ValidationError(found)

    is_news = True
    kept_seconds = queries.SEATS_SECONDS

    @property
    def beside(self) -> Neighbours:
        return neighbours(self, queries.public_invitations())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        self.recall_subjects(request)
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        is_past, is_open = self.is_past(now), self.is_open(now)
        day = remember(("day of", self.pk), lambda: queries.day_of(self)) if self.pk else self
        organizer = NetworkSettings.for_request(request).network_name
        context |= {
            "now": now,
            "is_past": is_past,
            "came": queries.shown_attendance(day) if is_past else None,
            "is_open": is_open,
            "calendar_url": self.get_url(request) + self.reverse_subpage("calendar"),
            "schema_org": schema_org(self, organizer=organizer),
            "places": queries.seats_of(day) if is_open else None,
        }
        return context

    @path("kalender/", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """The day as a calendar file."""
        return calendar_response([self], name=self.title, filename=self.slug)
